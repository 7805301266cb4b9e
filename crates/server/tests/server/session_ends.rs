//! A session that is ended from the list of who is signed in.

use chrono::TimeDelta;
use journal::view::{AccessKind, AccessLogPage, SessionRow, SessionsPage};
use journal::{Clock, Role};
use protocol::Code;
use reqwest::{Method, StatusCode};
use std::sync::Arc;
use testkit::fixture::{self, PASSWORD, login_of};
use testkit::{Api, TestClock, TestServer};

fn with_standing_clock() -> TestServer {
    TestServer::builder()
        .clock(Arc::new(TestClock::standing(fixture::now())))
        .start()
}

/// The address of a session of the list.
fn address(row: &SessionRow) -> String {
    let SessionRow {
        person,
        device,
        opened_at,
        ..
    } = row;
    format!(
        "/accounts/{person}/sessions/{device}?opened_at={}",
        opened_at.0
    )
}

async fn end(api: &Api, row: &SessionRow) -> Result<(), Code> {
    let asked = api.request(Method::DELETE, &address(row)).send().await;
    let response = asked.unwrap();
    match response.status() {
        StatusCode::NO_CONTENT => Ok(()),
        _ => Err(response.json::<protocol::Problem>().await.unwrap().code),
    }
}

async fn listed(api: &Api) -> Vec<SessionRow> {
    let page: SessionsPage = api.get("/sessions").await.unwrap();
    page.sessions
}

#[tokio::test]
async fn a_session_is_ended_by_its_owner_and_by_an_administrator_and_the_log_says_by_whom() {
    let server = with_standing_clock();
    let admin = server.signed_in(login_of(Role::Admin)).await;
    let orlova = server.signed_in("orlova").await;
    let left = server.signed_in("orlova").await;
    let deputy = server.signed_in(login_of(Role::Deputy)).await;
    // By her own hand, from where she sits now; the same once more is no more.
    let elsewhere = listed(&orlova).await.into_iter().find(|row| !row.here);
    let elsewhere = elsewhere.unwrap();
    for _ in 0..2 {
        assert_eq!(end(&orlova, &elsewhere).await, Ok(()));
    }
    assert_eq!(left.me().await.unwrap_err().code(), Code::SessionExpired);
    assert!(orlova.me().await.is_ok());
    // Anyone's by an administrator; by nobody else, who hears what one hears of nobody's.
    let hers = listed(&orlova).await.remove(0);
    assert_eq!(end(&deputy, &hers).await, Err(Code::NotFound));
    assert!(orlova.me().await.is_ok());
    assert_eq!(end(&admin, &hers).await, Ok(()));
    assert_eq!(orlova.me().await.unwrap_err().code(), Code::SessionExpired);
    assert_eq!(end(&orlova, &hers).await, Err(Code::SessionExpired));

    let log: AccessLogPage = admin.get("/access-log").await.unwrap();
    let told = |event| {
        let entries = log.entries.iter().filter(move |entry| entry.event == event);
        let told = entries.map(|entry| {
            let by = entry.by.as_ref().map(|by| by.last.clone());
            let refused = entry.refused.as_ref();
            let whose = refused.and_then(|it| it.for_person.as_ref());
            (entry.person, by, whose.map(|name| name.last.clone()))
        });
        told.collect::<Vec<_>>()
    };
    let name = |person| {
        let entry = log.entries.iter().find(|entry| entry.person == person);
        entry.map(|entry| entry.name.last.clone())
    };
    let admins = name(admin.me().await.unwrap().person);
    let mut ended = told(AccessKind::SessionEnded);
    ended.sort();
    let mut expected = [admins, Some("Орлова".to_owned())].map(|by| (fixture::ORLOVA, by, None));
    expected.sort();
    assert_eq!(ended, expected);
    let deputy = deputy.me().await.unwrap().person;
    let refused = [(deputy, None, Some("Орлова".to_owned()))];
    assert_eq!(told(AccessKind::WriteRefused), refused);
}

/// The list was read a while ago; she has signed in anew there.
#[tokio::test]
async fn a_session_that_was_opened_since_is_not_ended() {
    let server = with_standing_clock();
    let admin = server.signed_in(login_of(Role::Admin)).await;
    let mut orlova = server.signed_in("orlova").await;
    let rows = listed(&admin).await.into_iter();
    let mut hers = rows.filter(|row| row.person == fixture::ORLOVA);
    let hers = hers.next().unwrap();
    server.clock().advance(TimeDelta::minutes(1));
    orlova.sign_in("orlova", PASSWORD).await.unwrap();
    assert_eq!(end(&admin, &hers).await, Ok(()));
    assert!(orlova.me().await.is_ok());
    let mistaken = SessionRow {
        device: "0123456789ab".to_owned(),
        opened_at: server.clock().now(),
        ..hers
    };
    assert_eq!(end(&admin, &mistaken).await, Ok(()));
    assert!(orlova.me().await.is_ok());
    for device in ["0123456789a", "0123456789AB", "0123456789abc"] {
        let no_word_of_a_list = SessionRow {
            device: device.to_owned(),
            ..mistaken.clone()
        };
        let ended = end(&admin, &no_word_of_a_list).await;
        assert_eq!(ended, Err(Code::NotFound), "{device}");
    }
}
