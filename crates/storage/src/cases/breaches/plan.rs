//! What is to be done so that nothing void stands: the cells to bring back, and the amendments.

use super::writes::{Amended, Material, Written, material};
use crate::batch::{Back, Stands, VoidingBy};
use crate::cases::register::gestures;
use crate::directory::Directories;
use crate::sql::Snapshot;
use crate::store::{Gesture, StoreError, VoidAsked};
use journal::register::{Moved, RecordRef};
use journal::view::BreachFate;
use journal::{Actor, Cell, Content, GestureId, SheetId};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use uuid::Builder;

/// What voids what was written under an account.
pub struct VoidPlan {
    pub by: VoidingBy,
    pub backs: Vec<Back>,
    /// What takes the amendments back; none: there are none.
    pub gesture: Option<Gesture>,
    /// What becomes of the changes that nobody has decided of.
    pub fates: Vec<(i64, BreachFate)>,
    /// The same of the amendments, by record: as far as they can be taken back.
    pub amended: Vec<(RecordRef, i64, BreachFate)>,
}

/// Plans the voiding of what nobody has confirmed up to a place in the log; none if there is no such
/// report. Planned again after it was done it has nothing to do.
pub async fn plan(
    s: &dyn Snapshot,
    known: &Directories,
    asked: VoidAsked,
) -> Result<Option<VoidPlan>, StoreError> {
    let Some(mut material) = material(s, known, asked.school, asked.breach).await? else {
        return Ok(None);
    };
    material.under.retain(|seq| *seq <= asked.up_to);
    let by = VoidingBy {
        school: asked.school,
        actor: Actor {
            person: asked.by.0,
            roles: asked.roles.clone(),
        },
        device: asked.by.1.device,
        breach: asked.breach,
        gesture: gesture_id(&asked, &material),
        received_at: asked.at,
        at: material.seq,
    };
    let mut plan = VoidPlan {
        by,
        backs: Vec::new(),
        gesture: None,
        fates: Vec::new(),
        amended: Vec::new(),
    };
    for ((sheet, cell), log) in &material.cells {
        plan.cell(&material, (*sheet, *cell), log);
    }
    let mut runs = Vec::new();
    for log in material.records.values() {
        runs.extend(plan.record(&material, log));
    }
    runs.sort_by_key(|(seq, _)| *seq);
    let moved: Vec<Moved> = runs.into_iter().map(|(_, moved)| moved).collect();
    plan.gesture = gestures::voiding(&asked, plan.by.gesture, moved);
    Ok(Some(plan))
}

/// The gesture of a voiding: the same as long as there is the same to be voided.
fn gesture_id(asked: &VoidAsked, material: &Material) -> GestureId {
    let mut hash = Sha256::new();
    hash.update(b"zhurnal voiding 1\0");
    hash.update(asked.school.0.to_be_bytes());
    hash.update(asked.breach.0.to_be_bytes());
    for log in material.records.values() {
        for row in log
            .iter()
            .filter(|row| is_open(material, row.seq, row.fate))
        {
            hash.update(row.seq.to_be_bytes());
        }
    }
    hash.update(asked.up_to.to_be_bytes());
    let hash: [u8; 32] = hash.finalize().into();
    let id = hash.first_chunk().copied().unwrap_or_default();
    GestureId(Builder::from_random_bytes(id).into_uuid())
}

/// Whether a row was written under the account and nobody has decided of it.
fn is_open(material: &Material, seq: i64, fate: Option<BreachFate>) -> bool {
    fate.is_none() && material.under.contains(&seq)
}

impl VoidPlan {
    fn cell(&mut self, material: &Material, (sheet, cell): (SheetId, Cell), log: &[Written]) {
        let is_open = |row: &&Written| is_open(material, row.said.seq, row.fate);
        let is_void = |row: &&Written| material.is_void(row.said.seq, row.fate);
        if !log.iter().any(|row| is_void(&row)) {
            return;
        }
        let (Some(stands), Some(last)) = (material.stands(log), log.last()) else {
            return;
        };
        let now = last.said.edit.wanted();
        let moves = now != stands.content;
        let said_at = stands.said_at.unwrap_or(i64::MIN);
        let mut voids = log.iter().filter(is_void).map(|row| row.said.seq);
        let first = voids.find(|seq| *seq > said_at);
        let rests =
            moves && first.is_some_and(|first| rests(material, (sheet, cell), &stands, first));
        let open: Vec<i64> = log.iter().filter(is_open).map(|row| row.said.seq).collect();
        let fate = |seq| match () {
            () if said_at > seq => BreachFate::Overwritten,
            () if rests => BreachFate::Stays,
            () => BreachFate::Void,
        };
        self.fates.extend(open.iter().map(|seq| (*seq, fate(*seq))));
        if !rests && (moves || !open.is_empty()) {
            self.backs.push(Back {
                sheet,
                cell,
                now,
                stands,
            });
        }
    }

    /// The amendments of a record after which only void ones came, as one.
    fn record(&mut self, material: &Material, log: &[Amended]) -> Option<(i64, Moved)> {
        let at = log.first()?.moved.record;
        for row in log
            .iter()
            .filter(|row| is_open(material, row.seq, row.fate))
        {
            let fate = if material.is_amended_since(log, row.seq) {
                BreachFate::Overwritten
            } else {
                BreachFate::Void
            };
            self.amended.push((at, row.seq, fate));
        }
        // What an earlier voiding has written stands in the way of none that reaches further back.
        let run = log.iter().rev().filter(|row| !row.is_back);
        let run = run.take_while(|row| material.is_void(row.seq, row.fate));
        let run: Vec<&Amended> = run.collect();
        let (newest, first, last) = (run.first()?, run.last()?, log.last()?);
        let is_new = run.iter().any(|row| is_open(material, row.seq, row.fate));
        let moved = Moved {
            record: at,
            before: first.moved.before.clone(),
            after: last.moved.after.clone(),
        };
        is_new.then_some((newest.seq, moved))
    }

    /// What becomes of all of it, where the amendments of these records could not be taken back.
    pub fn decided(&self, untaken: &BTreeSet<RecordRef>) -> Vec<(i64, BreachFate)> {
        let amended = self.amended.iter().map(|(at, seq, fate)| {
            let stays = *fate == BreachFate::Void && untaken.contains(at);
            (*seq, if stays { BreachFate::Stays } else { *fate })
        });
        self.fates.iter().copied().chain(amended).collect()
    }
}

/// Whether another has spoken since the first void word of what is read together with a cell, so that
/// to bring the cell back would take the ground from under that: a reason that another has given for
/// an absence, an attendance that another has seen in place of one with a reason.
fn rests(material: &Material, (sheet, cell): (SheetId, Cell), stands: &Stands, first: i64) -> bool {
    let Some(beside) = cell
        .beside()
        .and_then(|cell| material.cells.get(&(sheet, cell)))
    else {
        return false;
    };
    let Some(said) = material.stands(beside) else {
        return false;
    };
    let matters = match cell {
        Cell::Attendance { .. } => !said.content.is_empty(),
        _ => stands.content != Content::Reason(None),
    };
    matters && said.said_at.is_some_and(|at| at > first)
}
