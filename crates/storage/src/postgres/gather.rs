//! What a group of batches is settled against: the school locked, all read in one round trip.

use super::changes::{BatchContext, Statements};
use super::recent_sheets::RecentSheet;
use super::tx::{Link, Mode, Tx};
use crate::batch::{Contact, Device, Known, Outcome, Prepared, Touched, Writers};
use crate::cases::{register, sheets};
use crate::codec;
use crate::directory::Directory;
use crate::store::StoreError;
use futures_util::future::{join, join3, join5};
use journal::{
    ChangeId, Clause, DeviceId, JournalId, LessonId, PersonId, PlanItemId, SchoolId, Sheet,
    Timestamp,
};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use tokio_postgres::Row;
use tokio_postgres::types::ToSql;
use uuid::Uuid;

/// What the transaction sees.
pub struct Gathered {
    pub directory: Arc<Directory>,
    /// The newest `seq` of the school.
    pub seq: i64,
    pub devices: HashMap<DeviceId, Device>,
    /// Changes of these ids that came before.
    pub known: HashMap<ChangeId, Known>,
    /// The touched lessons that exist.
    pub lessons: HashMap<LessonId, Touched>,
    /// Where the streams of recent lessons stand.
    pub streams: HashMap<i64, i64>,
    /// The named rows of plans that exist, with their journals.
    pub plan: HashMap<PlanItemId, JournalId>,
}

/// Locks the school and reads; none if there is no such school.
pub async fn gather(
    tx: &Tx,
    context: BatchContext<'_>,
    statements: &Statements,
    school: SchoolId,
    batches: &[&Prepared],
) -> Result<Option<Gathered>, StoreError> {
    let link = tx.link()?;
    let mut recent: Vec<RecentSheet> = Vec::new();
    let mut cold: Vec<i64> = Vec::new();
    let lessons: BTreeSet<LessonId> = batches
        .iter()
        .flat_map(|batch| batch.lessons.iter().copied())
        .collect();
    for lesson in lessons {
        match context.recent.take(school, lesson) {
            Some(one) => recent.push(one),
            None => cold.push(lesson.0),
        }
    }
    let watched: Vec<i64> = recent.iter().map(|one| one.stream).collect();
    let devices: Vec<Uuid> = batches.iter().map(|batch| batch.device.0).collect();
    let items = batches.iter().flat_map(|batch| &batch.items);
    let ids: Vec<Uuid> = items.map(|item| item.change.id.0).collect();
    let first = async {
        // In this order: what follows the lock sees what its last holder committed.
        let (counters, devices, known, streams, (cold, plan)) = join5(
            link.query_opt(&statements.counters, &[&school.0]),
            link.query(&statements.devices, &[&school.0, &devices]),
            link.query(&statements.known, &[&school.0, &ids]),
            link.query(&statements.streams, &[&school.0, &watched]),
            // Large, and for most batches empty.
            Box::pin(join(
                whole(tx, statements, school, &cold),
                plan(link, statements, school, batches),
            )),
        )
        .await;
        Ok((counters?, devices?, known?, streams?, cold?, plan?))
    };
    let (counters, devices, known, streams, mut sheets, plan) =
        tx.begin(Mode::Write, first).await?;
    let Some(counters) = counters else {
        return Ok(None);
    };
    let (seq, admin_seq) = (counters.try_get(0)?, counters.try_get(1)?);
    let directory = register::directory_at(tx, context.directories, school, admin_seq).await?;
    let Some(directory) = directory else {
        return Ok(None);
    };
    let streams: HashMap<i64, i64> = streams
        .iter()
        .map(|row| Ok((row.try_get(0)?, row.try_get(1)?)))
        .collect::<Result<_, StoreError>>()?;
    let (still, stale): (Vec<RecentSheet>, Vec<RecentSheet>) =
        recent.into_iter().partition(|one| {
            one.admin_seq == admin_seq && streams.get(&one.stream).copied() == Some(one.seq)
        });
    let stale: Vec<i64> = stale
        .iter()
        .map(|one| one.touched.sheet.lesson.id.0)
        .collect();
    sheets.extend(Box::pin(whole(tx, statements, school, &stale)).await?);
    let mut lessons = touched(tx, &directory, sheets).await?;
    lessons.extend(
        still
            .into_iter()
            .map(|one| (one.touched.sheet.lesson.id, one.touched)),
    );
    let device = |row: &Row| Ok((DeviceId(row.try_get(0)?), read_device(row, 1)?));
    Ok(Some(Gathered {
        directory,
        seq,
        devices: devices
            .iter()
            .map(device)
            .collect::<Result<_, StoreError>>()?,
        known: known.iter().map(read_known).collect::<Result<_, _>>()?,
        lessons,
        streams,
        plan,
    }))
}

/// The rows of plans that topics name.
async fn plan(
    link: &Link,
    statements: &Statements,
    school: SchoolId,
    batches: &[&Prepared],
) -> Result<HashMap<PlanItemId, JournalId>, StoreError> {
    let named = batches.iter().flat_map(|batch| &batch.plan_items);
    let named: Vec<i64> = named.map(|item| item.0).collect();
    if named.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = link.query(&statements.plan, &[&school.0, &named]).await?;
    rows.iter()
        .map(|row| Ok((PlanItemId(row.try_get(0)?), JournalId(row.try_get(1)?))))
        .collect()
}

/// Some lessons with their cells and who wrote them last, in one round trip.
async fn whole(
    tx: &Tx,
    statements: &Statements,
    school: SchoolId,
    ids: &[i64],
) -> Result<Vec<(Sheet, Writers)>, StoreError> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let asked: [&(dyn ToSql + Sync); 2] = [&school.0, &ids];
    let (heads, cells, writers) = join3(
        sheets::heads(tx, school, ids),
        sheets::cells(tx, school, ids),
        tx.link()?.query(&statements.writers, &asked),
    )
    .await;
    let mut sheets = heads?;
    cells?.put(sheets.iter_mut());
    let mut writers: HashMap<i64, Writers> = writers?
        .iter()
        .map(|row| Ok((row.try_get(0)?, Writers::from_text(row.try_get(1)?)?)))
        .collect::<Result<_, StoreError>>()?;
    let with = |sheet: Sheet| {
        let own = writers.remove(&sheet.lesson.id.0).unwrap_or_default();
        (sheet, own)
    };
    Ok(sheets.into_iter().map(with).collect())
}

async fn touched(
    tx: &Tx,
    directory: &Directory,
    sheets: Vec<(Sheet, Writers)>,
) -> Result<HashMap<LessonId, Touched>, StoreError> {
    let mut lessons = HashMap::with_capacity(sheets.len());
    for (sheet, writers) in sheets {
        let (journal, date) = (sheet.lesson.journal, sheet.lesson.date);
        let last_bell = register::last_bell(tx, directory, journal, date).await?;
        let touched = Touched {
            sheet,
            writers,
            last_bell,
        };
        lessons.insert(touched.sheet.lesson.id, touched);
    }
    Ok(lessons)
}

/// A device from the columns `person_id, last_n, seen_at, since_at, before_at`.
pub fn read_device(row: &Row, at: usize) -> Result<Device, StoreError> {
    Ok(Device {
        person: PersonId(row.try_get(at)?),
        last_n: codec::narrow(row.try_get(at + 1)?)?,
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
    let known = Known {
        person: PersonId(row.try_get(7)?),
        hash,
        outcome,
    };
    Ok((ChangeId(row.try_get(0)?), known))
}
