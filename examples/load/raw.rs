//! The same rows without HTTP, JSON, sessions and judging: what the database itself can do at
//! equal durability. Cells, log, the school's counter, the version of the journal's pages and the
//! device's last number, all in one transaction.

#[path = "raw/postgres.rs"]
mod postgres;
#[path = "raw/sqlite.rs"]
mod sqlite;

use crate::drive::Client;
use crate::seat::Cell;
use crate::stamps::Ids;
use journal::Timestamp;
use std::sync::Arc;
use uuid::Uuid;

pub use postgres::Pool;
pub use sqlite::Writer;

/// The school of the demonstration.
const SCHOOL: i64 = 1;

/// Where a seat's rows go.
pub struct Place {
    /// Who writes.
    pub person: i64,
    /// On which device.
    pub device: Uuid,
    /// Into which lesson.
    pub lesson: i64,
    /// Of which journal.
    pub journal: i64,
    /// Into which cells.
    pub cells: Vec<Cell>,
}

/// The rows of one batch.
pub struct Batch {
    place: Arc<Place>,
    round: usize,
    first_n: i64,
    gesture: Uuid,
    ids: Vec<Uuid>,
    at: i64,
}

impl Batch {
    fn len(&self) -> i64 {
        i64::try_from(self.ids.len()).unwrap_or(i64::MAX)
    }

    fn last_n(&self) -> i64 {
        self.first_n + self.len() - 1
    }

    /// As long as the hash of a change; nobody checks it here.
    fn hash(id: Uuid) -> [u8; 32] {
        let mut hash = [0; 32];
        let (left, right) = hash.split_at_mut(16);
        left.copy_from_slice(id.as_bytes());
        right.copy_from_slice(id.as_bytes());
        hash
    }
}

/// The database.
#[derive(Clone)]
pub enum Backend {
    /// One writer that commits in groups.
    Sqlite(Writer),
    /// Some connections.
    Postgres(Pool),
}

/// Somebody who writes batches over and over.
pub struct Hand {
    place: Arc<Place>,
    backend: Backend,
    ids: Ids,
    n: i64,
    round: usize,
}

impl Hand {
    /// Has not written yet.
    pub fn new(place: Place, backend: Backend) -> Self {
        Self {
            place: Arc::new(place),
            backend,
            ids: Ids::new(),
            n: 0,
            round: 0,
        }
    }
}

impl Client for Hand {
    async fn once(&mut self) -> anyhow::Result<()> {
        let at = Timestamp(school::DemoSpec::NOW.0 + self.n);
        let batch = Batch {
            place: Arc::clone(&self.place),
            round: self.round,
            first_n: self.n + 1,
            gesture: self.ids.next(at),
            ids: self.place.cells.iter().map(|_| self.ids.next(at)).collect(),
            at: at.0,
        };
        self.n = batch.last_n();
        self.round += 1;
        match &self.backend {
            Backend::Sqlite(writer) => writer.write(batch).await,
            Backend::Postgres(pool) => pool.write(&batch).await,
        }
    }
}
