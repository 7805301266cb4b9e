//! What was written last in the directories is taken back, also a single record.

use super::*;
use zhurnal::desk::table_check::WrittenTable;

/// The gesture of what was sent last.
fn written(stage: &Stage) -> journal::GestureId {
    sent(stage).0.gesture
}

/// What was asked to be taken back, and whether only to be seen.
fn undoes(stage: &Stage) -> Vec<(journal::GestureId, bool)> {
    let undoes = stage.effects.iter().filter_map(|effect| match effect {
        Done::UndoAmended { of, dry_run, .. } => Some((*of, *dry_run)),
        _ => None,
    });
    undoes.collect()
}

fn undo(stage: &mut Stage) {
    stage.press(KeyCode::Char('z'), KeyModifiers::CONTROL);
}

/// The list of rooms, with the form of one over it.
fn renamed() -> Stage {
    let mut stage = list(RecordKind::Room);
    let form = RecordForm::of(
        RecordKind::Room,
        Some(RecordId(2)),
        &stage.desk,
        &stage.texts,
    );
    stage.ui.open(Box::new(form));
    stage.settle();
    stage.letters("а");
    save(&mut stage);
    stage.amended(answer(SEEN, Vec::new()));
    stage.key(KeyCode::Enter);
    stage.amended(answer(WRITTEN, Vec::new()));
    stage
}

#[test]
fn a_record_of_a_form_is_taken_back_after_it_was_seen() {
    let mut stage = renamed();
    let of = written(&stage);
    undo(&mut stage);
    assert_eq!(undoes(&stage), [(of, true)]);
    stage.amended(answer(SEEN, Vec::new()));
    let shown = screen(&stage);
    assert!(shown.contains("Отмена записанного"), "{shown}");
    stage.key(KeyCode::Enter);
    assert_eq!(undoes(&stage), [(of, true), (of, false)]);
    stage.amended(answer(WRITTEN, Vec::new()));
    assert_eq!(stage.notice(), "Отменено, записей: 1");
    undo(&mut stage);
    let words = "Отменять нечего: отменяется последнее, что вы записали или убрали в справочниках";
    assert!(stage.notice().starts_with(words), "{}", stage.notice());
}

#[test]
fn a_removal_is_taken_back() {
    let mut stage = list(RecordKind::Room);
    stage.key(KeyCode::Delete);
    stage.amended(answer(SEEN, Vec::new()));
    stage.key(KeyCode::Enter);
    stage.amended(answer(WRITTEN, Vec::new()));
    let of = written(&stage);
    undo(&mut stage);
    assert_eq!(undoes(&stage), [(of, true)]);
}

/// In the list of another kind it is not seen, and is not taken back.
#[test]
fn elsewhere_it_is_said_where_it_is_taken_back() {
    let mut stage = renamed();
    let list = Records::of(RecordKind::Period, &stage.desk, &stage.texts);
    stage.ui.open(Box::new(list));
    stage.settle();
    undo(&mut stage);
    assert_eq!(undoes(&stage), []);
    assert_eq!(
        stage.notice(),
        "Записанное в справочниках отменяют в списке «Кабинеты и места»."
    );
}

/// What was written after a table is taken back before it, and it is said so.
#[test]
fn what_was_written_after_a_table_comes_first() {
    let mut stage = renamed();
    let table = WrittenTable {
        gesture: written(&stage),
        file: "ученики.xlsx".to_owned(),
    };
    stage.desk.last_table = Some(Box::new(table));
    let list = Records::of(RecordKind::Period, &stage.desk, &stage.texts);
    stage.ui.open(Box::new(list));
    stage.settle();
    undo(&mut stage);
    assert_eq!(
        stage.notice(),
        "Сначала отменяют записанное после таблицы — в списке «Кабинеты и места», потом таблицу \
         «ученики.xlsx»."
    );
    stage.key(KeyCode::Esc);
    undo(&mut stage);
    stage.amended(answer(SEEN, Vec::new()));
    stage.key(KeyCode::Enter);
    stage.amended(answer(WRITTEN, Vec::new()));
    let said = stage.notice();
    assert!(
        said.contains("Следующий Ctrl+Z — таблица «ученики.xlsx»."),
        "{said}"
    );
    undo(&mut stage);
    assert!(
        stage
            .effects
            .iter()
            .any(|effect| matches!(effect, Done::UndoTable))
    );
}

/// What moved nothing is nothing to take back.
#[test]
fn what_stood_there_already_is_not_taken_back() {
    let mut stage = list(RecordKind::Room);
    stage.key(KeyCode::Delete);
    stage.amended(answer(AmendmentOutcome::Unchanged, Vec::new()));
    undo(&mut stage);
    assert_eq!(undoes(&stage), []);
}

/// What somebody has changed since stays; why is said, and it is not offered again.
#[test]
fn what_was_changed_since_is_told_and_not_offered_again() {
    let mut stage = renamed();
    undo(&mut stage);
    let conflict = AmendmentOutcome::Conflict {
        now: None,
        by: None,
        at: None,
    };
    stage.amended(answer(conflict, Vec::new()));
    let said = stage.notice();
    assert!(said.starts_with("Не отменено. "), "{said}");
    let asked = undoes(&stage).len();
    undo(&mut stage);
    assert_eq!(
        undoes(&stage).len(),
        asked,
        "there is nothing to take back any more"
    );
}
