//! Reading what a school is apart from its journals.

use crate::directory::{Directories, Directory, GroupCard, Register};
use crate::sql::{Row, Snapshot, values};
use crate::store::StoreError;
use crate::words;
use chrono::{NaiveDate, NaiveTime};
use futures_util::future::{try_join4, try_join5};
use journal::school::{Class, Enrolment, Group, Journal, Membership, School, Subject};
use journal::{JournalId, Period, PersonId, PersonName, SchoolId, SchoolTime, WorkKind};
use std::collections::HashMap;
use std::sync::Arc;

const COUNTERS: &str = "SELECT seq, admin_seq FROM school_seq WHERE school_id = $1";
const SCHOOLS: &str = "SELECT school_id, title, offset_minutes, regulation, year_starts, \
     year_ends FROM school ORDER BY school_id";
const SUBJECTS: &str =
    "SELECT subject_id, title FROM subject WHERE school_id = $1 ORDER BY subject_id";
const PEOPLE: &str =
    "SELECT person_id, last_name, first_name, middle_name FROM person WHERE school_id = $1";
const CLASSES: &str =
    "SELECT class_id, grade, title, class_teacher_id FROM class WHERE school_id = $1";
const ENROLMENTS: &str =
    "SELECT class_id, pupil_id, starts, until FROM enrolment WHERE school_id = $1";
const GROUPS: &str = "SELECT group_id, title, class_id FROM study_group WHERE school_id = $1";
const MEMBERSHIPS: &str =
    "SELECT group_id, pupil_id, starts, until FROM membership WHERE school_id = $1";
const TEACHERS: &str = "SELECT journal_id, person_id FROM journal_teacher \
     WHERE school_id = $1 ORDER BY journal_id, position";
const JOURNALS: &str =
    "SELECT journal_id, subject_id, group_id, without_marks FROM journal WHERE school_id = $1";
const PERIODS: &str =
    "SELECT period_id, title, starts, ends FROM period WHERE school_id = $1 ORDER BY position";
const WORK_KINDS: &str = "SELECT work_kind_id, title, short, weight, term_days FROM work_kind \
     WHERE school_id = $1 ORDER BY position";
const LAST_END: &str = "SELECT max(ends) FROM lesson \
     WHERE school_id = $1 AND journal_id = ANY($2) AND date = $3";

const IS_BLANK: &str = "SELECT 1 FROM school WHERE school_id = $1 \
     AND NOT EXISTS (SELECT 1 FROM class WHERE school_id = $1) \
     AND NOT EXISTS (SELECT 1 FROM journal WHERE school_id = $1) \
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
pub async fn directory(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
) -> Result<Option<(Arc<Directory>, i64)>, StoreError> {
    let Some((seq, admin_seq)) = counters(s, school).await? else {
        return Ok(None);
    };
    let directory = directory_at(s, known, school, admin_seq).await?;
    Ok(directory.map(|directory| (directory, seq)))
}

/// The directory at `admin_seq`, which the transaction has seen.
pub async fn directory_at(
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
    let directory = Directory::new(admin_seq, register(s, head).await?)?;
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
            year_starts: row.get(4)?,
            year_ends: row.get(5)?,
        })
    })
    .await
}

/// Whether there is nothing in a school but its administrator.
pub async fn is_blank(s: &dyn Snapshot, school: SchoolId) -> Result<bool, StoreError> {
    let found = s.row(IS_BLANK, values![school], |_| Ok(())).await?;
    Ok(found.is_some())
}

async fn register(s: &dyn Snapshot, school: School) -> Result<Register, StoreError> {
    let key = values![school.id];
    let (periods, work_kinds, subjects, people) = try_join4(
        s.rows(PERIODS, key, period),
        s.rows(WORK_KINDS, key, work_kind),
        s.rows(SUBJECTS, key, subject),
        s.rows(PEOPLE, key, |row| Ok((row.get(0)?, name(row, 1)?))),
    )
    .await?;
    let (classes, enrolments, groups, memberships, journals) = try_join5(
        s.rows(CLASSES, key, class),
        s.rows(ENROLMENTS, key, enrolment),
        s.rows(GROUPS, key, group),
        s.rows(MEMBERSHIPS, key, membership),
        journals(s, school.id),
    )
    .await?;
    Ok(Register {
        school,
        periods,
        work_kinds,
        subjects,
        people,
        classes,
        enrolments,
        groups,
        memberships,
        journals,
    })
}

fn period(row: Row<'_>) -> Result<Period, StoreError> {
    Ok(Period {
        id: row.get(0)?,
        title: row.get(1)?,
        starts: row.get(2)?,
        ends: row.get(3)?,
    })
}

fn work_kind(row: Row<'_>) -> Result<WorkKind, StoreError> {
    Ok(WorkKind {
        id: row.get(0)?,
        title: row.get(1)?,
        short: row.get(2)?,
        weight: row.get(3)?,
        term_days: row.get(4)?,
    })
}

fn subject(row: Row<'_>) -> Result<Subject, StoreError> {
    Ok(Subject {
        id: row.get(0)?,
        title: row.get(1)?,
    })
}

fn class(row: Row<'_>) -> Result<Class, StoreError> {
    Ok(Class {
        id: row.get(0)?,
        grade: row.get(1)?,
        title: row.get(2)?,
        class_teacher: row.get(3)?,
    })
}

fn enrolment(row: Row<'_>) -> Result<Enrolment, StoreError> {
    Ok(Enrolment {
        class: row.get(0)?,
        pupil: row.get(1)?,
        from: words::first_day(row.get(2)?)?,
        until: row.get(3)?,
    })
}

fn group(row: Row<'_>) -> Result<Group, StoreError> {
    Ok(Group {
        id: row.get(0)?,
        title: row.get(1)?,
        class: row.get(2)?,
    })
}

fn membership(row: Row<'_>) -> Result<Membership, StoreError> {
    Ok(Membership {
        group: row.get(0)?,
        pupil: row.get(1)?,
        from: words::first_day(row.get(2)?)?,
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
    let values = values![directory.school.id, &beside[..], words::of_date(date)];
    let end = s.row(LAST_END, values, |row| row.get(0)).await?;
    Ok(end.flatten())
}
