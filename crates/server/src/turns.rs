//! Turns: what is asked for each waits in the order in which it came.

use crate::failure::Failure;
use protocol::Code;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Keys remembered before those of whom nobody asks for anything are forgotten.
const MANY: usize = 1024;

/// A semaphore for each.
#[derive(Debug)]
pub(crate) struct Semaphores<K> {
    permits: usize,
    by: Mutex<HashMap<K, Weak<Semaphore>>>,
}

impl<K: Eq + Hash> Semaphores<K> {
    /// So many permits for each.
    pub(crate) fn of(permits: usize) -> Self {
        Self {
            permits,
            by: Mutex::default(),
        }
    }

    /// Waits for a permit of one.
    pub(crate) async fn take(&self, key: K) -> Result<OwnedSemaphorePermit, Failure> {
        let semaphore = self.semaphore(key);
        // Nobody closes it.
        Ok(semaphore.acquire_owned().await.map_err(|_| Code::Busy)?)
    }

    fn semaphore(&self, key: K) -> Arc<Semaphore> {
        let mut all = self.by.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MANY {
            all.retain(|_, semaphore| semaphore.strong_count() > 0);
        }
        let taken = all.get(&key).and_then(Weak::upgrade);
        taken.unwrap_or_else(|| {
            let semaphore = Arc::new(Semaphore::new(self.permits));
            all.insert(key, Arc::downgrade(&semaphore));
            semaphore
        })
    }

    #[cfg(test)]
    pub(crate) fn is_unused(&self, key: K) -> bool {
        Arc::strong_count(&self.semaphore(key)) == 1
    }
}
