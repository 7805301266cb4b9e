//! «Кто вошёл»: the sessions that have not ended.

use super::directory;
use crate::codec;
use crate::directory::Directories;
use crate::sql::{Snapshot, values};
use crate::store::{Reader, StoreError};
use journal::view::SessionRow;
use journal::{DeviceId, PersonId, Role, Timestamp};

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
    let mut sessions = if reader.roles.has(Role::Admin) {
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
