//! PostgreSQL: the district. One round trip to read, one to write a batch; the school's counter
//! is locked first, nothing is waited for inside the transaction that is not its own.

mod batch_queue;
mod cells;
mod changes;
mod connect;
mod fault;
mod gather;
mod import;
mod link;
mod log_rows;
mod recent_sheets;
mod stamp_batcher;
mod tls;
mod tx;
mod watcher;

use crate::batch::Prepared;
use crate::cache::{PageCache, Stamp};
use crate::database::{Answer, Database, Shared};
use crate::directory::Directories;
use crate::intake::Intake;
use crate::sql::{Snapshot, Transaction};
use crate::store::{BatchOutcome, StoreError};
use batch_queue::BatchQueue;
use journal::{SchoolId, ServerId};
use link::PgLink;
use stamp_batcher::StampBatcher;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tx::Mode;
use watcher::Watcher;

/// Bytes of pages of lessons and of journals kept: an hour of a small district.
const PAGE_BYTES: (usize, usize) = (64 * 1024 * 1024, 64 * 1024 * 1024);

/// How a PostgreSQL database is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PgOptions {
    /// Connections at most. About twice the server's cores and two is as fast as more.
    pub connections: usize,
    /// How long a request waits for a free connection.
    pub patience: Duration,
}

impl Default for PgOptions {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self {
            connections: cores * 2 + 2,
            patience: Duration::from_secs(2),
        }
    }
}

/// A store in a PostgreSQL database.
pub struct PgStore {
    shared: Arc<Shared>,
    queue: Arc<BatchQueue>,
    stamps: StampBatcher,
    watcher: Watcher,
}

impl PgStore {
    /// Connects and brings the schema up to this program's.
    ///
    /// # Errors
    /// When the database cannot be reached, is of a newer program, or its address asks for a line
    /// that cannot be had.
    pub async fn connect(url: &str, options: PgOptions) -> Result<Self, StoreError> {
        let (pool, warnings) = connect::pool(url, options)?;
        connect::migrate(&pool).await?;
        let link = pool.get().await?;
        let ask = "SELECT value FROM meta WHERE name = $1";
        let id = link.query_one(ask, &[&"server_id"]).await?;
        let id = uuid::Uuid::from_slice(id.try_get(0)?)
            .map_err(|e| StoreError::Failed(e.to_string()))?;
        let secret = link.query_one(ask, &[&"secret"]).await?;
        let secret: &[u8] = secret.try_get(0)?;
        let secret = secret
            .try_into()
            .map_err(|_| StoreError::Failed("the secret is not of 32 bytes".to_owned()))?;
        drop(link);
        let shared = Arc::new(Shared {
            id: ServerId(id),
            secret,
            directories: Directories::default(),
            pages: PageCache::new(PAGE_BYTES.0, PAGE_BYTES.1),
            notifier: Arc::default(),
        });
        let watcher = Watcher::start(pool.clone(), Arc::clone(&shared.notifier));
        Ok(Self {
            stamps: StampBatcher::new(pool.clone()),
            queue: Arc::new(BatchQueue::new(pool, warnings, Arc::clone(&shared))),
            shared,
            watcher,
        })
    }

    async fn take(&self, mode: Option<Mode>) -> Result<PgLink, StoreError> {
        PgLink::take(&self.queue.pool, &self.queue.warnings, mode).await
    }
}

impl Database for PgStore {
    fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    async fn read<T: Send + 'static>(
        &self,
        question: impl for<'s> FnOnce(&'s dyn Snapshot) -> Answer<'s, T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let link = self.take(Some(Mode::Snapshot)).await?;
        let answer = question(&link).await?;
        link.abandon().await?;
        Ok(answer)
    }

    async fn ask<T: Send + 'static>(
        &self,
        question: impl for<'s> Fn(&'s dyn Snapshot) -> Answer<'s, T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let link = self.take(None).await?;
        question(&link).await
    }

    async fn write<T: Send + 'static>(
        &self,
        work: impl for<'t> FnOnce(&'t dyn Transaction) -> Answer<'t, T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let link = self.take(Some(Mode::Write)).await?;
        let answer = work(&link).await?;
        link.commit().await?;
        Ok(answer)
    }

    async fn note(
        &self,
        work: impl for<'t> FnOnce(&'t dyn Transaction) -> Answer<'t, ()> + Send + 'static,
    ) -> Result<(), StoreError> {
        self.write(work).await
    }

    async fn stamp(&self, school: SchoolId, stream: i64) -> Result<Option<Stamp>, StoreError> {
        self.stamps.of((school, stream)).await
    }

    async fn probe(&self) -> Result<(), StoreError> {
        let noted = "INSERT INTO meta (name, value) VALUES ('ping', uuid_send(gen_random_uuid())) \
                     ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        Ok(self.queue.pool.get().await?.batch_execute(noted).await?)
    }

    async fn load(&self, intake: Intake, over: Option<SchoolId>) -> Result<(), StoreError> {
        import::load(&self.queue.pool, &self.queue.warnings, &intake, over).await
    }

    async fn apply(&self, batch: Prepared) -> Result<BatchOutcome, StoreError> {
        self.queue.apply(batch).await
    }

    fn newest(&self, school: SchoolId) -> watch::Receiver<i64> {
        let receiver = self.shared.notifier.watch(school, || 0);
        self.watcher.look();
        receiver
    }

    async fn close(&self) {
        self.watcher.stop();
        self.queue.pool.close();
    }
}
