//! What people, journals and places in lists have left behind in accounts, lessons and marks.

use crate::codec;
use crate::directory::Directory;
use crate::sql::{Snapshot, Value, values};
use crate::store::StoreError;
use futures_util::future::try_join;
use journal::register::{DaySpan, Found, Material, Question};
use journal::{GroupId, JournalId, PupilId};

const OF_PERSON: &str = "SELECT \
     (SELECT count(*) FROM lesson WHERE school_id = $1 AND teacher_id = $2), \
     (SELECT count(*) FROM mark WHERE school_id = $1 AND pupil_id = $2), \
     (SELECT count(*) FROM account WHERE school_id = $1 AND person_id = $2) \
     FROM school WHERE school_id = $1";
const OF_JOURNAL: &str = "SELECT \
     (SELECT count(*) FROM lesson WHERE school_id = $1 AND journal_id = $2), \
     (SELECT count(*) FROM term_cell WHERE school_id = $1 AND journal_id = $2 \
     AND content <> 'null') \
     FROM school WHERE school_id = $1";
macro_rules! of_pupil {
    ($what:literal, $table:literal) => {
        concat!(
            "SELECT ",
            $what,
            " FROM lesson l JOIN ",
            $table,
            " e ON e.school_id = l.school_id AND e.lesson_id = l.lesson_id \
             WHERE l.school_id = $1 AND l.journal_id = ANY($2) AND l.date >= $3 AND l.date <= $4 \
             AND e.pupil_id = $5"
        )
    };
}
const MARKED: &str = of_pupil!("count(DISTINCT l.lesson_id), count(*)", "mark");
const ABSENT: &str = of_pupil!("count(*)", "attendance");

/// Answers those of the questions that are about traces.
pub async fn answer(
    s: &dyn Snapshot,
    directory: &Directory,
    questions: &[Question],
    material: &mut Material,
) -> Result<(), StoreError> {
    for question in questions {
        let found = match question {
            Question::Person { person } => of_person(s, directory, person.0).await?,
            Question::Journal { journal } => of_journal(s, directory, *journal).await?,
            Question::EntriesInClass { pupil, class, days } => {
                let groups = directory.groups_of(*class);
                of_pupil(s, directory, *pupil, &groups, *days).await?
            }
            Question::EntriesInGroup { pupil, group, days } => {
                of_pupil(s, directory, *pupil, &[*group], *days).await?
            }
            Question::Lessons { .. }
            | Question::Bell(_)
            | Question::Room { .. }
            | Question::Year { .. }
            | Question::Subject { .. }
            | Question::Marks { .. }
            | Question::PeriodMarks { .. } => continue,
        };
        material.answer(question.clone(), found);
    }
    Ok(())
}

async fn of_person(
    s: &dyn Snapshot,
    directory: &Directory,
    person: i64,
) -> Result<Found, StoreError> {
    let key = values![directory.school.id, person];
    let found = s.row(OF_PERSON, key, |row| {
        Ok(Found {
            lessons: row.get(0)?,
            marks: row.get(1)?,
            accounts: row.get(2)?,
            ..Found::default()
        })
    });
    Ok(found.await?.unwrap_or_default())
}

async fn of_journal(
    s: &dyn Snapshot,
    directory: &Directory,
    journal: JournalId,
) -> Result<Found, StoreError> {
    let key = values![directory.school.id, journal];
    let found = s.row(OF_JOURNAL, key, |row| {
        Ok(Found {
            lessons: row.get(0)?,
            marks: row.get(1)?,
            ..Found::default()
        })
    });
    Ok(found.await?.unwrap_or_default())
}

async fn of_pupil(
    s: &dyn Snapshot,
    directory: &Directory,
    pupil: PupilId,
    groups: &[GroupId],
    days: DaySpan,
) -> Result<Found, StoreError> {
    let journals = directory.journals();
    let journals = journals.filter(|(_, card)| groups.contains(&card.group));
    let journals: Vec<i64> = journals.map(|(id, _)| id.0).collect();
    let days = (codec::of_date(days.first), codec::of_date(days.last));
    let key: &[Value<'_>] = values![directory.school.id, &journals[..], days.0, days.1, pupil.0];
    let marked = s.row(MARKED, key, |row| {
        let of: (u32, u32) = (row.get(0)?, row.get(1)?);
        Ok(of)
    });
    let absent = s.row(ABSENT, key, |row| row.get::<u32>(0));
    let (marked, absent) = try_join(marked, absent).await?;
    let (lessons, marks) = marked.unwrap_or_default();
    Ok(Found {
        lessons: lessons.max(absent.unwrap_or_default()),
        marks,
        ..Found::default()
    })
}
