//! The one writer: a thread that drains a bounded queue and commits waiting jobs in groups.
//!
//! Each job has a savepoint, so that one bad job cannot fail its neighbours; nobody is answered
//! before COMMIT has returned.

use super::catch_panic::catch_panic;
use super::connect;
use super::file::DatabaseFile;
use super::import::Bulk;
use super::link::SqliteLink;
use super::recent_sheets::RecentSheets;
use crate::database::Shared;
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
pub struct WriterContext {
    pub link: SqliteLink,
    pub shared: Arc<Shared>,
    /// Sheets of lessons that were written to lately.
    pub recent: RecentSheets,
    /// Schools whose counters this group has raised.
    pub raised: Vec<(SchoolId, i64)>,
    /// Whether the database was made by this process and nothing was written to it yet.
    pub fresh: bool,
    /// The file that is written to.
    pub file: DatabaseFile,
    /// Whether it was said that somebody has removed its log.
    pub log_is_lost: bool,
}

trait Job: Send {
    fn run(&mut self, context: &mut WriterContext) -> bool;
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

struct Task<F, T> {
    work: Option<F>,
    done: Option<Result<T, StoreError>>,
    reply: oneshot::Sender<Result<T, StoreError>>,
}

impl<F, T> Job for Task<F, T>
where
    F: FnOnce(&mut WriterContext) -> Result<T, StoreError> + Send,
    T: Send,
{
    fn run(&mut self, context: &mut WriterContext) -> bool {
        self.done = self.work.take().map(|work| catch_panic(|| work(context)));
        matches!(self.done, Some(Ok(_)))
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let answer = match (self.done, committed) {
            (Some(Ok(_)) | None, Err(error)) => Err(error),
            (Some(done), _) => done,
            (None, Ok(())) => Err(StoreError::Busy("not begun".to_owned())),
        };
        // Who asked may have gone; the work is done all the same.
        let _ = self.reply.send(answer);
    }
}

enum Order {
    Grouped(Box<dyn Job>),
    Bulk(Box<Bulk>),
    /// Is everything in its place?
    Look,
    Close(oneshot::Sender<()>),
}

/// How often an idle writer looks after its files: whoever removes its log is noticed before somebody
/// begins another.
const LOOK: Duration = Duration::from_secs(1);

/// The way to the writer thread.
#[derive(Clone)]
pub struct Writer {
    queue: mpsc::Sender<Order>,
    /// Ends the thread that asks for looks, with the last of these.
    _looks: std::sync::mpsc::Sender<()>,
}

impl Writer {
    pub fn start(context: WriterContext) -> Result<Self, StoreError> {
        let (queue, orders) = mpsc::channel(QUEUE);
        let begin = |name: &str, work: Box<dyn FnOnce() + Send>| {
            let thread = std::thread::Builder::new().name(name.to_owned());
            let begun = thread.spawn(work);
            begun.map_err(|error| StoreError::Failed(error.to_string()))
        };
        begin("sqlite-writer", Box::new(move || serve(context, orders)))?;
        let (looks, ended) = std::sync::mpsc::channel();
        let asks = queue.downgrade();
        begin(
            "sqlite-look",
            Box::new(move || ask_for_looks(&asks, &ended)),
        )?;
        Ok(Self {
            queue,
            _looks: looks,
        })
    }

    /// Does `work` in a transaction; the answer comes after COMMIT.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut WriterContext) -> Result<T, StoreError> + Send + 'static,
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
        work: impl FnOnce(&mut WriterContext) -> Result<(), StoreError> + Send + 'static,
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

fn ask_for_looks(queue: &mpsc::WeakSender<Order>, ended: &std::sync::mpsc::Receiver<()>) {
    use std::sync::mpsc::RecvTimeoutError;
    while ended.recv_timeout(LOOK) == Err(RecvTimeoutError::Timeout) {
        let Some(queue) = queue.upgrade() else {
            return;
        };
        // A full queue is looked after by what is in it.
        drop(queue.try_send(Order::Look));
    }
}

fn lost() -> StoreError {
    StoreError::OutcomeUnknown("the writer has ended".to_owned())
}

fn serve(mut context: WriterContext, mut orders: mpsc::Receiver<Order>) {
    let mut waiting = orders.blocking_recv();
    while let Some(order) = waiting.take() {
        match order {
            Order::Grouped(first) => waiting = group(&mut context, first, &mut orders),
            Order::Bulk(bulk) => load(&mut context, *bulk),
            // Whoever writes next is told.
            Order::Look => drop(is_in_place(&mut context)),
            Order::Close(reply) => {
                orders.close();
                flush(&mut context);
                drop(context);
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

/// Brings the log into the database at the end. Where another file than the one that was opened stands
/// there, or the log was cut, the files are left as they are: what stands in the log may be the
/// only copy for whoever opens them next.
fn flush(context: &mut WriterContext) {
    let is_whole = context.file.has_whole_log();
    let is_in_place = context.file.is_in_place();
    let link = context.link.lock();
    if !is_whole || is_in_place.is_err() && !context.file.has_lost_its_log() {
        tracing::error!(
            is_whole,
            ?is_in_place,
            "the log of the database is left as it is"
        );
        if let Err(error) = connect::keep_log_on_close(&link) {
            tracing::error!(%error, "closing may bring the log into the database");
        }
        return;
    }
    if let Err(error) = link.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::warn!(%error, "the last checkpoint failed; the log keeps the rows");
    }
}

/// Runs a bulk load. Whatever becomes of it, the writer goes on without an open transaction.
fn load(context: &mut WriterContext, bulk: Bulk) {
    let survived = catch_panic(|| {
        bulk.run(context);
        Ok(())
    });
    if survived.is_ok() {
        return;
    }
    context.recent.forget();
    let open = !context.link.lock().is_autocommit();
    if open && let Err(error) = execute(&context.link.lock(), "ROLLBACK") {
        tracing::error!(%error, "a failed load cannot be rolled back");
    }
}

/// Runs a job and those that wait behind it, commits, answers. Returns the order that ended the
/// group because it cannot be part of one.
fn group(
    context: &mut WriterContext,
    first: Box<dyn Job>,
    orders: &mut mpsc::Receiver<Order>,
) -> Option<Order> {
    if let Err(error) = begin(context) {
        first.answer(Err(error));
        return None;
    }
    let mut done: Vec<Box<dyn Job>> = Vec::with_capacity(GROUP);
    let mut next = Some(first);
    let mut after = None;
    let mut sound = Ok(());
    while let Some(mut job) = next.take() {
        sound = run(context, job.as_mut());
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
        Ok(()) => commit(context),
        Err(error) => Err(abandon(context, &error)),
    };
    let raised = std::mem::take(&mut context.raised);
    if committed.is_ok() {
        raised
            .into_iter()
            .for_each(|(school, seq)| context.shared.notifier.raise(school, seq));
    }
    for job in done {
        job.answer(match &committed {
            Ok(()) => Ok(()),
            Err(error) => Err(error.again()),
        });
    }
    after
}

/// That the files are the ones that were opened. What stands in a log that somebody has removed is
/// brought into the database, as often as readers let some of it.
pub(super) fn is_in_place(context: &mut WriterContext) -> Result<(), StoreError> {
    let Err(error) = context.file.is_in_place() else {
        context.file.note();
        return Ok(());
    };
    if context.file.has_lost_its_log() {
        let link = context.link.lock();
        let saved = link.execute_batch("PRAGMA wal_checkpoint(PASSIVE)");
        drop(link);
        context.file.note();
        if !std::mem::replace(&mut context.log_is_lost, true) {
            tracing::error!(%error, ?saved, "the log of the database was removed under the server: restart it");
        }
    }
    Err(error)
}

fn begin(context: &mut WriterContext) -> Result<(), StoreError> {
    is_in_place(context)?;
    execute(&context.link.lock(), "BEGIN IMMEDIATE")?;
    context.fresh = false;
    // Another process may have written: what is remembered of the rows is no longer sure.
    let version: i64 = context
        .link
        .lock()
        .prepare_cached("PRAGMA data_version")?
        .query_row([], |row| row.get(0))?;
    context.recent.valid_at(version);
    Ok(())
}

/// Runs a job in its savepoint. An error is the group's, not the job's: a full disk and the like
/// end the whole transaction by themselves, and what came after would be committed alone.
fn run(context: &mut WriterContext, job: &mut dyn Job) -> Result<(), StoreError> {
    execute(&context.link.lock(), "SAVEPOINT job")?;
    let raised = context.raised.len();
    if !job.run(context) {
        context.raised.truncate(raised);
        context.recent.forget();
        execute(&context.link.lock(), "ROLLBACK TO job")?;
    }
    execute(&context.link.lock(), "RELEASE job")
}

fn commit(context: &mut WriterContext) -> Result<(), StoreError> {
    let Err(error) = context
        .link
        .lock()
        .prepare_cached("COMMIT")
        .and_then(|mut s| s.execute([]))
    else {
        // It may have brought the log into the database.
        context.file.note();
        return Ok(());
    };
    roll_back(context);
    match error.sqlite_error_code() {
        // The log may or may not have been synced with the last frame in it.
        Some(ErrorCode::SystemIoFailure) => Err(StoreError::OutcomeUnknown(error.to_string())),
        _ => Err(error.into()),
    }
}

/// Gives a group up of which nothing can be committed: everyone is to come again.
fn abandon(context: &mut WriterContext, error: &StoreError) -> StoreError {
    tracing::error!(%error, "a savepoint failed, and its group with it");
    roll_back(context);
    StoreError::Busy("the transaction was rolled back".to_owned())
}

fn roll_back(context: &mut WriterContext) {
    context.recent.forget();
    // One may have been read after an amendment of the group.
    context.shared.directories.forget();
    let open = !context.link.lock().is_autocommit();
    if open && let Err(error) = execute(&context.link.lock(), "ROLLBACK") {
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
        let path = dir.join("school.db");
        let (connection, fresh) = connect::writer(&path).unwrap();
        let context = WriterContext {
            file: DatabaseFile::open(&path).unwrap(),
            log_is_lost: false,
            link: SqliteLink::new(connection),
            shared: Arc::new(Shared::empty()),
            recent: RecentSheets::default(),
            raised: Vec::new(),
            fresh,
        };
        Writer::start(context).unwrap()
    }

    fn note(context: &WriterContext, name: &str) -> Result<(), StoreError> {
        let sql = "INSERT INTO meta (name, value) VALUES (?1, x'00')";
        context.link.lock().execute(sql, [name])?;
        Ok(())
    }

    async fn noted(writer: &Writer) -> String {
        let noted = writer.write(|context| {
            let sql = "SELECT group_concat(name) FROM (SELECT name FROM meta \
                       WHERE name IN ('before', 'lost', 'after') ORDER BY name)";
            Ok(context.link.lock().query_row(sql, [], |row| row.get(0))?)
        });
        noted.await.unwrap()
    }

    #[tokio::test]
    async fn a_job_that_panics_fails_alone() {
        let dir = tempfile::tempdir().unwrap();
        let writer = writer(dir.path());
        let (before, panicked, after) = tokio::join!(
            writer.write(|context| note(context, "before")),
            writer.write(|context| -> Result<(), StoreError> {
                note(context, "lost")?;
                panic!("on purpose")
            }),
            writer.write(|context| note(context, "after")),
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
            writer.write(move |context| {
                context.raised.push((SchoolId(1), 1));
                may_go.recv().unwrap();
                note(context, "before")
            }),
            writer.write(|context| -> Result<(), StoreError> {
                note(context, "lost")?;
                execute(&context.link.lock(), "ROLLBACK")?;
                Err(StoreError::Failed("the disk is full".to_owned()))
            }),
            writer.write(|context| {
                assert!(context.raised.is_empty(), "a group of its own");
                note(context, "after")
            }),
            async { go.send(()).unwrap() },
        );
        assert!(matches!(before, Err(StoreError::Busy(_))), "{before:?}");
        assert!(matches!(full, Err(StoreError::Failed(_))), "{full:?}");
        after.unwrap();
        assert_eq!(noted(&writer).await, "after");
    }
}
