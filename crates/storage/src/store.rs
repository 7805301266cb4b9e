//! The types of the questions to the server's memory and of its answers.

mod accounts;
mod amendments;
mod breaches;
mod journals;

pub use accounts::{
    Access, AccessEvent, AccessNote, AccessThing, Accessed, Account, DEVICES_OF_A_PERSON,
    EndedSession, LockKey, LockState, NewPassword, NewSession, NewStartPassword, Opening, Origin,
    Session,
};
pub use amendments::{Gesture, Taking, Undoing};
pub use breaches::{BreachFound, Confirmed, Decided, MovedSince, NewBreach, VoidAsked};
pub use journals::{
    Batch, BatchOutcome, Denied, FeedRows, LogPlace, LogRows, Reader, Submitted, Versioned,
    WrittenPage,
};

use journal::register::RecordKind;
use journal::{JournalId, LessonId, SchoolId};
use std::collections::BTreeSet;

/// A part of the log ends with the row in which the edits come to so many bytes, however many rows
/// were asked for: a homework is a hundred times as long as a mark.
pub const LOG_PART_BYTES: usize = 128 * 1024;

/// A fault of the memory.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Nobody knows whether the transaction was committed; the same request may be sent again.
    #[error("the outcome of the transaction is unknown: {0}")]
    OutcomeUnknown(String),
    /// It was not done and may be tried again.
    #[error("the database cannot do it now: {0}")]
    Busy(String),
    /// It was not done: the disk is full, or the database is not where it was. It may be tried again
    /// once somebody has mended that.
    #[error("the database cannot be written to: {0}")]
    CannotWrite(String),
    /// The school is there already.
    #[error("school {0} is stored already")]
    SchoolExists(SchoolId),
    /// The database is of a newer program.
    #[error("the database has schema version {found}, this program knows {known}")]
    NewerSchema {
        /// In the database.
        found: u32,
        /// Of this program.
        known: u32,
    },
    /// The database is of another program: it holds this table and no schema of ours.
    #[error("the database is of another program: it holds the table {table:?}")]
    Foreign {
        /// One of its tables.
        table: String,
    },
    /// What is in the database file cannot be what was written to it: it is not served.
    #[error("the database is damaged: {0}")]
    Damaged(String),
    /// The address asks for protection of the line that there is not: this setting of it.
    #[error("the address of the database cannot be followed: {0}")]
    TlsSetting(String),
    /// Anything else.
    #[error("the database failed: {0}")]
    Failed(String),
}

impl StoreError {
    /// The same, for another who waited for the same transaction.
    pub(crate) fn again(&self) -> Self {
        match self {
            Self::OutcomeUnknown(why) => Self::OutcomeUnknown(why.clone()),
            Self::Busy(why) => Self::Busy(why.clone()),
            Self::CannotWrite(why) => Self::CannotWrite(why.clone()),
            Self::Damaged(what) => Self::Damaged(what.clone()),
            Self::Failed(why) => Self::Failed(why.clone()),
            Self::SchoolExists(_)
            | Self::NewerSchema { .. }
            | Self::Foreign { .. }
            | Self::TlsSetting(_) => Self::Failed(self.to_string()),
        }
    }
}

/// What an import wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "counts of what their names say")]
pub struct Imported {
    pub journals: usize,
    pub lessons: usize,
    pub pupils: usize,
    /// Changes of the past.
    pub changes: usize,
}

/// What a reader asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown<T> {
    /// As far as they may see it.
    Page {
        /// What is seen of it.
        page: T,
        /// The kinds of its records that tell of people beyond their names, of whom some are not
        /// the reader's own.
        cards: BTreeSet<RecordKind>,
    },
    /// Nothing of the kind is theirs to see.
    Forbidden,
    /// It is another's, which is to be answered as if there were no such thing.
    Hidden,
    /// There is no such thing.
    Missing,
}

impl<T> Shown<T> {
    /// The page, if it is shown.
    pub fn page(self) -> Option<T> {
        match self {
            Self::Page { page, .. } => Some(page),
            Self::Forbidden | Self::Hidden | Self::Missing => None,
        }
    }
}

/// What a reader opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// A journal, over some period.
    Journal(JournalId),
    /// A lesson, or its log.
    Lesson(LessonId),
}
