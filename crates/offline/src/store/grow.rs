//! Entries that may still grow: «о» becomes «о12», «4» becomes «4/5».
//!
//! They are durable at once, as rows of the outbox without a number, which no window sends. What
//! goes on with them takes their place, so that the server and its log get one change; whatever
//! else is recorded, [`Store::close_entry`] and the next start give them their numbers.

use super::outbox::{OutboxRow, about_answer, state};
use super::settle::first_outcome;
use super::{Durability, Store};
use crate::error::StoreError;
use journal::{Cell, Change, ChangeId, Edit, GestureId, Ground, SheetId};
use protocol::Outcome;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

impl Store {
    /// As [`Store::append`]; changes of a gesture that go on with what is open of it take its
    /// place. The gesture `open` is kept back from the server until something else is recorded or
    /// until [`Store::close_entry`].
    ///
    /// What is written over a conflict or a refusal settles it: the person has seen what stands
    /// there. So does this person's word that theirs stands in these letters, which is `conceded`
    /// in the same transaction; what is held stays.
    ///
    /// # Errors
    /// A fault of the disk, or [`StoreFault::SignedOut`]; none of the changes is kept then, and
    /// nothing else is lost.
    ///
    /// [`StoreFault::SignedOut`]: crate::StoreFault::SignedOut
    pub fn record(
        &self,
        changes: &[Change],
        conceded: &BTreeSet<(SheetId, Cell)>,
        suspect: bool,
        open: Option<GestureId>,
    ) -> Result<(), StoreError> {
        let (before, all, is_open) = self.write(Durability::Full, |tx| {
            self.refuse_signed_out(tx)?;
            let rows = self.take_open(tx)?;
            let suspect = suspect || rows.iter().any(|row| row.suspect);
            let before = rows.iter().map(|row| self.change_of(row));
            let before = before.collect::<Result<Vec<_>, _>>()?;
            let mut all = before.clone();
            for change in changes {
                if !is_said_with(&all, change) && !self.is_said(change)? {
                    grow(&mut all, change);
                }
            }
            let (may_grow, closed): (Vec<_>, Vec<_>) = all
                .iter()
                .cloned()
                .partition(|change| Some(change.gesture) == open);
            self.insert(tx, &closed, suspect)?;
            let unnumbered = may_grow.iter().map(|change| (None, change));
            self.insert_rows(tx, unnumbered, state::OPEN, suspect)?;
            self.close_written_over(tx, changes)?;
            self.concede(tx, conceded)?;
            Ok((before, all, !may_grow.is_empty()))
        })?;
        self.is_open.set(is_open);
        let gone: Vec<_> = before.iter().map(|change| change.id).collect();
        let mut gestures = self.gestures.borrow_mut();
        gestures.forget(conceded);
        gestures.remember(&gone, &all);
        drop(gestures);
        Ok(())
    }

    /// Lets the open entry go to the server; answers whether one was kept back.
    ///
    /// # Errors
    /// A fault of the disk; the entry is kept all the same.
    pub fn close_entry(&self) -> Result<bool, StoreError> {
        if !self.is_open.get() {
            return Ok(false);
        }
        // The entry is on the disk: a fault of the power takes only its number back.
        self.write(Durability::Relaxed, |tx| self.number_open(tx))?;
        self.is_open.set(false);
        Ok(true)
    }

    /// Gives numbers to what is open, whatever window it is of. That nothing is open any more is
    /// true when the transaction is committed.
    pub(super) fn number_open(&self, tx: &Connection) -> Result<(), StoreError> {
        for row in self.take_open(tx)? {
            self.insert(tx, &[self.change_of(&row)?], row.suspect)?;
        }
        Ok(())
    }

    /// How many changes may be sent now: all that are owed but the open entry.
    pub fn sendable_count(&self) -> Result<usize, StoreError> {
        self.read(|db| {
            let mut ask =
                db.prepare_cached("SELECT count(*) FROM outbox WHERE owed AND state <> 'open'")?;
            Ok(ask.query_row([], |row| row.get(0))?)
        })
    }

    /// Whether a change only says what stands in its cell, and this person's own last word there
    /// from here says so too: it was not taken back, and nobody else has moved the cell since. With a
    /// word what was said once more of it is taken back.
    fn is_said(&self, change: &Change) -> Result<bool, StoreError> {
        let wanted = change.edit.wanted();
        if change.edit.expected() != wanted {
            return Ok(false);
        }
        let rows = self.rows(
            "WHERE sheet = ?1 AND body IS NOT NULL ORDER BY place DESC",
            [change.sheet.to_string()],
        )?;
        let mut undone = BTreeMap::new();
        for row in rows {
            let before = self.change_of(&row)?;
            if before.edit.cell() != change.edit.cell() {
                continue;
            }
            if let Some(taken_back) = undoes(&before) {
                undone.insert(taken_back, before.edit.expected());
                continue;
            }
            let says = before.edit.wanted();
            let says_again = before.edit.expected() == says;
            if undone.remove(&before.id).is_some()
                || says_again && undone.values().any(|word| *word == says)
            {
                continue;
            }
            let stands = matches!(
                row.state.as_str(),
                state::PENDING | state::OPEN | state::APPLIED
            );
            if stands {
                return Ok(says == wanted && !self.is_moved_since(&row, &before)?);
            }
        }
        Ok(false)
    }

    /// Whether the feed has told that another wrote over an own change.
    fn is_moved_since(&self, row: &OutboxRow, own: &Change) -> Result<bool, StoreError> {
        let Some(answer) = row.answer.clone() else {
            return Ok(false);
        };
        let outcome = self.unseal(&about_answer(own.id), answer)?;
        let Outcome::Applied { seq, .. } = *first_outcome(&outcome) else {
            return Ok(false);
        };
        for patch in self.patches_since(own.sheet, seq)? {
            let edit = &patch.change.edit;
            if edit.cell() == own.edit.cell()
                && edit.expected() != edit.wanted()
                && self.row(patch.change.id)?.is_none()
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn take_open(&self, tx: &Connection) -> Result<Vec<OutboxRow>, StoreError> {
        let rows = self.rows(
            "INDEXED BY outbox_owed WHERE owed AND state = 'open' ORDER BY place",
            (),
        )?;
        let mut delete = tx.prepare_cached("DELETE FROM outbox WHERE place = ?1")?;
        for row in &rows {
            delete.execute([row.place])?;
        }
        Ok(rows)
    }
}

/// Whether a change only says what the last of these does of its cell, which goes to the server with
/// it.
fn is_said_with(all: &[Change], change: &Change) -> bool {
    let place = |change: &Change| (change.sheet, change.edit.cell());
    let mut before = all.iter().rev();
    let last = before.find(|one| place(one) == place(change));
    let says_again = change.edit.expected() == change.edit.wanted();
    says_again && last.is_some_and(|last| last.edit.wanted() == change.edit.wanted())
}

/// The change that one takes back, if that is what it is for.
pub(super) fn undoes(change: &Change) -> Option<ChangeId> {
    let after = change.after?;
    (change.ground == Some(Ground::Settles { change: after })).then_some(after)
}

/// Takes a change into the row of its gesture and cell if it goes on with what stands there; what
/// comes back to where it began is no change.
fn grow(all: &mut Vec<Change>, change: &Change) {
    let place = |change: &Change| (change.sheet, change.edit.cell());
    let at = all.iter().rposition(|known| place(known) == place(change));
    let goes_on = |known: &Change| {
        known.gesture == change.gesture
            && known.ground == change.ground
            && known.edit.wanted() == change.edit.expected()
    };
    let (known, after) = match at.map(|at| all.split_at_mut(at)) {
        Some((_, [known, after @ ..])) if goes_on(known) => (known, after),
        _ => return all.push(change.clone()),
    };
    let (old, new) = (known.edit.expected(), change.edit.wanted());
    if let Some(edit) = Edit::between(change.edit.cell(), old, new.clone()) {
        known.edit = edit;
        known.made_at = change.made_at;
    }
    // What was written beside it comes to the server after it, and sees it as it is now.
    let sees = |other: &&mut Change| {
        let beside = other.edit.cell().beside();
        (other.sheet, beside) == (change.sheet, Some(change.edit.cell()))
    };
    for other in after.iter_mut().filter(sees) {
        other.beside = other.beside.is_some().then(|| new.clone());
    }
    let id = known.id;
    all.retain(|change| change.id != id || change.edit.expected() != change.edit.wanted());
}
