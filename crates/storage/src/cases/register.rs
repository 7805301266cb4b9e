//! The register: reading it, seeing what a gesture of amendments would do, and doing it.

mod answers;
mod followers;
mod lessons;
mod planned;
mod traces;

use super::directory;
use crate::directory::{Directories, Directory};
use crate::records;
use crate::sql::{Snapshot, Transaction, Value, values};
use crate::store::{Gesture, StoreError};
use journal::register::{Amended, AmendmentOutcome, Record, RecordKind, RecordRef};
use journal::view::{KindLine, LastAmended, RecordsPage, RegisterPage};
use journal::{PersonId, SchoolId};
use planned::{Planned, Step, plan};
use std::collections::BTreeMap;
use std::sync::Arc;

const COUNTERS_LOCKED: &str =
    "SELECT seq, admin_seq FROM school_seq WHERE school_id = $1 FOR UPDATE";
const RAISE: &str =
    "UPDATE school_seq SET seq = $2, admin_seq = admin_seq + 1 WHERE school_id = $1";
const PUT: &str = "INSERT INTO record (school_id, kind, record_id, seq, body) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (school_id, kind, record_id) DO UPDATE SET \
     seq = excluded.seq, body = excluded.body";
const REMOVE: &str = "DELETE FROM record WHERE school_id = $1 AND kind = $2 AND record_id = $3";
const PERSON: &str = "INSERT INTO person (school_id, person_id) VALUES ($1, $2) \
     ON CONFLICT (school_id, person_id) DO NOTHING";
const NO_PERSON: &str = "DELETE FROM person WHERE school_id = $1 AND person_id = $2";
const JOURNAL: &str = "INSERT INTO journal (school_id, journal_id, without_marks) \
     VALUES ($1, $2, $3) ON CONFLICT (school_id, journal_id) DO UPDATE SET \
     without_marks = excluded.without_marks";
const NO_JOURNAL: &str = "DELETE FROM journal WHERE school_id = $1 AND journal_id = $2";
const LAST_OF_KINDS: &str = "SELECT a.kind, a.person_id, a.received_at FROM amendment_log a \
     JOIN (SELECT max(seq) AS seq FROM amendment_log WHERE school_id = $1 GROUP BY kind) last \
     ON last.seq = a.seq WHERE a.school_id = $1";
const LOG: &str = "INSERT INTO amendment_log (school_id, seq, amendment_id, gesture_id, \
     device_id, person_id, kind, record_id, before, after, ground, made_at, received_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";

/// Every kind with its count; none if there is no such school.
pub async fn kinds(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
) -> Result<Option<RegisterPage>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, school).await? else {
        return Ok(None);
    };
    let key = values![school];
    let last = s.rows(LAST_OF_KINDS, key, |row| {
        let by: PersonId = row.get(1)?;
        let amended = LastAmended {
            by: directory.name(by),
            at: row.get(2)?,
        };
        Ok((records::kind(row.get(0)?)?, amended))
    });
    let mut last: BTreeMap<_, _> = last.await?.into_iter().collect();
    let kinds = RecordKind::ALL.iter().map(|kind| KindLine {
        kind: *kind,
        count: u32::try_from(directory.records.of(*kind).count()).unwrap_or(u32::MAX),
        amended: last.remove(kind),
    });
    Ok(Some(RegisterPage {
        kinds: kinds.collect(),
    }))
}

/// The records of a kind; none if there is no such school.
pub async fn page(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
    kind: RecordKind,
) -> Result<Option<RecordsPage>, StoreError> {
    let found = directory::now(s, known, school).await?;
    Ok(found.map(|(directory, _)| RecordsPage::of(&directory.records, kind)))
}

/// What would become of a gesture now.
pub async fn dry_run(
    s: &dyn Snapshot,
    known: &Directories,
    gesture: &Gesture,
) -> Result<Amended, StoreError> {
    let found = directory::now(s, known, gesture.school).await?;
    let (directory, _) = found.ok_or_else(|| no_school(gesture.school))?;
    Ok(plan(s, &directory, gesture).await?.amended)
}

/// Takes what can be taken of a gesture, with all that follows from it; nothing, if it brings
/// dangers that nobody has agreed to. Also answers the newest `seq`.
pub async fn amend(
    t: &dyn Transaction,
    known: &Directories,
    gesture: &Gesture,
) -> Result<(Amended, i64), StoreError> {
    let (directory, seq) = locked(t, known, gesture.school).await?;
    let mut planned = plan(t, &directory, gesture).await?;
    if !planned.amended.consequences.are_agreed(&gesture.agreed) {
        planned.withhold();
    }
    write(t, &directory, gesture, planned, seq).await
}

/// The directory, with other writers of the school kept out until the end of the transaction.
async fn locked(
    t: &dyn Transaction,
    known: &Directories,
    school: SchoolId,
) -> Result<(Arc<Directory>, i64), StoreError> {
    let s: &dyn Snapshot = t;
    let key = values![school];
    let counters = s.row(COUNTERS_LOCKED, key, |row| Ok((row.get(0)?, row.get(1)?)));
    let (seq, admin_seq) = counters.await?.ok_or_else(|| no_school(school))?;
    let directory = directory::at(s, known, school, admin_seq).await?;
    Ok((directory.ok_or_else(|| no_school(school))?, seq))
}

fn no_school(school: SchoolId) -> StoreError {
    StoreError::Failed(format!("no school {school}"))
}

async fn write(
    t: &dyn Transaction,
    directory: &Directory,
    gesture: &Gesture,
    mut planned: Planned,
    mut seq: i64,
) -> Result<(Amended, i64), StoreError> {
    if planned.steps.is_empty() {
        return Ok((planned.amended, seq));
    }
    let mut taken = Vec::with_capacity(planned.steps.len());
    for step in &planned.steps {
        seq += 1;
        put(t, gesture, step, seq).await?;
        taken.push((step.place, AmendmentOutcome::Applied { seq: Some(seq) }));
    }
    for (place, outcome) in taken {
        planned.answer(place, outcome);
    }
    followers::follow(t, directory, gesture, &mut planned).await?;
    t.execute(RAISE, values![gesture.school, seq]).await?;
    Ok((planned.amended, seq))
}

async fn put(
    t: &dyn Transaction,
    gesture: &Gesture,
    step: &Step,
    seq: i64,
) -> Result<(), StoreError> {
    let amendment = &step.amendment;
    let (school, at) = (gesture.school, amendment.record);
    let text = |record: &Option<_>| record.as_ref().map(records::to_text).transpose();
    let (before, after) = (text(&step.before)?, text(&amendment.wanted)?);
    let ground = amendment.ground.as_ref().map(serde_json::to_string);
    let ground = ground
        .transpose()
        .map_err(|e| StoreError::Failed(e.to_string()))?;
    let (kind, id) = (at.kind.word(), at.id.0);
    let values = values![
        school,
        seq,
        Value::Uuid(amendment.id.0),
        Value::Uuid(amendment.gesture.0),
        gesture.device,
        gesture.person,
        kind,
        id,
        before.as_deref(),
        after.as_deref(),
        ground.as_deref(),
        amendment.made_at,
        gesture.received_at,
    ];
    t.execute(LOG, values).await?;
    match after.as_deref() {
        Some(body) => t.execute(PUT, values![school, kind, id, seq, body]).await?,
        None => t.execute(REMOVE, values![school, kind, id]).await?,
    }
    beside(t, school, at, amendment.wanted.as_ref()).await
}

/// Keeps what rows refer to and lessons are read with in step with the records that they are of.
async fn beside(
    t: &dyn Transaction,
    school: SchoolId,
    at: RecordRef,
    record: Option<&Record>,
) -> Result<(), StoreError> {
    let id = at.id.0;
    match (at.kind, record) {
        (RecordKind::Person, Some(_)) => t.execute(PERSON, values![school, id]).await,
        (RecordKind::Person, None) => t.execute(NO_PERSON, values![school, id]).await,
        (RecordKind::Journal, Some(record)) => {
            let without = records::without_marks(record).unwrap_or_default();
            t.execute(JOURNAL, values![school, id, i64::from(without)])
                .await
        }
        (RecordKind::Journal, None) => t.execute(NO_JOURNAL, values![school, id]).await,
        _ => Ok(()),
    }
}
