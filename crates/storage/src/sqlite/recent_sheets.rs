//! The lessons that were written to lately, as the writer left them: at the bell a teacher's
//! batches come one after another to the same lesson.

use crate::batch::{RECENT_SHEETS, Touched};
use journal::{LessonId, SchoolId};
use lru::LruCache;

/// Lessons as they stand inside the writer's transaction.
#[derive(Debug)]
pub struct RecentSheets {
    version: i64,
    lessons: LruCache<(SchoolId, LessonId), (i64, Touched)>,
}

impl Default for RecentSheets {
    fn default() -> Self {
        Self {
            version: 0,
            lessons: LruCache::new(RECENT_SHEETS),
        }
    }
}

impl RecentSheets {
    /// Forgets everything if the database has another version than when it was learnt.
    pub fn valid_at(&mut self, version: i64) {
        if version != self.version {
            self.version = version;
            self.lessons.clear();
        }
    }

    /// Takes a lesson; it has to be given back when its writing is done.
    pub fn take(&mut self, school: SchoolId, lesson: LessonId, admin_seq: i64) -> Option<Touched> {
        let (at, touched) = self.lessons.pop(&(school, lesson))?;
        (at == admin_seq).then_some(touched)
    }

    pub fn keep(&mut self, school: SchoolId, lesson: LessonId, admin_seq: i64, touched: Touched) {
        self.lessons.put((school, lesson), (admin_seq, touched));
    }

    /// Forgets everything: what was written was rolled back.
    pub fn forget(&mut self) {
        self.lessons.clear();
    }
}
