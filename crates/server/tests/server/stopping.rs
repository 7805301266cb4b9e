//! Stopping and breaking: what was acknowledged is there afterwards, exactly once.

use journal::{Attendance, ChangeId};
use protocol::{Outcome, Push, Pushed};
use std::collections::HashMap;
use std::time::Duration;
use testkit::fixture::{RUNNING, pupil};
use testkit::{Api, Proxy, TestServer};

const LIMIT: Duration = Duration::from_secs(20);

/// Writes until the line breaks; what was sent, and how much of it was acknowledged.
async fn write_until_it_breaks(mut api: Api, pen: testkit::Pen, nth: i64) -> (Vec<Push>, usize) {
    let states = [Attendance::Present, Attendance::Absent];
    let (mut sent, mut acknowledged) = (Vec::new(), 0);
    loop {
        let round = sent.len();
        let (old, new) = (states[round % 2], states[(round + 1) % 2]);
        let push = api.numbered(vec![pen.attendance(RUNNING, pupil(nth), old, new)]);
        sent.push(push.clone());
        if api.post::<Pushed>("/changes", &push).await.is_err() {
            return (sent, acknowledged);
        }
        acknowledged += 1;
    }
}

async fn while_writing(end: impl FnOnce(&mut TestServer)) {
    let mut server = TestServer::start();
    let mut writers = Vec::new();
    for nth in 1..=4 {
        let api = server.signed_in("orlova").await;
        writers.push((
            api.clone(),
            tokio::spawn(write_until_it_breaks(api, server.pen(), nth)),
        ));
    }
    let reader = server.signed_in("orlova").await;
    let mut events = reader.events().await.unwrap();
    for _ in 0..10 {
        tokio::time::timeout(LIMIT, events.chunk())
            .await
            .unwrap()
            .unwrap();
    }
    end(&mut server);
    server.restart();
    let log = reader.log(RUNNING).await.unwrap().changes;
    let mut times: HashMap<ChangeId, usize> = HashMap::new();
    for logged in &log {
        *times.entry(logged.change.id).or_default() += 1;
    }
    for (api, writer) in writers {
        let (sent, acknowledged) = writer.await.unwrap();
        assert!(acknowledged > 0);
        for push in &sent[..acknowledged] {
            assert_eq!(
                times.get(&push.changes[0].change.id),
                Some(&1),
                "acknowledged, so there"
            );
        }
        // The last one is unknown to the client: sent again, it is there once.
        let last = sent.last().unwrap();
        let again: Pushed = api.post("/changes", last).await.unwrap();
        let there = matches!(
            again.outcomes[0],
            Outcome::Applied { .. } | Outcome::AlreadyApplied { .. }
        );
        assert!(there, "{:?}", again.outcomes);
        let log = reader.log(RUNNING).await.unwrap().changes;
        let id = last.changes[0].change.id;
        assert_eq!(
            log.iter().filter(|logged| logged.change.id == id).count(),
            1
        );
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_orderly_stop_loses_nothing_acknowledged() {
    while_writing(TestServer::stop).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_sudden_end_loses_nothing_acknowledged() {
    while_writing(TestServer::kill).await;
}

#[tokio::test]
async fn a_stop_ends_the_streams_and_does_not_wait_for_idle_lines() {
    let mut server = TestServer::start();
    let api = server.signed_in("orlova").await;
    let mut events = api.events().await.unwrap();
    events.chunk().await.unwrap().unwrap();
    let began = std::time::Instant::now();
    server.stop();
    assert!(began.elapsed() < Duration::from_secs(5));
    let end = tokio::time::timeout(LIMIT, events.chunk()).await.unwrap();
    assert!(matches!(end, Ok(None) | Err(_)));
    assert!(api.me().await.is_err());
    server.restart();
    assert!(api.me().await.is_ok(), "the same port, the same data");
}

/// The answer is lost on the way: the client sends the same again and learns the first outcome.
#[tokio::test]
async fn a_lost_answer_is_made_good_by_sending_again() {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let clock = std::sync::Arc::clone(server.clock());
    let mut api = Api::new(&proxy.url(), clock);
    api.sign_in("orlova", testkit::fixture::PASSWORD)
        .await
        .unwrap();
    let push = api.numbered(vec![server.pen().absent(RUNNING, pupil(1))]);

    let mut dropped = proxy.dropped();
    proxy.drop_answer_to("POST /api/v1/changes");
    assert!(api.post::<Pushed>("/changes", &push).await.is_err());
    tokio::time::timeout(LIMIT, dropped.wait_for(|count| *count == 1))
        .await
        .unwrap()
        .unwrap();
    let again: Pushed = api.post("/changes", &push).await.unwrap();
    assert!(matches!(again.outcomes[0], Outcome::AlreadyApplied { .. }));
    assert_eq!(api.log(RUNNING).await.unwrap().changes.len(), 1);

    proxy.cut();
    assert!(api.me().await.is_err());
    proxy.mend();
    assert!(api.me().await.is_ok());

    proxy.half_open();
    let silent = tokio::time::timeout(Duration::from_millis(50), api.me()).await;
    assert!(silent.is_err(), "nothing comes, and nothing breaks");
    proxy.mend();
    proxy.delay(Duration::from_millis(1));
    let fresh = Api::new(&proxy.url(), std::sync::Arc::clone(server.clock()) as _);
    assert!(fresh.server().await.is_ok());
    assert!(proxy.carried() > 0);
}

/// Its sessions are those before the start and those after: no token is made once more.
#[tokio::test]
async fn who_signs_in_after_a_start_has_another_session_than_who_did_before() {
    let mut server = TestServer::start();
    let before = server.signed_in("orlova").await;
    server.restart();
    let after = server.signed_in("orlova").await;
    assert!(before.me().await.is_ok() && after.me().await.is_ok());
}
