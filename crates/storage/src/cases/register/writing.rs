//! The rows of a gesture, each sort of them by one statement.

use super::planned::Step;
use crate::records;
use crate::sql::{Transaction, Value, values};
use crate::store::{Gesture, StoreError};
use journal::register::{Amendment, Record, RecordKind, RecordRef};
use std::collections::BTreeMap;

const LOG: &str = "INSERT INTO amendment_log (school_id, seq, amendment_id, gesture_id, \
     device_id, person_id, kind, record_id, before, after, ground, made_at, received_at) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
const PUT: &str = "INSERT INTO record (school_id, kind, record_id, seq, body) \
     VALUES ($1, $2, $3, $4, $5) ON CONFLICT (school_id, kind, record_id) DO UPDATE SET \
     seq = excluded.seq, body = excluded.body";
const REMOVE: &str = "DELETE FROM record WHERE school_id = $1 AND kind = $2 AND record_id = $3";
const PERSON: &str = "INSERT INTO person (school_id, person_id) VALUES ($1, $2) \
     ON CONFLICT (school_id, person_id) DO NOTHING";
const JOURNAL: &str = "INSERT INTO journal (school_id, journal_id, without_marks) \
     VALUES ($1, $2, $3) ON CONFLICT (school_id, journal_id) DO UPDATE SET \
     without_marks = excluded.without_marks";

/// A step as it rests.
struct Row<'a> {
    amendment: &'a Amendment,
    seq: i64,
    before: Option<String>,
    after: Option<String>,
    ground: Option<String>,
}

/// Writes the steps, whose numbers begin after `seq`; the records are left as the last step of each
/// has them.
pub async fn write(
    t: &dyn Transaction,
    gesture: &Gesture,
    steps: &[Step],
    seq: i64,
) -> Result<(), StoreError> {
    let school = gesture.school;
    let steps = steps.iter().filter_map(|step| {
        let came = gesture.amendments.get(step.place)?;
        let amendment = step.filled.as_ref().unwrap_or(came);
        Some((amendment, step.before.as_ref()))
    });
    let rows = steps.zip(seq + 1..).map(|((amendment, before), seq)| {
        let ground = amendment.ground.as_ref().map(serde_json::to_string);
        Ok(Row {
            amendment,
            seq,
            before: before.map(records::to_text).transpose()?,
            after: amendment
                .wanted
                .as_ref()
                .map(records::to_text)
                .transpose()?,
            ground: ground
                .transpose()
                .map_err(|e| StoreError::Failed(e.to_string()))?,
        })
    });
    let rows = rows.collect::<Result<Vec<_>, StoreError>>()?;
    let log: Vec<_> = rows.iter().map(|row| logged(gesture, row)).collect();
    t.execute_many(LOG, &log).await?;

    let last: BTreeMap<RecordRef, &Row<'_>> =
        rows.iter().map(|row| (row.amendment.record, row)).collect();
    let (mut put, mut removed) = (Vec::new(), Vec::new());
    let (mut persons, mut journals) = (Vec::new(), Vec::new());
    for (at, row) in last {
        let (kind, id) = (at.kind.word(), at.id.0);
        match &row.after {
            Some(body) => put.push(values![school, kind, id, row.seq, body.as_str()].to_vec()),
            None => removed.push(values![school, kind, id].to_vec()),
        }
        // What rows refer to, and what lessons are read with. It outlives the record: to delete it
        // the database would look through all lessons for each.
        let key = || values![school, id].to_vec();
        match (at.kind, &row.amendment.wanted) {
            (RecordKind::Person, Some(_)) => persons.push(key()),
            (RecordKind::Journal, Some(record)) => journals.push(journal(key(), record)),
            _ => {}
        }
    }
    for (sql, rows) in [
        (REMOVE, removed),
        (PUT, put),
        (PERSON, persons),
        (JOURNAL, journals),
    ] {
        if !rows.is_empty() {
            t.execute_many(sql, &rows).await?;
        }
    }
    Ok(())
}

fn logged<'a>(gesture: &Gesture, row: &'a Row<'_>) -> Vec<Value<'a>> {
    let Amendment {
        id,
        gesture: of,
        record: at,
        made_at,
        ..
    } = row.amendment;
    values![
        gesture.school,
        row.seq,
        Value::Uuid(id.0),
        Value::Uuid(of.0),
        gesture.device,
        gesture.person,
        at.kind.word(),
        at.id.0,
        row.before.as_deref(),
        row.after.as_deref(),
        row.ground.as_deref(),
        *made_at,
        gesture.received_at,
    ]
    .to_vec()
}

fn journal<'a>(mut key: Vec<Value<'a>>, record: &Record) -> Vec<Value<'a>> {
    let without = records::without_marks(record).unwrap_or_default();
    key.push(i64::from(without).into());
    key
}
