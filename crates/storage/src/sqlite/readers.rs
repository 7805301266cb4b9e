//! Those who read: a few threads for pages, and connections for questions of a few microseconds,
//! which are asked where they arise.

use super::catch_panic::catch_panic;
use super::connect;
use super::link::{SqliteLink, at_once};
use crate::database::Answer;
use crate::sql::Snapshot;
use crate::store::StoreError;
use std::path::Path;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};
use tokio::sync::oneshot;

/// Questions that may wait.
const QUEUE: usize = 1024;

type Question = Box<dyn FnOnce(&SqliteLink) + Send>;

/// The way to the reader threads.
pub struct Readers {
    queue: Mutex<Option<SyncSender<Question>>>,
    quick: Vec<Mutex<Option<SqliteLink>>>,
}

impl Readers {
    /// Opens `count` connections for threads and as many for quick questions.
    pub fn start(path: &Path, count: usize) -> Result<Self, StoreError> {
        let (queue, questions) = sync_channel(QUEUE);
        let questions = Arc::new(Mutex::new(questions));
        let mut quick = Vec::new();
        for n in 0..count.max(1) {
            let link = SqliteLink::new(connect::reader(path, true)?);
            let questions = Arc::clone(&questions);
            std::thread::Builder::new()
                .name(format!("sqlite-reader-{n}"))
                .spawn(move || serve(&link, &questions))
                .map_err(|e| StoreError::Failed(e.to_string()))?;
            let quickly = SqliteLink::new(connect::reader(path, false)?);
            quick.push(Mutex::new(Some(quickly)));
        }
        Ok(Self {
            queue: Mutex::new(Some(queue)),
            quick,
        })
    }

    /// Asks on a reader thread, inside one read transaction.
    pub async fn read<T: Send + 'static>(
        &self,
        question: impl for<'s> FnOnce(&'s dyn Snapshot) -> Answer<'s, T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (reply, answer) = oneshot::channel();
        let asked: Question = Box::new(move |link| {
            // Who asked may have gone.
            let _ = reply.send(in_snapshot(link, question));
        });
        self.send(asked)?;
        answer.await.map_err(|_| closed())?
    }

    fn send(&self, question: Question) -> Result<(), StoreError> {
        let queue = self.queue.lock().unwrap_or_else(PoisonError::into_inner);
        match queue.as_ref().map(|queue| queue.try_send(question)) {
            Some(Ok(())) => Ok(()),
            Some(Err(TrySendError::Full(_))) => {
                Err(StoreError::Busy("the readers are behind".to_owned()))
            }
            Some(Err(TrySendError::Disconnected(_))) | None => Err(closed()),
        }
    }

    /// Asks a tiny indexed question at once, on the asking thread; none if no connection is free
    /// or the database is locked just now.
    pub fn quick<T>(
        &self,
        question: &impl for<'s> Fn(&'s dyn Snapshot) -> Answer<'s, T>,
    ) -> Option<Result<T, StoreError>> {
        for place in &self.quick {
            let link = match place.try_lock() {
                Ok(link) => link,
                Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
                Err(TryLockError::WouldBlock) => continue,
            };
            return match at_once(question(link.as_ref()?)) {
                Err(StoreError::Busy(_)) => None,
                answer => Some(answer),
            };
        }
        None
    }

    /// Ends the threads when they have answered, and closes the connections.
    pub fn close(&self) {
        self.queue
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        for place in &self.quick {
            place.lock().unwrap_or_else(PoisonError::into_inner).take();
        }
    }
}

fn closed() -> StoreError {
    StoreError::Failed("the store is closed".to_owned())
}

fn in_snapshot<T>(
    link: &SqliteLink,
    question: impl for<'s> FnOnce(&'s dyn Snapshot) -> Answer<'s, T>,
) -> Result<T, StoreError> {
    let connection = link.lock();
    connection.prepare_cached("BEGIN")?.execute([])?;
    let answer = catch_panic(|| at_once(question(link)));
    let end = if answer.is_ok() { "COMMIT" } else { "ROLLBACK" };
    connection.prepare_cached(end)?.execute([])?;
    answer
}

fn serve(link: &SqliteLink, questions: &Mutex<Receiver<Question>>) {
    loop {
        let question = questions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .recv();
        match question {
            Ok(question) => question(link),
            Err(_) => return,
        }
    }
}
