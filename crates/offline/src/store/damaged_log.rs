//! Whether the write-ahead log has a hole. SQLite reads it up to the first frame whose checksum is
//! wrong and passes over the rest without a word, so that one bad sector would take what was typed
//! after it. See «WAL-File Format» in <https://www.sqlite.org/fileformat2.html>.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;
/// How often a log that looks so is read again: another window may be writing to it.
const LOOKS: usize = 3;

/// The place of a copy of the log with the hole.
pub(super) fn copy_of(file: &Path) -> PathBuf {
    beside(file, "-wal-damaged")
}

/// Keeps a copy of the log of a database that nobody has opened yet, if it has a hole in it and no
/// earlier one is kept: what is written after the hole lies before the remains of the old log.
pub(super) fn keep_damaged(file: &Path) -> io::Result<()> {
    if copy_of(file).exists() {
        return Ok(());
    }
    let log = beside(file, "-wal");
    let mut before = None;
    for _ in 0..LOOKS {
        let Some(bytes) = read(&log)? else {
            return Ok(());
        };
        let hole = hole(&bytes);
        if hole.is_none() || before.is_some_and(|before| before != hole) {
            return Ok(());
        }
        before = Some(hole);
    }
    tracing::warn!(?before, "the write-ahead log of the store has a hole");
    let copy = copy_of(file);
    crate::folder::make_private_file(&copy)?;
    fs::copy(&log, copy).map(drop)
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
    let mut frames = frames.chunks_exact(size).enumerate();
    let salts = |bytes: &[u8], at| (word(bytes, at), word(bytes, at + 4));
    let mut of_log = salts(header, 16);
    let bad = frames.clone().find(|(_, frame)| {
        let (head, data) = frame.split_at(FRAME_HEADER);
        own = sum(sum(own, head.get(..8).unwrap_or_default()), data);
        !header_holds || salts(head, 8) != of_log || own != salts(head, 16)
    })?;
    if !header_holds {
        of_log = salts(bad.1, 8);
    }
    // A page number after which the database has a size ends a transaction.
    let is_lost =
        frames.any(|(at, frame)| at >= bad.0 && salts(frame, 8) == of_log && word(frame, 4) != 0);
    is_lost.then_some(bad.0)
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
        let log = fs::read(beside(&file, "-wal")).unwrap();
        (dir, file, db, log)
    }

    fn rows(dir: &Path, file: &Path, log: &[u8]) -> i64 {
        let copy = dir.join("b.db");
        for ending in ["-wal", "-shm"] {
            let _ = fs::remove_file(beside(&copy, ending));
        }
        fs::copy(file, &copy).unwrap();
        fs::write(beside(&copy, "-wal"), log).unwrap();
        let db = Connection::open(&copy).unwrap();
        let count = db.query_row("SELECT count(*) FROM t", [], |row| row.get(0));
        count.unwrap_or(0)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// Whatever bit is flipped: if SQLite passes over something, it is known.
        #[test]
        fn a_flipped_bit_by_which_rows_are_lost_is_found(at in 0.0..1.0_f64, bit in 0..8_u32) {
            let (dir, file, _db, whole) = left();
            prop_assert_eq!(hole(&whole), None);
            let mut log = whole.clone();
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place")]
            let at = (log.len() as f64 * at) as usize;
            log[at] ^= 1 << bit;
            // The salt of the last frame alone is like the end of an older log.
            let last = log.len() - 4096 - FRAME_HEADER;
            prop_assume!(!(last + 8..last + 16).contains(&at));
            let lost = rows(dir.path(), &file, &log) < 20;
            prop_assert_eq!(hole(&log).is_some(), lost, "{}", at);
        }
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
        let anew = fs::read(beside(&file, "-wal")).unwrap();
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
        let mut log = fs::read(beside(&whole.path, "-wal")).unwrap();
        log[HEADER + FRAME_HEADER + 10] ^= 1;
        fs::write(beside(&torn, "-wal"), &log).unwrap();
        for _ in 0..2 {
            let copy = open("torn").damaged_log().expect("a copy");
            assert_eq!(fs::read(copy).unwrap(), log);
        }
    }
}
