//! A regulation profile: one school's rules, read from TOML.

use super::cards::CardClause;
use super::consents::ConsentClause;
use super::credentials::CredentialsClauses;
use super::due::Due;
use super::keeper::{ByOrderClause, KeeperClause};
use super::matrix::GrantClause;
use super::term::TermClause;
use super::verdict::Clause;
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
    pub deadlines: Deadlines,
    /// How long a cell can be edited; none: until the year is closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edit_window: Option<EditWindow>,
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

/// When the parts of a lesson are due.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deadlines {
    /// Attendance and the roll call.
    pub attendance: Deadline,
    /// Current marks.
    pub marks: Deadline,
    /// The topic and the lesson's form.
    pub topic: Deadline,
    /// Homework.
    pub homework: Deadline,
    /// Marks for a period, counted from its last day, where the regulation says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period_marks: Option<Deadline>,
}

/// When something is due, with the clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deadline {
    /// When.
    pub due: Due,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
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

/// How long a cell can be edited after the lesson, and a mark for a period after its last day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditWindow {
    /// Calendar days after the lesson's date or the period's last day; the last of them counts
    /// whole.
    pub days: u16,
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

/// Who may do what, with the clause that a refusal quotes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rights {
    /// A lesson is kept by the teacher of its journal or the substitute.
    pub own_journal: Clause,
    /// Whether the class teacher may edit attendance in the other subjects of the class.
    pub class_teacher_edits_attendance: bool,
    /// In classes of which grades the class teacher may mark periods in the other subjects; none:
    /// in no class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class_teacher_marks_periods: Option<GradesOf>,
    /// What is said to a class teacher who may not.
    pub class_teacher: Clause,
    /// What is said to the management, which reads and controls but does not write.
    pub management: Clause,
    /// What is said to pupils and parents, who only read, where the regulation says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub families: Option<Clause>,
    /// Reasons of absence are confirmed by the class teacher.
    pub reasons: Clause,
    /// Nothing is entered before the lesson, nor for a period that has not begun.
    pub lesson_to_come: Clause,
    /// Nothing is changed after the school year.
    pub year_closed: Clause,
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

/// A profile that cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("the regulation profile cannot be read: {0}")]
pub struct ProfileError(#[from] toml::de::Error);

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

    /// The shipped profile of that id.
    pub fn shipped(id: &str) -> Option<Self> {
        let (_, text) = SHIPPED.iter().find(|(known, _)| *known == id)?;
        Self::from_toml(text).ok()
    }

    /// Reads a profile.
    ///
    /// # Errors
    /// When the text is not TOML or lacks a rule.
    pub fn from_toml(text: &str) -> Result<Self, ProfileError> {
        Ok(toml::from_str(text)?)
    }
}
