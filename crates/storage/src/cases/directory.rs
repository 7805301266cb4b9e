//! Reading what a school is apart from its lessons: its [`Directory`].

use crate::codec;
use crate::directory::{Directories, Directory, DirectoryRows, GroupCard};
use crate::records;
use crate::sql::{Row, Snapshot, values};
use crate::store::StoreError;
use chrono::{NaiveDate, NaiveTime};
use futures_util::future::try_join3;
use journal::register::{RecordId, Register};
use journal::school::School;
use journal::view::Rules;
use journal::{JournalId, SchoolId, SchoolTime};
use std::sync::Arc;

const COUNTERS: &str = "SELECT seq, admin_seq FROM school_seq WHERE school_id = $1";
const SCHOOLS: &str =
    "SELECT school_id, title, offset_minutes, regulation FROM school ORDER BY school_id";
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

/// A school's two counters: `(seq, admin_seq)`.
pub async fn counters(
    s: &dyn Snapshot,
    school: SchoolId,
) -> Result<Option<(i64, i64)>, StoreError> {
    s.row(COUNTERS, values![school], |row| {
        Ok((row.get(0)?, row.get(1)?))
    })
    .await
}

/// A school's directory as the transaction sees it, with the newest `seq`; none if there is no
/// such school.
pub async fn now(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
) -> Result<Option<(Arc<Directory>, i64)>, StoreError> {
    let Some((seq, admin_seq)) = counters(s, school).await? else {
        return Ok(None);
    };
    let directory = at(s, known, school, admin_seq).await?;
    Ok(directory.map(|directory| (directory, seq)))
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

/// The directory at `admin_seq`, which the transaction has seen.
pub async fn at(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
    admin_seq: i64,
) -> Result<Option<Arc<Directory>>, StoreError> {
    if let Some(directory) = known.at(school, admin_seq) {
        return Ok(Some(directory));
    }
    let Some(head) = schools(s).await?.into_iter().find(|one| one.id == school) else {
        return Ok(None);
    };
    let directory = Directory::new(admin_seq, rows(s, head).await?)?;
    let directory = Arc::new(directory);
    known.note(&directory);
    Ok(Some(directory))
}

/// The schools of this database.
pub async fn schools(s: &dyn Snapshot) -> Result<Vec<School>, StoreError> {
    s.rows(SCHOOLS, values![], |row| {
        Ok(School {
            id: row.get(0)?,
            title: row.get(1)?,
            time: SchoolTime {
                offset_minutes: row.get(2)?,
            },
            regulation: row.get(3)?,
        })
    })
    .await
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
