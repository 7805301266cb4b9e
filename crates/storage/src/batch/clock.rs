//! Which moment counts for deadlines: nobody writes «задним числом», and a lesson marked offline
//! keeps its true time.

use chrono::TimeDelta;
use journal::Timestamp;

/// How long a lesson marked offline may wait for the network and keep its true time.
const OFFLINE_GRACE: TimeDelta = TimeDelta::days(7);
/// Further ahead than this, a person decides.
pub const FAR_AHEAD: TimeDelta = TimeDelta::minutes(5);
/// A device that was not heard for longer had been silent; contacts are noted once a minute.
const SILENCE: TimeDelta = TimeDelta::minutes(3);
/// So long after a silence a device may still be sending what it kept meanwhile.
const DRAIN: TimeDelta = TimeDelta::minutes(15);
/// A change made online may reach the server so much later (retries) and keep its time.
const RETRIES: TimeDelta = TimeDelta::minutes(10);

/// A moment that was noted earlier, at `now`: one that lies far ahead was noted by a clock of the
/// server's that was wrong, and counts as now.
pub fn noted_before(noted: Timestamp, now: Timestamp) -> Timestamp {
    if noted.since(now) > FAR_AHEAD {
        now
    } else {
        noted
    }
}

/// When a device was heard. A device that comes back signs in, asks for pages and sends its
/// queue in several batches; all of that is one return, so what it made before it counts from
/// the last contact before the silence.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Contact {
    /// The last contact.
    pub seen: Timestamp,
    /// The first contact after the last silence.
    pub since: Timestamp,
    /// The last contact before that silence.
    pub before: Timestamp,
}

impl Contact {
    /// The first contact of a device: it had not been before.
    pub fn first(at: Timestamp) -> Self {
        Self {
            seen: at,
            since: at,
            before: at,
        }
    }

    #[must_use]
    pub fn heard(self, at: Timestamp) -> Self {
        let known = Self {
            seen: noted_before(self.seen, at),
            since: noted_before(self.since, at),
            before: noted_before(self.before, at),
        };
        known.heard_later(at)
    }

    fn heard_later(self, at: Timestamp) -> Self {
        if at <= self.seen {
            return self;
        }
        if at.since(self.seen) > SILENCE {
            return Self {
                seen: at,
                since: at,
                before: self.seen,
            };
        }
        Self { seen: at, ..self }
    }

    /// The earliest moment at which a change received at `at` can have been made.
    fn earliest(self, at: Timestamp) -> Timestamp {
        let contact = self.heard(at);
        let online = at.plus(-RETRIES);
        if at.since(contact.since) <= DRAIN {
            contact.before.min(online)
        } else {
            online
        }
    }
}

/// The moment of a change as far as its device is believed; none if it lies too far ahead.
pub fn believed(made: Timestamp, received: Timestamp, contact: Contact) -> Option<Timestamp> {
    let ahead = made.since(received);
    if ahead > FAR_AHEAD {
        return None;
    }
    if ahead > TimeDelta::zero() {
        return Some(received);
    }
    let believable = contact.earliest(received) <= made && received.since(made) <= OFFLINE_GRACE;
    Some(if believable { made } else { received })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: i64) -> Timestamp {
        Timestamp(minutes * 60_000_000)
    }

    #[test]
    fn online_changes_count_when_made() {
        let contact = Contact::first(at(0)).heard(at(1)).heard(at(2));
        assert_eq!(believed(at(2), at(3), contact), Some(at(2)));
    }

    #[test]
    fn a_lesson_offline_keeps_its_time_through_sign_in_and_batches() {
        let back = Contact::first(at(0))
            .heard(at(60))
            .heard(at(61))
            .heard(at(62));
        assert_eq!(believed(at(20), at(63), back), Some(at(20)));
        assert_eq!(
            believed(at(-5), at(63), back),
            Some(at(63)),
            "before the last contact"
        );
    }

    #[test]
    fn nobody_writes_back_in_time_while_online() {
        let mut contact = Contact::first(at(0)).heard(at(60));
        for minute in 61..200 {
            contact = contact.heard(at(minute));
        }
        assert_eq!(believed(at(100), at(200), contact), Some(at(200)));
    }

    #[test]
    fn the_grace_ends() {
        let day = 24 * 60;
        let contact = Contact::first(at(0)).heard(at(8 * day));
        assert_eq!(believed(at(30), at(8 * day), contact), Some(at(8 * day)));
        assert_eq!(
            believed(at(2 * day), at(8 * day), contact),
            Some(at(2 * day))
        );
    }

    #[test]
    fn a_contact_noted_by_a_clock_that_was_ahead_counts_as_now() {
        let months = 90 * 24 * 60;
        let wrong = Contact::first(at(0))
            .heard(at(months))
            .heard(at(months + 1));
        let right = wrong.heard(at(60));
        let expected = Contact {
            seen: at(60),
            since: at(60),
            before: at(0),
        };
        assert_eq!(right, expected);
        assert_eq!(
            believed(at(20), at(61), right),
            Some(at(20)),
            "since the true contact"
        );
        assert_eq!(right.heard(at(200)).seen, at(200));
        let only_ahead = Contact::first(at(months)).heard(at(60));
        assert_eq!(only_ahead, Contact::first(at(60)));
        let slewed = Contact::first(at(64));
        assert_eq!(
            slewed.heard(at(60)),
            slewed,
            "a clock set right by a little"
        );
    }

    #[test]
    fn clocks_ahead() {
        let contact = Contact::first(at(0));
        assert_eq!(believed(at(1), at(0), contact), Some(at(0)), "clamped");
        assert_eq!(believed(at(6), at(0), contact), None, "held");
    }
}
