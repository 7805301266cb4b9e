//! The use cases of the server's memory. Each is one transaction; none leaks out.

use crate::bundle::Bundle;
use async_trait::async_trait;
use chrono::NaiveDate;
use journal::school::School;
use journal::view::{JournalPage, LessonPage, Logged, Me, Rules, TodayPage};
use journal::{
    Change, Content, DeviceId, Invalid, JournalId, LessonId, PeriodId, PersonId, PersonName, Roles,
    SchoolId, ServerId, Timestamp, Verdict,
};
use std::net::IpAddr;
use std::sync::Arc;
use tokio::sync::watch;

/// A part of the log ends with the row in which the edits come to so many bytes, however many rows
/// were asked for: a homework is a hundred times as long as a mark.
pub const LOG_PART_BYTES: usize = 1024 * 1024;

/// Devices that a person may have, with one session each at most. Another one takes the place of
/// the one that was longest unused, which is forgotten: a stranger to the account when it is back.
pub const DEVICES_OF_A_PERSON: u32 = 64;

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

/// An account as sign-in needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The person.
    pub person: PersonId,
    /// Argon2id hash as a PHC string.
    pub password_hash: String,
}

/// What a soft lock is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum LockKey {
    /// Sign-in names tried from devices that their accounts do not know. A name falls into one of
    /// 65,536 buckets whether anybody has it or not, so a lock does not tell, and none has to be
    /// forgotten to make room.
    Name(u16),
    /// A device that is known to the account: it has signed in to it before.
    Device(DeviceId),
}

/// How a soft lock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Standing {
    /// Wrong passwords in a row.
    pub failures: u32,
    /// Locked until then.
    pub locked_until: Option<Timestamp>,
    /// Somebody was refused under this lock, and it is noted.
    pub refused: bool,
}

/// Where a person sat who signed in or tried to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Origin {
    /// The machine's address, or the one that a trusted proxy names.
    pub address: Option<IpAddr>,
    /// The device as it calls itself.
    pub device: DeviceId,
}

/// What is to be written of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessNote {
    /// Whose account. None: nobody has the name; the lock is written all the same, so that the
    /// disk takes as long.
    pub person: Option<PersonId>,
    /// How it ended.
    pub access: Access,
    /// The lock it counts under.
    pub lock: LockKey,
    /// Where from.
    pub origin: Origin,
    /// When.
    pub at: Timestamp,
}

/// A session to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// SHA-256 of the token; the token itself is never stored.
    pub token_hash: [u8; 32],
    /// Whose.
    pub person: PersonId,
    /// The device it is bound to.
    pub device: DeviceId,
    /// When it was opened.
    pub opened_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
    /// The lock that the sign-in counted under.
    pub lock: LockKey,
    /// The machine's address, as in [`Origin`].
    pub address: Option<IpAddr>,
}

impl NewSession {
    /// What the access log says of it.
    pub(crate) fn note(&self) -> AccessNote {
        AccessNote {
            person: Some(self.person),
            access: Access::SignedIn,
            lock: self.lock,
            origin: Origin {
                address: self.address,
                device: self.device,
            },
            at: self.opened_at,
        }
    }
}

/// A live session with what every request needs of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The school.
    pub school: SchoolId,
    /// Whose.
    pub person: PersonId,
    /// The account's roles.
    pub roles: Roles,
    /// The device it is bound to.
    pub device: DeviceId,
    /// The start password has not been changed yet.
    pub must_change_password: bool,
    /// Last use that was noted before this one; noted at most once a minute. The server ends a
    /// session that has rested too long, so the use that asks must not hide how long it was.
    pub seen_at: Timestamp,
    /// When it ends at the latest.
    pub ends_at: Timestamp,
}

/// How signing in ended, for the access log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Right password.
    SignedIn,
    /// Wrong password: so many in a row now, and perhaps a lock.
    WrongPassword {
        /// Wrong passwords in a row.
        failures: u32,
        /// Locked until then.
        locked_until: Option<Timestamp>,
    },
    /// Refused because of the lock.
    RefusedLocked,
    /// Signed out.
    SignedOut,
    /// Password changed; all other sessions of the account ended.
    PasswordChanged,
}

/// A change as a device numbered it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// Its number on the device.
    pub n: u64,
    /// The change.
    pub change: Change,
    /// Nobody knows when it was made: a person decides.
    pub clock_suspect: bool,
}

/// A batch of changes of one device.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The school.
    pub school: SchoolId,
    /// Who sends it.
    pub person: PersonId,
    /// The sender's roles.
    pub roles: Roles,
    /// The device.
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
        outcomes: Vec<Stored>,
        /// The device's last number now.
        last_n: u64,
    },
    /// Numbers are missing before this batch; nothing was stored.
    Gap {
        /// The number the device has to go on with.
        expected: u64,
    },
    /// The device belongs to another person; nothing was stored.
    DeviceTaken,
}

/// What became of a change. All of these but the last two are rows of the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stored {
    /// Applied and logged.
    Applied {
        /// Its place in the order of commits.
        seq: i64,
        /// `OnTime` or `Late`.
        verdict: Verdict,
    },
    /// Kept aside: the cell holds another value.
    Conflict {
        /// What stands in the cell.
        now: Content,
        /// Who put it there.
        by: Option<PersonName>,
        /// When it was received.
        at: Option<Timestamp>,
    },
    /// Kept aside: a person decides.
    Held,
    /// Kept aside: the regulation refuses it.
    Judged(Verdict),
    /// Kept aside: it could never be applied.
    Invalid(Invalid),
    /// Kept aside: there is no such lesson, or it is not this person's to see.
    NoSuchLesson,
    /// The same change had come before; this became of it then.
    Replayed(Box<Stored>),
    /// The id came before with another payload; nothing was stored.
    IdReused,
    /// The number came before with another change; nothing was stored.
    NumberReused,
}

/// Who reads, which decides what is there to see.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reader {
    /// The school.
    pub school: SchoolId,
    /// The person.
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
        /// The version.
        version: String,
        /// The page.
        page: Arc<T>,
    },
}

/// Accepted changes in the order of commits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FeedRows {
    /// Changes that the reader may see, `seq` above the question's.
    pub changes: Vec<Logged>,
    /// Everything up to here has been looked at.
    pub up_to: i64,
    /// Whether there is more right now.
    pub more: bool,
}

/// A part of the log of one lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRows {
    /// In the order of commits.
    pub changes: Vec<Logged>,
    /// Whether there are rows after these.
    pub more: bool,
}

/// What an import wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Imported {
    /// Journals.
    pub journals: usize,
    /// Lessons.
    pub lessons: usize,
    /// Pupils.
    pub pupils: usize,
    /// Changes of the past.
    pub changes: usize,
}

/// The server's memory.
#[async_trait]
pub trait Store: Send + Sync + 'static {
    /// The identity of these data, made when the database was.
    async fn server_id(&self) -> Result<ServerId, StoreError>;

    /// A secret of these data, random and made when they were or when they were first opened by a
    /// program that knows of it; the same for every process that serves them.
    async fn secret(&self) -> Result<[u8; 32], StoreError>;

    /// Whether the database works just now: whoever reads answers, whoever writes commits a row,
    /// and beside a file of SQLite there is room for what one batch may add to it.
    async fn ping(&self) -> Result<(), StoreError>;

    /// The schools of this server.
    async fn schools(&self) -> Result<Vec<School>, StoreError>;

    /// Stores a whole school, or nothing of it.
    async fn import(&self, bundle: Bundle) -> Result<Imported, StoreError>;

    /// Whether there is nothing in a school but its administrator.
    async fn is_blank(&self, school: SchoolId) -> Result<bool, StoreError>;

    /// Stores a whole school in place of a blank one, or nothing of it:
    /// [`StoreError::SchoolExists`] names a school that is not blank.
    async fn import_over(&self, blank: SchoolId, bundle: Bundle) -> Result<Imported, StoreError>;

    /// The account of a sign-in name, whatever its case.
    async fn account(&self, school: SchoolId, login: &str) -> Result<Option<Account>, StoreError>;

    /// The sign-in name and the account of a person: who changes a password proves the old one.
    async fn account_of(
        &self,
        school: SchoolId,
        person: PersonId,
    ) -> Result<Option<(String, Account)>, StoreError>;

    /// Whose a device is: of the one account that has signed in on it.
    async fn device_owner(
        &self,
        school: SchoolId,
        device: DeviceId,
    ) -> Result<Option<PersonId>, StoreError>;

    /// How a soft lock stands.
    async fn standing(&self, school: SchoolId, lock: LockKey) -> Result<Standing, StoreError>;

    /// Writes the access log and what follows from it for the lock.
    async fn note_access(&self, school: SchoolId, note: AccessNote) -> Result<(), StoreError>;

    /// Removes the oldest entries of the access log from before this moment, at most so many;
    /// answers how many there were.
    async fn forget_access(
        &self,
        school: SchoolId,
        before: Timestamp,
        most: u32,
    ) -> Result<u32, StoreError>;

    /// Opens a session, registers its device, whose older sessions end, notes the sign-in in the
    /// access log and opens its lock: all of it or nothing. The person's devices stay at
    /// [`DEVICES_OF_A_PERSON`]. Answers the device's last number, or none if the device belongs to
    /// another person.
    async fn open_session(
        &self,
        school: SchoolId,
        session: NewSession,
    ) -> Result<Option<u64>, StoreError>;

    /// The live session of a token (which carries the school, so that every key leads with it).
    /// Notes its use at most once a minute.
    async fn session(
        &self,
        school: SchoolId,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<Option<Session>, StoreError>;

    /// Ends a session.
    async fn close_session(
        &self,
        school: SchoolId,
        token_hash: [u8; 32],
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Sets a new password, ends every other session of the account, notes it in the access log.
    async fn set_password(
        &self,
        school: SchoolId,
        person: PersonId,
        password_hash: String,
        keep_session: [u8; 32],
        origin: Origin,
        now: Timestamp,
    ) -> Result<(), StoreError>;

    /// Who a person is.
    async fn me(&self, school: SchoolId, person: PersonId) -> Result<Option<Me>, StoreError>;

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

    /// A journal over a period (none: the period of `on`); none as in [`Store::open_lesson`].
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
    /// [`LOG_PART_BYTES`].
    async fn feed_since(
        &self,
        reader: &Reader,
        seq: i64,
        limit: usize,
    ) -> Result<FeedRows, StoreError>;

    /// The log of one lesson after `seq`, oldest first, at most `limit` rows; none as in
    /// [`Store::open_lesson`].
    async fn lesson_log(
        &self,
        reader: &Reader,
        lesson: LessonId,
        seq: i64,
        limit: usize,
    ) -> Result<Option<LogRows>, StoreError>;

    /// The newest `seq` of a school as the database has it; 0 if there is no such school.
    async fn newest_seq(&self, school: SchoolId) -> Result<i64, StoreError>;

    /// The newest `seq` of a school as far as this process knows it (0 at first), raised after each commit: the poke of `GET /events`.
    fn newest(&self, school: SchoolId) -> watch::Receiver<i64>;

    /// Writes out what is waiting and closes; later questions fail.
    async fn close(&self);
}
