//! The server inside: a thread with a runtime of its own.

use crate::cli::chance;
use crate::cli::database::{Claim, Database};
use crate::i18n::Texts;
use journal::Clock;
use school::demo::office::Office;
use server::{Server, ServerConfig, StartError};
use std::net::TcpListener;
use std::path::Path;
use std::sync::{Arc, mpsc};
use std::thread::{self, JoinHandle};
use std::time::Duration;
use storage::{Bundle, SqliteOptions, SqliteStore, Store, StoreError};
use tokio::sync::oneshot;

/// Threads of the server.
const WORKERS: usize = 2;
/// The clock of a demonstration jumps; nobody is thrown out for that.
const TEN_YEARS: u32 = 10 * 366 * 24;
/// Who leaves a demonstration does not wait.
const DRAIN: Duration = Duration::from_secs(1);

/// The running server.
#[derive(Debug)]
pub struct Host {
    database: Database,
    /// No other server has the file meanwhile.
    _claim: Option<Claim>,
    clock: Arc<dyn Shown>,
    thread: Option<JoinHandle<Result<(), StartError>>>,
    /// Until it has said that it answers.
    starting: Option<mpsc::Receiver<()>>,
    stop: Option<oneshot::Sender<()>>,
    ended: oneshot::Receiver<()>,
}

/// A clock that can be printed, as everything here.
trait Shown: Clock + std::fmt::Debug {}
impl<T: Clock + std::fmt::Debug> Shown for T {}

impl Host {
    /// Starts it; a school that comes along is stored first, with what its office has written.
    /// Connections are taken from now on,
    /// and answered when it is ready.
    pub fn start(
        listener: TcpListener,
        database: &Path,
        school: Option<(Bundle, Option<Office>)>,
        clock: Arc<impl Clock + std::fmt::Debug + 'static>,
        texts: &Texts,
    ) -> anyhow::Result<Self> {
        let (path, database) = (database.to_owned(), Database::file(database));
        let claim = database.claim(texts)?;
        let seed = chance::bytes(texts)?;
        let (say_ready, ready) = mpsc::channel();
        let (stop, stopping) = oneshot::channel();
        let (end, ended) = oneshot::channel();
        let its_clock = Arc::clone(&clock);
        let thread = thread::Builder::new()
            .name("server".to_owned())
            .spawn(move || {
                // Dropped when the thread ends, whatever it ends by.
                let _end: oneshot::Sender<()> = end;
                let runtime = tokio::runtime::Builder::new_multi_thread()
                    .worker_threads(WORKERS)
                    .enable_all()
                    .build()?;
                runtime.block_on(async move {
                    let store: Arc<dyn Store> =
                        Arc::new(SqliteStore::open(&path, SqliteOptions::default())?);
                    if let Some((bundle, office)) = school {
                        store.import(bundle).await?;
                        if let Some(office) = office {
                            office.write(&*store).await?;
                        }
                    }
                    let config = ServerConfig {
                        idle_hours: TEN_YEARS,
                        session_hours: TEN_YEARS,
                        drain: DRAIN,
                        ..ServerConfig::default()
                    };
                    let running = Server::serve(listener, config, store, its_clock, seed).await?;
                    // Who does not wait for it has not kept the other end.
                    let _ = say_ready.send(());
                    // A sender that is gone wants it to stop as well.
                    let _ = stopping.await;
                    running.shutdown().await;
                    Ok(())
                })
            })?;
        Ok(Self {
            database,
            _claim: claim,
            clock,
            thread: Some(thread),
            starting: Some(ready),
            stop: Some(stop),
            ended,
        })
    }

    /// The clock by which it lives.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock) as Arc<dyn Clock>
    }

    /// Waits until it answers.
    pub fn wait_until_ready(&mut self, texts: &Texts) -> anyhow::Result<()> {
        let Some(starting) = self.starting.take() else {
            return Ok(());
        };
        match starting.recv() {
            Ok(()) => Ok(()),
            Err(_) => self.stop(texts),
        }
    }

    /// Done when the server has ended, by itself or by a fault.
    pub async fn end(&mut self) {
        // Nothing is ever sent: the sender goes with the thread.
        let _ = (&mut self.ended).await;
    }

    /// Stops it in order; what it has ended by already is told now.
    pub fn stop(&mut self, texts: &Texts) -> anyhow::Result<()> {
        if let Some(stop) = self.stop.take() {
            // One that has ended needs no telling.
            let _ = stop.send(());
        }
        let Some(thread) = self.thread.take() else {
            return Ok(());
        };
        match thread.join() {
            Ok(Ok(())) => Ok(()),
            Ok(Err(StartError::Store(error))) => Err(self.database.sentence(&error, texts)),
            Ok(Err(error)) => {
                let error = StoreError::Failed(error.to_string());
                Err(self.database.sentence(&error, texts))
            }
            Err(_) => Err(anyhow::anyhow!(texts.get("demo-server-broke").into_owned())),
        }
    }
}
