//! Writing what stands in cells.

use crate::codec;
use crate::store::StoreError;
use journal::{Attendance, Audience, Cell, Homework, LessonId, PupilId, SchoolId, Sheet, WorkRef};
use rusqlite::{CachedStatement, Connection, params};

/// Writes cells; the statements that most of them need are prepared once.
pub struct CellWriter<'c> {
    connection: &'c Connection,
    school: SchoolId,
    attendance: CachedStatement<'c>,
    mark: CachedStatement<'c>,
}

impl<'c> CellWriter<'c> {
    /// For the cells of a school.
    pub fn of(connection: &'c Connection, school: SchoolId) -> Result<Self, StoreError> {
        let attendance = connection.prepare_cached(
            "INSERT INTO attendance (school_id, lesson_id, pupil_id, state) \
             VALUES (?1, ?2, ?3, ?4) \
             ON CONFLICT (school_id, lesson_id, pupil_id) DO UPDATE SET state = excluded.state",
        )?;
        let mark = connection.prepare_cached(
            "INSERT INTO mark \
             (school_id, lesson_id, pupil_id, work_kind_id, nth, value, weight, comment) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) \
             ON CONFLICT (school_id, lesson_id, pupil_id, work_kind_id, nth) DO UPDATE SET \
             value = excluded.value, weight = excluded.weight, comment = excluded.comment",
        )?;
        Ok(Self {
            connection,
            school,
            attendance,
            mark,
        })
    }

    /// Writes a cell of a lesson as it stands in `sheet`.
    pub fn write(&mut self, sheet: &Sheet, cell: Cell) -> Result<(), StoreError> {
        let (c, s, lesson) = (self.connection, self.school, sheet.lesson.id);
        match cell {
            Cell::Attendance { pupil } => self.attendance(lesson, pupil, sheet.attendance(pupil)),
            Cell::Reason { pupil } => reason(c, s, sheet, pupil),
            Cell::Mark { pupil, work } => self.mark(sheet, pupil, work),
            Cell::Homework { slot } => homework(c, s, lesson, slot, sheet.homework.get(&slot)),
            _ => head(c, s, sheet),
        }
    }

    fn attendance(
        &mut self,
        lesson: LessonId,
        pupil: PupilId,
        state: Attendance,
    ) -> Result<(), StoreError> {
        if state == Attendance::Present {
            self.connection
                .prepare_cached(
                    "DELETE FROM attendance \
                     WHERE school_id = ?1 AND lesson_id = ?2 AND pupil_id = ?3",
                )?
                .execute(params![self.school.0, lesson.0, pupil.0])?;
        } else {
            let state = state.to_string();
            self.attendance
                .execute(params![self.school.0, lesson.0, pupil.0, state])?;
        }
        Ok(())
    }

    fn mark(&mut self, sheet: &Sheet, pupil: PupilId, work: WorkRef) -> Result<(), StoreError> {
        let (s, lesson) = (self.school.0, sheet.lesson.id.0);
        let Some(mark) = sheet.entry(pupil).and_then(|entry| entry.mark(work)) else {
            self.connection
                .prepare_cached(
                    "DELETE FROM mark WHERE school_id = ?1 AND lesson_id = ?2 AND pupil_id = ?3 \
                     AND work_kind_id = ?4 AND nth = ?5",
                )?
                .execute(params![s, lesson, pupil.0, work.kind.0, work.nth])?;
            return Ok(());
        };
        self.mark.execute(params![
            s,
            lesson,
            pupil.0,
            work.kind.0,
            work.nth,
            mark.value.to_string(),
            mark.weight,
            mark.comment,
        ])?;
        Ok(())
    }
}

fn reason(c: &Connection, s: SchoolId, sheet: &Sheet, pupil: PupilId) -> Result<(), StoreError> {
    let lesson = sheet.lesson.id;
    let Some(reason) = sheet.entry(pupil).and_then(|entry| entry.reason.as_ref()) else {
        c.prepare_cached(
            "DELETE FROM absence_reason \
             WHERE school_id = ?1 AND lesson_id = ?2 AND pupil_id = ?3",
        )?
        .execute(params![s.0, lesson.0, pupil.0])?;
        return Ok(());
    };
    let document = reason.document.as_ref();
    c.prepare_cached(
        "INSERT INTO absence_reason \
         (school_id, lesson_id, pupil_id, kind, standing, document, document_received) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
         ON CONFLICT (school_id, lesson_id, pupil_id) DO UPDATE SET kind = excluded.kind, \
         standing = excluded.standing, document = excluded.document, \
         document_received = excluded.document_received",
    )?
    .execute(params![
        s.0,
        lesson.0,
        pupil.0,
        reason.kind.word(),
        reason.standing.word(),
        document.map(|paper| paper.title.as_str()),
        document.map(|paper| codec::of_date(paper.received)),
    ])?;
    Ok(())
}

fn homework(
    c: &Connection,
    s: SchoolId,
    lesson: LessonId,
    slot: u8,
    homework: Option<&Homework>,
) -> Result<(), StoreError> {
    let key = params![s.0, lesson.0, slot];
    c.prepare_cached(
        "DELETE FROM homework_pupil WHERE school_id = ?1 AND lesson_id = ?2 AND slot = ?3",
    )?
    .execute(key)?;
    let Some(homework) = homework else {
        c.prepare_cached(
            "DELETE FROM homework WHERE school_id = ?1 AND lesson_id = ?2 AND slot = ?3",
        )?
        .execute(key)?;
        return Ok(());
    };
    c.prepare_cached(
        "INSERT INTO homework \
         (school_id, lesson_id, slot, text, for_all, none_set, due, nature, links) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) \
         ON CONFLICT (school_id, lesson_id, slot) DO UPDATE SET text = excluded.text, \
         for_all = excluded.for_all, none_set = excluded.none_set, due = excluded.due, \
         nature = excluded.nature, links = excluded.links",
    )?
    .execute(params![
        s.0,
        lesson.0,
        slot,
        homework.text,
        homework.audience == Audience::All,
        homework.is_none_set(),
        homework.due.map(codec::of_date),
        homework.nature.map(journal::Nature::word),
        codec::of_links(&homework.links),
    ])?;
    if let Audience::Pupils(pupils) = &homework.audience {
        let mut statement = c.prepare_cached(
            "INSERT INTO homework_pupil (school_id, lesson_id, slot, pupil_id) \
             VALUES (?1, ?2, ?3, ?4)",
        )?;
        for pupil in pupils {
            statement.execute(params![s.0, lesson.0, slot, pupil.0])?;
        }
    }
    Ok(())
}

fn head(c: &Connection, s: SchoolId, sheet: &Sheet) -> Result<(), StoreError> {
    c.prepare_cached(
        "UPDATE lesson SET form = ?3, roll_by = ?4, roll_at = ?5, topic = ?6, topic_item = ?7, \
         excuse = ?8 \
         WHERE school_id = ?1 AND lesson_id = ?2",
    )?
    .execute(params![
        s.0,
        sheet.lesson.id.0,
        sheet.form.word(),
        sheet.roll_call.map(|roll| roll.by.0),
        sheet.roll_call.map(|roll| roll.at.0),
        sheet.topic.as_ref().map(|topic| topic.text.as_str()),
        sheet
            .topic
            .as_ref()
            .and_then(|topic| topic.item)
            .map(|item| item.0),
        sheet.excuse.as_ref().map(|excuse| excuse.words.as_str()),
    ])?;
    Ok(())
}
