//! A blank school gives its place to an imported one, and to nothing less than a whole one.

use crate::fixture::*;
use crate::stage::{on_both_databases, sqlite};
use journal::register::RecordKind;
use journal::*;
use std::sync::Arc;
use storage::{AccessEvent, Opening, Reader, Store, StoreError};

type Case = Arc<dyn Store>;

on_both_databases!(
    a_blank_school_gives_its_place,
    what_was_read_of_a_blank_school_is_old_when_another_has_its_place,
    a_school_with_anything_in_it_does_not,
    a_broken_bundle_leaves_the_blank_school,
);

/// Its administrator has been in.
async fn used(store: &Case, id: i64) {
    let now = "2026-11-16T09:00";
    let school = SchoolId(id);
    let opened = store.open_session(school, session(ORLOVA, 1, now)).await;
    assert_eq!(opened.unwrap(), Opening::Opened { last_n: 0 });
    store
        .note_access(school, note(ORLOVA, AccessEvent::SignedIn, now))
        .await
        .unwrap();
}

async fn schools(store: &Case) -> Vec<i64> {
    let schools = store.schools().await.unwrap();
    schools.iter().map(|school| school.id.0).collect()
}

async fn a_blank_school_gives_its_place(store: Case) {
    store.import(blank(2, ORLOVA)).await.unwrap();
    used(&store, 2).await;
    assert!(store.is_blank(SchoolId(2)).await.unwrap());
    let imported = store.import_over(SchoolId(2), school(3)).await.unwrap();
    assert_eq!(imported.lessons, 12);
    assert_eq!(schools(&store).await, [1, 3]);
    let token = store.session(SchoolId(2), [1; 32], at("2026-11-16T09:01"));
    assert_eq!(token.await.unwrap(), None);
    assert!(!store.is_blank(SchoolId(3)).await.unwrap());
    assert!(!store.is_blank(SchoolId(2)).await.unwrap(), "it is gone");
}

/// A server has shown it, and a client keeps what it showed.
async fn what_was_read_of_a_blank_school_is_old_when_another_has_its_place(store: Case) {
    let read = async || {
        let deputy = Reader {
            school: SchoolId(2),
            ..reader(DEPUTY)
        };
        let now = at("2026-11-16T09:00");
        let subjects = store.records(&deputy, RecordKind::Subject, now).await;
        let subjects = subjects.unwrap().page().unwrap().records.len();
        let rules = store.rules(SchoolId(2)).await.unwrap().unwrap();
        let version = store.records_version(SchoolId(2)).await.unwrap();
        (subjects, rules.periods.len(), version.unwrap())
    };
    store.import(blank(2, ORLOVA)).await.unwrap();
    let before = read().await;
    store.import_over(SchoolId(2), school(2)).await.unwrap();
    let after = read().await;
    assert_ne!((before.0, before.1), (after.0, after.1));
    assert_ne!(before.2, after.2);
}

async fn a_school_with_anything_in_it_does_not(store: Case) {
    assert!(!store.is_blank(SchoolId(1)).await.unwrap());
    let refused = store.import_over(SchoolId(1), school(2)).await;
    assert!(
        matches!(refused, Err(StoreError::SchoolExists(SchoolId(1)))),
        "{refused:?}"
    );
    let nobody = store.import_over(SchoolId(7), school(2)).await;
    assert!(
        matches!(nobody, Err(StoreError::SchoolExists(SchoolId(7)))),
        "{nobody:?}"
    );
    store.import(blank(2, ORLOVA)).await.unwrap();
    let taken = store.import_over(SchoolId(2), school(1)).await;
    assert!(
        matches!(taken, Err(StoreError::SchoolExists(SchoolId(1)))),
        "{taken:?}"
    );
    assert_eq!(schools(&store).await, [1, 2]);
    assert!(store.is_blank(SchoolId(2)).await.unwrap());
}

async fn a_broken_bundle_leaves_the_blank_school(store: Case) {
    store.import(blank(2, ORLOVA)).await.unwrap();
    used(&store, 2).await;
    let mut broken = school(3);
    broken.memberships[0].pupil = PupilId(404);
    let refused = store.import_over(SchoolId(2), broken).await;
    assert!(matches!(refused, Err(StoreError::Failed(_))), "{refused:?}");
    assert!(store.is_blank(SchoolId(2)).await.unwrap());
    let token = store.session(SchoolId(2), [1; 32], at("2026-11-16T09:01"));
    assert!(token.await.unwrap().is_some());
}

#[tokio::test]
async fn nothing_of_it_is_left_in_any_table() {
    let stage = sqlite();
    stage.store.import(blank(2, ORLOVA)).await.unwrap();
    used(&stage.store, 2).await;
    let path = stage.path();
    let count = || -> Vec<String> {
        let c = rusqlite::Connection::open(&path).unwrap();
        let mut tables = c
            .prepare(
                "SELECT t.name FROM sqlite_schema t, pragma_table_info(t.name) c \
                 WHERE t.type = 'table' AND c.name = 'school_id'",
            )
            .unwrap();
        let names = tables.query_map([], |row| row.get::<_, String>(0)).unwrap();
        let filled = |table: &String| {
            let sql = format!("SELECT 1 FROM {table} WHERE school_id = 2");
            c.prepare(&sql).unwrap().exists([]).unwrap()
        };
        names
            .map(Result::unwrap)
            .filter(|table| filled(table))
            .collect()
    };
    assert!(count().len() > 6, "{:?}", count());
    stage
        .store
        .import_over(SchoolId(2), school(3))
        .await
        .unwrap();
    assert_eq!(count(), Vec::<String>::new());
}
