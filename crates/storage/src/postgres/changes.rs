//! A batch: one round trip to lock the school and read, one to write and commit.

use super::cells::{Cells, Columns, execute};
use super::connect::Doubts;
use super::hot::{Hot, HotLessons};
use super::records::{Aside, Logs, Records};
use super::register::{self, COUNTERS_LOCKED};
use super::sheets::Sheets;
use super::tx::{Link, Mode, Sent, Tx, prepared};
use crate::batch::{
    Contact, Decision, Device, Known, Material, Outcome, Prepared, Settled, Touched, settle,
};
use crate::directory::{Directories, Directory};
use crate::store::{BatchOutcome, StoreError};
use crate::words;
use deadpool_postgres::Pool;
use futures_util::future::{join, join5};
use journal::{Cell, ChangeId, Clause, LessonId, PersonId, SchoolId, Sheet, Timestamp};
use std::collections::HashMap;
use std::sync::Arc;
use tokio_postgres::{Row, Statement};
use uuid::Uuid;

/// The statements of a batch, prepared on a connection.
struct Statements {
    counters: Statement,
    device: Statement,
    known: Statement,
    streams: Statement,
    sheets: Sheets,
    cells: Cells,
    records: Records,
    counters_raised: Statement,
    put_device: Statement,
}

const DEVICE: &str = "SELECT person_id, last_n, seen_at, since_at, before_at FROM device \
                      WHERE school_id = $1 AND device_id = $2";
const KNOWN: &str = "SELECT change_id, hash, seq, due, clause_id, clause_cite, NULL \
     FROM change_log WHERE school_id = $1 AND change_id = ANY($2) \
     UNION ALL SELECT change_id, hash, 0, NULL, NULL, NULL, details \
     FROM set_aside WHERE school_id = $1 AND change_id = ANY($2)";
const STREAMS: &str =
    "SELECT stream_id, seq FROM stream WHERE school_id = $1 AND stream_id = ANY($2)";
const RAISE: &str = "WITH q AS (UPDATE school_seq SET seq = $3 WHERE school_id = $1) \
     INSERT INTO stream (school_id, stream_id, seq) \
     SELECT $1, u.stream, $3 FROM unnest($2::bigint[]) AS u (stream) \
     ON CONFLICT (school_id, stream_id) DO UPDATE SET seq = excluded.seq";
const PUT_DEVICE: &str = "INSERT INTO device \
     (school_id, device_id, person_id, last_n, seen_at, since_at, before_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7) \
     ON CONFLICT (school_id, device_id) DO UPDATE SET last_n = excluded.last_n, \
     seen_at = excluded.seen_at, since_at = excluded.since_at, before_at = excluded.before_at";

impl Statements {
    async fn prepare(link: &Link) -> Result<Self, StoreError> {
        Ok(Self {
            counters: prepared(link, COUNTERS_LOCKED).await?,
            device: prepared(link, DEVICE).await?,
            known: prepared(link, KNOWN).await?,
            streams: prepared(link, STREAMS).await?,
            sheets: Sheets::prepare(link).await?,
            cells: Cells::prepare(link).await?,
            records: Records::prepare(link).await?,
            counters_raised: prepared(link, RAISE).await?,
            put_device: prepared(link, PUT_DEVICE).await?,
        })
    }
}

/// What a batch works with.
#[derive(Clone, Copy)]
pub struct Desk<'a> {
    pub pool: &'a Pool,
    pub doubts: &'a Doubts,
    pub directories: &'a Directories,
    pub hot: &'a HotLessons,
}

/// Judges, applies and writes a batch; answers with the newest `seq` if it was raised.
pub async fn apply(
    desk: Desk<'_>,
    batch: &Prepared,
) -> Result<(BatchOutcome, Option<i64>), StoreError> {
    let tx = Tx::take(desk.pool, desk.doubts).await?;
    let link = tx.link()?;
    let statements = Statements::prepare(link).await?;
    let Some(gathered) = gather(&tx, desk, &statements, batch).await? else {
        tx.abandon().await?;
        return Err(StoreError::Failed(format!("no school {}", batch.school)));
    };
    let Gathered {
        directory,
        mut material,
        streams,
    } = gathered;
    let before = material.seq;
    let mut settled = match settle(&directory, batch, &mut material) {
        Decision::Refused(outcome) => {
            tx.abandon().await?;
            return Ok((outcome, None));
        }
        Decision::Settled(settled) => *settled,
    };
    for unsigned in settled.unsigned().to_vec() {
        let writer = last_writer(link, batch.school, unsigned.lesson, unsigned.cell).await?;
        if let Some((by, at)) = writer {
            settled.sign(unsigned, directory.name(by), at);
        }
    }
    write(&tx, &statements, batch, &settled, before).await?;
    let raised = (settled.seq > before).then_some(settled.seq);
    for (lesson, touched) in settled.lessons.drain() {
        let card = directory.journal(touched.sheet.lesson.journal);
        if let Some(stream) = card.map(|card| card.stream) {
            let moved = settled.streams.contains(&stream);
            let seq = if moved {
                Some(settled.seq)
            } else {
                streams.get(&stream).copied()
            };
            if let Some(seq) = seq {
                let admin_seq = directory.admin_seq;
                desk.hot.keep(
                    batch.school,
                    lesson,
                    Hot {
                        admin_seq,
                        stream,
                        seq,
                        touched,
                    },
                );
            }
        }
    }
    Ok((settled.outcome(&material.known), raised))
}

struct Gathered {
    directory: Arc<Directory>,
    material: Material,
    /// Where the streams of hot lessons stand.
    streams: HashMap<i64, i64>,
}

/// Locks the school and reads what the batch is settled against.
async fn gather(
    tx: &Tx,
    desk: Desk<'_>,
    statements: &Statements,
    batch: &Prepared,
) -> Result<Option<Gathered>, StoreError> {
    let (link, school) = (tx.link()?, batch.school);
    let mut hot: Vec<Hot> = Vec::new();
    let mut cold: Vec<i64> = Vec::new();
    for lesson in &batch.lessons {
        match desk.hot.take(school, *lesson) {
            Some(one) => hot.push(one),
            None => cold.push(lesson.0),
        }
    }
    let watched: Vec<i64> = hot.iter().map(|one| one.stream).collect();
    let ids: Vec<Uuid> = batch.items.iter().map(|item| item.change.id.0).collect();
    let first = async {
        // In this order: what follows the lock sees what its last holder committed.
        let (counters, device, known, streams, cold) = join5(
            link.query_opt(&statements.counters, &[&school.0]),
            link.query_opt(&statements.device, &[&school.0, &batch.device.0]),
            link.query(&statements.known, &[&school.0, &ids]),
            link.query(&statements.streams, &[&school.0, &watched]),
            whole(link, statements, school, &cold),
        )
        .await;
        Ok((counters?, device?, known?, streams?, cold?))
    };
    let (counters, device, known, streams, mut sheets) = tx.begin(Mode::Write, first).await?;
    let Some((seq, admin_seq)) = register::counters(counters)? else {
        return Ok(None);
    };
    let directory = register::directory(link, desk.directories, school, admin_seq).await?;
    let Some(directory) = directory else {
        return Ok(None);
    };
    let streams: HashMap<i64, i64> = streams
        .iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect::<Result<_, StoreError>>()?;
    let (still, stale): (Vec<Hot>, Vec<Hot>) = hot.into_iter().partition(|one| {
        one.admin_seq == admin_seq && streams.get(&one.stream).copied() == Some(one.seq)
    });
    let stale: Vec<i64> = stale
        .iter()
        .map(|one| one.touched.sheet.lesson.id.0)
        .collect();
    sheets.extend(whole(link, statements, school, &stale).await?);
    let mut lessons = touched(link, &directory, sheets).await?;
    lessons.extend(
        still
            .into_iter()
            .map(|one| (one.touched.sheet.lesson.id, one.touched)),
    );
    let material = Material {
        seq,
        device: device.as_ref().map(|row| read_device(row, 0)).transpose()?,
        known: known.iter().map(read_known).collect::<Result<_, _>>()?,
        lessons,
    };
    Ok(Some(Gathered {
        directory,
        material,
        streams,
    }))
}

/// Some lessons with their cells, in one round trip.
async fn whole(
    link: &Link,
    statements: &Statements,
    school: SchoolId,
    ids: &[i64],
) -> Result<Vec<Sheet>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let (heads, cells) = join(
        statements.sheets.heads(link, school, ids),
        statements.sheets.cells(link, school, ids),
    )
    .await;
    let mut sheets = heads?;
    cells?.fill(&mut sheets)?;
    Ok(sheets)
}

async fn touched(
    link: &Link,
    directory: &Directory,
    sheets: Vec<Sheet>,
) -> Result<HashMap<LessonId, Touched>, StoreError> {
    let mut lessons = HashMap::with_capacity(sheets.len());
    for sheet in sheets {
        let (journal, date) = (sheet.lesson.journal, sheet.lesson.date);
        let last_bell = register::last_bell(link, directory, journal, date).await?;
        lessons.insert(sheet.lesson.id, Touched { sheet, last_bell });
    }
    Ok(lessons)
}

/// A device from the columns `person_id, last_n, seen_at, since_at, before_at`.
pub fn read_device(row: &Row, at: usize) -> Result<Device, StoreError> {
    Ok(Device {
        person: PersonId(row.try_get(at)?),
        last_n: words::narrow(row.try_get(at + 1)?)?,
        contact: Contact {
            seen: Timestamp(row.try_get(at + 2)?),
            since: Timestamp(row.try_get(at + 3)?),
            before: Timestamp(row.try_get(at + 4)?),
        },
    })
}

fn read_known(row: &Row) -> Result<(ChangeId, Known), StoreError> {
    let hash = row.try_get::<_, &[u8]>(1)?;
    let hash = hash
        .try_into()
        .map_err(|_| StoreError::Failed("a short hash".to_owned()))?;
    let details: Option<&str> = row.try_get(6)?;
    let outcome = if let Some(details) = details {
        Outcome::from_text(details)?
    } else {
        let clause: (Option<i64>, Option<String>, Option<String>) =
            (row.try_get(3)?, row.try_get(4)?, row.try_get(5)?);
        let late = match clause {
            (Some(due), Some(id), Some(cite)) => Some((Timestamp(due), Clause { id, cite })),
            _ => None,
        };
        Outcome::applied(row.try_get(2)?, late)
    };
    Ok((ChangeId(row.try_get(0)?), Known { hash, outcome }))
}

async fn last_writer(
    link: &Link,
    school: SchoolId,
    lesson: LessonId,
    cell: Cell,
) -> Result<Option<(PersonId, Timestamp)>, StoreError> {
    let statement = prepared(
        link,
        "SELECT person_id, received_at, edit FROM change_log \
         WHERE school_id = $1 AND lesson_id = $2 ORDER BY seq DESC",
    )
    .await?;
    for row in link.query(&statement, &[&school.0, &lesson.0]).await? {
        let edit: journal::Edit =
            serde_json::from_str(row.try_get(2)?).map_err(|e| StoreError::Failed(e.to_string()))?;
        if edit.cell() == cell {
            return Ok(Some((
                PersonId(row.try_get(0)?),
                Timestamp(row.try_get(1)?),
            )));
        }
    }
    Ok(None)
}

async fn write(
    tx: &Tx,
    statements: &Statements,
    batch: &Prepared,
    settled: &Settled,
    before: i64,
) -> Result<(), StoreError> {
    let (link, school) = (tx.link()?, &batch.school);
    let logs = Logs::of(&settled.log);
    let aside = Aside::of(&settled.aside)?;
    let columns = Columns::of(settled);
    let streams: Vec<i64> = settled.streams.iter().copied().collect();
    let device = &settled.device;
    let last_n = words::wide(device.last_n);
    let mut writes: Vec<Sent<'_>> = Vec::new();
    writes.extend(logs.send(link, school, &statements.records));
    writes.extend(aside.send(link, school, &statements.records));
    writes.extend(columns.send(link, school, &statements.cells));
    if settled.seq > before {
        let raised = vec![&school.0 as _, &streams as _, &settled.seq as _];
        writes.push(execute(link, &statements.counters_raised, raised));
    }
    writes.push(execute(
        link,
        &statements.put_device,
        vec![
            &school.0,
            &batch.device.0,
            &device.person.0,
            &last_n,
            &device.contact.seen.0,
            &device.contact.since.0,
            &device.contact.before.0,
        ],
    ));
    tx.commit(writes).await
}

/// The newest `seq` of some schools.
pub async fn newest(link: &Link, schools: &[i64]) -> Result<Vec<(SchoolId, i64)>, StoreError> {
    let statement = prepared(
        link,
        "SELECT school_id, seq FROM school_seq WHERE school_id = ANY($1)",
    )
    .await?;
    let rows = link.query(&statement, &[&schools]).await?;
    rows.iter()
        .map(|row| Ok((SchoolId(row.try_get(0)?), row.try_get(1)?)))
        .collect()
}
