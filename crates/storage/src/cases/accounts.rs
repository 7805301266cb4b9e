//! Accounts and sessions.

use super::access_log::{Entry, write_event};
use super::directory;
use super::start_passwords::{after_amendments, has_not_risen, opens};
use crate::batch::{Contact, Device, FAR_AHEAD, noted_before};
use crate::directory::Directories;
use crate::session::noted;
use crate::sql::{Row, Snapshot, Transaction, values};
use crate::store::{
    AccessEvent, AccessNote, Account, DEVICES_OF_A_PERSON, LockKey, LockState, NewPassword,
    NewSession, Opening, StoreError,
};
use journal::register::Trust;
use journal::view::Me;
use journal::{DeviceId, PersonId, SchoolId, Timestamp};

const ACCOUNT: &str = "SELECT person_id, password_hash FROM account \
     WHERE school_id = $1 AND login_key = $2";
const ACCOUNT_OF: &str = "SELECT person_id, password_hash, login FROM account \
     WHERE school_id = $1 AND person_id = $2";
const DEVICE: &str = "SELECT person_id, last_n, seen_at, since_at, before_at FROM device \
     WHERE school_id = $1 AND device_id = $2";
const DEVICE_LOCKED: &str = "SELECT person_id, last_n, seen_at, since_at, before_at FROM device \
     WHERE school_id = $1 AND device_id = $2 FOR UPDATE";
const PUT_DEVICE: &str = "INSERT INTO device AS d \
     (school_id, device_id, person_id, last_n, seen_at, since_at, before_at) \
     VALUES ($1, $2, $3, 0, $4, $5, $6) ON CONFLICT (school_id, device_id) DO UPDATE SET \
     seen_at = excluded.seen_at, since_at = excluded.since_at, before_at = excluded.before_at \
     WHERE d.person_id = excluded.person_id RETURNING last_n";
const STANDING: &str = "SELECT failures, locked_until, refused FROM sign_in_lock \
     WHERE school_id = $1 AND lock_key = $2";
pub(super) const UNLOCK: &str = "DELETE FROM sign_in_lock WHERE school_id = $1 AND lock_key = $2";
const LOCK: &str = "INSERT INTO sign_in_lock \
     (school_id, lock_key, failures, locked_until, refused) VALUES ($1, $2, $3, $4, 0) \
     ON CONFLICT (school_id, lock_key) DO UPDATE SET \
     failures = excluded.failures, locked_until = excluded.locked_until, refused = 0";
const REFUSED: &str = "UPDATE sign_in_lock SET refused = 1 WHERE school_id = $1 AND lock_key = $2";
/// Locks the account until the end of the transaction, if its password is still the one proved.
const STILL_PROVED: &str = "UPDATE account SET access_n = access_n \
     WHERE school_id = $1 AND person_id = $2 AND password_hash = $3 RETURNING person_id";
const END_OLDER: &str = "DELETE FROM session \
     WHERE school_id = $1 AND person_id = $2 AND (ends_at <= $3 OR device_id = $4)";
const OPEN_SESSION: &str = "INSERT INTO session \
     (school_id, token_hash, person_id, device_id, opened_at, seen_at, ends_at, address) \
     VALUES ($1, $2, $3, $4, $5, $5, $6, $7)";
// One that somebody uses this very moment is passed over: to wait for it could be to wait for each
// other.
const UNUSED_DEVICES: &str = "SELECT device_id FROM device \
     WHERE school_id = $1 AND device_id IN (SELECT device_id FROM device \
     WHERE school_id = $1 AND person_id = $2 AND device_id <> $3 \
     ORDER BY seen_at DESC, device_id LIMIT 1000 OFFSET $4) FOR UPDATE SKIP LOCKED";
const END_OF_DEVICE: &str =
    "DELETE FROM session WHERE school_id = $1 AND person_id = $2 AND device_id = $3";
const FORGET_DEVICE: &str = "DELETE FROM device WHERE school_id = $1 AND device_id = $2";
const SESSION: &str = "SELECT s.person_id, s.device_id, s.seen_at, s.ends_at, a.must_change, \
     q.register_seq FROM session s \
     JOIN account a ON a.school_id = s.school_id AND a.person_id = s.person_id \
     JOIN school_seq q ON q.school_id = s.school_id \
     WHERE s.school_id = $1 AND s.token_hash = $2 AND s.ends_at > $3";
const NOTE_USE: &str = "UPDATE session SET seen_at = $3 \
     WHERE school_id = $1 AND token_hash = $2 AND (seen_at < $3 OR seen_at > $4)";
const HEARD: &str = "UPDATE device SET seen_at = $3, since_at = $4, before_at = $5 \
     WHERE school_id = $1 AND device_id = $2 AND (seen_at < $3 OR seen_at > $6)";
const CLOSE_SESSION: &str = "DELETE FROM session WHERE school_id = $1 AND token_hash = $2";
const SET_PASSWORD: &str = "UPDATE account SET password_hash = $3, must_change = 0, opens = $4, \
     admin_own = CASE WHEN CAST($5 AS BIGINT) = 1 THEN 1 ELSE admin_own END WHERE school_id = $1 AND person_id = $2";
const END_OTHERS: &str =
    "DELETE FROM session WHERE school_id = $1 AND person_id = $2 AND token_hash <> $3";
pub(super) const END_ALL: &str = "DELETE FROM session WHERE school_id = $1 AND person_id = $2";
const MUST_CHANGE: &str = "SELECT must_change FROM account WHERE school_id = $1 AND person_id = $2";

fn account_row(row: Row<'_>) -> Result<Account, StoreError> {
    Ok(Account {
        person: row.get(0)?,
        password_hash: row.get(1)?,
    })
}

/// The account of a sign-in name.
pub async fn account(
    s: &dyn Snapshot,
    school: SchoolId,
    login: &str,
) -> Result<Option<Account>, StoreError> {
    // No text of PostgreSQL holds it, and to ask for one that does is an error.
    if login.contains('\0') {
        return Ok(None);
    }
    let key = login.to_lowercase();
    s.row(ACCOUNT, values![school, key.as_str()], account_row)
        .await
}

/// The sign-in name and the account of a person.
pub async fn account_of(
    s: &dyn Snapshot,
    school: SchoolId,
    person: PersonId,
) -> Result<Option<(String, Account)>, StoreError> {
    s.row(ACCOUNT_OF, values![school, person], |row| {
        Ok((row.get(2)?, account_row(row)?))
    })
    .await
}

/// A device as it is stored.
pub async fn device(
    s: &dyn Snapshot,
    school: SchoolId,
    id: DeviceId,
) -> Result<Option<Device>, StoreError> {
    s.row(DEVICE, values![school, id], device_row).await
}

/// A device of the columns `person_id, last_n, seen_at, since_at, before_at`.
pub fn device_row(row: Row<'_>) -> Result<Device, StoreError> {
    Ok(Device {
        person: row.get(0)?,
        last_n: row.get(1)?,
        contact: Contact {
            seen: row.get(2)?,
            since: row.get(3)?,
            before: row.get(4)?,
        },
    })
}

/// Whose a device is.
pub async fn device_owner(
    s: &dyn Snapshot,
    school: SchoolId,
    id: DeviceId,
) -> Result<Option<PersonId>, StoreError> {
    Ok(device(s, school, id).await?.map(|device| device.person))
}

/// How a soft lock stands.
pub async fn lock_state(
    s: &dyn Snapshot,
    school: SchoolId,
    lock: LockKey,
) -> Result<LockState, StoreError> {
    let key = lock.bytes();
    let lock_state = |row: Row<'_>| {
        Ok(LockState {
            failures: row.get(0)?,
            locked_until: row.get(1)?,
            refused: row.get(2)?,
        })
    };
    let found = s
        .row(STANDING, values![school, &key[..]], lock_state)
        .await?;
    Ok(found.unwrap_or_default())
}

/// Writes the access log and what follows from it.
pub async fn note_access(
    t: &dyn Transaction,
    school: SchoolId,
    note: AccessNote,
) -> Result<(), StoreError> {
    note_lock(t, school, note.access, note.lock).await?;
    let Some(person) = note.person else {
        return Ok(());
    };
    let (event, failures, locked_until) = note.access.row();
    let entry = Entry {
        failures,
        locked_until,
        origin: Some(note.origin),
        ..Entry::of(person, event, note.at)
    };
    write_event(t, school, entry, note.access).await
}

async fn note_lock(
    t: &dyn Transaction,
    school: SchoolId,
    access: AccessEvent,
    lock: LockKey,
) -> Result<(), StoreError> {
    let key = lock.bytes();
    let key = &key[..];
    match access {
        AccessEvent::SignedIn => t.execute(UNLOCK, values![school, key]).await,
        AccessEvent::WrongPassword {
            failures,
            locked_until,
        } => {
            let values = values![school, key, i64::from(failures), locked_until];
            t.execute(LOCK, values).await
        }
        AccessEvent::RefusedLocked => t.execute(REFUSED, values![school, key]).await,
        AccessEvent::SignedOut | AccessEvent::PasswordChanged | AccessEvent::SessionEnded => Ok(()),
    }
}

/// Opens a session, which ends the device's older ones, registers its device and notes it.
pub async fn open_session(
    t: &dyn Transaction,
    school: SchoolId,
    session: NewSession,
) -> Result<Opening, StoreError> {
    // The account before its sessions, as a change of password takes them.
    if !still_proved(t, school, session.person, &session.proved_hash).await? {
        return Ok(Opening::PasswordChanged);
    }
    let at = session.opened_at;
    let s: &dyn Snapshot = t;
    let key = values![school, session.device];
    let known = s.row(DEVICE_LOCKED, key, device_row).await?;
    let contact = known.map_or(Contact::first(at), |device| device.contact.heard(at));
    let Contact {
        seen,
        since,
        before,
    } = contact;
    let values = values![school, session.device, session.person, seen, since, before];
    let s: &dyn Snapshot = t;
    let Some(last_n) = s.row(PUT_DEVICE, values, |row| row.get(0)).await? else {
        return Ok(Opening::DeviceTaken);
    };
    note_access(t, school, session.note()).await?;
    let values = values![school, session.person, at, session.device];
    t.execute(END_OLDER, values).await?;
    let token_hash = &session.token_hash[..];
    let address = session.address.map(|address| address.to_string());
    let values = values![
        school,
        token_hash,
        session.person,
        session.device,
        at,
        session.ends_at,
        address.as_deref(),
    ];
    t.execute(OPEN_SESSION, values).await?;
    make_room(t, school, &session).await?;
    Ok(Opening::Opened { last_n })
}

async fn still_proved(
    t: &dyn Transaction,
    school: SchoolId,
    person: PersonId,
    hash: &str,
) -> Result<bool, StoreError> {
    let s: &dyn Snapshot = t;
    let values = values![school, person, hash];
    Ok(s.row(STILL_PROVED, values, |_| Ok(())).await?.is_some())
}

/// Forgets what is longest unused of a person's devices beyond [`DEVICES_OF_A_PERSON`].
async fn make_room(
    t: &dyn Transaction,
    school: SchoolId,
    session: &NewSession,
) -> Result<(), StoreError> {
    let others = i64::from(DEVICES_OF_A_PERSON - 1);
    let (person, own) = (session.person, session.device);
    let s: &dyn Snapshot = t;
    let values = values![school, person, own, others];
    let unused: Vec<DeviceId> = s.rows(UNUSED_DEVICES, values, |row| row.get(0)).await?;
    for device in unused {
        let lock = LockKey::Device(device).bytes();
        // The index of sessions is of persons.
        t.execute(END_OF_DEVICE, values![school, person, device])
            .await?;
        t.execute(UNLOCK, values![school, &lock[..]]).await?;
        t.execute(FORGET_DEVICE, values![school, device]).await?;
    }
    Ok(())
}

/// A session as it rests; what its person may do is said by the directory of this `register_seq`.
#[derive(Debug)]
pub struct SessionRow {
    pub person: PersonId,
    pub device: DeviceId,
    pub must_change_password: bool,
    pub seen_at: Timestamp,
    pub ends_at: Timestamp,
    pub register_seq: i64,
    /// Whether this use is to be noted.
    pub noted: bool,
}

/// The session of a token that has not ended.
pub async fn session(
    s: &dyn Snapshot,
    school: SchoolId,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<SessionRow>, StoreError> {
    let values = values![school, &token_hash[..], now];
    s.row(SESSION, values, |row| {
        let seen_at = row.get(2)?;
        Ok(SessionRow {
            person: row.get(0)?,
            device: row.get(1)?,
            must_change_password: row.get(4)?,
            seen_at: noted_before(seen_at, now),
            ends_at: row.get(3)?,
            register_seq: row.get(5)?,
            noted: noted(seen_at, now),
        })
    })
    .await
}

/// Notes the use of a session.
pub async fn note_use(
    t: &dyn Transaction,
    school: SchoolId,
    token_hash: [u8; 32],
    id: DeviceId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let far_ahead = now.plus(FAR_AHEAD);
    t.execute(NOTE_USE, values![school, &token_hash[..], now, far_ahead])
        .await?;
    let s: &dyn Snapshot = t;
    let key = values![school, id];
    let Some(known) = s.row(DEVICE_LOCKED, key, device_row).await? else {
        return Ok(());
    };
    let Contact {
        seen,
        since,
        before,
    } = known.contact.heard(now);
    let values = values![school, id, seen, since, before, far_ahead];
    t.execute(HEARD, values).await
}

pub async fn close_session(
    t: &dyn Transaction,
    school: SchoolId,
    token_hash: [u8; 32],
) -> Result<(), StoreError> {
    t.execute(CLOSE_SESSION, values![school, &token_hash[..]])
        .await
}

/// Sets a new password and ends the account's other sessions, unless the one that was proved is
/// no longer the account's.
pub async fn set_password(
    t: &dyn Transaction,
    known: &Directories,
    school: SchoolId,
    (new, trust): (NewPassword, Trust),
) -> Result<bool, StoreError> {
    let person = new.person;
    after_amendments(t, school).await?;
    if !still_proved(t, school, person, &new.proved_hash).await? {
        return Ok(false);
    }
    let own = i64::from(trust == Trust::Administrator);
    let hash = new.hash.as_str();
    let values = values![school, person, hash, opens(trust), own];
    t.execute(SET_PASSWORD, values).await?;
    has_not_risen(t, known, school, (person, new.at), trust).await?;
    t.execute(END_OTHERS, values![school, person, &new.keep_session[..]])
        .await?;
    let note = AccessNote {
        person: Some(person),
        access: AccessEvent::PasswordChanged,
        lock: LockKey::Device(new.origin.device),
        origin: new.origin,
        at: new.at,
    };
    note_access(t, school, note).await?;
    Ok(true)
}

/// Who a person is.
pub async fn me(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
    person: PersonId,
    now: Timestamp,
) -> Result<Option<Me>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, school).await? else {
        return Ok(None);
    };
    let Some(name) = directory.known_name(person) else {
        return Ok(None);
    };
    let today = directory.school.time.local(now).date();
    let key = values![school, person];
    let must_change = s.row(MUST_CHANGE, key, |row| row.get(0)).await?;
    Ok(Some(Me {
        person,
        name,
        roles: directory.records.roles_on(person, today),
        school: directory.called().to_owned(),
        class_teacher_of: directory.class_teacher_of(person, today),
        leads: directory.led_by(person, today),
        must_change_password: must_change.unwrap_or_default(),
    }))
}
