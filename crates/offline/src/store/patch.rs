//! Accepted changes that lie on the pages that were fetched before them.

use super::Store;
use crate::error::StoreError;
use journal::view::Logged;
use journal::{Change, Edit, PersonId, PersonName, SheetId, Timestamp};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};

/// An accepted change.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Patch {
    pub writer: PersonId,
    /// The name of the writer; none of a change made on this machine: it is one's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<PersonName>,
    /// When it came to the server; of a change made on this machine when it was answered, by the
    /// corrected clock.
    pub received_at: Timestamp,
    /// As the server's sheet holds it.
    pub change: Change,
}

impl Patch {
    /// What the feed tells. No roll call is signed for later than it came.
    pub fn told(logged: &Logged) -> Self {
        let mut change = logged.change.clone();
        if signs(&change) {
            change.made_at = change.made_at.min(logged.received_at);
        }
        Self {
            writer: logged.by,
            name: Some(logged.by_name.clone()),
            received_at: logged.received_at,
            change,
        }
    }
}

impl Store {
    /// Lays an accepted change on the pages that show its sheet; answers whether it is new.
    ///
    /// It and the later ones of the sheet arrive anew: a page that was fetched in between gets
    /// this one on top again, and needs the later ones above it.
    pub(super) fn patch(
        &self,
        tx: &Connection,
        seq: i64,
        patch: &Patch,
    ) -> Result<bool, StoreError> {
        let sheet = patch.change.sheet.to_string();
        let shown: bool = tx
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM page_sheet WHERE sheet = ?1)")?
            .query_row([&sheet], |row| row.get(0))?;
        if !shown {
            return Ok(false);
        }
        if self.lies_above(tx, seq, patch)? {
            return Ok(false);
        }
        let known = tx
            .prepare_cached("DELETE FROM patch WHERE seq = ?1 RETURNING frozen")?
            .query_row([seq], |row| row.get(0))
            .optional()?
            .is_some_and(|frozen: bool| !frozen);
        let body = self.seal(&about(seq), patch)?;
        tx.prepare_cached("INSERT INTO patch (seq, sheet, body) VALUES (?1, ?2, ?3)")?
            .execute((seq, &sheet, body))?;
        let later: Vec<i64> = tx
            .prepare_cached("SELECT seq FROM patch WHERE sheet = ?1 AND seq > ?2 AND NOT frozen")?
            .query_map((&sheet, seq), |row| row.get(0))?
            .collect::<Result<_, _>>()?;
        for later in later {
            let arrival = newest_arrival(tx)? + 1;
            tx.prepare_cached("UPDATE patch SET arrival = ?1 WHERE seq = ?2")?
                .execute((arrival, later))?;
        }
        if !known {
            age_lists(tx, &sheet)?;
        }
        Ok(!known)
    }

    /// Whether exactly this lies on every page that shows its sheet. Each change of our own comes
    /// back in the feed: nothing is written for it a second time, which the next one that has to
    /// be on the disk would wait for.
    fn lies_above(&self, tx: &Connection, seq: i64, patch: &Patch) -> Result<bool, StoreError> {
        let known: Option<Vec<u8>> = tx
            .prepare_cached(
                "SELECT body FROM patch WHERE seq = ?1 AND NOT frozen
                 AND NOT EXISTS (
                     SELECT 1 FROM page_sheet JOIN page ON key = page
                     WHERE page_sheet.sheet = patch.sheet AND patched_from >= arrival)",
            )?
            .query_row([seq], |row| row.get(0))
            .optional()?;
        let known = known.map(|body| self.unseal::<Patch>(&about(seq), body));
        Ok(known.transpose()?.is_some_and(|known| {
            // Of our own this machine has dated the arrival, and the feed adds one's own name.
            known.writer == patch.writer && known.change == patch.change
        }))
    }

    /// How far the patches reach; to be read before a page is asked for.
    pub(crate) fn newest_patch(&self) -> Result<i64, StoreError> {
        self.read(newest_arrival)
    }

    /// The patches of a sheet after a place in the server's log.
    pub(super) fn patches_since(&self, sheet: SheetId, seq: i64) -> Result<Vec<Patch>, StoreError> {
        self.read(|db| {
            let mut ask = db.prepare_cached(
                "SELECT seq, body FROM patch WHERE sheet = ?1 AND seq > ?2 AND NOT frozen",
            )?;
            let mut rows = ask.query((sheet.to_string(), seq))?;
            let mut patches = Vec::new();
            while let Some(row) = rows.next()? {
                let seq: i64 = row.get(0)?;
                patches.push(self.unseal(&about(seq), row.get(1)?)?);
            }
            Ok(patches)
        })
    }

    /// The patches that belong on top of a page, in the order of the server's commits.
    pub(super) fn patches_on(
        &self,
        page: &str,
        patched_from: i64,
    ) -> Result<Vec<Patch>, StoreError> {
        self.read(|db| {
            let mut ask = db.prepare_cached(
                "SELECT seq, body FROM patch
                 WHERE sheet IN (SELECT sheet FROM page_sheet WHERE page = ?1) AND arrival > ?2
                 ORDER BY frozen DESC, seq",
            )?;
            let mut rows = ask.query((page, patched_from))?;
            let mut patches = Vec::new();
            while let Some(row) = rows.next()? {
                let seq: i64 = row.get(0)?;
                patches.push(self.unseal(&about(seq), row.get(1)?)?);
            }
            Ok(patches)
        })
    }
}

fn about(seq: i64) -> String {
    format!("patch/{seq}")
}

fn newest_arrival(db: &Connection) -> Result<i64, StoreError> {
    let mut ask = db.prepare_cached(
        "SELECT max(coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'patch'), 0),
                    coalesce((SELECT max(arrival) FROM patch), 0))",
    )?;
    Ok(ask.query_row([], |row| row.get(0))?)
}

/// The patches of a server that remembered more stay where they lie and go nowhere else.
pub(super) fn freeze(tx: &Connection) -> Result<(), StoreError> {
    tx.execute("UPDATE patch SET frozen = 1", [])?;
    Ok(())
}

/// A day's list counts what its lessons hold; only the server composes what is still missing.
fn age_lists(tx: &Connection, sheet: &str) -> Result<(), StoreError> {
    tx.prepare_cached(
        "UPDATE page SET stale = 1 WHERE NOT stale AND key IN
         (SELECT page FROM page_sheet WHERE sheet = ?1 AND page LIKE 'today/%')",
    )?
    .execute([sheet])?;
    Ok(())
}

/// Whether a change signs a roll call.
pub(super) fn signs(change: &Change) -> bool {
    matches!(&change.edit, Edit::RollCall { step } if step.new)
}
