//! Raw throughput of a backend: batches of 30 changes (30 cells and 30 rows of the log) by 1, 8
//! and 64 clients, through the store and, beside it, the same rows by plain SQL at the same
//! durability; how long a school of full size takes to import; how long others wait while a table of
//! thousands is taken as one; and how long while one teacher sends conflicts in a lesson with a long
//! log.
//!
//! ```text
//! cargo run --release -p storage --example raw -- [sqlite:PATH | postgres://…] [seconds] [schools]
//! ```
//! Without an address: SQLite in a temporary folder; for no seconds, the table alone. Times are wall clock; compare within a run.

#[path = "raw/conflicts.rs"]
mod conflicts;
#[path = "raw/gestures.rs"]
mod gestures;
#[path = "raw/plain_pg.rs"]
mod plain_pg;
#[path = "raw/plain_sqlite.rs"]
mod plain_sqlite;
#[path = "raw/school.rs"]
mod school;

use journal::ChangeOutcome;
use school::{Client, PUPILS};
use std::error::Error;
use std::io::Write as _;
use std::sync::Arc;
use std::time::{Duration, Instant};
use storage::{BatchOutcome, OpenOptions, Store};

type Failure = Box<dyn Error + Send + Sync>;

/// What a run did.
#[derive(Debug, Default, Clone)]
pub struct Score {
    /// Time of each batch, in microseconds.
    pub micros: Vec<u128>,
}

impl Score {
    /// Notes a batch.
    pub fn note(&mut self, began: Instant) {
        self.micros.push(began.elapsed().as_micros());
    }
}

fn report(name: &str, clients: usize, mut all: Vec<u128>, took: Duration) -> Result<(), Failure> {
    all.sort_unstable();
    let at = |percent: usize| {
        all.get(all.len().saturating_sub(1) * percent / 100)
            .copied()
    };
    let rate = all.len() as u128 * 1_000_000 / took.as_micros().max(1);
    writeln!(
        std::io::stdout(),
        "{name:<36} {clients:>3} clients  {rate:>8} batches/s  p50 {:>7} us  p99 {:>7} us",
        at(50).unwrap_or(0),
        at(99).unwrap_or(0),
    )?;
    Ok(())
}

async fn through_store(
    store: &Arc<dyn Store>,
    clients: Vec<Client>,
    time: Duration,
) -> Result<(Vec<u128>, Vec<Client>), Failure> {
    let end = Instant::now() + time;
    let tasks: Vec<_> = clients
        .into_iter()
        .map(|mut client| {
            let store = Arc::clone(store);
            tokio::spawn(async move {
                let mut score = Score::default();
                while Instant::now() < end {
                    let batch = client.batch();
                    let began = Instant::now();
                    match store.apply_changes(batch).await? {
                        BatchOutcome::Stored { outcomes, .. } => {
                            let fine =
                                |one: &ChangeOutcome| matches!(one, ChangeOutcome::Applied { .. });
                            if !outcomes.iter().all(fine) {
                                return Err(format!("refused: {outcomes:?}").into());
                            }
                        }
                        other => return Err(format!("refused: {other:?}").into()),
                    }
                    score.note(began);
                }
                Ok::<_, Failure>((score.micros, client))
            })
        })
        .collect();
    let mut all = Vec::new();
    let mut back = Vec::new();
    for task in tasks {
        let (micros, client) = task.await??;
        all.extend(micros);
        back.push(client);
    }
    Ok((all, back))
}

async fn read_pages(store: &Arc<dyn Store>, time: Duration) -> Result<(), Failure> {
    for (name, known) in [
        ("lesson page, kept", false),
        ("lesson page, unchanged", true),
    ] {
        let reader = school::reader(1, 0);
        let lesson = school::lesson_of(0);
        let first = store.open_lesson(&reader, lesson, None).await?;
        let version = match first {
            Some(storage::Versioned::Page { version, .. }) => Some(version),
            _ => None,
        };
        let version = version.filter(|_| known);
        let (began, mut micros) = (Instant::now(), Vec::new());
        while began.elapsed() < time {
            let one = Instant::now();
            store
                .open_lesson(&reader, lesson, version.as_deref())
                .await?;
            micros.push(one.elapsed().as_micros());
        }
        report(name, 1, micros, began.elapsed())?;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<(), Failure> {
    let mut arguments = std::env::args().skip(1);
    let dir = tempfile::tempdir()?;
    let here = format!("sqlite:{}", dir.path().join("raw.db").display());
    let url = arguments.next().unwrap_or(here);
    let time = Duration::from_secs(arguments.next().map_or(Ok(3), |text| text.parse())?);
    let schools: i64 = arguments.next().map_or(Ok(1), |text| text.parse())?;

    let store = storage::open(&url, OpenOptions::default()).await?;
    for id in 1..=schools {
        let bundle = school::bundle(id);
        let began = Instant::now();
        let imported = store.import(bundle).await?;
        writeln!(
            std::io::stdout(),
            "import {:?}: {imported:?}",
            began.elapsed()
        )?;
    }
    gestures::measure(&store, &url).await?;
    if time.is_zero() {
        store.close().await;
        return Ok(());
    }
    read_pages(&store, time / 3).await?;
    let mut clients: Vec<Client> = (0..64).map(|n| Client::new(n, schools)).collect();
    for count in [1, 8, 64] {
        let rest = clients.split_off(count);
        let began = Instant::now();
        let (micros, back) = through_store(&store, clients, time).await?;
        report("through the store", count, micros, began.elapsed())?;
        clients = back;
        clients.extend(rest);
    }
    clients.truncate(8);
    conflicts::measure(&store, clients, time).await?;
    store.close().await;
    writeln!(
        std::io::stdout(),
        "plain SQL, the same {PUPILS} cells and rows of the log:"
    )?;
    for count in [1, 8, 64] {
        let began = Instant::now();
        let micros = if url.starts_with("postgres") {
            plain_pg::run(&url, count, schools, time).await?
        } else {
            plain_sqlite::run(&url, count, schools, time)?
        };
        report("plain SQL", count, micros, began.elapsed())?;
    }
    Ok(())
}
