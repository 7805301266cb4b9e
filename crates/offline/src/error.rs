//! What can go wrong with the client's memory.

use std::path::PathBuf;

/// The kind of a fault, which a screen puts into words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum StoreFault {
    /// No space is left on the disk.
    DiskFull,
    /// The folder or the file may not be written.
    ReadOnly,
    /// The folder or the file cannot be made or opened.
    CannotOpen,
    /// Another program holds the file.
    InUse,
    /// The file is not ours or is damaged.
    Damaged,
    /// The file was written by a newer program.
    NewerSchema,
    /// The disk failed to read or to write.
    Io,
    /// What was sealed cannot be opened.
    Sealed,
    /// There are changes that have not reached the server.
    Unsettled,
    /// Whoever these data are of has signed out, in this window or another.
    SignedOut,
    /// Anything else: a mistake of ours.
    Internal,
}

/// A fault of the client's memory. Nothing that was stored before is lost by it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}: {detail}", path.display())]
pub struct StoreError {
    /// Its kind.
    pub fault: StoreFault,
    /// The file or folder.
    pub path: PathBuf,
    /// In the words of the log.
    pub detail: String,
}

impl StoreError {
    pub(crate) fn new(fault: StoreFault, detail: impl Into<String>) -> Self {
        Self {
            fault,
            path: PathBuf::new(),
            detail: detail.into(),
        }
    }

    pub(crate) fn at(mut self, path: &std::path::Path) -> Self {
        if self.path.as_os_str().is_empty() {
            path.clone_into(&mut self.path);
        }
        self
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ErrorCode as Code;
        // The file that windows share has not grown: SQLite says the same of a full disk.
        let no_room = rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
        let is_no_room = error
            .sqlite_error()
            .is_some_and(|it| it.extended_code == no_room);
        let fault = match error.sqlite_error_code() {
            _ if is_no_room => StoreFault::DiskFull,
            Some(Code::DiskFull) => StoreFault::DiskFull,
            Some(Code::ReadOnly | Code::PermissionDenied) => StoreFault::ReadOnly,
            Some(Code::CannotOpen) => StoreFault::CannotOpen,
            Some(Code::DatabaseBusy | Code::DatabaseLocked) => StoreFault::InUse,
            Some(Code::DatabaseCorrupt | Code::NotADatabase) => StoreFault::Damaged,
            Some(Code::SystemIoFailure) => StoreFault::Io,
            _ => StoreFault::Internal,
        };
        Self::new(fault, error.to_string())
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        use std::io::ErrorKind as Kind;
        let fault = match error.kind() {
            Kind::StorageFull | Kind::QuotaExceeded => StoreFault::DiskFull,
            Kind::PermissionDenied | Kind::ReadOnlyFilesystem => StoreFault::ReadOnly,
            Kind::NotFound | Kind::AlreadyExists | Kind::NotADirectory => StoreFault::CannotOpen,
            _ => StoreFault::Io,
        };
        Self::new(fault, error.to_string())
    }
}

impl From<serde_json::Error> for StoreError {
    fn from(error: serde_json::Error) -> Self {
        Self::new(StoreFault::Damaged, error.to_string())
    }
}

impl From<crate::seal::SealError> for StoreError {
    fn from(error: crate::seal::SealError) -> Self {
        Self::new(StoreFault::Sealed, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rusqlite::ffi;

    #[test]
    fn a_disk_without_room_is_full_whichever_file_grows() {
        for code in [ffi::SQLITE_FULL, ffi::SQLITE_IOERR_SHMSIZE] {
            let error = rusqlite::Error::SqliteFailure(ffi::Error::new(code), None);
            assert_eq!(StoreError::from(error).fault, StoreFault::DiskFull);
        }
        let read = rusqlite::Error::SqliteFailure(ffi::Error::new(ffi::SQLITE_IOERR_READ), None);
        assert_eq!(StoreError::from(read).fault, StoreFault::Io);
    }
}
