//! Sign-in data that got known, and what administrators decide of what was written under them.

#![expect(
    missing_docs,
    reason = "fields that say by name and type what they are"
)]

use super::Origin;
use journal::view::BreachFate;
use journal::{BreachId, PersonId, Roles, SchoolId, Timestamp};

/// A report that somebody's sign-in data got known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewBreach {
    /// Whose account.
    pub person: PersonId,
    /// When the person learned of it.
    pub learned_at: Timestamp,
    pub note: String,
    /// Since when what was written there is void, and why; none: since the server received this.
    pub since: Option<(Timestamp, String)>,
    /// Who reports it, and where they sit.
    pub by: PersonId,
    pub origin: Origin,
    /// When the server received it.
    pub at: Timestamp,
}

/// Another moment since when what was written under an account is void.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MovedSince {
    pub breach: BreachId,
    pub since: Timestamp,
    pub ground: String,
    pub by: (PersonId, Origin),
    pub at: Timestamp,
}

/// What became of such a moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BreachFound {
    Done,
    /// It is later than the report was received.
    Unfit,
    /// There is no such report.
    None,
}

/// What an administrator has decided of places in the log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decided {
    pub breach: BreachId,
    pub fates: Vec<(i64, BreachFate)>,
    pub by: (PersonId, Origin),
    pub at: Timestamp,
}

/// Places in the log that an administrator confirms: only what was written under the account since
/// the moment, and of which nothing was decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Confirmed {
    pub school: SchoolId,
    pub breach: BreachId,
    pub seqs: Vec<i64>,
    pub by: (PersonId, Origin),
    pub at: Timestamp,
}

/// An administrator voids what nobody has confirmed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VoidAsked {
    pub school: SchoolId,
    pub breach: BreachId,
    /// Up to this place in the log: what came later was not seen by whoever asks.
    pub up_to: i64,
    pub by: (PersonId, Origin),
    pub roles: Roles,
    pub at: Timestamp,
}
