//! Entries that may still grow: «о» becomes «о12», «4» becomes «4/5».
//!
//! They are durable at once, but kept back from the server while they are open, and grow in their
//! place: the server and its log get one change. That an entry is open is known to this run only;
//! after a crash it is sent as it stands.

use super::outbox::{OutboxRow, next_number};
use super::{Durability, Store};
use crate::error::StoreError;
use crate::mint::Mint;
use journal::{Change, ChangeId, Edit, GestureId, Timestamp};
use protocol::{Numbered, Outcome};
use rusqlite::Connection;

/// The newest entry, while it may grow in its place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Open {
    gesture: GestureId,
    /// The place of its first change in the outbox.
    from: i64,
    /// Whether it is kept back from the server.
    held: bool,
}

/// What a record has written.
struct Written {
    numbers: Vec<u64>,
    changes: Vec<Change>,
    /// Changes that are not there any more, or are written anew.
    gone: Vec<ChangeId>,
    open: Option<Open>,
}

impl Store {
    /// As [`Store::append`]; changes of a gesture that go on with what it has just written to the
    /// same cell, and that has not been given out for sending, take its place. The gesture
    /// `open` is kept back from the server until something else is recorded or until
    /// [`Store::close_entry`].
    ///
    /// # Errors
    /// A fault of the disk; none of the changes is kept then, and nothing else is lost.
    pub fn record(
        &self,
        changes: &[Change],
        suspect: bool,
        open: Option<GestureId>,
    ) -> Result<Vec<u64>, StoreError> {
        if changes.is_empty() {
            return Ok(Vec::new());
        }
        let written = self.write(Durability::Full, |tx| {
            self.write_grown(tx, changes, suspect, open)
        })?;
        self.open.set(written.open);
        self.remember_gesture(&written.gone, &written.changes);
        Ok(written.numbers)
    }

    /// Lets the open entry go to the server; answers whether one was kept back.
    pub fn close_entry(&self) -> bool {
        let Some(open) = self.open.get() else {
            return false;
        };
        self.open.set(Some(Open {
            held: false,
            ..open
        }));
        open.held
    }

    /// How many changes may be sent now: all that are owed but the open entry.
    pub fn sendable_count(&self) -> Result<usize, StoreError> {
        self.read(|db| {
            let mut ask =
                db.prepare_cached("SELECT count(*) FROM outbox WHERE owed AND place < ?1")?;
            Ok(ask.query_row([self.held_from()], |row| row.get(0))?)
        })
    }

    /// The place from which on nothing is sent.
    pub(super) fn held_from(&self) -> i64 {
        let open = self.open.get().filter(|open| open.held);
        open.map_or(i64::MAX, |open| open.from)
    }

    /// What was given out for sending grows no more.
    pub(super) fn given_out(&self, newest: i64) {
        if self.open.get().is_some_and(|open| newest >= open.from) {
            self.open.set(None);
        }
    }

    fn write_grown(
        &self,
        tx: &Connection,
        changes: &[Change],
        suspect: bool,
        open: Option<GestureId>,
    ) -> Result<Written, StoreError> {
        let rows = self.growing_rows(tx)?;
        let mut before = rows
            .iter()
            .map(|row| self.change_of(row))
            .collect::<Result<Vec<_>, _>>()?;
        let growing = self.open.get().map(|open| open.gesture);
        if before.iter().any(|change| Some(change.gesture) != growing) {
            before.clear();
        }
        let mut all = before.clone();
        changes.iter().for_each(|change| grow(&mut all, change));
        let mut gone = Vec::new();
        let mut suspect = suspect;
        if all.starts_with(&before) {
            all.drain(..before.len());
        } else {
            suspect |= rows.iter().any(|row| row.suspect);
            let mut delete = tx.prepare_cached("DELETE FROM outbox WHERE place = ?1")?;
            for row in &rows {
                delete.execute([row.place])?;
            }
            gone.extend(before.iter().map(|change| change.id));
        }
        let numbers = self.insert(tx, &all, suspect)?;
        let first = all.iter().find(|change| Some(change.gesture) == open);
        let place = match first {
            Some(change) => self.row(change.id)?.map(|row| row.place),
            None => None,
        };
        Ok(Written {
            numbers,
            changes: all,
            gone,
            open: place.zip(open).map(|(from, gesture)| Open {
                gesture,
                from,
                held: true,
            }),
        })
    }

    /// The rows of the newest entry if they can be written anew under the same numbers: another
    /// window may have put its own behind them, or have sent them.
    fn growing_rows(&self, tx: &Connection) -> Result<Vec<OutboxRow>, StoreError> {
        let Some(open) = self.open.get() else {
            return Ok(Vec::new());
        };
        let rows = self.rows("WHERE place >= ?1 ORDER BY place", [open.from])?;
        let device = self.device()?;
        let next = next_number(tx, device)?;
        let first = rows.first().and_then(|row| row.n);
        let previous: Option<u64> = tx
            .prepare_cached("SELECT max(n) FROM outbox WHERE device = ?1 AND place < ?2")?
            .query_row((device.0.as_bytes().as_slice(), open.from), |row| {
                row.get(0)
            })?;
        let newest = rows.last().map(|row| row.place);
        let owed = i64::try_from(rows.len())
            .ok()
            .map(|count| open.from + count - 1);
        let ours = newest == owed
            && first == Some(previous.unwrap_or(0) + 1)
            && rows.last().and_then(|row| row.n) == Some(next - 1)
            && rows
                .iter()
                .all(|row| row.state == super::outbox::state::PENDING && row.body.is_some());
        Ok(if ours { rows } else { Vec::new() })
    }

    /// What was sent may have grown here meanwhile, in another window of the account, which does
    /// not know what this one sends: the rest is a change of its own then.
    pub(super) fn follow_growth(
        &self,
        tx: &Connection,
        sent: &Numbered,
        outcome: &Outcome,
        mint: &mut Mint,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let is_taken = matches!(
            outcome,
            Outcome::Applied { .. } | Outcome::AlreadyApplied { .. }
        );
        let was = &sent.change;
        let row = self.row(was.id)?;
        let kept = match &row {
            Some(row) if row.body.is_none() => return Ok(()),
            Some(row) => Some(self.change_of(row)?.edit),
            None => None,
        };
        if !is_taken || kept.as_ref() == Some(&was.edit) {
            return Ok(());
        }
        let wanted = kept.map_or_else(|| was.edit.expected(), |kept| kept.wanted());
        let edit = Edit::between(was.edit.cell(), was.edit.wanted(), wanted);
        let body = self.seal(&super::outbox::about(was.id), was)?;
        tx.prepare_cached("UPDATE outbox SET body = ?2 WHERE id = ?1")?
            .execute((was.id.0.as_bytes().as_slice(), body))?;
        let Some(edit) = edit.filter(|edit| edit.expected() != edit.wanted()) else {
            return Ok(());
        };
        let rest = Change {
            id: mint.change(now),
            edit,
            made_at: now,
            ..was.clone()
        };
        self.insert(tx, &[rest], sent.clock_suspect)?;
        Ok(())
    }
}

/// Takes a change into the row of its gesture and cell if it goes on with what stands there; what
/// comes back to where it began is no change.
fn grow(all: &mut Vec<Change>, change: &Change) {
    let address = (change.lesson, change.edit.cell());
    let known = all
        .iter()
        .rposition(|known| (known.lesson, known.edit.cell()) == address);
    let grown = known.and_then(|at| {
        let known = all.get(at)?;
        let goes_on = known.gesture == change.gesture
            && known.ground == change.ground
            && known.edit.wanted() == change.edit.expected();
        let (old, new) = (known.edit.expected(), change.edit.wanted());
        let edit = Edit::between(address.1, old, new).filter(|_| goes_on)?;
        Some((at, edit))
    });
    match grown {
        None => all.push(change.clone()),
        Some((at, edit)) if edit.expected() == edit.wanted() => {
            all.remove(at);
        }
        Some((at, edit)) => {
            if let Some(known) = all.get_mut(at) {
                known.edit = edit;
                known.made_at = change.made_at;
            }
        }
    }
}
