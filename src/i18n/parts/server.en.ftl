# Answers of the server by their codes.

server-wrong-password = Wrong login or password. Check the layout and Caps Lock.
server-account-locked = Too many wrong passwords: signing in is closed for a while.
server-account-locked-until = Too many wrong passwords: signing in is closed until { $at }.
server-account-locked-for = Too many wrong passwords: signing in is closed for { $span } more.
server-unknown-school = Which school? Give its number in the configuration: section [server], school = number. If it is there, the server has no such school.
server-which-school = Which school? In the configuration, section [server], set school = number: { $known }. The server has no others.
server-school = { $number } is “{ $title }”
server-account-closed = The account is closed: you have no role in the school now. Ask the administrator.
server-session-expired = The session has ended: sign in again, what was typed is kept.
server-must-change-password = Change the start password first.
server-weak-password = The password is too simple: at least 8 characters, not the login, not the old one.
server-forbidden = Your role may not do this.
server-not-found = There is no such thing, or it is not yours to see.
server-invalid-request = The server did not understand: update the program.
server-too-large = Too much for one request.
server-invalid-change = Such an entry is impossible: the server did not take it.
server-refused-by-regulation = The regulation does not allow this entry.
server-change-id-reused = The id of the entry belongs to another one.
server-device-gap = The server lacks earlier entries: the program will send them again.
server-device-number-reused = The number of the entry is taken.
server-device-taken = This computer belongs to another account: sign in again.
server-cursor-expired = The pages are too old and are loaded anew.
server-outcome-unknown = The server does not know whether it was entered: the program will ask again.
server-too-many-changes = More entries than the server takes: the rest will go by themselves a little later.
server-too-many-until = Too much at once, this was not written: try again after { $at }.
server-gesture-under-way = Other data of this school are being loaded: try again when that is done.
server-cannot-write = The server cannot write, and this was not done: tell whoever looks after it, and try again.
server-busy = The server is busy: try again in some seconds.
server-version-mismatch = Program and server have different versions: update the program.
server-internal = The server failed: it is in its log. Try again later.
server-unreachable = The server does not answer. Check the network; what was entered is kept and will be sent once you have signed in.
server-no-answer = The server does not answer. Check the network; “zhurnal doctor” names the cause.
server-not-ours = At this address there is something else than a journal server: check the settings.
server-other = This is another server, and the queue belongs to the old one: nothing was sent.
server-other-person = This login was given to another person, and entries of the first are still here: nobody was signed in, the entries are kept. Call the administrator.

store-disk-full = The disk is full: nothing was kept. Free some space and try again.
start-disk-full = The disk is full: what is kept here cannot be opened, and is safe. Free some space and start again.
store-read-only = The program's folder cannot be written: nothing was kept. Call the administrator.
store-cannot-open = The program's folder cannot be opened: nothing was kept.
store-in-use = Another program holds the journal's file: try again.
store-damaged = The journal's file is damaged: nothing is read from it or kept in it. Call the administrator.
store-newer-schema = The journal's file is of a newer program: update this one.
store-io = The disk does not answer: nothing was kept. Try again.
store-sealed = The journal's file does not open with this password.
store-unsettled = Some entries have not reached the server: send them first (F8).
store-signed-out = You have signed out in another window. Sign in again to go on.
store-internal = A fault of the program: nothing was kept. Try again.
push-waits = Too much was sent for a day: the server takes the rest from { $until } on. Nothing is lost, the queue keeps it all.
undone-one = Undone: { $what }
undone = { $count ->
    [one] { $count } entry undone.
   *[other] { $count } entries undone.
}
undone-roll-call = { $count ->
    [one] The roll call is not confirmed any more; { $count } entry undone.
   *[other] The roll call is not confirmed any more; { $count } entries undone.
}
undone-kept = { $count ->
    [one] { $count } entry
   *[other] { $count } entries
}
undone-kept-own = It stays: { $what }. It was entered in another window or on another computer too.
undone-kept-other = It stays: { $what }. It was entered by another too: { $by }.
undone-over-own = Not undone, it stays: { $what }. Your entry was written over in another window or on another computer.
undone-over-other = Not undone, it stays: { $what }. Your entry was written over by another: { $by }.
undone-stands-again = Yours stands again, nothing is written over it any more: { $what }.
undone-rest = The rest is undone: { $count }.
undone-already = Your entry is withdrawn: { $what }. That was written over it and stays.
undone-already-several = { $count ->
    [one] { $count } entry of yours is withdrawn. What was written over it stays.
   *[other] { $count } entries of yours are withdrawn. What was written over them stays.
}
undone-conflict = The conflict is closed, it stands as on the server: { $what }
undone-conflicts = { $count ->
    [one] { $count } conflict is closed: it stands there as on the server.
   *[other] { $count } conflicts are closed: it stands there as on the server.
}
nothing-to-undo = There is nothing to undo.
nothing-to-undo-since-start = There is nothing to undo: only what was entered since the start of the program. Mend what is older: a code over it, or Delete.
conflict-new = Conflict, { $whose }: somebody else has entered another value. Decide: F8.
conflict-own = Conflict, { $whose }: you have entered another value, on this or another computer. Decide: F8.
conflict-unknown = Conflict, { $whose }: another value stands there already. Decide: F8.
writer-yourself = you
refused-new = The server did not take an entry. { $why } Decide: F8.
held-new = An entry is held: nobody knows when it was made (the clock of the computer was not compared with the server's). Decide: F8.
settled-late = { $count ->
    [one] The server took { $count } entry as late.
   *[other] The server took { $count } entries as late.
}
fetch-failed = The page could not be loaded: what is kept is shown. { $why }
push-stuck = The server cannot take an entry of the lesson “{ $subject }, { $group }”: it fails. The entry is kept and sent again; tell the administrator.
push-stuck-somewhere = The server cannot take an entry: it fails. The entry is kept and sent again; tell the administrator.
lost-by-server = The server was restored from a copy and lost some entries: check the lessons of the past days.
signed-out = You are signed out.
signed-out-here = You are signed out here; the server will know when it answers.
not-signed-out = You are not signed out: the disk could not be written, and the journal still opens here without a password. Free some space, sign in and sign out again.
sign-out-pending = { $count ->
    [one] { $count } entry has not reached the server: it is sent after your next sign-in on this computer.
   *[other] { $count } entries have not reached the server: they are sent after your next sign-in on this computer.
}
sign-out-untaken = { $count ->
    [one] { $count } entry was not taken: it stays on this computer (sign in and press F8).
   *[other] { $count } entries were not taken: they stay on this computer (sign in and press F8).
}
leaving-ignores = You are leaving: what you typed is not entered.
leaving-sends = { $count ->
    [one] { $count } entry is on its way to the server, a second only. { $key } again: leave at once; Esc: stay.
   *[other] { $count } entries are on their way to the server, a second only. { $key } again: leave at once; Esc: stay.
}
password-changed = The password is changed.
welcome = Welcome, { $name }!
resolved-mine = Yours is entered and will be sent.
resolved-same = The server has your value already: nothing to send.
resolved-theirs = The server's value stays.
resolved-all-mine = { $count ->
    [one] Yours is written in { $count } conflict: it goes to the server.
   *[other] Yours is written in { $count } conflicts: it goes to the server.
}
resolved-all-theirs = { $count ->
    [one] Left as it is on the server in { $count } conflict.
   *[other] Left as it is on the server in { $count } conflicts.
}
resolved-moved = While you decided, something else was entered there: look and decide once more.
