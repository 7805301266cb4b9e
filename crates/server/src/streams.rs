//! The open streams of events: so many for a person, so many in all. A new one is never refused
//! for its person's older ones; the oldest ends instead, as one whose line is dead should.

use crate::signin::AccountKey;
use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::oneshot;

#[derive(Debug)]
pub(crate) struct Streams {
    most: usize,
    per_person: usize,
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    next: u64,
    count: usize,
    of: HashMap<AccountKey, VecDeque<(u64, oneshot::Sender<()>)>>,
}

/// An open stream's place, given up when dropped.
#[derive(Debug)]
pub(crate) struct StreamPlace {
    streams: Arc<Streams>,
    person: AccountKey,
    nth: u64,
    /// Done when a newer stream has taken the place.
    pub(crate) taken: oneshot::Receiver<()>,
}

impl Streams {
    pub(crate) fn new(most: usize, per_person: usize) -> Arc<Self> {
        Arc::new(Self {
            most: most.max(1),
            per_person: per_person.max(1),
            open: Mutex::default(),
        })
    }

    /// A place for a person's new stream; none if all are taken by people with one each.
    pub(crate) fn open(self: &Arc<Self>, person: AccountKey) -> Option<StreamPlace> {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let own = open.of.get(&person).map_or(0, VecDeque::len);
        if own >= self.per_person {
            open.end_oldest(person);
        } else if open.count >= self.most {
            let (most, of) = open
                .of
                .iter()
                .map(|(of, all)| (all.len(), *of))
                .max_by_key(|(most, _)| *most)?;
            if most < 2 {
                return None;
            }
            open.end_oldest(of);
        }
        let (end, taken) = oneshot::channel();
        let nth = open.next;
        open.next += 1;
        open.count += 1;
        open.of.entry(person).or_default().push_back((nth, end));
        Some(StreamPlace {
            streams: Arc::clone(self),
            person,
            nth,
            taken,
        })
    }
}

impl Open {
    fn end_oldest(&mut self, person: AccountKey) {
        // Its sender dropped, the stream ends.
        let ended = self.of.get_mut(&person).and_then(VecDeque::pop_front);
        self.count -= usize::from(ended.is_some());
    }
}

impl Drop for StreamPlace {
    fn drop(&mut self) {
        let mut open = self
            .streams
            .open
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(own) = open.of.get_mut(&self.person) else {
            return;
        };
        let before = own.len();
        own.retain(|(nth, _)| *nth != self.nth);
        let (gone, none_left) = (before - own.len(), own.is_empty());
        if none_left {
            open.of.remove(&self.person);
        }
        open.count -= gone;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::{PersonId, SchoolId};

    fn person(nth: i64) -> AccountKey {
        AccountKey {
            school: SchoolId(1),
            person: PersonId(nth),
        }
    }

    fn has_ended(place: &mut StreamPlace) -> bool {
        place.taken.try_recv() == Err(oneshot::error::TryRecvError::Closed)
    }

    #[test]
    fn a_persons_oldest_stream_makes_room_for_its_newest() {
        let streams = Streams::new(100, 2);
        let mut places: Vec<_> = (0..3).map(|_| streams.open(person(1)).unwrap()).collect();
        let ended: Vec<_> = places.iter_mut().map(has_ended).collect();
        assert_eq!(ended, [true, false, false]);
        drop(places);
        let open = streams.open.lock().unwrap();
        assert_eq!((open.count, open.of.len()), (0, 0));
    }

    #[test]
    fn who_has_the_most_makes_room_when_there_is_none() {
        let streams = Streams::new(3, 8);
        let mut greedy: Vec<_> = (0..2).map(|_| streams.open(person(1)).unwrap()).collect();
        let mut two = streams.open(person(2)).unwrap();
        let mut three = streams.open(person(3)).unwrap();
        assert!(has_ended(&mut greedy[0]) && !has_ended(&mut greedy[1]));
        assert!(streams.open(person(4)).is_none(), "everybody has one");
        assert!(!has_ended(&mut two) && !has_ended(&mut three));
        drop(two);
        assert!(streams.open(person(4)).is_some());
    }
}
