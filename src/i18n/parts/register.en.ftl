# The register: kinds of records with their fields, forms, what an amendment does.

title-register = Directories
column-directory = Directory
column-count = Records
column-amended = Changed
column-about = What it is for
register-amended = changed { $at } by { $by }
no-records = Nothing here yet.
no-records-yet = Nothing here yet. A new record: Insert.
register-awaits-order = Your role waits for an order: until then only to be read ({ $clause }).
why-only-looks-at-records = These records are only to be read by you.
register-only-look = Only to be read. { $count ->
    [one] Its keeper
   *[other] Its keepers
}: { $who } ({ $clause ->
    [none] no clause names it
   *[other] { $clause }
}).
register-signed-out = The session has ended: sign in again. What you typed stays as a draft.
register-other-server = This is another server than the one you signed in to: sign out and in again. What you typed stays as a draft.
register-other-version = The server is of another version: update the program. What you typed stays as a draft.
register-no-network = The server does not answer, and a directory changes only together with it. What you typed stays as a draft.
register-not-made = You make no new ones. { $count ->
    [one] Their keeper
   *[other] Their keepers
}: { $who } ({ $clause ->
    [none] no clause names it
   *[other] { $clause }
}).
record-of-others = This record is not yours to keep. { $count ->
    [one] Its keeper
   *[other] Its keepers
}: { $who } ({ $clause ->
    [none] no clause names it
   *[other] { $clause }
}).
record-not-removed = You may not remove it. { $count ->
    [one] Who may
   *[other] Those who may
}: { $who } ({ $clause ->
    [none] no clause names it
   *[other] { $clause }
}).
record-field-veiled = not yours to see ({ $clause ->
    [none] no clause names it
   *[other] { $clause }
})
why-record-of-others = This record is not yours to keep; Enter says whose it is and by which clause.
record-history-veiled = and something that you may not see
why-no-record = There is no record here.
why-no-record-log = The history of a record is read by those who keep it and by the director.
why-danger = Read first what is dangerous; F9 agrees and writes.
why-no-danger-of-table = Nothing is dangerous: Ctrl+S writes.
why-no-danger = Nothing is dangerous: Enter writes.
register-asks = The server counts what would change…
register-writes = Being written…
record-new = new record
record-saved = Written: “{ $title }”.
record-saved-without = What was typed after that is not written yet: Ctrl+S.
record-removed = Removed: “{ $title }”.
record-not-there = This record is gone.
record-was-amended = The record has been changed ({ $by }, { $at }): look at it and save once more.
record-is-gone = The record has been removed ({ $by }, { $at }). Save to make it again.
record-both = { $by }, { $at }: “{ $theirs }”; Ctrl+S writes yours, Esc brings this back
record-not-taken = The server did not take the record: renew the list (Ctrl+R) and try again.
record-in-use = It cannot be removed, it is needed: { $what }. Put another in its place first.
record-in-use-room = It cannot be removed, it is needed: { $what } from { $from } on (past ones do not matter). Put another in its place first.
record-in-use-period = It cannot be removed: in this period there are { $what }. A period with marks stays; its days and its title can be changed.
record-is-last =
    { $used ->
        [yes] It cannot be removed: there is no other such record, and it holds { $what }. Make another one first.
       *[no] It cannot be removed: there is no other such record. Make another one first.
    }
record-no-consent = First enter the consent: { $who } ({ $clause }).
record-year-closed = The school year { $title } is closed. Open it first in the directory “School years”.
title-record-refused = The server did not take the record
found-records =
    { $count ->
        [one] { $count } record ({ $names })
       *[other] { $count } records ({ $names })
    }
found-lessons =
    { $count ->
        [one] { $count } lesson
       *[other] { $count } lessons
    }
found-marks =
    { $count ->
        [one] { $count } mark
       *[other] { $count } marks
    }
found-journals =
    { $count ->
        [one] { $count } journal
       *[other] { $count } journals
    }

# Whom a gesture moves
preview-group-pupils = Who goes where, and from which day
preview-group-lists = Lists and journals
totals-moves = { $count ->
    [one] { $count } pupil moves
   *[other] { $count } pupils move
}
totals-ungrouped = in no part of a class: { $count }
moves-pupil = { $name }: { $what }
moves-class = { $was } → { $becomes } { $days }
moves-class-conditional = { $was } → { $becomes } { $days }, on a condition
moves-nowhere = in no class
moves-attached = { $class } (attached)
moves-joins = { $days ->
    [same] comes into “{ $group }”
   *[other] comes into “{ $group }” { $days }
}
moves-leaves = { $days ->
    [same] leaves “{ $group }”
   *[other] leaves “{ $group }” { $days }
}
moves-ungrouped = { $subjects ->
    [none] in no part of the class
   *[other] in no group for { $subjects }
}
moves-come = in: { $count }
moves-go = out: { $count }
moves-list = { $count ->
    [0] { $title } — { $sides }, no journals
   *[other] { $title } — { $sides }, journals: { $count }
}
moves-more = and { $count ->
    [one] { $count } pupil
   *[other] { $count } pupils
} more

title-preview = What will change › { $title }
preview-group-dangers = Dangerous
preview-group-effects = Consequences
preview-group-steps = The change
preview-another = { $list }: { $title }
preview-changed = The consequences are others by now: read them again.
totals-created = new records: { $count }
totals-changed = records changed: { $count }
totals-removed = records removed: { $count }
totals-no-lessons = lessons and marks stay where they are
totals-no-dangers = nothing dangerous
totals-dangers =
    { $count ->
        [one] DANGER: { $what }
       *[other] DANGER in { $count } places, in the first { $what }
    }
totals-dangers-uncounted =
    { $count ->
        [one] DANGER: read what will change
       *[other] DANGER in { $count } places: read what will change
    }
days-all = without an end
days-from = from { $day }
days-until = until { $day }
effect-pupil-of-staff = { $title } is a pupil here and is to have a role of the staff, { $days }: sees what pupils do not; a password that was given to a pupil opens no more
effect-family-of-staff = { $title }: a password that was given to a pupil or a parent opens no more with this role, give a new one
effect-no-role = { $title } is left without a role in the school: will not be let in as staff, { $days }
effect-no-administrator = { $title } is to be an administrator no more: if that is you and you have no other role, you will not be let in, { $days }
effect-becomes-administrator = { $title } becomes an administrator and may give and take every role, { $days }; the password of before opens no more
effect-closes-year = Nothing more is written in the journals of “{ $title }”: { $what }
effect-leaves-years = Outside every school year: { $what }, { $days } (“{ $title }”)
effect-becomes-holiday = On free days: { $what }, { $days } (“{ $title }”)
effect-leaves-periods = Outside every period: { $what }, { $days }
effect-moves-period-marks = The time for marks of “{ $title }” moves with its end: { $what }
effect-loses-bell = Lesson { $number } without a bell, { $was }: { $what }, { $days }
effect-moves-bell = Lesson { $number } { $was } → { $now }: { $what }, { $days }
effect-gains-bell = Lesson { $number } without a bell → { $now }: { $what }, { $days }
effect-changes-period = Pass over: { $what }, { $days }, from “{ $from }” to “{ $to }”
effect-enters-period = Come in: { $what }, { $days } (“{ $title }”)
effect-leaves-holiday = Become school days: { $what }, { $days } (were “{ $title }”)
effect-leaves-untaught = Left without a teacher, “{ $title }”: { $what }, { $days }
effect-renames = Called otherwise: { $what }
effect-keeps-weight = What was given before keeps its weight: { $what }
effect-sample = { $title } { $day }, lesson { $number }
step-now = { $field }: { $now }
step-was = { $field }: was “{ $was }”
step-was-now = { $field }: was “{ $was }”, will be “{ $now }”
step-became = { $field }: was “{ $was }”, became “{ $now }”
record-history-made = made
record-history-removed = removed
record-history-import = from the table { $file }, row { $row }
record-history-import-undo = To take the whole import back: zhurnal import undo { $number }
record-history-undo = taken back
record-history-order = by order No. { $number } of { $date }
no-history-of-record = Nothing has been done with this record yet.

record-fault-unreadable = not understood; { $hint }
record-fault-too-long = { $length } instead of { $limit }: shorten it
record-fault-unprintable = invisible characters: type it anew
record-fault-far-day = too far a day: a year of 1990–2199
record-fault-not-unique = there is “{ $title }” already: call it otherwise
record-fault-ends-before-start = before the first day: mend one of them
record-fault-overlaps = the days are taken by “{ $title }”: move one of the two
record-fault-outside-year = outside the school year: move the day
record-fault-leaves-outside = “{ $title }” would be outside the year: move that first
record-fault-keeps-year = “{ $title }” has lessons or marks: its school year stays
record-fault-bell-order = lesson { $number }: numbers must grow
record-fault-bell-ends = lesson { $number } ends before it starts
record-fault-bells-cross = lesson { $number } starts before the last ends
record-fault-bell-seconds = lesson { $number }: whole minutes please
record-fault-grades-and-class = either grades or a class: empty one
record-fault-skips-state = states follow one by one: take the next one

record-school-year = school year
record-school-year-list = School years
record-school-year-about = First and last day of a year; open or closed
record-school-year-title = School year
record-school-year-title-hint = what it is called, for example 2026/27
record-school-year-starts = First day
record-school-year-starts-hint = for example 1.9.26; + and −: days, PgUp and PgDn: months
record-school-year-ends = Last day
record-school-year-ends-hint = the last day with lessons
record-school-year-state = State
record-school-year-state-hint = forming, open, closed, archived: one step at a time
record-school-year-state-forming = forming
record-school-year-state-open = open
record-school-year-state-closed = closed
record-school-year-state-archived = archived

record-period = period
record-period-list = Reporting periods
record-period-about = Quarters, trimesters, half-years: final marks are of these
record-period-year = School year
record-period-year-hint = begin to type, or F4
record-period-title = Period
record-period-title-hint = what it is called, for example Quarter 2
record-period-length = Length
record-period-length-hint = quarter, trimester, half-year or year
record-period-length-quarter = quarter
record-period-length-trimester = trimester
record-period-length-half-year = half-year
record-period-length-year = year
record-period-starts = First day
record-period-starts-hint = for example 9.11, mon; + and −: days, PgUp and PgDn: months
record-period-ends = Last day
record-period-ends-hint = the last day whose lessons belong to it

record-holiday = holiday
record-holiday-list = Holidays
record-holiday-about = Days without lessons, days off, working Saturdays
record-holiday-year = School year
record-holiday-year-hint = begin to type, or F4
record-holiday-title = Name
record-holiday-title-hint = what it is called, for example Autumn break
record-holiday-sort = Who is free
record-holiday-sort-hint = in a break the staff works, and terms in working days run on
record-holiday-sort-break = break
record-holiday-sort-rest = public holiday
record-holiday-sort-working = working Saturday
record-holiday-starts = First day
record-holiday-starts-hint = for example 28.12, mon, +3
record-holiday-ends = Last day
record-holiday-ends-hint = the same for a single day

record-bell-schedule = bell schedule
record-bell-schedule-list = Bells
record-bell-schedule-about = When lessons start and end: by shift, grade, class
record-bell-schedule-year = School year
record-bell-schedule-year-hint = begin to type, or F4
record-bell-schedule-title = Name
record-bell-schedule-title-hint = what it is called, for example Shift 1
record-bell-schedule-shift = Shift
record-bell-schedule-shift-hint = 1, 2 or 3
record-bell-schedule-grades = Grades
record-bell-schedule-grades-hint = for example 1–4, 9; empty: for all that are not named otherwise
record-bell-schedule-class = Class
record-bell-schedule-class-hint = if one class has its own bells; else empty (Del)
record-bell-schedule-bells = Bells
record-bell-schedule-bells-hint = a lesson a line, for example 1 8:30-9:15

record-school-card = card of the school
record-school-card-list = Card of the school
record-school-card-about = Name, address, telephone, head, licence and accreditation
record-school-card-title = Full name
record-school-card-title-hint = as in the charter
record-school-card-address = Address
record-school-card-address-hint = where the school is
record-school-card-phone = Telephone
record-school-card-phone-hint = there may be several, with commas
record-school-card-email = E-mail
record-school-card-email-hint = where the school is written to; may be empty
record-school-card-site = Site
record-school-card-site-hint = address of the school’s pages; may be empty
record-school-card-head = Head
record-school-card-head-hint = start typing the surname, or F4
record-school-card-licence = Licence No.
record-school-card-licence-hint = number of the licence to teach
record-school-card-licensed = Licensed on
record-school-card-licensed-hint = the day on which it was given
record-school-card-accreditation = Accreditation No.
record-school-card-accreditation-hint = number of the certificate
record-school-card-accredited = Accredited on
record-school-card-accredited-hint = the day on which it was given
record-school-card-accredited-until = Accredited until
record-school-card-accredited-until-hint = the last day; empty: without end

record-building = building
record-building-list = Buildings
record-building-about = Where the rooms are
record-building-title = Building
record-building-title-hint = what it is called, for example Main building
record-building-address = Address
record-building-address-hint = where it stands; may be empty

record-room = room
record-room-list = Rooms and places
record-room-about = Where lessons are given
record-room-title = Room
record-room-title-hint = number or name, for example 21, Gym
record-room-building = Building
record-room-building-hint = begin to type, or F4
record-room-seats = Seats
record-room-seats-hint = how many pupils it seats; may be empty
record-room-floor = Floor
record-room-floor-hint = below zero for a basement; may be empty

record-subject = subject
record-subject-list = Subjects
record-subject-about = What is taught: names for journals and reports
record-subject-title = Subject
record-subject-title-hint = in full, for example Foreign language (English)
record-subject-short = Short
record-subject-short-hint = where there is little room, for example Engl.

record-work-kind = kind of work
record-work-kind-list = Kinds of work
record-work-kind-about = What marks are for: weight and term
record-work-kind-title = Kind of work
record-work-kind-title-hint = what it is called, for example Control work
record-work-kind-short = Short
record-work-kind-short-hint = a column head, for example Contr.
record-work-kind-weight = Weight
record-work-kind-weight-hint = 1 to 10; averages are made with it
record-work-kind-marking-days = Days to mark
record-work-kind-marking-days-hint = empty: as the regulation says

record-post = post
record-post-list = Posts
record-post-about = What people work as: for cards and staff reports
record-post-title = Post
record-post-title-hint = what it is called, for example Teacher of mathematics
record-post-group = Group
record-post-group-hint = teaching, leading or support
record-post-group-teaching = teaching
record-post-group-leading = leading
record-post-group-support = support
