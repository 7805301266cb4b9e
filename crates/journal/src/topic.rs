//! What was taught, and the calendar plan (КТП) it comes from.

use crate::ids::{PlanItemId, WorkKindId};
use serde::{Deserialize, Serialize};

/// The topic of a lesson: free text, or a row of the plan with the text it had then.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Topic {
    /// The words in the journal.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub text: String,
    /// The plan's row, if the topic comes from the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<PlanItemId>,
}

/// A row of a calendar plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanItem {
    /// Its id within the school.
    pub id: PlanItemId,
    /// Its place in the plan, from 1.
    pub number: u16,
    /// The section it belongs to.
    pub section: String,
    /// The topic.
    pub title: String,
    /// Homework the plan proposes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub homework: Option<String>,
    /// A work planned for this lesson.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub work: Option<WorkKindId>,
}
