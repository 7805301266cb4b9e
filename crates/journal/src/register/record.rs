//! A record of any kind, and what names it. The one list of kinds is in [`super::kinds`].

use super::FieldKind;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;
use std::fmt;

pub use super::kinds::{Record, RecordKind};

/// A record's number within its school and kind; never used for another record.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct RecordId(pub i64);

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// Which record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct RecordRef {
    pub kind: RecordKind,
    pub id: RecordId,
}

/// A word that names no record kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("there is no record kind {0:?}")]
pub struct NoSuchKind(pub String);

macro_rules! records {
    ($($variant:ident($body:ty) = $word:tt: $described:path;)*) => {
        /// What the register keeps records of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[derive(Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[expect(missing_docs, reason = "each is described in its file of `kinds`")]
        pub enum RecordKind {
            $(#[serde(rename = $word)] $variant,)*
        }

        /// What the register says of one thing. Its id is not in it: see [`RecordRef`].
        #[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
        #[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
        #[serde(tag = "kind")]
        #[expect(missing_docs, reason = "each is described in its file of `kinds`")]
        pub enum Record {
            $(#[serde(rename = $word)] $variant($body),)*
        }

        impl RecordKind {
            /// Every kind, in the order in which a school fills them first.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// The stable word: in addresses, in data, in the keys of the words for people.
            pub fn word(self) -> &'static str {
                match self {
                    $(Self::$variant => $word,)*
                }
            }

            /// The description.
            pub fn described(self) -> &'static crate::register::Kind {
                match self {
                    $(Self::$variant => &$described,)*
                }
            }
        }

        impl Record {
            /// What it is a record of.
            pub fn kind(&self) -> RecordKind {
                match self {
                    $(Self::$variant(_) => RecordKind::$variant,)*
                }
            }

            /// A record of the kind with nothing said yet; not a valid one.
            pub fn blank(kind: RecordKind) -> Self {
                match kind {
                    $(RecordKind::$variant => Self::$variant(<$body>::default()),)*
                }
            }
        }
    };
}

pub(super) use records;

impl RecordKind {
    /// The record of this kind with this id.
    pub fn at(self, id: RecordId) -> RecordRef {
        RecordRef { kind: self, id }
    }

    /// Whether there are several for each pupil or parent: thousands, of which no page of another
    /// kind carries more than it names.
    pub fn is_of_thousands(self) -> bool {
        matches!(
            self,
            Self::Person | Self::Guardianship | Self::Movement | Self::Membership
        )
    }

    /// The kinds that its fields refer to, each once.
    pub fn named(self) -> BTreeSet<Self> {
        let fields = self.described().fields.iter();
        let named = fields.filter_map(|field| match field.kind {
            FieldKind::Reference(named) => Some(named),
            _ => None,
        });
        named.collect()
    }

    /// Whether pages of journals show the records, or are another's to see by them: they are to be
    /// asked for anew when one is amended.
    pub fn shows_in_journals(self) -> bool {
        self.described().journals.shown
    }
}

impl std::str::FromStr for RecordKind {
    type Err = NoSuchKind;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let mut kinds = Self::ALL.iter().copied();
        kinds
            .find(|kind| kind.word() == word)
            .ok_or_else(|| NoSuchKind(word.to_owned()))
    }
}

impl fmt::Display for RecordKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}
