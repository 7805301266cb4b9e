//! A table read into a list from the screen: shown before it is written, taken back as one.

use crate::directories::{at_directories, open_kind, records};
use crate::seat::{LIMIT, Seat};
use journal::register::RecordKind;
use testkit::TestServer;
use testkit::pty::key;

const ALT_I: &str = "\x1bi";

fn rooms(server: &TestServer) -> Vec<String> {
    let rooms = records(server, RecordKind::Room).into_iter();
    rooms.map(|line| line.title).collect()
}

/// SGO154-3.7a, SGO154-3.7b: what a file would do is seen row by row, errors with their columns; it is written
/// in one go, and in one go taken back.
#[test]
fn a_table_is_seen_before_it_is_written_and_taken_back_as_one() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let lines = [
        "building;title;seats;floor;Примечание",
        "Основное здание;31;20;3;",
        "Основное здание;32;мало;3;",
        "Бассейн;33;20;3;",
        "Основное здание;34;24;3;",
    ];
    std::fs::write(seat.dir().join("rooms.csv"), lines.join("\n")).unwrap();
    let before = rooms(&server);
    let mut pty = at_directories(&seat, "admin");
    open_kind(&mut pty, "кабин", "Основное здание");
    pty.send(ALT_I);
    pty.wait_for("Загрузка: Кабинеты", LIMIT);
    // A path that leads nowhere: a sentence, and the form stays.
    pty.send(format!("~/nowhere.csv{}", key::ctrl('s')));
    let shown = pty.wait_for("nowhere.csv", LIMIT);
    assert!(shown.contains("Загрузка: Кабинеты"), "{shown}");
    pty.wait_for("нет", LIMIT);
    pty.send(format!("{}~/rooms.csv{}", key::ctrl('u'), key::ctrl('s')));
    let shown = pty.wait_for("Загрузка: rooms.csv", LIMIT);
    for said in [
        "новых 2 · изменятся 0 · без изменений 0 · спорных 0 · не войдут 2",
        "Не войдут",
        "строка 3, 32: столбец C «Мест»",
        "нет в файле: 1",
        "в списке «Здания» нет «Бассейн»",
        "столбец E «Примечание» не прочитан",
    ] {
        assert!(shown.contains(said), "«{said}» is not in\n{shown}");
    }
    assert_eq!(rooms(&server), before, "nobody has agreed");
    pty.send(key::ctrl('s'));
    let shown = pty.wait_for("Записано из rooms.csv: новых записей 2", LIMIT);
    assert!(shown.contains("Справочники › Кабинеты"), "{shown}");
    pty.wait_for("31", LIMIT);
    assert_eq!(rooms(&server).len(), before.len() + 2);

    pty.send(key::ctrl('z'));
    pty.wait_for("Отмена загрузки: rooms.csv", LIMIT);
    assert_eq!(rooms(&server).len(), before.len() + 2, "it is shown first");
    pty.send(key::ctrl('s'));
    pty.wait_for("Загрузка отменена, записей затронуто: 2", LIMIT);
    assert_eq!(rooms(&server), before);
    // There is no more of it to take back.
    pty.send(key::ctrl('z'));
    pty.wait_for("Отменять нечего: отменяется последнее", LIMIT);
}

/// People are read as pupils, as the staff or as names alone; an administrator more is agreed to.
#[test]
fn whoever_becomes_an_administrator_by_a_table_is_agreed_to_by_a_key_of_its_own() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let lines = "Фамилия;Имя;Роль 1: Роль\nГусев;Пётр;администратор\n";
    std::fs::write(seat.dir().join("staff.csv"), lines).unwrap();
    let before = records(&server, RecordKind::Office).len();
    let mut pty = at_directories(&seat, "admin");
    open_kind(&mut pty, "люди", "Абрамов");
    pty.send(ALT_I);
    pty.wait_for("Что в нём", LIMIT);
    pty.send(format!(
        "~/staff.csv{0}{1}сотр{0}{2}",
        key::ENTER,
        key::ctrl('u'),
        key::ctrl('s')
    ));
    let shown = pty.wait_for("Загрузка: staff.csv", LIMIT);
    assert!(
        shown.contains("Администратором станет Гусев Пётр"),
        "{shown}"
    );
    pty.send(key::ctrl('s'));
    pty.wait_for("F9", LIMIT);
    assert_eq!(records(&server, RecordKind::Office).len(), before);
    pty.send("\x1b[20~");
    pty.wait_for("Записано из staff.csv", LIMIT);
    assert_eq!(records(&server, RecordKind::Office).len(), before + 1);
}

/// SP14-T1.4a, SP14-T1.4b, SP14-T1.4d: a file without consents is asked for them once, and brings
/// them with its rows.
#[test]
fn a_table_is_asked_for_its_consents_on_the_screen_before_the_rows() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let lines = "Фамилия;Имя;Класс;Телефон\nГусев;Пётр;7А;89160000001\n";
    std::fs::write(seat.dir().join("pupils.csv"), lines).unwrap();
    let before = records(&server, RecordKind::Consent).len();
    let mut pty = at_directories(&seat, "admin");
    open_kind(&mut pty, "люди", "Абрамов");
    pty.send(ALT_I);
    pty.wait_for("Согласия", LIMIT);
    pty.send(format!("~/pupils.csv{}", key::ctrl('s')));
    let shown = pty.wait_for("У 1 человека из файла нет согласия", LIMIT);
    assert!(shown.contains("Загрузка: Люди"), "{shown}");
    let to_consents = key::ENTER.repeat(3);
    pty.send(format!("{to_consents}17.11.2026:папка{}", key::ctrl('s')));
    pty.wait_for("не день и место согласий", LIMIT);
    pty.send(format!(
        "{}01.09.2026:папка 7{}",
        key::ctrl('u'),
        key::ctrl('s')
    ));
    let shown = pty.wait_for("Загрузка: pupils.csv", LIMIT);
    let said = "Вместе с ними вносятся согласия от 01.09.2026: 1.";
    assert!(shown.contains(said), "{shown}");
    assert_eq!(records(&server, RecordKind::Consent).len(), before);
    pty.send(key::ctrl('s'));
    pty.wait_for("Записано из pupils.csv", LIMIT);
    assert_eq!(records(&server, RecordKind::Consent).len(), before + 1);
}
