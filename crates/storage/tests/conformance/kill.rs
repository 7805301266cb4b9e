//! SIGKILL in the middle of writing: what was acknowledged is there, once.

use crate::fixture::*;
use crate::register::whole::{of_one, people};
use journal::register::{GestureFate, RecordKind};
use journal::*;
use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use storage::{Batch, BatchOutcome, Journals, Registers, SqliteOptions, SqliteStore, Store};

const NOW: &str = "2026-11-16T09:30";
const CHILD: &str = "ZHURNAL_TEST_KILLED_CHILD";
const DEVICES: u64 = 4;

/// The batch of a device and a round: three marks nobody else writes.
fn marks(device_n: u64, round: u64) -> Batch {
    let nth = u8::try_from(round % 12 * DEVICES + device_n).unwrap();
    let pupils = [ABRAMOV, BELOVA, VOLKOV];
    let changes = (1..).zip(pupils).map(|(n, pupil)| {
        let value = |round: u64| (round > 0).then(|| Mark::new(MarkValue::Word(MarkWord::Pass), 1));
        // Set in even rounds of twelve, removed in odd ones.
        let times = round / 12;
        let step = FromTo::new(value(times % 2), value((times + 1) % 2));
        let edit = Edit::Mark {
            pupil,
            work: WorkRef { kind: ORAL, nth },
            step,
        };
        let n = round * 3 + n;
        submitted(n, change(device_n << 32 | n, MONDAY, at(NOW), edit))
    });
    let mut batch = batch(ORLOVA, NOW, changes.collect());
    batch.device = device(200 + device_n);
    batch
}

/// The child: writes until it is killed, says what was acknowledged.
#[tokio::test]
async fn child() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let store = Arc::new(SqliteStore::open(path, SqliteOptions::default()).unwrap());
    let writers = (0..DEVICES).map(|device| {
        let store = Arc::clone(&store);
        tokio::spawn(async move {
            for round in 0.. {
                let outcome = store.apply_changes(marks(device, round)).await.unwrap();
                assert!(
                    matches!(outcome, BatchOutcome::Stored { .. }),
                    "{outcome:?}"
                );
                writeln!(std::io::stdout(), "acked {device} {round}").unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
}

fn started(test: &str, path: &Path) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture"])
        .env(CHILD, path)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

#[tokio::test]
async fn what_was_acknowledged_is_there_once() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("school.db");
    let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
    store.import(school(1)).await.unwrap();
    store.close().await;
    let mut child = started("kill::child", &path);
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acked: Vec<(u64, u64)> = Vec::new();
    let parse = |line: &str| {
        let mut parts = line.split_once("acked ")?.1.split(' ');
        Some((parts.next()?.parse().ok()?, parts.next()?.parse().ok()?))
    };
    while acked.len() < 100 {
        acked.extend(parse(&lines.next().unwrap().unwrap()));
    }
    child.kill().unwrap();
    // What it had said before it died; its last line may be cut.
    acked.extend(lines.map_while(Result::ok).filter_map(|line| parse(&line)));
    child.wait().unwrap();

    let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
    let log = store
        .sheet_log(&reader(ORLOVA), MONDAY.into(), 0, usize::MAX)
        .await
        .unwrap()
        .unwrap()
        .changes;
    let ids: BTreeSet<ChangeId> = log.iter().map(|row| row.change.id).collect();
    assert_eq!(ids.len(), log.len(), "nothing came twice");
    assert!(
        log.len() >= acked.len() * 3,
        "{} rows, {} batches",
        log.len(),
        acked.len()
    );
    for (device, round) in acked {
        let outcome = store.apply_changes(marks(device, round)).await.unwrap();
        let BatchOutcome::Stored { outcomes, .. } = outcome else {
            panic!("{outcome:?}")
        };
        let replayed = |one: &ChangeOutcome| match one {
            ChangeOutcome::AlreadyApplied { first } => {
                matches!(**first, ChangeOutcome::Applied { .. })
            }
            _ => false,
        };
        assert!(
            outcomes.iter().all(replayed),
            "{device} {round}: {outcomes:?}"
        );
    }
}

/// People of a gesture.
const MANY: i64 = 2000;

async fn count_of_people(store: &SqliteStore) -> i64 {
    let page = store
        .records(&reader(ADMIN), RecordKind::Person, at(NOW))
        .await;
    i64::try_from(page.unwrap().page().unwrap().records.len()).unwrap()
}

/// The child: takes one gesture of thousands after another.
#[tokio::test]
async fn child_of_gestures() {
    let Some(path) = std::env::var_os(CHILD) else {
        return;
    };
    let store = SqliteStore::open(path, SqliteOptions::default()).unwrap();
    for nth in 1.. {
        let page = store
            .records(&reader(ADMIN), RecordKind::Person, at(NOW))
            .await;
        let free = page.unwrap().page().unwrap().free_id;
        let gesture = of_one(ADMIN, people(nth, free.0, MANY));
        let done = store.amend_whole(gesture, false).await.unwrap();
        assert!(matches!(done.fate, GestureFate::Written { .. }), "{done:?}");
        writeln!(std::io::stdout(), "acked {nth}").unwrap();
    }
}

/// Of a gesture that is cut short nothing is there, and of one that was acknowledged all.
#[tokio::test]
async fn a_gesture_of_thousands_is_there_whole_or_not_at_all() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("school.db");
    let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
    store.import(school(1)).await.unwrap();
    let before = count_of_people(&store).await;
    store.close().await;
    let mut child = started("kill::child_of_gestures", &path);
    let lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut acked = lines.map_while(Result::ok).filter_map(|line| {
        let (_, nth) = line.split_once("acked ")?;
        nth.parse::<i64>().ok()
    });
    assert_eq!(acked.next(), Some(1));
    // While the next is being written.
    let log = dir.path().join("school.db-wal");
    let written = || std::fs::metadata(&log).map_or(0, |file| file.len());
    let first = written();
    while written() == first {
        std::thread::yield_now();
    }
    child.kill().unwrap();
    let acked = acked.last().unwrap_or(1);
    child.wait().unwrap();

    let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
    let come = count_of_people(&store).await - before;
    assert_eq!(come % MANY, 0, "{come} people");
    assert!(come >= acked * MANY, "{come} people of {acked} gestures");
    let log = store.end_of_log(SchoolId(1)).await.unwrap();
    assert_eq!((log.seq - 12) % MANY, 0, "{log:?}");
    // What was cut short comes again as if it had never been sent.
    let nth = come / MANY + 1;
    let page = store
        .records(&reader(ADMIN), RecordKind::Person, at(NOW))
        .await;
    let free = page.unwrap().page().unwrap().free_id;
    let gesture = people(nth.try_into().unwrap(), free.0, MANY);
    let done = store.amend_whole(of_one(ADMIN, gesture), false).await;
    assert!(matches!(done.unwrap().fate, GestureFate::Written { .. }));
}

/// A school that is loaded into a file which is in its place no more would go with the process.
#[cfg(unix)]
#[tokio::test]
async fn a_school_is_not_loaded_into_a_file_that_was_moved() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("school.db");
    let store = SqliteStore::open(&path, SqliteOptions::default()).unwrap();
    std::fs::rename(&path, dir.path().join("aside.db")).unwrap();
    let loaded = store.import(school(1)).await;
    let Err(storage::StoreError::CannotWrite(_)) = loaded else {
        panic!("{loaded:?}")
    };
    std::fs::rename(dir.path().join("aside.db"), &path).unwrap();
    store.import(school(1)).await.unwrap();
    store.close().await;
}
