# Today, Journal, Homework, Queue, Sign-in and the status line.

title-today = Today
list-loading = Loading the list…
today-loading = Loading the lessons…
today-unfilled = Not filled in earlier
no-lessons-today-yet = You have no lessons today. Alt+J shows whether you have journals.
no-lessons-today = You have no lessons today. Other days are in the journals: Alt+J.
only-register = You have no lessons of your own. The directories of the school: Alt+D.
only-own-cards = The screens of the diary are still to come. What the school keeps of you: Alt+D.
role-to-come = You are signed in as { $role }. The screens of this role are still to come: for now this only shows that signing in works. F10 leaves.
lessons-today = { $count ->
    [one] { $count } lesson today
   *[other] { $count } lessons today
}
lessons = { $count ->
    [one] { $count } lesson
   *[other] { $count } lessons
}
missing = missing: { $what }
missing-roll = roll call
missing-topic = topic
missing-homework = homework
part-roll = roll
part-topic = topic
part-homework = homework
part-point = point
part-work = marks ({ $work })
part-due = { $what }: by { $due }
part-late = overdue: { $what } — was due by { $due }
head-due = due by { $due }
head-late = overdue: was due by { $due }
by-clause = { $due } ({ $clause })
missing-point = the mark for a point
missing-work = marks ({ $work })
today-lacking = { $overdue ->
    [0] Not filled in: { $unfilled }. The next lesson: Alt+U.
   *[other] Not filled in: { $unfilled }, overdue: { $overdue }. The next lesson: Alt+U.
}
why-all-filled = All lessons here that are over are filled in.
lesson-year-closed = the school year is closed
lesson-to-come = the lesson has not begun yet
nothing-missing = everything is filled in
column-number = No
column-time = Time
column-group = Class
column-subject = Subject
column-room = Room
column-roll = Roll
column-topic = Topic
column-homework = Home
column-marks = Marks
column-topic-text = Topic of the lesson

title-journal = Journal
list-not-here = This list is not on this computer, and there is no network. It opens when the line is back.
today-not-here = The lessons of this day are not on this computer, and there is no network. The list opens when the line is back.
journal-not-here = This journal is not on this computer, and there is no network. It opens when the line is back.
lesson-not-here = This lesson is not on this computer, and there is no network. It opens when the line is back.
page-not-here = This page is not on this computer. It opens when the school's server answers.
page-after-sign-in = This page is not on this computer. It opens when you have signed in again.
page-refused = The server has not sent this page. Ctrl+R asks again, Esc goes back.
journal-loading = Loading the journal…
no-more-periods = There are no more periods.
no-earlier-periods = There are no reporting periods before this one.
refresh-asked = The server is asked: what is new appears by itself when it answers.

title-homework = Homework · { $group } · { $subject } · { $date }
homework-whom = For
homework-for-all = the whole class
homework-for-named = { $names }
homework-for-nobody = nobody chosen: Ctrl+G
homework-number = No. { $number } of { $count }: { $whom }
homework-words-several = Homeworks: { $count }. Another: Shift+Tab, then the arrows. Ctrl+S records all.
homework-words-other = Homeworks: { $count }. Another: the arrows. Ctrl+G chooses pupils.
homework-moved = What was written is now for { $count ->
        [one] { $count } pupil
       *[other] { $count } pupils
    }, not for the whole class.
homework-nobody-chosen = Nobody is ticked: the homework stays for the whole class. Space ticks a pupil.
homework-due = Due
homework-no-due = no day
homework-nature = How
homework-links = Links
homework-links-hint = addresses, with spaces between
homework-length = { $length } of { $limit } characters
homework-words-whom = For whom: arrows choose the class or named pupils, Ctrl+G the pupils.
homework-words-text = Text of the homework. Tab: on, Ctrl+S: enter it.
homework-words-due = For which lesson: arrows left and right.
homework-words-nature = How it is to be done: arrows left and right.
homework-words-links = Addresses of materials, with spaces between.
no-previous-homework = The lessons before had no homework.
no-parallel-homework = The parallel classes have no homework.
no-plan-homework = The plan has no homework for this lesson.
copied-from = Taken from { $group }.
nature-none = not said
nature-written = in writing
nature-oral = orally
nature-by-heart = by heart
nature-practical = practical work
nature-creative = creative work
pupils-title = { $count ->
    [0] For whom the homework is
   *[other] For whom the homework is · ticked { $count }
}
pupils-words = Letters find a pupil, Space ticks, Enter is done.
confirm-title = Not entered
confirm-topic = The topic has been changed and is not entered yet.
confirm-form = The changes are not saved yet.
confirm-homework = The homework has been changed and is not entered yet.
draft-restored = A draft is here again: it was not entered. Ctrl+S enters it, Esc and then Delete give it up.
draft-restored-over = A draft is here again; the journal holds something else: entering replaces it.
confirm-keys = Enter: enter it, Delete: give it up, Esc: go back.
ask-read = Enter or Esc: go back.

title-queue = Queue and conflicts
queue-empty = Everything is on the server: nothing waits to be sent, no conflicts.
queue-empty-damaged = Nothing waits to be sent, no conflicts. But a part of what was typed here may not have been read from the disk: check your latest lessons.
queue-pending = Waits to be sent since { $at }.
queue-conflict = The server has another value: { $now } — { $by }, { $at }.
queue-conflict-since = The server now has: { $now }.
queue-conflict-same = The server now has the same as you: { $now }.
queue-held = Held: nobody knows when it was made (its clock was not compared with the server's). The deputy head decides; or send it again now.
queue-all-mine = { $count ->
    [one] Write yours over what is on the server in { $count } conflict?
   *[other] Write yours over what is on the server in { $count } conflicts?
}
queue-mine-left = { $count ->
    [one] In { $count } more you may not write yours: it stays.
   *[other] In { $count } more you may not write yours: they stay.
}
queue-all-theirs = { $count ->
    [one] Leave what is on the server in { $count } conflict? Yours will not be written.
   *[other] Leave what is on the server in { $count } conflicts? Yours will not be written.
}
queue-all-keys = Enter: yes, in all of them; Esc: decide one by one.
queue-lines = { $count ->
    [one] { $count } line
   *[other] { $count } lines
}
queue-summary = queued { $pending }, conflicts { $troubles }
decide-title-conflict = Conflict: two different values
decide-title-refused = The server did not take it
decide-title-held = Held
decide-title-pending = Waits to be sent
decide-settled = This is settled already.
decide-before = Before: { $old }
decide-mine = Yours: { $mine }, { $at }
decide-theirs = On server: { $now } — { $by }, { $at }
decide-theirs-since = On server now: { $now }
decide-write-mine = Write mine over it: { $mine }
decide-leave-theirs = Leave what is on the server: { $theirs }
decide-send-again = Send it again
decide-drop = Give this entry up
decide-open-lesson = Open the lesson
decide-open-journal = Open the journal
somebody = somebody
why-not-several-conflicts = There are not several conflicts to decide at once.
why-none-of-mine = In none of the conflicts you may write yours. { $why }
why-no-conflict = There is nothing to decide here: the entry is on its way.
why-nothing-queued = The queue is empty.
change-undone = { $kind }: { $new }, again { $old }
change-withdrawn = { $kind }: { $new }, there stands { $old }
change-conceded = { $kind }: { $old } (yours was { $new })
change-step = { $kind }: { $old } → { $new }
change-same = { $kind }: { $new }, stood already
kind-attendance = roll
kind-reason = reason
kind-mark = mark
kind-period-mark = mark for the period
column-period-mark = Term
period-mark = term mark { $value }
period-mark-none = no term mark
period-mark-elsewhere = the term mark is given in the journal of { $group }
period-mark-closed = The pupil has moved: the term mark is given in another journal.
period-mark-outside = { $words }; here stands: { $what } (Delete clears it)
period-brought = { $average }, with the marks from { $what }
period-average = mean { $average } of { $count ->
    [one] { $count } mark
   *[other] { $count } marks
}
period-average-weighted = weighted mean { $average } of { $count ->
    [one] { $count } mark
   *[other] { $count } marks
}
period-without-grades = no marks
kind-comment = comment
kind-weight = weight
kind-roll-call = roll call
kind-topic = topic
kind-homework = homework
kind-form = form of the lesson
kind-excuse = reason of entries after the term
content-none = empty
content-point = point due { $due }
content-roll-called = confirmed
content-roll-not-called = not confirmed
pupil-number = pupil no. { $number }

title-sign-in = Sign in
sign-in-why = Electronic class journal. Enter the login and password that your school's administrator gave you.
title-sign-in-again = The session has ended
sign-in-again-why = Sign in again: everything typed is kept and goes to the server afterwards. Esc: go on without the server.
demo-why = A demonstration school: all names are invented. Choose whom to sign in as (arrows, Enter), or type a login.
title-new-password = New password
new-password-why = You have signed in with a start password: it must be changed. The new one has at least 8 characters.
password-why = A new one has at least 8 characters. Sessions on other computers will end.
hint-old-password = the one you signed in with
hint-new-password = at least 8 characters
hint-repeat-password = the same new password, against slips
wrong-old-password = The old password is wrong. Check the layout and Caps Lock.
label-login = Login
label-password = Password
label-old-password = Old password
label-new-password = New password
label-repeat-password = Once more
sign-in-no-login = Enter the login.
sign-in-no-password = Enter the password.
signing-in = Signing in…
sign-in-server = server { $server }
passwords-differ = The passwords differ: enter the new one again.

status-online = on the server { $at }
status-queued = { $count } queued
status-waits = { $count } queued, taken from { $until } on
status-connecting = connecting…
status-connecting-queued = connecting…, { $count } queued
status-offline = { $count ->
    [0] no network
   *[other] no network, { $count } queued
}
status-cannot-write = { $count ->
    [0] the server cannot write
   *[other] the server cannot write, { $count } queued
}
status-busy = { $count ->
    [0] the server is busy
   *[other] the server is busy, { $count } queued
}
status-signed-out = { $count ->
    [0] the session has ended
   *[other] the session has ended, { $count } queued
}
status-sign-in = { $key } sign in
session-ended = { $key ->
    [none] The session has ended. All you entered is kept until you sign in. Go on.
   *[other] The session has ended. All you entered is kept; { $key } signs in. Go on.
}
session-must-change = { $key ->
    [none] The password must be changed. All you entered is kept until then. Go on.
   *[other] The password must be changed: { $key }. All you entered is kept. Go on.
}
status-other-server = another server is here: nothing is sent
status-other-version = update the program: the server has another version
status-troubles = { $count ->
    [one] { $count } conflict: F8
   *[other] { $count } conflicts: F8
}
status-clock-behind = clock { $span } behind
status-clock-ahead = clock { $span } ahead

too-small-to-enter = Not entered: make the window larger first.
too-small = The window is too small: { $columns }×{ $rows } at least.
not-here = That does not work here, only { $where }.
not-here-several = That works not here but: { $what }.
not-here-way = { $where } ({ $what })
close-first = { $key } is not to be had here: first { $leave }.
close-first-or = or
where-lesson = in a lesson
where-journal = in a journal
where-journal-list = in the list of journals
where-today = in Today
where-topic = in a topic
where-and = and
where-homework = in homework
where-forms = in fields
where-lists = in lists
where-screens = close this window first
where-no-window = on a screen, with the window closed
where-cards = in cards
where-breach = in the changes since a password got known
where-sessions = in the list of who is signed in
where-accounts = in the accounts
where-register = in directories
where-preview = where it is shown what will change
where-queue = in the queue
undo-in-directories = What was written in the directories is taken back in the list “{ $list }”.
undo-before-table = First what was written after the table is taken back, in the list “{ $list }”, then the table “{ $file }”.
undo-table-next = The next Ctrl+Z takes back the table “{ $file }”.
undo-elsewhere = Undo works where it was entered: in the lesson or the journal.
undo-is-elsewhere = There is nothing to undo here. The last entry is elsewhere: { $what }.
undo-elsewhere-keys = Enter: undo it, Esc: leave it.
homework-not-empty = A homework is begun: clear it first, then “none set”.
paste-nowhere = Nothing can be pasted here: open the topic (F2) or the homework (F3).
why-signed-in = The session goes on: there is no need to sign in again.
typed-ahead = { $count ->
    [one] Waiting for the server: { $count } key will be entered when it answers.
   *[other] Waiting for the server: { $count } keys will be entered when it answers.
}
typed-too-much = The server has not answered: { $count } keys wait, this one and more are not entered.
typed-nowhere = The page has not come: this was not entered. Ctrl+R asks for it again.
typed-lost = { $count ->
    [one] Not entered: { $count } key. What it was for is not there; type it again where it belongs.
   *[other] Not entered: { $count } keys. What they were for is not there; type them again where they belong.
}
why-no-lesson = No lessons on this day: there is nothing to open.
why-not-loaded = The page is not loaded yet.

help-title = Keys
help-letters-title = Letters in cells (in either layout)
help-absent = absent
help-late = late: from the bell to now, or so many minutes
help-ill = absent, ill
help-valid = absent for a valid reason
help-present = present after all
help-number = in the roll by number; a space parts «о1», «2н»
help-marks = a mark; two marks for one work
help-point = point: due at the next lesson
help-words = excused, passed, not passed, not attested
help-period = for the period: journal, column “Term” (End)
help-typed-title = What is typed (in either layout)
help-find-row = keep the rows that have all these words; Esc shows all
help-day = a day: of this month, of the nearest year, in so many days; also “fri”, “tomorrow”
help-day-turn = in a field of a day: the next one, the one before; PgUp and PgDn turn months
palette-title = All actions

role-admin = administrator
role-director = director
role-deputy = deputy head
role-teacher = teacher
role-class-teacher = class teacher
role-psychologist = psychologist
role-registrar = registrar
role-hr = personnel officer
role-scheduler = scheduler
role-parent = parent
role-pupil = pupil
role-district = district authority
no-own-lessons = You have no lessons of your own. The journals of the school: Alt+J, its directories: Alt+D.
no-own-journals = You have no lessons today and no journals: an administrator or a deputy gives them.
withheld-open-lessons = The journals are not open to you; they are read by: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
withheld-records = “{ $list }” is not open to you; it is read by: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
withheld-read-register = The directories are not open to you; they are read by: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
withheld-read-accounts = The accounts are not open to you; they are seen by: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
withheld-read-access-log = The access log is not open to you; it is read by: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
withheld-read-breaches = The reports of passwords that got known are not open to you; they are read by: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
withheld-read-setup = What the school lacks is seen by: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
withheld-read-movement = The book of movement is not open to you; it is kept by: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
where-requests = in the directory “Teachers’ requests”
where-people = in the directory “People”, for the registrar
where-population = in the list “How many pupils”
where-class = in Class
where-absent = in the list of the absent
where-absences = in a pupil’s absences
why-no-class = You are no class teacher.
hint-to-day = day
withheld-read-absences = Absences are not open to you; they are seen by: { $who }{ $clause ->
    [none] .
   *[other] { " " }({ $clause }).
}
class-nothing-missed = A reason is given to an absence: here the pupil was at the lesson.
class-no-lesson = no lesson
