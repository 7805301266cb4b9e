//! Reading what stands in lessons.

use crate::store::StoreError;
use crate::words;
use journal::{
    AbsenceReason, Audience, Document, Homework, JournalId, Lesson, LessonId, Mark, PersonId,
    PlacedMark, PlanItemId, PupilId, RollCall, SchoolId, Sheet, Timestamp, Topic, WorkKindId,
    WorkRef,
};
use rusqlite::{Connection, OptionalExtension, Row, params};
use std::fmt::Display;

const HEADS: &str = "SELECT lesson_id, journal_id, date, number, starts, ends, room, teacher_id, \
                     form, roll_by, roll_at, topic, topic_item, \
                     (SELECT without_marks FROM journal WHERE journal.school_id = lesson.school_id \
                      AND journal.journal_id = lesson.journal_id) FROM lesson ";

fn head(row: &Row<'_>) -> Result<Sheet, StoreError> {
    let lesson = Lesson {
        id: LessonId(row.get(0)?),
        journal: JournalId(row.get(1)?),
        date: words::date(row.get(2)?)?,
        number: words::narrow(row.get(3)?)?,
        starts: words::time(row.get(4)?)?,
        ends: words::time(row.get(5)?)?,
        room: row.get(6)?,
        teacher: PersonId(row.get(7)?),
    };
    let mut sheet = Sheet::new(lesson);
    sheet.without_marks = row.get(13)?;
    sheet.form = words::form(word(row, 8)?)?;
    let roll: (Option<i64>, Option<i64>) = (row.get(9)?, row.get(10)?);
    if let (Some(by), Some(at)) = roll {
        sheet.roll_call = Some(RollCall {
            by: PersonId(by),
            at: Timestamp(at),
        });
    }
    let topic: Option<String> = row.get(11)?;
    if let Some(text) = topic {
        let item: Option<i64> = row.get(12)?;
        sheet.topic = Some(Topic {
            text,
            item: item.map(PlanItemId),
        });
    }
    Ok(sheet)
}

fn word<'a>(row: &'a Row<'_>, at: usize) -> Result<&'a str, StoreError> {
    row.get_ref(at)?
        .as_str()
        .map_err(|e| StoreError::Failed(e.to_string()))
}

fn vocabulary(error: impl Display) -> StoreError {
    StoreError::Failed(error.to_string())
}

/// A lesson without what stands in its cells.
pub fn lesson(c: &Connection, school: SchoolId, id: LessonId) -> Result<Option<Sheet>, StoreError> {
    let mut statement =
        c.prepare_cached(&format!("{HEADS} WHERE school_id = ?1 AND lesson_id = ?2"))?;
    let mut rows = statement.query_and_then(params![school.0, id.0], head)?;
    rows.next().transpose()
}

/// The lessons of a journal in order of time, without their cells.
pub fn of_journal(
    c: &Connection,
    school: SchoolId,
    journal: JournalId,
) -> Result<Vec<Sheet>, StoreError> {
    let mut statement = c.prepare_cached(&format!(
        "{HEADS} WHERE school_id = ?1 AND journal_id = ?2 ORDER BY date, number, lesson_id"
    ))?;
    statement
        .query_and_then(params![school.0, journal.0], head)?
        .collect()
}

/// A teacher's lessons of some days in order of time, without their cells.
pub fn of_teacher(
    c: &Connection,
    school: SchoolId,
    teacher: PersonId,
    days: (i64, i64),
) -> Result<Vec<Sheet>, StoreError> {
    let mut statement = c.prepare_cached(&format!(
        "{HEADS} WHERE school_id = ?1 AND teacher_id = ?2 AND date BETWEEN ?3 AND ?4 \
         ORDER BY date, number, lesson_id"
    ))?;
    statement
        .query_and_then(params![school.0, teacher.0, days.0, days.1], head)?
        .collect()
}

/// Reads what stands in the cells of a lesson.
pub fn fill(c: &Connection, school: SchoolId, sheet: &mut Sheet) -> Result<(), StoreError> {
    attendance(c, school, sheet)?;
    reasons(c, school, sheet)?;
    marks(c, school, sheet)?;
    homework(c, school, sheet)
}

fn attendance(c: &Connection, school: SchoolId, sheet: &mut Sheet) -> Result<(), StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT pupil_id, state FROM attendance WHERE school_id = ?1 AND lesson_id = ?2",
    )?;
    let mut rows = statement.query(params![school.0, sheet.lesson.id.0])?;
    while let Some(row) = rows.next()? {
        let state = word(row, 1)?.parse().map_err(vocabulary)?;
        sheet
            .entries
            .entry(PupilId(row.get(0)?))
            .or_default()
            .attendance = state;
    }
    Ok(())
}

fn reasons(c: &Connection, school: SchoolId, sheet: &mut Sheet) -> Result<(), StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT pupil_id, kind, standing, document, document_received FROM absence_reason \
         WHERE school_id = ?1 AND lesson_id = ?2",
    )?;
    let mut rows = statement.query(params![school.0, sheet.lesson.id.0])?;
    while let Some(row) = rows.next()? {
        let document: (Option<String>, Option<i64>) = (row.get(3)?, row.get(4)?);
        let document = match document {
            (Some(title), Some(day)) => Some(Document {
                title,
                received: words::date(day)?,
            }),
            _ => None,
        };
        sheet
            .entries
            .entry(PupilId(row.get(0)?))
            .or_default()
            .reason = Some(AbsenceReason {
            kind: words::reason(word(row, 1)?)?,
            standing: words::standing(word(row, 2)?)?,
            document,
        });
    }
    Ok(())
}

fn marks(c: &Connection, school: SchoolId, sheet: &mut Sheet) -> Result<(), StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT pupil_id, work_kind_id, nth, value, weight, comment FROM mark \
         WHERE school_id = ?1 AND lesson_id = ?2 ORDER BY pupil_id, work_kind_id, nth",
    )?;
    let mut rows = statement.query(params![school.0, sheet.lesson.id.0])?;
    while let Some(row) = rows.next()? {
        let work = WorkRef {
            kind: WorkKindId(row.get(1)?),
            nth: words::narrow(row.get(2)?)?,
        };
        let mark = Mark {
            value: word(row, 3)?.parse().map_err(vocabulary)?,
            weight: words::narrow(row.get(4)?)?,
            comment: row.get(5)?,
        };
        let entry = sheet.entries.entry(PupilId(row.get(0)?)).or_default();
        entry.marks.push(PlacedMark { work, mark });
    }
    Ok(())
}

fn homework(c: &Connection, school: SchoolId, sheet: &mut Sheet) -> Result<(), StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT slot, text, for_all, due, nature, links FROM homework \
         WHERE school_id = ?1 AND lesson_id = ?2",
    )?;
    let mut rows = statement.query(params![school.0, sheet.lesson.id.0])?;
    while let Some(row) = rows.next()? {
        let slot: i64 = row.get(0)?;
        let mut homework = given(row)?;
        let for_all: bool = row.get(2)?;
        if !for_all {
            homework.audience = named(c, school, sheet.lesson.id, slot)?;
        }
        sheet.homework.insert(words::narrow(slot)?, homework);
    }
    Ok(())
}

/// A homework for all, from the columns `slot, text, for_all, due, nature, links`.
pub fn given(row: &Row<'_>) -> Result<Homework, StoreError> {
    let nature: Option<String> = row.get(4)?;
    let links: Option<String> = row.get(5)?;
    Ok(Homework {
        text: row.get(1)?,
        audience: Audience::All,
        due: words::optional_date(row.get(3)?)?,
        nature: nature.as_deref().map(words::nature).transpose()?,
        links: words::links(links.as_deref()),
    })
}

fn named(c: &Connection, s: SchoolId, lesson: LessonId, slot: i64) -> Result<Audience, StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT pupil_id FROM homework_pupil \
         WHERE school_id = ?1 AND lesson_id = ?2 AND slot = ?3",
    )?;
    let pupils = statement
        .query_map(params![s.0, lesson.0, slot], |row| row.get(0).map(PupilId))?
        .collect::<Result<_, _>>()?;
    Ok(Audience::Pupils(pupils))
}

/// The latest of the last bells of some journals on a day.
pub fn last_end(
    c: &Connection,
    school: SchoolId,
    journals: &[JournalId],
    date: i64,
) -> Result<Option<i64>, StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT max(ends) FROM lesson WHERE school_id = ?1 AND journal_id = ?2 AND date = ?3",
    )?;
    let mut latest = None;
    for journal in journals {
        let end: Option<i64> = statement
            .query_row(params![school.0, journal.0, date], |row| row.get(0))
            .optional()?
            .flatten();
        latest = latest.max(end);
    }
    Ok(latest)
}
