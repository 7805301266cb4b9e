//! Whether the database file is still where it was opened. What is written to a file that somebody
//! has removed, moved or replaced meanwhile is gone when the process ends.

use crate::store::StoreError;
use std::path::{Path, PathBuf};

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
    /// How long the log was when it was looked at last, in bytes.
    #[cfg(unix)]
    log_length: u64,
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
        Ok(Self {
            name: Opened::at(name)?,
            log: beside("-wal")?,
            index: beside("-shm")?,
            database: Opened::at(path)?,
            log_length: 0,
        })
    }

    /// That all of it stands there still: questions of the file system, a microsecond each. SQLite
    /// itself removes the log only when the last connection is closed.
    pub fn is_in_place(&mut self) -> Result<(), StoreError> {
        for opened in [&self.database, &self.name, &self.index] {
            opened.length()?;
        }
        self.log_length = self.log.length()?;
        Ok(())
    }

    /// Whether nothing but the log was removed, and no other has been begun: what stands in it is
    /// known to this process alone, and can still be brought into the database.
    pub fn has_lost_its_log(&self) -> bool {
        let is_whole = [&self.database, &self.name];
        is_whole.iter().all(|opened| opened.length().is_ok())
            && [&self.log, &self.index]
                .iter()
                .all(|opened| opened.length().is_ok() || opened.is_gone())
    }

    /// Whether the log is not shorter than it was. Whoever has brought it into the database has cut it
    /// too, and there is nothing to bring; otherwise what was cut would leave holes there.
    pub fn has_whole_log(&self) -> bool {
        self.log.is_gone()
            || self
                .log
                .length()
                .is_ok_and(|length| length >= self.log_length)
    }
}

/// A file that is open cannot be removed or replaced there.
#[cfg(not(unix))]
impl DatabaseFile {
    pub fn open(_: &Path) -> Result<Self, StoreError> {
        Ok(Self {})
    }

    pub fn is_in_place(&mut self) -> Result<(), StoreError> {
        Ok(())
    }

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
