//! What a device stamps its changes with: the time and ids.

use journal::Timestamp;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::time::Instant;
use uuid::Uuid;

/// The server's clock as a device knows it.
pub struct Clock {
    set_to: Timestamp,
    since: Instant,
}

impl Clock {
    /// As the server says it is now.
    pub fn set_to(now: Timestamp) -> Self {
        Self {
            set_to: now,
            since: Instant::now(),
        }
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        let passed = i64::try_from(self.since.elapsed().as_micros()).unwrap_or(i64::MAX);
        Timestamp(self.set_to.0.saturating_add(passed))
    }
}

/// Makes ids that nobody else has: `UUIDv7` with splitmix64 behind the time.
pub struct Ids(u64);

impl Ids {
    /// Another sequence each time.
    pub fn new() -> Self {
        Self(RandomState::new().build_hasher().finish())
    }

    /// The next one.
    pub fn next(&mut self, now: Timestamp) -> Uuid {
        let (high, low) = (self.draw().to_be_bytes(), self.draw().to_be_bytes());
        let [a, b, c, d, e, f, g, h] = high;
        let [i, j, ..] = low;
        let random = [a, b, c, d, e, f, g, h, i, j];
        uuid::Builder::from_unix_timestamp_millis(now.unix_millis(), &random).into_uuid()
    }

    fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }
}
