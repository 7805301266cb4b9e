//! What an amendment is refused for.

use crate::support::*;
use RecordKind::{BellSchedule, Building, Holiday, Period, SchoolYear, WorkKind};
use chrono::{NaiveDate, NaiveTime};
use journal::Timestamp;
use journal::register::*;
use rstest::rstest;

#[test]
fn the_first_writer_stands_and_the_second_is_shown_what_stands() {
    let register = school();
    let at = at(Building, 1);
    let change = amendment(at, Some(building("Старое")), Some(building("Новое")));
    let now = register.get(at).cloned().map(Box::new);
    assert_eq!(checked(&register, &change), Err(Refusal::Conflict { now }));
    let taken = amendment(at, None, Some(building("Новое")));
    assert!(matches!(
        checked(&register, &taken),
        Err(Refusal::Conflict { now: Some(_) })
    ));
    let gone = amendment(
        crate::support::at(Building, 9),
        Some(building("А")),
        Some(building("Б")),
    );
    assert_eq!(
        checked(&register, &gone),
        Err(Refusal::Conflict { now: None })
    );
}

#[test]
fn two_who_say_the_same_do_not_disagree() {
    let register = school();
    let change = amendment(
        at(Building, 1),
        Some(building("Старое")),
        Some(building("Главный корпус")),
    );
    assert_eq!(checked(&register, &change), Ok(Consequences::default()));
}

#[test]
fn a_new_record_takes_a_number_that_leaves_some_for_others() {
    let register = school();
    for id in [0, -1, i64::MAX, i64::MIN] {
        let change = amendment(at(Building, id), None, Some(building("Пристройка")));
        assert_eq!(checked(&register, &change), Err(Refusal::Id), "{id}");
    }
    let change = amendment(at(Building, 7), None, Some(building("Пристройка")));
    assert!(checked(&register, &change).is_ok());
}

#[test]
fn under_the_number_of_a_removed_record_only_that_one_comes_back() {
    let mut register = school();
    let fourth = at(Period, 4);
    let was = register.get(fourth).cloned();
    register.put(fourth, None);
    let other = amendment(fourth, None, Some(quarter(9, "05.04.2027", "26.05.2027")));
    assert_eq!(checked(&register, &other), Err(Refusal::Id));
    let back = amendment(fourth, None, was);
    assert!(checked(&register, &back).is_ok());
}

#[test]
fn a_period_with_marks_is_not_removed() {
    let register = school();
    let removal = to(&register, at(Period, 4), None);
    let mut material = Material::default();
    material.answer(
        Question::PeriodMarks {
            period: journal::PeriodId(4),
        },
        Found {
            marks: 27,
            journals: 1,
            ..Found::default()
        },
    );
    let refused = check(&register, &removal, &material);
    let Err(Refusal::InUse {
        count: 0, found, ..
    }) = refused
    else {
        panic!("{refused:?}")
    };
    assert_eq!((found.marks, found.journals), (27, 1));
}

#[test]
fn both_sides_are_of_the_kind_that_is_named() {
    let register = school();
    let change = amendment(at(Building, 9), None, Some(subject("Химия", "")));
    assert_eq!(checked(&register, &change), Err(Refusal::OtherKind));
}

#[rstest]
#[case::empty(building(""), "title", Fault::Required)]
#[case::blank(building(" \u{200B}"), "title", Fault::Required)]
#[case::long(building(&"щ".repeat(61)), "title", Fault::TooLong { length: 61, limit: 60 })]
#[case::deceiving(building("а\u{202E}б"), "title", Fault::Unprintable)]
#[case::weight(work_kind("Диктант", "Дикт.", 11), "weight", Fault::OutOfRange { least: 1, most: 10 })]
#[case::no_building(room(BuildingId(77), "1"), "building", Fault::NoSuchRecord)]
#[case::not_said(room(BuildingId(0), "1"), "building", Fault::Required)]
#[case::far(
    year("1026/27", "01.09.1026", "31.05.2027", YearState::Forming),
    "starts",
    Fault::FarDay
)]
fn a_wrong_field_is_named(#[case] wanted: Record, #[case] field: &str, #[case] fault: Fault) {
    assert_eq!(faults(wanted, 99), one(field, fault));
}

#[test]
fn all_wrong_fields_are_told_at_once() {
    let told = faults(work_kind("", "", 0), 99);
    let fields: Vec<_> = told.iter().map(|(field, _)| field.as_str()).collect();
    assert_eq!(fields, ["title", "short", "weight"]);
}

#[test]
fn a_name_is_taken_whatever_its_case_and_within_its_building_alone() {
    let taken = Fault::NotUnique {
        with: at(Building, 1),
    };
    assert_eq!(faults(building("ГЛАВНЫЙ корпус"), 99), one("title", taken));
    let taken = Fault::NotUnique {
        with: at(RecordKind::Room, 1),
    };
    assert_eq!(faults(room(MAIN, "21"), 99), one("title", taken));
    let register = school();
    let other = new(&register, room(BuildingId(2), "9"));
    assert!(checked(&register, &other).is_ok());
}

#[test]
fn the_last_kind_of_work_and_the_last_period_with_lessons_stay() {
    let mut register = school();
    for kind in [RecordKind::Decision, RecordKind::RequestLine] {
        register.put(at(kind, 1), None);
    }
    let change = to(&register, at(RecordKind::WorkKind, 1), None);
    let found = Found::default();
    assert_eq!(checked(&register, &change), Err(Refusal::Last { found }));
    register.put(
        at(RecordKind::WorkKind, 2),
        Some(work_kind("Ответ", "Отв.", 1)),
    );
    assert!(checked(&register, &change).is_ok());

    for id in 2..=4 {
        let quarter = at(RecordKind::Period, id);
        let change = to(&register, quarter, None);
        assert!(checked(&register, &change).is_ok(), "others are left");
        register.put(quarter, None);
    }
    let change = to(&register, at(RecordKind::Period, 1), None);
    let mut material = Material::default();
    for question in checked(&register, &change).unwrap().unanswered {
        let count = u32::from(matches!(question, Question::Lessons { .. }));
        material.answer(question, lessons(count * 40, 0));
    }
    let found = lessons(40, 0);
    assert_eq!(
        check(&register, &change, &material),
        Err(Refusal::Last { found })
    );
}

#[test]
fn what_is_in_use_is_not_removed_and_says_by_what() {
    let register = school();
    let change = to(&register, at(Building, 1), None);
    let records = vec![at(RecordKind::Room, 1), at(RecordKind::Room, 2)];
    let refusal = Refusal::InUse {
        records,
        count: 2,
        found: Found::default(),
    };
    assert_eq!(checked(&register, &change), Err(refusal));

    let change = to(&register, at(RecordKind::Room, 2), None);
    let asked = checked(&register, &change).unwrap().unanswered;
    let question = Question::Room { title: "9".into() };
    assert_eq!(asked, std::slice::from_ref(&question));
    let mut material = Material::default();
    material.answer(question.clone(), lessons(40, 0));
    let found = lessons(40, 0);
    let refusal = Refusal::InUse {
        records: vec![],
        count: 0,
        found,
    };
    assert_eq!(check(&register, &change, &material), Err(refusal));
    material.answer(question, Found::default());
    assert_eq!(
        check(&register, &change, &material),
        Ok(Consequences::default())
    );
}

/// A class made by somebody who forgot to switch the keyboard is the one that is there.
#[test]
fn a_latin_letter_that_looks_like_a_cyrillic_one_makes_no_other_class() {
    let mut register = school();
    let class = |title: &str| {
        Record::Class(ClassRecord {
            year: YEAR,
            grade: 8,
            title: title.to_owned(),
        })
    };
    let with = RecordKind::Class.at(register.free_id(RecordKind::Class));
    register.put(with, Some(class("8А")));
    for title in ["8A", "8a"] {
        let faults = vec![FieldFault::new("title", Fault::NotUnique { with })];
        let refused = checked(&register, &new(&register, class(title)));
        assert_eq!(refused, Err(Refusal::Invalid { faults }), "{title}");
    }
}

/// Nobody tells two titles apart that differ in what nobody sees.
#[test]
fn signs_that_nobody_sees_make_no_other_title() {
    for sign in [
        '\u{AD}', '\u{200B}', '\u{200D}', '\u{200F}', '\u{2060}', '\u{FEFF}',
    ] {
        let with = at(Building, 1);
        let title = format!("Глав{sign}ный корпус{sign}");
        let taken = one("title", Fault::NotUnique { with });
        assert_eq!(faults(building(&title), 99), taken, "{sign:?}");
    }
}

#[test]
fn a_closed_year_stands_still_until_it_is_opened_again() {
    let mut register = school();
    let of_year = |state| Some(year("2026/27", "01.09.2026", "31.05.2027", state));
    let close = to(&register, at(SchoolYear, 1), of_year(YearState::Closed));
    apply(&mut register, &close).unwrap();
    let closed = Err(Refusal::YearClosed {
        year: at(SchoolYear, 1),
    });
    for (at, wanted) in [
        (at(Period, 1), Some(quarter(1, "01.09.2026", "24.10.2026"))),
        (at(Holiday, 1), None),
        (at(BellSchedule, 1), None),
        (
            at(Holiday, 9),
            Some(holiday("Новые", "07.10.2026", "08.10.2026")),
        ),
        (at(SchoolYear, 1), None),
        (
            at(SchoolYear, 1),
            Some(year("2026/27", "01.09.2026", "30.05.2027", YearState::Open)),
        ),
    ] {
        assert_eq!(
            checked(&register, &to(&register, at, wanted)),
            closed,
            "{at:?}"
        );
    }
    let mend = to(
        &register,
        at(WorkKind, 1),
        Some(work_kind("Контрольная", "Контр.", 3)),
    );
    assert!(
        checked(&register, &mend).is_ok(),
        "people's words outlive years"
    );
    let open = to(&register, at(SchoolYear, 1), of_year(YearState::Open));
    apply(&mut register, &open).unwrap();
    assert!(checked(&register, &to(&register, at(Holiday, 1), None)).is_ok());
}

/// The clocks of old machines begin in 1970 or 1980, and one without a battery shows 2099.
#[test]
fn what_no_clock_shows_was_made_by_nobody() {
    let register = school();
    let mut change = new(&register, building("Пристройка"));
    let at = |year: i32| {
        let day = NaiveDate::from_ymd_opt(year, 1, 1).unwrap();
        Timestamp(day.and_time(NaiveTime::MIN).and_utc().timestamp_micros())
    };
    for honest in [
        at(1900),
        Timestamp(0),
        at(1980),
        at(2099),
        Timestamp(at(2300).0 - 1),
    ] {
        change.made_at = honest;
        assert!(checked(&register, &change).is_ok(), "{honest:?}");
    }
    for made_at in [
        Timestamp(i64::MIN),
        Timestamp(at(1900).0 - 1),
        at(2300),
        Timestamp(i64::MAX),
    ] {
        change.made_at = made_at;
        assert_eq!(checked(&register, &change), Err(Refusal::MadeAt));
    }
}

#[test]
fn a_ground_is_a_line_that_can_be_kept() {
    let register = school();
    let mut change = new(&register, building("Пристройка"));
    let blank = ["", " ", "\u{200B}"].map(str::to_owned);
    for text in ["x".repeat(501), "a\nb".to_owned()]
        .into_iter()
        .chain(blank)
    {
        change.ground = Some(AmendmentGround::Note { text });
        assert_eq!(checked(&register, &change), Err(Refusal::Ground));
    }
    let number = "12-у".to_owned();
    for (number, date) in [
        ("12-у", NaiveDate::MAX),
        ("12-у", day("31.12.1989")),
        (" ", day("28.08.2026")),
    ] {
        let number = number.to_owned();
        change.ground = Some(AmendmentGround::Order { number, date });
        assert_eq!(checked(&register, &change), Err(Refusal::Ground));
    }
    let file = " ".to_owned();
    change.ground = Some(AmendmentGround::Import { file, row: 2 });
    assert_eq!(checked(&register, &change), Err(Refusal::Ground));
    let date = day("28.08.2026");
    change.ground = Some(AmendmentGround::Order { number, date });
    assert!(checked(&register, &change).is_ok());
}

#[test]
fn a_record_that_came_in_faulty_can_be_mended() {
    let mut register = school();
    register.put(at(WorkKind, 5), Some(work_kind("Диктант", "", 0)));
    let mend = to(
        &register,
        at(WorkKind, 5),
        Some(work_kind("Диктант", "Дикт.", 1)),
    );
    assert!(checked(&register, &mend).is_ok());
}

/// The check of one who knows that lessons name the rooms of these titles.
fn where_lessons_name(
    register: &Register,
    change: &Amendment,
    titles: &[&str],
) -> Result<(), Refusal> {
    let mut material = Material::default();
    loop {
        let told = check(register, change, &material)?;
        if told.unanswered.is_empty() {
            return Ok(());
        }
        for question in told.unanswered {
            let named = |it: &Question| matches!(it, Question::Room { title } if titles.contains(&title.as_str()));
            let found = lessons(u32::from(named(&question)), 0);
            material.answer(question, found);
        }
    }
}

#[test]
fn a_room_that_lessons_name_is_not_called_as_one_of_another_building() {
    let mut register = school();
    register.put(at(RecordKind::Room, 3), Some(room(BuildingId(2), "Х-777")));
    let change = to(
        &register,
        at(RecordKind::Room, 1),
        Some(room(MAIN, "Х-777")),
    );
    let with = at(RecordKind::Room, 3);
    let faults = vec![FieldFault::new("title", Fault::NotUnique { with })];
    let confused = Err(Refusal::Invalid { faults });
    for named in ["21", "Х-777"] {
        assert_eq!(where_lessons_name(&register, &change, &[named]), confused);
    }
    assert_eq!(where_lessons_name(&register, &change, &["9"]), Ok(()));
    let new = new(&register, room(MAIN, "Х-777"));
    assert_eq!(where_lessons_name(&register, &new, &["Х-777"]), confused);
    assert_eq!(where_lessons_name(&register, &new, &["21"]), Ok(()));
}

#[test]
fn the_last_room_that_lessons_name_is_not_removed_with_the_others() {
    let mut register = school();
    register.put(at(RecordKind::SubjectRoom, 1), None);
    let gesture = [1, 3].map(|id| to(&register, at(RecordKind::Room, id), None));
    let mut material = Material::default();
    let title = "21".into();
    material.answer(Question::Room { title }, lessons(40, 0));
    let plan = register.plan(&gesture, &material);
    assert_eq!(order(&plan), [0]);
    assert!(matches!(plan.outcomes[1], Err(Refusal::InUse { .. })));
}
