//! Who sees what of the register, and what of a gesture is its writer's to make.

use crate::directory::Directory;
use crate::store::{Gesture, Reader, Taking};
use journal::Timestamp;
use journal::register::{Amendment, AmendmentOutcome, Refusal};
use journal::regulation::{Actor, GestureOf, Judged, RegisterRights};
use std::borrow::Cow;

/// Somebody who reads or writes, at a moment.
pub struct Who {
    actor: Actor,
    at: Timestamp,
}

impl Who {
    pub fn reads(reader: &Reader, at: Timestamp) -> Self {
        Self {
            actor: Actor {
                person: reader.person,
                roles: reader.roles.clone(),
            },
            at,
        }
    }

    /// With what still stands of the roles that the gesture began with.
    pub fn writes(gesture: &Gesture, directory: &Directory) -> Self {
        let (person, at) = (gesture.person, gesture.received_at);
        Self {
            actor: Actor {
                person,
                roles: directory.still_held(person, &gesture.roles, at),
            },
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
        Taking::Undo => rights.judge_undo(&gesture.amendments, GestureOf::Actor),
        Taking::UndoAnothers => rights.judge_undo(&gesture.amendments, GestureOf::Another),
        Taking::Void => {
            let own = gesture.amendments.iter();
            own.map(|one| Ok(Cow::Borrowed(one))).collect()
        }
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
