//! Accounts and sessions.

use crate::fixture::*;
use crate::pg::{Database, connect};
use crate::stage::on_every_backend;
use journal::{SchoolId, Timestamp};
use std::sync::Arc;
use storage::{
    Access, AccessNote, LockKey, PgOptions, PgStore, SqliteOptions, SqliteStore, Standing, Store,
};

type Case = Arc<dyn Store>;

const SCHOOL: SchoolId = SchoolId(1);
const NOW: &str = "2026-11-16T08:00";

on_every_backend!(
    accounts_are_found_whatever_the_case,
    nobody_has_a_name_with_control_characters,
    wrong_passwords_are_counted_under_their_lock,
    a_name_that_nobody_has_is_locked_alike,
    a_device_is_known_to_the_account_that_signed_in_on_it,
    a_session_opens_the_lock_of_its_sign_in,
    sessions_live_until_they_end,
    use_is_noted_once_a_minute,
    a_new_password_ends_other_sessions,
    a_new_sign_in_ends_the_devices_older_session,
);

async fn accounts_are_found_whatever_the_case(store: Case) {
    let account = store.account(SCHOOL, "лОГИН1").await.unwrap().unwrap();
    assert_eq!(
        (account.person, account.password_hash.as_str()),
        (ORLOVA, "$argon2id$1")
    );
    let found = store.account_of(SCHOOL, ORLOVA).await.unwrap();
    assert_eq!(found, Some(("Логин1".to_owned(), account)));
    assert_eq!(
        store.account_of(SCHOOL, ABRAMOV.into()).await.unwrap(),
        None
    );
    assert_eq!(store.account(SCHOOL, "никто").await.unwrap(), None);
    assert_eq!(store.account(SchoolId(404), "логин1").await.unwrap(), None);
}

async fn nobody_has_a_name_with_control_characters(store: Case) {
    for login in ["логин1\0", "\0", "логин1\u{1b}[2J", "логин1\n"] {
        assert_eq!(store.account(SCHOOL, login).await.unwrap(), None);
    }
}

async fn wrong_passwords_are_counted_under_their_lock(store: Case) {
    let locked_until = Some(at("2026-11-16T08:05"));
    let wrong = Access::WrongPassword {
        failures: 3,
        locked_until,
    };
    let put = async |lock: LockKey, access: Access| {
        let noted = AccessNote {
            lock,
            ..note(ORLOVA, access, NOW)
        };
        store.note_access(SCHOOL, noted).await.unwrap();
    };
    let standing = async |lock: LockKey| store.standing(SCHOOL, lock).await.unwrap();
    let (name, known) = (LockKey::Name(7), LockKey::Device(device(1)));
    put(name, wrong).await;
    let locked = Standing {
        failures: 3,
        locked_until,
        refused: false,
    };
    assert_eq!(standing(name).await, locked);
    assert_eq!(standing(LockKey::Name(8)).await, Standing::default());
    assert_eq!(standing(known).await, Standing::default());
    put(name, Access::RefusedLocked).await;
    assert!(standing(name).await.refused, "noted once");
    put(known, wrong).await;
    put(known, Access::SignedIn).await;
    assert_eq!(standing(known).await, Standing::default());
    assert_eq!(standing(name).await.failures, 3, "the other lock stands");
    put(name, wrong).await;
    assert!(!standing(name).await.refused, "a lock of its own");
    put(name, Access::SignedIn).await;
    put(name, Access::SignedOut).await;
    assert_eq!(standing(name).await, Standing::default());
}

async fn a_name_that_nobody_has_is_locked_alike(store: Case) {
    let wrong = Access::WrongPassword {
        failures: 1,
        locked_until: None,
    };
    let nobody = AccessNote {
        person: None,
        ..note(ORLOVA, wrong, NOW)
    };
    store.note_access(SCHOOL, nobody).await.unwrap();
    let standing = store.standing(SCHOOL, nobody.lock).await.unwrap();
    assert_eq!(standing.failures, 1);
    let elsewhere = store.standing(SchoolId(404), nobody.lock).await.unwrap();
    assert_eq!(elsewhere, Standing::default());
}

async fn a_device_is_known_to_the_account_that_signed_in_on_it(store: Case) {
    let owner = async |id: u64| store.device_owner(SCHOOL, device(id)).await.unwrap();
    assert_eq!(owner(1).await, None);
    store
        .open_session(SCHOOL, session(ORLOVA, 1, NOW))
        .await
        .unwrap();
    assert_eq!((owner(1).await, owner(2).await), (Some(ORLOVA), None));
}

async fn a_session_opens_the_lock_of_its_sign_in(store: Case) {
    let wrong = Access::WrongPassword {
        failures: 1,
        locked_until: None,
    };
    let session = session(ORLOVA, 1, NOW);
    for lock in [session.lock, LockKey::Name(7)] {
        let noted = AccessNote {
            lock,
            ..note(ORLOVA, wrong, NOW)
        };
        store.note_access(SCHOOL, noted).await.unwrap();
    }
    let lock = session.lock;
    store.open_session(SCHOOL, session).await.unwrap();
    let standing = async |lock| store.standing(SCHOOL, lock).await.unwrap();
    assert_eq!(standing(lock).await, Standing::default());
    assert_eq!(standing(LockKey::Name(7)).await.failures, 1);
}

/// The store cannot write the access log: then nobody is signed in, and nobody is signed out.
async fn is_signed_in_or_not(store: &dyn Store) {
    let opened = store.open_session(SCHOOL, session(ORLOVA, 2, NOW)).await;
    assert!(opened.is_err());
    let live = async |token: u8| store.session(SCHOOL, [token; 32], at(NOW)).await.unwrap();
    assert!(live(2).await.is_none(), "no session that nobody has");
    assert!(live(1).await.is_some(), "the older one has not ended");
    let opened = store.open_session(SCHOOL, session(ZIMIN, 3, NOW)).await;
    assert!(opened.is_err());
    let device = session(ZIMIN, 3, NOW).device;
    assert_eq!(store.device_owner(SCHOOL, device).await.unwrap(), None);
}

#[tokio::test]
async fn sqlite_opens_no_session_that_it_cannot_note() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("school.db");
    let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
    store.import(school(1)).await.unwrap();
    store
        .open_session(SCHOOL, session(ORLOVA, 1, NOW))
        .await
        .unwrap();
    let c = rusqlite::Connection::open(&path).unwrap();
    c.execute_batch(
        "CREATE TRIGGER full BEFORE INSERT ON access_log BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    .unwrap();
    is_signed_in_or_not(&store).await;
}

#[tokio::test]
async fn postgres_opens_no_session_that_it_cannot_note() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let store = PgStore::connect(&database.url, PgOptions::default())
        .await
        .unwrap();
    store.import(school(1)).await.unwrap();
    store
        .open_session(SCHOOL, session(ORLOVA, 1, NOW))
        .await
        .unwrap();
    let refuse = "ALTER TABLE access_log ADD CONSTRAINT full_disk CHECK (false) NOT VALID";
    let admin = connect(&database.url).await;
    admin.batch_execute(refuse).await.unwrap();
    is_signed_in_or_not(&store).await;
}

/// What both databases are told; rows are looked at past the store.
async fn note_some(store: &dyn Store) {
    let wrong = Access::WrongPassword {
        failures: 1,
        locked_until: None,
    };
    for access in [wrong, Access::SignedIn] {
        let noted = note(ORLOVA, access, NOW);
        store.note_access(SCHOOL, noted).await.unwrap();
    }
    store
        .set_password(SCHOOL, ORLOVA, "$новый".into(), [2; 32], origin(3), at(NOW))
        .await
        .unwrap();
}

const LOGGED: &str = "SELECT event, address, device_id FROM access_log ORDER BY n";

fn told() -> Vec<(String, Option<String>, [u8; 16])> {
    let row = |event: &str, id| {
        let address = Some("192.0.2.7".to_owned());
        (event.to_owned(), address, device(id).0.into_bytes())
    };
    vec![
        row("wrong-password", 1),
        row("signed-in", 1),
        row("password-changed", 3),
    ]
}

#[tokio::test]
async fn the_access_log_of_sqlite_tells_address_and_device() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("school.db");
    let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
    store.import(school(1)).await.unwrap();
    note_some(&store).await;
    let c = rusqlite::Connection::open(&path).unwrap();
    let mut statement = c.prepare(LOGGED).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let rows: Result<Vec<_>, _> = rows.unwrap().collect();
    assert_eq!(rows.unwrap(), told());
}

#[tokio::test]
async fn the_access_log_of_postgres_tells_address_and_device() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let store = PgStore::connect(&database.url, PgOptions::default())
        .await
        .unwrap();
    store.import(school(1)).await.unwrap();
    note_some(&store).await;
    let rows = connect(&database.url).await.query(LOGGED, &[]).await;
    let read = |row: &tokio_postgres::Row| {
        let device: uuid::Uuid = row.get(2);
        (row.get(0), row.get(1), device.into_bytes())
    };
    let rows: Vec<_> = rows.unwrap().iter().map(read).collect();
    assert_eq!(rows, told());
}

async fn sessions_live_until_they_end(store: Case) {
    assert_eq!(store.session(SCHOOL, [1; 32], at(NOW)).await.unwrap(), None);
    assert_eq!(
        store
            .open_session(SCHOOL, session(ORLOVA, 1, NOW))
            .await
            .unwrap(),
        Some(0)
    );
    let live = store
        .session(SCHOOL, [1; 32], at(NOW))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (live.school, live.person, live.device),
        (SCHOOL, ORLOVA, device(1))
    );
    assert_eq!(live.roles, roles(ORLOVA));
    assert!(!live.must_change_password);
    assert_eq!(live.ends_at, at("2026-12-31T00:00"));
    assert_eq!(
        store
            .session(SCHOOL, [1; 32], at("2026-12-31T00:00"))
            .await
            .unwrap(),
        None
    );
    store.close_session(SCHOOL, [1; 32], at(NOW)).await.unwrap();
    assert_eq!(store.session(SCHOOL, [1; 32], at(NOW)).await.unwrap(), None);
    store.close_session(SCHOOL, [1; 32], at(NOW)).await.unwrap();
}

async fn use_is_noted_once_a_minute(store: Case) {
    store
        .open_session(SCHOOL, session(ORLOVA, 1, NOW))
        .await
        .unwrap();
    let seen = async |local: &str| {
        store
            .session(SCHOOL, [1; 32], at(local))
            .await
            .unwrap()
            .unwrap()
            .seen_at
    };
    let soon = Timestamp(at(NOW).0 + 59_000_000);
    let noted = store
        .session(SCHOOL, [1; 32], soon)
        .await
        .unwrap()
        .unwrap()
        .seen_at;
    assert_eq!(noted, at(NOW));
    assert_eq!(
        seen("2026-11-16T08:01").await,
        at(NOW),
        "the use before this one"
    );
    // Whatever waits behind the note has been written when this has.
    store
        .note_access(SCHOOL, note(ORLOVA, Access::SignedIn, NOW))
        .await
        .unwrap();
    let after = Timestamp(at("2026-11-16T08:01").0 + 1);
    let noted = store
        .session(SCHOOL, [1; 32], after)
        .await
        .unwrap()
        .unwrap()
        .seen_at;
    assert_eq!(noted, at("2026-11-16T08:01"));
}

async fn a_new_password_ends_other_sessions(store: Case) {
    store
        .open_session(SCHOOL, session(ZIMIN, 1, NOW))
        .await
        .unwrap();
    let on_another_device = storage::NewSession {
        device: device(22),
        ..session(ZIMIN, 2, NOW)
    };
    store.open_session(SCHOOL, on_another_device).await.unwrap();
    store
        .open_session(SCHOOL, session(ORLOVA, 3, NOW))
        .await
        .unwrap();
    assert!(
        store
            .session(SCHOOL, [1; 32], at(NOW))
            .await
            .unwrap()
            .unwrap()
            .must_change_password
    );
    store
        .set_password(SCHOOL, ZIMIN, "$новый".into(), [2; 32], origin(2), at(NOW))
        .await
        .unwrap();
    assert_eq!(store.session(SCHOOL, [1; 32], at(NOW)).await.unwrap(), None);
    let kept = store
        .session(SCHOOL, [2; 32], at(NOW))
        .await
        .unwrap()
        .unwrap();
    assert!(!kept.must_change_password);
    assert!(
        store
            .session(SCHOOL, [3; 32], at(NOW))
            .await
            .unwrap()
            .is_some()
    );
    let account = store.account(SCHOOL, "логин2").await.unwrap().unwrap();
    assert_eq!(account.password_hash, "$новый");
}

async fn a_new_sign_in_ends_the_devices_older_session(store: Case) {
    let elsewhere = storage::NewSession {
        device: device(11),
        ..session(ORLOVA, 2, NOW)
    };
    for session in [
        session(ORLOVA, 1, NOW),
        elsewhere,
        session(ZIMIN, 3, NOW),
        session(ORLOVA, 4, NOW),
    ] {
        let opened = store.open_session(SCHOOL, session).await.unwrap();
        assert!(opened.is_some());
    }
    let mut alive = Vec::new();
    for token in 1..=4 {
        let found = store.session(SCHOOL, [token; 32], at(NOW)).await.unwrap();
        alive.extend(found.map(|_| token));
    }
    assert_eq!(alive, [2, 3, 4]);
}
