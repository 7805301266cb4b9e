//! Why a lesson is kept only after its term (SOLO2-8.6: «по уважительной причине»; SGO154P-1.5: «в
//! исключительных случаях»).

use serde::{Deserialize, Serialize};

/// The reason, in the words of whoever keeps the lesson: «болезнь», «не было сети».
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Excuse {
    /// One line that says something.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 500))]
    pub words: String,
}
