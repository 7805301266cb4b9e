//! What cannot be read, closed or taken back is a fault, and never silence.

use super::*;

#[test]
fn an_entry_that_could_not_be_closed_stays_open() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    let entry = change(1, 1);
    let is_open = Some(entry.gesture);
    store
        .record(&[entry], &BTreeSet::new(), false, is_open)
        .unwrap();
    // As on a full disk, in the middle of the transaction.
    let full = "CREATE TEMP TRIGGER full BEFORE INSERT ON outbox \
                BEGIN SELECT RAISE(ABORT, 'full'); END";
    store.db.execute_batch(full).unwrap();
    assert!(store.close_entry().is_err());
    assert!(store.append(&[change(2, 1)], false).is_err());
    store.db.execute_batch("DROP TRIGGER full").unwrap();
    assert!(store.close_entry().unwrap(), "it is tried again");
    assert_eq!(store.batch(10).unwrap().1.len(), 1);
    assert!(!store.close_entry().unwrap());
}

/// One window signs out; another still shows the journal.
#[test]
fn nothing_is_entered_in_the_name_of_who_has_signed_out() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (open(&dir).unwrap(), open(&dir).unwrap());
    let mut ids = IdSource::new([1; 32]);
    let server = journal::ServerId(Uuid::from_u128(1));
    let signed = signed_in();
    one.signed_in(server, &signed, &mut ids).unwrap();
    two.append(&[change(1, 1)], false).unwrap();
    assert!(!two.is_signed_out().unwrap());
    one.signed_out().unwrap();
    assert!(two.is_signed_out().unwrap());
    let refused = [
        two.append(&[change(2, 1)], false).unwrap_err(),
        two.record(&[change(2, 1)], &BTreeSet::new(), false, None)
            .unwrap_err(),
        two.undo(|_| true, &mut ids, MOMENT).unwrap_err(),
    ];
    assert!(
        refused
            .iter()
            .all(|error| error.fault == StoreFault::SignedOut)
    );
    assert_eq!(
        two.pending_count().unwrap(),
        1,
        "what was entered before waits"
    );
    one.signed_in(server, &signed, &mut ids).unwrap();
    two.record(&[change(2, 1)], &BTreeSet::new(), false, None)
        .unwrap();
}

#[test]
fn an_undo_looks_for_its_gesture_in_the_transaction_that_takes_it_back() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (open(&dir).unwrap(), open(&dir).unwrap());
    two.db.busy_timeout(Duration::ZERO).unwrap();
    one.append(&[change(1, 1)], false).unwrap();
    let mut ids = IdSource::new([1; 32]);
    let is_meant = |_: &Gesture| {
        let fault = two.append(&[change(2, 1)], false).unwrap_err().fault;
        assert_eq!(fault, StoreFault::InUse, "no other window settles it now");
        true
    };
    let undone = one.undo(is_meant, &mut ids, MOMENT).unwrap().unwrap();
    assert_eq!(undone.withdrawn, [change(1, 1).id]);
}

#[test]
fn a_gesture_that_cannot_be_read_is_a_fault_and_not_one_to_undo() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    store.append(&[change(1, 1)], false).unwrap();
    store
        .db
        .execute_batch("ALTER TABLE outbox RENAME TO lost")
        .unwrap();
    assert!(store.newest_gesture(|_| true).is_err());
    store
        .db
        .execute_batch("ALTER TABLE lost RENAME TO outbox")
        .unwrap();
    assert!(store.newest_gesture(|_| true).unwrap().is_some());
}

#[test]
fn an_undo_that_can_take_nothing_out_of_the_queue_is_a_fault() {
    let dir = tempfile::tempdir().unwrap();
    let store = open(&dir).unwrap();
    store.append(&[change(1, 1)], false).unwrap();
    store
        .db
        .execute_batch("UPDATE outbox SET n = NULL")
        .unwrap();
    let undone = store.undo(|_| true, &mut IdSource::new([1; 32]), MOMENT);
    assert_eq!(undone.unwrap_err().fault, StoreFault::Damaged);
    assert!(store.newest_gesture(|_| true).unwrap().is_some());
}
