//! A new pupil, key by key: consents, name, order and two parents, written as one and taken back as one.

use crate::directories::{at_directories, open_kind, records};
use crate::seat::{LIMIT, Seat};
use journal::register::RecordKind;
use testkit::TestServer;
use testkit::pty::key;

const KINDS: [RecordKind; 5] = [
    RecordKind::Person,
    RecordKind::Consent,
    RecordKind::Order,
    RecordKind::Movement,
    RecordKind::Guardianship,
];

fn counts(server: &TestServer) -> [usize; 5] {
    KINDS.map(|kind| records(server, kind).len())
}

#[test]
fn a_pupil_with_two_parents_is_written_and_taken_back_as_one() {
    let server = TestServer::start();
    let before = counts(&server);
    let seat = Seat::at(&server.url());
    let mut pty = at_directories(&seat, "registrar");
    open_kind(&mut pty, "люди", "Антонов");
    pty.send("\x1ba");
    pty.wait_for("Новый ученик", LIMIT);
    pty.wait_for("Приказ №", LIMIT);
    for field in [
        "16.11",
        "папка 7",
        "Новиков",
        "Пётр",
        "Олегович",
        "13-у",
        "16.11",
        "7б",
        "18.11",
    ] {
        pty.send(field.to_owned() + key::ENTER);
    }
    pty.wait_for("18.11.2026", LIMIT);
    for parent in [
        ["мать", "", "Новикова", "Анна", "Ильинична", "16.11"],
        ["отец", "", "Новиков", "Олег", "", "16.11"],
    ] {
        for field in parent {
            pty.send(field.to_owned() + key::ENTER);
        }
        pty.wait_for(parent[3], LIMIT);
    }
    assert_eq!(counts(&server), before, "nothing is written yet");

    pty.send(key::ctrl('s'));
    pty.wait_until(
        "what would change, or that it is written",
        LIMIT,
        |screen| screen.contains("Что изменится") || screen.contains("Ctrl+Z — отменить"),
    );
    if counts(&server) == before {
        pty.send(key::ENTER);
    }
    pty.wait_for("Ctrl+Z — отменить", LIMIT);
    let [people, consents, orders, lines, parents] = before;
    let after = [people + 3, consents + 3, orders + 1, lines + 1, parents + 2];
    assert_eq!(counts(&server), after);

    pty.send(key::ctrl('z'));
    pty.wait_for("Отмена записанного", LIMIT);
    assert_eq!(counts(&server), after, "it is only shown");
    pty.send(key::ENTER);
    pty.wait_for("Отменено, записей: 10", LIMIT);
    assert_eq!(counts(&server), before);
}
