//! The clocks of the edge: the real one, and one that was moved for a demonstration.

use journal::{Clock, Timestamp};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The machine's own clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock {
    started: Instant,
}

impl SystemClock {
    /// Starts the clock.
    pub fn start() -> Self {
        Self {
            started: Instant::now(),
        }
    }
}

impl Clock for SystemClock {
    fn now(&self) -> Timestamp {
        let since_epoch = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        Timestamp(i64::try_from(since_epoch.as_micros()).unwrap_or(i64::MAX))
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }
}

/// A clock set to some instant, which goes on from there (`--now`).
#[derive(Debug, Clone, Copy)]
pub struct MovedClock {
    set_to: Timestamp,
    started: Instant,
}

impl MovedClock {
    /// Starts the clock at `set_to`.
    pub fn start(set_to: Timestamp) -> Self {
        Self {
            set_to,
            started: Instant::now(),
        }
    }
}

impl Clock for MovedClock {
    fn now(&self) -> Timestamp {
        let passed = i64::try_from(self.started.elapsed().as_micros()).unwrap_or(i64::MAX);
        Timestamp(self.set_to.0.saturating_add(passed))
    }

    fn monotonic(&self) -> Duration {
        self.started.elapsed()
    }
}
