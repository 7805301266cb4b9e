//! What is said of an entry that was taken back.

use crate::input::lesson_stage;
use crate::stage::Stage;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{Change, ChangeId, GestureId};
use offline::{Gesture, Undone};
use zhurnal::ui::contents;

/// What is said when the changes that were entered from `from` on are taken back, as one gesture.
fn said(stage: &Stage, from: usize) -> String {
    let changes: Vec<Change> = stage.entered[from..].to_vec();
    let gesture = changes[0].gesture;
    assert!(changes.iter().all(|change| change.gesture == gesture));
    let back = changes.iter().rev().map(|change| {
        let nobody = (ChangeId(uuid::Uuid::nil()), GestureId(uuid::Uuid::nil()));
        change.invert(nobody.0, nobody.1, change.made_at)
    });
    let undone = Undone {
        changes: back.collect(),
        gesture: Gesture {
            id: gesture,
            changes,
        },
        closed: Vec::new(),
    };
    contents::undone(&undone, &stage.desk, &stage.texts)
}

/// A mark of the first pupil, with its window open.
fn in_the_window_of_a_mark() -> Stage {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("5").key(KeyCode::Up);
    stage.key(KeyCode::F(9));
    stage
}

#[test]
fn the_undo_of_a_comment_says_the_comment() {
    let mut stage = in_the_window_of_a_mark();
    stage.letters("много ошибок").key(KeyCode::Enter);
    let words = said(&stage, 1);
    assert!(
        words.ends_with(" · комментарий: «много ошибок», снова пусто"),
        "{words}"
    );
    assert!(!words.contains("отметка"), "{words}");
}

#[test]
fn the_undo_of_a_weight_says_the_weight() {
    let mut stage = in_the_window_of_a_mark();
    stage.key(KeyCode::Tab);
    stage.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
    stage.letters("3").key(KeyCode::Enter);
    let words = said(&stage, 1);
    assert!(words.ends_with(" · вес: 3, снова 1"), "{words}");
}

#[test]
fn an_absence_and_its_reason_are_one_entry() {
    let mut stage = lesson_stage();
    stage.letters("б");
    assert_eq!(stage.entered.len(), 2, "the absence and its reason");
    let name = stage.lesson().members[0].name.listed();
    assert_eq!(
        said(&stage, 0),
        format!(
            "Отменено: {name} · 7Б Алгебра 16.11 · явка: отсутствует, снова не отмечена · \
             причина: болезнь, со слов учителя, снова пусто"
        )
    );
}

#[test]
fn where_the_roll_was_called_the_pupil_is_present_again() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::F(4)).key(KeyCode::Enter);
    let from = stage.entered.len();
    stage.letters("н");
    let words = said(&stage, from);
    assert!(
        words.ends_with(" · явка: отсутствует, снова присутствует"),
        "{words}"
    );
}

#[test]
fn entries_of_several_pupils_are_counted_by_pupil() {
    let mut stage = lesson_stage();
    stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    stage.letters("б");
    assert!(stage.entered.len() > 3, "absences and reasons");
    assert_eq!(said(&stage, 0), "Отменены 3 записи.");
}
