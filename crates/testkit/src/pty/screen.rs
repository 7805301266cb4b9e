//! What is known of a terminal, shared between the threads that listen and the test that waits.

use portable_pty::{ExitStatus, PtySize};
use std::num::NonZeroU16;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// What a terminal has seen.
pub(super) struct Seen {
    parser: vt100::Parser,
    raw: Vec<u8>,
    silent: bool,
    status: Option<ExitStatus>,
}

impl Seen {
    pub(super) fn screen(&self) -> &vt100::Screen {
        self.parser.screen()
    }

    pub(super) fn text(&self) -> String {
        self.screen().contents()
    }

    pub(super) fn raw(&self) -> &[u8] {
        &self.raw
    }

    pub(super) fn status(&self) -> Option<&ExitStatus> {
        self.status.as_ref()
    }

    /// Whether everything that was written has been seen.
    pub(super) fn is_silent(&self) -> bool {
        self.silent
    }
}

/// The same, with a bell for those who wait.
pub(super) struct Shared {
    seen: Mutex<Seen>,
    news: Condvar,
}

impl Shared {
    pub(super) fn new(size: PtySize) -> Self {
        let (lines, columns) = lines_and_columns(size);
        let parser = vt100::Parser::new(lines, columns, 0);
        let seen = Seen {
            parser,
            raw: Vec::new(),
            silent: false,
            status: None,
        };
        Self {
            seen: Mutex::new(seen),
            news: Condvar::new(),
        }
    }

    pub(super) fn look<T>(&self, look: impl FnOnce(&Seen) -> T) -> T {
        look(&self.lock())
    }

    pub(super) fn wrote(&self, bytes: &[u8]) {
        self.tell(|seen| {
            seen.raw.extend_from_slice(bytes);
            seen.parser.process(bytes);
        });
    }

    pub(super) fn fell_silent(&self) {
        self.tell(|seen| seen.silent = true);
    }

    pub(super) fn ended(&self, status: ExitStatus) {
        self.tell(|seen| seen.status = Some(status));
    }

    pub(super) fn resize(&self, size: PtySize) {
        let (lines, columns) = lines_and_columns(size);
        self.tell(|seen| seen.parser.set_size(lines, columns));
    }

    /// Waits until `wanted` finds something; none when the time is over.
    pub(super) fn wait<T>(
        &self,
        limit: Duration,
        mut wanted: impl FnMut(&Seen) -> Option<T>,
    ) -> Option<T> {
        let until = Instant::now() + limit;
        let mut seen = self.lock();
        loop {
            if let Some(found) = wanted(&seen) {
                return Some(found);
            }
            let left = until.checked_duration_since(Instant::now())?;
            seen = self
                .news
                .wait_timeout(seen, left)
                .unwrap_or_else(PoisonError::into_inner)
                .0;
        }
    }

    fn tell(&self, change: impl FnOnce(&mut Seen)) {
        change(&mut self.lock());
        self.news.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn lines_and_columns(size: PtySize) -> (NonZeroU16, NonZeroU16) {
    (
        NonZeroU16::new(size.rows).unwrap_or(NonZeroU16::MIN),
        NonZeroU16::new(size.cols).unwrap_or(NonZeroU16::MIN),
    )
}
