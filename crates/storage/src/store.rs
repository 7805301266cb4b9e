//! The use cases of the server's memory. Each is one transaction; none leaks out.

mod accounts;
mod amendments;
mod journals;

pub use accounts::{
    Access, AccessEvent, AccessNote, Accessed, Account, Accounts, DEVICES_OF_A_PERSON, LockKey,
    LockState, NewPassword, NewSession, NewStartPassword, Opening, Origin, Session,
};
pub use amendments::Gesture;
pub use journals::{
    Batch, BatchOutcome, Denied, FeedRows, Journals, LogPlace, LogRows, Reader, Submitted,
    Versioned,
};

use crate::bundle::Bundle;
use async_trait::async_trait;
use journal::register::{Amended, RecordKind, RecordRef};
use journal::school::School;
use journal::view::{JournalsPage, RecordLog, RecordsPage, RegisterPage};
use journal::{JournalId, LessonId, PeriodId, SchoolId, ServerId, Timestamp};

/// A part of the log ends with the row in which the edits come to so many bytes, however many rows
/// were asked for: a homework is a hundred times as long as a mark.
pub const LOG_PART_BYTES: usize = 1024 * 1024;

/// A fault of the memory.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Nobody knows whether the transaction was committed; the same request may be sent again.
    #[error("the outcome of the transaction is unknown: {0}")]
    OutcomeUnknown(String),
    /// It was not done and may be tried again.
    #[error("the database cannot do it now: {0}")]
    Busy(String),
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

/// What a reader opens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opened {
    /// A journal, over some period.
    Journal(JournalId),
    /// A lesson, or its log.
    Lesson(LessonId),
}

/// What a school is apart from its lessons.
#[async_trait]
pub trait Registry: Send + Sync + 'static {
    /// The schools of this server.
    async fn schools(&self) -> Result<Vec<School>, StoreError>;

    /// Whether there is nothing in a school but its administrator.
    async fn is_blank(&self, school: SchoolId) -> Result<bool, StoreError>;

    /// Stores a whole school in place of a blank one, or nothing of it:
    /// [`StoreError::SchoolExists`] names a school that is not blank.
    async fn import_over(&self, blank: SchoolId, bundle: Bundle) -> Result<Imported, StoreError>;

    /// The journals that a reader may see, over a period (none: the period of now); none if there
    /// is no such period.
    async fn journals(
        &self,
        reader: &Reader,
        period: Option<PeriodId>,
        now: Timestamp,
    ) -> Result<Option<JournalsPage>, StoreError>;

    /// Every kind of records with its count; none if there is no such school.
    async fn kinds(&self, school: SchoolId) -> Result<Option<RegisterPage>, StoreError>;

    /// The records of a kind; none if there is no such school.
    async fn records(
        &self,
        school: SchoolId,
        kind: RecordKind,
    ) -> Result<Option<RecordsPage>, StoreError>;

    /// The journal of what a reader opens, if a role alone lets it be read: neither taught by the
    /// reader, nor of the own class.
    async fn others_journal(
        &self,
        reader: &Reader,
        opened: Opened,
    ) -> Result<Option<JournalId>, StoreError>;

    /// What became of a record after `seq`, oldest first, at most `limit` rows.
    async fn record_log(
        &self,
        school: SchoolId,
        record: RecordRef,
        seq: i64,
        limit: usize,
    ) -> Result<RecordLog, StoreError>;

    /// Takes what can be taken of a gesture of amendments, in one transaction under the school's
    /// lock, and what follows from it in lessons to come. A dry run writes nothing. What is not
    /// taken is answered and not kept.
    async fn amend(&self, gesture: Gesture, dry_run: bool) -> Result<Amended, StoreError>;
}

/// The server's memory.
#[async_trait]
pub trait Store: Journals + Accounts + Registry {
    /// The identity of these data, made when the database was.
    async fn server_id(&self) -> Result<ServerId, StoreError>;

    /// A secret of these data, random and made when they were or when they were first opened by a
    /// program that knows of it; the same for every process that serves them.
    async fn secret(&self) -> Result<[u8; 32], StoreError>;

    /// Whether the database works just now: whoever reads answers, whoever writes commits a row,
    /// and beside a file of SQLite there is room for what one batch may add to it.
    async fn ping(&self) -> Result<(), StoreError>;

    /// Writes out what is waiting and closes; later questions fail.
    async fn close(&self);
}
