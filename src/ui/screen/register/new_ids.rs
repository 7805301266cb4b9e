//! The ids of new records: the client takes those that its list says are free, and passes by those
//! that others have taken meanwhile.

use crate::desk::Desk;
use journal::register::{Amendment, AmendmentOutcome, RecordId, RecordKind, Refusal};

/// How many ids that others have taken meanwhile new records pass by.
const IDS_TRIED: i64 = 20;

/// The ids of the new records of a screen.
#[derive(Debug, Default)]
pub struct NewIds {
    passed: i64,
}

impl NewIds {
    /// The id of a new record with so many new ones of its kind before it.
    pub fn of(&self, kind: RecordKind, before: usize, desk: &Desk) -> RecordId {
        let free = desk.records(kind).map(|(page, _)| page.free_id);
        self.after(free.unwrap_or(RecordId(1)), before)
    }

    /// The same, where the free id is known.
    pub fn after(&self, free: RecordId, before: usize) -> RecordId {
        let before = i64::try_from(before).unwrap_or(i64::MAX);
        RecordId(free.0.saturating_add(before).saturating_add(self.passed))
    }

    /// Passes by an id that turns out to be another's; false, if that was not what was answered, or
    /// has been too often.
    pub fn pass_by(&mut self, asked: &Amendment, outcome: &AmendmentOutcome) -> bool {
        let is_taken = match outcome {
            AmendmentOutcome::Conflict { now, .. } => now.is_some(),
            AmendmentOutcome::Refused { refusal } => *refusal == Refusal::Id,
            _ => false,
        };
        let passes = is_taken && asked.expected.is_none() && self.passed < IDS_TRIED;
        self.passed += i64::from(passes);
        passes
    }
}
