//! The soft lock after wrong passwords, a pure state machine after kanidm's
//! (NIST SP 800-63B, 5.2.2): the time is passed in, nothing is forgotten silently.
//!
//! ```text
//!           right password                         right password
//!        ┌──────────────────┐                 ┌───────────────────────┐
//!        ▼                  │                 ▼                       │
//!      Open ──wrong──▶ Counted 1, 2 ──wrong──▶ Locked until t ──t──▶ Open, still counted
//!        ▲                                      │  ▲                  │
//!        └────────── a day after t ─────────────┘  └──────wrong───────┘
//! ```
//!
//! | wrong in a row | 1, 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 and more |
//! | --- | --- | --- | --- | --- | --- | --- | --- | --- |
//! | locked for | – | 1 s | 5 s | 30 s | 1 min | 2 min | 5 min | 15 min |
//!
//! A lock refuses the right password too and costs no hash. It touches signing in only: a session
//! that is open goes on, so nobody can throw a teacher out of a lesson. At 15 minutes a guess
//! somebody has 96 guesses a day.

use chrono::TimeDelta;
use journal::Timestamp;
use storage::LockState;

/// Locks after the first, second … wrong password in a row, in seconds.
const SECONDS: [i64; 8] = [0, 0, 1, 5, 30, 60, 120, 300];
/// The lock of every later one.
const LONGEST: i64 = 15 * 60;
/// A day after a lock has ended, wrong passwords are counted anew.
const FORGET_AFTER: TimeDelta = TimeDelta::days(1);

/// Whether a password may be tried at `now`.
///
/// A lock that would end later than the longest does was written while the server's clock was
/// wrong, and its true end is not known: it is open. The wrong passwords stay counted.
///
/// # Errors
/// The end of the lock.
pub(crate) fn admit(lock_state: LockState, now: Timestamp) -> Result<(), Timestamp> {
    let latest = now.plus(TimeDelta::seconds(LONGEST));
    match lock_state.locked_until {
        Some(until) if now < until && until <= latest => Err(until),
        _ => Ok(()),
    }
}

/// How the lock stands after one more wrong password at `now`.
pub(crate) fn after_wrong_password(lock_state: LockState, now: Timestamp) -> LockState {
    let forgotten = lock_state
        .locked_until
        .is_some_and(|until| now.since(until) >= FORGET_AFTER);
    let before = if forgotten { 0 } else { lock_state.failures };
    let nth = usize::try_from(before).unwrap_or(usize::MAX);
    let seconds = SECONDS.get(nth).copied().unwrap_or(LONGEST);
    LockState {
        failures: before.saturating_add(1),
        locked_until: (seconds > 0).then(|| now.plus(TimeDelta::seconds(seconds))),
        refused: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const NOW: Timestamp = Timestamp(1_000_000_000);

    fn at(seconds: i64) -> Timestamp {
        NOW.plus(TimeDelta::seconds(seconds))
    }

    #[rstest]
    #[case(0, None)]
    #[case(1, None)]
    #[case(2, Some(1))]
    #[case(3, Some(5))]
    #[case(4, Some(30))]
    #[case(5, Some(60))]
    #[case(6, Some(120))]
    #[case(7, Some(300))]
    #[case(8, Some(900))]
    #[case(9, Some(900))]
    #[case(u32::MAX, Some(900))]
    fn the_lock_grows(#[case] failures: u32, #[case] seconds: Option<i64>) {
        let after = after_wrong_password(
            LockState {
                failures,
                ..LockState::default()
            },
            NOW,
        );
        assert_eq!(after.failures, failures.saturating_add(1));
        assert_eq!(after.locked_until, seconds.map(at));
    }

    #[rstest]
    #[case(None, 0, Ok(()))]
    #[case(Some(30), 0, Err(30))]
    #[case(Some(30), 29, Err(30))]
    #[case(Some(30), 30, Ok(()))]
    #[case(Some(30), 31, Ok(()))]
    #[case(Some(900), 0, Err(900))]
    #[case(Some(901), 0, Ok(()))]
    #[case(Some(90 * 86_400), 0, Ok(()))]
    fn a_lock_ends_by_itself(
        #[case] until: Option<i64>,
        #[case] now: i64,
        #[case] expected: Result<(), i64>,
    ) {
        let lock_state = LockState {
            failures: 5,
            locked_until: until.map(at),
            refused: false,
        };
        assert_eq!(admit(lock_state, at(now)), expected.map_err(at));
    }

    #[rstest]
    #[case(86_399, 9, Some(900))]
    #[case(86_400, 1, None)]
    fn a_day_later_it_is_forgotten(
        #[case] later: i64,
        #[case] failures: u32,
        #[case] seconds: Option<i64>,
    ) {
        let locked = LockState {
            failures: 8,
            locked_until: Some(NOW),
            refused: true,
        };
        let after = after_wrong_password(locked, at(later));
        assert_eq!(after.failures, failures);
        assert_eq!(after.locked_until, seconds.map(|s| at(later + s)));
    }

    #[test]
    fn a_patient_guesser_has_a_hundred_guesses_a_day() {
        let (mut lock_state, mut now, mut guesses) = (LockState::default(), NOW, 0);
        while now < at(86_400) {
            match admit(lock_state, now) {
                Ok(()) => {
                    lock_state = after_wrong_password(lock_state, now);
                    guesses += 1;
                }
                Err(until) => now = until,
            }
        }
        assert!((90..=110).contains(&guesses), "{guesses}");
    }
}
