//! Pages built before, each with the stamp that says whether it is still true.
//!
//! A page depends on the directory and the bells (`admin_seq`) and on what stands in the journals
//! of its stream (`stream.seq`, raised by the transaction that moves any of them; with the change
//! of that number, since a database put back from a copy uses its numbers again). Both are read
//! again for every answer, so a page is never stale; only its building is saved. What is kept is
//! bounded by bytes: how large a page is, people decide.

use crate::directory::{Directory, sees};
use crate::store::{LogPlace, Reader, Versioned};
use journal::view::{JournalPage, LessonPage};
use journal::{JournalId, LessonId, PeriodId, PersonId, Relation, SchoolId};
use serde::Serialize;
use std::collections::HashMap;
use std::hash::Hash;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

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
}

/// The answer to a reader who knows a version.
pub fn versioned<T>(known: Option<&str>, version: String, page: Arc<T>) -> Versioned<T> {
    if known == Some(version.as_str()) {
        Versioned::Unchanged
    } else {
        Versioned::Page { version, page }
    }
}

/// Relations for which a page is kept; the fourth drives out the first.
const RELATIONS: usize = 3;

/// A page as some relations have asked for it.
#[derive(Debug)]
pub struct CachedPage<T> {
    pub stamp: Stamp,
    /// The journal it belongs to, whose stream the stamp is of.
    pub journal: JournalId,
    /// Who gives the lesson, if it is one.
    pub teacher: Option<PersonId>,
    /// Its size in bytes as JSON, for one relation.
    size: usize,
    pages: Mutex<Vec<(Relation, Arc<T>)>>,
}

/// A page that says how its reader stands to it.
pub trait Related: Clone + Serialize {
    /// The relation it was built for.
    fn relation(&self) -> Relation;
    /// Who gives the lesson, if it is one.
    fn teacher(&self) -> Option<PersonId>;
    /// The same page for another relation.
    #[must_use]
    fn related(&self, relation: Relation) -> Self;
}

impl Related for LessonPage {
    fn relation(&self) -> Relation {
        self.relation
    }

    fn teacher(&self) -> Option<PersonId> {
        Some(self.sheet.lesson.teacher)
    }

    fn related(&self, relation: Relation) -> Self {
        Self {
            relation,
            ..self.clone()
        }
    }
}

impl Related for JournalPage {
    fn relation(&self) -> Relation {
        self.relation
    }

    fn teacher(&self) -> Option<PersonId> {
        None
    }

    fn related(&self, relation: Relation) -> Self {
        Self {
            relation,
            ..self.clone()
        }
    }
}

impl<T: Related> CachedPage<T> {
    /// Keeps a page that was just built.
    pub fn new(stamp: Stamp, journal: JournalId, page: T) -> Self {
        Self {
            stamp,
            journal,
            teacher: page.teacher(),
            size: size(&page),
            pages: Mutex::new(vec![(page.relation(), Arc::new(page))]),
        }
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
        let relation = directory.relation(reader.person, card, self.teacher);
        if !sees(&reader.roles, relation) {
            return Some(None);
        }
        let page = self.page(relation)?;
        Some(Some(versioned(known, version(stamp, relation), page)))
    }

    /// The page for a relation; pages differ in nothing else.
    pub fn page(&self, relation: Relation) -> Option<Arc<T>> {
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, page)) = pages.iter().find(|(of, _)| *of == relation) {
            return Some(Arc::clone(page));
        }
        let page = Arc::new(pages.first()?.1.related(relation));
        if pages.len() >= RELATIONS {
            pages.remove(0);
        }
        pages.push((relation, Arc::clone(&page)));
        Some(page)
    }
}

/// The size of a page as JSON, in bytes; in memory it takes about as much again.
fn size(page: &impl Serialize) -> usize {
    struct Counted(usize);
    impl io::Write for Counted {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0 += bytes.len();
            Ok(bytes.len())
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let mut counted = Counted(0);
    // What cannot be written out takes no room.
    serde_json::to_writer(&mut counted, page).map_or(usize::MAX, |()| counted.0)
}

/// Pages bounded by bytes: what was not asked for longest goes first.
#[derive(Debug)]
pub struct BoundedPages<K, T> {
    room: usize,
    kept: Mutex<Kept<K, T>>,
}

#[derive(Debug)]
struct Kept<K, T> {
    tick: u64,
    bytes: usize,
    pages: HashMap<K, (u64, Arc<CachedPage<T>>)>,
}

impl<K: Hash + Eq, T> Kept<K, T> {
    fn remove(&mut self, key: &K) {
        if let Some((_, gone)) = self.pages.remove(key) {
            self.bytes = self.bytes.saturating_sub(gone.size);
        }
    }
}

impl<K: Hash + Eq + Clone, T> BoundedPages<K, T> {
    /// None yet, with room for so many bytes.
    pub fn new(room: usize) -> Self {
        Self {
            room,
            kept: Mutex::new(Kept {
                tick: 0,
                bytes: 0,
                pages: HashMap::new(),
            }),
        }
    }

    /// The page under a key.
    pub fn find(&self, key: &K) -> Option<Arc<CachedPage<T>>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.tick += 1;
        let tick = kept.tick;
        let (used, cached) = kept.pages.get_mut(key)?;
        *used = tick;
        Some(Arc::clone(cached))
    }

    /// Shelves a page, if it leaves room for others.
    pub fn put(&self, key: K, cached: Arc<CachedPage<T>>) {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        kept.tick += 1;
        let tick = kept.tick;
        kept.remove(&key);
        if cached.size > self.room / 4 {
            return;
        }
        while kept.bytes + cached.size > self.room {
            let oldest = kept.pages.iter().min_by_key(|(_, (used, _))| *used);
            let Some(oldest) = oldest.map(|(key, _)| key.clone()) else {
                break;
            };
            kept.remove(&oldest);
        }
        kept.bytes += cached.size;
        kept.pages.insert(key, (tick, cached));
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
            teacher: None,
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
