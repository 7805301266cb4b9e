//! What one person's data may take: of a lesson, of an answer.

use crate::batches::{Case, NOW, apply, invalid, now, sheet};
use crate::fixture::*;
use crate::stage::{Stage, on_every_backend};
use journal::*;
use std::sync::Arc;
use storage::LOG_PART_BYTES;

on_every_backend!(
    a_lesson_has_a_homework_for_each_pupil_and_one_for_all,
    a_lesson_has_room_for_so_much_text,
    a_pupil_has_so_many_marks_in_a_lesson,
    the_log_of_a_lesson_comes_in_parts,
    parts_of_the_log_are_bounded_by_bytes,
);

const FULL: ChangeOutcome = invalid(Invalid::LessonFull);

fn homework(slot: u8, old: Option<&str>, new: Option<&str>) -> Edit {
    let text = |text: &str| Homework {
        text: text.into(),
        ..Homework::default()
    };
    Edit::Homework {
        slot,
        step: FromTo::new(old.map(text), new.map(text)),
    }
}

fn is_applied(stored: &ChangeOutcome) -> bool {
    matches!(stored, ChangeOutcome::Applied { .. })
}

async fn a_lesson_has_a_homework_for_each_pupil_and_one_for_all(store: Case) {
    // Five pupils: Gromov has left.
    let changes = (1..=8).map(|n| {
        let slot = u8::try_from(n * 30).unwrap();
        now(n, homework(slot, None, Some("№ 1")))
    });
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes.collect())).await;
    assert!(outcomes[..6].iter().all(is_applied), "{outcomes:?}");
    assert_eq!(outcomes[6..], [FULL, FULL]);
    // What is there can be changed, and what goes makes room.
    let changes = vec![
        now(9, homework(30, Some("№ 1"), Some("№ 2"))),
        now(10, homework(60, Some("№ 1"), None)),
        now(11, homework(210, None, Some("№ 1"))),
    ];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes)).await;
    assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
}

async fn a_lesson_has_room_for_so_much_text(store: Case) {
    let links = |n: usize| Homework {
        text: "я".repeat(4000),
        links: vec!["https://школа.example/".to_owned() + &"я".repeat(970); n],
        ..Homework::default()
    };
    let put = |n, slot, old: Option<Homework>, new: Option<Homework>| {
        let step = FromTo::new(old, new);
        now(n, Edit::Homework { slot, step })
    };
    let comment = |n| {
        let mut edit = mark(ELKIN, ORAL, None, "5");
        if let Edit::Mark { step, .. } = &mut edit
            && let Some(mark) = &mut step.new
        {
            mark.comment = Some("я".repeat(500));
        }
        now(n, edit)
    };
    // Twice 28 KB fit into 64 KiB, and 10 KB more; then there is no room for a comment.
    let changes = vec![
        put(1, 0, None, Some(links(10))),
        put(2, 1, None, Some(links(10))),
        put(3, 2, None, Some(links(10))),
        put(4, 2, None, Some(links(1))),
        comment(5),
        now(6, absence(ELKIN, "present", "absent")),
        now(7, mark(BELOVA, ORAL, None, "5")),
        put(8, 0, Some(links(10)), Some(links(9))),
        comment(9),
        put(10, 1, Some(links(10)), None),
        put(11, 3, None, Some(links(10))),
    ];
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes)).await;
    let refused: Vec<_> = (1..)
        .zip(&outcomes)
        .filter(|(_, one)| !is_applied(one))
        .collect();
    assert_eq!(refused, [(3, &FULL), (5, &FULL)]);
}

async fn a_pupil_has_so_many_marks_in_a_lesson(store: Case) {
    let marks = (1..=52).map(|n| {
        let kind = if n % 2 == 0 { ORAL } else { TEST };
        let mut edit = mark(BELOVA, kind, None, "5");
        if let Edit::Mark { work, .. } = &mut edit {
            work.nth = u8::try_from(n / 2).unwrap();
        }
        now(n, edit)
    });
    let outcomes = apply(&store, batch(ORLOVA, NOW, marks.collect())).await;
    assert!(outcomes[..50].iter().all(is_applied), "{outcomes:?}");
    assert_eq!(outcomes[50..], [FULL, FULL]);
    let other = now(53, mark(ELKIN, ORAL, None, "5"));
    assert!(is_applied(
        &apply(&store, batch(ORLOVA, NOW, vec![other])).await[0]
    ));
    assert_eq!(
        sheet(&store, MONDAY)
            .await
            .entry(BELOVA)
            .unwrap()
            .marks
            .len(),
        50
    );
}

async fn the_log_of_a_lesson_comes_in_parts(store: Case) {
    let changes = (1..=7).map(|n| now(n, homework(u8::try_from(n % 2).unwrap(), None, None)));
    apply(&store, batch(ORLOVA, NOW, changes.collect())).await;
    let (mut seqs, mut after, mut parts) = (Vec::new(), 0, Vec::new());
    loop {
        let part = store
            .sheet_log(&reader(ORLOVA), MONDAY.into(), after, 3)
            .await;
        let part = part.unwrap().unwrap();
        parts.push(part.changes.len());
        seqs.extend(part.changes.iter().map(|logged| logged.seq));
        after = *seqs.last().unwrap();
        if !part.more {
            break;
        }
    }
    assert_eq!(parts, [3, 3, 1]);
    assert_eq!(seqs, (13..20).collect::<Vec<_>>());
    let beyond = store.sheet_log(&reader(ORLOVA), MONDAY.into(), 19, 3).await;
    let beyond = beyond.unwrap().unwrap();
    assert!(beyond.changes.is_empty() && !beyond.more);
}

async fn parts_of_the_log_are_bounded_by_bytes(store: Case) {
    // 5 KB a change: the homework that was and the one that is.
    let text = |n: u64| Homework {
        text: "я".repeat(200 + usize::try_from(n % 2).unwrap()),
        links: vec!["https://".to_owned() + &"я".repeat(192); 5],
        ..Homework::default()
    };
    let mut changes = vec![now(1, homework(0, None, None))];
    for n in 2..=40 {
        let old = (n > 2).then(|| text(n - 1));
        let step = FromTo::new(old, Some(text(n)));
        changes.push(now(n, Edit::Homework { slot: 0, step }));
    }
    let outcomes = apply(&store, batch(ORLOVA, NOW, changes)).await;
    assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
    let size = |changes: &[journal::view::Logged]| -> usize {
        let edits = changes.iter().map(|logged| &logged.change.edit);
        edits
            .map(|edit| serde_json::to_string(edit).unwrap().len())
            .sum()
    };
    let part = store.sheet_log(&reader(ORLOVA), MONDAY.into(), 0, 99).await;
    let part = part.unwrap().unwrap();
    assert!(part.more);
    let own = size(&part.changes[part.changes.len() - 1..]);
    assert!(size(&part.changes) >= LOG_PART_BYTES);
    assert!(size(&part.changes) - own < LOG_PART_BYTES);
    let feed = store.feed_since(&reader(ORLOVA), 12, 99).await.unwrap();
    assert_eq!((feed.changes, feed.more), (part.changes.clone(), true));
    assert_eq!(feed.up_to.seq, part.changes.last().unwrap().seq);
    let rest = store
        .sheet_log(&reader(ORLOVA), MONDAY.into(), feed.up_to.seq, 99)
        .await;
    let rest = rest.unwrap().unwrap();
    assert!(!rest.more);
    assert_eq!(rest.changes.len() + part.changes.len(), 40);
}

#[tokio::test]
async fn a_ready_store_commits() {
    let stages = [Some(crate::stage::sqlite()), crate::stage::postgres().await];
    for stage in stages.into_iter().flatten() {
        stage.store.ping().await.unwrap();
        stage.store.ping().await.unwrap();
        stage.store.close().await;
    }
}

/// A store that only reads is not ready: a full disk, a standby.
#[tokio::test]
async fn a_database_that_cannot_be_written_is_not_ready() {
    let Some(stage) = crate::stage::postgres().await else {
        return;
    };
    let stage = stage.with_school().await;
    let admin = crate::pg::connect(&stage.url()).await;
    admin
        .batch_execute(
            "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || \
             ' SET default_transaction_read_only = on'; END $$",
        )
        .await
        .unwrap();
    let kick = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity \
                WHERE datname = current_database() AND pid <> pg_backend_pid()";
    admin.query(kick, &[]).await.unwrap();
    assert!(stage.store.ping().await.is_err());
    assert!(
        stage.store.ping().await.is_err(),
        "on a fresh connection too"
    );
}

const WRITERS: &str = "SELECT writers FROM lesson_writers WHERE lesson_id = 1005";

/// What the database keeps of who wrote the cells of the lesson last.
async fn writers(stage: &Stage, is_sqlite: bool) -> String {
    if is_sqlite {
        let database = rusqlite::Connection::open(stage.path()).unwrap();
        return database.query_row(WRITERS, [], |row| row.get(0)).unwrap();
    }
    let database = crate::pg::connect(&stage.url()).await;
    database.query_one(WRITERS, &[]).await.unwrap().get(0)
}

/// A mark put and taken away again in one cell after another, a batch for each: the next batch
/// writes no more than the first.
#[tokio::test]
async fn the_writers_of_cells_that_hold_nothing_are_bounded() {
    let stages = [Some(crate::stage::sqlite()), crate::stage::postgres().await];
    for (stage, is_sqlite) in stages.into_iter().zip([true, false]) {
        let Some(stage) = stage else { continue };
        let stage = stage.with_school().await;
        let store: Case = Arc::clone(&stage.store) as _;
        let cells = [BELOVA, ELKIN, ABRAMOV, YAKOVLEVA].into_iter();
        let cells = cells.flat_map(|pupil| (0..50_u8).map(move |nth| (pupil, nth)));
        for (at, (pupil, nth)) in (0..).zip(cells) {
            let cell = |old, new| {
                let mut edit = mark(pupil, ORAL, old, new);
                if let Edit::Mark { work, .. } = &mut edit {
                    work.nth = nth;
                }
                edit
            };
            let n = at * 2;
            let changes = vec![now(n + 1, cell(None, "5")), now(n + 2, cell(Some("5"), ""))];
            let mut sent = batch(ORLOVA, NOW, changes);
            sent.received_at.0 += i64::try_from(at).unwrap();
            let outcomes = apply(&store, sent).await;
            assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
        }
        let kept = writers(&stage, is_sqlite).await;
        assert_eq!(kept.lines().count(), 128, "{kept}");
        assert!(!kept.contains("m102.1.21"), "the oldest are let go");
        assert!(
            kept.contains("m102.1.22") && kept.contains("m106.1.49"),
            "{kept}"
        );
        let nothing = (0..50_u8).map(|nth| {
            let work = WorkRef { kind: TEST, nth };
            let step = FromTo::new(None, None);
            let edit = Edit::Mark {
                pupil: BELOVA,
                work,
                step,
            };
            now(401 + u64::from(nth), edit)
        });
        let outcomes = apply(&store, batch(ORLOVA, NOW, nothing.collect())).await;
        assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
        assert_eq!(
            writers(&stage, is_sqlite).await,
            kept,
            "nothing is written of nothing"
        );
        stage.store.close().await;
    }
}
