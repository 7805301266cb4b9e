//! Ids of changes, gestures and devices: `UUIDv7` from a passed-in clock and seed.

use journal::{ChangeId, DeviceId, GestureId, Timestamp};
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha12Rng;
use uuid::{Builder, Uuid};

/// Makes ids that are unique for ever and rise with time.
#[derive(Debug, Clone)]
pub struct IdSource {
    rng: ChaCha12Rng,
    last_millis: u64,
    counter: u16,
}

impl IdSource {
    /// A source; the seed must come from the system's randomness outside of tests.
    pub fn new(seed: [u8; 32]) -> Self {
        Self {
            rng: ChaCha12Rng::from_seed(seed),
            last_millis: 0,
            counter: 0,
        }
    }

    /// The id of a change made at `now`.
    pub fn change(&mut self, now: Timestamp) -> ChangeId {
        ChangeId(self.uuid(now))
    }

    /// The id of a gesture made at `now`.
    pub fn gesture(&mut self, now: Timestamp) -> GestureId {
        GestureId(self.uuid(now))
    }

    /// The id of a device that came to be at `now`.
    pub fn device(&mut self, now: Timestamp) -> DeviceId {
        DeviceId(self.uuid(now))
    }

    /// Twelve bits of counter within a millisecond keep the ids of one source in order, also when
    /// the wall clock goes back.
    fn uuid(&mut self, now: Timestamp) -> Uuid {
        let millis = now.unix_millis();
        if millis > self.last_millis {
            self.last_millis = millis;
            self.counter = 0;
        } else if self.counter >= 0x0fff {
            self.last_millis += 1;
            self.counter = 0;
        } else {
            self.counter += 1;
        }
        let mut tail = [0; 10];
        self.rng.fill_bytes(&mut tail);
        for (byte, counted) in tail.iter_mut().zip(self.counter.to_be_bytes()) {
            *byte = counted;
        }
        Builder::from_unix_timestamp_millis(self.last_millis, &tail).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_rise_within_a_millisecond_and_when_the_clock_goes_back() {
        let mut source = IdSource::new([7; 32]);
        let mut ids: Vec<Uuid> = (0..10_000)
            .map(|_| source.uuid(Timestamp(1_700_000_000_000_000)))
            .collect();
        ids.push(source.uuid(Timestamp(1_600_000_000_000_000)));
        assert!(ids.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn the_same_seed_gives_the_same_ids() {
        let now = Timestamp(1_700_000_000_000_000);
        assert_eq!(
            IdSource::new([1; 32]).change(now),
            IdSource::new([1; 32]).change(now)
        );
        assert_ne!(
            IdSource::new([1; 32]).change(now),
            IdSource::new([2; 32]).change(now)
        );
    }
}
