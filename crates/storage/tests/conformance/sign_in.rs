//! Accounts and sessions.

use crate::fixture::*;
use crate::stage::on_every_backend;
use journal::{SchoolId, Timestamp};
use std::sync::Arc;
use storage::{Access, Store};

type Case = Arc<dyn Store>;

const SCHOOL: SchoolId = SchoolId(1);
const NOW: &str = "2026-11-16T08:00";

on_every_backend!(
    accounts_are_found_whatever_the_case,
    nobody_has_a_name_with_control_characters,
    wrong_passwords_are_counted,
    sessions_live_until_they_end,
    use_is_noted_once_a_minute,
    a_new_password_ends_other_sessions,
);

async fn accounts_are_found_whatever_the_case(store: Case) {
    let account = store.account(SCHOOL, "лОГИН1").await.unwrap().unwrap();
    assert_eq!(
        (account.person, account.password_hash.as_str()),
        (ORLOVA, "$argon2id$1")
    );
    assert_eq!((account.failures, account.locked_until), (0, None));
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

async fn wrong_passwords_are_counted(store: Case) {
    let locked_until = Some(at("2026-11-16T08:05"));
    let wrong = Access::WrongPassword {
        failures: 3,
        locked_until,
    };
    store
        .note_access(SCHOOL, ORLOVA, wrong, at(NOW))
        .await
        .unwrap();
    store
        .note_access(SCHOOL, ORLOVA, Access::RefusedLocked, at(NOW))
        .await
        .unwrap();
    let account = store.account(SCHOOL, "логин1").await.unwrap().unwrap();
    assert_eq!((account.failures, account.locked_until), (3, locked_until));
    store
        .note_access(SCHOOL, ORLOVA, Access::SignedIn, at(NOW))
        .await
        .unwrap();
    store
        .note_access(SCHOOL, ORLOVA, Access::SignedOut, at(NOW))
        .await
        .unwrap();
    let account = store.account(SCHOOL, "логин1").await.unwrap().unwrap();
    assert_eq!((account.failures, account.locked_until), (0, None));
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
        .note_access(SCHOOL, ORLOVA, Access::SignedIn, at(NOW))
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
    store
        .open_session(SCHOOL, session(ZIMIN, 2, NOW))
        .await
        .unwrap();
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
        .set_password(SCHOOL, ZIMIN, "$новый".into(), [2; 32], at(NOW))
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
