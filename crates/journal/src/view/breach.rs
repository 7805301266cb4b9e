//! Sign-in data that got known (SGO154-5.3), and what was written under them (SGO154-5.4).

use super::{NamedJournal, NamedRecord};
use crate::change::Change;
use crate::ids::{BreachId, PersonId};
use crate::person::PersonName;
use crate::regulation::Clause;
use crate::text_form::vocabulary;
use crate::time::Timestamp;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The reports of a school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BreachesPage {
    /// The newest first.
    pub breaches: Vec<BreachReport>,
}

/// A report that somebody's sign-in data got known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BreachReport {
    /// Which.
    pub id: BreachId,
    /// Whose account.
    pub person: PersonId,
    /// Their name.
    pub name: PersonName,
    /// Who reported it: the same person, or an administrator who was told.
    pub by: PersonName,
    /// When the person learned of it.
    pub learned_at: Timestamp,
    /// When the server received the report, and with it the head and the administrators.
    pub received_at: Timestamp,
    /// What the person says of it.
    pub note: String,
    /// What was received since then is void.
    pub since: Timestamp,
    /// Why that is not when the report was received; none: it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<String>,
    /// The end of the term of reporting, with its clause; none: the regulation sets none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due: Option<Timestamp>,
    /// What sets it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub clause: Option<Clause>,
    /// When the account was given new sign-in data; none: nobody signs in to it yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub renewed_at: Option<Timestamp>,
}

impl BreachReport {
    /// Whether it came within the term that the regulation sets; none: it sets none.
    pub fn in_time(&self) -> Option<bool> {
        self.due.map(|due| self.received_at <= due)
    }
}

/// What was written under an account since the moment that its report names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BreachPage {
    /// The report.
    pub breach: BreachReport,
    /// In the order in which the server received them.
    pub writes: Vec<BreachWrite>,
}

/// Something written under an account whose sign-in data had got known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BreachWrite {
    /// Its place in the school's order of commits.
    pub seq: i64,
    /// When the server received it.
    pub received_at: Timestamp,
    /// The device: a short word made of its id; none: imported.
    pub device: Option<String>,
    /// Where, and what.
    pub place: BreachPlace,
    /// What has become of it.
    pub fate: BreachFate,
    /// Another has written there since: what stands there is not this one's.
    pub overwritten: bool,
}

/// Where something was written, and what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "in", rename_all = "kebab-case")]
pub enum BreachPlace {
    /// A cell of a sheet.
    Cell {
        /// The change, with what was and what became.
        change: Box<Change>,
        /// The journal of the sheet.
        journal: NamedJournal,
        /// The lesson's day; none: a period's sheet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        date: Option<NaiveDate>,
        /// The period's title; none: a lesson's sheet.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        period: Option<String>,
        /// The pupil that the cell is of, if it is of one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        pupil: Option<PersonName>,
    },
    /// A record of the register. What its fields said is in its own history.
    Record {
        /// The record.
        record: NamedRecord,
        /// There was none before: it was made.
        made: bool,
        /// There was none after: it was removed.
        removed: bool,
    },
}

vocabulary! {
    /// What has become of something that was written under an account whose sign-in data had got
    /// known.
    pub enum BreachFate of "what became of void changes" {
        /// Nobody has decided yet.
        Open = "open",
        /// An administrator has looked through it: it stands.
        Confirmed = "confirmed",
        /// Void: what was before it stands again.
        Void = "void",
        /// Void: another has written there since, whose word stands.
        Overwritten = "overwritten",
        /// Void, but it could not be taken back: something rests on it.
        Stays = "stays",
    }
}

impl BreachFate {
    /// Whether it is void.
    pub fn is_void(self) -> bool {
        matches!(self, Self::Void | Self::Overwritten | Self::Stays)
    }
}

/// What a voiding has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VoidTotals {
    /// Changes that are void now and were not before.
    pub voided: u32,
    /// Cells and records that were brought back to what was before.
    pub restored: u32,
    /// Of the voided, those over which another has written since.
    pub overwritten: u32,
    /// Of the voided, those that could not be taken back.
    pub stay: u32,
}
