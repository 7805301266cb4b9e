//! Writing the log and what was set aside: one statement each, arrays for the rows.

use super::cells::execute;
use super::tx::{Link, Sent, prepared};
use crate::batch::{AsideRow, LogRow, outcome_text};
use crate::codec;
use crate::store::StoreError;
use journal::SchoolId;
use tokio_postgres::Statement;
use uuid::Uuid;

/// The statements that write records.
pub struct Records {
    log: Statement,
    aside: Statement,
}

const LOG: &str = "INSERT INTO change_log (school_id, seq, change_id, gesture_id, device_id, n, \
     person_id, journal_id, lesson_id, period_id, kind, pupil_id, edit, ground, hash, due, \
     clause_id, clause_cite, made_at, received_at, in_time_by_device) \
     SELECT $1, * FROM unnest($2::bigint[], $3::uuid[], $4::uuid[], $5::uuid[], $6::bigint[], \
     $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[], $11::text[], $12::bigint[], \
     $13::text[], $14::text[], $15::bytea[], $16::bigint[], $17::text[], $18::text[], \
     $19::bigint[], $20::bigint[], $21::bigint[])";
const ASIDE: &str = "INSERT INTO set_aside (school_id, change_id, gesture_id, device_id, n, \
     person_id, sheet, kind, pupil_id, edit, ground, hash, outcome, clause_id, details, \
     made_at, received_at) \
     SELECT $1, * FROM unnest($2::uuid[], $3::uuid[], $4::uuid[], $5::bigint[], $6::bigint[], \
     $7::text[], $8::text[], $9::bigint[], $10::text[], $11::text[], $12::bytea[], $13::text[], \
     $14::text[], $15::text[], $16::bigint[], $17::bigint[])";

impl Records {
    /// Prepares them.
    pub async fn prepare(link: &Link) -> Result<Self, StoreError> {
        Ok(Self {
            log: prepared(link, LOG).await?,
            aside: prepared(link, ASIDE).await?,
        })
    }
}

/// Rows of the log as columns.
#[derive(Default)]
pub struct Logs<'r> {
    seq: Vec<i64>,
    id: Vec<Uuid>,
    gesture: Vec<Uuid>,
    device: Vec<Option<Uuid>>,
    n: Vec<i64>,
    person: Vec<i64>,
    journal: Vec<i64>,
    lesson: Vec<Option<i64>>,
    period: Vec<Option<i64>>,
    kind: Vec<&'static str>,
    pupil: Vec<Option<i64>>,
    edit: Vec<&'r str>,
    ground: Vec<Option<&'r str>>,
    hash: Vec<&'r [u8]>,
    due: Vec<Option<i64>>,
    clause: Vec<Option<&'r str>>,
    cite: Vec<Option<&'r str>>,
    made_at: Vec<i64>,
    received_at: Vec<i64>,
    in_time_by_device: Vec<i64>,
}

impl<'r> Logs<'r> {
    /// The columns of some rows.
    pub fn of(rows: &'r [LogRow]) -> Self {
        let mut columns = Self::default();
        for row in rows {
            columns.seq.push(row.seq);
            columns.id.push(row.id.0);
            columns.gesture.push(row.gesture.0);
            columns.device.push(row.device.map(|device| device.0));
            columns.n.push(codec::wide(row.n));
            columns.person.push(row.person.0);
            columns.journal.push(row.journal.0);
            columns.lesson.push(row.sheet.lesson().map(|one| one.0));
            columns.period.push(row.sheet.period().map(|one| one.0));
            columns.kind.push(row.kind);
            columns.pupil.push(row.pupil.map(|pupil| pupil.0));
            columns.edit.push(&row.payload.edit);
            columns.ground.push(row.payload.ground.as_deref());
            columns.hash.push(&row.payload.hash);
            columns.due.push(row.late.as_ref().map(|(due, _)| due.0));
            columns
                .clause
                .push(row.late.as_ref().map(|(_, clause)| clause.id.as_str()));
            columns
                .cite
                .push(row.late.as_ref().map(|(_, clause)| clause.cite.as_str()));
            columns.made_at.push(row.made_at.0);
            columns.received_at.push(row.received_at.0);
            columns.in_time_by_device.push(row.in_time_by_device.into());
        }
        columns
    }

    /// The statement that writes them, if there are any.
    pub fn send<'a>(
        &'a self,
        link: &'a Link,
        school: &'a SchoolId,
        statements: &'a Records,
    ) -> Option<Sent<'a>> {
        let values = || {
            execute(
                link,
                &statements.log,
                vec![
                    &school.0,
                    &self.seq,
                    &self.id,
                    &self.gesture,
                    &self.device,
                    &self.n,
                    &self.person,
                    &self.journal,
                    &self.lesson,
                    &self.period,
                    &self.kind,
                    &self.pupil,
                    &self.edit,
                    &self.ground,
                    &self.hash,
                    &self.due,
                    &self.clause,
                    &self.cite,
                    &self.made_at,
                    &self.received_at,
                    &self.in_time_by_device,
                ],
            )
        };
        (!self.seq.is_empty()).then(values)
    }
}

/// What was set aside, as columns.
#[derive(Default)]
pub struct Aside<'r> {
    id: Vec<Uuid>,
    gesture: Vec<Uuid>,
    device: Vec<Uuid>,
    n: Vec<i64>,
    person: Vec<i64>,
    sheet: Vec<String>,
    kind: Vec<&'static str>,
    pupil: Vec<Option<i64>>,
    edit: Vec<&'r str>,
    ground: Vec<Option<&'r str>>,
    hash: Vec<&'r [u8]>,
    outcome: Vec<&'static str>,
    clause: Vec<Option<&'r str>>,
    details: Vec<String>,
    made_at: Vec<i64>,
    received_at: Vec<i64>,
}

impl<'r> Aside<'r> {
    /// The columns of some rows.
    pub fn of(rows: &'r [AsideRow]) -> Result<Self, StoreError> {
        let mut columns = Self::default();
        for row in rows {
            columns.id.push(row.id.0);
            columns.gesture.push(row.gesture.0);
            columns.device.push(row.device.0);
            columns.n.push(codec::wide(row.n));
            columns.person.push(row.person.0);
            columns.sheet.push(row.sheet.to_string());
            columns.kind.push(row.kind);
            columns.pupil.push(row.pupil.map(|pupil| pupil.0));
            columns.edit.push(&row.payload.edit);
            columns.ground.push(row.payload.ground.as_deref());
            columns.hash.push(&row.payload.hash);
            columns.outcome.push(row.outcome.name());
            columns
                .clause
                .push(row.outcome.clause().map(|clause| clause.id.as_str()));
            columns.details.push(outcome_text(&row.outcome)?);
            columns.made_at.push(row.made_at.0);
            columns.received_at.push(row.received_at.0);
        }
        Ok(columns)
    }

    /// The statement that writes them, if there are any.
    pub fn send<'a>(
        &'a self,
        link: &'a Link,
        school: &'a SchoolId,
        statements: &'a Records,
    ) -> Option<Sent<'a>> {
        let values = || {
            execute(
                link,
                &statements.aside,
                vec![
                    &school.0,
                    &self.id,
                    &self.gesture,
                    &self.device,
                    &self.n,
                    &self.person,
                    &self.sheet,
                    &self.kind,
                    &self.pupil,
                    &self.edit,
                    &self.ground,
                    &self.hash,
                    &self.outcome,
                    &self.clause,
                    &self.details,
                    &self.made_at,
                    &self.received_at,
                ],
            )
        };
        (!self.id.is_empty()).then(values)
    }
}
