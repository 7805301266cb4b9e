//! Whether the database is ready.

use super::*;
use crate::database::Store;
use rusqlite::Connection;

/// What commits nothing does not notice a full disk.
#[tokio::test]
async fn a_ping_commits_a_row() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("school.db");
    let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
    let other = Connection::open(&path).unwrap();
    let version = || -> i64 {
        let sql = "PRAGMA data_version";
        other.query_row(sql, [], |row| row.get(0)).unwrap()
    };
    let before = version();
    store.ping().await.unwrap();
    assert_ne!(version(), before);
}

/// Says to a child of this test where the database is.
#[cfg(target_os = "linux")]
const FOLDER: &str = "STORAGE_TEST_FOLDER";

/// In a child that may let no file grow above the limit, which stands for the disk.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_store_without_room_for_a_batch_is_not_ready() {
    if let Ok(folder) = std::env::var(FOLDER) {
        return ping_where_a_row_fits(Path::new(&folder)).await;
    }
    let dir = tempfile::tempdir().unwrap();
    drop(SqliteStore::open(dir.path().join("school.db"), SqliteOptions::default()).unwrap());
    let child = std::process::Command::new("sh")
        .args(["-c", "trap '' XFSZ; ulimit -f 1000; exec \"$@\"", "sh"])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", std::thread::current().name().unwrap()])
        .env(FOLDER, dir.path())
        .output()
        .unwrap();
    assert!(child.status.success(), "{child:?}");
    assert!(dir.path().join("not-ready").exists(), "{child:?}");
}

#[cfg(target_os = "linux")]
async fn ping_where_a_row_fits(folder: &Path) {
    let path = folder.join("school.db");
    let store = SqliteStore::open(path, SqliteOptions::default()).unwrap();
    let write = |bytes: u32| {
        store.writer.write(move |context| {
            let sql = "INSERT INTO meta (name, value) VALUES (?1, zeroblob(?1))";
            context.link.lock().execute(sql, [bytes])?;
            Ok(())
        })
    };
    write(8).await.unwrap();
    assert!(write(2_000_000).await.is_err());
    assert!(store.ping().await.is_err());
    std::fs::write(folder.join("not-ready"), "").unwrap();
}

/// What is written to a file that was removed, moved or replaced is gone with the process.
#[cfg(unix)]
#[tokio::test]
async fn a_file_that_is_not_in_its_place_is_not_written_to() {
    let dir = tempfile::tempdir().unwrap();
    let (path, aside) = (dir.path().join("school.db"), dir.path().join("aside.db"));
    let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
    store.ping().await.unwrap();
    std::fs::rename(&path, &aside).unwrap();
    let gone = store.ping().await.unwrap_err();
    assert!(matches!(gone, StoreError::CannotWrite(_)), "{gone:?}");
    std::fs::copy(&aside, &path).unwrap();
    let other = store.ping().await.unwrap_err();
    assert!(matches!(other, StoreError::CannotWrite(_)), "{other:?}");
    std::fs::rename(&aside, &path).unwrap();
    store.ping().await.unwrap();
}

#[cfg(unix)]
async fn note(store: &SqliteStore, name: &'static str) -> Result<(), StoreError> {
    let write = store.writer.write(move |context| {
        let sql = "INSERT INTO meta (name, value) VALUES (?1, x'00')";
        context.link.lock().execute(sql, [name])?;
        Ok(())
    });
    write.await
}

/// What was answered for is in the database, though somebody has removed its log, and nothing more is
/// answered for.
#[cfg(unix)]
#[tokio::test]
async fn what_stood_in_a_log_that_was_removed_is_not_lost() {
    let dir = tempfile::tempdir().unwrap();
    let (path, copy) = (dir.path().join("school.db"), dir.path().join("copy.db"));
    let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
    note(&store, "answered").await.unwrap();
    for end in ["-wal", "-shm"] {
        std::fs::remove_file(dir.path().join(format!("school.db{end}"))).unwrap();
    }
    for _ in 0..2 {
        let refused = note(&store, "refused").await.unwrap_err();
        assert!(matches!(refused, StoreError::CannotWrite(_)), "{refused:?}");
    }
    // As after a kill: the file alone.
    std::fs::copy(&path, &copy).unwrap();
    let copy = rusqlite::Connection::open(copy).unwrap();
    let ask = "SELECT group_concat(name) FROM meta WHERE name IN ('answered', 'refused')";
    let kept: String = copy.query_row(ask, [], |row| row.get(0)).unwrap();
    assert_eq!(kept, "answered");
}

/// The database and its log as a process opens them that has no share in the index of this one, whose
/// last connections may be closing still.
#[cfg(unix)]
fn as_another_process_finds_it(folder: &std::path::Path) -> rusqlite::Connection {
    let other = folder.join("other");
    std::fs::create_dir(&other).unwrap();
    for name in ["school.db", "school.db-wal"] {
        std::fs::copy(folder.join(name), other.join(name)).unwrap();
    }
    rusqlite::Connection::open(other.join("school.db")).unwrap()
}

/// A copy of the database in the place of the file, or a log that was cut: what stands in the log is
/// left to whoever opens them next, and leaves no holes.
#[cfg(unix)]
#[tokio::test]
async fn a_log_that_is_not_the_files_any_more_is_not_brought_into_it() {
    for is_cut in [false, true] {
        let dir = tempfile::tempdir().unwrap();
        let (path, copy) = (dir.path().join("school.db"), dir.path().join("copy.db"));
        let made = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
        crate::Store::close(&made).await;
        drop(made);
        let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
        note(&store, "answered").await.unwrap();
        note(&store, "too").await.unwrap();
        if is_cut {
            let log = dir.path().join("school.db-wal");
            std::fs::write(log, "").unwrap();
        } else {
            std::fs::copy(&path, &copy).unwrap();
            std::fs::rename(&copy, &path).unwrap();
        }
        crate::Store::close(&store).await;
        drop(store);
        let kept = as_another_process_finds_it(dir.path());
        let sound: String = kept
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(sound, "ok", "cut: {is_cut}");
        let ask = "SELECT count(*) FROM meta WHERE name IN ('answered', 'too')";
        let count: i64 = kept.query_row(ask, [], |row| row.get(0)).unwrap();
        assert_eq!(count, if is_cut { 0 } else { 2 });
    }
}

/// A backup that somebody copies over the database of a running server, its log removed, stays as it is.
#[cfg(unix)]
#[tokio::test]
async fn what_stood_in_a_log_is_not_brought_into_a_backup_copied_over_the_database() {
    let dir = tempfile::tempdir().unwrap();
    let (path, backup) = (dir.path().join("school.db"), dir.path().join("backup.db"));
    let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
    crate::Store::close(&store).await;
    drop(store);
    std::fs::copy(&path, &backup).unwrap();
    let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
    note(&store, "answered").await.unwrap();
    // The clock of files is coarser than a copy.
    let before = path.metadata().unwrap().modified().unwrap();
    while path.metadata().unwrap().modified().unwrap() == before {
        std::fs::copy(&backup, &path).unwrap();
    }
    for end in ["-wal", "-shm"] {
        std::fs::remove_file(dir.path().join(format!("school.db{end}"))).unwrap();
    }
    for _ in 0..2 {
        let refused = note(&store, "refused").await.unwrap_err();
        assert!(matches!(refused, StoreError::CannotWrite(_)), "{refused:?}");
    }
    crate::Store::close(&store).await;
    drop(store);
    assert_eq!(
        std::fs::read(&path).unwrap(),
        std::fs::read(&backup).unwrap()
    );
}

/// What was cut off is not written over: the log would be as long as before, with a hole in it.
#[cfg(unix)]
#[tokio::test]
async fn nothing_is_written_behind_what_was_cut_off_the_log() {
    for kept in [0, 40, 75] {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("school.db");
        let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
        note(&store, "answered").await.unwrap();
        note(&store, "too").await.unwrap();
        let log = dir.path().join("school.db-wal");
        let log = std::fs::File::options().write(true).open(log).unwrap();
        log.set_len(log.metadata().unwrap().len() * kept / 100)
            .unwrap();
        for _ in 0..3 {
            let refused = note(&store, "behind").await.unwrap_err();
            assert!(matches!(refused, StoreError::CannotWrite(_)), "{refused:?}");
        }
        crate::Store::close(&store).await;
        drop(store);
        let kept = as_another_process_finds_it(dir.path());
        let sound: String = kept
            .query_row("PRAGMA integrity_check", [], |row| row.get(0))
            .unwrap();
        assert_eq!(sound, "ok");
    }
}

/// A link that leads to another file, or is gone: what is written would be in none that is opened next.
#[cfg(unix)]
#[tokio::test]
async fn a_file_whose_link_leads_elsewhere_is_not_written_to() {
    let dir = tempfile::tempdir().unwrap();
    let at = |name: &str| dir.path().join(name);
    std::os::unix::fs::symlink(at("one.db"), at("school.db")).unwrap();
    drop(SqliteStore::open(at("one.db"), SqliteOptions::default()).unwrap());
    let store = SqliteStore::open(at("school.db"), SqliteOptions::default()).unwrap();
    store.ping().await.unwrap();
    std::fs::remove_file(at("school.db")).unwrap();
    let gone = store.ping().await.unwrap_err();
    assert!(matches!(gone, StoreError::CannotWrite(_)), "{gone:?}");
    std::os::unix::fs::symlink(at("one.db"), at("school.db")).unwrap();
    store.ping().await.unwrap();
}
