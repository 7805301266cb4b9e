//! The client's own log: a file, because the screen belongs to the journal.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tracing::Level;

/// From this size on the file is put aside before it is written to again.
const FULL: u64 = 1024 * 1024;

/// Everything the program says of itself goes to `zhurnal.log` in this folder from now on. The
/// file is opened when there is something to write: a start of the program does not wait for it.
pub fn begin(folder: &Path) {
    let file = Mutex::new(LazyFile::Closed(folder.join("zhurnal.log")));
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(Level::INFO)
        .with_ansi(false)
        .with_writer(file)
        .finish();
    // A second call in one process changes nothing.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

enum LazyFile {
    Closed(PathBuf),
    Open(File),
    Nowhere,
}

impl LazyFile {
    fn file(&mut self) -> Option<&mut File> {
        if let Self::Closed(path) = self {
            *self = open(path).map_or(Self::Nowhere, Self::Open);
        }
        match self {
            Self::Open(file) => Some(file),
            Self::Closed(_) | Self::Nowhere => None,
        }
    }
}

fn open(path: &Path) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    if fs::metadata(path).is_ok_and(|file| file.len() > FULL) {
        fs::rename(path, path.with_extension("log.old"))?;
    }
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

impl Write for LazyFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self.file() {
            Some(file) => file.write(bytes),
            None => Ok(bytes.len()),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_file_is_put_aside_and_nothing_is_made_before_it_is_needed() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("state/zhurnal.log");
        let mut file = LazyFile::Closed(path.clone());
        assert!(!path.exists());
        file.write_all(b"one\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n");
        fs::write(&path, vec![b'x'; usize::try_from(FULL).unwrap() + 1]).unwrap();
        LazyFile::Closed(path.clone()).write_all(b"two\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two\n");
        assert!(path.with_extension("log.old").exists());
    }

    #[test]
    fn a_folder_that_cannot_be_written_stops_nobody() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut log = LazyFile::Closed(file.path().join("zhurnal.log"));
        log.write_all(b"lost\n").unwrap();
    }
}
