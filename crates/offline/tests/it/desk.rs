//! A teacher's desk: the store, the engine and the hands that use them.

use crate::network::Link;
use crate::pages::{FIRST, LESSONS, NOW};
use crate::server::Server;
use journal::{Change, Clock, Content, Edit, LessonId, Timestamp};
use offline::sync::channels;
use offline::{
    Access, AccountFolder, Command, Engine, Event, Gesture, IdSource, PageKey, Resolution,
    ServerClock, SignOuts, Store, Trouble, Undone, seal::Plain,
};
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep};

/// Wall clock and monotonic clock of a machine, both by tokio's paused time.
pub struct MachineClock(Instant);

impl Clock for MachineClock {
    fn now(&self) -> Timestamp {
        Timestamp(NOW.0 + i64::try_from(self.0.elapsed().as_micros()).unwrap())
    }
    fn monotonic(&self) -> Duration {
        self.0.elapsed()
    }
    fn boot(&self) -> Option<uuid::Uuid> {
        Some(uuid::Uuid::from_u128(1))
    }
}

/// An open window.
pub struct Window {
    pub store: Rc<Store>,
    pub server_clock: Rc<ServerClock>,
    pub access: Rc<Access>,
    pub commands: UnboundedSender<Command>,
    pub events: Rc<RefCell<Vec<Event>>>,
    tasks: [JoinHandle<()>; 2],
}

/// A machine with its folder.
pub struct Desk {
    pub login: &'static str,
    pub link: Rc<Link>,
    dir: TempDir,
    copies: Cell<u32>,
    clock: Arc<MachineClock>,
    ids: RefCell<IdSource>,
    pub window: RefCell<Option<Window>>,
    /// Every change that was appended.
    pub made: RefCell<Vec<Change>>,
}

impl Desk {
    pub fn new(login: &'static str, server: &Rc<Server>, seed: u64) -> Rc<Self> {
        let mut bytes = [0; 32];
        bytes[..8].copy_from_slice(&seed.to_be_bytes());
        Rc::new(Self {
            login,
            link: Rc::new(Link::new(server.clone(), seed)),
            dir: quick_dir(),
            copies: Cell::new(0),
            clock: Arc::new(MachineClock(Instant::now())),
            ids: RefCell::new(IdSource::new(bytes)),
            window: RefCell::new(None),
            made: RefCell::default(),
        })
    }

    pub fn clock(&self) -> Arc<MachineClock> {
        self.clock.clone()
    }

    pub fn folder(&self) -> PathBuf {
        self.dir.path().join(self.copies.get().to_string())
    }

    pub fn sign_outs(&self) -> SignOuts {
        SignOuts::at(self.dir.path())
    }

    /// Everything that lies on this machine's disk.
    pub fn on_the_disk(&self) -> Vec<u8> {
        fn read(folder: &std::path::Path, all: &mut Vec<u8>) {
            for entry in std::fs::read_dir(folder).unwrap().flatten() {
                match entry.path() {
                    path if path.is_dir() => read(&path, all),
                    path => all.extend(std::fs::read(path).unwrap()),
                }
            }
        }
        let mut all = Vec::new();
        read(self.dir.path(), &mut all);
        all
    }

    pub fn open_store(&self) -> Store {
        let folder = AccountFolder::at(self.folder());
        Store::open(
            &folder,
            Box::new(Plain),
            &mut self.ids.borrow_mut(),
            self.clock.now(),
        )
        .unwrap()
    }

    /// Opens a window: store, engine, and somebody who signs in again when asked to.
    pub fn open(self: &Rc<Self>) {
        let store = Rc::new(self.open_store());
        let server_clock = Rc::new(ServerClock::resume(&store, self.clock.clone()).unwrap());
        let ids = IdSource::new(rand_seed(&mut self.ids.borrow_mut(), self.clock.now()));
        let access = Rc::new(Access::new(
            store.clone(),
            self.link.clone(),
            server_clock.clone(),
            ids,
            self.sign_outs(),
        ));
        let (commands, commands_in, events, mut events_in) = channels();
        let seed = rand_seed(&mut self.ids.borrow_mut(), self.clock.now());
        let engine = Engine::new(store.clone(), self.link.clone(), server_clock.clone(), seed);
        let heard = Rc::new(RefCell::new(Vec::new()));
        let ears = {
            let (heard, access, commands) = (heard.clone(), access.clone(), commands.clone());
            let login = self.login;
            tokio::task::spawn_local(async move {
                while let Some(event) = events_in.recv().await {
                    let expired = event == Event::SessionExpired;
                    heard.borrow_mut().push(event);
                    while expired && access.sign_in(login, "secret".into()).await.is_err() {
                        sleep(Duration::from_secs(5)).await;
                    }
                    if expired {
                        let _ = commands.send(Command::SignedIn);
                    }
                }
            })
        };
        let engine = tokio::task::spawn_local(engine.run(commands_in, events));
        let tasks = [engine, ears];
        let events = heard;
        *self.window.borrow_mut() = Some(Window {
            store,
            server_clock,
            access,
            commands,
            events,
            tasks,
        });
    }

    /// Opens a window and signs in.
    pub async fn begin(self: &Rc<Self>) {
        self.open();
        while self
            .access()
            .sign_in(self.login, "secret".into())
            .await
            .is_err()
        {
            sleep(Duration::from_secs(5)).await;
        }
        self.say(Command::SignedIn);
    }

    pub fn store(&self) -> Rc<Store> {
        self.window.borrow().as_ref().unwrap().store.clone()
    }

    pub fn access(&self) -> Rc<Access> {
        self.window.borrow().as_ref().unwrap().access.clone()
    }

    pub fn say(&self, command: Command) {
        let _ = self
            .window
            .borrow()
            .as_ref()
            .unwrap()
            .commands
            .send(command);
    }

    pub fn heard(&self) -> Vec<Event> {
        self.window
            .borrow()
            .as_ref()
            .unwrap()
            .events
            .borrow()
            .clone()
    }

    pub fn forget_heard(&self) {
        self.window
            .borrow()
            .as_ref()
            .unwrap()
            .events
            .borrow_mut()
            .clear();
    }

    /// `kill -9`: the files as they are at this moment are all that is left.
    pub async fn kill(self: &Rc<Self>) {
        self.kill_only().await;
        self.open();
    }

    pub async fn kill_only(&self) {
        let before = self.folder();
        self.copies.set(self.copies.get() + 1);
        let after = self.folder();
        std::fs::create_dir_all(&after).unwrap();
        for file in ["journal.sqlite", "journal.sqlite-wal"] {
            if before.join(file).exists() {
                std::fs::copy(before.join(file), after.join(file)).unwrap();
            }
        }
        self.close().await;
    }

    pub async fn close(&self) {
        let window = self.window.borrow_mut().take().unwrap();
        for task in window.tasks {
            task.abort();
            let _ = task.await;
        }
    }

    /// One gesture: these cells get these contents, from what the screen shows there.
    pub fn write(&self, lesson: LessonId, cells: &[(journal::Cell, Content)]) -> bool {
        self.enter(lesson, cells, false)
    }

    /// The same, and what stands there already is said once more.
    pub fn say_again(&self, lesson: LessonId, cells: &[(journal::Cell, Content)]) -> bool {
        self.enter(lesson, cells, true)
    }

    /// A code that is typed: as a screen records it, which says once more what stands there, all of
    /// it, or of a letter the absence whose reason changes. Answers which cells were not said, for
    /// they are by the store.
    pub fn key(&self, lesson: LessonId, cells: &[(journal::Cell, Content)]) -> Vec<journal::Cell> {
        let Some(mut changes) = self.changes(lesson, cells, true) else {
            return Vec::new();
        };
        let moves = |change: &Change| change.edit.expected() != change.edit.wanted();
        if changes.iter().any(moves) {
            let is_of_a_reason =
                |change: &Change| change.edit.cell() != change.edit.cell().letter();
            let (moved, mut again): (Vec<_>, Vec<_>) = changes.into_iter().partition(moves);
            again.retain(|change| !is_of_a_reason(change));
            changes = moved.into_iter().chain(again).collect();
        }
        let window = self.window.borrow();
        let suspect = window.as_ref().unwrap().server_clock.moment().suspect;
        let store = self.store();
        store
            .record(&changes, &BTreeSet::new(), suspect, None)
            .unwrap();
        let queue = store.queue().unwrap();
        let is_owed = |change: &Change| queue.iter().any(|queued| queued.change.id == change.id);
        let (said, known): (Vec<_>, Vec<_>) = changes.into_iter().partition(is_owed);
        self.made.borrow_mut().extend(said);
        self.say(Command::Wake);
        known.iter().map(|change| change.edit.cell()).collect()
    }

    /// What a gesture would change, and writes nothing.
    pub fn changed(&self, lesson: LessonId, cells: &[(journal::Cell, Content)]) -> Vec<Change> {
        self.changes(lesson, cells, false).unwrap_or_default()
    }

    fn enter(&self, lesson: LessonId, cells: &[(journal::Cell, Content)], again: bool) -> bool {
        let Some(changes) = self.changes(lesson, cells, again) else {
            return false;
        };
        let moment = self.window.borrow().as_ref().unwrap().server_clock.moment();
        self.store().append(&changes, moment.suspect).unwrap();
        self.made.borrow_mut().extend(changes);
        self.say(Command::Wake);
        true
    }

    fn changes(
        &self,
        lesson: LessonId,
        cells: &[(journal::Cell, Content)],
        again: bool,
    ) -> Option<Vec<Change>> {
        let cached = self.store().lesson(lesson).unwrap()?;
        let moment = self.window.borrow().as_ref().unwrap().server_clock.moment();
        let mut ids = self.ids.borrow_mut();
        let gesture = ids.gesture(moment.at);
        let mut sheet = cached.page.sheet;
        let mut changes = Vec::new();
        for (cell, wanted) in cells {
            let edit = Edit::between(*cell, sheet.content(*cell), wanted.clone()).unwrap();
            if edit.expected() == edit.wanted() && !again {
                continue;
            }
            let id = ids.change(moment.at);
            let made_at = moment.at;
            let beside = cell.beside().map(|cell| sheet.content(cell));
            let change = Change {
                id,
                gesture,
                made_at,
                sheet: lesson.into(),
                edit,
                ground: None,
                beside,
                after: None,
            };
            let signature = journal::RollCall {
                by: journal::PersonId(0),
                at: moment.at,
            };
            sheet.put(&change.edit, signature);
            changes.push(change);
        }
        Some(changes)
    }

    pub fn undo(&self) -> Option<Undone> {
        self.undo_where(|_| true)
    }

    pub fn undo_where(&self, is_meant: impl Fn(&Gesture) -> bool) -> Option<Undone> {
        let moment = self.window.borrow().as_ref().unwrap().server_clock.moment();
        let mut ids = self.ids.borrow_mut();
        let undone = self.store().undo(is_meant, &mut ids, moment).unwrap();
        if let Some(undone) = &undone {
            let mut made = self.made.borrow_mut();
            made.retain(|change| !undone.withdrawn.contains(&change.id));
            made.extend(undone.changes.clone());
        }
        self.say(Command::Wake);
        undone
    }

    pub fn resolve_first(&self, resolution: Resolution) -> Vec<Change> {
        let troubles = self.store().troubles().unwrap();
        self.resolve_as_shown(troubles.get(..1).unwrap_or_default(), resolution)
    }

    pub fn resolve_as_shown(&self, shown: &[Trouble], resolution: Resolution) -> Vec<Change> {
        let moment = self.window.borrow().as_ref().unwrap().server_clock.moment();
        let ids = &mut self.ids.borrow_mut();
        let again = self
            .store()
            .resolve(shown, resolution, ids, moment, |_| true)
            .unwrap()
            .again;
        self.made.borrow_mut().extend(again.clone());
        self.say(Command::Wake);
        again
    }

    pub fn fetch(&self, page: PageKey) {
        self.say(Command::Fetch(page));
    }

    pub fn content(&self, cell: journal::Cell) -> Content {
        self.store()
            .lesson(FIRST)
            .unwrap()
            .unwrap()
            .page
            .sheet
            .content(cell)
    }

    /// What is on its way is on the screen, on top.
    pub fn check_screen(&self) {
        let store = self.store();
        let mut last: Vec<(journal::SheetId, journal::Cell, Content)> = Vec::new();
        let queue = store.queue().unwrap();
        for queued in &queue {
            let cell = queued.change.edit.cell();
            last.retain(|(sheet, known, _)| (*sheet, *known) != (queued.change.sheet, cell));
            // What was refused once is sent again without being shown.
            if !queued.again {
                last.push((queued.change.sheet, cell, queued.change.edit.wanted()));
            }
        }
        for lesson in LESSONS {
            let Some(cached) = store.lesson(lesson).unwrap() else {
                continue;
            };
            for (_, cell, wanted) in last.iter().filter(|(of, ..)| *of == lesson.into()) {
                assert_eq!(cached.page.sheet.content(*cell), *wanted);
            }
        }
    }

    /// Waits in the paused time until nothing is owed and nothing moves any more.
    pub async fn settle(&self) {
        for _ in 0..2_000 {
            sleep(Duration::from_secs(2)).await;
            let is_owed = self.store().pending_count().unwrap() > 0;
            if !is_owed && !self.heard().is_empty() {
                return;
            }
        }
        panic!(
            "{} does not come to rest: {:?}",
            self.login,
            self.heard().last()
        );
    }
}

/// A folder in memory where there is one: hundreds of runs wait for no disk.
pub fn quick_dir() -> TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

pub fn rand_seed(ids: &mut IdSource, now: Timestamp) -> [u8; 32] {
    let (a, b) = (ids.change(now), ids.change(now));
    let mut seed = [0; 32];
    seed[..16].copy_from_slice(a.0.as_bytes());
    seed[16..].copy_from_slice(b.0.as_bytes());
    seed
}

/// Runs a test in paused time with local tasks.
pub fn in_paused_time<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .start_paused(true)
        .build();
    tokio::task::LocalSet::new().block_on(&runtime.unwrap(), test)
}
