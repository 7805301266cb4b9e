//! A school year as a OneRoster package: out of a server, against the binding, into others.

#[path = "oneroster/specification.rs"]
mod specification;

use crate::house;
use crate::tables::{Office, blank_server};
use chrono::Days;
use journal::reading::SerialBase;
use journal::register::oneroster::{Exported, ToExport, exported, sheets};
use journal::register::table::{HeadedSheet, TableCell, TableRow, Terms, Verdict, plan};
use journal::register::{PersonDetails, Record, RecordKind, Register};
use journal::{Role, Sex};
use school::{DemoSpec, demo};
use specification::{Package, faults};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use testkit::{TestClock, TestServer, fixture};

/// The school of the demonstration, without what was written in its journals.
fn demo_server() -> TestServer {
    let people = fixture::bundle().people;
    let hash = people
        .iter()
        .find_map(|person| person.password_hash.clone())
        .unwrap();
    let mut bundle = demo::build(&DemoSpec::new("sgo-154", hash));
    bundle.lessons.clear();
    bundle.plans.clear();
    bundle.history.clear();
    for person in &mut bundle.people {
        person.must_change_password = false;
    }
    let clock = Arc::new(TestClock::running(DemoSpec::NOW));
    TestServer::builder().bundle(bundle).clock(clock).start()
}

fn admin(server: &TestServer) -> Office {
    Office::of(server, "admin")
}

/// The package that a server's administrator exports.
fn package(office: &Office, to: &str) -> std::path::PathBuf {
    let path = office.path(to);
    let said = office.run(&["export", "oneroster", "--to", path.to_str().unwrap()]);
    assert!(said.0.status.success(), "{}", said.err());
    path
}

fn read(path: &Path) -> Package {
    let files = tables::read_csv_zip(path, |_| true).unwrap();
    let files = files.into_iter().map(|(name, rows)| {
        let width = rows[0].cells.len();
        let rows = rows.into_iter().map(|row| {
            let cells = row.cells.iter().map(|cell| cell.typed().into_owned());
            let mut cells: Vec<_> = cells.collect();
            cells.resize(width, String::new());
            cells
        });
        (name, rows.collect())
    });
    files.collect()
}

fn register(server: &TestServer) -> Register {
    house::ask(async {
        let api = server.signed_in("admin").await;
        let mut register = Register::default();
        for kind in RecordKind::ALL {
            for line in api.records(*kind).await.unwrap().records {
                register.put(kind.at(line.id), Some(line.record));
            }
        }
        register
    })
}

/// Births, sexes and phones, which the demonstration has none of.
fn know_births(register: &mut Register) {
    let pupils: Vec<_> = register.moved_pupils().into_iter().collect();
    for (pupil, days) in pupils.into_iter().zip(0..) {
        let sexes = [Some(Sex::Female), Some(Sex::Male), None];
        let details = PersonDetails {
            person: pupil.into(),
            born: fixture::date(2013, 1, 1).checked_sub_days(Days::new(days)),
            sex: sexes[usize::try_from(days % 3).unwrap()],
            phone: format!("+7916{:07}", days + 1_000_000),
            source: format!("асу-{days}"),
            ..PersonDetails::default()
        };
        let at = RecordKind::PersonDetails.at(register.free_id(RecordKind::PersonDetails));
        register.put(at, Some(Record::PersonDetails(details)));
    }
}

fn exported_of(register: &Register) -> Exported {
    let what = ToExport {
        register,
        day: fixture::date(2026, 11, 16),
        school: "Школа",
        homeroom: "Классный час",
        login: &|_| None,
    };
    exported(&what).unwrap()
}

fn files(exported: &Exported) -> BTreeMap<String, Vec<TableRow>> {
    let cell = |text: &String| match text.as_str() {
        "" => TableCell::Empty,
        text => TableCell::Text(text.to_owned()),
    };
    let files = exported.files.iter().map(|(name, rows)| {
        let rows = rows.iter().zip(1..).map(|(row, number)| TableRow {
            number,
            cells: row.iter().map(cell).collect(),
        });
        ((*name).to_owned(), rows.collect())
    });
    files.collect()
}

/// Headers, vocabularies and references are as the binding has them, and nothing is lost on the way.
#[test]
fn the_package_of_the_demo_school_is_as_the_binding_says_and_comes_back_whole() {
    let server = demo_server();
    let written = read(&package(&admin(&server), "school.zip"));
    assert_eq!(faults(&written), [""; 0]);
    let rows = |name: &str| written[name].len() - 1;
    assert!(rows("users") > 1_000 && rows("classes") > 500 && rows("enrollments") > 12_000);
    let mut register = register(&server);
    know_births(&mut register);
    let first = exported_of(&register);
    assert_eq!(first.unnamed, []);
    let whole = first
        .files
        .iter()
        .map(|(name, rows)| ((*name).to_owned(), rows.clone()));
    let whole: Package = whole.collect();
    assert_eq!(faults(&whole), [""; 0]);
    assert!(whole["demographics"].len() > 500);
    let mut base = Register::default();
    let imported = sheets(&files(&first), &base, fixture::date(2026, 11, 16)).unwrap();
    let to_plan: Vec<_> = imported.sheets.iter().map(HeadedSheet::to_plan).collect();
    let terms = Terms {
        today: fixture::date(2026, 11, 16),
        base: SerialBase::Y1900,
        take_disputed: false,
        by_hand: &|_, _| false,
    };
    let planned = plan(&base, &to_plan, &terms);
    let others = planned.sheets.iter().flat_map(|sheet| &sheet.rows);
    let others: Vec<_> = others.filter(|row| row.verdict != Verdict::New).collect();
    assert!(others.is_empty(), "{others:?}");
    for change in &planned.changes {
        base.put(change.at, Some(change.is.clone()));
    }
    let again = exported_of(&base);
    assert_eq!(first.files.len(), again.files.len());
    for (one, other) in first.files.iter().zip(&again.files) {
        assert_eq!(one.0, other.0);
        for (one, other) in one.1.iter().zip(&other.1) {
            assert_eq!(one, other);
        }
        assert_eq!(one.1.len(), other.1.len());
    }
}

/// Through real servers and files: what a school has taken from a package it gives again, byte by
/// byte, and by a second import nothing comes twice.
#[test]
fn a_package_goes_through_two_servers_and_is_taken_back_as_one() {
    let first = TestServer::start();
    let first = Office::of(&first, fixture::login_of(Role::Admin));
    let of_first = package(&first, "first.zip");
    assert_eq!(faults(&read(&of_first)), [""; 0]);
    first
        .import_package(&of_first, &[])
        .says("Записывать нечего.");

    let (second, third) = (blank_server(), blank_server());
    let (second, third) = (admin(&second), admin(&third));
    let dry = second.import_package(&of_first, &[]);
    dry.says("«users.csv», таблица «Люди»");
    dry.says("Это проверка: ничего не записано.");
    let done = second.import_package(&of_first, &["--apply", "--agree"]);
    done.says("Записано одним действием");
    assert_eq!(done.code(), Some(0), "{}", done.err());
    second
        .import_package(&of_first, &[])
        .says("Записывать нечего.");
    let of_second = package(&second, "second.zip");
    assert_eq!(faults(&read(&of_second)), [""; 0]);
    let done = third.import_package(&of_second, &["--apply", "--agree"]);
    assert_eq!(done.code(), Some(0), "{}", done.err());
    let of_third = package(&third, "third.zip");
    let bytes = |path: &Path| std::fs::read(path).unwrap();
    assert!(bytes(&of_second) == bytes(&of_third), "other bytes");

    let number = done.action_number();
    third
        .run(&["import", "undo", &number, "--apply", "--agree"])
        .says("Загрузка отменена");
    let left = read(&package(&third, "empty.zip"));
    assert!(!left.contains_key("users") && left.contains_key("academicSessions"));
}

#[test]
fn what_is_no_package_is_told_in_a_sentence() {
    let server = TestServer::start();
    let office = Office::of(&server, fixture::login_of(Role::Admin));
    let manifest = |lines: &str| {
        let rows = format!("propertyName,value\nmanifest.version,1.0\n{lines}");
        let rows: Vec<Vec<String>> = rows
            .lines()
            .map(|line| line.split(',').map(str::to_owned).collect())
            .collect();
        tables::write_csv_zip([("manifest", rows.as_slice())]).unwrap()
    };
    for (bytes, says) in [
        (b"a,b\n1,2\n".to_vec(), "не пакет OneRoster"),
        (manifest(""), "не пакет OneRoster"),
        (
            manifest("oneroster.version,1.0\n"),
            "версии 1.0, а читаются 1.1 и 1.2",
        ),
        (
            manifest("oneroster.version,1.2\nfile.users,delta\n"),
            "файл users.csv — только изменения",
        ),
        (
            manifest("oneroster.version,1.2\nfile.users,bulk\n"),
            "нет файла users.csv, хотя он объявлен",
        ),
    ] {
        let path = office.path("package.zip");
        std::fs::write(&path, bytes).unwrap();
        let said = office.import_package(&path, &["--apply"]);
        said.says(says);
        assert_eq!(said.code(), Some(1));
    }
    let said = office.run(&[
        "export",
        "oneroster",
        "--to",
        office.path("a.xlsx").to_str().unwrap(),
    ]);
    said.says("файл .zip");
    assert_eq!(said.code(), Some(2));
    let teacher = Office::of(&server, fixture::login_of(Role::Teacher));
    let to = teacher.path("a.zip");
    let said = teacher.run(&["export", "oneroster", "--to", to.to_str().unwrap()]);
    assert_eq!(said.code(), Some(1), "{}", said.err());
    assert!(!to.exists());
}
