//! A program in a terminal: what it shows is known by an emulator, what it writes byte by byte.

mod keys;
mod screen;

pub use keys::key;
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use screen::Shared;
use std::ffi::OsStr;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

/// Which program, and in which terminal.
pub struct PtyBuilder {
    command: CommandBuilder,
    size: PtySize,
}

impl PtyBuilder {
    /// A program in a terminal of 80×24 that calls itself `xterm-256color`, in Russian. Nothing
    /// of the tester's environment but `PATH`.
    pub fn new(program: impl AsRef<OsStr>) -> Self {
        let mut command = CommandBuilder::new(program);
        command.env_clear();
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command.env("TERM", "xterm-256color");
        command.env("LANG", "ru_RU.UTF-8");
        Self {
            command,
            size: size(80, 24),
        }
    }

    /// One more argument.
    #[must_use]
    pub fn arg(mut self, arg: impl AsRef<OsStr>) -> Self {
        self.command.arg(arg);
        self
    }

    /// More arguments.
    #[must_use]
    pub fn args(mut self, args: impl IntoIterator<Item = impl AsRef<OsStr>>) -> Self {
        self.command.args(args);
        self
    }

    /// A variable of the environment.
    #[must_use]
    pub fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// `HOME` and the folders of the XDG standard inside `dir`.
    #[must_use]
    pub fn home(self, dir: &Path) -> Self {
        self.env("HOME", dir)
            .env("XDG_CONFIG_HOME", dir.join("config"))
            .env("XDG_DATA_HOME", dir.join("data"))
            .env("XDG_STATE_HOME", dir.join("state"))
            .env("XDG_CACHE_HOME", dir.join("cache"))
    }

    /// The folder it starts in.
    #[must_use]
    pub fn cwd(mut self, dir: &Path) -> Self {
        self.command.cwd(dir);
        self
    }

    /// The size in columns and lines.
    #[must_use]
    pub fn size(mut self, columns: u16, lines: u16) -> Self {
        self.size = size(columns, lines);
        self
    }

    /// Starts it.
    pub fn spawn(self) -> Pty {
        let pair = native_pty_system().openpty(self.size).expect("a terminal");
        let settings_before = settings(&*pair.master);
        let child = pair
            .slave
            .spawn_command(self.command)
            .expect("the program starts");
        drop(pair.slave);
        let reader = pair.master.try_clone_reader().expect("its output");
        let writer = pair.master.take_writer().expect("its input");
        let shared = Arc::new(Shared::new(self.size));
        let pid = child
            .process_id()
            .and_then(|pid| Pid::from_raw(i32::try_from(pid).ok()?));
        listen(reader, Arc::clone(&shared));
        await_end(child, Arc::clone(&shared));
        Pty {
            master: pair.master,
            writer,
            pid: pid.expect("a process"),
            shared,
            settings_before,
        }
    }
}

fn settings(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().expect("a terminal's settings"))
}

fn size(columns: u16, lines: u16) -> PtySize {
    PtySize {
        rows: lines,
        cols: columns,
        pixel_width: 0,
        pixel_height: 0,
    }
}

fn listen(mut reader: Box<dyn Read + Send>, shared: Arc<Shared>) {
    std::thread::spawn(move || {
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(length @ 1..) = reader.read(&mut buffer) {
            shared.wrote(buffer.get(..length).unwrap_or_default());
        }
        shared.fell_silent();
    });
}

fn await_end(mut child: Box<dyn Child + Send + Sync>, shared: Arc<Shared>) {
    std::thread::spawn(move || {
        let status = child.wait().expect("the program's status");
        shared.ended(status);
    });
}

/// A program that runs in a terminal. Dropped, it is killed.
pub struct Pty {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    pid: Pid,
    shared: Arc<Shared>,
    settings_before: String,
}

/// How a program ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ended {
    /// Its exit code.
    pub code: u32,
    /// The signal that killed it, if one did.
    pub signal: Option<String>,
}

impl Pty {
    /// A program without arguments in a terminal of 80×24.
    pub fn spawn(program: impl AsRef<OsStr>) -> Self {
        PtyBuilder::new(program).spawn()
    }

    /// Types text and keys ([`key`]) in one write.
    pub fn send(&mut self, keys: impl AsRef<[u8]>) {
        self.writer
            .write_all(keys.as_ref())
            .expect("a terminal that takes keys");
        self.writer.flush().expect("a terminal that takes keys");
    }

    /// The screen as text, a line for each row.
    pub fn screen(&self) -> String {
        self.shared.look(screen::Seen::text)
    }

    /// Something about the screen: `pty.look(|screen| screen.cursor_position())`.
    pub fn look<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        self.shared.look(|seen| look(seen.screen()))
    }

    /// Waits until `text` stands on the screen and returns the screen; fails the test with the
    /// last screen when it does not in time.
    pub fn wait_for(&self, text: &str, limit: Duration) -> String {
        self.wait_until(&format!("{text:?}"), limit, |screen| screen.contains(text))
    }

    /// Waits until `text` no longer stands on the screen.
    pub fn wait_gone(&self, text: &str, limit: Duration) -> String {
        self.wait_until(&format!("no {text:?}"), limit, |screen| {
            !screen.contains(text)
        })
    }

    /// Waits until the screen's text is as wanted; `what` is for the message of the failure.
    pub fn wait_until(
        &self,
        what: &str,
        limit: Duration,
        mut wanted: impl FnMut(&str) -> bool,
    ) -> String {
        let found = self.shared.wait(limit, |seen| {
            let text = seen.text();
            wanted(&text).then_some(text)
        });
        self.or_fail(found, what, limit)
    }

    /// Waits until the screen is as wanted, cursor, attributes and modes included.
    pub fn wait_on(
        &self,
        what: &str,
        limit: Duration,
        mut wanted: impl FnMut(&vt100::Screen) -> bool,
    ) {
        let found = self
            .shared
            .wait(limit, |seen| wanted(seen.screen()).then_some(()));
        self.or_fail(found, what, limit);
    }

    /// The settings of the terminal (echo, line editing, signals …): those it had before the
    /// program started, and those it has now.
    pub fn settings(&self) -> (&str, String) {
        (&self.settings_before, settings(&*self.master))
    }

    /// Waits until so many bytes have been written in all, and returns how many.
    pub fn wait_for_bytes(&self, at_least: usize, limit: Duration) -> usize {
        let found = self.shared.wait(limit, |seen| {
            let written = seen.raw().len();
            (written >= at_least).then_some(written)
        });
        self.or_fail(found, &format!("{at_least} bytes"), limit)
    }

    /// Everything it has written so far.
    pub fn raw(&self) -> Vec<u8> {
        self.shared.look(|seen| seen.raw().to_vec())
    }

    /// Makes the terminal larger or smaller; the program gets SIGWINCH.
    pub fn resize(&self, columns: u16, lines: u16) {
        let size = size(columns, lines);
        self.shared.resize(size);
        self.master
            .resize(size)
            .expect("a terminal that can be resized");
    }

    /// Its process id.
    pub fn pid(&self) -> u32 {
        u32::try_from(self.pid.as_raw_nonzero().get()).unwrap_or_default()
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) {
        kill_process(self.pid, signal).expect("a program that can be signalled");
    }

    /// `kill -9`, and waits for the end.
    pub fn kill(&self) -> Ended {
        self.signal(Signal::KILL);
        self.wait_exit(Duration::from_secs(10))
    }

    /// Waits for the end of the program.
    pub fn wait_exit(&self, limit: Duration) -> Ended {
        let found = self.shared.wait(limit, |seen| {
            let status = seen.status().filter(|_| seen.is_silent())?;
            let signal = status.signal().map(str::to_owned);
            Some(Ended {
                code: status.exit_code(),
                signal,
            })
        });
        self.or_fail(found, "the end of the program", limit)
    }

    /// Whether the program has ended.
    pub fn has_ended(&self) -> bool {
        self.shared.look(|seen| seen.status().is_some())
    }

    fn or_fail<T>(&self, found: Option<T>, what: &str, limit: Duration) -> T {
        found.unwrap_or_else(|| {
            let ended = if self.has_ended() {
                ", and the program has ended"
            } else {
                ""
            };
            panic!(
                "waited {limit:?} for {what}{ended}; the screen:\n{}",
                self.screen()
            )
        })
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        if !self.has_ended() {
            let _ = kill_process(self.pid, Signal::KILL);
        }
    }
}

#[cfg(test)]
mod tests;
