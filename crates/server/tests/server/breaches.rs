//! Sign-in data that got known: forty changes of two days, the report, and what is void.

use chrono::TimeDelta;
use journal::view::{
    AccessKind, AccessLogPage, BreachFate, BreachPage, BreachPlace, BreachWrite, BreachesPage,
    JournalsPage, LessonPage, VoidTotals,
};
use journal::{
    Attendance, BreachId, Change, Clock, Edit, FromTo, Ground, LessonId, PupilId, Role, Timestamp,
    Topic, WorkRef,
};
use protocol::{
    BreachReported, BreachSince, Code, ConfirmBreach, IssuedPassword, Outcome, ReportBreach,
    VoidBreach,
};
use reqwest::{Method, StatusCode};
use std::sync::Arc;
use testkit::fixture::{
    self, AFTER, ALGEBRA, ANSWER, ORLOVA, PASSWORD, RUNNING, SOKOLOVA, date, login_of, pupil,
};
use testkit::{Api, Pen, TestClock, TestServer};

/// Wednesday's lesson of the journal is given by another teacher in Orlova's place.
fn server() -> TestServer {
    let mut bundle = fixture::bundle();
    let lessons = bundle.lessons.iter_mut();
    lessons
        .filter(|lesson| lesson.id == AFTER)
        .for_each(|lesson| lesson.teacher = SOKOLOVA);
    TestServer::builder()
        .bundle(bundle)
        .clock(Arc::new(TestClock::standing(fixture::now())))
        .start()
}

fn tuesday(hour: u32) -> Timestamp {
    fixture::at(date(2026, 11, 17), hour, 0)
}

fn topic(lesson: LessonId, was: &str, is: &str, pen: &Pen) -> Change {
    let text = |text: &str| Topic {
        text: text.to_owned(),
        item: None,
    };
    let step = FromTo::new(Some(text(was)), Some(text(is)));
    pen.change(lesson, Edit::Topic { step })
}

/// What Orlova writes on Monday: five are absent, ten have a mark, two of them a better one.
fn monday(pen: &Pen) -> Vec<Change> {
    let grade = |nth, was, is| pen.grade(RUNNING, pupil(nth), ANSWER, was, Some(is));
    let mut changes: Vec<_> = (1..=5).map(|nth| pen.absent(RUNNING, pupil(nth))).collect();
    changes.extend((6..=15).map(|nth| grade(nth, None, 4)));
    changes.extend([6, 7].map(|nth| grade(nth, Some(4), 5)));
    changes.push(pen.absent(RUNNING, pupil(16)));
    changes.push(pen.topic(RUNNING, "Уравнения"));
    changes.push(pen.roll_call(RUNNING));
    changes
}

/// What is written under her name on Wednesday, in Monday's lesson and in that of the day.
fn wednesday(pen: &Pen) -> Vec<Change> {
    let grade = |lesson, nth, was, is| pen.grade(lesson, pupil(nth), ANSWER, was, Some(is));
    let mut changes: Vec<_> = (8..=12)
        .map(|nth| grade(RUNNING, nth, Some(4), 2))
        .collect();
    changes.extend([8, 9].map(|nth| grade(RUNNING, nth, Some(2), 3)));
    changes.push(grade(RUNNING, 6, Some(5), 2));
    let (absent, present) = (Attendance::Absent, Attendance::Present);
    changes.push(pen.attendance(RUNNING, pupil(1), absent, present));
    changes.push(topic(RUNNING, "Уравнения", "Ничего", pen));
    changes.extend((1..=3).map(|nth| pen.absent(AFTER, pupil(nth))));
    changes.extend((4..=7).map(|nth| grade(AFTER, nth, None, 5)));
    changes.push(grade(AFTER, 4, Some(5), 2));
    changes.push(grade(AFTER, 8, None, 3));
    changes.push(pen.topic(AFTER, "Пусто"));
    changes
}

async fn push(api: &mut Api, changes: Vec<Change>) {
    let pushed = api.push(changes).await.unwrap();
    for outcome in pushed.outcomes {
        assert!(matches!(outcome, Outcome::Applied { .. }), "{outcome:?}");
    }
}

fn of_orlova() -> ReportBreach {
    ReportBreach {
        person: Some(ORLOVA),
        learned_at: tuesday(20),
        note: "пароль видели на листке".to_owned(),
        since: Some(BreachSince {
            since: tuesday(12),
            ground: "по словам завуча".to_owned(),
        }),
    }
}

/// A request that answers nothing; the code of the refusal otherwise.
async fn done(api: &Api, path: &str, body: &impl serde::Serialize) -> Result<(), Code> {
    let asked = api.request(Method::POST, path).json(body).send().await;
    let response = asked.unwrap();
    match response.status() {
        StatusCode::NO_CONTENT | StatusCode::OK => Ok(()),
        _ => Err(response.json::<protocol::Problem>().await.unwrap().code),
    }
}

async fn written(api: &Api, breach: BreachId) -> Vec<BreachWrite> {
    let page: BreachPage = api.get(&format!("/breaches/{breach}")).await.unwrap();
    page.writes
}

async fn void(api: &Api, breach: BreachId, up_to: i64) -> VoidTotals {
    let path = format!("/breaches/{breach}/void");
    api.post(&path, &VoidBreach { up_to }).await.unwrap()
}

fn mark(page: &LessonPage, nth: i64) -> String {
    let entry = page.sheet.entry(pupil(nth));
    let mark = entry.and_then(|entry| entry.mark(WorkRef::first(ANSWER)));
    mark.map_or_else(String::new, |mark| mark.value.to_string())
}

fn topic_of(page: &LessonPage) -> Option<&str> {
    page.sheet.topic.as_ref().map(|topic| topic.text.as_str())
}

async fn late(api: &Api) -> u32 {
    let page: JournalsPage = api.get("/journals").await.unwrap();
    let mut rows = page.journals.iter();
    rows.find(|row| row.journal == ALGEBRA).unwrap().late
}

/// A change of a pupil in a lesson.
fn is_of(write: &BreachWrite, lesson: LessonId, of: PupilId) -> bool {
    let BreachPlace::Cell { change, .. } = &write.place else {
        return false;
    };
    change.sheet == lesson.into() && change.edit.pupil() == Some(of)
}

async fn assert_former_values(director: &Api) {
    // What stood before stands; another's later word and what was confirmed stand too.
    let of_monday = director.lesson(RUNNING).await.unwrap();
    let marks = (6..=15).map(|nth| mark(&of_monday, nth));
    let expected = ["5", "5", "4", "4", "4", "4", "4", "4", "4", "4"];
    assert_eq!(marks.collect::<Vec<_>>(), expected);
    assert_eq!(of_monday.sheet.attendance(pupil(1)), Attendance::Absent);
    assert_eq!(topic_of(&of_monday), Some("Уравнения"));
    assert!(of_monday.sheet.roll_call.is_some());
    let of_wednesday = director.lesson(AFTER).await.unwrap();
    let marks = (4..=8).map(|nth| mark(&of_wednesday, nth));
    assert_eq!(marks.collect::<Vec<_>>(), ["", "4", "5", "", ""]);
    let absent = (1..=3).map(|nth| of_wednesday.sheet.attendance(pupil(nth)));
    assert!(absent.into_iter().all(|one| one == Attendance::Present));
    assert_eq!(topic_of(&of_wednesday), None);
}

#[tokio::test]
async fn of_forty_changes_of_two_days_those_since_the_moment_are_void_and_no_other() {
    let server = server();
    let pen = server.pen();
    let mut orlova = server.signed_in("orlova").await;
    push(&mut orlova, monday(&pen)).await;
    server
        .clock()
        .advance(TimeDelta::days(2) + TimeDelta::minutes(10));
    orlova.sign_in("orlova", PASSWORD).await.unwrap();
    push(&mut orlova, wednesday(&pen)).await;
    let mut sokolova = server.signed_in("sokolova").await;
    let own = pen.grade(AFTER, pupil(5), ANSWER, Some(5), Some(4));
    push(&mut sokolova, vec![own]).await;

    let admin = server.signed_in(login_of(Role::Admin)).await;
    let director = server.signed_in(login_of(Role::Director)).await;
    let reported: BreachReported = admin.post("/breaches", &of_orlova()).await.unwrap();
    assert_eq!(orlova.me().await.unwrap_err().code(), Code::SessionExpired);
    let wrong = server.api().sign_in("orlova", PASSWORD).await.unwrap_err();
    assert_eq!(wrong.code(), Code::WrongPassword);

    let list: BreachesPage = director.get("/breaches").await.unwrap();
    let row = &list.breaches[0];
    assert_eq!((row.id, row.person), (reported.breach, ORLOVA));
    assert_eq!((row.learned_at, row.since), (tuesday(20), tuesday(12)));
    assert_eq!(row.received_at, server.clock().now());
    let writes = written(&director, reported.breach).await;
    assert_eq!(writes.len(), 20);
    assert!(writes.iter().all(|write| write.received_at > tuesday(12)));
    assert!(writes.iter().all(|write| write.fate == BreachFate::Open));
    let over: Vec<_> = writes.iter().filter(|write| write.overwritten).collect();
    assert!(
        over.len() == 1 && is_of(over[0], AFTER, pupil(5)),
        "{over:?}"
    );

    let sixth = writes.iter().find(|write| is_of(write, AFTER, pupil(6)));
    let seqs = vec![sixth.unwrap().seq];
    let path = format!("/breaches/{}/confirm", reported.breach);
    assert_eq!(done(&admin, &path, &ConfirmBreach { seqs }).await, Ok(()));
    let cursor = sokolova.feed(None).await.unwrap().cursor;
    let late_before = late(&director).await;
    let up_to = writes.last().unwrap().seq;
    let totals = void(&admin, reported.breach, up_to).await;
    let expected = VoidTotals {
        voided: 19,
        restored: 15,
        overwritten: 1,
        stay: 0,
    };
    assert_eq!(totals, expected);

    assert_former_values(&director).await;

    // Nothing is erased: the log has grown by what went back, and says what is void and since when.
    for (lesson, was, back, void) in [(RUNNING, 30, 8, 10), (AFTER, 11, 7, 9)] {
        let log = director.log(lesson).await.unwrap().changes;
        assert_eq!(log.len(), was + back, "{lesson}");
        let breach = reported.breach;
        let is_back = |change: &Change| change.ground == Some(Ground::Breach { breach });
        assert!(log[was..].iter().all(|row| is_back(&row.change)));
        let told = log.iter().filter_map(|row| row.void);
        let told: Vec<_> = told.collect();
        assert_eq!(told, vec![reported.received_at; void], "{lesson}");
    }
    assert!(late(&director).await < late_before.max(1), "{late_before}");
    let heard = sokolova.feed(Some(&cursor)).await.unwrap().changes;
    assert_eq!(heard.len(), 15, "others hear of it as of any change");

    let fates: Vec<_> = written(&admin, reported.breach).await;
    let count = |fate| fates.iter().filter(|write| write.fate == fate).count();
    let counts = [
        BreachFate::Void,
        BreachFate::Overwritten,
        BreachFate::Confirmed,
        BreachFate::Open,
    ];
    assert_eq!(counts.map(count), [18, 1, 1, 0]);
    let again = void(&admin, reported.breach, i64::MAX).await;
    assert_eq!(again, VoidTotals::default());

    let path = format!("/accounts/{ORLOVA}/password");
    let issued: IssuedPassword = admin.post(&path, &()).await.unwrap();
    let signed = orlova.sign_in("orlova", &issued.password).await.unwrap();
    assert!(signed.me.must_change_password);
}

#[tokio::test]
async fn everybody_reports_the_own_and_an_administrator_anyones() {
    let server = server();
    let parent = server.signed_in(login_of(Role::Parent)).await;
    let there = server.signed_in(login_of(Role::Parent)).await;
    let of = |person, since| ReportBreach {
        person,
        since,
        ..of_orlova()
    };
    assert_eq!(
        done(&parent, "/breaches", &of(Some(ORLOVA), None)).await,
        Err(Code::Forbidden)
    );
    let since = of_orlova().since;
    assert_eq!(
        done(&parent, "/breaches", &of(None, since)).await,
        Err(Code::Forbidden)
    );
    let now = server.clock().now();
    let ahead = ReportBreach {
        learned_at: now.plus(TimeDelta::minutes(6)),
        ..of(None, None)
    };
    assert_eq!(
        done(&parent, "/breaches", &ahead).await,
        Err(Code::InvalidRequest)
    );
    let own = ReportBreach {
        learned_at: now,
        ..of(None, None)
    };
    assert_eq!(done(&parent, "/breaches", &own).await, Ok(()));
    for session in [&parent, &there] {
        assert_eq!(session.me().await.unwrap_err().code(), Code::SessionExpired);
    }
    let admin = server.signed_in(login_of(Role::Admin)).await;
    let nobody = ReportBreach {
        learned_at: now,
        ..of(Some(journal::PersonId(999)), None)
    };
    assert_eq!(
        done(&admin, "/breaches", &nobody).await,
        Err(Code::NotFound)
    );
    let list: BreachesPage = admin.get("/breaches").await.unwrap();
    assert_eq!(list.breaches.len(), 1);
    assert_eq!(list.breaches[0].name, list.breaches[0].by);
    let id = list.breaches[0].id;
    let moved = |ground: &str, since| BreachSince {
        since,
        ground: ground.to_owned(),
    };
    let path = format!("/breaches/{id}/since");
    server.clock().advance(TimeDelta::minutes(10));
    for (body, expected) in [
        (moved("", now), Err(Code::InvalidRequest)),
        (
            moved("позже", now.plus(TimeDelta::minutes(1))),
            Err(Code::InvalidRequest),
        ),
        (moved("вчера", now.plus(TimeDelta::days(-1))), Ok(())),
    ] {
        assert_eq!(done(&admin, &path, &body).await, expected, "{body:?}");
    }
    let log: AccessLogPage = admin.get("/access-log").await.unwrap();
    let told = |event| log.entries.iter().filter(|one| one.event == event).count();
    let events = [
        AccessKind::BreachReported,
        AccessKind::BreachMoved,
        AccessKind::WriteRefused,
    ];
    assert_eq!(events.map(told), [1, 1, 2]);
}
