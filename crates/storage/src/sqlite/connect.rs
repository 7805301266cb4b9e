//! Connections of an SQLite database, and its schema.

use crate::migrate::{checksum, remaining};
use crate::store::StoreError;
use rusqlite::config::DbConfig;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;
use rusqlite::{Connection, ErrorCode, OpenFlags, TransactionBehavior, params};
use std::path::Path;
use std::time::Duration;

/// How long a statement waits for a lock of another process.
const LOCK_PATIENCE: Duration = Duration::from_secs(5);
const CACHED_STATEMENTS: usize = 128;

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        // The file that the readers share cannot be made as long as it has to be.
        if error.sqlite_extended_error_code() == Some(SQLITE_IOERR_SHMSIZE) {
            return Self::CannotWrite(format!("database or disk is full: {error}"));
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => {
                Self::Busy(error.to_string())
            }
            Some(ErrorCode::DiskFull | ErrorCode::ReadOnly) => Self::CannotWrite(error.to_string()),
            Some(ErrorCode::DatabaseCorrupt) => Self::Damaged(error.to_string()),
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
    #[cfg(unix)]
    keep_private(path);
    is_sound(&connection)?;
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

/// Makes the file for its owner's eyes only, if there is none; the files beside it get the same rights
/// from SQLite. What goes wrong at making goes wrong at opening again, and is told there.
#[cfg(unix)]
fn make_private(path: &Path) {
    use std::os::unix::fs::OpenOptionsExt;
    let mut options = std::fs::OpenOptions::new();
    drop(options.write(true).create_new(true).mode(0o600).open(path));
}

/// Closes a database that is there and open to everybody: nobody meant a whole school's marks and
/// password hashes to be read so. Rights of a group alone are meant, and stay.
#[cfg(unix)]
fn keep_private(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    for end in ["", "-wal", "-shm"] {
        let mut file = path.as_os_str().to_owned();
        file.push(end);
        let Ok(found) = std::fs::metadata(&file) else {
            continue;
        };
        let open = found.permissions().mode() & 0o007 != 0;
        let private = std::fs::Permissions::from_mode(0o600);
        if open && let Err(error) = std::fs::set_permissions(&file, private) {
            let file = std::path::PathBuf::from(file);
            tracing::warn!(%error, ?file, "everybody can read the database, and that stays so");
        }
    }
}

/// A path as a URI of SQLite writes it.
fn uri_path(path: &Path) -> String {
    let text = path.to_string_lossy();
    text.replace('%', "%25")
        .replace('?', "%3f")
        .replace('#', "%23")
}

/// That a file is ours and sound.
pub fn examine(path: &Path) -> Result<(), StoreError> {
    // Behind a link the log lies beside the file.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let mut log = path.as_os_str().to_owned();
    log.push("-wal");
    let connection = if Path::new(&log).exists() {
        Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_ONLY)?
    } else {
        // Nobody works with it: a reader would leave a log and its index beside it.
        let url = format!("file:{}?immutable=1", uri_path(&path));
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
        Connection::open_with_flags(url, flags)?
    };
    connection.busy_timeout(LOCK_PATIENCE)?;
    is_ours(&connection)?;
    is_sound(&connection)
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
    keep_log_on_close(&connection)?;
    connection.pragma_update(None, "cache_size", -1024)?;
    keep_plans(&connection)?;
    connection.set_prepared_statement_cache_capacity(CACHED_STATEMENTS);
    Ok(connection)
}

/// Whoever closes last brings nothing into the database: that is the writer's, which knows whether the
/// files are the ones that were opened.
pub fn keep_log_on_close(connection: &Connection) -> Result<(), StoreError> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Ok(())
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

/// Whether every page of the file is what it should be, as far as can be told without comparing
/// indexes: a third of a second for a school's year.
fn is_sound(connection: &Connection) -> Result<(), StoreError> {
    let said: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if said == "ok" {
        Ok(())
    } else {
        Err(StoreError::Damaged(said.replace('\n', " ")))
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
    for step in remaining(&done)? {
        transaction.execute_batch(&step.for_sqlite())?;
        transaction.execute(
            "INSERT INTO migration (version, checksum) VALUES (?1, ?2)",
            params![step.version, checksum(step.text)],
        )?;
    }
    transaction.execute(
        "INSERT INTO meta (name, value) VALUES \
         ('server_id', randomblob(16)), ('secret', randomblob(32)) ON CONFLICT DO NOTHING",
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
    #[cfg(unix)]
    fn a_file_that_everybody_reads_is_closed_to_them_and_one_of_a_group_is_left() {
        use std::os::unix::fs::PermissionsExt;
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("school.db");
        let mode = || std::fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        let give = |mode| {
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(mode)).unwrap();
        };
        drop(writer(&path).unwrap());
        give(0o644);
        drop(writer(&path).unwrap());
        assert_eq!(mode(), 0o600);
        give(0o640);
        drop(writer(&path).unwrap());
        assert_eq!(mode(), 0o640);
    }

    #[test]
    fn a_damaged_file_is_not_opened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("school.db");
        let (made, _) = writer(&path).unwrap();
        made.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
            .unwrap();
        let of_log = "SELECT rootpage FROM sqlite_schema WHERE name = 'change_log'";
        let root: u32 = made.query_row(of_log, [], |row| row.get(0)).unwrap();
        let page: u32 = made
            .query_row("PRAGMA page_size", [], |row| row.get(0))
            .unwrap();
        drop(made);
        let (root, page) = (
            usize::try_from(root).unwrap(),
            usize::try_from(page).unwrap(),
        );
        let mut bytes = std::fs::read(&path).unwrap();
        bytes[(root - 1) * page..root * page].fill(0xA5);
        std::fs::write(&path, &bytes).unwrap();
        let refused = writer(&path).unwrap_err();
        assert!(matches!(refused, StoreError::Damaged(_)), "{refused:?}");
        assert_eq!(std::fs::read(&path).unwrap(), bytes, "it is left as it is");
    }

    #[test]
    fn an_empty_file_and_our_own_are_taken() {
        let file = tempfile::NamedTempFile::new().unwrap();
        assert!(writer(file.path()).unwrap().1);
        assert!(!writer(file.path()).unwrap().1);
    }
}
