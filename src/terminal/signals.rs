//! Signals as events of the one loop.

use std::io;

use tokio::signal::unix::{Signal as Stream, SignalKind, signal};

use super::guard::TerminalGuard;

/// What a signal asks of the program.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Signal {
    /// INT, TERM, HUP or QUIT: save, restore the terminal, leave.
    Quit,
    /// TSTP: restore the terminal and stop; see [`suspend`].
    Suspend,
    /// CONT: take the terminal again ([`TerminalGuard::reclaim`]) and paint everything
    /// ([`repaint`](super::repaint)).
    Continue,
    /// WINCH: draw; the backend finds the new size by itself.
    Resize,
}

/// The signals of this process. Streams of tokio: nothing wakes when none comes.
#[derive(Debug)]
pub struct Signals {
    interrupt: Stream,
    terminate: Stream,
    hangup: Stream,
    quit: Stream,
    stop: Stream,
    cont: Stream,
    window: Stream,
}

impl Signals {
    /// Starts listening; from now on none of these ends the process by itself.
    pub fn new() -> io::Result<Self> {
        let raw = |signal: rustix::process::Signal| SignalKind::from_raw(signal.as_raw());
        Ok(Self {
            interrupt: signal(SignalKind::interrupt())?,
            terminate: signal(SignalKind::terminate())?,
            hangup: signal(SignalKind::hangup())?,
            quit: signal(SignalKind::quit())?,
            stop: signal(raw(rustix::process::Signal::TSTP))?,
            cont: signal(raw(rustix::process::Signal::CONT))?,
            window: signal(SignalKind::window_change())?,
        })
    }

    /// The next signal; several of one kind that came together are one. Safe to drop.
    pub async fn next(&mut self) -> Signal {
        tokio::select! {
            biased;
            _ = self.interrupt.recv() => Signal::Quit,
            _ = self.terminate.recv() => Signal::Quit,
            _ = self.hangup.recv() => Signal::Quit,
            _ = self.quit.recv() => Signal::Quit,
            _ = self.stop.recv() => Signal::Suspend,
            _ = self.cont.recv() => Signal::Continue,
            _ = self.window.recv() => Signal::Resize,
        }
    }
}

/// Restores the terminal and stops this process. Returns when it is continued; the CONT that
/// did it then comes as [`Signal::Continue`], and only there the terminal is taken again, so
/// that a stop from outside goes the same way. SIGSTOP and not SIGTSTP, because a SIGTSTP a
/// process sends to itself is dropped when its group is orphaned.
pub fn suspend(guard: &TerminalGuard) -> io::Result<()> {
    guard.leave();
    Ok(rustix::process::kill_process(
        rustix::process::getpid(),
        rustix::process::Signal::STOP,
    )?)
}

#[cfg(test)]
mod tests {
    use rustix::process::{Signal as Raw, getpid, kill_process};

    use super::{Signal, Signals};

    #[test]
    fn signals_arrive_as_events() {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .unwrap();
        runtime.block_on(async {
            let mut signals = Signals::new().unwrap();
            for (raw, expected) in [
                (Raw::WINCH, Signal::Resize),
                (Raw::CONT, Signal::Continue),
                (Raw::TSTP, Signal::Suspend),
                (Raw::HUP, Signal::Quit),
                (Raw::TERM, Signal::Quit),
                (Raw::INT, Signal::Quit),
                (Raw::QUIT, Signal::Quit),
            ] {
                kill_process(getpid(), raw).unwrap();
                assert_eq!(signals.next().await, expected, "{raw:?}");
            }
        });
    }
}
