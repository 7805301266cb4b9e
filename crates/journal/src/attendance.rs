//! Attendance: what the teacher saw, and, apart from it, the reason of an absence.
//!
//! The reason never erases the fact (SOLO2-8.5.1, SGO154P-1.4: the class teacher confirms
//! reasons; the subject teacher only sees who is in the room).

use crate::text_form::vocabulary;
use crate::text_form::{NotInVocabulary, serde_by_text};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What the teacher saw. Text form: `present`, `absent`, `late:12`, `exempt`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Attendance {
    /// In the room, or nobody said otherwise: whether the roll was taken is a fact of its own.
    #[default]
    Present,
    /// Not in the room.
    Absent,
    /// Came after the bell, so many whole minutes; never longer than the lesson.
    Late {
        /// Minutes after the bell, from 1.
        minutes: u16,
    },
    /// Excused from taking part (освобождён).
    Exempt,
}

impl fmt::Display for Attendance {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Present => f.write_str("present"),
            Self::Absent => f.write_str("absent"),
            Self::Late { minutes } => write!(f, "late:{minutes}"),
            Self::Exempt => f.write_str("exempt"),
        }
    }
}

impl FromStr for Attendance {
    type Err = NotInVocabulary;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "present" => Ok(Self::Present),
            "absent" => Ok(Self::Absent),
            "exempt" => Ok(Self::Exempt),
            _ => text
                .strip_prefix("late:")
                .and_then(|minutes| minutes.parse().ok())
                .map(|minutes| Self::Late { minutes })
                .ok_or_else(|| NotInVocabulary::new("attendance", text)),
        }
    }
}

serde_by_text!(Attendance, r"^(present|absent|exempt|late:[0-9]{1,3})$");

vocabulary! {
    /// The class of a reason. Never a diagnosis: that would be health data.
    pub enum ReasonKind of "kinds of a reason" {
        /// Болезнь.
        Illness = "illness",
        /// Уважительная причина (УП).
        Valid = "valid",
        /// Неуважительная причина (НП).
        Invalid = "invalid",
    }
}

vocabulary! {
    /// How much a reason is worth.
    pub enum Standing of "standings of a reason" {
        /// Announced beforehand by a parent or the class teacher (EPOS1-1.2).
        Announced = "announced",
        /// Said at the lesson, by the teacher's own knowledge.
        Stated = "stated",
        /// Confirmed by the class teacher (SOLO2-8.5.1).
        Confirmed = "confirmed",
    }
}

/// The paper behind a reason.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Document {
    /// What it is and its number: «справка № 12», «заявление родителей».
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub title: String,
    /// The day it reached the school; the days of SOLO2-8.5.1 run from it.
    pub received: NaiveDate,
}

/// Why a pupil was absent.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AbsenceReason {
    /// The class of the reason.
    pub kind: ReasonKind,
    /// Who vouches for it.
    pub standing: Standing,
    /// The paper, if there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub document: Option<Document>,
}

impl AbsenceReason {
    /// A reason stated at the lesson, without a paper.
    pub fn stated(kind: ReasonKind) -> Self {
        Self {
            kind,
            standing: Standing::Stated,
            document: None,
        }
    }

    /// Whether it came from outside of the lesson: announced or confirmed.
    pub fn is_from_outside(&self) -> bool {
        self.standing != Standing::Stated
    }
}
