//! Reading what a school is apart from its lessons: its [`Directory`].

use crate::codec;
use crate::directory::{Directories, Directory, DirectoryRows, GroupCard, Version};
use crate::records;
use crate::sql::{Row, Snapshot, values};
use crate::store::{LogPlace, StoreError};
use chrono::{NaiveDate, NaiveTime};
use futures_util::future::try_join3;
use journal::register::{RecordId, Register};
use journal::school::School;
use journal::view::Rules;
use journal::{JournalId, SchoolId, SchoolTime};
use std::sync::Arc;

const COUNTERS: &str = "SELECT seq, admin_seq, register_seq FROM school_seq WHERE school_id = $1";
const SCHOOLS: &str =
    "SELECT school_id, title, offset_minutes, regulation FROM school ORDER BY school_id";
const SCHOOL: &str =
    "SELECT school_id, title, offset_minutes, regulation FROM school WHERE school_id = $1";
const LAST: &str = "SELECT seq, amendment_id FROM amendment_log WHERE school_id = $1 \
     ORDER BY seq DESC LIMIT 1";
const SINCE: &str = "SELECT seq, amendment_id, kind, record_id, after FROM amendment_log \
     WHERE school_id = $1 AND seq >= $2 ORDER BY seq LIMIT $3";
const RECORDS: &str = "SELECT kind, record_id, body FROM record WHERE school_id = $1";
// Also of those that were removed.
const GIVEN_IDS: &str =
    "SELECT kind, max(record_id) FROM amendment_log WHERE school_id = $1 GROUP BY kind";
const REMOVED: &str = "SELECT l.kind, l.record_id, l.before FROM amendment_log l \
     WHERE l.school_id = $1 AND l.after IS NULL AND NOT EXISTS (SELECT 1 FROM record r \
     WHERE r.school_id = l.school_id AND r.kind = l.kind AND r.record_id = l.record_id) \
     ORDER BY l.seq";
const LAST_END: &str = "SELECT max(ends) FROM lesson \
     WHERE school_id = $1 AND journal_id = ANY($2) AND date = $3";

const IS_BLANK: &str = "SELECT 1 FROM school WHERE school_id = $1 \
     AND NOT EXISTS (SELECT 1 FROM journal WHERE school_id = $1) \
     AND NOT EXISTS (SELECT 1 FROM amendment_log WHERE school_id = $1) \
     AND (SELECT count(*) FROM person WHERE school_id = $1) <= 1";

/// Amendments that are followed one by one; after more of them all records are read again.
const FOLLOWED: usize = 2000;

/// A school's counters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Counters {
    /// The newest place in the order of commits.
    pub seq: i64,
    pub admin_seq: i64,
    pub register_seq: i64,
}

impl Counters {
    /// Reads them in the order of the table.
    pub fn read(row: Row<'_>) -> Result<Self, StoreError> {
        Ok(Self {
            seq: row.get(0)?,
            admin_seq: row.get(1)?,
            register_seq: row.get(2)?,
        })
    }
}

/// A school's counters; none if there is no such school.
pub async fn counters(s: &dyn Snapshot, school: SchoolId) -> Result<Option<Counters>, StoreError> {
    s.row(COUNTERS, values![school], Counters::read).await
}

/// A school's directory as the transaction sees it, with the newest `seq`; none if there is no
/// such school.
pub async fn now(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
) -> Result<Option<(Arc<Directory>, i64)>, StoreError> {
    let Some(counters) = counters(s, school).await? else {
        return Ok(None);
    };
    let directory = at_counters(s, known, school, counters).await?;
    Ok(directory.map(|directory| (directory, counters.seq)))
}

/// A school's rules and vocabularies; none if there is no such school.
pub async fn rules(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
) -> Result<Option<Rules>, StoreError> {
    let directory = now(s, known, school).await?;
    Ok(directory.map(|(directory, _)| directory.rules()))
}

/// The directory at counters that the transaction has seen.
pub async fn at_counters(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
    counters: Counters,
) -> Result<Option<Arc<Directory>>, StoreError> {
    let kept = known.latest(school);
    if let Some(kept) = &kept
        && kept.register_seq == counters.register_seq
    {
        return Ok(Some(Arc::clone(kept)));
    }
    let older = kept.filter(|kept| kept.register_seq < counters.register_seq);
    let followed = match older {
        Some(older) => followed(s, &older, counters).await?,
        None => None,
    };
    let directory = match followed {
        Some(directory) => Some(directory),
        None => loaded(s, school, counters).await?,
    };
    let directory = directory.map(Arc::new);
    directory.iter().for_each(|one| known.note(one));
    Ok(directory)
}

/// The directory after what another process has amended; none if that is too much, or it is not sure
/// that the log is still that of the older one: the database was put back from a copy, or another
/// school has come in the place of a blank one.
async fn followed(
    s: &dyn Snapshot,
    older: &Directory,
    counters: Counters,
) -> Result<Option<Directory>, StoreError> {
    let LogPlace { seq, change } = older.last;
    if change.is_none() {
        return Ok(None);
    }
    let most = i64::try_from(FOLLOWED + 2).unwrap_or(i64::MAX);
    let key = values![older.school.id, seq, most];
    let rows = s.rows(SINCE, key, |row| {
        let place = LogPlace {
            seq: row.get(0)?,
            change: row.get(1)?,
        };
        let at = records::kind(row.get(2)?)?.at(RecordId(row.get(3)?));
        let after: Option<&str> = row.get(4)?;
        Ok((place, at, after.map(records::of_text).transpose()?))
    });
    let mut rows = rows.await?.into_iter();
    if rows.len() > FOLLOWED + 1 {
        return Ok(None);
    }
    if rows.next().map(|(place, ..)| place) != Some(older.last) {
        return Ok(None);
    }
    let (mut last, mut records) = (older.last, older.records.clone());
    for (place, at, after) in rows {
        records.put(at, after);
        last = place;
    }
    older.amended(version(counters, last), records).map(Some)
}

async fn loaded(
    s: &dyn Snapshot,
    school: SchoolId,
    counters: Counters,
) -> Result<Option<Directory>, StoreError> {
    let Some(school) = self::school(s, school).await? else {
        return Ok(None);
    };
    let key = values![school.id];
    let last = s.row(LAST, key, |row| {
        Ok(LogPlace {
            seq: row.get(0)?,
            change: row.get(1)?,
        })
    });
    let last = last.await?.unwrap_or_default();
    Directory::new(version(counters, last), rows(s, school).await?).map(Some)
}

fn version(counters: Counters, last: LogPlace) -> Version {
    Version {
        admin_seq: counters.admin_seq,
        register_seq: counters.register_seq,
        last,
    }
}

/// The schools of this database.
pub async fn schools(s: &dyn Snapshot) -> Result<Vec<School>, StoreError> {
    s.rows(SCHOOLS, values![], of_row).await
}

/// A school of this database.
pub async fn school(s: &dyn Snapshot, school: SchoolId) -> Result<Option<School>, StoreError> {
    s.row(SCHOOL, values![school], of_row).await
}

fn of_row(row: Row<'_>) -> Result<School, StoreError> {
    Ok(School {
        id: row.get(0)?,
        title: row.get(1)?,
        time: SchoolTime {
            offset_minutes: row.get(2)?,
        },
        regulation: row.get(3)?,
    })
}

/// Whether there is nothing in a school but its administrator, who has amended nothing.
pub async fn is_blank(s: &dyn Snapshot, school: SchoolId) -> Result<bool, StoreError> {
    let found = s.row(IS_BLANK, values![school], |_| Ok(())).await?;
    Ok(found.is_some())
}

async fn rows(s: &dyn Snapshot, school: School) -> Result<DirectoryRows, StoreError> {
    let records = register(s, school.id).await?;
    Ok(DirectoryRows { school, records })
}

async fn register(s: &dyn Snapshot, school: SchoolId) -> Result<Register, StoreError> {
    let key = values![school];
    let at = |row: Row<'_>| {
        let (kind, id) = (records::kind(row.get(0)?)?, RecordId(row.get(1)?));
        Ok(kind.at(id))
    };
    let record = |row: Row<'_>| Ok((at(row)?, records::of_text(row.get(2)?)?));
    let (found, given, removed) = try_join3(
        s.rows(RECORDS, key, record),
        s.rows(GIVEN_IDS, key, at),
        s.rows(REMOVED, key, record),
    )
    .await?;
    let mut register = Register::default();
    for (at, record) in removed {
        register.put(at, Some(record));
        register.put(at, None);
    }
    for (at, record) in found {
        register.put(at, Some(record));
    }
    for at in given {
        register.reserve(at);
    }
    Ok(register)
}

/// When the last lesson of a journal's classes ends on a day.
pub async fn last_bell(
    s: &dyn Snapshot,
    directory: &Directory,
    journal: JournalId,
    date: NaiveDate,
) -> Result<Option<NaiveTime>, StoreError> {
    let card = directory.journal(journal);
    let Some(group) = card.and_then(|card| directory.group_of(card)) else {
        return Ok(None);
    };
    if let Some(known) = directory.last_bell(group.id, date) {
        return Ok(known);
    }
    let bell = last_end(s, directory, group, date).await?;
    directory.note_last_bell(group.id, date, bell);
    Ok(bell)
}

async fn last_end(
    s: &dyn Snapshot,
    directory: &Directory,
    group: &GroupCard,
    date: NaiveDate,
) -> Result<Option<NaiveTime>, StoreError> {
    let beside = directory.journals_beside(group);
    let beside: Vec<i64> = beside.iter().map(|journal| journal.0).collect();
    let values = values![directory.school.id, &beside[..], codec::of_date(date)];
    let end = s.row(LAST_END, values, |row| row.get(0)).await?;
    Ok(end.flatten())
}
