//! Pages as they were sent last: as long as the store says that a page has not changed, its bytes
//! are sent again. Bounded by bytes; the least used go first.

use axum::http::HeaderValue;
use bytes::Bytes;
use journal::{LessonId, PersonId, SchoolId};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// Whose page of what. A page says how its reader stands to it, so it is one reader's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct PageKey {
    /// The school.
    pub(crate) school: SchoolId,
    /// The reader.
    pub(crate) reader: PersonId,
    /// The lesson.
    pub(crate) lesson: LessonId,
}

/// A page that was sent.
#[derive(Debug)]
pub(crate) struct Sent {
    /// Its version.
    pub(crate) version: String,
    /// The version as a header.
    pub(crate) etag: HeaderValue,
    /// Its JSON.
    pub(crate) body: Bytes,
}

/// The memory of pages.
#[derive(Debug)]
pub(crate) struct Pages {
    budget: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    pages: HashMap<PageKey, (Arc<Sent>, u64)>,
    bytes: usize,
    uses: u64,
}

impl Pages {
    /// A memory of so many bytes.
    pub(crate) fn new(budget: usize) -> Self {
        Self {
            budget,
            kept: Mutex::default(),
        }
    }

    /// The page that was sent last.
    pub(crate) fn get(&self, key: PageKey) -> Option<Arc<Sent>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.uses += 1;
        let now = kept.uses;
        let (page, used) = kept.pages.get_mut(&key)?;
        *used = now;
        Some(Arc::clone(page))
    }

    /// Keeps a page that is being sent.
    pub(crate) fn put(&self, key: PageKey, page: Arc<Sent>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.uses += 1;
        let now = kept.uses;
        kept.bytes += page.body.len();
        if let Some((old, _)) = kept.pages.insert(key, (page, now)) {
            kept.bytes -= old.body.len();
        }
        if kept.bytes > self.budget {
            kept.shrink(self.budget - self.budget / 8);
        }
    }
}

impl Kept {
    fn shrink(&mut self, budget: usize) {
        let mut by_use: Vec<_> = self
            .pages
            .iter()
            .map(|(key, (_, used))| (*used, *key))
            .collect();
        by_use.sort_unstable_by_key(|(used, _)| *used);
        for (_, key) in by_use {
            if self.bytes <= budget {
                return;
            }
            if let Some((page, _)) = self.pages.remove(&key) {
                self.bytes -= page.body.len();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(lesson: i64) -> PageKey {
        PageKey {
            school: SchoolId(1),
            reader: PersonId(1),
            lesson: LessonId(lesson),
        }
    }

    fn page(size: usize) -> Arc<Sent> {
        let etag = HeaderValue::from_static("\"1\"");
        Arc::new(Sent {
            version: "1".to_owned(),
            etag,
            body: vec![b'x'; size].into(),
        })
    }

    #[test]
    fn the_least_used_goes_first() {
        let pages = Pages::new(100);
        for lesson in 1..=4 {
            pages.put(key(lesson), page(25));
        }
        assert!(pages.get(key(1)).is_some());
        pages.put(key(5), page(25));
        assert!(pages.get(key(1)).is_some());
        assert!(pages.get(key(2)).is_none());
        assert!(pages.kept.lock().unwrap().bytes <= 100);
    }

    #[test]
    fn a_page_replaced_is_not_counted_twice() {
        let pages = Pages::new(100);
        for _ in 0..10 {
            pages.put(key(1), page(60));
        }
        assert_eq!(pages.kept.lock().unwrap().bytes, 60);
    }

    #[test]
    fn a_page_larger_than_all_is_not_kept() {
        let pages = Pages::new(100);
        pages.put(key(1), page(101));
        assert!(pages.get(key(1)).is_none());
        assert_eq!(pages.kept.lock().unwrap().bytes, 0);
    }
}
