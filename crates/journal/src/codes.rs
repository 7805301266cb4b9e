//! Code tables: which letters a school writes for attendance and marks. Data, not code.

use crate::attendance::{AbsenceReason, Attendance, ReasonKind};
use crate::mark::{MarkValue, MarkWord};
use serde::{Deserialize, Serialize};

/// A school's letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CodeTable {
    /// Its id: `dnevnik`, `sgo`.
    pub id: String,
    /// Its name for people.
    pub title: String,
    /// Absent, no reason said.
    pub absent: String,
    /// Absent through illness.
    pub illness: String,
    /// Absent for a valid reason.
    pub valid: String,
    /// Absent without a valid reason.
    pub invalid: String,
    /// Late; minutes follow.
    pub late: String,
    /// Excused.
    pub exempt: String,
    /// Passed.
    pub pass: String,
    /// Not passed.
    pub fail: String,
    /// Not attested.
    pub not_attested: String,
    /// A point.
    pub point: String,
}

/// The tables that ship with the program.
const TABLES: [&str; 2] = [
    include_str!("../data/codes/dnevnik.toml"),
    include_str!("../data/codes/sgo.toml"),
];

impl CodeTable {
    /// The shipped table of that id.
    pub fn shipped(id: &str) -> Option<Self> {
        TABLES
            .iter()
            .filter_map(|text| toml::from_str::<Self>(text).ok())
            .find(|t| t.id == id)
    }

    /// The letters of an attendance with its reason; empty for a pupil who is simply there.
    pub fn attendance(&self, attendance: Attendance, reason: Option<&AbsenceReason>) -> String {
        match attendance {
            Attendance::Present => String::new(),
            Attendance::Late { minutes } => format!("{}{minutes}", self.late),
            Attendance::Exempt => self.exempt.clone(),
            Attendance::Absent => match reason.map(|reason| reason.kind) {
                None => self.absent.clone(),
                Some(ReasonKind::Illness) => self.illness.clone(),
                Some(ReasonKind::Valid) => self.valid.clone(),
                Some(ReasonKind::Invalid) => self.invalid.clone(),
            },
        }
    }

    /// The signs of a mark's value.
    pub fn mark(&self, value: MarkValue) -> String {
        match value {
            MarkValue::Grade(_) | MarkValue::Double(..) => value.to_string(),
            MarkValue::Word(MarkWord::Exempt) => self.exempt.clone(),
            MarkValue::Word(MarkWord::Pass) => self.pass.clone(),
            MarkValue::Word(MarkWord::Fail) => self.fail.clone(),
            MarkValue::Word(MarkWord::NotAttested) => self.not_attested.clone(),
            MarkValue::Point { .. } => self.point.clone(),
        }
    }
}
