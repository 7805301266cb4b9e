//! A week in which pupils come, move, leave and change groups: on every date journals, averages,
//! counts, rights and terms are right; and what is taken back leaves everything as it was.

#[path = "week/office.rs"]
mod office;
#[path = "week/plain.rs"]
mod plain;
#[path = "week/school.rs"]
mod school;
#[path = "week/table.rs"]
mod table;

use crate::house::ask;
use crate::seat::{LIMIT, SETTLED, Seat, type_in};
use chrono::{NaiveDate, TimeDelta};
use office::Office;
use plain::Plain;
use school::{CHANGES, ENGLISH_1, ENGLISH_2, LEAVES, MOVES};
use std::sync::Arc;
use table::{Day, Written};
use tempfile::TempDir;
use testkit::fixture::{ALGEBRA, ALGEBRA_A, ANSWER};
use testkit::pty::key;
use testkit::{Pty, TestClock, TestServer, fixture};

/// To the last cell of a grid.
const LAST: &str = "\x1b[1;5F";
/// On Monday, when the lessons are over.
const NOW: &str = "2026-11-16T15:00";

/// The school as it is at a moment.
struct Kept(TempDir);

impl Kept {
    fn of(server: &TestServer) -> Self {
        let copy = tempfile::tempdir().unwrap();
        let database = rusqlite::Connection::open(server.dir().join("server.db")).unwrap();
        let path = copy.path().join("server.db");
        let path = path.to_str().unwrap();
        database.execute("VACUUM INTO ?1", [path]).unwrap();
        Self(copy)
    }

    /// A server that goes on from it with a clock of its own.
    fn server(&self) -> TestServer {
        let server = TestServer::builder().dir(self.0.path()).clock(clock());
        let mut server = server.start();
        // Its sessions are others than those that the copied one has given.
        server.restart();
        server
    }
}

fn clock() -> Arc<TestClock> {
    Arc::new(TestClock::standing(fixture::at(school::first(), 15, 0)))
}

/// Every date of the week as the server has it, and as it is to be.
fn walk(kept: &Kept, mut plain: Plain, seen: impl Fn(NaiveDate, &TestServer)) -> Vec<Day> {
    let server = kept.server();
    let lessons = school::bundle().lessons;
    let days = school::first().iter_days();
    let mut week = Vec::new();
    for on in days.take_while(|day| *day <= school::last()) {
        let day = table::look(&server, on, &lessons, &mut plain);
        assert_eq!(day, plain.day(on, &lessons), "on {on}");
        seen(on, &server);
        week.push(day);
        if on != school::last() {
            server.clock().advance(TimeDelta::days(1));
        }
    }
    let cells = table::every_cell(&server, &lessons);
    assert_eq!(cells, plain.every_cell(&lessons));
    week
}

/// What is written before the orders come: marks of that Monday, absences of it and of Friday.
fn taught(server: &TestServer) -> Vec<Written> {
    let monday = school::first();
    let friday = school::november(13);
    let entries = [
        (ALGEBRA_A, monday, MOVES, Some(5)),
        (ALGEBRA_A, friday, MOVES, None),
        (ALGEBRA, monday, LEAVES, Some(4)),
        (ENGLISH_1, monday, LEAVES, Some(3)),
        (ALGEBRA, monday, CHANGES, Some(3)),
        (ENGLISH_2, monday, CHANGES, Some(5)),
    ];
    let lessons = school::bundle().lessons;
    let pen = server.pen();
    let entries = entries.map(|(journal, on, pupil, mark)| {
        let lesson = lessons
            .iter()
            .find(|it| (it.journal, it.date) == (journal, on));
        let lesson = lesson.unwrap().id;
        let change = match mark {
            Some(_) => pen.grade(lesson, pupil, ANSWER, None, mark),
            None => pen.absent(lesson, pupil),
        };
        let outcome = ask(async {
            let mut api = server.signed_in(school::teacher(journal)).await;
            api.push(vec![change]).await.unwrap().outcomes.remove(0)
        });
        let applied = matches!(outcome, journal::ChangeOutcome::Applied { .. });
        assert!(applied, "{outcome:?}");
        Written {
            journal,
            on,
            pupil,
            mark,
        }
    });
    // The fixture has her absent on Friday.
    let absent = Written {
        journal: ALGEBRA,
        on: friday,
        pupil: CHANGES,
        mark: None,
    };
    entries.into_iter().chain([absent]).collect()
}

/// Whom the registrar moves, key by key, and what is seen before it is.
fn ordered(office: &mut Office) {
    let enter = key::ENTER;
    let line = format!("аалто о{enter}7б{enter}17.11");
    let seen = office.order("1-з", "зачисление", &line);
    assert!(seen.contains("7Б с 17.11.2026"), "{seen}");
    let line = format!("яковл{enter}{enter}20.11");
    let seen = office.order("2-о", "отчисление", &line);
    assert!(seen.contains("вне классов с 20.11.2026"), "{seen}");
    office.go_to("групп уч", "Белова");
    let place = format!("аалто о{enter}англ. 1{enter}17.11");
    office.place(&place, "Аалто");
    office.last_day("белова", "18.11");
    let place = format!("белова{enter}англ. 1{enter}19.11");
    office.place(&place, "Белова");
    office.go_to("приказ", "2-о");
    let line = format!("быкова л{enter}7б{enter}18.11");
    let seen = office.order("3-п", "перевод в другой класс", &line);
    assert!(seen.contains("7А → 7Б с 18.11.2026"), "{seen}");
}

/// All of it taken back: one order by Ctrl+Z, two by orders, the places by hand. The place that the
/// new pupil was given stays: without the class it is none.
fn taken_back(office: &mut Office) {
    let seen = office.undo();
    assert!(seen.contains("7Б → 7А с 18.11.2026"), "{seen}");
    let seen = office.cancelling("3-х", "1-з");
    assert!(seen.contains("7Б → вне классов с 17.11.2026"), "{seen}");
    let seen = office.cancelling("4-х", "2-о");
    assert!(seen.contains("вне классов → 7Б с 20.11.2026"), "{seen}");
    office.go_to("групп уч", "Белова");
    office.remove("белова англ. 1");
    office.last_day("белова", "");
}

#[test]
fn what_is_ordered_holds_from_its_day_and_what_is_taken_back_leaves_nothing() {
    let server = TestServer::builder().bundle(school::bundle());
    let server = server.clock(clock()).start();
    let written = taught(&server);
    let before = Kept::of(&server);
    let seat = Seat::at(&server.url()).clock(NOW);
    let mut office = Office::at(&seat, "Здесь пока пусто");
    ordered(&mut office);
    let during = Kept::of(&server);
    taken_back(&mut office);
    let after = Kept::of(&server);

    let before = walk(&before, Plain::without_orders(&written), |_, _| {});
    walk(&during, Plain::with_orders(&written), looks);
    let after = walk(&after, Plain::without_orders(&written), |_, _| {});
    assert_eq!(before, after);
}

/// The screens of the teacher, of both class teachers and of the registrar on Friday.
fn looks(on: NaiveDate, server: &TestServer) {
    if on != school::november(20) {
        return;
    }
    let seat = || Seat::at(&server.url()).clock("2026-11-20T15:00");
    let (teacher, class_teacher, other, office) = (seat(), seat(), seat(), seat());
    let mut pty = signed_in(&teacher, "orlova", "Сегодня");
    pty.send(key::F5);
    pty.wait_for("Быкова", LIMIT);
    is_as_seen("grid", &pty);
    pty.send(LAST);
    pty.wait_for("Яковлева", LIMIT);
    is_as_seen("end_of_the_grid", &pty);

    let mut pty = signed_in(&class_teacher, "sokolova", "Сегодня");
    go_to(&mut pty, "карточки", "Соколова");
    pty.send(key::ENTER);
    pty.wait_for("Быкова", LIMIT);
    is_as_seen("class", &pty);
    go_to(&mut pty, "без подгруппы", "Быкова");
    is_as_seen("ungrouped", &pty);
    let mut pty = signed_in(&other, school::LEBEDEVA, "Сегодня");
    go_to(&mut pty, "карточки", "Лебедева");
    pty.send(key::ENTER);
    pty.wait_for("Власов", LIMIT);
    is_as_seen("class_of_before", &pty);

    let mut pty = signed_in(&office, "registrar", "Справочники школы");
    go_to(&mut pty, "книгу движения", "Аалто");
    is_as_seen("book", &pty);
    go_to(&mut pty, "сколько учеников", "7А");
    is_as_seen("counts", &pty);
}

fn signed_in(seat: &Seat, login: &str, home: &str) -> Pty {
    let mut pty = seat.client().size(80, 24).spawn();
    pty.wait_for("Логин", LIMIT);
    type_in(&mut pty, login, fixture::PASSWORD);
    pty.wait_for(home, LIMIT);
    pty.wait_for(SETTLED, LIMIT);
    pty
}

/// Out of the palette to a place, when its first row is there.
fn go_to(pty: &mut Pty, name: &str, row: &str) {
    pty.send(key::ctrl('p') + name);
    pty.wait_for(&format!("· «{name}»"), LIMIT);
    pty.send(key::ENTER);
    pty.wait_for(row, LIMIT);
}

/// Above the lines that tell the time and the keys.
fn is_as_seen(name: &str, pty: &Pty) {
    let screen = pty.wait_for(SETTLED, LIMIT);
    let rows = screen.lines().take_while(|row| !row.contains(SETTLED));
    let rows: Vec<_> = rows.map(str::trim_end).collect();
    insta::assert_snapshot!(name, rows.join("\n"));
}
