//! What became of a record.

use super::*;
use crate::stage::on_both_databases;
use journal::register::AmendmentGround;
use journal::view::RecordLog;
use storage::{Reader, Shown};

on_both_databases!(
    the_log_of_a_record_tells_who_when_was_and_is,
    a_log_tells_devices_apart_and_no_id_of_one,
);

pub(super) async fn told(store: &Case, at: RecordRef, seq: i64, limit: usize) -> RecordLog {
    let now = crate::fixture::at(NOW);
    let admin = reader(ADMIN);
    let log = store.record_log(&admin, at, (seq, limit), now);
    log.await.unwrap().page().unwrap()
}

async fn the_log_of_a_record_tells_who_when_was_and_is(store: Case) {
    let at = of(RecordKind::Subject, 77);
    let other = of(RecordKind::Subject, 78);
    let (first, second) = (subject("Риторика"), subject("Ораторское искусство"));
    let by_order = Amendment {
        ground: Some(AmendmentGround::Note {
            text: "по просьбе учителя".to_owned(),
        }),
        ..amendment(2, at, Some(first.clone()), Some(second.clone()))
    };
    let steps = [
        amendment(1, at, None, Some(first.clone())),
        by_order.clone(),
        amendment(3, at, Some(second.clone()), None),
    ];
    let mut places = Vec::new();
    for step in steps {
        places.push(applied(&store, step).await);
    }
    applied(&store, amendment(4, other, None, Some(first.clone()))).await;
    let refused = amendment(5, at, Some(second.clone()), Some(first.clone()));
    amended(&store, ADMIN, vec![refused]).await;

    let log = told(&store, at, 0, 100).await;
    assert!(!log.more);
    let said = log.amendments.iter();
    let said: Vec<_> = said
        .map(|one| (one.seq, one.was.clone(), one.is.clone()))
        .collect();
    assert_eq!(
        said,
        [
            (places[0], None, Some(first.clone())),
            (places[1], Some(first), Some(second.clone())),
            (places[2], Some(second), None),
        ]
    );
    let renamed = &log.amendments[1];
    assert_eq!(
        (renamed.id, renamed.gesture),
        (by_order.id, by_order.gesture)
    );
    assert_eq!(renamed.by, ADMIN);
    assert_eq!(renamed.record, at);
    assert_eq!(renamed.ground, by_order.ground);
    assert_eq!(renamed.made_at, crate::fixture::at(NOW));
    assert_eq!(renamed.received_at, crate::fixture::at(NOW));
    assert!(!renamed.name.last.is_empty());

    let part = told(&store, at, places[0], 1).await;
    assert!(part.more);
    assert_eq!(part.amendments, log.amendments[1..2]);
    let elsewhere = Reader {
        school: SchoolId(404),
        ..reader(ADMIN)
    };
    let now = crate::fixture::at(NOW);
    let elsewhere = store.record_log(&elsewhere, at, (0, 100), now).await;
    assert_eq!(elsewhere.unwrap(), Shown::Missing);
}

/// Its id lets the owner of a device in while others guess at the account, so who reads a log must
/// not learn it.
async fn a_log_tells_devices_apart_and_no_id_of_one(store: Case) {
    let at = of(RecordKind::Subject, 77);
    let titles = ["Риторика", "Ораторское искусство", "Речь"];
    let mut was = None;
    for (n, (title, on)) in (1..).zip(titles.into_iter().zip([1, 2, 1])) {
        let is = Some(subject(title));
        let one = amendment(n, at, was, is.clone());
        let mut gesture = gesture(ADMIN, vec![one]);
        gesture.device = device(on);
        store.amend(gesture, false).await.unwrap();
        was = is;
    }
    let log = told(&store, at, 0, 100).await;
    let shown: Vec<_> = log.amendments.iter().map(|one| &one.device).collect();
    assert_eq!(shown.len(), 3);
    assert_eq!(shown[0], shown[2]);
    assert_ne!(shown[0], shown[1]);
    let mut signed_in = note(DEPUTY, storage::AccessEvent::SignedIn, "2026-11-16T08:00");
    signed_in.origin = origin(2);
    store.note_access(SCHOOL, signed_in).await.unwrap();
    let page = store.access_log(SCHOOL, None, 100).await.unwrap();
    assert_eq!(page.entries[0].device.as_ref(), Some(shown[1]));
    let told = serde_json::to_string(&(&log, &page)).unwrap();
    for n in [1, 2] {
        let id = device(n).0;
        assert!(!told.contains(&id.to_string()) && !told.contains(&id.simple().to_string()));
    }
}
