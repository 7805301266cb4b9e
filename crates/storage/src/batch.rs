//! What becomes of a batch: pure, the same for every backend.
//!
//! A backend prepares the batch outside its transaction, gathers [`Material`] inside it, calls
//! [`settle`], and writes what the [`Settled`] lists. Rules of the numbers and ids:
//!
//! - a batch that would leave a gap after the device's last number stores nothing;
//! - an id that is known answers as it did first, or is refused if its payload or its sender
//!   differs, whichever number and device it comes under; an unknown id under a used number is
//!   refused;
//! - every new number is used up by whatever becomes of its change, so that a device can go on.

mod clock;
mod goes_on;
mod log_rows;
mod moment;
mod settle;
mod voiding;
mod writers;

pub use clock::{Contact, FAR_AHEAD, noted_before};
pub use goes_on::goes_on_from;
pub use log_rows::{AsideRow, Known, LogRow, ReadLog, outcome_of, outcome_text};
pub use settle::{Decision, Settled, settle};
pub use voiding::{Back, Said, Stands, Voiding, VoidingBy, without};
pub use writers::Writers;

use crate::store::{Batch, StoreError, Submitted};
use chrono::NaiveTime;
use journal::claim::Origin;
use journal::{
    Actor, Change, ChangeId, DeviceId, Edit, Invalid, JournalId, LessonId, PeriodId, PersonId,
    PlanItemId, SchoolId, Sheet, SheetId, TermSheet, Timestamp,
};
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashMap};
use std::num::NonZeroUsize;

/// A batch with everything that can be made of it before the transaction.
#[derive(Debug)]
pub struct Prepared {
    pub school: SchoolId,
    pub actor: Actor,
    pub device: DeviceId,
    pub received_at: Timestamp,
    pub may_set_aside: bool,
    pub items: Vec<Item>,
    /// The lessons it touches.
    pub lessons: BTreeSet<LessonId>,
    /// The sheets of terms it touches.
    pub terms: BTreeSet<TermKey>,
    /// The rows of plans that its topics name.
    pub plan_items: BTreeSet<PlanItemId>,
    /// It is the server's own, which takes back what is void; none: a device has sent it.
    pub voiding: Option<Voiding>,
}

/// A change of a batch as it will rest.
#[derive(Debug)]
pub struct Item {
    pub n: u64,
    pub change: Change,
    pub clock_suspect: bool,
    pub payload: Payload,
}

/// A change as text, with its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Payload {
    pub edit: String,
    pub ground: Option<String>,
    pub hash: [u8; 32],
}

impl Payload {
    /// The payload of a change. The hash covers everything the client made.
    pub fn of(change: &Change) -> Result<Self, StoreError> {
        fn json(value: &impl serde::Serialize) -> Result<String, StoreError> {
            serde_json::to_string(value).map_err(|e| StoreError::Failed(e.to_string()))
        }
        // Taken apart, so that a field which comes has to be hashed.
        let Change {
            id,
            gesture,
            made_at,
            sheet,
            edit,
            ground,
            beside,
            after,
        } = change;
        let edit = json(edit)?;
        let ground = ground.as_ref().map(json).transpose()?;
        let beside = beside.as_ref().map(json).transpose()?;
        let mut hash = Sha256::new();
        hash.update(id.0.as_bytes());
        hash.update(gesture.0.as_bytes());
        hash.update(made_at.0.to_be_bytes());
        for text in [
            sheet.to_string(),
            edit.clone(),
            ground.clone().unwrap_or_default(),
            beside.unwrap_or_default(),
        ] {
            hash.update(text.as_bytes());
            hash.update([0]);
        }
        if let Some(after) = after {
            hash.update(after.0.as_bytes());
        }
        Ok(Self {
            edit,
            ground,
            hash: hash.finalize().into(),
        })
    }
}

impl Prepared {
    pub fn new(batch: Batch) -> Result<Self, StoreError> {
        let lessons = batch
            .changes
            .iter()
            .filter_map(|submitted| submitted.change.sheet.lesson())
            .collect();
        let terms = batch.changes.iter().filter_map(term).collect();
        let plan_items = batch
            .changes
            .iter()
            .filter_map(|submitted| plan_item(&submitted.change.edit))
            .collect();
        let items = batch
            .changes
            .into_iter()
            .map(|submitted| {
                let payload = Payload::of(&submitted.change)?;
                Ok(Item {
                    n: submitted.n,
                    change: submitted.change,
                    clock_suspect: submitted.clock_suspect,
                    payload,
                })
            })
            .collect::<Result<_, StoreError>>()?;
        Ok(Self {
            school: batch.school,
            actor: Actor {
                person: batch.person,
                roles: batch.roles,
            },
            device: batch.device,
            received_at: batch.received_at,
            may_set_aside: batch.may_set_aside,
            items,
            lessons,
            terms,
            plan_items,
            voiding: None,
        })
    }
}

fn term(submitted: &Submitted) -> Option<TermKey> {
    match submitted.change.sheet {
        SheetId::Term { journal, period } => Some((journal, period)),
        SheetId::Lesson(_) => None,
    }
}

/// Whether the row of a plan that a change names is of the journal.
pub fn is_of_plan(
    plan: &HashMap<PlanItemId, JournalId>,
    journal: JournalId,
    change: &Change,
) -> Result<(), Invalid> {
    match plan_item(&change.edit) {
        Some(item) if plan.get(&item) != Some(&journal) => Err(Invalid::NoSuchPlanItem),
        _ => Ok(()),
    }
}

/// The row of the plan that the topic wanted comes from.
pub fn plan_item(edit: &Edit) -> Option<PlanItemId> {
    match edit {
        Edit::Topic { step } => step.new.as_ref()?.item,
        _ => None,
    }
}

/// A device as it is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Device {
    pub person: PersonId,
    /// Its last number.
    pub last_n: u64,
    /// When it was heard.
    pub contact: Contact,
}

/// What a batch is settled against, as the transaction sees it.
#[derive(Debug, Default)]
pub struct Material {
    /// The newest `seq` of the school.
    pub seq: i64,
    /// The device, if it is known.
    pub device: Option<Device>,
    /// Changes of these ids that came before.
    pub known: HashMap<ChangeId, Known>,
    /// The touched lessons that exist.
    pub lessons: HashMap<LessonId, Touched>,
    /// The touched sheets of terms that the school keeps.
    pub terms: HashMap<TermKey, TouchedTerm>,
    /// The named rows of plans that exist, with their journals.
    pub plan: HashMap<PlanItemId, JournalId>,
    /// The accepted changes from which some of the batch say that they go on.
    pub named: HashMap<ChangeId, Named>,
}

/// An accepted change that another says that it goes on from.
#[derive(Debug, Clone)]
pub struct Named {
    pub person: PersonId,
    pub sheet: SheetId,
    pub edit: Edit,
    pub origin: Origin,
    /// What it wrote over is void by now: no undo of it brings that back.
    pub over_void: bool,
}

/// Lessons that a backend remembers as it left them, at most: what a large school fills in at once.
pub const RECENT_SHEETS: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// The journal and the period of a term's sheet.
pub type TermKey = (JournalId, PeriodId);

/// A term's sheet that a batch touches.
#[derive(Debug, Clone)]
pub struct TouchedTerm {
    /// What stands in it.
    pub sheet: TermSheet,
    /// Who stands by what its cells hold.
    pub writers: Writers,
}

/// A lesson that a batch touches.
#[derive(Debug, Clone)]
pub struct Touched {
    /// What stands in it.
    pub sheet: Sheet,
    /// Who stands by what its cells hold.
    pub writers: Writers,
    /// How often these were written to the database.
    pub written: i64,
    /// When its classes' last lesson of the day ends.
    pub last_bell: Option<NaiveTime>,
}

#[cfg(test)]
mod tests {
    use super::Payload;
    use journal::{
        Attendance, Change, ChangeId, Content, Edit, FromTo, GestureId, Ground, LessonId, PupilId,
        Timestamp,
    };
    use uuid::Uuid;

    fn change() -> Change {
        Change {
            id: ChangeId(Uuid::from_u128(1)),
            gesture: GestureId(Uuid::from_u128(2)),
            made_at: Timestamp(3),
            sheet: LessonId(4).into(),
            edit: absent(5),
            ground: None,
            beside: None,
            after: None,
        }
    }

    fn absent(pupil: i64) -> Edit {
        Edit::Attendance {
            pupil: PupilId(pupil),
            step: FromTo::new(Attendance::Present, Attendance::Absent),
        }
    }

    #[rstest::rstest]
    #[case::id(|change: &mut Change| change.id = ChangeId(Uuid::from_u128(9)))]
    #[case::gesture(|change: &mut Change| change.gesture = GestureId(Uuid::from_u128(9)))]
    #[case::made_at(|change: &mut Change| change.made_at = Timestamp(9))]
    #[case::sheet(|change: &mut Change| change.sheet = LessonId(9).into())]
    #[case::edit(|change: &mut Change| change.edit = absent(9))]
    #[case::ground(|change: &mut Change| change.ground = Some(Ground::Substitution))]
    #[case::beside(|change: &mut Change| change.beside = Some(Content::Reason(None)))]
    #[case::after(|change: &mut Change| change.after = Some(ChangeId(Uuid::from_u128(9))))]
    fn what_says_something_else_has_another_hash(#[case] alter: fn(&mut Change)) {
        let mut altered = change();
        alter(&mut altered);
        let hash = |change| Payload::of(&change).unwrap().hash;
        assert_eq!(hash(change()), hash(change()));
        assert_ne!(hash(altered), hash(change()));
    }
}
