//! «Кто вошёл»: the sessions that have not ended, and the end of one.

use super::access_log::{Entry, write_event};
use super::directory;
use crate::codec;
use crate::directory::Directories;
use crate::sql::{Snapshot, Transaction, values};
use crate::store::{AccessEvent, EndedSession, Reader, StoreError};
use journal::regulation::controls_sessions;
use journal::view::SessionRow;
use journal::{DeviceId, PersonId, SchoolId, Timestamp};

macro_rules! sessions {
    ($whose:literal) => {
        concat!(
            "SELECT s.person_id, s.device_id, s.opened_at, s.seen_at, s.address FROM session s WHERE s.school_id = $1 AND s.ends_at > $2 AND s.seen_at >= $3",
            $whose,
            " ORDER BY s.seen_at DESC, s.opened_at DESC, s.person_id"
        )
    };
}

const ALL: &str = sessions!("");
const OF_ONE: &str = sessions!(" AND s.person_id = $4");
/// Locks the account until the end of the transaction.
const HOLD_ACCOUNT: &str = "UPDATE account SET access_n = access_n \
     WHERE school_id = $1 AND person_id = $2";
const OPENED_AT: &str = "SELECT device_id FROM session \
     WHERE school_id = $1 AND person_id = $2 AND opened_at = $3";
const END: &str = "DELETE FROM session \
     WHERE school_id = $1 AND person_id = $2 AND opened_at = $3 AND device_id = $4";

/// The sessions that are alive, used since `rested`: all of them for an administrator, for everybody
/// else the reader's. `here`: the device that asks.
pub async fn list(
    s: &dyn Snapshot,
    known: &Directories,
    reader: &Reader,
    here: DeviceId,
    rested: Timestamp,
    now: Timestamp,
) -> Result<Vec<SessionRow>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, reader.school).await? else {
        return Ok(Vec::new());
    };
    let today = directory.school.time.local(now).date();
    let row = |row: crate::sql::Row<'_>| {
        let (person, device): (PersonId, DeviceId) = (row.get(0)?, row.get(1)?);
        Ok(SessionRow {
            person,
            name: directory.name(person),
            device: codec::shown_device(device),
            opened_at: row.get(2)?,
            seen_at: row.get(3)?,
            address: row.get(4)?,
            here: device == here,
        })
    };
    let mut sessions = if controls_sessions(&reader.roles, false) {
        s.rows(ALL, values![reader.school, now, rested], row)
            .await?
    } else {
        let values = values![reader.school, now, rested, reader.person];
        s.rows(OF_ONE, values, row).await?
    };
    // Whoever has no role any more has no session.
    sessions.retain(|row| !directory.records.roles_on(row.person, today).0.is_empty());
    Ok(sessions)
}

/// Ends a session that the list has shown and notes who did it; false: it has ended already.
pub async fn end(
    t: &dyn Transaction,
    school: SchoolId,
    ended: EndedSession,
) -> Result<bool, StoreError> {
    let (person, opened_at) = (ended.person, ended.opened_at);
    // The account before its sessions, as a sign-in takes them.
    t.execute(HOLD_ACCOUNT, values![school, person]).await?;
    let s: &dyn Snapshot = t;
    let key = values![school, person, opened_at];
    let opened: Vec<DeviceId> = s.rows(OPENED_AT, key, |row| row.get(0)).await?;
    let mut opened = opened.into_iter();
    let Some(device) = opened.find(|device| codec::shown_device(*device) == ended.device) else {
        return Ok(false);
    };
    t.execute(END, values![school, person, opened_at, device])
        .await?;
    let event = AccessEvent::SessionEnded;
    let entry = Entry {
        origin: Some(ended.origin),
        by: Some(ended.by),
        ..Entry::of(person, event.row().0, ended.at)
    };
    write_event(t, school, entry, event).await?;
    Ok(true)
}
