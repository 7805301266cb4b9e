//! Gestures of thousands over HTTP: all or nothing, bounded, one of a school at a time, taken back.

use chrono::TimeDelta;
use futures_util::future::join_all;
use journal::register::{
    Amendment, AmendmentOutcome, Consequences, GestureFate, GestureOutcome, Record, RecordId,
    RecordKind, Refusal, SchoolYear, SubjectRecord, Totals,
};
use journal::view::{AccessKind, AccessLogPage};
use journal::{GestureId, Role};
use protocol::{Code, MAX_GESTURE, UndoGesture, WholeGesture};
use std::sync::Arc;
use testkit::fixture::{self, login_of};
use testkit::{Api, ApiError, Pen, TestClock, TestServer};
use uuid::Uuid;

const ID: GestureId = GestureId(Uuid::from_u128(7));

fn subject(title: &str) -> Record {
    Record::Subject(SubjectRecord {
        title: title.to_owned(),
        short: String::new(),
    })
}

/// Subjects that are made, from an id on.
fn made(pen: &Pen, gesture: GestureId, first: RecordId, count: i64) -> Vec<Amendment> {
    let ids = first.0..first.0 + count;
    let amendments = ids.map(|id| {
        let at = RecordKind::Subject.at(RecordId(id));
        let made = pen.amendment(at, None, Some(subject(&format!("Предмет {id}"))));
        Amendment { gesture, ..made }
    });
    amendments.collect()
}

async fn send(
    api: &Api,
    amendments: Vec<Amendment>,
    dry_run: bool,
) -> Result<GestureOutcome, ApiError> {
    let agreed = Vec::new();
    let path = format!("/gestures?dry_run={dry_run}");
    api.post(&path, &WholeGesture { amendments, agreed }).await
}

async fn undo(api: &Api, of: GestureId, by: u128) -> Result<GestureOutcome, ApiError> {
    let asked = UndoGesture {
        gesture: GestureId(Uuid::from_u128(by)),
        made_at: fixture::now(),
        agreed: Vec::new(),
    };
    api.post(&format!("/gestures/{}/undo", of.0), &asked).await
}

#[tokio::test]
async fn a_thousand_records_are_seen_made_and_taken_back() {
    let server = TestServer::start();
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let before = admin.records(RecordKind::Subject).await.unwrap();
    let gesture = made(&pen, ID, before.free_id, 1000);
    let seen = send(&admin, gesture.clone(), true).await.unwrap();
    assert_eq!(seen.fate, GestureFate::Seen);
    assert_eq!(seen.totals.created, 1000);
    assert_eq!(admin.records(RecordKind::Subject).await.unwrap(), before);

    let done = send(&admin, gesture.clone(), false).await.unwrap();
    let GestureFate::Written { seq } = done.fate else {
        panic!("{done:?}")
    };
    let again = send(&admin, gesture.clone(), false).await.unwrap();
    assert_eq!(again.fate, GestureFate::WrittenBefore { seq });
    let after = admin.records(RecordKind::Subject).await.unwrap();
    assert_eq!(after.records.len(), before.records.len() + 1000);

    let renamed = &gesture[7];
    let other = pen.amendment(
        renamed.record,
        renamed.wanted.clone(),
        Some(subject("Этика")),
    );
    admin.amend(vec![other], false).await.unwrap();
    let back = undo(&admin, ID, 8).await.unwrap();
    assert_eq!(back.totals.removed, 999);
    let [left] = &*back.untaken else {
        panic!("{back:?}")
    };
    assert_eq!(left.record, renamed.record);
    assert!(matches!(left.outcome, AmendmentOutcome::Conflict { .. }));
    let after = admin.records(RecordKind::Subject).await.unwrap();
    assert_eq!(after.records.len(), before.records.len() + 1);
    let unknown = undo(&admin, GestureId(Uuid::from_u128(99)), 9).await;
    assert_eq!(unknown.unwrap_err().code(), Code::NotFound);
}

#[tokio::test]
async fn one_that_cannot_be_taken_sinks_all_and_is_told_in_full() {
    let server = TestServer::start();
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let before = admin.records(RecordKind::Subject).await.unwrap();
    let mut gesture = made(&pen, ID, before.free_id, 300);
    gesture[200].wanted = gesture[100].wanted.clone();
    let done = send(&admin, gesture.clone(), false).await.unwrap();
    assert_eq!(done.fate, GestureFate::Refused);
    assert_eq!((done.totals.created, done.totals.refused), (299, 1));
    let [untaken] = &*done.untaken else {
        panic!("{done:?}")
    };
    assert_eq!((untaken.place, untaken.record), (200, gesture[200].record));
    let refused = matches!(
        untaken.outcome,
        AmendmentOutcome::Refused {
            refusal: Refusal::Invalid { .. }
        }
    );
    assert!(refused, "{untaken:?}");
    assert_eq!(admin.records(RecordKind::Subject).await.unwrap(), before);
}

#[tokio::test]
async fn a_gesture_has_bounds_and_is_one() {
    let server = TestServer::builder()
        .config(|config| config.long_body_limit = 9 * 1024 * 1024)
        .start();
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let code = async |amendments| send(&admin, amendments, true).await.unwrap_err().code();
    assert_eq!(code(Vec::new()).await, Code::InvalidRequest);
    let two = [ID, GestureId(Uuid::from_u128(8))]
        .map(|gesture| made(&pen, gesture, RecordId(50), 1).remove(0));
    assert_eq!(code(two.into()).await, Code::InvalidRequest);
    let many = i64::try_from(MAX_GESTURE + 1).unwrap();
    assert_eq!(
        code(made(&pen, ID, RecordId(50), many)).await,
        Code::TooLarge
    );
    let mut long = made(&pen, ID, RecordId(50), 1);
    long[0].wanted = Some(subject(&"Ж".repeat(5 * 1024 * 1024)));
    assert_eq!(code(long).await, Code::TooLarge);
    // Within the bounds of a body, and read it would take a multiple of its length.
    let bell =
        |number: u32| format!(r#"{{"number":{number},"starts":"08:00:00","ends":"08:40:00"}}"#);
    let bells: Vec<_> = (0..2_000).map(|_| bell(1)).collect();
    let record = format!(
        r#"{{"kind":"bell-schedule","year":1,"shift":1,"title":"Звонки","bells":[{}]}}"#,
        bells.join(",")
    );
    let mut of_bells = made(&pen, ID, RecordId(50), 1);
    of_bells[0].record = RecordKind::BellSchedule.at(RecordId(50));
    of_bells[0].wanted = Some(serde_json::from_str(&record).unwrap());
    assert_eq!(code(of_bells).await, Code::TooLarge);
    // What is beyond a body of the other routes is within one of this.
    let thousands = made(&pen, ID, RecordId(50), 3000);
    let size = serde_json::to_vec(&thousands).unwrap().len();
    assert!(size > 2 * 256 * 1024, "{size}");
    let seen = send(&admin, thousands, true).await.unwrap();
    assert_eq!(seen.fate, GestureFate::Seen);
}

/// Who comes while another is under way hears it at once, and loses nothing.
#[tokio::test]
async fn of_many_at_once_each_is_taken_or_told_to_come_again() {
    let server = TestServer::start();
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let before = admin.records(RecordKind::Subject).await.unwrap();
    let first = before.free_id.0;
    let sent = (0..6_u8).map(|nth| {
        let gesture = GestureId(Uuid::from_u128(u128::from(nth) + 100));
        let ids = RecordId(first + i64::from(nth) * 400);
        send(&admin, made(&pen, gesture, ids, 400), false)
    });
    let mut written = 0;
    for done in join_all(sent).await {
        match done {
            Ok(done) => {
                assert!(matches!(done.fate, GestureFate::Written { .. }), "{done:?}");
                written += 400;
            }
            Err(error) => assert_eq!(error.code(), Code::GestureUnderWay),
        }
    }
    assert!(written > 0);
    let after = admin.records(RecordKind::Subject).await.unwrap();
    assert_eq!(after.records.len(), before.records.len() + written);
}

#[tokio::test]
async fn more_than_an_hours_amendments_are_to_come_again() {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    let server = TestServer::builder()
        .clock(Arc::clone(&clock))
        .config(|config| config.whole_amendments_per_hour = 3600)
        .start();
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let gesture = made(&pen, ID, RecordId(50), 2000);
    send(&admin, gesture.clone(), true).await.unwrap();
    let refused = send(&admin, gesture.clone(), true).await.unwrap_err();
    assert_eq!(refused.code(), Code::TooManyChanges);
    clock.advance(TimeDelta::seconds(400));
    send(&admin, gesture, true).await.unwrap();
}

#[tokio::test]
async fn an_undo_costs_what_it_takes_back() {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    let server = TestServer::builder()
        .clock(Arc::clone(&clock))
        .config(|config| config.whole_amendments_per_hour = 3600)
        .start();
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let few = made(&pen, ID, RecordId(50), 10);
    send(&admin, few, false).await.unwrap();
    undo(&admin, ID, 8).await.unwrap();
    let other = GestureId(Uuid::from_u128(9));
    send(&admin, made(&pen, other, RecordId(100), 1800), false)
        .await
        .unwrap();
    let back = undo(&admin, other, 10).await.unwrap();
    assert_eq!(back.totals.removed, 1800);
    let refused = undo(&admin, ID, 8).await.unwrap_err();
    assert_eq!(refused.code(), Code::TooManyChanges);
    clock.advance(TimeDelta::seconds(100));
    undo(&admin, ID, 8).await.unwrap();
}

/// What an administrator did is told to nobody who may not do it: it is not theirs to take back, and
/// the log has that they tried.
#[tokio::test]
async fn another_whose_gesture_it_is_not_is_told_nothing_of_it() {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    let server = TestServer::builder()
        .clock(clock)
        .config(|config| config.whole_amendments_per_hour = 4)
        .start();
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let years = admin.records(RecordKind::SchoolYear).await.unwrap();
    let line = years.records.first().unwrap();
    let year = &line.record;
    let Record::SchoolYear(longer) = year else {
        panic!("{year:?}")
    };
    let longer = SchoolYear {
        ends: longer.ends.succ_opt().unwrap(),
        ..longer.clone()
    };
    let at = RecordKind::SchoolYear.at(line.id);
    let moved = pen.amendment(at, Some(year.clone()), Some(Record::SchoolYear(longer)));
    let moved = Amendment {
        gesture: ID,
        ..moved
    };
    let done = send(&admin, vec![moved], false).await.unwrap();
    assert!(matches!(done.fate, GestureFate::Written { .. }), "{done:?}");

    let deputy = server.signed_in(login_of(Role::Deputy)).await;
    let told = GestureOutcome {
        fate: GestureFate::NotYours,
        totals: Totals::default(),
        consequences: Consequences::default(),
        untaken: Vec::new(),
    };
    for by in 8..12 {
        assert_eq!(undo(&deputy, ID, by).await.unwrap(), told);
    }
    let spent = undo(&deputy, ID, 12).await.unwrap_err();
    assert_eq!(spent.code(), Code::TooManyChanges);
    let log: AccessLogPage = admin.get("/access-log").await.unwrap();
    let refused = log.entries.iter().filter_map(|entry| {
        let refused = entry.refused.as_ref()?;
        Some((entry.event, refused.what.to_string(), entry.times))
    });
    let refused: Vec<_> = refused.collect();
    let year = "school-year".to_owned();
    assert_eq!(refused, [(AccessKind::WriteRefused, year, 4)]);
}
