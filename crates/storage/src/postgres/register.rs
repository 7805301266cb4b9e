//! Reading a school's directory.

use super::tx::{Link, prepared};
use crate::directory::{Directories, Directory, Register};
use crate::store::StoreError;
use crate::words;
use chrono::{NaiveDate, NaiveTime};
use journal::school::{Class, Enrolment, Group, Journal, Membership, School, Subject};
use journal::{
    ClassId, GroupId, JournalId, Period, PeriodId, PersonId, PersonName, PupilId, SchoolId,
    SchoolTime, WorkKind, WorkKindId,
};
use std::collections::HashMap;
use std::sync::Arc;
use tokio_postgres::Row;

/// A school's two counters.
pub const COUNTERS: &str = "SELECT seq, admin_seq FROM school_seq WHERE school_id = $1";
/// The same, with the school's writers kept out until the end of the transaction.
pub const COUNTERS_LOCKED: &str =
    "SELECT seq, admin_seq FROM school_seq WHERE school_id = $1 FOR UPDATE";

/// The counters `(seq, admin_seq)` of one of these statements' answers.
pub fn counters(row: Option<Row>) -> Result<Option<(i64, i64)>, StoreError> {
    row.map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .transpose()
}

/// The directory at `admin_seq`, as the transaction sees it.
pub async fn directory(
    link: &Link,
    known: &Directories,
    school: SchoolId,
    admin_seq: i64,
) -> Result<Option<Arc<Directory>>, StoreError> {
    if let Some(directory) = known.at(school, admin_seq) {
        return Ok(Some(directory));
    }
    let Some(head) = schools(link)
        .await?
        .into_iter()
        .find(|one| one.id == school)
    else {
        return Ok(None);
    };
    let directory = Directory::new(admin_seq, register(link, head).await?)?;
    Ok(Some(known.keep(directory)))
}

/// The schools of this database.
pub async fn schools(link: &Link) -> Result<Vec<School>, StoreError> {
    let statement = prepared(
        link,
        "SELECT school_id, title, offset_minutes, regulation, year_starts, year_ends \
         FROM school ORDER BY school_id",
    )
    .await?;
    let school = |row: &Row| -> Result<School, StoreError> {
        Ok(School {
            id: SchoolId(row.try_get(0)?),
            title: row.try_get(1)?,
            time: SchoolTime {
                offset_minutes: words::narrow(row.try_get(2)?)?,
            },
            regulation: row.try_get(3)?,
            year_starts: words::date(row.try_get(4)?)?,
            year_ends: words::date(row.try_get(5)?)?,
        })
    };
    link.query(&statement, &[])
        .await?
        .iter()
        .map(school)
        .collect()
}

async fn all<T>(
    link: &Link,
    school: &School,
    sql: &str,
    read: impl FnMut(&Row) -> Result<T, StoreError>,
) -> Result<Vec<T>, StoreError> {
    link.query(sql, &[&school.id.0])
        .await?
        .iter()
        .map(read)
        .collect()
}

async fn register(link: &Link, school: School) -> Result<Register, StoreError> {
    Ok(Register {
        periods: periods(link, &school).await?,
        work_kinds: work_kinds(link, &school).await?,
        subjects: all(
            link,
            &school,
            "SELECT subject_id, title FROM subject WHERE school_id = $1 ORDER BY subject_id",
            |row| {
                Ok(Subject {
                    id: row.try_get(0)?,
                    title: row.try_get(1)?,
                })
            },
        )
        .await?,
        people: all(
            link,
            &school,
            "SELECT person_id, last_name, first_name, middle_name FROM person \
             WHERE school_id = $1",
            |row| Ok((PersonId(row.try_get(0)?), name(row, 1)?)),
        )
        .await?,
        classes: classes(link, &school).await?,
        enrolments: all(
            link,
            &school,
            "SELECT class_id, pupil_id, starts, until FROM enrolment WHERE school_id = $1",
            |row| {
                let (pupil, from, until) = place(row)?;
                Ok(Enrolment {
                    pupil,
                    class: ClassId(row.try_get(0)?),
                    from,
                    until,
                })
            },
        )
        .await?,
        groups: all(
            link,
            &school,
            "SELECT group_id, title, class_id FROM study_group WHERE school_id = $1",
            |row| {
                let class: Option<i64> = row.try_get(2)?;
                let class = class.map(ClassId);
                Ok(Group {
                    id: GroupId(row.try_get(0)?),
                    title: row.try_get(1)?,
                    class,
                })
            },
        )
        .await?,
        memberships: all(
            link,
            &school,
            "SELECT group_id, pupil_id, starts, until FROM membership WHERE school_id = $1",
            |row| {
                let (pupil, from, until) = place(row)?;
                Ok(Membership {
                    group: GroupId(row.try_get(0)?),
                    pupil,
                    from,
                    until,
                })
            },
        )
        .await?,
        journals: journals(link, &school).await?,
        school,
    })
}

async fn classes(link: &Link, school: &School) -> Result<Vec<Class>, StoreError> {
    all(
        link,
        school,
        "SELECT class_id, grade, title, class_teacher_id FROM class WHERE school_id = $1",
        |row| {
            let class_teacher: Option<i64> = row.try_get(3)?;
            Ok(Class {
                id: ClassId(row.try_get(0)?),
                grade: words::narrow(row.try_get(1)?)?,
                title: row.try_get(2)?,
                class_teacher: class_teacher.map(PersonId),
            })
        },
    )
    .await
}

async fn journals(link: &Link, school: &School) -> Result<Vec<Journal>, StoreError> {
    let pairs = all(
        link,
        school,
        "SELECT journal_id, person_id FROM journal_teacher WHERE school_id = $1 \
         ORDER BY journal_id, position",
        |row| Ok((row.try_get::<_, i64>(0)?, PersonId(row.try_get(1)?))),
    )
    .await?;
    let mut teachers: HashMap<i64, Vec<PersonId>> = HashMap::new();
    for (journal, teacher) in pairs {
        teachers.entry(journal).or_default().push(teacher);
    }
    all(
        link,
        school,
        "SELECT journal_id, subject_id, group_id, without_marks FROM journal WHERE school_id = $1",
        |row| {
            let id: i64 = row.try_get(0)?;
            Ok(Journal {
                id: JournalId(id),
                subject: row.try_get(1)?,
                group: GroupId(row.try_get(2)?),
                teachers: teachers.remove(&id).unwrap_or_default(),
                without_marks: row.try_get::<_, i64>(3)? != 0,
            })
        },
    )
    .await
}

async fn periods(link: &Link, school: &School) -> Result<Vec<Period>, StoreError> {
    all(
        link,
        school,
        "SELECT period_id, title, starts, ends FROM period WHERE school_id = $1 ORDER BY position",
        |row| {
            Ok(Period {
                id: PeriodId(row.try_get(0)?),
                title: row.try_get(1)?,
                starts: words::date(row.try_get(2)?)?,
                ends: words::date(row.try_get(3)?)?,
            })
        },
    )
    .await
}

async fn work_kinds(link: &Link, school: &School) -> Result<Vec<WorkKind>, StoreError> {
    all(
        link,
        school,
        "SELECT work_kind_id, title, short, weight, term_days FROM work_kind \
         WHERE school_id = $1 ORDER BY position",
        |row| {
            let term_days: Option<i64> = row.try_get(4)?;
            Ok(WorkKind {
                id: WorkKindId(row.try_get(0)?),
                title: row.try_get(1)?,
                short: row.try_get(2)?,
                weight: words::narrow(row.try_get(3)?)?,
                term_days: term_days.map(words::narrow).transpose()?,
            })
        },
    )
    .await
}

/// A name from three columns.
pub fn name(row: &Row, at: usize) -> Result<PersonName, StoreError> {
    let (last, first) = (row.try_get(at)?, row.try_get(at + 1)?);
    Ok(PersonName {
        last,
        first,
        middle: row.try_get(at + 2)?,
    })
}

type Place = (PupilId, Option<NaiveDate>, Option<NaiveDate>);

fn place(row: &Row) -> Result<Place, StoreError> {
    let from = words::first_day(row.try_get(2)?)?;
    Ok((
        PupilId(row.try_get(1)?),
        from,
        words::optional_date(row.try_get(3)?)?,
    ))
}

/// When the last lesson of a journal's classes ends on a day.
pub async fn last_bell(
    link: &Link,
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
    let beside: Vec<i64> = directory
        .journals_beside(group)
        .iter()
        .map(|id| id.0)
        .collect();
    let statement = prepared(
        link,
        "SELECT max(ends) FROM lesson \
         WHERE school_id = $1 AND journal_id = ANY($2) AND date = $3",
    )
    .await?;
    let school = directory.school.id.0;
    let row = link
        .query_one(&statement, &[&school, &beside, &words::of_date(date)])
        .await?;
    let end: Option<i64> = row.try_get(0)?;
    let bell = end.map(words::time).transpose()?;
    directory.note_last_bell(group.id, date, bell);
    Ok(bell)
}
