//! What PostgreSQL reads: by plans that it made while a table was small, and for a kept page.

use crate::batches::{Case, NOW, apply, now};
use crate::fixture::*;
use crate::pg::{Database, alone, connect};
use journal::ChangeOutcome;
use std::collections::BTreeMap;
use std::sync::Arc;
use storage::{PgOptions, PgStore, Store, Versioned};

#[tokio::test]
async fn a_batch_reads_nothing_of_what_was_set_aside_before() {
    read_nothing(None).await;
}

#[tokio::test]
async fn a_batch_planned_for_a_small_table_reads_nothing_of_it_when_it_has_grown() {
    read_nothing(Some("ANALYZE set_aside")).await;
}

/// Sets 50 changes aside, does something after which statements are planned anew, sets more aside.
async fn read_nothing(meanwhile: Option<&str>) {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let options = PgOptions {
        connections: 1,
        ..PgOptions::default()
    };
    let opened = Arc::new(PgStore::connect(&database.url, options).await.unwrap());
    let store: Case = opened.clone();
    store.import(school(1)).await.unwrap();
    let watching = connect(&database.url).await;
    for nth in 0..10 {
        let conflicts = (1..=50).map(|n| now(nth * 50 + n, mark(BELOVA, TEST, Some("2"), "3")));
        let outcomes = apply(&store, batch(ORLOVA, NOW, conflicts.collect())).await;
        let conflict = |one: &ChangeOutcome| matches!(one, ChangeOutcome::Conflict { .. });
        assert!(outcomes.iter().all(conflict), "{outcomes:?}");
        if nth == 0 {
            watching
                .batch_execute(meanwhile.unwrap_or_default())
                .await
                .unwrap();
        }
    }
    opened.close().await;
    // A connection has told what it read when it has ended.
    let open = "SELECT 1 FROM pg_stat_activity \
                WHERE datname = current_database() AND application_name = 'zhurnal'";
    while !watching.query(open, &[]).await.unwrap().is_empty() {
        tokio::task::yield_now().await;
    }
    let read = "SELECT n_tup_ins, seq_tup_read, idx_tup_fetch FROM pg_stat_user_tables \
                WHERE relname = 'set_aside'";
    let row = watching.query_one(read, &[]).await.unwrap();
    let counts: (i64, i64, i64) = (row.get(0), row.get(1), row.get(2));
    assert_eq!(counts, (500, 0, 0), "written, read in order, read by index");
}

#[tokio::test]
async fn rows_that_were_loaded_are_counted_for_plans() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let store = PgStore::connect(&database.url, PgOptions::default());
    let store: Arc<dyn Store> = Arc::new(store.await.unwrap());
    store.import(school(1)).await.unwrap();
    let counted = "SELECT reltuples::bigint FROM pg_class WHERE relname = 'lesson'";
    let admin = connect(&database.url).await;
    let counted: i64 = admin.query_one(counted, &[]).await.unwrap().get(0);
    let lessons = "SELECT count(*) FROM lesson";
    let lessons: i64 = admin.query_one(lessons, &[]).await.unwrap().get(0);
    assert_eq!(counted, lessons);
    store.close().await;
}

/// Transactions, and searches of each table that was searched.
type Asked = (i64, BTreeMap<String, i64>);

async fn asked(admin: &tokio_postgres::Client) -> Asked {
    alone(admin).await;
    let done = "SELECT xact_commit FROM pg_stat_database WHERE datname = current_database()";
    let searches = "SELECT relname::text, (coalesce(seq_scan, 0) + coalesce(idx_scan, 0))::bigint \
         FROM pg_stat_user_tables";
    let rows = admin.query(searches, &[]).await.unwrap();
    let done = admin.query_one(done, &[]).await.unwrap().get(0);
    (
        done,
        rows.iter().map(|row| (row.get(0), row.get(1))).collect(),
    )
}

/// What reading the same page so many times costs.
async fn cost_of_reading(database: &Database, times: i64) -> Asked {
    let admin = connect(&database.url).await;
    let before = asked(&admin).await;
    let opened = PgStore::connect(&database.url, PgOptions::default());
    let store: Arc<dyn Store> = Arc::new(opened.await.unwrap());
    let mut version = None;
    for _ in 0..times {
        let page = store.open_lesson(&reader(ORLOVA), MONDAY, None).await;
        let Versioned::Page { version: now, .. } = page.unwrap().unwrap() else {
            panic!("no version was known")
        };
        assert_eq!(version.get_or_insert_with(|| now.clone()), &now);
    }
    store.close().await;
    drop(store);
    let after = asked(&admin).await;
    let searched = after.1.into_iter();
    let searched = searched.map(|(table, count)| (table.clone(), count - before.1[&table]));
    (after.0 - before.0, searched.collect())
}

#[tokio::test]
async fn a_kept_page_asks_one_question_and_the_log_none() {
    let Some(database) = Database::fresh().await else {
        return;
    };
    let store = PgStore::connect(&database.url, PgOptions::default());
    let store: Arc<dyn Store> = Arc::new(store.await.unwrap());
    store.import(school(1)).await.unwrap();
    store.close().await;
    drop(store);
    let once = cost_of_reading(&database, 1).await;
    let often = cost_of_reading(&database, 101).await;
    let again = often
        .1
        .iter()
        .map(|(table, count)| (table.as_str(), count - once.1[table]));
    let again: Vec<_> = again.filter(|(_, count)| *count != 0).collect();
    assert_eq!(again, [("school_seq", 100), ("stream", 100)]);
    // A statement alone is a transaction; the database itself may add some.
    assert!(
        (95..110).contains(&(often.0 - once.0)),
        "{once:?}, {often:?}"
    );
}
