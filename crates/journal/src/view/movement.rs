//! The book of movement, and how many pupils there are.

use crate::register::{BookLine, ClassCount};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The book of movement, the latest day first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "its field says what it is")]
pub struct MovementPage {
    pub lines: Vec<BookLine>,
}

/// The classes of a year with their pupils on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PopulationPage {
    /// The day.
    pub on: NaiveDate,
    /// By grade and title.
    pub classes: Vec<ClassCount>,
}
