//! Keys typed before the page they are meant for has come.

use crate::house::{edits, log};
use crate::seat::{LIMIT, SETTLED, Seat};
use journal::{Edit, MarkValue};
use std::time::Duration;
use testkit::pty::key;
use testkit::{Proxy, TestServer, fixture};

/// Longer than the program takes to paint that it waits.
const SLOW: Duration = Duration::from_secs(1);

#[test]
fn what_is_typed_while_the_journal_loads_is_entered_in_order_when_it_has_come() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    proxy.delay(SLOW);
    pty.send(key::F5.to_owned() + "54");
    pty.wait_for("Ждём сервер: 2 клавиши", LIMIT);
    pty.send(key::DOWN.to_owned() + "4/5");
    pty.wait_for("Ждём сервер: 6 клавиш", LIMIT);
    pty.wait_for("3 в очереди", LIMIT);
    assert!(pty.screen().contains("Журнал · 7Б"), "{}", pty.screen());
    proxy.delay(Duration::ZERO);
    pty.wait_for(SETTLED, LIMIT);
    let log = log(&server, "orlova", fixture::RUNNING);
    let marks: Vec<_> = edits(&log)
        .into_iter()
        .map(|edit| match edit {
            Edit::Mark { pupil, step, .. } => (pupil, step.new.unwrap().value),
            other => panic!("{other:?}"),
        })
        .collect();
    let mark = |nth, value: &str| (fixture::pupil(nth), value.parse::<MarkValue>().unwrap());
    assert_eq!(marks, [mark(1, "5"), mark(2, "4"), mark(4, "4/5")]);
}

#[test]
fn a_window_over_the_screen_keeps_it_waiting_and_not_the_order() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    proxy.delay(SLOW);
    pty.send(key::F5.to_owned() + "54");
    pty.wait_for("Ждём сервер: 2 клавиши", LIMIT);
    pty.send(key::F1);
    pty.wait_for("Клавиши", LIMIT);
    pty.wait_for("Журнал · 7Б", LIMIT);
    // As soon as it is closed, the older keys are entered.
    pty.send(key::ESC);
    pty.wait_for("2 в очереди", LIMIT);
    pty.send("3");
    pty.wait_for("3 в очереди", LIMIT);
    proxy.delay(Duration::ZERO);
    pty.wait_for(SETTLED, LIMIT);
    let log = log(&server, "orlova", fixture::RUNNING);
    let pupils = edits(&log).iter().map(Edit::pupil).collect::<Vec<_>>();
    assert_eq!(pupils, [1, 2, 3].map(|nth| Some(fixture::pupil(nth))));
}

#[test]
fn what_cannot_be_entered_is_said() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    proxy.delay(SLOW * 20);
    pty.send(key::F5.to_owned() + "54");
    pty.wait_for("Ждём сервер: 2 клавиши", LIMIT);
    // Left: nothing is entered anywhere else.
    pty.send(key::ESC);
    pty.wait_for("Не введено: 2 клавиши", LIMIT);
    // The line breaks: the page does not come.
    pty.send(key::F5.to_owned() + "543");
    pty.wait_for("Ждём сервер: 3 клавиши", LIMIT);
    proxy.cut();
    pty.wait_for("Не введено: 3 клавиши", LIMIT);
    pty.send("5");
    pty.wait_for("это не введено", LIMIT);
    proxy.delay(Duration::ZERO);
    proxy.mend();
    pty.wait_for("Журнал · 7Б", LIMIT);
    pty.wait_for(SETTLED, LIMIT);
    assert!(log(&server, "orlova", fixture::RUNNING).is_empty());
}

#[test]
fn a_burst_finds_the_window_that_it_has_opened() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    proxy.delay(SLOW);
    // The kinds of work, the second of them, a mark in its column: one write, no frame between.
    let keys = [key::F7, key::DOWN, key::ENTER, "4"].concat();
    pty.send(keys);
    pty.wait_for("1 в очереди", LIMIT);
    pty.wait_for(SETTLED, LIMIT);
    let log = log(&server, "orlova", fixture::RUNNING);
    assert!(
        matches!(&edits(&log)[..], [Edit::Mark { work, .. }] if work.kind != fixture::ANSWER),
        "{log:#?}"
    );
}
