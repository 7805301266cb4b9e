# Class, the absent, the absences of a pupil.

title-class = Class
class-week = week { $from }–{ $to }
class-whole-day = Day
class-day = day
class-announced = (ann.)
class-nobody = Nobody is in the class.
class-sum-days = Day
class-sum-lessons = Les
class-sum-unexplained = N/r
class-sum-late = Lt
class-with-paper = { $said }; { $paper }, received { $received }
class-reasons-taken = { $count ->
    [one] The reason was taken from { $count } lesson.
   *[other] The reason was taken from { $count } lessons.
}
class-no-reasons = There are no reasons here to take away.
class-unexplained = No reason: { $lessons } of { $pupils ->
    [one] { $pupils } pupil
   *[other] { $pupils } pupils
}
class-overdue = overdue: { $count }
class-due = due by { $due } ({ $clause })
class-due-by-paper = { $term } from the document ({ $clause })
class-unconfirmed = Not confirmed: { $count }
class-all-explained = All absences of the week have a confirmed reason.

missed-nothing = nothing missed
missed-days = { $count ->
    [one] { $count } day
   *[other] { $count } days
}
missed-lessons = { $count ->
    [one] { $count } lesson
   *[other] { $count } lessons
}
missed-illness = ill { $count }
missed-valid = valid { $count }
missed-invalid = not valid { $count }
missed-none = no reason { $count }
missed-announced = announced: { $count }
missed-late = late: { $count }

title-reasons = A reason for several days · { $class }
reasons-intro = Lessons missed get the reason confirmed, lessons to come an announcement.
label-reasons-pupil = Pupil
hint-reasons-pupil = Who of the class.
label-reasons-kind = Reason
hint-reasons-kind = Illness, valid or not valid.
label-reasons-from = From
hint-reasons-from = “16.11”, “fri”, “tomorrow”.
label-reasons-until = Until
hint-reasons-until = Empty: that day only.
label-reasons-paper = Document
hint-reasons-paper = “Note no. 12”, “parents’ letter”; may be left empty.
label-reasons-received = Received on
hint-reasons-received = Empty: today; the term runs from this day.
reasons-until-before = The last day is before the first.
reasons-too-long = No more than 92 days at once.
reasons-paper-missing = Name the document that was received.
reasons-received-later = The document cannot have come later than today.
reasons-weeks-coming = The weeks from { $weeks } are being read: save once more when they are here.
reasons-weeks-not-here = The weeks from { $weeks } are not on this computer and there is no network: nothing was written.
reasons-nothing = On these days nothing was missed and no lesson lacks this reason.
reasons-done = { $name }, { $from } to { $until }: the reason was written, { $count ->
    [one] { $count } lesson
   *[other] { $count } lessons
}.

open-absent = Who is not at school today
    .also = absent attendance by class administration
title-absent = Absent · { $day }
column-missed = Missed
column-why = Reason
absent-whole-day = whole day
absent-part = { $missed } of { $known }
absent-class = { $title }: whole day { $whole }, part { $part }, no reason { $none }, announced { $announced } · rolls { $called } of { $lessons }
absent-nobody = Nobody is marked absent.
absent-summary = whole day { $whole } · part { $part } · no reason { $none } · announced { $announced }

title-absences = A pupil’s absences
title-absences-of = { $name }, { $class } · absences · { $period }
column-day = Day
column-lesson = №
absences-total = In all: { $missed }
absence-unexplained = no reason
absence-none = —
