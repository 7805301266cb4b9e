//! Values as people and tables write them.

use crate::support::*;
use journal::ClassId;
use journal::register::*;
use rstest::rstest;

#[test]
fn what_is_exported_reads_back() {
    let mut register = school();
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
    bells.class = Some(ClassId(2));
    bells.schedule.title = "Для 7Б".to_owned();
    register.put(
        at(RecordKind::BellSchedule, 3),
        Some(Record::BellSchedule(bells)),
    );
    for (at, record) in register.all() {
        for field in at.kind.described().fields {
            let value = (field.get)(record);
            let text = register.exported(&value);
            match value {
                Value::Grades(it) if !it.0.is_empty() => {
                    assert_eq!(reading::grades(&text), Ok(it), "{at:?} {text}");
                }
                Value::Bells(it) => assert_eq!(reading::bells(&text), Ok(it), "{at:?} {text}"),
                _ => {}
            }
        }
    }
}

#[rstest]
#[case("1 08:30–09:15; 2 09:25–10:10")]
#[case("1. 8.30-9.15\n2. 9.25-10.10\n")]
#[case("1 830-915;2 925-1010;")]
fn bells_are_read_kindly(#[case] text: &str) {
    let bells = vec![bell(1, "08:30", "09:15"), bell(2, "09:25", "10:10")];
    assert_eq!(reading::bells(text), Ok(bells));
}

#[rstest]
#[case("1 8:30")]
#[case("1 25:00-26:00")]
#[case("первый 8:30-9:15")]
#[case("1 é-é")]
fn bells_that_cannot_be_are_refused(#[case] text: &str) {
    assert_eq!(reading::bells(text), Err(Fault::Unreadable));
}

#[rstest]
#[case("1-4, 9", "1–4, 9")]
#[case("9,4,3,2,1", "1–4, 9")]
#[case("11", "11")]
fn years_of_learning_are_read_and_shown_in_runs(#[case] text: &str, #[case] shown: &str) {
    let read = reading::grades(text).unwrap();
    assert_eq!(school().exported(&Value::Grades(read)), shown);
}

#[rstest]
#[case::latin(RecordKind::Class, "title", "8A", "8А")]
#[case::quotes(RecordKind::Class, "title", "7 \"б\"", "7Б")]
#[case::profile(RecordKind::Class, "title", "11 А (хим)", "11 А (хим)")]
#[case::doubtful(RecordKind::Class, "title", "1 S", "1 S")]
#[case::no_class(RecordKind::Class, "title", "Старшая группа", "Старшая группа")]
#[case::hyphen(RecordKind::Person, "last", "Салтыков - Щедрин", "Салтыков-Щедрин")]
#[case::whole_name(RecordKind::Person, "last", "Prof 46", "Prof 46")]
#[case::capitals(RecordKind::Person, "last", "ИВАНОВ", "ИВАНОВ")]
#[case::snils(RecordKind::PersonDetails, "snils", "11223344595", "112-233-445 95")]
#[case::phones(
    RecordKind::PersonDetails,
    "phone",
    "8 (916) 123-45-67 мама; 84951234567",
    "+79161234567 мама, +74951234567"
)]
#[case::no_patronymic(RecordKind::Person, "middle", "-", "")]
fn a_text_is_kept_as_it_is_read_unless_it_is_doubtful(
    #[case] kind: RecordKind,
    #[case] field: &str,
    #[case] typed: &str,
    #[case] expected: &str,
) {
    let field = kind.described().field(field).unwrap();
    assert_eq!(field.kept(typed), expected);
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
