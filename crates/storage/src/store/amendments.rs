//! A gesture of amendments of the register, and who makes it.

#![expect(
    missing_docs,
    reason = "fields that say by name and type what they are"
)]

use journal::register::{Amendment, AmendmentGround, Effect};
use journal::{DeviceId, GestureId, PersonId, Roles, SchoolId, Timestamp};

/// A gesture of amendments.
#[derive(Debug, Clone)]
pub struct Gesture {
    pub school: SchoolId,
    /// Who makes it.
    pub person: PersonId,
    /// The person's roles.
    pub roles: Roles,
    /// On which device.
    pub device: DeviceId,
    /// When the server received it.
    pub received_at: Timestamp,
    /// In the order in which they are to be taken; those that cannot be yet are tried again after
    /// the others.
    pub amendments: Vec<Amendment>,
    /// The dangers that the person has seen and agreed to; a dry run asks for none to be agreed to.
    pub agreed: Vec<Effect>,
    pub taking: Taking,
}

/// How a gesture is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taking {
    /// Whatever of it can be; each amendment is known again by its id.
    Each,
    /// All of it or nothing. Its amendments are of one gesture, by whose id it is known again and
    /// can be taken back.
    Whole,
    /// Whatever of it can be, known again as one that is taken whole: it takes such a one back.
    Undo,
    /// As [`Self::Undo`], of what another person made: nothing, if some of it is not the actor's to
    /// take back.
    UndoAnothers,
    /// As [`Self::Undo`], of what is void, whosever kinds it is of and whatever follows from it: the
    /// server's own.
    Void,
}

impl Taking {
    /// Whether the log believes a ground of an amendment that is taken so.
    pub(crate) fn admits(self, ground: Option<&AmendmentGround>) -> bool {
        match ground {
            Some(AmendmentGround::Undo { .. }) => matches!(self, Self::Undo | Self::UndoAnothers),
            Some(AmendmentGround::Breach { .. }) => self == Self::Void,
            Some(AmendmentGround::Import { .. }) => self == Self::Whole,
            Some(AmendmentGround::Order { .. } | AmendmentGround::Note { .. }) | None => true,
        }
    }
}

/// Whoever takes a gesture back that was taken whole.
#[derive(Debug, Clone)]
pub struct Undoing {
    pub school: SchoolId,
    pub person: PersonId,
    pub roles: Roles,
    pub device: DeviceId,
    pub received_at: Timestamp,
    /// When the person did: the client's clock.
    pub made_at: Timestamp,
    /// The gesture that is taken back.
    pub of: GestureId,
    /// The gesture that it is taken back by.
    pub gesture: GestureId,
    pub agreed: Vec<Effect>,
}
