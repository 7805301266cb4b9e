//! Reading a school's directory.

use crate::directory::{Directories, Directory, Register};
use crate::store::StoreError;
use crate::words;
use chrono::{NaiveDate, NaiveTime};
use journal::school::{Class, Enrolment, Group, Journal, Membership, School, Subject};
use journal::{
    ClassId, GroupId, JournalId, Period, PeriodId, PersonId, PersonName, PupilId, SchoolId,
    SchoolTime, WorkKind, WorkKindId,
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::collections::HashMap;
use std::sync::Arc;

/// A school's two counters: `(seq, admin_seq)`.
pub fn counters(c: &Connection, school: SchoolId) -> Result<Option<(i64, i64)>, StoreError> {
    let mut statement =
        c.prepare_cached("SELECT seq, admin_seq FROM school_seq WHERE school_id = ?1")?;
    Ok(statement
        .query_row([school.0], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()?)
}

/// A school's directory as the transaction sees it, with the newest `seq`; none if there is no
/// such school.
pub fn directory(
    c: &Connection,
    known: &Directories,
    school: SchoolId,
) -> Result<Option<(Arc<Directory>, i64)>, StoreError> {
    let Some((seq, admin_seq)) = counters(c, school)? else {
        return Ok(None);
    };
    if let Some(directory) = known.at(school, admin_seq) {
        return Ok(Some((directory, seq)));
    }
    let Some(head) = schools(c)?.into_iter().find(|one| one.id == school) else {
        return Ok(None);
    };
    let directory = Directory::new(admin_seq, register(c, head)?)?;
    Ok(Some((known.keep(directory), seq)))
}

/// The schools of this database.
pub fn schools(c: &Connection) -> Result<Vec<School>, StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT school_id, title, offset_minutes, regulation, year_starts, year_ends \
         FROM school ORDER BY school_id",
    )?;
    let school = |row: &Row<'_>| -> Result<School, StoreError> {
        Ok(School {
            id: SchoolId(row.get(0)?),
            title: row.get(1)?,
            time: SchoolTime {
                offset_minutes: row.get(2)?,
            },
            regulation: row.get(3)?,
            year_starts: words::date(row.get(4)?)?,
            year_ends: words::date(row.get(5)?)?,
        })
    };
    statement.query_and_then([], school)?.collect()
}

fn all<T>(
    c: &Connection,
    school: &School,
    sql: &str,
    read: impl FnMut(&Row<'_>) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    c.prepare(sql)?
        .query_and_then(params![school.id.0], read)?
        .collect()
}

fn register(c: &Connection, school: School) -> Result<Register, StoreError> {
    Ok(Register {
        periods: periods(c, &school)?,
        work_kinds: work_kinds(c, &school)?,
        subjects: all(
            c,
            &school,
            "SELECT subject_id, title FROM subject WHERE school_id = ?1 ORDER BY subject_id",
            |row| {
                Ok(Subject {
                    id: row.get(0)?,
                    title: row.get(1)?,
                })
            },
        )?,
        people: all(
            c,
            &school,
            "SELECT person_id, last_name, first_name, middle_name FROM person \
             WHERE school_id = ?1",
            |row| Ok((PersonId(row.get(0)?), name(row, 1)?)),
        )?,
        classes: classes(c, &school)?,
        enrolments: all(
            c,
            &school,
            "SELECT class_id, pupil_id, starts, until FROM enrolment WHERE school_id = ?1",
            |row| {
                let (pupil, from, until) = place(row)?;
                Ok(Enrolment {
                    pupil,
                    class: ClassId(row.get(0)?),
                    from,
                    until,
                })
            },
        )?,
        groups: all(
            c,
            &school,
            "SELECT group_id, title, class_id FROM study_group WHERE school_id = ?1",
            |row| {
                let class: Option<i64> = row.get(2)?;
                let class = class.map(ClassId);
                Ok(Group {
                    id: GroupId(row.get(0)?),
                    title: row.get(1)?,
                    class,
                })
            },
        )?,
        memberships: all(
            c,
            &school,
            "SELECT group_id, pupil_id, starts, until FROM membership WHERE school_id = ?1",
            |row| {
                let (pupil, from, until) = place(row)?;
                Ok(Membership {
                    group: GroupId(row.get(0)?),
                    pupil,
                    from,
                    until,
                })
            },
        )?,
        journals: journals(c, &school)?,
        school,
    })
}

fn classes(c: &Connection, school: &School) -> Result<Vec<Class>, StoreError> {
    all(
        c,
        school,
        "SELECT class_id, grade, title, class_teacher_id FROM class WHERE school_id = ?1",
        |row| {
            let class_teacher: Option<i64> = row.get(3)?;
            Ok(Class {
                id: ClassId(row.get(0)?),
                grade: words::narrow(row.get(1)?)?,
                title: row.get(2)?,
                class_teacher: class_teacher.map(PersonId),
            })
        },
    )
}

fn journals(c: &Connection, school: &School) -> Result<Vec<Journal>, StoreError> {
    let pairs = all(
        c,
        school,
        "SELECT journal_id, person_id FROM journal_teacher WHERE school_id = ?1 \
         ORDER BY journal_id, position",
        |row| Ok((row.get(0)?, PersonId(row.get(1)?))),
    )?;
    let mut teachers: HashMap<i64, Vec<PersonId>> = HashMap::new();
    for (journal, teacher) in pairs {
        teachers.entry(journal).or_default().push(teacher);
    }
    all(
        c,
        school,
        "SELECT journal_id, subject_id, group_id, without_marks FROM journal WHERE school_id = ?1",
        |row| {
            let id: i64 = row.get(0)?;
            Ok(Journal {
                id: JournalId(id),
                subject: row.get(1)?,
                group: GroupId(row.get(2)?),
                teachers: teachers.remove(&id).unwrap_or_default(),
                without_marks: row.get(3)?,
            })
        },
    )
}

fn periods(c: &Connection, school: &School) -> Result<Vec<Period>, StoreError> {
    all(
        c,
        school,
        "SELECT period_id, title, starts, ends FROM period WHERE school_id = ?1 ORDER BY position",
        |row| {
            Ok(Period {
                id: PeriodId(row.get(0)?),
                title: row.get(1)?,
                starts: words::date(row.get(2)?)?,
                ends: words::date(row.get(3)?)?,
            })
        },
    )
}

fn work_kinds(c: &Connection, school: &School) -> Result<Vec<WorkKind>, StoreError> {
    all(
        c,
        school,
        "SELECT work_kind_id, title, short, weight, term_days FROM work_kind \
         WHERE school_id = ?1 ORDER BY position",
        |row| {
            let term_days: Option<i64> = row.get(4)?;
            Ok(WorkKind {
                id: WorkKindId(row.get(0)?),
                title: row.get(1)?,
                short: row.get(2)?,
                weight: words::narrow(row.get(3)?)?,
                term_days: term_days.map(words::narrow).transpose()?,
            })
        },
    )
}

/// A name from three columns.
pub fn name(row: &Row<'_>, at: usize) -> Result<PersonName, StoreError> {
    Ok(PersonName {
        last: row.get(at)?,
        first: row.get(at + 1)?,
        middle: row.get(at + 2)?,
    })
}

type Place = (PupilId, Option<NaiveDate>, Option<NaiveDate>);

fn place(row: &Row<'_>) -> Result<Place, StoreError> {
    let from = words::first_day(row.get(2)?)?;
    Ok((
        PupilId(row.get(1)?),
        from,
        words::optional_date(row.get(3)?)?,
    ))
}

/// When the last lesson of a journal's classes ends on a day.
pub fn last_bell(
    c: &Connection,
    directory: &Directory,
    journal: JournalId,
    date: NaiveDate,
) -> Result<Option<NaiveTime>, StoreError> {
    let group = directory
        .journal(journal)
        .and_then(|card| directory.group_of(card));
    let Some(group) = group else { return Ok(None) };
    if let Some(known) = directory.last_bell(group.id, date) {
        return Ok(known);
    }
    let beside = directory.journals_beside(group);
    let end = super::sheets::last_end(c, directory.school.id, &beside, words::of_date(date))?;
    let bell = end.map(words::time).transpose()?;
    directory.note_last_bell(group.id, date, bell);
    Ok(bell)
}
