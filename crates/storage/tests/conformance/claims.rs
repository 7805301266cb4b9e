//! Two who say the same, one of whom takes it back: in whichever batches, the other's word stands.

use crate::batches::{Case, sheet};
use crate::conflicts::{AFTER, ILL, letter, letter_back, letter_of, send};
use crate::fixture::*;
use crate::stage::on_every_backend;
use journal::*;
use std::sync::Arc;
use storage::{PgOptions, PgStore, Store};

on_every_backend!(
    an_undo_leaves_what_another_says_too_whoever_was_first,
    who_took_back_a_word_lets_the_other_take_back_theirs,
    an_undo_over_two_batches_brings_no_reason_back_beside_another,
    an_undo_of_what_was_not_taken_moves_nothing,
    what_writes_another_value_is_no_undo,
    who_goes_on_from_an_own_undo_has_seen_what_it_brought_back,
    who_goes_on_from_an_own_undo_has_not_seen_what_was_said_since,
);

fn five(n: u64) -> Change {
    change(n, SUBSTITUTED, at(AFTER), mark(ELKIN, ORAL, None, "5"))
}

fn back(n: u64, of: &Change) -> Vec<Change> {
    vec![of.invert(ChangeId(uuid(9, n)), GestureId(uuid(8, n)), at(AFTER))]
}

fn by_whom(outcomes: &[ChangeOutcome]) -> Option<&str> {
    match outcomes {
        [ChangeOutcome::Conflict { by, .. }] => Some(by.as_ref()?.last.as_str()),
        [ChangeOutcome::Applied { .. }] => None,
        other => panic!("{other:?}"),
    }
}

async fn stands(store: &Case) -> Content {
    let sheet = sheet(store, SUBSTITUTED).await;
    sheet.content(five(1).edit.cell())
}

/// She wrote it, he saw it and typed the same: her undo leaves his word. In a later batch, too.
async fn an_undo_leaves_what_another_says_too_whoever_was_first(store: Case) {
    let hers = five(1);
    send(&store, ORLOVA, 1, vec![hers.clone()]).await;
    let same = change(2, SUBSTITUTED, at(AFTER), mark(ELKIN, ORAL, Some("5"), "5"));
    send(&store, ZIMIN, 1, vec![same]).await;
    let outcomes = send(&store, ORLOVA, 2, back(1, &hers)).await;
    assert_eq!(by_whom(&outcomes), Some("Зимин"));
    assert_eq!(stands(&store).await, five(1).edit.wanted());
    // Who has seen it may write over it, and that is undone as it was: his word comes back.
    let over = change(3, SUBSTITUTED, at(AFTER), mark(ELKIN, ORAL, Some("5"), "4"));
    send(&store, ORLOVA, 3, vec![over.clone()]).await;
    let outcomes = send(&store, ORLOVA, 4, back(2, &over)).await;
    assert_eq!(by_whom(&outcomes), None);
    let outcomes = send(&store, ORLOVA, 5, back(3, &hers)).await;
    assert_eq!(by_whom(&outcomes), Some("Зимин"), "he still says so");
    assert_eq!(stands(&store).await, five(1).edit.wanted());
}

/// One after the other takes it back: it goes with the last word, and nobody's word is left.
async fn who_took_back_a_word_lets_the_other_take_back_theirs(store: Case) {
    let (hers, his) = (five(1), five(2));
    send(&store, ORLOVA, 1, vec![hers.clone()]).await;
    send(&store, ZIMIN, 1, vec![his.clone()]).await;
    let outcomes = send(&store, ZIMIN, 2, back(1, &his)).await;
    assert_eq!(by_whom(&outcomes), Some("Орлова"));
    let outcomes = send(&store, ORLOVA, 2, back(2, &hers)).await;
    assert_eq!(by_whom(&outcomes), None);
    assert!(stands(&store).await.is_empty());
}

/// She goes from late to nothing; he has said that the pupil is there: no reason comes back.
async fn an_undo_over_two_batches_brings_no_reason_back_beside_another(store: Case) {
    let ill = letter(1, ("present", None), ("absent", ILL));
    let late = letter(3, ("absent", ILL), ("late:5", None));
    send(&store, ORLOVA, 1, [ill, late.clone()].concat()).await;
    let his = letter(5, ("late:5", None), ("absent", None));
    send(&store, ZIMIN, 1, his).await;
    let mut outcomes = Vec::new();
    for (n, one) in (5..).zip(letter_back(&late)) {
        outcomes.extend(send(&store, ORLOVA, n, vec![one]).await);
    }
    assert_eq!(by_whom(&outcomes[1..]), Some("Зимин"));
    assert_eq!(letter_of(&store).await, ("absent".to_owned(), None));
    // His letter over hers, and hers of two cells goes in two batches as far as it is hers.
    let none = letter(7, ("absent", None), ("present", None));
    send(&store, ORLOVA, 7, none).await;
    let absent = letter(9, ("present", None), ("absent", None));
    send(&store, ZIMIN, 2, absent).await;
    let ill = letter(11, ("present", None), ("absent", ILL));
    send(&store, ORLOVA, 8, ill.clone()).await;
    assert_eq!(letter_of(&store).await, ("absent".to_owned(), ILL));
    for (n, one) in (10..).zip(letter_back(&ill)) {
        send(&store, ORLOVA, n, vec![one]).await;
    }
    assert_eq!(letter_of(&store).await, ("absent".to_owned(), None));
}

/// Hers was not taken; by the time of her undo he has come to the same value.
async fn an_undo_of_what_was_not_taken_moves_nothing(store: Case) {
    let three = change(1, SUBSTITUTED, at(AFTER), mark(ELKIN, ORAL, None, "3"));
    send(&store, ZIMIN, 1, vec![three]).await;
    let hers = five(2);
    assert_eq!(
        by_whom(&send(&store, ORLOVA, 1, vec![hers.clone()]).await),
        Some("Зимин")
    );
    let to_five = change(3, SUBSTITUTED, at(AFTER), mark(ELKIN, ORAL, Some("3"), "5"));
    send(&store, ZIMIN, 2, vec![to_five]).await;
    let outcomes = send(&store, ORLOVA, 2, back(1, &hers)).await;
    assert_eq!(by_whom(&outcomes), Some("Зимин"));
    assert_eq!(stands(&store).await, five(1).edit.wanted());
}

/// She says that it takes back her word over his, and writes what neither has said: it is hers.
async fn what_writes_another_value_is_no_undo(store: Case) {
    let three = change(1, SUBSTITUTED, at(AFTER), mark(ELKIN, ORAL, None, "3"));
    send(&store, ZIMIN, 1, vec![three]).await;
    let over = change(2, SUBSTITUTED, at(AFTER), mark(ELKIN, ORAL, Some("3"), "5"));
    let mut forged = back(1, &over).remove(0);
    forged.edit = mark(ELKIN, ORAL, Some("5"), "2");
    let outcomes = send(&store, ORLOVA, 1, vec![over, forged.clone()]).await;
    assert_eq!(by_whom(&outcomes[1..]), None);
    let four = Change {
        after: Some(forged.id),
        ..change(3, SUBSTITUTED, at(AFTER), mark(ELKIN, ORAL, Some("2"), "4"))
    };
    let outcomes = send(&store, ORLOVA, 3, vec![four.clone()]).await;
    assert_eq!(by_whom(&outcomes), None, "he has never said «2»");
    assert_eq!(stands(&store).await, four.edit.wanted());
}

/// She writes over his word, takes that back and writes again, before she has heard of either.
async fn who_goes_on_from_an_own_undo_has_seen_what_it_brought_back(store: Case) {
    send(&store, ZIMIN, 1, vec![five(1)]).await;
    let over = change(2, SUBSTITUTED, at(AFTER), mark(ELKIN, ORAL, Some("5"), "4"));
    let undo = back(1, &over).remove(0);
    let three = Change {
        after: Some(undo.id),
        ..change(3, SUBSTITUTED, at(AFTER), mark(ELKIN, ORAL, Some("5"), "3"))
    };
    let same = change(4, SUBSTITUTED, at(AFTER), mark(ELKIN, ORAL, Some("5"), "5"));
    let three = Change {
        after: Some(same.id),
        ..three
    };
    for (n, one) in (1..).zip([over, undo, same, three.clone()]) {
        assert_eq!(by_whom(&send(&store, ORLOVA, n, vec![one]).await), None);
    }
    assert_eq!(stands(&store).await, three.edit.wanted());
    let outcomes = send(&store, ORLOVA, 5, back(2, &three)).await;
    assert_eq!(by_whom(&outcomes), None);
    assert_eq!(stands(&store).await, five(1).edit.wanted(), "his again");
}

/// The same, but he has said his word once more before hers came; then she had, too.
async fn who_goes_on_from_an_own_undo_has_not_seen_what_was_said_since(store: Case) {
    let again = |n| change(n, SUBSTITUTED, at(AFTER), mark(ELKIN, ORAL, Some("5"), "5"));
    send(&store, ZIMIN, 1, vec![five(1)]).await;
    for (n, first, last) in [(1, 1, 3), (2, 4, 7)] {
        let over = change(
            n * 10,
            SUBSTITUTED,
            at(AFTER),
            mark(ELKIN, ORAL, Some("5"), "4"),
        );
        let undo = back(n, &over).remove(0);
        let same = Change {
            after: Some(undo.id),
            ..again(n * 10 + 1)
        };
        let three = Change {
            after: Some(if n == 1 { undo.id } else { same.id }),
            ..change(
                n * 10 + 2,
                SUBSTITUTED,
                at(AFTER),
                mark(ELKIN, ORAL, Some("5"), "3"),
            )
        };
        let hers = if n == 1 {
            vec![over, undo]
        } else {
            vec![over, undo, same]
        };
        send(&store, ORLOVA, first, hers).await;
        send(&store, ZIMIN, n + 1, vec![again(n * 10 + 3)]).await;
        let outcomes = send(&store, ORLOVA, last, vec![three]).await;
        assert_eq!(by_whom(&outcomes), Some("Зимин"), "{n}");
        assert_eq!(stands(&store).await, five(1).edit.wanted());
    }
}

/// He says through another process what she wrote: nothing moves there, and her process still
/// remembers the lesson.
#[tokio::test]
async fn what_another_process_was_told_is_heard_of() {
    let Some(stage) = crate::stage::postgres().await else {
        return;
    };
    let stage = stage.with_school().await;
    let here: Case = Arc::clone(&stage.store) as _;
    let url = stage.url();
    let beside = PgStore::connect(&url, PgOptions::default());
    let beside = Arc::new(beside.await.unwrap());
    let there: Case = Arc::clone(&beside) as _;
    let hers = five(1);
    send(&here, ORLOVA, 1, vec![hers.clone()]).await;
    send(&there, ZIMIN, 1, vec![five(2)]).await;
    let outcomes = send(&here, ORLOVA, 2, back(1, &hers)).await;
    assert_eq!(by_whom(&outcomes), Some("Зимин"));
    assert_eq!(stands(&here).await, five(1).edit.wanted());
    beside.close().await;
    stage.store.close().await;
}

/// A role that another process has taken away: it moves no journal, and is heard of all the same.
#[tokio::test]
async fn what_role_another_process_has_ended_is_heard_of() {
    let Some(stage) = crate::stage::postgres().await else {
        return;
    };
    let stage = stage.with_school().await;
    let here: Case = Arc::clone(&stage.store) as _;
    let url = stage.url();
    let beside = PgStore::connect(&url, PgOptions::default());
    let beside = Arc::new(beside.await.unwrap());
    let there: Case = Arc::clone(&beside) as _;
    assert_eq!(by_whom(&send(&there, ORLOVA, 1, vec![five(1)]).await), None);
    crate::register::end_roles(&stage.store, ORLOVA).await;
    let again = change(2, SUBSTITUTED, at(AFTER), mark(ELKIN, ORAL, Some("5"), "4"));
    let outcomes = send(&there, ORLOVA, 2, vec![again]).await;
    assert!(
        matches!(outcomes[..], [ChangeOutcome::Refused { .. }]),
        "{outcomes:?}"
    );
    assert_eq!(stands(&here).await, five(1).edit.wanted());
    beside.close().await;
    stage.store.close().await;
}
