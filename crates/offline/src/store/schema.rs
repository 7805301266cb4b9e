//! The tables and how older ones become them. A migration that was released is never edited.

use crate::error::{StoreError, StoreFault};
use rusqlite::Connection;

/// Each takes the schema from its index to the next version.
const MIGRATIONS: [&str; 1] = [FIRST];

const FIRST: &str = "
CREATE TABLE fact (
    name TEXT PRIMARY KEY,
    value BLOB NOT NULL
) WITHOUT ROWID;

-- A page as the server gave it. What came later lies in patches: those whose arrival is above
-- patched_from belong on top, in the order of seq.
CREATE TABLE page (
    key TEXT PRIMARY KEY,
    etag TEXT,
    journal INTEGER,
    fetched_at INTEGER NOT NULL,
    patched_from INTEGER NOT NULL,
    stale INTEGER NOT NULL DEFAULT 0,
    body BLOB NOT NULL
);
CREATE INDEX page_journal ON page (journal);
-- sheet, here and below: lesson/5, term/3/2.
CREATE TABLE page_sheet (
    sheet TEXT NOT NULL,
    page TEXT NOT NULL REFERENCES page (key),
    PRIMARY KEY (sheet, page)
) WITHOUT ROWID;
CREATE INDEX page_sheet_page ON page_sheet (page);

-- frozen: of a server that has since been restored from a backup; its numbers are used again.
CREATE TABLE patch (
    arrival INTEGER PRIMARY KEY AUTOINCREMENT,
    frozen INTEGER NOT NULL DEFAULT 0,
    seq INTEGER NOT NULL UNIQUE,
    sheet TEXT NOT NULL,
    body BLOB NOT NULL
);
CREATE INDEX patch_sheet ON patch (sheet);

-- Our changes in the order in which they were made. owed: the server has to be told (again).
-- sent: the server may have it; none but the last of what is owed are not, and only those may be
-- taken out again.
-- A row whose change can no longer be told keeps its place without a body.
-- The newest row that was answered is never pruned, so that numbers go on from it.
CREATE TABLE outbox (
    place INTEGER PRIMARY KEY,
    device BLOB NOT NULL,
    n INTEGER,
    id BLOB NOT NULL UNIQUE,
    gesture BLOB NOT NULL,
    sheet TEXT NOT NULL,
    suspect INTEGER NOT NULL,
    state TEXT NOT NULL,
    owed INTEGER NOT NULL,
    sent INTEGER NOT NULL DEFAULT 0,
    answered_at INTEGER,
    body BLOB,
    answer BLOB,
    UNIQUE (device, n)
);
-- Both are small while the table is long: ask with INDEXED BY, the planner would rather read the
-- table in its order.
CREATE INDEX outbox_owed ON outbox (sheet, place) WHERE owed;
CREATE INDEX outbox_trouble ON outbox (sheet, place)
    WHERE state IN ('conflict', 'held', 'refused');

-- The file is of one person at one school, so a draft's key need not name them. sheet '': of a form
-- that writes into none.
CREATE TABLE draft (
    sheet TEXT NOT NULL,
    kind TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (sheet, kind)
) WITHOUT ROWID;
";

/// Brings the file to this program's schema.
pub(super) fn migrate(db: &mut Connection) -> Result<(), StoreError> {
    let found: usize = db.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if found == MIGRATIONS.len() {
        return Ok(());
    }
    if found > MIGRATIONS.len() {
        let detail = format!("schema {found}, this program knows {}", MIGRATIONS.len());
        return Err(StoreError::new(StoreFault::NewerSchema, detail));
    }
    let tx = db.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    // Another window may have done it while this one waited for the lock.
    let found: usize = tx.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    for migration in MIGRATIONS.iter().skip(found) {
        tx.execute_batch(migration)?;
    }
    tx.pragma_update(None, "user_version", MIGRATIONS.len())?;
    tx.commit()?;
    Ok(())
}
