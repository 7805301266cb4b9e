//! The first command of the README, from the bell to a confirmed roll call.

use crate::grid::column;
use crate::house::{DemoServer, ask, assert_each_once, edits, since_the_bell};
use crate::manners::assert_restored;
use crate::seat::{LIMIT, PROGRAM, SETTLED};
use journal::{Attendance, Edit, FromTo};
use protocol::SystemClock;
use std::path::Path;
use std::sync::Arc;
use testkit::pty::key;
use testkit::{Api, Pty, PtyBuilder};

fn demo(dir: &Path) -> Pty {
    PtyBuilder::new(PROGRAM)
        .args(["demo", "--as", "teacher", "--size", "small", "--dir"])
        .arg(dir)
        .home(dir)
        .size(120, 40)
        .spawn()
}

#[test]
fn three_absent_one_late_and_the_roll_in_twelve_keystrokes() {
    let dir = tempfile::tempdir().unwrap();
    let mut pty = demo(dir.path());
    pty.wait_for("Урок · 7Б · Алгебра", LIMIT);
    let screen = pty.wait_for("перекличка НЕ подтверждена", LIMIT);
    assert!(screen.contains("27 учеников"), "{screen}");

    // The first of the list is absent, the second, the fourth, and the sixth comes late.
    let keystrokes = ["н", "н", key::DOWN, "н", key::DOWN, "о", key::F4];
    assert!(keystrokes.len() <= 12);
    for keystroke in keystrokes {
        pty.send(keystroke);
    }
    pty.wait_for("перекличка подтверждена", LIMIT);
    let screen = pty.wait_for(SETTLED, LIMIT);
    assert!(screen.contains("нет 3 · опоздал 1"), "{screen}");
    let attendance = column(&screen, "Явка");
    let late = attendance[5].strip_prefix('о').expect("«о» and minutes");
    let minutes = late.parse().expect("minutes");
    // The second one's parents have called: absent, ill.
    assert_eq!(attendance[..5], ["н", "б", "", "н", ""]);
    assert_eq!(attendance[6..], vec![""; 21]);

    pty.send(key::F10);
    assert_eq!(pty.wait_exit(LIMIT).code, 0);
    assert_restored(&pty);

    // The server's log, read through the contract by another client.
    let server = DemoServer::start(dir.path(), &[]);
    let (log, members) = ask(async {
        let mut api = Api::new(&server.url, Arc::new(SystemClock::start()));
        let (login, password) = &server.teacher;
        api.sign_in(login, password).await.unwrap();
        let today = api.today().await.unwrap();
        let second = today
            .lessons
            .iter()
            .find(|lesson| lesson.lesson.number == 2);
        let lesson = second.expect("the running lesson").lesson.id;
        let page = api.lesson(lesson).await.unwrap();
        assert!(page.sheet.roll_call.is_some());
        (api.log(lesson).await.unwrap().changes, page.members)
    });
    assert_each_once(&log);
    let log = since_the_bell(log);
    let seen = |row: usize, new| Edit::Attendance {
        pupil: members[row].pupil,
        step: FromTo::new(Attendance::Present, new),
    };
    let expected = [
        seen(0, Attendance::Absent),
        seen(1, Attendance::Absent),
        seen(3, Attendance::Absent),
        seen(5, Attendance::Late { minutes }),
        Edit::RollCall {
            step: FromTo::new(false, true),
        },
    ];
    assert_eq!(edits(&log), expected, "exactly these changes, once");
}

#[test]
fn the_demonstration_goes_on_where_it_was_left() {
    let dir = tempfile::tempdir().unwrap();
    let mut pty = demo(dir.path());
    pty.wait_for("перекличка НЕ подтверждена", LIMIT);
    pty.send("нн");
    pty.wait_for("нет 2", LIMIT);
    // Another window on the same folder joins the server that runs.
    let second = demo(dir.path());
    second.wait_for("нет 2", LIMIT);
    pty.send("н");
    pty.wait_for("нет 3", LIMIT);
    pty.wait_for(SETTLED, LIMIT);
    second.wait_for("нет 3", LIMIT);
    drop(second);
    pty.kill();
    let pty = demo(dir.path());
    pty.wait_for("нет 3", LIMIT);
    pty.wait_for(SETTLED, LIMIT);
}
