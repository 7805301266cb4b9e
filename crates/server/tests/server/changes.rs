//! Sending changes: every outcome, replays, gaps, and what is not a batch at all.

mod limits;

use chrono::TimeDelta;
use futures_util::future::join_all;
use journal::{Attendance, Change, Content, Edit, FromTo, Homework, Timestamp, Verdict};
use protocol::problem::Facts;
use protocol::{Code, Numbered, Outcome, Problem, Push, Pushed};
use reqwest::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use testkit::fixture::{self, AFTER, ANSWER, PHYSICS_TODAY, RUNNING, pupil};
use testkit::pen::new_device;
use testkit::{Api, TestClock, TestServer};

fn applied(outcome: &Outcome) -> i64 {
    match outcome {
        Outcome::Applied { seq, .. } => *seq,
        other => panic!("not applied: {other:?}"),
    }
}

fn refused(outcome: &Outcome) -> Code {
    match outcome {
        Outcome::Refused { problem } => problem.code,
        other => panic!("not refused: {other:?}"),
    }
}

#[tokio::test]
async fn one_bad_change_never_sinks_the_others() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    let pen = server.pen();
    let (present, absent) = (Attendance::Present, Attendance::Absent);
    let late = |minutes| Attendance::Late { minutes };
    let of_another = pen.absent(PHYSICS_TODAY, pupil(1));
    let unseen = pen.absent(journal::LessonId(9_999), pupil(1));
    let pushed = api
        .push(vec![
            pen.absent(RUNNING, pupil(2)),
            pen.attendance(RUNNING, pupil(3), present, late(46)),
            pen.absent(RUNNING, fixture::stranger()),
            pen.attendance(RUNNING, pupil(2), late(3), present),
            pen.absent(AFTER, pupil(2)),
            of_another,
            unseen,
            pen.grade(RUNNING, pupil(4), ANSWER, None, Some(5)),
            pen.attendance(RUNNING, pupil(2), present, absent),
            pen.roll_call(RUNNING),
        ])
        .await
        .unwrap();
    let outcomes = &pushed.outcomes;
    assert_eq!(outcomes.len(), 10);
    assert_eq!(pushed.last_n, 10);
    applied(&outcomes[0]);
    assert_eq!(refused(&outcomes[1]), Code::InvalidChange);
    assert_eq!(refused(&outcomes[2]), Code::InvalidChange);
    let Outcome::Conflict { now, by, at } = &outcomes[3] else {
        panic!("{:?}", outcomes[3])
    };
    assert_eq!(*now, Content::Attendance(absent));
    assert_eq!(by.as_ref().unwrap().last, "Орлова");
    assert!(at.is_some());
    let Outcome::Refused { problem } = &outcomes[4] else {
        panic!("{:?}", outcomes[4])
    };
    assert_eq!(problem.code, Code::RefusedByRegulation);
    let Some(Facts::Verdict {
        verdict: Verdict::Locked { clause, .. },
    }) = &problem.facts
    else {
        panic!("{problem:?}")
    };
    let clause = clause.as_ref().unwrap();
    assert!(!clause.cite.is_empty(), "a refusal cites its clause");
    assert!(matches!(
        refused(&outcomes[5]),
        Code::NotFound | Code::RefusedByRegulation
    ));
    assert_eq!(refused(&outcomes[6]), Code::NotFound);
    applied(&outcomes[7]);
    applied(&outcomes[8]);
    applied(&outcomes[9]);

    let page = api.lesson(RUNNING).await.unwrap();
    assert_eq!(page.sheet.attendance(pupil(2)), absent);
    assert_eq!(page.sheet.attendance(pupil(3)), present);
    assert_eq!(page.sheet.roll_call.unwrap().by, fixture::ORLOVA);
}

/// Of a clock of 1970 or 2099 it is taken, or held for a person.
#[tokio::test]
async fn a_change_that_no_clock_can_date_is_refused_and_the_others_are_not() {
    let server = TestServer::start();
    let (mut orlova, pen) = (server.signed_in("orlova").await, server.pen());
    let made = |pupil: i64, at: i64| Change {
        made_at: Timestamp(at),
        ..pen.absent(RUNNING, fixture::pupil(pupil))
    };
    let (year_1970, year_2099) = (86_400_000_000, 4_086_000_000_000_000);
    let moments = [i64::MIN, year_1970, year_2099, i64::MAX];
    let changes = (1..).zip(moments).map(|(pupil, at)| made(pupil, at));
    let pushed = orlova.push(changes.collect()).await.unwrap();
    let [first, early, late, last] = &*pushed.outcomes else {
        panic!("{pushed:?}")
    };
    assert_eq!([refused(first), refused(last)], [Code::InvalidChange; 2]);
    for honest in [early, late] {
        assert!(!matches!(honest, Outcome::Refused { .. }), "{honest:?}");
    }
}

#[tokio::test]
async fn a_change_nobody_can_date_counts_from_when_it_came() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    let mut push = api.numbered(vec![server.pen().absent(RUNNING, pupil(1))]);
    push.changes[0].clock_suspect = true;
    let pushed: Pushed = api.post("/changes", &push).await.unwrap();
    applied(&pushed.outcomes[0]);
    let page = api.lesson(RUNNING).await.unwrap();
    assert_eq!(page.sheet.attendance(pupil(1)), Attendance::Absent);
}

#[tokio::test]
async fn a_replay_changes_nothing_and_tells_the_first_outcomes() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    let pen = server.pen();
    let conflict = pen.attendance(RUNNING, pupil(2), Attendance::Exempt, Attendance::Absent);
    let push = api.numbered(vec![pen.absent(RUNNING, pupil(1)), conflict]);
    let first: Pushed = api.post("/changes", &push).await.unwrap();
    for _ in 0..3 {
        let again: Pushed = api.post("/changes", &push).await.unwrap();
        for (again, first) in again.outcomes.iter().zip(&first.outcomes) {
            let Outcome::AlreadyApplied { first: told } = again else {
                panic!("{again:?}")
            };
            assert_eq!(**told, *first);
        }
        assert_eq!(again.last_n, 2);
    }
    assert_eq!(api.log(RUNNING).await.unwrap().changes.len(), 1);
}

#[tokio::test]
async fn part_of_a_batch_may_have_come_before() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    let pen = server.pen();
    let mut push = api.numbered(vec![pen.absent(RUNNING, pupil(1))]);
    let _: Pushed = api.post("/changes", &push).await.unwrap();
    push.changes
        .extend(api.numbered(vec![pen.absent(RUNNING, pupil(2))]).changes);
    let pushed: Pushed = api.post("/changes", &push).await.unwrap();
    assert!(matches!(pushed.outcomes[0], Outcome::AlreadyApplied { .. }));
    applied(&pushed.outcomes[1]);
}

#[tokio::test]
async fn a_gap_is_told_and_nothing_is_stored() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    let pen = server.pen();
    api.push(vec![pen.absent(RUNNING, pupil(1))]).await.unwrap();
    api.last_n = 5;
    let gap = api
        .push(vec![pen.absent(RUNNING, pupil(2))])
        .await
        .unwrap_err();
    assert_eq!(gap.problem().status, 409);
    assert_eq!(gap.code(), Code::DeviceGap);
    assert_eq!(gap.problem().facts, Some(Facts::Expected { n: 2 }));
    api.last_n = 1;
    let pushed = api.push(vec![pen.absent(RUNNING, pupil(2))]).await.unwrap();
    applied(&pushed.outcomes[0]);
    assert_eq!(api.log(RUNNING).await.unwrap().changes.len(), 2);
}

#[tokio::test]
async fn an_id_and_a_number_are_used_once() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    let pen = server.pen();
    let first = pen.absent(RUNNING, pupil(1));
    api.push(vec![first.clone()]).await.unwrap();

    let mut forged = pen.absent(RUNNING, pupil(2));
    forged.id = first.id;
    let other = pen.absent(RUNNING, pupil(3));
    let pushed = api.push(vec![forged, other]).await.unwrap();
    assert_eq!(refused(&pushed.outcomes[0]), Code::ChangeIdReused);
    applied(&pushed.outcomes[1]);

    api.last_n = 0;
    let pushed = api.push(vec![pen.absent(RUNNING, pupil(4))]).await.unwrap();
    assert_eq!(refused(&pushed.outcomes[0]), Code::DeviceNumberReused);
    let page = api.lesson(RUNNING).await.unwrap();
    let absent: Vec<_> = page.sheet.entries.keys().copied().collect();
    assert_eq!(absent, [pupil(1), pupil(3)]);
}

#[tokio::test]
async fn a_session_sends_for_its_own_device_only() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    api.device = new_device();
    let refused = api
        .push(vec![server.pen().absent(RUNNING, pupil(1))])
        .await
        .unwrap_err();
    assert_eq!(
        (refused.code(), refused.problem().status),
        (Code::DeviceTaken, 403)
    );
}

#[tokio::test]
async fn the_log_of_a_lesson_comes_in_pages() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    let pen = server.pen();
    let states = [Attendance::Present, Attendance::Absent];
    for _ in 0..3 {
        let flip =
            |nth: usize| pen.attendance(RUNNING, pupil(1), states[nth % 2], states[(nth + 1) % 2]);
        api.push((0..180).map(flip).collect()).await.unwrap();
    }
    let first = api.log_after(RUNNING, 0).await.unwrap();
    assert_eq!((first.changes.len(), first.more), (500, true));
    let last = first.changes.last().unwrap().seq;
    let second = api.log_after(RUNNING, last).await.unwrap();
    assert_eq!((second.changes.len(), second.more), (40, false));
    assert!(second.changes[0].seq > last);
    let negative = api.log_after(RUNNING, -1).await.unwrap_err();
    assert_eq!(negative.code(), Code::InvalidRequest);
}

#[tokio::test]
async fn an_empty_batch_asks_where_the_device_stands() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    api.push(vec![server.pen().absent(RUNNING, pupil(1))])
        .await
        .unwrap();
    let pushed = api.push(Vec::new()).await.unwrap();
    assert_eq!((pushed.outcomes.len(), pushed.last_n), (0, 1));
}

#[tokio::test]
async fn a_body_above_the_limit_is_refused_in_words() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    for kib in [300, 1_000] {
        let text = "ж".repeat(kib * 512);
        let change = server.pen().topic(RUNNING, &text);
        let refused = api.push(vec![change]).await.unwrap_err();
        assert_eq!(refused.code(), Code::TooLarge, "{kib} KiB");
        api.last_n -= 1;
    }
    assert!(
        api.push(vec![server.pen().absent(RUNNING, pupil(1))])
            .await
            .is_ok()
    );
}

/// Nothing of this may break the server, and what is stored comes back as it was.
#[tokio::test]
async fn hostile_texts() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    let pen = server.pen();
    for text in [
        "\u{1b}[2J",
        "a\u{0}b",
        "\u{7f}",
        "две\nстроки",
        "\u{202e}наоборот",
        "\u{200b}\u{feff}",
        "",
        "   ",
        &"т".repeat(501),
    ] {
        let pushed = api.push(vec![pen.topic(RUNNING, text)]).await.unwrap();
        assert_eq!(
            refused(&pushed.outcomes[0]),
            Code::InvalidChange,
            "{text:?}"
        );
    }
    let mut slot = 0;
    for text in [
        "'; DROP TABLE log; --",
        "Ёж — «ёлочки», № 5 ½ 👩‍🏫",
        "שלום\u{200f} — справа налево",
        "{\"kind\":\"topic\"}",
        "%s%n${jndi:ldap://x}",
        "=1+1",
        &"д".repeat(4_000),
    ] {
        slot += 1;
        let homework = Homework {
            text: text.to_owned(),
            ..Homework::default()
        };
        let step = FromTo::new(None, Some(homework.clone()));
        let change = pen.change(RUNNING, Edit::Homework { slot, step });
        let pushed = api.push(vec![change]).await.unwrap();
        applied(&pushed.outcomes[0]);
        let page = api.lesson(RUNNING).await.unwrap();
        assert_eq!(page.sheet.homework[&slot], homework);
    }
}

async fn raw(api: &Api, body: &Value) -> Result<Value, testkit::ApiError> {
    api.post("/changes", body).await
}

#[tokio::test]
async fn what_is_no_batch_is_an_invalid_request() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    let good = serde_json::to_value(api.numbered(vec![server.pen().absent(RUNNING, pupil(1))]));
    let good = good.unwrap();
    let broken = |path: &str, value: Value| {
        let mut body = good.clone();
        *body.pointer_mut(path).unwrap_or_else(|| panic!("{path}")) = value;
        body
    };
    for body in [
        json!(null),
        json!([]),
        json!({}),
        json!("changes"),
        broken("/changes", json!({})),
        broken("/changes/0", json!(7)),
        broken("/changes/0/n", json!(-1)),
        broken("/changes/0/n", json!(1.5)),
        broken("/changes/0/id", json!("не номер")),
        broken("/changes/0/edit/kind", json!("grade-everybody")),
        broken("/changes/0/edit/new", json!("late:-1")),
        broken("/changes/0/edit/new", json!("late:70000")),
        broken("/changes/0/edit/pupil", json!("1")),
        broken("/device", json!(1)),
        // A step without its end would empty the cell.
        broken(
            "/changes/0/edit",
            json!({"kind": "topic", "old": {"text": "Степени"}, "nwe": null}),
        ),
    ] {
        assert_eq!(
            raw(&api, &body).await.unwrap_err().code(),
            Code::InvalidRequest,
            "{body}"
        );
    }
    assert!(raw(&api, &good).await.is_ok());
}

#[tokio::test]
async fn extreme_numbers_are_answered() {
    let server = TestServer::start();
    let pen = server.pen();
    let mark = |old, new| pen.grade(RUNNING, pupil(1), ANSWER, old, new);
    let mut api = server.signed_in("orlova").await;
    applied(&api.push(vec![mark(None, Some(3))]).await.unwrap().outcomes[0]);
    // Weeks later: what was made at no believable moment counts from when it came.
    server.clock().advance(chrono::TimeDelta::days(20));
    let mut api = server.signed_in("orlova").await;
    let made_now = vec![mark(Some(3), Some(4))];
    let honest = api.push(made_now).await.unwrap().outcomes;
    assert_eq!(refused(&honest[0]), Code::RefusedByRegulation);
    for made_at in [Timestamp::EARLIEST, Timestamp(-1), Timestamp(0)] {
        let mut change = mark(Some(3), Some(4));
        change.made_at = made_at;
        let pushed = api.push(vec![change]).await.unwrap();
        assert_eq!(pushed.outcomes, honest, "{made_at:?}");
    }
    let mut change = pen.absent(RUNNING, pupil(5));
    change.made_at = Timestamp::LATEST;
    let pushed = api.push(vec![change]).await.unwrap();
    assert_eq!(pushed.outcomes, [Outcome::Held]);
    for id in [0, -1, i64::MIN, i64::MAX] {
        let changes = vec![
            pen.absent(journal::LessonId(id), pupil(1)),
            pen.absent(RUNNING, journal::PupilId(id)),
        ];
        let pushed = api.push(changes).await.unwrap();
        for outcome in &pushed.outcomes {
            refused(outcome);
        }
    }
    let far: Push = Push {
        device: api.device,
        sent_at: journal::Timestamp(i64::MAX),
        changes: vec![Numbered {
            n: u64::MAX,
            clock_suspect: false,
            change: pen.absent(RUNNING, pupil(9)),
        }],
    };
    let gap = api.post::<Pushed>("/changes", &far).await.unwrap_err();
    assert!(
        matches!(gap.code(), Code::DeviceGap | Code::InvalidRequest),
        "{gap}"
    );
}
