//! SQLite: one thread, WAL, `synchronous=FULL`, up to 64 batches in a COMMIT, each in a savepoint.

use super::{Batch, SCHOOL};
use crate::seat::turn;
use anyhow::Context;
use rusqlite::{Connection, params};
use std::path::Path;
use tokio::sync::{mpsc, oneshot};

const GROUP: usize = 64;
const LOG: &str = "INSERT INTO change_log (school_id, seq, change_id, gesture_id, device_id, n, \
     person_id, lesson_id, journal_id, kind, pupil_id, edit, ground, hash, due, clause_id, \
     clause_cite, made_at, received_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'mark', ?10, \
     ?11, NULL, ?12, NULL, NULL, NULL, ?13, ?13)";
const MARK: &str = "INSERT INTO mark \
     (school_id, lesson_id, pupil_id, work_kind_id, nth, value, weight, comment) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1, NULL) \
     ON CONFLICT (school_id, lesson_id, pupil_id, work_kind_id, nth) DO UPDATE SET \
     value = excluded.value, weight = excluded.weight, comment = excluded.comment";
const STREAM: &str = "INSERT INTO stream (school_id, stream_id, seq, change_id) \
     VALUES (?1, ?2, ?3, ?4) ON CONFLICT (school_id, stream_id) DO UPDATE SET \
     seq = excluded.seq, change_id = excluded.change_id";
const DEVICE: &str = "INSERT INTO device \
     (school_id, device_id, person_id, last_n, seen_at, since_at, before_at) \
     VALUES (?1, ?2, ?3, ?4, ?5, ?5, ?5) \
     ON CONFLICT (school_id, device_id) DO UPDATE SET last_n = excluded.last_n, \
     seen_at = excluded.seen_at, since_at = excluded.since_at, before_at = excluded.before_at";

struct Job {
    batch: Batch,
    done: oneshot::Sender<()>,
}

/// The way to the writer's thread, which ends when the last of them is dropped.
#[derive(Clone)]
pub struct Writer(mpsc::Sender<Job>);

impl Writer {
    /// Opens a database that has the schema and the school.
    pub fn open(path: &Path) -> anyhow::Result<Self> {
        let connection = Connection::open(path)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.pragma_update(None, "synchronous", "FULL")?;
        connection.pragma_update(None, "foreign_keys", "ON")?;
        connection.pragma_update(None, "cache_size", -4096)?;
        connection.pragma_update(None, "temp_store", "MEMORY")?;
        connection.set_prepared_statement_cache_capacity(32);
        let (queue, jobs) = mpsc::channel(1024);
        std::thread::Builder::new()
            .name("raw-writer".to_owned())
            .spawn(move || {
                if let Err(error) = serve(&connection, jobs) {
                    eprintln!("the raw writer: {error:#}");
                }
            })?;
        Ok(Self(queue))
    }

    /// Answers after COMMIT.
    pub async fn write(&self, batch: Batch) -> anyhow::Result<()> {
        let (done, written) = oneshot::channel();
        self.0
            .send(Job { batch, done })
            .await
            .ok()
            .context("the raw writer has ended")?;
        written.await.context("the raw writer failed")
    }
}

fn serve(c: &Connection, mut jobs: mpsc::Receiver<Job>) -> anyhow::Result<()> {
    while let Some(first) = jobs.blocking_recv() {
        let mut done = Vec::with_capacity(GROUP);
        execute(c, "BEGIN IMMEDIATE")?;
        let mut next = Some(first);
        while let Some(job) = next.take() {
            execute(c, "SAVEPOINT job")?;
            put(c, &job.batch)?;
            execute(c, "RELEASE job")?;
            done.push(job.done);
            if done.len() < GROUP {
                next = jobs.try_recv().ok();
            }
        }
        execute(c, "COMMIT")?;
        for reply in done {
            // Who asked may have gone.
            let _ = reply.send(());
        }
    }
    Ok(())
}

fn execute(c: &Connection, sql: &str) -> rusqlite::Result<usize> {
    c.prepare_cached(sql)?.execute([])
}

fn put(c: &Connection, batch: &Batch) -> anyhow::Result<()> {
    let place = &*batch.place;
    let raise = "UPDATE school_seq SET seq = seq + ?2 WHERE school_id = ?1 RETURNING seq";
    let raised: i64 = c
        .prepare_cached(raise)?
        .query_row([SCHOOL, batch.len()], |row| row.get(0))?;
    let value = turn(batch.round, 1).value.to_string();
    let (mut log, mut mark) = (c.prepare_cached(LOG)?, c.prepare_cached(MARK)?);
    let first = raised - batch.len();
    for ((cell, id), nth) in place.cells.iter().zip(&batch.ids).zip(0..) {
        log.execute(params![
            SCHOOL,
            first + 1 + nth,
            id.as_bytes(),
            batch.gesture.as_bytes(),
            place.device.as_bytes(),
            batch.first_n + nth,
            place.person,
            place.lesson,
            place.journal,
            cell.pupil.0,
            cell.edit(batch.round),
            Batch::hash(*id),
            batch.at,
        ])?;
    }
    for cell in &place.cells {
        let work = cell.work;
        mark.execute(params![
            SCHOOL,
            place.lesson,
            cell.pupil.0,
            work.kind.0,
            work.nth,
            value
        ])?;
    }
    let newest = batch.ids.last().context("an empty batch")?;
    c.prepare_cached(STREAM)?
        .execute(params![SCHOOL, place.journal, raised, newest.as_bytes()])?;
    c.prepare_cached(DEVICE)?.execute(params![
        SCHOOL,
        place.device.as_bytes(),
        place.person,
        batch.last_n(),
        batch.at,
    ])?;
    Ok(())
}
