//! Undo by gesture: what no server can have is taken out of the queue, the rest by inverse changes.

use super::gestures::{Gesture, moves};
use super::outbox::{OutboxRow, state};
use super::owed::number_owed;
use super::trouble::{close, letter};
use super::{Durability, Store};
use crate::error::{StoreError, StoreFault};
use crate::id_source::IdSource;
use crate::server_clock::Moment;
use journal::{Cell, Change, ChangeId, Ground, SheetId};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// What an undo did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Undone {
    /// The gesture that was taken back.
    pub gesture: Gesture,
    /// The inverse changes of what the server may have; they are in the outbox already.
    pub changes: Vec<Change>,
    /// Changes that were never handed to the server: they are in the outbox no more.
    pub withdrawn: Vec<ChangeId>,
    /// Changes that the server had not taken: there was nothing to take back, their troubles
    /// are closed.
    pub closed: Vec<ChangeId>,
    /// The letters in conflict among them: theirs stands, the whole of it, and no conflict is left.
    pub conceded: BTreeSet<(SheetId, Cell)>,
}

impl Store {
    /// The newest gesture of this session that is meant and can be undone. Of one whose troubles
    /// were all settled nothing is left to take back.
    pub fn newest_gesture(
        &self,
        is_meant: impl Fn(&Gesture) -> bool,
    ) -> Result<Option<Gesture>, StoreError> {
        Ok(self.newest(is_meant)?.map(|(gesture, _)| gesture))
    }

    /// What undos have left where another's word stood which was taken back since, so that the own
    /// word stands again: it can be undone now. Each is told once.
    pub fn undoable_again(&self) -> Result<Vec<Gesture>, StoreError> {
        let mut found = BTreeMap::new();
        for (entered, gesture) in self.gestures.borrow().untold() {
            if self.stands(gesture)? && self.is_brought_back(gesture)? {
                found.insert(entered, gesture.clone());
            }
        }
        let told = found.keys().copied().collect();
        self.gestures.borrow_mut().tell(&told);
        Ok(found.into_values().collect())
    }

    /// The same, with its letters about which a person has chosen.
    fn newest(
        &self,
        is_meant: impl Fn(&Gesture) -> bool,
    ) -> Result<Option<(Gesture, BTreeSet<(SheetId, Cell)>)>, StoreError> {
        let gestures = self.gestures.borrow();
        let meant = gestures.newest_first().filter(|(known, _)| is_meant(known));
        for (known, is_left) in meant {
            if is_left && !self.stands(known)? {
                continue;
            }
            let mut settled = BTreeSet::new();
            for change in &known.changes {
                let row = self.row(change.id)?;
                if row.is_some_and(|row| row.state == state::CLOSED) {
                    settled.insert(letter(change));
                }
            }
            let mut changes = known.changes.iter();
            if changes.any(|change| moves(change) && !settled.contains(&letter(change))) {
                return Ok(Some((known.clone(), settled)));
            }
        }
        Ok(None)
    }

    /// Whether what stands in its cells was brought there by an undo, as far as the feed has told since
    /// the page was fetched: a page fetched anew does not say how it came to be.
    fn is_brought_back(&self, gesture: &Gesture) -> Result<bool, StoreError> {
        let mut was_typed = false;
        for (sheet, cell) in gesture.written().into_keys() {
            let told = self.told_of(sheet, cell)?;
            match told.and_then(|told| told.since.into_iter().next_back()) {
                // From which change it goes on the feed does not tell.
                Some(last) if matches!(last.change.ground, Some(Ground::Settles { .. })) => {
                    return Ok(true);
                }
                Some(_) => was_typed = true,
                None => {}
            }
        }
        Ok(!was_typed)
    }

    /// Whether every letter of a gesture is as it has left it.
    pub(super) fn stands(&self, gesture: &Gesture) -> Result<bool, StoreError> {
        for ((sheet, cell), wanted) in gesture.written() {
            if self.content(sheet, cell)? != Some(wanted) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Whether something entered in this session is nothing to undo, though nobody has taken it back:
    /// it was only said once more, or another's word stands in its place.
    pub fn has_forgotten(&self) -> bool {
        self.gestures.borrow().has_forgotten()
    }

    /// Takes back the newest gesture of this session that is meant, in one durable transaction.
    /// Where it is in conflict, one's own word is taken back and theirs stands.
    ///
    /// # Errors
    /// A fault of the disk, or [`StoreFault::SignedOut`]; the gesture can be undone again then.
    pub fn undo(
        &self,
        is_meant: impl Fn(&Gesture) -> bool,
        ids: &mut IdSource,
        moment: Moment,
    ) -> Result<Option<Undone>, StoreError> {
        let undone = self.write(Durability::Full, |tx| {
            self.refuse_signed_out(tx)?;
            let Some((gesture, settled)) = self.newest(is_meant)? else {
                return Ok(None);
            };
            if self.is_open.get() {
                self.number_open(tx)?;
            }
            let inverse = ids.gesture(moment.at);
            let mut undone = Undone {
                gesture: gesture.clone(),
                changes: Vec::new(),
                withdrawn: Vec::new(),
                closed: Vec::new(),
                conceded: BTreeSet::new(),
            };
            let rows = gesture.changes.iter().rev();
            let rows = rows.map(|change| Ok((change, self.row(change.id)?)));
            let rows = rows.collect::<Result<Vec<_>, StoreError>>()?;
            for (change, row) in &rows {
                if row.as_ref().is_some_and(|row| row.state == state::CONFLICT) {
                    undone.conceded.insert(letter(change));
                }
            }
            let mut withdrawn = Vec::new();
            for (change, row) in rows {
                let of = letter(change);
                match row {
                    Some(row) if self.is_withdrawable(&row, change)? => {
                        undone.withdrawn.push(change.id);
                        withdrawn.push(row);
                    }
                    Some(row) if is_trouble(&row) => {
                        close(tx, change.id)?;
                        undone.closed.push(change.id);
                    }
                    Some(row) if row.state == state::CLOSED => {}
                    // The other half of a letter about which a person has chosen, or does now.
                    _ if settled.contains(&of) || undone.conceded.contains(&of) => {}
                    _ => {
                        let id = ids.change(moment.at);
                        undone.changes.push(change.invert(id, inverse, moment.at));
                    }
                }
            }
            self.withdraw(tx, &withdrawn)?;
            self.concede(tx, &undone.conceded)?;
            facts_first(&mut undone.changes);
            self.insert(tx, &undone.changes, moment.suspect)?;
            Ok(Some(undone))
        })?;
        let Some(undone) = undone else {
            return Ok(None);
        };
        self.is_open.set(false);
        let mut gestures = self.gestures.borrow_mut();
        gestures.take(&undone.gesture);
        gestures.forget(&undone.conceded);
        drop(gestures);
        Ok(Some(undone))
    }

    /// Whether a change was never handed to the server and nothing that is owed goes on from what
    /// it wrote.
    fn is_withdrawable(&self, row: &OutboxRow, change: &Change) -> Result<bool, StoreError> {
        if row.sent || row.state != state::PENDING {
            return Ok(false);
        }
        let later = self.rows(
            "INDEXED BY outbox_owed WHERE owed AND sheet = ?1 AND place > ?2 AND gesture <> ?3",
            (
                change.sheet.to_string(),
                row.place,
                change.gesture.0.as_bytes().as_slice(),
            ),
        )?;
        for row in later {
            if letter(&self.change_of(&row)?) == letter(change) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Takes rows out of the queue; those after them close up, for the server takes numbers without
    /// gaps.
    fn withdraw(&self, tx: &Connection, rows: &[OutboxRow]) -> Result<(), StoreError> {
        let Some(first) = rows.iter().min_by_key(|row| row.place) else {
            return Ok(());
        };
        let missing = || StoreError::new(StoreFault::Damaged, "no number to close up from");
        let n = first.n.ok_or_else(missing)?;
        let mut delete = tx.prepare_cached("DELETE FROM outbox WHERE place = ?1")?;
        for row in rows {
            delete.execute([row.place])?;
        }
        number_owed(tx, self.device()?, n, first.place)
    }
}

/// An absence is taken back before its reason: while the reason is expected to be the one that the
/// gesture left. The other way round an absence that another has marked since, without the reason,
/// would be taken for the one that is undone.
fn facts_first(changes: &mut [Change]) {
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

fn is_trouble(row: &OutboxRow) -> bool {
    matches!(
        row.state.as_str(),
        state::CONFLICT | state::HELD | state::REFUSED
    )
}
