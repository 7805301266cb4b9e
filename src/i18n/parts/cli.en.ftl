# The command line: help, mistakes in arguments, the commands and what they say.

cli-about = Zhurnal: a class journal in the terminal. Without a command it opens the lesson that is running.
cli-heading-usage = Usage:
cli-heading-commands = Commands
cli-heading-arguments = Arguments
cli-heading-options = Options

cli-usage = zhurnal [OPTIONS] [COMMAND]
cli-usage-demo = zhurnal demo [OPTIONS]
cli-usage-serve = zhurnal serve [OPTIONS]
cli-usage-import = zhurnal import FROM …
cli-usage-import-fet = zhurnal import fet FILE.fet --solution FILE.csv [OPTIONS]
cli-usage-import-table = zhurnal import table FILE --as LOGIN [OPTIONS]
cli-usage-import-undo = zhurnal import undo NUMBER --as LOGIN
cli-usage-export = zhurnal export TABLE --to FILE --as LOGIN
cli-usage-breach = zhurnal breach WHAT …
cli-usage-breach-list = zhurnal breach list --as LOGIN [OPTIONS]
cli-usage-breach-show = zhurnal breach show NUMBER --as LOGIN [OPTIONS]
cli-usage-breach-since = zhurnal breach since NUMBER --since TIME --ground TEXT --as LOGIN
cli-usage-breach-confirm = zhurnal breach confirm NUMBER NUMBER… --as LOGIN
cli-usage-breach-void = zhurnal breach void NUMBER --as LOGIN
cli-usage-passwd = zhurnal passwd LOGIN [OPTIONS]
cli-usage-doctor = zhurnal doctor [OPTIONS]
cli-usage-keys = zhurnal keys [OPTIONS]
cli-usage-regulation = zhurnal regulation WHAT …
cli-usage-regulation-show = zhurnal regulation show [PROFILE] [OPTIONS]
cli-usage-regulation-coverage = zhurnal regulation coverage [OPTIONS]
cli-usage-regulation-try = zhurnal regulation try --rule RULE --form FORM --ground TEXT --as LOGIN [OPTIONS]
cli-usage-completions = zhurnal completions SHELL
cli-usage-man = zhurnal man [COMMAND]

cli-command-demo = A whole fictional school in one command: the server inside, sign in as anybody. With --dir DIR the school stays in that folder until the next run, without it it is gone on leaving.
cli-command-serve = The school's server. On an empty database it makes a new school with an administrator.
cli-command-import = A school from another program's files, as a dry run first.
cli-command-import-fet = A FET timetable with its solution: teachers, classes, subgroups, rooms, bells and lessons. Pupils are invented.
cli-command-import-table = A table (CSV, XLSX, ODS) of pupils, staff or any list into the school on the server: first a check row by row, with --apply in one go.
cli-command-import-undo = An imported table is taken back in one go; what was changed since or has something resting upon it stays.
cli-command-export = Tables of the school as CSV or XLSX, such as zhurnal import table reads.
cli-command-breach = Passwords that got known: the reports, and what was written under them.
cli-command-breach-list = The list of reports: whose password, when learned, when reported, whether in time.
cli-command-breach-show = The changes under a password: where, was, became, when received, what became of them.
cli-command-breach-since = Since when the changes are void, if somebody came in before it was reported.
cli-command-breach-confirm = Confirm single changes: they stand.
cli-command-breach-void = Void the rest: what was before stands again.
cli-command-passwd = A new start password in the place of a forgotten one, also for the administrator. For whoever looks after the server; the server may be running.
cli-command-doctor = What is wrong and what to do: terminal, configuration, server, clock, store.
cli-command-keys = All keys by the place where they work.
cli-command-regulation = The rules of the schools' regulations.
cli-command-regulation-show = Every value of a regulation with its clause and the clause's own words; without a name, of all five.
cli-command-regulation-coverage = What a regulation asks for: what works and which test shows it, what is to come and why, what is a duty of people.
cli-command-regulation-try = What becomes of the lessons that were held if the school sets a term of its own: how many close, become late, open again, are in time. With --write it is written.
cli-command-completions = Completions for a shell: bash, elvish, fish, powershell, zsh.
cli-command-man = The manual page (roff) of the program or of one command.

cli-arg-help = Show this help.
cli-arg-version = Show the version.
cli-arg-config = The configuration file (usually in the user's configuration folder).
cli-arg-dir = Folder in which the program keeps everything of its own.
cli-arg-now = Set the clock: 2026-11-16T09:26 (Moscow time); it goes on from there. For demonstrations: a real server does not believe it.
cli-arg-login = Whose journal to open (usually that of the last person signed in).
cli-arg-role = As whom to sign in: teacher, class-teacher, deputy, director, admin, parent, pupil, psychologist, registrar, hr, scheduler, district, first-sign-in.
cli-arg-size = How big the school is: small is four classes, school is 33 classes (the default).
cli-arg-timetable = A school made of a FET timetable (a .fet file) instead of the fictional one.
cli-arg-demo-solution = The solution of that timetable (CSV). Without it fet-cl solves it, if it is installed.
cli-arg-solution = The solution of the timetable: the *_timetable.csv file that FET exports.
cli-arg-serve-profile = The regulation of the new school, if the database is empty: sergiev-posad-14 (the default), krasnozavodsk-1, sgo-154, epos-ohansk-1, solo-kommunar-2.
cli-arg-profile = The school's regulation: sergiev-posad-14 (the default), krasnozavodsk-1, sgo-154, epos-ohansk-1, solo-kommunar-2.
cli-arg-no-tui = Without a screen: print the address and the logins and serve until stopped.
cli-arg-listen = Address and port of the server, say 127.0.0.1:8470.
cli-arg-trusted-proxy = A proxy before the server whose word is taken for whom a request is from (X-Forwarded-For); may be given several times.
cli-arg-database = The database: a file of SQLite or postgres://user@server/database.
cli-arg-file = The FET timetable.
cli-arg-dry-run = A dry run: show what will come and what cannot be taken. Nothing is written.
cli-arg-title = The school's name (usually the file's).
cli-arg-from = The first day that gets lessons, say 2026-11-02 (usually today: nobody begins with what was never entered).
cli-arg-until = The last day that gets lessons.
cli-arg-start-password-file = File with one start password for everybody (- reads the standard input); each changes it at the first sign-in.
cli-arg-classes = What in the file is a class: years, their groups, or subgroups of the groups (usually what the hours of activities show; the dry run says what was taken).
cli-arg-without-marks = Grades without marks, separated by commas, say 1.
cli-arg-all = Show everything that was not taken instead of examples.
cli-arg-add = Add the school to a database that holds one already.
cli-arg-logins = Where to write sign-in names and start passwords, a different one for each (only the owner can read the file).
cli-arg-account = Whose password: the login.
cli-arg-school = Number of the school, if the database holds several (by default school in the section [serve] of the configuration).
cli-arg-json = For programs.
cli-arg-format = How it looks: text for a terminal (the default), markdown for a page.
cli-arg-regulation-show-id = The regulation: sergiev-posad-14, krasnozavodsk-1, sgo-154, epos-ohansk-1 or solo-kommunar-2.
cli-arg-regulation-show-file = A file with a regulation of one's own: if it has a mistake, the line is named.
cli-arg-regulation = One regulation alone: sergiev-posad-14, krasnozavodsk-1, sgo-154, epos-ohansk-1 or solo-kommunar-2.
cli-arg-regulation-try-rule = The rule: the term or window of which the school sets its own.
cli-arg-regulation-try-form = The form of the term.
cli-arg-regulation-try-count = How many minutes, days or months, if the form counts them.
cli-arg-regulation-try-hour = The hour, as 16:00, if the form has one.
cli-arg-regulation-try-ground = The ground: the order, its number and day; a refusal will cite it.
cli-arg-regulation-try-write = Write what is shown: without it, only a check.
cli-arg-regulation-try-server = The address of the server, if not the configured one.
cli-arg-shell = The shell: bash, elvish, fish, powershell, zsh.
cli-arg-page = The command that the page is about.

cli-arg-import-table-file = The file with the table: CSV, XLSX or ODS.
cli-arg-import-table-all = Tell of every row, not of the first ones.
cli-arg-breach = The number of the report in zhurnal breach list.
cli-arg-changes = The numbers of the changes in zhurnal breach show.
cli-arg-since = The moment: 2026-11-16T09:30.
cli-arg-ground = The ground: how that is known.
cli-arg-breach-list-format = Form: text to be printed (the default), csv for a table.
cli-arg-breach-show-format = Form: text to be printed (the default), csv for a table.
cli-arg-who = Whose sign-in name: all that is written will be theirs.
cli-arg-password-file = The file with the password (- is the standard input); without it the password is asked.
cli-arg-into = What it is a table of: pupils, staff or a list (person, class, room…); without it the name of the sheet tells.
cli-arg-apply = Write: without this it is only a check.
cli-arg-take-disputed = Take disputed rows too: all that is proposed in them is right.
cli-arg-consents = The consents of all of whom the file brings data: their day and where they lie.
cli-arg-agree = Agree to what changes in the journals.
cli-arg-heads = What the column under a head is, for example "Кл.=entry.class"; "-" leaves it out. May be said several times.
cli-arg-mapping = The name under which the heads that were named are kept and taken.
cli-arg-refused = Where to write the rows that are not taken, with the reasons (.csv or .xlsx).
cli-arg-gesture = The number of the gesture that the import has told.
cli-arg-what = What to write: pupils with their parents, staff, people (classes, staff and pupils), all, oneroster (the running year as a OneRoster package, .zip), or one list (person, class, room…).
cli-arg-slips-to = The file for the slips and the list of issue: text to be printed on A4.
cli-arg-to = A .csv or .xlsx file (oneroster: .zip); without an ending a folder of .csv files.

cli-value-table = TABLE
cli-value-head = HEAD=COLUMN
cli-value-name = NAME
cli-value-file = FILE
cli-value-dir = DIR
cli-value-time = TIME
cli-value-login = LOGIN
cli-value-role = ROLE
cli-value-size = SIZE
cli-value-id = PROFILE
cli-value-number = NUMBER
cli-value-addr = ADDRESS
cli-value-ip = ADDRESS
cli-value-url = DATABASE
cli-value-text = TEXT
cli-value-date = DAY
cli-value-consents = DAY:WHERE
cli-value-level = LEVEL
cli-value-grades = GRADES
cli-value-format = FORMAT
cli-value-shell = SHELL
cli-value-rule = RULE
cli-value-form = FORM
cli-value-count = COUNT
cli-value-hour = HOUR
cli-value-command = COMMAND

cli-see-help = For help: { $command } --help
cli-extra-word = One word too many: “{ $word }”.
cli-unknown-argument = There is no option “{ $arg }”.
cli-unknown-argument-near = There is no option “{ $arg }”; “{ $near }” is like it.
cli-unknown-command = There is no command “{ $name }”.
cli-unknown-command-near = There is no command “{ $name }”; “{ $near }” is like it.
cli-command-not-here = This build has no server and therefore no command “{ $name }”: take the full build.
cli-value-missing = { $arg } needs a value.
cli-value-not-one-of = “{ $value }” will not do for { $arg }. It can be: { $known }.
cli-value-bad = “{ $value }” will not do for { $arg }.
cli-hint-now = It is written 2026-11-16T09:26.
cli-hint-listen = It is written 127.0.0.1:8470.
cli-hint-trusted-proxy = It is written 127.0.0.1.
cli-hint-from = It is written 2026-11-02.
cli-hint-until = It is written 2026-12-27.
cli-argument-missing = Missing: { $arg }.
cli-argument-conflict = { $arg } and { $other } do not go together.
cli-option-astray = { $arg } does not stand before a command: it is for the program without one (or after a command that knows it).
cli-arguments-wrong = These arguments make no sense together.

cli-no-terminal = The journal needs a terminal: neither input nor output can be a file or another program.
cli-terminal-failed = The terminal does not answer: { $why }.
cli-unsent = { $count ->
        [one] Not sent: { $count } entry. It is kept on this computer and goes
       *[other] Not sent: { $count } entries. They are kept on this computer and go
    } out at the next start.
cli-crashed-report = The program stopped by a mistake of its own. Everything that was on the screen is saved. A report for its developers: { $file }
cli-crashed = The program stopped by a mistake of its own ({ $what }). Everything that was on the screen is saved.
cli-no-randomness = The system gives no random numbers: without them there are no passwords and no sessions.
cli-refused = The system has refused: { $why }.
config-stops-serve = { $problems } The server was not started: with other settings it would open another database.
config-stops-import = { $problems } The import was not begun: with other settings it would write the school into another database.
config-stops-tables = { $problems } Nothing was done: with other settings it would be another server.
config-stops-passwd = { $problems } The password was not changed: with other settings it would be changed in another database.
config-stops = { $problems } Check --config.
cli-no-folder = The folder { $folder } cannot be made: { $why }.

notes-left-aside = { $file }, line { $line }: “{ $source }” is not understood. Defaults are used (details: zhurnal doctor).
notes-passed-over = { $file }, line { $line }: “{ $source }” is not understood and passed over (details: zhurnal doctor).
notes-more = And { $count } more.

regulation-page = The values of the regulations
regulation-page-how = Printed by `zhurnal regulation show --format markdown`.
regulation-unknown = There is no regulation “{ $id }”. There are: { $known }.
regulation-no-file = The regulation file { $path } cannot be read.
regulation-bad = { $path }, line { $line }, column { $column }: { $says } — this cannot be written so ({ $why }).
regulation-unknown-key = { $path }, line { $line }, column { $column }: there is no key “{ $key }” here.
regulation-unknown-key-near = { $path }, line { $line }, column { $column }: there is no key “{ $key }” here; “{ $near }” looks like it.
regulation-too-big = The regulation file { $path } is larger than { $most } KiB: no regulation has so many rules.
regulation-clause-alone = (the clause alone)
regulation-no-end = no end while the school year lasts
regulation-key = What
regulation-value = Value
regulation-clause = Clause
regulation-words = Its words
try-moves-nothing = Nothing becomes of any lesson that was held.
try-dry = This is a check: nothing is written. To write it: the same with --write.
try-written = Written: the term is in force.
try-unchanged = This rule is in force already: there is nothing to write.
try-refused = Nothing is written: the server has not taken it.
try-moved = Nothing is written: what was shown has changed meanwhile. Look again, without --write.
keys-column-key = Keys
keys-column-action = Action
keys-column-name = Name in the configuration

## The database

database-bad-url = “{ $url }” is no address of a database. It is the path of an SQLite file or postgres://user@server/database.
database-no-folder = There is no folder { $folder } for the database: make it or correct the path.
database-newer = The database { $name } was made by a newer program (version { $found }, here { $known }): update this one.
database-has-school = This school is in the database { $name } already.
database-busy = The database { $name } does not answer now: { $why }. See whether it runs and is free, and try again.
database-foreign = The database { $name } is of another program (table { $table }): the journal does not write to it. Name another one (--database).
database-damaged = The file of the database { $name } is damaged, and the journal does not open it: put it aside with the -wal and -shm beside it and restore it from a backup.
database-tls = The database { $name }: there is no such protected connection ({ $setting }). sslmode is disable, prefer, require, verify-ca or verify-full; sslrootcert is a PEM file with certificates of authorities (with require, verify-ca or verify-full) or system (with verify-full only).
database-no-space = The disk has no space for the database { $name }: free some and try again.
database-served = The database { $name } is open in another server already{ $process ->
        [none] {""}
       *[other] {" "}(process { $process })
    }: stop it or name another database (--database, for demo another folder, --dir).
database-unwritable = The database { $name } cannot be written to: { $why }. See whether the file is in its place, the disk has room and the rights allow it, and try again.
database-dangling = The database { $name } is a link to a file that is not there: mount the disk on which it lies, or put the file back. A new school begins without a link.
database-lost = The database { $name } is not there or empty, and a server has worked with it: { $lock } lies beside it. Put the database back or restore it from a copy; if the school begins anew, remove { $lock }.
database-failed = The database { $name } cannot be opened: { $why }.

## The demo school

demo-role-teacher = Teacher
demo-role-class-teacher = Class teacher
demo-role-deputy = Deputy head
demo-role-director = Director
demo-role-admin = Administrator
demo-role-parent = Parent
demo-role-pupil = Pupil
demo-role-psychologist = Psychologist
demo-role-registrar = Secretary
demo-role-hr = Personnel
demo-role-scheduler = Timetable
demo-role-district = District office
demo-role-first-sign-in = First sign-in (change the password)

demo-building = Building the school…
demo-built = { $classes ->
    [one] { $classes } class
   *[other] { $classes } classes
}, { $pupils ->
    [one] { $pupils } pupil
   *[other] { $pupils } pupils
}, { $teachers ->
    [one] { $teachers } teacher
   *[other] { $teachers } teachers
}, { $lessons ->
    [one] { $lessons } lesson
   *[other] { $lessons } lessons
}. Storing them…
demo-ready = Ready after { $seconds } s.
demo-rows-refused = { $count ->
    [one] { $count } row of the solution did not become a lesson
   *[other] { $count } rows of the solution did not become lessons
}: zhurnal import fet … --dry-run says why.
demo-solving = Solving the timetable with { $solver } (at most { $seconds } s)…
demo-no-solver = The timetable needs a solution: give --solution FILE.csv (in FET: File → Export → CSV) or install { $solver } (apt-get install fet).
demo-not-solved = { $solver } found no solution. Solve the timetable in FET and give --solution FILE.csv.
demo-made-small = the small school
demo-made-school = the big school
demo-made-timetable = a school from a FET timetable
demo-other-school = The folder { $dir } holds another school already ({ $made }, regulation { $profile }): go on with it without --size, --timetable and --profile, or name another folder.
demo-no-such-role = Nobody in this school has the role “{ $role }”. There are: { $known }.
demo-running = The school in the folder { $dir } is open already ({ $url }): another window can only join it, without --no-tui, --listen and --now.
demo-database-lost = The database { $name } is not there. Put it back; to begin the demonstration anew, remove the folder { $dir }.
demo-being-built = Another program is building the school in the folder { $dir }: wait and try again.
demo-not-a-demo = The folder { $dir } holds the database of a school that is not a demo: name another folder.
demo-no-folder = The folder { $dir } cannot be written to: { $why }.
demo-solver-failed = { $solver } does not start: { $why }. Solve the timetable in FET and give --solution FILE.csv.
demo-record-broken = The file { $file } is not understood: name another folder.
demo-server-broke = The server stopped by a mistake of its own; what was written is on the disk.

## The server

serve-new-school = New school
serve-admin = Administrator
serve-profile-too-late = The database holds a school already: its regulation stays, --profile counts only for an empty one.
serve-school-made = The database { $database } was empty: “{ serve-new-school }” was made, its regulation: { $regulation } (--profile chooses another when it is made). Sign in as { $login }, start password: { $password } — shown once, to be changed at the first sign-in. zhurnal import brings a ready school: it takes the place of this one while this one is empty.
serve-ready = Database: { $database }. Ctrl+C stops the server.
serve-no-such-school = There is no school number { $number } in the database { $database }: correct school in the section [serve] of the configuration. There are: { $known }.
serve-several-schools = The database holds several schools: { $known }. Clients name theirs in their configuration (section [server], school), or name one for all in the section [serve].
serve-stopping = Stopping: finishing what has begun.
serve-bad-address = “{ $address }” is no address. It is written 127.0.0.1:8470, for the whole network 0.0.0.0:8470.
serve-port-taken = Another program has the address { $address } already: give another port (--listen).
serve-port-forbidden = The address { $address } needs an administrator's rights: give a port above 1023 (--listen).
serve-not-ours = The address { $address } is not this computer's: give one that is (--listen).
serve-cannot-listen = The address { $address } cannot be taken: { $why }.
serve-bad-log = The setting log: “{ $filter }” is not understood, info is used. It can be error, warn, info, debug, trace.

## A new start password

passwd-no-database = There is no school in { $name } yet, and nobody whose password could be changed. Name the database: --database.
passwd-several-schools = The database { $name } holds several schools: { $known }. Name one: --school NUMBER.
passwd-no-such-school = There is no school number { $number } in the database { $name }. There are: { $known }.
passwd-unknown = There is no login “{ $login }” in the school “{ $school }”.
passwd-done = { $name }, login { $login }: all sessions have ended. The new start password is on the next line; it is shown once and is to be changed at the first sign-in.

## Import

file-missing = There is no file { $file }.
file-unreadable = The file { $file } cannot be read: { $why }.
file-not-text = The file { $file } is not text in UTF-8.
file-unwritable = The file { $file } cannot be written: { $why }.

import-coming = “{ $school }”, lessons from { $from } to { $until }. There will be:
import-classes = Classes ({ $count })
import-groups = Subgroups and mixed groups ({ $count })
import-teachers = Teachers ({ $count })
import-subjects = Subjects ({ $count })
import-rooms = Rooms ({ $count })
import-bells = Bells ({ $count })
import-divisions = Taken as classes:
import-division-years-hours = the years ({ $classes }): { $sets }. A student is taught { $whole } hours a week with the whole year and { $apart } in one group.
import-division-years-no-parts = years without groups ({ $classes }): { $sets }.
import-division-years-overlap = years whose groups overlap ({ $classes }): { $sets }.
import-division-years-asked = the years, as you say ({ $classes }): { $sets }.
import-division-groups-hours = the groups ({ $classes }) of the years { $sets }. A student is taught { $apart } hours a week in one group and { $whole } with the whole year.
import-division-groups-asked = the groups, as you say ({ $classes }), of the years { $sets }.
import-division-subgroups-hours = the subgroups ({ $classes }) of the groups { $sets }. A student is taught { $apart } hours a week in one subgroup and { $whole } with the whole group.
import-division-subgroups-asked = the subgroups, as you say ({ $classes }), of the groups { $sets }.
import-divisions-other = If that is wrong: --classes years, groups or subgroups.
import-and-more = { $names } and { $count } more
import-large = { $count ->
    [one] { $count } class has
   *[other] { $count } classes have
} more than { $limit } pupils, as the file says: { $names }.
import-single = { $count ->
    [one] { $count } class has
   *[other] { $count } classes have
} one pupil, as the file says: { $names }.
import-pupils = Pupils: { $count }, all invented: the timetable has none
import-parents = Parents: { $count }, invented as well, for one class, to try things with
import-nameless = Nobody’s accounts, named after their roles: { $logins }. The file does not say who they are
import-without-marks = Without marks: { $classes }
import-with-marks = Marks are given in all classes. If there are none in the first grade: --without-marks 1
import-journals = Journals: { $count }
import-weekly = Lessons of one week: { $count }
import-lessons = Lessons from { $from } to { $until }: { $count }
import-calendar = School year: { $periods } reporting periods, { $holidays } holidays.
import-rows = Rows of the solution: { $rows }. Became lessons: { $taken }. Not taken: { $refused }.
import-refused-kind = { $kind }: { $count }
import-refused-more = These are examples; --all shows everything that was not taken.
import-refused-row = row { $row }, activity { $activity }: { $why }
import-refused = activity { $activity }: { $why }
import-cleaned = { $count ->
    [one] Control characters were removed from { $count } name; now it is
   *[other] Control characters were removed from { $count } names; now they are
}: { $names }.
import-dry = This is a dry run: nothing is written. To write it, repeat it without --dry-run; to run a lesson of any day on trial: zhurnal demo --timetable FILE.fet --solution FILE.csv --now 2026-11-16T09:26.
import-no-passwords = Give --logins FILE.csv to write the start passwords to (a different one for each), or a file with one for everybody: --start-password-file FILE (- is the standard input).
password-unread = The password was not read: { $why }.
import-password-lines = { $file } must hold one line: the start password.
import-password-short = The start password has fewer than 8 characters (file { $file }).
import-password-common = The start password is one of the first that anybody tries (file { $file }).
import-no-days = The first day is later than the last: see --from and --until.
import-hashing = { $count ->
    [one] Preparing { $count } start password…
   *[other] Preparing { $count } start passwords…
}
import-school-there = The database { $name } holds the school “{ $school }” already, which an import does not replace: give another database (--database), add the school to it (--add) or take who teaches what to whom into this one (--as LOGIN).
import-nothing-to-add-to = The database { $name } holds no school yet: try again without --add.
import-over = It has taken the place of the empty school “{ $title }”, whose administrator’s password is void now. If a server of this database runs, start it again: until then it calls the school by its old name.
import-number = Number of the school: { $number }. Clients name it in their configuration: section [server], school = { $number }. Also in the database: { $others }.
import-same-title = The database { $name } holds a school “{ $title }” already (number { $number }). To add another one, give it another name: --title TEXT.
import-cannot = It cannot be written: { $why }
import-needs-passwords = To write it, --logins FILE.csv (a password for each) or --start-password-file FILE (one for everybody) will be wanted too.
import-partial = { $count ->
    [one] { $count } activity was not taken
   *[other] { $count } activities were not taken
}: the reasons are above.
import-lost = A mistake of the program: rows { $rows } of the solution are lost, therefore nothing is written.
import-done = { $lessons ->
    [one] Stored { $lessons } lesson
   *[other] Stored { $lessons } lessons
} in the database { $database }.
import-logins-in = Sign-in names and start passwords are in { $file }
import-one-password = Everybody has the start password that you gave; each changes it at the first sign-in.
import-logins-there = The file { $file } is there already and is not overwritten: give another.
import-logins-login = Login
import-logins-password = Start password
import-logins-name = Who
import-logins-role = Role
import-logins-class = Class

fet-empty = The timetable file is empty.
fet-not-xml = This is no file of FET: it is no XML.
fet-not-fet = This is no file of FET: it begins with <{ $root }> and not with <fet>.
fet-xml = The FET file is broken, line { $line }: its XML is not well-formed. Save it in FET again.
fet-cut = The FET file ends too early at line { $line }: copy the whole of it again.
fet-lacks = The FET file has no { $what ->
    [days] days
    [hours] hours
   *[activities] activities
}: such a timetable cannot be taken.
fet-mode = A timetable of the kind “{ $mode }” is not taken: its days are not days of the week.
fet-header = This is no solution of FET: the first line is { $found }. The *_timetable.csv file is needed.
fet-csv = The solution is broken, line { $line }: it is not a CSV table. Export it from FET again.
fet-columns = The solution is broken, line { $line }: { $found } columns, { $wanted } are needed. Export it from FET again.
fet-other-solution = This is the solution of another timetable: of its { $rows } rows { $matching } fit this file.

fet-kind-unknown-activity = No such activity
fet-kind-inactive = Switched off in the file
fet-kind-no-students = Nobody is taught
fet-kind-no-teacher = No teacher
fet-kind-not-placed = FET found no place
fet-kind-no-row = Not in the solution
fet-kind-unknown-day = No such day
fet-kind-unknown-hour = No such hour
fet-kind-unknown-teacher = No such teacher
fet-kind-unknown-subject = No such subject
fet-kind-unknown-students = No such class or group
fet-kind-differs = Not what the file says
fet-kind-teacher-busy = The teacher is busy
fet-kind-students-busy = The students are busy
fet-kind-no-date = No school day
fet-reason-unknown-activity = the file has no such activity
fet-reason-inactive = the activity is switched off in the file
fet-reason-no-students = nobody is taught: it is no lesson
fet-reason-no-teacher = there is no teacher
fet-reason-not-placed = FET found no place for it
fet-reason-no-row = the solution does not have it
fet-reason-unknown-day = the file has no day “{ $day }”
fet-reason-unknown-hour = the file has no hour “{ $hour }”
fet-reason-unknown-teacher = the file has no teacher “{ $teacher }”
fet-reason-unknown-subject = the file has no subject “{ $subject }”
fet-reason-unknown-students = the file has no class or group “{ $students }”
fet-reason-differs = { $what ->
    [teachers] the teacher is “{ $solution }” in the solution and “{ $file }” in the file
    [students] the class is “{ $solution }” in the solution and “{ $file }” in the file
   *[subject] the subject is “{ $solution }” in the solution and “{ $file }” in the file
}
fet-reason-teacher-busy = the teacher “{ $teacher }” has activity { $other } at that time
fet-reason-students-busy = “{ $students }” have activity { $other } at that time
fet-reason-no-date = no school day of these falls on “{ $day }”

## Looking at the machine

doctor-good = [ok]
doctor-doubtful = [!!]
doctor-broken = [xx]
doctor-terminal = Terminal: { $term }.
doctor-no-terminal = The output is no terminal: the window's size was not looked at.
doctor-no-terminal-do = Run zhurnal doctor in the terminal itself, without | and >.
doctor-size = Window: { $columns }×{ $rows }.
doctor-size-do = Make the window larger: at least { $columns }×{ $rows }.
doctor-colours-none = Colours: none. Everything can be seen without.
doctor-colours-8 = Colours: 8.
doctor-colours-16 = Colours: 16.
doctor-colours-256 = Colours: 256.
doctor-colours-true = Colours: all.
doctor-signs-unicode = Signs: all (encoding { $locale }).
doctor-signs-linux = Signs: lines and arrows, as on the Linux console.
doctor-signs-ascii = Signs: ASCII alone, because the encoding is not UTF-8 ({ $locale }). Russian letters may not be shown.
doctor-signs-ascii-do = Set LANG=ru_RU.UTF-8 (or C.UTF-8); if the terminal shows everything: glyphs = "unicode" in the configuration.
doctor-config = Configuration: { $file }.
doctor-config-none = Configuration: the defaults (there is no file { $file }, and none is needed).
doctor-config-file-do = Check the name of this file and the right to read it; config.example.toml shows all keys.
doctor-config-do = Correct this line; config.example.toml shows all keys.
doctor-config-serve-do = Correct this line: until then zhurnal serve does not start with this configuration.
doctor-server = Server { $url }: “{ $school }”, version { $version }, answered in { $took } ms.
doctor-server-slow-do = The line is slow: marks do not wait for it, but pages open later.
doctor-bad-address = The server's address “{ $url }” is not understood.
doctor-bad-address-do = In the configuration, section [server]: url = "http://server:8470" or "https://…".
doctor-unreachable = The server { $url } does not answer: { $why }.
doctor-authority = The authority's certificate { $file } cannot be read: { $why }.
doctor-authority-do = In the configuration, section [server]: ca_file is a PEM file; empty trusts those that the system knows.
doctor-unreachable-do = See the network and the url in the configuration. A lesson can be run all the same: what is entered goes when the server is back.
doctor-other-version = The server { $url } has another version.
doctor-other-version-do = Update the program or the server: their versions must fit.
doctor-unwell = The server { $url } answers that it cannot work now ({ $code }).
doctor-unwell-do = Try again in a minute; if that does not help, see the server’s log.
doctor-extra-path = The server's address { $url } has “{ $extra }” too much.
doctor-elsewhere = At { $url } there is no journal, and at an address like it there is.
doctor-elsewhere-do = In the configuration, section [server]: url = "{ $better }".
doctor-not-ours = At { $url } something answers that is no journal.
doctor-not-ours-do = See the url in the configuration: it is the address of the journal's server, without /api at the end.
doctor-unready = The server { $url } answers but cannot write.
doctor-unready-now = The server { $url } answers but cannot work now: it is busy or stops.
doctor-database-other-do = Run zhurnal doctor as whoever the server runs as.
doctor-unready-do = At the server: is there room on the disk, is the database in its place, may it be written to; zhurnal doctor says which, there. If all of it is in place, restart the server: somebody has replaced or removed the files under it. What teachers have entered waits and goes by itself.
doctor-database = The server’s database: { $name }.
doctor-database-asked = The database { $name } is PostgreSQL: only the server asks it, and whether it writes is said in the line of the server. zhurnal serve tells if it does not answer.
doctor-database-none = The server’s database: { $name }; the server makes it when it first starts.
doctor-database-do = As long as it is so, no server works with it: what teachers have entered waits on their machines.
doctor-database-space = The disk of the database { $name }: { $megabytes } MB free.
doctor-clock = Clock: within 2 minutes of the server's ({ $seconds } s apart).
doctor-clock-behind = This computer's clock is { $span } behind the server's.
doctor-clock-ahead = This computer's clock is { $span } ahead of the server's.
doctor-clock-do = Set the clock (or let the network do it): late arrivals and terms are counted by it while there is no connection.
doctor-store = The program's folder: { $folder }.
doctor-store-refused = The program's folder { $folder } cannot be written to: { $why }.
doctor-store-refused-do = Take the right to write to it, or name another: --dir DIR.
doctor-space = Free space on the disk: { $megabytes } MB.
doctor-space-do = Make room: without it marks are not saved.
doctor-account = Account { $login } on { $server }: everything is on the server.
doctor-account-pending = Account { $login } on { $server }: { $count ->
    [one] { $count } entry is not on the server yet
   *[other] { $count } entries are not on the server yet
}.
doctor-account-pending-do = Open the journal while the network works: they go by themselves.
doctor-account-troubles = Account { $login } on { $server }: { $count ->
    [one] { $count } entry waits for your decision
   *[other] { $count } entries wait for your decision
}.
doctor-account-troubles-do = Open the journal and press F8.
doctor-account-damaged = Account { $login } on { $server }: a part of what was typed on this computer may not have been read from the disk.
doctor-account-damaged-do = Its owner should check the latest lessons. In the folder of the account there is a copy of the write-ahead log (…-wal-damaged): remove it when all is checked, and check the disk.
doctor-account-broken = Account { $login } on { $server }: its store cannot be opened.
doctor-fault-disk-full = The disk is full: make room.
doctor-fault-closed = The file is closed to you: take the right to read and write it.
doctor-fault-in-use = The file is in use: close other windows of the journal and try again.
doctor-fault-newer = The file was written by a newer program: update this one.
doctor-fault-damaged = The file is damaged: keep a copy of it and call an administrator; then the folder can be removed, the pages come from the server again.
doctor-fault-io = The disk does not answer: try again; if that does not help, call an administrator.
doctor-sum-good = All is well.
doctor-sum-doubtful = It works; look at what is marked [!!].
doctor-sum-broken = What is marked [xx] does not work.
