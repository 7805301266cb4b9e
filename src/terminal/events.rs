//! What comes from the terminal, as a source for the one `select!` of the program.
//!
//! The descriptor stays blocking (it is often shared with the shell), and is read only when the
//! kernel says there is something; everything that waits is read before anyone paints, so that
//! a burst of keys is one frame. Nothing wakes when nothing happens: the timer exists only while
//! an escape sequence stands unfinished.

use std::io;
use std::os::fd::{AsFd, OwnedFd};
use std::time::Duration;

use crossterm::event::KeyEvent;
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::io::Errno;
use tokio::io::Interest;
use tokio::io::unix::AsyncFd;
use tokio::time::{Instant, timeout_at};

use super::parser::Parser;

/// Something from the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "its variants say what they are")]
pub enum TerminalEvent {
    Key(KeyEvent),
    /// A bracketed paste, whole and cleaned: lines end with `\n`, no control characters.
    Paste(String),
    /// The window has another size now; comes from [`Signal::Resize`](super::Signal::Resize).
    Resize,
    /// The terminal is gone: nothing can be shown or typed any more.
    Hangup,
}

/// How long an unfinished sequence is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// After a lone ESC, before it is the Escape key. Lines that cut a sequence by 150 ms are
    /// real, so the default lies above that; more would make Escape itself slow.
    pub escape: Duration,
    /// Within a longer sequence, before it is given up.
    pub sequence: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            escape: Duration::from_millis(200),
            sequence: Duration::from_secs(1),
        }
    }
}

/// So much is read before the caller gets its turn.
const LONGEST_BURST: usize = 256 * 1024;

/// The stream of events of one terminal.
#[derive(Debug)]
pub struct Events {
    fd: AsyncFd<OwnedFd>,
    parser: Parser,
    patience: Patience,
    deadline: Option<Instant>,
    gone: bool,
    gone_told: bool,
}

impl Events {
    /// Events from this descriptor: a tty, or a pipe in tests. Needs the runtime's I/O driver.
    #[expect(
        deprecated,
        reason = "its heir asks in `unsafe` for what an `OwnedFd` promises by its type"
    )]
    pub fn new(fd: OwnedFd, patience: Patience) -> io::Result<Self> {
        Ok(Self {
            fd: AsyncFd::with_interest(fd, Interest::READABLE)?,
            parser: Parser::new(),
            patience,
            deadline: None,
            gone: false,
            gone_told: false,
        })
    }

    /// Events from the standard input.
    pub fn stdin(patience: Patience) -> io::Result<Self> {
        Self::new(io::stdin().as_fd().try_clone_to_owned()?, patience)
    }

    /// The next event. Safe to drop at any time: nothing is lost. After the terminal is gone it
    /// answers [`TerminalEvent::Hangup`] for ever.
    pub async fn next(&mut self) -> TerminalEvent {
        loop {
            if let Some(event) = self.parser.next_event() {
                return event;
            }
            if self.gone {
                self.gone_told = true;
                return TerminalEvent::Hangup;
            }
            let ready = match self.deadline {
                None => self.fd.readable().await,
                Some(deadline) => {
                    let Ok(ready) = timeout_at(deadline, self.fd.readable()).await else {
                        self.give_up_waiting();
                        continue;
                    };
                    ready
                }
            };
            let Ok(mut ready) = ready else {
                self.gone = true;
                continue;
            };
            let drained = drain(ready.get_inner(), &mut self.parser);
            if drained != Drained::More {
                ready.clear_ready();
            }
            self.after(drained);
        }
    }

    /// An event that is there already, without waiting: call it after [`next`](Self::next) until
    /// it has none, then paint once.
    pub fn try_next(&mut self) -> Option<TerminalEvent> {
        if let Some(event) = self.parser.next_event() {
            return Some(event);
        }
        if !self.gone {
            let drained = drain(self.fd.get_ref(), &mut self.parser);
            self.after(drained);
        }
        let event = self.parser.next_event();
        if event.is_none() && self.gone && !self.gone_told {
            self.gone_told = true;
            return Some(TerminalEvent::Hangup);
        }
        event
    }

    fn after(&mut self, drained: Drained) {
        match drained {
            Drained::Nothing => return,
            Drained::Something | Drained::More => {}
            Drained::Gone => self.gone = true,
        }
        let wait = if self.parser.pending_escape() {
            Some(self.patience.escape)
        } else {
            self.parser
                .pending_sequence()
                .then_some(self.patience.sequence)
        };
        self.deadline = wait.map(|wait| Instant::now() + wait);
    }

    /// The time is over; but if this program itself was slow, the rest may be there by now.
    fn give_up_waiting(&mut self) {
        match drain(self.fd.get_ref(), &mut self.parser) {
            Drained::Nothing => {
                self.parser.flush_escape();
                self.deadline = None;
            }
            drained => self.after(drained),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Drained {
    Nothing,
    Something,
    /// There is still more to read.
    More,
    Gone,
}

/// Reads everything that waits. A blocking descriptor is asked before each read.
fn drain(fd: &OwnedFd, parser: &mut Parser) -> Drained {
    let mut buffer = [0; 4096];
    let mut total = 0;
    while total < LONGEST_BURST {
        if !is_readable(fd) {
            return if total > 0 {
                Drained::Something
            } else {
                Drained::Nothing
            };
        }
        match rustix::io::read(fd, &mut buffer) {
            // A pty whose other side is closed answers EIO.
            Ok(0) => return Drained::Gone,
            Ok(count) => {
                parser.feed(buffer.get(..count).unwrap_or_default());
                total += count;
            }
            Err(Errno::INTR | Errno::AGAIN) => {}
            Err(_) => return Drained::Gone,
        }
    }
    Drained::More
}

/// Also true at the end of the file and after a hang-up, so that the read can tell.
fn is_readable(fd: &OwnedFd) -> bool {
    loop {
        match poll(
            &mut [PollFd::new(fd, PollFlags::IN)],
            Some(&Timespec::default()),
        ) {
            Err(Errno::INTR) => {}
            answer => return answer.is_ok_and(|ready| ready > 0),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;
    use std::os::fd::OwnedFd;
    use std::time::Duration;

    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

    use super::{Events, Patience, TerminalEvent};

    const LONG: Duration = Duration::from_mins(10);
    const SHORT: Duration = Duration::from_millis(1);

    fn events(escape: Duration) -> (Events, std::io::PipeWriter) {
        let (reader, writer) = std::io::pipe().unwrap();
        let patience = Patience {
            escape,
            sequence: LONG,
        };
        (
            Events::new(OwnedFd::from(reader), patience).unwrap(),
            writer,
        )
    }

    fn key(code: KeyCode) -> TerminalEvent {
        TerminalEvent::Key(KeyEvent::new(code, KeyModifiers::NONE))
    }

    fn run(test: impl Future<Output = ()>) {
        tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap()
            .block_on(test);
    }

    #[test]
    fn a_burst_is_drained_at_once() {
        run(async {
            let (mut events, mut writer) = events(LONG);
            writer.write_all("н\x1b[B5".as_bytes()).unwrap();
            let mut got = vec![events.next().await];
            while let Some(event) = events.try_next() {
                got.push(event);
            }
            assert_eq!(
                got,
                [
                    key(KeyCode::Char('н')),
                    key(KeyCode::Down),
                    key(KeyCode::Char('5'))
                ]
            );
            writer.write_all(b"x").unwrap();
            assert_eq!(events.try_next(), Some(key(KeyCode::Char('x'))));
            assert_eq!(events.try_next(), None);
        });
    }

    #[test]
    fn a_cut_arrow_is_an_arrow_and_a_lone_escape_is_escape() {
        run(async {
            let (mut events, mut writer) = events(LONG);
            writer.write_all(b"\x1b").unwrap();
            assert_eq!(events.try_next(), None);
            writer.write_all(b"[").unwrap();
            assert_eq!(events.try_next(), None);
            writer.write_all(b"A").unwrap();
            assert_eq!(events.next().await, key(KeyCode::Up));
        });
        run(async {
            let (mut events, mut writer) = events(SHORT);
            writer.write_all(b"\x1b").unwrap();
            assert_eq!(events.next().await, key(KeyCode::Esc));
            writer.write_all(b"a").unwrap();
            assert_eq!(events.next().await, key(KeyCode::Char('a')));
        });
    }

    #[test]
    fn the_rest_that_came_while_we_were_busy_is_found() {
        run(async {
            let (mut events, mut writer) = events(SHORT);
            writer.write_all(b"\x1b").unwrap();
            assert_eq!(events.try_next(), None);
            writer.write_all(b"[A").unwrap();
            std::thread::yield_now();
            events.deadline = Some(tokio::time::Instant::now());
            events.give_up_waiting();
            assert_eq!(events.next().await, key(KeyCode::Up));
        });
    }

    #[test]
    fn waiting_can_be_dropped_at_any_time() {
        run(async {
            let (mut events, mut writer) = events(LONG);
            for byte in "\x1b[200~вставка\x1b[201~".as_bytes() {
                tokio::select! {
                    biased;
                    _ = events.next() => panic!("nothing is complete yet"),
                    () = tokio::task::yield_now() => {}
                }
                writer.write_all(&[*byte]).unwrap();
            }
            assert_eq!(
                events.next().await,
                TerminalEvent::Paste("вставка".to_owned())
            );
        });
    }

    #[test]
    fn the_end_of_the_line_is_a_hangup() {
        run(async {
            let (mut events, mut writer) = events(LONG);
            writer.write_all(b"q").unwrap();
            drop(writer);
            assert_eq!(events.next().await, key(KeyCode::Char('q')));
            assert_eq!(events.try_next(), Some(TerminalEvent::Hangup));
            assert_eq!(events.try_next(), None);
            assert_eq!(events.next().await, TerminalEvent::Hangup);
        });
    }

    #[test]
    fn a_long_paste_is_one_event() {
        run(async {
            let (mut events, mut writer) = events(LONG);
            let text = "Упражнение 431\n".repeat(20_000);
            let sent = format!("\x1b[200~{}\x1b[201~", text.replace('\n', "\r\n"));
            let sender = std::thread::spawn(move || writer.write_all(sent.as_bytes()));
            assert_eq!(events.next().await, TerminalEvent::Paste(text));
            sender.join().unwrap().unwrap();
        });
    }
}
