//! What keeps signing in open to those whose it is: soft locks, queues, one try at a time.
//!
//! A try is *known* when its device has signed in to the account before, else a *stranger's*. The
//! known ones have a lock for each device and a queue of their own, before which strangers never
//! come and of which an account has its share, however many devices it has: neither guesses at a
//! name nor a flood of them keeps its owner out.
//!
//! A lock of strangers is of a bucket of names, chosen by a keyed hash, and every name falls into
//! one: what it does is the same whether anybody has the name, and nothing is ever forgotten to
//! make room. The locks are in the database, so they outlive a restart.

use crate::failure::Failure;
use crate::peer::Peer;
use crate::recurring::Recurring;
use crate::shares::{Share, Shares};
use crate::signin::AccountKey;
use journal::SchoolId;
use protocol::Code;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Instant;
use storage::{AccessEvent, AccessNote, LockKey, LockState, Store, StoreError};
use tokio::sync::OwnedMutexGuard;

/// Tries of one account's known devices that may be in their queue.
const MOST_OF_ACCOUNT: usize = 16;
/// Turns remembered before those that nobody has are forgotten.
const MANY_TURNS: usize = 1024;
/// Most wrong passwords kept that could not be written: then nobody tries any more.
const MOST_UNWRITTEN: usize = 4096;

/// What every wrong password meets on a full disk.
static UNWRITTEN: Recurring = Recurring::new();

pub(crate) struct SignInLimiter {
    store: Arc<dyn Store>,
    /// Of the database, by which names are hashed.
    secret: [u8; 32],
    strangers: Arc<Shares<Peer>>,
    known: Arc<Shares<AccountKey>>,
    turns: Mutex<HashMap<Lock, Weak<tokio::sync::Mutex<()>>>>,
    unwritten: Mutex<HashMap<Lock, LockState>>,
}

/// A soft lock of a school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Lock {
    pub(crate) school: SchoolId,
    /// What it is of.
    pub(crate) key: LockKey,
}

/// Which queue a try stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Queue {
    /// Of devices that have signed in to the account before.
    Known,
    /// Of all others.
    Strangers,
}

impl Lock {
    /// The queue of whoever counts under it.
    pub(crate) fn queue(self) -> Queue {
        match self.key {
            LockKey::Device(_) => Queue::Known,
            LockKey::Name(_) => Queue::Strangers,
        }
    }
}

/// A place in a queue, given up when dropped.
#[derive(Debug)]
pub(crate) enum Ticket {
    /// In that of known devices.
    Known { _share: Share<AccountKey> },
    /// In that of strangers.
    Stranger { _share: Share<Peer> },
}

impl SignInLimiter {
    /// `places`: in each queue. `secret`: of the database, the same after a restart.
    pub(crate) fn new(store: Arc<dyn Store>, secret: &[u8; 32], places: usize) -> Self {
        Self {
            store,
            secret: *secret,
            strangers: Shares::new(places, places.div_ceil(2)),
            known: Shares::new(places, MOST_OF_ACCOUNT),
            turns: Mutex::default(),
            unwritten: Mutex::default(),
        }
    }

    /// The lock of a name for strangers, whatever its case.
    pub(crate) fn of_name(&self, school: SchoolId, login: &str) -> Lock {
        let key = lock_of_name(&self.secret, school, login);
        Lock { school, key }
    }

    /// A place in the queue of known devices, for one of an account's.
    pub(crate) fn enter_known(&self, account: AccountKey) -> Result<Ticket, Failure> {
        place(&self.known, account).map(|share| Ticket::Known { _share: share })
    }

    /// A place in the queue of strangers, for one of a peer's.
    pub(crate) fn enter_stranger(&self, peer: Peer) -> Result<Ticket, Failure> {
        place(&self.strangers, peer).map(|share| Ticket::Stranger { _share: share })
    }

    /// Waits for the turn of a lock: guesses sent at once are counted one after the other. Who
    /// waits has a ticket, so not many do.
    pub(crate) async fn turn(&self, lock: Lock) -> OwnedMutexGuard<()> {
        let turn = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            if turns.len() >= MANY_TURNS {
                turns.retain(|_, turn| turn.strong_count() > 0);
            }
            let running = turns.get(&lock).and_then(Weak::upgrade);
            running.unwrap_or_else(|| {
                let turn = Arc::default();
                turns.insert(lock, Arc::downgrade(&turn));
                turn
            })
        };
        turn.lock_owned().await
    }

    /// How a lock stands.
    pub(crate) async fn lock_state(&self, lock: Lock) -> Result<LockState, StoreError> {
        let unwritten = self.unwritten().get(&lock).copied();
        match unwritten {
            Some(lock_state) => Ok(lock_state),
            None => self.store.lock_state(lock.school, lock.key).await,
        }
    }

    /// Writes how a try ended and how its lock stands now. Where the disk is full the process
    /// keeps it: a guess that cannot be written is a guess all the same.
    pub(crate) async fn note(
        &self,
        school: SchoolId,
        note: AccessNote,
        lock_state: LockState,
    ) -> Result<(), Failure> {
        let lock = Lock {
            school,
            key: note.lock,
        };
        let written = self.store.note_access(school, note).await;
        let mut unwritten = self.unwritten();
        let Err(error) = written else {
            if matches!(note.access, AccessEvent::WrongPassword { .. }) {
                unwritten.remove(&lock);
            } else if let Some(kept) = unwritten.get_mut(&lock) {
                *kept = lock_state;
            }
            return Ok(());
        };
        if let Some(left_out) = UNWRITTEN.met(Instant::now()) {
            tracing::warn!(%error, left_out, "a sign-in could not be written down");
        }
        if unwritten.len() >= MOST_UNWRITTEN && !unwritten.contains_key(&lock) {
            return Err(Code::Busy.into());
        }
        unwritten.insert(lock, lock_state);
        Ok(())
    }

    /// The store has opened the lock: a try came to a session, or a start password was given.
    pub(crate) fn opened(&self, lock: Lock) {
        self.unwritten().remove(&lock);
    }

    fn unwritten(&self) -> std::sync::MutexGuard<'_, HashMap<Lock, LockState>> {
        self.unwritten
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// The lock that strangers who try a name fall under, whatever its case; the secret is of the
/// database.
pub fn lock_of_name(secret: &[u8; 32], school: SchoolId, login: &str) -> LockKey {
    let name = Sha256::new_with_prefix(secret).chain_update(b"sign-in name\0");
    let name = name.chain_update(school.0.to_be_bytes());
    let hash = name.chain_update(login.to_lowercase()).finalize();
    LockKey::Name(hash.first_chunk().copied().map_or(0, u16::from_be_bytes))
}

/// One of the places of a queue.
fn place<K: Copy + Eq + Hash>(queue: &Arc<Shares<K>>, key: K) -> Result<Share<K>, Failure> {
    let mut share = queue.share(key);
    if share.grow(1) {
        Ok(share)
    } else {
        Err(Code::Busy.into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::{DeviceId, Timestamp};
    use std::net::{IpAddr, Ipv4Addr};
    use storage::Origin;
    use testkit::fixture;
    use uuid::Uuid;

    async fn limiter(places: usize) -> (SignInLimiter, tempfile::TempDir) {
        let (store, folder) = fixture::store().await;
        (SignInLimiter::new(store, &[7; 32], places), folder)
    }

    fn peer(nth: u8) -> Peer {
        IpAddr::from(Ipv4Addr::new(192, 0, 2, nth)).into()
    }

    const ORLOVA: AccountKey = AccountKey {
        school: fixture::SCHOOL,
        person: fixture::ORLOVA,
    };

    fn of_device(nth: u128) -> Lock {
        Lock {
            school: fixture::SCHOOL,
            key: LockKey::Device(DeviceId(Uuid::from_u128(nth))),
        }
    }

    #[tokio::test]
    async fn case_does_not_matter_and_schools_do() {
        let (limiter, _folder) = limiter(8).await;
        let lock = |school, login| limiter.of_name(school, login);
        let there = lock(fixture::SCHOOL, "Кто-То");
        assert_eq!(there, lock(fixture::SCHOOL, "кто-то"));
        assert_ne!(there.key, lock(SchoolId(2), "кто-то").key);
        assert_ne!(there.key, lock(fixture::SCHOOL, "кто-то-ещё").key);
    }

    /// More of them than any memory has room for.
    #[tokio::test]
    async fn other_names_push_none_out_of_its_lock() {
        let (limiter, _folder) = limiter(8).await;
        let wrong = async |login: &str, failures| {
            let lock = limiter.of_name(fixture::SCHOOL, login);
            let lock_state = LockState {
                failures,
                ..LockState::default()
            };
            let note = AccessNote {
                person: None,
                access: AccessEvent::WrongPassword {
                    failures,
                    locked_until: None,
                },
                lock: lock.key,
                origin: Origin {
                    address: None,
                    device: DeviceId(Uuid::from_u128(1)),
                },
                at: Timestamp(0),
            };
            limiter
                .note(fixture::SCHOOL, note, lock_state)
                .await
                .unwrap();
        };
        let names = ["orlova", "nobody"];
        for name in names {
            wrong(name, 3).await;
        }
        for other in 0..10_000 {
            let other = format!("other-{other}");
            let lock = limiter.of_name(fixture::SCHOOL, &other);
            if names
                .iter()
                .all(|name| lock != limiter.of_name(fixture::SCHOOL, name))
            {
                wrong(&other, 1).await;
            }
        }
        for name in names {
            let lock = limiter.of_name(fixture::SCHOOL, name);
            assert_eq!(
                limiter.lock_state(lock).await.unwrap().failures,
                3,
                "{name}"
            );
        }
    }

    #[tokio::test]
    async fn a_full_queue_says_so_and_empties_again() {
        let (limiter, _folder) = limiter(4).await;
        let enter = |nth| limiter.enter_stranger(peer(nth));
        let (one, _two) = (enter(1).unwrap(), enter(1).unwrap());
        assert_eq!(enter(1).unwrap_err().code(), Code::Busy, "it has half");
        let _others = (enter(2).unwrap(), enter(3).unwrap());
        assert_eq!(enter(4).unwrap_err().code(), Code::Busy);
        assert!(limiter.enter_known(ORLOVA).is_ok(), "another queue");
        drop(one);
        assert!(enter(4).is_ok());
    }

    #[tokio::test]
    async fn an_account_leaves_places_in_the_queue_of_known_devices() {
        let (limiter, _folder) = limiter(1000).await;
        let sokolova = AccountKey {
            person: fixture::SOKOLOVA,
            ..ORLOVA
        };
        let enter = |account| limiter.enter_known(account);
        let tickets: Vec<_> = (0..MOST_OF_ACCOUNT)
            .map(|_| enter(ORLOVA).unwrap())
            .collect();
        assert_eq!(enter(ORLOVA).unwrap_err().code(), Code::Busy);
        assert!(enter(sokolova).is_ok());
        drop(tickets);
        assert!(enter(ORLOVA).is_ok());
    }

    #[tokio::test]
    async fn turns_are_taken_one_after_the_other_and_forgotten() {
        use futures_util::FutureExt;
        let (limiter, _folder) = limiter(8).await;
        let turn = limiter.turn(of_device(1)).await;
        assert!(limiter.turn(of_device(1)).now_or_never().is_none());
        for nth in 2..5000 {
            drop(limiter.turn(of_device(nth)).await);
        }
        assert!(limiter.turns.lock().unwrap().len() <= MANY_TURNS);
        assert!(limiter.turn(of_device(1)).now_or_never().is_none());
        drop(turn);
        assert!(limiter.turn(of_device(1)).now_or_never().is_some());
    }
}
