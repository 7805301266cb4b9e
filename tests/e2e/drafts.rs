//! What is being written into a form and is not entered yet: it survives a kill, and leaving.

use crate::house::{edits, log};
use crate::seat::{LIMIT, SETTLED, Seat};
use journal::Edit;
use testkit::pty::key;
use testkit::{Proxy, Pty, TestServer, fixture};

const RESTORED: &str = "Черновик восстановлен";

#[test]
fn a_homework_being_written_survives_a_kill_and_is_entered_once() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    // Without a network too: the disk alone keeps it.
    proxy.cut();
    pty.wait_for("нет сети", LIMIT);
    open_homework(&mut pty);
    pty.send("§ 12, № 431");
    pty.wait_for("§ 12, № 431", LIMIT);
    pty.kill();

    let mut pty = seat.return_to_lesson();
    let screen = open_homework(&mut pty);
    assert!(screen.contains("§ 12, № 431"), "{screen}");
    pty.wait_for(RESTORED, LIMIT);
    pty.send("-434");
    pty.wait_for("§ 12, № 431-434", LIMIT);
    pty.kill();

    let mut pty = seat.return_to_lesson();
    let screen = open_homework(&mut pty);
    assert!(screen.contains("§ 12, № 431-434"), "{screen}");
    pty.send(key::ctrl('s'));
    pty.wait_for("Урок · 7Б · Алгебра", LIMIT);
    proxy.mend();
    pty.wait_for(SETTLED, LIMIT);
    let entered = edits(&log(&server, "orlova", fixture::RUNNING));
    assert!(
        matches!(&entered[..], [Edit::Homework { step, .. }]
            if step.new.as_ref().is_some_and(|homework| homework.text == "§ 12, № 431-434")),
        "{entered:#?}"
    );
    // Entered, it is no draft any more.
    pty.kill();
    let mut pty = seat.return_to_lesson();
    let screen = open_homework(&mut pty);
    assert!(!screen.contains(RESTORED), "{screen}");
}

#[test]
fn a_draft_is_there_on_return_until_it_is_given_up() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = seat.sign_in("orlova");
    pty.send(key::F2);
    pty.wait_for("Тема · 7Б", LIMIT);
    pty.send("Повторение дробей");
    pty.wait_for("Повторение дробей", LIMIT);
    // Away through «Сегодня», without a word about it.
    pty.send(key::F6);
    pty.wait_gone("Тема · 7Б", LIMIT);
    pty.send(key::ENTER);
    pty.wait_for("Урок · 7Б · Алгебра", LIMIT);
    pty.send(key::F2);
    let screen = pty.wait_for(RESTORED, LIMIT);
    assert!(screen.contains("Повторение дробей"), "{screen}");
    // Given up, it is gone for good.
    pty.send(key::ESC);
    pty.wait_for("Не записано", LIMIT);
    pty.send(key::DELETE);
    pty.wait_for("Урок · 7Б · Алгебра", LIMIT);
    pty.kill();
    let mut pty = seat.return_to_lesson();
    pty.send(key::F2);
    let screen = pty.wait_for("Тема · 7Б", LIMIT);
    assert!(!screen.contains("Повторение дробей"), "{screen}");
    assert!(log(&server, "orlova", fixture::RUNNING).is_empty());
}

fn open_homework(pty: &mut Pty) -> String {
    pty.send(key::F3);
    pty.wait_for("Домашнее задание · 7Б", LIMIT)
}
