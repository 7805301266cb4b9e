//! A real school: from a timetable file to a lesson of its Monday, and a second screen that shows
//! it.

use crate::fet::{START_PASSWORD, every_row_is_a_lesson, expected, import, serve_answers, solve};
use crate::grid::column;
use crate::house::{ask, edits};
use crate::seat::{LIMIT, SETTLED, Seat, to_cell, type_in};
use journal::{Clock, Edit, Lesson, SchoolTime};
use std::sync::Arc;
use storage::Bundle;
use testkit::pty::key;
use testkit::{Pty, TestClock, TestServer, fixture};

const PASSWORD: &str = "собственный-9";
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
    let password = dir.path().join("start-password");
    std::fs::write(&password, START_PASSWORD).unwrap();
    let more = [
        "--database",
        database_text,
        "--start-password-file",
        password.to_str().unwrap(),
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
    pty.send(format!("{PASSWORD}{enter}{PASSWORD}{enter}"));
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
