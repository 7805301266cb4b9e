//! Amendments of the register under sign-in data that had got known.

use super::*;
use journal::register::{
    Amendment, AmendmentGround, Record, RecordId, RecordKind, RecordRef, SubjectRecord,
};
use storage::{Gesture, Taking};

on_both_databases!(amendments_are_taken_back_as_far_as_nothing_came_after,);

async fn amendments_are_taken_back_as_far_as_nothing_came_after(store: Case) {
    let at_ = |id| RecordKind::Subject.at(RecordId(id));
    let subject = |title: &str| {
        Some(Record::Subject(SubjectRecord {
            title: title.to_owned(),
            short: String::new(),
        }))
    };
    let amend = async |person, n: u64, at: RecordRef, was, now| {
        let amendment = Amendment {
            id: ChangeId(uuid(8, n)),
            gesture: GestureId(uuid(9, n)),
            made_at: crate::fixture::at("2026-11-18T09:45"),
            record: at,
            expected: was,
            wanted: now,
            ground: None,
        };
        let gesture = Gesture {
            school: SCHOOL,
            person,
            roles: Roles(vec![Role::Admin]),
            device: device(1),
            received_at: crate::fixture::at("2026-11-18T09:45"),
            amendments: vec![amendment],
            agreed: Vec::new(),
            taking: Taking::Each,
        };
        let done = store.amend(gesture, false).await.unwrap();
        assert!(!done.outcomes[0].is_untaken(), "{done:?}");
    };
    amend(ADMIN, 1, at_(71), None, subject("Химия")).await;
    amend(ADMIN, 2, at_(71), subject("Химия"), subject("Магия")).await;
    amend(ADMIN, 3, at_(72), None, subject("Танцы")).await;
    let id = report(
        &store,
        NewBreach {
            by: DEPUTY,
            since: Some((at("2026-11-18T09:00"), "ночью".into())),
            ..told(ADMIN, REPORTED)
        },
    )
    .await;
    let writes = page(&store, id).await.writes;
    assert_eq!(writes.len(), 3);
    let BreachPlace::Record { record, made, .. } = &writes[0].place else {
        panic!("a record");
    };
    assert_eq!((record.title.as_str(), *made), ("Магия", true));
    let confirmed = Confirmed {
        school: SCHOOL,
        breach: id,
        seqs: vec![writes[0].seq],
        by: (ADMIN, origin(5)),
        at: at("2026-11-19T08:30"),
    };
    store.confirm_breach(confirmed).await.unwrap().unwrap();
    let totals = void(&store, id).await;
    assert_eq!((totals.voided, totals.restored), (2, 2));
    let now = at("2026-11-19T10:00");
    let page = store
        .records(&reader(ADMIN), RecordKind::Subject, now)
        .await;
    let records = page.unwrap().page().unwrap().records;
    let of = |id| records.iter().find(|line| line.id == RecordId(id));
    assert_eq!(of(71).map(|line| line.record.clone()), subject("Химия"));
    assert!(of(72).is_none());
    let log = store.record_log(&reader(ADMIN), at_(72), (0, 9), now).await;
    let log = log.unwrap().page().unwrap().amendments;
    let ground = Some(AmendmentGround::Breach { breach: id });
    assert_eq!(log.last().unwrap().ground, ground);
    assert_eq!(void(&store, id).await, VoidTotals::default());
}
