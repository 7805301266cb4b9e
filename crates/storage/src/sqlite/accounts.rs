//! Accounts, sessions, the access log.

use super::changes::{device, put_device};
use super::register::name;
use crate::batch::{Contact, Device};
use crate::session::noted;
use crate::store::{Access, Account, NewSession, Session, StoreError};
use crate::words;
use journal::view::Me;
use journal::{DeviceId, PersonId, PersonName, Roles, SchoolId, Timestamp};
use rusqlite::{Connection, OptionalExtension, Row, params};

const ACCOUNT: &str = "SELECT person_id, password_hash, failures, locked_until, login \
                       FROM account WHERE school_id = ?1 AND ";

fn read_account(row: &Row<'_>) -> rusqlite::Result<Account> {
    let locked: Option<i64> = row.get(3)?;
    Ok(Account {
        person: PersonId(row.get(0)?),
        password_hash: row.get(1)?,
        failures: row.get(2)?,
        locked_until: locked.map(Timestamp),
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
    let account = |row: &Row<'_>| Ok((row.get(4)?, read_account(row)?));
    Ok(statement
        .query_row(params![s.0, person.0], account)
        .optional()?)
}

/// Writes the access log and what follows from it.
pub fn note_access(
    c: &Connection,
    school: SchoolId,
    person: PersonId,
    access: Access,
    at: Timestamp,
) -> Result<(), StoreError> {
    let lock = match access {
        Access::SignedIn => Some((0, None)),
        Access::WrongPassword {
            failures,
            locked_until,
        } => Some((failures, locked_until)),
        Access::RefusedLocked | Access::SignedOut | Access::PasswordChanged => None,
    };
    if let Some((failures, until)) = lock {
        c.prepare_cached(
            "UPDATE account SET failures = ?3, locked_until = ?4 \
             WHERE school_id = ?1 AND person_id = ?2",
        )?
        .execute(params![
            school.0,
            person.0,
            failures,
            until.map(|until| until.0)
        ])?;
    }
    let n: Option<i64> = c
        .prepare_cached(
            "UPDATE account SET access_n = access_n + 1 WHERE school_id = ?1 AND person_id = ?2 \
             RETURNING access_n",
        )?
        .query_row(params![school.0, person.0], |row| row.get(0))
        .optional()?;
    let Some(n) = n else { return Ok(()) };
    let (event, failures, until) = access.row();
    c.prepare_cached(
        "INSERT INTO access_log (school_id, person_id, n, at, event, failures, locked_until) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
    )?
    .execute(params![school.0, person.0, n, at.0, event, failures, until])?;
    Ok(())
}

/// Opens a session and registers its device.
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
        "DELETE FROM session WHERE school_id = ?1 AND person_id = ?2 AND ends_at <= ?3",
    )?
    .execute(params![school.0, session.person.0, at.0])?;
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
    Ok(Some(known.last_n))
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
    note_access(c, school, person, Access::PasswordChanged, now)
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
