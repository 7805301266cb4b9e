//! A batch in the writer's transaction; the log and the feed.

use super::cells::CellWriter;
use super::link::at_once;
use super::writer::WriterContext;
use crate::batch::{
    AsideRow, Decision, Device, Item, Known, LogRow, Material, Outcome, Prepared, Settled, Touched,
    Writers, settle,
};
use crate::cases::{accounts, register, sheets};
use crate::codec;
use crate::directory::Directory;
use crate::sql::{self, Snapshot, values};
use crate::store::{BatchOutcome, StoreError};
use journal::{
    ChangeId, Clause, DeviceId, JournalId, LessonId, PersonId, PlanItemId, SchoolId, Timestamp,
};
use rusqlite::{CachedStatement, Connection, OptionalExtension, Row, params};
use std::collections::HashMap;

/// Judges, applies and writes a batch.
pub fn apply(context: &mut WriterContext, batch: &Prepared) -> Result<BatchOutcome, StoreError> {
    let directory = register::directory(&context.link, &context.shared.directories, batch.school);
    let Some((directory, seq)) = at_once(directory)? else {
        return Err(StoreError::Failed(format!("no school {}", batch.school)));
    };
    let mut material = material(context, &directory, batch, seq)?;
    let mut settled = match settle(&directory, batch, &mut material) {
        Decision::Refused(outcome) => return Ok(outcome),
        Decision::Settled(settled) => *settled,
    };
    write(&context.link.lock(), batch, &settled, seq)?;
    if settled.seq > seq {
        context.raised.push((batch.school, settled.seq));
    }
    for (lesson, touched) in settled.lessons.drain() {
        context
            .recent
            .keep(batch.school, lesson, directory.admin_seq, touched);
    }
    Ok(settled.outcome(&material.known))
}

fn material(
    context: &mut WriterContext,
    directory: &Directory,
    batch: &Prepared,
    seq: i64,
) -> Result<Material, StoreError> {
    let mut lessons = HashMap::with_capacity(batch.lessons.len());
    for id in &batch.lessons {
        let recent = context.recent.take(batch.school, *id, directory.admin_seq);
        let touched = match recent {
            Some(touched) => Some(touched),
            None => at_once(touched(&context.link, directory, batch.school, *id))?,
        };
        if let Some(touched) = touched {
            lessons.insert(*id, touched);
        }
    }
    let device = at_once(accounts::device(&context.link, batch.school, batch.device))?;
    let c = &context.link.lock();
    let known = known(c, batch.school, &batch.items)?;
    let plan = plan(c, batch)?;
    Ok(Material {
        seq,
        device,
        known,
        lessons,
        plan,
    })
}

fn plan(c: &Connection, batch: &Prepared) -> Result<HashMap<PlanItemId, JournalId>, StoreError> {
    let mut plan = HashMap::new();
    for item in &batch.plan_items {
        let journal = c
            .prepare_cached(
                "SELECT journal_id FROM plan_item WHERE school_id = ?1 AND plan_item_id = ?2",
            )?
            .query_row(params![batch.school.0, item.0], |row| row.get(0))
            .optional()?;
        plan.extend(journal.map(|journal| (*item, JournalId(journal))));
    }
    Ok(plan)
}

const WRITERS: &str = "SELECT writers FROM lesson_writers WHERE school_id = $1 AND lesson_id = $2";

async fn touched(
    s: &dyn Snapshot,
    directory: &Directory,
    school: SchoolId,
    lesson: LessonId,
) -> Result<Option<Touched>, StoreError> {
    let Some(mut sheet) = sheets::lesson(s, school, lesson).await? else {
        return Ok(None);
    };
    sheets::fill(s, school, std::iter::once(&mut sheet)).await?;
    let (journal, date) = (sheet.lesson.journal, sheet.lesson.date);
    let last_bell = register::last_bell(s, directory, journal, date).await?;
    let writers = |row: sql::Row<'_>| Writers::from_text(row.get(0)?);
    let writers = s.row(WRITERS, values![school, lesson], writers).await?;
    Ok(Some(Touched {
        sheet,
        writers: writers.unwrap_or_default(),
        last_bell,
    }))
}

/// Writes who wrote the cells of a lesson last.
pub fn put_writers(
    c: &Connection,
    school: SchoolId,
    lesson: LessonId,
    writers: &Writers,
) -> Result<(), StoreError> {
    c.prepare_cached(
        "INSERT INTO lesson_writers (school_id, lesson_id, writers) VALUES (?1, ?2, ?3) \
         ON CONFLICT (school_id, lesson_id) DO UPDATE SET writers = excluded.writers",
    )?
    .execute(params![school.0, lesson.0, writers.to_text()])?;
    Ok(())
}

/// Writes a device.
pub fn put_device(c: &Connection, s: SchoolId, id: DeviceId, d: Device) -> Result<(), StoreError> {
    c.prepare_cached(
        "INSERT INTO device \
         (school_id, device_id, person_id, last_n, seen_at, since_at, before_at) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) \
         ON CONFLICT (school_id, device_id) DO UPDATE SET last_n = excluded.last_n, \
         seen_at = excluded.seen_at, since_at = excluded.since_at, before_at = excluded.before_at",
    )?
    .execute(params![
        s.0,
        id.0.as_bytes(),
        d.person.0,
        codec::wide(d.last_n),
        d.contact.seen.0,
        d.contact.since.0,
        d.contact.before.0,
    ])?;
    Ok(())
}

/// Which of these changes came before.
fn known(
    c: &Connection,
    school: SchoolId,
    items: &[Item],
) -> Result<HashMap<ChangeId, Known>, StoreError> {
    // One statement for both, since nearly every change is in neither.
    let mut statement = c.prepare_cached(
        "SELECT person_id, hash, seq, due, clause_id, clause_cite, NULL FROM change_log \
         WHERE school_id = ?1 AND change_id = ?2 \
         UNION ALL SELECT person_id, hash, 0, NULL, NULL, NULL, details FROM set_aside \
         WHERE school_id = ?1 AND change_id = ?2",
    )?;
    let mut known = HashMap::new();
    for item in items {
        let id = item.change.id;
        let mut rows = statement.query(params![school.0, id.0.as_bytes()])?;
        if let Some(row) = rows.next()? {
            known.insert(id, read_known(row)?);
        }
    }
    Ok(known)
}

fn read_known(row: &Row<'_>) -> Result<Known, StoreError> {
    let details: Option<String> = row.get(6)?;
    let outcome = if let Some(details) = details {
        Outcome::from_text(&details)?
    } else {
        let clause: (Option<i64>, Option<String>, Option<String>) =
            (row.get(3)?, row.get(4)?, row.get(5)?);
        let late = match clause {
            (Some(due), Some(id), Some(cite)) => Some((Timestamp(due), Clause { id, cite })),
            _ => None,
        };
        Outcome::applied(row.get(2)?, late)
    };
    Ok(Known {
        person: PersonId(row.get(0)?),
        hash: row.get(1)?,
        outcome,
    })
}

fn write(
    c: &Connection,
    batch: &Prepared,
    settled: &Settled,
    before: i64,
) -> Result<(), StoreError> {
    let school = batch.school;
    let mut log = Log::of(c, school)?;
    for row in &settled.log {
        log.write(row)?;
    }
    for row in &settled.aside {
        set_aside(c, school, row)?;
    }
    let mut cells = CellWriter::of(c, school)?;
    for (lesson, cell) in &settled.cells {
        if let Some(touched) = settled.lessons.get(lesson) {
            cells.write(&touched.sheet, *cell)?;
        }
    }
    for (lesson, writers) in settled.writers() {
        put_writers(c, school, lesson, writers)?;
    }
    for stream in &settled.streams {
        raise_stream(c, school, *stream, settled.seq)?;
    }
    if settled.seq > before {
        c.prepare_cached("UPDATE school_seq SET seq = ?2 WHERE school_id = ?1")?
            .execute(params![school.0, settled.seq])?;
    }
    put_device(c, school, batch.device, settled.device)
}

/// Raises the version of a stream.
pub fn raise_stream(c: &Connection, s: SchoolId, stream: i64, seq: i64) -> Result<(), StoreError> {
    c.prepare_cached(
        "INSERT INTO stream (school_id, stream_id, seq) VALUES (?1, ?2, ?3) \
         ON CONFLICT (school_id, stream_id) DO UPDATE SET seq = excluded.seq",
    )?
    .execute(params![s.0, stream, seq])?;
    Ok(())
}

/// Writes rows of the log.
pub struct Log<'c> {
    school: SchoolId,
    statement: CachedStatement<'c>,
}

impl<'c> Log<'c> {
    /// For the log of a school.
    pub fn of(c: &'c Connection, school: SchoolId) -> Result<Self, StoreError> {
        let statement = c.prepare_cached(
            "INSERT INTO change_log (school_id, seq, change_id, gesture_id, device_id, n, \
             person_id, lesson_id, journal_id, kind, pupil_id, edit, ground, hash, due, \
             clause_id, clause_cite, made_at, received_at, in_time_by_device) VALUES (?1, ?2, ?3, \
             ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20)",
        )?;
        Ok(Self { school, statement })
    }

    /// Writes a row.
    pub fn write(&mut self, row: &LogRow) -> Result<(), StoreError> {
        self.statement.execute(params![
            self.school.0,
            row.seq,
            row.id.0.as_bytes(),
            row.gesture.0.as_bytes(),
            row.device.as_ref().map(|device| device.0.as_bytes()),
            codec::wide(row.n),
            row.person.0,
            row.lesson.0,
            row.journal.0,
            row.kind,
            row.pupil.map(|pupil| pupil.0),
            row.payload.edit,
            row.payload.ground,
            row.payload.hash,
            row.late.as_ref().map(|(due, _)| due.0),
            row.late.as_ref().map(|(_, clause)| &clause.id),
            row.late.as_ref().map(|(_, clause)| &clause.cite),
            row.made_at.0,
            row.received_at.0,
            row.in_time_by_device,
        ])?;
        Ok(())
    }
}

fn set_aside(c: &Connection, school: SchoolId, row: &AsideRow) -> Result<(), StoreError> {
    c.prepare_cached(
        "INSERT INTO set_aside (school_id, change_id, gesture_id, device_id, n, person_id, \
         lesson_id, kind, pupil_id, edit, ground, hash, outcome, clause_id, details, made_at, \
         received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, \
         ?16, ?17)",
    )?
    .execute(params![
        school.0,
        row.id.0.as_bytes(),
        row.gesture.0.as_bytes(),
        row.device.0.as_bytes(),
        codec::wide(row.n),
        row.person.0,
        row.lesson.0,
        row.kind,
        row.pupil.map(|pupil| pupil.0),
        row.payload.edit,
        row.payload.ground,
        row.payload.hash,
        row.outcome.name(),
        row.outcome.clause().map(|clause| &clause.id),
        row.outcome.to_text()?,
        row.made_at.0,
        row.received_at.0,
    ])?;
    Ok(())
}
