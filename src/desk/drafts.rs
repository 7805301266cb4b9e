//! What is being written into forms and is not entered yet.
//!
//! A form tells after every key what it holds; the loop makes it durable once per burst, before
//! the frame that shows it. It stays until it is entered or given up, however the form was left.

use offline::{Draft, DraftKey};
use std::collections::{BTreeMap, BTreeSet};

/// The drafts of the person at the desk.
#[derive(Debug, Default)]
pub struct Drafts {
    all: BTreeMap<DraftKey, Draft>,
    unsaved: BTreeSet<DraftKey>,
}

impl Drafts {
    /// The drafts as they are kept.
    pub fn new(all: BTreeMap<DraftKey, Draft>) -> Self {
        Self {
            all,
            unsaved: BTreeSet::new(),
        }
    }

    /// What was begun under a key, and not entered.
    pub fn get(&self, key: &DraftKey) -> Option<&Draft> {
        self.all.get(key)
    }

    /// This is written now; none: nothing that is not in the journal.
    pub fn set(&mut self, key: DraftKey, draft: Option<Draft>) {
        if self.all.get(&key) == draft.as_ref() {
            return;
        }
        match draft {
            Some(draft) => self.all.insert(key.clone(), draft),
            None => self.all.remove(&key),
        };
        self.unsaved.insert(key);
    }

    /// The drafts that are not durable as they are.
    pub fn take_unsaved(&mut self) -> BTreeSet<DraftKey> {
        std::mem::take(&mut self.unsaved)
    }

    /// The disk has refused these: they are to be tried again.
    pub fn put_back(&mut self, keys: BTreeSet<DraftKey>) {
        self.unsaved.extend(keys);
    }
}
