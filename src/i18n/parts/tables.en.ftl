# Tables of people and records: columns, what is wrong in a row or a file, export and import.

table-column-id = Journal No.
table-column-name = Full name
table-part-parent = Parent { $n }: { $field }
table-part-office = Role { $n }: { $field }
table-pupils = Pupils
table-staff = Staff

table-sheet = “{ $name }”, table “{ $table }”:
table-unknown-column = column { $letters } “{ $head }” is not read: this table has no such column. To name it: --map "{ $head }=COLUMN".
table-row = row { $number }, { $title }: { $verdict }
table-verdict-new = new
table-verdict-changed = changes
table-verdict-same = the same
table-verdict-disputed = disputed
table-verdict-refused = not taken
table-more-rows = …and { $count ->
        [one] { $count } row
       *[other] { $count } rows
    } more{ $which ->
        [untaken] {" not taken"}
        [changed] {" changed"}
       *[others] {""}
    }; --all shows them
table-absent = not in the file, left as they are: { $names }{ $rest ->
        [0] {""}
       *[other] {" "}and { $rest } more
    }
table-counts = new { $new } · changed { $changed } · the same { $same } · disputed { $disputed } · not taken { $refused } · not in the file { $absent }
table-row-brings = { $kind } “{ $title }” is new
table-row-of = { $kind } “{ $title }”: { $steps }
table-reason = Why not taken
table-found = column { $letters } “{ $head }”: { $what }
table-found-elsewhere = “{ $head }”: { $what }

table-note-latin = Latin letters were taken for the Cyrillic ones that they look like
table-note-zeros = zeros that the spreadsheet dropped were put back
table-note-century = the century was found by the age
table-note-table-number = the spreadsheet's number was taken for a day
table-note-sex-number = 1 is male, 2 is female
table-ask-one-word = one word: is it the surname?
table-ask-many-words = more words than usual: put surname, given name and patronymic into columns of their own
table-ask-word-order = the surname does not seem to come first
table-ask-capitals = written in capitals (or small letters) alone
table-ask-letters = Cyrillic and Latin letters in one word, and nothing tells which are meant
table-ask-brackets = it is not clear what the brackets say
table-ask-day-order = it is not clear which is the day and which the month: read as day.month
table-ask-unlikely-day = the day is too far off for this column
table-unread-name = this does not look like a name
table-unread-day = this is no day; it is written so: 14.03.2013
table-unread-time = this is no time of day; it is written so: 16:00
table-unread-no-such-day = there is no such day in the calendar
table-unread-not-yet-born = that day is yet to come: the day of birth is mistyped
table-unread-phone = this is no phone number, or the code of the town is missing
table-unread-snils = a SNILS has 11 digits
table-unread-check-digits = the last two digits of the SNILS do not agree with the others
table-unread-class = this is no class; it is written so: 7Б
table-unread-word-of = this column has no such word; it has: { $words }
table-unread-word = this column has no such word
table-formula = here is a formula whose value is not in the file: save the file in the program in which it was opened
table-cell-error = here is an error of a formula: { $text }
table-bad-id = this is no number of a record
table-no-such = the list “{ $list }” has no “{ $text }”
table-several = the list “{ $list }” has { $count } of “{ $text }”: say which
table-twin = said again: row { $row } is about the same
table-by-name = there is { $title } in the base; the name alone does not tell whether it is the same person
table-namesakes = { $count ->
        [one] { $count } person
       *[other] { $count } people
    } of that name in the base: a day of birth or a SNILS is needed
table-in-other-class = somebody of that name is in { $class }: the same or a namesake, a day of birth would tell
table-born-otherwise = somebody of that name is here already, born on { $day }: correct the day if it is the same person; take the disputed rows if not
table-other-class = the class in the base is { $class }: an order moves a pupil, not a table
table-other-teacher = today the base has { $who }: enter another, with the first day, in “Class teachers”
table-by-order = in the base { $stands }; an order changes it
table-other-name = in the base this number has another name: { $stands }
table-two-persons = the numbers of this row belong to two different people
table-by-hand = changed by hand in the program: { $stands }
table-same-parent = this is { $title }: the name and the phone, mail or day of birth agree
table-no-name = there is no surname
table-no-class = there is no class
table-initials = initials: write the name in full
table-from-day = in the class from { $day }: the table names no day

table-file-no-regular = { $file } is no regular file.
table-file-large = { $file } is larger than { $most } MB: such tables are not read. Leave one sheet with the data in it.
table-file-empty = No cell of { $file } has anything in it.
table-file-no-table = { $file } is no table: CSV, XLSX or ODS is needed.
table-file-old-excel = { $file } is a book of old Excel (.xls): open it and save it as .xlsx.
table-file-binary-excel = { $file } is a binary book of Excel (.xlsb): open it and save it as .xlsx.
table-file-markup = { $file } is a web page under the name of a table: open it in Excel and save it as .xlsx.
table-file-password = { $file } is locked by a password: take the password off and save.
table-file-damaged = { $file } is damaged and was not read.
table-file-damaged-after = { $file } is damaged after cell { $letters }{ $row } and was not read.
table-file-unpacks = { $file } unpacks to more than any table: it was not read.
table-file-two-of-a-name = There are two files { $name } in { $file }: leave one of them.
table-file-many-sheets = The book { $file } has too many sheets.
table-file-far-cell = Cell { $letters }{ $row } of { $file } is filled, and { $rows } rows of { $columns } columns are read: delete what is not needed.
table-file-wide-row = Row { $row } of { $file } has more columns than any table: delete the needless separators.
table-file-much = There is too much in { $file }: from cell { $letters }{ $row } on it is not read.
table-file-long-text = The text of cell { $letters }{ $row } of { $file } is too long.
table-file-quote = The quote in row { $row }, column { $letters }, of { $file } is never closed.
table-file-encoding = Line { $line } of { $file } is in another encoding than the others.
table-unwritable-long = The text of cell { $letters }{ $row } is longer than { $most } characters: no table takes it.
table-unwritable-number = There is no number in cell { $letters }{ $row }.
table-unwritable-room = There are more rows or columns than a sheet has: { $letters }{ $row }.
table-unwritable = The table was not written: a mistake of the program.

table-asks-server = Reading records from the server…
table-reads-file = Reading the file…
table-reads-rows = Comparing the rows with the base…
table-server-unreachable = The server { $server } does not answer: { $why }.
table-bad-address = “{ $server }” is no address of a server: look into the section [server] of the configuration.
table-must-change-password = Sign in to the program and change the start password first.
table-forbidden = Your role does not allow it.
table-password = Password of { $login }:
table-no-password = There is no password: type it at a terminal, or name a file with it (--password-file; “-” is the standard input).
table-no-such-table = There is no table “{ $word }”. There are: { $known }.

title-export = Export: { $list }
export-intro = The list with all its columns into a table that an import reads too. It holds personal data: keep it as you keep the journal.
label-export-to = File
hint-export-to = a name with .xlsx or .csv; ~ is your own folder; no file is overwritten
export-which-form = the name of the file must end with .xlsx or .csv
export-writes = Writing the table…
export-not-here = This build has no tables: take the full build of the program.

export-several-need-xlsx = These are several tables: name an .xlsx file or a folder.
export-not-read = Your role does not see the list “{ $table }”.
export-done = Written: { $tables ->
        [one] { $tables } table
       *[other] { $tables } tables
    }, { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    } to { $place }. It holds personal data: keep it as you keep the journal.

import-table-strange-sheet = The sheet “{ $name }” was not read: it is not clear what it is a table of.
import-table-no-heads = No head of the table “{ $table }” was found in { $file }: one of the first rows must name the columns. To name them: --map "HEAD=COLUMN".
import-table-of-what = It is not clear what { $file } is a table of. Say it: --into TABLE, one of { $known }.
import-table-bad-name = “{ $name }” cannot be a name: letters, digits, blanks, hyphens, up to 60 characters.
import-table-bad-map = “{ $said }” is not clear: write --map "HEAD=COLUMN".
import-table-no-column = There is no column “{ $column }”. There are: { $known }; “-” leaves a head out.
import-table-not-yours = Your role does not amend these lists: { $lists }.
import-table-foreign-ids = The journal numbers in the file are another school's ({ $list }): rows are not known by them.
import-table-too-many = There are { $count } changes, and { $most } are taken in one go: divide the file.
import-table-checks = The server checks…
import-table-writes = The server writes…
import-table-again = Somebody has changed records meanwhile: comparing anew.
import-table-moved = Somebody keeps changing the records: nothing was written, try again later.
import-table-nothing = There is nothing to write.
import-table-dry = This was a check: nothing was written. To write, say the same with --apply.
import-table-sends = The number of the gesture: { $id }. If no answer comes, the number tells whether it was written: zhurnal import undo { $id } --as LOGIN (takes nothing back without --apply).
import-table-done = Written in one go: { $new } new, { $changed } changed. The number of the gesture: { $id }.
import-table-dangers = Nothing was written: look at what changes in the journals and, if it is right, say the same with --agree.
import-table-server-refuses = Nothing was written: mend these rows and try again.
import-table-untaken = “{ $name }”, row { $number }, { $title }: { $why }
import-undo-done = The import was taken back, records moved: { $count }.
import-undo-dry = This is a check: nothing was taken back. To take it back, the same with --apply.
import-undo-dangers = Nothing was taken back: look at what would change in the journals and, if it is right, repeat with --agree.
import-undo-nothing = There is nothing to take back: no record would be restored.
import-undo-not-agreed = Nothing was taken back: what would follow in the journals has changed meanwhile. Look again, without --apply.
import-undo-not-whole = Nothing was taken back: some records of this gesture are not yours to amend. What another person did is taken back as a whole or not at all: by who did it, or by the administrator.
import-undo-refused = Nothing was taken back: the server has not taken it. Look again, without --apply, at what stays and why.
import-undo-stays = These stay ({ $count }), because somebody has changed them since or something rests upon them: { $names }{ $rest ->
    [0] {""}
   *[other] {" "}and { $rest } more
}
import-undo-not-yours = These stay, because you may not amend them now: { $count }. Whoever may, such as the administrator, takes them back.
import-undo-no-such = There is no gesture of this number, or you do not see it: if an import printed it and no answer came, nothing was written, repeat it.
import-undo-would = Records that go: { $removed }; become as they were: { $changed }; come back: { $back }.
import-table-no-consents = { $count ->
        [one] { $count } person of the file has
       *[other] { $count } people of the file have
    } no consent to keep personal data ({ $clause }). If the consents are collected, say their day and place: --consents "2026-09-01:folder 1".
import-table-consents = With them come consents of { $on }: { $count }.
import-table-bad-consents = “{ $said }” is no day and place of consents. Write, for example, --consents "2026-09-01:folder 1"; the day is not after today.
import-table-disputed = Disputed rows were not taken. If all that is proposed in them is right, say the same with --take-disputed.
import-table-left-in = { $count ->
        [one] { $count } row that was not taken, with the reason,
       *[other] { $count } rows that were not taken, with the reasons,
    } is in { $file }

# zhurnal slips
cli-usage-slips = zhurnal slips --class CLASS | --staff --to FILE --as LOGIN
cli-command-slips = Logins and start passwords of a class or of the staff: slips to cut apart with a line to sign, and the sheet of issue.
cli-value-class = CLASS
cli-arg-class = Whose: the pupils and parents of this class, such as 7Б.
cli-arg-staff = Whose: the staff (but for administrators).
cli-arg-again = Also whoever has a password, an own one or one on a slip: it stops working.
slips-whose = Say for whom: --class 7Б for a class’s pupils and parents, --staff for the staff.
slips-none-seen = This login sees no account at all: passwords are given by an administrator, and to the own class by its class teacher.
slips-nobody = There is nobody to give one: nobody is in the class “{ $of }”, or it is not yours.
slips-no-staff = There is nobody to give one: there is no staff but you and administrators.
slips-all-have = { $count ->
    [one] { $count } person has a password already, an own one or one on a slip
   *[other] { $count } people have passwords already, own ones or ones on slips
}: --again gives a new one instead.
slips-gives = Giving the passwords…
slips-not-given = { $name }: no password was given. { $why } Those given before are in the file.
slips-on-no-slip = { $name }: the password was given but is on no slip: { $why } Give it again (--again); those given before are in the file.
slips-staff = staff
slips-sheet = Sheet of issue of sign-in data: name, login, signature
slips-term = To be given within: { $term } ({ $clause })
slips-done = { $count ->
    [one] { $count } password given
   *[other] { $count } passwords given
}, older sessions ended; { $left } had passwords, own ones or ones on slips, and were left alone. Slips and sheet: { $place } (only you see the file; delete it when it is printed).
slips-of-others = { $count ->
    [one] Somebody else gives a password to who also has an office in the school: { $names }. Ask the administrator, or who keeps the server for an administrator’s password.
   *[other] Somebody else gives passwords to those who also have an office in the school: { $names }. Ask the administrator, or who keeps the server for an administrator’s password.
}
slips-replaced = Meanwhile somebody gave other passwords to { $names }. The slips of these people in { $place } are void, do not hand them out. The other slips are good: { $count }.
slips-not-kept = The slips and the sheet are ready, but to whom they were given is not in “Slips given out”: enter it there.
slip-day = given { $day }
slip-children = { $count ->
    [1] child: { $names }
   *[other] children: { $names }
}
slip-server = Server: { $server }
slip-login = Login: { $login }
slip-password = First password: { $password }
slip-change = Change it when you first sign in.
slip-received = Received: { $line }

# A OneRoster package: people, classes, who learns where and who teaches what, for other programs and from them.
cli-usage-import-oneroster = zhurnal import oneroster FILE.zip --as LOGIN
cli-command-import-oneroster = A OneRoster 1.2 or 1.1 package (a zip of CSV) into the school on the server: first a check row by row, with --apply written as one action.
cli-arg-import-oneroster-file = The OneRoster package: a zip of CSV files.
cli-arg-import-oneroster-all = Tell of every row and not of the first ones.
export-oneroster-zip = A OneRoster package is a .zip file: say --to NAME.zip.
export-oneroster-no-year = No school year is open: there is nothing to export.
export-oneroster-unnamed = A package takes nobody without a given name, so these are left out: { $names }.
oneroster-homeroom = Homeroom
oneroster-no-manifest = { $file } is no OneRoster package: it has no manifest.csv with a version.
oneroster-version = { $file } is a OneRoster package of version { $version }; 1.1 and 1.2 are read.
oneroster-delta = In the package { $file } the file { $part }.csv has changes alone (delta): a whole export (bulk) is needed.
oneroster-no-file = The package { $file } has no file { $part }.csv, though it says so.
oneroster-no-column = In the package { $file } the file { $part }.csv has no column “{ $column }”.
oneroster-many-agents = { $file }: the users of the package have more than { $most } representatives (agentSourcedIds), which is more than is read. Split the package.
oneroster-several-schools = The package { $file } is of several schools: { $schools }. One is imported: leave that one.
oneroster-unread-file = The file { $name } is not read: marks, scales and materials do not come this way.
oneroster-deleted = { $count ->
        [one] { $count } row is
       *[other] { $count } rows are
    } marked as to be deleted and not read: an import deletes nothing.

# A table from the screen
title-import = Import: { $list }
import-intro = A CSV, XLSX or ODS table. You first see what it changes, row by row; it is written as one action, which can be taken back.
label-import-from = File
hint-import-from = the path of the file; ~ is your own folder
label-import-into = What is in it
hint-import-into = by the heads of the columns of this table
label-import-disputed = Disputed rows
hint-import-disputed = where a name is the same and nothing proves it, or where somebody wrote otherwise by hand
import-disputed-leave = leave them out
import-disputed-take = take as proposed
label-import-consents = Consents
hint-import-consents = if they are collected: day and place, 2026-09-01:folder 1
import-bad-consents = “{ $said }” is no day and place of consents. Write, for example, 2026-09-01:folder 1; the day is not after today.
import-no-consents = { $count ->
        [one] { $count } person of the file has
       *[other] { $count } people of the file have
    } no consent to keep personal data ({ $clause }). If they are collected, say their day and place in the field “Consents”.
import-checks = Reading the file and comparing it with the base…
import-no-heads = The file { $file } has none of the heads of the table “{ $table }”: one of its first rows must hold the names of the columns, as an export does.
import-not-signed-in = Nothing is done: the server does not know who you are. Sign in and do it again.
import-moved = Nothing is written: somebody else has changed the records meanwhile. Import the file again.
import-written = Written from { $file }: records new { $new }, changed { $changed }. Take it back: Ctrl+Z; later by the number in the history of a record (Enter).
title-table-check = Import: { $file }
title-undo-table = Taking back: { $file }
check-group-counts = In all
check-group-untaken = The server does not take
check-group-refused = Not taken
check-group-disputed = Disputed, not taken
check-group-changed = Will change
check-group-notes = About the file
check-group-new = New
check-group-absent = Not in the file, left as they are
check-group-left = Left: changed later, or something rests on them
why-table-nothing = There is nothing to write: all of it is so already.
why-table-refused = Nothing would be written: first mend the rows that the server does not take.
table-row-why = row { $number }, { $title }: { $why }
table-row-why-untitled = row { $number }: { $why }
table-no-column = the file has no column “{ $field }”, and it must be said
table-unread-column = column { $letters } “{ $head }” is not read: this table has no such column
check-counts = new { $new } · changed { $changed } · the same { $same } · disputed { $disputed } · not taken { $refused }
check-absent = not in the file: { $count }

# The load of FET into a school that is there
fet-load = Of the FET file is taken who teaches what to whom: subjects, teachers, classes, groups, journals. Lessons, bells, rooms and who is in a group are not taken into a school that works already.
table-matches = “{ $table }”, in the base already: { $names }{ $rest ->
        [0] {""}
       *[other] {" "}and { $rest } more
    }
cli-arg-import-fet-who = Into the school on the server, as this person: what it has already is known by name, and who teaches what to whom is added. First a check.
cli-arg-import-fet-apply = Write into the school on the server: without it a check alone (with --as).
