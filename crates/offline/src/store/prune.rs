//! What may go: old pages, patches that no page needs, changes the server has had for long.

use super::{Durability, Store};
use crate::error::StoreError;
use chrono::TimeDelta;
use journal::Timestamp;

/// Pages not fetched for so many days go.
const PAGE_DAYS: i64 = 14;
/// Changes are kept so many days after the answer, for a server restored from a backup.
const CHANGE_DAYS: i64 = 7;
/// Their empty places, which say which sheets they belonged to, so many.
const PLACE_DAYS: i64 = 90;
/// Patches that are kept whatever the pages need.
const PATCHES: i64 = 500;

impl Store {
    /// Lets go of what is old. Never of anything that has not reached the server or that a
    /// person has to look at, nor of the pages it belongs to.
    pub fn prune(&self, now: Timestamp) -> Result<(), StoreError> {
        let before = |days: i64| now.plus(TimeDelta::days(-days)).0;
        self.write(Durability::Relaxed, |tx| {
            tx.execute_batch("CREATE TEMP TABLE IF NOT EXISTS gone (key TEXT PRIMARY KEY)")?;
            tx.execute("DELETE FROM gone", [])?;
            tx.execute(
                "INSERT INTO gone SELECT key FROM page WHERE fetched_at < ?1 AND NOT EXISTS (
                     SELECT 1 FROM page_sheet JOIN outbox USING (sheet)
                     WHERE page = key
                     AND (owed OR state IN ('conflict', 'held', 'refused')))",
                [before(PAGE_DAYS)],
            )?;
            tx.execute(
                "DELETE FROM page_sheet WHERE page IN (SELECT key FROM gone)",
                [],
            )?;
            tx.execute("DELETE FROM page WHERE key IN (SELECT key FROM gone)", [])?;
            tx.execute(
                "DELETE FROM patch WHERE arrival <= (SELECT max(arrival) FROM patch) - ?1
                 AND NOT EXISTS (
                     SELECT 1 FROM page_sheet JOIN page ON key = page
                     WHERE page_sheet.sheet = patch.sheet AND patched_from < arrival)",
                [PATCHES],
            )?;
            tx.execute(
                "UPDATE outbox SET body = NULL, answer = NULL
                 WHERE body IS NOT NULL AND NOT owed AND state IN ('applied', 'closed')
                 AND answered_at < ?1",
                [before(CHANGE_DAYS)],
            )?;
            tx.execute(
                "DELETE FROM outbox WHERE body IS NULL AND answered_at < ?1
                 AND place < (SELECT max(place) FROM outbox WHERE NOT owed)",
                [before(PLACE_DAYS)],
            )?;
            Ok(())
        })
    }
}
