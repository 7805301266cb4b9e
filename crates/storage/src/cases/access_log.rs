//! The access log: who came in, and who read a journal that is none of theirs.

use super::register;
use crate::codec;
use crate::directory::{Directories, Directory};
use crate::sql::{Row, Snapshot, Transaction, values};
use crate::store::{JournalReading, Origin, StoreError};
use journal::view::{AccessEntry, AccessKind, AccessLogPage, AccessPlace, ReadJournal};
use journal::{DeviceId, JournalId, PersonId, PersonName, SchoolId, Timestamp};

const COUNT: &str = "UPDATE account SET access_n = access_n + 1 \
     WHERE school_id = $1 AND person_id = $2 RETURNING access_n";
const NOTE: &str = "INSERT INTO access_log (school_id, person_id, n, at, event, failures, \
     locked_until, address, device_id, by_id, journal_id) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";
const FORGET: &str = "DELETE FROM access_log WHERE (school_id, person_id, n) IN \
     (SELECT school_id, person_id, n FROM access_log \
     WHERE school_id = $1 AND at < $2 ORDER BY at LIMIT $3) RETURNING n";
const PAGE: &str = "SELECT at, person_id, n, event, address, device_id, by_id, journal_id \
     FROM access_log WHERE school_id = $1 AND at <= $2 \
     AND (at < $2 OR person_id < $3 OR (person_id = $3 AND n < $4)) \
     ORDER BY at DESC, person_id DESC, n DESC LIMIT $5";

/// An entry to be written.
pub struct Entry<'a> {
    pub person: PersonId,
    pub event: &'a str,
    /// Wrong passwords in a row.
    pub failures: Option<i64>,
    /// The end of the lock, in microseconds.
    pub locked_until: Option<i64>,
    pub origin: Option<Origin>,
    /// Who did it, if somebody else.
    pub by: Option<PersonId>,
    /// The journal that was read.
    pub journal: Option<JournalId>,
    pub at: Timestamp,
}

impl<'a> Entry<'a> {
    /// An entry that says no more than who did what when.
    pub fn of(person: PersonId, event: &'a str, at: Timestamp) -> Self {
        Self {
            person,
            event,
            failures: None,
            locked_until: None,
            origin: None,
            by: None,
            journal: None,
            at,
        }
    }
}

/// Writes an entry, if the person has an account.
pub async fn write_down(
    t: &dyn Transaction,
    school: SchoolId,
    entry: Entry<'_>,
) -> Result<(), StoreError> {
    let s: &dyn Snapshot = t;
    let key = values![school, entry.person];
    let n: Option<i64> = s.row(COUNT, key, |row| row.get(0)).await?;
    let Some(n) = n else { return Ok(()) };
    let address = entry.origin.and_then(|origin| origin.address);
    let address = address.map(|address| address.to_string());
    let values = values![
        school,
        entry.person,
        n,
        entry.at,
        entry.event,
        entry.failures,
        entry.locked_until,
        address.as_deref(),
        entry.origin.map(|origin| origin.device),
        entry.by,
        entry.journal,
    ];
    t.execute(NOTE, values).await
}

/// Writes who read journals that are none of theirs.
pub async fn note_readings(
    t: &dyn Transaction,
    school: SchoolId,
    readings: &[JournalReading],
) -> Result<(), StoreError> {
    for reading in readings {
        let event = if reading.history {
            AccessKind::HistoryRead
        } else {
            AccessKind::JournalRead
        };
        let entry = Entry {
            origin: Some(reading.origin),
            journal: Some(reading.journal),
            ..Entry::of(reading.person, event.word(), reading.at)
        };
        write_down(t, school, entry).await?;
    }
    Ok(())
}

/// Removes the oldest entries from before this moment, at most so many; answers how many there
/// were.
pub async fn forget(
    t: &dyn Transaction,
    school: SchoolId,
    before: Timestamp,
    most: u32,
) -> Result<u32, StoreError> {
    let s: &dyn Snapshot = t;
    let values = values![school, before, i64::from(most)];
    let gone = s.rows(FORGET, values, |_| Ok(())).await?;
    Ok(u32::try_from(gone.len()).unwrap_or(most))
}

/// The newest entries before a place, at most so many.
pub async fn page(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
    before: Option<AccessPlace>,
    limit: usize,
) -> Result<AccessLogPage, StoreError> {
    let Some((directory, _)) = register::directory(s, known, school).await? else {
        return Ok(AccessLogPage {
            entries: Vec::new(),
            older: None,
        });
    };
    let before = before.unwrap_or(AccessPlace {
        at: Timestamp(i64::MAX),
        person: PersonId(i64::MAX),
        n: i64::MAX,
    });
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let values = values![school, before.at, before.person, before.n, limit];
    let entries = s.rows(PAGE, values, |row| entry(row, &directory)).await?;
    let is_full = i64::try_from(entries.len()) == Ok(limit);
    let older = entries.last().filter(|_| is_full);
    Ok(AccessLogPage {
        older: older.map(|(place, _)| place.to_string()),
        entries: entries.into_iter().map(|(_, entry)| entry).collect(),
    })
}

fn entry(row: Row<'_>, directory: &Directory) -> Result<(AccessPlace, AccessEntry), StoreError> {
    let place = AccessPlace {
        at: row.get(0)?,
        person: row.get(1)?,
        n: row.get(2)?,
    };
    let address: Option<String> = row.get(4)?;
    let device: Option<DeviceId> = row.get(5)?;
    let by: Option<PersonId> = row.get(6)?;
    let journal: Option<JournalId> = row.get(7)?;
    let name = |person| -> PersonName { directory.name(person) };
    let entry = AccessEntry {
        at: place.at,
        person: place.person,
        name: name(place.person),
        event: codec::access(row.get(3)?)?,
        journal: journal.map(|id| read(directory, id)),
        address,
        device,
        by: by.map(name),
    };
    Ok((place, entry))
}

fn read(directory: &Directory, id: JournalId) -> ReadJournal {
    let card = directory.journal(id);
    let group = card.and_then(|card| directory.group_of(card));
    ReadJournal {
        id,
        group: group.map(|group| group.title.clone()).unwrap_or_default(),
        subject: card
            .map(|card| directory.subject(card.subject))
            .unwrap_or_default(),
    }
}
