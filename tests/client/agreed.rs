//! What stands there already is typed once more.

use crate::input::lesson_stage;
use crate::slips::{in_marks, refuse_the_first, said};
use crossterm::event::KeyCode;

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
    let name = stage.lesson().members[0].name.listed();
    let said = said(&stage);
    assert!(said.contains(&format!("Уже стоит: {name} — 4")), "{said}");
}
