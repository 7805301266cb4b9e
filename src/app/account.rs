//! The memory and the engine of one account.

use crate::app::message::Message;
use journal::Clock;
use offline::seal::Plain;
use offline::{
    Access, AccountFolder, Command, Engine, HttpSettings, HttpTransport, IdSource, ServerClock,
    SignOuts, Store, StoreError, StoreFault,
};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha12Rng;
use std::cell::RefCell;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use tokio::sync::mpsc::{UnboundedSender, unbounded_channel};

/// The file that names who was signed in last.
const LAST_LOGIN: &str = "last-login";

/// Where accounts are opened.
pub struct Accounts {
    settings: HttpSettings,
    folder: PathBuf,
    /// One folder whatever the server's address is, for a demonstration.
    one_server: bool,
    clock: Arc<dyn Clock>,
    seeds: RefCell<ChaCha12Rng>,
    sign_outs: SignOuts,
}

impl std::fmt::Debug for Accounts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Accounts")
            .field("settings", &self.settings)
            .finish_non_exhaustive()
    }
}

impl Accounts {
    /// Accounts of a server, kept under a folder. The seed must come from the system's randomness
    /// outside of tests.
    pub fn new(
        settings: HttpSettings,
        folder: PathBuf,
        one_server: bool,
        clock: Arc<dyn Clock>,
        seed: [u8; 32],
    ) -> Self {
        let seeds = RefCell::new(ChaCha12Rng::from_seed(seed));
        let sign_outs = SignOuts::of(&folder, kept_under(&settings, one_server));
        Self {
            settings,
            folder,
            one_server,
            clock,
            seeds,
            sign_outs,
        }
    }

    /// The server's URL, as it was configured.
    pub fn server(&self) -> &str {
        &self.settings.url
    }

    /// This machine's clock, or the one of a demonstration.
    pub fn clock(&self) -> Arc<dyn Clock> {
        Arc::clone(&self.clock)
    }

    /// A source of ids with a seed of its own.
    pub fn ids(&self) -> IdSource {
        IdSource::new(self.seed())
    }

    fn seed(&self) -> [u8; 32] {
        let mut seed = [0; 32];
        self.seeds.borrow_mut().fill_bytes(&mut seed);
        seed
    }

    /// Who was signed in last, if they did not sign out.
    pub fn last_login(&self) -> Option<String> {
        let login = std::fs::read_to_string(self.folder.join(LAST_LOGIN)).ok()?;
        Some(login.trim().to_owned()).filter(|login| !login.is_empty())
    }

    /// Remembers who is signed in, for the next start.
    pub fn remember_login(&self, login: &str) {
        let mut options = std::fs::OpenOptions::new();
        options.create(true).write(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(self.folder.join(LAST_LOGIN));
        let wrote =
            file.and_then(|mut file| std::io::Write::write_all(&mut file, login.as_bytes()));
        if let Err(error) = wrote {
            tracing::warn!(%error, "the login could not be remembered");
        }
    }

    /// The next start begins with signing in.
    pub fn forget_login(&self) {
        // Nothing to forget is as good as forgotten.
        let _ = std::fs::remove_file(self.folder.join(LAST_LOGIN));
    }

    fn folder_of(&self, login: &str) -> AccountFolder {
        let address = kept_under(&self.settings, self.one_server);
        AccountFolder::of(&self.folder, address, login)
    }

    /// The sign-outs that the server has still to be told.
    pub fn sign_outs(&self) -> SignOuts {
        self.sign_outs.clone()
    }

    /// A way to the server; costs nothing until it is used.
    ///
    /// # Errors
    /// An address that no server can have.
    pub fn transport(&self) -> Result<HttpTransport, StoreError> {
        HttpTransport::new(self.settings.clone()).map_err(|error| StoreError {
            fault: StoreFault::Internal,
            path: PathBuf::new(),
            detail: error.to_string(),
        })
    }

    /// Removes the memory of an account that was never signed in to.
    pub fn forget(&self, login: &str) {
        let folder = self.folder_of(login);
        if let Err(error) = std::fs::remove_dir_all(folder.path()) {
            tracing::warn!(%error, "a stranger's folder could not be removed");
        }
    }

    /// Opens the memory of an account.
    ///
    /// # Errors
    /// A fault of the disk, or an address that no server can have.
    pub fn open(&self, login: &str) -> Result<Account, StoreError> {
        let folder = self.folder_of(login);
        let mut ids = self.ids();
        let store = Rc::new(Store::open(
            &folder,
            Box::new(Plain),
            &mut ids,
            self.clock.now(),
        )?);
        let server_clock = Rc::new(ServerClock::resume(&store, self.clock())?);
        let transport = Rc::new(self.transport()?);
        let access = Access::new(
            Rc::clone(&store),
            Rc::clone(&transport) as Rc<_>,
            Rc::clone(&server_clock),
            self.ids(),
            self.sign_outs(),
        );
        Ok(Account {
            login: login.to_owned(),
            store,
            server_clock,
            transport,
            access: Rc::new(access),
            ids: RefCell::new(ids),
            seed: self.seed(),
            commands: None,
        })
    }
}

/// The address under which accounts are kept.
fn kept_under(settings: &HttpSettings, one_server: bool) -> &str {
    if one_server {
        "http://demo"
    } else {
        &settings.url
    }
}

/// Who is signed in: their memory, their line to the server, the engine between the two.
#[derive(Debug)]
pub struct Account {
    login: String,
    store: Rc<Store>,
    server_clock: Rc<ServerClock>,
    transport: Rc<HttpTransport>,
    access: Rc<Access>,
    ids: RefCell<IdSource>,
    seed: [u8; 32],
    commands: Option<UnboundedSender<Command>>,
}

impl Account {
    /// The sign-in name.
    pub fn login(&self) -> &str {
        &self.login
    }

    /// Its pages, outbox and drafts on this machine.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// The server's clock as this machine knows it.
    pub fn server_clock(&self) -> Rc<ServerClock> {
        Rc::clone(&self.server_clock)
    }

    /// The way to the server.
    pub fn transport(&self) -> Rc<HttpTransport> {
        Rc::clone(&self.transport)
    }

    /// The door: signing in and out.
    pub fn access(&self) -> Rc<Access> {
        Rc::clone(&self.access)
    }

    /// The source of ids of undone and resolved changes.
    pub fn ids(&self) -> std::cell::RefMut<'_, IdSource> {
        self.ids.borrow_mut()
    }

    /// Whether a session was kept and its person is known.
    pub fn is_signed_in(&self) -> bool {
        let known = self
            .store
            .me()
            .ok()
            .flatten()
            .is_some_and(|me| !me.must_change_password);
        known && self.store.token().ok().flatten().is_some()
    }

    /// Whether nobody has ever signed in here and nothing waits to be sent.
    pub fn is_stranger(&self) -> bool {
        !self.is_at_work()
            && matches!(self.store.me(), Ok(None))
            && matches!(self.store.token(), Ok(None))
            && matches!(self.store.pending_count(), Ok(0))
    }

    /// Starts the engine, once; it goes on until [`Account::stop`] and survives signing out. Needs
    /// a local set of tasks.
    pub fn start_engine(&mut self, messages: &UnboundedSender<Message>) {
        if self.commands.is_some() {
            return;
        }
        let (commands, commands_in) = unbounded_channel();
        let (events, mut events_in) = unbounded_channel();
        let transport = Rc::clone(&self.transport) as Rc<_>;
        let engine = Engine::new(
            Rc::clone(&self.store),
            transport,
            Rc::clone(&self.server_clock),
            self.seed,
        );
        tokio::task::spawn_local(engine.run(commands_in, events));
        let messages = messages.clone();
        tokio::task::spawn_local(async move {
            while let Some(event) = events_in.recv().await {
                if messages.send(Message::Sync(event)).is_err() {
                    return;
                }
            }
        });
        self.commands = Some(commands);
    }

    /// Whether somebody has come in since this was opened: the engine runs.
    pub fn is_at_work(&self) -> bool {
        self.commands.is_some()
    }

    /// Tells the engine something, if it runs.
    pub fn tell(&self, command: Command) {
        if let Some(commands) = &self.commands {
            // An engine that has ended has nothing to be told.
            let _ = commands.send(command);
        }
    }

    /// Tells the engine that the outbox has something to send.
    pub fn wake(&self) {
        self.tell(Command::Wake);
    }

    /// Ends the engine; what it has not sent stays in the outbox.
    pub fn stop(&self) {
        self.tell(Command::Stop);
    }
}
