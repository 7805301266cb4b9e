//! A batch in the writer's transaction; the log and the feed.

use super::cells::CellWriter;
use super::link::at_once;
use super::writer::WriterContext;
use crate::batch::{
    AsideRow, Decision, Device, Item, Known, LogRow, Material, Prepared, Settled, Writers,
    outcome_text, settle,
};
use crate::cases::{accounts, batches, directory, terms};
use crate::codec;
use crate::directory::Directory;
use crate::sql::{self, Snapshot};
use crate::store::{BatchOutcome, StoreError};
use journal::{ChangeId, DeviceId, LessonId, SchoolId};
use rusqlite::{CachedStatement, Connection, params};
use std::collections::HashMap;

/// Judges, applies and writes a batch.
pub fn apply(context: &mut WriterContext, batch: &Prepared) -> Result<BatchOutcome, StoreError> {
    let directory = directory::now(&context.link, &context.shared.directories, batch.school);
    let Some((directory, seq)) = at_once(directory)? else {
        return Err(StoreError::Failed(format!("no school {}", batch.school)));
    };
    let mut material = material(context, &directory, batch, seq)?;
    let mut settled = match settle(&directory, batch, &mut material) {
        Decision::Refused(outcome) => return Ok(outcome),
        Decision::Settled(settled) => *settled,
    };
    write(&context.link.lock(), batch, &settled, seq)?;
    let moved = &settled.term_cells;
    at_once(terms::put(
        &context.link,
        batch.school,
        &settled.terms,
        moved,
    ))?;
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
    let mut recent = Vec::new();
    let mut others = Vec::new();
    for id in &batch.lessons {
        match context.recent.take(batch.school, *id, directory.admin_seq) {
            Some(touched) => recent.push((*id, touched)),
            None => others.push(id.0),
        }
    }
    let (s, school): (&dyn Snapshot, _) = (&context.link, batch.school);
    let plan: Vec<i64> = batch.plan_items.iter().map(|item| item.0).collect();
    let (mut lessons, terms, device, plan, named) = at_once(async {
        let others = batches::lessons(s, school, &others).await?;
        let lessons = batches::touched(s, directory, others).await?;
        let device = accounts::device(s, school, batch.device).await?;
        let terms = terms::touched(s, directory, batch.terms.iter().copied()).await?;
        let plan = batches::plan(s, school, &plan).await?;
        let named = batches::named(s, school, [batch]).await?;
        Ok((lessons, terms, device, plan, named))
    })?;
    lessons.extend(recent);
    Ok(Material {
        seq,
        device,
        known: known(&context.link.lock(), school, &batch.items)?,
        lessons,
        terms,
        plan,
        named,
    })
}

/// Writes the claims on the cells of a lesson.
pub fn put_writers(
    c: &Connection,
    school: SchoolId,
    lesson: LessonId,
    writers: &Writers,
) -> Result<(), StoreError> {
    c.prepare_cached(
        "INSERT INTO lesson_writers (school_id, lesson_id, writers, written) \
         VALUES (?1, ?2, ?3, 1) ON CONFLICT (school_id, lesson_id) DO UPDATE SET \
         writers = excluded.writers, written = lesson_writers.written + 1",
    )?
    .execute(params![school.0, lesson.0, writers.to_text()])?;
    Ok(())
}

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

/// Which of these changes came before. One statement for all tables, since nearly every change is
/// in none, and one question each: as a list they would have to be written out and read.
fn known(
    c: &Connection,
    school: SchoolId,
    items: &[Item],
) -> Result<HashMap<ChangeId, Known>, StoreError> {
    let mut statement = c.prepare_cached(
        "SELECT change_id, person_id, hash, seq, due, clause_id, clause_cite, NULL \
         FROM change_log WHERE school_id = ?1 AND change_id = ?2 \
         UNION ALL SELECT change_id, person_id, hash, 0, NULL, NULL, NULL, details \
         FROM set_aside WHERE school_id = ?1 AND change_id = ?2 \
         UNION ALL SELECT amendment_id, person_id, NULL, seq, NULL, NULL, NULL, NULL \
         FROM amendment_log WHERE school_id = ?1 AND amendment_id = ?2",
    )?;
    let mut known = HashMap::new();
    for item in items {
        let mut rows = statement.query(params![school.0, item.change.id.0.as_bytes()])?;
        if let Some(row) = rows.next()? {
            known.extend([batches::known(sql::Row(row))?]);
        }
    }
    Ok(known)
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
    if let Some(newest) = settled.newest() {
        for stream in &settled.streams {
            raise_stream(c, school, *stream, newest)?;
        }
    }
    if settled.seq > before {
        c.prepare_cached("UPDATE school_seq SET seq = ?2 WHERE school_id = ?1")?
            .execute(params![school.0, settled.seq])?;
    }
    put_device(c, school, batch.device, settled.device)
}

/// Raises the version of a stream.
pub fn raise_stream(
    c: &Connection,
    school: SchoolId,
    stream: i64,
    (seq, change): (i64, ChangeId),
) -> Result<(), StoreError> {
    c.prepare_cached(
        "INSERT INTO stream (school_id, stream_id, seq, change_id) VALUES (?1, ?2, ?3, ?4) \
         ON CONFLICT (school_id, stream_id) DO UPDATE SET \
         seq = excluded.seq, change_id = excluded.change_id",
    )?
    .execute(params![school.0, stream, seq, change.0.as_bytes()])?;
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
             person_id, journal_id, lesson_id, period_id, kind, pupil_id, edit, ground, hash, due, \
             clause_id, clause_cite, made_at, received_at, in_time_by_device) VALUES (?1, ?2, ?3, \
             ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
        )?;
        Ok(Self { school, statement })
    }

    pub fn write(&mut self, row: &LogRow) -> Result<(), StoreError> {
        self.statement.execute(params![
            self.school.0,
            row.seq,
            row.id.0.as_bytes(),
            row.gesture.0.as_bytes(),
            row.device.as_ref().map(|device| device.0.as_bytes()),
            codec::wide(row.n),
            row.person.0,
            row.journal.0,
            row.sheet.lesson().map(|lesson| lesson.0),
            row.sheet.period().map(|period| period.0),
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
         sheet, kind, pupil_id, edit, ground, hash, outcome, clause_id, details, made_at, \
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
        row.sheet.to_string(),
        row.kind,
        row.pupil.map(|pupil| pupil.0),
        row.payload.edit,
        row.payload.ground,
        row.payload.hash,
        row.outcome.name(),
        row.outcome.clause().map(|clause| &clause.id),
        outcome_text(&row.outcome)?,
        row.made_at.0,
        row.received_at.0,
    ])?;
    Ok(())
}
