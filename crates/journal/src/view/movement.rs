//! The book of movement, how many pupils there are, who is in no part of a class, and what is to be
//! put right.

use crate::register::{BookLine, ClassCount, Gap, Ungrouped};
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

/// What is to be put right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GapsPage {
    /// By sort and title.
    pub lines: Vec<Gap>,
}

/// Who is in a class that is parted and in none of the parts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UngroupedPage {
    /// The day: today, or the nearest day of the running year.
    pub on: NaiveDate,
    /// By class and name; a line for each parting of a class.
    pub lines: Vec<Ungrouped>,
}
