//! `kill -9` of the client right after a key: what was painted is there at the next start.

use crate::grid::{Cells, cells, column};
use crate::house::{ask, log};
use crate::seat::{LIMIT, SETTLED, Seat, to_cell};
use journal::{Cell, Content};
use offline::seal::Plain;
use offline::{IdSource, Store};
use std::collections::BTreeMap;
use testkit::pty::key;
use testkit::{Proxy, Pty, TestServer, fixture};

const HEADS: [&str; 2] = ["Явка", "Ответ"];

/// When the process is killed.
#[derive(Debug, Clone, Copy)]
enum Moment {
    /// As soon as the key is in the terminal's queue.
    AtOnce,
    /// At the first byte that is painted after it.
    FirstByte,
    /// As soon as the cell is seen.
    Painted,
}

/// A pupil, columns to the right of the attendance, keys, and what they paint.
const ROUNDS: [(usize, usize, &str, &str); 12] = [
    (1, 0, "н", "н"),
    (2, 0, "о", "о"),
    (3, 1, "5", "5"),
    (4, 0, "б", "б"),
    (5, 1, "4", "4"),
    (6, 1, "3", "3"),
    (7, 0, "п", "п"),
    (8, 1, ".", "."),
    (9, 0, "y", "н"),
    (10, 1, "5", "5"),
    (11, 0, "н", "н"),
    (12, 1, "2", "2"),
];

#[test]
fn every_painted_change_is_there_at_the_next_start() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    seat.sign_in("orlova").kill();

    let mut painted = Cells::new();
    let moments = [Moment::AtOnce, Moment::FirstByte, Moment::Painted];
    for (round, (pupil, right, key, shows)) in ROUNDS.into_iter().enumerate() {
        // Every other round without a network: the outbox alone has to keep it.
        if round % 2 == 1 {
            proxy.cut();
        } else {
            proxy.mend();
        }
        let mut pty = seat.return_to_lesson();
        assert_kept(&painted, &pty, round);
        let written = pty.raw().len();
        pty.send(to_cell(pupil, right) + key);
        let moment = moments[round % moments.len()];
        match moment {
            Moment::AtOnce => {}
            Moment::FirstByte => {
                pty.wait_for_bytes(written + 1, LIMIT);
            }
            Moment::Painted => {
                pty.wait_until(shows, LIMIT, |screen| {
                    let now = cells(screen, &HEADS);
                    now.iter()
                        .any(|(at, cell)| !painted.contains_key(at) && cell.starts_with(shows))
                });
            }
        }
        pty.kill();
        painted.extend(cells(&pty.screen(), &HEADS));
    }
    assert!(painted.len() >= ROUNDS.len() / 3, "{painted:?}");

    proxy.mend();
    let pty = seat.return_to_lesson();
    assert_kept(&painted, &pty, ROUNDS.len());
    let ours = cells(&pty.wait_for(SETTLED, LIMIT), &HEADS);
    pty.kill();
    let store = Store::open(
        &seat.account("orlova"),
        Box::new(Plain),
        &mut IdSource::new([1; 32]),
        fixture::now(),
    )
    .unwrap();
    assert_eq!(store.pending_count().unwrap(), 0);

    // Somebody who has none of it sees the same: it is all on the server, each change once.
    let other_seat = Seat::at(&server.url());
    let other = other_seat.sign_in("orlova");
    assert_eq!(cells(&other.screen(), &HEADS), ours);
    let log = log(&server, "orlova", fixture::RUNNING);
    let mut reached = BTreeMap::new();
    for logged in &log {
        let (old, new) = logged.change.edit.clone().into_contents();
        let before = reached.insert(logged.change.edit.cell(), new);
        assert!(before.is_none_or(|before| before == old), "{logged:?}");
    }
}

fn assert_kept(painted: &Cells, pty: &Pty, round: usize) {
    let now = cells(&pty.screen(), &HEADS);
    for (at, cell) in painted {
        assert_eq!(
            now.get(at),
            Some(cell),
            "{at:?} was painted before round {round}:\n{}",
            pty.screen()
        );
    }
}

#[test]
fn a_burst_of_keys_is_kept_whole_once_it_is_painted() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    seat.sign_in("orlova").kill();
    proxy.cut();
    let mut pty = seat.return_to_lesson();
    let written = pty.raw().len();
    pty.send(to_cell(1, 0) + &"н".repeat(27));
    pty.wait_for_bytes(written + 1, LIMIT);
    pty.kill();
    let painted = cells(&pty.screen(), &HEADS);
    proxy.mend();
    let pty = seat.return_to_lesson();
    assert_kept(&painted, &pty, 1);
    pty.wait_for(SETTLED, LIMIT);
    let shown = cells(&pty.screen(), &HEADS);
    assert_eq!(log(&server, "orlova", fixture::RUNNING).len(), shown.len());
}

/// Opens the journal and goes to the marks for its period.
fn to_the_period(pty: &mut Pty) {
    pty.send(key::F5);
    pty.wait_for("Журнал · 7Б · Алгебра", LIMIT);
    pty.send(key::END);
    pty.wait_for("2 четверть: итог", LIMIT);
}

#[test]
fn a_mark_for_a_period_outlives_its_client() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.sign_in("orlova");
    to_the_period(&mut pty);
    proxy.cut();
    pty.wait_for("нет сети", LIMIT);
    pty.send("5н/а4");
    let typed = ["5", "н/а", "4"];
    pty.wait_until("three marks", LIMIT, |screen| {
        column(screen, "Итог").starts_with(&typed.map(str::to_owned))
    });
    pty.kill();

    let mut pty = seat.return_to_lesson();
    to_the_period(&mut pty);
    let screen = pty.screen();
    assert_eq!(column(&screen, "Итог")[..3], typed, "{screen}");
    proxy.mend();
    pty.wait_for(SETTLED, LIMIT);
    pty.kill();
    let page = ask(async {
        let api = server.signed_in("orlova").await;
        api.journal(fixture::ALGEBRA, Some(fixture::QUARTER)).await
    });
    let page = page.unwrap();
    for (nth, mark) in [(1, "5"), (2, "not-attested"), (3, "4"), (4, "none")] {
        let pupil = fixture::pupil(nth);
        let stands = page.term.content(Cell::PeriodMark { pupil });
        assert_eq!(stands, Content::PeriodMark(mark.parse().unwrap()));
    }
}
