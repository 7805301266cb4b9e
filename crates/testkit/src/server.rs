//! The real server, on a thread and a runtime of its own, over a SQLite database in a folder.

use crate::api::Api;
use crate::clock::TestClock;
use crate::fixture;
use crate::pen::Pen;
use journal::Clock;
use server::{HashCost, Running, Server, ServerConfig};
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::JoinHandle;
use storage::{Bundle, Store};
use tempfile::TempDir;
use tokio::sync::oneshot;

/// What a test server is to be.
pub struct TestServerBuilder {
    bundles: Vec<Bundle>,
    clock: Option<Arc<TestClock>>,
    config: ServerConfig,
    dir: Option<PathBuf>,
}

/// A running server with its folder. Dropped, it is gone with the folder.
pub struct TestServer {
    _own_dir: Option<TempDir>,
    dir: PathBuf,
    bundles: Vec<Bundle>,
    clock: Arc<TestClock>,
    config: ServerConfig,
    address: SocketAddr,
    on: Option<On>,
    /// How often it was switched on.
    starts: u8,
}

/// The thread while the server is on.
struct On {
    store: Arc<dyn Store>,
    end: oneshot::Sender<End>,
    thread: JoinHandle<()>,
}

enum End {
    InOrder,
    AtOnce,
}

impl TestServerBuilder {
    /// Another school than the [`fixture`]'s.
    #[must_use]
    pub fn bundle(mut self, bundle: Bundle) -> Self {
        self.bundles = vec![bundle];
        self
    }

    /// One more school.
    #[must_use]
    pub fn and_bundle(mut self, bundle: Bundle) -> Self {
        self.bundles.push(bundle);
        self
    }

    /// Another clock than one that runs from [`fixture::now`].
    #[must_use]
    pub fn clock(mut self, clock: Arc<TestClock>) -> Self {
        self.clock = Some(clock);
        self
    }

    /// Changes the configuration.
    #[must_use]
    pub fn config(mut self, change: impl FnOnce(&mut ServerConfig)) -> Self {
        change(&mut self.config);
        self
    }

    /// A folder that outlives the server; otherwise it has one of its own.
    #[must_use]
    pub fn dir(mut self, dir: impl Into<PathBuf>) -> Self {
        self.dir = Some(dir.into());
        self
    }

    /// Starts it. It answers when this returns.
    pub fn start(self) -> TestServer {
        let own_dir = match self.dir {
            Some(_) => None,
            None => Some(TempDir::new().expect("a temporary folder")),
        };
        let dir = self
            .dir
            .or_else(|| own_dir.as_ref().map(|dir| dir.path().to_owned()))
            .expect("a folder");
        let mut server = TestServer {
            _own_dir: own_dir,
            dir,
            bundles: self.bundles,
            clock: self
                .clock
                .unwrap_or_else(|| Arc::new(TestClock::running(fixture::now()))),
            config: self.config,
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)),
            on: None,
            starts: 0,
        };
        server.switch_on();
        server
    }
}

impl TestServer {
    /// A server with the [`fixture`]'s school and cheap password hashes.
    pub fn builder() -> TestServerBuilder {
        TestServerBuilder {
            bundles: vec![fixture::bundle()],
            clock: None,
            config: ServerConfig {
                hash_cost: HashCost::CHEAPEST,
                // Tests write faster than people do.
                changes_per_minute: u32::MAX,
                changes_per_day: u32::MAX,
                ..ServerConfig::default()
            },
            dir: None,
        }
    }

    /// Starts the default one.
    pub fn start() -> Self {
        Self::builder().start()
    }

    /// Its address for a client: `http://127.0.0.1:1234`; the same after a restart.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The folder of its database.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Its clock.
    pub fn clock(&self) -> &Arc<TestClock> {
        &self.clock
    }

    /// A pen with its clock.
    pub fn pen(&self) -> Pen {
        Pen::new(Arc::clone(&self.clock) as Arc<dyn Clock>)
    }

    /// Its memory, past the API: to read the log, to write as another process would. Fails the
    /// test when the server is off.
    pub fn store(&self) -> &Arc<dyn Store> {
        &self.on.as_ref().expect("the server is on").store
    }

    /// A client that is not signed in, on a new device.
    pub fn api(&self) -> Api {
        Api::new(&self.url(), Arc::clone(&self.clock) as Arc<dyn Clock>)
    }

    /// A client of an account with the usual password, on a new device.
    pub async fn signed_in(&self, login: &str) -> Api {
        let mut api = self.api();
        api.sign_in(login, fixture::PASSWORD)
            .await
            .expect("the usual password");
        api
    }

    /// Stops it in order, as a signal does.
    pub fn stop(&mut self) {
        self.switch_off(End::InOrder);
    }

    /// Stops it at once: connections break, nothing is written out.
    pub fn kill(&mut self) {
        self.switch_off(End::AtOnce);
    }

    /// Starts it again on the same folder and the same port, after stopping it in order if it is
    /// still on.
    pub fn restart(&mut self) {
        self.stop();
        self.switch_on();
    }

    fn switch_on(&mut self) {
        let database = self.dir.join("server.db");
        let bundles = if database.exists() {
            Vec::new()
        } else {
            self.bundles.clone()
        };
        let (address, config) = (self.address, self.config.clone());
        let clock = Arc::clone(&self.clock) as Arc<dyn Clock>;
        // Used twice, it would make the tokens of the sessions that are in the database once more.
        let seed = [7_u8.wrapping_add(self.starts); 32];
        self.starts = self.starts.wrapping_add(1);
        let (started, starting) = mpsc::channel();
        let (end, ending) = oneshot::channel();
        let thread = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .worker_threads(2)
                .enable_all()
                .build()
                .expect("a runtime");
            runtime.block_on(async move {
                let store = open(&database);
                for bundle in bundles {
                    store
                        .import(bundle)
                        .await
                        .expect("a school that can be stored");
                }
                let running = Server::bind(address, config, Arc::clone(&store), clock, seed)
                    .await
                    .expect("a server");
                let _ = started.send((running.address(), store));
                run(running, ending).await;
            });
            runtime.shutdown_background();
        });
        let (address, store) = starting.recv().expect("the server starts");
        self.address = address;
        self.on = Some(On { store, end, thread });
    }

    fn switch_off(&mut self, how: End) {
        if let Some(On { store, end, thread }) = self.on.take() {
            drop(store);
            let _ = end.send(how);
            thread.join().expect("the server ends without a panic");
        }
    }
}

async fn run(running: Running, ending: oneshot::Receiver<End>) {
    match ending.await {
        Ok(End::InOrder) => running.shutdown().await,
        Ok(End::AtOnce) | Err(_) => drop(running),
    }
}

fn open(database: &Path) -> Arc<dyn Store> {
    let options = storage::SqliteOptions::default();
    Arc::new(storage::SqliteStore::open(database, options).expect("a database"))
}

impl Drop for TestServer {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            self.kill();
        }
    }
}
