//! The clocks of the edge: the real one, and one that was moved for a demonstration.

use journal::{Clock, Timestamp};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use stopwatch::Stopwatch;
use uuid::Uuid;

/// The machine's own clock. On Linux its monotonic time is that since the machine was started.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock {
    stopwatch: Stopwatch,
    boot: Option<Uuid>,
}

impl SystemClock {
    /// Starts the clock.
    pub fn start() -> Self {
        Self {
            stopwatch: Stopwatch::since_boot(),
            boot: stopwatch::boot(),
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
        self.stopwatch.elapsed()
    }

    fn boot(&self) -> Option<Uuid> {
        self.boot
    }
}

/// A clock set to some instant, which goes on from there (`--now`).
#[derive(Debug, Clone, Copy)]
pub struct MovedClock {
    set_to: Timestamp,
    stopwatch: Stopwatch,
}

impl MovedClock {
    /// Starts the clock at `set_to`.
    pub fn start(set_to: Timestamp) -> Self {
        Self {
            set_to,
            stopwatch: Stopwatch::start(),
        }
    }
}

impl Clock for MovedClock {
    fn now(&self) -> Timestamp {
        let passed = i64::try_from(self.stopwatch.elapsed().as_micros()).unwrap_or(i64::MAX);
        Timestamp(self.set_to.0.saturating_add(passed))
    }

    fn monotonic(&self) -> Duration {
        self.stopwatch.elapsed()
    }

    fn is_moved(&self) -> bool {
        true
    }
}

/// Goes on while the machine sleeps, as the wall clock does: a laptop that was closed for a
/// break would otherwise look like one whose wall clock was moved.
#[cfg(target_os = "linux")]
mod stopwatch {
    use rustix::time::{ClockId, clock_gettime};
    use std::time::Duration;
    use uuid::Uuid;

    #[derive(Debug, Clone, Copy)]
    pub(super) struct Stopwatch(Duration);

    impl Stopwatch {
        pub(super) fn start() -> Self {
            Self(since_boot())
        }

        pub(super) fn since_boot() -> Self {
            Self(Duration::ZERO)
        }

        pub(super) fn elapsed(self) -> Duration {
            since_boot().saturating_sub(self.0)
        }
    }

    pub(super) fn since_boot() -> Duration {
        Duration::try_from(clock_gettime(ClockId::Boottime)).unwrap_or_default()
    }

    /// The kernel names each run of the machine.
    pub(super) fn boot() -> Option<Uuid> {
        let name = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").ok()?;
        name.trim().parse().ok()
    }
}

/// Whether it goes on while the machine sleeps is up to the system.
#[cfg(not(target_os = "linux"))]
mod stopwatch {
    use std::time::{Duration, Instant};
    use uuid::Uuid;

    #[derive(Debug, Clone, Copy)]
    pub(super) struct Stopwatch(Instant);

    impl Stopwatch {
        pub(super) fn start() -> Self {
            Self(Instant::now())
        }

        pub(super) fn since_boot() -> Self {
            Self::start()
        }

        pub(super) fn elapsed(self) -> Duration {
            self.0.elapsed()
        }
    }

    /// The stopwatch begins anew with every program.
    pub(super) fn boot() -> Option<Uuid> {
        None
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;
    use stopwatch::since_boot;

    #[test]
    fn both_clocks_count_the_sleep_of_the_machine() {
        let before = since_boot();
        let (system, moved) = (SystemClock::start(), MovedClock::start(Timestamp(7)));
        let started = since_boot();
        let passed = [system.monotonic().saturating_sub(before), moved.monotonic()];
        let at = moved.now();
        let most = since_boot().saturating_sub(before);
        let least = since_boot().saturating_sub(started);
        assert!(before > Duration::ZERO);
        assert!(passed.into_iter().all(|passed| passed <= most));
        assert!(at.0 - 7 <= i64::try_from(most.as_micros()).unwrap());
        assert!(system.monotonic() >= started);
        assert!(moved.monotonic() >= least);
    }

    #[test]
    fn two_programs_on_one_machine_count_from_the_same_moment() {
        let (one, other) = (SystemClock::start(), SystemClock::start());
        assert!(one.boot().is_some());
        assert_eq!(one.boot(), other.boot());
        let (earlier, later) = (one.monotonic(), other.monotonic());
        assert!(earlier <= later && later <= since_boot());
        assert_eq!(MovedClock::start(Timestamp(7)).boot(), None);
    }
}
