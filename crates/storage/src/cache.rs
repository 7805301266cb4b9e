//! Pages built before, each with the stamp that says whether it is still true.
//!
//! A page depends on the directory and the bells (`admin_seq`) and on what stands in the journals
//! of its stream (`stream.seq`, raised by the transaction that moves any of them; with the change
//! of that number, since a database put back from a copy uses its numbers again). Both are read
//! again for every answer, so a page is never stale; only its building is saved. What is kept is
//! bounded by bytes: how large a page is, people decide.
//!
//! A lesson's page that is kept is answered in 3 µs on SQLite and 43 µs on PostgreSQL (the stamp is
//! asked for), one that is built in 273 and 886 (`examples/raw`, the median of one reader).

use crate::directory::{Directory, Given};
use crate::store::{LogPlace, Reader, StoreError, Versioned, WrittenPage};
use journal::regulation::sees;
use journal::view::{JournalPage, LessonPage};
use journal::{JournalId, LessonId, PeriodId, Relation, SchoolId};
use lru::LruCache;
use parking_lot::Mutex;
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::hash::Hash;
use std::sync::Arc;

/// What a page was built from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The school's `admin_seq`.
    pub admin: i64,
    /// The newest change of the stream.
    pub stream: LogPlace,
}

impl Stamp {
    /// The version of a lesson page as this relation sees it.
    pub fn of_lesson(self, relation: Relation) -> String {
        format!("{}.{}", self.text(), bits(relation))
    }

    /// The version of a journal page.
    pub fn of_journal(self, relation: Relation, period: PeriodId) -> String {
        format!("{}.{}.{period}", self.text(), bits(relation))
    }

    fn text(self) -> String {
        let Self { admin, stream } = self;
        let mark = u64::from_be_bytes(stream.mark());
        format!("{admin}.{}-{mark:x}", stream.seq)
    }
}

fn bits(relation: Relation) -> u8 {
    u8::from(relation.own_journal)
        | u8::from(relation.substitute) << 1
        | u8::from(relation.class_teacher) << 2
        | u8::from(relation.taught) << 3
}

/// The answer to a reader who knows a version, of a page that nobody keeps.
///
/// # Errors
/// The page cannot be written as JSON.
pub fn versioned<T: Serialize + DeserializeOwned>(
    known: Option<&str>,
    version: String,
    page: &T,
) -> Result<Versioned<T>, StoreError> {
    if known == Some(version.as_str()) {
        return Ok(Versioned::Unchanged);
    }
    let page = WrittenPage::of(page)?;
    Ok(Versioned::Page { version, page })
}

/// Relations for which a page is kept; the fourth drives out the first.
const RELATIONS: usize = 3;

/// A page as some relations have asked for it. Only the JSON is kept: the page itself takes twice as
/// much again, and is asked for by another relation alone.
#[derive(Debug)]
pub struct CachedPage<T> {
    pub stamp: Stamp,
    /// The journal it belongs to, whose stream the stamp is of.
    pub journal: JournalId,
    /// Whose row of the timetable it is, if it is a lesson.
    pub given: Option<Given>,
    /// Bytes of its JSON for one relation.
    size: usize,
    pages: Mutex<Vec<(Relation, WrittenPage<T>)>>,
}

/// A page that says how its reader stands to it.
pub trait Related: Serialize + DeserializeOwned {
    /// The relation it was built for.
    fn relation(&self) -> Relation;
    /// Whose row of the timetable it is, if it is a lesson.
    fn given(&self) -> Option<Given>;
    /// The same page for another relation.
    #[must_use]
    fn related(self, relation: Relation) -> Self;
}

impl Related for LessonPage {
    fn relation(&self) -> Relation {
        self.relation
    }

    fn given(&self) -> Option<Given> {
        Some(Given::of(&self.sheet.lesson))
    }

    fn related(self, relation: Relation) -> Self {
        Self { relation, ..self }
    }
}

impl Related for JournalPage {
    fn relation(&self) -> Relation {
        self.relation
    }

    fn given(&self) -> Option<Given> {
        None
    }

    fn related(self, relation: Relation) -> Self {
        Self { relation, ..self }
    }
}

impl<T: Related> CachedPage<T> {
    /// Keeps a page that was just built.
    ///
    /// # Errors
    /// The page cannot be written as JSON.
    pub fn new(stamp: Stamp, journal: JournalId, page: &T) -> Result<Self, StoreError> {
        let (given, relation) = (page.given(), page.relation());
        let page = WrittenPage::of(page)?;
        Ok(Self {
            stamp,
            journal,
            given,
            size: page.json.len(),
            pages: Mutex::new(vec![(relation, page)]),
        })
    }

    /// The page as a reader sees it, if the page is true at `stamp`: the inner none says that it
    /// is not the reader's to see.
    pub fn answer(
        &self,
        directory: &Directory,
        stamp: Stamp,
        reader: &Reader,
        known: Option<&str>,
        version: impl Fn(Stamp, Relation) -> String,
    ) -> Option<Option<Versioned<T>>> {
        if stamp != self.stamp || stamp.admin != directory.admin_seq {
            return None;
        }
        let card = directory.journal(self.journal)?;
        let relation = directory.relation(reader, card, self.given);
        if !sees(&reader.roles, relation) {
            return Some(None);
        }
        let version = version(stamp, relation);
        if known == Some(version.as_str()) {
            return Some(Some(Versioned::Unchanged));
        }
        let page = self.page(relation)?;
        Some(Some(Versioned::Page { version, page }))
    }

    /// The page for a relation; pages differ in nothing else.
    fn page(&self, relation: Relation) -> Option<WrittenPage<T>> {
        let mut pages = self.pages.lock();
        if let Some((_, page)) = pages.iter().find(|(of, _)| *of == relation) {
            return Some(page.clone());
        }
        let (_, first) = pages.first()?;
        let page = first.read().ok()?.related(relation);
        let page = WrittenPage::of(&page).ok()?;
        if pages.len() >= RELATIONS {
            pages.remove(0);
        }
        pages.push((relation, page.clone()));
        Some(page)
    }
}

/// Pages bounded by bytes: what was not asked for longest goes first.
#[derive(Debug)]
pub struct BoundedPages<K: Hash + Eq, T> {
    room: usize,
    kept: Mutex<Kept<K, T>>,
}

#[derive(Debug)]
struct Kept<K: Hash + Eq, T> {
    bytes: usize,
    pages: LruCache<K, Arc<CachedPage<T>>>,
}

impl<K: Hash + Eq, T> BoundedPages<K, T> {
    /// None yet, with room for so many bytes.
    pub fn new(room: usize) -> Self {
        let (bytes, pages) = (0, LruCache::unbounded());
        Self {
            room,
            kept: Mutex::new(Kept { bytes, pages }),
        }
    }

    /// The page under a key.
    pub fn find(&self, key: &K) -> Option<Arc<CachedPage<T>>> {
        self.kept.lock().pages.get(key).cloned()
    }

    /// Keeps a page, if it leaves room for others.
    pub fn put(&self, key: K, cached: Arc<CachedPage<T>>) {
        let mut kept = self.kept.lock();
        if let Some(old) = kept.pages.pop(&key) {
            kept.bytes -= old.size;
        }
        if cached.size > self.room / 4 {
            return;
        }
        kept.bytes += cached.size;
        kept.pages.put(key, cached);
        while kept.bytes > self.room
            && let Some((_, oldest)) = kept.pages.pop_lru()
        {
            kept.bytes -= oldest.size;
        }
    }
}

/// The pages that a store keeps.
#[derive(Debug)]
pub struct PageCache {
    pub lessons: BoundedPages<(SchoolId, LessonId), LessonPage>,
    pub journals: BoundedPages<(SchoolId, JournalId, PeriodId), JournalPage>,
}

impl PageCache {
    /// Empty, with room for so many bytes of pages of lessons and of journals.
    pub fn new(lessons: usize, journals: usize) -> Self {
        Self {
            lessons: BoundedPages::new(lessons),
            journals: BoundedPages::new(journals),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use journal::ChangeId;
    use uuid::Uuid;

    fn cached(size: usize) -> Arc<CachedPage<()>> {
        Arc::new(CachedPage {
            stamp: Stamp {
                admin: 1,
                stream: LogPlace::default(),
            },
            journal: JournalId(1),
            given: None,
            size,
            pages: Mutex::new(Vec::new()),
        })
    }

    #[test]
    fn the_cache_forgets_what_was_not_asked_for() {
        let pages: BoundedPages<u8, ()> = BoundedPages::new(50);
        for key in 1..=5 {
            pages.put(key, cached(10));
        }
        assert!(pages.find(&1).is_some());
        pages.put(6, cached(10));
        assert!(pages.find(&2).is_none());
        assert!([1, 3, 4, 5, 6].iter().all(|key| pages.find(key).is_some()));
    }

    #[test]
    fn the_cache_is_bounded_by_bytes() {
        let pages: BoundedPages<u8, ()> = BoundedPages::new(50);
        pages.put(1, cached(13));
        assert!(
            pages.find(&1).is_none(),
            "it would leave no room for others"
        );
        for key in 1..=20 {
            pages.put(key, cached(12));
        }
        let found = (1..=20).filter(|key| pages.find(key).is_some()).count();
        assert_eq!(found, 4);
        // The same page, grown.
        pages.put(20, cached(1));
        pages.put(21, cached(12));
        let found = (1..=21).filter(|key| pages.find(key).is_some()).count();
        assert_eq!(found, 5);
    }

    #[test]
    fn versions_tell_relations_apart() {
        let stamp = Stamp {
            admin: 1,
            stream: LogPlace {
                seq: 7,
                change: None,
            },
        };
        let own = Relation {
            own_journal: true,
            ..Relation::default()
        };
        assert_eq!(stamp.of_lesson(own), "1.7-0.1");
        assert_ne!(stamp.of_lesson(own), stamp.of_lesson(Relation::default()));
        assert_eq!(stamp.of_journal(own, PeriodId(2)), "1.7-0.1.2");
    }

    #[test]
    fn versions_tell_changes_of_one_number_apart() {
        let version = |change| {
            let change = Some(ChangeId(Uuid::from_u128(change)));
            let stream = LogPlace { seq: 7, change };
            Stamp { admin: 1, stream }.of_lesson(Relation::default())
        };
        assert_eq!(version(1), version(1));
        assert_ne!(version(1), version(2));
    }
}
