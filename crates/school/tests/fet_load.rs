//! The load of a FET file as tables for a school that works: what it has is matched by what it is
//! called.

#![expect(clippy::unwrap_used, reason = "a test may panic")]

use journal::register::table::HeadedSheet;
use journal::register::{
    OfficeRecord, OfficeRole, PersonRecord, Record, RecordId, RecordKind, Register,
};
use journal::{PersonId, PersonName};
use rstest::rstest;
use school::DemoSpec;
use school::fet::{ImportSpec, import, load_tables};

const FET: &str = include_str!("fixtures/tiny.fet");
const CSV: &str = include_str!("fixtures/tiny_timetable.csv");

/// A school of these people; of them those with a role have an office.
fn school(people: &[(&str, &str, &str, Option<OfficeRole>)]) -> Register {
    let mut register = Register::default();
    for (id, (last, first, middle, role)) in (1..).zip(people) {
        let name = PersonName {
            last: (*last).to_owned(),
            first: (*first).to_owned(),
            middle: (*middle).to_owned(),
        };
        let person = Record::Person(PersonRecord { name });
        register.put(RecordKind::Person.at(RecordId(id)), Some(person));
        if let Some(role) = role {
            let office = Record::Office(OfficeRecord {
                person: PersonId(id),
                role: *role,
                ..OfficeRecord::default()
            });
            register.put(RecordKind::Office.at(RecordId(id)), Some(office));
        }
    }
    register
}

fn tables(register: &Register) -> Vec<HeadedSheet> {
    let spec = ImportSpec::new(DemoSpec::NOW, "solo-kommunar-2", "$argon2id$");
    let (bundle, _) = import(FET, CSV, &spec).unwrap();
    load_tables(&bundle, register)
}

/// The rows of the table of a kind below its heads, a row a line.
fn rows(tables: &[HeadedSheet], kind: RecordKind) -> Vec<String> {
    let sheet = tables.iter().find(|sheet| sheet.name == kind.word());
    let rows = sheet.unwrap().rows.iter().skip(1);
    let row = |row: &journal::register::table::TableRow| {
        let texts = (1..=row.cells.len()).map(|number| row.text(u32::try_from(number).unwrap()));
        texts.collect::<Vec<_>>().join(";")
    };
    rows.map(row).collect()
}

const TEACHER: Option<OfficeRole> = Some(OfficeRole::Teacher);

#[rstest]
#[case::by_initials(&[("Иванова", "Анна", "Андреевна", TEACHER)], "1;Иванова;Анна;Андреевна")]
#[case::however_it_is_spelt(&[("ИВАНОВА", "Анна", "Андреевна", TEACHER)], "1;ИВАНОВА;Анна;Андреевна")]
#[case::a_parent_is_no_teacher(&[("Иванова", "Анна", "Андреевна", None)], "Иванова;А.;А.")]
#[case::another_initial(&[("Иванова", "Вера", "Андреевна", TEACHER)], "Иванова;А.;А.")]
#[case::two_who_may_be_meant(
    &[
        ("Иванова", "Анна", "Андреевна", TEACHER),
        ("Иванова", "Алла", "Антоновна", TEACHER),
    ],
    "Иванова;А.;А."
)]
fn a_teacher_is_known_by_name_or_initials(
    #[case] people: &[(&str, &str, &str, Option<OfficeRole>)],
    #[case] row: &str,
) {
    let people = rows(&tables(&school(people)), RecordKind::Person);
    assert_eq!(people.len(), 2, "{people:#?}");
    assert!(people.iter().any(|it| it.ends_with(row)), "{people:#?}");
    let has_number = people.iter().any(|it| it.starts_with("1;"));
    assert_eq!(has_number, row.starts_with('1'), "{people:#?}");
}

/// Whose number is the file's own is nobody's of the base.
#[test]
fn what_the_base_lacks_has_a_number_that_no_base_has() {
    let tables = tables(&Register::default());
    for kind in [RecordKind::Person, RecordKind::Class, RecordKind::Journal] {
        for row in rows(&tables, kind) {
            let number: i64 = row.split(';').next().unwrap().parse().unwrap();
            assert!(number > 1 << 40, "{row}");
        }
    }
}

#[test]
fn who_teaches_what_to_whom_is_all_in_the_tables() {
    let tables = tables(&Register::default());
    let kinds: Vec<&str> = tables.iter().map(|sheet| sheet.name.as_str()).collect();
    let order = [
        "person", "office", "class", "group", "subject", "journal", "teaching",
    ];
    assert_eq!(kinds, order);
    let subjects = rows(&tables, RecordKind::Subject);
    assert!(
        subjects.iter().any(|it| it.ends_with("Математика")),
        "{subjects:#?}"
    );
    assert!(
        !subjects.iter().any(|it| it.ends_with("Собрание")),
        "{subjects:#?}"
    );
    let groups = rows(&tables, RecordKind::Group);
    let whole = groups.iter().filter(|it| it.contains(";class;"));
    assert_eq!(
        whole.count(),
        rows(&tables, RecordKind::Class).len(),
        "{groups:#?}"
    );
    let teachings = rows(&tables, RecordKind::Teaching);
    let second = teachings.iter().filter(|it| it.ends_with(";second"));
    assert!(second.count() < teachings.len(), "{teachings:#?}");
}

/// What is matched by its words keeps the spelling of the base.
#[test]
fn only_empty_fields_of_the_base_are_filled() {
    let tables = tables(&Register::default());
    let fills = |kind: RecordKind| {
        let sheet = tables.iter().find(|sheet| sheet.name == kind.word());
        sheet.unwrap().heading.fills.len()
    };
    assert_eq!(fills(RecordKind::Person), 0);
    assert_eq!(fills(RecordKind::Class), 2);
    assert_eq!(fills(RecordKind::Subject), 1);
}
