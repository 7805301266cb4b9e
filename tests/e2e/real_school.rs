//! A real school: the Bulgarian high school of Debian's `fet-data` (AGPL; read where it is
//! installed, never copied), solved by `fet-cl`, imported, and a lesson of its Monday.
//!
//! Without them the test says that it was skipped; `ZHURNAL_REQUIRE_FET=1` makes that a failure.

use crate::grid::column;
use crate::house::{ask, edits, free_port};
use crate::seat::{LIMIT, PROGRAM, SETTLED, Seat, to_cell, type_in};
use journal::{Clock, Edit, Lesson, SchoolTime};
use protocol::SystemClock;
use school::fet::{Fate, ImportSpec, Solution};
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use storage::{Bundle, Reader, Store, Versioned};
use testkit::pty::key;
use testkit::{Api, Pty, TestClock, TestServer, fixture};

const FILE: &str =
    "/usr/share/doc/fet-data/examples/FET-5-official/Bulgaria/Lom_high_school_2007-2008.fet";
const START_PASSWORD: &str = "start-2026";
const PASSWORD: &str = "собственный-9";
const ROWS: usize = 544;

#[expect(clippy::explicit_write, reason = "the test harness swallows eprintln!")]
fn skip(why: &str) {
    let required = std::env::var_os("ZHURNAL_REQUIRE_FET").is_some_and(|value| value == "1");
    assert!(!required, "{why}");
    writeln!(std::io::stderr(), "SKIPPED: {why}").unwrap();
}

/// The solution of the timetable, or none without FET.
fn solve(dir: &Path) -> Option<PathBuf> {
    if !Path::new(FILE).exists() {
        skip(&format!(
            "{FILE} is not installed (apt-get install fet-data)"
        ));
        return None;
    }
    let run = Command::new("fet-cl")
        .env("QT_QPA_PLATFORM", "offscreen")
        .arg(format!("--inputfile={FILE}"))
        .arg(format!("--outputdir={}", dir.display()))
        .args(["--timelimitseconds=90", "--exportcsv=true"])
        .output();
    let Ok(run) = run else {
        skip("fet-cl is not installed (apt-get install fet)");
        return None;
    };
    assert!(
        run.status.success(),
        "{}",
        String::from_utf8_lossy(&run.stdout)
    );
    let name = Path::new(FILE).file_stem().unwrap().to_str().unwrap();
    Some(dir.join(format!("csv/{name}/{name}_timetable.csv")))
}

fn zhurnal(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(PROGRAM);
    command
        .args(args)
        .env_clear()
        .env("HOME", dir)
        .env("LANG", "ru_RU.UTF-8")
        .stdin(Stdio::null());
    command
}

fn import(dir: &Path, solution: &Path, more: &[&str]) -> Output {
    let mut command = zhurnal(dir, &["import", "fet", FILE, "--solution"]);
    command.arg(solution);
    command.args(["--from", "2026-11-16", "--until", "2026-11-29"]);
    command.args(more).output().expect("the program starts")
}

#[test]
fn a_real_monday_from_the_timetable_to_a_second_screen() {
    let dir = tempfile::tempdir().unwrap();
    let Some(solution) = solve(dir.path()) else {
        return;
    };
    let database = dir.path().join("server.db");
    let database_text = database.to_str().unwrap();

    // First as a dry run, which writes nothing; then for good.
    let dry = import(
        dir.path(),
        &solution,
        &["--dry-run", "--database", database_text],
    );
    assert!(
        dry.status.success(),
        "{}",
        String::from_utf8_lossy(&dry.stderr)
    );
    assert!(!database.exists());
    let logins = dir.path().join("logins.csv");
    let more = [
        "--database",
        database_text,
        "--start-password",
        START_PASSWORD,
    ];
    let done = import(
        dir.path(),
        &solution,
        &[&more[..], &["--logins", logins.to_str().unwrap()]].concat(),
    );
    let said = String::from_utf8_lossy(&done.stdout).into_owned();
    assert!(
        done.status.success(),
        "{}",
        String::from_utf8_lossy(&done.stderr)
    );
    assert!(
        said.contains("Строк решения: 544. Стали уроками: 544. Не вошли: 0."),
        "{said}"
    );

    // What the import must have written, made once more here.
    let text = std::fs::read_to_string(&solution).unwrap();
    let (bundle, fates) = expected(&text);
    serve_answers(dir.path(), database_text);
    let monday = first_lesson(&bundle);
    let now = SchoolTime::MOSCOW.instant(monday.date.and_time(monday.starts));
    let clock = Arc::new(TestClock::running(now.plus(chrono::TimeDelta::minutes(1))));
    let server = TestServer::builder().dir(dir.path()).clock(clock).start();
    every_row_is_a_lesson(server.store(), &bundle, &fates);
    teach(
        &server,
        &bundle,
        &monday,
        &std::fs::read_to_string(&logins).unwrap(),
    );
}

fn expected(solution: &str) -> (Bundle, Vec<Fate>) {
    let fet = std::fs::read_to_string(FILE).unwrap();
    let mut spec = ImportSpec::new(fixture::now(), "sergiev-posad-14", "");
    spec.from = fixture::date(2026, 11, 16);
    spec.until = fixture::date(2026, 11, 29);
    let (bundle, plan) = school::fet::import(&fet, solution, &spec).unwrap();
    assert_eq!(Solution::parse(solution).unwrap().rows.len(), ROWS);
    (bundle, plan.fates)
}

/// The first lesson of Monday with a class of a usual size.
fn first_lesson(bundle: &Bundle) -> Lesson {
    let members = |lesson: &Lesson| {
        let journal = bundle
            .journals
            .iter()
            .find(|journal| journal.id == lesson.journal)
            .unwrap();
        let of_group = bundle
            .memberships
            .iter()
            .filter(|row| row.group == journal.group);
        of_group.count()
    };
    let monday = bundle
        .lessons
        .iter()
        .filter(|lesson| lesson.date == fixture::today());
    let found = monday
        .filter(|lesson| members(lesson) >= 10)
        .min_by_key(|lesson| lesson.starts);
    found.expect("a lesson on Monday").clone()
}

/// The real `zhurnal serve` on the imported database.
fn serve_answers(dir: &Path, database: &str) {
    let listen = format!("127.0.0.1:{}", free_port());
    let mut serve = zhurnal(dir, &["serve", "--database", database, "--listen", &listen])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program starts");
    let mut lines = BufReader::new(serve.stdout.take().unwrap()).lines();
    let url = format!("http://{listen}");
    let line = lines.next().expect("where it is").unwrap();
    assert!(line.contains(&url), "{line}");
    let info = ask(async {
        Api::new(&url, Arc::new(SystemClock::start()))
            .server()
            .await
    });
    assert!(!info.expect("an answer").school.is_empty());
    let pid = rustix::process::Pid::from_child(&serve);
    rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
    assert!(serve.wait().unwrap().success());
}

/// Every row of the solution is in the database: the same lesson at the same time by the same
/// teacher.
fn every_row_is_a_lesson(store: &Arc<dyn Store>, bundle: &Bundle, fates: &[Fate]) {
    let mut rows = 0;
    for fate in fates {
        let Fate::Lessons(ids) = fate else {
            panic!("refused: {fate:?}")
        };
        rows += 1;
        let id = *ids.first().expect("a lesson in the period");
        let lesson = bundle
            .lessons
            .iter()
            .find(|lesson| lesson.id == id)
            .unwrap();
        let teacher = bundle
            .people
            .iter()
            .find(|person| person.id == lesson.teacher)
            .unwrap();
        let reader = Reader {
            school: bundle.school.id,
            person: teacher.id,
            roles: teacher.roles.clone(),
        };
        let page = ask(store.open_lesson(&reader, id, None)).unwrap();
        let Some(Versioned::Page { page, .. }) = page else {
            panic!("{lesson:?} is not in the database")
        };
        assert_eq!(page.sheet.lesson, *lesson);
    }
    assert_eq!(rows, ROWS);
}

/// The teacher signs in, takes the roll, sets two marks and homework; the same teacher's other
/// screen, where nobody presses anything, shows them.
fn teach(server: &TestServer, bundle: &Bundle, lesson: &Lesson, logins: &str) {
    let teacher = bundle
        .people
        .iter()
        .find(|person| person.id == lesson.teacher)
        .unwrap();
    let login = teacher.login.clone().expect("a sign-in name");
    assert!(
        logins.contains(&format!("{login};{START_PASSWORD};")),
        "{logins}"
    );
    let title = title(bundle, lesson);
    let now = format!(
        "{}T{}",
        lesson.date,
        (lesson.starts + chrono::TimeDelta::minutes(1)).format("%H:%M")
    );
    let seat = Seat::at(&server.url()).clock(now.leak());
    let mut pty = seat.start();
    pty.wait_for("Логин", LIMIT);
    type_in(&mut pty, &login, START_PASSWORD);
    pty.wait_for("Новый пароль", LIMIT);
    let enter = key::ENTER;
    pty.send(format!(
        "{START_PASSWORD}{enter}{PASSWORD}{enter}{PASSWORD}{enter}"
    ));
    pty.wait_for(&title, LIMIT);
    pty.wait_for(SETTLED, LIMIT);

    let other_seat = Seat::at(&server.url()).clock(now_of(server));
    let mut other = other_seat.start();
    other.wait_for("Логин", LIMIT);
    type_in(&mut other, &login, PASSWORD);
    other.wait_for(&title, LIMIT);
    other.wait_for(SETTLED, LIMIT);

    pty.send(to_cell(2, 0) + "нн" + key::F4);
    wait_on_both(&pty, &other, "перекличка подтверждена");
    pty.send(to_cell(5, 1) + "54");
    let marks = |screen: &str| {
        column(screen, "Ответ")
            .get(4..6)
            .is_some_and(|two| two == ["5", "4"])
    };
    pty.wait_until("two marks", LIMIT, marks);
    other.wait_until("two marks without asking", LIMIT, marks);
    pty.send(key::F3);
    pty.wait_for("Домашнее задание", LIMIT);
    pty.send("§ 7, упр. 12".to_owned() + &key::ctrl('s'));
    wait_on_both(&pty, &other, "§ 7, упр. 12");
    let screen = pty.wait_for(SETTLED, LIMIT);
    assert_eq!(column(&screen, "Явка"), column(&other.screen(), "Явка"));

    let log = ask(async {
        let mut api = server.api();
        api.sign_in(&login, PASSWORD).await.unwrap();
        api.log(lesson.id).await.unwrap().changes
    });
    assert!(
        matches!(
            edits(&log)[..],
            [
                Edit::Attendance { .. },
                Edit::Attendance { .. },
                Edit::RollCall { .. },
                Edit::Mark { .. },
                Edit::Mark { .. },
                Edit::Homework { .. },
            ]
        ),
        "{log:#?}"
    );
}

fn wait_on_both(pty: &Pty, other: &Pty, text: &str) {
    pty.wait_for(text, LIMIT);
    other.wait_for(text, LIMIT);
}

fn now_of(server: &TestServer) -> &'static str {
    let local = SchoolTime::MOSCOW.local(server.clock().now());
    local.format("%Y-%m-%dT%H:%M:%S").to_string().leak()
}

fn title(bundle: &Bundle, lesson: &Lesson) -> String {
    let journal = bundle
        .journals
        .iter()
        .find(|journal| journal.id == lesson.journal)
        .unwrap();
    let group = bundle
        .groups
        .iter()
        .find(|group| group.id == journal.group)
        .unwrap();
    let subject = bundle
        .subjects
        .iter()
        .find(|subject| subject.id == journal.subject)
        .unwrap();
    format!("Урок · {} · {}", group.title, subject.title)
}
