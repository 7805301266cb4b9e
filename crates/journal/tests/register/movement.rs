//! Where a pupil is on which day: lines of orders, one after another.

use crate::support::*;
use MovementSort as M;
use chrono::NaiveDate;
use journal::register::*;
use journal::{ClassId, PupilId};
use proptest::prelude::*;
use rstest::rstest;
use std::collections::BTreeMap;

const PUPIL: PupilId = PupilId(2);

/// 7А, 7Б, 1А of this year and 8А of the next; no pupil is anywhere yet.
fn empty() -> Register {
    let mut register = school();
    let gone: Vec<_> = register.all().map(|(at, _)| at).collect();
    let moves = [RecordKind::Order, RecordKind::Movement];
    for at in gone.into_iter().filter(|at| moves.contains(&at.kind)) {
        register.put(at, None);
    }
    let next = year("2027/28", "01.09.2027", "31.05.2028", YearState::Forming);
    register.put(at(RecordKind::SchoolYear, 2), Some(next));
    let class = Record::Class(ClassRecord {
        year: YearId(2),
        grade: 8,
        title: "8А".to_owned(),
    });
    register.put(at(RecordKind::Class, 4), Some(class));
    register
}

/// A line that is put without any check.
fn put(register: &mut Register, id: i64, line: MovementRecord) {
    register.put(at(RecordKind::Movement, id), Some(Record::Movement(line)));
}

fn by(order: i64, line: MovementRecord) -> MovementRecord {
    MovementRecord {
        order: Some(OrderId(order)),
        ..line
    }
}

/// «1: 01.09–11.10» for each stint.
fn shown(register: &Register) -> Vec<String> {
    let stints = register.stints(PUPIL).into_iter();
    let day = |day: NaiveDate| day.format("%d.%m").to_string();
    let shown = stints.map(|stint| {
        let until = stint.until.map(day).unwrap_or_default();
        let attached = if stint.attached { " att." } else { "" };
        format!("{}: {}–{until}{attached}", stint.class, day(stint.from))
    });
    shown.collect()
}

#[test]
fn a_pupil_who_moves_is_on_each_day_in_one_class() {
    let mut register = empty();
    put(&mut register, 1, line(2, M::Enrol, "01.09.2026", Some(1)));
    put(&mut register, 2, line(2, M::Move, "12.10.2026", Some(2)));
    put(&mut register, 3, line(2, M::Leave, "13.11.2026", None));
    put(&mut register, 4, line(2, M::Enrol, "01.12.2026", Some(1)));
    assert_eq!(
        shown(&register),
        ["1: 01.09–11.10", "2: 12.10–12.11", "1: 01.12–"]
    );
}

#[test]
fn an_order_taken_back_takes_its_lines_with_it_and_gives_them_back_when_that_is_taken_back() {
    let mut register = empty();
    put(&mut register, 1, line(2, M::Enrol, "01.09.2026", Some(1)));
    let transfer = order_of("5-у", "09.10.2026", OrderSort::Transfer);
    register.put(at(RecordKind::Order, 5), Some(Record::Order(transfer)));
    put(
        &mut register,
        2,
        by(5, line(2, M::Move, "12.10.2026", Some(2))),
    );
    let moved = ["1: 01.09–11.10", "2: 12.10–"];
    assert_eq!(shown(&register), moved);
    for (id, cancels, expected) in [(9, 5, vec!["1: 01.09–"]), (11, 9, moved.to_vec())] {
        let cancelling = Record::Order(OrderRecord {
            cancels: Some(OrderId(cancels)),
            ..order_of(&format!("{id}-у"), "20.10.2026", OrderSort::Cancelling)
        });
        register.put(at(RecordKind::Order, id), Some(cancelling));
        assert_eq!(shown(&register), expected, "after {id}");
        let by = register.cancelling(OrderId(cancels));
        assert_eq!(by, Some(OrderId(id)), "of {cancels}");
    }
}

#[test]
fn nothing_follows_from_a_draft() {
    let mut register = empty();
    let draft = Record::Order(OrderRecord {
        state: OrderState::Draft,
        ..order_of("2-у", "28.08.2026", OrderSort::Enrolment)
    });
    register.put(at(RecordKind::Order, 2), Some(draft));
    put(
        &mut register,
        1,
        by(2, line(2, M::Enrol, "01.09.2026", Some(1))),
    );
    assert_eq!(shown(&register), Vec::<String>::new());
}

#[test]
fn who_never_came_was_never_there() {
    let mut register = empty();
    put(&mut register, 1, line(2, M::Enrol, "01.09.2026", Some(1)));
    put(&mut register, 2, line(2, M::NoShow, "08.09.2026", None));
    assert_eq!(shown(&register), Vec::<String>::new());
}

#[test]
fn family_education_keeps_the_class_and_summer_the_last_one() {
    let mut register = empty();
    put(&mut register, 1, line(2, M::Enrol, "01.09.2026", Some(1)));
    put(&mut register, 2, line(2, M::ToFamily, "01.10.2026", None));
    put(&mut register, 3, line(2, M::FromFamily, "01.02.2027", None));
    put(&mut register, 4, line(2, M::Promote, "01.09.2027", Some(4)));
    assert_eq!(
        shown(&register),
        [
            "1: 01.09–30.09",
            "1: 01.10–31.01 att.",
            "1: 01.02–31.08",
            "4: 01.09–"
        ]
    );
}

/// Orders of June to August strike off who leaves or has finished (SOLO2-4.5c, SOLO2-10.1-2a): the
/// pupil is in the class until that day, and in none of the new year.
#[rstest]
#[case::leaves(M::Leave, "25.06.2027", "1: 01.09–24.06")]
#[case::has_finished(M::Graduate, "31.08.2027", "1: 01.09–30.08")]
fn who_is_struck_off_in_summer_was_there_until_then(
    #[case] sort: M,
    #[case] day: &str,
    #[case] stays: &str,
) {
    let mut register = empty();
    put(&mut register, 1, line(2, M::Enrol, "01.09.2026", Some(1)));
    let leaving = line(2, sort, day, None);
    let told = register.faults(
        at(RecordKind::Movement, 2),
        &Record::Movement(leaving.clone()),
    );
    assert_eq!(told, []);
    put(&mut register, 2, leaving);
    assert_eq!(shown(&register), [stays]);
}

#[rstest]
#[case::twice(line(2, M::Enrol, "12.10.2026", Some(2)), "day", Fault::InAlready)]
#[case::into_the_same(line(2, M::Move, "12.10.2026", Some(1)), "class", Fault::InAlready)]
#[case::without_a_class(line(2, M::Move, "12.10.2026", None), "class", Fault::Required)]
#[case::with_a_class(line(2, M::Leave, "12.10.2026", Some(2)), "class", Fault::NoClassThen)]
#[case::of_nobody(line(3, M::Leave, "12.10.2026", None), "sort", Fault::NotInClass)]
#[case::before(line(2, M::Leave, "01.08.2026", None), "day", Fault::OutsideYear)]
#[case::long_after(line(2, M::Leave, "01.11.2028", None), "day", Fault::OutsideYear)]
#[case::in_another_year(line(2, M::Leave, "10.11.2027", None), "sort", Fault::NotInClass)]
#[case::in_summer(line(2, M::Move, "25.06.2027", Some(2)), "sort", Fault::NotInClass)]
#[case::this_year(
    line(2, M::Promote, "12.10.2026", Some(2)),
    "class",
    Fault::NotNextYear
)]
#[case::next_year(line(2, M::Move, "12.10.2026", Some(4)), "class", Fault::OutsideYear)]
#[case::the_same_day(line(2, M::Move, "01.09.2026", Some(2)), "day", Fault::TwoOnADay)]
fn a_line_that_does_not_follow_is_refused(
    #[case] wrong: MovementRecord,
    #[case] field: &str,
    #[case] fault: Fault,
) {
    let mut register = empty();
    put(&mut register, 1, line(2, M::Enrol, "01.09.2026", Some(1)));
    let at = at(RecordKind::Movement, 2);
    let told = register.faults(at, &Record::Movement(wrong));
    let told: Vec<_> = told.into_iter().map(|it| (it.field, it.fault)).collect();
    assert_eq!(told, [(field.to_owned(), fault)]);
}

/// A line that is given to another pupil is taken from the first, as if it were removed.
#[test]
fn a_line_goes_to_no_other_pupil_from_under_a_later_one() {
    let mut register = empty();
    put(&mut register, 1, line(2, M::Enrol, "01.09.2026", Some(1)));
    put(&mut register, 2, line(2, M::Leave, "12.10.2026", None));
    let (first, later) = (at(RecordKind::Movement, 1), at(RecordKind::Movement, 2));
    let given = Record::Movement(line(3, M::Enrol, "01.09.2026", Some(1)));
    let fault = Fault::BreaksMovement { with: later };
    assert_eq!(
        register.faults(first, &given),
        [FieldFault::new("pupil", fault)]
    );
    register.put(later, None);
    assert_eq!(register.faults(first, &given), []);
}

#[test]
fn a_line_of_the_past_does_not_tear_a_later_one_and_is_not_removed_from_under_it() {
    let mut register = empty();
    put(&mut register, 1, line(2, M::Enrol, "01.09.2026", Some(1)));
    put(&mut register, 2, line(2, M::Move, "12.10.2026", Some(2)));
    let later = at(RecordKind::Movement, 2);
    let early = Record::Movement(line(2, M::Leave, "05.10.2026", None));
    let told = register.faults(at(RecordKind::Movement, 3), &early);
    assert_eq!(told.len(), 1);
    assert_eq!(told[0].fault, Fault::BreaksMovement { with: later });
    let first = at(RecordKind::Movement, 1);
    let removal = amendment(first, register.get(first).cloned(), None);
    let plan = register.plan(&[removal], &Material::default());
    let Err(Refusal::InUse { records, .. }) = &plan.outcomes[0] else {
        panic!("{:?}", plan.outcomes)
    };
    assert_eq!(records, &[later]);
}

#[test]
fn an_order_is_not_taken_back_from_under_a_later_line() {
    let mut register = empty();
    let enrolment = order_of("1-у", "28.08.2026", OrderSort::Enrolment);
    register.put(at(RecordKind::Order, 1), Some(Record::Order(enrolment)));
    put(
        &mut register,
        1,
        by(1, line(2, M::Enrol, "01.09.2026", Some(1))),
    );
    put(&mut register, 2, line(2, M::Move, "12.10.2026", Some(2)));
    let cancelling = Record::Order(OrderRecord {
        cancels: Some(OrderId(1)),
        ..order_of("2-у", "20.10.2026", OrderSort::Cancelling)
    });
    let told = register.faults(at(RecordKind::Order, 2), &cancelling);
    let with = at(RecordKind::Movement, 2);
    assert_eq!(
        told,
        [FieldFault::new("cancels", Fault::BreaksMovement { with })]
    );
}

/// It would be written and move nobody.
#[test]
fn no_line_is_written_under_a_cancelled_order() {
    let mut register = school();
    let cancels = |of| {
        Record::Order(OrderRecord {
            cancels: Some(OrderId(of)),
            ..order_of(&format!("{of}-о"), "20.10.2026", OrderSort::Cancelling)
        })
    };
    let transfer = order_of("2-у", "09.10.2026", OrderSort::Transfer);
    register.put(at(RecordKind::Order, 2), Some(Record::Order(transfer)));
    let moved = |pupil| Record::Movement(by(2, line(pupil, M::Move, "12.10.2026", Some(3))));
    register.put(at(RecordKind::Movement, 3), Some(moved(2)));
    register.put(at(RecordKind::Order, 3), Some(cancels(2)));
    let new = at(RecordKind::Movement, 4);
    let fault = FieldFault::new("order", Fault::OrderCancelled);
    assert_eq!(register.faults(new, &moved(3)), [fault]);
    let stands = register.faults(at(RecordKind::Movement, 3), &moved(2));
    assert_eq!(stands, [], "it was there before");
    register.put(at(RecordKind::Order, 4), Some(cancels(3)));
    assert_eq!(register.faults(new, &moved(3)), [], "it holds again");
}

#[test]
fn an_order_holds_lines_of_its_sort() {
    let register = school();
    let faults = |sort, class| {
        let line = Record::Movement(by(1, line(2, sort, "12.10.2026", class)));
        register.faults(at(RecordKind::Movement, 9), &line)
    };
    let fault = FieldFault::new("order", Fault::NotOfOrder);
    assert_eq!(faults(M::Move, Some(2)), [fault], "it is of enrolment");
    assert_eq!(faults(M::NoShow, None), []);
}

#[rstest]
#[case::before("08.10.2026", Some(5))]
#[case::the_same_day("09.10.2026", None)]
fn an_order_is_not_cancelled_before_its_own_day(#[case] date: &str, #[case] with: Option<i64>) {
    let mut register = empty();
    let transfer = order_of("5-у", "09.10.2026", OrderSort::Transfer);
    let transferred = at(RecordKind::Order, 5);
    register.put(transferred, Some(Record::Order(transfer.clone())));
    let cancelling = Record::Order(OrderRecord {
        cancels: Some(OrderId(5)),
        ..order_of("9-у", date, OrderSort::Cancelling)
    });
    let at = at(RecordKind::Order, 9);
    let fault = |with| FieldFault::new("date", Fault::CancelledBefore { with });
    let expected = with.map(|id| fault(RecordKind::Order.at(RecordId(id))));
    let told = register.faults(at, &cancelling);
    assert_eq!(told, expected.into_iter().collect::<Vec<_>>());
    register.put(at, Some(cancelling));
    let later = OrderRecord {
        date: day("10.10.2026"),
        ..transfer
    };
    let later = register.faults(transferred, &Record::Order(later));
    assert_eq!(later, [fault(at)], "nor is its day moved behind that");
}

#[test]
fn days_that_are_taken_from_a_pupil_ask_what_is_written_on_them() {
    let mut register = empty();
    put(&mut register, 1, line(2, M::Enrol, "01.09.2026", Some(1)));
    let leaves = at(RecordKind::Movement, 9);
    let line = Record::Movement(line(2, M::Move, "12.10.2026", Some(2)));
    let gesture = [amendment(leaves, None, Some(line))];
    let plan = register.plan(&gesture, &Material::default());
    assert_eq!(plan.outcomes, [Ok(())]);
    let asked = Question::EntriesInClass {
        pupil: PUPIL,
        class: ClassId(1),
        days: DaySpan::new(day("12.10.2026"), NaiveDate::MAX),
    };
    assert_eq!(plan.consequences.unanswered, [asked]);
}

/// A place in a group is the same: what is written on days that it loses is asked for.
#[rstest]
#[case::later(Some("12.10.2026"), None, Some(("", "11.10.2026")))]
#[case::shorter(None, Some("12.10.2026"), Some(("13.10.2026", "")))]
#[case::both(Some("05.10.2026"), Some("12.10.2026"), Some(("", "")))]
#[case::the_same(None, None, None)]
fn days_that_a_place_in_a_group_loses_are_asked_about(
    #[case] from: Option<&str>,
    #[case] until: Option<&str>,
    #[case] lost: Option<(&str, &str)>,
) {
    let register = school();
    let at = at(RecordKind::Membership, 1);
    let stands = register.get(at).cloned();
    let gesture = [amendment(at, stands, Some(membership(2, 2, from, until)))];
    let plan = register.plan(&gesture, &Material::default());
    assert_eq!(plan.outcomes, [Ok(())]);
    let or = |text: &str, open: NaiveDate| if text.is_empty() { open } else { day(text) };
    let asked = lost.map(|(first, last)| Question::EntriesInGroup {
        pupil: PUPIL,
        group: journal::GroupId(2),
        days: DaySpan::new(or(first, NaiveDate::MIN), or(last, NaiveDate::MAX)),
    });
    let unanswered = plan.consequences.unanswered;
    assert_eq!(unanswered, asked.into_iter().collect::<Vec<_>>());
}

/// The orders of a random life.
const SORTS: [(i64, OrderSort); 4] = [
    (1, OrderSort::Enrolment),
    (2, OrderSort::Transfer),
    (3, OrderSort::Departure),
    (4, OrderSort::Family),
];

/// One step of a random life.
#[derive(Debug, Clone, Copy)]
struct Step {
    sort: M,
    day: u64,
    class: Option<i64>,
    order: Option<i64>,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let sort = prop::sample::select(vec![
        M::Enrol,
        M::Move,
        M::Leave,
        M::ToFamily,
        M::FromFamily,
    ]);
    let step = (sort, 0..240_u64, 1..3_i64, any::<bool>());
    let step = step.prop_map(|(sort, day, class, ordered)| {
        let (order, _) = SORTS.into_iter().find(|(_, it)| it.holds(sort)).unwrap();
        Step {
            sort,
            day,
            class: matches!(sort, M::Enrol | M::Move).then_some(class),
            order: ordered.then_some(order),
        }
    });
    prop::collection::vec(step, 0..14)
}

/// Every day walked one by one, as somebody with the book of orders would.
fn walked(lines: &[MovementRecord], cancelled: &[i64]) -> BTreeMap<NaiveDate, i64> {
    let mut lines: Vec<_> = lines
        .iter()
        .filter(|line| line.order.is_none_or(|order| !cancelled.contains(&order.0)))
        .collect();
    lines.sort_by_key(|line| line.day);
    let (mut at, mut days) = (None, BTreeMap::new());
    let mut day = day("01.09.2026");
    while day <= self::day("31.05.2027") {
        for line in lines.iter().filter(|line| line.day == day) {
            at = match (line.sort, line.class) {
                (M::Enrol | M::Move, Some(class)) => Some(class.0),
                (M::Leave, _) => None,
                _ => at,
            };
        }
        days.extend(at.map(|class| (day, class)));
        day = day.succ_opt().unwrap();
    }
    days
}

proptest! {
    /// Lines are offered one after another, and taken only if nothing speaks against them: then the
    /// stints are what a walk over every day finds, whichever orders are taken back afterwards.
    #[test]
    fn stints_are_what_a_walk_over_every_day_finds(
        steps in steps(),
        cancelled in prop::collection::btree_set(1..5_i64, 0..3),
    ) {
        let mut register = empty();
        for (id, sort) in SORTS {
            let order = order_of(&format!("{id}-у"), "28.08.2026", sort);
            register.put(at(RecordKind::Order, id), Some(Record::Order(order)));
        }
        let mut taken = Vec::new();
        for (step, id) in steps.into_iter().zip(1..) {
            let day = day("01.09.2026") + chrono::Days::new(step.day);
            let line = MovementRecord {
                day,
                order: step.order.map(OrderId),
                ..line(2, step.sort, "01.09.2026", step.class)
            };
            let at = at(RecordKind::Movement, id);
            let record = Record::Movement(line.clone());
            if register.faults(at, &record).is_empty() {
                register.put(at, Some(record));
                taken.push(line);
            }
        }
        let mut gone = Vec::new();
        for (order, id) in cancelled.into_iter().zip(10..) {
            let at = at(RecordKind::Order, id);
            let cancelling = Record::Order(OrderRecord {
                cancels: Some(OrderId(order)),
                ..order_of(&format!("{id}-у"), "01.06.2027", OrderSort::Cancelling)
            });
            if register.faults(at, &cancelling).is_empty() {
                register.put(at, Some(cancelling));
                gone.push(order);
            }
        }
        let stints = register.stints(PUPIL);
        for pair in stints.windows(2) {
            prop_assert!(pair[0].until.unwrap() < pair[1].from, "{:?}", stints);
        }
        let mut days = BTreeMap::new();
        for stint in &stints {
            let last = stint.until.unwrap_or(day("31.05.2027"));
            let mut day = stint.from;
            while day <= last {
                days.insert(day, stint.class.0);
                day = day.succ_opt().unwrap();
            }
        }
        prop_assert_eq!(days, walked(&taken, &gone));
    }
}

/// A line of movement stays in a school year.
#[test]
fn a_year_is_not_moved_away_from_its_movement() {
    let mut register = school();
    for id in 1..=4 {
        register.put(at(RecordKind::Period, id), None);
    }
    register.put(at(RecordKind::Holiday, 1), None);
    let later = year("2026/27", "02.09.2026", "31.05.2027", YearState::Open);
    let refused = checked(
        &register,
        &to(&register, at(RecordKind::SchoolYear, 1), Some(later)),
    );
    let Err(Refusal::Invalid { faults }) = refused else {
        panic!("{refused:?}");
    };
    let record = at(RecordKind::Movement, 1);
    assert_eq!(
        faults,
        [FieldFault::new("starts", Fault::LeavesOutside { record })]
    );
}
