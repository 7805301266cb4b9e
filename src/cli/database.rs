//! The database that the server and the importers work on.

use crate::config::is_database;
use crate::i18n::Texts;
use crate::i18n::faults::Fault;
use crate::tr;
use std::fs;
use std::io::{self, Read, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use storage::{OpenOptions, PgOptions, SqliteOptions, SqliteStore, Store, StoreError};

/// Where a database is: the address of a PostgreSQL, or a file of SQLite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Database {
    url: String,
}

/// A file that one server has, as long as this lives.
#[derive(Debug)]
pub struct Claim {
    _lock: fs::File,
    _file: Option<fs::File>,
}

impl Database {
    /// What a person wrote: `postgres://…`, `sqlite:PATH`, or the path of a file.
    pub fn of(text: &str, texts: &Texts) -> anyhow::Result<Self> {
        let text = text.trim();
        if !is_database(text) {
            let url = without_password(text);
            anyhow::bail!(tr!(texts, "database-bad-url", url).into_owned());
        }
        Ok(Self {
            url: text.to_owned(),
        })
    }

    /// A file of SQLite.
    pub fn file(path: &Path) -> Self {
        Self {
            url: path.display().to_string(),
        }
    }

    /// Its name for people: an address without the password.
    pub fn name(&self) -> String {
        without_password(&self.url)
    }

    /// Opens it; makes its tables if there are none. So many connections work at the same time.
    pub async fn open(&self, connections: u32, texts: &Texts) -> anyhow::Result<Arc<dyn Store>> {
        self.is_not_lost(texts)?;
        self.make_private(texts)?;
        let many = usize::try_from(connections).unwrap_or(usize::MAX).max(1);
        let options = OpenOptions {
            sqlite: SqliteOptions { readers: many },
            postgres: PgOptions {
                connections: many,
                ..PgOptions::default()
            },
        };
        storage::open(&self.url, options)
            .await
            .map_err(|error| self.sentence(&error, texts))
    }

    /// The file, if it is one of SQLite.
    pub fn file_path(&self) -> Option<&Path> {
        if self.url.starts_with("postgres") {
            return None;
        }
        let path = self.url.strip_prefix("sqlite:").unwrap_or(&self.url);
        Some(Path::new(path.strip_prefix("//").unwrap_or(path)))
    }

    /// Whether it is a file that is not there yet, or in which nothing is yet.
    pub fn is_blank_file(&self) -> bool {
        self.file_path()
            .is_some_and(|path| !path.exists() || is_empty(path))
    }

    /// Whether a server has had the file: its lock lies beside it.
    pub fn was_served(&self) -> bool {
        self.lock().is_some_and(|lock| lock.exists())
    }

    /// That something is in the file, if a server has had it: a school that was lost is told so from
    /// one that is to begin. A disk that is not there takes the lock with it.
    pub fn is_not_lost(&self, texts: &Texts) -> anyhow::Result<()> {
        if self.is_dangling() {
            let name = self.name();
            anyhow::bail!(tr!(texts, "database-dangling", name).into_owned());
        }
        let is_blank = self.is_blank_file();
        let beside = [
            self.beside(".lock"),
            self.beside("-wal").filter(|log| !is_empty(log)),
        ];
        let mut beside = beside.into_iter().flatten();
        let Some(lock) = beside.find(|file| is_blank && file.exists()) else {
            return Ok(());
        };
        let (name, lock) = (self.name(), lock.display().to_string());
        anyhow::bail!(tr!(texts, "database-lost", name, lock).into_owned())
    }

    /// Whether it is a link to a file that is not there: the lock may be gone with its folder, and
    /// what is made through a link is open to everybody.
    pub fn is_dangling(&self) -> bool {
        self.file_path()
            .is_some_and(|path| !path.exists() && path.is_symlink())
    }

    /// That the file is a database of ours and sound; it is only read.
    pub fn examine(&self, texts: &Texts) -> anyhow::Result<()> {
        let Some(path) = self.file_path() else {
            return Ok(());
        };
        SqliteStore::examine(path).map_err(|error| self.sentence(&error, texts))
    }

    /// The lock of the file.
    fn lock(&self) -> Option<PathBuf> {
        self.beside(".lock")
    }

    /// What stands beside the file, with this at the end of its name.
    fn beside(&self, end: &str) -> Option<PathBuf> {
        let own = self.file_path()?;
        // Whatever other name it has here; a link may point to what is there no more.
        let target = || {
            let target = fs::read_link(own).ok()?;
            Some(own.parent()?.join(target))
        };
        let path = own.canonicalize().ok().or_else(target);
        let mut name = path.unwrap_or_else(|| own.to_owned()).into_os_string();
        name.push(end);
        Some(name.into())
    }

    /// The files that opening it makes, if it is a file that is not there yet. What is there already, a
    /// log of a lost file or a link, is somebody's.
    pub fn to_be_made(&self) -> Vec<PathBuf> {
        let absent = self.file_path().filter(|path| !path.exists());
        let with = |path: &Path, end: &str| {
            let mut name = path.as_os_str().to_owned();
            name.push(end);
            PathBuf::from(name)
        };
        let files = absent.map_or_else(Vec::new, |path| {
            ["", "-wal", "-shm"].map(|end| with(path, end)).into()
        });
        let is_free = |path: &PathBuf| match path.symlink_metadata() {
            Ok(_) => false,
            Err(error) => error.kind() == std::io::ErrorKind::NotFound,
        };
        files.into_iter().filter(is_free).collect()
    }

    /// Whether somebody else's account alone may write to the file.
    pub fn is_anothers(&self) -> bool {
        use rustix::fs::{Access, access};
        use rustix::io::Errno;
        let Some(path) = self.file_path() else {
            return false;
        };
        let folder = path.parent().unwrap_or(Path::new(""));
        let folder = if folder.as_os_str().is_empty() {
            Path::new(".")
        } else {
            folder
        };
        [path, folder].into_iter().any(|path| {
            let denied = access(path, Access::WRITE_OK).err();
            matches!(denied, Some(Errno::ACCESS | Errno::PERM))
        })
    }

    /// Whether a file that is not there yet could be made; makes nothing.
    pub fn can_be_made(&self, texts: &Texts) -> anyhow::Result<()> {
        let Some(path) = self.file_path() else {
            return Ok(());
        };
        let writable = |path: &Path| {
            rustix::fs::access(path, rustix::fs::Access::WRITE_OK)
                .map_err(|error| self.fault(&Fault::io(&error.into()), "database-failed", texts))
        };
        writable(self.folder(path, texts)?)?;
        if path.exists() {
            writable(path)
        } else {
            Ok(())
        }
    }

    /// The folder of the file, which must be there.
    fn folder<'a>(&self, path: &'a Path, texts: &Texts) -> anyhow::Result<&'a Path> {
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty())
            .unwrap_or(Path::new("."));
        if !folder.is_dir() {
            let folder = folder.display().to_string();
            anyhow::bail!(tr!(texts, "database-no-folder", folder).into_owned());
        }
        if path.is_dir() {
            let fault = Fault::io(&io::ErrorKind::IsADirectory.into());
            return Err(self.fault(&fault, "database-failed", texts));
        }
        Ok(folder)
    }

    /// A file that is not there yet, or is still empty, is made for its owner's eyes only: it will
    /// hold children's marks and everybody's password hashes.
    fn make_private(&self, texts: &Texts) -> anyhow::Result<()> {
        let Some(path) = self.file_path() else {
            return Ok(());
        };
        self.folder(path, texts)?;
        let made = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path);
        match made {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                Err(self.fault(&Fault::io(&error), "database-failed", texts))
            }
            Err(_) if is_empty(path) => {
                fs::set_permissions(path, fs::Permissions::from_mode(0o600))
                    .map_err(|error| self.fault(&Fault::io(&error), "database-failed", texts))
            }
            _ => Ok(()),
        }
    }

    /// Takes a file for one server, as long as the answer lives: a second one would not hear of
    /// the first one's changes. PostgreSQL serves several.
    pub fn claim(&self, texts: &Texts) -> anyhow::Result<Option<Claim>> {
        let Some((path, lock)) = self.file_path().zip(self.lock()) else {
            return Ok(None);
        };
        let failed = |error: &io::Error| self.fault(&Fault::io(error), "database-failed", texts);
        let mut options = fs::OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        let mut lock = options
            .mode(0o600)
            .open(lock)
            .map_err(|error| failed(&error))?;
        match lock.try_lock() {
            Ok(()) => {
                let own = std::process::id().to_string();
                let wrote = lock
                    .set_len(0)
                    .and_then(|()| lock.write_all(own.as_bytes()));
                wrote.map_err(|error| failed(&error))?;
            }
            Err(fs::TryLockError::WouldBlock) => return Err(self.served(&mut lock, texts)),
            Err(fs::TryLockError::Error(error)) => return Err(failed(&error)),
        }
        // A file may have several names, and then as many files beside it.
        let file = fs::File::open(path).ok();
        match file.as_ref().map(fs::File::try_lock) {
            None | Some(Ok(())) => Ok(Some(Claim {
                _lock: lock,
                _file: file,
            })),
            Some(Err(fs::TryLockError::WouldBlock)) => Err(self.served(&mut io::empty(), texts)),
            Some(Err(fs::TryLockError::Error(error))) => Err(failed(&error)),
        }
    }

    /// Another process serves it, whose number is in its lock.
    fn served(&self, lock: &mut impl Read, texts: &Texts) -> anyhow::Error {
        let mut other = String::new();
        // Without the number the sentence still says what is so.
        let _ = lock.read_to_string(&mut other);
        let (name, process) = (self.name(), other.trim());
        let process = if process.is_empty() { "none" } else { process };
        anyhow::anyhow!(tr!(texts, "database-served", name, process).into_owned())
    }

    /// What a fault of it is to a person.
    pub fn sentence(&self, error: &StoreError, texts: &Texts) -> anyhow::Error {
        let name = self.name();
        let text = match error {
            StoreError::NewerSchema { found, known } => {
                tr!(
                    texts,
                    "database-newer",
                    name,
                    found = *found,
                    known = *known
                )
            }
            StoreError::Foreign { table } => {
                tr!(texts, "database-foreign", name, table = table.as_str())
            }
            StoreError::Damaged(why) => {
                let sentence = tr!(texts, "database-damaged", name);
                tr!(texts, "fault-detail", sentence, raw = why.as_str())
            }
            StoreError::TlsSetting(setting) => {
                tr!(texts, "database-tls", name, setting = setting.as_str())
            }
            StoreError::SchoolExists(_) => tr!(texts, "database-has-school", name),
            StoreError::Busy(why) => return self.fault(&Fault::told(why), "database-busy", texts),
            StoreError::CannotWrite(why) => {
                return self.fault(&Fault::told(why), "database-unwritable", texts);
            }
            StoreError::OutcomeUnknown(why) | StoreError::Failed(why) => {
                return self.fault(&Fault::told(why), "database-failed", texts);
            }
        };
        anyhow::anyhow!(text.into_owned())
    }

    /// A full disk is the same to a person whatever failed because of it.
    fn fault(&self, fault: &Fault, key: &str, texts: &Texts) -> anyhow::Error {
        let key = if fault.is_full_disk() {
            "database-no-space"
        } else {
            key
        };
        anyhow::anyhow!(fault.sentence(texts, key, &[("name", self.name().into())]))
    }
}

/// Whether nothing is in a file yet.
fn is_empty(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|file| file.is_file() && file.len() == 0)
}

/// `postgres://user:secret@host/db` without the secret.
fn without_password(url: &str) -> String {
    let Some((scheme, rest)) = url.split_once("://") else {
        return url.to_owned();
    };
    let Some((user, place)) = rest.rsplit_once('@') else {
        return url.to_owned();
    };
    let name = user.split(':').next().unwrap_or_default();
    format!("{scheme}://{name}@{place}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use rstest::rstest;

    #[rstest]
    #[case("school.db", "school.db")]
    #[case("/var/lib/zhurnal/school.db", "/var/lib/zhurnal/school.db")]
    #[case("sqlite:s.db", "sqlite:s.db")]
    #[case("C:\\school.db", "C:\\school.db")]
    #[case("postgres://u:secret@h:5432/db", "postgres://u@h:5432/db")]
    #[case("postgresql://u@h/db", "postgresql://u@h/db")]
    fn addresses_and_their_names(#[case] text: &str, #[case] name: &str) {
        let texts = Texts::new(Language::Ru);
        assert_eq!(Database::of(text, &texts).unwrap().name(), name);
    }

    #[rstest]
    #[case("postgres:/u@h/db")]
    #[case("postgers://u:secret@h/db")]
    #[case("mysql://h/db")]
    #[case("sqlite://")]
    fn typos_are_told_without_the_password(#[case] text: &str) {
        let texts = Texts::new(Language::Ru);
        let error = Database::of(text, &texts).unwrap_err().to_string();
        assert!(
            error.contains("postgres://") && !error.contains("secret"),
            "{error}"
        );
    }

    #[test]
    fn damage_is_told_with_what_to_do() {
        let texts = Texts::new(Language::Ru);
        let error = StoreError::Damaged("Tree 4 page 4".to_owned());
        let told = Database::file(Path::new("school.db")).sentence(&error, &texts);
        let says = "Файл базы school.db повреждён, и журнал его не открывает: отложите его вместе \
                    с соседними -wal и -shm и верните из резервной копии. (Tree 4 page 4)";
        assert_eq!(told.to_string(), says);
    }

    #[test]
    fn a_full_disk_is_no_database_that_sleeps() {
        let texts = Texts::new(Language::Ru);
        let error = StoreError::CannotWrite("database or disk is full".to_owned());
        let told = Database::file(Path::new("t/l.db")).sentence(&error, &texts);
        let says = "На диске нет места для базы t/l.db: освободите его и повторите.";
        assert_eq!(told.to_string(), says);
    }

    #[test]
    fn a_file_that_was_served_and_is_gone_or_emptied_is_lost_by_each_of_its_names() {
        let texts = Texts::new(Language::Ru);
        let folder = tempfile::tempdir().unwrap();
        let (file, link) = (folder.path().join("school.db"), folder.path().join("l.db"));
        fs::write(&file, "a school").unwrap();
        std::os::unix::fs::symlink("school.db", &link).unwrap();
        drop(Database::file(&link).claim(&texts).unwrap());
        let lost = |name: &Path| Database::file(name).is_not_lost(&texts).is_err();
        assert!(!lost(&file) && !lost(&link));
        fs::write(&file, "").unwrap();
        assert!(lost(&file) && lost(&link));
        fs::remove_file(&file).unwrap();
        assert!(lost(&file) && lost(&link));
        fs::remove_file(folder.path().join("school.db.lock")).unwrap();
        assert!(!lost(&file) && lost(&link), "a link that leads nowhere");
    }

    #[test]
    fn a_file_that_is_served_is_so_by_each_of_its_names() {
        let texts = Texts::new(Language::Ru);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("school.db");
        fs::write(&file, "").unwrap();
        let (other, third) = (
            folder.path().join("other.db"),
            folder.path().join("third.db"),
        );
        std::os::unix::fs::symlink(&file, &other).unwrap();
        fs::hard_link(&file, &third).unwrap();
        let claimed = Database::file(&file).claim(&texts).unwrap();
        for name in [&file, &other, &third] {
            let error = Database::file(name).claim(&texts).unwrap_err().to_string();
            assert!(!error.contains(" )"), "{error}");
            assert!(error.contains("другим сервером"), "{error}");
        }
        drop(claimed);
        assert!(Database::file(&other).claim(&texts).is_ok());
    }
}
