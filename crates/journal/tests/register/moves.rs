//! Whom a gesture moves, seen before it is written.

use crate::support::*;
use MovementSort as M;
use journal::GroupId;
use journal::register::*;

/// 7А and 7Б, each in two parts that learn algebra; Абрамов is in 7А and its first part, Белова in 7Б
/// and its second.
fn parted() -> Register {
    let mut register = school();
    let mut put = |record: Record| {
        let at = record.kind().at(register.free_id(record.kind()));
        register.put(at, Some(record));
    };
    put(group_of("7А · группа 2", GroupSort::Part, Some(1)));
    put(group_of("7Б", GroupSort::Class, Some(2)));
    put(group_of("7Б · группа 1", GroupSort::Part, Some(2)));
    put(group_of("7Б · группа 2", GroupSort::Part, Some(2)));
    put(membership(3, 6, None, None));
    for group in 2..=6 {
        put(Record::Journal(JournalRecord {
            subject: SubjectId(1),
            group: GroupId(group),
            marking: Marking::Marks,
        }));
    }
    put(Record::Order(order_of(
        "5-п",
        "09.10.2026",
        OrderSort::Transfer,
    )));
    register
}

fn said(days: DaySpan) -> String {
    let day = |day: chrono::NaiveDate| day.format("%d.%m").to_string();
    if days.last == chrono::NaiveDate::MAX {
        format!("from {}", day(days.first))
    } else {
        format!("{}–{}", day(days.first), day(days.last))
    }
}

/// «Абрамов: from 12.10 7А → 7Б; − 7А · группа 1 from 12.10; in no part: Алгебра».
fn moves(register: &Register, gesture: &[Amendment]) -> Vec<String> {
    let plan = register.plan(gesture, &Material::default());
    assert_eq!(plan.totals.refused, 0, "{:?}", plan.outcomes);
    let place = |place: &Option<ClassPlace>| match place {
        None => "–".to_owned(),
        Some(place) if place.attached => format!("({})", place.class),
        Some(place) => place.class.clone(),
    };
    let named = plan.consequences.moves.named.iter().map(|it| {
        let classes = it.classes.iter();
        let classes =
            classes.map(|m| format!("{} {} → {}", said(m.days), place(&m.was), place(&m.becomes)));
        let groups = it.groups.iter().map(|m| {
            let sign = if m.joins { '+' } else { '−' };
            format!("{sign} {} {}", m.group, said(m.days))
        });
        let without = it.ungrouped.iter().map(|one| format!("in no part: {one}"));
        let all: Vec<_> = classes.chain(groups).chain(without).collect();
        format!("{}: {}", it.name.last, all.join("; "))
    });
    named.collect()
}

fn transfer(register: &Register) -> Amendment {
    let line = MovementRecord {
        order: Some(OrderId(2)),
        ..line(2, M::Move, "12.10.2026", Some(2))
    };
    new(register, Record::Movement(line))
}

fn cancelling(id: i64, of: i64) -> Amendment {
    let order = OrderRecord {
        cancels: Some(OrderId(of)),
        ..order_of(&format!("{id}-о"), "20.10.2026", OrderSort::Cancelling)
    };
    amendment(at(RecordKind::Order, id), None, Some(Record::Order(order)))
}

const GOES: &str = "Абрамов: from 12.10 7А → 7Б; − 7А · группа 1 from 12.10; in no part: Алгебра";
const COMES_BACK: &str = "Абрамов: from 12.10 7Б → 7А; + 7А · группа 1 from 12.10";

/// SP14-T2.8d, SOLO2-10.1-5a: who moves, from which day, out of which part, and that the new class
/// has parts and the pupil is in none.
#[test]
fn who_moves_is_told_with_the_day_the_groups_and_that_no_part_is_the_pupils() {
    let register = parted();
    let line = transfer(&register);
    assert_eq!(moves(&register, std::slice::from_ref(&line)), [GOES]);
    let plan = register.plan(&[line], &Material::default());
    let lists = plan.consequences.moves.lists.iter();
    let lists: Vec<_> = lists
        .map(|it| {
            format!(
                "{} +{} −{} {}",
                it.title,
                it.came,
                it.left,
                it.journals.join(", ")
            )
        })
        .collect();
    assert_eq!(
        lists,
        [
            "7А +0 −1 Алгебра",
            "7А · группа 1 +0 −1 Алгебра",
            "7Б +1 −0 Алгебра"
        ]
    );
}

/// Of a pupil who is removed with it, as an undo does, the name is the last that was known.
#[test]
fn who_is_removed_is_told_by_name() {
    let mut register = parted();
    let line = new(
        &register,
        Record::Movement(line(40, M::Enrol, "12.10.2026", Some(2))),
    );
    let pupil = amendment(
        at(RecordKind::Person, 40),
        None,
        Some(person("Новиков", "Пётр", "")),
    );
    for one in [&pupil, &line] {
        register.put(one.record, one.wanted.clone());
    }
    let back = [line, pupil].map(|one| Amendment {
        expected: one.wanted.clone(),
        wanted: None,
        ..one
    });
    assert_eq!(moves(&register, &back), ["Новиков: from 12.10 7Б → –"]);
}

/// E36: an order that is cancelled gives back what it took, also the part of the class; the one that
/// cancels the cancelling takes it again.
#[test]
fn a_cancellation_tells_whom_it_moves_back_and_so_does_its_own() {
    let mut register = parted();
    let line = transfer(&register);
    apply(&mut register, &line).unwrap();
    let cancels = cancelling(3, 2);
    assert_eq!(
        moves(&register, std::slice::from_ref(&cancels)),
        [COMES_BACK]
    );
    apply(&mut register, &cancels).unwrap();
    let again = cancelling(4, 3);
    assert_eq!(moves(&register, std::slice::from_ref(&again)), [GOES]);
    apply(&mut register, &again).unwrap();
    assert_eq!(moves(&register, &[cancelling(5, 4)]), [COMES_BACK]);
}

/// A day that was typed wrong: only the days between are others.
#[test]
fn of_a_day_that_is_corrected_the_days_between_are_told() {
    let mut register = parted();
    let line = transfer(&register);
    apply(&mut register, &line).unwrap();
    let Some(Record::Movement(mut later)) = line.wanted else {
        panic!("no line")
    };
    later.day = day("19.10.2026");
    let change = to(&register, line.record, Some(Record::Movement(later)));
    let told = moves(&register, &[change]);
    assert_eq!(
        told,
        ["Абрамов: 12.10–18.10 7Б → 7А; + 7А · группа 1 12.10–18.10"]
    );
}

#[test]
fn a_place_in_a_group_that_ends_is_told_and_that_none_is_left() {
    let register = parted();
    let place = at(RecordKind::Membership, 1);
    let until = membership(2, 2, None, Some("15.11.2026"));
    let change = to(&register, place, Some(until));
    let told = moves(&register, std::slice::from_ref(&change));
    assert_eq!(
        told,
        ["Абрамов: − 7А · группа 1 from 16.11; in no part: Алгебра"]
    );
    // With another part in the same gesture nothing is lacking.
    let other = new(&register, membership(2, 3, Some("16.11.2026"), None));
    let told = moves(&register, &[change, other]);
    assert_eq!(
        told,
        ["Абрамов: − 7А · группа 1 from 16.11; + 7А · группа 2 from 16.11"]
    );
}

#[test]
fn a_draft_and_words_move_nobody() {
    let mut register = parted();
    let line = transfer(&register);
    apply(&mut register, &line).unwrap();
    let heading = OrderRecord {
        heading: "О переводе".to_owned(),
        ..order_of("5-п", "09.10.2026", OrderSort::Transfer)
    };
    let order = at(RecordKind::Order, 2);
    let words = to(&register, order, Some(Record::Order(heading.clone())));
    assert_eq!(moves(&register, &[words]), Vec::<String>::new());
    let draft = OrderRecord {
        state: OrderState::Draft,
        ..heading
    };
    let draft = to(&register, order, Some(Record::Order(draft)));
    assert_eq!(moves(&register, &[draft]), [COMES_BACK]);
}

/// The table of a whole school names the first of them, and counts all.
#[test]
fn of_many_the_first_are_named_and_all_are_counted() {
    let mut register = parted();
    let pupils = 100..350;
    for id in pupils.clone() {
        let name = person(&format!("Ученик {id:03}"), "Анна", "");
        register.put(at(RecordKind::Person, id), Some(name));
    }
    let lines = pupils.map(|pupil| {
        let line = Record::Movement(line(pupil, M::Enrol, "01.09.2026", Some(2)));
        amendment(at(RecordKind::Movement, pupil), None, Some(line))
    });
    let gesture: Vec<_> = lines.collect();
    let plan = register.plan(&gesture, &Material::default());
    let moves = plan.consequences.moves;
    assert_eq!((moves.pupils, moves.named.len()), (250, 200));
    assert_eq!(moves.named[0].name.last, "Ученик 100");
    assert_eq!(
        moves.lists.iter().map(|it| it.came).collect::<Vec<_>>(),
        [250]
    );
}

/// Whoever writes without looking has to know of those too who are not named.
#[test]
fn of_many_who_join_a_group_one_beyond_the_named_who_changes_class_is_not_passed_over() {
    let mut register = parted();
    let last = 300;
    for id in 100..=last {
        let name = person(&format!("Ученик {id}"), "Анна", "");
        register.put(at(RecordKind::Person, id), Some(name));
        let line = Record::Movement(line(id, M::Enrol, "01.09.2026", Some(2)));
        register.put(at(RecordKind::Movement, id), Some(line));
    }
    let joins = |id| {
        amendment(
            at(RecordKind::Membership, id),
            None,
            Some(membership(id, 5, None, None)),
        )
    };
    let mut gesture: Vec<_> = (100..last).map(joins).collect();
    let told = |gesture: &[Amendment]| {
        register
            .plan(gesture, &Material::default())
            .consequences
            .moves
    };
    assert!(told(&gesture).only_join(), "{:?}", told(&gesture));
    let line = Record::Movement(line(last, M::Move, "12.10.2026", Some(1)));
    gesture.push(amendment(
        at(RecordKind::Movement, last + 1),
        None,
        Some(line),
    ));
    let moves = told(&gesture);
    assert_eq!((moves.pupils, moves.named.len()), (201, 200));
    assert!(moves.named.iter().all(|one| one.classes.is_empty()));
    assert!(!moves.only_join());
}
