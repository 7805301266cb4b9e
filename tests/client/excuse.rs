//! What is entered after its term, and the reason that a regulation asks for it.

use crate::journal_keys::journal_stage;
use crate::stage::{PAGES, Stage};
use crossterm::event::KeyCode;
use journal::{Edit, Excuse, Regulation, SheetId};
use zhurnal::action::Action;

pub fn under(profile: &str) -> Stage {
    let mut stage = journal_stage();
    let mut rules = PAGES.rules.clone();
    rules.regulation = Regulation::shipped(profile).unwrap();
    stage.desk.take_rules(rules);
    stage.settle();
    stage
}

/// SGO154P-1.5.2b: in exceptional cases within seven days; the lesson is of three days ago.
#[test]
fn a_reason_takes_the_lateness_from_what_is_entered_in_the_second_step() {
    let mut stage = under("sgo-154");
    stage.key(KeyCode::Left).letters("5");
    let said = stage.notice();
    assert!(
        said.contains("срок был до 13.11 16:00 (п. 3.3 Регламента)"),
        "{said}"
    );
    assert!(
        said.ends_with("С причиной (Alt+W) записи до 20.11 23:59 будут в срок (п. 1.5 Порядка)."),
        "{said}"
    );
    stage
        .act(Action::ExcuseLesson)
        .letters("болезнь")
        .key(KeyCode::Enter);
    let excuse = stage.entered.last().unwrap();
    let Edit::Excuse { step } = &excuse.edit else {
        panic!("{excuse:?}")
    };
    assert_eq!(step.new.as_ref().unwrap().words, "болезнь");
    let sheet = excuse.sheet;
    assert_ne!(sheet, SheetId::from(PAGES.lesson.sheet.lesson.id));
    stage.key(KeyCode::Down).letters("4");
    let said = stage.notice();
    assert!(!said.contains("опоздан"), "{said}");
    assert_eq!(stage.entered.last().unwrap().sheet, sheet);
}

/// Where a regulation knows no reasons, none is asked for.
#[test]
fn a_term_without_a_second_step_asks_for_no_reason() {
    let mut stage = under("krasnozavodsk-1");
    stage.key(KeyCode::Left).letters("5");
    let said = stage.notice();
    assert!(
        said.contains("срок был до 13.11 23:59 (п. 2.3 Регламента)"),
        "{said}"
    );
    assert!(!said.contains("Alt+W"), "{said}");
}

/// What was begun some other time is over what stood there then: a colleague's reason that came since is a
/// conflict, and not written over unseen.
#[test]
fn a_reason_that_was_begun_before_anothers_came_is_over_what_stood_then() {
    let mut stage = under("sgo-154");
    stage.key(KeyCode::Left);
    stage
        .act(Action::ExcuseLesson)
        .letters("сбой")
        .key(KeyCode::Esc);
    let begun = stage.entered.len();
    let grid = stage.desk.pages.journals.values_mut().next().unwrap();
    for sheet in &mut grid.grid.sheets {
        let words = "болезнь".into();
        sheet.excuse = Some(Excuse { words });
    }
    stage.act(Action::ExcuseLesson).key(KeyCode::Enter);
    let Edit::Excuse { step } = &stage.entered[begun].edit else {
        panic!("{:?}", stage.entered)
    };
    assert_eq!(step.old, None);
    assert_eq!(step.new.as_ref().unwrap().words, "сбой");
}
