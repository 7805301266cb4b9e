//! What this process keeps about sign-ins besides the store: one try at a time for an account,
//! and a soft lock for names that nobody has.

use super::softlock::Standing;
use journal::{PersonId, SchoolId, Timestamp};
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::OwnedMutexGuard;

/// Accounts that share a turn; a power of two is of no importance.
const STRIPES: usize = 64;
/// Most unknown names remembered.
const MOST_UNKNOWN: usize = 4096;
/// Most locks remembered of which the access log knows that somebody was refused.
const MOST_REFUSED: usize = 4096;

/// The book.
#[derive(Debug)]
pub(crate) struct Lockbook {
    hasher: RandomState,
    turns: Vec<Arc<tokio::sync::Mutex<()>>>,
    unknown: Mutex<HashMap<u64, Standing>>,
    refused: Mutex<HashMap<(SchoolId, PersonId), Timestamp>>,
}

impl Lockbook {
    /// An empty book.
    pub(crate) fn new() -> Self {
        Self {
            hasher: RandomState::new(),
            turns: (0..STRIPES).map(|_| Arc::default()).collect(),
            unknown: Mutex::default(),
            refused: Mutex::default(),
        }
    }

    /// Waits for the turn of a name: guesses sent at once are counted one after the other.
    pub(crate) async fn turn(&self, school: SchoolId, login: &str) -> Option<OwnedMutexGuard<()>> {
        let stripes = u64::try_from(self.turns.len()).unwrap_or(1).max(1);
        let nth = usize::try_from(self.key(school, login) % stripes).unwrap_or(0);
        Some(Arc::clone(self.turns.get(nth)?).lock_owned().await)
    }

    /// How a name that nobody has stands. It is locked like an account, or the lock would tell
    /// which names there are.
    pub(crate) fn unknown(&self, school: SchoolId, login: &str) -> Standing {
        let unknown = self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
        unknown
            .get(&self.key(school, login))
            .copied()
            .unwrap_or_default()
    }

    /// Notes how a name that nobody has stands. When the book is full, locks that have ended are
    /// forgotten, and everything if there are none.
    pub(crate) fn note_unknown(
        &self,
        school: SchoolId,
        login: &str,
        standing: Standing,
        now: Timestamp,
    ) {
        let key = self.key(school, login);
        let mut unknown = self.unknown.lock().unwrap_or_else(PoisonError::into_inner);
        if unknown.len() >= MOST_UNKNOWN {
            unknown.retain(|_, kept| kept.locked_until.is_some_and(|until| until > now));
        }
        if unknown.len() >= MOST_UNKNOWN {
            unknown.clear();
        }
        unknown.insert(key, standing);
    }

    /// Whether this is the first refusal under the lock that ends at `until`: only that one goes
    /// into the access log, or anybody could fill the disk with the tries of a locked account.
    pub(crate) fn first_refusal(
        &self,
        school: SchoolId,
        person: PersonId,
        until: Timestamp,
        now: Timestamp,
    ) -> bool {
        let mut refused = self.refused.lock().unwrap_or_else(PoisonError::into_inner);
        if refused.len() >= MOST_REFUSED {
            refused.retain(|_, until| *until > now);
        }
        if refused.len() >= MOST_REFUSED {
            refused.clear();
        }
        refused.insert((school, person), until) != Some(until)
    }

    fn key(&self, school: SchoolId, login: &str) -> u64 {
        self.hasher.hash_one((school, login.to_lowercase()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SCHOOL: SchoolId = SchoolId(1);

    #[test]
    fn case_does_not_matter_and_schools_do() {
        let book = Lockbook::new();
        let standing = Standing {
            failures: 3,
            locked_until: Some(Timestamp(10)),
        };
        book.note_unknown(SCHOOL, "Кто-То", standing, Timestamp(0));
        assert_eq!(book.unknown(SCHOOL, "кто-то"), standing);
        assert_eq!(book.unknown(SchoolId(2), "кто-то"), Standing::default());
    }

    #[test]
    fn a_lock_is_noted_once() {
        let book = Lockbook::new();
        let first = |person, until| {
            book.first_refusal(SCHOOL, PersonId(person), Timestamp(until), Timestamp(0))
        };
        assert!(first(1, 10));
        assert!(!first(1, 10));
        assert!(first(2, 10));
        assert!(first(1, 20), "another lock");
        for person in 0..i64::try_from(MOST_REFUSED * 2).unwrap() {
            first(person, 30);
        }
        assert!(book.refused.lock().unwrap().len() <= MOST_REFUSED);
    }

    #[test]
    fn it_never_grows_over_its_size() {
        let book = Lockbook::new();
        let standing = Standing {
            failures: 1,
            locked_until: None,
        };
        for nth in 0..MOST_UNKNOWN * 2 {
            book.note_unknown(SCHOOL, &nth.to_string(), standing, Timestamp(0));
        }
        assert!(book.unknown.lock().unwrap().len() <= MOST_UNKNOWN);
    }
}
