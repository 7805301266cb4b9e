//! The server's clock as this machine knows it: an offset from the last contact, and the
//! monotonic clock that says whether the wall clock was moved since.

use crate::error::StoreError;
use crate::store::Store;
use journal::{Clock, Timestamp};
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;

/// Wall and monotonic clock may drift apart so far before nobody knows the time.
const DISAGREEMENT: Duration = Duration::from_mins(5);
/// A wall clock that is off by more than this is worth a word to the person.
const WORTH_A_WORD: Duration = Duration::from_mins(2);

/// When something was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// By the corrected clock.
    pub at: Timestamp,
    /// Wall and monotonic clock disagree since the last contact: nobody knows.
    pub suspect: bool,
}

/// What is known at one instant of both clocks.
#[derive(Debug, Clone, Copy)]
struct Anchor {
    wall: Timestamp,
    monotonic: Duration,
}

/// Corrects this machine's clock by the server's.
pub struct Timekeeper {
    clock: Arc<dyn Clock>,
    offset: Cell<i64>,
    anchor: Cell<Anchor>,
    /// The server's time at the last contact of an earlier run; ours must be later.
    floor: Cell<Option<Timestamp>>,
}

impl std::fmt::Debug for Timekeeper {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Timekeeper")
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}

impl Timekeeper {
    /// Starts with what the last run knew: the offset in microseconds and the server's time at
    /// the last contact.
    pub fn new(clock: Arc<dyn Clock>, offset: i64, last_contact: Option<Timestamp>) -> Self {
        let anchor = Anchor {
            wall: clock.now(),
            monotonic: clock.monotonic(),
        };
        Self {
            clock,
            offset: Cell::new(offset),
            anchor: Cell::new(anchor),
            floor: Cell::new(last_contact),
        }
    }

    /// Starts with what the store keeps of the last run.
    pub fn resume(store: &Store, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let (offset, last_contact) = store.clock()?;
        Ok(Self::new(clock, offset, last_contact))
    }

    /// The corrected time.
    pub fn corrected_now(&self) -> Timestamp {
        Timestamp(self.clock.now().0.saturating_add(self.offset.get()))
    }

    /// The corrected time and whether it can be trusted.
    pub fn moment(&self) -> Moment {
        Moment {
            at: self.corrected_now(),
            suspect: self.is_suspect(),
        }
    }

    /// Whether the wall clock was moved since the last contact.
    pub fn is_suspect(&self) -> bool {
        let anchor = self.anchor.get();
        let by_wall = self.clock.now().0.saturating_sub(anchor.wall.0);
        let by_monotonic = micros(self.clock.monotonic().saturating_sub(anchor.monotonic));
        let apart = by_wall.saturating_sub(by_monotonic).unsigned_abs();
        let before_contact = self.floor.get().is_some_and(|floor| {
            self.corrected_now().0.saturating_add(micros(DISAGREEMENT)) < floor.0
        });
        u128::from(apart) > DISAGREEMENT.as_micros() || before_contact
    }

    /// Server minus this machine, in microseconds.
    pub fn offset(&self) -> i64 {
        self.offset.get()
    }

    /// The offset in seconds if it is worth a word (more than 2 minutes).
    pub fn clock_off(&self) -> Option<i64> {
        let off = self.offset.get();
        (u128::from(off.unsigned_abs()) > WORTH_A_WORD.as_micros()).then_some(off / 1_000_000)
    }

    /// The monotonic clock, to be read before a request.
    pub fn monotonic(&self) -> Duration {
        self.clock.monotonic()
    }

    /// An answer came that says what time it is on the server; the request left at `sent_at`.
    pub fn note_contact(&self, server_now: Timestamp, sent_at: Duration) {
        let anchor = Anchor {
            wall: self.clock.now(),
            monotonic: self.clock.monotonic(),
        };
        let round_trip = micros(anchor.monotonic.saturating_sub(sent_at));
        let there_now = server_now.0.saturating_add(round_trip / 2);
        self.offset.set(there_now.saturating_sub(anchor.wall.0));
        self.anchor.set(anchor);
        self.floor.set(Some(server_now));
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Mutex;

    const NINE: i64 = 1_700_000_000_000_000;
    const SECOND: i64 = 1_000_000;

    struct Hands(Mutex<(i64, Duration)>);

    impl Hands {
        fn new() -> Arc<Self> {
            Arc::new(Self(Mutex::new((NINE, Duration::from_secs(100)))))
        }
        fn pass(&self, seconds: u64) {
            let mut hands = self.0.lock().unwrap();
            hands.0 += i64::try_from(seconds).unwrap() * SECOND;
            hands.1 += Duration::from_secs(seconds);
        }
        fn turn(&self, seconds: i64) {
            self.0.lock().unwrap().0 += seconds * SECOND;
        }
    }

    impl Clock for Hands {
        fn now(&self) -> Timestamp {
            Timestamp(self.0.lock().unwrap().0)
        }
        fn monotonic(&self) -> Duration {
            self.0.lock().unwrap().1
        }
    }

    #[test]
    fn the_offset_is_taken_at_the_middle_of_the_round_trip() {
        let hands = Hands::new();
        let keeper = Timekeeper::new(hands.clone(), 0, None);
        let sent_at = keeper.monotonic();
        hands.pass(4);
        keeper.note_contact(Timestamp(NINE + 3602 * SECOND), sent_at);
        assert_eq!(keeper.offset(), 3600 * SECOND);
        assert_eq!(keeper.corrected_now(), Timestamp(NINE + 3604 * SECOND));
        assert_eq!(keeper.clock_off(), Some(3600));
    }

    #[test]
    fn a_moved_wall_clock_is_noticed_until_the_next_contact() {
        let hands = Hands::new();
        let keeper = Timekeeper::new(hands.clone(), 0, None);
        hands.pass(7200);
        assert!(!keeper.moment().suspect);
        hands.turn(-299);
        assert!(!keeper.moment().suspect);
        hands.turn(-2);
        assert!(keeper.moment().suspect);
        keeper.note_contact(Timestamp(NINE + 7200 * SECOND), keeper.monotonic());
        assert!(!keeper.moment().suspect);
        assert_eq!(keeper.offset(), 301 * SECOND);
    }

    #[test]
    fn after_a_restart_a_clock_before_the_last_contact_is_suspect() {
        let hands = Hands::new();
        let contact = Some(Timestamp(NINE + 3600 * SECOND));
        assert!(Timekeeper::new(hands.clone(), 0, contact).moment().suspect);
        assert!(
            !Timekeeper::new(hands, 3600 * SECOND, contact)
                .moment()
                .suspect
        );
    }

    #[test]
    fn small_offsets_are_not_worth_a_word() {
        let keeper = Timekeeper::new(Hands::new(), 119 * SECOND, None);
        assert_eq!(keeper.clock_off(), None);
    }
}
