//! «Журналы»: every journal that somebody may read, with how far it is filled in.

use crate::ids::JournalId;
use crate::period::Period;
use crate::person::PersonName;
use crate::regulation::Relation;
use crate::time::Timestamp;
use serde::{Deserialize, Serialize};

/// The list over one reporting period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JournalsPage {
    /// The period that is counted; lessons that are not over yet are left out.
    pub period: Period,
    /// By class, then by subject.
    pub journals: Vec<JournalRow>,
}

/// A journal in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JournalRow {
    /// Which.
    pub journal: JournalId,
    /// «Алгебра».
    pub subject: String,
    /// «7Б».
    pub group: String,
    /// The grade of the group; none for a group of several.
    pub grade: Option<u8>,
    /// Its teachers; the first is the one named.
    pub teachers: Vec<PersonName>,
    /// Lessons of the period that are over.
    pub held: u32,
    /// Of these, those with roll call, topic and homework (the first grade has none).
    pub filled: u32,
    /// Of those that lack something, those in which some of it was due before now.
    pub overdue: u32,
    /// Of those held, those in which something came after it was due.
    pub late: u32,
    /// When the last entry of the period's lessons was received.
    pub last_entry: Option<Timestamp>,
    /// How the reader stands to it.
    pub relation: Relation,
}
