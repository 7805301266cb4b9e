//! What a card must say, where a regulation says it.

use super::verdict::Clause;
use crate::text_form::vocabulary;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// Whose card.
    #[derive(PartialOrd, Ord)]
    pub enum CardOf of "cards" {
        /// A pupil's.
        Pupil = "pupil",
        /// One of the pupil's parents', or of whoever stands for one.
        Parent = "parent",
        /// Of a member of the staff.
        Staff = "staff",
    }
}

/// The fields that a card must say.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CardClause {
    /// Whose.
    pub of: CardOf,
    /// Fields of the personal details; none: it is enough that there is somebody.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<String>,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
}
