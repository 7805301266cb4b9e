//! The lessons that were written to lately: at the bell a teacher's batches come one after
//! another to the same lesson. Another process may write too, so an entry counts only while its
//! stream stands where it stood when the entry was made; the writing transaction asks.

use crate::batch::{RECENT_SHEETS, Touched};
use journal::{LessonId, SchoolId};
use lru::LruCache;
use parking_lot::Mutex;

/// A lesson as some transaction left it.
#[derive(Debug)]
pub struct RecentSheet {
    /// The school's `admin_seq` then.
    pub admin_seq: i64,
    /// The stream of its journal.
    pub stream: i64,
    /// The stream's `seq` then.
    pub seq: i64,
    /// What stood in it.
    pub touched: Touched,
}

/// Lessons by school.
#[derive(Debug)]
pub struct RecentSheets {
    known: Mutex<LruCache<(SchoolId, LessonId), RecentSheet>>,
}

impl Default for RecentSheets {
    fn default() -> Self {
        let known = Mutex::new(LruCache::new(RECENT_SHEETS));
        Self { known }
    }
}

impl RecentSheets {
    /// Takes a lesson; whoever took it gives it back when its transaction is committed.
    pub fn take(&self, school: SchoolId, lesson: LessonId) -> Option<RecentSheet> {
        self.known.lock().pop(&(school, lesson))
    }

    /// Keeps a lesson as a committed transaction left it.
    pub fn keep(&self, school: SchoolId, lesson: LessonId, recent: RecentSheet) {
        self.known.lock().put((school, lesson), recent);
    }
}
