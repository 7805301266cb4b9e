//! Accounts, sessions, who signed in where.

#![expect(
    missing_docs,
    reason = "fields that say by name and type what they are"
)]

use journal::register::Trust;
use journal::register::{RecordKind, RecordRef};
use journal::view::{AccessKind, AccessTarget};
use journal::{Clause, DeviceId, JournalId, PersonId, Roles, SchoolId, Timestamp};
use std::net::IpAddr;

/// Devices that a person may have, with one session each at most. Another one takes the place of
/// the one that was longest unused, which is forgotten: a stranger to the account when it is back.
pub const DEVICES_OF_A_PERSON: u32 = 64;

/// An account as sign-in needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
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
pub struct LockState {
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
    pub access: AccessEvent,
    /// The lock it counts under.
    pub lock: LockKey,
    /// Where from.
    pub origin: Origin,
    pub at: Timestamp,
}

/// A session to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// SHA-256 of the token; the token itself is never stored.
    pub token_hash: [u8; 32],
    pub person: PersonId,
    /// The account's hash that the password was proved against.
    pub proved_hash: String,
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

/// What became of a session to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Opening {
    /// It is open.
    Opened {
        /// The device's last number.
        last_n: u64,
    },
    /// The device belongs to another person.
    DeviceTaken,
    /// The account has another password than the one that was proved.
    PasswordChanged,
}

/// A password to be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewPassword {
    pub person: PersonId,
    /// The account's hash that the old password was proved against.
    pub proved_hash: String,
    /// Argon2id hash of the new one as a PHC string.
    pub hash: String,
    /// SHA-256 of the token of the session that goes on.
    pub keep_session: [u8; 32],
    /// Where from.
    pub origin: Origin,
    pub at: Timestamp,
}

impl NewSession {
    /// What the access log says of it.
    pub(crate) fn note(&self) -> AccessNote {
        AccessNote {
            person: Some(self.person),
            access: AccessEvent::SignedIn,
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
    pub school: SchoolId,
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

/// A start password in the place of one that was forgotten, or of a new account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewStartPassword {
    pub person: PersonId,
    /// Argon2id hash as a PHC string.
    pub hash: String,
    /// The lock that the account's name falls under, which is opened with those of its devices; none
    /// of a new account.
    pub name_lock: Option<LockKey>,
    /// What the account opened when it was judged whether this may be given: it opens no more.
    pub trust: Trust,
    /// What the sign-in name of a new account is to be like: the name, a pupil's class.
    pub wish: String,
    /// Who gives it, and where they sit; none: the technician at the server itself.
    pub by: Option<(PersonId, Origin)>,
    pub at: Timestamp,
}

/// A session to be ended from the list of who is signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndedSession {
    pub person: PersonId,
    /// The device, by the word that the list shows.
    pub device: String,
    /// When it was opened: the device may have signed in again since the list was made.
    pub opened_at: Timestamp,
    /// Who ends it, and where they sit.
    pub by: PersonId,
    pub origin: Origin,
    pub at: Timestamp,
}

/// Somebody read another's journal or cards (SGO154-3.1.1, SOLO2-3.1), or was not let read them, or was
/// not let write (SGO154P-1.4.16, SOLO2-3.2.4b).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Access {
    pub person: PersonId,
    pub to: Accessed,
    /// How many times since `at`.
    pub times: u32,
    /// Where they sat.
    pub origin: Origin,
    /// When it was first.
    pub at: Timestamp,
}

/// What somebody read, or was not let read or write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accessed {
    /// A journal, or a lesson of it.
    Journal(JournalId),
    /// The log of a sheet of the journal.
    History(JournalId),
    /// What records of a kind say of people beyond their names, of whom some are not the reader's
    /// own.
    Cards(RecordKind),
    /// A journal that was not shown; none: the role opens none, or there were more besides those
    /// that have an entry.
    ReadRefused(Option<JournalId>),
    /// Records of a kind that were not shown, or none of any, for a permission lacks.
    RecordsRefused {
        what: AccessTarget,
        /// The one whose log was asked for.
        record: Option<RecordRef>,
    },
    /// A write that was refused.
    Refused {
        what: AccessTarget,
        journal: Option<JournalId>,
        record: Option<RecordRef>,
        /// Who was to be given a start password.
        for_person: Option<PersonId>,
        clause: Option<Clause>,
    },
    /// Writes that were refused besides those that have an entry.
    MoreRefused,
}

/// What an access is to: two of the same are one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct AccessThing {
    /// The event in the access log.
    pub event: AccessKind,
    /// The journal.
    pub journal: Option<JournalId>,
    /// What records were read, or what was refused.
    pub what: Option<AccessTarget>,
    /// The record, or the person who was to be given a start password: `what` says which.
    pub id: Option<i64>,
}

impl Accessed {
    /// What it is to.
    pub fn thing(&self) -> AccessThing {
        let read = |event, journal| AccessThing {
            event,
            journal,
            what: None,
            id: None,
        };
        let nothing = AccessThing {
            event: AccessKind::WriteRefused,
            journal: None,
            what: None,
            id: None,
        };
        match self {
            Self::Journal(journal) => read(AccessKind::JournalRead, Some(*journal)),
            Self::History(journal) => read(AccessKind::HistoryRead, Some(*journal)),
            Self::Cards(kind) => AccessThing {
                what: Some(AccessTarget::Records(*kind)),
                ..read(AccessKind::CardsRead, None)
            },
            Self::ReadRefused(journal) => read(AccessKind::ReadRefused, *journal),
            Self::RecordsRefused { what, record } => AccessThing {
                what: Some(*what),
                id: record.map(|record| record.id.0),
                ..read(AccessKind::ReadRefused, None)
            },
            Self::Refused {
                what,
                journal,
                record,
                for_person,
                ..
            } => AccessThing {
                journal: *journal,
                what: Some(*what),
                id: record
                    .map(|record| record.id.0)
                    .or(for_person.map(|person| person.0)),
                ..nothing
            },
            Self::MoreRefused => nothing,
        }
    }
}

/// How signing in ended, for the access log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessEvent {
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
    SignedOut,
    /// Password changed; all other sessions of the account ended.
    PasswordChanged,
    /// A session was ended from the list of who is signed in.
    SessionEnded,
}

impl AccessEvent {
    /// Its columns in the access log: event, failures, locked until.
    pub(crate) fn row(self) -> (&'static str, Option<i64>, Option<i64>) {
        match self {
            Self::SignedIn => (AccessKind::SignedIn.word(), None, None),
            Self::WrongPassword {
                failures,
                locked_until,
            } => (
                AccessKind::WrongPassword.word(),
                Some(failures.into()),
                locked_until.map(|until| until.0),
            ),
            Self::RefusedLocked => (AccessKind::RefusedLocked.word(), None, None),
            Self::SignedOut => (AccessKind::SignedOut.word(), None, None),
            Self::PasswordChanged => (AccessKind::PasswordChanged.word(), None, None),
            Self::SessionEnded => (AccessKind::SessionEnded.word(), None, None),
        }
    }
}

impl LockKey {
    /// Its column: a bucket has 2 bytes, a device 16.
    pub(crate) fn bytes(self) -> Vec<u8> {
        match self {
            Self::Name(bucket) => bucket.to_be_bytes().to_vec(),
            Self::Device(device) => device.0.as_bytes().to_vec(),
        }
    }
}
