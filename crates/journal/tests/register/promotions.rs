//! Whether promotion and debts agree, whatever is written first and whenever it is asked
//! (SOLO2-4.5b, SOLO2-10.1-3b).

use crate::support::*;
use RecordKind as K;
use journal::register::*;
use journal::{PersonId, Regulation};

fn sorts(register: &Register, on: &str) -> Vec<GapSort> {
    let regulation = Regulation::shipped("solo-kommunar-2").unwrap();
    let of_promotion = [GapSort::PromotedWithDebt, GapSort::ConditionUnsaid];
    let gaps = register.gaps(&regulation, day(on)).into_iter();
    let sorts = gaps.map(|gap| gap.sort);
    sorts.filter(|sort| of_promotion.contains(sort)).collect()
}

fn put(register: &mut Register, record: Record) -> RecordRef {
    let at = record.kind().at(register.free_id(record.kind()));
    register.put(at, Some(record));
    at
}

/// A pupil of 7А who goes on to 8А of the next year by an order of May.
fn promoted(sort: MovementSort, state: OrderState) -> (Register, RecordRef, RecordRef) {
    let mut register = school();
    let next = year("2027/28", "01.09.2027", "31.05.2028", YearState::Forming);
    let next = put(&mut register, next);
    let eighth = put(
        &mut register,
        Record::Class(ClassRecord {
            year: YearId(next.id.0),
            grade: 8,
            title: "8А".to_owned(),
        }),
    );
    let order = OrderRecord {
        state,
        ..order_of("9-п", "31.05.2027", OrderSort::Promotion)
    };
    let order = put(&mut register, Record::Order(order));
    let goes = MovementRecord {
        order: Some(OrderId(order.id.0)),
        ..line(2, sort, "01.09.2027", Some(eighth.id.0))
    };
    let goes = put(&mut register, Record::Movement(goes));
    (register, order, goes)
}

fn told(register: &Register, change: &Amendment) -> Vec<EffectKind> {
    let effects = checked(register, change).unwrap().effects.into_iter();
    let of_promotion = |kind: &EffectKind| {
        use EffectKind::{ConditionUnsaid, PromotedWithDebt};
        matches!(kind, PromotedWithDebt { .. } | ConditionUnsaid { .. })
    };
    effects.map(|one| one.kind).filter(of_promotion).collect()
}

#[test]
fn a_condition_rests_on_a_debt_that_was_cleared_in_summer() {
    let (mut register, ..) = promoted(MovementSort::Conditional, OrderState::InForce);
    assert_eq!(
        sorts(&register, "10.09.2027"),
        [GapSort::ConditionUnsaid],
        "there is none"
    );
    let owed = put(&mut register, Record::Debt(debt(2, "31.05.2027")));
    for on in ["31.05.2027", "15.07.2027", "10.09.2027"] {
        assert_eq!(sorts(&register, on), [], "{on}");
    }
    let cleared = DebtRecord {
        cleared: Some(day("20.08.2027")),
        ..debt(2, "31.05.2027")
    };
    register.put(owed, Some(Record::Debt(cleared)));
    assert_eq!(sorts(&register, "10.09.2027"), []);
}

/// Around the term of 1 July, when the line of 1 September is of a year that has not begun.
#[test]
fn a_promotion_in_spite_of_a_debt_is_named_in_summer_too() {
    let (mut register, ..) = promoted(MovementSort::Promote, OrderState::InForce);
    put(&mut register, Record::Debt(debt(2, "31.05.2027")));
    for on in ["01.06.2027", "15.07.2027", "10.09.2027"] {
        assert_eq!(sorts(&register, on), [GapSort::PromotedWithDebt], "{on}");
    }
    // Nothing is left to put right of whoever is not here any more.
    let leaves = line(2, MovementSort::Leave, "05.09.2027", None);
    put(&mut register, Record::Movement(leaves));
    assert_eq!(sorts(&register, "10.09.2027"), []);
}

#[test]
fn a_debt_that_is_made_after_the_line_and_an_order_that_comes_in_force_tell_it() {
    let pupil = at(K::Person, 2);
    let owed = vec!["Алгебра".to_owned()];
    let danger = EffectKind::PromotedWithDebt { pupil, owed };
    let (register, ..) = promoted(MovementSort::Promote, OrderState::InForce);
    let later = new(&register, Record::Debt(debt(2, "31.05.2027")));
    assert_eq!(told(&register, &later), std::slice::from_ref(&danger));

    let (mut register, order, _) = promoted(MovementSort::Promote, OrderState::Draft);
    let debt_at = put(&mut register, Record::Debt(debt(2, "31.05.2027")));
    let again = DebtRecord {
        due: Some(day("01.10.2027")),
        ..debt(2, "31.05.2027")
    };
    let again = to(&register, debt_at, Some(Record::Debt(again)));
    assert_eq!(told(&register, &again), [], "a draft promotes nobody");
    let in_force = order_of("9-п", "31.05.2027", OrderSort::Promotion);
    let in_force = to(&register, order, Some(Record::Order(in_force)));
    assert_eq!(told(&register, &in_force), [danger]);
}

/// KZ1-2.2f: places of another year, which say no days, are of another class.
#[test]
fn nobody_is_in_two_parts_by_places_of_another_year() {
    let (mut register, ..) = promoted(MovementSort::Promote, OrderState::InForce);
    let other = put(
        &mut register,
        group_of("7А · группа 2", GroupSort::Part, Some(1)),
    );
    put(&mut register, membership(2, other.id.0, None, None));
    let twice = |on: &str| {
        let regulation = Regulation::shipped("solo-kommunar-2").unwrap();
        let gaps = register.gaps(&regulation, day(on)).into_iter();
        gaps.filter(|gap| gap.sort == GapSort::PupilTwice).count()
    };
    assert_eq!(twice("16.11.2026"), 1);
    assert_eq!(twice("10.09.2027"), 0);
}

/// SOLO2-5.8b: the line of an order that is being prepared has brought nobody into a class.
#[test]
fn who_is_to_be_enrolled_by_a_draft_is_nowhere_yet() {
    let mut register = school();
    let child = put(&mut register, person("Новикова", "Зоя", ""));
    let tie = GuardianshipRecord {
        parent: PersonId(1),
        pupil: journal::PupilId(child.id.0),
        kinship: Kinship::Mother,
        ..GuardianshipRecord::default()
    };
    put(&mut register, Record::Guardianship(tie));
    let nowhere = |register: &Register| {
        let regulation = Regulation::shipped("solo-kommunar-2").unwrap();
        let gaps = register.gaps(&regulation, day("16.11.2026")).into_iter();
        let gaps = gaps.filter(|gap| gap.sort == GapSort::PupilNowhere);
        gaps.map(|gap| gap.about).collect::<Vec<_>>()
    };
    assert_eq!(nowhere(&register), [child]);
    let order = OrderRecord {
        state: OrderState::Draft,
        ..order_of("2-у", "10.11.2026", OrderSort::Enrolment)
    };
    let order = put(&mut register, Record::Order(order));
    let enrols = MovementRecord {
        order: Some(OrderId(order.id.0)),
        ..line(child.id.0, MovementSort::Enrol, "12.11.2026", Some(1))
    };
    put(&mut register, Record::Movement(enrols));
    assert_eq!(nowhere(&register), [child]);
    let in_force = order_of("2-у", "10.11.2026", OrderSort::Enrolment);
    register.put(order, Some(Record::Order(in_force)));
    assert_eq!(nowhere(&register), []);
}

/// SOLO2-6.3b: whoever comes back under the own id is not another of the name.
#[test]
fn a_namesake_is_another_than_oneself() {
    let mut register = school();
    let was = at(K::Person, 2);
    let record = register.get(was).cloned();
    let twin = put(&mut register, person("Абрамов", "Илья", ""));
    register.put(was, None);
    let back = to(&register, was, record);
    let kinds = checked(&register, &back).unwrap().effects;
    let kinds: Vec<_> = kinds.into_iter().map(|one| one.kind).collect();
    assert!(
        kinds.contains(&EffectKind::NameKnown { person: twin }),
        "{kinds:?}"
    );
}
