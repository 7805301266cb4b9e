//! Accounts, sessions, the access log.

use super::connect::Doubts;
use super::gather::read_device;
use super::register::name;
use super::tx::{Link, Mode, Tx, prepared};
use crate::batch::{Contact, Device};
use crate::session::noted;
use crate::store::{
    Access, AccessNote, Account, DEVICES_OF_A_PERSON, LockKey, NewSession, Origin, Session,
    Standing, StoreError,
};
use crate::words;
use deadpool_postgres::Pool;
use journal::view::Me;
use journal::{DeviceId, PersonId, SchoolId, Timestamp};
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;

type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

async fn execute(link: &Link, sql: &str, values: Values<'_>) -> Result<(), StoreError> {
    let statement = prepared(link, sql).await?;
    link.execute(&statement, values).await?;
    Ok(())
}

const ACCOUNT: &str =
    "SELECT person_id, password_hash, login FROM account WHERE school_id = $1 AND ";

fn read_account(row: &Row) -> Result<Account, StoreError> {
    Ok(Account {
        person: PersonId(row.try_get(0)?),
        password_hash: row.try_get(1)?,
    })
}

/// The account of a sign-in name.
pub async fn account(
    link: &Link,
    school: SchoolId,
    login: &str,
) -> Result<Option<Account>, StoreError> {
    // No text of PostgreSQL holds it, and to ask for one that does is an error.
    if login.contains('\0') {
        return Ok(None);
    }
    let statement = prepared(link, &format!("{ACCOUNT} login_key = $2")).await?;
    let row = link
        .query_opt(&statement, &[&school.0, &login.to_lowercase()])
        .await?;
    row.as_ref().map(read_account).transpose()
}

/// The sign-in name and the account of a person.
pub async fn account_of(
    link: &Link,
    school: SchoolId,
    person: PersonId,
) -> Result<Option<(String, Account)>, StoreError> {
    let statement = prepared(link, &format!("{ACCOUNT} person_id = $2")).await?;
    let row = link.query_opt(&statement, &[&school.0, &person.0]).await?;
    row.map(|row| Ok((row.try_get(2)?, read_account(&row)?)))
        .transpose()
}

/// Whose a device is.
pub async fn device_owner(
    link: &Link,
    school: SchoolId,
    device: DeviceId,
) -> Result<Option<PersonId>, StoreError> {
    let sql = "SELECT person_id FROM device WHERE school_id = $1 AND device_id = $2";
    let statement = prepared(link, sql).await?;
    let row = link.query_opt(&statement, &[&school.0, &device.0]).await?;
    row.map(|row| Ok(PersonId(row.try_get(0)?))).transpose()
}

/// How a soft lock stands.
pub async fn standing(
    link: &Link,
    school: SchoolId,
    lock: LockKey,
) -> Result<Standing, StoreError> {
    let statement = prepared(
        link,
        "SELECT failures, locked_until, refused FROM sign_in_lock \
         WHERE school_id = $1 AND lock_key = $2",
    )
    .await?;
    let found = link
        .query_opt(&statement, &[&school.0, &lock.bytes()])
        .await?;
    let Some(row) = found else {
        return Ok(Standing::default());
    };
    let until: Option<i64> = row.try_get(1)?;
    Ok(Standing {
        failures: words::narrow(row.try_get(0)?)?,
        locked_until: until.map(Timestamp),
        refused: row.try_get::<_, i64>(2)? != 0,
    })
}

/// Writes the access log and what follows from it: one statement, so one transaction.
pub async fn note_access(
    link: &Link,
    school: SchoolId,
    note: AccessNote,
) -> Result<(), StoreError> {
    let (event, failures, until) = note.access.row();
    let lock = match note.access {
        Access::SignedIn => "DELETE FROM sign_in_lock WHERE school_id = $1 AND lock_key = $7",
        Access::WrongPassword { .. } => {
            "INSERT INTO sign_in_lock (school_id, lock_key, failures, locked_until, refused) \
             VALUES ($1, $7, $5, $6, 0) ON CONFLICT (school_id, lock_key) DO UPDATE SET \
             failures = excluded.failures, locked_until = excluded.locked_until, refused = 0"
        }
        Access::RefusedLocked => {
            "UPDATE sign_in_lock SET refused = 1 WHERE school_id = $1 AND lock_key = $7"
        }
        Access::SignedOut | Access::PasswordChanged => "SELECT $7::bytea",
    };
    let sql = format!(
        "WITH l AS ({lock}), a AS (UPDATE account SET access_n = access_n + 1 \
         WHERE school_id = $1 AND person_id = $2 RETURNING access_n) \
         INSERT INTO access_log (school_id, person_id, n, at, event, failures, locked_until, \
         address, device_id) SELECT $1, $2, a.access_n, $3, $4, $5, $6, $8, $9 FROM a"
    );
    let person = note.person.map(|person| person.0);
    let address = note.origin.address.map(|address| address.to_string());
    execute(
        link,
        &sql,
        &[
            &school.0,
            &person,
            &note.at.0,
            &event,
            &failures,
            &until,
            &note.lock.bytes(),
            &address,
            &note.origin.device.0,
        ],
    )
    .await
}

/// Opens a session, which ends the device's older ones, registers its device and notes it.
pub async fn open_session(
    pool: &Pool,
    doubts: &Doubts,
    school: SchoolId,
    session: &NewSession,
) -> Result<Option<u64>, StoreError> {
    let tx = Tx::take(pool, doubts).await?;
    let link = tx.link()?;
    let statement = prepared(
        link,
        "SELECT person_id, last_n, seen_at, since_at, before_at FROM device \
         WHERE school_id = $1 AND device_id = $2 FOR UPDATE",
    )
    .await?;
    let key: [&(dyn ToSql + Sync); 2] = [&school.0, &session.device.0];
    let first = async { Ok(link.query_opt(&statement, &key).await?) };
    let known = tx.begin(Mode::Write, first).await?;
    let known = known.as_ref().map(|row| read_device(row, 0)).transpose()?;
    let at = session.opened_at;
    let contact = known.map_or(Contact::first(at), |device| device.contact.heard(at));
    let Some(last_n) = register(link, school, session, contact).await? else {
        tx.abandon().await?;
        return Ok(None);
    };
    // The account before its sessions, as a change of password takes them.
    note_access(link, school, session.note()).await?;
    execute(
        link,
        "DELETE FROM session \
         WHERE school_id = $1 AND person_id = $2 AND (ends_at <= $3 OR device_id = $4)",
        &[&school.0, &session.person.0, &at.0, &session.device.0],
    )
    .await?;
    execute(
        link,
        "INSERT INTO session \
         (school_id, token_hash, person_id, device_id, opened_at, seen_at, ends_at) \
         VALUES ($1, $2, $3, $4, $5, $5, $6)",
        &[
            &school.0,
            &session.token_hash.as_slice(),
            &session.person.0,
            &session.device.0,
            &at.0,
            &session.ends_at.0,
        ],
    )
    .await?;
    make_room(link, school, session).await?;
    tx.commit(Vec::new()).await?;
    Ok(Some(last_n))
}

/// Forgets what is longest unused of a person's devices beyond [`DEVICES_OF_A_PERSON`]. One that
/// somebody uses this very moment is passed over: to wait for it could be to wait for each other.
async fn make_room(link: &Link, school: SchoolId, session: &NewSession) -> Result<(), StoreError> {
    let others = i64::from(DEVICES_OF_A_PERSON - 1);
    execute(
        link,
        "WITH unused AS (SELECT device_id FROM device WHERE school_id = $1 AND device_id IN \
         (SELECT device_id FROM device \
         WHERE school_id = $1 AND person_id = $2 AND device_id <> $3 \
         ORDER BY seen_at DESC, device_id OFFSET $4) FOR UPDATE SKIP LOCKED), \
         s AS (DELETE FROM session WHERE school_id = $1 AND person_id = $2 \
         AND device_id IN (SELECT device_id FROM unused)), \
         l AS (DELETE FROM sign_in_lock WHERE school_id = $1 \
         AND lock_key IN (SELECT uuid_send(device_id) FROM unused)) \
         DELETE FROM device \
         WHERE school_id = $1 AND device_id IN (SELECT device_id FROM unused)",
        &[&school.0, &session.person.0, &session.device.0, &others],
    )
    .await
}

/// Removes the oldest entries of the access log from before this moment.
pub async fn forget_access(
    link: &Link,
    school: SchoolId,
    before: Timestamp,
    most: u32,
) -> Result<u32, StoreError> {
    let statement = prepared(
        link,
        "DELETE FROM access_log WHERE (school_id, person_id, n) IN \
         (SELECT school_id, person_id, n FROM access_log \
         WHERE school_id = $1 AND at < $2 ORDER BY at LIMIT $3)",
    )
    .await?;
    let gone = link
        .execute(&statement, &[&school.0, &before.0, &i64::from(most)])
        .await?;
    Ok(u32::try_from(gone).unwrap_or(most))
}

/// Registers a device or hears it again; none if it is another person's.
async fn register(
    link: &Link,
    school: SchoolId,
    session: &NewSession,
    contact: Contact,
) -> Result<Option<u64>, StoreError> {
    let statement = prepared(
        link,
        "INSERT INTO device AS d \
         (school_id, device_id, person_id, last_n, seen_at, since_at, before_at) \
         VALUES ($1, $2, $3, 0, $4, $5, $6) \
         ON CONFLICT (school_id, device_id) DO UPDATE SET seen_at = excluded.seen_at, \
         since_at = excluded.since_at, before_at = excluded.before_at \
         WHERE d.person_id = excluded.person_id RETURNING last_n",
    )
    .await?;
    let row = link
        .query_opt(
            &statement,
            &[
                &school.0,
                &session.device.0,
                &session.person.0,
                &contact.seen.0,
                &contact.since.0,
                &contact.before.0,
            ],
        )
        .await?;
    row.map(|row| words::narrow(row.try_get(0)?)).transpose()
}

/// The live session of a token; notes its use at most once a minute.
pub async fn session(
    link: &Link,
    school: SchoolId,
    token_hash: [u8; 32],
    now: Timestamp,
) -> Result<Option<Session>, StoreError> {
    let statement = prepared(
        link,
        "SELECT s.device_id, s.seen_at, s.ends_at, a.must_change, p.roles, \
         d.person_id, d.last_n, d.seen_at, d.since_at, d.before_at FROM session s \
         JOIN account a ON a.school_id = s.school_id AND a.person_id = s.person_id \
         JOIN person p ON p.school_id = s.school_id AND p.person_id = s.person_id \
         JOIN device d ON d.school_id = s.school_id AND d.device_id = s.device_id \
         WHERE s.school_id = $1 AND s.token_hash = $2 AND s.ends_at > $3",
    )
    .await?;
    let key: [&(dyn ToSql + Sync); 3] = [&school.0, &token_hash.as_slice(), &now.0];
    let Some(row) = link.query_opt(&statement, &key).await? else {
        return Ok(None);
    };
    let device = read_device(&row, 5)?;
    let seen = Timestamp(row.try_get(1)?);
    let id = DeviceId(row.try_get(0)?);
    let noted = noted(seen, now);
    if noted {
        note_use(link, school, token_hash, (id, device), now).await?;
    }
    Ok(Some(Session {
        school,
        person: device.person,
        roles: words::roles(row.try_get(4)?)?,
        device: id,
        must_change_password: row.try_get::<_, i64>(3)? != 0,
        seen_at: seen,
        ends_at: Timestamp(row.try_get(2)?),
    }))
}

async fn note_use(
    link: &Link,
    school: SchoolId,
    token_hash: [u8; 32],
    (id, device): (DeviceId, Device),
    now: Timestamp,
) -> Result<(), StoreError> {
    let contact = device.contact.heard(now);
    execute(
        link,
        "WITH s AS (UPDATE session SET seen_at = $3 \
         WHERE school_id = $1 AND token_hash = $2 AND seen_at < $3) \
         UPDATE device SET seen_at = $5, since_at = $6, before_at = $7 \
         WHERE school_id = $1 AND device_id = $4 AND seen_at < $5",
        &[
            &school.0,
            &token_hash.as_slice(),
            &now.0,
            &id.0,
            &contact.seen.0,
            &contact.since.0,
            &contact.before.0,
        ],
    )
    .await
}

/// Ends a session.
pub async fn close_session(
    link: &Link,
    school: SchoolId,
    token_hash: [u8; 32],
) -> Result<(), StoreError> {
    let sql = "DELETE FROM session WHERE school_id = $1 AND token_hash = $2";
    execute(link, sql, &[&school.0, &token_hash.as_slice()]).await
}

/// Sets a new password: one statement, so one transaction.
pub async fn set_password(
    link: &Link,
    school: SchoolId,
    person: PersonId,
    password_hash: &str,
    keep: [u8; 32],
    origin: Origin,
    now: Timestamp,
) -> Result<(), StoreError> {
    let address = origin.address.map(|address| address.to_string());
    let (event, ..) = Access::PasswordChanged.row();
    execute(
        link,
        "WITH a AS (UPDATE account SET password_hash = $3, must_change = 0, \
         access_n = access_n + 1 WHERE school_id = $1 AND person_id = $2 RETURNING access_n), \
         s AS (DELETE FROM session \
         WHERE school_id = $1 AND person_id = $2 AND token_hash <> $4) \
         INSERT INTO access_log (school_id, person_id, n, at, event, address, device_id) \
         SELECT $1, $2, a.access_n, $5, $6, $7, $8 FROM a",
        &[
            &school.0,
            &person.0,
            &password_hash,
            &keep.as_slice(),
            &now.0,
            &event,
            &address,
            &origin.device.0,
        ],
    )
    .await
}

/// Who a person is, without the classes.
pub async fn me(link: &Link, school: SchoolId, person: PersonId) -> Result<Option<Me>, StoreError> {
    let statement = prepared(
        link,
        "SELECT p.last_name, p.first_name, p.middle_name, p.roles, s.title, \
         coalesce(a.must_change, 0) FROM person p \
         JOIN school s ON s.school_id = p.school_id \
         LEFT JOIN account a ON a.school_id = p.school_id AND a.person_id = p.person_id \
         WHERE p.school_id = $1 AND p.person_id = $2",
    )
    .await?;
    let row = link.query_opt(&statement, &[&school.0, &person.0]).await?;
    row.map(|row| {
        Ok(Me {
            person,
            name: name(&row, 0)?,
            roles: words::roles(row.try_get(3)?)?,
            school: row.try_get(4)?,
            class_teacher_of: Vec::new(),
            must_change_password: row.try_get::<_, i64>(5)? != 0,
        })
    })
    .transpose()
}
