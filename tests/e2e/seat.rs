//! A workplace: a folder with the client's settings and memory, at which the binary is started.

use crate::house::ask;
use offline::AccountFolder;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::fs::inotify::{self, CreateFlags, WatchFlags};
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use testkit::pty::key;
use testkit::{Proxy, Pty, PtyBuilder, fixture};

/// The longest wait for anything; a failing test takes so long.
pub const LIMIT: Duration = Duration::from_secs(30);
/// A minute into the fixture's running lesson.
pub const NOW: &str = "2026-11-16T09:26";
/// What the status line says when everything has arrived.
pub const SETTLED: &str = "● на сервере";

/// The program that is tested.
pub const PROGRAM: &str = env!("CARGO_BIN_EXE_zhurnal");

/// To the first pupil, from wherever the cursor is.
pub const FIRST: &str = "\x1b[1;5H";

/// The workplace.
pub struct Seat {
    dir: TempDir,
    url: String,
    now: &'static str,
}

impl Seat {
    /// A new one, whose client is told that the server is at `url`.
    pub fn at(url: &str) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let seat = Self {
            dir,
            url: url.to_owned(),
            now: NOW,
        };
        seat.configure(&format!("[server]\nurl = \"{url}\"\n"));
        seat
    }

    /// With another clock.
    pub fn clock(mut self, now: &'static str) -> Self {
        self.now = now;
        self
    }

    /// Writes the settings.
    pub fn configure(&self, config: &str) {
        std::fs::write(self.dir().join("config.toml"), config).expect("a file of settings");
    }

    /// The folder.
    pub fn dir(&self) -> &Path {
        self.dir.path()
    }

    /// Where the memory of an account is.
    pub fn account(&self, login: &str) -> AccountFolder {
        AccountFolder::of(&self.dir().join("client"), &self.url, login)
    }

    /// The client in a terminal where a whole class fits in, not yet started.
    pub fn client(&self) -> PtyBuilder {
        PtyBuilder::new(PROGRAM)
            .arg("--dir")
            .arg(self.dir())
            .args(["--now", self.now])
            .home(self.dir())
            .cwd(self.dir())
            .size(120, 40)
    }

    /// Starts the client.
    pub fn start(&self) -> Pty {
        self.client().spawn()
    }

    /// Starts the client, where somebody was signed in before, and waits for the lesson.
    pub fn return_to_lesson(&self) -> Pty {
        let pty = self.start();
        pty.wait_for("Урок · 7Б · Алгебра", LIMIT);
        // The last line is the last to come.
        pty.wait_for("F4 перекличка", LIMIT);
        pty
    }

    /// Starts the client and signs in; waits until the running lesson is there as the server has
    /// it.
    pub fn sign_in(&self, login: &str) -> Pty {
        let mut pty = self.start();
        pty.wait_for("Логин", LIMIT);
        type_in(&mut pty, login, fixture::PASSWORD);
        pty.wait_for("Урок · 7Б · Алгебра", LIMIT);
        pty.wait_for(SETTLED, LIMIT);
        pty
    }
}

/// Types into the form of signing in.
pub fn type_in(pty: &mut Pty, login: &str, password: &str) {
    pty.send(format!("{login}{0}{password}{0}", key::ENTER));
}

/// Waits until it is so, and asks whenever something is written, made or removed in a folder: for
/// what no screen shows.
pub fn until_kept(folder: &Path, what: &str, mut is_so: impl FnMut() -> bool) {
    let watch = inotify::init(CreateFlags::CLOEXEC).expect("a watch");
    let writes = WatchFlags::MODIFY | WatchFlags::CREATE | WatchFlags::MOVE | WatchFlags::DELETE;
    inotify::add_watch(&watch, folder, writes).expect("a folder to watch");
    let began = Instant::now();
    // Whatever was written is looked at again; and once more a moment later, since a reader sees the
    // last frames of a log only when their index has followed, which no watch tells of.
    let moment = Timespec::try_from(Duration::from_millis(200)).expect("a short time");
    while !is_so() {
        assert!(began.elapsed() < LIMIT, "never came: {what}");
        let mut events = [PollFd::new(&watch, PollFlags::IN)];
        if poll(&mut events, Some(&moment)).expect("a poll") > 0 {
            rustix::io::read(&watch, &mut [0; 4096]).expect("what was written");
        }
    }
}

/// Waits until it is so, and asks whenever something has come through the line: for what only a
/// server knows.
pub fn until_carried(line: &Proxy, what: &str, mut is_so: impl FnMut() -> bool) {
    let mut carrying = line.carrying();
    while !is_so() {
        let carried = ask(async { tokio::time::timeout(LIMIT, carrying.changed()).await });
        assert!(matches!(carried, Ok(Ok(()))), "never came: {what}");
    }
}

/// Keys that lead to the cell of the nth pupil, from 1: the column of attendance, or `right` of it.
pub fn to_cell(pupil: usize, right: usize) -> String {
    // «Home» is the first column in which one can write.
    let (down, right) = (key::DOWN.repeat(pupil - 1), key::RIGHT.repeat(right));
    format!("{FIRST}{}{down}{right}", key::HOME)
}
