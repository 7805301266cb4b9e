//! Accounts and sessions.

use crate::fixture::*;
use crate::pg::connect;
use crate::stage::{self, on_both_databases};
use chrono::TimeDelta;
use journal::{DeviceId, PersonId, SchoolId, Timestamp};
use std::sync::Arc;
use storage::{
    AccessEvent, AccessNote, DEVICES_OF_A_PERSON, LockKey, LockState, NewPassword, NewSession,
    Opening, Session, Store,
};

type Case = Arc<dyn Store>;

const SCHOOL: SchoolId = SchoolId(1);
const NOW: &str = "2026-11-16T08:00";
const OPENED: Opening = Opening::Opened { last_n: 0 };

on_both_databases!(
    accounts_are_found_whatever_the_case,
    nobody_has_a_name_with_control_characters,
    wrong_passwords_are_counted_under_their_lock,
    a_name_that_nobody_has_is_locked_alike,
    a_device_is_known_to_the_account_that_signed_in_on_it,
    a_session_opens_the_lock_of_its_sign_in,
    sessions_live_until_they_end,
    who_is_signed_in_is_told_until_it_has_rested_too_long,
    use_is_noted_once_a_minute,
    a_new_password_ends_other_sessions,
    a_new_sign_in_ends_the_devices_older_session,
    the_device_longest_unused_makes_room_for_another,
    the_oldest_of_the_access_log_goes_in_steps,
    a_password_that_was_changed_opens_no_session,
    of_two_new_passwords_at_once_the_first_stands,
    to_find_a_session_is_no_use_of_it,
    a_use_noted_by_a_clock_that_was_ahead_counts_as_now,
);

fn wrong_password(failures: u32) -> AccessEvent {
    AccessEvent::WrongPassword {
        failures,
        locked_until: None,
    }
}

async fn put(store: &dyn Store, lock: LockKey, access: AccessEvent) {
    let noted = AccessNote {
        lock,
        ..note(ORLOVA, access, NOW)
    };
    store.note_access(SCHOOL, noted).await.unwrap();
}

async fn lock_state(store: &dyn Store, lock: LockKey) -> LockState {
    store.lock_state(SCHOOL, lock).await.unwrap()
}

async fn open(store: &dyn Store, session: NewSession) -> Opening {
    store.open_session(SCHOOL, session).await.unwrap()
}

async fn live(store: &dyn Store, token: u8, now: Timestamp) -> Option<Session> {
    store.session(SCHOOL, [token; 32], now).await.unwrap()
}

async fn owner(store: &dyn Store, device: DeviceId) -> Option<PersonId> {
    store.device_owner(SCHOOL, device).await.unwrap()
}

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
    let wrong = AccessEvent::WrongPassword {
        failures: 3,
        locked_until,
    };
    let (name, known) = (LockKey::Name(7), LockKey::Device(device(1)));
    put(&*store, name, wrong).await;
    let locked = LockState {
        failures: 3,
        locked_until,
        refused: false,
    };
    assert_eq!(lock_state(&*store, name).await, locked);
    let other = lock_state(&*store, LockKey::Name(8)).await;
    assert_eq!(other, LockState::default());
    assert_eq!(lock_state(&*store, known).await, LockState::default());
    put(&*store, name, AccessEvent::RefusedLocked).await;
    assert!(lock_state(&*store, name).await.refused, "noted once");
    put(&*store, known, wrong).await;
    put(&*store, known, AccessEvent::SignedIn).await;
    assert_eq!(lock_state(&*store, known).await, LockState::default());
    let failures = lock_state(&*store, name).await.failures;
    assert_eq!(failures, 3, "the other lock stands");
    put(&*store, name, wrong).await;
    assert!(
        !lock_state(&*store, name).await.refused,
        "a lock of its own"
    );
    put(&*store, name, AccessEvent::SignedIn).await;
    put(&*store, name, AccessEvent::SignedOut).await;
    assert_eq!(lock_state(&*store, name).await, LockState::default());
}

async fn a_name_that_nobody_has_is_locked_alike(store: Case) {
    let nobody = AccessNote {
        person: None,
        ..note(ORLOVA, wrong_password(1), NOW)
    };
    store.note_access(SCHOOL, nobody).await.unwrap();
    assert_eq!(lock_state(&*store, nobody.lock).await.failures, 1);
    let elsewhere = store.lock_state(SchoolId(404), nobody.lock).await.unwrap();
    assert_eq!(elsewhere, LockState::default());
}

async fn a_device_is_known_to_the_account_that_signed_in_on_it(store: Case) {
    assert_eq!(owner(&*store, device(1)).await, None);
    open(&*store, session(ORLOVA, 1, NOW)).await;
    assert_eq!(owner(&*store, device(1)).await, Some(ORLOVA));
    assert_eq!(owner(&*store, device(2)).await, None);
}

async fn a_session_opens_the_lock_of_its_sign_in(store: Case) {
    let session = session(ORLOVA, 1, NOW);
    let (lock, name) = (session.lock, LockKey::Name(7));
    for lock in [lock, name] {
        put(&*store, lock, wrong_password(1)).await;
    }
    open(&*store, session).await;
    assert_eq!(lock_state(&*store, lock).await, LockState::default());
    assert_eq!(lock_state(&*store, name).await.failures, 1);
}

/// The store cannot write the access log: then nobody is signed in, and nobody is signed out.
async fn is_signed_in_or_not(store: &dyn Store) {
    let opened = store.open_session(SCHOOL, session(ORLOVA, 2, NOW)).await;
    assert!(opened.is_err());
    let unopened = live(store, 2, at(NOW)).await;
    assert_eq!(unopened, None, "no session that nobody has");
    let older = live(store, 1, at(NOW)).await;
    assert!(older.is_some(), "the older one has not ended");
    let new = session(ZIMIN, 3, NOW);
    let device = new.device;
    assert!(store.open_session(SCHOOL, new).await.is_err());
    assert_eq!(owner(store, device).await, None);
}

#[tokio::test]
async fn sqlite_opens_no_session_that_it_cannot_note() {
    let stage = stage::sqlite().with_school().await;
    open(&*stage.store, session(ORLOVA, 1, NOW)).await;
    let c = rusqlite::Connection::open(stage.path()).unwrap();
    c.execute_batch(
        "CREATE TRIGGER full BEFORE INSERT ON access_log BEGIN SELECT RAISE(ABORT, 'full'); END;
         CREATE TRIGGER fuller BEFORE UPDATE ON access_log BEGIN SELECT RAISE(ABORT, 'full'); END",
    )
    .unwrap();
    is_signed_in_or_not(&*stage.store).await;
}

#[tokio::test]
async fn postgres_opens_no_session_that_it_cannot_note() {
    let Some(stage) = stage::postgres().await else {
        return;
    };
    let stage = stage.with_school().await;
    open(&*stage.store, session(ORLOVA, 1, NOW)).await;
    let refuse = "ALTER TABLE access_log ADD CONSTRAINT full_disk CHECK (false) NOT VALID";
    let admin = connect(&stage.url()).await;
    admin.batch_execute(refuse).await.unwrap();
    is_signed_in_or_not(&*stage.store).await;
}

/// What both databases are told; rows are looked at past the store.
async fn note_some(store: &dyn Store) {
    for access in [wrong_password(1), AccessEvent::SignedIn] {
        put(store, LockKey::Name(1), access).await;
    }
    store
        .set_password(SCHOOL, new_password(ORLOVA, 2, origin(3), NOW))
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
    let stage = stage::sqlite().with_school().await;
    note_some(&*stage.store).await;
    let c = rusqlite::Connection::open(stage.path()).unwrap();
    let mut statement = c.prepare(LOGGED).unwrap();
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)));
    let rows: Result<Vec<_>, _> = rows.unwrap().collect();
    assert_eq!(rows.unwrap(), told());
}

#[tokio::test]
async fn the_access_log_of_postgres_tells_address_and_device() {
    let Some(stage) = stage::postgres().await else {
        return;
    };
    let stage = stage.with_school().await;
    note_some(&*stage.store).await;
    let rows = connect(&stage.url()).await.query(LOGGED, &[]).await;
    let read = |row: &tokio_postgres::Row| {
        let device: uuid::Uuid = row.get(2);
        (row.get(0), row.get(1), device.into_bytes())
    };
    let rows: Vec<_> = rows.unwrap().iter().map(read).collect();
    assert_eq!(rows, told());
}

async fn who_is_signed_in_is_told_until_it_has_rested_too_long(store: Case) {
    for (person, device) in [(ORLOVA, 1), (ZIMIN, 2)] {
        open(&*store, session(person, device, NOW)).await;
    }
    let told = async |person: PersonId, rested: &str, now: &str| -> Vec<(PersonId, bool)> {
        let reader = reader(person);
        let found = store.sessions(&reader, device(1), at(rested), at(now));
        let rows = found.await.unwrap().into_iter();
        let rows = rows.inspect(|row| assert!(row.opened_at == at(NOW) && row.address.is_some()));
        rows.map(|row| (row.person, row.here)).collect()
    };
    assert_eq!(told(ORLOVA, NOW, NOW).await, [(ORLOVA, true)]);
    assert_eq!(told(ZIMIN, NOW, NOW).await, [(ZIMIN, false)]);
    let both = [(ORLOVA, true), (ZIMIN, false)];
    assert_eq!(told(ADMIN, NOW, NOW).await, both);
    assert_eq!(told(DEPUTY, NOW, NOW).await, []);
    // Also when the log has no room for one sign-in more.
    let many = (100..200).map(|nth| AccessNote {
        origin: origin(nth),
        ..note(ADMIN, AccessEvent::SignedIn, NOW)
    });
    for one in many {
        store.note_access(SCHOOL, one).await.unwrap();
    }
    open(&*store, session(ADMIN, 3, NOW)).await;
    let three = [(ORLOVA, true), (ZIMIN, false), (ADMIN, false)];
    let mut all = told(ADMIN, NOW, NOW).await;
    all.sort();
    assert_eq!(all, three);
    store.close_session(SCHOOL, [3; 32]).await.unwrap();
    let rested = told(ADMIN, "2026-12-30T00:00", "2026-12-30T01:00");
    assert_eq!(rested.await, [], "not used since");
    let ended = told(ADMIN, NOW, "2026-12-31T00:00");
    assert_eq!(ended.await, [], "their time is over");
}

async fn sessions_live_until_they_end(store: Case) {
    let now = at(NOW);
    assert_eq!(live(&*store, 1, now).await, None);
    assert_eq!(open(&*store, session(ORLOVA, 1, NOW)).await, OPENED);
    let found = live(&*store, 1, now).await.unwrap();
    assert_eq!(
        (found.school, found.person, found.device),
        (SCHOOL, ORLOVA, device(1))
    );
    assert_eq!(found.roles, roles(ORLOVA));
    assert!(!found.must_change_password);
    let end = at("2026-12-31T00:00");
    assert_eq!(found.ends_at, end);
    assert_eq!(live(&*store, 1, end).await, None);
    for _ in 0..2 {
        store.close_session(SCHOOL, [1; 32]).await.unwrap();
        assert_eq!(live(&*store, 1, now).await, None);
    }
}

async fn use_is_noted_once_a_minute(store: Case) {
    open(&*store, session(ORLOVA, 1, NOW)).await;
    let seen = async |now: Timestamp| live(&*store, 1, now).await.unwrap().seen_at;
    let soon = Timestamp(at(NOW).0 + 59_000_000);
    assert_eq!(seen(soon).await, at(NOW));
    let minute = at("2026-11-16T08:01");
    assert_eq!(seen(minute).await, at(NOW), "the use before this one");
    flush(&*store).await;
    assert_eq!(seen(Timestamp(minute.0 + 1)).await, minute);
}

/// Whatever waits behind a note has been written when the note has.
async fn flush(store: &dyn Store) {
    put(store, LockKey::Name(1), AccessEvent::SignedIn).await;
}

async fn a_new_password_ends_other_sessions(store: Case) {
    let now = at(NOW);
    let on_another_device = NewSession {
        device: device(22),
        ..session(ZIMIN, 2, NOW)
    };
    for session in [
        session(ZIMIN, 1, NOW),
        on_another_device,
        session(ORLOVA, 3, NOW),
    ] {
        open(&*store, session).await;
    }
    let before = live(&*store, 1, now).await.unwrap();
    assert!(before.must_change_password);
    store
        .set_password(SCHOOL, new_password(ZIMIN, 2, origin(2), NOW))
        .await
        .unwrap();
    assert_eq!(live(&*store, 1, now).await, None);
    let kept = live(&*store, 2, now).await.unwrap();
    assert!(!kept.must_change_password);
    assert!(live(&*store, 3, now).await.is_some());
    let account = store.account(SCHOOL, "логин2").await.unwrap().unwrap();
    assert_eq!(account.password_hash, "$новый");
}

async fn a_new_sign_in_ends_the_devices_older_session(store: Case) {
    let elsewhere = NewSession {
        device: device(11),
        ..session(ORLOVA, 2, NOW)
    };
    for session in [
        session(ORLOVA, 1, NOW),
        elsewhere,
        session(ZIMIN, 3, NOW),
        session(ORLOVA, 4, NOW),
    ] {
        assert_eq!(open(&*store, session).await, OPENED);
    }
    assert_eq!(alive(&*store, 1..=4, at(NOW)).await, [2, 3, 4]);
}

async fn alive(store: &dyn Store, tokens: impl IntoIterator<Item = u8>, now: Timestamp) -> Vec<u8> {
    let mut alive = Vec::new();
    for token in tokens {
        let found = store.find_session(SCHOOL, [token; 32], now).await.unwrap();
        alive.extend(found.map(|_| token));
    }
    alive
}

/// Otherwise whoever knows one password fills the database with devices.
async fn the_device_longest_unused_makes_room_for_another(store: Case) {
    let most = u8::try_from(DEVICES_OF_A_PERSON).unwrap();
    let minute = |nth: u8| at(NOW).plus(TimeDelta::minutes(nth.into()));
    let one = |nth: u8| DeviceId(uuid(8, nth.into()));
    let nth = |nth: u8| NewSession {
        device: one(nth),
        opened_at: minute(nth),
        ..session(ORLOVA, nth, NOW)
    };
    let another = NewSession {
        device: one(200),
        ..session(ZIMIN, 200, NOW)
    };
    open(&*store, another).await;
    for number in 1..=most {
        open(&*store, nth(number)).await;
    }
    put(&*store, LockKey::Device(one(2)), wrong_password(1)).await;
    // The first is used once more; so it is the second that was longest unused.
    assert!(live(&*store, 1, minute(most)).await.is_some());
    flush(&*store).await;
    let all: Vec<u8> = (1..=most).collect();
    assert_eq!(alive(&*store, 1..=most, minute(most)).await, all);
    open(&*store, nth(most + 1)).await;
    let mut left: Vec<u8> = (1..=most + 1).collect();
    left.remove(1);
    assert_eq!(alive(&*store, 1..=most + 1, minute(most)).await, left);
    assert_eq!(owner(&*store, one(2)).await, None);
    let lock = lock_state(&*store, LockKey::Device(one(2))).await;
    assert_eq!(lock, LockState::default());
    assert_eq!(owner(&*store, one(1)).await, Some(ORLOVA));
    assert_eq!(owner(&*store, one(200)).await, Some(ZIMIN));
    // Back again, it begins anew, and the next one goes.
    assert_eq!(open(&*store, nth(2)).await, OPENED);
    assert_eq!(owner(&*store, one(3)).await, None);
}

async fn the_oldest_of_the_access_log_goes_in_steps(store: Case) {
    let hours = ["12", "09", "08", "11", "10"].map(|hour| format!("2026-11-16T{hour}:00"));
    for (hour, person) in hours.iter().zip([ORLOVA, ZIMIN].iter().cycle()) {
        let noted = note(*person, AccessEvent::SignedIn, hour);
        store.note_access(SCHOOL, noted).await.unwrap();
    }
    let forget = async |before: &str, most: u32| {
        let before = at(&format!("2026-11-16T{before}:00"));
        store.forget_access(SCHOOL, before, most).await.unwrap()
    };
    assert_eq!(forget("08", 9).await, 0, "nothing is as old");
    assert_eq!(forget("12", 2).await, 2);
    assert_eq!(forget("10", 9).await, 0, "those were the oldest");
    assert_eq!(forget("12", 9).await, 2);
    assert_eq!(forget("13", 9).await, 1);
    assert_eq!(forget("13", 9).await, 0);
}

/// The password was proved, and changed before the session could be opened.
async fn a_password_that_was_changed_opens_no_session(store: Case) {
    assert_eq!(open(&*store, session(ORLOVA, 1, NOW)).await, OPENED);
    let new = new_password(ORLOVA, 1, origin(1), NOW);
    assert!(store.set_password(SCHOOL, new.clone()).await.unwrap());
    let stale = NewSession {
        device: device(11),
        ..session(ORLOVA, 2, NOW)
    };
    assert_eq!(open(&*store, stale.clone()).await, Opening::PasswordChanged);
    assert_eq!(alive(&*store, 1..=2, at(NOW)).await, [1]);
    let owner = owner(&*store, device(11)).await;
    assert_eq!(owner, None, "nothing of it is done");
    let proved_anew = NewSession {
        proved_hash: new.hash,
        ..stale
    };
    assert_eq!(open(&*store, proved_anew).await, OPENED);
}

async fn of_two_new_passwords_at_once_the_first_stands(store: Case) {
    for token in [1, 2] {
        let session = NewSession {
            device: device(10 + u64::from(token)),
            ..session(ORLOVA, token, NOW)
        };
        open(&*store, session).await;
    }
    let second = NewPassword {
        hash: "$другой".into(),
        ..new_password(ORLOVA, 2, origin(12), NOW)
    };
    let first = new_password(ORLOVA, 1, origin(11), NOW);
    assert!(store.set_password(SCHOOL, first).await.unwrap());
    assert!(!store.set_password(SCHOOL, second).await.unwrap());
    let account = store.account(SCHOOL, "логин1").await.unwrap().unwrap();
    assert_eq!(account.password_hash, "$новый");
    assert_eq!(alive(&*store, 1..=2, at(NOW)).await, [1]);
}

/// Nor does it set back what was noted.
async fn to_find_a_session_is_no_use_of_it(store: Case) {
    open(&*store, session(ORLOVA, 1, NOW)).await;
    for local in ["2026-11-16T09:00", "2026-11-16T07:00"] {
        let found = store.find_session(SCHOOL, [1; 32], at(local)).await;
        assert!(found.unwrap().is_some());
        flush(&*store).await;
    }
    let seen_at = live(&*store, 1, at(NOW)).await.unwrap().seen_at;
    assert_eq!(seen_at, at(NOW));
}

/// The server's clock was wrong for one run, and is right again.
async fn a_use_noted_by_a_clock_that_was_ahead_counts_as_now(store: Case) {
    open(&*store, session(ORLOVA, 1, NOW)).await;
    let ask = async |local: &str| {
        let found = live(&*store, 1, at(local)).await;
        flush(&*store).await;
        found.unwrap().seen_at
    };
    assert_eq!(ask("2026-12-30T08:00").await, at(NOW));
    assert_eq!(ask("2026-11-16T09:00").await, at("2026-11-16T09:00"));
    assert_eq!(
        ask("2026-11-16T09:30").await,
        at("2026-11-16T09:00"),
        "noted"
    );
}
