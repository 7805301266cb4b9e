//! The memory of the bodies that people are sending: so much in all, and so much for a person. A
//! body takes of it what has come of it. Where it runs short, whoever has most gives way: among
//! people for one with less, among one's own devices for a device with less; and of whoever gives
//! way the device that has most. So bodies that never end keep nobody out, neither another person
//! nor another device of their own.

use crate::signin::{AccountKey, DeviceKey};
use std::collections::{BTreeMap, HashMap};
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
    /// What there is of all of them.
    sum: usize,
    of_people: HashMap<AccountKey, Held>,
}

/// What a person's bodies hold.
#[derive(Debug, Default)]
struct Held {
    sum: usize,
    /// None that holds nothing.
    of_devices: HashMap<DeviceKey, usize>,
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
        let mut open = self.uploads.open();
        while open.bodies.contains_key(&self.nth) {
            let (own, own_device) = open.held(self.of);
            let (own, own_device) = (own.saturating_add(by), own_device.saturating_add(by));
            let fullest = if own > each {
                None
            } else if open.sum.saturating_add(by) > all {
                open.fullest_person(own)
            } else {
                open.take(self.nth, by);
                return true;
            };
            let gives_way = match fullest {
                Some(person) => open.fullest_device(person, 0),
                None => open.fullest_device(self.of.account, own_device),
            };
            let Some(nth) = gives_way.and_then(|device| open.oldest(device)) else {
                return false;
            };
            open.remove(nth);
        }
        false
    }
}

impl Drop for Upload {
    fn drop(&mut self) {
        self.uploads.open().remove(self.nth);
    }
}

impl Open {
    /// How much the person of a device has, and the device.
    fn held(&self, of: DeviceKey) -> (usize, usize) {
        let held = self.of_people.get(&of.account);
        held.map_or((0, 0), |held| {
            let of_device = held.of_devices.get(&of).copied();
            (held.sum, of_device.unwrap_or(0))
        })
    }

    /// The person who has most, if it is more than this.
    fn fullest_person(&self, than: usize) -> Option<AccountKey> {
        let (person, held) = self.of_people.iter().max_by_key(|(_, held)| held.sum)?;
        (held.sum > than).then_some(*person)
    }

    /// The device of a person that has most, if it is more than this.
    fn fullest_device(&self, person: AccountKey, than: usize) -> Option<DeviceKey> {
        let devices = &self.of_people.get(&person)?.of_devices;
        let (device, most) = devices.iter().max_by_key(|(_, bytes)| **bytes)?;
        (*most > than).then_some(*device)
    }

    /// The oldest body of a device with something in it.
    fn oldest(&self, device: DeviceKey) -> Option<u64> {
        let mut bodies = self.bodies.iter();
        let oldest = bodies.find(|(_, body)| body.bytes > 0 && body.of == device);
        oldest.map(|(nth, _)| *nth)
    }

    fn take(&mut self, nth: u64, by: usize) {
        let Some(body) = self.bodies.get_mut(&nth).filter(|_| by > 0) else {
            return;
        };
        body.bytes += by;
        self.sum += by;
        let held = self.of_people.entry(body.of.account).or_default();
        held.sum += by;
        *held.of_devices.entry(body.of).or_default() += by;
    }

    fn remove(&mut self, nth: u64) {
        let Some(Body { of, bytes, .. }) = self.bodies.remove(&nth) else {
            return;
        };
        self.sum -= bytes;
        let Some(held) = self.of_people.get_mut(&of.account) else {
            return;
        };
        held.sum -= bytes;
        if let Some(of_device) = held.of_devices.get_mut(&of) {
            *of_device -= bytes;
            if *of_device == 0 {
                held.of_devices.remove(&of);
            }
        }
        if held.sum == 0 {
            self.of_people.remove(&of.account);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
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
        let open = uploads.open();
        assert!(open.bodies.is_empty() && open.of_people.is_empty() && open.sum == 0);
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

    #[test]
    fn of_whoever_gives_way_to_another_the_fullest_device_does() {
        let uploads = Uploads::new(40, 30);
        let mut honest = uploads.begin(key(1, 1));
        assert!(honest.grow(5));
        let mut full = [0; 5].map(|_| uploads.begin(key(1, 2)));
        assert!(full.iter_mut().all(|upload| upload.grow(5)));
        let mut other = uploads.begin(key(2, 1));
        assert!(other.grow(10) && other.grow(5));
        assert!(
            !has_given_way(&mut honest),
            "the oldest, and not the fullest"
        );
        let gone = full.each_mut().map(has_given_way);
        assert_eq!(gone, [true, false, false, false, false]);
    }

    #[test]
    fn where_ones_own_have_most_the_fuller_device_gives_way() {
        let uploads = Uploads::new(40, 30);
        let mut other = uploads.begin(key(2, 1));
        assert!(other.grow(15));
        let mut full = [0; 5].map(|_| uploads.begin(key(1, 2)));
        assert!(full.iter_mut().all(|upload| upload.grow(5)));
        let mut honest = uploads.begin(key(1, 1));
        assert!(
            honest.grow(4),
            "of its own person's, though not above its limit"
        );
        let gone = full.each_mut().map(has_given_way);
        assert_eq!(gone, [true, false, false, false, false]);
        assert!(!has_given_way(&mut other));
        assert!(
            !full[4].grow(5),
            "the fullest gives way to nobody of its own"
        );
    }
}
