//! What the server is owed: how the numbering goes on when the server remembers less or more
//! than this file.

use super::identity::Continuation;
use super::outbox::{about_answer, next_number, state};
use super::patch::freeze;
use super::{Durability, Store};
use crate::error::{StoreError, StoreFault};
use crate::id_source::IdSource;
use journal::{ChangeId, DeviceId, SheetId, Timestamp};
use protocol::{Outcome, Problem};
use rusqlite::Connection;

impl Store {
    /// The server expects the device to go on with `expected` (`device-gap`).
    ///
    /// What it has lost and this file still keeps is sent again. If something between is no
    /// longer kept, or the server knows more numbers than this file, the rest is numbered anew
    /// under a new device id: change ids keep it from being applied twice.
    pub(crate) fn rewind(
        &self,
        expected: u64,
        ids: &mut IdSource,
        now: Timestamp,
    ) -> Result<Continuation, StoreError> {
        self.write(Durability::Full, |tx| {
            self.go_on_from(tx, expected.saturating_sub(1), || ids.device(now))
        })
    }

    /// Goes on where the server is: it has the numbers up to `last_n`.
    pub(super) fn go_on_from(
        &self,
        tx: &Connection,
        last_n: u64,
        new_device: impl FnOnce() -> DeviceId,
    ) -> Result<Continuation, StoreError> {
        let device = self.device()?;
        let next = next_number(tx, device)?;
        if last_n >= next {
            self.renumber(tx, new_device())?;
            return Ok(Continuation::NewDevice);
        }
        let key = device.0;
        let known = "FROM outbox WHERE device = ?1 AND n > ?2";
        let settled: u64 = tx
            .prepare_cached(&format!("SELECT count(*) {known} AND NOT owed"))?
            .query_row((key.as_bytes().as_slice(), last_n), |row| row.get(0))?;
        if settled == 0 && is_gapless(tx, device, last_n, next)? {
            return Ok(Continuation::Same);
        }
        let mut lost: Vec<SheetId> = tx
            .prepare_cached(&format!("SELECT DISTINCT sheet {known} AND body IS NULL"))?
            .query_map((key.as_bytes().as_slice(), last_n), |row| {
                row.get::<_, String>(0)
            })?
            .map(|sheet| {
                let damaged = |e| StoreError::new(StoreFault::Damaged, format!("the outbox: {e}"));
                sheet?.parse().map_err(damaged)
            })
            .collect::<Result<_, StoreError>>()?;
        lost.sort_unstable();
        let gapless = lost.is_empty() && is_gapless(tx, device, last_n, next)?;
        tx.prepare_cached(
            "UPDATE outbox SET owed = 1 WHERE device = ?1 AND n > ?2 AND body IS NOT NULL",
        )?
        .execute((key.as_bytes().as_slice(), last_n))?;
        if !gapless {
            self.renumber(tx, new_device())?;
        }
        // The pages and the place in the feed come from a server that remembered more.
        tx.execute("UPDATE page SET etag = NULL, stale = 1", [])?;
        freeze(tx)?;
        self.set_cursor(tx, None)?;
        Ok(Continuation::Rewound { lost })
    }

    /// A number of this device was used by a change that is not ours (this file was copied, or
    /// restored from an old copy): go on as a new device.
    pub(crate) fn renew_device(
        &self,
        ids: &mut IdSource,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(Durability::Full, |tx| self.renumber(tx, ids.device(now)))
    }

    /// Numbers what is owed from 1 under `device`.
    fn renumber(&self, tx: &Connection, device: DeviceId) -> Result<(), StoreError> {
        self.set_device(tx, device)?;
        number_owed(tx, device, 1, 0)
    }

    /// The server cannot take this change in any way and has not stored it: it becomes a trouble
    /// of the person, and the rest is numbered from `next` on.
    pub(crate) fn set_aside(
        &self,
        id: ChangeId,
        problem: Problem,
        next: u64,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let answer = self.seal(&about_answer(id), &Outcome::Refused { problem })?;
        self.write(Durability::Full, |tx| {
            tx.prepare_cached(
                "UPDATE outbox SET state = ?2, owed = 0, answered_at = ?3, answer = ?4,
                 n = CASE WHEN n < ?5 THEN n END WHERE id = ?1",
            )?
            .execute((
                id.0.as_bytes().as_slice(),
                state::REFUSED,
                now.0,
                &answer,
                next,
            ))?;
            let device = self.device()?;
            number_owed(tx, device, next, 0)
        })
    }
}

/// Whether every number above `last_n` and below `next` is there.
fn is_gapless(
    tx: &Connection,
    device: DeviceId,
    last_n: u64,
    next: u64,
) -> Result<bool, StoreError> {
    let there: u64 = tx
        .prepare_cached("SELECT count(*) FROM outbox WHERE device = ?1 AND n > ?2")?
        .query_row((device.0.as_bytes().as_slice(), last_n), |row| row.get(0))?;
    Ok(there == next - 1 - last_n)
}

/// Numbers what is owed above a place from `first` on, in its order; not the entry that is open.
pub(super) fn number_owed(
    tx: &Connection,
    device: DeviceId,
    first: u64,
    above: i64,
) -> Result<(), StoreError> {
    let places: Vec<i64> = tx
        .prepare_cached(
            "SELECT place FROM outbox INDEXED BY outbox_owed
             WHERE owed AND state <> 'open' AND place > ?1 ORDER BY place",
        )?
        .query_map([above], |row| row.get(0))?
        .collect::<Result<_, _>>()?;
    // Two steps, so that no number is there twice in between.
    tx.prepare_cached("UPDATE outbox SET n = NULL WHERE owed AND place > ?1")?
        .execute([above])?;
    let mut number = tx.prepare_cached("UPDATE outbox SET device = ?1, n = ?2 WHERE place = ?3")?;
    for (n, place) in (first..).zip(places) {
        number.execute((device.0.as_bytes().as_slice(), n, place))?;
    }
    Ok(())
}
