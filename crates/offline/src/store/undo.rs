//! Undo by gesture: always by inverse changes, whether the gesture was sent or not.

use super::outbox::state;
use super::trouble::close;
use super::{Durability, Store};
use crate::error::StoreError;
use crate::id_source::IdSource;
use crate::server_clock::Moment;
use journal::{Cell, Change, ChangeId, GestureId};
use std::collections::BTreeSet;

/// How many gestures of a session can be undone.
const REMEMBERED: usize = 200;

/// One gesture of this session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gesture {
    /// Its id.
    pub id: GestureId,
    /// Its changes, in the order in which they were made.
    pub changes: Vec<Change>,
}

impl Gesture {
    /// Whether every cell is as it was before.
    fn is_nothing(&self) -> bool {
        let address = |change: &Change| (change.sheet, change.edit.cell());
        self.changes.iter().all(|change| {
            let mut same = self
                .changes
                .iter()
                .filter(|c| address(c) == address(change));
            let first = same.next().map(|first| first.edit.expected());
            let last = same.next_back().map(|last| last.edit.wanted());
            first == last
        })
    }
}

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The gesture that was taken back.
    pub gesture: Gesture,
    /// The inverse changes; they are in the outbox already.
    pub changes: Vec<Change>,
    /// Changes that the server had not taken: there was nothing to take back, their troubles
    /// are closed.
    pub closed: Vec<ChangeId>,
}

impl Store {
    /// The newest gesture of this session that is meant and can be undone. Of one whose troubles
    /// were all settled nothing is left to take back.
    pub fn newest_gesture(&self, is_meant: impl Fn(&Gesture) -> bool) -> Option<Gesture> {
        let gestures = self.gestures.borrow();
        let mut meant = gestures.iter().rev().filter(|known| is_meant(known));
        meant.find(|known| !self.is_settled(known)).cloned()
    }

    /// Whether a person has chosen about every change of a gesture.
    fn is_settled(&self, gesture: &Gesture) -> bool {
        let letter = |change: &Change| (change.sheet, change.edit.cell().letter());
        let is_closed = |change: &&Change| {
            let row = self.row(change.id);
            matches!(row, Ok(Some(row)) if row.state == state::CLOSED)
        };
        let closed = gesture.changes.iter().filter(is_closed);
        let closed: BTreeSet<_> = closed.map(letter).collect();
        let mut changes = gesture.changes.iter();
        changes.all(|change| closed.contains(&letter(change)))
    }

    /// Takes back the newest gesture of this session that is meant, in one durable transaction.
    ///
    /// # Errors
    /// A fault of the disk; the gesture can be undone again then.
    pub fn undo(
        &self,
        is_meant: impl Fn(&Gesture) -> bool,
        ids: &mut IdSource,
        moment: Moment,
    ) -> Result<Option<Undone>, StoreError> {
        let Some(gesture) = self.newest_gesture(is_meant) else {
            return Ok(None);
        };
        self.close_entry()?;
        let inverse = ids.gesture(moment.at);
        let mut changes = Vec::new();
        let mut closed = Vec::new();
        let letter = |change: &Change| (change.sheet, change.edit.cell().letter());
        let mut settled = BTreeSet::new();
        for change in &gesture.changes {
            let row = self.row(change.id)?;
            if row.is_some_and(|row| row.state == state::CLOSED) {
                settled.insert(letter(change));
            }
        }
        for change in gesture.changes.iter().rev() {
            match self.row(change.id)?.map(|row| row.state).as_deref() {
                Some(state::CONFLICT | state::HELD | state::REFUSED) => closed.push(change.id),
                Some(state::CLOSED) => {}
                // The other half of a letter about which a person has chosen.
                _ if settled.contains(&letter(change)) => {}
                _ => changes.push(change.invert(ids.change(moment.at), inverse, moment.at)),
            }
        }
        facts_first(&mut changes);
        self.write(Durability::Full, |tx| {
            self.refuse_signed_out(tx)?;
            closed.iter().try_for_each(|id| close(tx, *id))?;
            self.insert(tx, &changes, moment.suspect)
        })?;
        let mut gestures = self.gestures.borrow_mut();
        gestures.retain(|known| known.id != gesture.id);
        Ok(Some(Undone {
            gesture,
            changes,
            closed,
        }))
    }

    /// Changes of several gestures may come together, and a gesture may grow: «о» becomes «о12»,
    /// with changes that take the place of those that are `gone`.
    /// A gesture that has taken back itself, as letters that turn out to be no code do, is
    /// nothing to undo.
    pub(super) fn remember_gesture(&self, gone: &[ChangeId], changes: &[Change]) {
        let mut gestures = self.gestures.borrow_mut();
        for gesture in gestures.iter_mut() {
            gesture.changes.retain(|change| !gone.contains(&change.id));
        }
        gestures.retain(|gesture| !gesture.changes.is_empty());
        for change in changes {
            let known = gestures
                .iter()
                .rposition(|known| known.id == change.gesture);
            match known.and_then(|at| gestures.get_mut(at)) {
                Some(gesture) => gesture.changes.push(change.clone()),
                None => gestures.push(Gesture {
                    id: change.gesture,
                    changes: vec![change.clone()],
                }),
            }
            gestures.retain(|gesture| gesture.id != change.gesture || !gesture.is_nothing());
        }
        let forgotten = gestures.len().saturating_sub(REMEMBERED);
        gestures.drain(..forgotten);
    }
}

/// An absence is taken back before its reason: while the reason is expected to be the one that the
/// gesture left. The other way round an absence that another has marked since, without the reason,
/// would be taken for the one that is undone.
fn facts_first(changes: &mut [Change]) {
    let letter = |change: &Change| (change.sheet, change.edit.cell().letter());
    for at in 1..changes.len() {
        let pair = changes.get(at - 1).zip(changes.get(at));
        let is_a_letter = pair.is_some_and(|(reason, fact)| {
            letter(reason) == letter(fact) && matches!(reason.edit.cell(), Cell::Reason { .. })
        });
        if !is_a_letter {
            continue;
        }
        changes.swap(at - 1, at);
        if let Some([fact, reason]) = changes.get_mut(at - 1..=at) {
            fact.beside = Some(reason.edit.expected());
            reason.beside = Some(fact.edit.wanted());
        }
    }
}
