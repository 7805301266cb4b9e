//! Which work a mark of the journal is of: a key changes the mark that the cell shows.

use crate::input::entry;
use crate::journal_keys::journal_stage;
use crate::stage::{PAGES, Stage};
use crossterm::event::KeyCode;
use journal::{Attendance, LessonId, Mark, MarkValue, PlacedMark, PupilId, WorkRef};

fn lesson() -> LessonId {
    PAGES.lesson.sheet.lesson.id
}

fn kind(at: usize) -> WorkRef {
    WorkRef::first(PAGES.rules.work_kinds[at].id)
}

fn member(row: usize) -> PupilId {
    PAGES.lesson.members[row].pupil
}

/// A mark of a work, entered elsewhere.
fn put(stage: &mut Stage, row: usize, work: WorkRef, value: &str) {
    let value: MarkValue = value.parse().unwrap();
    let kinds = &PAGES.rules.work_kinds;
    let kind = kinds.iter().find(|kind| kind.id == work.kind).unwrap();
    let mark = Mark::new(value, kind.weight);
    for sheet in sheets(stage) {
        let entry = sheet.entries.entry(member(row)).or_default();
        entry.marks.push(PlacedMark {
            work,
            mark: mark.clone(),
        });
        entry.marks.sort_by_key(|placed| placed.work);
    }
    stage.settle();
}

fn sheets(stage: &mut Stage) -> Vec<&mut journal::Sheet> {
    let pages = &mut stage.desk.pages;
    let of_lesson = &mut pages.lessons.get_mut(&lesson()).unwrap().sheet;
    let of_journal = pages.journals.get_mut(&PAGES.journal.journal).unwrap();
    vec![of_lesson, of_journal.grid.sheet_mut(lesson()).unwrap()]
}

fn marks(stage: &Stage, row: usize) -> Vec<(WorkRef, MarkValue)> {
    let marks = entry(stage, row).marks.into_iter();
    marks
        .map(|placed| (placed.work, placed.mark.value))
        .collect()
}

fn grade(text: &str) -> MarkValue {
    text.parse().unwrap()
}

#[test]
fn a_mark_removed_and_entered_again_is_of_the_same_work() {
    let mut stage = journal_stage();
    put(&mut stage, 0, kind(1), "2");
    stage.key(KeyCode::Down).key(KeyCode::Up);
    stage.key(KeyCode::Delete);
    assert!(marks(&stage, 0).is_empty());
    stage.letters("3");
    assert_eq!(marks(&stage, 0), [(kind(1), grade("3"))]);
}

#[test]
fn a_column_keeps_its_work_while_the_cursor_stays_there() {
    let mut stage = journal_stage();
    put(&mut stage, 5, kind(1), "4");
    // The column that is left and entered again is of the one work it holds.
    stage.key(KeyCode::Left).key(KeyCode::Right);
    stage.letters("5");
    // Somebody enters an answer on another machine.
    put(&mut stage, 8, kind(0), "4");
    stage.letters("4");
    assert_eq!(marks(&stage, 0), [(kind(1), grade("5"))]);
    assert_eq!(marks(&stage, 1), [(kind(1), grade("4"))]);
}

#[test]
fn a_mark_is_corrected_and_not_joined_by_a_second_one() {
    let mut stage = journal_stage();
    put(&mut stage, 0, kind(1), "5");
    put(&mut stage, 1, kind(0), "4");
    stage.key(KeyCode::Left).key(KeyCode::Right);
    stage.letters("3");
    assert_eq!(marks(&stage, 0), [(kind(1), grade("3"))]);
    // And it is said which work that is.
    let row = usize::from(stage.area.height) - 3;
    let line = stage.rows().0[row].clone();
    let short = &PAGES.rules.work_kinds[1].short;
    assert!(line.contains(&format!(" — 3 ({short})")), "{line}");
}

#[test]
fn delete_removes_the_mark_that_is_shown_and_not_the_absence() {
    let mut stage = journal_stage();
    put(&mut stage, 0, kind(1), "5");
    put(&mut stage, 1, kind(0), "4");
    for sheet in sheets(&mut stage) {
        sheet.entries.entry(member(0)).or_default().attendance = Attendance::Absent;
    }
    stage
        .key(KeyCode::Left)
        .key(KeyCode::Right)
        .key(KeyCode::Delete);
    assert!(marks(&stage, 0).is_empty());
    assert_eq!(entry(&stage, 0).attendance, Attendance::Absent);
}

#[test]
fn keys_that_come_together_keep_the_work_and_so_does_a_look_around() {
    let mut stage = journal_stage();
    put(&mut stage, 1, kind(1), "5");
    put(&mut stage, 2, kind(0), "4");
    stage.key(KeyCode::Left).key(KeyCode::Right);
    stage.burst(&[KeyCode::Down, KeyCode::Delete, KeyCode::Char('2')]);
    assert_eq!(marks(&stage, 1), [(kind(1), grade("2"))]);
    stage.key(KeyCode::Up).key(KeyCode::Delete);
    stage.key(KeyCode::Down).key(KeyCode::Up).letters("3");
    assert_eq!(marks(&stage, 1), [(kind(1), grade("3"))]);
}
