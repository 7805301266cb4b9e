//! Gestures of thousands of amendments, such as the table of a whole school, taken as one.
//! [`journal::register::GestureOutcome`] is the answer.

use journal::register::{Amendment, Effect};
use journal::{GestureId, Timestamp};
use serde::{Deserialize, Serialize};

/// Amendments of one gesture at most.
pub const MAX_GESTURE: usize = 20_000;

/// Bytes of one of them at most: no record of a school comes near it.
pub const MAX_AMENDMENT_BYTES: usize = 64 * 1024;

/// Bytes of the dangers at most that are agreed to.
pub const MAX_AGREED_BYTES: usize = 2 * 1024 * 1024;

/// `POST /gestures`: amendments that are taken all of them or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WholeGesture {
    /// From one to [`MAX_GESTURE`], each of at most [`MAX_AMENDMENT_BYTES`], all of one gesture, in the order in which they are to be taken;
    /// those that cannot be yet are tried again after the others. Sent again, the same gesture
    /// is known by its id.
    #[cfg_attr(feature = "openapi", schema(min_items = 1, max_items = 20_000))]
    pub amendments: Vec<Amendment>,
    /// As those of [`crate::Amend`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreed: Vec<Effect>,
}

/// `POST /gestures/{id}/undo`: takes a gesture back, as far as nothing came after it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct UndoGesture {
    /// The id of the gesture by which it is taken back.
    pub gesture: GestureId,
    /// When it was done: the client's clock, corrected by the offset of the last contact.
    pub made_at: Timestamp,
    /// As those of [`crate::Amend`].
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub agreed: Vec<Effect>,
}
