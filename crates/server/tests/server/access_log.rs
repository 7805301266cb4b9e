//! Who came in and who read a journal that is none of theirs, and who may know.

mod records;

use crate::permissions::profile;
use chrono::TimeDelta;
use journal::register::{AmendmentOutcome, Record, RecordId, RecordKind};
use journal::regulation::Permission;
use journal::view::{AccessKind, AccessLogPage, AccessTarget};
use journal::{JournalId, PeriodId, Role, Roles};
use protocol::{Code, IssuedPassword};
use reqwest::header::{ETAG, IF_NONE_MATCH};
use reqwest::{Method, StatusCode};
use std::sync::Arc;
use testkit::fixture::{self, ALGEBRA, ALGEBRA_A, PHYSICS, PHYSICS_TODAY, RUNNING, login_of};
use testkit::{TestClock, TestServer};

fn with_standing_clock() -> TestServer {
    let clock = Arc::new(TestClock::standing(fixture::now()));
    TestServer::builder().clock(clock).start()
}

async fn log(server: &TestServer) -> AccessLogPage {
    let admin = server.signed_in(login_of(Role::Admin)).await;
    admin.get("/access-log").await.unwrap()
}

/// Who read what, the oldest first.
async fn readings(server: &TestServer) -> Vec<(String, AccessKind, JournalId)> {
    let entries = log(server).await.entries.into_iter().rev();
    let read = entries.filter_map(|entry| {
        let journal = entry.journal?.id;
        assert!(entry.device.is_some() && entry.address.is_some());
        Some((entry.name.last, entry.event, journal))
    });
    read.collect()
}

#[tokio::test]
async fn a_deputys_reading_of_a_journal_is_one_entry_in_ten_minutes() {
    let server = with_standing_clock();
    let deputy = server.signed_in(login_of(Role::Deputy)).await;
    let name = deputy.me().await.unwrap().name.last;
    for _ in 0..3 {
        deputy.journal(ALGEBRA, None).await.unwrap();
        deputy.lesson(RUNNING).await.unwrap();
        server.clock().advance(TimeDelta::minutes(3));
    }
    let read = (name.clone(), AccessKind::JournalRead, ALGEBRA);
    assert_eq!(readings(&server).await, std::slice::from_ref(&read));
    deputy.log(RUNNING).await.unwrap();
    deputy.journal(ALGEBRA_A, None).await.unwrap();
    let history = (name.clone(), AccessKind::HistoryRead, ALGEBRA);
    let other = (name.clone(), AccessKind::JournalRead, ALGEBRA_A);
    let three = [read.clone(), history, other];
    assert_eq!(readings(&server).await, three);
    server.clock().advance(TimeDelta::minutes(1));
    deputy.lesson(RUNNING).await.unwrap();
    assert_eq!(readings(&server).await[3], read, "ten minutes later");
}

#[tokio::test]
async fn a_page_that_the_reader_has_already_is_read_too() {
    let server = with_standing_clock();
    let deputy = server.signed_in(login_of(Role::Deputy)).await;
    let path = format!("/lessons/{RUNNING}");
    let first = deputy.request(Method::GET, &path).send().await.unwrap();
    let tag = first.headers()[ETAG].clone();
    server.clock().advance(TimeDelta::minutes(11));
    let again = deputy
        .request(Method::GET, &path)
        .header(IF_NONE_MATCH, tag);
    let again = again.send().await.unwrap();
    assert_eq!(again.status(), StatusCode::NOT_MODIFIED);
    assert_eq!(readings(&server).await.len(), 2);
}

#[tokio::test]
async fn readers_of_their_own_are_in_no_log_and_a_class_teacher_of_others_is() {
    let server = with_standing_clock();
    let orlova = server.signed_in("orlova").await;
    orlova.journal(ALGEBRA, None).await.unwrap();
    orlova.lesson(RUNNING).await.unwrap();
    orlova.log(RUNNING).await.unwrap();
    let sokolova = server.signed_in("sokolova").await;
    sokolova.lesson(PHYSICS_TODAY).await.unwrap();
    assert_eq!(readings(&server).await, []);
    // The class teacher.
    sokolova.journal(ALGEBRA, None).await.unwrap();
    sokolova.log(RUNNING).await.unwrap();
    let deputy = server.signed_in(login_of(Role::Deputy)).await;
    assert!(deputy.journal(JournalId(404), None).await.is_err());
    let name = sokolova.me().await.unwrap().name.last;
    let journal = (name.clone(), AccessKind::JournalRead, ALGEBRA);
    let history = (name, AccessKind::HistoryRead, ALGEBRA);
    assert_eq!(readings(&server).await, [journal, history]);
}

/// Every door to a journal counts to its one entry, and says no more than that there is nothing.
#[tokio::test]
async fn who_asks_for_a_journal_that_is_not_theirs_to_see_is_in_the_log_once_in_ten_minutes() {
    let server = with_standing_clock();
    let orlova = server.signed_in("orlova").await;
    let refused = [
        orlova.journal(PHYSICS, None).await.unwrap_err().code(),
        orlova.lesson(PHYSICS_TODAY).await.unwrap_err().code(),
        orlova.log(PHYSICS_TODAY).await.unwrap_err().code(),
        orlova
            .journal(JournalId(404), None)
            .await
            .unwrap_err()
            .code(),
        orlova
            .journal(ALGEBRA, Some(PeriodId(404)))
            .await
            .unwrap_err()
            .code(),
    ];
    assert_eq!(refused, [Code::NotFound; 5]);
    let name = orlova.me().await.unwrap().name.last;
    let entry = (name, AccessKind::ReadRefused, PHYSICS);
    assert_eq!(
        readings(&server).await,
        [entry],
        "what is not there is nobody's"
    );
    let entries = log(&server).await.entries;
    let times = entries.iter().find(|entry| entry.journal.is_some());
    assert_eq!(times.unwrap().times, 3);
}

#[tokio::test]
async fn a_pupil_who_asks_for_journals_is_in_the_log_and_cannot_fill_it() {
    let server = with_standing_clock();
    let pupil = server.signed_in(login_of(Role::Pupil)).await;
    for id in 1..=100 {
        let refused = pupil.journal(JournalId(id), None).await.unwrap_err();
        assert_eq!(refused.code(), Code::Forbidden);
    }
    let entries = log(&server).await.entries.into_iter();
    let refused = entries.filter(|entry| entry.event == AccessKind::ReadRefused);
    let refused: Vec<_> = refused.map(|entry| (entry.journal, entry.times)).collect();
    assert_eq!(refused, [(None, 100)]);
}

#[tokio::test]
async fn what_was_read_is_written_before_the_server_stops() {
    let mut server = with_standing_clock();
    let director = server.signed_in(login_of(Role::Director)).await;
    director.journal(ALGEBRA, None).await.unwrap();
    server.restart();
    let log: AccessLogPage = director.get("/access-log").await.unwrap();
    let read = log.entries.iter().filter(|entry| entry.journal.is_some());
    assert_eq!(read.count(), 1);
}

#[tokio::test]
async fn the_access_log_is_the_administrators_and_the_directors_to_read() {
    let server = with_standing_clock();
    for &role in Role::ALL {
        let api = server.signed_in(login_of(role)).await;
        let read: Result<AccessLogPage, _> = api.get("/access-log").await;
        if [Role::Admin, Role::Director].contains(&role) {
            let own = read.unwrap().entries.into_iter().next().unwrap();
            assert_eq!(own.event, AccessKind::SignedIn, "{role:?}");
        } else {
            assert_eq!(read.unwrap_err().code(), Code::Forbidden, "{role:?}");
        }
    }
    let admin = server.signed_in(login_of(Role::Admin)).await;
    for place in ["", "x", "1.2", "1.2.x"] {
        let read: Result<AccessLogPage, _> =
            admin.get(&format!("/access-log?before={place}")).await;
        assert_eq!(read.unwrap_err().code(), Code::InvalidRequest, "{place}");
    }
    let oldest: AccessLogPage = admin.get("/access-log?before=1.1.1").await.unwrap();
    assert!(oldest.entries.is_empty() && oldest.older.is_none());
}

/// Who was refused what, in which journal, by which clause and how often, the oldest first.
async fn refusals(server: &TestServer) -> Vec<(String, String, Option<JournalId>, String, u32)> {
    let entries = log(server).await.entries.into_iter().rev();
    let refused = entries.filter_map(|entry| {
        let refused = entry.refused?;
        assert_eq!(entry.event, AccessKind::WriteRefused);
        assert!(entry.device.is_some() && entry.address.is_some());
        let clause = refused.clause.map_or_else(String::new, |clause| clause.id);
        let journal = entry.journal.map(|journal| journal.id);
        let what = refused.what.to_string();
        Some((entry.name.last, what, journal, clause, entry.times))
    });
    refused.collect()
}

#[tokio::test]
async fn a_write_of_a_pupil_is_refused_and_logged_once_in_ten_minutes_with_how_often() {
    let server = with_standing_clock();
    let mut pupil = server.signed_in(login_of(Role::Pupil)).await;
    let name = pupil.me().await.unwrap().name.last;
    let pen = server.pen();
    let mut expected = Vec::new();
    for tries in [50, 3] {
        for _ in 0..tries {
            let pushed = pupil.push(vec![pen.roll_call(RUNNING)]).await;
            assert_eq!(pushed.unwrap_err().code(), Code::Forbidden);
        }
        let what = "send-changes".to_owned();
        // The regulation of this school says nothing of families.
        expected.push((name.clone(), what, None, String::new(), tries));
        assert_eq!(refusals(&server).await, expected);
        server.clock().advance(TimeDelta::minutes(10));
    }
    // What is read is no write.
    assert!(pupil.journal(ALGEBRA, None).await.is_err());
    assert_eq!(refusals(&server).await, expected);
}

#[tokio::test]
async fn who_writes_into_anothers_journal_is_logged_with_the_journal_and_the_clause() {
    let server = with_standing_clock();
    let mut orlova = server.signed_in("orlova").await;
    let pen = server.pen();
    for _ in 0..3 {
        let (own, others) = (pen.roll_call(RUNNING), pen.roll_call(PHYSICS_TODAY));
        let pushed = orlova.push(vec![own, others]).await.unwrap();
        assert_eq!(pushed.outcomes.len(), 2);
    }
    let name = orlova.me().await.unwrap().name.last;
    // Nor of whose a journal is.
    let (what, clause) = ("roll-call".to_owned(), String::new());
    let refused = (name, what, Some(PHYSICS), clause, 3);
    assert_eq!(refusals(&server).await, [refused]);
}

#[tokio::test]
async fn who_amends_what_another_keeps_is_logged_with_the_record_and_not_for_asking() {
    let server = with_standing_clock();
    let kinds = RecordKind::ALL.iter().copied();
    let deputy = Roles(vec![Role::Deputy]);
    let kept = kinds.filter(|kind| !profile().keeps_some(&deputy, *kind));
    let kind = kept.into_iter().next().unwrap();
    let api = server.signed_in(login_of(Role::Deputy)).await;
    let at = kind.at(RecordId(1));
    let removal = || server.pen().amendment(at, Some(Record::blank(kind)), None);
    for dry_run in [true, false, false] {
        let amended = api.amend(vec![removal()], dry_run).await.unwrap();
        let forbidden = matches!(amended.outcomes[0], AmendmentOutcome::Forbidden { .. });
        assert!(forbidden, "{amended:?}");
    }
    let pupil = server.signed_in(login_of(Role::Pupil)).await;
    assert!(pupil.amend(vec![removal()], false).await.is_err());
    let log = log(&server).await.entries;
    let refused = log.iter().filter_map(|entry| {
        let refused = entry.refused.as_ref()?;
        let record = refused.record.as_ref().map(|record| record.at);
        Some((refused.what.word(), record, entry.times))
    });
    let refused: Vec<_> = refused.collect();
    let (first, then) = (kind.word(), "amend-register");
    assert_eq!(refused, [(then, None, 1), (first, Some(at), 2)]);
}

#[tokio::test]
async fn who_gives_a_password_that_another_gives_is_logged() {
    let server = with_standing_clock();
    let orlova = server.signed_in("orlova").await;
    let issued: Result<IssuedPassword, _> = orlova.post("/accounts/1/password", &()).await;
    let code = issued.unwrap_err().code();
    assert!(matches!(code, Code::RefusedByRegulation | Code::Forbidden));
    // The deputy lacks the right to give any.
    let deputy = server.signed_in(login_of(Role::Deputy)).await;
    let issued: Result<IssuedPassword, _> = deputy.post("/accounts/1/password", &()).await;
    assert_eq!(issued.unwrap_err().code(), Code::Forbidden);
    let entries = log(&server).await.entries.into_iter();
    let refused = entries.filter_map(|entry| {
        let refused = entry.refused?;
        Some((entry.name.last, refused.what, refused.for_person.unwrap()))
    });
    let refused: Vec<_> = refused.collect();
    let whose = orlova.me().await.unwrap().name;
    let names = [&deputy, &orlova].map(async |api| api.me().await.unwrap().name.last);
    let [deputys, teachers] = names;
    let what = AccessTarget::Any(Permission::IssuePassword);
    let expected = [deputys.await, teachers.await].map(|name| (name, what, whose.clone()));
    assert_eq!(refused, expected, "by whom, and whose it was to be");
}

#[tokio::test]
async fn who_tries_a_hundred_records_has_forty_entries_and_one_that_counts_the_rest() {
    let server = with_standing_clock();
    let mut kinds = RecordKind::ALL.iter().copied();
    let deputy = Roles(vec![Role::Deputy]);
    let kind = kinds
        .find(|kind| !profile().keeps_some(&deputy, *kind))
        .unwrap();
    let api = server.signed_in(login_of(Role::Deputy)).await;
    let pen = server.pen();
    for _ in 0..2 {
        let removals = (1..=100).map(|id| {
            let at = kind.at(RecordId(id));
            pen.amendment(at, Some(Record::blank(kind)), None)
        });
        api.amend(removals.collect(), false).await.unwrap();
    }
    let entries = log(&server).await.entries;
    let refused = |entry: &&journal::view::AccessEntry| entry.event == AccessKind::WriteRefused;
    let (named, more): (Vec<_>, Vec<_>) = entries
        .iter()
        .filter(refused)
        .partition(|entry| entry.refused.is_some());
    assert_eq!((named.len(), more.len()), (40, 1));
    let times: Vec<_> = named.iter().map(|entry| entry.times).collect();
    assert_eq!(times, [2; 40]);
    assert_eq!(more[0].times, 120);
}

/// Forty tries that mean nothing hide none that does, and what has no entry is counted.
#[tokio::test]
async fn a_refusal_of_a_new_kind_has_its_entry_beside_any_number_of_others() {
    let server = with_standing_clock();
    let registrar = Roles(vec![Role::Registrar]);
    let mut kinds = RecordKind::ALL.iter().copied();
    let kind = kinds
        .find(|kind| !profile().keeps_some(&registrar, *kind))
        .unwrap();
    let mut api = server.signed_in(login_of(Role::Registrar)).await;
    let pen = server.pen();
    let removals = (1..=60).map(|id| {
        let at = kind.at(RecordId(id));
        pen.amendment(at, Some(Record::blank(kind)), None)
    });
    api.amend(removals.collect(), false).await.unwrap();
    let pushed = api.push(vec![pen.roll_call(RUNNING)]).await;
    assert_eq!(pushed.unwrap_err().code(), Code::Forbidden);
    let entries = log(&server).await.entries;
    let refused = entries.iter().filter_map(|entry| entry.refused.as_ref());
    let words: Vec<_> = refused.map(|refused| refused.what.word()).collect();
    assert_eq!((words.len(), words[0]), (41, "send-changes"));
    let unnamed = |entry: &&journal::view::AccessEntry| {
        entry.event == AccessKind::WriteRefused && entry.refused.is_none()
    };
    let unnamed = entries.iter().filter(unnamed).map(|entry| entry.times);
    assert_eq!(unnamed.collect::<Vec<_>>(), [20]);
}

/// What the journals of others say is told to whoever opens them, and the log tells who did.
#[tokio::test]
async fn the_feed_tells_a_deputy_nothing_of_others_journals_that_the_log_would_not_tell() {
    let server = with_standing_clock();
    let deputy = server.signed_in(login_of(Role::Deputy)).await;
    let (mut orlova, pen) = (server.signed_in("orlova").await, server.pen());
    let begin = deputy.feed(None).await.unwrap().cursor;
    let absent = pen.absent(RUNNING, fixture::pupil(1));
    orlova.push(vec![absent]).await.unwrap();
    let told = deputy.feed(Some(&begin)).await.unwrap();
    assert_eq!(told.changes, []);
    assert_eq!(told.moved, [ALGEBRA].into());
    assert_eq!(readings(&server).await, []);
    let own = server.signed_in("orlova").await;
    let told = own.feed(Some(&begin)).await.unwrap();
    assert_eq!((told.changes.len(), told.moved.len()), (1, 0));
}
