//! What of a database is not the same for both, and the store that stands on it.

mod accounts;
mod breaches;
mod journals;
mod register;
mod use_cases;

pub use accounts::Accounts;
pub use breaches::Breaches;
pub use journals::Journals;
pub use register::Registers;

use crate::batch::Prepared;
use crate::bundle::Bundle;
use crate::cache::{PageCache, Stamp};
use crate::cases::{directory, pages};
use crate::change_notifier::ChangeNotifier;
use crate::directory::{Directories, Directory};
use crate::intake::Intake;
use crate::sql::{Snapshot, Transaction};
use crate::store::{BatchOutcome, Imported, StoreError};
use async_trait::async_trait;
use futures_util::FutureExt;
use futures_util::future::BoxFuture;
use journal::{SchoolId, ServerId};
use std::sync::Arc;
use tokio::sync::watch;

/// What becomes of a question.
pub type Answer<'s, T> = BoxFuture<'s, Result<T, StoreError>>;

/// What all transactions of a store share: its identity and what is remembered of the data, always
/// proved against the database before it is used.
pub struct Shared {
    /// Made when the database was.
    pub id: ServerId,
    /// See [`Store::secret`].
    pub secret: [u8; 32],
    pub directories: Directories,
    pub pages: PageCache,
    pub notifier: Arc<ChangeNotifier>,
}

#[cfg(test)]
impl Shared {
    /// Of a database that no test asks about.
    pub fn empty() -> Self {
        Self {
            id: ServerId(uuid::Uuid::nil()),
            secret: [0; 32],
            directories: Directories::default(),
            pages: PageCache::new(0, 0),
            notifier: Arc::default(),
        }
    }
}

/// A database: transactions for use cases, and the paths that measurement keeps apart.
pub trait Database: Send + Sync + 'static {
    /// What its transactions share.
    fn shared(&self) -> &Arc<Shared>;

    /// Asks in one snapshot.
    fn read<T: Send + 'static>(
        &self,
        question: impl for<'s> FnOnce(&'s dyn Snapshot) -> Answer<'s, T> + Send + 'static,
    ) -> impl Future<Output = Result<T, StoreError>> + Send;

    /// Asks what one indexed statement answers, by the shortest way.
    fn ask<T: Send + 'static>(
        &self,
        question: impl for<'s> Fn(&'s dyn Snapshot) -> Answer<'s, T> + Send + 'static,
    ) -> impl Future<Output = Result<T, StoreError>> + Send;

    /// Works in one transaction; the answer comes after it is committed.
    fn write<T: Send + 'static>(
        &self,
        work: impl for<'t> FnOnce(&'t dyn Transaction) -> Answer<'t, T> + Send + 'static,
    ) -> impl Future<Output = Result<T, StoreError>> + Send;

    /// Works when there is time; it may be left out when there is none.
    fn note(
        &self,
        work: impl for<'t> FnOnce(&'t dyn Transaction) -> Answer<'t, ()> + Send + 'static,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// What pages of a stream are built from now; none if there is no such school.
    fn stamp(
        &self,
        school: SchoolId,
        stream: i64,
    ) -> impl Future<Output = Result<Option<Stamp>, StoreError>> + Send {
        self.ask(move |s| pages::stamp(s, school, stream).boxed())
    }

    /// Writes a row, so that a full disk is noticed.
    fn probe(&self) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Loads a school, perhaps in place of a blank one.
    fn load(
        &self,
        intake: Intake,
        over: Option<SchoolId>,
    ) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Judges and applies a batch.
    fn apply(
        &self,
        batch: Prepared,
    ) -> impl Future<Output = Result<BatchOutcome, StoreError>> + Send;

    /// See [`journals::Journals::newest`].
    fn newest(&self, school: SchoolId) -> watch::Receiver<i64>;

    /// See [`Store::close`].
    fn close(&self) -> impl Future<Output = ()> + Send;
}

/// The directory of a school now.
async fn directory_now(
    database: &impl Database,
    school: SchoolId,
) -> Result<Option<Arc<Directory>>, StoreError> {
    let shared = Arc::clone(database.shared());
    let found = database
        .read(move |s| async move { directory::now(s, &shared.directories, school).await }.boxed());
    Ok(found.await?.map(|(directory, _)| directory))
}

async fn load(
    database: &impl Database,
    bundle: Bundle,
    over: Option<SchoolId>,
) -> Result<Imported, StoreError> {
    let mut intake = tokio::task::spawn_blocking(move || Intake::new(bundle))
        .await
        .map_err(|e| StoreError::Failed(e.to_string()))??;
    if over.is_some() {
        intake.directory.follow_another();
    }
    let (imported, school, seq) = (
        intake.imported,
        intake.directory.school.id,
        intake.last_seq(),
    );
    database.load(intake, over).await?;
    database.shared().notifier.raise(school, seq);
    Ok(imported)
}

/// The server's memory.
#[async_trait]
pub trait Store: Journals + Accounts + Breaches + Registers {
    /// The identity of these data, made when the database was.
    async fn server_id(&self) -> Result<ServerId, StoreError>;

    /// A secret of these data, random and made when they were or when they were first opened by a
    /// program that knows of it; the same for every process that serves them.
    async fn secret(&self) -> Result<[u8; 32], StoreError>;

    /// Whether the database works just now: whoever reads answers, whoever writes commits a row,
    /// and beside a file of SQLite there is room for what one batch may add to it.
    async fn ping(&self) -> Result<(), StoreError>;

    /// Writes out what is waiting and closes; later questions fail.
    async fn close(&self);
}

#[async_trait]
impl<D: Database> Store for D {
    async fn server_id(&self) -> Result<ServerId, StoreError> {
        Ok(self.shared().id)
    }

    async fn secret(&self) -> Result<[u8; 32], StoreError> {
        Ok(self.shared().secret)
    }

    async fn ping(&self) -> Result<(), StoreError> {
        self.read(|s| directory::schools(s).boxed()).await?;
        self.probe().await
    }

    async fn close(&self) {
        Database::close(self).await;
    }
}
