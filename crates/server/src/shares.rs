//! Something of which there is so much in all and so much for each: nobody waits for it, who finds
//! none is told to come again.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// What there is of it.
#[derive(Debug)]
pub(crate) struct Shares<K> {
    all: usize,
    each: usize,
    taken: Mutex<Taken<K>>,
}

#[derive(Debug)]
struct Taken<K> {
    sum: usize,
    by: HashMap<K, usize>,
}

/// What somebody has of it; given back when dropped.
#[derive(Debug)]
pub(crate) struct Share<K: Copy + Eq + Hash> {
    of: Arc<Shares<K>>,
    key: K,
    amount: usize,
}

impl<K: Copy + Eq + Hash> Shares<K> {
    /// So much in all, and so much at most for each.
    pub(crate) fn new(all: usize, each: usize) -> Arc<Self> {
        let taken = Taken {
            sum: 0,
            by: HashMap::new(),
        };
        Arc::new(Self {
            all,
            each,
            taken: Mutex::new(taken),
        })
    }

    /// A share of which nothing is taken yet.
    pub(crate) fn share(self: &Arc<Self>, key: K) -> Share<K> {
        Share {
            of: Arc::clone(self),
            key,
            amount: 0,
        }
    }
}

impl<K: Copy + Eq + Hash> Share<K> {
    /// Takes more, if there is as much.
    pub(crate) fn grow(&mut self, by: usize) -> bool {
        let mut taken = self.of.taken.lock().unwrap_or_else(PoisonError::into_inner);
        let own = taken.by.get(&self.key).copied().unwrap_or(0);
        if taken.sum.saturating_add(by) > self.of.all || own.saturating_add(by) > self.of.each {
            return false;
        }
        taken.sum += by;
        taken.by.insert(self.key, own + by);
        self.amount += by;
        true
    }
}

impl<K: Copy + Eq + Hash> Drop for Share<K> {
    fn drop(&mut self) {
        let mut taken = self.of.taken.lock().unwrap_or_else(PoisonError::into_inner);
        taken.sum = taken.sum.saturating_sub(self.amount);
        if let Some(own) = taken.by.get_mut(&self.key) {
            *own = own.saturating_sub(self.amount);
            if *own == 0 {
                taken.by.remove(&self.key);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_takes_its_own_share_and_leaves_the_others_theirs() {
        let shares = Shares::new(10, 6);
        let (mut one, mut other) = (shares.share(1), shares.share(2));
        assert!(one.grow(4));
        assert!(!one.grow(3), "more than its own");
        let mut again = shares.share(1);
        assert!(again.grow(2) && !again.grow(1), "also in two parts");
        assert!(other.grow(4) && !other.grow(1), "more than there is");
        drop(one);
        assert!(other.grow(2) && again.grow(2));
        drop((other, again));
        assert!(shares.taken.lock().unwrap().by.is_empty());
    }
}
