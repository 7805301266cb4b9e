//! The access log: who came in, who read another's journal or cards, and who was not let read or
//! write.

mod of_a_day;

pub use of_a_day::write_event;

use super::directory;
use crate::codec;
use crate::directory::{Directories, Directory};
use crate::records;
use crate::sql::{Row, Snapshot, Transaction, values};
use crate::store::{Access, Accessed, Origin, StoreError};
use journal::register::{RecordId, RecordRef};
use journal::view::{
    AccessEntry, AccessKind, AccessLogPage, AccessPlace, AccessTarget, NamedJournal, NamedRecord,
    ReadRecords, RefusedWrite,
};
use journal::{Clause, DeviceId, JournalId, PersonId, PersonName, SchoolId, Timestamp};

const COUNT: &str = "UPDATE account SET access_n = access_n + 1 \
     WHERE school_id = $1 AND person_id = $2 RETURNING access_n";
const NOTE: &str = "INSERT INTO access_log (school_id, person_id, n, at, event, failures, \
     locked_until, address, device_id, by_id, journal_id, what, record_kind, record_id, \
     clause_id, clause_cite, times) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17)";
const AGAIN: &str = "UPDATE access_log SET times = $3 \
     WHERE school_id = $1 AND person_id = $2 AND at = $4 AND event = $5 \
     AND journal_id IS NOT DISTINCT FROM $6 AND what IS NOT DISTINCT FROM $7 \
     AND record_id IS NOT DISTINCT FROM $8 RETURNING n";
const FORGET: &str = "DELETE FROM access_log WHERE (school_id, person_id, n) IN \
     (SELECT school_id, person_id, n FROM access_log \
     WHERE school_id = $1 AND at < $2 ORDER BY at LIMIT $3) RETURNING n";
// From day to day by the index, for a log has many entries of a day.
const DAYS: &str = "WITH RECURSIVE day (at, nth) AS (\
     SELECT max(at), CAST(1 AS BIGINT) FROM access_log \
     WHERE school_id = $1 AND at >= $2 AND at <= $3 \
     UNION ALL SELECT (SELECT max(a.at) FROM access_log a WHERE a.school_id = $1 \
     AND a.at >= $2 AND a.at < day.at - day.at % 86400000000), day.nth + 1 \
     FROM day WHERE day.at IS NOT NULL AND day.nth < $4) \
     SELECT count(at) FROM day";
const PAGE: &str = "SELECT at, person_id, n, event, address, device_id, by_id, journal_id, what, \
     record_kind, record_id, clause_id, clause_cite, times \
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
    /// What was read, or not let be written, and how many times.
    pub access: Option<&'a Access>,
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
            access: None,
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
    let thing = entry.access.map(|access| access.to.thing());
    let what = thing.and_then(|thing| thing.what);
    let to = entry.access.map(|access| &access.to);
    let (record, clause): (Option<&RecordRef>, Option<&Clause>) = match to {
        Some(Accessed::Refused { record, clause, .. }) => (record.as_ref(), clause.as_ref()),
        Some(Accessed::RecordsRefused { record, .. }) => (record.as_ref(), None),
        _ => (None, None),
    };
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
        thing.and_then(|thing| thing.journal),
        what.map(AccessTarget::word),
        record.map(|record| record.kind.word()),
        thing.and_then(|thing| thing.id),
        clause.map(|clause| &*clause.id),
        clause.map(|clause| &*clause.cite),
        entry.access.map_or(1, |access| i64::from(access.times)),
    ];
    t.execute(NOTE, values).await
}

/// Writes who read journals or cards that are none of theirs and who was not let read or write; of what is written
/// already, how many times it was.
pub async fn note_accesses(
    t: &dyn Transaction,
    school: SchoolId,
    accesses: Vec<Access>,
) -> Result<(), StoreError> {
    let s: &dyn Snapshot = t;
    for access in &accesses {
        let thing = access.to.thing();
        let what = thing.what.map(AccessTarget::word);
        let (person, at, times) = (access.person, access.at, i64::from(access.times));
        let (event, journal, id) = (thing.event.word(), thing.journal, thing.id);
        let values = values![school, person, times, at, event, journal, what, id];
        if s.rows(AGAIN, values, |_| Ok(())).await?.is_empty() {
            let entry = Entry {
                origin: Some(access.origin),
                access: Some(access),
                ..Entry::of(person, event, at)
            };
            write_down(t, school, entry).await?;
        }
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

/// On how many days there are entries between two moments, counted up to so many.
pub async fn days(
    s: &dyn Snapshot,
    school: SchoolId,
    from: Timestamp,
    to: Timestamp,
    most: u32,
) -> Result<u32, StoreError> {
    let values = values![school, from, to, i64::from(most)];
    let days: Option<i64> = s.row(DAYS, values, |row| row.get(0)).await?;
    Ok(u32::try_from(days.unwrap_or(0)).unwrap_or(most))
}

/// The newest entries before a place, at most so many.
pub async fn page(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
    before: Option<AccessPlace>,
    limit: usize,
) -> Result<AccessLogPage, StoreError> {
    let Some((directory, _)) = directory::now(s, known, school).await? else {
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
    let event: AccessKind = row.get(3)?;
    let is_write = event == AccessKind::WriteRefused;
    let what: Option<AccessTarget> = row.get(8)?;
    let (of_write, of_read) = if is_write { (what, None) } else { (None, what) };
    let entry = AccessEntry {
        at: place.at,
        person: place.person,
        name: name(place.person),
        event,
        journal: journal.map(|id| named(directory, id)),
        records: of_read
            .map(|what| read_records(row, what, directory))
            .transpose()?,
        refused: of_write
            .map(|what| refused(row, what, directory))
            .transpose()?,
        times: row.get(13)?,
        address,
        device: device.map(codec::shown_device),
        by: by.map(name),
    };
    Ok((place, entry))
}

fn record(row: Row<'_>, directory: &Directory) -> Result<Option<NamedRecord>, StoreError> {
    let (kind, id): (Option<&str>, Option<i64>) = (row.get(9)?, row.get(10)?);
    let Some((kind, id)) = kind.zip(id) else {
        return Ok(None);
    };
    let at = records::kind(kind)?.at(RecordId(id));
    let title = directory.records.title(at).unwrap_or_default();
    Ok(Some(NamedRecord { at, title }))
}

fn read_records(
    row: Row<'_>,
    what: AccessTarget,
    directory: &Directory,
) -> Result<ReadRecords, StoreError> {
    let kind = match what {
        AccessTarget::Records(kind) => Some(kind),
        AccessTarget::Cells(_) | AccessTarget::Any(_) => None,
    };
    let record = record(row, directory)?;
    Ok(ReadRecords { kind, record })
}

fn refused(
    row: Row<'_>,
    what: AccessTarget,
    directory: &Directory,
) -> Result<RefusedWrite, StoreError> {
    let (kind, id): (Option<&str>, Option<i64>) = (row.get(9)?, row.get(10)?);
    let clause: (Option<String>, Option<String>) = (row.get(11)?, row.get(12)?);
    let for_person = id.filter(|_| kind.is_none()).map(PersonId);
    let clause = clause.0.zip(clause.1);
    Ok(RefusedWrite {
        what,
        record: record(row, directory)?,
        for_person: for_person.map(|person| directory.name(person)),
        clause: clause.map(|(id, cite)| Clause::cited(id, cite)),
    })
}

fn named(directory: &Directory, id: JournalId) -> NamedJournal {
    let card = directory.journal(id);
    let group = card.and_then(|card| directory.group_of(card));
    NamedJournal {
        id,
        group: group.map(|group| group.title.clone()).unwrap_or_default(),
        subject: card
            .map(|card| directory.subject(card.subject))
            .unwrap_or_default(),
    }
}
