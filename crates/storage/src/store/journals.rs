//! Lessons and journals, and the changes that move them.

#![expect(
    missing_docs,
    reason = "fields that say by name and type what they are"
)]

use super::{Imported, StoreError};
use crate::bundle::Bundle;
use async_trait::async_trait;
use bytes::Bytes;
use chrono::NaiveDate;
use journal::view::{JournalPage, LessonPage, Logged, Rules, TodayPage};
use journal::{
    Change, ChangeId, ChangeOutcome, Clause, DeviceId, JournalId, LessonId, PeriodId, PersonId,
    Roles, SchoolId, SheetId, Timestamp,
};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::sync::Arc;
use tokio::sync::watch;

/// A change as a device numbered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// Its number on the device.
    pub n: u64,
    pub change: Change,
    /// Nobody knows when it was made: a person decides.
    pub clock_suspect: bool,
}

/// A batch of changes of one device.
#[derive(Debug, Clone)]
pub struct Batch {
    pub school: SchoolId,
    /// Who sends it.
    pub person: PersonId,
    /// The sender's roles.
    pub roles: Roles,
    pub device: DeviceId,
    /// When the server received it.
    pub received_at: Timestamp,
    /// In the order of their numbers.
    pub changes: Vec<Submitted>,
}

/// What became of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BatchOutcome {
    /// Committed: an outcome for each change, in order.
    Stored {
        /// One for each change.
        outcomes: Vec<ChangeOutcome>,
        /// The device's last number now.
        last_n: u64,
        /// What was not the sender's to write.
        denied: Vec<Denied>,
    },
    /// Numbers are missing before this batch; nothing was stored.
    Gap {
        /// The number the device has to go on with.
        expected: u64,
    },
    /// The device belongs to another person; nothing was stored.
    DeviceTaken,
}

/// A change that was refused because it was not its sender's to make; also one of a journal that
/// the sender may not see and so is told nothing of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Denied {
    pub journal: JournalId,
    /// The kind of its cell.
    pub kind: &'static str,
    /// The clause that says whose it is; none: the regulation is silent.
    pub clause: Option<Clause>,
}

/// Who reads, which decides what is there to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    pub school: SchoolId,
    pub person: PersonId,
    /// The person's roles.
    pub roles: Roles,
}

/// A page with the version that its `ETag` shows: unchanged while the version is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Versioned<T> {
    /// The reader has it already.
    Unchanged,
    /// The page and its version.
    Page {
        version: String,
        page: Arc<T>,
        /// The page as JSON, written once for all who stand to it like this reader.
        json: Bytes,
    },
}

/// A place in the log: behind a row of it.
///
/// A database that was put back from a copy uses its numbers again for other changes, so a number
/// alone does not say what its reader has seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LogPlace {
    /// The `seq` of the row; 0: before the first.
    pub seq: i64,
    /// The change of the row, or the amendment; none if there is no such row.
    pub change: Option<ChangeId>,
}

impl LogPlace {
    /// Bytes that are others when the row is another; zeros if there is none. They tell nothing of
    /// the change, which its reader may have no right to see.
    pub fn mark(&self) -> [u8; 8] {
        let hash = |change: ChangeId| Sha256::digest(change.0.as_bytes());
        let hash = self.change.map(hash);
        let mark = hash.as_ref().and_then(|hash| hash.first_chunk());
        mark.copied().unwrap_or_default()
    }
}

/// Accepted changes in the order of commits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedRows {
    /// Changes that the reader may see, `seq` above the question's.
    pub changes: Vec<Logged>,
    /// Journals of others, which a role alone lets the reader see, with changes `seq` above the
    /// question's: which they are is told, what they say is not.
    pub moved: BTreeSet<JournalId>,
    /// The place that was asked for, as it is in the log.
    pub since: LogPlace,
    /// Everything up to here has been looked at.
    pub up_to: LogPlace,
    /// Whether there is more right now.
    pub more: bool,
    /// How many times the register was amended; with it the rules and the pages are others.
    pub register: i64,
}

/// A part of the log of one lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRows {
    /// In the order of commits.
    pub changes: Vec<Logged>,
    /// Whether there are rows after these.
    pub more: bool,
}

/// What happens in lessons. The in-memory model of the tests is of this alone.
#[async_trait]
pub trait Journals: Send + Sync + 'static {
    /// Stores a whole school, or nothing of it.
    async fn import(&self, bundle: Bundle) -> Result<Imported, StoreError>;

    /// The school's rules and vocabularies.
    async fn rules(&self, school: SchoolId) -> Result<Option<Rules>, StoreError>;

    /// A person's lessons of a day; `now` bounds what counts as unfilled.
    async fn today(
        &self,
        reader: &Reader,
        date: NaiveDate,
        now: Timestamp,
    ) -> Result<TodayPage, StoreError>;

    /// A lesson; none if there is none or it is not the reader's to see.
    async fn open_lesson(
        &self,
        reader: &Reader,
        lesson: LessonId,
        known_version: Option<&str>,
    ) -> Result<Option<Versioned<LessonPage>>, StoreError>;

    /// A journal over a period (none: the period of `on`); none as in [`Journals::open_lesson`].
    async fn open_journal(
        &self,
        reader: &Reader,
        journal: JournalId,
        period: Option<PeriodId>,
        on: NaiveDate,
        known_version: Option<&str>,
    ) -> Result<Option<Versioned<JournalPage>>, StoreError>;

    /// Judges and applies a batch with its log rows.
    async fn apply_changes(&self, batch: Batch) -> Result<BatchOutcome, StoreError>;

    /// Accepted changes after `seq` that the reader may see, at most `limit` looked at, and at most
    /// [`LOG_PART_BYTES`](super::LOG_PART_BYTES).
    async fn feed_since(
        &self,
        reader: &Reader,
        seq: i64,
        limit: usize,
    ) -> Result<FeedRows, StoreError>;

    /// The log of one sheet after `seq`, oldest first, at most `limit` rows; none as in
    /// [`Journals::open_lesson`].
    async fn sheet_log(
        &self,
        reader: &Reader,
        sheet: SheetId,
        seq: i64,
        limit: usize,
    ) -> Result<Option<LogRows>, StoreError>;

    /// The end of a school's log as the database has it; 0 if there is no such school.
    async fn end_of_log(&self, school: SchoolId) -> Result<LogPlace, StoreError>;

    /// The newest `seq` of a school as far as this process knows it (0 at first), raised after each commit, for `GET /events`.
    fn newest(&self, school: SchoolId) -> watch::Receiver<i64>;
}
