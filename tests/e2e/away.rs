//! The server is away for a whole lesson: the lesson is run, and arrives when it is back.

use crate::grid::{cells, column};
use crate::house::{edits, log};
use crate::seat::{LIMIT, SETTLED, Seat, to_cell, until_kept};
use crate::two_seats::TwoSeats;
use journal::{Attendance, Edit, FromTo};
use testkit::pty::key;
use testkit::{Proxy, TestServer, fixture};

const HEADS: [&str; 2] = ["Явка", "Ответ"];

#[test]
fn a_journal_that_is_not_here_says_so_and_comes_with_the_line() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    comes_ahead(&seat, &format!("journal/{}", fixture::ALGEBRA));
    proxy.cut();
    pty.wait_for("нет сети", LIMIT);
    // This quarter's was fetched ahead, the last one's was not.
    pty.send(key::F5);
    pty.wait_for("Журнал · 7Б · Алгебра", LIMIT);
    pty.send("{");
    let words = "Этого журнала нет на компьютере, а сети нет. Он откроется, когда связь вернётся.";
    let screen = pty.wait_for(words, LIMIT);
    assert!(!screen.contains("загружается"), "{screen}");
    proxy.mend();
    pty.wait_gone(words, LIMIT);
    pty.wait_for("Журнал · 7Б · Алгебра", LIMIT);
}

/// The next morning without a network: the lesson and its journal, which nobody has opened.
#[test]
fn the_next_school_day_is_there_without_a_network() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    comes_ahead(&seat, &format!("lesson/{}", fixture::AFTER));
    comes_ahead(&seat, &format!("journal/{}", fixture::ALGEBRA));
    pty.send(key::F10);
    pty.wait_exit(LIMIT);
    proxy.cut();

    let seat = seat.clock("2026-11-18T09:26");
    let mut pty = seat.start();
    pty.wait_for("Урок · 7Б · Алгебра", LIMIT);
    pty.wait_for("ср 18 ноября", LIMIT);
    pty.send(to_cell(2, 0) + "н");
    pty.wait_for("нет сети, 1 в очереди", LIMIT);
    pty.send(key::F5);
    pty.wait_for("Журнал · 7Б · Алгебра", LIMIT);
}

/// Else one would type over a cell that looks empty and is not.
#[test]
fn a_window_shows_what_another_wrote_without_a_network() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut one = seat.sign_in("orlova");
    let mut other = seat.return_to_lesson();
    other.wait_for(SETTLED, LIMIT);
    proxy.cut();
    one.wait_for("нет сети", LIMIT);
    other.wait_for("нет сети", LIMIT);
    one.send(to_cell(1, 0) + "н");
    one.wait_for("нет сети, 1 в очереди", LIMIT);
    other.wait_for("нет сети, 1 в очереди", LIMIT);
    other.wait_for("нет 1", LIMIT);
    other.send(to_cell(2, 0) + "н");
    other.wait_for("нет 2", LIMIT);
    one.wait_for("нет сети, 2 в очереди", LIMIT);
    proxy.mend();
    one.wait_for(SETTLED, LIMIT);
    other.wait_for(SETTLED, LIMIT);
}

/// Waits until the client keeps a page.
fn comes_ahead(seat: &Seat, page: &str) {
    let account = seat.account("orlova");
    let db = rusqlite::Connection::open(account.file()).unwrap();
    let ask = "SELECT count(*) FROM page WHERE key = ?1";
    let count = || db.query_row(ask, [page], |row| row.get::<_, i64>(0));
    until_kept(account.path(), page, || count().unwrap() > 0);
}

#[test]
fn a_lesson_without_a_server_arrives_whole_and_in_order() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    proxy.cut();
    pty.wait_for("нет сети", LIMIT);

    // The roll: two absent, one of them ill, and confirmed.
    pty.send(to_cell(2, 0) + "нб" + key::F4);
    pty.wait_for("перекличка подтверждена", LIMIT);
    // Two marks of the first kind of work.
    pty.send(to_cell(5, 1) + "54");
    pty.wait_until("two marks", LIMIT, |screen| {
        column(screen, "Ответ")[4..6] == ["5", "4"]
    });
    // The topic, typed, and the homework.
    pty.send(key::F2);
    pty.wait_for("Тема · 7Б · Алгебра", LIMIT);
    pty.send("Графики уравнений\r");
    pty.wait_for("Тема  Графики уравнений", LIMIT);
    pty.send(key::F3);
    pty.wait_for("Домашнее задание · 7Б", LIMIT);
    pty.send("§ 12, № 431".to_owned() + &key::ctrl('s'));
    pty.wait_for("§ 12, № 431", LIMIT);

    // Two absent (one with its reason), the roll, two marks, topic, homework.
    let screen = pty.wait_for("нет сети, 7 в очереди", LIMIT);
    let written = cells(&screen, &HEADS);
    pty.send(key::F8);
    let queue = pty.wait_for("Очередь и конфликты", LIMIT);
    assert!(queue.contains("перекличка"), "{queue}");

    // The PC is switched off and on, still without a server.
    pty.kill();
    let pty = seat.return_to_lesson();
    let screen = pty.wait_for("нет сети, 7 в очереди", LIMIT);
    assert_eq!(cells(&screen, &HEADS), written);
    assert!(screen.contains("перекличка подтверждена"), "{screen}");
    assert!(log(&server, "orlova", fixture::RUNNING).is_empty());

    proxy.mend();
    let screen = pty.wait_for(SETTLED, LIMIT);
    assert_eq!(cells(&screen, &HEADS), written);
    let log = log(&server, "orlova", fixture::RUNNING);
    let edits = edits(&log);
    let absent = |nth| Edit::Attendance {
        pupil: fixture::pupil(nth),
        step: FromTo::new(Attendance::Present, Attendance::Absent),
    };
    assert_eq!(edits.len(), 8, "{edits:#?}");
    assert_eq!(edits[..2], [absent(2), absent(3)]);
    assert!(
        matches!(
            edits[2..],
            [
                Edit::Reason { .. },
                Edit::RollCall { .. },
                Edit::Mark { .. },
                Edit::Mark { .. },
                Edit::Topic { .. },
                Edit::Homework { .. },
            ]
        ),
        "{edits:#?}"
    );
    // A lesson marked without a network keeps its true time.
    assert!(log.is_sorted_by(|a, b| a.change.made_at <= b.change.made_at));
    assert!(
        log.iter()
            .all(|logged| logged.change.made_at < logged.received_at)
    );
}

/// The same teacher at the PC in the class, without a network, and at the one in the staff room.
#[test]
fn a_conflict_with_oneself_is_said_as_such() {
    let mut two = TwoSeats::cut_before(&(to_cell(3, 1) + "4"), 1);
    two.here.send(to_cell(3, 1) + "5");
    two.here
        .wait_until("a mark on the server", LIMIT, |screen| {
            column(screen, "Ответ")[2] == "5" && screen.contains(SETTLED)
        });
    two.line.mend();
    let words = ": вы сами записали иное, здесь или с другого компьютера.";
    two.there.wait_for(words, LIMIT);
    two.there.send(key::F8);
    two.there
        .wait_for("На сервере другое: 5 — вы сами, ", LIMIT);
}
