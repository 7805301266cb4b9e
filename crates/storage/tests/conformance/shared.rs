//! Several processes over one database.

use crate::batches::replayed;
use crate::fixture::*;
use crate::pg::{Database, connect};
use crate::stage;
use journal::*;
use std::path::Path;
use std::sync::Arc;
use storage::{BatchOutcome, PgOptions, PgStore, SqliteOptions, SqliteStore, Store, Versioned};

type Case = Arc<dyn Store>;

const NOW: &str = "2026-11-16T09:30";

fn sqlite(path: &Path) -> Case {
    Arc::new(SqliteStore::open(path, SqliteOptions::default()).unwrap())
}

async fn postgres(url: &str) -> Case {
    Arc::new(PgStore::connect(url, PgOptions::default()).await.unwrap())
}

#[tokio::test]
async fn two_sqlite_stores_see_each_other() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("school.db");
    let (one, other) = (sqlite(&path), sqlite(&path));
    one.import(school(1)).await.unwrap();
    see_each_other(&one, &other).await;
}

#[tokio::test]
async fn sqlite_keeps_one_secret_for_all() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("school.db");
    let (one, other) = (sqlite(&path), sqlite(&path));
    let secret = one.secret().await.unwrap();
    assert_eq!(secret, other.secret().await.unwrap());
    let another = sqlite(&dir.path().join("another.db"));
    assert_ne!(secret, another.secret().await.unwrap());

    // A database that was made before there were secrets.
    one.close().await;
    other.close().await;
    let raw = rusqlite::Connection::open(&path).unwrap();
    let gone = raw.execute("DELETE FROM meta WHERE name = 'secret'", []);
    assert_eq!(gone.unwrap(), 1);
    assert_ne!(sqlite(&path).secret().await.unwrap(), secret);
}

#[tokio::test]
async fn postgres_keeps_one_secret_for_all() {
    let (Some(database), Some(another)) = (Database::fresh().await, Database::fresh().await) else {
        return;
    };
    let (one, other) = (postgres(&database.url).await, postgres(&database.url).await);
    let secret = one.secret().await.unwrap();
    assert_eq!(secret, other.secret().await.unwrap());
    let another = postgres(&another.url).await;
    assert_ne!(secret, another.secret().await.unwrap());

    let raw = connect(&database.url).await;
    let gone = raw.execute("DELETE FROM meta WHERE name = 'secret'", &[]);
    assert_eq!(gone.await.unwrap(), 1);
    assert_ne!(
        postgres(&database.url).await.secret().await.unwrap(),
        secret
    );
}

#[tokio::test]
async fn two_postgres_stores_see_each_other() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let (one, other) = (postgres(&database.url).await, postgres(&database.url).await);
    one.import(school(1)).await.unwrap();
    assert_eq!(
        one.server_id().await.unwrap(),
        other.server_id().await.unwrap()
    );
    let mut newest = other.newest(SchoolId(1)).await.unwrap();
    see_each_other(&one, &other).await;
    newest.wait_for(|seq| *seq == 16).await.unwrap();
}

/// What each remembers of pages and lessons is never stale.
async fn see_each_other(one: &Case, other: &Case) {
    let steps = [
        ("present", "absent"),
        ("absent", "late:5"),
        ("late:5", "exempt"),
    ];
    for ((n, (old, new)), store) in (1..).zip(steps).zip([one, other, one]) {
        let edit = absence(ABRAMOV, old, new);
        let changes = vec![submitted(n, change(n, MONDAY, at(NOW), edit))];
        let outcome = store
            .apply_changes(batch(ORLOVA, NOW, changes))
            .await
            .unwrap();
        let seq = 12 + i64::try_from(n).unwrap();
        let applied = ChangeOutcome::Applied {
            seq,
            verdict: Verdict::OnTime,
        };
        assert_eq!(
            outcome,
            BatchOutcome::Stored {
                outcomes: vec![applied],
                last_n: n,
                denied: Vec::new(),
            }
        );
        let mut versions = Vec::new();
        for reading in [one, other] {
            let page = reading
                .open_lesson(&reader(ORLOVA), MONDAY, None)
                .await
                .unwrap();
            let Some(Versioned::Page { version, page }) = page else {
                panic!("no page")
            };
            let page = page.read().unwrap();
            assert_eq!(page.sheet.attendance(ABRAMOV).to_string(), new);
            versions.push(version);
        }
        assert_eq!(
            versions[0], versions[1],
            "a page has one version wherever it is asked for"
        );
    }
    let conflict = absence(ABRAMOV, "present", "late:7");
    let changes = vec![submitted(4, change(4, MONDAY, at(NOW), conflict))];
    let outcome = other
        .apply_changes(batch(ORLOVA, NOW, changes))
        .await
        .unwrap();
    let BatchOutcome::Stored { outcomes, .. } = outcome else {
        panic!("{outcome:?}")
    };
    let now = Content::Attendance(Attendance::Exempt);
    assert!(
        matches!(&outcomes[0], ChangeOutcome::Conflict { now: n, .. } if *n == now),
        "{outcomes:?}"
    );
    let roll = vec![submitted(5, change(5, MONDAY, at(NOW), roll_call()))];
    other.apply_changes(batch(ORLOVA, NOW, roll)).await.unwrap();
}

/// A raw transaction that has taken the number 13 and does not commit yet.
const SLOW: &str = "UPDATE school_seq SET seq = seq + 1 WHERE school_id = 1; \
     INSERT INTO change_log (school_id, seq, change_id, gesture_id, n, person_id, lesson_id, \
     journal_id, kind, edit, hash, made_at, received_at) \
     VALUES (1, 13, ID, ID, 0, 1, 1005, 1, 'roll-call', \
     '{\"kind\":\"roll-call\",\"old\":false,\"new\":true}', HASH, 1, 1);";

fn fast(store: &Case) -> tokio::task::JoinHandle<BatchOutcome> {
    let store = Arc::clone(store);
    tokio::spawn(async move {
        let edit = absence(ABRAMOV, "present", "absent");
        let changes = vec![submitted(1, change(1, MONDAY, at(NOW), edit))];
        store
            .apply_changes(batch(ORLOVA, NOW, changes))
            .await
            .unwrap()
    })
}

async fn seqs(store: &Case) -> Vec<i64> {
    let feed = store.feed_since(&reader(ORLOVA), 12, 100).await.unwrap();
    feed.changes.iter().map(|row| row.seq).collect()
}

#[tokio::test]
async fn a_slow_sqlite_transaction_is_not_overtaken() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("school.db");
    let store = sqlite(&path);
    store.import(school(1)).await.unwrap();
    let slow = rusqlite::Connection::open(&path).unwrap();
    let sql = SLOW
        .replace("ID", "randomblob(16)")
        .replace("HASH", "zeroblob(32)");
    slow.execute_batch(&format!("BEGIN IMMEDIATE; {sql}"))
        .unwrap();
    let fast = fast(&store);
    assert!(seqs(&store).await.is_empty());
    slow.execute_batch("COMMIT").unwrap();
    fast.await.unwrap();
    assert_eq!(seqs(&store).await, [13, 14]);
}

#[tokio::test]
async fn a_slow_postgres_transaction_is_not_overtaken() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let store = postgres(&database.url).await;
    store.import(school(1)).await.unwrap();
    let slow = connect(&database.url).await;
    let sql = SLOW
        .replace("ID", "gen_random_uuid()")
        .replace("HASH", "'\\x00'");
    slow.batch_execute(&format!("BEGIN; {sql}")).await.unwrap();
    let fast = fast(&store);
    let watching = connect(&database.url).await;
    let waits = "SELECT 1 FROM pg_stat_activity \
                 WHERE wait_event_type = 'Lock' AND datname = current_database()";
    while watching.query(waits, &[]).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    assert!(
        seqs(&store).await.is_empty(),
        "the fast one waits for the slow one's commit"
    );
    slow.batch_execute("COMMIT").await.unwrap();
    fast.await.unwrap();
    assert_eq!(seqs(&store).await, [13, 14]);
}

#[tokio::test]
async fn a_postgres_that_goes_away_is_said_to_be_busy() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let store = postgres(&database.url).await;
    store.import(school(1)).await.unwrap();
    let admin = connect(&database.url).await;
    let send = async || {
        let changes = vec![submitted(1, change(1, MONDAY, at(NOW), roll_call()))];
        store.apply_changes(batch(ORLOVA, NOW, changes)).await
    };
    // A standby, or a failover under way.
    admin
        .batch_execute(
            "SET default_transaction_read_only = off; \
             DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || \
             ' SET default_transaction_read_only = on'; END $$",
        )
        .await
        .unwrap();
    let kick = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                WHERE datname = current_database() AND pid <> pg_backend_pid()";
    admin.query(kick, &[]).await.unwrap();
    let mut busy = send().await;
    if matches!(&busy, Err(storage::StoreError::Busy(why)) if !why.contains("25006")) {
        busy = send().await;
    }
    assert!(
        matches!(busy, Err(storage::StoreError::Busy(_))),
        "{busy:?}"
    );
    admin
        .batch_execute(
            "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || \
             ' RESET default_transaction_read_only'; END $$",
        )
        .await
        .unwrap();
    // Connections are made anew, and the same request goes through once.
    let mut outcome = send().await;
    while matches!(outcome, Err(storage::StoreError::Busy(_))) {
        outcome = send().await;
    }
    let BatchOutcome::Stored {
        outcomes,
        last_n: 1,
        ..
    } = outcome.unwrap()
    else {
        panic!("gap")
    };
    assert_eq!(
        outcomes,
        [ChangeOutcome::Applied {
            seq: 13,
            verdict: Verdict::OnTime
        }]
    );
}

#[tokio::test]
async fn an_exhausted_pool_is_said_to_be_busy() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let patience = std::time::Duration::from_millis(50);
    let options = PgOptions {
        connections: 1,
        patience,
    };
    let store: Case = Arc::new(PgStore::connect(&database.url, options).await.unwrap());
    store.import(school(1)).await.unwrap();
    let blocking = connect(&database.url).await;
    let lock = "BEGIN; SELECT 1 FROM school_seq WHERE school_id = 1 FOR UPDATE";
    blocking.batch_execute(lock).await.unwrap();
    let held = fast(&store);
    let watching = connect(&database.url).await;
    let waits = "SELECT 1 FROM pg_stat_activity \
                 WHERE wait_event_type = 'Lock' AND datname = current_database()";
    while watching.query(waits, &[]).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    let busy = store.schools().await;
    assert!(
        matches!(busy, Err(storage::StoreError::Busy(_))),
        "{busy:?}"
    );
    blocking.batch_execute("ROLLBACK").await.unwrap();
    held.await.unwrap();
}

#[tokio::test]
async fn a_request_that_is_given_up_is_done_once_all_the_same() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let store = postgres(&database.url).await;
    store.import(school(1)).await.unwrap();
    let blocking = connect(&database.url).await;
    let lock = "BEGIN; SELECT 1 FROM school_seq WHERE school_id = 1 FOR UPDATE";
    blocking.batch_execute(lock).await.unwrap();
    let given_up = fast(&store);
    let watching = connect(&database.url).await;
    let waits = "SELECT 1 FROM pg_stat_activity \
                 WHERE wait_event_type = 'Lock' AND datname = current_database()";
    while watching.query(waits, &[]).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    given_up.abort();
    assert!(given_up.await.unwrap_err().is_cancelled());
    blocking.batch_execute("ROLLBACK").await.unwrap();
    let BatchOutcome::Stored { outcomes, .. } = fast(&store).await.unwrap() else {
        panic!("gap")
    };
    let first = ChangeOutcome::Applied {
        seq: 13,
        verdict: Verdict::OnTime,
    };
    assert_eq!(outcomes, [replayed(first)]);
}

#[tokio::test]
async fn a_closed_store_answers_no_more() {
    let sqlite = stage::sqlite().with_school().await;
    let mut stages = vec![sqlite];
    stages.extend(stage::postgres().await);
    for stage in stages {
        stage.store.close().await;
        assert!(stage.store.schools().await.is_err());
        let changes = vec![submitted(1, change(1, MONDAY, at(NOW), roll_call()))];
        assert!(
            stage
                .store
                .apply_changes(batch(ORLOVA, NOW, changes))
                .await
                .is_err()
        );
        stage.store.close().await;
    }
}

#[tokio::test]
async fn a_batch_that_cannot_be_written_harms_no_other() {
    let mut stages = vec![stage::sqlite().with_school().await];
    if let Some(stage) = stage::postgres().await {
        stages.push(stage.with_school().await);
    }
    for stage in stages {
        let sent = (0..12_u64).map(|n| {
            let store = Arc::clone(&stage.store);
            let work = WorkRef {
                kind: ORAL,
                nth: u8::try_from(n).unwrap(),
            };
            let step = FromTo::new(None, Some(Mark::new(MarkValue::Word(MarkWord::Pass), 1)));
            let edit = Edit::Mark {
                pupil: ABRAMOV,
                work,
                step,
            };
            let changes = vec![submitted(1, change(n, MONDAY, at(NOW), edit))];
            let mut batch = batch(ORLOVA, NOW, changes);
            batch.device = device(300 + n);
            if n == 5 {
                // Nobody of the school: the device's foreign key refuses the batch.
                batch.person = PersonId(404);
            }
            tokio::spawn(async move { store.apply_changes(batch).await })
        });
        let sent: Vec<_> = sent.collect();
        let mut seqs = Vec::new();
        for (n, task) in sent.into_iter().enumerate() {
            match task.await.unwrap() {
                Ok(BatchOutcome::Stored { outcomes, .. }) => match &outcomes[0] {
                    ChangeOutcome::Applied { seq, .. } => seqs.push(*seq),
                    other => panic!("{other:?}"),
                },
                refused => assert!(n == 5 && refused.is_err(), "{n}: {refused:?}"),
            }
        }
        seqs.sort_unstable();
        assert_eq!(seqs, (13..24).collect::<Vec<_>>());
        stage.store.close().await;
    }
}
