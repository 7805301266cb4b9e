//! A gesture of amendments of the register, and who makes it.

#![expect(
    missing_docs,
    reason = "fields that say by name and type what they are"
)]

use journal::register::{Amendment, Effect};
use journal::{DeviceId, PersonId, Roles, SchoolId, Timestamp};

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
    /// The dangers that the person has seen and agreed to; a dry run asks for no consent.
    pub agreed: Vec<Effect>,
}
