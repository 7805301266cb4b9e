//! Whether there is room for what is still to be written.

use crate::store::StoreError;
use std::path::Path;

/// Bytes that a batch may add: 200 changes in as many lessons, and for each of them five pages of
/// the log, the cells and their indexes.
#[cfg(target_os = "linux")]
const OF_A_BATCH: u64 = 200 * 5 * 4096;

/// Asks the file system for the room of a batch beside the database, and gives it back: nothing is
/// written. A row fits into the last page that is left, and what comes after it does not.
#[cfg(target_os = "linux")]
pub fn for_a_batch(database: &Path) -> Result<(), StoreError> {
    use rustix::fs::{FallocateFlags, fallocate};
    use rustix::io::Errno;
    let folder = database
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    let full = |error: std::io::Error| StoreError::CannotWrite(error.to_string());
    let file = tempfile::tempfile_in(folder.unwrap_or(Path::new("."))).map_err(full)?;
    match fallocate(&file, FallocateFlags::empty(), 0, OF_A_BATCH) {
        // Not every file system can promise room.
        Ok(()) | Err(Errno::NOTSUP | Errno::NOSYS) => Ok(()),
        Err(error) => Err(full(error.into())),
    }
}

/// No other system is asked.
#[cfg(not(target_os = "linux"))]
pub fn for_a_batch(_database: &Path) -> Result<(), StoreError> {
    Ok(())
}
