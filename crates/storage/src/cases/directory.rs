//! Reading what a school is apart from its lessons: its [`Directory`].

use crate::codec;
use crate::directory::{Directories, Directory, DirectoryRows, GroupCard};
use crate::records;
use crate::sql::{Row, Snapshot, values};
use crate::store::StoreError;
use chrono::{NaiveDate, NaiveTime};
use futures_util::future::{try_join3, try_join4};
use journal::register::{RecordId, Register};
use journal::school::{Class, Enrolment, Group, Journal, Membership, School};
use journal::view::Rules;
use journal::{JournalId, PersonId, PersonName, SchoolId, SchoolTime};
use std::collections::HashMap;
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
const PEOPLE: &str =
    "SELECT person_id, last_name, first_name, middle_name FROM person WHERE school_id = $1";
const CLASSES: &str =
    "SELECT class_id, year_id, grade, title, class_teacher_id FROM class WHERE school_id = $1";
const ENROLMENTS: &str =
    "SELECT class_id, pupil_id, starts, until FROM enrolment WHERE school_id = $1";
const GROUPS: &str =
    "SELECT group_id, year_id, title, class_id FROM study_group WHERE school_id = $1";
const MEMBERSHIPS: &str =
    "SELECT group_id, pupil_id, starts, until FROM membership WHERE school_id = $1";
const TEACHERS: &str = "SELECT journal_id, person_id FROM journal_teacher \
     WHERE school_id = $1 ORDER BY journal_id, position";
const JOURNALS: &str =
    "SELECT journal_id, subject_id, group_id, without_marks FROM journal WHERE school_id = $1";
const LAST_END: &str = "SELECT max(ends) FROM lesson \
     WHERE school_id = $1 AND journal_id = ANY($2) AND date = $3";

const IS_BLANK: &str = "SELECT 1 FROM school WHERE school_id = $1 \
     AND NOT EXISTS (SELECT 1 FROM class WHERE school_id = $1) \
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
    Ok(Some(known.keep(directory)))
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
    let key = values![school.id];
    let (records, people, classes) = try_join3(
        register(s, school.id),
        s.rows(PEOPLE, key, |row| Ok((row.get(0)?, name(row, 1)?))),
        s.rows(CLASSES, key, class),
    )
    .await?;
    let (enrolments, groups, memberships, journals) = try_join4(
        s.rows(ENROLMENTS, key, enrolment),
        s.rows(GROUPS, key, group),
        s.rows(MEMBERSHIPS, key, membership),
        journals(s, school.id),
    )
    .await?;
    Ok(DirectoryRows {
        school,
        records,
        people,
        classes,
        enrolments,
        groups,
        memberships,
        journals,
    })
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

fn class(row: Row<'_>) -> Result<Class, StoreError> {
    Ok(Class {
        id: row.get(0)?,
        year: row.get(1)?,
        grade: row.get(2)?,
        title: row.get(3)?,
        class_teacher: row.get(4)?,
    })
}

fn enrolment(row: Row<'_>) -> Result<Enrolment, StoreError> {
    Ok(Enrolment {
        class: row.get(0)?,
        pupil: row.get(1)?,
        from: codec::first_day(row.get(2)?)?,
        until: row.get(3)?,
    })
}

fn group(row: Row<'_>) -> Result<Group, StoreError> {
    Ok(Group {
        id: row.get(0)?,
        year: row.get(1)?,
        title: row.get(2)?,
        class: row.get(3)?,
    })
}

fn membership(row: Row<'_>) -> Result<Membership, StoreError> {
    Ok(Membership {
        group: row.get(0)?,
        pupil: row.get(1)?,
        from: codec::first_day(row.get(2)?)?,
        until: row.get(3)?,
    })
}

async fn journals(s: &dyn Snapshot, school: SchoolId) -> Result<Vec<Journal>, StoreError> {
    let pair = |row: Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let mut teachers: HashMap<JournalId, Vec<PersonId>> = HashMap::new();
    for (journal, teacher) in s.rows(TEACHERS, values![school], pair).await? {
        teachers.entry(journal).or_default().push(teacher);
    }
    let journal = |row: Row<'_>| {
        Ok(Journal {
            id: row.get(0)?,
            subject: row.get(1)?,
            group: row.get(2)?,
            teachers: Vec::new(),
            without_marks: row.get(3)?,
        })
    };
    let mut journals = s.rows(JOURNALS, values![school], journal).await?;
    for journal in &mut journals {
        journal.teachers = teachers.remove(&journal.id).unwrap_or_default();
    }
    Ok(journals)
}

/// A name of the columns `last_name, first_name, middle_name`.
pub fn name(row: Row<'_>, at: usize) -> Result<PersonName, StoreError> {
    Ok(PersonName {
        last: row.get(at)?,
        first: row.get(at + 1)?,
        middle: row.get(at + 2)?,
    })
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
