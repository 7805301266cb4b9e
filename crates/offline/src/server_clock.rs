//! The server's clock as this machine knows it: an offset from the last contact, and the
//! monotonic clock that says whether the wall clock was moved since, also while the program was not
//! running. When the machine itself was started anew, or its clock was set by hand for a
//! demonstration that the server is not, nobody knows.

use crate::error::StoreError;
use crate::store::Store;
use journal::{Clock, Timestamp};
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// Wall and monotonic clock may drift apart so far before nobody knows the time.
const DISAGREEMENT: Duration = Duration::from_mins(5);
/// A wall clock that is off by more than this is worth a word to the person.
const WORTH_A_WORD: Duration = Duration::from_mins(2);

/// When something was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// By the corrected clock.
    pub at: Timestamp,
    /// Nothing ties this machine's clock to the last contact: nobody knows.
    pub suspect: bool,
}

/// What both clocks said at the last contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct Anchor {
    wall: Timestamp,
    monotonic: Duration,
}

/// What one run of the program leaves to the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptClock {
    /// Server minus this machine, in microseconds.
    offset: i64,
    anchor: Anchor,
    /// The run of the machine in which the anchor's monotonic clock counts.
    boot: Option<Uuid>,
    demo: bool,
}

/// Corrects this machine's clock by the server's.
pub struct ServerClock {
    clock: Arc<dyn Clock>,
    offset: Cell<i64>,
    /// None before the first contact that this machine's clocks can be compared with.
    anchor: Cell<Option<Anchor>>,
    /// The server's clock was set by hand as well.
    demo: Cell<bool>,
}

impl std::fmt::Debug for ServerClock {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ServerClock")
            .field("offset", &self.offset)
            .finish_non_exhaustive()
    }
}

impl ServerClock {
    /// Knows nothing of any server.
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self {
            clock,
            offset: Cell::new(0),
            anchor: Cell::new(None),
            demo: Cell::new(false),
        }
    }

    /// Starts with what the store keeps of the last run.
    pub fn resume(store: &Store, clock: Arc<dyn Clock>) -> Result<Self, StoreError> {
        let server_clock = Self::new(clock);
        if let Some(kept) = store.clock()? {
            server_clock.offset.set(kept.offset);
            server_clock.demo.set(kept.demo);
            let same_run = kept.boot.is_some() && kept.boot == server_clock.clock.boot();
            server_clock.anchor.set(same_run.then_some(kept.anchor));
        }
        Ok(server_clock)
    }

    /// What the next run has to know; none if it could do nothing with it.
    pub(crate) fn kept(&self) -> Option<KeptClock> {
        let demo = self.demo.get();
        let is_of_use = demo || !self.clock.is_moved();
        Some(KeptClock {
            offset: self.offset.get(),
            anchor: self.anchor.get().filter(|_| is_of_use)?,
            boot: self.clock.boot(),
            demo,
        })
    }

    /// The corrected time; of a clock that is far off, the nearest that the server takes.
    pub fn corrected_now(&self) -> Timestamp {
        self.unbounded_now().shown()
    }

    fn unbounded_now(&self) -> Timestamp {
        Timestamp(self.clock.now().0.saturating_add(self.offset.get()))
    }

    /// The corrected time and whether it can be trusted.
    pub fn moment(&self) -> Moment {
        Moment {
            at: self.corrected_now(),
            suspect: self.is_suspect(),
        }
    }

    /// Whether nobody knows how much time has passed since the last contact: the wall clock was
    /// moved or shows what no clock shows, the machine was started anew, or the clock was set by hand and the server's was not.
    pub fn is_suspect(&self) -> bool {
        let demo = self.demo.get();
        if self.clock.is_moved() && !demo || !self.unbounded_now().can_be_shown() {
            return true;
        }
        let Some(anchor) = self.anchor.get() else {
            return !demo;
        };
        let by_wall = self.clock.now().0.saturating_sub(anchor.wall.0);
        let by_monotonic = micros(self.clock.monotonic().saturating_sub(anchor.monotonic));
        let apart = by_wall.saturating_sub(by_monotonic).unsigned_abs();
        u128::from(apart) > DISAGREEMENT.as_micros()
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

    /// The server has said whether its clock was set by hand.
    pub(crate) fn note_demo(&self, demo: bool) {
        self.demo.set(demo);
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
        self.anchor.set(Some(anchor));
    }
}

fn micros(duration: Duration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::folder::AccountFolder;
    use crate::id_source::IdSource;
    use crate::seal::Plain;
    use std::sync::Mutex;

    const NINE: i64 = 1_700_000_000_000_000;
    const SECOND: i64 = 1_000_000;

    /// A machine: its wall clock, how long it has been on, which run of it this is.
    struct Hands {
        clocks: Mutex<(i64, Duration, u128)>,
        by_hand: bool,
    }

    impl Hands {
        fn new() -> Arc<Self> {
            Self::set(false)
        }
        fn set(by_hand: bool) -> Arc<Self> {
            let clocks = Mutex::new((NINE, Duration::from_secs(100), 1));
            Arc::new(Self { clocks, by_hand })
        }
        fn pass(&self, seconds: u64) {
            let mut hands = self.clocks.lock().unwrap();
            hands.0 += i64::try_from(seconds).unwrap() * SECOND;
            hands.1 += Duration::from_secs(seconds);
        }
        fn turn(&self, seconds: i64) {
            self.clocks.lock().unwrap().0 += seconds * SECOND;
        }
        fn switch_off_and_on(&self) {
            let mut hands = self.clocks.lock().unwrap();
            hands.1 = Duration::from_secs(100);
            hands.2 += 1;
        }
    }

    impl Clock for Hands {
        fn now(&self) -> Timestamp {
            Timestamp(self.clocks.lock().unwrap().0)
        }
        fn monotonic(&self) -> Duration {
            self.clocks.lock().unwrap().1
        }
        fn boot(&self) -> Option<Uuid> {
            Some(Uuid::from_u128(self.clocks.lock().unwrap().2))
        }
        fn is_moved(&self) -> bool {
            self.by_hand
        }
    }

    /// A program that is started again and again on one machine.
    struct Program {
        hands: Arc<Hands>,
        store: Store,
        _dir: tempfile::TempDir,
    }

    impl Program {
        fn on(hands: Arc<Hands>) -> Self {
            let dir = tempfile::tempdir().unwrap();
            let folder = AccountFolder::at(dir.path());
            let mut ids = IdSource::new([1; 32]);
            let store = Store::open(&folder, Box::new(Plain), &mut ids, hands.now()).unwrap();
            Self {
                hands,
                store,
                _dir: dir,
            }
        }
        fn start(&self) -> ServerClock {
            ServerClock::resume(&self.store, self.hands.clone()).unwrap()
        }
        fn contact(&self, server_clock: &ServerClock, server_now: i64, demo: bool) {
            server_clock.note_demo(demo);
            server_clock.note_contact(Timestamp(server_now), server_clock.monotonic());
            if let Some(kept) = server_clock.kept() {
                self.store.keep_clock(&kept).unwrap();
            }
        }
    }

    #[test]
    fn the_offset_is_taken_at_the_middle_of_the_round_trip() {
        let hands = Hands::new();
        let server_clock = ServerClock::new(hands.clone());
        let sent_at = server_clock.monotonic();
        hands.pass(4);
        server_clock.note_contact(Timestamp(NINE + 3602 * SECOND), sent_at);
        assert_eq!(server_clock.offset(), 3600 * SECOND);
        assert_eq!(
            server_clock.corrected_now(),
            Timestamp(NINE + 3604 * SECOND)
        );
        assert_eq!(server_clock.clock_off(), Some(3600));
    }

    /// What was entered then is sent all the same, and held: a person knows when it was.
    #[test]
    fn a_clock_that_is_far_off_says_what_the_server_takes_and_is_suspect() {
        let hands = Hands::new();
        let server_clock = ServerClock::new(hands.clone());
        server_clock.note_contact(Timestamp(NINE), server_clock.monotonic());
        for wall in [i64::MIN, i64::MAX] {
            hands.clocks.lock().unwrap().0 = wall;
            let moment = server_clock.moment();
            assert!(moment.at.can_be_shown() && moment.suspect, "{moment:?}");
        }
        hands.clocks.lock().unwrap().0 = 0;
        assert_eq!(server_clock.moment().at, Timestamp(0));
    }

    #[test]
    fn a_moved_wall_clock_is_noticed_until_the_next_contact() {
        let hands = Hands::new();
        let server_clock = ServerClock::new(hands.clone());
        server_clock.note_contact(Timestamp(NINE), server_clock.monotonic());
        hands.pass(7200);
        assert!(!server_clock.moment().suspect);
        hands.turn(-299);
        assert!(!server_clock.moment().suspect);
        hands.turn(-2);
        assert!(server_clock.moment().suspect);
        server_clock.note_contact(Timestamp(NINE + 7200 * SECOND), server_clock.monotonic());
        assert!(!server_clock.moment().suspect);
        assert_eq!(server_clock.offset(), 301 * SECOND);
    }

    #[test]
    fn a_wall_clock_that_was_moved_while_the_program_was_not_running_is_suspect() {
        let program = Program::on(Hands::new());
        program.contact(&program.start(), NINE + 3600 * SECOND, false);
        program.hands.pass(7200);
        let again = program.start();
        assert!(!again.moment().suspect, "the machine was on all the time");
        assert_eq!(again.offset(), 3600 * SECOND);
        for turned in [-3000, 6000] {
            program.hands.turn(turned);
            assert!(program.start().moment().suspect, "{turned}");
        }
        program.contact(&again, NINE, false);
        assert!(!program.start().moment().suspect);
    }

    #[test]
    fn a_machine_that_was_started_anew_is_suspect_until_the_next_contact() {
        let program = Program::on(Hands::new());
        program.contact(&program.start(), NINE, false);
        program.hands.pass(12 * 3600);
        program.hands.switch_off_and_on();
        let server_clock = program.start();
        assert!(server_clock.moment().suspect);
        program.contact(&server_clock, NINE + 12 * 3600 * SECOND, false);
        assert!(!server_clock.moment().suspect);
        assert!(!program.start().moment().suspect);
    }

    #[test]
    fn a_clock_set_by_hand_is_in_time_only_with_a_demonstration() {
        let program = Program::on(Hands::set(true));
        let server_clock = program.start();
        assert!(
            server_clock.moment().suspect,
            "nobody has said what server it is"
        );
        program.contact(&server_clock, NINE, true);
        assert!(!server_clock.moment().suspect);
        program.hands.switch_off_and_on();
        program.hands.turn(86_400);
        assert!(!program.start().moment().suspect, "a demonstration jumps");
        program.contact(&server_clock, NINE, false);
        assert!(server_clock.moment().suspect);
    }

    #[test]
    fn what_was_learned_under_a_clock_set_by_hand_is_not_kept() {
        let program = Program::on(Hands::set(true));
        program.contact(&program.start(), NINE + 3600 * SECOND, false);
        let hands = Hands::new();
        let server_clock = ServerClock::resume(&program.store, hands).unwrap();
        assert_eq!(server_clock.offset(), 0);
        assert!(server_clock.is_suspect());
    }

    #[test]
    fn small_offsets_are_not_worth_a_word() {
        let server_clock = ServerClock::new(Hands::new());
        server_clock.note_contact(Timestamp(NINE + 119 * SECOND), server_clock.monotonic());
        assert_eq!(server_clock.clock_off(), None);
    }
}
