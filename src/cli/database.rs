//! The database that the server and the importers work on.

use crate::i18n::Texts;
use crate::i18n::faults::Fault;
use crate::tr;
use std::fs;
use std::io;
use std::os::unix::fs::OpenOptionsExt;
use std::path::Path;
use std::sync::Arc;
use storage::{OpenOptions, PgOptions, SqliteOptions, Store, StoreError};

/// Where a database is: the address of a PostgreSQL, or a file of SQLite.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Database {
    url: String,
}

impl Database {
    /// What a person wrote: `postgres://…`, `sqlite:PATH`, or the path of a file. A mistyped
    /// address must not become a file of that name.
    pub fn of(text: &str, texts: &Texts) -> anyhow::Result<Self> {
        let text = text.trim();
        let sound = match text.split_once(':') {
            Some(("postgres" | "postgresql", rest)) => rest.len() > 2 && rest.starts_with("//"),
            Some(("sqlite", rest)) => !rest.trim_start_matches('/').is_empty(),
            // A drive of Windows is one letter.
            Some((scheme, _)) => scheme.len() < 2 || scheme.contains(['/', '\\', '.']),
            None => !text.is_empty(),
        };
        if !sound {
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
        if !self.url.starts_with("postgres") {
            self.make_private(texts)?;
        }
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

    /// A file that is not there yet is made for its owner's eyes only: it will hold children's
    /// marks and everybody's password hashes.
    fn make_private(&self, texts: &Texts) -> anyhow::Result<()> {
        let path = self.url.strip_prefix("sqlite:").unwrap_or(&self.url);
        let path = Path::new(path.strip_prefix("//").unwrap_or(path));
        let folder = path
            .parent()
            .filter(|folder| !folder.as_os_str().is_empty());
        if let Some(folder) = folder
            && !folder.is_dir()
        {
            let folder = folder.display().to_string();
            anyhow::bail!(tr!(texts, "database-no-folder", folder).into_owned());
        }
        if path.is_dir() {
            let fault = Fault::io(&io::ErrorKind::IsADirectory.into());
            return Err(self.fault(&fault, "database-failed", texts));
        }
        let made = fs::OpenOptions::new()
            .write(true)
            .create_new(true)
            .mode(0o600)
            .open(path);
        match made {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => {
                Err(self.fault(&Fault::io(&error), "database-failed", texts))
            }
            _ => Ok(()),
        }
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
            StoreError::SchoolExists(_) => tr!(texts, "database-has-school", name),
            StoreError::Busy(why) => return self.fault(&Fault::told(why), "database-busy", texts),
            StoreError::OutcomeUnknown(why) | StoreError::Failed(why) => {
                return self.fault(&Fault::told(why), "database-failed", texts);
            }
        };
        anyhow::anyhow!(text.into_owned())
    }

    fn fault(&self, fault: &Fault, key: &str, texts: &Texts) -> anyhow::Error {
        anyhow::anyhow!(fault.sentence(texts, key, &[("name", self.name().into())]))
    }
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
}
