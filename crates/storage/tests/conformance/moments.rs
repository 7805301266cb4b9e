//! What a sheet says of when something was done: never «задним числом».

use crate::batches::{Case, apply, sheet};
use crate::fixture::*;
use crate::stage::on_every_backend;
use journal::*;

on_every_backend!(a_roll_call_is_of_the_moment_that_counts);

async fn a_roll_call_is_of_the_moment_that_counts(store: Case) {
    let called = async |n: u64, received: &str, claimed: &str| {
        let back = Edit::RollCall {
            step: Step::new(true, false),
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
    let log = store.lesson_log(&reader(DEPUTY), MONDAY).await.unwrap();
    let claims: Vec<_> = log
        .unwrap()
        .into_iter()
        .filter(|row| matches!(&row.change.edit, Edit::RollCall { step } if step.new))
        .map(|row| row.change.made_at)
        .collect();
    assert!(claims.contains(&at("2026-11-16T08:00")), "{claims:?}");
}
