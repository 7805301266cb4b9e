//! Opening a database by its address.

use crate::database::Store;
use crate::postgres::{PgOptions, PgStore};
use crate::sqlite::{SqliteOptions, SqliteStore};
use crate::store::StoreError;
use std::sync::Arc;

/// How a database is used; the part for the other backend is not looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct OpenOptions {
    /// An SQLite file.
    pub sqlite: SqliteOptions,
    /// A PostgreSQL database.
    pub postgres: PgOptions,
}

/// Opens `postgres://…`, `postgresql://…`, `sqlite:PATH`, or a plain path to an SQLite file,
/// which is made if there is none.
///
/// # Errors
/// When the address is of none of these kinds, or the database cannot be opened.
pub async fn open(url: &str, options: OpenOptions) -> Result<Arc<dyn Store>, StoreError> {
    if url.starts_with("postgres://") || url.starts_with("postgresql://") {
        return Ok(Arc::new(PgStore::connect(url, options.postgres).await?));
    }
    let path = sqlite_path(url)?.to_owned();
    let opened = tokio::task::spawn_blocking(move || SqliteStore::open(path, options.sqlite));
    let store = opened
        .await
        .map_err(|e| StoreError::Failed(e.to_string()))??;
    Ok(Arc::new(store))
}

/// The path of an SQLite address. A mistyped scheme must not become a file of that name.
fn sqlite_path(url: &str) -> Result<&str, StoreError> {
    let path = url.strip_prefix("sqlite:").unwrap_or(url);
    let path = path.strip_prefix("//").unwrap_or(path);
    // `C:\school.db` is a path; a scheme has two letters and more.
    let scheme = path.split_once(':').is_some_and(|(head, _)| {
        head.chars().count() > 1 && head.chars().all(|c| c.is_ascii_alphanumeric() || c == '+')
    });
    if path.is_empty() || scheme {
        return Err(StoreError::Failed(format!(
            "{url:?} is no address of a database: postgres://…, sqlite:PATH or a path"
        )));
    }
    Ok(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_told_from_mistyped_schemes() {
        for (url, path) in [
            ("school.db", "school.db"),
            ("sqlite:school.db", "school.db"),
            ("sqlite:///var/lib/school.db", "/var/lib/school.db"),
            ("/srv/2026:27/school.db", "/srv/2026:27/school.db"),
            ("C:\\school.db", "C:\\school.db"),
        ] {
            assert_eq!(sqlite_path(url).unwrap(), path);
        }
        for url in [
            "",
            "sqlite:",
            "postgre://host/db",
            "mysql://host/db",
            "postgres:host",
        ] {
            assert!(sqlite_path(url).is_err(), "{url}");
        }
    }
}
