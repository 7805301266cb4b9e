//! What would be said for every request while the database is away is said now and then.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// One cause is logged at most so often.
const EVERY: Duration = Duration::from_secs(10);

/// A cause that recurs.
#[derive(Debug)]
pub(crate) struct Recurring {
    /// When it was logged last, and how many times it was not since.
    logged: Mutex<Option<(Instant, u64)>>,
}

impl Recurring {
    /// One that has not been met yet.
    pub(crate) const fn new() -> Self {
        Self {
            logged: Mutex::new(None),
        }
    }

    /// It is met again: if it is to be logged now, how many times it was not since the last time.
    pub(crate) fn met(&self, now: Instant) -> Option<u64> {
        let mut logged = self.logged.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((last, left_out)) = &mut *logged
            && now.saturating_duration_since(*last) < EVERY
        {
            *left_out += 1;
            return None;
        }
        let before = logged.replace((now, 0));
        Some(before.map_or(0, |(_, left_out)| left_out))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_cause_is_logged_once_in_a_while_with_how_often_it_was_met() {
        let cause = Recurring::new();
        let start = Instant::now();
        let met = |seconds: u64| cause.met(start + Duration::from_secs(seconds));
        assert_eq!(met(0), Some(0));
        assert_eq!([met(1), met(5), met(9)], [None; 3]);
        assert_eq!(met(10), Some(3));
        assert_eq!(met(11), None);
        assert_eq!(met(60), Some(1));
        assert_eq!(met(99), Some(0));
    }
}
