//! The feed: every accepted change, in the order of commits, never one missing.

use crate::fixture::*;
use crate::stage::on_every_backend;
use journal::*;
use std::sync::Arc;
use storage::{BatchOutcome, Journals, LogPlace};

type Case = Arc<dyn Journals>;

const NOW: &str = "2026-11-16T09:30";

on_every_backend!(
    the_end_of_the_log,
    a_place_says_which_change_stands_there,
    page_by_page_in_the_order_of_commits,
    only_what_the_reader_may_see,
    of_the_journals_of_others_only_which_have_changed,
    watchers_are_poked_after_the_commit,
    a_follower_misses_nothing_under_concurrent_writers,
);

async fn the_end_of_the_log(store: Case) {
    let end = store.end_of_log(SchoolId(1)).await.unwrap();
    assert_eq!((end.seq, end.change.is_some()), (12, true));
    let nowhere = store.end_of_log(SchoolId(404)).await.unwrap();
    assert_eq!(nowhere, LogPlace::default());
}

/// A database put back from a copy gives its numbers to other changes.
async fn a_place_says_which_change_stands_there(store: Case) {
    let (own, other) = (reader(ORLOVA), reader(LEBEDEVA));
    let since = async |seq| store.feed_since(&own, seq, 100).await.unwrap();
    let first = since(0).await;
    assert_eq!(first.since, LogPlace::default());
    let last = store.feed_since(&other, 0, 100).await.unwrap().changes;
    let end = LogPlace {
        seq: 12,
        change: Some(last.last().unwrap().change.id),
    };
    assert_eq!(first.up_to, end);
    assert_eq!(store.end_of_log(SchoolId(1)).await.unwrap(), end);
    let nothing_new = since(12).await;
    assert_eq!((nothing_new.since, nothing_new.up_to), (end, end));
    let middle = since(5).await.since;
    assert_eq!(middle.change, Some(first.changes[4].change.id));
    assert_ne!(middle.mark(), end.mark());
    assert_eq!(since(13).await.since.change, None, "not come to yet");
    let id = ChangeId(uuid(1, 77));
    let made = Change {
        id,
        ..change(1, MONDAY, at(NOW), roll_call())
    };
    let sent = batch(ORLOVA, NOW, vec![submitted(1, made)]);
    store.apply_changes(sent).await.unwrap();
    assert_eq!(since(13).await.since.change, Some(id));
}

async fn page_by_page_in_the_order_of_commits(store: Case) {
    let reader = reader(ORLOVA);
    let first = store.feed_since(&reader, 0, 5).await.unwrap();
    let seqs: Vec<i64> = first.changes.iter().map(|row| row.seq).collect();
    assert_eq!(
        (seqs, first.up_to.seq, first.more),
        (vec![1, 2, 3, 4, 5], 5, true)
    );
    let rest = store
        .feed_since(&reader, first.up_to.seq, 100)
        .await
        .unwrap();
    assert_eq!(
        (rest.changes.len(), rest.up_to.seq, rest.more),
        (5, 12, false)
    );
    let none = store.feed_since(&reader, 12, 100).await.unwrap();
    assert_eq!(
        (none.changes.len(), none.up_to.seq, none.more),
        (0, 12, false)
    );
    let row = &first.changes[0];
    assert_eq!(
        (row.by, row.by_name.last.as_str(), row.journal),
        (ORLOVA, "Орлова", ALGEBRA_7B)
    );
    assert_eq!(row.received_at, at("2026-10-28T09:40"));
    assert_eq!(
        row.change,
        past(1, 1001, ORLOVA, "2026-10-28T09:40", row.change.edit.clone()).change
    );
}

async fn of_the_journals_of_others_only_which_have_changed(store: Case) {
    let feed = store.feed_since(&reader(DEPUTY), 0, 100).await.unwrap();
    assert_eq!(feed.changes, []);
    assert_eq!(feed.moved, [ALGEBRA_7B, ALGEBRA_7A].into());
    assert_eq!((feed.up_to.seq, feed.more), (12, false));
    let newer = store.feed_since(&reader(DEPUTY), 10, 100).await.unwrap();
    assert_eq!(newer.moved, [ALGEBRA_7A].into());
    let own = store.feed_since(&reader(ORLOVA), 0, 100).await.unwrap();
    assert_eq!((own.changes.len(), own.moved.len()), (10, 0));
    // What the reader may not see at all is not told either.
    let parent = store.feed_since(&reader(PARENT), 0, 100).await.unwrap();
    assert_eq!((parent.changes.len(), parent.moved.len()), (0, 0));
}

async fn only_what_the_reader_may_see(store: Case) {
    let seen = async |person| {
        let feed = store.feed_since(&reader(person), 0, 100).await.unwrap();
        assert_eq!(
            (feed.up_to.seq, feed.more),
            (12, false),
            "all of it has been looked at"
        );
        feed.changes.iter().map(|row| row.seq).collect::<Vec<_>>()
    };
    assert_eq!(seen(ORLOVA).await, (1..=10).collect::<Vec<_>>());
    assert_eq!(seen(LEBEDEVA).await, [11, 12]);
    assert_eq!(seen(ZIMIN).await, [11, 12], "class teacher of 7А");
    assert!(seen(PARENT).await.is_empty());
    let made = at("2026-11-18T09:30");
    let own = vec![submitted(1, change(1, SUBSTITUTED, made, roll_call()))];
    store
        .apply_changes(batch(ZIMIN, "2026-11-18T09:30", own))
        .await
        .unwrap();
    let feed = store.feed_since(&reader(ZIMIN), 12, 100).await.unwrap();
    assert_eq!(
        feed.changes.len(),
        1,
        "a substituted lesson is the substitute's to see"
    );
}

async fn watchers_are_poked_after_the_commit(store: Case) {
    let mut newest = store.newest(SchoolId(1)).await.unwrap();
    let changes = vec![submitted(1, change(1, MONDAY, at(NOW), roll_call()))];
    store
        .apply_changes(batch(ORLOVA, NOW, changes))
        .await
        .unwrap();
    newest.wait_for(|seq| *seq == 13).await.unwrap();
    // Nothing accepted: nobody is told.
    let refused = absence(ABRAMOV, "present", "late:99");
    let changes = vec![submitted(2, change(2, MONDAY, at(NOW), refused))];
    store
        .apply_changes(batch(ORLOVA, NOW, changes))
        .await
        .unwrap();
    assert!(!newest.has_changed().unwrap());
    let quiet = store.newest(SchoolId(404)).await.unwrap();
    assert_eq!(*quiet.borrow(), 0);
}

/// The trap of server-notes §2.2: with numbers given before the commit, a reader that has seen
/// the greater number would never see the smaller one that commits later.
async fn a_follower_misses_nothing_under_concurrent_writers(store: Case) {
    const WRITERS: u64 = 6;
    const BATCHES: u64 = 8;
    let pupils = [ABRAMOV, BELOVA, VOLKOV];
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                for round in 0..BATCHES {
                    // Every writer has a mark of its own: nobody conflicts.
                    let work = WorkRef {
                        kind: ORAL,
                        nth: u8::try_from(writer * BATCHES + round).unwrap(),
                    };
                    let changes = pupils.iter().zip(1..).map(|(pupil, n)| {
                        let n = round * 3 + n;
                        let step =
                            FromTo::new(None, Some(Mark::new(MarkValue::Word(MarkWord::Pass), 1)));
                        let edit = Edit::Mark {
                            pupil: *pupil,
                            work,
                            step,
                        };
                        submitted(n, change(writer << 20 | n, MONDAY, at(NOW), edit))
                    });
                    let mut batch = batch(ORLOVA, NOW, changes.collect());
                    batch.device = device(100 + writer);
                    let outcome = store.apply_changes(batch).await.unwrap();
                    assert!(
                        matches!(outcome, BatchOutcome::Stored { .. }),
                        "{outcome:?}"
                    );
                }
            })
        })
        .collect();
    let total = 12 + i64::try_from(WRITERS * BATCHES).unwrap() * 3;
    let mut newest = store.newest(SchoolId(1)).await.unwrap();
    let (mut cursor, mut seen) = (0, Vec::new());
    while cursor < total {
        let feed = store.feed_since(&reader(ORLOVA), cursor, 7).await.unwrap();
        seen.extend(feed.changes.iter().map(|row| row.seq));
        cursor = feed.up_to.seq;
        if !feed.more && cursor < total {
            newest.wait_for(|seq| *seq > cursor).await.unwrap();
        }
    }
    for writer in writers {
        writer.await.unwrap();
    }
    // 11 and 12 are of another class.
    let expected: Vec<i64> = (1..=10).chain(13..=total).collect();
    assert_eq!(seen, expected);
}
