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
pub struct LogStatements {
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

impl LogStatements {
    pub async fn prepare(link: &Link) -> Result<Self, StoreError> {
        Ok(Self {
            log: prepared(link, LOG).await?,
            aside: prepared(link, ASIDE).await?,
        })
    }
}

/// Rows as columns, in the order of the values of the statement that writes them.
macro_rules! columns {
    (
        $(#[$doc:meta])* $name:ident by $statement:ident of $row:ident: $of:ty
        { $($column:ident: $type:ty = $value:expr;)* }
    ) => {
        $(#[$doc])*
        #[derive(Default)]
        pub struct $name<'r> {
            $($column: Vec<$type>,)*
        }

        impl<'r> $name<'r> {
            /// The columns of some rows.
            pub fn of(rows: &'r [$of]) -> Result<Self, StoreError> {
                let mut columns = Self::default();
                for $row in rows {
                    $(columns.$column.push($value);)*
                }
                Ok(columns)
            }

            /// The statement that writes them, if there are any.
            pub fn send<'a>(
                &'a self,
                link: &'a Link,
                school: &'a SchoolId,
                statements: &'a LogStatements,
            ) -> Option<Sent<'a>> {
                let statement = &statements.$statement;
                let values = || execute(link, statement, vec![&school.0, $(&self.$column),*]);
                (!self.id.is_empty()).then(values)
            }
        }
    };
}

columns! {
    /// Rows of the log.
    Logs by log of row: LogRow {
        seq: i64 = row.seq;
        id: Uuid = row.id.0;
        gesture: Uuid = row.gesture.0;
        device: Option<Uuid> = row.device.map(|device| device.0);
        n: i64 = codec::wide(row.n);
        person: i64 = row.person.0;
        journal: i64 = row.journal.0;
        lesson: Option<i64> = row.sheet.lesson().map(|one| one.0);
        period: Option<i64> = row.sheet.period().map(|one| one.0);
        kind: &'static str = row.kind;
        pupil: Option<i64> = row.pupil.map(|pupil| pupil.0);
        edit: &'r str = &row.payload.edit;
        ground: Option<&'r str> = row.payload.ground.as_deref();
        hash: &'r [u8] = &row.payload.hash;
        due: Option<i64> = row.late.as_ref().map(|(due, _)| due.0);
        clause: Option<&'r str> = row.late.as_ref().map(|(_, clause)| &*clause.id);
        cite: Option<&'r str> = row.late.as_ref().map(|(_, clause)| &*clause.cite);
        made_at: i64 = row.made_at.0;
        received_at: i64 = row.received_at.0;
        in_time_by_device: i64 = row.in_time_by_device.into();
    }
}

columns! {
    /// What was set aside.
    Aside by aside of row: AsideRow {
        id: Uuid = row.id.0;
        gesture: Uuid = row.gesture.0;
        device: Uuid = row.device.0;
        n: i64 = codec::wide(row.n);
        person: i64 = row.person.0;
        sheet: String = row.sheet.to_string();
        kind: &'static str = row.kind;
        pupil: Option<i64> = row.pupil.map(|pupil| pupil.0);
        edit: &'r str = &row.payload.edit;
        ground: Option<&'r str> = row.payload.ground.as_deref();
        hash: &'r [u8] = &row.payload.hash;
        outcome: &'static str = row.outcome.name();
        clause: Option<&'r str> = row.outcome.clause().map(|clause| &*clause.id);
        details: String = outcome_text(&row.outcome)?;
        made_at: i64 = row.made_at.0;
        received_at: i64 = row.received_at.0;
    }
}
