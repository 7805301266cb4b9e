//! Whether the database file is still where it was opened. What is written to a file that somebody
//! has removed, moved or replaced meanwhile is gone when the process ends.

use crate::store::StoreError;
use std::path::{Path, PathBuf};

/// A database file that is open, with the log of changes that stands beside it.
#[derive(Debug)]
pub struct DatabaseFile {
    #[cfg(unix)]
    files: Vec<(PathBuf, (u64, u64))>,
}

impl DatabaseFile {
    /// The file that stands at this path now; its log must have been begun.
    #[cfg(unix)]
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        // A path may be relative, and the folder of the process another one later.
        let path = path.canonicalize().map_err(|error| gone(path, &error))?;
        let beside = |end: &str| {
            let mut name = path.clone().into_os_string();
            name.push(end);
            PathBuf::from(name)
        };
        let files = [path.clone(), beside("-wal"), beside("-shm")];
        let files = files.into_iter().map(|path| id(&path).map(|id| (path, id)));
        Ok(Self {
            files: files.collect::<Result<_, _>>()?,
        })
    }

    /// A file that is open cannot be removed there.
    #[cfg(not(unix))]
    pub fn open(_: &Path) -> Result<Self, StoreError> {
        Ok(Self {})
    }

    /// That all of it stands there still: questions of the file system, two microseconds each. SQLite
    /// itself removes the log only when the last connection is closed.
    pub fn is_in_place(&self) -> Result<(), StoreError> {
        #[cfg(unix)]
        for (path, opened) in &self.files {
            if id(path)? != *opened {
                let path = path.display();
                return Err(StoreError::CannotWrite(format!(
                    "another file stands at {path} than the one that was opened"
                )));
            }
        }
        Ok(())
    }

    /// Whether nothing but the log was removed, and no other has been begun: what stands in it is
    /// known to this process alone, and can still be brought into the database.
    pub fn has_lost_its_log(&self) -> bool {
        #[cfg(unix)]
        if let [(path, opened), beside @ ..] = self.files.as_slice() {
            let is_whole = id(path).is_ok_and(|now| now == *opened);
            let as_opened_or_gone = |(path, opened): &(PathBuf, _)| match path.symlink_metadata() {
                Ok(_) => id(path).is_ok_and(|now| now == *opened),
                Err(error) => error.kind() == std::io::ErrorKind::NotFound,
            };
            return is_whole && beside.iter().all(as_opened_or_gone);
        }
        false
    }
}

#[cfg(unix)]
fn id(path: &Path) -> Result<(u64, u64), StoreError> {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::metadata(path).map_err(|error| gone(path, &error))?;
    Ok((found.dev(), found.ino()))
}

#[cfg(unix)]
fn gone(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::CannotWrite(format!("{}: {error}", path.display()))
}
