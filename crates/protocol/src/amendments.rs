//! Sending amendments of the register. [`journal::register::Amended`] is the answer.

use journal::register::Amendment;
use serde::{Deserialize, Serialize};

/// `POST /amendments`: a gesture of amendments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Amend {
    /// At most [`crate::MAX_BATCH`], in the order in which they are to be taken.
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    pub amendments: Vec<Amendment>,
}
