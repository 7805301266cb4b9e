//! When something was done, and by whose word: never «задним числом».

use crate::batches::{Case, NOW, apply, log, now, on_time, replayed, sheet};
use crate::fixture::*;
use crate::stage::on_every_backend;
use journal::*;
use storage::Submitted;

on_every_backend!(
    a_roll_call_is_of_the_moment_that_counts,
    what_is_in_time_only_by_the_devices_word_is_marked,
    what_a_suspect_clock_made_counts_from_receipt,
);

/// Homework of the lesson of 16 November, due that day at 15:30 and locked a week later.
fn homework(n: u64, made: &str) -> Submitted {
    let text = Homework {
        text: format!("№ {n}"),
        ..Homework::default()
    };
    let edit = Edit::Homework {
        slot: u8::try_from(n).unwrap(),
        step: FromTo::new(None, Some(text)),
    };
    submitted(n, change(n, MONDAY, at(made), edit))
}

fn suspect(submitted: Submitted) -> Submitted {
    Submitted {
        clock_suspect: true,
        ..submitted
    }
}

async fn what_is_in_time_only_by_the_devices_word_is_marked(store: Case) {
    apply(&store, batch(ORLOVA, NOW, vec![now(1, roll_call())])).await;
    // Offline from then on; the network is back the next morning.
    let changes = vec![
        homework(2, "2026-11-16T15:29"),
        homework(3, "2026-11-16T15:31"),
    ];
    let outcomes = apply(&store, batch(ORLOVA, "2026-11-17T08:00", changes)).await;
    assert_eq!(outcomes[0], on_time(14));
    assert!(matches!(
        &outcomes[1],
        ChangeOutcome::Applied {
            verdict: Verdict::Late { .. },
            ..
        }
    ));
    let marked = |rows: Vec<view::Logged>| -> Vec<bool> {
        let ours = rows.iter().filter(|row| row.seq >= 13);
        ours.map(|row| row.in_time_by_device).collect()
    };
    let log = log(&store, DEPUTY, MONDAY).await;
    assert_eq!(marked(log), [false, true, false]);
    let feed = store.feed_since(&reader(ORLOVA), 12, 10).await.unwrap();
    assert_eq!(marked(feed.changes), [false, true, false]);
}

/// Also the clock of a machine that was switched off over night without a network.
async fn what_a_suspect_clock_made_counts_from_receipt(store: Case) {
    let called = suspect(now(1, roll_call()));
    let outcomes = apply(&store, batch(ORLOVA, "2026-11-16T09:31", vec![called])).await;
    assert_eq!(outcomes, [on_time(13)], "in time whenever it was made");
    let signed = sheet(&store, MONDAY).await.roll_call.unwrap().at;
    assert_eq!(signed, at("2026-11-16T09:31"));

    let changes = vec![suspect(homework(2, "2026-11-16T15:29"))];
    let late = apply(&store, batch(ORLOVA, "2026-11-17T08:00", changes)).await;
    let ChangeOutcome::Applied {
        verdict: Verdict::Late { due, clause },
        ..
    } = late[0].clone()
    else {
        panic!("in the journal, and late: {late:?}")
    };
    let mut log = log(&store, DEPUTY, MONDAY).await;
    let row = log.pop().unwrap();
    assert_eq!(row.change.made_at, at("2026-11-16T15:29"), "as claimed");
    assert!(!row.in_time_by_device);
    assert_eq!(
        row.late,
        Some(view::Late { due, clause }),
        "the log tells it"
    );

    // Locked by now, in time by the clock in doubt: a person decides.
    let changes = vec![
        suspect(homework(3, "2026-11-20T12:00")),
        suspect(homework(4, "2026-11-24T07:00")),
    ];
    let outcomes = apply(&store, batch(ORLOVA, "2026-11-24T08:00", changes.clone())).await;
    assert_eq!(outcomes[0], ChangeOutcome::Held);
    assert!(
        matches!(
            &outcomes[1],
            ChangeOutcome::Refused {
                problem: ChangeRefusal::Judged {
                    verdict: Verdict::Locked { .. }
                }
            }
        ),
        "locked either way: {outcomes:?}"
    );
    let again = apply(&store, batch(ORLOVA, "2026-11-24T08:00", changes)).await;
    assert_eq!(again[0], replayed(ChangeOutcome::Held));
}

async fn a_roll_call_is_of_the_moment_that_counts(store: Case) {
    let called = async |n: u64, received: &str, claimed: &str| {
        let back = Edit::RollCall {
            step: FromTo::new(true, false),
        };
        let (undone, redone) = (2 * n - 1, 2 * n);
        let mut changes = vec![submitted(
            redone,
            change(redone, MONDAY, at(claimed), roll_call()),
        )];
        if n > 1 {
            changes.insert(
                0,
                submitted(undone, change(undone, MONDAY, at(received), back)),
            );
        } else {
            let absent = absence(ABRAMOV, "present", "absent");
            changes.insert(
                0,
                submitted(undone, change(undone, MONDAY, at(received), absent)),
            );
        }
        apply(&store, batch(ORLOVA, received, changes)).await;
        sheet(&store, MONDAY).await.roll_call.unwrap().at
    };
    let (now, later) = ("2026-11-16T09:30", "2026-11-16T09:32");
    assert_eq!(called(1, now, "2026-11-16T08:00").await, at(now), "back");
    assert_eq!(called(2, now, "2026-11-16T09:33").await, at(now), "ahead");
    let believed = "2026-11-16T09:31";
    assert_eq!(called(3, later, believed).await, at(believed), "as it was");
    // The log keeps what the device claimed.
    let log = log(&store, DEPUTY, MONDAY).await;
    let claims: Vec<_> = log
        .into_iter()
        .filter(|row| matches!(&row.change.edit, Edit::RollCall { step } if step.new))
        .map(|row| row.change.made_at)
        .collect();
    assert!(claims.contains(&at("2026-11-16T08:00")), "{claims:?}");
}
