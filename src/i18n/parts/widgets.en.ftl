# A cell of a table in words, for the status line.

cell-empty = empty
cell-comment = has a comment
cell-pending = not on the server yet
cell-conflict = conflict with the server
cell-refused = refused by the server

list-empty = There is nothing here yet.
quoted = “{ $text }”
list-nothing-found = Nothing answers to “{ $typed }”; rows in all: { $count }. Esc shows them.
list-find-hint = type to find
list-find-anew = a letter finds anew
list-order-title = Order of rows
list-order-up = { $column } ↑
list-order-down = { $column } ↓
why-one-order = This list has one order only.
why-no-row = There is no row here.
why-list-not-yet = What you wrote is not in the list yet: wait for it, or go to the row you mean.
why-none-found = Nothing was found: Esc shows all.

form-required = must be filled in
form-number = a number from { $least } to { $most }
form-day = no such day; write it so: 5, 5.9, 05.09.26, fri
form-replaces = What is typed replaces it.
form-clears = Ctrl+U: erase all.
form-no-such = not in the list
form-full = The field holds no more: the rest was not entered.
form-was = was { $stood }
form-was-empty = was empty
form-faults = { $count ->
    [one] { $count } mistake
   *[other] { $count } mistakes
}: { $label }
form-changes = changed: { $count }
why-no-choice = There is nothing to choose in this field.
why-no-next = Only one is entered here.

# Journals
title-journals = Journals
column-teacher = Teacher
column-held = Lessons
column-unfilled = Unfilled
column-overdue = Overdue
column-late = Late
column-last-entry = Last entry
no-journals = There is no journal that you may read.
no-journals-of-yours = You have no journals: an administrator or the deputy gives them.
no-journals-of-year = There are no journals of { $year }.
journal-row = { $group } · { $subject }: { $teacher }; { $unfilled } of { $held } unfilled{ $overdue ->
    [0] { "" }
   *[other] , { $overdue } overdue
}, { $late } late
journal-row-short = { $group }: { $unfilled } of { $held } not filled in{ $overdue ->
    [0] { "" }
   *[other] , { $overdue } overdue
}, { $late } late{ $at ->
    [none] { "" }
   *[other] , last entry { $at }
} · { $subject }
journals-none = no journals
journals-none-held = no lessons yet
journals-summary = { $lacking ->
    [0] all journals are filled in
    [one] { $lacking } journal is not filled in
   *[other] { $lacking } journals are not filled in
}{ $overdue ->
    [0] { "" }
   *[other] , { $overdue } with something overdue
}

# History
title-history = History
column-received = Received
column-by = Who
column-change = What
no-history = Nothing has been written into this lesson yet.
no-history-of-pupil = Nothing about this pupil has been written into this lesson. The whole lesson: Alt+H.
no-history-of-period = No marks were given for this period yet.
no-history-of-pupil-in-period = This pupil was given no mark for this period. The whole period: Alt+H.
history-made = made { $at }
history-late = after its term { $due } ({ $cite })
history-by-device = on time only by the clock of the computer
history-cut = the beginning is shown: there are more entries

# Accounts
open-accounts = Open the accounts
    .also = password login users access
title-accounts = Accounts
column-name = Name
column-roles = Who
column-state = Sign-in
no-accounts = There are no accounts that you may see.
account-none = no account
account-start-password = start password
account-voided = void: new role
account-signed-in = in { $at }
account-not-seen = never signed in
issue-question = { $name }, login { $login }: give a new start password? The present one will no longer do, and all sessions of this person will end.
issue-first-question = { $name }: open an account and give a start password? The server makes the login of the surname.
issue-keys = Enter gives a new password, Esc leaves the present one.
issue-asking = The server gives a new password…
hint-issue = give a new one
title-issued = New password
issued = { $name }
    Login: { $login }
    Start password: { $password }
    Dictate it: it is shown nowhere else. It must be changed at the first sign-in. All earlier sessions of this person have ended.
issued-keys = Dictate it or write it down; Esc closes.
issue-not-yours = { $clause ->
    [none] Start passwords are given by an administrator, and to pupils and parents of the own class by the class teacher.
   *[other] Start passwords are given by an administrator, and to pupils and parents of the own class by the class teacher ({ $clause }).
}
issue-not-to-admin = { $clause ->
    [none] Nobody changes an administrator's password for them: a forgotten one is changed on the server by zhurnal passwd.
   *[other] Nobody changes an administrator's password for them: a forgotten one is changed on the server by zhurnal passwd ({ $clause }).
}

# The access log
open-access-log = Open the access log
    .also = audit sign-ins who read refusals
title-access-log = Access log
column-when = When
column-journal = Journal
column-times = No.
access-event = { $event ->
    [signed-in] signed in
    [wrong-password] wrong password
    [refused-locked] locked, password not tried
    [signed-out] signed out
    [password-changed] password changed
    [password-issued] start password received
    [session-ended] session ended
    [breach-reported] password got known, sign-in closed
    [breach-moved] void from another moment
    [breach-confirmed] changes confirmed
    [breach-voided] changes void
    [journal-read] journal viewed
    [history-read] history viewed
    [cards-read] personal data viewed
    [read-refused] not shown
    [write-refused] not let write
   *[other] { $event }
}
access-issued = { $by ->
    [none] given at the server
   *[other] given by { $by }
}
access-ended = { $by ->
    [none] ended at the server
   *[other] ended by { $by }
}
access-by = { $by ->
    [none] at the server
   *[other] by { $by }
}
access-end-session = the end of another's session
access-any-write = a write that the role has no right to
access-new-password = a new password
access-more-refused = and more: too many tries to name each
access-more-of-day = more in a day: so many that they are only counted
access-any-records = directories: the role opens none
access-journals-unnamed = not named: the role opens no journal, or there were too many tries
access-cut = the newest entries are shown

# Who is signed in
open-breaches = Open the reports of passwords that got known
    .also = breach leak security void
open-sessions = Open who is signed in where
    .also = sessions devices computers where am I
title-sessions = Who is signed in where
column-device = Device
column-since = Signed in
column-used = Last seen
column-address = From
session-here = this one
session-row = { $name }: signed in { $since }, last seen { $used } · device { $device }
hint-end-session = end
hint-end-here = sign out
title-end-session = End the session
end-session-question = { $address ->
    [none] { $name }: end the session on the device { $device }, signed in { $since }? The program that is open there will ask to sign in again; what was entered in it is kept and sent after that.
   *[other] { $name }: end the session on the device { $device }, signed in { $since } from { $address }? The program that is open there will ask to sign in again; what was entered in it is kept and sent after that.
}
end-session-keys = Enter ends the session, Esc leaves it.
end-session-here = This is your own session, in which you are working now. To end it is to sign out: the program will ask to sign in.
end-session-here-keys = Enter signs out, Esc stays.
end-session-asking = The server is ending the session…
end-session-done = The session has ended: { $name }, device { $device }.
no-sessions = There are no sessions that you may see.
sessions-summary = { $people ->
    [one] { $people } person is signed in
   *[other] { $people } people are signed in
}

# Rights
title-rights = What each role may
column-thing = What
rights-head-admin = Adm
rights-head-director = Dir
rights-head-deputy = Dep
rights-head-teacher = Tchr
rights-head-class-teacher = Clas
rights-head-psychologist = Psy
rights-head-registrar = Reg
rights-head-hr = HR
rights-head-scheduler = Sch
rights-head-parent = Par
rights-head-pupil = Pup
rights-head-district = Distr
rights-legend = K keeps all, R reads all; k and r a part: f pupils and parents, s staff, c own class, g own groups, w own children, o oneself, l what one keeps; + reads more; · nothing.
rights-how-sign = { $how ->
    [keeps] { $all ->
        [yes] K
       *[no] k
    }
    [reads] { $all ->
        [yes] R
       *[no] r
    }
   *[nothing] ·
}
rights-part-sign = { $part ->
    [families] f
    [staff] s
    [own-class] c
    [own-groups] g
    [own-children] w
    [kept] l
   *[own] o
}
rights-part = { $part ->
    [school] all of the school
    [families] about pupils and their representatives
    [staff] about the staff
    [own-class] about the own class
    [own-groups] about the own groups
    [own-children] about the own children
    [kept] about the records that one keeps
   *[own] about oneself
}
rights-reach = { $how ->
    [keeps] keeps — { $parts }
    [reads] reads — { $parts }
   *[nothing] nothing
}
rights-accounts = An administrator's new password comes only from the command zhurnal passwd at the server.
rights-unknown = The rights come from the server when it is reached.
rights-lessons = Lessons and marks
rights-record-logs = History of records
rights-keepers = { $any ->
    [none] nobody keeps it
   *[some] kept by: { $keep }
}
rights-readers = { $any ->
    [none] nobody else reads it
   *[some] read by: { $read }
}
rights-act = { $act ->
    [read] reads
    [create] creates
    [change] changes
   *[remove] removes
}
rights-line = { $who }: { $acts } — { $part }{ $clause ->
    [none] {""}
   *[other] {" "}({ $clause })
}
rights-hidden = {"; "}does not see: { $fields }
rights-by-order = { $who }: writes only if an order gave the role ({ $clause })
rights-taken = The regulation does not give: { $who } — { $acts } ({ $clause })
rights-clause = Where it is written: { $clause }
