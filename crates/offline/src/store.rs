//! The client's memory: one SQLite file for one account.
//!
//! Used synchronously on the thread of the screen; each call is well under a millisecond, but a
//! gesture that waits for the disk. Several windows may share one file.

mod cache;
mod damaged_log;
mod draft;
mod feed;
mod gestures;
mod grow;
mod identity;
mod orders;
mod outbox;
mod outside;
mod owed;
mod patch;
mod prune;
mod schema;
mod settle;
mod trouble;
mod undo;

pub use draft::{Draft, DraftKey, DraftKind, HomeworkDraft};
pub use gestures::Gesture;
pub(crate) use identity::bearer;
pub use identity::{Continuation, Identity, OtherWindows};
pub use orders::{ListOrder, ListOrders};
pub use outbox::{Queued, Unsettled};
pub use settle::{Kept, Settlement};
pub use trouble::{Letters, Resolution, Resolved, Trouble, TroubleKind};
pub use undo::Undone;

use self::gestures::Gestures;
use self::outside::Outside;
use crate::error::StoreError;
use crate::folder::AccountFolder;
use crate::id_source::IdSource;
use crate::seal::Sealer;
use journal::{PersonId, Timestamp};
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior};
use std::cell::{Cell, RefCell};
use std::path::PathBuf;
use std::time::Duration;

/// Commits after which the write-ahead log is worth folding in.
const COMMITS_TO_FOLD: u32 = 64;

/// The fact that counts the transactions of all windows which have changed what a window shows.
const MOVES: &str = "moves";
const COUNT_MOVE: &str = "INSERT INTO fact (name, value) VALUES (?1, 1)
     ON CONFLICT (name) DO UPDATE SET value = value + 1";

/// How certain a transaction is when it returns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Durability {
    /// On the disk: what a person made.
    Full,
    /// In the file, on the disk with the next full one: what the server can tell again.
    Relaxed,
}

/// The memory of one account.
pub struct Store {
    db: Connection,
    path: PathBuf,
    sealer: Box<dyn Sealer>,
    durability: Cell<Durability>,
    commits: Cell<u32>,
    /// How many of the moves that the file counts are this window's.
    moved: Cell<i64>,
    me: Cell<Option<PersonId>>,
    gestures: RefCell<Gestures>,
    /// An entry may still grow; at first, one that an earlier run has left open.
    is_open: Cell<bool>,
    outside: Outside,
    /// There is a copy of a log with a hole.
    is_damaged: Cell<bool>,
}

impl std::fmt::Debug for Store {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Store")
            .field("path", &self.path)
            .finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the memory of an account; makes it if there is none, with a new device id.
    ///
    /// # Errors
    /// A fault of the disk, a file that is not ours, a file of a newer program. With a hole in its
    /// write-ahead log it is opened, and [`Self::damaged_log`] has a copy.
    pub fn open(
        folder: &AccountFolder,
        sealer: Box<dyn Sealer>,
        ids: &mut IdSource,
        now: Timestamp,
    ) -> Result<Self, StoreError> {
        let path = folder.prepare()?;
        damaged_log::keep_damaged(&path).map_err(|error| StoreError::from(error).at(&path))?;
        let store = Self::open_file(path.clone(), sealer).map_err(|error| error.at(&path))?;
        store.is_damaged.set(damaged_log::copy_of(&path).is_file());
        store
            .begin_device(ids, now)
            .map_err(|error| error.at(&path))?;
        store.close_entry().map_err(|error| error.at(&path))?;
        Ok(store)
    }

    fn open_file(path: PathBuf, sealer: Box<dyn Sealer>) -> Result<Self, StoreError> {
        let mut db = Connection::open(&path)?;
        db.busy_timeout(Duration::from_secs(2))?;
        db.set_prepared_statement_cache_capacity(48);
        // The log is folded in when nobody types (see `fold`), so the limit that would fold it in
        // the middle of a gesture is far away.
        db.execute_batch(
            "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -192;
             PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY;
             PRAGMA secure_delete = ON;",
        )?;
        schema::migrate(&mut db)?;
        // Plans do not depend on bound values; else a statement is compiled anew at each binding.
        db.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
        Ok(Self {
            db,
            outside: Outside::of(&path),
            path,
            sealer,
            durability: Cell::new(Durability::Full),
            commits: Cell::new(0),
            moved: Cell::new(0),
            me: Cell::new(None),
            gestures: RefCell::default(),
            is_open: Cell::new(true),
            is_damaged: Cell::new(false),
        })
    }

    /// The copy of a write-ahead log of which a part could not be read: something that was typed may
    /// be missing here. Whoever has seen to that removes it before the next start, and so does signing
    /// out.
    pub fn damaged_log(&self) -> Option<PathBuf> {
        let is_damaged = self.is_damaged.get();
        is_damaged.then(|| damaged_log::copy_of(&self.path))
    }

    /// A number that is another one when another window has changed what pages, queue or conflicts
    /// here show. Its drafts, the orders of its lists and how far it has read the feed count for nothing.
    pub fn others_wrote(&self) -> Result<i64, StoreError> {
        self.read(|db| {
            let ask = "SELECT value FROM fact WHERE name = ?1";
            let mut ask = db.prepare_cached(ask)?;
            let moves = ask.query_row([MOVES], |row| row.get::<_, i64>(0));
            Ok(moves.optional()?.unwrap_or(0) - self.moved.get())
        })
    }

    /// Folds the write-ahead log into the file if it has grown; for moments when nobody types.
    pub fn fold(&self) -> Result<(), StoreError> {
        if self.commits.get() < COMMITS_TO_FOLD {
            return Ok(());
        }
        self.commits.set(0);
        self.read(|db| {
            db.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()))?;
            Ok(())
        })
    }

    /// Folds the whole write-ahead log into the file and empties it. Another window that reads at
    /// this moment leaves it to whoever closes the file last.
    fn fold_all(&self) -> Result<(), StoreError> {
        self.read(|db| {
            let busy = db.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
            if busy {
                tracing::info!("another window holds the log of the store");
            }
            Ok(())
        })
    }

    fn read<T>(
        &self,
        ask: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        ask(&self.db).map_err(|error| error.at(&self.path))
    }

    /// One transaction that may change what other windows show; an error leaves everything as it was.
    fn write<T>(
        &self,
        durability: Durability,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let written = self.write_unshown(durability, |tx| {
            let written = change(tx)?;
            tx.prepare_cached(COUNT_MOVE)?.execute([MOVES])?;
            Ok(written)
        })?;
        self.moved.set(self.moved.get() + 1);
        Ok(written)
    }

    /// One transaction that changes nothing which another window shows.
    fn write_unshown<T>(
        &self,
        durability: Durability,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        self.try_write(durability, change)
            .map_err(|error| error.at(&self.path))
    }

    fn try_write<T>(
        &self,
        durability: Durability,
        change: impl FnOnce(&Transaction<'_>) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        if self.durability.get() != durability {
            let level = match durability {
                Durability::Full => "FULL",
                Durability::Relaxed => "NORMAL",
            };
            self.db.pragma_update(None, "synchronous", level)?;
            self.durability.set(durability);
        }
        let tx = Transaction::new_unchecked(&self.db, TransactionBehavior::Immediate)?;
        let result = change(&tx)?;
        tx.commit()?;
        self.commits.set(self.commits.get().saturating_add(1));
        Ok(result)
    }

    fn seal(
        &self,
        about: &str,
        value: &(impl serde::Serialize + ?Sized),
    ) -> Result<Vec<u8>, StoreError> {
        Ok(self.sealer.seal(about, serde_json::to_vec(value)?)?)
    }

    fn unseal<T: serde::de::DeserializeOwned>(
        &self,
        about: &str,
        sealed: Vec<u8>,
    ) -> Result<T, StoreError> {
        Ok(serde_json::from_slice(&self.sealer.open(about, sealed)?)?)
    }
}

#[cfg(test)]
mod tests;
