//! The fixture's school with some of every kind, and who amends it.

use crate::fixture::*;
use crate::stage::Stage;
use journal::register::*;
use journal::view::Rules;
use journal::*;
use std::sync::Arc;
use storage::{Gesture, PgOptions, PgStore, Reader, SqliteOptions, SqliteStore, Store, Taking};

pub const NOW: &str = "2026-11-16T11:00";
pub const SCHOOL: SchoolId = SchoolId(1);

/// Whoever may amend whatever there is.
pub fn all_roles() -> Roles {
    Roles(vec![
        Role::Admin,
        Role::Director,
        Role::Deputy,
        Role::Registrar,
        Role::Hr,
    ])
}

pub fn gesture(person: PersonId, taking: Taking, amendments: Vec<Amendment>) -> Gesture {
    Gesture {
        school: SCHOOL,
        person,
        roles: all_roles(),
        device: device(u64::try_from(person.0).unwrap()),
        received_at: at(NOW),
        amendments,
        agreed: Vec::new(),
        taking,
    }
}

pub fn amendment(
    (gesture, n): (u64, u64),
    (at, expected, wanted): (RecordRef, Option<Record>, Option<Record>),
) -> Amendment {
    Amendment {
        id: ChangeId(uuid(8, gesture * 1000 + n)),
        gesture: GestureId(uuid(9, gesture)),
        made_at: crate::fixture::at(NOW),
        record: at,
        expected,
        wanted,
        ground: None,
    }
}

fn whoever_reads() -> Reader {
    Reader {
        roles: all_roles(),
        ..reader(DEPUTY)
    }
}

/// What stands in a store, and which numbers are free in it.
pub async fn standing(store: &Arc<dyn Store>) -> Register {
    let mut register = Register::default();
    for kind in RecordKind::ALL {
        let page = store.records(&whoever_reads(), *kind, at(NOW)).await;
        let page = page.unwrap().page().unwrap();
        for line in page.records {
            assert_eq!(line.veiled, [""; 0]);
            register.put(kind.at(line.id), Some(line.record));
        }
        register.reserve(kind.at(RecordId(page.free_id.0 - 1)));
    }
    register
}

pub async fn rules(store: &Arc<dyn Store>) -> Rules {
    store.rules(SCHOOL).await.unwrap().unwrap()
}

/// Another process over the same database, which knows nothing but what rests in it.
pub async fn beside(stage: &Stage, on_postgres: bool) -> Arc<dyn Store> {
    if on_postgres {
        let store = PgStore::connect(&stage.url(), PgOptions::default()).await;
        return Arc::new(store.unwrap());
    }
    Arc::new(SqliteStore::open(stage.path(), SqliteOptions::default()).unwrap())
}

/// The school, and beside what the fixture has some of each other kind.
pub async fn furnished(stage: Stage) -> Stage {
    let mut bundle = school(1);
    for person in &mut bundle.people {
        if [ADMIN, DEPUTY].contains(&person.id) {
            person.roles = all_roles();
        }
    }
    stage.store.import(bundle).await.unwrap();
    let made = (0..).zip(furniture());
    let made = made.map(|(n, (at, record))| amendment((1, n), (at, None, Some(record))));
    let furniture = gesture(DEPUTY, Taking::Whole, made.collect());
    let done = stage.store.amend_whole(furniture, false).await.unwrap();
    assert!(matches!(done.fate, GestureFate::Written { .. }), "{done:?}");
    stage
}

/// What is there beside what the fixture has.
#[expect(clippy::too_many_lines, reason = "one table")]
pub fn furniture() -> Vec<(RecordRef, Record)> {
    use RecordKind as K;
    let order = |number: &str, date: &str, sort| OrderRecord {
        number: number.to_owned(),
        date: day(date),
        sort,
        ..OrderRecord::default()
    };
    let enrolled = |pupil, class, on: &str, order| MovementRecord {
        pupil: PupilId(pupil),
        day: day(on),
        class: Some(ClassId(class)),
        order,
        ..MovementRecord::default()
    };
    let named = |last: &str| {
        Record::Person(PersonRecord {
            name: PersonName {
                last: last.to_owned(),
                first: "Вера".to_owned(),
                middle: String::new(),
            },
        })
    };
    let year = SchoolYear {
        title: "2027/28".to_owned(),
        starts: day("2027-09-01"),
        ends: day("2028-05-31"),
        state: YearState::Forming,
    };
    let made = vec![
        (K::SchoolYear, 2, Record::SchoolYear(year)),
        (
            K::Class,
            3,
            Record::Class(ClassRecord {
                year: YearId(2),
                grade: 8,
                title: "8Б".to_owned(),
            }),
        ),
        (
            K::ClassTeacher,
            3,
            Record::ClassTeacher(ClassTeacherRecord {
                class: ClassId(3),
                teacher: ORLOVA,
                from: Some(day("2027-09-01")),
                until: Some(day("2028-01-15")),
            }),
        ),
        (
            K::Building,
            2,
            Record::Building(Building {
                title: "Мастерские".to_owned(),
                address: String::new(),
            }),
        ),
        (
            K::Room,
            5,
            Record::Room(Room {
                building: BuildingId(2),
                title: "7".to_owned(),
                ..Room::default()
            }),
        ),
        (
            K::Post,
            1,
            Record::Post(Post {
                title: "Учитель".to_owned(),
                group: PostGroup::Teaching,
            }),
        ),
        (K::Person, 301, named("Новикова")),
        (K::Person, 302, named("Гостева")),
        (
            K::Order,
            1,
            Record::Order(order("1-у", "2026-11-02", OrderSort::Enrolment)),
        ),
        (
            K::Movement,
            50,
            Record::Movement(enrolled(301, 1, "2026-11-10", Some(OrderId(1)))),
        ),
        (
            K::Movement,
            51,
            Record::Movement(enrolled(302, 2, "2026-11-10", None)),
        ),
        (
            K::Order,
            2,
            Record::Order(order("2-п", "2026-11-12", OrderSort::Transfer)),
        ),
        (
            K::Movement,
            52,
            Record::Movement(MovementRecord {
                sort: MovementSort::Move,
                ..enrolled(302, 1, "2026-11-13", Some(OrderId(2)))
            }),
        ),
        (
            K::Order,
            3,
            Record::Order(OrderRecord {
                cancels: Some(OrderId(2)),
                ..order("3-о", "2026-11-14", OrderSort::Cancelling)
            }),
        ),
        (
            K::PersonDetails,
            1,
            Record::PersonDetails(PersonDetails {
                person: PersonId(301),
                email: "vera@school.ru".to_owned(),
                ..PersonDetails::default()
            }),
        ),
        (
            K::SchoolCard,
            1,
            Record::SchoolCard(SchoolCard {
                title: "Зареченская школа".to_owned(),
                address: "ул. Садовая, 5".to_owned(),
                ..SchoolCard::default()
            }),
        ),
        (
            K::Consent,
            1,
            Record::Consent(ConsentRecord {
                person: PersonId(301),
                given: day("2026-11-02"),
                ..ConsentRecord::default()
            }),
        ),
        (
            K::CardCheck,
            1,
            Record::CardCheck(CardCheckRecord {
                person: PersonId(301),
                on: day("2026-11-12"),
            }),
        ),
    ];
    let made = made.into_iter();
    made.map(|(kind, id, record)| (kind.at(RecordId(id)), record))
        .collect()
}
