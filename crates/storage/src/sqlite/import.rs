//! A whole school in one transaction: rows prepared on one thread, inserted on the writer's,
//! indexes made afterwards.

use super::cells::CellWriter;
use super::changes::{self, Log};
use super::link::at_once;
use super::writer::{WriterContext, is_in_place};
use crate::batch::LogRow;
use crate::blank;
use crate::cases::{directory, terms};
use crate::intake::tables::{self, Table, Texts};
use crate::intake::{Chunk, Intake};
use crate::store::StoreError;
use journal::{ChangeId, SchoolId};
use rusqlite::{Connection, params, params_from_iter};
use std::collections::BTreeMap;
use std::sync::mpsc::sync_channel;
use tokio::sync::oneshot;

/// Lessons prepared at a time.
const CHUNK: usize = 512;

pub struct Bulk {
    intake: Intake,
    /// A blank school whose place it takes.
    over: Option<SchoolId>,
    reply: Option<oneshot::Sender<Result<(), StoreError>>>,
}

impl Bulk {
    /// The load of a school, perhaps in place of a blank one.
    pub fn new(intake: Intake, over: Option<SchoolId>) -> Self {
        Self {
            intake,
            over,
            reply: None,
        }
    }

    /// With somebody who waits for it.
    pub fn answering(mut self, reply: oneshot::Sender<Result<(), StoreError>>) -> Self {
        self.reply = Some(reply);
        self
    }

    /// Loads the school, alone on the writer.
    pub fn run(self, context: &mut WriterContext) {
        let loaded = load(context, &self.intake, self.over);
        if loaded.is_ok() {
            context.shared.directories.keep(self.intake.directory);
        }
        if let Some(reply) = self.reply {
            // Who asked may have gone.
            let _ = reply.send(loaded);
        }
    }
}

fn load(
    context: &mut WriterContext,
    intake: &Intake,
    over: Option<SchoolId>,
) -> Result<(), StoreError> {
    is_in_place(context)?;
    let fresh = std::mem::take(&mut context.fresh);
    let link = context.link.lock();
    let c = &link;
    // The references were checked in memory; a file that nobody else knows yet may be lost whole.
    c.pragma_update(None, "foreign_keys", "OFF")?;
    c.pragma_update(None, "cache_size", -32_768)?;
    if fresh {
        c.pragma_update(None, "synchronous", "OFF")?;
    }
    let loaded = in_transaction(context, c, intake, over);
    c.pragma_update(None, "synchronous", "FULL")?;
    c.pragma_update(None, "cache_size", -4096)?;
    c.pragma_update(None, "foreign_keys", "ON")?;
    loaded?;
    // 1: a reader has kept some of it in the log.
    let busy: i64 = c.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    c.execute_batch("PRAGMA shrink_memory")?;
    drop(link);
    context.file.note();
    // It may have taken a minute. Of a log that was removed all is in the database by now.
    match is_in_place(context) {
        Err(_) if busy == 0 && context.file.has_lost_its_log() => Ok(()),
        in_place => in_place,
    }
}

fn in_transaction(
    context: &WriterContext,
    c: &Connection,
    intake: &Intake,
    over: Option<SchoolId>,
) -> Result<(), StoreError> {
    c.execute_batch("BEGIN IMMEDIATE")?;
    let written = over
        .map_or(Ok(()), |blank| remove_blank(context, c, blank))
        .and_then(|()| write(context, c, intake));
    match &written {
        Ok(()) => c.execute_batch("COMMIT")?,
        // SQLite has done so by itself when the disk is full or fails.
        Err(_) if c.is_autocommit() => {}
        Err(_) => c.execute_batch("ROLLBACK")?,
    }
    written
}

fn remove_blank(
    context: &WriterContext,
    c: &Connection,
    school: SchoolId,
) -> Result<(), StoreError> {
    if !at_once(directory::is_blank(&context.link, school))? {
        return Err(StoreError::SchoolExists(school));
    }
    for table in blank::tables() {
        c.execute(&blank::removal(table, "?1"), [school.0])?;
    }
    Ok(())
}

fn write(context: &WriterContext, c: &Connection, intake: &Intake) -> Result<(), StoreError> {
    let school = &intake.directory.school;
    let there: Vec<i64> = c
        .prepare("SELECT school_id FROM school")?
        .query_map([], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    if there.contains(&school.id.0) {
        return Err(StoreError::SchoolExists(school.id));
    }
    let indexes = if there.is_empty() {
        drop_indexes(c)?
    } else {
        Vec::new()
    };
    let texts = Texts::of(intake)?;
    for table in tables::tables(intake, &texts) {
        put(c, &table)?;
    }
    c.execute(
        "INSERT INTO school_seq (school_id, seq, admin_seq, register_seq) VALUES (?1, ?2, ?3, ?3)",
        params![school.id.0, intake.last_seq(), intake.directory.admin_seq],
    )?;
    let past = intake.terms()?;
    let (terms, cells) = (&past.terms, &past.cells);
    at_once(terms::put(&context.link, school.id, terms, cells))?;
    sheets(c, intake, past.log)?;
    for index in indexes {
        c.execute_batch(&index)?;
    }
    Ok(())
}

fn drop_indexes(c: &Connection) -> Result<Vec<String>, StoreError> {
    let indexes: Vec<(String, String)> = c
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for (name, _) in &indexes {
        c.execute_batch(&format!("DROP INDEX \"{name}\""))?;
    }
    Ok(indexes.into_iter().map(|(_, sql)| sql).collect())
}

/// The lessons, and the log of all sheets.
fn sheets(c: &Connection, intake: &Intake, of_terms: Vec<LogRow>) -> Result<(), StoreError> {
    let school = intake.directory.school.id;
    let mut streams: BTreeMap<i64, (i64, ChangeId)> = BTreeMap::new();
    let (ready, chunks) = sync_channel::<Result<Chunk, StoreError>>(4);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            let mut start = 0;
            while start < intake.lessons() {
                let end = (start + CHUNK).min(intake.lessons());
                if ready.send(intake.chunk(start..end)).is_err() {
                    return;
                }
                start = end;
            }
        });
        let (mut cells, mut log) = (CellWriter::of(c, school)?, Log::of(c, school)?);
        let of_terms = Chunk {
            log: of_terms,
            ..Chunk::default()
        };
        for chunk in chunks.into_iter().chain([Ok(of_terms)]) {
            let chunk = chunk?;
            put(c, &tables::lessons(school, &chunk.sheets))?;
            for sheet in &chunk.sheets {
                tables::filled(sheet).try_for_each(|cell| cells.write(sheet, cell))?;
            }
            for (lesson, writers) in &chunk.writers {
                changes::put_writers(c, school, *lesson, writers)?;
            }
            for row in &chunk.log {
                log.write(row)?;
                if let Some(card) = intake.directory.journal(row.journal) {
                    let row = (row.seq, row.id);
                    let newest = streams.entry(card.stream).or_insert(row);
                    *newest = row.max(*newest);
                }
            }
        }
        Ok::<(), StoreError>(())
    })?;
    streams
        .into_iter()
        .try_for_each(|(stream, newest)| changes::raise_stream(c, school, stream, newest))
}

fn put(c: &Connection, table: &Table<'_>) -> Result<(), StoreError> {
    let Table {
        name,
        columns,
        rows,
    } = table;
    let places = vec!["?"; columns.split(',').count()].join(", ");
    let sql = format!("INSERT INTO {name} ({columns}) VALUES ({places})");
    let mut statement = c.prepare_cached(&sql)?;
    for row in rows {
        statement.execute(params_from_iter(row))?;
    }
    Ok(())
}
