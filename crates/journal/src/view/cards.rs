//! «Карточки классов».

use crate::register::{CardLine, ClassCards, RecordId};
use crate::regulation::TermClause;
use serde::{Deserialize, Serialize};

/// The cards of pupils, counted by class; of one class also each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardsPage {
    /// The classes whose cards the reader keeps, or reads.
    pub classes: Vec<ClassCards>,
    /// The cards of the class that was asked for.
    pub cards: Vec<CardLine>,
    /// How often they are to be checked, by the regulation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<TermClause>,
    /// The number that the next check can have.
    pub free_id: RecordId,
}
