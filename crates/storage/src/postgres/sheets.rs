//! Reading what stands in lessons.

use super::tx::{Link, prepared};
use crate::store::StoreError;
use crate::words;
use futures_util::future::join_all;
use journal::{
    AbsenceReason, Audience, Document, Homework, JournalId, Lesson, LessonId, Mark, PersonId,
    PlacedMark, PlanItemId, PupilId, RollCall, SchoolId, Sheet, Timestamp, Topic, WorkKindId,
    WorkRef,
};
use std::collections::HashMap;
use std::fmt::Display;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Row, Statement};

const HEADS: &str = "SELECT lesson_id, journal_id, date, number, starts, ends, room, teacher_id, \
                     form, roll_by, roll_at, topic, topic_item, \
                     (SELECT without_marks FROM journal WHERE journal.school_id = lesson.school_id \
                      AND journal.journal_id = lesson.journal_id) FROM lesson ";

/// The statements that read lessons.
pub struct Sheets {
    by_id: Statement,
    cells: [Statement; 5],
}

impl Sheets {
    /// Prepares them.
    pub async fn prepare(link: &Link) -> Result<Self, StoreError> {
        let heads = |rest: &str| format!("{HEADS}{rest}");
        Ok(Self {
            by_id: prepared(link, &heads("WHERE school_id = $1 AND lesson_id = ANY($2)")).await?,
            cells: [
                prepared(
                    link,
                    "SELECT lesson_id, pupil_id, state FROM attendance \
                     WHERE school_id = $1 AND lesson_id = ANY($2)",
                )
                .await?,
                prepared(
                    link,
                    "SELECT lesson_id, pupil_id, kind, standing, document, document_received \
                     FROM absence_reason WHERE school_id = $1 AND lesson_id = ANY($2)",
                )
                .await?,
                prepared(
                    link,
                    "SELECT lesson_id, pupil_id, work_kind_id, nth, value, weight, comment \
                     FROM mark WHERE school_id = $1 AND lesson_id = ANY($2) \
                     ORDER BY lesson_id, pupil_id, work_kind_id, nth",
                )
                .await?,
                prepared(
                    link,
                    "SELECT lesson_id, slot, text, for_all, due, nature, links FROM homework \
                     WHERE school_id = $1 AND lesson_id = ANY($2)",
                )
                .await?,
                prepared(
                    link,
                    "SELECT lesson_id, slot, pupil_id FROM homework_pupil \
                     WHERE school_id = $1 AND lesson_id = ANY($2)",
                )
                .await?,
            ],
        })
    }

    /// Lessons by their ids, without their cells.
    pub async fn heads(
        &self,
        link: &Link,
        school: SchoolId,
        ids: &[i64],
    ) -> Result<Vec<Sheet>, StoreError> {
        link.query(&self.by_id, &[&school.0, &ids])
            .await?
            .iter()
            .map(head)
            .collect()
    }

    /// What stands in the cells of some lessons.
    pub async fn cells(
        &self,
        link: &Link,
        school: SchoolId,
        ids: &[i64],
    ) -> Result<Cells, StoreError> {
        let key: [&(dyn ToSql + Sync); 2] = [&school.0, &ids];
        let asked = self
            .cells
            .iter()
            .map(|statement| link.query(statement, &key));
        let answers = join_all(asked)
            .await
            .into_iter()
            .collect::<Result<Vec<_>, _>>()?;
        Ok(Cells { answers })
    }
}

/// The rows of the cells of some lessons, table by table.
#[derive(Default)]
pub struct Cells {
    answers: Vec<Vec<Row>>,
}

impl Cells {
    /// Puts them where they belong.
    pub fn fill(&self, sheets: &mut [Sheet]) -> Result<(), StoreError> {
        let mut places: HashMap<i64, &mut Sheet> = sheets
            .iter_mut()
            .map(|sheet| (sheet.lesson.id.0, sheet))
            .collect();
        let put = [attendance, reason, mark, homework, named];
        for (rows, put) in self.answers.iter().zip(put) {
            for row in rows {
                if let Some(sheet) = places.get_mut(&row.try_get::<_, i64>(0)?) {
                    put(sheet, row)?;
                }
            }
        }
        Ok(())
    }
}

fn head(row: &Row) -> Result<Sheet, StoreError> {
    let lesson = Lesson {
        id: LessonId(row.try_get(0)?),
        journal: JournalId(row.try_get(1)?),
        date: words::date(row.try_get(2)?)?,
        number: words::narrow(row.try_get(3)?)?,
        starts: words::time(row.try_get(4)?)?,
        ends: words::time(row.try_get(5)?)?,
        room: row.try_get(6)?,
        teacher: PersonId(row.try_get(7)?),
    };
    let mut sheet = Sheet::new(lesson);
    sheet.without_marks = row.try_get::<_, i64>(13)? != 0;
    sheet.form = words::form(row.try_get(8)?)?;
    let roll: (Option<i64>, Option<i64>) = (row.try_get(9)?, row.try_get(10)?);
    if let (Some(by), Some(at)) = roll {
        sheet.roll_call = Some(RollCall {
            by: PersonId(by),
            at: Timestamp(at),
        });
    }
    sheet.topic = topic(row, 11)?;
    Ok(sheet)
}

/// A topic from the columns `topic, topic_item`.
pub fn topic(row: &Row, at: usize) -> Result<Option<Topic>, StoreError> {
    let text: Option<String> = row.try_get(at)?;
    let item: Option<i64> = row.try_get(at + 1)?;
    Ok(text.map(|text| Topic {
        text,
        item: item.map(PlanItemId),
    }))
}

fn vocabulary(error: impl Display) -> StoreError {
    StoreError::Failed(error.to_string())
}

fn attendance(sheet: &mut Sheet, row: &Row) -> Result<(), StoreError> {
    let state = row.try_get::<_, &str>(2)?.parse().map_err(vocabulary)?;
    sheet
        .entries
        .entry(PupilId(row.try_get(1)?))
        .or_default()
        .attendance = state;
    Ok(())
}

fn reason(sheet: &mut Sheet, row: &Row) -> Result<(), StoreError> {
    let document: (Option<String>, Option<i64>) = (row.try_get(4)?, row.try_get(5)?);
    let document = match document {
        (Some(title), Some(day)) => Some(Document {
            title,
            received: words::date(day)?,
        }),
        _ => None,
    };
    sheet
        .entries
        .entry(PupilId(row.try_get(1)?))
        .or_default()
        .reason = Some(AbsenceReason {
        kind: words::reason(row.try_get(2)?)?,
        standing: words::standing(row.try_get(3)?)?,
        document,
    });
    Ok(())
}

fn mark(sheet: &mut Sheet, row: &Row) -> Result<(), StoreError> {
    let work = WorkRef {
        kind: WorkKindId(row.try_get(2)?),
        nth: words::narrow(row.try_get(3)?)?,
    };
    let mark = Mark {
        value: row.try_get::<_, &str>(4)?.parse().map_err(vocabulary)?,
        weight: words::narrow(row.try_get(5)?)?,
        comment: row.try_get(6)?,
    };
    let entry = sheet.entries.entry(PupilId(row.try_get(1)?)).or_default();
    entry.marks.push(PlacedMark { work, mark });
    Ok(())
}

fn homework(sheet: &mut Sheet, row: &Row) -> Result<(), StoreError> {
    let mut homework = given(row, 2)?;
    if row.try_get::<_, i64>(3)? == 0 {
        homework.audience = Audience::Pupils(std::collections::BTreeSet::new());
    }
    sheet
        .homework
        .insert(words::narrow(row.try_get(1)?)?, homework);
    Ok(())
}

/// A homework for all, from the columns `text, for_all, due, nature, links`.
pub fn given(row: &Row, at: usize) -> Result<Homework, StoreError> {
    let nature: Option<&str> = row.try_get(at + 3)?;
    Ok(Homework {
        text: row.try_get(at)?,
        audience: Audience::All,
        due: words::optional_date(row.try_get(at + 2)?)?,
        nature: nature.map(words::nature).transpose()?,
        links: words::links(row.try_get(at + 4)?),
    })
}

fn named(sheet: &mut Sheet, row: &Row) -> Result<(), StoreError> {
    let slot = words::narrow(row.try_get(1)?)?;
    if let Some(Homework {
        audience: Audience::Pupils(pupils),
        ..
    }) = sheet.homework.get_mut(&slot)
    {
        pupils.insert(PupilId(row.try_get(2)?));
    }
    Ok(())
}
