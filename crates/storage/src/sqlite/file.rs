//! Whether the database file is still where it was opened. What is written to a file that somebody
//! has removed, moved or replaced meanwhile is gone when the process ends.

use crate::store::StoreError;
#[cfg(unix)]
use std::fs::File;
#[cfg(unix)]
use std::mem::ManuallyDrop;
use std::path::{Path, PathBuf};
#[cfg(unix)]
use std::time::SystemTime;

/// How often a log that seems cut is looked at.
#[cfg(unix)]
const LOOKS: usize = 3;

/// A database file that is open, with the log of changes that stands beside it.
#[derive(Debug)]
pub struct DatabaseFile {
    #[cfg(unix)]
    database: Opened,
    /// The name that it was opened by, which may be a link.
    #[cfg(unix)]
    name: Opened,
    #[cfg(unix)]
    log: Opened,
    /// What of the log is where: all processes share it.
    #[cfg(unix)]
    index: Opened,
    /// Never closed: whoever closes a file lets go of all locks that the process has in it, those of the
    /// connections too (fcntl(2)).
    #[cfg(unix)]
    index_file: ManuallyDrop<File>,
    /// When the database was written last that this process knows of, and how long it was.
    #[cfg(unix)]
    noted: Option<(SystemTime, u64)>,
}

#[cfg(unix)]
impl DatabaseFile {
    /// The file that stands at this path now; its log must have been begun.
    pub fn open(name: &Path) -> Result<Self, StoreError> {
        // A path may be relative, and the folder of the process another one later.
        let path = name.canonicalize().map_err(|error| gone(name, &error))?;
        let name = std::path::absolute(name).map_err(|error| gone(name, &error))?;
        let beside = |end: &str| {
            let mut name = path.clone().into_os_string();
            name.push(end);
            Opened::at(PathBuf::from(name))
        };
        let (log, index) = (beside("-wal")?, beside("-shm")?);
        let (name, database) = (Opened::at(name)?, Opened::at(path)?);
        let index_file = File::open(&index.path).map_err(|error| gone(&index.path, &error))?;
        Ok(Self {
            name,
            log,
            index,
            index_file: ManuallyDrop::new(index_file),
            noted: None,
            database,
        })
    }

    /// That all of it stands there still, and no part of the log was cut off: questions of the file
    /// system, a microsecond each. SQLite itself removes the log only when the last connection is closed.
    pub fn is_in_place(&self) -> Result<(), StoreError> {
        for opened in [&self.database, &self.name, &self.index] {
            opened.length()?;
        }
        self.log_is_whole()
    }

    /// Takes the database as it is now for what this process has made of it.
    pub fn note(&mut self) {
        self.noted = self.database.written();
    }

    /// Whether nothing but the log was removed, and no other has been begun: what stands in it is
    /// known to this process alone, and can still be brought into the database, unless somebody has
    /// written there: a backup, say, copied over it.
    pub fn has_lost_its_log(&self) -> bool {
        let is_whole = [&self.database, &self.name];
        is_whole.iter().all(|opened| opened.length().is_ok())
            && [&self.log, &self.index]
                .iter()
                .all(|opened| opened.length().is_ok() || opened.is_gone())
            && self.has_whole_log()
            && self.noted == self.database.written()
    }

    /// Whether nothing was cut off the log; what was would leave holes in the database that it is brought
    /// into.
    pub fn has_whole_log(&self) -> bool {
        self.log.is_gone() || self.log_is_whole().is_ok()
    }

    /// That the log is as long as its index says. Another process may write, or bring it into the
    /// database, between the two looks: what is seen once is looked at again.
    fn log_is_whole(&self) -> Result<(), StoreError> {
        let mut seen = (0, 0);
        for _ in 0..LOOKS {
            let needed = self.length_of_log()?;
            seen = (self.log.length()?, needed);
            if seen.0 >= needed {
                return Ok(());
            }
        }
        let (length, needed) = seen;
        Err(StoreError::CannotWrite(format!(
            "{} was cut: {length} bytes of {needed}",
            self.log.path.display()
        )))
    }

    /// How long the log is by its index, in bytes: of the frames that are in it, also those that the
    /// database has by now. (The format of the index: sqlite.org/walformat.html, 2.1.)
    fn length_of_log(&self) -> Result<u64, StoreError> {
        use std::os::unix::fs::FileExt;
        const HEAD_OF_LOG: u64 = 32;
        const HEAD_OF_FRAME: u64 = 24;
        let mut head = [0; 20];
        let read = self.index_file.read_exact_at(&mut head, 0);
        read.map_err(|error| gone(&self.index.path, &error))?;
        let [.., p0, p1, f0, f1, f2, f3] = head;
        let page = match u16::from_ne_bytes([p0, p1]) {
            1 => 65_536,
            page => u64::from(page),
        };
        let frames = u64::from(u32::from_ne_bytes([f0, f1, f2, f3]));
        Ok(match frames {
            0 => 0,
            frames => HEAD_OF_LOG + frames * (HEAD_OF_FRAME + page),
        })
    }
}

/// A file that is open cannot be removed or replaced there.
#[cfg(not(unix))]
impl DatabaseFile {
    pub fn open(_: &Path) -> Result<Self, StoreError> {
        Ok(Self {})
    }

    pub fn is_in_place(&self) -> Result<(), StoreError> {
        Ok(())
    }

    pub fn note(&mut self) {}

    pub fn has_lost_its_log(&self) -> bool {
        false
    }

    pub fn has_whole_log(&self) -> bool {
        true
    }
}

/// A file as it was opened: its path, its device and its number there.
#[cfg(unix)]
#[derive(Debug)]
struct Opened {
    path: PathBuf,
    id: (u64, u64),
}

#[cfg(unix)]
impl Opened {
    fn at(path: PathBuf) -> Result<Self, StoreError> {
        let (id, _) = look(&path)?;
        Ok(Self { path, id })
    }

    /// Its length in bytes, if it is the one that stands there.
    fn length(&self) -> Result<u64, StoreError> {
        let (id, length) = look(&self.path)?;
        if id == self.id {
            return Ok(length);
        }
        let path = self.path.display();
        Err(StoreError::CannotWrite(format!(
            "another file stands at {path} than the one that was opened"
        )))
    }

    fn written(&self) -> Option<(SystemTime, u64)> {
        let found = std::fs::metadata(&self.path).ok()?;
        Some((found.modified().ok()?, found.len()))
    }

    fn is_gone(&self) -> bool {
        let found = self.path.symlink_metadata();
        found.is_err_and(|error| error.kind() == std::io::ErrorKind::NotFound)
    }
}

#[cfg(unix)]
fn look(path: &Path) -> Result<((u64, u64), u64), StoreError> {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::metadata(path).map_err(|error| gone(path, &error))?;
    Ok(((found.dev(), found.ino()), found.len()))
}

#[cfg(unix)]
fn gone(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::CannotWrite(format!("{}: {error}", path.display()))
}
