//! What the regulation says to a change.

use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// A clause of a regulation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Clause {
    /// Its row in the table of clauses: `SP14-13i`.
    pub id: String,
    /// How a person cites it: «п. 13 Порядка».
    pub cite: String,
    /// Its own words; none are kept in the log, which has the id.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub words: String,
}

impl Clause {
    /// A clause as it travels and rests, without its words.
    pub fn cited(id: String, cite: String) -> Self {
        Self {
            id,
            cite,
            words: String::new(),
        }
    }
}

/// What a person can do about a locked cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum WayOut {
    /// Wait until the lesson begins.
    AwaitLesson,
    /// Wait until marks for the period can be entered.
    AwaitPeriod,
    /// Ask the administrator to open the edit window.
    AskAdmin,
    /// Ask the deputy head to open it.
    AskDeputy,
    /// Ask the deputy head to replace it.
    AskCorrection,
    /// None: the regulation names nobody who opens the edit window again.
    TooLate,
    /// Ask the administrator to open the year again; nothing, once its last day has passed.
    Closed,
}

/// The verdict on a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", tag = "verdict")]
pub enum Verdict {
    /// Allowed and in time.
    OnTime,
    /// Allowed, counted as late in the control.
    Late {
        /// When it was due.
        due: Timestamp,
        /// By which clause.
        clause: Clause,
    },
    /// Not allowed at this time.
    Locked {
        /// Since when, or until when for a lesson or a period to come. Of a closed year the end of
        /// its last day, also before that: when it was closed is not kept.
        since: Timestamp,
        /// By which clause; none: the regulation is silent.
        clause: Option<Clause>,
        /// What can be done.
        way_out: WayOut,
    },
    /// Not allowed to this person.
    Forbidden {
        /// By which clause; none: the regulation is silent.
        clause: Option<Clause>,
    },
}

impl Verdict {
    /// Whether the change goes into the journal.
    pub fn accepts(&self) -> bool {
        matches!(self, Self::OnTime | Self::Late { .. })
    }

    /// The same with clauses without their words: as it travels, for both sides have the words.
    #[must_use]
    pub fn in_short(mut self) -> Self {
        let clause = match &mut self {
            Self::OnTime => None,
            Self::Late { clause, .. } => Some(clause),
            Self::Locked { clause, .. } | Self::Forbidden { clause } => clause.as_mut(),
        };
        if let Some(clause) = clause {
            clause.words.clear();
        }
        self
    }

    /// The clause behind anything but «on time», if the regulation has one.
    pub fn clause(&self) -> Option<&Clause> {
        match self {
            Self::OnTime => None,
            Self::Late { clause, .. } => Some(clause),
            Self::Locked { clause, .. } | Self::Forbidden { clause } => clause.as_ref(),
        }
    }
}
