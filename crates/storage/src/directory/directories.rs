//! The directories that are kept.

use super::Directory;
use journal::SchoolId;
use lru::LruCache;
use parking_lot::Mutex;
use std::sync::Arc;

/// Directories of the schools that were asked about last.
#[derive(Debug)]
pub struct Directories {
    /// Records in all of them at most.
    room: usize,
    known: Mutex<Known>,
}

#[derive(Debug)]
struct Known {
    /// In all of them.
    records: usize,
    schools: LruCache<SchoolId, Kept>,
}

#[derive(Debug)]
struct Kept {
    records: usize,
    directory: Arc<Directory>,
}

/// The registers of 65 schools of 865 pupils, or of 300 of a hundred: a number of schools would be
/// either too much memory or too few to work in. A record takes some 600 bytes with its indexes.
/// Whoever is of a school that is not among them waits for its register to be read, at each request.
const RECORDS: usize = 320_000;

impl Default for Directories {
    fn default() -> Self {
        Self::of(RECORDS)
    }
}

impl Directories {
    fn of(room: usize) -> Self {
        let (records, schools) = (0, LruCache::unbounded());
        Self {
            room,
            known: Mutex::new(Known { records, schools }),
        }
    }

    /// The directory as it was when last asked; the caller compares its version.
    pub fn latest(&self, school: SchoolId) -> Option<Arc<Directory>> {
        let mut known = self.known.lock();
        let kept = known.schools.get(&school)?;
        Some(Arc::clone(&kept.directory))
    }

    /// Forgets all: what some were read from was rolled back.
    pub fn forget(&self) {
        let mut known = self.known.lock();
        known.records = 0;
        known.schools.clear();
    }

    /// Keeps the directory of a school that has just come, whatever was there.
    pub fn keep(&self, directory: Directory) {
        self.known.lock().put(Arc::new(directory), self.room);
    }

    /// Keeps a directory, unless a newer one is kept: who reads an older state asks for it alone.
    pub fn note(&self, directory: &Arc<Directory>) {
        let (school, seq) = (directory.school.id, directory.register_seq);
        let mut known = self.known.lock();
        let kept = known.schools.peek(&school);
        if kept.is_none_or(|kept| kept.directory.register_seq < seq) {
            known.put(Arc::clone(directory), self.room);
        }
    }
}

impl Known {
    /// Keeps a directory, whatever its size, and lets those go that were not asked for longest.
    fn put(&mut self, directory: Arc<Directory>, room: usize) {
        let (school, records) = (directory.school.id, directory.records.all().count());
        let was = self.schools.put(school, Kept { records, directory });
        self.records += records;
        self.records -= was.map_or(0, |was| was.records);
        while self.records > room
            && self.schools.len() > 1
            && let Some((_, oldest)) = self.schools.pop_lru()
        {
            self.records -= oldest.records;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::directory::{DirectoryRows, Version};
    use journal::register::{Building, Record, RecordId, RecordKind, Register};
    use journal::school::School;
    use journal::{Regulation, SchoolTime};

    fn directory(school: i64, records: i64, register_seq: i64) -> Arc<Directory> {
        let mut register = Register::default();
        for id in 1..=records {
            let building = Building {
                title: format!("Корпус {id}"),
                address: String::new(),
            };
            let at = RecordKind::Building.at(RecordId(id));
            register.put(at, Some(Record::Building(building)));
        }
        let rows = DirectoryRows {
            school: School {
                id: SchoolId(school),
                title: format!("Школа № {school}"),
                time: SchoolTime::MOSCOW,
                regulation: Regulation::shipped_ids().next().unwrap().to_owned(),
            },
            records: register,
        };
        let version = Version {
            register_seq,
            ..Version::FIRST
        };
        Arc::new(Directory::new(version, rows).unwrap())
    }

    fn kept(directories: &Directories) -> Vec<i64> {
        let known = directories.known.lock();
        let mut schools: Vec<_> = known.schools.iter().map(|(school, _)| school.0).collect();
        schools.sort_unstable();
        schools
    }

    #[test]
    fn a_hundred_small_schools_are_kept_in_the_room_of_ten_large_ones() {
        let directories = Directories::of(1000);
        for school in 1..=100 {
            directories.note(&directory(school, 10, 1));
        }
        assert_eq!(kept(&directories).len(), 100);
        directories.latest(SchoolId(1));
        directories.note(&directory(101, 100, 1));
        assert_eq!(kept(&directories).len(), 91, "ten have gone");
        assert!(
            directories.latest(SchoolId(1)).is_some(),
            "asked for lately"
        );
        assert!(directories.latest(SchoolId(2)).is_none());
    }

    #[test]
    fn a_school_that_grows_counts_once_and_one_of_any_size_is_kept() {
        let directories = Directories::of(20);
        for seq in 1..=5 {
            directories.note(&directory(1, 9, seq));
            directories.note(&directory(2, 9, seq));
        }
        directories.note(&directory(1, 1, 4));
        assert_eq!(kept(&directories), [1, 2], "an older state is not kept");
        directories.note(&directory(3, 50, 1));
        assert_eq!(kept(&directories), [3]);
        directories.forget();
        directories.note(&directory(1, 20, 1));
        assert_eq!(kept(&directories), [1]);
    }
}
