//! What stands in a column, and what it means.

use crate::codec;
use crate::store::StoreError;
use chrono::{NaiveDate, NaiveTime};
use journal::register::YearId;
use journal::view::{AccessKind, AccessTarget, BreachFate};
use journal::{
    Attendance, BreachId, ChangeId, ClassId, DeviceId, GestureId, GroupId, JournalId, LessonForm,
    LessonId, MarkValue, Nature, PeriodId, PersonId, PlanItemId, PupilId, ReasonKind, SchoolId,
    Standing, Timestamp, WorkKindId,
};
use std::fmt::Display;
use uuid::Uuid;

/// What a database has in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column<'r> {
    Null,
    Int(i64),
    Text(&'r str),
    /// Also a UUID, as its 16 bytes.
    Bytes(&'r [u8]),
}

/// A type that columns are read as.
pub trait FromColumn<'r>: Sized {
    /// Reads it.
    fn from_column(column: Column<'r>) -> Result<Self, StoreError>;
}

fn unlike(wanted: &str, found: Column<'_>) -> StoreError {
    StoreError::Damaged(format!("a column should hold {wanted} and holds {found:?}"))
}

fn vocabulary(error: impl Display) -> StoreError {
    StoreError::Damaged(error.to_string())
}

impl<'r> FromColumn<'r> for i64 {
    fn from_column(column: Column<'r>) -> Result<Self, StoreError> {
        match column {
            Column::Int(number) => Ok(number),
            other => Err(unlike("a number", other)),
        }
    }
}

impl<'r> FromColumn<'r> for &'r str {
    fn from_column(column: Column<'r>) -> Result<Self, StoreError> {
        match column {
            Column::Text(text) => Ok(text),
            other => Err(unlike("a text", other)),
        }
    }
}

impl<'r> FromColumn<'r> for &'r [u8] {
    fn from_column(column: Column<'r>) -> Result<Self, StoreError> {
        match column {
            Column::Bytes(bytes) => Ok(bytes),
            other => Err(unlike("bytes", other)),
        }
    }
}

impl<'r, T: FromColumn<'r>> FromColumn<'r> for Option<T> {
    fn from_column(column: Column<'r>) -> Result<Self, StoreError> {
        match column {
            Column::Null => Ok(None),
            some => T::from_column(some).map(Some),
        }
    }
}

impl<'r, const N: usize> FromColumn<'r> for [u8; N] {
    fn from_column(column: Column<'r>) -> Result<Self, StoreError> {
        let bytes: &[u8] = FromColumn::from_column(column)?;
        bytes
            .try_into()
            .map_err(|_| unlike("so many bytes", column))
    }
}

/// Types read by way of another.
macro_rules! by_way_of {
    ($($from:ty => $to:ty: $read:expr;)*) => {$(
        impl<'r> FromColumn<'r> for $to {
            fn from_column(column: Column<'r>) -> Result<Self, StoreError> {
                let read: fn($from) -> Result<Self, StoreError> = $read;
                read(FromColumn::from_column(column)?)
            }
        }
    )*};
}

by_way_of! {
    i64 => bool: |flag| Ok(flag != 0);
    i64 => u8: codec::narrow;
    i64 => u16: codec::narrow;
    i64 => u32: codec::narrow;
    i64 => u64: codec::narrow;
    i64 => i32: codec::narrow;
    i64 => NaiveDate: codec::date;
    i64 => NaiveTime: codec::time;
    i64 => Timestamp: |at| Ok(Timestamp(at));
    i64 => BreachId: |id| Ok(BreachId(id));
    i64 => SchoolId: |id| Ok(SchoolId(id));
    i64 => PersonId: |id| Ok(PersonId(id));
    i64 => PupilId: |id| Ok(PupilId(id));
    i64 => ClassId: |id| Ok(ClassId(id));
    i64 => YearId: |id| Ok(YearId(id));
    i64 => GroupId: |id| Ok(GroupId(id));
    i64 => JournalId: |id| Ok(JournalId(id));
    i64 => LessonId: |id| Ok(LessonId(id));
    i64 => PlanItemId: |id| Ok(PlanItemId(id));
    i64 => WorkKindId: |id| Ok(WorkKindId(id));
    i64 => PeriodId: |id| Ok(PeriodId(id));
    [u8; 16] => Uuid: |bytes| Ok(Uuid::from_bytes(bytes));
    Uuid => ChangeId: |id| Ok(ChangeId(id));
    Uuid => GestureId: |id| Ok(GestureId(id));
    Uuid => DeviceId: |id| Ok(DeviceId(id));
    &'r str => String: |text| Ok(text.to_owned());
    &'r str => LessonForm: |word| word.parse().map_err(vocabulary);
    &'r str => ReasonKind: |word| word.parse().map_err(vocabulary);
    &'r str => Standing: |word| word.parse().map_err(vocabulary);
    &'r str => Nature: |word| word.parse().map_err(vocabulary);
    &'r str => BreachFate: |word| word.parse().map_err(vocabulary);
    &'r str => AccessKind: |word| word.parse().map_err(vocabulary);
    &'r str => AccessTarget: |word| word.parse().map_err(vocabulary);
    &'r str => Attendance: |word| word.parse().map_err(vocabulary);
    &'r str => MarkValue: |word| word.parse().map_err(vocabulary);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_that_holds_something_else_is_told() {
        assert_eq!(i64::from_column(Column::Int(7)).unwrap(), 7);
        assert_eq!(Option::<i64>::from_column(Column::Null).unwrap(), None);
        assert!(i64::from_column(Column::Null).is_err());
        assert!(u8::from_column(Column::Int(256)).is_err());
        assert!(Uuid::from_column(Column::Bytes(&[0; 15])).is_err());
        assert!(LessonForm::from_column(Column::Text("by-pigeon")).is_err());
    }
}
