//! Taking the terminal and giving it back exactly as it was.
//!
//! The settings of the tty are changed without flushing its input queue, so that keys typed
//! before the program is up are kept. Leaving is idempotent and complete, whoever does it first:
//! the end of `main`, a signal, or the panic hook.

use std::io::{self, Write};
use std::os::fd::{AsFd, OwnedFd};
use std::sync::{Arc, Mutex, PoisonError, TryLockError};

use rustix::io::Errno;
use rustix::termios::{OptionalActions, Termios, tcgetattr, tcsetattr};

use super::tty::TtyWriter;

/// Alternate screen; bracketed paste; no wrapping at the right edge (a line that is too long for
/// a moment while the window shrinks must not push the picture apart).
const ENTER: &[u8] = b"\x1b[?1049h\x1b[?2004h\x1b[?7l";
/// Attributes, scroll region, wrapping, paste, cursor; the screen is erased for terminals that
/// have no second one (the Linux console); last of all the first screen.
const LEAVE: &[u8] = b"\x1b[m\x1b[r\x1b[?7h\x1b[?2004l\x1b[?25h\x1b[H\x1b[J\x1b[?1049l";

/// Holds the terminal; gives it back when dropped.
#[derive(Debug)]
pub struct TerminalGuard {
    claim: Arc<Claim>,
}

/// What the guard and the panic hook share.
#[derive(Debug)]
pub(super) struct Claim {
    input: OwnedFd,
    output: OwnedFd,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// The settings to give back; there are some from the first claim on.
    before: Option<Termios>,
    taken: bool,
}

impl TerminalGuard {
    /// Takes the terminal on the standard input and output.
    pub fn enter() -> io::Result<Self> {
        Self::enter_on(
            io::stdin().as_fd().try_clone_to_owned()?,
            io::stdout().as_fd().try_clone_to_owned()?,
        )
    }

    /// Takes this terminal. Fails with the tty untouched when `input` is none.
    pub fn enter_on(input: OwnedFd, output: OwnedFd) -> io::Result<Self> {
        let claim = Arc::new(Claim {
            input,
            output,
            state: Mutex::default(),
        });
        claim.take()?;
        Ok(Self { claim })
    }

    /// Gives the terminal back; nothing happens if it is already given back. Everything is
    /// tried, whatever fails: the line may be gone.
    pub fn leave(&self) {
        self.claim.give_back();
    }

    /// Takes the terminal again: after Ctrl+Z and `fg`, or after somebody else stopped and
    /// continued us, when the shell may have changed its settings behind our back. The screen
    /// must be painted anew afterwards: [`repaint`](super::repaint).
    pub fn reclaim(&self) -> io::Result<()> {
        self.claim.take()
    }

    pub(super) fn claim(&self) -> Arc<Claim> {
        Arc::clone(&self.claim)
    }
}

impl Drop for TerminalGuard {
    fn drop(&mut self) {
        self.leave();
    }
}

impl Claim {
    fn take(&self) -> io::Result<()> {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        let before = match (&state.before, state.taken) {
            (Some(before), true) => before.clone(),
            _ => tcgetattr(&self.input)?,
        };
        let mut raw = before.clone();
        raw.make_raw();
        set(&self.input, &raw)?;
        state.before = Some(before);
        state.taken = true;
        self.send(ENTER)
    }

    pub(super) fn give_back(&self) {
        let mut state = match self.state.try_lock() {
            Ok(state) => state,
            Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
            // A panic inside of `take` or here: the lock is ours, and there is nothing to save.
            Err(TryLockError::WouldBlock) => return,
        };
        if !std::mem::take(&mut state.taken) {
            return;
        }
        let _ = self.send(LEAVE);
        if let Some(before) = &state.before {
            let _ = set(&self.input, before);
        }
    }

    fn send(&self, bytes: &[u8]) -> io::Result<()> {
        TtyWriter::new(self.output.try_clone()?).write_all(bytes)
    }
}

/// At once and without flushing the input (not `TCSAFLUSH`), and without waiting for output
/// that a dead line will never take (not `TCSADRAIN`).
fn set(tty: &OwnedFd, settings: &Termios) -> io::Result<()> {
    loop {
        match tcsetattr(tty, OptionalActions::Now, settings) {
            Err(Errno::INTR) => {}
            done => return Ok(done?),
        }
    }
}

#[cfg(test)]
mod tests;
