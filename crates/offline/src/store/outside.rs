//! Whether anything was written to the file since the database was asked: asked at every key, so the
//! file system is asked first, which takes a fiftieth of the time of a question to the database. What
//! was written, and by which window, only the database says.

use super::damaged_log::log_of;
use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The length of the write-ahead log, and when it was written to last.
type Stamp = (u64, SystemTime);

/// What was seen of the write-ahead log.
#[derive(Debug)]
pub(super) struct Outside {
    log: PathBuf,
    seen: Cell<Option<Stamp>>,
    /// The database was asked when the log looked so already. Once is not enough: the time of a file
    /// goes by steps of milliseconds, and whoever types does not sign out elsewhere in the same.
    is_sure: Cell<bool>,
}

impl Outside {
    /// Of a database file.
    pub(super) fn of(file: &Path) -> Self {
        Self {
            log: log_of(file),
            seen: Cell::new(None),
            is_sure: Cell::new(false),
        }
    }

    /// Asks the database, if it has to be asked; none, if it has nothing new to say.
    pub(super) fn ask<T, E>(&self, ask: impl FnOnce() -> Result<T, E>) -> Result<Option<T>, E> {
        let found = std::fs::metadata(&self.log);
        let stamp = found.and_then(|log| Ok((log.len(), log.modified()?))).ok();
        let is_same = stamp.is_some() && self.seen.get() == stamp;
        if is_same && self.is_sure.get() {
            return Ok(None);
        }
        let answer = ask()?;
        self.seen.set(stamp);
        self.is_sure.set(is_same);
        Ok(Some(answer))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_database_is_asked_twice_after_each_write() {
        let dir = tempfile::tempdir().unwrap();
        let (file, log) = (dir.path().join("a.db"), dir.path().join("a.db-wal"));
        let outside = Outside::of(&file);
        let ask = || outside.ask(|| Ok::<_, ()>(())).unwrap().is_some();
        let asked = |times: usize| (0..times).map(|_| ask()).collect::<Vec<_>>();
        assert_eq!(asked(3), [true; 3], "there is no log to go by");
        std::fs::write(&log, "a frame").unwrap();
        assert_eq!(asked(1), [true]);
        assert_eq!(outside.ask(|| Err::<(), _>("a fault")), Err("a fault"));
        assert_eq!(asked(3), [true, false, false], "a fault is no answer");
        std::fs::write(&log, "another frame").unwrap();
        assert_eq!(asked(3), [true, true, false]);
        let later = SystemTime::UNIX_EPOCH;
        let same_length = std::fs::File::options().write(true).open(&log).unwrap();
        same_length.set_modified(later).unwrap();
        assert_eq!(asked(3), [true, true, false]);
    }
}
