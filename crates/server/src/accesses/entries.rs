//! Which entries of the access log are remembered, so that what is done again counts to one.

use super::Key;
use chrono::TimeDelta;
use journal::view::AccessKind;
use journal::{SchoolId, Timestamp};
use std::collections::HashMap;
use storage::{Access, Accessed};

/// Accesses within this time of an entry are part of it.
const ONE_ENTRY: TimeDelta = TimeDelta::minutes(10);
/// Entries remembered before those that are too old to matter are let go.
const MANY: usize = 4096;
/// How often these are looked for: where a district reads at once, few are too old.
const LOOK_EVERY: TimeDelta = TimeDelta::seconds(1);

/// Things a person has entries for within that time of being refused to write, or to read, them.
pub(super) const REFUSALS: usize = 40;
/// Things of a kind that have entries whatever else was refused: nothing hides a new kind.
const REFUSALS_OF_A_KIND: usize = 10;

/// An entry, and how many times of it are written.
#[derive(Debug)]
struct Noted {
    access: Access,
    written: u32,
}

impl Noted {
    fn is_recent(&self, now: Timestamp) -> bool {
        (TimeDelta::zero()..ONE_ENTRY).contains(&now.since(self.access.at))
    }

    /// The entry, if it lacks some of its times.
    fn unwritten(&mut self) -> Option<Access> {
        let lacks = self.written < self.access.times;
        self.written = self.access.times;
        lacks.then(|| self.access.clone())
    }
}

/// The entries of all schools that are remembered.
#[derive(Debug, Default)]
pub(super) struct Entries {
    noted: HashMap<Key, Noted>,
    /// When those that are too old were looked for.
    looked_at: Option<Timestamp>,
}

impl Entries {
    /// What is to be written of an access: nothing, if it is only counted; else it, and the times of
    /// those that it lets go.
    pub(super) fn of(&mut self, school: SchoolId, mut access: Access) -> Vec<(SchoolId, Access)> {
        let mut key = (school, access.person, access.to.thing());
        if self.is_again(&key, access.at) {
            return Vec::new();
        }
        if self.is_one_too_many(&key, access.at) {
            access.to = match key.2.event {
                AccessKind::ReadRefused => Accessed::ReadRefused(None),
                _ => Accessed::MoreRefused,
            };
            key.2 = access.to.thing();
            if self.is_again(&key, access.at) {
                return Vec::new();
            }
        }
        let mut gone = self.take_old(access.at);
        let is = Noted {
            access: access.clone(),
            written: 1,
        };
        gone.extend(self.noted.insert(key, is).map(|was| (key, was)));
        let over = gone.into_iter();
        let over = over.filter_map(|((school, ..), mut was)| Some((school, was.unwritten()?)));
        over.chain([(school, access)]).collect()
    }

    /// Counts an access to its entry, if that is recent.
    pub(super) fn is_again(&mut self, key: &Key, now: Timestamp) -> bool {
        let noted = self.noted.get_mut(key);
        let Some(noted) = noted.filter(|noted| noted.is_recent(now)) else {
            return false;
        };
        noted.access.times = noted.access.times.saturating_add(1);
        true
    }

    /// The entries that lack some of their times, which are written now.
    pub(super) fn take_unwritten(&mut self) -> Vec<(SchoolId, Access)> {
        let noted = self.noted.iter_mut();
        noted
            .filter_map(|((school, ..), noted)| Some((*school, noted.unwritten()?)))
            .collect()
    }

    /// Whether it is a refusal beside so many of its person's that it has no entry of its own.
    fn is_one_too_many(&self, (school, person, thing): &Key, now: Timestamp) -> bool {
        if ![AccessKind::WriteRefused, AccessKind::ReadRefused].contains(&thing.event) {
            return false;
        }
        let of_them = |((s, p, of), noted): &(&Key, &Noted)| {
            (s, p, of.event) == (school, person, thing.event) && noted.is_recent(now)
        };
        let of_kind = |((_, _, of), _): &(&Key, &Noted)| of.what == thing.what;
        let refusals = || self.noted.iter().filter(of_them);
        refusals().count() >= REFUSALS && refusals().filter(of_kind).count() >= REFUSALS_OF_A_KIND
    }

    /// Takes out those that are too old, if there are many and it is time to look.
    fn take_old(&mut self, now: Timestamp) -> Vec<(Key, Noted)> {
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
    use storage::Origin;
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
