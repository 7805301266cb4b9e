//! How many changes somebody may send, or start passwords give, in a minute, so that one token
//! cannot fill the disk or keep the writer or the cores busy. The limit is a person's: a device's
//! alone would be renewed by signing in again as another device. Each process of the same database
//! counts for itself.

use journal::{PersonId, SchoolId};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

const MINUTE: Duration = Duration::from_mins(1);
/// People remembered before those who may send all of it again are let go.
const MANY: usize = 4096;
/// Bytes of a request that count as one change: a mark takes half of it, a long homework ten.
const BYTES: usize = 1024;

/// What is left to everybody (the generic cell rate algorithm: a moment for each is enough).
#[derive(Debug)]
pub(crate) struct RateLimit {
    per_minute: u32,
    /// When each person may send all of it again.
    whole_at: Mutex<HashMap<(SchoolId, PersonId), Duration>>,
}

impl RateLimit {
    /// So many changes a minute, of which all may come at once.
    pub(crate) fn new(per_minute: u32) -> Self {
        Self {
            per_minute: per_minute.max(1),
            whole_at: Mutex::default(),
        }
    }

    /// Takes what a request costs; `now` is monotonic.
    ///
    /// # Errors
    /// How long to wait until there is enough; nothing is taken then.
    pub(crate) fn take(
        &self,
        who: (SchoolId, PersonId),
        changes: usize,
        bytes: usize,
        now: Duration,
    ) -> Result<(), Duration> {
        // A request without changes asks the database as well.
        let cost = changes.max(bytes / BYTES).max(1);
        let cost = u32::try_from(cost).unwrap_or(u32::MAX);
        // A request that costs more than there ever is waits for all there is.
        let cost = MINUTE * cost.min(self.per_minute) / self.per_minute;
        let mut whole_at = self.whole_at.lock().unwrap_or_else(PoisonError::into_inner);
        if whole_at.len() >= MANY {
            whole_at.retain(|_, at| *at > now);
        }
        let at = whole_at.entry(who).or_insert(now);
        let after = (*at).max(now) + cost;
        if let Some(wait) = after
            .checked_sub(now + MINUTE)
            .filter(|wait| !wait.is_zero())
        {
            return Err(wait);
        }
        *at = after;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHO: (SchoolId, PersonId) = (SchoolId(1), PersonId(1));

    fn seconds(n: u64) -> Duration {
        Duration::from_secs(n)
    }

    #[test]
    fn a_minutes_limit_goes_at_once_and_comes_back_evenly() {
        let limit = RateLimit::new(600);
        let now = seconds(1000);
        for _ in 0..3 {
            assert_eq!(limit.take(WHO, 200, 0, now), Ok(()));
        }
        assert_eq!(limit.take(WHO, 200, 0, now), Err(seconds(20)));
        assert_eq!(limit.take(WHO, 10, 0, now), Err(seconds(1)));
        assert_eq!(limit.take(WHO, 200, 0, now + seconds(19)), Err(seconds(1)));
        assert_eq!(limit.take(WHO, 200, 0, now + seconds(20)), Ok(()));
        let empty = limit.take(WHO, 0, 0, now + seconds(20));
        assert_eq!(empty, Err(seconds(60) / 600), "as much as one");
        let other = (SchoolId(1), PersonId(2));
        assert_eq!(limit.take(other, 200, 0, now), Ok(()));
    }

    #[test]
    fn long_texts_cost_more_than_marks() {
        let limit = RateLimit::new(100);
        assert_eq!(limit.take(WHO, 1, 60 * 1024, seconds(1)), Ok(()));
        assert_eq!(limit.take(WHO, 1, 60 * 1024, seconds(1)), Err(seconds(12)));
    }

    #[test]
    fn the_greatest_batch_gets_through_the_smallest_limit() {
        let limit = RateLimit::new(100);
        assert_eq!(limit.take(WHO, 200, 256 * 1024, seconds(1)), Ok(()));
        assert_eq!(limit.take(WHO, 200, 0, seconds(31)), Err(seconds(30)));
        assert_eq!(limit.take(WHO, 200, 0, seconds(61)), Ok(()));
    }
}
