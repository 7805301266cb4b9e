//! Sending amendments of the register. [`journal::register::Amended`] is the answer.

use journal::register::{Amendment, Effect};
use serde::{Deserialize, Serialize};

/// `POST /amendments`: a gesture of amendments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Amend {
    /// At most [`crate::MAX_BATCH`], in the order in which they are to be taken.
    #[cfg_attr(feature = "openapi", schema(max_items = 200))]
    pub amendments: Vec<Amendment>,
    /// The dangers that a dry run has told and that the writer agrees to, as they were told. With
    /// one that is not among them, or is another by now, nothing is written.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreed: Vec<Effect>,
}
