//! Who sees what of the register, and what of a gesture is its writer's to make.

use crate::directory::Directory;
use crate::store::{Gesture, Reader, Taking};
use journal::register::{Amendment, AmendmentOutcome, Refusal};
use journal::regulation::{Actor, Judged, RegisterRights};
use journal::{PersonId, Roles, Timestamp};

/// Somebody who reads or writes, at a moment.
pub struct Who {
    actor: Actor,
    at: Timestamp,
}

impl Who {
    pub fn reads(reader: &Reader, at: Timestamp) -> Self {
        Self::new(reader.person, &reader.roles, at)
    }

    pub fn writes(gesture: &Gesture) -> Self {
        Self::new(gesture.person, &gesture.roles, gesture.received_at)
    }

    fn new(person: PersonId, roles: &Roles, at: Timestamp) -> Self {
        let roles = roles.clone();
        Self {
            actor: Actor { person, roles },
            at,
        }
    }

    /// Their rights in the register of a directory, on the day of the moment.
    pub fn rights<'a>(&'a self, directory: &'a Directory) -> RegisterRights<'a> {
        let day = directory.school.time.local(self.at).date();
        RegisterRights::new(&directory.regulation, &self.actor, &directory.records, day)
    }
}

/// The amendments of a gesture that are its writer's to make, each filled with what its writer does
/// not see.
pub fn judge<'g>(rights: &RegisterRights<'_>, gesture: &'g Gesture) -> Vec<Judged<'g>> {
    match gesture.taking {
        Taking::Undo => rights.judge_undo(&gesture.amendments),
        Taking::Each | Taking::Whole => rights.judge(&gesture.amendments),
    }
}

/// Takes from the answers what the writer may not see of the records that stand.
pub fn hide(
    rights: &RegisterRights<'_>,
    amendments: &[Amendment],
    outcomes: &mut [AmendmentOutcome],
) {
    for (amendment, outcome) in amendments.iter().zip(outcomes) {
        let AmendmentOutcome::Conflict { now: Some(now), .. } = outcome else {
            continue;
        };
        match rights.reads(amendment.record, now) {
            Some(upto) => **now = now.veiled(upto),
            None => *outcome = taken(),
        }
    }
}

/// It says no more than that another has the id.
pub fn taken() -> AmendmentOutcome {
    let refusal = Refusal::Id;
    AmendmentOutcome::Refused { refusal }
}
