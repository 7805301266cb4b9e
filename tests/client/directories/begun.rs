//! What the form of a new record begins with, and what it leaves to the person.

use super::*;

fn with(records: &[(RecordKind, Record)], kind: RecordKind) -> Stage {
    let mut register = register();
    for (of, record) in records {
        register.put(at(*of, 1), Some(record.clone()));
    }
    let mut stage = list(RecordKind::Room);
    for (of, _) in records {
        show(&mut stage, &register, *of);
    }
    let form = RecordForm::of(kind, None, &stage.desk, &stage.texts);
    stage.ui.open(Box::new(form));
    stage.settle();
    stage
}

/// The first of the roles is the administrator's.
#[test]
fn a_role_is_chosen_by_a_person_and_by_no_default() {
    let person = Record::Person(PersonRecord { name: name() });
    let mut stage = with(&[(RecordKind::Person, person)], RecordKind::Office);
    let shown = screen(&stage);
    assert!(!shown.contains("администратор"), "{shown}");
    stage.letters("шил").key(KeyCode::Enter);
    save(&mut stage);
    assert_eq!(count_sent(&stage), 0, "{}", screen(&stage));
}

#[test]
fn an_order_begins_with_none_that_it_cancels() {
    let order = Record::Order(OrderRecord {
        number: "41-у".to_owned(),
        date: day("2026-11-02"),
        ..OrderRecord::default()
    });
    let stage = with(&[(RecordKind::Order, order)], RecordKind::Order);
    let shown = screen(&stage);
    assert!(shown.contains("зачисление"), "{shown}");
    assert!(!shown.contains("41-у"), "{shown}");
}

#[test]
fn a_danger_without_an_end_is_told_without_its_last_day() {
    let mut stage = form(RecordKind::Room, Some(2));
    stage.letters("а");
    save(&mut stage);
    let mut open = danger();
    open.days.last = chrono::NaiveDate::MAX;
    let admin = Effect {
        kind: EffectKind::BecomesAdministrator {
            person: at(RecordKind::Person, 1),
        },
        days: DaySpan::new(day("2026-12-01"), chrono::NaiveDate::MAX),
        found: None,
    };
    stage.amended(answer(SEEN, vec![admin, open]));
    let shown = screen(&stage);
    let said = [
        "ОПАСНО в 2 местах",
        "Администратором станет",
        "с 02.11.2026",
    ];
    for words in said {
        assert!(shown.contains(words), "{shown}");
    }
    assert!(!shown.contains("262142"), "{shown}");
}
