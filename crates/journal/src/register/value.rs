//! What a field of a record holds.

use super::fault::Fault;
use super::record::{RecordId, RecordKind, RecordRef};
use crate::ids::{ClassId, GroupId, JournalId, PeriodId, PersonId, PupilId};
use crate::person::Sex;
use crate::school::Bell;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The value of one field of one record; [`super::faces`] shows, searches, sorts and exports it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "a value of each kind of field")]
pub enum Value {
    /// Nothing is said.
    Empty,
    Text(String),
    Number(i64),
    Day(NaiveDate),
    Choice(Choice),
    Reference(RecordRef),
    Grades(Grades),
    Bells(Vec<Bell>),
}

/// One of the words that a field may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Its place among the others, by which it is sorted.
    pub place: u8,
    /// The stable word in data and in the key of the word for people.
    pub word: &'static str,
    /// How tables write it; the first is what an export writes.
    pub csv: &'static [&'static str],
}

impl Choice {
    /// As an export writes it.
    pub fn exported(&self) -> &'static str {
        self.csv.first().unwrap_or(&self.word)
    }
}

/// The years of learning that something is for; none: for all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct Grades(pub BTreeSet<u8>);

/// A type that a field of a record may have.
pub(super) trait FieldValue: Sized {
    fn to_value(&self) -> Value;
    fn from_value(value: Value) -> Result<Self, Fault>;
}

/// A type that has its own variant of [`Value`].
macro_rules! held_as {
    ($($type:ty: $variant:ident;)*) => {$(
        impl FieldValue for $type {
            fn to_value(&self) -> Value {
                Value::$variant(self.clone())
            }

            fn from_value(value: Value) -> Result<Self, Fault> {
                match value {
                    Value::$variant(it) => Ok(it),
                    Value::Empty => Err(Fault::Required),
                    _ => Err(Fault::OtherKind),
                }
            }
        }
    )*};
}

/// A type for which nothing said and an empty one are the same.
macro_rules! held_as_or_empty {
    ($($type:ty: $variant:ident, $is_empty:expr;)*) => {$(
        impl FieldValue for $type {
            fn to_value(&self) -> Value {
                if $is_empty(self) {
                    Value::Empty
                } else {
                    Value::$variant(self.clone())
                }
            }

            fn from_value(value: Value) -> Result<Self, Fault> {
                match value {
                    Value::$variant(it) => Ok(it),
                    Value::Empty => Ok(Self::default()),
                    _ => Err(Fault::OtherKind),
                }
            }
        }
    )*};
}

macro_rules! held_as_number {
    ($($type:ty)*) => {$(
        impl FieldValue for $type {
            fn to_value(&self) -> Value {
                Value::Number(i64::from(*self))
            }

            fn from_value(value: Value) -> Result<Self, Fault> {
                match value {
                    Value::Number(number) => Self::try_from(number).map_err(|_| {
                        Fault::OutOfRange {
                            least: Self::MIN.into(),
                            most: Self::MAX.into(),
                        }
                    }),
                    Value::Empty => Err(Fault::Required),
                    _ => Err(Fault::OtherKind),
                }
            }
        }
    )*};
}

held_as! {
    NaiveDate: Day;
}
held_as_or_empty! {
    String: Text, String::is_empty;
    Grades: Grades, |grades: &Grades| grades.0.is_empty();
    Vec<Bell>: Bells, Vec::is_empty;
}
held_as_number!(u8 u16 i8);

/// What a record says by the id of another: none is 0, that is «not said».
macro_rules! names_record {
    ($($name:ty: $kind:ident;)*) => {$(
        impl From<$name> for RecordRef {
            fn from(id: $name) -> Self {
                RecordKind::$kind.at(RecordId(id.0))
            }
        }

        impl FieldValue for $name {
            fn to_value(&self) -> Value {
                if self.0 == 0 {
                    Value::Empty
                } else {
                    Value::Reference(RecordRef::from(*self))
                }
            }

            fn from_value(value: Value) -> Result<Self, Fault> {
                match value {
                    Value::Reference(at) if at.kind == RecordKind::$kind => Ok(Self(at.id.0)),
                    Value::Empty => Err(Fault::Required),
                    _ => Err(Fault::OtherKind),
                }
            }
        }
    )*};
}

/// Ids that only the register has.
macro_rules! refers_to {
    ($($(#[$doc:meta])* $name:ident: $kind:ident;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
            #[derive(Serialize, Deserialize)]
            #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
            #[serde(transparent)]
            pub struct $name(pub i64);
        )*
        names_record! { $($name: $kind;)* }
    };
}

refers_to! {
    /// A school year.
    YearId: SchoolYear;
    /// A building.
    BuildingId: Building;
    /// A subject.
    SubjectId: Subject;
    /// A room.
    RoomId: Room;
    /// A post.
    PostId: Post;
    /// An order.
    OrderId: Order;
    /// A request.
    RequestId: Request;
}

names_record! {
    PersonId: Person;
    PupilId: Person;
    ClassId: Class;
    GroupId: Group;
    JournalId: Journal;
    PeriodId: Period;
}

impl<T: FieldValue> FieldValue for Option<T> {
    fn to_value(&self) -> Value {
        self.as_ref().map_or(Value::Empty, T::to_value)
    }

    fn from_value(value: Value) -> Result<Self, Fault> {
        match value {
            Value::Empty => Ok(None),
            value => T::from_value(value).map(Some),
        }
    }
}

impl Sex {
    /// The words of each, in order.
    pub const CHOICES: &'static [Choice] = &[
        Choice {
            place: 0,
            word: "male",
            csv: &["мужской"],
        },
        Choice {
            place: 1,
            word: "female",
            csv: &["женский"],
        },
    ];
}

impl FieldValue for Sex {
    fn to_value(&self) -> Value {
        let mut choices = Self::CHOICES.iter();
        let choice = choices.find(|choice| choice.word == self.word());
        choice.map_or(Value::Empty, |choice| Value::Choice(*choice))
    }

    fn from_value(value: Value) -> Result<Self, Fault> {
        match value {
            Value::Choice(choice) => choice.word.parse().map_err(|_| Fault::OtherKind),
            Value::Empty => Err(Fault::Required),
            _ => Err(Fault::OtherKind),
        }
    }
}

/// An enumeration that a field may hold, with its words.
macro_rules! choices {
    (
        $(#[$doc:meta])*
        pub enum $name:ident {
            $($(#[$of:meta])* $variant:ident = $word:tt [$($csv:literal),*],)*
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
        #[derive(serde::Serialize, serde::Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        pub enum $name {
            $($(#[$of])* #[serde(rename = $word)] $variant,)*
        }

        impl $name {
            /// Every one, in order.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];
            /// Its word.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// The words of each, in order.
            pub const CHOICES: &'static [crate::register::value::Choice] = &[
                $(crate::register::value::Choice {
                    place: Self::$variant as u8,
                    word: $word,
                    csv: &[$($csv),*],
                },)*
            ];
        }

        impl crate::register::value::FieldValue for $name {
            fn to_value(&self) -> crate::register::Value {
                let choice = match self {
                    $(Self::$variant => crate::register::value::Choice {
                        place: Self::$variant as u8,
                        word: $word,
                        csv: &[$($csv),*],
                    },)*
                };
                crate::register::Value::Choice(choice)
            }

            fn from_value(value: crate::register::Value) -> Result<Self, crate::register::Fault> {
                match value {
                    $(crate::register::Value::Choice(choice) if choice.word == $word => {
                        Ok(Self::$variant)
                    })*
                    crate::register::Value::Empty => Err(crate::register::Fault::Required),
                    _ => Err(crate::register::Fault::OtherKind),
                }
            }
        }
    };
}
pub(super) use choices;
