//! What a person has to look at: changes in conflict, held or refused.

#![expect(
    missing_docs,
    reason = "fields that say by name and type what they are"
)]

use super::Store;
use super::grow::undoes;
use super::outbox::{OutboxRow, about_answer, state};
use crate::error::{StoreError, StoreFault};
use journal::{Cell, Change, ChangeId, Content, Letter, PersonName, SheetId, Timestamp};
use protocol::{Outcome, Problem};
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// A letter of the journal that was not taken as we wrote it: a cell, or an absence and its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Our newest change that was not taken; of an absence and its reason the absence.
    pub change: Change,
    /// What stood in its cell before the oldest of ours that was not taken.
    pub was: Content,
    /// Our newest change of the cell beside it, if that was not taken either.
    pub beside: Option<Change>,
    /// Older ones of the same cells; they are settled together with it.
    pub earlier: Vec<ChangeId>,
    /// Of an absence or its reason the letters whole, ours and the one that stands there.
    pub letters: Option<Letters>,
    /// What stands in the cell of the change, as far as is known here.
    pub stands: Content,
    /// What the server said.
    pub kind: TroubleKind,
    /// When, by the corrected clock.
    pub answered_at: Timestamp,
}

/// A letter of the journal that was not taken, and the one in its place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letters {
    /// What stood there before ours.
    pub was: Letter,
    pub ours: Letter,
    pub theirs: Letter,
}

/// What the server said to a change it did not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TroubleKind {
    /// Another value stood there first.
    Conflict {
        /// What stands there: that value, or what has come of it since.
        now: Content,
        /// Who wrote it, if that is known.
        by: Option<PersonName>,
        /// When, if that is known.
        at: Option<Timestamp>,
    },
    /// A person at the school decides: nobody knows when it was made.
    Held,
    /// It may not go into the journal.
    Refused { problem: Box<Problem> },
}

impl Trouble {
    /// The changes that are settled together.
    fn all(&self) -> impl Iterator<Item = ChangeId> {
        let newest = std::iter::once(&self.change).chain(&self.beside);
        let earlier = self.earlier.iter().copied();
        earlier.chain(newest.map(|change| change.id))
    }

    /// This trouble and a newer one of the same letter.
    fn with(mut self, newer: Self) -> Self {
        let is_of_the_fact = |change: &Change| change.edit.cell() == change.edit.cell().letter();
        if address(&newer.change) == address(&self.change) {
            self.earlier.push(self.change.id);
            return Self {
                was: self.was,
                beside: self.beside,
                earlier: self.earlier,
                ..newer
            };
        }
        if is_of_the_fact(&newer.change) {
            return Self {
                beside: Some(self.change),
                earlier: self.earlier,
                ..newer
            };
        }
        let older = self.beside.replace(newer.change);
        self.earlier.extend(older.map(|older| older.id));
        self
    }
}

impl Store {
    /// The letters in which ours was not taken, oldest first, with what stands there now.
    pub fn troubles(&self) -> Result<Vec<Trouble>, StoreError> {
        let rows = self.rows(
            "INDEXED BY outbox_trouble
             WHERE state IN ('conflict', 'held', 'refused') ORDER BY place",
            (),
        )?;
        let mut troubles: Vec<Trouble> = Vec::new();
        for row in rows {
            let change = self.change_of(&row)?;
            let kind = self.kind_of(change.id, row.answer)?;
            let answered_at = Timestamp(row.answered_at.unwrap_or(0));
            let older = troubles
                .iter()
                .position(|known| letter(&known.change) == letter(&change));
            let new = Trouble {
                was: change.edit.expected(),
                stands: change.edit.expected(),
                change,
                beside: None,
                earlier: Vec::new(),
                letters: None,
                kind,
                answered_at,
            };
            let trouble = match older {
                Some(at) => troubles.remove(at).with(new),
                None => new,
            };
            troubles.push(trouble);
        }
        for trouble in &mut troubles {
            self.bring_up_to_date(trouble)?;
            let own = trouble.change.edit.cell();
            trouble.stands = match &trouble.kind {
                TroubleKind::Conflict { now, .. } if now.kind() == own.kind() => now.clone(),
                _ => self.standing(&trouble.change, own)?,
            };
            trouble.letters = self.letters(trouble)?;
        }
        Ok(troubles)
    }

    /// How many changes a person has to look at.
    pub fn trouble_count(&self) -> Result<usize, StoreError> {
        self.read(|db| {
            let mut ask = db.prepare_cached(
                "SELECT count(*) FROM outbox WHERE state IN ('conflict', 'held', 'refused')",
            )?;
            Ok(ask.query_row([], |row| row.get(0))?)
        })
    }

    /// What stands in a cell of the letter of a change by the pages that are kept here, else what
    /// the change expected or saw.
    fn standing(&self, change: &Change, cell: Cell) -> Result<Content, StoreError> {
        let stands = self.content(change.sheet, cell)?;
        let seen = || {
            let beside = change.beside.clone().filter(|_| cell != change.edit.cell());
            beside.unwrap_or_else(|| change.edit.expected())
        };
        Ok(stands.unwrap_or_else(seen))
    }

    /// Theirs stands in these letters by this person's word: no trouble is left there. What is held
    /// stays: a person at the school may still take it.
    pub(super) fn concede(
        &self,
        tx: &Connection,
        letters: &BTreeSet<(SheetId, Cell)>,
    ) -> Result<(), StoreError> {
        if !letters.is_empty() {
            self.close_moot(tx, |of| letters.contains(&of), &[])?;
        }
        Ok(())
    }

    /// What stands in a cell was seen by whoever writes over it: an older change of the same letter
    /// that was not taken is no trouble any more.
    pub(super) fn close_written_over(
        &self,
        tx: &Connection,
        changes: &[Change],
    ) -> Result<(), StoreError> {
        let is_written = |of| changes.iter().any(|change| letter(change) == of);
        self.close_moot(tx, is_written, &[])?;
        Ok(())
    }

    /// Closes the troubles about which nobody has to choose; answers which they are. What is held
    /// stays. They are
    ///
    /// - those of letters that were `seen` since by whoever wrote there or agreed,
    /// - those that a later change of the cell corrects which was `taken`: the last word is meant; but
    ///   an undo of an earlier one, made in another window, has not seen them,
    /// - undos of what was only said once more: nothing of this person's was written there,
    /// - changes of a cell that come to nothing together, as an entry and its undo: «Записать моё»
    ///   of the last would erase what another has written. One that only says again what stood
    ///   there is no such: something else stands there now, which is told.
    pub(super) fn close_moot(
        &self,
        tx: &Connection,
        seen: impl Fn((SheetId, Cell)) -> bool,
        taken: &[&Change],
    ) -> Result<Vec<ChangeId>, StoreError> {
        let rows = self.rows(
            "INDEXED BY outbox_trouble
             WHERE state IN ('conflict', 'held', 'refused') ORDER BY place",
            (),
        )?;
        let mut closed = Vec::new();
        let mut left: BTreeMap<(SheetId, Cell), Vec<Change>> = BTreeMap::new();
        for row in rows {
            let change = self.change_of(&row)?;
            let is_held = row.state == state::HELD;
            let says_again = |one: &Change| one.edit.expected() == one.edit.wanted();
            if !is_held && undoes(&change).is_some() && says_again(&change) {
                closed.push(change.id);
                continue;
            }
            if !is_held && (seen(letter(&change)) || self.is_corrected(&row, &change, taken)?) {
                closed.push(change.id);
                continue;
            }
            let cell = left.entry(address(&change)).or_default();
            if is_held {
                cell.clear();
                continue;
            }
            let (expected, wanted) = (change.edit.expected(), change.edit.wanted());
            if says_again(&change) {
                // What was not taken says it already.
                match cell.last().map(|before| before.edit.wanted()) {
                    Some(before) if before == expected => closed.push(change.id),
                    _ => cell.push(change),
                }
                continue;
            }
            cell.push(change);
            let began = cell
                .iter()
                .position(|one| !says_again(one) && one.edit.expected() == wanted);
            if let Some(began) = began {
                closed.extend(cell.drain(began..).map(|change| change.id));
            }
        }
        closed.iter().try_for_each(|id| close(tx, *id))?;
        Ok(closed)
    }

    /// Whether one of these changes of the same cell is a later one, and no undo of an earlier one.
    fn is_corrected(
        &self,
        row: &OutboxRow,
        before: &Change,
        taken: &[&Change],
    ) -> Result<bool, StoreError> {
        for one in taken {
            if address(one) != address(before) {
                continue;
            }
            let place = |id| Ok::<_, StoreError>(self.row(id)?.map(|row| row.place));
            let undone = undoes(one).map(place).transpose()?.flatten();
            let is_later = place(one.id)?.is_some_and(|place| place > row.place);
            if is_later && undone.is_none_or(|place| place >= row.place) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn kind_of(&self, id: ChangeId, answer: Option<Vec<u8>>) -> Result<TroubleKind, StoreError> {
        let missing = || StoreError::new(StoreFault::Damaged, format!("no answer to {id}"));
        match self.unseal(&about_answer(id), answer.ok_or_else(missing)?)? {
            Outcome::Conflict { now, by, at } => Ok(TroubleKind::Conflict { now, by, at }),
            Outcome::Refused { problem } => Ok(TroubleKind::Refused {
                problem: Box::new(problem),
            }),
            _ => Ok(TroubleKind::Held),
        }
    }
}

pub(super) fn address(change: &Change) -> (SheetId, Cell) {
    (change.sheet, change.edit.cell())
}

/// The letter of the journal that a change is of.
pub(super) fn letter(change: &Change) -> (SheetId, Cell) {
    (change.sheet, change.edit.cell().letter())
}

/// A person has looked at it; what was said stays on record.
pub(super) fn close(tx: &Connection, id: ChangeId) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE outbox SET state = ?2 WHERE id = ?1")?
        .execute((id.0.as_bytes().as_slice(), state::CLOSED))?;
    Ok(())
}

mod resolve;
mod standing;
pub use resolve::{Resolution, Resolved};
#[cfg(test)]
mod tests;
