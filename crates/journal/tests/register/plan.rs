//! A gesture of amendments.

use crate::support::*;
use RecordKind::{Building, Period, Room};
use journal::register::*;

#[test]
fn quarters_move_over_each_other_in_whatever_order_they_are_given() {
    let register = school();
    let gesture = [
        to(
            &register,
            at(Period, 1),
            Some(quarter(1, "01.09.2026", "05.11.2026")),
        ),
        to(
            &register,
            at(Period, 2),
            Some(quarter(2, "09.11.2026", "12.01.2027")),
        ),
        to(
            &register,
            at(Period, 3),
            Some(quarter(3, "18.01.2027", "26.03.2027")),
        ),
    ];
    let plan = register.plan(&gesture, &Material::default());
    assert_eq!(order(&plan), [2, 1, 0]);
    assert!(plan.outcomes.iter().all(Result::is_ok));
    assert_eq!(
        plan.totals,
        Totals {
            changed: 3,
            ..Totals::default()
        }
    );
    let changes = EffectKind::ChangesPeriod {
        from: at(Period, 2),
        to: at(Period, 1),
    };
    let told = plan.consequences.effects;
    let change = told.iter().find(|effect| effect.kind == changes).unwrap();
    assert_eq!(change.days, days("02.11.2026", "05.11.2026"));
}

#[test]
fn a_building_goes_with_its_rooms_and_new_rooms_come_with_theirs() {
    let register = school();
    let annex = register.free_id(Building);
    let gesture = [
        new(&register, room(BuildingId(annex.0), "1")),
        to(&register, at(Building, 2), None),
        amendment(Building.at(annex), None, Some(building("Пристройка"))),
        to(&register, at(Room, 3), None),
        to(&register, at(Room, 1), register.get(at(Room, 1)).cloned()),
    ];
    let plan = register.plan(&gesture, &Material::default());
    assert!(
        plan.outcomes.iter().all(Result::is_ok),
        "{:?}",
        plan.outcomes
    );
    let totals = Totals {
        created: 2,
        removed: 2,
        same: 1,
        ..Totals::default()
    };
    assert_eq!(plan.totals, totals);
}

#[test]
fn one_wrong_row_sinks_no_other() {
    let register = school();
    let gesture = [
        new(&register, room(BuildingId(50), "1")),
        new(&register, building("Пристройка")),
    ];
    let plan = register.plan(&gesture, &Material::default());
    assert!(plan.outcomes[0].is_err() && plan.outcomes[1].is_ok());
    assert_eq!(order(&plan), [1]);
    let totals = Totals {
        created: 1,
        refused: 1,
        ..Totals::default()
    };
    assert_eq!(plan.totals, totals);
}

#[test]
fn the_same_file_again_changes_nothing() {
    let register = school();
    let gesture: Vec<_> = register
        .all()
        .map(|(at, record)| to(&register, at, Some(record.clone())))
        .collect();
    let plan = register.plan(&gesture, &Material::default());
    let totals = Totals {
        same: gesture.len(),
        ..Totals::default()
    };
    assert_eq!(plan.totals, totals);
    assert_eq!(plan.consequences, Consequences::default());
}

/// Answers what a plan asks: whether the outcomes stand, and the plan as it is counted.
fn counted(gesture: &[Amendment], named: u32) -> (bool, Plan) {
    let register = school();
    let mut material = Material::default();
    let mut plan = register.plan(gesture, &material);
    for question in plan.consequences.unanswered.clone() {
        let rooms = matches!(question, Question::Room { .. });
        material.answer(question, lessons(if rooms { named } else { 40 }, 0));
    }
    let stands = plan.count(&material);
    let again = register.plan(gesture, &material);
    let same = (&plan.outcomes, &plan.consequences) == (&again.outcomes, &again.consequences);
    assert_eq!(stands, same);
    (stands, plan)
}

#[test]
fn a_gesture_is_judged_again_only_if_something_rests_upon_what_it_takes_away() {
    let register = school();
    let gesture = [
        to(&register, at(Room, 2), None),
        to(
            &register,
            at(Period, 1),
            Some(quarter(1, "01.09.2026", "20.10.2026")),
        ),
    ];
    let (stands, plan) = counted(&gesture, 0);
    assert!(stands);
    assert_eq!(plan.consequences.unanswered, []);
    let found = plan.consequences.effects[0].found.as_ref().unwrap();
    assert_eq!(found.lessons, 40);
    assert!(!counted(&gesture, 1).0);
}

/// What a gesture costs does not grow with the records that it leaves alone.
#[test]
fn a_copy_shares_all_records_but_of_the_kinds_that_are_amended() {
    let mut register = school();
    for id in 1000..21_000 {
        register.put(
            at(RecordKind::Person, id),
            Some(Record::blank(RecordKind::Person)),
        );
    }
    let shares = |copy: &Register| {
        let same = |(at, record): (RecordRef, &Record)| {
            copy.get(at)
                .is_some_and(|other| std::ptr::eq(record, other))
        };
        register.all().all(same)
    };
    let mut copy = register.clone();
    assert!(shares(&copy));
    copy.put(
        at(RecordKind::Subject, 99),
        Some(Record::blank(RecordKind::Subject)),
    );
    copy.put(
        at(RecordKind::Person, 30_000),
        Some(Record::blank(RecordKind::Person)),
    );
    assert!(shares(&copy), "a new one is one more");
    assert_eq!(
        copy.of(RecordKind::Person).count(),
        register.of(RecordKind::Person).count() + 1
    );
    copy.put(at(RecordKind::Person, 30_000), None);
    copy.put(at(RecordKind::Subject, 99), None);
    assert!(copy.all().eq(register.all()));
}
