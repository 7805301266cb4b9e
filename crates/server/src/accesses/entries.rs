//! Which entries of the access log are remembered, so that what is done again counts to one.

use super::Key;
use chrono::TimeDelta;
use journal::Timestamp;
use std::collections::HashMap;
use storage::Access;

/// Accesses within this time of an entry are part of it.
const ONE_ENTRY: TimeDelta = TimeDelta::minutes(10);
/// Entries remembered before those that are too old to matter are let go.
const MANY: usize = 4096;
/// How often these are looked for: where a district reads at once, few are too old.
const LOOK_EVERY: TimeDelta = TimeDelta::seconds(1);

/// An entry, and how many times of it are written.
#[derive(Debug)]
pub(super) struct Noted {
    pub(super) access: Access,
    pub(super) written: u32,
}

impl Noted {
    pub(super) fn is_recent(&self, now: Timestamp) -> bool {
        (TimeDelta::zero()..ONE_ENTRY).contains(&now.since(self.access.at))
    }

    /// The entry, if it lacks some of its times.
    pub(super) fn unwritten(&mut self) -> Option<Access> {
        let lacks = self.written < self.access.times;
        self.written = self.access.times;
        lacks.then(|| self.access.clone())
    }
}

/// The entries of all schools that are remembered.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) noted: HashMap<Key, Noted>,
    /// When those that are too old were looked for.
    looked_at: Option<Timestamp>,
}

impl Entries {
    /// Takes out those that are too old, if there are many and it is time to look.
    pub(super) fn take_old(&mut self, now: Timestamp) -> Vec<(Key, Noted)> {
        let just_now = TimeDelta::zero()..LOOK_EVERY;
        let looked = self.looked_at.map(|at| now.since(at));
        if self.noted.len() < MANY || looked.is_some_and(|since| just_now.contains(&since)) {
            return Vec::new();
        }
        self.looked_at = Some(now);
        let old = |_: &Key, noted: &mut Noted| !noted.is_recent(now);
        self.noted.extract_if(old).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::{DeviceId, JournalId};
    use storage::{Accessed, Origin};
    use testkit::fixture::{ORLOVA, SCHOOL, now};

    #[test]
    fn those_that_are_too_old_are_looked_for_once_a_second_among_many() {
        let noted = |nth: i64, at: Timestamp| {
            let read = Access {
                person: ORLOVA,
                to: Accessed::Journal(JournalId(nth)),
                times: 1,
                origin: Origin {
                    address: None,
                    device: DeviceId(uuid::Uuid::nil()),
                },
                at,
            };
            let key = (SCHOOL, ORLOVA, read.to.thing());
            (
                key,
                Noted {
                    access: read,
                    written: 1,
                },
            )
        };
        let many = i64::try_from(MANY).unwrap();
        let mut entries = Entries {
            noted: (0..many).map(|nth| noted(nth, now())).collect(),
            looked_at: None,
        };
        assert!(entries.take_old(now()).is_empty());
        let old = now().plus(-ONE_ENTRY);
        entries.noted.extend([noted(many, old)]);
        let after = |time| now().plus(time);
        assert!(entries.take_old(after(LOOK_EVERY / 2)).is_empty());
        assert_eq!(entries.take_old(after(LOOK_EVERY)).len(), 1);
        entries.noted.extend([noted(many, old)]);
        assert_eq!(entries.take_old(now()).len(), 1, "a clock set back");
    }
}
