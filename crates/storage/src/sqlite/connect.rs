//! Connections of an SQLite database, and its schema.

use crate::migrate::{checksum, remaining};
use crate::store::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, TransactionBehavior, params};
use std::path::Path;
use std::time::Duration;

/// How long a statement waits for a lock of another process.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);
const CACHED_STATEMENTS: usize = 128;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked | ErrorCode::DiskFull) => {
                Self::Busy(error.to_string())
            }
            _ => Self::Failed(error.to_string()),
        }
    }
}

/// The connection that writes. Makes the database if there is none; says whether it did.
pub fn writer(path: &Path) -> Result<(Connection, bool), StoreError> {
    #[cfg(unix)]
    make_private(path);
    let mut connection = Connection::open(path)?;
    connection.busy_timeout(LOCK_PATIENCE)?;
    // Before anything is written: already the journal's mode changes the file.
    is_ours(&connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "cache_size", -4096)?;
    // What a savepoint keeps to roll back by is small and short-lived: not in a file.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    keep_plans(&connection)?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    let made = migrate(&mut connection)?;
    Ok((connection, made))
}

/// Makes the file for its owner's eyes only; the files beside it get the same rights from SQLite.
/// What goes wrong here goes wrong at opening again, and is told there.
#[cfg(unix)]
fn make_private(path: &Path) {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::OpenOptions::new();
    drop(options.write(true).create_new(true).mode(0o600).open(path));
}

/// A connection that only reads. `patience` as for writers, or none for one that never waits.
pub fn reader(path: &Path, patient: bool) -> Result<Connection, StoreError> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(if patient {
        LOCK_PATIENCE
    } else {
        Duration::ZERO
    })?;
    connection.pragma_update(None, "query_only", "ON")?;
    connection.pragma_update(None, "cache_size", -1024)?;
    keep_plans(&connection)?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    Ok(connection)
}

/// Plans do not depend on bound values; otherwise a statement is compiled anew at each binding.
fn keep_plans(connection: &Connection) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

/// Whether the file is empty or holds our schema, and not another program's tables.
fn is_ours(connection: &Connection) -> Result<(), StoreError> {
    let ours = "SELECT count(*) FROM pragma_table_info('migration')
                WHERE name IN ('version', 'checksum')";
    let ours: u32 = connection.query_row(ours, [], |row| row.get(0))?;
    if ours == 2 {
        return Ok(());
    }
    let first = "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view')
                 AND name NOT LIKE 'sqlite_%' ORDER BY name LIMIT 1";
    match connection.query_row(first, [], |row| row.get(0)) {
        Ok(table) => Err(StoreError::Foreign { table }),
        Err(rusqlite::Error::QueryReturnedNoRows) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn migrate(connection: &mut Connection) -> Result<bool, StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Exclusive)?;
    transaction.execute_batch(
        "CREATE TABLE IF NOT EXISTS migration (
            version INTEGER NOT NULL PRIMARY KEY, checksum BLOB NOT NULL
        ) STRICT, WITHOUT ROWID",
    )?;
    let done: Vec<(i64, Vec<u8>)> = transaction
        .prepare("SELECT version, checksum FROM migration ORDER BY version")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<_, _>>()?;
    for step in remaining(&done, |step| step.sqlite)? {
        transaction.execute_batch(step.sqlite)?;
        transaction.execute(
            "INSERT INTO migration (version, checksum) VALUES (?1, ?2)",
            params![step.version, checksum(step.sqlite)],
        )?;
    }
    transaction.execute(
        "INSERT INTO meta (name, value) VALUES ('secret', randomblob(32)) ON CONFLICT DO NOTHING",
        [],
    )?;
    transaction.commit()?;
    Ok(done.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_programs_file_is_not_touched() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("other.db");
        let other = Connection::open(&path).unwrap();
        other.execute_batch("CREATE TABLE x (a)").unwrap();
        drop(other);
        let before = std::fs::read(&path).unwrap();
        let refused = writer(&path).unwrap_err();
        assert!(matches!(refused, StoreError::Foreign { table } if table == "x"));
        assert_eq!(std::fs::read(&path).unwrap(), before);
    }

    #[test]
    #[cfg(unix)]
    fn a_new_file_is_for_its_owners_eyes_only() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let made = writer(&folder.path().join("school.db")).unwrap();
        for file in std::fs::read_dir(folder.path()).unwrap() {
            let mode = file.unwrap().metadata().unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        drop(made);
    }

    #[test]
    fn an_empty_file_and_our_own_are_taken() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(writer(file.path()).unwrap().1);
        assert!(!writer(file.path()).unwrap().1);
    }
}
