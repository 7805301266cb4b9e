//! The one writer: a thread that drains a bounded queue and commits waiting jobs in groups.
//!
//! Each job has a savepoint, so that one bad job cannot fail its neighbours; nobody is answered
//! before COMMIT has returned.

use super::hot::HotLessons;
use super::import::Bulk;
use super::link::SqliteLink;
use super::shield::shielded;
use crate::database::Known;
use crate::store::StoreError;
use journal::SchoolId;
use rusqlite::{Connection, ErrorCode};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};

/// Jobs in one COMMIT at most.
const GROUP: usize = 64;
/// Jobs that may wait.
const QUEUE: usize = 1024;
/// How long a job waits for room in the queue.
const QUEUE_PATIENCE: Duration = Duration::from_secs(2);

/// What a job works with.
pub struct Desk {
    pub link: SqliteLink,
    pub known: Arc<Known>,
    /// Sheets of lessons that were written to lately.
    pub hot: HotLessons,
    /// Schools whose counters this group has raised.
    pub raised: Vec<(SchoolId, i64)>,
    /// Whether the database was made by this process and nothing was written to it yet.
    pub fresh: bool,
}

trait Job: Send {
    fn run(&mut self, desk: &mut Desk) -> bool;
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

struct Task<F, T> {
    work: Option<F>,
    done: Option<Result<T, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Job for Task<F, T>
where
    F: FnOnce(&mut Desk) -> Result<T, StoreError> + Send,
    T: Send,
{
    fn run(&mut self, desk: &mut Desk) -> bool {
        self.done = self.work.take().map(|work| shielded(|| work(desk)));
        matches!(self.done, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let done = self
            .done
            .unwrap_or_else(|| Err(StoreError::Busy("not begun".to_owned())));
        let answer = match (done, committed) {
            (Ok(_), Err(error)) => Err(error),
            (done, _) => done,
        };
        // Who asked may have gone; the work is done all the same.
        let _ = self.reply.send(answer);
    }
}

enum Order {
    Grouped(Box<dyn Job>),
    Bulk(Box<Bulk>),
    Close(oneshot::Sender<()>),
}

/// The way to the writer thread.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Order>,
}

impl Writer {
    /// Starts the thread.
    pub fn start(desk: Desk) -> Result<Self, StoreError> {
        let (queue, orders) = mpsc::channel(QUEUE);
        std::thread::Builder::new()
            .name("sqlite-writer".to_owned())
            .spawn(move || serve(desk, orders))
            .map_err(|e| StoreError::Failed(e.to_string()))?;
        Ok(Self { queue })
    }

    /// Does `work` in a transaction; the answer comes after COMMIT.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<T, StoreError> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let task = Task {
            work: Some(work),
            done: None,
            reply,
        };
        self.send(Order::Grouped(Box::new(task))).await?;
        answer.await.map_err(|_| lost())?
    }

    /// Does `work` some time, if there is room in the queue; nobody waits for it.
    pub fn write_later(
        &self,
        work: impl FnOnce(&mut Desk) -> Result<(), StoreError> + Send + 'static,
    ) {
        let (reply, _) = oneshot::channel();
        let task = Task {
            work: Some(work),
            done: None,
            reply,
        };
        if self.queue.try_send(Order::Grouped(Box::new(task))).is_err() {
            tracing::debug!("no room in the queue for a note");
        }
    }

    /// Does a bulk load alone.
    pub async fn bulk(&self, bulk: Bulk) -> Result<(), StoreError> {
        let (reply, answer) = oneshot::channel();
        self.send(Order::Bulk(Box::new(bulk.answering(reply))))
            .await?;
        answer.await.map_err(|_| lost())?
    }

    /// Writes out what is waiting and ends the thread.
    pub async fn close(&self) {
        let (reply, answer) = oneshot::channel();
        if self.send(Order::Close(reply)).await.is_ok() {
            // An error means that the thread has ended already.
            let _ = answer.await;
        }
    }

    async fn send(&self, order: Order) -> Result<(), StoreError> {
        use mpsc::error::SendTimeoutError;
        self.queue
            .send_timeout(order, QUEUE_PATIENCE)
            .await
            .map_err(|error| match error {
                SendTimeoutError::Timeout(_) => StoreError::Busy("the writer is behind".to_owned()),
                SendTimeoutError::Closed(_) => StoreError::Failed("the store is closed".to_owned()),
            })
    }
}

fn lost() -> StoreError {
    StoreError::OutcomeUnknown("the writer has ended".to_owned())
}

fn serve(mut desk: Desk, mut orders: mpsc::Receiver<Order>) {
    let mut waiting = orders.blocking_recv();
    while let Some(order) = waiting.take() {
        match order {
            Order::Grouped(first) => waiting = group(&mut desk, first, &mut orders),
            Order::Bulk(bulk) => load(&mut desk, *bulk),
            Order::Close(reply) => {
                orders.close();
                let flushed = desk
                    .link
                    .lock()
                    .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)");
                if let Err(error) = flushed {
                    tracing::warn!(%error, "the last checkpoint failed; the log keeps the rows");
                }
                drop(desk);
                // Who asked may have gone.
                let _ = reply.send(());
                return;
            }
        }
        if waiting.is_none() {
            waiting = orders.blocking_recv();
        }
    }
}

/// Runs a bulk load. Whatever becomes of it, the writer goes on without an open transaction.
fn load(desk: &mut Desk, bulk: Bulk) {
    let survived = shielded(|| {
        bulk.run(desk);
        Ok(())
    });
    if survived.is_ok() {
        return;
    }
    desk.hot.forget();
    let open = !desk.link.lock().is_autocommit();
    if open && let Err(error) = execute(&desk.link.lock(), "ROLLBACK") {
        tracing::error!(%error, "a failed load cannot be rolled back");
    }
}

/// Runs a job and those that wait behind it, commits, answers. Returns the order that ended the
/// group because it cannot be part of one.
fn group(
    desk: &mut Desk,
    first: Box<dyn Job>,
    orders: &mut mpsc::Receiver<Order>,
) -> Option<Order> {
    if let Err(error) = begin(desk) {
        first.answer(Err(error));
        return None;
    }
    let mut done: Vec<Box<dyn Job>> = Vec::with_capacity(GROUP);
    let mut next = Some(first);
    let mut after = None;
    let mut sound = Ok(());
    while let Some(mut job) = next.take() {
        sound = run(desk, job.as_mut());
        done.push(job);
        if sound.is_ok() && done.len() < GROUP {
            match orders.try_recv() {
                Ok(Order::Grouped(job)) => next = Some(job),
                Ok(other) => after = Some(other),
                Err(_) => {}
            }
        }
    }
    let committed = match sound {
        Ok(()) => commit(desk),
        Err(error) => Err(abandon(desk, &error)),
    };
    let raised = std::mem::take(&mut desk.raised);
    if committed.is_ok() {
        raised
            .into_iter()
            .for_each(|(school, seq)| desk.known.pokes.raise(school, seq));
    }
    for job in done {
        job.answer(match &committed {
            Ok(()) => Ok(()),
            Err(StoreError::Busy(why)) => Err(StoreError::Busy(why.clone())),
            Err(StoreError::OutcomeUnknown(why)) => Err(StoreError::OutcomeUnknown(why.clone())),
            Err(other) => Err(StoreError::Failed(other.to_string())),
        });
    }
    after
}

fn begin(desk: &mut Desk) -> Result<(), StoreError> {
    execute(&desk.link.lock(), "BEGIN IMMEDIATE")?;
    desk.fresh = false;
    // Another process may have written: what is remembered of the rows is no longer sure.
    let version: i64 = desk
        .link
        .lock()
        .prepare_cached("PRAGMA data_version")?
        .query_row([], |row| row.get(0))?;
    desk.hot.valid_at(version);
    Ok(())
}

/// Runs a job in its savepoint. An error is the group's, not the job's: a full disk and the like
/// end the whole transaction by themselves, and what came after would be committed alone.
fn run(desk: &mut Desk, job: &mut dyn Job) -> Result<(), StoreError> {
    execute(&desk.link.lock(), "SAVEPOINT job")?;
    let raised = desk.raised.len();
    if !job.run(desk) {
        desk.raised.truncate(raised);
        desk.hot.forget();
        execute(&desk.link.lock(), "ROLLBACK TO job")?;
    }
    execute(&desk.link.lock(), "RELEASE job")
}

fn commit(desk: &mut Desk) -> Result<(), StoreError> {
    let Err(error) = desk
        .link
        .lock()
        .prepare_cached("COMMIT")
        .and_then(|mut s| s.execute([]))
    else {
        return Ok(());
    };
    roll_back(desk);
    match error.sqlite_error_code() {
        // The log may or may not have been synced with the last frame in it.
        Some(ErrorCode::SystemIoFailure) => Err(StoreError::OutcomeUnknown(error.to_string())),
        _ => Err(error.into()),
    }
}

/// Gives a group up of which nothing can be committed: everyone is to come again.
fn abandon(desk: &mut Desk, error: &StoreError) -> StoreError {
    tracing::error!(%error, "a savepoint failed, and its group with it");
    roll_back(desk);
    StoreError::Busy("the transaction was rolled back".to_owned())
}

fn roll_back(desk: &mut Desk) {
    desk.hot.forget();
    // One may have been read after an amendment of the group.
    desk.known.directories.forget();
    let open = !desk.link.lock().is_autocommit();
    if open && let Err(error) = execute(&desk.link.lock(), "ROLLBACK") {
        tracing::error!(%error, "a failed transaction cannot be rolled back");
    }
}

fn execute(connection: &Connection, sql: &str) -> Result<(), StoreError> {
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sqlite::connect;

    fn writer(dir: &std::path::Path) -> Writer {
        let (connection, fresh) = connect::writer(&dir.join("school.db")).unwrap();
        let desk = Desk {
            link: SqliteLink::new(connection),
            known: Arc::new(Known::empty()),
            hot: HotLessons::default(),
            raised: Vec::new(),
            fresh,
        };
        Writer::start(desk).unwrap()
    }

    fn note(desk: &Desk, name: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO meta (name, value) VALUES (?1, x'00')";
        desk.link.lock().execute(sql, [name])?;
        Ok(())
    }

    async fn noted(writer: &Writer) -> String {
        let noted = writer.write(|desk| {
            let sql = "SELECT group_concat(name) FROM (SELECT name FROM meta \
                       WHERE name IN ('before', 'lost', 'after') ORDER BY name)";
            Ok(desk.link.lock().query_row(sql, [], |row| row.get(0))?)
        });
        noted.await.unwrap()
    }

    #[tokio::test]
    async fn a_job_that_panics_fails_alone() {
        let dir = tempfile::tempdir().unwrap();
        let writer = writer(dir.path());
        let (before, panicked, after) = tokio::join!(
            writer.write(|desk| note(desk, "before")),
            writer.write(|desk| -> Result<(), StoreError> {
                note(desk, "lost")?;
                panic!("on purpose")
            }),
            writer.write(|desk| note(desk, "after")),
        );
        assert!(before.is_ok() && after.is_ok());
        assert!(matches!(panicked, Err(StoreError::Failed(_))));
        assert_eq!(noted(&writer).await, "after,before");
    }

    /// SQLite does so by itself when the disk is full or fails.
    #[tokio::test]
    async fn a_transaction_that_is_rolled_back_keeps_nothing_of_its_group() {
        let dir = tempfile::tempdir().unwrap();
        let writer = writer(dir.path());
        let (go, may_go) = std::sync::mpsc::channel();
        let (before, full, after, ()) = tokio::join!(
            writer.write(move |desk| {
                desk.raised.push((SchoolId(1), 1));
                may_go.recv().unwrap();
                note(desk, "before")
            }),
            writer.write(|desk| -> Result<(), StoreError> {
                note(desk, "lost")?;
                execute(&desk.link.lock(), "ROLLBACK")?;
                Err(StoreError::Failed("the disk is full".to_owned()))
            }),
            writer.write(|desk| {
                assert!(desk.raised.is_empty(), "a group of its own");
                note(desk, "after")
            }),
            async { go.send(()).unwrap() },
        );
        assert!(matches!(before, Err(StoreError::Busy(_))), "{before:?}");
        assert!(matches!(full, Err(StoreError::Failed(_))), "{full:?}");
        after.unwrap();
        assert_eq!(noted(&writer).await, "after");
    }
}
