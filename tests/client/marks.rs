//! Marks and attendance side by side: neither takes the other away by the way.

use crate::input::{entry, lesson_stage, pupil};
use crate::journal_keys::journal_stage;
use crate::stage::Stage;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{AbsenceReason, Attendance, Edit, FromTo, ReasonKind, Standing};
use rstest::rstest;

fn absent(stage: &Stage, row: usize) -> bool {
    entry(stage, row).attendance == Attendance::Absent
}

fn to_the_top(stage: &mut Stage) -> &mut Stage {
    stage.press(KeyCode::Home, KeyModifiers::CONTROL)
}

fn select_down(stage: &mut Stage, rows: usize) -> &mut Stage {
    for _ in 0..rows {
        stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    }
    stage
}

/// The parents of a pupil have announced an illness.
fn announce(stage: &mut Stage, row: usize) {
    let pupil = pupil(row);
    let lesson = stage.lesson().sheet.lesson.id;
    let old = entry(stage, row).reason;
    let reason = AbsenceReason {
        kind: ReasonKind::Illness,
        standing: Standing::Announced,
        document: None,
    };
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    let nobody = journal::RollCall {
        by: journal::PersonId(0),
        at: journal::Timestamp(0),
    };
    let step = FromTo::new(old, Some(reason));
    page.sheet.put(&Edit::Reason { pupil, step }, nobody);
}

#[test]
fn delete_in_a_column_of_marks_leaves_attendance_alone() {
    let mut stage = lesson_stage();
    announce(&mut stage, 1);
    stage.letters("н");
    to_the_top(&mut stage)
        .key(KeyCode::Right)
        .key(KeyCode::Down);
    stage.key(KeyCode::Down).letters("54");
    to_the_top(&mut stage);
    let before = stage.entered.len();
    select_down(&mut stage, 3).key(KeyCode::Delete);
    assert_eq!(stage.notice(), "Удалено: 2 отметки.");
    assert!(
        stage.entered[before..]
            .iter()
            .all(|change| matches!(change.edit, Edit::Mark { .. })),
        "{:?}",
        stage.entered
    );
    assert!(absent(&stage, 0));
    assert!(entry(&stage, 1).reason.is_some());
    // Nothing is left there, and that is said.
    to_the_top(&mut stage);
    let before = stage.entered.len();
    select_down(&mut stage, 3).key(KeyCode::Delete);
    assert_eq!(stage.entered.len(), before);
    assert!(
        stage.notice().starts_with("Удалять нечего"),
        "{}",
        stage.notice()
    );
}

#[test]
fn delete_in_the_journal_takes_the_mark_before_the_absence() {
    let mut stage = journal_stage();
    stage.letters("н").key(KeyCode::Up).letters("4");
    assert!(absent(&stage, 0));
    stage.key(KeyCode::Down).letters("5");
    to_the_top(&mut stage);
    select_down(&mut stage, 2).key(KeyCode::Delete);
    assert_eq!(stage.notice(), "Удалено: 2 отметки.");
    assert!(absent(&stage, 0), "a selection gives up marks only");
    to_the_top(&mut stage).key(KeyCode::Delete);
    let name = stage.lesson().members[0].name.listed();
    assert_eq!(stage.notice(), format!("Удалено: {name} — н."));
    assert!(!absent(&stage, 0));
}

#[rstest]
#[case::minus("5-", "записано 5.")]
#[case::plus("5+", "записано 5.")]
#[case::twice("5--", "записано 5.")]
#[case::after_a_double_mark("4/5-", "записано 4/5.")]
fn a_sign_after_a_mark_is_refused_in_words(#[case] typed: &str, #[case] said: &str) {
    for mut stage in [lesson_stage(), journal_stage()] {
        // The pupil below is absent.
        if stage.rows().0.iter().any(|row| row.contains("Явка")) {
            stage.key(KeyCode::Down).letters("н");
            to_the_top(&mut stage).key(KeyCode::Right);
        } else {
            stage.key(KeyCode::Down).letters("н");
            to_the_top(&mut stage);
        }
        let before = stage.entered.len();
        stage.letters(typed);
        assert!(
            stage.notice().starts_with("Отметок с плюсом и минусом нет"),
            "{}",
            stage.notice()
        );
        assert!(stage.notice().ends_with(said), "{}", stage.notice());
        assert!(absent(&stage, 1), "{typed}");
        assert!(
            stage.entered[before..].iter().all(
                |change| matches!(&change.edit, Edit::Mark { pupil: of, .. } if *of == pupil(0))
            ),
            "{:?}",
            stage.entered
        );
        // The next mark is the next pupil's.
        stage.key(KeyCode::Down).letters("3");
        assert_eq!(entry(&stage, 2).marks.len(), 1);
    }
}

#[test]
fn a_minus_after_an_absence_in_the_journal_is_the_next_pupil_s() {
    let mut stage = journal_stage();
    stage.key(KeyCode::Down).letters("н");
    to_the_top(&mut stage).letters("4").key(KeyCode::Up);
    stage.letters("н-");
    assert_eq!(stage.notice(), "");
    assert!(absent(&stage, 0));
    assert!(!absent(&stage, 1));
}

#[test]
fn a_minus_in_a_column_of_marks_never_touches_attendance() {
    let mut stage = lesson_stage();
    stage.letters("н");
    to_the_top(&mut stage).key(KeyCode::Right).letters("-");
    assert!(absent(&stage, 0));
    assert!(stage.notice().contains("«Явка»"), "{}", stage.notice());
    // In the column of attendance it is what it was.
    to_the_top(&mut stage).key(KeyCode::Left).letters("-");
    assert!(!absent(&stage, 0));
}

#[test]
fn a_mark_for_an_absent_pupil_is_taken_and_told() {
    let mut stage = lesson_stage();
    stage.letters("н");
    to_the_top(&mut stage).key(KeyCode::Right).letters("4");
    let name = stage.lesson().members[0].name.listed();
    assert_eq!(
        stage.notice(),
        format!("{name}: отмечено отсутствие, «4» записано.")
    );
    assert_eq!(entry(&stage, 0).marks.len(), 1);
    assert!(absent(&stage, 0));
    stage.key(KeyCode::Up).letters("2");
    assert_eq!(
        stage.notice(),
        format!("{name}: отмечено отсутствие, «2» записано. Было: 4.")
    );
    stage.key(KeyCode::Down).key(KeyCode::Up);
    // «нз» is no absence on its way.
    stage.key(KeyCode::Down).letters("нз");
    assert_eq!(stage.notice(), "");
    assert!(!absent(&stage, 2));
}

#[test]
fn a_range_leaves_the_absent_out_and_counts_them() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::Down).letters("нн");
    to_the_top(&mut stage).key(KeyCode::Right);
    select_down(&mut stage, 3).letters("5");
    let marks = |stage: &Stage, row| entry(stage, row).marks.len();
    assert_eq!([0, 1, 2, 3].map(|row| marks(&stage, row)), [1, 0, 0, 1]);
    assert_eq!(
        stage.notice(),
        "Записано: 2 ученика — 5. Отсутствующие пропущены: 2."
    );
    // Growing leaves them out as well.
    stage.letters("/4");
    assert!(!stage.notice().contains("заменено"), "{}", stage.notice());
    assert_eq!([0, 1, 2, 3].map(|row| marks(&stage, row)), [1, 0, 0, 1]);
    // So does repeating the first one's mark.
    to_the_top(&mut stage);
    select_down(&mut stage, 4).letters("=");
    assert_eq!(
        stage.notice(),
        "5/4 — 1 ученику; u — отменить. Отсутствующие пропущены: 2."
    );
    assert_eq!(marks(&stage, 4), 1);
    to_the_top(&mut stage);
    select_down(&mut stage, 5).letters("3");
    assert_eq!(
        stage.notice(),
        "Записано: 4 ученика — 3 (заменено: 3). Отсутствующие пропущены: 2."
    );
}

#[test]
fn a_point_whose_day_is_over_is_refused_in_words() {
    let mut stage = journal_stage();
    stage.key(KeyCode::Left).key(KeyCode::Left);
    let before = stage.entered.len();
    stage.letters(".");
    assert_eq!(stage.entered.len(), before);
    assert!(
        stage.notice().starts_with("Точка не поставлена: её срок ("),
        "{}",
        stage.notice()
    );
}
