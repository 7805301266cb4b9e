//! What is said of cells is what stands in them.

use crate::input::{SIZE, entry, lesson_stage, pupil};
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::Attendance;
use rstest::rstest;

/// The row of whoever is announced as absent.
fn announced() -> usize {
    let members = &PAGES.lesson.members;
    let sheet = &PAGES.lesson.sheet;
    let is_announced = |row: &usize| {
        let entry = sheet.entry(pupil(*row));
        entry.is_some_and(|entry| entry.reason.is_some())
    };
    (0..members.len())
        .find(is_announced)
        .expect("somebody is announced")
}

fn go_to(stage: &mut Stage, row: usize) {
    stage.press(KeyCode::Home, KeyModifiers::CONTROL);
    for _ in 0..row {
        stage.key(KeyCode::Down);
    }
}

/// Selects so many rows from the first on.
fn select(stage: &mut Stage, rows: usize) {
    go_to(stage, 0);
    for _ in 1..rows {
        stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    }
}

fn nobody_announced() -> Stage {
    let mut stage = lesson_stage();
    let lesson = stage.lesson().sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.sheet.entries.clear();
    stage
}

fn name(row: usize) -> String {
    PAGES.lesson.members[row].name.listed()
}

fn line(stage: &Stage) -> String {
    let row = usize::from(SIZE.1) - 3;
    stage.rows().0[row].trim().to_owned()
}

#[rstest]
fn of_a_bare_announcement_backspace_and_delete_say_the_way(
    #[values(KeyCode::Backspace, KeyCode::Delete)] key: KeyCode,
) {
    let mut stage = lesson_stage();
    go_to(&mut stage, announced());
    stage.key(key);
    assert_eq!(
        stage.notice(),
        "«(б)» — предупреждение, удалять нечего: пришёл — «-», нет — «н»."
    );
    assert!(stage.entered.is_empty(), "{:?}", stage.entered);
}

#[test]
fn backspace_sends_nobody_to_delete_where_that_finds_nothing() {
    let mut stage = lesson_stage();
    let nothing = "Здесь удалять нечего.";
    assert_eq!(stage.key(KeyCode::Backspace).notice(), nothing);
    assert_eq!(stage.key(KeyCode::Delete).notice(), nothing);
    stage.letters("н").key(KeyCode::Up);
    let said = stage.key(KeyCode::Backspace).notice();
    assert!(said.ends_with("Эту клетку очищает Delete."), "{said}");
}

#[test]
fn an_absence_deleted_from_a_confirmed_roll_is_presence_and_is_said_so() {
    let mut stage = lesson_stage();
    let row = announced();
    stage.key(KeyCode::F(4)).key(KeyCode::Enter);
    assert_eq!(entry(&stage, row).attendance, Attendance::Absent);
    go_to(&mut stage, row);
    stage.key(KeyCode::Delete);
    let name = name(row);
    assert_eq!(
        stage.notice(),
        format!("Удалено: {name} — б. Теперь: присутствует.")
    );
    let left = entry(&stage, row);
    assert_eq!((left.attendance, left.reason), (Attendance::Present, None));
    let rows = stage.rows().0;
    let shown = rows.iter().find(|line| line.contains(&name)).unwrap();
    assert!(!shown.contains("(б)"), "{shown}");
}

#[test]
fn a_selection_that_begins_empty_repeats_nothing_and_says_so() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).key(KeyCode::Down).letters("5");
    select(&mut stage, 3);
    let before = stage.entered.len();
    stage.letters("=");
    assert_eq!(stage.entered.len(), before, "{:?}", stage.entered);
    assert_eq!(
        stage.notice(),
        "Первая из выделенных клеток пуста: повторять нечего."
    );
}

#[test]
fn a_selection_that_is_full_already_is_not_said_to_have_nothing_below() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("555");
    select(&mut stage, 3);
    stage.letters("=");
    assert_eq!(stage.notice(), "Во всех выделенных клетках это уже стоит.");
}

#[test]
fn of_a_selection_those_who_changed_are_counted_and_the_others_named() {
    let mut stage = nobody_announced();
    stage.letters("н");
    select(&mut stage, 3);
    stage.letters("н");
    let said = format!("Записано: 2 ученика — н. Уже стоит: {}.", name(0));
    assert!(line(&stage).starts_with(&said), "{}", line(&stage));
    let mut stage = nobody_announced();
    stage.letters("нн");
    select(&mut stage, 3);
    stage.letters("н");
    let said = format!("Записано: {} — н. Уже стоит: 2 ученика.", name(2));
    assert!(line(&stage).starts_with(&said), "{}", line(&stage));
    select(&mut stage, 3);
    stage.letters("н");
    let said = "Уже стоит: 3 ученика — н.";
    assert!(line(&stage).starts_with(said), "{}", line(&stage));
}

#[test]
fn of_a_selection_every_code_that_now_stands_is_said() {
    let mut stage = lesson_stage();
    select(&mut stage, announced() + 1);
    stage.letters("н");
    let count = announced() + 1;
    let said = format!("Записано: {count} ученика — б, н.");
    assert!(line(&stage).starts_with(&said), "{}", line(&stage));
}
