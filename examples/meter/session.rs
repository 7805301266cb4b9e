//! A program in a pseudo-terminal, its output stamped with the time.

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// A start, and a burst of keys, is over when nothing has come for so long.
pub const QUIET: Duration = Duration::from_millis(250);
const LIMIT: Duration = Duration::from_secs(30);

/// A running program with its emulated screen. Dropped, it is over with the terminal.
pub struct Session {
    _master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    output: Receiver<(Instant, Vec<u8>)>,
    screen: vt100::Parser,
    /// Its process.
    pub pid: u32,
    /// From its start to its content.
    pub content: Duration,
    /// Bytes so far.
    pub written: usize,
}

/// What one write of keys brought.
#[derive(Default)]
pub struct Seen {
    /// From the write to the last output that changed the picture.
    pub shown: Option<Duration>,
    /// Bytes, whether they changed anything or not.
    pub bytes: usize,
}

impl Session {
    /// Starts the program and waits until `wait` stands on its screen and all is quiet.
    pub fn start(command: &[String], size: &str, wait: &str) -> Self {
        let (columns, lines) = size.split_once('x').expect("--size 120x40");
        let (cols, rows) = (
            columns.parse().expect("columns"),
            lines.parse().expect("lines"),
        );
        let size = PtySize {
            rows,
            cols,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut builder = CommandBuilder::from_argv(command.iter().map(Into::into).collect());
        builder.env("TERM", "xterm-256color");
        builder.env("LANG", "ru_RU.UTF-8");
        let mut reader = pair.master.try_clone_reader().expect("its output");
        let writer = pair.master.take_writer().expect("its input");
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut buffer = vec![0; 64 * 1024];
            while let Ok(length @ 1..) = reader.read(&mut buffer) {
                if sender
                    .send((Instant::now(), buffer[..length].to_vec()))
                    .is_err()
                {
                    return;
                }
            }
        });
        let side = |length| NonZeroU16::new(length).expect("a size that is not 0");
        let started = Instant::now();
        let child = pair
            .slave
            .spawn_command(builder)
            .expect("the program starts");
        drop(pair.slave);
        let mut session = Self {
            _master: pair.master,
            pid: child.process_id().unwrap_or_default(),
            child,
            writer,
            output,
            screen: vt100::Parser::new(side(rows), side(cols), 0),
            content: Duration::ZERO,
            written: 0,
        };
        while session.content.is_zero() {
            let Ok((at, chunk)) = session.output.recv_timeout(LIMIT) else {
                let shown = session.screen.screen().contents();
                panic!("waited for {wait:?}; what was there:\n{shown}");
            };
            session.take(&chunk);
            if session.screen.screen().contents().contains(wait) {
                session.content = at - started;
            }
        }
        while let Ok((_, chunk)) = session.output.recv_timeout(QUIET) {
            session.take(&chunk);
        }
        session
    }

    fn take(&mut self, chunk: &[u8]) {
        self.written += chunk.len();
        self.screen.process(chunk);
    }

    /// Sends keys and listens for so long; for a long burst, until it is so long quiet.
    pub fn press(&mut self, keys: &[u8], listen: Duration) -> Seen {
        let started = Instant::now();
        self.writer
            .write_all(keys)
            .expect("a terminal that takes keys");
        let mut until = started + listen;
        let mut chunks = Vec::new();
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            let Ok((at, chunk)) = self.output.recv_timeout(left) else {
                break;
            };
            if listen == QUIET {
                until = at + listen;
            }
            chunks.push((at, chunk));
        }
        // Emulated only now: the clock does not count our own work.
        let mut seen = Seen::default();
        let mut before = self.picture();
        for (at, chunk) in chunks {
            self.take(&chunk);
            seen.bytes += chunk.len();
            let now = self.picture();
            if now != before {
                seen.shown = Some(at - started);
                before = now;
            }
        }
        seen
    }

    /// What is on the screen.
    pub fn picture(&self) -> Picture {
        let screen = self.screen.screen();
        let (rows, columns) = screen.size();
        let cell = |row, column| {
            let cell = screen.cell(row, column)?;
            let back = (cell.bgcolor(), cell.inverse(), cell.underline());
            // The colour of a blank is not seen.
            let text = Some(cell.contents()).filter(|text| !text.trim().is_empty());
            let letter = text.map(|text| (text, cell.fgcolor(), cell.bold(), cell.dim()));
            Some(format!("{letter:?}{back:?}"))
        };
        let line = |row| {
            (0..columns.get())
                .filter_map(|column| cell(row, column))
                .collect()
        };
        Picture {
            lines: (0..rows.get()).map(line).collect(),
            cursor: screen.cursor_position(),
        }
    }

    /// Ends the program by a key, by force if it will not.
    pub fn end(mut self, quit: &str) {
        let quit = script(quit)
            .into_iter()
            .flat_map(|key| key.bytes)
            .collect::<Vec<_>>();
        let _ = self.writer.write_all(&quit);
        // Its end is the end of its output.
        while self.output.recv_timeout(Duration::from_secs(5)).is_ok() {}
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Text, attributes and cursor.
#[derive(PartialEq)]
pub struct Picture {
    lines: Vec<String>,
    cursor: (u16, u16),
}

impl Picture {
    /// How many lines differ, the cursor being one.
    pub fn differs_from(&self, other: &Self) -> usize {
        let lines = self
            .lines
            .iter()
            .zip(&other.lines)
            .filter(|(a, b)| a != b)
            .count();
        lines + usize::from(self.cursor != other.cursor)
    }
}

/// A key of a script.
pub struct Key {
    /// As in the script.
    pub name: String,
    /// As an xterm sends it.
    pub bytes: Vec<u8>,
}

/// The keys of `Down*25 Up*25 F10`.
pub fn script(text: &str) -> Vec<Key> {
    let one = |word: &str| {
        let (name, times) = word.split_once('*').unwrap_or((word, "1"));
        let bytes = key(name);
        let key = move || Key {
            name: name.to_owned(),
            bytes: bytes.clone().into_bytes(),
        };
        std::iter::repeat_with(key)
            .take(times.parse().expect("a number after *"))
            .collect::<Vec<_>>()
    };
    text.split_whitespace().flat_map(one).collect()
}

fn key(name: &str) -> String {
    const NAMED: [(&str, &str); 14] = [
        ("Up", "\x1b[A"),
        ("Down", "\x1b[B"),
        ("Right", "\x1b[C"),
        ("Left", "\x1b[D"),
        ("Alt-Right", "\x1b[1;3C"),
        ("Alt-Left", "\x1b[1;3D"),
        ("Home", "\x1b[H"),
        ("End", "\x1b[F"),
        ("PageUp", "\x1b[5~"),
        ("PageDown", "\x1b[6~"),
        ("Enter", "\r"),
        ("Esc", "\x1b"),
        ("F5", "\x1b[15~"),
        ("F10", "\x1b[21~"),
    ];
    let known = NAMED.iter().find(|(known, _)| *known == name);
    known.map_or_else(|| name.to_owned(), |(_, bytes)| (*bytes).to_owned())
}
