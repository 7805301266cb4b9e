//! Whether the write-ahead log has a hole. SQLite reads it up to the first frame whose checksum is
//! wrong and passes over the rest without a word, so that one bad sector would take what was typed
//! after it. So it does with what a power cut left of the transactions that were not synced, which nobody
//! was told are kept; so only a hole behind which two transactions end is one here, the broken one
//! with them. See «WAL-File Format» in
//! <https://www.sqlite.org/fileformat2.html>.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// How often a log that looks so is read again: another window may be writing to it.
const LOOKS: usize = 3;

/// The place of a copy of the log with the hole.
pub(super) fn copy_of(file: &Path) -> PathBuf {
    beside(file, "-wal-damaged")
}

/// The write-ahead log of a database.
pub(super) fn log_of(file: &Path) -> PathBuf {
    beside(file, "-wal")
}

/// Keeps a copy of the log of a database that nobody has opened yet, if it has a hole in it and no
/// earlier one is kept: what is written after the hole lies before the remains of the old log.
pub(super) fn keep_damaged(file: &Path) -> io::Result<()> {
    if copy_of(file).exists() {
        return Ok(());
    }
    let log = log_of(file);
    let mut seen: Option<(usize, Vec<u8>)> = None;
    for _ in 0..LOOKS {
        let Some(bytes) = read(&log)? else {
            return Ok(());
        };
        let Some(frame) = hole(&bytes) else {
            return Ok(());
        };
        if seen.as_ref().is_some_and(|(before, _)| *before != frame) {
            return Ok(());
        }
        seen = Some((frame, bytes));
    }
    let Some((frame, bytes)) = seen else {
        return Ok(());
    };
    tracing::warn!(frame, "the write-ahead log of the store has a hole");
    let part = beside(file, "-wal-damaged.part");
    let kept = write(&part, &bytes)
        .and_then(|()| fs::rename(&part, copy_of(file)))
        .and_then(|()| file.parent().map_or(Ok(()), crate::folder::sync_folder));
    if kept.is_err() {
        // A part of a copy is none.
        let _ = fs::remove_file(&part);
    }
    kept
}

/// Removes the copy: it holds what whoever signs out leaves to nobody.
pub(super) fn remove(file: &Path) -> io::Result<()> {
    for copy in [copy_of(file), beside(file, "-wal-damaged.part")] {
        match fs::remove_file(copy) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
    }
    Ok(())
}

fn write(file: &Path, bytes: &[u8]) -> io::Result<()> {
    crate::folder::make_private_file(file)?;
    let mut file = fs::File::options()
        .write(true)
        .create(true)
        .truncate(true)
        .open(file)?;
    file.write_all(bytes)?;
    file.sync_all()
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

fn read(log: &Path) -> io::Result<Option<Vec<u8>>> {
    match fs::read(log) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The frame from which on what was committed is passed over; none: all of it is read.
fn hole(log: &[u8]) -> Option<usize> {
    let (header, frames) = log.split_at_checked(HEADER)?;
    let big_endian = match word(header, 0) {
        0x377f_0682 => Some(false),
        0x377f_0683 => Some(true),
        _ => None,
    };
    let page = usize::try_from(word(header, 8)).ok()?;
    let is_page = page.is_power_of_two() && (512..=65_536).contains(&page);
    let page = if is_page { page } else { 4096 };
    let size = FRAME_HEADER + page;
    let sum = |from, bytes: &[u8]| checksum(from, bytes, big_endian.unwrap_or(false));
    let mut own = sum((0, 0), header.get(..24)?);
    let header_holds = big_endian.is_some() && own == (word(header, 24), word(header, 28));
    let frames: Vec<_> = frames.chunks_exact(size).collect();
    let salts = |bytes: &[u8], at| (word(bytes, at), word(bytes, at + 4));
    let of_log = salts(header, 16);
    let chained = |from, frame: &[u8]| {
        let (head, data) = frame.split_at(FRAME_HEADER);
        sum(sum(from, head.get(..8).unwrap_or_default()), data)
    };
    let is_read = |frame: &&[u8]| {
        own = chained(own, frame);
        header_holds && salts(frame, 8) == of_log && own == salts(frame, 16)
    };
    let read = frames.iter().copied().take_while(is_read).count();
    // Behind an older log's end lie frames with other salts; without a header they are told by that
    // each sums up with the one before.
    let is_of_log = |at: usize| {
        let before = at.checked_sub(1).and_then(|at| frames.get(at));
        match frames.get(at) {
            Some(frame) if header_holds => salts(frame, 8) == of_log || at == read,
            Some(frame) => {
                before.is_some_and(|it| chained(salts(it, 16), frame) == salts(frame, 16))
            }
            None => false,
        }
    };
    // A size of the database beside the number of the page ends a transaction.
    let ends = |at: &usize| frames.get(*at).is_some_and(|frame| word(frame, 4) != 0);
    let lost = (read..frames.len())
        .filter(ends)
        .filter(|at| is_of_log(*at));
    (lost.count() > 1).then_some(read)
}

fn word(bytes: &[u8], at: usize) -> u32 {
    let word = bytes.get(at..at + 4).and_then(|word| word.try_into().ok());
    u32::from_be_bytes(word.unwrap_or_default())
}

fn checksum(from: (u32, u32), bytes: &[u8], big_endian: bool) -> (u32, u32) {
    let read = |word: &[u8]| {
        let word = word.try_into().unwrap_or_default();
        if big_endian {
            u32::from_be_bytes(word)
        } else {
            u32::from_le_bytes(word)
        }
    };
    bytes.chunks_exact(8).fold(from, |(a, b), pair| {
        let (first, second) = pair.split_at(4);
        let a = a.wrapping_add(read(first)).wrapping_add(b);
        let b = b.wrapping_add(read(second)).wrapping_add(a);
        (a, b)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::seal::Plain;
    use crate::store::Store;
    use crate::{AccountFolder, IdSource};
    use journal::Timestamp;
    use proptest::prelude::*;
    use rusqlite::Connection;

    /// A database that is open, and its log.
    fn left() -> (tempfile::TempDir, PathBuf, Connection, Vec<u8>) {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.db");
        let db = Connection::open(&file).unwrap();
        let begin = "PRAGMA journal_mode = WAL; CREATE TABLE t (x);";
        db.execute_batch(begin).unwrap();
        for n in 0..20 {
            db.execute("INSERT INTO t VALUES (?1)", [n]).unwrap();
        }
        let log = fs::read(log_of(&file)).unwrap();
        (dir, file, db, log)
    }

    fn rows(dir: &Path, file: &Path, log: &[u8]) -> i64 {
        let copy = dir.join("b.db");
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(beside(&copy, ending));
        }
        fs::copy(file, &copy).unwrap();
        fs::write(log_of(&copy), log).unwrap();
        let db = Connection::open(&copy).unwrap();
        let count = db.query_row("SELECT count(*) FROM t", [], |row| row.get(0));
        count.unwrap_or(0)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(96))]
        /// Whatever bit is flipped or sector lost: if SQLite passes over more than the last
        /// two transactions, it is known.
        #[test]
        fn damage_by_which_rows_are_lost_is_found(
            at in any::<prop::sample::Index>(),
            sector in prop::option::of(prop::sample::select(vec![512, 4096])),
            bit in 0..8_u32,
        ) {
            let (dir, file, _db, whole) = left();
            prop_assert_eq!(hole(&whole), None);
            let mut log = whole.clone();
            let at = at.index(log.len());
            match sector {
                Some(size) => {
                    let from = at / size * size;
                    let until = (from + size).min(log.len());
                    log[from..until].fill(0);
                }
                None => log[at] ^= 1 << bit,
            }
            let lost = 20 - rows(dir.path(), &file, &log);
            let found = hole(&log).is_some();
            prop_assert!(found || lost < 3, "{} {:?}: {}", at, sector, lost);
            prop_assert!(!found || lost > 0, "{} {:?}", at, sector);
        }
    }

    /// What was not synced comes to the disk in any order.
    #[test]
    fn the_torn_last_transaction_of_a_power_cut_is_no_hole() {
        let (dir, file, db, before) = left();
        let fill = "WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 5000)
                    INSERT INTO t SELECT i FROM n";
        db.execute(fill, []).unwrap();
        let mut log = fs::read(log_of(&file)).unwrap();
        log[before.len()..before.len() + 4096].fill(0);
        assert_eq!(rows(dir.path(), &file, &log), 20);
        assert_eq!(hole(&log), None);
    }

    #[test]
    fn a_log_that_was_cut_short_or_begun_anew_has_no_hole() {
        let (_dir, file, db, log) = left();
        for cut in [0, 7, HEADER, HEADER + 100, log.len() - 1] {
            assert_eq!(hole(&log[..cut]), None, "{cut}");
        }
        let fold = "PRAGMA wal_checkpoint(RESTART)";
        db.query_row(fold, [], |_| Ok(())).unwrap();
        db.execute("INSERT INTO t VALUES (1)", []).unwrap();
        let anew = fs::read(log_of(&file)).unwrap();
        assert_eq!(
            anew.len(),
            log.len(),
            "older frames are behind the new ones"
        );
        assert_eq!(hole(&anew), None);
        keep_damaged(&file).unwrap();
        assert!(!copy_of(&file).exists());
    }

    #[test]
    fn a_store_is_opened_beside_a_copy_of_its_log_with_the_hole() {
        let dir = tempfile::tempdir().unwrap();
        let open = |name: &str| {
            let folder = AccountFolder::at(dir.path().join(name));
            let mut ids = IdSource::new([1; 32]);
            Store::open(&folder, Box::new(Plain), &mut ids, Timestamp(0)).unwrap()
        };
        let whole = open("whole");
        assert_eq!(whole.damaged_log(), None);
        let torn = AccountFolder::at(dir.path().join("torn"))
            .prepare()
            .unwrap();
        fs::copy(&whole.path, &torn).unwrap();
        let mut log = fs::read(log_of(&whole.path)).unwrap();
        log[HEADER + FRAME_HEADER + 10] ^= 1;
        fs::write(log_of(&torn), &log).unwrap();
        for _ in 0..2 {
            let copy = open("torn").damaged_log().expect("a copy");
            assert_eq!(fs::read(copy).unwrap(), log);
        }
        // It holds the token.
        let store = open("torn");
        store.signed_out().unwrap();
        assert_eq!(store.damaged_log(), None);
    }
}
