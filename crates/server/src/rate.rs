//! How much somebody may do in a time: changes that are sent and start passwords that are given in
//! a minute, so that one token cannot fill the disk or keep the writer or the cores busy, and what
//! is set aside in a day. Each process of the same database counts for itself.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

pub(crate) const MINUTE: Duration = Duration::from_mins(1);
pub(crate) const HOUR: Duration = Duration::from_hours(1);
/// Keys remembered before those who have all of it again are let go.
const MANY: usize = 4096;
/// How often these are looked for: with many who have not, as in a district at noon, a request would
/// look at all of them for nothing.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Bytes of a request that count as one change: a mark takes half of it, a long homework ten.
const BYTES: usize = 1024;

/// What is left to everybody (the generic cell rate algorithm: a moment for each is enough).
/// Moments are monotonic.
#[derive(Debug)]
pub(crate) struct RateLimit<K> {
    most: u32,
    period: Duration,
    left: Mutex<Left<K>>,
}

#[derive(Debug)]
struct Left<K> {
    /// When each has all of it again, which comes back evenly.
    whole_at: HashMap<K, Duration>,
    /// When those who have it may be looked for.
    look_at: Duration,
}

impl<K: Eq + Hash> RateLimit<K> {
    /// So much in a period, of which all may go at once.
    pub(crate) fn new(most: u32, period: Duration) -> Self {
        Self {
            most: most.max(1),
            period,
            left: Mutex::new(Left {
                whole_at: HashMap::new(),
                look_at: Duration::ZERO,
            }),
        }
    }

    /// Takes what something costs.
    ///
    /// # Errors
    /// How long to wait until there is enough; nothing is taken then.
    pub(crate) fn take(&self, key: K, cost: usize, now: Duration) -> Result<(), Duration> {
        let cost = self.time(cost);
        let mut left = self.left(now);
        let at = left.whole_at.entry(key).or_insert(now);
        let after = (*at).max(now) + cost;
        let wait = after.saturating_sub(now + self.period);
        if !wait.is_zero() {
            return Err(wait);
        }
        *at = after;
        Ok(())
    }

    /// Counts a cost that is known only now. It may be more than was left, but then no more has
    /// to be waited than a period.
    pub(crate) fn count(&self, key: K, cost: usize, now: Duration) {
        let cost = self.time(cost);
        let mut left = self.left(now);
        let at = left.whole_at.entry(key).or_insert(now);
        *at = ((*at).max(now) + cost).min(now + 2 * self.period);
    }

    /// How long it is until nothing more was counted than there is.
    pub(crate) fn wait(&self, key: &K, now: Duration) -> Option<Duration> {
        let whole_at = self.left(now).whole_at.get(key).copied()?;
        let wait = whole_at.saturating_sub(now + self.period);
        (!wait.is_zero()).then_some(wait)
    }

    /// In what time so much comes back. What costs more than there ever is takes all there is.
    fn time(&self, cost: usize) -> Duration {
        let cost = u32::try_from(cost).unwrap_or(u32::MAX);
        self.period * cost.min(self.most) / self.most
    }

    fn left(&self, now: Duration) -> MutexGuard<'_, Left<K>> {
        let mut left = self.left.lock().unwrap_or_else(PoisonError::into_inner);
        if left.whole_at.len() >= MANY && now >= left.look_at {
            left.whole_at.retain(|_, at| *at > now);
            left.look_at = now + LOOK_EVERY;
        }
        left
    }
}

/// What a request of so many changes costs of the limit of a minute. One without changes asks the
/// database as well.
pub(crate) fn cost(changes: usize, bytes: usize) -> usize {
    changes.max(bytes / BYTES).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    #[test]
    fn a_minutes_limit_goes_at_once_and_comes_back_evenly() {
        let limit = RateLimit::new(600, MINUTE);
        let now = seconds(1000);
        for _ in 0..3 {
            assert_eq!(limit.take(1, 200, now), Ok(()));
        }
        assert_eq!(limit.take(1, 200, now), Err(seconds(20)));
        assert_eq!(limit.take(1, 10, now), Err(seconds(1)));
        assert_eq!(limit.take(1, 200, now + seconds(19)), Err(seconds(1)));
        assert_eq!(limit.take(1, 200, now + seconds(20)), Ok(()));
        let empty = limit.take(1, cost(0, 0), now + seconds(20));
        assert_eq!(empty, Err(seconds(60) / 600), "as much as one");
        assert_eq!(limit.take(2, 200, now), Ok(()));
    }

    #[test]
    fn who_has_all_of_it_again_is_forgotten_and_who_has_not_is_not() {
        let limit = RateLimit::new(1024, MINUTE);
        let now = seconds(1000);
        let last = MANY - 1;
        (0..last).for_each(|nth| limit.count(nth, 1, now));
        (0..2).for_each(|_| limit.count(last, 1024, now));
        let later = now + seconds(30);
        limit.count(MANY, 1, later);
        assert_eq!(limit.left(later).whole_at.len(), 2);
        assert!(limit.wait(&last, later).is_some());
    }

    /// All schools share a limit's memory: what one request looks at does not grow with them.
    #[test]
    fn those_who_have_all_of_it_again_are_looked_for_once_a_second() {
        let limit = RateLimit::new(1024, MINUTE);
        let now = seconds(1000);
        (0..MANY).for_each(|nth| limit.count(nth, 1024, now));
        limit.count(MANY, 1, now);
        assert_eq!(limit.left(now).look_at, now + LOOK_EVERY);
        let later = now + LOOK_EVERY / 2;
        assert_eq!(limit.left(later).whole_at.len(), MANY + 1, "not yet");
        let later = now + LOOK_EVERY;
        assert_eq!(limit.left(later).whole_at.len(), MANY);
    }

    #[test]
    fn long_texts_cost_more_than_marks() {
        let limit = RateLimit::new(100, MINUTE);
        assert_eq!(limit.take(1, cost(1, 60 * 1024), seconds(1)), Ok(()));
        assert_eq!(
            limit.take(1, cost(1, 60 * 1024), seconds(1)),
            Err(seconds(12))
        );
    }

    #[test]
    fn the_greatest_batch_gets_through_the_smallest_limit() {
        let limit = RateLimit::new(100, MINUTE);
        assert_eq!(limit.take(1, cost(200, 256 * 1024), seconds(1)), Ok(()));
        assert_eq!(limit.take(1, 200, seconds(31)), Err(seconds(30)));
        assert_eq!(limit.take(1, 200, seconds(61)), Ok(()));
    }

    #[test]
    fn what_is_counted_afterwards_is_waited_for_and_never_longer_than_a_period() {
        let limit = RateLimit::new(100, MINUTE);
        let now = seconds(1000);
        limit.count(1, 100, now);
        assert_eq!(limit.wait(&1, now), None, "no more than there is");
        limit.count(1, 50, now);
        assert_eq!(limit.wait(&1, now), Some(seconds(30)));
        for _ in 0..15 {
            limit.count(1, 100, now);
        }
        assert_eq!(limit.wait(&1, now), Some(MINUTE));
        assert_eq!(limit.wait(&1, now + MINUTE), None);
    }
}
