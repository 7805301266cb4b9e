//! Reading what stands in lessons.

use crate::codec;
use crate::sql::{Row, Snapshot, Value, values};
use crate::store::StoreError;
use chrono::NaiveDate;
use futures_util::future::try_join5;
use journal::{
    AbsenceReason, Attendance, Audience, Document, Entry, Excuse, Homework, JournalId, Lesson,
    LessonId, Mark, PersonId, PlacedMark, PlanItemId, PupilId, RollCall, SchoolId, Sheet, Topic,
    WorkRef,
};
use std::collections::{BTreeSet, HashMap};

macro_rules! heads {
    ($rest:literal) => {
        concat!(
            "SELECT lesson_id, journal_id, date, number, starts, ends, room, teacher_id, form, \
             roll_by, roll_at, topic, topic_item, excuse, (SELECT without_marks FROM journal \
             WHERE journal.school_id = lesson.school_id \
             AND journal.journal_id = lesson.journal_id) FROM lesson ",
            $rest
        )
    };
}

const BY_ID: &str = heads!("WHERE school_id = $1 AND lesson_id = ANY($2)");
const BY_JOURNAL: &str =
    heads!("WHERE school_id = $1 AND journal_id = $2 ORDER BY date, number, lesson_id");
const BY_TEACHER: &str = heads!(
    "WHERE school_id = $1 AND teacher_id = $2 AND date BETWEEN $3 AND $4 \
     ORDER BY date, number, lesson_id"
);
const BY_JOURNALS: &str = heads!(
    "WHERE school_id = $1 AND journal_id = ANY($2) AND date BETWEEN $3 AND $4 \
     ORDER BY date, number, lesson_id"
);
const ATTENDANCE: &str = "SELECT lesson_id, pupil_id, state FROM attendance \
     WHERE school_id = $1 AND lesson_id = ANY($2)";
const REASONS: &str = "SELECT lesson_id, pupil_id, kind, standing, document, document_received \
     FROM absence_reason WHERE school_id = $1 AND lesson_id = ANY($2)";
const MARKS: &str = "SELECT lesson_id, pupil_id, work_kind_id, nth, value, weight, comment \
     FROM mark WHERE school_id = $1 AND lesson_id = ANY($2) \
     ORDER BY lesson_id, pupil_id, work_kind_id, nth";
const HOMEWORK: &str = "SELECT lesson_id, slot, for_all, text, due, nature, links FROM homework \
     WHERE school_id = $1 AND lesson_id = ANY($2)";
const HOMEWORK_PUPILS: &str = "SELECT lesson_id, slot, pupil_id FROM homework_pupil \
     WHERE school_id = $1 AND lesson_id = ANY($2)";

/// Lessons by their ids, without their cells.
pub async fn heads(
    s: &dyn Snapshot,
    school: SchoolId,
    ids: &[i64],
) -> Result<Vec<Sheet>, StoreError> {
    s.rows(BY_ID, values![school, ids], head).await
}

/// A lesson without its cells.
pub async fn lesson(
    s: &dyn Snapshot,
    school: SchoolId,
    id: LessonId,
) -> Result<Option<Sheet>, StoreError> {
    Ok(heads(s, school, &[id.0]).await?.pop())
}

/// The lessons of a journal in order of time, without their cells.
pub async fn of_journal(
    s: &dyn Snapshot,
    school: SchoolId,
    journal: JournalId,
) -> Result<Vec<Sheet>, StoreError> {
    s.rows(BY_JOURNAL, values![school, journal], head).await
}

/// A teacher's lessons of some days in order of time, without their cells.
pub async fn of_teacher(
    s: &dyn Snapshot,
    school: SchoolId,
    teacher: PersonId,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<Sheet>, StoreError> {
    let days = (codec::of_date(first), codec::of_date(last));
    s.rows(BY_TEACHER, values![school, teacher, days.0, days.1], head)
        .await
}

/// The lessons of some journals on some days in order of time, without their cells.
pub async fn of_journals(
    s: &dyn Snapshot,
    school: SchoolId,
    journals: &[JournalId],
    (first, last): (NaiveDate, NaiveDate),
) -> Result<Vec<Sheet>, StoreError> {
    let days = (codec::of_date(first), codec::of_date(last));
    let ids: Vec<i64> = journals.iter().map(|id| id.0).collect();
    let values = values![school, ids.as_slice(), days.0, days.1];
    s.rows(BY_JOURNALS, values, head).await
}

fn head(row: Row<'_>) -> Result<Sheet, StoreError> {
    let mut sheet = Sheet::new(Lesson {
        id: row.get(0)?,
        journal: row.get(1)?,
        date: row.get(2)?,
        number: row.get(3)?,
        starts: row.get(4)?,
        ends: row.get(5)?,
        room: row.get(6)?,
        teacher: row.get(7)?,
    });
    sheet.form = row.get(8)?;
    let roll: (Option<PersonId>, _) = (row.get(9)?, row.get(10)?);
    if let (Some(by), Some(at)) = roll {
        sheet.roll_call = Some(RollCall { by, at });
    }
    sheet.topic = topic(row, 11)?;
    sheet.excuse = row.get::<Option<String>>(13)?.map(|words| Excuse { words });
    sheet.without_marks = row.get(14)?;
    Ok(sheet)
}

/// A topic of the columns `topic, topic_item`.
pub fn topic(row: Row<'_>, at: usize) -> Result<Option<Topic>, StoreError> {
    let text: Option<String> = row.get(at)?;
    let item: Option<PlanItemId> = row.get(at + 1)?;
    Ok(text.map(|text| Topic { text, item }))
}

/// Reads what stands in the cells of lessons, given by their heads: all of those, at once.
pub async fn fill<'s>(
    s: &dyn Snapshot,
    school: SchoolId,
    sheets: impl Iterator<Item = &'s mut Sheet>,
) -> Result<(), StoreError> {
    let sheets: Vec<&mut Sheet> = sheets.collect();
    let ids: Vec<i64> = sheets.iter().map(|sheet| sheet.lesson.id.0).collect();
    cells(s, school, &ids).await?.put(sheets.into_iter());
    Ok(())
}

/// What stands in the cells of some lessons, whose heads may still be on their way.
pub struct Cells {
    states: Vec<(At, Attendance)>,
    reasons: Vec<(At, AbsenceReason)>,
    marks: Vec<(At, PlacedMark)>,
    homework: Vec<(LessonId, u8, Homework)>,
    named: Vec<(LessonId, u8, PupilId)>,
}

/// Reads the cells of lessons, table by table, all at once.
pub async fn cells(s: &dyn Snapshot, school: SchoolId, ids: &[i64]) -> Result<Cells, StoreError> {
    let key: &[Value<'_>] = values![school, ids];
    let (states, reasons, marks, homework, named) = try_join5(
        s.rows(ATTENDANCE, key, attendance),
        s.rows(REASONS, key, reason),
        s.rows(MARKS, key, mark),
        s.rows(HOMEWORK, key, homework),
        s.rows(HOMEWORK_PUPILS, key, |row| {
            Ok((row.get(0)?, row.get(1)?, row.get(2)?))
        }),
    )
    .await?;
    Ok(Cells {
        states,
        reasons,
        marks,
        homework,
        named,
    })
}

impl Cells {
    /// Puts them where they belong.
    pub fn put<'s>(self, sheets: impl Iterator<Item = &'s mut Sheet>) {
        let mut sheets: HashMap<LessonId, &mut Sheet> =
            sheets.map(|sheet| (sheet.lesson.id, sheet)).collect();
        for (at, state) in self.states {
            if let Some(entry) = entry(&mut sheets, at) {
                entry.attendance = state;
            }
        }
        for (at, reason) in self.reasons {
            if let Some(entry) = entry(&mut sheets, at) {
                entry.reason = Some(reason);
            }
        }
        for (at, mark) in self.marks {
            if let Some(entry) = entry(&mut sheets, at) {
                entry.marks.push(mark);
            }
        }
        for (lesson, slot, homework) in self.homework {
            if let Some(sheet) = sheets.get_mut(&lesson) {
                sheet.homework.insert(slot, homework);
            }
        }
        for (lesson, slot, pupil) in self.named {
            if let Some(sheet) = sheets.get_mut(&lesson)
                && let Some(homework) = sheet.homework.get_mut(&slot)
                && let Audience::Pupils(pupils) = &mut homework.audience
            {
                pupils.insert(pupil);
            }
        }
    }
}

type At = (LessonId, PupilId);

fn entry<'a>(
    sheets: &'a mut HashMap<LessonId, &mut Sheet>,
    (lesson, pupil): At,
) -> Option<&'a mut Entry> {
    let sheet = sheets.get_mut(&lesson)?;
    Some(sheet.entries.entry(pupil).or_default())
}

fn at(row: Row<'_>) -> Result<At, StoreError> {
    Ok((row.get(0)?, row.get(1)?))
}

fn attendance(row: Row<'_>) -> Result<(At, Attendance), StoreError> {
    Ok((at(row)?, row.get(2)?))
}

fn reason(row: Row<'_>) -> Result<(At, AbsenceReason), StoreError> {
    let document: (Option<String>, _) = (row.get(4)?, row.get(5)?);
    let document = match document {
        (Some(title), Some(received)) => Some(Document { title, received }),
        _ => None,
    };
    let reason = AbsenceReason {
        kind: row.get(2)?,
        standing: row.get(3)?,
        document,
    };
    Ok((at(row)?, reason))
}

fn mark(row: Row<'_>) -> Result<(At, PlacedMark), StoreError> {
    let work = WorkRef {
        kind: row.get(2)?,
        nth: row.get(3)?,
    };
    let mark = Mark {
        value: row.get(4)?,
        weight: row.get(5)?,
        comment: row.get(6)?,
    };
    Ok((at(row)?, PlacedMark { work, mark }))
}

fn homework(row: Row<'_>) -> Result<(LessonId, u8, Homework), StoreError> {
    let mut homework = given(row, 3)?;
    let for_all: bool = row.get(2)?;
    if !for_all {
        homework.audience = Audience::Pupils(BTreeSet::new());
    }
    Ok((row.get(0)?, row.get(1)?, homework))
}

/// A homework for all, of the columns `text, due, nature, links`.
pub fn given(row: Row<'_>, at: usize) -> Result<Homework, StoreError> {
    Ok(Homework {
        text: row.get(at)?,
        audience: Audience::All,
        due: row.get(at + 1)?,
        nature: row.get(at + 2)?,
        links: codec::links(row.get(at + 3)?),
    })
}
