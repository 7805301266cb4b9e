//! What became of a change: one word from the transaction to the client's screen.

use crate::change::Content;
use crate::person::PersonName;
use crate::regulation::{Clause, Verdict};
use crate::time::Timestamp;
use crate::validity::Invalid;
use serde::{Deserialize, Serialize};

/// What became of a change. All of it is stored but an [`IdReused`](ChangeRefusal::IdReused) and a
/// [`NumberReused`](ChangeRefusal::NumberReused).
///
/// `P` is why a refused one was: a [`ChangeRefusal`] where it is decided and rests, the problem
/// document made of it where it travels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum ChangeOutcome<P = ChangeRefusal> {
    /// In the journal, committed and synced.
    Applied {
        /// Its place in the school's order of commits.
        seq: i64,
        /// `OnTime` or `Late`.
        verdict: Verdict,
    },
    /// It had come before; nothing was changed. What became of it then:
    AlreadyApplied {
        /// The first outcome.
        #[cfg_attr(feature = "openapi", schema(no_recursion))]
        first: Box<ChangeOutcome<P>>,
    },
    /// The cell holds another value; the first writer's value stands, this one is kept aside.
    Conflict {
        /// What stands in the cell.
        now: Content,
        /// Who put it there, if anybody did.
        by: Option<PersonName>,
        /// When.
        at: Option<Timestamp>,
    },
    /// A person decides: it was made ahead of the server's time, or it is locked by now and was in
    /// time only by a clock that nobody can trust.
    Held,
    /// It may not go into the journal.
    Refused {
        /// Why.
        problem: P,
    },
}

/// Why a change is refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", tag = "refusal")]
pub enum ChangeRefusal {
    /// The regulation refuses it.
    Judged {
        /// `Locked` or `Forbidden`.
        verdict: Verdict,
    },
    /// It could never be applied.
    Invalid {
        /// What makes it impossible.
        why: Invalid,
    },
    /// There is no such sheet, or it is not this person's to see.
    NoSuchSheet,
    /// The id came before with another payload.
    IdReused,
    /// The number came before with another change.
    NumberReused,
}

impl<P> ChangeOutcome<P> {
    /// Of a change that was accepted: as late, if it was due before.
    pub fn applied(seq: i64, late: Option<(Timestamp, Clause)>) -> Self {
        let verdict = late.map_or(Verdict::OnTime, |(due, clause)| Verdict::Late {
            due,
            clause,
        });
        Self::Applied { seq, verdict }
    }

    /// The same with the refusal in other words.
    pub fn map_refusal<Q>(self, say: fn(P) -> Q) -> ChangeOutcome<Q> {
        match self {
            Self::Applied { seq, verdict } => ChangeOutcome::Applied { seq, verdict },
            Self::AlreadyApplied { first } => ChangeOutcome::AlreadyApplied {
                first: Box::new(first.map_refusal(say)),
            },
            Self::Conflict { now, by, at } => ChangeOutcome::Conflict { now, by, at },
            Self::Held => ChangeOutcome::Held,
            Self::Refused { problem } => ChangeOutcome::Refused {
                problem: say(problem),
            },
        }
    }
}

impl ChangeOutcome {
    /// The word under which it rests; of a refusal the reason's.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Applied { .. } => "applied",
            Self::AlreadyApplied { .. } => "already-applied",
            Self::Conflict { .. } => "conflict",
            Self::Held => "held",
            Self::Refused { problem } => match problem {
                ChangeRefusal::Judged { .. } => "judged",
                ChangeRefusal::Invalid { .. } => "invalid",
                ChangeRefusal::NoSuchSheet => "no-such-sheet",
                ChangeRefusal::IdReused => "id-reused",
                ChangeRefusal::NumberReused => "number-reused",
            },
        }
    }

    /// The clause behind it.
    pub fn clause(&self) -> Option<&Clause> {
        match self {
            Self::Applied { verdict, .. }
            | Self::Refused {
                problem: ChangeRefusal::Judged { verdict },
            } => verdict.clause(),
            _ => None,
        }
    }
}

impl<P: From<ChangeRefusal>> From<ChangeRefusal> for ChangeOutcome<P> {
    fn from(refusal: ChangeRefusal) -> Self {
        Self::Refused {
            problem: refusal.into(),
        }
    }
}

impl<P: From<ChangeRefusal>> From<Invalid> for ChangeOutcome<P> {
    fn from(why: Invalid) -> Self {
        ChangeRefusal::Invalid { why }.into()
    }
}
