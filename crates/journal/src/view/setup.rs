//! «Чего не хватает школе».

use crate::register::SetupLine;
use serde::{Deserialize, Serialize};

/// Every part of what a school begins with, in the order in which it is entered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "its field says what it is")]
pub struct SetupPage {
    pub lines: Vec<SetupLine>,
}
