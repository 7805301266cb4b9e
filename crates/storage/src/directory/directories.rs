//! The directories that are kept.

use super::Directory;
use journal::SchoolId;
use lru::LruCache;
use parking_lot::Mutex;
use std::num::NonZeroUsize;
use std::sync::Arc;

/// Directories of the schools that were asked about last.
#[derive(Debug)]
pub struct Directories {
    known: Mutex<LruCache<SchoolId, Arc<Directory>>>,
}

/// Schools whose directories are kept: some megabytes each, if they are large.
const SCHOOLS: NonZeroUsize = NonZeroUsize::new(64).unwrap();

impl Default for Directories {
    fn default() -> Self {
        let known = Mutex::new(LruCache::new(SCHOOLS));
        Self { known }
    }
}

impl Directories {
    /// The directory as it was when last asked; the caller compares its version.
    pub fn latest(&self, school: SchoolId) -> Option<Arc<Directory>> {
        self.known.lock().get(&school).cloned()
    }

    /// The directory, if it is one of `admin_seq`: what journals are asked for by it, though the
    /// register may have moved since.
    pub fn at(&self, school: SchoolId, admin_seq: i64) -> Option<Arc<Directory>> {
        self.latest(school)
            .filter(|directory| directory.admin_seq == admin_seq)
    }

    /// Forgets all: what some were read from was rolled back.
    pub fn forget(&self) {
        self.known.lock().clear();
    }

    /// Keeps the directory of a school that has just come, whatever was there.
    pub fn keep(&self, directory: Directory) {
        let school = directory.school.id;
        self.known.lock().put(school, Arc::new(directory));
    }

    /// Keeps a directory, unless a newer one is kept: who reads an older state asks for it alone.
    pub fn note(&self, directory: &Arc<Directory>) {
        let (school, seq) = (directory.school.id, directory.register_seq);
        let mut known = self.known.lock();
        if known
            .peek(&school)
            .is_none_or(|known| known.register_seq < seq)
        {
            known.put(school, Arc::clone(directory));
        }
    }
}
