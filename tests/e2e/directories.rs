//! The administrator at the directories: adds a room, renames a subject, moves a quarter and sees
//! first what that would do. The real program against the real server.

use crate::house::ask;
use crate::seat::{LIMIT, Seat, type_in};
use journal::register::{Record, RecordKind};
use journal::view::RecordLine;
use testkit::pty::key;
use testkit::{Pty, TestServer, fixture};

/// The records of a kind.
pub fn records(server: &TestServer, kind: RecordKind) -> Vec<RecordLine> {
    let page = ask(async { server.signed_in("admin").await.records(kind).await });
    page.expect("the records").records
}

/// What stands on the first screen of a teacher, of an administrator and of a registrar when the
/// rules are here.
const HOMES: [&str; 3] = [
    "перекличка НЕ",
    "Чего не хватает школе",
    "Справочники школы — Alt+D",
];

/// Somebody signed in, at the list of lists.
pub fn at_directories(seat: &Seat, login: &str) -> Pty {
    let mut pty = seat.client().size(80, 24).spawn();
    pty.wait_for("Логин", LIMIT);
    type_in(&mut pty, login, fixture::PASSWORD);
    // Before the rules are here nobody knows what one may open, and a key is told so.
    pty.wait_until("the rules of the school", LIMIT, |screen| {
        screen.contains("● на сервере") && HOMES.iter().any(|home| screen.contains(home))
    });
    pty.send("\x1bd");
    pty.wait_for("Виды работ", LIMIT);
    pty
}

/// Opens the list of a kind, by a part of its name, as soon as it has its first row.
pub fn open_kind(pty: &mut Pty, part: &str, row: &str) {
    pty.send(part);
    pty.wait_for("1/", LIMIT);
    pty.send(key::ENTER);
    pty.wait_for(row, LIMIT);
}

#[test]
fn a_room_is_added_and_a_subject_renamed() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = at_directories(&seat, "admin");
    open_kind(&mut pty, "кабин", "Основное здание");
    pty.send("\x1b[2~");
    pty.wait_for("новая запись", LIMIT);
    pty.send(format!("22{0}{0}24{0}2{0}", key::ENTER));
    pty.wait_for("Записано: «22", LIMIT);
    let rooms = records(&server, RecordKind::Room);
    let new = rooms.iter().find(|line| line.title.starts_with("22"));
    let Some(Record::Room(room)) = new.map(|line| &line.record) else {
        panic!("{rooms:?}")
    };
    assert_eq!((room.seats, room.floor), (Some(24), Some(2)));

    pty.send(key::ESC);
    pty.wait_for("«кабин»", LIMIT);
    pty.send(key::ESC);
    pty.wait_for("Виды работ", LIMIT);
    open_kind(&mut pty, "предметы", "Алгебра");
    pty.send(format!("алгебра{}", key::ENTER));
    pty.wait_for("Предметы › Алгебра", LIMIT);
    pty.send(format!(" и анализ{}", key::ctrl('s')));
    let shown = pty.wait_for("станет «Алгебра и анализ»", LIMIT);
    assert!(shown.contains("изменится записей: 1"), "{shown}");
    pty.send(key::ENTER);
    pty.wait_for("Записано: «Алгебра и анализ»", LIMIT);
    let subjects = records(&server, RecordKind::Subject);
    assert!(subjects.iter().any(|line| line.title == "Алгебра и анализ"));
    pty.send("\x1bh");
    let shown = pty.wait_for("было «Алгебра», стало «Алгебра и анализ»", LIMIT);
    assert!(
        shown.contains("История · Предметы · Алгебра и анализ"),
        "{shown}"
    );
}

/// A single record, not only several of one form.
#[test]
fn a_subject_renamed_a_moment_ago_is_called_again_as_before() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = at_directories(&seat, "admin");
    open_kind(&mut pty, "предметы", "Алгебра");
    pty.send(format!("алгебра{}", key::ENTER));
    pty.wait_for("Предметы › Алгебра", LIMIT);
    pty.send(format!(" и анализ{}", key::ctrl('s')));
    pty.wait_for("станет «Алгебра и анализ»", LIMIT);
    pty.send(key::ENTER);
    pty.wait_for("Записано: «Алгебра и анализ»", LIMIT);
    let titles = || {
        let subjects = records(&server, RecordKind::Subject).into_iter();
        subjects.map(|line| line.title).collect::<Vec<_>>()
    };
    assert!(titles().contains(&"Алгебра и анализ".to_owned()));
    pty.send(key::ctrl('z'));
    let shown = pty.wait_for("Отмена записанного", LIMIT);
    assert!(shown.contains("станет «Алгебра»"), "{shown}");
    pty.send(key::ENTER);
    pty.wait_for("Отменено, записей: 1", LIMIT);
    assert!(titles().contains(&"Алгебра".to_owned()), "{:?}", titles());
    pty.send("\x1bh");
    pty.wait_for("отмена записанного", LIMIT);
}

#[test]
fn a_quarter_is_moved_only_after_its_dangers_were_agreed_to() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = at_directories(&seat, "admin");
    open_kind(&mut pty, "период", "четверть");
    pty.send(key::DOWN);
    pty.send(key::ENTER);
    pty.wait_for("Последний день *", LIMIT);
    let clear = key::ctrl('u');
    pty.send(format!(
        "{0}{0}{0}{clear}16.11{1}",
        key::TAB,
        key::ctrl('s')
    ));
    let shown = pty.wait_for("ОПАСНО", LIMIT);
    assert!(shown.contains("6 уроков"), "{shown}");
    let starts = || {
        let periods = records(&server, RecordKind::Period);
        periods.into_iter().find_map(|line| match line.record {
            Record::Period(period) if line.id.0 == fixture::QUARTER.0 => Some(period.starts),
            _ => None,
        })
    };
    pty.send(key::ENTER);
    pty.wait_for("Здесь только читают", LIMIT);
    assert_eq!(starts(), Some(fixture::date(2026, 11, 2)), "no consent yet");
    pty.send(key::ESC);
    pty.wait_until("the danger without its window", LIMIT, |screen| {
        !screen.contains("Здесь только читают")
    });
    pty.send("\x1b[20~");
    pty.wait_for("Записано: «", LIMIT);
    assert_eq!(starts(), Some(fixture::date(2026, 11, 16)));
}

#[test]
fn a_teacher_looks_and_is_told_by_which_clause() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let mut pty = at_directories(&seat, "orlova");
    open_kind(&mut pty, "кабин", "Основное здание");
    pty.wait_for(
        "Вам — только смотреть. Ведут: администратор, завуч (",
        LIMIT,
    );
    pty.send("\x1b[2~");
    let shown = pty.wait_for(
        "Вам — только смотреть. Ведут: администратор, завуч (",
        LIMIT,
    );
    assert!(!shown.contains("новая запись"), "{shown}");
}

/// The list on the screen goes into a table that the command line reads back.
#[test]
fn a_list_is_exported_from_its_screen() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url());
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("кабинеты.csv");
    let mut pty = at_directories(&seat, "admin");
    open_kind(&mut pty, "кабин", "Основное здание");
    pty.send("\x1be");
    pty.wait_for("Выгрузка: Кабинеты и места", LIMIT);
    // What stands there goes, from its end.
    pty.send("\x7f".repeat(40));
    pty.send(file.to_str().unwrap());
    pty.send("\x13");
    pty.wait_for("Записано: 1 таблица", LIMIT);
    let text = std::fs::read_to_string(&file).unwrap();
    let rooms = records(&server, RecordKind::Room);
    assert_eq!(text.lines().count(), rooms.len() + 1, "{text}");
    assert!(
        text.starts_with("\u{feff}№ в Журнале;Кабинет;Здание;"),
        "{text}"
    );
    // No file is overwritten.
    pty.send("\x1be");
    pty.wait_for("Выгрузка: Кабинеты и места", LIMIT);
    pty.send("\x7f".repeat(40));
    pty.send(file.to_str().unwrap());
    pty.send("\x13");
    pty.wait_for("уже есть и не перезаписан", LIMIT);
}
