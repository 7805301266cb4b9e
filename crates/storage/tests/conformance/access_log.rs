//! The access log: who came in, and who read a journal that is none of theirs.

use crate::fixture::*;
use crate::stage::on_both_databases;
use journal::view::{AccessEntry, AccessKind, AccessPlace};
use journal::{JournalId, PersonId, Role, Roles, SchoolId};
use std::sync::Arc;
use storage::{AccessEvent, JournalReading, NewStartPassword, Opened, Reader, Store};

type Case = Arc<dyn Store>;

const SCHOOL: SchoolId = SchoolId(1);

on_both_databases!(
    readings_and_sign_ins_are_one_log_the_newest_first,
    the_log_is_read_a_page_at_a_time,
    readings_are_kept_as_long_as_sign_ins,
    a_journal_of_others_is_one_that_a_role_alone_opens,
);

fn reading(person: PersonId, journal: JournalId, history: bool, local: &str) -> JournalReading {
    JournalReading {
        person,
        journal,
        history,
        origin: origin(9),
        at: at(local),
    }
}

async fn log(store: &Case) -> Vec<AccessEntry> {
    let page = store.access_log(SCHOOL, None, 100).await.unwrap();
    assert_eq!(page.older, None);
    page.entries
}

async fn readings_and_sign_ins_are_one_log_the_newest_first(store: Case) {
    let signed_in = note(DEPUTY, AccessEvent::SignedIn, "2026-11-16T08:00");
    store.note_access(SCHOOL, signed_in).await.unwrap();
    let readings = vec![
        reading(DEPUTY, ALGEBRA_7B, false, "2026-11-16T08:01"),
        reading(DEPUTY, ALGEBRA_7B, true, "2026-11-16T08:02"),
        // Has no account: nobody could have signed in.
        reading(PersonId(404), ALGEBRA_7B, true, "2026-11-16T08:02"),
    ];
    store.note_readings(SCHOOL, readings).await.unwrap();
    let issued = NewStartPassword {
        person: ORLOVA,
        hash: "$стартовый".into(),
        by: Some((ADMIN, origin(3))),
        at: at("2026-11-16T08:03"),
    };
    assert!(store.issue_password(SCHOOL, issued).await.unwrap());
    let log = log(&store).await;
    let events: Vec<_> = log
        .iter()
        .map(|entry| (entry.person, entry.event))
        .collect();
    assert_eq!(
        events,
        [
            (ORLOVA, AccessKind::PasswordIssued),
            (DEPUTY, AccessKind::HistoryRead),
            (DEPUTY, AccessKind::JournalRead),
            (DEPUTY, AccessKind::SignedIn),
        ]
    );
    let read = log[2].journal.clone().unwrap();
    assert_eq!(
        (read.id, &*read.group, &*read.subject),
        (ALGEBRA_7B, "7Б", "Алгебра")
    );
    assert_eq!(log[2].at, at("2026-11-16T08:01"));
    assert_eq!(log[2].device, Some(device(9)));
    assert_eq!(log[2].address.as_deref(), Some("192.0.2.7"));
    assert!(!log[2].name.last.is_empty());
    assert!(log[0].by.is_some() && log[0].journal.is_none());
    assert!(log[3].journal.is_none() && log[3].by.is_none());
}

/// Also where many come in at the same moment.
async fn the_log_is_read_a_page_at_a_time(store: Case) {
    let mut readings = Vec::new();
    for local in ["2026-11-16T08:01", "2026-11-16T08:02"] {
        for person in [DEPUTY, ADMIN, ORLOVA] {
            readings.push(reading(person, ALGEBRA_7B, false, local));
            readings.push(reading(person, CHESS, true, local));
        }
    }
    store.note_readings(SCHOOL, readings).await.unwrap();
    let whole = log(&store).await;
    assert_eq!(whole.len(), 12);
    let (mut read, mut before) = (Vec::new(), None::<AccessPlace>);
    loop {
        let page = store.access_log(SCHOOL, before, 5).await.unwrap();
        read.extend(page.entries);
        let Some(older) = page.older else { break };
        before = Some(older.parse().unwrap());
    }
    assert_eq!(read, whole);
    let elsewhere = store.access_log(SchoolId(404), None, 5).await.unwrap();
    assert!(elsewhere.entries.is_empty());
}

async fn readings_are_kept_as_long_as_sign_ins(store: Case) {
    let readings = vec![
        reading(DEPUTY, ALGEBRA_7B, false, "2026-11-16T08:01"),
        reading(DEPUTY, CHESS, false, "2026-11-17T08:01"),
    ];
    store.note_readings(SCHOOL, readings).await.unwrap();
    let before = at("2026-11-17T00:00");
    let gone = store.forget_access(SCHOOL, before, 100).await.unwrap();
    assert_eq!(gone, 1);
    let left = log(&store).await;
    assert_eq!(left.len(), 1);
    assert_eq!(left[0].journal.as_ref().unwrap().id, CHESS);
}

async fn a_journal_of_others_is_one_that_a_role_alone_opens(store: Case) {
    let of_others = async |person: PersonId, roles: &[Role], opened: Opened| {
        let reader = Reader {
            roles: Roles(roles.to_vec()),
            ..reader(person)
        };
        store.others_journal(&reader, opened).await.unwrap()
    };
    let (deputy, both) = ([Role::Deputy], [Role::Teacher, Role::Deputy]);
    let journal = Opened::Journal(ALGEBRA_7B);
    let monday = Opened::Lesson(MONDAY);
    for opened in [journal, monday] {
        // Before the lesson's page was ever built, and after.
        for _ in 0..2 {
            assert_eq!(of_others(DEPUTY, &deputy, opened).await, Some(ALGEBRA_7B));
            let taught = of_others(ORLOVA, &both, opened).await;
            assert_eq!(taught, None, "the reader's own");
            let read = store.open_lesson(&reader(DEPUTY), MONDAY, None).await;
            assert!(read.unwrap().is_some());
        }
    }
    assert_eq!(
        of_others(ORLOVA, &both, Opened::Journal(ALGEBRA_7A)).await,
        Some(ALGEBRA_7A)
    );
    let english = of_others(ORLOVA, &both, Opened::Journal(ENGLISH_1)).await;
    assert_eq!(english, None, "of the own class");
    let by_relation = of_others(LEBEDEVA, &[Role::Teacher], journal).await;
    assert_eq!(by_relation, None, "no role opens it");
    assert_eq!(
        of_others(DEPUTY, &deputy, Opened::Journal(JournalId(404))).await,
        None
    );
}
