//! Values as people and tables write them.

use crate::support::*;
use journal::ClassId;
use journal::register::*;
use rstest::rstest;

fn field(kind: RecordKind, name: &str) -> &'static Field {
    kind.described().field(name).unwrap()
}

#[test]
fn what_is_exported_reads_back() {
    let mut register = school();
    register.name_class(ClassId(7), "7Б");
    let Some(Record::BellSchedule(mut bells)) =
        register.get(at(RecordKind::BellSchedule, 1)).cloned()
    else {
        panic!("no bells")
    };
    bells.grades = Grades([1, 2, 3, 9].into());
    bells.schedule.title = "Для младших".to_owned();
    register.put(
        at(RecordKind::BellSchedule, 2),
        Some(Record::BellSchedule(bells.clone())),
    );
    bells.grades = Grades::default();
    bells.class = Some(ClassId(7));
    bells.schedule.title = "Для 7Б".to_owned();
    register.put(
        at(RecordKind::BellSchedule, 3),
        Some(Record::BellSchedule(bells)),
    );
    for (at, record) in register.all() {
        for field in at.kind.described().fields {
            let value = (field.get)(record);
            let text = register.exported(&value);
            assert_eq!(field.read(&text, &register), Ok(value), "{at:?} {text}");
        }
    }
}

#[rstest]
#[case::full("01.09.2026")]
#[case::short("1.9.26")]
#[case::slashes("01/09/2026")]
#[case::machine("2026-09-01")]
#[case::blanks(" 1.09.2026 ")]
fn a_day_is_read_kindly(#[case] text: &str) {
    let read = field(RecordKind::SchoolYear, "starts").read(text, &school());
    assert_eq!(read, Ok(Value::Day(day("01.09.2026"))));
}

#[rstest]
#[case::no_such_day("31.09.2026", Fault::Unreadable)]
#[case::a_word("завтра", Fault::Unreadable)]
#[case::a_month_alone("9.26", Fault::Unreadable)]
#[case::too_far("01.09.1026", Fault::FarDay)]
#[case::nothing("", Fault::Required)]
fn a_day_that_cannot_be_is_refused(#[case] text: &str, #[case] fault: Fault) {
    let read = field(RecordKind::SchoolYear, "starts").read(text, &school());
    assert_eq!(read, Err(fault));
}

#[rstest]
#[case("1 08:30–09:15; 2 09:25–10:10")]
#[case("1. 8.30-9.15\n2. 9.25-10.10\n")]
#[case("1 830-915;2 925-1010;")]
fn bells_are_read_kindly(#[case] text: &str) {
    let read = field(RecordKind::BellSchedule, "bells").read(text, &school());
    let bells = vec![bell(1, "08:30", "09:15"), bell(2, "09:25", "10:10")];
    assert_eq!(read, Ok(Value::Bells(bells)));
}

#[rstest]
#[case("1 8:30", Fault::Unreadable)]
#[case("1 25:00-26:00", Fault::Unreadable)]
#[case("первый 8:30-9:15", Fault::Unreadable)]
#[case("1 é-é", Fault::Unreadable)]
fn bells_that_cannot_be_are_refused(#[case] text: &str, #[case] fault: Fault) {
    let read = field(RecordKind::BellSchedule, "bells").read(text, &school());
    assert_eq!(read, Err(fault));
}

#[rstest]
#[case("1-4, 9", "1–4, 9")]
#[case("9,4,3,2,1", "1–4, 9")]
#[case("11", "11")]
fn years_of_learning_are_read_and_shown_in_runs(#[case] text: &str, #[case] shown: &str) {
    let read = field(RecordKind::BellSchedule, "grades").read(text, &school());
    assert_eq!(school().exported(&read.unwrap()), shown);
}

#[test]
fn a_reference_is_read_by_title_and_an_unknown_or_unclear_one_says_so() {
    let mut register = school();
    let building = field(RecordKind::Room, "building");
    let read = |register: &Register, text: &str| building.read(text, register);
    let main = Ok(Value::Reference(at(RecordKind::Building, 1)));
    assert_eq!(read(&register, "главный  Корпус"), main);
    assert_eq!(read(&register, "Бассейн"), Err(Fault::NoSuchRecord));
    register.put(
        at(RecordKind::Building, 3),
        Some(crate::support::building("главный корпус")),
    );
    let among = vec![at(RecordKind::Building, 1), at(RecordKind::Building, 3)];
    assert_eq!(
        read(&register, "Главный корпус"),
        Err(Fault::Ambiguous { among })
    );
}

#[test]
fn a_list_is_sorted_as_people_sort() {
    let mut register = school();
    for title in ["105", "Актовый зал", "9а"] {
        let added = new(&register, room(MAIN, title));
        register.put(added.record, added.wanted);
    }
    let listed = register.listed(RecordKind::Room);
    let titles: Vec<_> = listed
        .iter()
        .map(|(at, _)| register.title(*at).unwrap())
        .collect();
    let main =
        ["9", "9а", "21", "105", "Актовый зал"].map(|room| format!("{room} · Главный корпус"));
    assert_eq!(titles[..5], main);
    assert_eq!(titles[5], "21 · Мастерские");
}

#[test]
fn a_number_given_once_is_not_given_again() {
    let mut register = school();
    let last = register.free_id(RecordKind::Room);
    register.put(RecordKind::Room.at(last), Some(room(MAIN, "300")));
    register.put(RecordKind::Room.at(last), None);
    assert!(register.free_id(RecordKind::Room) > last);
}
