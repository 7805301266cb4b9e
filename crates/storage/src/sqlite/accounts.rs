//! Accounts, sessions, the access log.

use super::changes::{device, put_device};
use super::register::name;
use crate::batch::{Contact, Device};
use crate::session::noted;
use crate::store::{
    Access, AccessNote, Account, DEVICES_OF_A_PERSON, LockKey, NewSession, Origin, Session,
    Standing, StoreError,
};
use crate::words;
use journal::view::Me;
use journal::{DeviceId, PersonId, PersonName, Roles, SchoolId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

const ACCOUNT: &str =
    "SELECT person_id, password_hash, login FROM account WHERE school_id = ?1 AND ";

fn read_account(row: &Row<'_>) -> rusqlite::Result<Account> {
    Ok(Account {
        person: PersonId(row.get(0)?),
        password_hash: row.get(1)?,
    })
}

/// The account of a sign-in name.
pub fn account(c: &Connection, s: SchoolId, login: &str) -> Result<Option<Account>, StoreError> {
    let mut statement = c.prepare_cached(&format!("{ACCOUNT} login_key = ?2"))?;
    Ok(statement
        .query_row(params![s.0, login.to_lowercase()], read_account)
        .optional()?)
}

/// The sign-in name and the account of a person.
pub fn account_of(
    c: &Connection,
    s: SchoolId,
    person: PersonId,
) -> Result<Option<(String, Account)>, StoreError> {
    let mut statement = c.prepare_cached(&format!("{ACCOUNT} person_id = ?2"))?;
    let account = |row: &Row<'_>| Ok((row.get(2)?, read_account(row)?));
    Ok(statement
        .query_row(params![s.0, person.0], account)
        .optional()?)
}

/// Whose a device is.
pub fn device_owner(
    c: &Connection,
    school: SchoolId,
    id: DeviceId,
) -> Result<Option<PersonId>, StoreError> {
    Ok(device(c, school, id)?.map(|device| device.person))
}

/// How a soft lock stands.
pub fn standing(c: &Connection, school: SchoolId, lock: LockKey) -> Result<Standing, StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT failures, locked_until, refused FROM sign_in_lock \
         WHERE school_id = ?1 AND lock_key = ?2",
    )?;
    let read = |row: &Row<'_>| {
        let until: Option<i64> = row.get(1)?;
        Ok(Standing {
            failures: row.get(0)?,
            locked_until: until.map(Timestamp),
            refused: row.get(2)?,
        })
    };
    let found = statement.query_row(params![school.0, lock.bytes()], read);
    Ok(found.optional()?.unwrap_or_default())
}

/// Writes the access log and what follows from it.
pub fn note_access(c: &Connection, school: SchoolId, note: AccessNote) -> Result<(), StoreError> {
    note_lock(c, school, note.access, note.lock)?;
    let Some(person) = note.person else {
        return Ok(());
    };
    let n: Option<i64> = c
        .prepare_cached(
            "UPDATE account SET access_n = access_n + 1 WHERE school_id = ?1 AND person_id = ?2 \
             RETURNING access_n",
        )?
        .query_row(params![school.0, person.0], |row| row.get(0))
        .optional()?;
    let Some(n) = n else { return Ok(()) };
    let (event, failures, until) = note.access.row();
    c.prepare_cached(
        "INSERT INTO access_log (school_id, person_id, n, at, event, failures, locked_until, \
         address, device_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?
    .execute(params![
        school.0,
        person.0,
        n,
        note.at.0,
        event,
        failures,
        until,
        note.origin.address.map(|address| address.to_string()),
        note.origin.device.0.as_bytes(),
    ])?;
    Ok(())
}

fn note_lock(c: &Connection, s: SchoolId, access: Access, lock: LockKey) -> Result<(), StoreError> {
    let key = lock.bytes();
    match access {
        Access::SignedIn => c
            .prepare_cached("DELETE FROM sign_in_lock WHERE school_id = ?1 AND lock_key = ?2")?
            .execute(params![s.0, key])?,
        Access::WrongPassword {
            failures,
            locked_until,
        } => c
            .prepare_cached(
                "INSERT INTO sign_in_lock (school_id, lock_key, failures, locked_until, refused) \
                 VALUES (?1, ?2, ?3, ?4, 0) ON CONFLICT (school_id, lock_key) DO UPDATE SET \
                 failures = excluded.failures, locked_until = excluded.locked_until, refused = 0",
            )?
            .execute(params![
                s.0,
                key,
                failures,
                locked_until.map(|until| until.0)
            ])?,
        Access::RefusedLocked => c
            .prepare_cached(
                "UPDATE sign_in_lock SET refused = 1 WHERE school_id = ?1 AND lock_key = ?2",
            )?
            .execute(params![s.0, key])?,
        Access::SignedOut | Access::PasswordChanged => 0,
    };
    Ok(())
}

/// Opens a session, which ends the device's older ones, registers its device and notes it.
pub fn open_session(
    c: &Connection,
    school: SchoolId,
    session: &NewSession,
) -> Result<Option<u64>, StoreError> {
    let at = session.opened_at;
    let known = device(c, school, session.device)?;
    if known.is_some_and(|device| device.person != session.person) {
        return Ok(None);
    }
    let known = known.unwrap_or(Device {
        person: session.person,
        last_n: 0,
        contact: Contact::first(at),
    });
    let contact = known.contact.heard(at);
    put_device(c, school, session.device, Device { contact, ..known })?;
    c.prepare_cached(
        "DELETE FROM session \
         WHERE school_id = ?1 AND person_id = ?2 AND (ends_at <= ?3 OR device_id = ?4)",
    )?
    .execute(params![
        school.0,
        session.person.0,
        at.0,
        session.device.0.as_bytes()
    ])?;
    c.prepare_cached(
        "INSERT INTO session \
         (school_id, token_hash, person_id, device_id, opened_at, seen_at, ends_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?6)",
    )?
    .execute(params![
        school.0,
        session.token_hash,
        session.person.0,
        session.device.0.as_bytes(),
        at.0,
        session.ends_at.0,
    ])?;
    note_access(c, school, session.note())?;
    make_room(c, school, session)?;
    Ok(Some(known.last_n))
}

/// Forgets what is longest unused of a person's devices beyond [`DEVICES_OF_A_PERSON`].
fn make_room(c: &Connection, school: SchoolId, session: &NewSession) -> Result<(), StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT device_id FROM device \
         WHERE school_id = ?1 AND person_id = ?2 AND device_id <> ?3 \
         ORDER BY seen_at DESC, device_id LIMIT -1 OFFSET ?4",
    )?;
    let unused = params![
        school.0,
        session.person.0,
        session.device.0.as_bytes(),
        DEVICES_OF_A_PERSON - 1,
    ];
    let unused = statement.query_map(unused, |row| row.get::<_, [u8; 16]>(0))?;
    let unused = unused.collect::<Result<Vec<_>, _>>()?;
    for device in unused {
        // The index of sessions is of persons.
        c.prepare_cached(
            "DELETE FROM session WHERE school_id = ?1 AND person_id = ?2 AND device_id = ?3",
        )?
        .execute(params![school.0, session.person.0, device])?;
        c.prepare_cached("DELETE FROM sign_in_lock WHERE school_id = ?1 AND lock_key = ?2")?
            .execute(params![school.0, device])?;
        c.prepare_cached("DELETE FROM device WHERE school_id = ?1 AND device_id = ?2")?
            .execute(params![school.0, device])?;
    }
    Ok(())
}

/// Removes the oldest entries of the access log from before this moment.
pub fn forget_access(
    c: &Connection,
    school: SchoolId,
    before: Timestamp,
    most: u32,
) -> Result<u32, StoreError> {
    let gone = c
        .prepare_cached(
            "DELETE FROM access_log WHERE (school_id, person_id, n) IN \
             (SELECT school_id, person_id, n FROM access_log \
             WHERE school_id = ?1 AND at < ?2 ORDER BY at LIMIT ?3)",
        )?
        .execute(params![school.0, before.0, most])?;
    Ok(u32::try_from(gone).unwrap_or(most))
}

/// The live session of a token, and whether this use is to be noted.
pub fn session(
    c: &Connection,
    school: SchoolId,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<(Session, bool)>, StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT s.person_id, s.device_id, s.seen_at, s.ends_at, a.must_change, p.roles \
         FROM session s \
         JOIN account a ON a.school_id = s.school_id AND a.person_id = s.person_id \
         JOIN person p ON p.school_id = s.school_id AND p.person_id = s.person_id \
         WHERE s.school_id = ?1 AND s.token_hash = ?2 AND s.ends_at > ?3",
    )?;
    let read = |row: &Row<'_>| -> Result<(Session, bool), StoreError> {
        let roles: String = row.get(5)?;
        let seen = Timestamp(row.get(2)?);
        let noted = noted(seen, now);
        let session = Session {
            school,
            person: PersonId(row.get(0)?),
            roles: words::roles(&roles)?,
            device: DeviceId(uuid::Uuid::from_bytes(row.get(1)?)),
            must_change_password: row.get(4)?,
            seen_at: seen,
            ends_at: Timestamp(row.get(3)?),
        };
        Ok((session, noted))
    };
    let mut rows = statement.query_and_then(params![school.0, token_hash, now.0], read)?;
    rows.next().transpose()
}

/// Notes the use of a session.
pub fn note_use(
    c: &Connection,
    school: SchoolId,
    token_hash: [u8; 32],
    id: DeviceId,
    now: Timestamp,
) -> Result<(), StoreError> {
    c.prepare_cached(
        "UPDATE session SET seen_at = ?3 \
         WHERE school_id = ?1 AND token_hash = ?2 AND seen_at < ?3",
    )?
    .execute(params![school.0, token_hash, now.0])?;
    if let Some(known) = device(c, school, id)? {
        let contact = known.contact.heard(now);
        put_device(c, school, id, Device { contact, ..known })?;
    }
    Ok(())
}

/// Ends a session.
pub fn close_session(c: &Connection, s: SchoolId, token_hash: [u8; 32]) -> Result<(), StoreError> {
    c.prepare_cached("DELETE FROM session WHERE school_id = ?1 AND token_hash = ?2")?
        .execute(params![s.0, token_hash])?;
    Ok(())
}

/// Sets a new password.
pub fn set_password(
    c: &Connection,
    school: SchoolId,
    person: PersonId,
    password_hash: &str,
    keep: [u8; 32],
    origin: Origin,
    now: Timestamp,
) -> Result<(), StoreError> {
    c.prepare_cached(
        "UPDATE account SET password_hash = ?3, must_change = 0 \
         WHERE school_id = ?1 AND person_id = ?2",
    )?
    .execute(params![school.0, person.0, password_hash])?;
    c.prepare_cached(
        "DELETE FROM session WHERE school_id = ?1 AND person_id = ?2 AND token_hash <> ?3",
    )?
    .execute(params![school.0, person.0, keep])?;
    let note = AccessNote {
        person: Some(person),
        access: Access::PasswordChanged,
        lock: LockKey::Device(origin.device),
        origin,
        at: now,
    };
    note_access(c, school, note)
}

/// Who a person is, without the classes.
pub fn me(c: &Connection, s: SchoolId, person: PersonId) -> Result<Option<Me>, StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT p.last_name, p.first_name, p.middle_name, p.roles, s.title, \
         coalesce(a.must_change, 0) FROM person p \
         JOIN school s ON s.school_id = p.school_id \
         LEFT JOIN account a ON a.school_id = p.school_id AND a.person_id = p.person_id \
         WHERE p.school_id = ?1 AND p.person_id = ?2",
    )?;
    let read = |row: &Row<'_>| -> Result<Me, StoreError> {
        let name: PersonName = name(row, 0)?;
        let roles: String = row.get(3)?;
        let roles: Roles = words::roles(&roles)?;
        Ok(Me {
            person,
            name,
            roles,
            school: row.get(4)?,
            class_teacher_of: Vec::new(),
            must_change_password: row.get(5)?,
        })
    };
    let mut rows = statement.query_and_then(params![s.0, person.0], read)?;
    rows.next().transpose()
}
