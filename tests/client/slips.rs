//! Slips of the finger: what was entered before them stays or is plainly gone, and the next key
//! goes where the cursor is.

use crate::input::{entry, lesson_stage};
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::Attendance;

/// The mark of a row, as the school writes it.
fn mark(stage: &Stage, row: usize) -> String {
    let codes = &PAGES.rules.codes;
    let marks = entry(stage, row).marks;
    marks
        .iter()
        .map(|mark| codes.mark(mark.mark.value))
        .collect()
}

#[test]
fn a_slip_says_what_fits_in_the_column() {
    let mut stage = lesson_stage();
    stage.letters("р");
    assert!(
        stage
            .notice()
            .starts_with("«р» не годится, ничего не записано. Явка: н, о, б, п."),
        "{}",
        stage.notice()
    );
    stage.key(KeyCode::Right).letters("щ");
    assert!(
        stage.notice().contains("Отметки: 1–5"),
        "{}",
        stage.notice()
    );
}

#[test]
fn a_mark_after_the_last_pupil_is_not_his() {
    let mut stage = lesson_stage();
    let last = stage.lesson().members.len() - 1;
    stage.key(KeyCode::Right);
    stage
        .press(KeyCode::End, KeyModifiers::CONTROL)
        .letters("543");
    assert_eq!(mark(&stage, last), "5");
    assert_eq!(
        stage.notice(),
        "Это последний ученик, записано: 5. Исправить: стрелка, затем код."
    );
    // Letters of the roll neither, and a slip is still a slip.
    stage.letters("щ");
    assert!(
        stage.notice().starts_with("«щ» не годится"),
        "{}",
        stage.notice()
    );
    stage.letters("н");
    assert_eq!(entry(&stage, last).attendance, Attendance::Present);
    // An arrow is a decision, also one that leads nowhere.
    stage.key(KeyCode::Down).letters("4");
    assert_eq!(mark(&stage, last), "4");
    // What belongs to the entry still goes into it.
    stage.letters("/5");
    assert_eq!(mark(&stage, last), "4/5");
    stage
        .key(KeyCode::Backspace)
        .key(KeyCode::Up)
        .key(KeyCode::Down)
        .letters("3");
    assert_eq!(mark(&stage, last), "3");
}
