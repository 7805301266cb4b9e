//! What holds for the description of every kind.

use crate::support::*;
use journal::register::*;
use journal::view::RecordsPage;
use std::collections::BTreeSet;

/// One record of each kind.
fn each() -> Vec<(RecordRef, Record)> {
    let register = school();
    let first = |kind: &RecordKind| register.of(*kind).next().map(|(at, it)| (at, it.clone()));
    RecordKind::ALL
        .iter()
        .map(|kind| first(kind).unwrap())
        .collect()
}

#[test]
fn getting_and_setting_a_field_is_the_identity() {
    for (_, record) in each() {
        let described = record.kind().described();
        let mut copy = Record::blank(record.kind());
        for field in described.fields {
            (field.set)(&mut copy, (field.get)(&record)).unwrap();
        }
        assert_eq!(copy, record);
        assert_eq!(described.build(&described.values(&record)), Ok(record));
    }
}

#[test]
fn a_field_takes_no_value_of_another_kind_and_no_record_of_another() {
    let strange = [
        Value::Text("x".to_owned()),
        Value::Number(1),
        Value::Day(day("01.09.2026")),
        Value::Bells(vec![bell(1, "08:30", "09:15")]),
        Value::Reference(at(RecordKind::WorkKind, 1)),
    ];
    for (_, record) in each() {
        for field in record.kind().described().fields {
            let own = (field.get)(&record);
            for value in &strange {
                if std::mem::discriminant(&own) == std::mem::discriminant(value)
                    && !matches!(own, Value::Reference(_))
                    || field.check(value).is_ok()
                {
                    continue;
                }
                let mut copy = record.clone();
                assert_eq!(field.check(value), Err(Fault::OtherKind), "{}", field.name);
                assert_eq!((field.set)(&mut copy, value.clone()), Err(Fault::OtherKind));
            }
            let other = RecordKind::ALL.iter().find(|kind| **kind != record.kind());
            let mut other = Record::blank(*other.unwrap());
            assert_eq!((field.set)(&mut other, own), Err(Fault::OtherKind));
            assert_eq!((field.get)(&other), Value::Empty);
        }
    }
}

#[test]
fn every_kind_has_fields_a_title_a_search_and_an_order() {
    for kind in RecordKind::ALL {
        let described = kind.described();
        assert_eq!(described.kind, *kind);
        assert_eq!(kind.word().parse(), Ok(*kind));
        assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        let names: BTreeSet<_> = described.fields.iter().map(|field| field.name).collect();
        assert_eq!(names.len(), described.fields.len(), "{kind}: a name twice");
        for places in [described.title.places(), described.search, described.order] {
            assert!(!places.is_empty(), "{kind}");
            assert!(places.iter().all(|place| *place < described.fields.len()));
        }
    }
}

/// A form says nothing else of a record than the server will.
#[test]
fn a_record_is_checked_alike_by_the_whole_register_and_by_what_its_page_shows() {
    let register = school();
    // What lies within a year is not on the page of years.
    let others = register.all();
    for (at, record) in others.filter(|(at, _)| at.kind != RecordKind::SchoolYear) {
        let shown = RecordsPage::of(&register, at.kind).register();
        assert_eq!(shown.faults(at, record), [], "{at:?}");
        let late = |record: &mut Record| {
            for field in at.kind.described().fields {
                if field.kind == FieldKind::Day {
                    (field.set)(record, Value::Day(day("15.07.2028"))).unwrap();
                }
            }
        };
        let mut wrong = record.clone();
        late(&mut wrong);
        assert_eq!(
            shown.faults(at, &wrong),
            register.faults(at, &wrong),
            "{at:?}"
        );
    }
}

#[test]
fn titles_tell_the_records_of_a_kind_apart() {
    let register = school();
    let mut titles = BTreeSet::new();
    for (at, _) in register.all() {
        let title = register.title(at).unwrap();
        assert!(!title.is_empty());
        assert!(titles.insert((at.kind, title.clone())), "{title} twice");
    }
}

#[test]
fn references_lead_to_kinds_that_come_before_theirs() {
    for (place, kind) in RecordKind::ALL.iter().enumerate() {
        for field in kind.described().fields {
            if let FieldKind::Reference(to) = field.kind {
                let to = RecordKind::ALL.iter().position(|kind| *kind == to);
                // A record may name an older one of its own kind.
                let older = to == Some(place) && !field.required;
                assert!(
                    older || to.unwrap() < place,
                    "{kind}: a circle of references"
                );
            }
        }
    }
}

#[test]
fn a_list_fits_80_columns() {
    for kind in RecordKind::ALL {
        let columns = kind
            .described()
            .fields
            .iter()
            .filter_map(|field| field.list);
        let always: Vec<_> = columns.filter(|column| column.priority == 1).collect();
        let width: u16 = always.iter().map(|column| column.width + 1).sum();
        assert!(!always.is_empty() && width < 80, "{kind}: {width}");
    }
}

#[test]
fn words_of_choices_are_the_words_of_their_json() {
    for (length, choice) in PeriodLength::ALL.iter().zip(PeriodLength::CHOICES) {
        assert_eq!(serde_json::to_value(length).unwrap(), choice.word);
    }
    for (state, choice) in YearState::ALL.iter().zip(YearState::CHOICES) {
        assert_eq!(serde_json::to_value(state).unwrap(), choice.word);
    }
}

#[test]
fn the_keys_of_all_words_are_told() {
    let keys = fluent_keys();
    for key in [
        "record-room",
        "record-room-list",
        "record-room-seats",
        "record-room-seats-hint",
        "record-work-kind-marking-days",
        "record-period-length-half-year",
    ] {
        assert!(keys.iter().any(|told| told == key), "{key}");
    }
    let different: BTreeSet<_> = keys.iter().collect();
    assert_eq!(different.len(), keys.len());
}

#[test]
fn a_record_reads_back_from_its_json_and_says_its_kind() {
    for (_, record) in each() {
        let json = serde_json::to_value(&record).unwrap();
        assert_eq!(json["kind"], record.kind().word());
        for field in record.kind().described().fields {
            let said = (field.get)(&record) != Value::Empty;
            assert!(!said || json.get(field.name).is_some(), "{}", field.name);
        }
        assert_eq!(serde_json::from_value::<Record>(json).unwrap(), record);
    }
    let json = serde_json::to_string(&room(MAIN, "21")).unwrap();
    assert_eq!(
        json,
        r#"{"kind":"room","building":1,"title":"21","seats":30,"floor":2}"#
    );
}

#[test]
fn an_amendment_says_both_sides_or_is_not_read() {
    let said = new(&school(), building("Пристройка"));
    let mut json = serde_json::to_value(&said).unwrap();
    assert_eq!(
        serde_json::from_value::<Amendment>(json.clone()).unwrap(),
        said
    );
    json.as_object_mut().unwrap().remove("wanted");
    assert!(serde_json::from_value::<Amendment>(json).is_err());
}

#[test]
fn what_no_two_records_may_say_is_a_text() {
    for kind in RecordKind::ALL {
        let fields = kind.described().fields.iter();
        for field in fields.filter(|field| field.unique_within.is_some()) {
            assert!(
                matches!(field.kind, FieldKind::Text { .. }),
                "{}",
                field.name
            );
        }
    }
}

#[test]
fn the_running_year_is_the_open_one_of_the_day_or_else_the_last_open_one() {
    let mut register = Register::default();
    let years = [
        ("2025/26", "01.09.2025", "31.05.2026", YearState::Closed),
        ("2026/27", "01.09.2026", "31.05.2027", YearState::Open),
        ("2027/28", "01.06.2027", "31.05.2028", YearState::Open),
        ("2028/29", "01.09.2028", "31.05.2029", YearState::Forming),
    ];
    let running = |register: &Register, on| {
        let year = register.running_year(day(on));
        year.map(|(_, year)| year.title.clone())
    };
    assert_eq!(running(&register, "01.09.2026"), None);
    for (id, (title, starts, ends, state)) in (1..).zip(years) {
        let at = at(RecordKind::SchoolYear, id);
        register.put(at, Some(year(title, starts, ends, state)));
    }
    for (on, title) in [
        ("01.09.2026", "2026/27"),
        ("31.05.2027", "2026/27"),
        ("01.06.2027", "2027/28"),
        ("01.10.2025", "2027/28"),
        ("01.10.2028", "2027/28"),
    ] {
        assert_eq!(running(&register, on).as_deref(), Some(title), "{on}");
    }
}

#[test]
fn pages_of_journals_are_old_only_by_what_they_show() {
    use RecordKind::{
        Building, CardCheck, Consent, Debt, Employment, Guardianship, Office, PersonDetails, Post,
        Request, RequestLine, SchoolCard, Slip, SubjectRoom, SubjectTeacher,
    };
    for kind in RecordKind::ALL {
        let shown = match kind {
            Building | Post | SchoolCard | PersonDetails | Consent | CardCheck | Employment
            | Office | Guardianship | Slip | Debt | SubjectTeacher | SubjectRoom | Request
            | RequestLine => false,
            RecordKind::SchoolYear
            | RecordKind::RuleValue
            | RecordKind::Period
            | RecordKind::Holiday
            | RecordKind::Room
            | RecordKind::Subject
            | RecordKind::WorkKind
            | RecordKind::Person
            | RecordKind::Class
            | RecordKind::ClassTeacher
            | RecordKind::BellSchedule
            | RecordKind::Order
            | RecordKind::Movement
            | RecordKind::Group
            | RecordKind::Membership
            | RecordKind::Journal
            | RecordKind::Teaching
            | RecordKind::Unlock
            | RecordKind::Decision => true,
        };
        assert_eq!(kind.shows_in_journals(), shown, "{kind}");
    }
}
