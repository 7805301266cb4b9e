//! Who reads a journal that is none of theirs is written into the access log (SGO154-3.1.1,
//! SOLO2-3.1), beside the request: a reading waits for no disk. A person's readings of a journal
//! within some minutes are one entry, in each process of the same database.

use crate::app::App;
use crate::guard::Caller;
use crate::peer::Source;
use chrono::TimeDelta;
use journal::{JournalId, PersonId, SchoolId, Timestamp};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;
use storage::{JournalReading, Opened, Store, StoreError};
use tokio::sync::{mpsc, oneshot};

/// Readings within this time of an entry are part of it.
const ONE_ENTRY: TimeDelta = TimeDelta::minutes(10);
/// Entries remembered before those that are too old to matter are let go.
const MANY: usize = 4096;
/// Entries that may wait for the database; then readings wait too.
const QUEUE: usize = 1024;
/// Entries that are written in one transaction.
const AT_ONCE: usize = 64;
/// How often the database is asked to take entries.
const TRIES: u32 = 5;
/// Between two tries.
const PAUSE: Duration = Duration::from_secs(1);

/// Who, in which school, what; whether its history.
type Key = (SchoolId, PersonId, JournalId, bool);

enum Order {
    Note(SchoolId, JournalReading),
    /// Answers when all before it is written.
    Flush(oneshot::Sender<()>),
}

/// The way into the access log.
#[derive(Debug)]
pub(crate) struct Readings {
    noted: Mutex<HashMap<Key, Timestamp>>,
    queue: mpsc::Sender<Order>,
}

impl Readings {
    /// Starts to write them down, on the Tokio runtime it is called on.
    pub(crate) fn start(store: Arc<dyn Store>) -> Self {
        let (queue, orders) = mpsc::channel(QUEUE);
        tokio::spawn(write(store, orders));
        Self {
            noted: Mutex::default(),
            queue,
        }
    }

    /// A caller is given a journal or a lesson, or a history.
    pub(crate) async fn note(
        &self,
        app: &App,
        (caller, source): (&Caller, Source),
        opened: Opened,
        history: bool,
    ) -> Result<(), StoreError> {
        let Some(journal) = app.store.others_journal(&caller.reader, opened).await? else {
            return Ok(());
        };
        let (school, person) = (caller.session.school, caller.session.person);
        let at = app.clock.now();
        if !self.is_new((school, person, journal, history), at) {
            return Ok(());
        }
        let reading = JournalReading {
            person,
            journal,
            history,
            origin: source.origin(caller.session.device),
            at,
        };
        let gone = |_| StoreError::Failed("the access log is not written any more".to_owned());
        let order = Order::Note(school, reading);
        self.queue.send(order).await.map_err(gone)
    }

    fn is_new(&self, key: Key, now: Timestamp) -> bool {
        let recent = |at: Timestamp| (TimeDelta::zero()..ONE_ENTRY).contains(&now.since(at));
        let mut noted = self.noted.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.get(&key).is_some_and(|at| recent(*at)) {
            return false;
        }
        if noted.len() >= MANY {
            noted.retain(|_, at| recent(*at));
        }
        noted.insert(key, now);
        true
    }

    /// Waits until what was noted is written.
    pub(crate) async fn flush(&self) {
        let (reply, written) = oneshot::channel();
        if self.queue.send(Order::Flush(reply)).await.is_ok() {
            // An error means that the writing has ended already.
            let _ = written.await;
        }
    }
}

async fn write(store: Arc<dyn Store>, mut orders: mpsc::Receiver<Order>) {
    let mut waiting = Vec::with_capacity(AT_ONCE);
    while orders.recv_many(&mut waiting, AT_ONCE).await > 0 {
        let mut readings: BTreeMap<SchoolId, Vec<JournalReading>> = BTreeMap::new();
        let mut flushed = Vec::new();
        for order in waiting.drain(..) {
            match order {
                Order::Note(school, reading) => readings.entry(school).or_default().push(reading),
                Order::Flush(reply) => flushed.push(reply),
            }
        }
        for (school, readings) in readings {
            write_down(&*store, school, readings).await;
        }
        for reply in flushed {
            // Who asked may have gone.
            let _ = reply.send(());
        }
    }
}

async fn write_down(store: &dyn Store, school: SchoolId, readings: Vec<JournalReading>) {
    for again in (0..TRIES).rev() {
        match store.note_readings(school, readings.clone()).await {
            Ok(()) => return,
            Err(StoreError::Busy(_)) if again > 0 => tokio::time::sleep(PAUSE).await,
            Err(error) => {
                let entries = readings.len();
                tracing::error!(%error, entries, "the access log lacks who read journals");
                return;
            }
        }
    }
}
