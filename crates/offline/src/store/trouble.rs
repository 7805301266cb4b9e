//! What a person has to look at: changes in conflict, held or refused.

#![expect(
    missing_docs,
    reason = "fields that say by name and type what they are"
)]

use super::outbox::{about_answer, state};
use super::{Durability, Store};
use crate::error::{StoreError, StoreFault};
use crate::id_source::IdSource;
use crate::server_clock::Moment;
use journal::{Cell, Change, ChangeId, Content, Edit, Ground, PersonName, SheetId, Timestamp};
use protocol::{Outcome, Problem};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// A cell in which ours was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Our newest change of the cell that was not taken.
    pub change: Change,
    /// What stood in the cell before the oldest of ours that was not taken.
    pub was: Content,
    /// Older ones of the same cell; they are settled together with it.
    pub earlier: Vec<ChangeId>,
    /// What the server said.
    pub kind: TroubleKind,
    /// When, by the corrected clock.
    pub answered_at: Timestamp,
}

/// What the server said to a change it did not take.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TroubleKind {
    /// Another value stood there first, and stands.
    Conflict {
        /// That value.
        now: Content,
        /// Who wrote it, if anybody did.
        by: Option<PersonName>,
        at: Option<Timestamp>,
    },
    /// A person at the school decides: nobody knows when it was made.
    Held,
    /// It may not go into the journal.
    Refused { problem: Box<Problem> },
}

/// What the person chose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resolution {
    /// «Оставить как на сервере»: ours is laid aside; its record stays.
    Theirs,
    /// «Записать моё»: a new change from what stands there now, which settles the old one.
    Mine,
}

impl Store {
    /// The cells in which ours was not taken, oldest first.
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
            let address = address(&change);
            let older = troubles
                .iter()
                .position(|known| self::address(&known.change) == address);
            let (was, earlier) = match older.map(|at| troubles.remove(at)) {
                Some(older) => {
                    let earlier = older.earlier.into_iter().chain([older.change.id]);
                    (older.was, earlier.collect())
                }
                None => (change.edit.expected(), Vec::new()),
            };
            troubles.push(Trouble {
                change,
                was,
                earlier,
                kind,
                answered_at,
            });
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

    /// Settles the trouble of a change by a person's choice, in one durable transaction. Answers
    /// the new changes, which are in the outbox already, if the choice makes any.
    ///
    /// # Errors
    /// A fault of the disk; [`StoreFault::Internal`] if the change is in no trouble.
    pub fn resolve(
        &self,
        id: ChangeId,
        resolution: Resolution,
        ids: &mut IdSource,
        moment: Moment,
    ) -> Result<Vec<Change>, StoreError> {
        let trouble = self
            .troubles()?
            .into_iter()
            .find(|trouble| trouble.change.id == id || trouble.earlier.contains(&id))
            .ok_or_else(|| {
                StoreError::new(StoreFault::Internal, format!("{id} is in no trouble"))
            })?;
        let again = match resolution {
            Resolution::Theirs => Vec::new(),
            Resolution::Mine => self.anew(&trouble, ids, moment)?,
        };
        self.write(Durability::Full, |tx| {
            self.refuse_signed_out(tx)?;
            for id in trouble.earlier.iter().chain([&trouble.change.id]) {
                close(tx, *id)?;
            }
            self.insert(tx, &again, moment.suspect)
        })?;
        self.remember_gesture(&[], &again);
        Ok(again)
    }

    /// Ours once more, from what stands there now; none if ours stands there already. Where the
    /// quarrel is about the cell beside it, that one gets what we saw in it as well: both are one
    /// letter of the journal.
    fn anew(
        &self,
        trouble: &Trouble,
        ids: &mut IdSource,
        moment: Moment,
    ) -> Result<Vec<Change>, StoreError> {
        let ours = &trouble.change;
        let cell = ours.edit.cell();
        let wanted = ours.edit.wanted();
        let (now, beside) = match &trouble.kind {
            TroubleKind::Conflict { now, .. } if now.kind() == cell.kind() => (now.clone(), None),
            TroubleKind::Conflict { now, .. } => (self.standing(ours)?, Some(now.clone())),
            TroubleKind::Held | TroubleKind::Refused { .. } => (self.standing(ours)?, None),
        };
        let own = (now != wanted).then(|| Edit::between(cell, now, wanted));
        let beside = beside
            .zip(ours.beside.clone())
            .filter(|(now, seen)| now != seen);
        let beside = beside.and_then(|(now, seen)| Edit::between(cell.beside()?, now, seen));
        let gesture = ids.gesture(moment.at);
        let edits = own.flatten().into_iter().chain(beside);
        Ok(edits
            .map(|edit| Change {
                id: ids.change(moment.at),
                gesture,
                made_at: moment.at,
                sheet: ours.sheet,
                edit,
                ground: Some(match &ours.ground {
                    // What allowed it still has to be said.
                    Some(ground @ (Ground::Substitution | Ground::Unlock { .. })) => ground.clone(),
                    _ => Ground::Settles { change: ours.id },
                }),
                // Who chooses has seen what stands there.
                beside: None,
            })
            .collect())
    }

    /// What stands in the cell of a change by the pages that are kept here, else what it expected.
    fn standing(&self, change: &Change) -> Result<Content, StoreError> {
        let stands = self.content(change.sheet, change.edit.cell())?;
        Ok(stands.unwrap_or_else(|| change.edit.expected()))
    }

    /// A change and the undo of it, neither of them taken, wish for nothing together: nobody has
    /// to choose, and «Записать моё» of the undo would erase what another has written. Answers how
    /// many are no trouble any more. What is held stays: a person at the school may still take it.
    pub(super) fn close_undone(&self, tx: &Connection) -> Result<usize, StoreError> {
        let rows = self.rows(
            "INDEXED BY outbox_trouble
             WHERE state IN ('conflict', 'held', 'refused') ORDER BY place",
            (),
        )?;
        let mut open: BTreeMap<(SheetId, Cell), Vec<(Change, bool)>> = BTreeMap::new();
        let mut closed = 0;
        for row in rows {
            let change = self.change_of(&row)?;
            let is_held = row.state == state::HELD;
            let cell = open.entry(address(&change)).or_default();
            match cell.last() {
                Some((before, false)) if !is_held && undoes(&change, before) => {
                    close(tx, before.id)?;
                    close(tx, change.id)?;
                    cell.pop();
                    closed += 2;
                }
                _ => cell.push((change, is_held)),
            }
        }
        Ok(closed)
    }

    /// What stands in a cell was seen by whoever writes over it: an older change of the same cell
    /// that was not taken is no trouble any more. What is held stays, as above.
    pub(super) fn close_written_over(
        &self,
        tx: &Connection,
        changes: &[Change],
    ) -> Result<(), StoreError> {
        let rows = self.rows(
            "INDEXED BY outbox_trouble WHERE state IN ('conflict', 'held', 'refused')",
            (),
        )?;
        for row in rows.iter().filter(|row| row.state != state::HELD) {
            let before = self.change_of(row)?;
            if changes
                .iter()
                .any(|change| address(change) == address(&before))
            {
                close(tx, before.id)?;
            }
        }
        Ok(())
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

/// Whether a change takes exactly another one back.
fn undoes(change: &Change, before: &Change) -> bool {
    change.ground == Some(Ground::Settles { change: before.id })
        && change.edit == before.edit.clone().inverse()
}

fn address(change: &Change) -> (SheetId, Cell) {
    (change.sheet, change.edit.cell())
}

/// A person has looked at it; what was said stays on record.
pub(super) fn close(tx: &Connection, id: ChangeId) -> Result<(), StoreError> {
    tx.prepare_cached("UPDATE outbox SET state = ?2 WHERE id = ?1")?
        .execute((id.0.as_bytes().as_slice(), state::CLOSED))?;
    Ok(())
}

#[cfg(test)]
mod tests;
