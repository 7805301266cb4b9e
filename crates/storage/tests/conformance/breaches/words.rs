//! By whose word something stands once a void word is gone.

use super::*;

on_both_databases!(
    nothing_stands_by_a_void_word,
    no_undo_brings_a_void_value_back,
);

/// Whose word it was before can take it back; who said what a void word said, stands by it.
async fn nothing_stands_by_a_void_word(store: Case) {
    let mut hands = Hands::default();
    let own = mark(BELOVA, ORAL, None, "4");
    hands
        .write(&store, ZIMIN, "2026-11-18T09:26", own.clone())
        .await;
    let first = ChangeId(uuid(1, hands.n));
    for (by, when, edit) in [
        (
            ORLOVA,
            "2026-11-18T09:40",
            mark(BELOVA, ORAL, Some("4"), "2"),
        ),
        (ORLOVA, "2026-11-18T09:41", mark(ABRAMOV, ORAL, None, "3")),
        (ZIMIN, "2026-11-18T09:42", mark(ABRAMOV, ORAL, None, "3")),
    ] {
        let outcome = hands.write(&store, by, when, edit).await;
        assert!(is_applied(&outcome), "{outcome:?}");
    }
    let id = report(&store, since("2026-11-18T09:40")).await;
    let totals = void(&store, id).await;
    assert_eq!(
        (totals.voided, totals.restored, totals.overwritten),
        (2, 1, 1)
    );
    let undo = Change {
        ground: Some(Ground::Settles { change: first }),
        after: Some(first),
        ..change(90, SUBSTITUTED, at("2026-11-19T09:10"), own.inverse())
    };
    let correction = Change {
        after: Some(ChangeId(uuid(1, hands.n))),
        ..change(
            91,
            SUBSTITUTED,
            at("2026-11-19T09:10"),
            mark(ABRAMOV, ORAL, Some("3"), "5"),
        )
    };
    let last = hands.last[&ZIMIN];
    let changes = vec![submitted(last + 1, undo), submitted(last + 2, correction)];
    let again = batch(ZIMIN, "2026-11-19T09:10", changes);
    let outcomes = apply(&(Arc::clone(&store) as _), again).await;
    assert!(outcomes.iter().all(is_applied), "{outcomes:?}");
}

/// Another's mark over a void one stands, and to take it back does not bring the void one again.
async fn no_undo_brings_a_void_value_back(store: Case) {
    let mut hands = Hands::default();
    let over = mark(BELOVA, ORAL, Some("2"), "5");
    for (by, when, edit) in [
        (ORLOVA, "2026-11-18T09:40", mark(BELOVA, ORAL, None, "2")),
        (ZIMIN, "2026-11-18T09:42", over.clone()),
    ] {
        let outcome = hands.write(&store, by, when, edit).await;
        assert!(is_applied(&outcome), "{outcome:?}");
    }
    let written = ChangeId(uuid(1, hands.n));
    let id = report(&store, since("2026-11-18T09:40")).await;
    assert_eq!(void(&store, id).await.overwritten, 1);
    let undo = Change {
        ground: Some(Ground::Settles { change: written }),
        after: Some(written),
        ..change(90, SUBSTITUTED, at("2026-11-18T09:50"), over.inverse())
    };
    let undo = batch(ZIMIN, "2026-11-18T09:50", vec![submitted(2, undo)]);
    let outcomes = apply(&(Arc::clone(&store) as _), undo).await;
    assert!(
        matches!(outcomes[0], ChangeOutcome::Conflict { .. }),
        "{outcomes:?}"
    );
}
