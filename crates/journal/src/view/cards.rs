//! «Карточки классов и сотрудников».

use crate::ids::ClassId;
use crate::register::{CardLine, ClassCards, RecordId};
use crate::regulation::TermClause;
use crate::text_form::{NotInVocabulary, serde_by_text};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Whose cards are told one by one. Text form: the number of the class, or `staff`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CardsOf {
    /// The pupils of a class.
    Class(ClassId),
    /// The staff.
    Staff,
}

impl CardsOf {
    /// Of the class; none: of the staff.
    pub fn new(class: Option<ClassId>) -> Self {
        class.map_or(Self::Staff, Self::Class)
    }

    /// The class; none: the staff.
    pub fn class(self) -> Option<ClassId> {
        match self {
            Self::Class(class) => Some(class),
            Self::Staff => None,
        }
    }
}

impl fmt::Display for CardsOf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Class(class) => write!(f, "{class}"),
            Self::Staff => f.write_str(STAFF),
        }
    }
}

impl FromStr for CardsOf {
    type Err = NotInVocabulary;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == STAFF {
            return Ok(Self::Staff);
        }
        let class = text.parse().map(|id| Self::Class(ClassId(id)));
        class.map_err(|_| NotInVocabulary::new("whose cards", text))
    }
}

serde_by_text!(CardsOf, r"^([1-9][0-9]{0,17}|staff)$");

const STAFF: &str = "staff";

/// The cards of pupils, counted by class, and of the staff; of one class or of the staff also each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardsPage {
    /// The classes whose cards the reader keeps, or reads; and the staff.
    pub classes: Vec<ClassCards>,
    /// The cards of the class that was asked for, or of the staff.
    pub cards: Vec<CardLine>,
    /// Until when what they lack is to be entered, by the regulation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<TermClause>,
    /// How often they are to be checked, by the regulation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<TermClause>,
    /// The number that the next check can have.
    pub free_id: RecordId,
}
