//! Lessons and journals, and the changes that move them.

#![expect(
    missing_docs,
    reason = "fields that say by name and type what they are"
)]

use super::StoreError;
use bytes::Bytes;
use journal::view::Logged;
use journal::{
    Change, ChangeId, ChangeOutcome, Clause, DeviceId, JournalId, PersonId, Roles, SchoolId,
    Timestamp,
};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::marker::PhantomData;

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
    /// Whether there is room for changes that are set aside; else a batch with one is not stored.
    pub may_set_aside: bool,
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
    /// Something would be set aside, for which there is no room; nothing was stored.
    NoRoomAside,
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
    /// When they ask: whose class a class is by then, is theirs to see.
    pub at: Timestamp,
}

/// A page with the version that its `ETag` shows: unchanged while the version is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Versioned<T> {
    /// The reader has it already.
    Unchanged,
    /// The page and its version.
    Page {
        version: String,
        page: WrittenPage<T>,
    },
}

/// A page as JSON, written once for all who stand to it alike.
#[derive(Debug, PartialEq, Eq)]
pub struct WrittenPage<T> {
    /// What is sent.
    pub json: Bytes,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for WrittenPage<T> {
    fn clone(&self) -> Self {
        let (json, of) = (self.json.clone(), PhantomData);
        Self { json, of }
    }
}

impl<T: Serialize + DeserializeOwned> WrittenPage<T> {
    /// Writes a page out.
    ///
    /// # Errors
    /// The page cannot be written as JSON.
    pub fn of(page: &T) -> Result<Self, StoreError> {
        let json = serde_json::to_vec(page).map_err(|error| unwritten(&error))?;
        Ok(Self {
            // What is kept for long has no room left over.
            json: json.into_boxed_slice().into(),
            of: PhantomData,
        })
    }

    /// Reads it again.
    ///
    /// # Errors
    /// The JSON is not of such a page.
    pub fn read(&self) -> Result<T, StoreError> {
        serde_json::from_slice(&self.json).map_err(|error| unwritten(&error))
    }
}

fn unwritten(error: &serde_json::Error) -> StoreError {
    StoreError::Failed(error.to_string())
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
    /// How many times the register was amended in what pages show; with it the rules and the pages
    /// are others.
    pub register: i64,
    /// How many times it was amended at all; with it its lists are others.
    pub records: i64,
}

/// A part of the log of one sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRows {
    /// In the order of commits.
    pub changes: Vec<Logged>,
    /// Whether there are rows after these.
    pub more: bool,
}
