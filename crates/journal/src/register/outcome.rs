//! What became of a gesture of amendments: from the transaction to the client, in one word.

use super::consequences::Consequences;
use super::fault::Refusal;
use super::plan::Totals;
use super::record::{Record, RecordRef};
use crate::person::PersonName;
use crate::regulation::Clause;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What became of one amendment, or would become of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", tag = "outcome")]
pub enum AmendmentOutcome {
    /// In the register, committed and synced.
    Applied {
        /// Its place in the school's order of commits; none: in a dry run, where it would be.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        seq: Option<i64>,
    },
    /// The same amendment had come before and stands; nothing was changed.
    AlreadyApplied {
        /// Its place in the school's order of commits.
        seq: i64,
    },
    /// The record is as wanted already; nothing was written.
    Unchanged,
    /// It could be taken, but the gesture brings dangers that its writer has not agreed to:
    /// nothing of it was written.
    NotAgreed,
    /// It could be taken, but another of its gesture cannot, which is taken whole or not at all: nothing
    /// of it was written. The server says so of the whole, by [`GestureFate::Refused`].
    #[serde(skip)]
    NotAlone,
    /// Another record stands there than the writer expected; it stays.
    Conflict {
        /// What stands there; none: nothing.
        now: Option<Box<Record>>,
        /// Who put it there or took it away; none: it was imported.
        by: Option<PersonName>,
        /// When the server received it.
        at: Option<Timestamp>,
    },
    /// It cannot be taken.
    Refused {
        /// Why.
        refusal: Refusal,
    },
    /// The account may not amend records of the kind.
    Forbidden {
        /// The clause that says who may; none: the regulation is silent.
        clause: Option<Clause>,
    },
    /// Another amendment or change has this id.
    IdReused,
}

/// What became of a gesture, or would become of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Amended {
    /// How many of each sort.
    pub totals: Totals,
    /// What all of them together change in the lessons, dangers first.
    pub consequences: Consequences,
    /// One for each amendment, in order.
    pub outcomes: Vec<AmendmentOutcome>,
    /// Of which records those are that are not taken, by place, where the gesture is the server's own:
    /// whoever takes another back does not know its order.
    #[serde(skip)]
    pub untaken: BTreeMap<usize, RecordRef>,
}

/// What became of a gesture that is taken whole or not at all, or of one that takes such a gesture
/// back: thousands of amendments counted, and in full only those that are not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GestureOutcome {
    /// What became of it.
    pub fate: GestureFate,
    /// How many of each sort.
    pub totals: Totals,
    /// What all of them together change in the lessons, dangers first.
    pub consequences: Consequences,
    /// The amendments that cannot be taken, in order.
    pub untaken: Vec<Untaken>,
}

/// What became of a gesture as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum GestureFate {
    /// It would be written: a dry run.
    Seen,
    /// Committed and synced.
    Written {
        /// The place of its last amendment in the school's order of commits.
        seq: i64,
    },
    /// The same had come before and stands; nothing was changed.
    WrittenBefore {
        /// The place of its last amendment in the school's order of commits.
        seq: i64,
    },
    /// All is as wanted already; nothing was written.
    Unchanged,
    /// It brings dangers that its writer has not agreed to: nothing was written.
    NotAgreed,
    /// Some of it cannot be taken: nothing is written.
    Refused,
    /// Another person made what is to be taken back, and some of that is not the actor's to amend:
    /// nothing is written. What it was of is for the log alone: see [`GestureOutcome::for_actor`].
    NotYours,
}

/// An amendment that is not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Untaken {
    /// Its place in the gesture, from 0.
    pub place: usize,
    /// Of which record.
    pub record: RecordRef,
    /// Why.
    pub outcome: AmendmentOutcome,
}

impl AmendmentOutcome {
    /// Whether a record was to be made under an id that another has, or had.
    pub fn is_taken_id(&self) -> bool {
        let refusal = Refusal::Id;
        *self == Self::Refused { refusal }
    }

    /// Whether the amendment cannot be taken.
    pub fn is_untaken(&self) -> bool {
        match self {
            Self::Conflict { .. }
            | Self::Refused { .. }
            | Self::Forbidden { .. }
            | Self::IdReused => true,
            Self::Applied { .. }
            | Self::AlreadyApplied { .. }
            | Self::Unchanged
            | Self::NotAlone
            | Self::NotAgreed => false,
        }
    }
}

impl GestureOutcome {
    /// The same as the actor is told of it: of what is not theirs to take back only that.
    #[must_use]
    pub fn for_actor(self) -> Self {
        match self.fate {
            GestureFate::NotYours => Self {
                fate: self.fate,
                totals: Totals::default(),
                consequences: Consequences::default(),
                untaken: Vec::new(),
            },
            _ => self,
        }
    }

    /// The same with an outcome for each of its `count` amendments, as of a gesture that is not taken
    /// whole.
    pub fn told(self, count: usize) -> Amended {
        let taken = match self.fate {
            GestureFate::Seen => AmendmentOutcome::Applied { seq: None },
            GestureFate::Refused | GestureFate::NotYours => AmendmentOutcome::NotAlone,
            GestureFate::Written { seq } => AmendmentOutcome::Applied { seq: Some(seq) },
            GestureFate::WrittenBefore { seq } => AmendmentOutcome::AlreadyApplied { seq },
            GestureFate::Unchanged => AmendmentOutcome::Unchanged,
            GestureFate::NotAgreed => AmendmentOutcome::NotAgreed,
        };
        let mut outcomes = vec![taken; count];
        let of = self.untaken.iter().map(|one| (one.place, one.record));
        let untaken = of.collect();
        for one in self.untaken {
            if let Some(outcome) = outcomes.get_mut(one.place) {
                *outcome = one.outcome;
            }
        }
        Amended {
            totals: self.totals,
            consequences: self.consequences,
            outcomes,
            untaken,
        }
    }
}

impl Amended {
    /// The same in short, of a gesture whose amendments are of these records.
    pub fn counted(self, fate: GestureFate, records: &[RecordRef]) -> GestureOutcome {
        let outcomes = self.outcomes.into_iter().zip(records).enumerate();
        let untaken = outcomes.filter(|(_, (outcome, _))| outcome.is_untaken());
        let untaken = untaken.map(|(place, (outcome, record))| Untaken {
            place,
            record: *record,
            outcome,
        });
        GestureOutcome {
            fate,
            totals: self.totals,
            consequences: self.consequences,
            untaken: untaken.collect(),
        }
    }
}
