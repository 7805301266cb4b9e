//! Whether the database file is still where it was opened. What is written to a file that somebody
//! has removed, moved or replaced meanwhile is gone when the process ends.

use crate::store::StoreError;
use std::path::{Path, PathBuf};

/// A database file that is open.
#[derive(Debug)]
pub struct DatabaseFile {
    path: PathBuf,
    #[cfg(unix)]
    id: (u64, u64),
}

impl DatabaseFile {
    /// The file that stands at this path now.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        // A path may be relative, and the folder of the process another one later.
        let path = path.canonicalize().map_err(|error| gone(path, &error))?;
        Ok(Self {
            #[cfg(unix)]
            id: id(&path)?,
            path,
        })
    }

    /// That it stands there still: one question of the file system, two microseconds.
    #[cfg(unix)]
    pub fn is_in_place(&self) -> Result<(), StoreError> {
        if id(&self.path)? == self.id {
            return Ok(());
        }
        let path = self.path.display();
        Err(StoreError::CannotWrite(format!(
            "another file stands at {path} than the one that was opened"
        )))
    }

    /// A file that is open cannot be removed there.
    #[cfg(not(unix))]
    pub fn is_in_place(&self) -> Result<(), StoreError> {
        Ok(())
    }
}

#[cfg(unix)]
fn id(path: &Path) -> Result<(u64, u64), StoreError> {
    use std::os::unix::fs::MetadataExt;
    let found = std::fs::metadata(path).map_err(|error| gone(path, &error))?;
    Ok((found.dev(), found.ino()))
}

fn gone(path: &Path, error: &std::io::Error) -> StoreError {
    StoreError::CannotWrite(format!("{}: {error}", path.display()))
}
