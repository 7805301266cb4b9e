//! What stands there already is typed once more.

use crate::input::lesson_stage;
use crate::slips::{in_marks, refuse_the_first, said};
use crate::stage::Stage;
use crossterm::event::{KeyCode, KeyModifiers};
use journal::{AbsenceReason, Attendance, Change, Edit, Letter, ReasonKind};
use offline::Letters;
use rstest::rstest;
use zhurnal::ui::describe;

/// The shorter code has ended it already: the sentence of the longer one says it.
#[test]
fn a_longer_code_says_too_that_a_conflict_is_settled() {
    let mut stage = lesson_stage();
    stage.letters("о5").key(KeyCode::Up).pause(2.0);
    refuse_the_first(&mut stage);
    stage.letters("о");
    stage.desk.queue.troubles.clear();
    stage.letters("5");
    let said = stage.notice();
    assert!(said.ends_with("Прежний конфликт здесь закрыт."), "{said}");
}

/// It may be another's, who may take it back: that this one says so too is told to the server.
#[test]
fn who_types_what_stands_says_it_once_more() {
    let mut stage = in_marks();
    stage.letters("4").key(KeyCode::Up).pause(2.0).letters("4");
    let [first, again] = stage.entered.as_slice() else {
        panic!("{:?}", stage.entered)
    };
    assert_eq!(again.edit.cell(), first.edit.cell());
    assert_eq!(again.edit.expected(), first.edit.wanted());
    assert_eq!(again.edit.wanted(), first.edit.wanted());
    let line = describe::change(again, &stage.desk, &stage.texts);
    assert!(line.ends_with("отметка: 4, стояло уже"), "{line}");
    let name = stage.lesson().members[0].name.listed();
    let said = said(&stage);
    assert!(said.contains(&format!("Уже стоит: {name} — 4")), "{said}");
}

/// «б» over a «н» changes the reason alone: the absence is this one's word too.
#[test]
fn who_changes_the_reason_says_the_absence_once_more() {
    for letters in ["нб", "бн"] {
        let mut stage = lesson_stage();
        let mut letters = letters.chars();
        stage.key(KeyCode::Char(letters.next().unwrap()));
        stage.key(KeyCode::Up).pause(2.0);
        let from = stage.entered.len();
        stage.key(KeyCode::Char(letters.next().unwrap()));
        let [reason, fact] = &stage.entered[from..] else {
            panic!("{:?}", stage.entered)
        };
        assert!(matches!(reason.edit, Edit::Reason { .. }));
        assert!(matches!(fact.edit, Edit::Attendance { .. }));
        assert!(says_again(fact), "{fact:?}");
        assert_eq!(fact.gesture, reason.gesture);
    }
}

/// It ends the conflict, and is a word of one's own.
#[test]
fn who_ends_a_conflict_with_the_value_of_the_server_says_it() {
    let mut stage = in_marks();
    stage.letters("4").key(KeyCode::Up).pause(2.0);
    refuse_the_first(&mut stage);
    let from = stage.entered.len();
    stage.letters("4");
    let again = &stage.entered[from..];
    assert!(matches!(again, [one] if says_again(one)), "{again:?}");
}

/// A letter is an absence and its reason: what was not taken of either is to be read somewhere.
#[rstest]
#[case::of_another_reason(2, "п", "; не принято было: отсутствует (болезнь, со слов учителя)")]
#[case::the_same(2, "б", "Прежний конфликт здесь закрыт.")]
#[case::the_same_reason_where_the_absence_stands(1, "б", "Прежний конфликт здесь закрыт.")]
fn a_letter_over_a_conflict_tells_what_is_lost_of_both_its_cells(
    #[case] of_server: usize,
    #[case] typed: &str,
    #[case] told: &str,
) {
    let mut stage = lesson_stage();
    stage.letters("б").key(KeyCode::Up).pause(2.0);
    refuse_the_first(&mut stage);
    let ill = AbsenceReason::stated(ReasonKind::Illness);
    let there = Letter {
        attendance: Attendance::Present,
        reason: None,
    };
    let reason = stage.entered[1].clone();
    let trouble = &mut stage.desk.queue.troubles[0];
    trouble.beside = Some(reason.clone());
    trouble.letters = Some(Letters {
        was: there.clone(),
        ours: Letter {
            attendance: Attendance::Absent,
            reason: Some(ill),
        },
        theirs: there,
    });
    for change in [reason, stage.entered[0].clone()]
        .into_iter()
        .take(of_server)
    {
        let fresh = uuid::Uuid::from_u128(1);
        let (id, gesture) = (journal::ChangeId(fresh), journal::GestureId(fresh));
        stage
            .desk
            .put(&[change.invert(id, gesture, change.made_at)]);
    }
    stage.settle();
    stage.letters(typed);
    assert!(stage.notice().ends_with(told), "{}", stage.notice());
}

/// Repeated in a selection: of each pupil in it, also of the one whose mark is repeated.
#[test]
fn who_fills_a_selection_says_once_more_what_stands_in_it() {
    let mut stage = in_marks();
    stage.letters("45").key(KeyCode::Up).key(KeyCode::Up);
    stage.key(KeyCode::Down).letters("4").pause(2.0);
    stage.key(KeyCode::Up).key(KeyCode::Up);
    let from = stage.entered.len();
    for _ in 0..2 {
        stage.press(KeyCode::Down, KeyModifiers::SHIFT);
    }
    stage.letters("=");
    let [filled, again @ ..] = &stage.entered[from..] else {
        panic!("{}", stage.notice())
    };
    assert!(!says_again(filled), "{filled:?}");
    let members = &stage.lesson().members;
    let pupils = again.iter().map(|change| change.edit.cell().pupil());
    let expected = [1, 0].map(|row| Some(members[row].pupil));
    assert_eq!(pupils.collect::<Vec<_>>(), expected);
    let is_of_it = |change: &Change| says_again(change) && change.gesture == filled.gesture;
    assert!(again.iter().all(is_of_it), "{again:?}");
}

/// Nothing else was named: the pupils above and the one whose mark is repeated are not.
#[test]
fn who_fills_the_empty_cells_says_nothing_of_the_others() {
    let mut stage = in_marks();
    stage.letters("4").key(KeyCode::Up).pause(2.0);
    let from = stage.entered.len();
    stage.letters("=");
    assert!(stage.entered.len() > from);
    assert!(!stage.entered[from..].iter().any(says_again));
}

#[test]
fn who_confirms_a_roll_call_again_says_it_once_more() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::F(4)).key(KeyCode::Enter).pause(2.0);
    let from = stage.entered.len();
    stage.key(KeyCode::F(4));
    let [announced, roll] = &stage.entered[from..] else {
        panic!("{:?}", stage.entered)
    };
    assert!(says_again(announced) && says_again(roll), "{announced:?}");
    assert!(matches!(roll.edit, Edit::RollCall { .. }));
    // Whom confirming it would have marked.
    assert!(matches!(
        &announced.edit,
        Edit::Attendance { step, .. } if step.new == Attendance::Absent
    ));
    assert_eq!(announced.gesture, roll.gesture);
}

/// Another has confirmed it while the question stood; whoever came, by both, came.
#[test]
fn who_answers_for_a_roll_that_is_confirmed_says_what_stands_as_answered() {
    for (answer, agrees) in [(KeyCode::Enter, false), (KeyCode::Char('п'), true)] {
        let mut there = lesson_stage();
        there.key(KeyCode::F(4)).key(KeyCode::Char('п'));
        let mut stage = lesson_stage();
        stage.key(KeyCode::F(4));
        stage.desk.put(&there.entered);
        stage.key(answer);
        let said = stage.entered.iter().filter(|change| {
            assert!(says_again(change), "{change:?}");
            matches!(change.edit, Edit::Attendance { .. })
        });
        assert_eq!(said.count() == 1, agrees, "{:?}", stage.entered);
    }
}

#[test]
fn who_types_the_topic_that_stands_says_it_once_more() {
    let mut stage = lesson_stage();
    stage.key(KeyCode::F(2));
    stage.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
    stage.letters("Дроби").key(KeyCode::Enter);
    let from = stage.entered.len();
    // Nothing was typed: it was only looked at.
    stage.key(KeyCode::F(2)).key(KeyCode::Enter);
    assert_eq!(stage.entered.len(), from, "{:?}", stage.entered);
    stage.key(KeyCode::F(2));
    stage.press(KeyCode::Char('u'), KeyModifiers::CONTROL);
    stage.letters("Дроби").key(KeyCode::Enter);
    let again = &stage.entered[from..];
    assert!(matches!(again, [one] if says_again(one)), "{again:?}");
    assert!(matches!(again[0].edit, Edit::Topic { .. }));
}

#[test]
fn who_takes_the_topic_of_the_plan_again_says_it_once_more() {
    let mut stage = lesson_stage();
    let from_plan = |stage: &mut Stage| {
        stage.press(KeyCode::Char('t'), KeyModifiers::CONTROL);
    };
    from_plan(&mut stage);
    let from = stage.entered.len();
    from_plan(&mut stage);
    let again = &stage.entered[from..];
    assert!(matches!(again, [one] if says_again(one)), "{again:?}");
}

#[test]
fn who_writes_the_homework_that_stands_says_it_once_more() {
    let mut stage = lesson_stage();
    let save = |stage: &mut Stage| {
        stage.press(KeyCode::Char('s'), KeyModifiers::CONTROL);
    };
    stage.key(KeyCode::F(3)).letters("§ 12");
    save(&mut stage);
    let from = stage.entered.len();
    stage.key(KeyCode::F(3));
    save(&mut stage);
    assert_eq!(stage.entered.len(), from, "{:?}", stage.entered);
    stage.key(KeyCode::F(3));
    stage.press(KeyCode::End, KeyModifiers::CONTROL);
    stage.key(KeyCode::Backspace).letters("2");
    save(&mut stage);
    let again = &stage.entered[from..];
    assert!(matches!(again, [one] if says_again(one)), "{again:?}");
    assert!(matches!(again[0].edit, Edit::Homework { slot: 0, .. }));
}

fn says_again(change: &Change) -> bool {
    change.edit.expected() == change.edit.wanted()
}
