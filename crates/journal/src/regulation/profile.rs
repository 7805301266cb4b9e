//! A regulation profile: one school's rules, read from TOML.

use super::by_request::ByRequest;
use super::cards::CardClause;
use super::consents::ConsentClause;
use super::credentials::CredentialsClauses;
use super::deadline::Deadlines;
use super::keeper::{ByOrderClause, KeeperClause};
use super::matrix::GrantClause;
use super::obligation::TermClause;
use super::verdict::Clause;
use super::window::EditWindow;
use crate::text_form::vocabulary;
use serde::{Deserialize, Serialize};

/// The rules in force in a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Regulation {
    /// The profile's id: `sergiev-posad-14`.
    pub id: String,
    /// The document's name.
    pub title: String,
    /// The id of its table of letters.
    pub codes: String,
    /// When things are due.
    #[serde(default)]
    pub deadlines: Deadlines,
    /// How long cells can be written; those that none names, until the year is closed.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub windows: Vec<EditWindow>,
    /// What is corrected only by a request that was granted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_request: Vec<ByRequest>,
    /// From when marks for a period can be entered; none: from its first day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period_marks_open: Option<PeriodMarksOpen>,
    /// Until when what is done beside the lessons must be done, where the regulation says it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub terms: Vec<TermClause>,
    /// What the cards of people must say, where the regulation says it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub cards: Vec<CardClause>,
    /// What becomes of personal data without a consent, where the regulation says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub consents: Option<ConsentClause>,
    /// Who may do what.
    pub rights: Rights,
}

/// From when marks for a period can be entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeriodMarksOpen {
    /// So many last calendar days of the period, and after it.
    pub last_days: u16,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
}

vocabulary! {
    /// Grades that a right holds in.
    pub enum GradesOf of "sets of grades" {
        /// [`PRIMARY_GRADES`](super::PRIMARY_GRADES).
        Primary = "primary",
        /// All.
        All = "all",
    }
}

/// Who may do what, with the clause that a refusal quotes; without one it says only whose it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rights {
    /// A lesson is kept by the teacher of its journal or the substitute.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub own_journal: Option<Clause>,
    /// Whether the class teacher may edit attendance in the other subjects of the class.
    pub class_teacher_edits_attendance: bool,
    /// In classes of which grades the class teacher may mark periods in the other subjects; none:
    /// in no class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class_teacher_marks_periods: Option<GradesOf>,
    /// What is said to a class teacher who may not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class_teacher: Option<Clause>,
    /// What is said to the management, which reads and controls but does not write.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub management: Option<Clause>,
    /// What is said to pupils and parents, who only read, where the regulation says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub families: Option<Clause>,
    /// Reasons of absence are confirmed by the class teacher.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reasons: Option<Clause>,
    /// Nothing is entered before the lesson, nor for a period that has not begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson_to_come: Option<Clause>,
    /// Nothing is changed after the school year.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year_closed: Option<Clause>,
    /// Who keeps the register, where the regulation says it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub register: Vec<KeeperClause>,
    /// Which records a role lets keep only if an order gave it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_order: Vec<ByOrderClause>,
    /// What it gives beyond the table of rights, or takes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub grant: Vec<GrantClause>,
    /// Who gives out sign-in data, where the regulation says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credentials: Option<CredentialsClauses>,
    /// Why there is an access log, and whose it is to read, where the regulation says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access_log: Option<Clause>,
}

/// A profile that cannot be read, or written.
#[derive(Debug, thiserror::Error)]
pub enum ProfileError {
    /// It says where, with the line.
    #[error("the regulation profile cannot be read: {0}")]
    Read(#[from] toml::de::Error),
    /// It holds what TOML cannot.
    #[error("the regulation profile cannot be written: {0}")]
    Write(#[from] toml::ser::Error),
}

const SHIPPED: [(&str, &str); 5] = [
    (
        "sergiev-posad-14",
        include_str!("../../data/regulations/sergiev-posad-14.toml"),
    ),
    (
        "krasnozavodsk-1",
        include_str!("../../data/regulations/krasnozavodsk-1.toml"),
    ),
    (
        "sgo-154",
        include_str!("../../data/regulations/sgo-154.toml"),
    ),
    (
        "epos-ohansk-1",
        include_str!("../../data/regulations/epos-ohansk-1.toml"),
    ),
    (
        "solo-kommunar-2",
        include_str!("../../data/regulations/solo-kommunar-2.toml"),
    ),
];

impl Regulation {
    /// The ids of the shipped profiles; the first is the default.
    pub fn shipped_ids() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(id, _)| *id)
    }

    /// The shipped profiles as they are written.
    pub(super) fn shipped_texts() -> impl Iterator<Item = &'static str> {
        SHIPPED.iter().map(|(_, text)| *text)
    }

    /// The shipped profile of that id.
    pub fn shipped(id: &str) -> Option<Self> {
        let (_, text) = SHIPPED.iter().find(|(known, _)| *known == id)?;
        Self::from_toml(text).ok()
    }

    /// Reads a profile; what is not known in it is passed over, as where it travels. A file that a
    /// person writes is read by [`Self::from_file`].
    ///
    /// # Errors
    /// When the text is not TOML or lacks a rule.
    pub fn from_toml(text: &str) -> Result<Self, ProfileError> {
        Ok(toml::from_str(text)?)
    }
}
