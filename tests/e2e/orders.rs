//! The form of an order, key by key: its head, two lines, what they would do, and both ways out.

use crate::directories::{at_directories, open_kind, records};
use crate::seat::{LIMIT, Seat};
use journal::register::{MovementRecord, Record, RecordKind};
use journal::{ClassId, PupilId};
use testkit::pty::key;
use testkit::{TestServer, fixture};

/// The lines that an order has written.
fn lines(server: &TestServer) -> Vec<MovementRecord> {
    let all = records(server, RecordKind::Movement).into_iter();
    let ordered = all.filter_map(|line| match line.record {
        Record::Movement(it) => it.order.is_some().then_some(it),
        _ => None,
    });
    ordered.collect()
}

#[test]
fn an_order_of_two_lines_is_seen_written_and_taken_back_as_one() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = at_directories(&seat, "registrar");
    open_kind(&mut pty, "приказ", "Здесь пока пусто");
    pty.send("\x1b[2~");
    pty.wait_for("новая запись", LIMIT);
    // Number, date, sort; heading, state, what it cancels and the whole class stay as they are.
    pty.send("5-п".to_owned() + key::ENTER);
    pty.send("16.11".to_owned() + key::ENTER);
    pty.send("перевод в др".to_owned() + key::ENTER);
    pty.send(key::ENTER.repeat(4));
    pty.wait_for("перевод в другой класс", LIMIT);
    // A line: who, to which class, from which day; what it is the order says.
    for (who, shown) in [("анто", "Антонов Юрий"), ("быко", "Быкова Лидия")]
    {
        pty.send(who.to_owned() + key::ENTER);
        pty.wait_for(shown, LIMIT);
        pty.send("7б".to_owned() + key::ENTER);
        pty.send("18.11".to_owned() + key::ENTER);
        pty.send(key::ENTER);
        pty.send("заявление".to_owned() + key::ENTER);
        // In which class the pupil is on the day before is found by the form.
        pty.wait_until("the line", LIMIT, |screen| {
            let mut rows = screen.lines().filter(|row| row.contains(shown));
            rows.any(|row| {
                ["7А", "7Б", "18.11.2026", "заявление"]
                    .iter()
                    .all(|part| row.contains(part))
            })
        });
    }
    assert_eq!(lines(&server), [], "nothing is written yet");

    pty.send(key::ctrl('s'));
    let seen = pty.wait_for("Что изменится", LIMIT);
    for name in ["Антонов Юрий", "Быкова Лидия"] {
        let moves = format!("{name}: 7А → 7Б с 18.11.2026");
        assert!(seen.contains(&moves), "{seen}");
    }
    assert_eq!(lines(&server), [], "it is only shown");
    // Back to the form, where all of it stands, and once more.
    pty.send(key::ESC);
    pty.wait_gone("Что изменится", LIMIT);
    pty.wait_for("заявление", LIMIT);
    pty.send(key::ctrl('s'));
    pty.wait_for("Что изменится", LIMIT);
    pty.send(key::ENTER);
    pty.wait_for("и 2 строки. Ctrl+Z", LIMIT);
    let written = lines(&server);
    let moved: Vec<_> = written.iter().map(|it| (it.pupil, it.class)).collect();
    let to = Some(ClassId(1));
    assert_eq!(moved, [(fixture::stranger(), to), (PupilId(202), to)]);
    let of_days = |it: &MovementRecord| it.day == fixture::date(2026, 11, 18);
    assert!(written.iter().all(of_days), "{written:?}");

    pty.send(key::ctrl('z'));
    let seen = pty.wait_for("Отмена записанного › 5-п", LIMIT);
    assert!(
        seen.contains("Антонов Юрий: 7Б → 7А с 18.11.2026"),
        "{seen}"
    );
    assert_eq!(lines(&server).len(), 2, "it is only shown");
    pty.send(key::ENTER);
    pty.wait_for("Отменено, записей: 3", LIMIT);
    assert_eq!(lines(&server), []);
    assert_eq!(records(&server, RecordKind::Order), []);
    pty.wait_for("Здесь пока пусто", LIMIT);
}
