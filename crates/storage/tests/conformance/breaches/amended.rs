//! Amendments of the register under sign-in data that had got known.

use super::*;
use journal::register::{
    Amendment, AmendmentGround, Record, RecordId, RecordKind, RecordRef, SubjectRecord,
};
use storage::{Gesture, Taking};

on_both_databases!(
    amendments_are_taken_back_as_far_as_nothing_came_after,
    a_later_voiding_takes_back_what_came_before_the_first,
);

fn at_(id: i64) -> RecordRef {
    RecordKind::Subject.at(RecordId(id))
}

fn subject(title: &str) -> Record {
    Record::Subject(SubjectRecord {
        title: title.to_owned(),
        short: String::new(),
    })
}

/// The account of the administrator amends a record at a time of the day.
async fn amend(
    store: &Case,
    (n, when): (u64, &str),
    record: RecordRef,
    (expected, wanted): (Option<Record>, Option<Record>),
) {
    let when = at(&format!("2026-11-18T{when}"));
    let amendment = Amendment {
        id: ChangeId(uuid(8, n)),
        gesture: GestureId(uuid(9, n)),
        made_at: when,
        record,
        expected,
        wanted,
        ground: None,
    };
    let gesture = Gesture {
        school: SCHOOL,
        person: ADMIN,
        roles: Roles(vec![Role::Admin]),
        device: device(1),
        received_at: when,
        amendments: vec![amendment],
        agreed: Vec::new(),
        taking: Taking::Each,
    };
    let done = store.amend(gesture, false).await.unwrap();
    assert!(!done.outcomes[0].is_untaken(), "{done:?}");
}

/// What stands of a subject.
async fn stands_of(store: &Case, id: i64) -> Option<Record> {
    let now = at("2026-11-19T10:00");
    let page = store
        .records(&reader(ADMIN), RecordKind::Subject, now)
        .await;
    let records = page.unwrap().page().unwrap().records;
    let line = records.into_iter().find(|line| line.id == RecordId(id));
    line.map(|line| line.record)
}

/// What an earlier voiding has written itself hides nothing from a later one that reaches further back.
async fn a_later_voiding_takes_back_what_came_before_the_first(store: Case) {
    let (own, first, second) = (
        Some(subject("Химия")),
        Some(subject("Магия")),
        Some(subject("Танцы")),
    );
    amend(&store, (1, "08:00"), at_(71), (None, own.clone())).await;
    amend(&store, (2, "09:30"), at_(71), (own.clone(), first.clone())).await;
    amend(&store, (3, "09:50"), at_(71), (first.clone(), second)).await;
    let new = NewBreach {
        by: DEPUTY,
        since: Some((at("2026-11-18T09:40"), "ночью".into())),
        ..told(ADMIN, REPORTED)
    };
    let id = report(&store, new).await;
    assert_eq!(void(&store, id).await.voided, 1);
    assert_eq!(stands_of(&store, 71).await, first);
    let moved = MovedSince {
        breach: id,
        since: at("2026-11-18T09:00"),
        ground: "раньше".into(),
        by: (ADMIN, origin(5)),
        at: at(REPORTED),
    };
    let done = store.move_breach(SCHOOL, moved).await.unwrap();
    assert_eq!(done, BreachFound::Done);
    assert_eq!(void(&store, id).await.voided, 1);
    assert_eq!(stands_of(&store, 71).await, own);
    assert_eq!(void(&store, id).await, VoidTotals::default());
}

async fn amendments_are_taken_back_as_far_as_nothing_came_after(store: Case) {
    let (own, other) = (Some(subject("Химия")), Some(subject("Магия")));
    amend(&store, (1, "09:45"), at_(71), (None, own.clone())).await;
    amend(&store, (2, "09:45"), at_(71), (own.clone(), other)).await;
    amend(
        &store,
        (3, "09:45"),
        at_(72),
        (None, Some(subject("Танцы"))),
    )
    .await;
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
    assert_eq!(stands_of(&store, 71).await, own);
    assert_eq!(stands_of(&store, 72).await, None);
    let now = at("2026-11-19T10:00");
    let log = store.record_log(&reader(ADMIN), at_(72), (0, 9), now).await;
    let log = log.unwrap().page().unwrap().amendments;
    let ground = Some(AmendmentGround::Breach { breach: id });
    assert_eq!(log.last().unwrap().ground, ground);
    assert_eq!(void(&store, id).await, VoidTotals::default());
}
