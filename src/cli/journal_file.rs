//! The client's own log: a file, because the screen belongs to the journal. It never fails: what
//! cannot be written (the disk is full) is dropped without a word to the terminal.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use tracing::Level;

/// From this size on the file is put aside before it is written to again; one such is kept.
const FULL: u64 = 1024 * 1024;

/// Everything the program says of itself goes to `zhurnal.log` in this folder from now on. The
/// file is opened when there is something to write: a start of the program does not wait for it.
pub fn begin(folder: &Path) {
    let file = Mutex::new(LazyFile::new(folder.join("zhurnal.log")));
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(Level::INFO)
        .with_ansi(false)
        // They would go to the terminal, over the screen, and a terminal that is gone ends the process.
        .log_internal_errors(false)
        .with_writer(file)
        .finish();
    // A second call in one process changes nothing.
    let _ = tracing::subscriber::set_global_default(subscriber);
}

struct LazyFile {
    path: PathBuf,
    file: Option<File>,
    size: u64,
}

impl LazyFile {
    fn new(path: PathBuf) -> Self {
        Self {
            path,
            file: None,
            size: 0,
        }
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        if self.size > FULL {
            self.file = None;
        }
        if self.file.is_none() {
            let file = open(&self.path)?;
            self.size = file.metadata()?.len();
            self.file = Some(file);
        }
        self.size = self.size.saturating_add(bytes.len() as u64);
        self.file
            .as_mut()
            .map_or(Ok(()), |file| file.write_all(bytes))
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
        // There is nobody to tell; the next line may find room again.
        let _ = self.append(bytes);
        Ok(bytes.len())
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
        let mut file = LazyFile::new(path.clone());
        assert!(!path.exists());
        file.write_all(b"one\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "one\n");
        fs::write(&path, vec![b'x'; usize::try_from(FULL).unwrap() + 1]).unwrap();
        LazyFile::new(path.clone()).write_all(b"two\n").unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "two\n");
        assert!(path.with_extension("log.old").exists());
    }

    #[test]
    fn a_folder_that_cannot_be_written_stops_nobody() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut log = LazyFile::new(file.path().join("zhurnal.log"));
        log.write_all(b"lost\n").unwrap();
    }

    #[test]
    fn a_file_that_grows_full_is_put_aside_while_it_is_written() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("zhurnal.log");
        let mut log = LazyFile::new(path.clone());
        let line = [b'x'; 1000];
        for _ in 0..10 * FULL / 1000 {
            log.write_all(&line).unwrap();
        }
        let length = |path: &Path| fs::metadata(path).unwrap().len();
        assert!(length(&path) <= FULL + 1000);
        assert!(length(&path.with_extension("log.old")) <= FULL + 1000);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn a_full_disk_is_no_failure() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("zhurnal.log");
        std::os::unix::fs::symlink("/dev/full", &path).unwrap();
        assert!(fs::write(&path, b"x").is_err());
        let mut log = LazyFile::new(path);
        for _ in 0..3 {
            log.write_all(b"lost\n").unwrap();
        }
    }
}
