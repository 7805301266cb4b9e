# People, classes, groups, journals: kinds of records with their fields.

record-person = person
record-person-list = People
record-person-about = Pupils, parents, staff: their names
record-person-last = Surname
record-person-last-hint = if a person has one name only, write it here
record-person-first = First name
record-person-first-hint = in full, as in the document
record-person-middle = Patronymic
record-person-middle-hint = leave empty if there is none

record-person-details = personal details
record-person-details-list = Personal details
record-person-details-about = Birth, insurance, phones: for the administration, registrar and HR
record-person-details-person = Person
record-person-details-person-hint = start typing the surname, or F4
record-person-details-born = Born
record-person-details-born-hint = for example 14.03.2013
record-person-details-sex = Sex
record-person-details-sex-hint = as in the document
record-person-details-sex-male = male
record-person-details-sex-female = female
record-person-details-snils = SNILS
record-person-details-snils-hint = 11 digits; empty if there is none
record-person-details-phone = Phone
record-person-details-phone-hint = several: with commas between
record-person-details-email = E-mail
record-person-details-email-hint = two persons may share an address
record-person-details-address = Address
record-person-details-address-hint = where the person lives
record-person-details-source = Code in another system
record-person-details-source-hint = tables of that system know the person by it

record-consent = consent
record-consent-list = Consents
record-consent-about = Whose data may be entered, and the papers
record-consent-person = Whose data
record-consent-person-hint = start typing the surname, or F4
record-consent-signed-by = Signed by
record-consent-signed-by-hint = a parent for a child; empty: the person
record-consent-scope = Which data
record-consent-scope-hint = what it allows
record-consent-scope-all = all data
record-consent-scope-contacts = no numbers of documents
record-consent-scope-by-law = no consent needed
record-consent-given = Date
record-consent-given-hint = as on the paper
record-consent-withdrawn = Withdrawn
record-consent-withdrawn-hint = from this day nothing more may be entered
record-consent-paper = Where it lies
record-consent-paper-hint = a folder, the number of a file

record-card-check = check of a card
record-card-check-list = Checks of cards
record-card-check-about = Whose card was checked when; it is done in the list “Cards of classes and staff”
record-card-check-person = Whose card
record-card-check-person-hint = start typing the surname, or F4
record-card-check-on = Checked on
record-card-check-on-hint = the day on which the data were checked

record-employment = post of a member of staff
record-employment-list = Who works as what
record-employment-about = Posts of the staff: since when, by which order, education
record-employment-person = Member of staff
record-employment-person-hint = start typing the surname, or F4
record-employment-post = Post
record-employment-post-hint = start typing, or F4; a new one is made in “Posts”
record-employment-from = Hired
record-employment-from-hint = the first day of work
record-employment-until = Last day
record-employment-until-hint = the last day of work; empty: until further notice
record-employment-order = Order No.
record-employment-order-hint = by which the person was hired, for example: 12-k
record-employment-ordered = Order of
record-employment-ordered-hint = the day of the order
record-employment-education = Education
record-employment-education-hint = as the diploma says it; may be empty

record-office = role
record-office-list = Roles
record-office-about = Who may do what in the journal, and since when
record-office-person = Person
record-office-person-hint = start typing the surname, or F4
record-office-role = Role
record-office-role-hint = what a role may: Ctrl+P, «rights»; pupil and parent follow by themselves
record-office-role-admin = administrator
record-office-role-director = director
record-office-role-deputy = deputy head
record-office-role-teacher = teacher
record-office-role-psychologist = psychologist
record-office-role-registrar = registrar
record-office-role-hr = personnel officer
record-office-role-scheduler = scheduler
record-office-role-district = district
record-office-from = From
record-office-from-hint = empty: from the beginning
record-office-until = Until
record-office-until-hint = the last working day; no sign-in after it; empty: without end
record-office-order = Order No.
record-office-order-hint = by which it was given, for example: 12-k
record-office-ordered = Order of
record-office-ordered-hint = the day of the order

record-guardianship = representative
record-guardianship-list = Representatives of pupils
record-guardianship-about = Whose parent or guardian somebody is, and since when
record-guardianship-pupil = Pupil
record-guardianship-pupil-hint = start typing the surname, or F4
record-guardianship-parent = Representative
record-guardianship-parent-hint = start typing the surname, or F4
record-guardianship-kinship = Relation
record-guardianship-kinship-hint = mother, father, guardian or another representative
record-guardianship-kinship-parent = parent
record-guardianship-kinship-mother = mother
record-guardianship-kinship-father = father
record-guardianship-kinship-guardian = guardian
record-guardianship-kinship-other = other representative
record-guardianship-from = From
record-guardianship-from-hint = empty: from the beginning
record-guardianship-until = Until
record-guardianship-until-hint = sees nothing from the day after; empty: without end

record-class = class
record-class-list = Classes
record-class-about = Classes of the school years by grade
record-class-year = School year
record-class-year-hint = start typing, or F4
record-class-grade = Grade
record-class-grade-hint = the year of learning, 1 to 12
record-class-title = Class
record-class-title-hint = what it is called, for example: 7Б

record-class-teacher = class teacher
record-class-teacher-list = Class teachers
record-class-teacher-about = Who is class teacher of which class, and since when
record-class-teacher-class = Class
record-class-teacher-class-hint = start typing or F4
record-class-teacher-teacher = Class teacher
record-class-teacher-teacher-hint = start typing the surname, or F4
record-class-teacher-from = First day
record-class-teacher-from-hint = empty: from the year’s start
record-class-teacher-until = Last day
record-class-teacher-until-hint = empty: to the year’s end

record-order = order
record-order-list = Orders on movement
record-order-about = Enrolment, transfer, departure: number, date, sort
record-order-number = Number
record-order-number-hint = with its letter, for example: 12-у
record-order-date = Date
record-order-date-hint = the day of the document; its lines say from when
record-order-sort = Sort
record-order-sort-hint = start typing, or F4
record-order-sort-enrolment = enrolment
record-order-sort-attachment = attachment
record-order-sort-transfer = transfer to another class
record-order-sort-family = family education
record-order-sort-promotion = promotion to the next year
record-order-sort-graduation = graduation
record-order-sort-departure = departure
record-order-sort-cancelling = an order taken back
record-order-heading = About
record-order-heading-hint = in words; may be left empty
record-order-state = State
record-order-state-hint = nothing follows from a draft
record-order-state-in-force = in force
record-order-state-draft = draft
record-order-cancels = Cancels
record-order-cancels-hint = which order is taken back; only of a cancelling one

record-movement = line of movement
record-movement-list = Book of movement
record-movement-about = Who went where, from which day, by which order
record-movement-pupil = Pupil
record-movement-pupil-hint = start typing the surname, or F4
record-movement-sort = What
record-movement-sort-hint = start typing, or F4
record-movement-sort-enrol = enrolled
record-movement-sort-no-show = never came
record-movement-sort-attach = attached
record-movement-sort-move = moved to a class
record-movement-sort-to-family = to family education
record-movement-sort-from-family = from family education
record-movement-sort-promote = to the next class
record-movement-sort-conditional = conditionally
record-movement-sort-repeat = repeats the year
record-movement-sort-leave = left
record-movement-sort-detach = detached
record-movement-sort-graduate = graduated
record-movement-day = From
record-movement-day-hint = the first day on which it is so
record-movement-class = Class
record-movement-class-hint = into which class; empty for a departure (Del)
record-movement-order = Order
record-movement-order-hint = start typing the number, or F4
record-movement-school = Other school
record-movement-school-hint = from which, or to which
record-movement-reason = Reason
record-movement-reason-hint = may be left empty
record-in-use-movement = It cannot be removed: { $what } rests upon it. A mistake is mended by an order that cancels.

record-group = group
record-group-list = Groups
record-group-about = Who is taught together: classes, subgroups, mixed groups
record-group-year = School year
record-group-year-hint = start typing, or F4
record-group-title = Group
record-group-title-hint = what it is called, for example: 7Б · English 1
record-group-sort = Of whom
record-group-sort-hint = a whole class, a subgroup or pupils of several classes
record-group-sort-class = whole class
record-group-sort-part = subgroup
record-group-sort-mixed = of several classes
record-group-class = Class
record-group-class-hint = whose it is; a mixed group has none (Del)

record-membership = place in a group
record-membership-list = Pupils in groups
record-membership-about = Who is in which subgroup, and since when
record-membership-pupil = Pupil
record-membership-pupil-hint = start typing the surname, or F4
record-membership-group = Group
record-membership-group-hint = start typing, or F4
record-membership-from = First day
record-membership-from-hint = in the list from this day; empty: from the year's start
record-membership-until = Last day
record-membership-until-hint = in the list until this day; empty: to the year's end
record-in-use-membership = It cannot be removed: on these days the pupil has { $what }. Set the last day in the group instead.

record-journal = journal
record-journal-list = Journals of subjects
record-journal-about = Which subject is taught to which group; with marks or without
record-journal-group = Group
record-journal-group-hint = start typing, or F4
record-journal-subject = Subject
record-journal-subject-hint = start typing, or F4
record-journal-marking = Marks
record-journal-marking-hint = with marks, or without, as in first grades
record-journal-marking-marks = with marks
record-journal-marking-without = without marks
record-in-use-journal = It cannot be removed: the journal has { $what }. A journal with lessons stays.

record-teaching = assignment
record-teaching-list = Who teaches what
record-teaching-about = Which teacher keeps which journal, and since when
record-teaching-journal = Journal
record-teaching-journal-hint = start typing the class and the subject, or F4
record-teaching-teacher = Teacher
record-teaching-teacher-hint = start typing the surname, or F4
record-teaching-part = How
record-teaching-part-hint = main, second, or for another for a time
record-teaching-part-main = main
record-teaching-part-second = second
record-teaching-part-temporary = for a time
record-teaching-from = First day
record-teaching-from-hint = empty: from the year's start
record-teaching-until = Last day
record-teaching-until-hint = empty: to the year's end

record-in-use-person = It cannot be removed, something is kept of the person: { $what }. It stays with them.
found-accounts =
    { $count ->
        [one] { $count } account
       *[other] { $count } accounts
    }
effect-entries-outside = Left outside the list “{ $title }”: { $what }, { $days }
record-fault-breaks-movement = “{ $title }” would hang in the air: mend it first
record-fault-two-on-a-day = the pupil has a line on that day: choose another
record-fault-in-already = in a class already: move the pupil, or let go first
record-fault-not-in-class = in no class on that day
record-fault-not-next-year = a class of the next school year is needed
record-fault-no-class-then = no class is meant: clear it
record-fault-not-cancelling = only a cancelling order names another: clear it
record-fault-cancelled-too-often = orders have cancelled each other { $limit ->
    [one] once
   *[other] { $limit } times
} in a row: make a new one
record-fault-named-too-often = the person has { $limit } such records already: no more are made
record-fault-cancelled-before = an order is not cancelled before its own date: compare “{ $title }”
record-fault-order-cancelled = the order is cancelled: name another
record-fault-not-of-order = the order is of another kind: mend the line's kind or choose another order
record-fault-of-several-classes = a mixed group has no class: clear it
record-fault-whole-class = it is a whole class: its list is the list of the class
record-fault-has-members = the group has a list of its own: it is no whole class
record-is-last-administrator = No administrator would be left who can sign in: give somebody else the role and a start password first.
record-fault-last-administrator = no administrator would be left who can sign in: give somebody else the role and a start password first
record-fault-own-parent = that is the pupil: choose another

# What the school lacks
open-setup = Open “What the school lacks”
    .also = start empty school setup readiness
title-setup = What the school lacks
setup-summary = { $ready } of { $count } ready
column-part = What
column-present = Here
column-lacking = Lacking
column-due = Term
setup-ready = all there
setup-of-nothing = nothing to have it yet
setup-part = { $part ->
    [year] School year
    [periods] Periods of the year
    [bells] Bells
    [rooms] Buildings and rooms
    [subjects] Subjects
    [staff] Staff
    [classes] Classes
    [class-teachers] Class teachers
    [pupils] Pupils
    [parents] Parents
    [journals] Groups and journals
    [subgroups] Parts of classes
    [teaching] Who teaches what
    [credentials] Sign-in data
    [timetable] Timetable
   *[other] { $part }
}
setup-lacking = { $part ->
    [year] no open year
    [periods] none at all
    [bells] none at all
    [rooms] none at all
    [subjects] none at all
    [staff] not one teacher
    [classes] none at all
    [class-teachers] { $count ->
        [one] { $count } class without a class teacher
       *[other] { $count } classes without a class teacher
    }
    [pupils] { $count ->
        [one] { $count } class without pupils
       *[other] { $count } classes without pupils
    }
    [parents] { $count ->
        [one] { $count } pupil without a parent
       *[other] { $count } pupils without a parent
    }
    [journals] { $count ->
        [one] { $count } class without journals
       *[other] { $count } classes without journals
    }
    [subgroups] { $count ->
        [one] { $count } pupil in no part
       *[other] { $count } pupils in no part
    }
    [teaching] { $count ->
        [one] { $count } journal without a teacher
       *[other] { $count } journals without a teacher
    }
    [credentials] { $count ->
        [one] { $count } person without a password
       *[other] { $count } people without a password
    }
    [timetable] { $count ->
        [one] { $count } journal without lessons
       *[other] { $count } journals without lessons
    }
   *[other] { $count }
}
setup-how = { $part ->
    [year] One year has to be open: all else is entered in it
    [periods] Quarters, trimesters or half-years: their marks are given in them
    [bells] By them a lesson begins and ends
    [rooms] First a building, then its rooms
    [subjects] As the curriculum calls them
    [staff] First a person (“People”), then the role and from which day
    [classes] The classes of this year
    [class-teachers] A class, its teacher and since when: sees all its journals, gives passwords
    [pupils] First a person (“People”), then the line that enrols into a class
    [parents] Who is whose parent or legal representative
    [journals] A group (the whole class or a part), then its journal: a subject of that group
    [subgroups] Where a class is parted, each of its pupils is in one of the parts
    [teaching] A journal’s teacher and from which day
    [credentials] Login and start password: Alt-N on a person
    [timetable] Lessons come from a FET file: zhurnal import fet
   *[other] { $part }
}
term-by = by { $day }
term-in-lesson = in the lesson
term-lesson-day = on the lesson's day
term-lesson-day-at = on the lesson's day by { $at }
term-lesson-day-or-end = on the lesson's day by { $at } or the end of the lesson
term-last-lesson = { $minutes } min after the class's last lesson
term-setting = by the term that the school sets
term-months = { $count ->
    [one] { $count } month
   *[other] { $count } months
}
term-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
term-working-days = { $count ->
    [one] { $count } working day
   *[other] { $count } working days
}
term-times-a-year = { $count ->
    [one] once a year
   *[other] { $count } times a year
}

# The book of movement
open-movement = Open the book of movement
    .also = orders came left moved enrolled registrar
title-movement = Book of movement
column-from-day = From
column-way = Class
column-order = Order
column-entered = Entered
book-no-order = no order
book-without-order = Without an order: name it in the line
order-cancelled = cancelled: № { $number }
book-cancelled = Does not hold: the order is cancelled
book-draft = Does not hold: the order is still a draft
book-what-cancelled = cancelled · { $what }
book-what-draft = draft · { $what }
book-due = { $late ->
    [0] to be entered by { $day }
    [one] to be entered by { $day }: late by { $late } working day
   *[other] to be entered by { $day }: late by { $late } working days
}
no-movement = Nobody has come yet: a line of enrolment is made in the directory “Book of movement”.
movement-summary = entered late: { $late } · without an order: { $bare }

# How many pupils
open-population = How many pupils in the classes
    .also = headcount contingent grade on a date
title-population = Pupils on { $day }
column-class = Class
column-first = Were
column-came = Came
column-left = Left
column-pupils = Are
column-attached = Attached
population-grade = Grade { $grade }: { $present }{ $attached ->
    [0] {""}
   *[other] {""} and { $attached } attached
}
population-summary = { $present } in all{ $attached ->
    [0] {""}
   *[other] {""}, { $attached } attached
}
no-population = There are no classes in this school year yet.
ask-day-label = On the day
ask-day-hint = 16.11, fri, +3, today
day-not-read = No day can be read from it: write 16.11.2026, for example.

# In no part of a class
open-ungrouped = Who is in no part of a class
    .also = subgroup parts groups parted divided
title-ungrouped = In no part of the class
column-parted = Parted for
no-ungrouped = None of your pupils is without a part: each whose class is parted is in one of the parts.
ungrouped-row = { $name }: choose one of { $parts }
ungrouped-summary = pupils: { $pupils }
hint-into-group = into a part

# An order with its lines
records-saved = { $count ->
    [0] Written: “{ $title }”.
    [one] Written: “{ $title }” and { $count } line.
   *[other] Written: “{ $title }” and { $count } lines.
}
column-from-class = From
title-new-pupil = New pupil
composed-consents-first = Consents first: without them no data of pupils and parents are entered ({ $clause }).
new-pupil-saved = Written: “{ $title }” and { $count ->
    [one] { $count } record of enrolment and parents.
   *[other] { $count } records of enrolment and parents.
}
column-consent = Consent
column-order-number = Order No.
column-order-date = Order of
column-kinship = Kin
composed-chosen-already = somebody is chosen on the left already: clear the name, or the choice (Del)
composed-stands-otherwise = there is “{ $title }” already, but its { $field } is { $says }: correct it in “{ $list }”, or enter another number
new-pupil-not-made = You enrol no pupils. { $count ->
    [one] The one who does
   *[other] Those who do
}: { $who } ({ $clause ->
    [none] no clause names it
   *[other] { $clause }
}).
column-known-parent = On the list
hint-implied = empty: as the sort of the order says; or start typing
records-can-be-undone = Ctrl+Z takes all of it back.
records-nothing-to-undo = Nothing to take back: the last thing you wrote or removed in the directories since signing in is.
records-not-to-undo = It cannot be taken back: it was written by itself while a table was loading. Correct the record.
records-stay = Not taken back. { $why }
records-stay-of = Not taken back because of “{ $title }”. { $why }
role-by-order = { $role } by an order
records-undone = { $left ->
    [0] Records taken back: { $count }
   *[other] Records taken back: { $count }; left, because they have changed since or are in use: { $left }
}
title-preview-undo = Taking back › { $title }
hint-take-back = take all back
hint-agree-take-back = agree and take back

# Cards of classes
open-cards = Cards of classes and staff: what they lack and when they were checked
    .also = check checked incomplete consents personal data
title-cards = Cards of classes and staff
title-cards-of-class = Cards of { $class }
title-cards-of-staff = Cards of the staff
cards-staff = Staff
column-responsible = Responsible
column-card-of = Whose card
column-checked = Checked
column-incomplete = Lacking
column-unchecked = To check
column-late-days = Late
column-check-due = Check by
column-lacks = Lacks
hint-cards-of-class = cards
hint-details = details
no-cards = There are no cards here that you keep.
cards-of-class = pupils { $people } · to check { $unchecked }
cards-of-staff = staff { $people } · to check { $unchecked }
cards-summary = lacking { $incomplete } · to check { $unchecked }
card-unchecked = not checked yet
card-checked = checked on { $on }
card-checked-by = checked on { $on }, { $by }
card-changed = changed since
card-is-changed = changed
card-due = { $late ->
    [0] by { $due } ({ $clause })
    [one] { $late } working day late: by { $due } ({ $clause })
   *[other] { $late } working days late: by { $due } ({ $clause })
}
card-entry-due = { $late ->
    [0] enter by { $due } ({ $clause })
    [one] enter by { $due }, { $late } day late ({ $clause })
   *[other] enter by { $due }, { $late } days late ({ $clause })
}
title-check = Check of cards
check-question = The card and the data of the parents are checked: { $name }, or all { $count } of this class?
check-question-staff = The card is checked: { $name }, or all { $count } of the staff?
check-keys = Enter — this card, F9 — all, Esc — none.
hint-check-one = this one
hint-check-all = all
check-not-yours = Cards are checked by who keeps them.
cards-checked = { $count ->
    [one] { $count } card is checked.
   *[other] { $count } cards are checked.
}
lacks-of-parent = parent: { $parent }
lack-consent = consent
lack-parent = none
lack-born = birth
lack-sex = sex
lack-snils = SNILS
lack-phone = phone
lack-email = e-mail
lack-address = address
