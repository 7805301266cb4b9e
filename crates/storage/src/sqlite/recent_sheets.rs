//! The lessons that were written to lately, as the writer left them: at the bell a teacher's
//! batches come one after another to the same lesson.

use crate::batch::Touched;
use journal::{LessonId, SchoolId};
use std::collections::HashMap;

/// Lessons kept at most.
const ROOM: usize = 256;

/// Lessons as they stand inside the writer's transaction.
#[derive(Debug, Default)]
pub struct RecentSheets {
    version: i64,
    lessons: HashMap<(SchoolId, LessonId, i64), Touched>,
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
        self.lessons.remove(&(school, lesson, admin_seq))
    }

    /// Keeps a lesson.
    pub fn keep(&mut self, school: SchoolId, lesson: LessonId, admin_seq: i64, touched: Touched) {
        if self.lessons.len() >= ROOM {
            self.lessons.clear();
        }
        self.lessons.insert((school, lesson, admin_seq), touched);
    }

    /// Forgets everything: what was written was rolled back.
    pub fn forget(&mut self) {
        self.lessons.clear();
    }
}
