//! Slips of the finger: what was entered before them stays or is plainly gone, and the next key
//! goes where the cursor is.

use crate::input::{entry, lesson_stage, pupil};
use crate::stage::{PAGES, Stage};
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{Attendance, Entry};
use rstest::rstest;

/// The mark of a row, as the school writes it.
fn mark(stage: &Stage, row: usize) -> String {
    let codes = &PAGES.rules.codes;
    let marks = entry(stage, row).marks;
    marks
        .iter()
        .map(|mark| codes.mark(mark.mark.value))
        .collect()
}

fn before(row: usize) -> Entry {
    let entries = &PAGES.lesson.sheet.entries;
    entries.get(&pupil(row)).cloned().unwrap_or_default()
}

#[rstest]
#[case::no_such_mark(1, "4/6", "«4/6» не годится, ничего не записано")]
#[case::no_such_letter(1, "4/щ", "«4/щ» не годится, ничего не записано")]
#[case::not_attested(1, "н/щ", "«н/щ» не годится, ничего не записано")]
#[case::half_of_exempt(1, "ос6", "«ос6» не годится, ничего не записано")]
#[case::longer_than_the_lesson(0, "о60", "больше урока (45 мин): ничего не записано")]
fn nothing_entered_means_nothing_entered(
    #[case] right: usize,
    #[case] keys: &str,
    #[case] said: &str,
) {
    let mut stage = lesson_stage();
    for _ in 0..right {
        stage.key(KeyCode::Right);
    }
    stage.letters(keys);
    assert_eq!(entry(&stage, 0), before(0));
    assert_eq!(entry(&stage, 1), before(1));
    assert!(stage.notice().contains(said), "{}", stage.notice());
    assert!(stage.desk.open_entry().is_none());
    // The cursor is where the entry was to be.
    stage.letters("н");
    assert_eq!(entry(&stage, 0).attendance, Attendance::Absent);
}

#[test]
fn what_stood_there_before_stands_there_again() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Right).letters("3").key(KeyCode::Up);
    stage.letters("4/6");
    assert_eq!(mark(&stage, 0), "3");
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
        "Это последний ученик, записано: 5. Исправить: Backspace или стрелка, затем отметка."
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
    stage.key(KeyCode::Backspace).letters("3");
    assert_eq!(mark(&stage, last), "3");
}
