//! What a use case asks of a database, in the same words for SQLite and PostgreSQL.
//!
//! Texts are PostgreSQL's: values are `$1`, `$2` …, a list of numbers is matched by `= ANY($n)`, one of
//! UUIDs by `= ANY($n::uuid[])`.
//! `INDEXED BY name` behind a table is SQLite's alone; PostgreSQL does not get to see it.

mod column;

pub use column::{Column, FromColumn};

use crate::store::StoreError;
use futures_util::future::BoxFuture;
use journal::register::YearId;
use journal::{
    BreachId, ClassId, DeviceId, GroupId, JournalId, LessonId, PeriodId, PersonId, PlanItemId,
    PupilId, SchoolId, Timestamp, WorkKindId,
};
use std::fmt;
use uuid::Uuid;

/// A value of a statement.
#[derive(Debug, Clone, Copy)]
pub enum Value<'a> {
    Null,
    Int(i64),
    Text(&'a str),
    Bytes(&'a [u8]),
    Uuid(Uuid),
    /// A list for `= ANY($n)`.
    Ints(&'a [i64]),
    /// A list for `= ANY($n::uuid[])`.
    Uuids(&'a [Uuid]),
}

macro_rules! from_numbers {
    ($($id:ty),*) => {$(
        impl From<$id> for Value<'_> {
            fn from(id: $id) -> Self {
                Self::Int(id.0)
            }
        }
    )*};
}
from_numbers!(
    BreachId, SchoolId, PersonId, PupilId, ClassId, GroupId, JournalId, LessonId, PlanItemId,
    WorkKindId, PeriodId, Timestamp, YearId
);

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Self::Int(number)
    }
}

impl From<DeviceId> for Value<'_> {
    fn from(device: DeviceId) -> Self {
        Self::Uuid(device.0)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Self::Text(text)
    }
}

impl<'a> From<&'a [i64]> for Value<'a> {
    fn from(numbers: &'a [i64]) -> Self {
        Self::Ints(numbers)
    }
}

impl<'a> From<&'a [Uuid]> for Value<'a> {
    fn from(ids: &'a [Uuid]) -> Self {
        Self::Uuids(ids)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(bytes: &'a [u8]) -> Self {
        Self::Bytes(bytes)
    }
}

impl<'a, T: Into<Value<'a>>> From<Option<T>> for Value<'a> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Null, Into::into)
    }
}

/// The values of a statement, `$1` first.
macro_rules! values {
    ($($value:expr),* $(,)?) => { &[$($crate::sql::Value::from($value)),*] };
}
pub(crate) use values;

/// A row of an answer.
pub trait Columns {
    /// What stands in a column, counted from 0.
    fn column(&self, at: usize) -> Result<Column<'_>, StoreError>;
}

/// A row of an answer, read by the types of its columns.
#[derive(Clone, Copy)]
pub struct Row<'r>(pub &'r dyn Columns);

impl<'r> Row<'r> {
    /// The value of a column, counted from 0.
    pub fn get<T: FromColumn<'r>>(self, at: usize) -> Result<T, StoreError> {
        T::from_column(self.0.column(at)?)
    }
}

impl fmt::Debug for Row<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Row")
    }
}

/// What is done with each row.
pub type EachRow<'a> = &'a mut (dyn FnMut(Row<'_>) -> Result<(), StoreError> + Send);

/// A database as one transaction sees it.
pub trait Snapshot: Send + Sync {
    /// Asks, and hands over the rows of the answer in order.
    fn each<'a>(
        &'a self,
        sql: &'static str,
        values: &'a [Value<'a>],
        row: EachRow<'a>,
    ) -> BoxFuture<'a, Result<(), StoreError>>;
}

/// A transaction that writes: what it did stands only when it is committed, by whoever began it.
pub trait Transaction: Snapshot {
    /// Executes a statement that answers nothing.
    fn execute<'a>(
        &'a self,
        sql: &'static str,
        values: &'a [Value<'a>],
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Executes a statement that answers nothing with each of these values, in order.
    fn execute_many<'a>(
        &'a self,
        sql: &'static str,
        rows: &'a [Vec<Value<'a>>],
    ) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Whether all that was remembered while it ran is forgotten when it is rolled back.
    fn forgets_when_rolled_back(&self) -> bool {
        false
    }
}

impl dyn Snapshot + '_ {
    /// All rows of an answer.
    pub async fn rows<T: Send>(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
        mut read: impl FnMut(Row<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<Vec<T>, StoreError> {
        let mut rows = Vec::new();
        let mut push = |row: Row<'_>| {
            rows.push(read(row)?);
            Ok(())
        };
        self.each(sql, values, &mut push).await?;
        Ok(rows)
    }

    /// The only row of an answer, if there is one.
    pub async fn row<T: Send>(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
        read: impl FnMut(Row<'_>) -> Result<T, StoreError> + Send,
    ) -> Result<Option<T>, StoreError> {
        Ok(self.rows(sql, values, read).await?.pop())
    }
}
