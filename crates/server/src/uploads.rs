//! The memory of the bodies that people are sending: so much in all, and so much for a person. A
//! body takes of it what has come of it. Where it runs short, whoever has most gives way: among
//! people for one with less, among one's own devices for a device with less. So bodies that never
//! end keep nobody out, and a slow line is cut off by no clock.

use crate::signin::DeviceKey;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::oneshot;

/// What is being sent.
#[derive(Debug)]
pub(crate) struct Uploads {
    all: usize,
    each: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    /// The oldest first.
    bodies: BTreeMap<u64, Body>,
}

#[derive(Debug)]
struct Body {
    of: DeviceKey,
    bytes: usize,
    /// Dropped, the body has given way.
    _end: oneshot::Sender<()>,
}

/// A body's part of the memory, given back when dropped.
#[derive(Debug)]
pub(crate) struct Upload {
    uploads: Arc<Uploads>,
    of: DeviceKey,
    nth: u64,
    /// Done when it has given way.
    pub(crate) given_way: oneshot::Receiver<()>,
}

impl Uploads {
    /// So many bytes in all, and so many at most for each person.
    pub(crate) fn new(all: usize, each: usize) -> Arc<Self> {
        Arc::new(Self {
            all,
            each,
            open: Mutex::default(),
        })
    }

    /// A body of which nothing has come yet.
    pub(crate) fn begin(self: &Arc<Self>, of: DeviceKey) -> Upload {
        let (end, given_way) = oneshot::channel();
        let mut open = self.open();
        let nth = open.next;
        open.next += 1;
        let body = Body {
            of,
            bytes: 0,
            _end: end,
        };
        open.bodies.insert(nth, body);
        Upload {
            uploads: Arc::clone(self),
            of,
            nth,
            given_way,
        }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Upload {
    /// Takes as much more, if there is as much or can be made; the body is at its end otherwise.
    pub(crate) fn grow(&mut self, by: usize) -> bool {
        let Uploads { all, each, .. } = *self.uploads;
        let person = self.of.account;
        let mut open = self.uploads.open();
        loop {
            let own = open.bytes(|of| of.account == person).saturating_add(by);
            let of_all = open.bytes(|_| true).saturating_add(by);
            let gives_way = if own > each {
                let own = open.bytes(|of| *of == self.of).saturating_add(by);
                let most = open.with_most(own, |of| (of.account == person).then_some(of.device));
                most.and_then(|most| open.oldest(|of| (of.account, of.device) == (person, most)))
            } else if of_all > all {
                let most = open.with_most(own, |of| Some(of.account));
                most.and_then(|most| open.oldest(|of| of.account == most))
            } else {
                break;
            };
            let Some(nth) = gives_way else {
                return false;
            };
            open.bodies.remove(&nth);
        }
        let body = open.bodies.get_mut(&self.nth);
        let is_open = body.is_some();
        if let Some(body) = body {
            body.bytes += by;
        }
        is_open
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.uploads.open().bodies.remove(&self.nth);
    }
}

impl Open {
    /// How much some have.
    fn bytes(&self, are_theirs: impl Fn(&DeviceKey) -> bool) -> usize {
        let theirs = self.bodies.values().filter(|body| are_theirs(&body.of));
        theirs.map(|body| body.bytes).sum()
    }

    /// Who has most, if it is more than this.
    fn with_most<K: Copy + Eq + Hash>(
        &self,
        than: usize,
        whose: impl Fn(&DeviceKey) -> Option<K>,
    ) -> Option<K> {
        let mut held = HashMap::new();
        for body in self.bodies.values() {
            if let Some(key) = whose(&body.of) {
                *held.entry(key).or_insert(0) += body.bytes;
            }
        }
        let (key, most) = held.into_iter().max_by_key(|(_, bytes)| *bytes)?;
        (most > than).then_some(key)
    }

    /// The oldest body with something in it.
    fn oldest(&self, is_theirs: impl Fn(&DeviceKey) -> bool) -> Option<u64> {
        let mut bodies = self.bodies.iter();
        let theirs = bodies.find(|(_, body)| body.bytes > 0 && is_theirs(&body.of));
        theirs.map(|(nth, _)| *nth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signin::AccountKey;
    use futures_util::FutureExt;
    use journal::{DeviceId, PersonId, SchoolId};
    use uuid::Uuid;

    fn key(person: i64, device: u128) -> DeviceKey {
        DeviceKey {
            account: AccountKey {
                school: SchoolId(1),
                person: PersonId(person),
            },
            device: DeviceId(Uuid::from_u128(device)),
        }
    }

    fn has_given_way(upload: &mut Upload) -> bool {
        (&mut upload.given_way).now_or_never().is_some()
    }

    #[test]
    fn who_has_most_gives_way_to_who_has_less() {
        let uploads = Uploads::new(40, 20);
        let begin = |person| uploads.begin(key(person, 1));
        let mut full: Vec<_> = [1, 1, 2, 2].map(begin).into();
        for upload in &mut full {
            assert!(upload.grow(10));
        }
        let mut honest = begin(3);
        assert!(honest.grow(5) && honest.grow(5));
        let gone: Vec<_> = full.iter_mut().map(has_given_way).collect();
        assert_eq!(gone.iter().filter(|gone| **gone).count(), 1, "{gone:?}");
        assert!(gone[0] || gone[2], "the oldest of its person");
        // They come again, and take it from each other.
        for person in [1, 2, 1, 2] {
            full.push(begin(person));
            let _ = full.last_mut().unwrap().grow(10);
        }
        assert!(!has_given_way(&mut honest));
        drop((full, honest));
        assert!(uploads.open().bodies.is_empty());
    }

    #[test]
    fn among_equals_the_last_is_refused() {
        let uploads = Uploads::new(20, 10);
        let [mut one, mut other, mut third] = [1, 2, 3].map(|who| uploads.begin(key(who, 1)));
        assert!(one.grow(10) && other.grow(10));
        assert!(!one.grow(1), "more than a person's");
        assert!(!third.grow(10), "who has as much");
        assert!(third.grow(9));
    }

    #[test]
    fn a_device_leaves_room_for_the_others_of_its_person() {
        let uploads = Uploads::new(100, 20);
        let mut held = [0; 4].map(|_| uploads.begin(key(1, 1)));
        for upload in &mut held {
            assert!(upload.grow(5));
        }
        let mut elsewhere = uploads.begin(key(1, 2));
        assert!(elsewhere.grow(6));
        assert_eq!(
            held.each_mut().map(has_given_way),
            [true, true, false, false]
        );
        assert!(!uploads.begin(key(1, 1)).grow(5));
        assert!(!has_given_way(&mut elsewhere));
    }
}
