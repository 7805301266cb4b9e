//! What PostgreSQL reads by plans that it made while a table was small.

use crate::batches::{Case, NOW, apply, now};
use crate::fixture::*;
use crate::pg::{Database, connect};
use journal::ChangeOutcome;
use std::sync::Arc;
use storage::{PgOptions, PgStore, Store};

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
