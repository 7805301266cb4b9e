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
mod log_rows;
mod moment;
mod settle;
mod writers;

pub use clock::{Contact, FAR_AHEAD, noted_before};
pub use log_rows::{AsideRow, Known, LogRow, ReadLog, outcome_of, outcome_text};
pub use settle::{Decision, Settled, settle};
pub use writers::{LastWriter, Writers};

use crate::store::{Batch, StoreError, Submitted};
use chrono::NaiveTime;
use journal::{
    Actor, Change, ChangeId, DeviceId, Edit, JournalId, LessonId, PeriodId, PersonId, PlanItemId,
    SchoolId, Sheet, SheetId, TermSheet, Timestamp,
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
    pub items: Vec<Item>,
    /// The lessons it touches.
    pub lessons: BTreeSet<LessonId>,
    /// The sheets of terms it touches.
    pub terms: BTreeSet<TermKey>,
    /// The rows of plans that its topics name.
    pub plan_items: BTreeSet<PlanItemId>,
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
        let text = |e: serde_json::Error| StoreError::Failed(e.to_string());
        let edit = serde_json::to_string(&change.edit).map_err(text)?;
        let ground = change
            .ground
            .as_ref()
            .map(serde_json::to_string)
            .transpose()
            .map_err(text)?;
        let mut hash = Sha256::new();
        hash.update(change.id.0.as_bytes());
        hash.update(change.gesture.0.as_bytes());
        hash.update(change.made_at.0.to_be_bytes());
        hash.update(change.sheet.to_string().as_bytes());
        hash.update([0]);
        hash.update(edit.as_bytes());
        hash.update([0]);
        hash.update(ground.as_deref().unwrap_or_default().as_bytes());
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
            items,
            lessons,
            terms,
            plan_items,
        })
    }
}

fn term(submitted: &Submitted) -> Option<TermKey> {
    match submitted.change.sheet {
        SheetId::Term { journal, period } => Some((journal, period)),
        SheetId::Lesson(_) => None,
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
}

/// Lessons that a backend remembers as it left them, at most: what a large school fills in at once.
pub const RECENT_SHEETS: NonZeroUsize = NonZeroUsize::new(256).unwrap();

/// The journal and the period of a term's sheet.
pub type TermKey = (JournalId, PeriodId);

/// A term's sheet that a batch touches.
#[derive(Debug)]
pub struct TouchedTerm {
    /// What stands in it.
    pub sheet: TermSheet,
    /// Who wrote its cells last.
    pub writers: Writers,
}

/// A lesson that a batch touches.
#[derive(Debug)]
pub struct Touched {
    /// What stands in it.
    pub sheet: Sheet,
    /// Who wrote its cells last.
    pub writers: Writers,
    /// When its classes' last lesson of the day ends.
    pub last_bell: Option<NaiveTime>,
}
