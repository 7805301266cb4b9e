# The lesson: roll call, marks, topic.

title-lesson = Lesson
room = room { $room }
bell-begun = Lesson { $number } has begun: { $group }, { $subject } ({ $key } opens it).
lesson-over = { $date }, lesson { $number } was over at { $ends }
lesson-when = { $date }, lesson { $number } { $starts }–{ $ends }
form-in-person = in person
form-distance = at a distance
form-electronic = electronic
form-over-conflict = What you wrote here before was not taken, it is in the queue (F8); a new entry takes its place.
excuse-title = Why the lesson is kept after its term
excuse-shown = after the term: { $words }
form-set = Form of the lesson: { $new } (was: { $old }). u takes it back.
label-topic = Topic
label-homework = Homework
topic-missing = not entered: F2, from the plan: Ctrl+T
topic-missing-without-plan = not entered: F2
topic-missing-here = not entered
homework-missing = not entered: F3
homework-missing-here = not entered
homework-none = none set
homework-individual = { $count ->
    [one] { $count } individual
   *[other] { $count } individual
}
plan-place = plan { $number } of { $total }
plan-next = next in plan { $number } of { $total }
due-by = due by { $due } ({ $clause })
missing-due = { $what }; due by { $due } ({ $clause })
missing-overdue = { $what }; was due by { $due } ({ $clause })
lesson-loading = Loading the lesson…
lesson-not-loaded = The lesson is not loaded yet: nothing was entered.
nobody-in-group = There are no pupils in the group.

column-pupil = Pupil
column-attendance = Roll
column-average = Mean
column-average-short = Mean
column-average-weighted = W. mean
column-average-weighted-narrow = W.mean
column-average-weighted-short = wtd.
lesson-lacks = lesson: no { $what }
lacks-overdue = { $what } (was due by { $due }, { $clause })
lacks-due = { $what } (due by { $due }, { $clause })
until-today = today { $at }

pupils = { $count ->
    [one] { $count } pupil
   *[other] { $count } pupils
}
absent-count = { $count } absent
late-count = { $count } late
roll-taken = roll call confirmed
roll-not-taken = roll call NOT confirmed
roll-call-confirmed = Roll call confirmed: { $lesson }.
roll-call-marked-otherwise = Marked otherwise meanwhile, your answer is not entered: { $names }.
roll-call-answered = The answer about those announced is entered: { $lesson }. The roll call was confirmed before.
roll-call-marked-meanwhile = Marked meanwhile, so the answer is not needed: { $names }.
no-lesson-here = There is no lesson here: put the cursor on a column with a date.
roll-call-announced = Announced as absent and not marked. Who came?
roll-call-announced-keys = Space or the number: came, п: all came, Enter: record, Esc: back.
announced-came = came
announced-absent = absent
announced-words = { $row }. Space or the number: came or not, Enter: record.
roll-call-again = The roll call was confirmed on { $at } already. Attendance can still be changed.

entry-present = present
entry-not-called = not marked yet
attendance-not-called = not marked
entry-not-held = the lesson has not been held yet
entry-absent = absent
entry-late = { $minutes ->
    [one] { $minutes } minute late
   *[other] { $minutes } minutes late
}
entry-exempt = exempt from the lesson
entry-mark = { $weight ->
    [1] mark { $value }
   *[other] mark { $value }, weight { $weight }
}
entry-point = point: due { $due }
reason-illness = illness
reason-valid = a valid reason
reason-invalid = no valid reason
standing-announced = announced beforehand
standing-stated = by the teacher's word
standing-confirmed = confirmed by the class teacher

typing-unknown = “{ $typed }” does not fit and changes nothing. Marks: 1–5, point… F1 helps.
typing-unknown-roll = “{ $typed }” does not fit and changes nothing. Roll: { $codes }. F1 helps.
typing-unknown-period = “{ $typed }” does not fit and changes nothing. Term: 1–5, осв, зч, нз, н/а.
typing-unknown-refused = “{ $typed }” does not fit and changes nothing. { $why }
entry-last-row = This is the last pupil, entered: { $value }. To correct: an arrow, then the code.
entry-last-row-empty = This is the last pupil. To correct: an arrow, then the code.
last-pupil = This is the last pupil.
last-pupil-roll = This is the last pupil. F4 confirms the roll call.
number-after-refusal = “{ $typed }” was not read: this is the end of the list. A number of the list is typed after a space.
minutes-too-late = This stays: { $whose }. Minutes late are typed at once: о12.
slash-too-late = Entered: { $whose }. “/” was not read after a pause: 4/5 is typed at once, a point by the key “.”.
slash-too-late-alone = “/” was not read after a pause: 4/5 is typed at once, a point by the key “.”.
no-fraction-in-period = A term mark is one mark, no fraction. Entered: { $whose }.
no-fraction-in-period-alone = A term mark is one mark, no fraction: “/” was not read.
digit-after-refusal = “{ $typed }” was not read together with “/” and changes nothing.
typing-unknown-kept = “{ $typed }” is no code, what was entered stays: { $whose }.
minutes-to-come = { $minutes } minutes have not passed, what was entered stays: { $whose }. A number comes after a space.
minutes-to-come-alone = { $minutes } minutes have not passed: the digit is not read. A number comes after a space.
after-minutes-to-come-alone = “{ $typed }” is not entered. A number comes after a space.
after-minutes-to-come = “{ $typed }” is not entered, what stays is: { $whose }. A number comes after a space.
no-such-number = There is no pupil № { $number }, only { $of }: nothing was entered by it.
number-typed = № { $number } — { $name }: now the code ({ $codes })
number-typed-refused = № { $number } — { $name }. { $why }
beginning-typed = { $name }: “{ $typed }” is not all yet, not entered so far
late-typed = { $name }: “{ $typed }”: how many minutes late? Nothing is entered yet
growth-typed = { $name }: “{ $typed }” is not all yet, the entry stands
entry-made = Entered: { $whose }
entry-stood = Stands already: { $whose }
entry-was = { $words } (before: { $was })
entry-were = { $words } (replaced: { $count })
entry-keeps-comment = { $words }, the comment stays
entry-paper-stays = The document stays: { $paper }.
entry-reason-stays = The reason stays: { $reason }; the class teacher changes it.
entry-pupil-came = If the pupil came, “-”.
entry-of-work = { $value } ({ $work })
entry-of-period = { $value } ({ $period })
entry-a-point = a point
entry-then = { $made }. Next: { $name }
entry-then-nobody = { $made }. This is the last pupil.
entry-replaced = { $name }: now { $now }. Your entry ({ $value }) was replaced in another window or from another computer.
entry-replaced-by = { $name }: now { $now }. Your entry ({ $value }) was replaced: { $by }
entry-commented = { $name } — { $value }: your mark has a comment: “{ $comment }”
entries-replaced = { $words }. Replaced in another window or from another computer: { $count }.
backspace-stays = Nothing to take back, this stays: { $whose }.
backspace-nothing = Backspace takes back what was just entered. Delete empties this cell.
mark-in-attendance = This is the roll: { $codes }. Marks go to the right, in a column of works.
no-plus-minus = There are no marks with a plus or a minus: { $value } was entered.
minus-in-marks = A minus is “present” and goes into the Roll column. Delete takes a mark away.
point-is-past = The point was not set: its day ({ $due }) is over. Enter a mark, or a point in the next lesson.
away-marked = { $name } is marked absent; “{ $value }” was entered.{ $was ->
    [none] {""}
   *[other] {" "}Before: { $was }.
}
marked-away = The mark in this lesson stays: { $value }.
exempt-marked = { $name } is exempt from the lesson; “{ $value }” was entered.{ $was ->
    [none] {""}
   *[other] {" "}Before: { $was }.
}
conflict-settled-was = The earlier conflict here is closed; not taken was: { $ours }
conflict-settled = The earlier conflict here is closed.
comment-in-conflict = This mark is in conflict: first choose what stays (F8), then comment it.
announced-skipped = Announced as absent and left out: { $count }.
away-skipped = Absent pupils left out: { $count }.
cleared = Deleted: { $what }.
cleared-marks = { $count ->
    [one] { $count } mark
   *[other] { $count } marks
}
cleared-attendance = { $count ->
    [one] attendance of { $count } pupil
   *[other] attendance of { $count } pupils
}
cleared-reason = Reason deleted: { $name }: { $reason }.
cleared-reason-paper = Reason deleted: { $name }: { $reason }; document: { $paper }.
cleared-now = { $done } Now: { $now }.
clear-empty = There is nothing to delete here.
clear-attendance-elsewhere = There is no mark here. The attendance (“{ $code }”) is deleted in its own column, one just entered by u.
clear-announced = “({ $code })” was announced, nothing to delete: came is “-”, absent is “н”.
clear-announced-only = “({ $code })” was announced, nothing to delete.
clear-nothing-announced = Nothing to delete: absences were only announced here, nothing was entered at the lesson.
clear-nothing-outside = Nothing to delete: here are only reasons given outside the lesson, nothing was entered at it.
clear-nothing = Nothing to delete. Marks are deleted in their column, attendance in the Roll column, in the journal one at a time.
selected-pupils = { $count ->
    [one] { $count } pupil selected: the entry goes to all.
   *[other] { $count } pupils selected: the entry goes to all.
}
selected-cells = { $count ->
    [one] { $count } cell selected: the entry goes into all.
   *[other] { $count } cells selected: the entry goes into all.
}
selected-pupils-read = { $count ->
    [one] { $count } pupil selected.
   *[other] { $count } pupils selected.
}
selected-cells-read = { $count ->
    [one] { $count } cell selected.
   *[other] { $count } cells selected.
}
cell-not-writable = This cell is not written to: past lessons are edited in the journal (F5).
outside-list = not in the list
outside-list-holds = not in the list, outside the stay: { $what } (Delete clears it)
outside-list-closed = The pupil is not in the list on that day: nothing is entered here.
list-changed = The list has changed: { $names }.
list-renumbered = The list has changed and its numbers with it: type the number again.
fill-nothing = Nothing to repeat: put the cursor on a filled cell, or select cells from it on (Shift and arrows).
fill-from-empty = The first of the selected cells is empty: nothing to repeat.
fill-same = This stands in all the selected cells already.
fill-no-empty = There are no empty cells below: nothing was entered. To write over, select cells (Shift and arrows).
filled = { $count ->
    [one] { $value }: { $count } pupil; u: undo.
   *[other] { $value }: { $count } pupils; u: undo.
}
comment-for-one = A comment is for one mark: put the cursor on it.
no-mark-here = There is no mark in this cell.
no-comment-of-period = A comment belongs to a mark of a lesson; a term mark has none.
other-lesson = Another lesson: { $group }, { $subject }, lesson { $number }.
no-more-lessons = There are no more lessons today.

title-topic = Topic · { $group } · { $subject } · { $date }
topic-hint = topic of the lesson
topic-words = Topic of the lesson. Arrow down: choose from the plan, Enter: enter it.
topic-words-without-plan = Topic of the lesson. Enter: enter it.
topic-from-plan-stands = This topic of the plan stands there already: { $topic }
topic-from-plan-set = Topic from the plan: { $topic }
plan-title = Calendar plan, { $total ->
    [one] { $total } lesson
   *[other] { $total } lessons
}
plan-row = Plan item { $number }, section “{ $section }”. Enter takes it.
plan-none = This journal has no calendar plan: type the topic (F2).
plan-row-short = Plan item { $number }. Enter takes it.
plan-exhausted = No topic of the plan is left.
field-full = The field holds { $limit } characters at most: the rest was not pasted.

works-words = { $title }. Letters find a kind by name.
works-title = Kind of work for a new column
work-weight = weight { $weight }
details-comment = Comment
details-weight = Weight
details-due = Due by
details-bad-weight = The weight is a number from 1 to 10.
details-bad-date = The date is not understood: write 20.11, for example.
details-kept = The comment was not entered; what was typed is kept: F9 goes back to it.
details-given-up = What was typed is given up; the mark is as it was.
details-restored = What was not entered is here again. Enter enters it, Esc gives it up.

find-label = Find:
find-hint = part of a name
find-words = Part of a name. Arrow down: the next, Enter: stay, Esc: go back.
find-nobody = Nobody with “{ $part }” in the list.

# Why an entry is impossible.

invalid-other-sheet = This entry belongs to another page of the journal.
invalid-not-a-member = The pupil is not in the group on that day: nothing was entered.
invalid-not-a-member-in-period = The pupil is not in the group in this period: nothing was entered.
invalid-later-than-lesson = { $minutes } minutes late is more than the lesson ({ $lesson } min): nothing was entered.
invalid-weight = A weight of { $weight } is impossible: 1 to 10.
invalid-point-in-the-past = A point cannot be due before the lesson.
invalid-homework-in-the-past = Homework cannot be due before the lesson.
invalid-too-long = Too long: { $length } of { $limit } characters. The text is kept in the field, shorten it.
invalid-nobody-named = A homework for named pupils, and no pupil is chosen: Ctrl+G.
invalid-too-many-links = Too many links.
invalid-not-a-web-link = A link begins with http:// or https://: type it in full.
invalid-control-characters = There are unprintable characters in the text: remove them.
invalid-empty-topic = The topic is empty.
invalid-empty-excuse = The reason is empty.
invalid-far-day = The day is too far from the lesson: check the year.
invalid-no-such-work = The school has no such kind of work: choose another.
invalid-without-marks = No marks are given in this journal: nothing was entered.
invalid-no-such-plan-item = The plan of this journal has no such row: take the topic anew (Ctrl+T).
invalid-lesson-full = The lesson holds no more of this: shorten the text or remove something.
invalid-made-at = The clock of the computer shows an impossible day: set it and enter this again.
invalid-ground-not-given = Nobody gave the permission or the substitution that the entry refers to.

# What the regulation says.

verdict-late = Accepted as late: it was due by { $due } ({ $clause }).
verdict-late-excused = With a reason (Alt+W) entries until { $until } will be in time ({ $clause }).
verdict-await-lesson = The lesson has not begun: entries are possible from { $since }{ $cited }.
verdict-await-period = Marks for this period are possible from { $since }{ $cited }.
verdict-ask-admin = The edit window closed on { $since }{ $cited }. The administrator can open it.
verdict-ask-deputy = The edit window closed on { $since }{ $cited }. The deputy head can open it.
verdict-ask-correction = A mark for a period that stands already is replaced by the deputy head, by an explanatory note{ $cited }.
verdict-quoted = { $said } “{ $words }”
way-out-correction = Alt+W writes the note; your own of today is undone by Ctrl+Z.
way-out-unlock = Alt+W asks to open it.
verdict-too-late = It could be entered until { $since }{ $cited }.
verdict-year-closed = The school year is closed{ $cited }. The administrator can open it again.
verdict-year-over = The school year ended on { $since }{ $cited }.
verdict-anothers = Read only: { $count ->
    [one] { $names } writes
   *[other] { $names } write
} here{ $cited }.
verdict-taught-until = Read only: the journal was yours until { $until }, now { $names }{ $cited }.
verdict-taught-until-nobody = Read only: the journal was yours until { $until }{ $cited }; a deputy can extend it.
verdict-not-on-day = Read only: on { $since } the journal is not yours but { $names }’s{ $cited }.
verdict-not-on-day-nobody = Read only: on { $since } the journal is not yours{ $cited }; a deputy sets the days.
verdict-came-late = Entered { $made }, when the journal was yours, but it came too late: the server goes by when it was received{ $cited }.
verdict-teaches-from = Read only: the journal is yours from { $since }, before that { $names }{ $cited }.
verdict-teaches-from-nobody = Read only: the journal is yours from { $since }{ $cited }; a deputy sets the days.
verdict-only-attendance = Only attendance and reasons are yours here; { $count ->
    [one] { $names } writes
   *[other] { $names } write
} the rest{ $cited }.
verdict-only-reasons = Only reasons are yours here; { $count ->
    [one] { $names } writes
   *[other] { $names } write
} the rest{ $cited }.
verdict-only-reasons-periods = Reasons and marks for the period are yours here; the rest { $count ->
    [one] is entered by
   *[other] is entered by
} { $names }{ $cited }.
verdict-absence-first = { $name }: no absence is marked. First { $count ->
    [one] { $names } marks
   *[other] { $names } mark
} it{ $cited }, then you give the reason.
verdict-reason-of-class-teacher = A reason that was announced or confirmed is the class teacher’s to change{ $cited }.
only-reading = read only
only-attendance = attendance only
only-reasons-periods = reasons and period marks
only-reasons = reasons only
all-filled = The past lessons of the period are filled in, and all was written in time.
none-held = There were no lessons in this period yet.
late-place = Written late, No. { $number } of { $count }: { $date }. What and when: History (Alt+H).
unfilled-place = Unfilled, No. { $number } of { $count }: { $date }, without { $what }.
why-only-looks = Another teacher keeps this lesson.
reading-no-topic = No topic is written.
reading-no-homework = No homework is written.
reading-words = This is only read: arrows go on, Esc goes back.
verdict-forbidden = Read only{ $cited }.
