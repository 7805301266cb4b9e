//! A transaction that cannot be forgotten: dropped half-way, whatever the reason, it takes its
//! connection with it, and the server rolls back.

use super::connect::ReplicationWarnings;
use super::fault::{at_commit, beside_commit};
use crate::store::StoreError;
use deadpool_postgres::{ClientWrapper, Object, Pool};
use futures_util::future::{BoxFuture, join, join_all};
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use tokio_postgres::{Error, Statement};

/// A connection of the pool.
pub type Link = ClientWrapper;

/// How long statements with COMMIT may take before their connection is given up. No cancel
/// request is ever sent on a writing connection: a cancelled commit lies.
const DEADLINE: Duration = Duration::from_secs(15);

/// How a transaction sees the database.
#[derive(Debug, Clone, Copy)]
pub enum Mode {
    /// Each statement sees what was committed before it.
    Write,
    /// All statements see the same moment.
    Snapshot,
}

/// A connection taken for a transaction.
pub struct Tx {
    link: Option<Object>,
    warnings: ReplicationWarnings,
    ended: AtomicBool,
}

/// A statement that is sent together with others and with COMMIT.
pub type Sent<'a> = BoxFuture<'a, Result<(), Error>>;

impl Tx {
    /// Takes a connection; nothing is sent.
    pub async fn take(pool: &Pool, warnings: &ReplicationWarnings) -> Result<Self, StoreError> {
        let link = Some(pool.get().await?);
        Ok(Self {
            link,
            warnings: ReplicationWarnings::clone(warnings),
            ended: AtomicBool::new(true),
        })
    }

    pub fn link(&self) -> Result<&Link, StoreError> {
        self.link
            .as_deref()
            .ok_or_else(|| StoreError::Failed("a lost connection".to_owned()))
    }

    /// BEGIN, together with the first statements. Whatever they need must be prepared already:
    /// all of them are sent before any is answered.
    pub async fn begin<T>(
        &self,
        mode: Mode,
        first: impl Future<Output = Result<T, StoreError>>,
    ) -> Result<T, StoreError> {
        let begin = match mode {
            Mode::Write => "BEGIN",
            Mode::Snapshot => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        };
        self.ended.store(false, Ordering::Relaxed);
        let (begun, first) = join(self.link()?.batch_execute(begin), first).await;
        begun?;
        first
    }

    /// Ends a transaction that wrote nothing.
    pub async fn abandon(&self) -> Result<(), StoreError> {
        self.link()?.batch_execute("ROLLBACK").await?;
        self.ended.store(true, Ordering::Relaxed);
        Ok(())
    }

    /// Sends some statements and COMMIT in one round trip.
    pub async fn commit(&self, writes: Vec<Sent<'_>>) -> Result<(), StoreError> {
        let before = self.warnings.load(Ordering::SeqCst);
        let both = join(join_all(writes), self.link()?.batch_execute("COMMIT"));
        let Ok((written, committed)) = tokio::time::timeout(DEADLINE, both).await else {
            return Err(StoreError::OutcomeUnknown(
                "no answer to COMMIT in time".to_owned(),
            ));
        };
        written
            .into_iter()
            .collect::<Result<(), _>>()
            .map_err(beside_commit)?;
        committed.map_err(|error| at_commit(&error))?;
        self.ended.store(true, Ordering::Relaxed);
        if self.warnings.load(Ordering::SeqCst) != before {
            let why = "the server warned during COMMIT".to_owned();
            return Err(StoreError::OutcomeUnknown(why));
        }
        Ok(())
    }
}

impl Drop for Tx {
    fn drop(&mut self) {
        if let Some(link) = self.link.take()
            && !self.ended.load(Ordering::Relaxed)
        {
            drop(Object::take(link));
        }
    }
}

/// A statement of this connection, prepared once.
pub async fn prepared(link: &Link, sql: &str) -> Result<Statement, StoreError> {
    Ok(link.prepare_cached(sql).await?)
}
