//! The access log: who came in, who read another's journal or cards, and who was not let read or
//! write.

use crate::change::Cell;
use crate::ids::{JournalId, PersonId};
use crate::person::PersonName;
use crate::register::{RecordKind, RecordRef};
use crate::regulation::{Clause, Permission};
use crate::text_form::{NotInVocabulary, serde_by_text, vocabulary};
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A part of the access log (SGO154-3.1.1, SOLO2-3.1).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessLogPage {
    /// The newest first.
    pub entries: Vec<AccessEntry>,
    /// The place of the last entry, to be asked with for older ones; none: there are none.
    pub older: Option<String>,
}

/// An entry of the access log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AccessEntry {
    /// When the server saw it: of who came in or went the last time, of everything else the first.
    pub at: Timestamp,
    /// How many times within ten minutes: one reads a journal, signs in, or tries to write, again and
    /// again.
    pub times: u32,
    /// Whose account.
    pub person: PersonId,
    /// Their name.
    pub name: PersonName,
    /// What happened.
    pub event: AccessKind,
    /// The journal that was read or not shown, or that was to be written. None of a
    /// [`AccessKind::ReadRefused`] that has no `records` either: the role opens no journal, or there
    /// were more than a person's entries of ten minutes.
    pub journal: Option<NamedJournal>,
    /// The records that were read or not shown.
    #[serde(default)]
    pub records: Option<ReadRecords>,
    /// What was to be written; none, where a write was refused: more than a person's entries of ten
    /// minutes, of which only the number is kept.
    pub refused: Option<RefusedWrite>,
    /// The address of the machine, as the server or a proxy that it trusts saw it.
    pub address: Option<String>,
    /// The device: a short word made of its id, as in [`super::LoggedAmendment`]. None of who came in
    /// or went: more than a person's entries of a day, of which only the number is kept.
    pub device: Option<String>,
    /// Who gave a start password, or ended the session; none of a password: the technician at the
    /// server.
    pub by: Option<PersonName>,
}

/// A journal in the access log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NamedJournal {
    /// Which.
    pub id: JournalId,
    /// «7Б»; empty if there is no such journal any more.
    pub group: String,
    /// «Алгебра».
    pub subject: String,
}

/// Records of the register that were read or not shown.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReadRecords {
    /// Of which kind; none: the role sees nothing of the register, or no log of it.
    pub kind: Option<RecordKind>,
    /// The one whose log was asked for.
    pub record: Option<NamedRecord>,
}

/// A write that was refused because it was not theirs to make (SGO154P-1.4.16, SOLO2-3.2.4b).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RefusedWrite {
    /// What was to be written.
    pub what: AccessTarget,
    /// The record; none: a cell, or the request was not looked into.
    pub record: Option<NamedRecord>,
    /// Who was to be given a start password.
    #[serde(default)]
    pub for_person: Option<PersonName>,
    /// The clause that says whose it is to write; none: the regulation is silent.
    pub clause: Option<Clause>,
}

/// What somebody read, or was not let read or write. It travels and rests as its word, which none of
/// the three vocabularies has in common with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AccessTarget {
    /// Cells of a kind, by its word: one of [`Cell::KINDS`].
    Cells(&'static str),
    /// Records of a kind.
    Records(RecordKind),
    /// Anything that takes the permission, which the account lacks: the request was not looked
    /// into.
    Any(Permission),
}

impl AccessTarget {
    /// The word of the kind or of the permission.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cells(kind) => kind,
            Self::Records(kind) => kind.word(),
            Self::Any(permission) => permission.word(),
        }
    }
}

impl fmt::Display for AccessTarget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for AccessTarget {
    type Err = NotInVocabulary;

    fn from_str(word: &str) -> Result<Self, Self::Err> {
        let cells = Cell::KINDS.iter().find(|kind| **kind == word);
        let cells = cells.map(|kind| Self::Cells(kind));
        let records = || word.parse().ok().map(Self::Records);
        match cells.or_else(records) {
            Some(target) => Ok(target),
            None => word.parse().map(Self::Any),
        }
    }
}

serde_by_text!(AccessTarget, "^[a-z-]+$");

/// A record in the access log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct NamedRecord {
    /// Which.
    pub at: RecordRef,
    /// As a list shows it; empty if there is no such record.
    pub title: String,
}

vocabulary! {
    /// What the access log tells of.
    pub enum AccessKind of "the access log" {
        /// The right password.
        SignedIn = "signed-in",
        /// A wrong password.
        WrongPassword = "wrong-password",
        /// Refused without a look at the password, because of a lock.
        RefusedLocked = "refused-locked",
        /// The session was ended by its owner.
        SignedOut = "signed-out",
        /// The password was changed by its owner.
        PasswordChanged = "password-changed",
        /// A start password was given.
        PasswordIssued = "password-issued",
        /// A session was ended from the list of who is signed in, by its owner or an administrator.
        SessionEnded = "session-ended",
        /// It was reported that the sign-in data got known: every session ended, and the password
        /// holds no more (SGO154-5.3).
        BreachReported = "breach-reported",
        /// Since when what was written under such an account is void was set anew.
        BreachMoved = "breach-moved",
        /// Changes that were written under such an account were confirmed.
        BreachConfirmed = "breach-confirmed",
        /// Changes that were written under such an account were voided (SGO154-5.4).
        BreachVoided = "breach-voided",
        /// A journal, or a lesson of it, was opened by somebody who does not teach it.
        JournalRead = "journal-read",
        /// The log of changes of a sheet was read by such a one.
        HistoryRead = "history-read",
        /// What records say of people beyond their names was read by somebody whose own class,
        /// groups, children or card they are not.
        CardsRead = "cards-read",
        /// A journal, a lesson of it or its log, records or what became of one were asked for by
        /// somebody who may not see them.
        ReadRefused = "read-refused",
        /// A write of the journals, of the register or of a start password was refused, because it was
        /// not theirs to make.
        WriteRefused = "write-refused",
    }
}

/// The place of an entry in the order of the access log: `1794810600000000.7.3`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AccessPlace {
    /// When it happened.
    pub at: Timestamp,
    /// Whose it is.
    pub person: PersonId,
    /// Which of theirs, from 1.
    pub n: i64,
}

impl fmt::Display for AccessPlace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}.{}", self.at.0, self.person, self.n)
    }
}

/// It is no place in the access log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("that is no place in the access log")]
pub struct NoSuchPlace;

impl FromStr for AccessPlace {
    type Err = NoSuchPlace;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut numbers = text.split('.').map(str::parse);
        let mut next = || numbers.next().and_then(Result::ok).ok_or(NoSuchPlace);
        let (at, person, n) = (next()?, next()?, next()?);
        if numbers.next().is_some() {
            return Err(NoSuchPlace);
        }
        Ok(Self {
            at: Timestamp(at),
            person: PersonId(person),
            n,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_to_be_written_is_one_word_that_means_one_thing() {
        let cells = Cell::KINDS.iter().map(|kind| AccessTarget::Cells(kind));
        let records = RecordKind::ALL.iter().copied().map(AccessTarget::Records);
        let any = Permission::ALL.iter().copied().map(AccessTarget::Any);
        for target in cells.chain(records).chain(any) {
            assert_eq!(target.to_string().parse(), Ok(target));
        }
        assert!("".parse::<AccessTarget>().is_err());
    }

    #[test]
    fn a_place_is_read_as_it_is_written() {
        let place = AccessPlace {
            at: Timestamp(1_794_810_600_000_000),
            person: PersonId(7),
            n: 3,
        };
        assert_eq!(place.to_string().parse(), Ok(place));
        for text in ["", "1", "1.2", "1.2.x", "1.2.3.", "1.2.3.4"] {
            assert_eq!(text.parse::<AccessPlace>(), Err(NoSuchPlace), "{text}");
        }
    }
}
