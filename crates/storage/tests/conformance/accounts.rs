//! Who may sign in, and a start password for whoever forgot theirs.

use crate::fixture::*;
use crate::pg::connect;
use crate::stage::{self, on_both_databases};
use journal::view::AccountRow;
use journal::{PersonId, PupilId, SchoolId};
use std::sync::Arc;
use storage::{
    AccessEvent, AccessNote, Accounts as _, LockKey, LockState, NewSession, NewStartPassword,
    Opening, PgOptions, PgStore, Reader, Store,
};

type Case = Arc<dyn Store>;

const SCHOOL: SchoolId = SchoolId(1);
const NOW: &str = "2026-11-16T08:00";

on_both_databases!(
    a_start_password_ends_every_session_and_opens_the_locks_of_devices_and_name,
    a_start_password_is_not_given_for_more_than_was_judged,
    a_start_password_is_not_given_by_whom_may_no_longer,
    whoever_has_no_account_gets_one_under_a_name_that_is_free,
    the_list_tells_who_may_sign_in,
    a_class_teacher_sees_the_own_classs_pupils_and_parents,
);

fn start_password(person: PersonId) -> NewStartPassword {
    NewStartPassword {
        person,
        hash: "$стартовый".into(),
        name_lock: Some(LockKey::Name(7)),
        trust: journal::register::Trust::Staff,
        wish: "Абрамов7Б".into(),
        by: Some((ADMIN, origin(9))),
        at: at(NOW),
    }
}

/// What was judged before an appointment is not written after it.
async fn a_start_password_is_not_given_for_more_than_was_judged(store: Case) {
    let judged = NewStartPassword {
        trust: journal::register::Trust::Families,
        ..start_password(ORLOVA)
    };
    let refused = store.issue_password(SCHOOL, judged).await;
    assert!(
        matches!(refused, Err(storage::StoreError::Busy(_))),
        "{refused:?}"
    );
    let (_, account) = store.account_of(SCHOOL, ORLOVA).await.unwrap().unwrap();
    assert_ne!(
        account.password_hash, "$стартовый",
        "nothing of it is written"
    );
}

/// A class teacher who has none of the pupil's classes by now, whatever was judged before.
async fn a_start_password_is_not_given_by_whom_may_no_longer(store: Case) {
    let by_another = NewStartPassword {
        by: Some((ZIMIN, origin(9))),
        ..start_password(LEBEDEVA)
    };
    let refused = store.issue_password(SCHOOL, by_another).await;
    assert!(
        matches!(refused, Err(storage::StoreError::Busy(_))),
        "{refused:?}"
    );
    let (_, account) = store.account_of(SCHOOL, LEBEDEVA).await.unwrap().unwrap();
    assert_ne!(account.password_hash, "$стартовый");
}

async fn a_start_password_ends_every_session_and_opens_the_locks_of_devices_and_name(store: Case) {
    let elsewhere = NewSession {
        device: device(11),
        ..session(ORLOVA, 2, NOW)
    };
    for session in [
        session(ORLOVA, 1, NOW),
        elsewhere,
        session(LEBEDEVA, 3, NOW),
    ] {
        store.open_session(SCHOOL, session).await.unwrap();
    }
    let own = [
        LockKey::Device(device(1)),
        LockKey::Device(device(11)),
        LockKey::Name(7),
    ];
    let others = [LockKey::Device(device(3)), LockKey::Name(8)];
    for lock in own.into_iter().chain(others) {
        let access = AccessEvent::WrongPassword {
            failures: 4,
            locked_until: Some(at("2026-11-16T08:15")),
        };
        let wrong = AccessNote {
            lock,
            ..note(ORLOVA, access, NOW)
        };
        store.note_access(SCHOOL, wrong).await.unwrap();
    }
    let issued = store.issue_password(SCHOOL, start_password(ORLOVA)).await;
    assert_eq!(issued.unwrap().as_deref(), Some("Логин1"));
    let live = async |token| store.session(SCHOOL, [token; 32], at(NOW)).await.unwrap();
    assert_eq!((live(1).await, live(2).await), (None, None));
    assert!(live(3).await.is_some(), "another's");
    // A sign-in that had proved the forgotten one a moment before.
    let late = store.open_session(SCHOOL, session(ORLOVA, 4, NOW)).await;
    assert_eq!(late.unwrap(), Opening::PasswordChanged);
    let account = store.account(SCHOOL, "логин1").await.unwrap().unwrap();
    assert_eq!(account.password_hash, "$стартовый");
    let me = store.me(SCHOOL, ORLOVA, at(NOW)).await.unwrap().unwrap();
    assert!(me.must_change_password);
    for lock in own {
        let lock_state = store.lock_state(SCHOOL, lock).await.unwrap();
        assert_eq!(lock_state, LockState::default(), "{lock:?}");
    }
    for lock in others {
        let lock_state = store.lock_state(SCHOOL, lock).await.unwrap();
        assert_eq!(lock_state.failures, 4, "{lock:?}");
    }
}

async fn whoever_has_no_account_gets_one_under_a_name_that_is_free(store: Case) {
    let names = [
        (ABRAMOV.into(), Some("abramov7b")),
        (BELOVA.into(), Some("abramov7b2")),
        (ABRAMOV.into(), Some("abramov7b")),
        (PersonId(404), None),
    ];
    for (person, name) in names {
        let issued = store.issue_password(SCHOOL, start_password(person)).await;
        assert_eq!(issued.unwrap().as_deref(), name, "{person}");
    }
    let account = store.account(SCHOOL, "Abramov7B2").await.unwrap().unwrap();
    assert_eq!(account.person, BELOVA.into());
    let me = store
        .me(SCHOOL, BELOVA.into(), at(NOW))
        .await
        .unwrap()
        .unwrap();
    assert!(me.must_change_password);
    assert_eq!(me.roles, journal::Roles(vec![journal::Role::Pupil]));
}

const ISSUED: &str = "SELECT person_id, by_id, address FROM access_log \
     WHERE event = 'password-issued' ORDER BY n";

/// By the administrator, and by the technician at the server.
async fn issue_twice(store: &dyn Store) {
    let by_nobody_here = NewStartPassword {
        by: None,
        ..start_password(ORLOVA)
    };
    for new in [start_password(ORLOVA), by_nobody_here] {
        assert!(store.issue_password(SCHOOL, new).await.unwrap().is_some());
    }
}

fn told() -> Vec<(i64, Option<i64>, Option<String>)> {
    let address = Some("192.0.2.7".to_owned());
    vec![(ORLOVA.0, Some(ADMIN.0), address), (ORLOVA.0, None, None)]
}

#[tokio::test]
async fn the_access_log_of_sqlite_tells_who_gave_a_password() {
    let stage = stage::sqlite().with_school().await;
    issue_twice(&*stage.store).await;
    let c = rusqlite::Connection::open(stage.path()).unwrap();
    let mut statement = c.prepare(ISSUED).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let rows: Result<Vec<_>, _> = rows.unwrap().collect();
    assert_eq!(rows.unwrap(), told());
}

#[tokio::test]
async fn the_access_log_of_postgres_tells_who_gave_a_password() {
    let Some(stage) = stage::postgres().await else {
        return;
    };
    let stage = stage.with_school().await;
    issue_twice(&*stage.store).await;
    let rows = connect(&stage.url()).await.query(ISSUED, &[]).await;
    let read = |row: &tokio_postgres::Row| (row.get(0), row.get(1), row.get(2));
    let rows: Vec<_> = rows.unwrap().iter().map(read).collect();
    assert_eq!(rows, told());
}

const FAMILIES: SchoolId = SchoolId(2);

/// A second school in which two pupils have accounts, one of whom has left the class.
async fn with_families(store: &dyn Store) {
    let mut school = school(FAMILIES.0);
    for person in &mut school.people {
        if [ABRAMOV, GONE].contains(&PupilId(person.id.0)) {
            person.login = Some(format!("Ученик{}", person.id));
            person.password_hash = Some("$argon2id$".to_owned());
        }
    }
    store.import(school).await.unwrap();
}

async fn seen(store: &dyn Store, by: PersonId, whose: Option<PersonId>) -> Vec<AccountRow> {
    let reader = Reader {
        school: FAMILIES,
        ..reader(by)
    };
    store.accounts(&reader, whose, at(NOW)).await.unwrap()
}

fn people(accounts: &[AccountRow]) -> Vec<i64> {
    accounts.iter().map(|account| account.person.0).collect()
}

async fn the_list_tells_who_may_sign_in(store: Case) {
    with_families(&*store).await;
    let opened = "2026-11-16T07:00";
    let session = session(ORLOVA, 1, opened);
    store.open_session(FAMILIES, session).await.unwrap();
    store.session(FAMILIES, [1; 32], at(NOW)).await.unwrap();
    let wrong = note(ORLOVA, AccessEvent::RefusedLocked, NOW);
    store.note_access(FAMILIES, wrong).await.unwrap();
    let everybody = seen(&*store, ADMIN, None).await;
    let without = everybody.iter().filter(|one| one.login.is_none());
    let without: Vec<i64> = without.map(|one| one.person.0).collect();
    let pupils = [201, BELOVA.0, VOLKOV.0, ELKIN.0, 202, YAKOVLEVA.0];
    assert_eq!(without, pupils, "who may have an account and has none");
    let with = everybody.iter().filter(|one| one.login.is_some());
    let accounts: Vec<AccountRow> = with.cloned().collect();
    let by_name = [ABRAMOV.0, PARENT.0, GONE.0, 2, 3, 1, 5, 4];
    assert_eq!(people(&accounts), by_name);
    let classes: Vec<_> = accounts
        .iter()
        .map(|account| &account.classes[..])
        .collect();
    assert_eq!(
        classes[..3],
        [&["7Б".to_owned()][..], &["7Б".to_owned()], &[]]
    );
    for account in &accounts {
        let signed_in = account.person == ORLOVA;
        // Who has left the class is no pupil.
        let has_left = account.person == GONE.into();
        let roles = if has_left {
            journal::Roles::default()
        } else {
            roles(account.person)
        };
        assert_eq!(account.roles, roles);
        assert_eq!(account.must_change_password, account.person == ZIMIN);
        assert_eq!(account.signed_in_at, signed_in.then(|| at(opened)));
        assert_eq!(account.used_at, signed_in.then(|| at(NOW)));
        assert!(!account.own_class);
    }
    assert_eq!(accounts[0].login.as_deref(), Some("Ученик101"));
    assert_eq!(seen(&*store, DEPUTY, None).await, everybody);
    let one = seen(&*store, DEPUTY, Some(ZIMIN)).await;
    assert_eq!(people(&one), [ZIMIN.0]);
    let elsewhere = Reader {
        school: SchoolId(404),
        ..reader(ADMIN)
    };
    let nothing = store.accounts(&elsewhere, None, at(NOW)).await.unwrap();
    assert!(nothing.is_empty());
}

async fn a_class_teacher_sees_the_own_classs_pupils_and_parents(store: Case) {
    with_families(&*store).await;
    let own = seen(&*store, ORLOVA, None).await;
    let class = [
        ABRAMOV.0,
        PARENT.0,
        BELOVA.0,
        VOLKOV.0,
        ELKIN.0,
        YAKOVLEVA.0,
    ];
    assert_eq!(people(&own), class, "and nobody who left");
    assert!(own.iter().all(|account| account.own_class));
    assert!(seen(&*store, ORLOVA, Some(LEBEDEVA)).await.is_empty());
    assert_eq!(people(&seen(&*store, ZIMIN, None).await), [201, 202]);
    assert!(seen(&*store, LEBEDEVA, None).await.is_empty());
}

/// Each account that is looked at costs a search of its devices, which PostgreSQL counts.
#[tokio::test]
async fn a_class_teachers_list_looks_at_no_accounts_that_it_does_not_show() {
    let Some(stage) = stage::postgres().await else {
        return;
    };
    let stage = stage.with_school().await;
    let shown = stage.store.accounts(&reader(ORLOVA), None, at(NOW)).await;
    let shown = shown.unwrap();
    let shown = shown.iter().filter(|one| one.login.is_some()).count();
    let all = stage.store.accounts(&reader(ADMIN), None, at(NOW)).await;
    assert!(shown < all.unwrap().len());
    stage.store.close().await;
    let url = stage.url();
    let admin = connect(&url).await;
    let before = searches(&admin).await;
    let store = PgStore::connect(&url, PgOptions::default());
    let store = store.await.unwrap();
    store
        .accounts(&reader(ORLOVA), None, at(NOW))
        .await
        .unwrap();
    store.close().await;
    let looked_at = searches(&admin).await - before;
    assert_eq!(usize::try_from(looked_at).unwrap(), shown);
}

async fn searches(admin: &tokio_postgres::Client) -> i64 {
    crate::pg::alone(admin).await;
    let sql = "SELECT idx_scan::bigint FROM pg_stat_user_tables WHERE relname = 'device'";
    admin.query_one(sql, &[]).await.unwrap().get(0)
}
