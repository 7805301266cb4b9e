//! How long to wait before the next attempt.

use rand::RngExt;
use rand_chacha::ChaCha12Rng;
use std::time::Duration;

/// The first wait is at most this long.
pub const FIRST: Duration = Duration::from_millis(500);
/// No wait is longer.
pub const CEILING: Duration = Duration::from_mins(1);

/// The longest wait before the attempt after `failures` failures in a row (from 1).
pub fn longest(failures: u32) -> Duration {
    let doublings = failures.saturating_sub(1).min(16);
    FIRST.saturating_mul(1 << doublings).min(CEILING)
}

/// The wait before that attempt: anything up to the longest («full jitter»), so that a school
/// whose server was away does not come back all at once.
pub fn backoff(failures: u32, rng: &mut ChaCha12Rng) -> Duration {
    let longest = u64::try_from(longest(failures).as_millis()).unwrap_or(u64::MAX);
    Duration::from_millis(rng.random_range(0..=longest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn waits_double_up_to_the_ceiling() {
        let longest: Vec<u128> = (1..=10).map(|n| super::longest(n).as_millis()).collect();
        assert_eq!(
            longest,
            [
                500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000, 60_000
            ]
        );
        assert_eq!(super::longest(u32::MAX), CEILING);
    }

    #[test]
    fn waits_are_spread_over_the_whole_range() {
        let mut rng = ChaCha12Rng::from_seed([3; 32]);
        let waits: Vec<Duration> = (0..1_000).map(|_| backoff(8, &mut rng)).collect();
        assert!(waits.iter().all(|wait| *wait <= CEILING));
        let mean = waits.iter().sum::<Duration>() / 1_000;
        assert!((25..35).contains(&mean.as_secs()), "{mean:?}");
        assert!(waits.iter().any(|wait| wait.as_secs() < 3));
    }
}
