//! F4 with absences that were announced: each of them is answered for.

use crate::input::{entry, lesson_stage};
use crate::stage::Stage;
use crossterm::event::KeyCode;
use journal::{
    AbsenceReason, Attendance, Cell, Change, Edit, FromTo, PersonId, ReasonKind, RollCall,
    Standing, Timestamp,
};
use rstest::rstest;

/// The rows of those who are announced as absent here.
const ROWS: [usize; 3] = [2, 5, 9];

/// A lesson in which three are announced, with the question about them open.
fn asked() -> Stage {
    let mut stage = lesson_stage();
    let lesson = stage.lesson().sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    page.sheet.entries.clear();
    for row in ROWS {
        let reason = AbsenceReason {
            standing: Standing::Announced,
            ..AbsenceReason::stated(ReasonKind::Illness)
        };
        let edit = Edit::Reason {
            pupil: page.members[row].pupil,
            step: FromTo::new(None, Some(reason)),
        };
        let nobody = RollCall {
            by: PersonId(0),
            at: Timestamp(0),
        };
        page.sheet.put(&edit, nobody);
    }
    stage.key(KeyCode::F(4));
    assert!(stage.lesson().sheet.roll_call.is_none(), "asked first");
    stage
}

fn absent(stage: &Stage) -> Vec<usize> {
    let is_absent = |row: &&usize| entry(stage, **row).attendance == Attendance::Absent;
    ROWS.iter().filter(is_absent).copied().collect()
}

#[rstest]
#[case::nobody_came("", &[2, 5, 9])]
#[case::space_turns_the_row("↓ ", &[2, 9])]
#[case::twice_is_back("  ", &[2, 5, 9])]
#[case::a_digit_turns_its_row("13", &[5])]
#[case::the_letters_of_the_roll("-н-", &[5])]
#[case::in_the_other_layout("-y-", &[5])]
#[case::no_such_row("4щ", &[2, 5, 9])]
fn each_is_answered_for_and_enter_writes_it(#[case] keys: &str, #[case] expected: &[usize]) {
    let mut stage = asked();
    for key in keys.chars() {
        stage.key(match key {
            '↓' => KeyCode::Down,
            letter => KeyCode::Char(letter),
        });
    }
    assert!(stage.entered.is_empty(), "nothing before Enter");
    stage.key(KeyCode::Enter);
    assert!(stage.lesson().sheet.roll_call.is_some());
    assert_eq!(absent(&stage), expected, "{keys}");
    for row in ROWS {
        let is_absent = expected.contains(&row);
        assert_eq!(entry(&stage, row).reason.is_some(), is_absent, "{row}");
    }
    let gestures: std::collections::BTreeSet<_> =
        stage.entered.iter().map(|change| change.gesture).collect();
    assert_eq!(gestures.len(), 1, "undone together");
}

#[test]
fn one_key_says_that_all_came() {
    let mut stage = asked();
    stage.letters("1п");
    assert!(stage.lesson().sheet.roll_call.is_some());
    assert_eq!(absent(&stage), [0; 0]);
}

#[test]
fn the_list_shows_everybody_with_what_will_be_written() {
    let mut stage = asked();
    stage.letters("2");
    let screen = stage.rows().0.join("\n");
    let name = |row: usize| stage.lesson().members[row].name.listed();
    for (number, row, tick) in [(1, 2, "[ ]"), (2, 5, "[x]"), (3, 9, "[ ]")] {
        let line = format!("{number} {tick} {}", name(row));
        assert!(screen.contains(&line), "{line}\n{screen}");
    }
}

/// Else whoever typed the absence would take it from a roll that another has confirmed.
#[test]
fn of_whom_nobody_is_asked_any_more_is_said_once_more() {
    let mut stage = asked();
    stage.key(KeyCode::Esc);
    let pupil = stage.lesson().members[ROWS[0]].pupil;
    stage.letters("3н").pause(2.0);
    let from = stage.entered.len();
    stage.key(KeyCode::F(4)).key(KeyCode::Enter);
    assert!(stage.lesson().sheet.roll_call.is_some());
    let confirmed = &stage.entered[from..];
    let again: Vec<Cell> = confirmed
        .iter()
        .filter(|change| change.edit.expected() == change.edit.wanted())
        .map(|change| change.edit.cell())
        .collect();
    assert_eq!(again, [Cell::Attendance { pupil }]);
    let gestures = confirmed.iter().map(|change| change.gesture);
    let gestures: std::collections::BTreeSet<_> = gestures.collect();
    assert_eq!(gestures.len(), 1, "undone together");
}

#[test]
fn whoever_was_marked_meanwhile_is_named() {
    let mut stage = asked();
    let lesson = stage.lesson().sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    let name = page.members[ROWS[0]].name.listed();
    let pupil = page.members[ROWS[0]].pupil;
    page.sheet.entries.get_mut(&pupil).unwrap().attendance = Attendance::Absent;
    let from = stage.entered.len();
    stage.letters("1").key(KeyCode::Enter);
    assert_eq!(entry(&stage, ROWS[0]).attendance, Attendance::Absent);
    let said = format!("Тем временем отмечено иначе, ваш ответ не записан: {name}.");
    assert!(stage.notice().contains(&said), "{}", stage.notice());
    let mut entered = stage.entered[from..].iter();
    let cell = Cell::Attendance { pupil };
    assert!(
        entered.all(|change| change.edit.cell() != cell),
        "nobody says what they have not answered"
    );
}

#[test]
fn whoever_was_marked_meanwhile_as_answered_is_named_too() {
    let mut stage = asked();
    let lesson = stage.lesson().sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    let name = page.members[ROWS[0]].name.listed();
    let pupil = page.members[ROWS[0]].pupil;
    page.sheet.entries.get_mut(&pupil).unwrap().attendance = Attendance::Absent;
    stage.key(KeyCode::Enter);
    let said = format!("Отмечено тем временем, и ответ не нужен: {name}.");
    assert!(stage.notice().contains(&said), "{}", stage.notice());
}

/// One of two has taken back the answer, and the roll stands by the other's word.
#[test]
fn on_a_confirmed_roll_too_who_is_announced_is_asked_for() {
    let mut stage = asked();
    stage.key(KeyCode::Enter);
    let lesson = stage.lesson().sheet.lesson.id;
    let page = stage.desk.pages.lessons.get_mut(&lesson).unwrap();
    let pupil = page.members[ROWS[0]].pupil;
    page.sheet.entries.get_mut(&pupil).unwrap().attendance = Attendance::Present;
    let reason = entry(&stage, ROWS[0]).reason;
    assert!(reason.is_some_and(|it| it.standing == Standing::Announced));
    let from = stage.entered.len();
    stage.key(KeyCode::F(4)).key(KeyCode::Enter);
    assert_eq!(entry(&stage, ROWS[0]).attendance, Attendance::Absent);
    let calls = |change: &&Change| matches!(change.edit, Edit::RollCall { .. });
    assert_eq!(stage.entered[from..].iter().filter(calls).count(), 0);
}
