//! Pages built before, each with the stamp that says whether it is still true.
//!
//! A page depends on the directory and the bells (`admin_seq`) and on what stands in the journals
//! of its stream (`stream.seq`, raised by the transaction that moves any of them). Both are read
//! again for every answer, so a page is never stale; only its building is saved.

use crate::directory::{Directory, sees};
use crate::store::{Reader, Versioned};
use journal::view::{JournalPage, LessonPage};
use journal::{JournalId, LessonId, PeriodId, PersonId, Relation, SchoolId};
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, Mutex, PoisonError};

/// What a page was built from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stamp {
    /// The school's `admin_seq`.
    pub admin: i64,
    /// The stream's `seq`.
    pub stream: i64,
}

impl Stamp {
    /// The version of a lesson page as this relation sees it.
    pub fn of_lesson(self, relation: Relation) -> String {
        let Self { admin, stream } = self;
        format!("{admin}.{stream}.{}", bits(relation))
    }

    /// The version of a journal page.
    pub fn of_journal(self, relation: Relation, period: PeriodId) -> String {
        let Self { admin, stream } = self;
        format!("{admin}.{stream}.{}.{period}", bits(relation))
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

/// A page as some relations have asked for it.
#[derive(Debug)]
pub struct Shelved<T> {
    pub stamp: Stamp,
    /// The journal it belongs to, whose stream the stamp is of.
    pub journal: JournalId,
    /// Who gives the lesson, if it is one.
    pub teacher: Option<PersonId>,
    pages: Mutex<Vec<(Relation, Arc<T>)>>,
}

/// A page that says how its reader stands to it.
pub trait Related: Clone {
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

impl<T: Related> Shelved<T> {
    /// Shelves a page that was just built.
    pub fn new(stamp: Stamp, journal: JournalId, page: T) -> Self {
        Self {
            stamp,
            journal,
            teacher: page.teacher(),
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
        pages.push((relation, Arc::clone(&page)));
        Some(page)
    }
}

/// A bounded shelf: what was not asked for longest goes first.
#[derive(Debug)]
pub struct Shelf<K, T> {
    room: usize,
    places: Mutex<Places<K, T>>,
}

#[derive(Debug)]
struct Places<K, T> {
    tick: u64,
    known: HashMap<K, (u64, Arc<Shelved<T>>)>,
}

impl<K: Hash + Eq + Clone, T> Shelf<K, T> {
    /// A shelf with room for so many pages.
    pub fn new(room: usize) -> Self {
        Self {
            room,
            places: Mutex::new(Places {
                tick: 0,
                known: HashMap::new(),
            }),
        }
    }

    /// What was shelved under a key.
    pub fn find(&self, key: &K) -> Option<Arc<Shelved<T>>> {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.tick += 1;
        let tick = places.tick;
        let (used, shelved) = places.known.get_mut(key)?;
        *used = tick;
        Some(Arc::clone(shelved))
    }

    /// Shelves a page.
    pub fn put(&self, key: K, shelved: Arc<Shelved<T>>) {
        let mut places = self.places.lock().unwrap_or_else(PoisonError::into_inner);
        places.tick += 1;
        let tick = places.tick;
        if places.known.len() >= self.room && !places.known.contains_key(&key) {
            let oldest = places.known.iter().min_by_key(|(_, (used, _))| *used);
            if let Some(oldest) = oldest.map(|(key, _)| key.clone()) {
                places.known.remove(&oldest);
            }
        }
        places.known.insert(key, (tick, shelved));
    }
}

/// The shelves of a store.
#[derive(Debug)]
pub struct PageCache {
    pub lessons: Shelf<(SchoolId, LessonId), LessonPage>,
    pub journals: Shelf<(SchoolId, JournalId, PeriodId), JournalPage>,
}

impl PageCache {
    /// Empty shelves with room for so many pages of lessons and of journals.
    pub fn new(lessons: usize, journals: usize) -> Self {
        Self {
            lessons: Shelf::new(lessons),
            journals: Shelf::new(journals),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shelf_forgets_what_was_not_asked_for() {
        let shelf: Shelf<u8, ()> = Shelf::new(2);
        let shelved = || {
            Arc::new(Shelved {
                stamp: Stamp {
                    admin: 1,
                    stream: 1,
                },
                journal: JournalId(1),
                teacher: None,
                pages: Mutex::new(Vec::new()),
            })
        };
        shelf.put(1, shelved());
        shelf.put(2, shelved());
        assert!(shelf.find(&1).is_some());
        shelf.put(3, shelved());
        assert!(shelf.find(&2).is_none());
        assert!(shelf.find(&1).is_some() && shelf.find(&3).is_some());
    }

    #[test]
    fn versions_tell_relations_apart() {
        let stamp = Stamp {
            admin: 1,
            stream: 7,
        };
        let own = Relation {
            own_journal: true,
            ..Relation::default()
        };
        assert_eq!(stamp.of_lesson(own), "1.7.1");
        assert_ne!(stamp.of_lesson(own), stamp.of_lesson(Relation::default()));
        assert_eq!(stamp.of_journal(own, PeriodId(2)), "1.7.1.2");
    }
}
