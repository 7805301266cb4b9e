//! Batches of one school: one round trip to lock the school and read, one to write and commit.
//! Where terms' sheets are touched, one more to read them and one for each cell that moved.

use super::cells::{CellColumns, CellStatements, execute};
use super::connect::ReplicationWarnings;
use super::gather::{Gathered, gather};
use super::log_rows::{Aside, LogStatements, Logs};
use super::recent_sheets::{RecentSheet, RecentSheets};
use super::tx::{Link, Sent, Tx, prepared};
use crate::batch::{
    AsideRow, Decision, Device, LogRow, Material, Prepared, Settled, TermKey, settle,
};
use crate::cases::terms;
use crate::codec;
use crate::directory::Directories;
use crate::store::{BatchOutcome, StoreError};
use deadpool_postgres::Pool;
use journal::{Cell, ChangeId, DeviceId, LessonId, SchoolId};
use std::collections::{BTreeMap, BTreeSet};
use tokio_postgres::Statement;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

/// The statements of batches, prepared on a connection.
pub struct Statements {
    pub counters: Statement,
    pub standing: Statement,
    cells: CellStatements,
    log: LogStatements,
    counters_raised: Statement,
    put_devices: Statement,
    put_writers: Statement,
}

/// With the school's writers kept out until the end of the transaction.
const COUNTERS_LOCKED: &str =
    "SELECT seq, admin_seq, register_seq FROM school_seq WHERE school_id = $1 FOR UPDATE";
/// Where streams stand, and how often the claims of lessons were written: whoever says through
/// another process what stands in a cell raises no stream.
const STANDING: &str = "SELECT TRUE, stream_id, seq FROM stream \
     WHERE school_id = $1 AND stream_id = ANY($2) \
     UNION ALL SELECT FALSE, lesson_id, written FROM lesson_writers \
     WHERE school_id = $1 AND lesson_id = ANY($3)";
/// Writes the claims on the cells of some lessons.
pub const PUT_WRITERS: &str = "INSERT INTO lesson_writers (school_id, lesson_id, writers, written) \
     SELECT $1, *, 1 FROM unnest($2::bigint[], $3::text[]) \
     ON CONFLICT (school_id, lesson_id) DO UPDATE SET \
     writers = excluded.writers, written = lesson_writers.written + 1";
const RAISE: &str = "WITH q AS (UPDATE school_seq SET seq = $4 WHERE school_id = $1) \
     INSERT INTO stream (school_id, stream_id, seq, change_id) \
     SELECT $1, * FROM unnest($2::bigint[], $3::bigint[], $5::uuid[]) \
     ON CONFLICT (school_id, stream_id) DO UPDATE SET \
     seq = excluded.seq, change_id = excluded.change_id";
const PUT_DEVICES: &str = "INSERT INTO device \
     (school_id, device_id, person_id, last_n, seen_at, since_at, before_at) \
     SELECT $1, * FROM unnest($2::uuid[], $3::bigint[], $4::bigint[], $5::bigint[], \
     $6::bigint[], $7::bigint[]) \
     ON CONFLICT (school_id, device_id) DO UPDATE SET last_n = excluded.last_n, \
     seen_at = excluded.seen_at, since_at = excluded.since_at, before_at = excluded.before_at";

impl Statements {
    async fn prepare(link: &Link) -> Result<Self, StoreError> {
        Ok(Self {
            counters: prepared(link, COUNTERS_LOCKED).await?,
            standing: prepared(link, STANDING).await?,
            cells: CellStatements::prepare(link).await?,
            log: LogStatements::prepare(link).await?,
            counters_raised: prepared(link, RAISE).await?,
            put_devices: prepared(link, PUT_DEVICES).await?,
            put_writers: prepared(link, PUT_WRITERS).await?,
        })
    }
}

/// What batches work with.
#[derive(Clone, Copy)]
pub struct BatchContext<'a> {
    pub pool: &'a Pool,
    pub warnings: &'a ReplicationWarnings,
    pub directories: &'a Directories,
    pub recent: &'a RecentSheets,
}

/// What a group of batches writes.
#[derive(Default)]
struct Written {
    seq: i64,
    log: Vec<LogRow>,
    aside: Vec<AsideRow>,
    cells: BTreeSet<(LessonId, Cell)>,
    claimed: BTreeSet<LessonId>,
    term_cells: BTreeSet<(TermKey, Cell)>,
    streams: BTreeMap<i64, (i64, ChangeId)>,
    devices: BTreeMap<DeviceId, Device>,
}

/// Judges, applies and writes batches of one school, in order, in one transaction; answers with
/// the newest `seq` if it was raised.
pub async fn apply(
    context: BatchContext<'_>,
    school: SchoolId,
    batches: &[&Prepared],
) -> Result<(Vec<BatchOutcome>, Option<i64>), StoreError> {
    let tx = Tx::take(context.pool, context.warnings).await?;
    let link = tx.link()?;
    let statements = Statements::prepare(link).await?;
    let Some(mut gathered) = gather(&tx, context, &statements, school, batches).await? else {
        tx.abandon().await?;
        return Err(StoreError::Failed(format!("no school {school}")));
    };
    let before = gathered.seq;
    let mut written = Written {
        seq: before,
        ..Written::default()
    };
    let mut outcomes = Vec::with_capacity(batches.len());
    for batch in batches {
        outcomes.push(one(batch, &mut gathered, &mut written));
    }
    if written.devices.is_empty() {
        tx.abandon().await?;
    } else {
        write(&tx, &statements, school, &gathered, &written, before).await?;
    }
    keep(context, school, gathered, &written);
    Ok((outcomes, (written.seq > before).then_some(written.seq)))
}

fn one(batch: &Prepared, gathered: &mut Gathered, written: &mut Written) -> BatchOutcome {
    let own = |lesson: &LessonId| Some((*lesson, gathered.lessons.remove(lesson)?));
    let lessons = batch.lessons.iter().filter_map(own).collect();
    let mut material = Material {
        seq: written.seq,
        device: gathered.devices.get(&batch.device).copied(),
        known: std::mem::take(&mut gathered.known),
        lessons,
        terms: std::mem::take(&mut gathered.terms),
        plan: std::mem::take(&mut gathered.plan),
        named: std::mem::take(&mut gathered.named),
    };
    let decision = settle(&gathered.directory, batch, &mut material);
    gathered.lessons.extend(material.lessons);
    gathered.terms.extend(material.terms);
    gathered.known = material.known;
    gathered.plan = material.plan;
    gathered.named = material.named;
    let settled: Settled = match decision {
        Decision::Refused(outcome) => return outcome,
        Decision::Settled(settled) => *settled,
    };
    let outcome = settled.outcome(&gathered.known);
    let newest = settled.newest();
    gathered.known.extend(settled.newly_known());
    // A batch of the same person may come in the same transaction.
    let named = settled.log.iter().filter_map(LogRow::named);
    gathered.named.extend(named);
    gathered.devices.insert(batch.device, settled.device);
    gathered.lessons.extend(settled.lessons);
    gathered.terms.extend(settled.terms);
    written.devices.insert(batch.device, settled.device);
    written.seq = settled.seq;
    let raised = settled.streams.into_iter();
    written
        .streams
        .extend(raised.filter_map(|stream| Some((stream, newest?))));
    written.log.extend(settled.log);
    written.aside.extend(settled.aside);
    written.cells.extend(settled.cells);
    written.claimed.extend(settled.claimed);
    written.term_cells.extend(settled.term_cells);
    outcome
}

async fn write(
    tx: &Tx,
    statements: &Statements,
    school: SchoolId,
    gathered: &Gathered,
    written: &Written,
    before: i64,
) -> Result<(), StoreError> {
    terms::put(tx, school, &gathered.terms, &written.term_cells).await?;
    let link = tx.link()?;
    let logs = Logs::of(&written.log)?;
    let aside = Aside::of(&written.aside)?;
    let columns = CellColumns::of(&written.cells, &gathered.lessons);
    let streams: Vec<i64> = written.streams.keys().copied().collect();
    let newest = written.streams.values().map(|(seq, id)| (*seq, id.0));
    let (seqs, ids): (Vec<i64>, Vec<Uuid>) = newest.unzip();
    let (claimed, writers): (Vec<i64>, Vec<String>) = written
        .claimed
        .iter()
        .filter_map(|lesson| Some((lesson.0, gathered.lessons.get(lesson)?.writers.to_text())))
        .unzip();
    let devices = Devices::of(&written.devices);
    let mut writes: Vec<Sent<'_>> = Vec::new();
    writes.extend(logs.send(link, &school, &statements.log));
    writes.extend(aside.send(link, &school, &statements.log));
    writes.extend(columns.send(link, &school, &statements.cells));
    if !claimed.is_empty() {
        let values = vec![&school.0 as _, &claimed as _, &writers as _];
        writes.push(execute(link, &statements.put_writers, values));
    }
    if written.seq > before {
        let raised: Vec<&(dyn ToSql + Sync)> = vec![&school.0, &streams, &seqs, &written.seq, &ids];
        writes.push(execute(link, &statements.counters_raised, raised));
    }
    writes.push(devices.send(link, &school, &statements.put_devices));
    tx.commit(writes).await
}

/// Keeps the touched lessons as the committed transaction left them.
fn keep(context: BatchContext<'_>, school: SchoolId, gathered: Gathered, written: &Written) {
    let Gathered {
        directory,
        lessons,
        streams,
        ..
    } = gathered;
    for (lesson, mut touched) in lessons {
        touched.written += i64::from(written.claimed.contains(&lesson));
        let card = directory.journal(touched.sheet.lesson.journal);
        let Some(stream) = card.map(|card| card.stream) else {
            continue;
        };
        let seq = written
            .streams
            .get(&stream)
            .map(|(seq, _)| seq)
            .or_else(|| streams.get(&stream))
            .copied();
        if let Some(seq) = seq {
            let admin_seq = directory.admin_seq;
            context.recent.keep(
                school,
                lesson,
                RecentSheet {
                    admin_seq,
                    stream,
                    seq,
                    touched,
                },
            );
        }
    }
}

/// Devices as columns.
#[derive(Default)]
struct Devices {
    id: Vec<Uuid>,
    person: Vec<i64>,
    last_n: Vec<i64>,
    seen: Vec<i64>,
    since: Vec<i64>,
    before: Vec<i64>,
}

impl Devices {
    fn of(rows: &BTreeMap<DeviceId, Device>) -> Self {
        let mut columns = Self::default();
        for (id, device) in rows {
            columns.id.push(id.0);
            columns.person.push(device.person.0);
            columns.last_n.push(codec::wide(device.last_n));
            columns.seen.push(device.contact.seen.0);
            columns.since.push(device.contact.since.0);
            columns.before.push(device.contact.before.0);
        }
        columns
    }

    fn send<'a>(&'a self, link: &'a Link, s: &'a SchoolId, statement: &'a Statement) -> Sent<'a> {
        let Self {
            id,
            person,
            last_n,
            seen,
            since,
            before,
        } = self;
        execute(
            link,
            statement,
            vec![&s.0, id, person, last_n, seen, since, before],
        )
    }
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
