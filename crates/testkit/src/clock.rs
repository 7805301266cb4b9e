//! A clock that a test moves.

use chrono::TimeDelta;
use journal::{Clock, Timestamp};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, Instant};

/// A clock set to some instant. It goes on from there, or stands; [`TestClock::advance`] moves
/// its wall and its monotonic time together, [`TestClock::skew`] the wall alone. A server that lives
/// by it says that it is a demonstration's, unless it is told to be [`TestClock::a_machines`].
#[derive(Debug)]
pub struct TestClock {
    set_to: Timestamp,
    runs_since: Option<Instant>,
    advanced: AtomicI64,
    skewed: AtomicI64,
    is_a_machines: bool,
}

impl TestClock {
    /// A clock that goes on from an instant.
    pub fn running(set_to: Timestamp) -> Self {
        Self {
            runs_since: Some(Instant::now()),
            ..Self::standing(set_to)
        }
    }

    /// A clock that stands at an instant.
    pub fn standing(set_to: Timestamp) -> Self {
        Self {
            set_to,
            runs_since: None,
            advanced: AtomicI64::new(0),
            skewed: AtomicI64::new(0),
            is_a_machines: false,
        }
    }

    /// The same as the clock of a machine, which nobody has set.
    #[must_use]
    pub fn a_machines(self) -> Self {
        Self {
            is_a_machines: true,
            ..self
        }
    }

    /// Lets so much time pass.
    pub fn advance(&self, by: TimeDelta) {
        self.advanced.fetch_add(micros(by), Ordering::SeqCst);
    }

    /// Somebody sets the wall clock, forward or back.
    pub fn skew(&self, by: TimeDelta) {
        self.skewed.fetch_add(micros(by), Ordering::SeqCst);
    }

    fn passed(&self) -> i64 {
        let ran = self.runs_since.map_or(0, |since| {
            i64::try_from(since.elapsed().as_micros()).unwrap_or(i64::MAX)
        });
        ran.saturating_add(self.advanced.load(Ordering::SeqCst))
    }
}

fn micros(by: TimeDelta) -> i64 {
    by.num_microseconds().unwrap_or(0)
}

impl Clock for TestClock {
    fn now(&self) -> Timestamp {
        let skewed = self.skewed.load(Ordering::SeqCst);
        Timestamp(
            self.set_to
                .0
                .saturating_add(self.passed())
                .saturating_add(skewed),
        )
    }

    fn monotonic(&self) -> Duration {
        Duration::from_micros(u64::try_from(self.passed()).unwrap_or(0))
    }

    fn is_moved(&self) -> bool {
        !self.is_a_machines
    }
}
