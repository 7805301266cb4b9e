//! The folder of a demonstration: its own, or one that is gone with it.

use crate::cli::chance;
use crate::i18n::Texts;
use crate::i18n::faults::Fault;
use crate::tr;
use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// What the name of a folder that nobody named begins with.
const TEMPORARY: &str = "zhurnal-demo-";
/// The file that is locked while a demonstration runs.
const LOCK: &str = "demo.lock";

/// The folder of a demonstration, held by this process until it ends.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    temporary: bool,
    lock: File,
}

/// Who runs the demonstration in a folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Claim {
    /// This process, until it ends.
    Ours,
    /// Another one.
    Theirs,
}

impl Folder {
    /// The folder that was named, or a new one that is removed in the end.
    pub fn open(dir: Option<&Path>, texts: &Texts) -> anyhow::Result<Self> {
        let path = match dir {
            Some(dir) => dir.to_owned(),
            None => {
                sweep(&std::env::temp_dir());
                let chance = u64::from_le_bytes(chance::bytes(texts)?);
                std::env::temp_dir().join(format!("{TEMPORARY}{chance:016x}"))
            }
        };
        let refused = |error: io::Error| {
            let dir = path.display().to_string();
            anyhow::anyhow!(Fault::io(&error).sentence(
                texts,
                "demo-no-folder",
                &[("dir", dir.into())]
            ))
        };
        fs::DirBuilder::new()
            .recursive(dir.is_some())
            .mode(0o700)
            .create(&path)
            .map_err(refused)?;
        let mut options = OpenOptions::new();
        options.create(true).append(true).mode(0o600);
        let lock = options.open(path.join(LOCK)).map_err(refused)?;
        Ok(Self {
            path,
            temporary: dir.is_none(),
            lock,
        })
    }

    /// Where it is; gone with the process if nobody named it.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Its name for people.
    pub fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The server's database.
    pub fn database(&self) -> PathBuf {
        self.path.join("school.db")
    }

    /// Takes the folder for this process, if nobody has.
    pub fn claim(&self, texts: &Texts) -> anyhow::Result<Claim> {
        match self.lock.try_lock() {
            Ok(()) => Ok(Claim::Ours),
            Err(TryLockError::WouldBlock) => Ok(Claim::Theirs),
            Err(TryLockError::Error(error)) => {
                anyhow::bail!(self.refused(&error, texts))
            }
        }
    }

    /// Writes a file into it, for the owner's eyes only.
    pub fn write(&self, name: &str, bytes: &[u8]) -> io::Result<()> {
        let mut options = OpenOptions::new();
        options.create(true).write(true).truncate(true).mode(0o600);
        options.open(self.path.join(name))?.write_all(bytes)
    }

    /// Why it cannot be written to.
    pub fn refused(&self, error: &io::Error, texts: &Texts) -> String {
        Fault::io(error).sentence(texts, "demo-no-folder", &[("dir", self.name().into())])
    }

    /// A database that no demonstration has left here is somebody's real school: it is not
    /// touched.
    pub fn is_free(&self, texts: &Texts) -> anyhow::Result<()> {
        if self.database().exists() && !self.path.join(super::record::FILE).exists() {
            anyhow::bail!(tr!(texts, "demo-not-a-demo", dir = self.name()).into_owned());
        }
        Ok(())
    }

    /// What removes it when it is nobody's but this process's, as often as something is written
    /// into it meanwhile.
    pub fn remover(&self) -> impl FnOnce() + Send + use<> {
        /// Whoever still writes has been told to stop by then.
        const TRIES: usize = 5;
        let path = self.temporary.then(|| self.path.clone());
        move || {
            let Some(path) = path else { return };
            (0..TRIES).any(|_| fs::remove_dir_all(&path).is_ok());
        }
    }

    /// Removes what a first run that was cut short has left.
    pub fn clear(&self) -> io::Result<()> {
        let gone = |done: io::Result<()>| match done {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        };
        for name in ["school.db", "school.db-wal", "school.db-shm"] {
            gone(fs::remove_file(self.path.join(name)))?;
        }
        gone(fs::remove_dir_all(
            self.path.join(crate::cli::client::ACCOUNTS),
        ))
    }
}

/// Removes what demonstrations without a folder of their own have left that were killed.
fn sweep(within: &Path) {
    /// Between the making of a folder and the taking of its lock there is less time than this.
    const SETTLED: Duration = Duration::from_mins(1);
    let entries = fs::read_dir(within).into_iter().flatten().flatten();
    for entry in entries {
        let ours = entry.file_name().to_string_lossy().starts_with(TEMPORARY)
            && entry.file_type().is_ok_and(|kind| kind.is_dir());
        // Somebody else's lock cannot be opened for writing.
        let lock = OpenOptions::new()
            .append(true)
            .open(entry.path().join(LOCK));
        let (true, Ok(lock)) = (ours, lock) else {
            continue;
        };
        let age = lock.metadata().and_then(|lock| lock.modified());
        let age = age.map(|made| made.elapsed().unwrap_or_default());
        if age.is_ok_and(|age| age > SETTLED) && lock.try_lock().is_ok() {
            // The next one tries again.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        if self.temporary {
            // The system empties its folder for such things sooner or later.
            let _ = fs::remove_dir_all(&self.path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_folder_without_a_name_is_private_and_gone_in_the_end() {
        let texts = Texts::new(Language::Ru);
        let folder = Folder::open(None, &texts).unwrap();
        let path = folder.path().to_owned();
        assert_eq!(
            fs::metadata(&path).unwrap().permissions().mode() & 0o777,
            0o700
        );
        drop(folder);
        assert!(!path.exists());
    }

    #[test]
    fn what_was_killed_is_swept_and_what_runs_is_not() {
        let dir = tempfile::tempdir().unwrap();
        let old = std::time::SystemTime::now() - Duration::from_hours(1);
        let folder = |name: &str, made| {
            let path = dir.path().join(name);
            fs::create_dir(&path).unwrap();
            let lock = File::create(path.join(LOCK)).unwrap();
            lock.set_modified(made).unwrap();
            lock
        };
        drop(folder("zhurnal-demo-1", old));
        let runs = folder("zhurnal-demo-2", old);
        runs.lock().unwrap();
        drop(folder("zhurnal-demo-3", std::time::SystemTime::now()));
        drop(folder("another-4", old));
        sweep(dir.path());
        let mut left: Vec<_> = fs::read_dir(dir.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name())
            .collect();
        left.sort();
        assert_eq!(left, ["another-4", "zhurnal-demo-2", "zhurnal-demo-3"]);
    }

    #[test]
    fn only_one_runs_a_folder_and_a_real_school_is_not_touched() {
        let texts = Texts::new(Language::Ru);
        let dir = tempfile::tempdir().unwrap();
        let open = || Folder::open(Some(dir.path()), &texts).unwrap();
        let (first, second) = (open(), open());
        assert_eq!(first.claim(&texts).unwrap(), Claim::Ours);
        assert_eq!(second.claim(&texts).unwrap(), Claim::Theirs);
        drop(first);
        assert_eq!(second.claim(&texts).unwrap(), Claim::Ours);
        fs::write(second.database(), b"a school").unwrap();
        assert!(second.is_free(&texts).is_err());
        drop(second);
        assert!(dir.path().join("school.db").exists());
    }
}
