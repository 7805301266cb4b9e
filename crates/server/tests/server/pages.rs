//! Pages: what stands on them, and when they are sent again.

use journal::view::{JournalsPage, LessonPage};
use journal::{Attendance, LessonId, Role};
use protocol::Code;
use reqwest::header::{CACHE_CONTROL, ETAG, IF_NONE_MATCH};
use reqwest::{Method, Response, StatusCode};
use testkit::fixture::{self, ALGEBRA, BEFORE, QUARTER, RUNNING, pupil};
use testkit::{Api, TestServer};

async fn read(api: &Api, path: &str, known: Option<&str>) -> Response {
    let request = api.request(Method::GET, path);
    let request = match known {
        Some(known) => request.header(IF_NONE_MATCH, known),
        None => request,
    };
    request.send().await.unwrap()
}

fn etag(response: &Response) -> String {
    response.headers()[ETAG].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_lesson_that_runs() {
    let server = TestServer::start();
    let api = server.signed_in("orlova").await;
    let page = api.lesson(RUNNING).await.unwrap();
    assert_eq!(
        (page.subject.as_str(), page.group.as_str()),
        ("Алгебра", "7Б")
    );
    assert_eq!(page.teacher.initialed(), "Орлова Т. А.");
    assert_eq!(page.members.len(), 27);
    assert_eq!(page.members[0].name.last, "Абрамов");
    assert!(page.relation.own_journal);
    assert_eq!(page.recent.last().unwrap().lesson.id, BEFORE);
    assert_eq!(page.next_dates[0], fixture::date(2026, 11, 18));
    assert_eq!(page.plan.total, 20);
}

#[tokio::test]
async fn today_and_what_is_missing() {
    let server = TestServer::start();
    let api = server.signed_in("orlova").await;
    let page = api.today().await.unwrap();
    assert_eq!(page.date, fixture::today());
    let lessons: Vec<_> = page.lessons.iter().map(|today| today.lesson.id).collect();
    assert_eq!(lessons, [fixture::RUNNING_A, RUNNING]);
    assert!(
        page.unfilled
            .iter()
            .all(|missing| missing.lesson.id != BEFORE)
    );

    let friday: journal::view::TodayPage = api.get("/today?date=2026-11-13").await.unwrap();
    let before = friday
        .lessons
        .iter()
        .find(|today| today.lesson.id == BEFORE)
        .unwrap();
    assert!(before.roll_called && before.homework);
    assert_eq!((before.absent, before.marks, before.pupils), (2, 3, 27));

    let bad = api.get::<()>("/today?date=yesterday").await.unwrap_err();
    assert_eq!(bad.code(), Code::InvalidRequest);
}

#[tokio::test]
async fn the_journal_of_a_quarter() {
    let server = TestServer::start();
    let api = server.signed_in("orlova").await;
    let page = api.journal(ALGEBRA, None).await.unwrap();
    assert_eq!(page.period.id, QUARTER);
    assert_eq!(page.grid.members.len(), 27);
    assert!(page.grid.column(RUNNING).is_some());
    assert_eq!(
        page.grid.sheet(BEFORE).unwrap().attendance(pupil(2)),
        Attendance::Absent
    );
    assert_eq!(api.journal(ALGEBRA, Some(QUARTER)).await.unwrap(), page);
    let empty = api
        .journal(ALGEBRA, Some(journal::PeriodId(4)))
        .await
        .unwrap();
    assert!(empty.grid.sheets.is_empty());
    let none = api
        .journal(ALGEBRA, Some(journal::PeriodId(99)))
        .await
        .unwrap_err();
    assert_eq!(none.code(), Code::NotFound);
}

#[tokio::test]
async fn a_page_is_sent_again_only_when_it_has_changed() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    let pen = server.pen();
    for path in [
        format!("/lessons/{RUNNING}"),
        format!("/journals/{ALGEBRA}"),
    ] {
        let first = read(&api, &path, None).await;
        assert_eq!(first.headers()[CACHE_CONTROL], "private, no-cache");
        let version = etag(&first);
        let again = read(&api, &path, Some(&version)).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
        assert_eq!(etag(&again), version);
        assert!(again.bytes().await.unwrap().is_empty());
        let weak = read(&api, &path, Some(&format!("\"other\", W/{version}"))).await;
        assert_eq!(weak.status(), StatusCode::NOT_MODIFIED);
        let stale = read(&api, &path, Some("\"other\"")).await;
        assert_eq!(stale.status(), StatusCode::OK);

        let absent = pen.absent(RUNNING, pupil(if path.contains("lessons") { 7 } else { 8 }));
        api.push(vec![absent]).await.unwrap();
        let changed = read(&api, &path, Some(&version)).await;
        assert_eq!(changed.status(), StatusCode::OK);
        assert_ne!(etag(&changed), version);
    }
}

/// The bytes that are kept for a page are the page: after each change, for each reader.
#[tokio::test]
async fn what_is_kept_is_never_old() {
    let server = TestServer::start();
    let mut orlova = server.signed_in("orlova").await;
    let sokolova = server.signed_in("sokolova").await;
    let pen = server.pen();
    for nth in 1..=20 {
        orlova
            .push(vec![pen.absent(RUNNING, pupil(nth))])
            .await
            .unwrap();
        for (api, own) in [(&orlova, true), (&sokolova, false)] {
            let page: LessonPage = api.lesson(RUNNING).await.unwrap();
            assert_eq!(page.sheet.attendance(pupil(nth)), Attendance::Absent);
            assert_eq!(page.relation.own_journal, own);
        }
    }
}

#[tokio::test]
async fn a_cached_page_is_not_shown_to_a_stranger() {
    let server = TestServer::start();
    let orlova = server.signed_in("orlova").await;
    let version = etag(&read(&orlova, &format!("/lessons/{RUNNING}"), None).await);
    let stranger = server.signed_in("teacher").await;
    let refused = read(&stranger, &format!("/lessons/{RUNNING}"), Some(&version)).await;
    assert_eq!(refused.status(), StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn the_log_of_a_lesson() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    let pen = server.pen();
    let changes = vec![pen.absent(RUNNING, pupil(1)), pen.roll_call(RUNNING)];
    api.push(changes.clone()).await.unwrap();
    let log = api.log(RUNNING).await.unwrap().changes;
    let logged: Vec<_> = log.iter().map(|logged| logged.change.clone()).collect();
    assert_eq!(logged, changes);
    assert!(log.iter().all(|logged| logged.by == fixture::ORLOVA));
    assert_eq!(api.log(BEFORE).await.unwrap().changes.len(), 8);
}

#[tokio::test]
async fn there_is_none() {
    let server = TestServer::start();
    let api = server.signed_in("orlova").await;
    for id in [0, -1, 999_999, i64::MAX, i64::MIN] {
        assert_eq!(
            api.lesson(LessonId(id)).await.unwrap_err().code(),
            Code::NotFound,
            "{id}"
        );
    }
    for path in [
        "/lessons/x",
        "/lessons/1.5",
        "/lessons/99999999999999999999",
        "/lessons/%00",
    ] {
        let code = api.get::<()>(path).await.unwrap_err().code();
        assert_eq!(code, Code::InvalidRequest, "{path}");
    }
}

#[tokio::test]
async fn the_rules_and_the_server() {
    let server = TestServer::start();
    let api = server.signed_in("orlova").await;
    let rules = api.rules().await.unwrap();
    assert_eq!(rules.regulation.id, "sergiev-posad-14");
    assert_eq!(rules.work_kinds[0].id, fixture::ANSWER);
    let info = server.api().server().await.unwrap();
    assert_eq!((info.school.as_str(), info.api), ("Школа № 7", 1));
    assert_eq!(info.server, server.store().server_id().await.unwrap());
}

#[tokio::test]
async fn today_and_the_rules_are_sent_again_only_when_they_have_changed() {
    let server = TestServer::builder()
        .clock(std::sync::Arc::new(testkit::TestClock::standing(
            fixture::now(),
        )))
        .start();
    let mut api = server.signed_in("orlova").await;
    for path in ["/today", "/rules"] {
        let first = read(&api, path, None).await;
        assert_eq!(first.headers()[CACHE_CONTROL], "private, no-cache");
        let version = etag(&first);
        assert!(version.starts_with('"'), "a strong tag: {version}");
        let again = read(&api, path, Some(&version)).await;
        assert_eq!(again.status(), StatusCode::NOT_MODIFIED, "{path}");
        assert_eq!(etag(&again), version);
        assert!(again.bytes().await.unwrap().is_empty());
    }
    let before = etag(&read(&api, "/today", None).await);
    api.push(vec![server.pen().absent(RUNNING, pupil(5))])
        .await
        .unwrap();
    let after = read(&api, "/today", Some(&before)).await;
    assert_eq!(after.status(), StatusCode::OK);
    assert_ne!(etag(&after), before);
}

#[tokio::test]
async fn the_journals_that_one_may_read() {
    let server = TestServer::start();
    let list = async |login: &str| -> JournalsPage {
        let api = server.signed_in(login).await;
        api.get("/journals").await.unwrap()
    };
    let own = list("orlova").await;
    assert_eq!(own.period.id, QUARTER);
    assert!(own.journals.iter().any(|row| row.journal == ALGEBRA));
    let all = list(fixture::login_of(Role::Deputy)).await;
    assert!(all.journals.len() > own.journals.len());

    let api = server.signed_in("orlova").await;
    let first = read(&api, "/journals", None).await;
    let known = etag(&first);
    let again = read(&api, "/journals", Some(&known)).await;
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    let none = api.get::<JournalsPage>("/journals?period=404").await;
    assert_eq!(none.unwrap_err().code(), Code::NotFound);
}
