# Debts, subjects of teachers and rooms, what is to be put right

record-debt = debt
record-debt-list = Debts
record-debt-about = Who has not passed what, until when it may be cleared, and when it was
record-debt-pupil = Pupil
record-debt-pupil-hint = start typing the surname, or F4
record-debt-subject = Subject
record-debt-subject-hint = start typing or F4
record-debt-since = For until
record-debt-since-hint = last day of the period or year that it is for
record-debt-due = To clear by
record-debt-due-hint = the last day on which it may be passed
record-debt-tried = Tried
record-debt-tried-hint = day of the first attempt
record-debt-again = Again
record-debt-again-hint = day of the second attempt, before a commission
record-debt-cleared = Cleared
record-debt-cleared-hint = the day it was passed; empty: not cleared

record-subject-teacher = teacher of a subject
record-subject-teacher-list = May teach what
record-subject-teacher-about = Who may teach which subject
record-subject-teacher-subject = Subject
record-subject-teacher-subject-hint = start typing or F4
record-subject-teacher-teacher = Teacher
record-subject-teacher-teacher-hint = start typing the surname, or F4

record-subject-room = room of a subject
record-subject-room-list = Where it is taught
record-subject-room-about = In which rooms lessons of a subject are given
record-subject-room-subject = Subject
record-subject-room-subject-hint = start typing or F4
record-subject-room-room = Room
record-subject-room-room-hint = start typing or F4

record-slip = slip given out
record-slip-list = Slips given out
record-slip-about = To whom, when and by whom a slip with a password was given, and if it was signed for
record-slip-person = To whom
record-slip-person-hint = start typing the surname, or F4
record-slip-given = Given
record-slip-given-hint = the day the slip was handed over
record-slip-by = By whom
record-slip-by-hint = who gave it: start typing the surname, or F4
record-slip-signed = Signed
record-slip-signed-hint = day of the signature on the sheet; empty: it has not come back

# What is to be put right
open-gaps = Open “What to put right”
    .also = check gaps contradictions debts no order no teacher no class
title-gaps = What to put right
column-gap = What is wrong
column-of-what = Where
column-more = More
no-gaps = There is nothing to put right: no gaps and no contradictions are found in the records.
gaps-summary = { $count } in all{ $late ->
    [0] {""}
   *[other] , { $late } late
}
gap-late = the term is over
gap-pupils = { $count ->
    [one] { $count } pupil
   *[other] { $count } pupils
}
gap = { $sort ->
    [class-unled] class without class teacher
    [class-empty] class without pupils
    [pupil-nowhere] pupil in no class
    [pupil-twice] in two parts at once
    [journal-untaught] journal without teacher
    [teacher-unlinked] teacher of other subjects
    [class-unpromoted] no order on promotion
    [pupil-ungraduated] no order on graduation
    [promoted-with-debt] promoted in spite of a debt
    [condition-unsaid] conditional without debts
   *[debt-overdue] debt not cleared in time
}
gap-how = { $sort ->
    [class-unled] Enter: appoint a class teacher
    [class-empty] Enter: an order on enrolment or transfer into the class
    [pupil-nowhere] Enter: an order on enrolment, transfer or departure
    [pupil-twice] Enter: the second place; end or remove it
    [journal-untaught] Enter: appoint a teacher
    [teacher-unlinked] Enter: the appointment; or add them to “May teach what”
    [class-unpromoted] Enter: an order on promotion to the next year
    [pupil-ungraduated] Enter: an order on graduation, or on a year repeated
    [promoted-with-debt] Enter: the line of the order, which should be conditional
    [condition-unsaid] Enter: say in which subjects the debts are
   *[debt-overdue] Enter: say when it was cleared, or set another day
}

# What follows from appointments and promotions
effect-promoted-with-debt = { $title } is promoted without a condition, but has not passed: { $owed }
effect-no-pupil = { $title } is no pupil of the school: make sure that this is whom you mean
effect-name-known = { $title } is known already: make sure that this is somebody else
effect-condition-unsaid = { $title }: the promotion is conditional, but no debts are kept
effect-teacher-unlinked = { $title } is not among the teachers of { $subject }
book-debts-left = not passed: { $debts }
book-debt-until = { $subject } by { $day }
book-debts-cleared = debts cleared, the promotion is conditional no more
book-debt-late = { $subject }: the clearing was marked { $late ->
    [one] { $late } day
   *[other] { $late } days
} late

# An order for a whole class
column-whole-class = Whole class
hint-whole-class = lines for all pupils of a class at once: choose the class
