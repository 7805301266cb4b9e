//! SQLite: the embedded default. One writer thread that commits in groups, a few readers, WAL,
//! `synchronous=FULL`.

mod catch_panic;
mod cells;
mod changes;
mod connect;
mod file;
mod import;
mod link;
mod readers;
mod recent_sheets;
mod room;
mod writer;

use crate::batch::Prepared;
use crate::cache::PageCache;
use crate::cases::directory;
use crate::database::{Answer, Database, Shared};
use crate::directory::Directories;
use crate::intake::Intake;
use crate::sql::{Snapshot, Transaction};
use crate::store::{BatchOutcome, StoreError};
use file::DatabaseFile;
use futures_util::FutureExt;
use import::Bulk;
use journal::{SchoolId, ServerId};
use link::{SqliteLink, at_once};
use readers::Readers;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tokio::sync::watch;
use writer::{Writer, WriterContext};

/// Bytes of pages of lessons and of journals kept: an hour of a school.
const PAGE_BYTES: (usize, usize) = (8 * 1024 * 1024, 8 * 1024 * 1024);

/// How a database file is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SqliteOptions {
    /// Threads that read, at least 1.
    pub readers: usize,
}

impl Default for SqliteOptions {
    fn default() -> Self {
        Self { readers: 2 }
    }
}

/// A store in an SQLite file.
pub struct SqliteStore {
    path: PathBuf,
    shared: Arc<Shared>,
    writer: Writer,
    readers: Readers,
}

impl SqliteStore {
    /// Opens a database file; makes it if there is none.
    ///
    /// # Errors
    /// When the file cannot be opened, or is of a newer program.
    pub fn open(path: impl AsRef<Path>, options: SqliteOptions) -> Result<Self, StoreError> {
        let path = path.as_ref();
        let (connection, fresh) = connect::writer(path)?;
        let ask = "SELECT value FROM meta WHERE name = ?1";
        let id: [u8; 16] = connection.query_row(ask, ["server_id"], |row| row.get(0))?;
        let secret: [u8; 32] = connection.query_row(ask, ["secret"], |row| row.get(0))?;
        let readers = Readers::start(path, options.readers)?;
        let shared = Arc::new(Shared {
            id: ServerId(uuid::Uuid::from_bytes(id)),
            secret,
            directories: Directories::default(),
            pages: PageCache::new(PAGE_BYTES.0, PAGE_BYTES.1),
            notifier: Arc::default(),
        });
        let context = WriterContext {
            link: SqliteLink::new(connection),
            shared: Arc::clone(&shared),
            recent: recent_sheets::RecentSheets::default(),
            raised: Vec::new(),
            fresh,
            file: DatabaseFile::open(path)?,
            log_is_lost: false,
        };
        Ok(Self {
            path: path.to_owned(),
            writer: Writer::start(context)?,
            readers,
            shared,
        })
    }
}

impl SqliteStore {
    /// Whether a file is a database of ours and sound. It is only read, and may be in use.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn examine(path: impl AsRef<Path>) -> Result<(), StoreError> {
        connect::examine(path.as_ref())
    }
}

impl Database for SqliteStore {
    fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    async fn read<T: Send + 'static>(
        &self,
        question: impl for<'s> FnOnce(&'s dyn Snapshot) -> Answer<'s, T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.readers.read(question).await
    }

    async fn ask<T: Send + 'static>(
        &self,
        question: impl for<'s> Fn(&'s dyn Snapshot) -> Answer<'s, T> + Send + 'static,
    ) -> Result<T, StoreError> {
        match self.readers.quick(&question) {
            Some(answer) => answer,
            None => self.readers.read(question).await,
        }
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl for<'t> FnOnce(&'t dyn Transaction) -> Answer<'t, T> + Send + 'static,
    ) -> Result<T, StoreError> {
        self.writer
            .write(|context| at_once(work(&context.link)))
            .await
    }

    async fn note(
        &self,
        work: impl for<'t> FnOnce(&'t dyn Transaction) -> Answer<'t, ()> + Send + 'static,
    ) -> Result<(), StoreError> {
        self.writer
            .write_later(|context| at_once(work(&context.link)));
        Ok(())
    }

    async fn probe(&self) -> Result<(), StoreError> {
        let path = self.path.clone();
        tokio::task::spawn_blocking(move || room::for_a_batch(&path))
            .await
            .map_err(|e| StoreError::Failed(e.to_string()))??;
        let noted = "INSERT INTO meta (name, value) VALUES ('ping', randomblob(8)) \
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        self.write(|t| t.execute(noted, &[])).await
    }

    async fn load(&self, intake: Intake, over: Option<SchoolId>) -> Result<(), StoreError> {
        self.writer.bulk(Bulk::new(intake, over)).await
    }

    async fn apply(&self, batch: Prepared) -> Result<BatchOutcome, StoreError> {
        self.writer
            .write(move |context| changes::apply(context, &batch))
            .await
    }

    fn newest(&self, school: SchoolId) -> watch::Receiver<i64> {
        self.shared.notifier.watch(school, || {
            let counters = self
                .readers
                .quick(&|s: &dyn Snapshot| directory::counters(s, school).boxed());
            let counters = counters.and_then(Result::ok).flatten();
            counters.map_or(0, |counters| counters.seq)
        })
    }

    async fn close(&self) {
        self.readers.close();
        self.writer.close().await;
    }
}

#[cfg(test)]
mod tests;
