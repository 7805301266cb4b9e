//! Following what others change: the feed misses nothing, the poke says when.

use chrono::TimeDelta;
use journal::view::LessonPage;
use journal::{Attendance, ChangeId};
use protocol::Code;
use reqwest::header::{ETAG, IF_NONE_MATCH};
use reqwest::{Method, Response, StatusCode};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;
use std::time::Duration;
use testkit::fixture::{self, RUNNING, RUNNING_A, pupil, stranger};
use testkit::{Api, TestClock, TestServer};

const LIMIT: Duration = Duration::from_secs(20);

async fn all_since(api: &Api, cursor: &mut String) -> Vec<journal::view::Logged> {
    let mut changes = Vec::new();
    loop {
        let page = api.feed(Some(cursor)).await.unwrap();
        *cursor = page.cursor;
        changes.extend(page.changes);
        if !page.more {
            return changes;
        }
    }
}

/// The next poke of a stream; none when it has ended.
async fn poke(events: &mut Response) -> Option<i64> {
    loop {
        let chunk = tokio::time::timeout(LIMIT, events.chunk())
            .await
            .expect("in time");
        let Ok(Some(chunk)) = chunk else { return None };
        let text = String::from_utf8(chunk.to_vec()).unwrap();
        if let Some(data) = text.strip_prefix("data: ") {
            let data: serde_json::Value = serde_json::from_str(data.trim()).unwrap();
            assert_eq!(data.as_object().unwrap().len(), 1, "nothing but the number");
            return data["seq"].as_i64();
        }
        assert!(text.starts_with(':'), "{text:?}");
    }
}

#[tokio::test]
async fn it_begins_now_and_goes_on() {
    let server = TestServer::start();
    let mut orlova = server.signed_in("orlova").await;
    let sokolova = server.signed_in("sokolova").await;
    let pen = server.pen();
    let begin = sokolova.feed(None).await.unwrap();
    assert!(begin.changes.is_empty() && !begin.more);

    let absent = pen.absent(RUNNING, pupil(1));
    orlova.push(vec![absent.clone()]).await.unwrap();
    let mut cursor = begin.cursor.clone();
    let seen = all_since(&sokolova, &mut cursor).await;
    assert_eq!(seen.len(), 1);
    assert_eq!(seen[0].change, absent);
    assert_eq!(seen[0].by_name.initialed(), "Орлова Т. А.");
    assert!(all_since(&sokolova, &mut cursor).await.is_empty());
    let mut again = begin.cursor;
    assert_eq!(
        all_since(&sokolova, &mut again).await,
        seen,
        "a cursor can be used twice"
    );
}

#[tokio::test]
async fn only_what_is_mine_to_see() {
    let server = TestServer::start();
    let mut orlova = server.signed_in("orlova").await;
    let sokolova = server.signed_in("sokolova").await;
    let (pen, mut cursor) = (server.pen(), sokolova.feed(None).await.unwrap().cursor);
    let of_her_class = pen.absent(RUNNING, pupil(1));
    let of_another = pen.absent(RUNNING_A, stranger());
    orlova
        .push(vec![of_another, of_her_class.clone()])
        .await
        .unwrap();
    let seen: Vec<_> = all_since(&sokolova, &mut cursor)
        .await
        .into_iter()
        .map(|l| l.change)
        .collect();
    assert_eq!(seen, [of_her_class]);
}

#[tokio::test]
async fn a_cursor_that_is_not_ours_is_gone() {
    let server = TestServer::start();
    let api = server.signed_in("orlova").await;
    let mut cursor = api.feed(None).await.unwrap().cursor;
    let other = TestServer::start();
    let elsewhere = other
        .signed_in("orlova")
        .await
        .feed(None)
        .await
        .unwrap()
        .cursor;
    let last = cursor.pop().unwrap();
    cursor.push(if last == 'A' { 'B' } else { 'A' });
    for bad in [cursor.as_str(), "", "0", "AAAA", "%00", "%D1%8F"] {
        let gone = api.feed(Some(bad)).await.unwrap_err();
        assert_eq!(
            (gone.code(), gone.problem().status),
            (Code::CursorExpired, 410),
            "{bad}"
        );
    }
    if other.store().server_id().await.unwrap() != server.store().server_id().await.unwrap() {
        assert_eq!(
            api.feed(Some(&elsewhere)).await.unwrap_err().code(),
            Code::CursorExpired
        );
    }
}

/// Stops the server in order and copies its database.
fn back_up(server: &mut TestServer) {
    server.stop();
    let dir = server.dir();
    std::fs::copy(dir.join("server.db"), dir.join("copy.db")).unwrap();
    server.restart();
}

/// Puts the copy in the place of the database.
fn restore(server: &mut TestServer) {
    server.stop();
    let dir = server.dir();
    for rest in ["server.db-wal", "server.db-shm"] {
        // There is none after an orderly stop.
        let _ = std::fs::remove_file(dir.join(rest));
    }
    std::fs::copy(dir.join("copy.db"), dir.join("server.db")).unwrap();
    server.restart();
}

/// The cursor of a reader who saw more than the copy holds from which the database was restored.
#[tokio::test]
async fn a_cursor_ahead_of_a_restored_database_is_gone() {
    let mut server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    back_up(&mut server);
    let begin = api.feed(None).await.unwrap().cursor;
    assert!(api.feed(Some(&begin)).await.unwrap().changes.is_empty());
    api.push(vec![server.pen().absent(RUNNING, pupil(1))])
        .await
        .unwrap();
    let ahead = api.feed(Some(&begin)).await.unwrap().cursor;
    restore(&mut server);
    let gone = api.feed(Some(&ahead)).await.unwrap_err();
    assert_eq!(gone.code(), Code::CursorExpired);
    assert!(api.feed(Some(&begin)).await.is_ok());
}

/// The running lesson with its tag; no page if it is the one that is known.
async fn lesson(api: &Api, known: Option<&str>) -> (String, Option<LessonPage>) {
    let mut request = api.request(Method::GET, &format!("/lessons/{RUNNING}"));
    if let Some(known) = known {
        request = request.header(IF_NONE_MATCH, known);
    }
    let response = request.send().await.unwrap();
    let tag = response.headers()[ETAG].to_str().unwrap().to_owned();
    let is_new = response.status() == StatusCode::OK;
    let page = if is_new {
        Some(response.json().await.unwrap())
    } else {
        None
    };
    (tag, page)
}

/// Others wrote after it, so its numbers have come to where the reader was.
#[tokio::test]
async fn what_was_read_before_a_restored_database_wrote_on_is_gone() {
    let mut server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    let mut other = server.signed_in("orlova").await;
    back_up(&mut server);
    let before = api.feed(None).await.unwrap().cursor;
    api.push(vec![server.pen().absent(RUNNING, pupil(1))])
        .await
        .unwrap();
    let after = api.feed(Some(&before)).await.unwrap().cursor;
    let (tag, _) = lesson(&api, None).await;
    restore(&mut server);
    for nth in [2, 3] {
        other
            .push(vec![server.pen().absent(RUNNING, pupil(nth))])
            .await
            .unwrap();
        let gone = api.feed(Some(&after)).await.unwrap_err();
        assert_eq!(gone.code(), Code::CursorExpired);
        let (_, page) = lesson(&api, Some(&tag)).await;
        let page = page.expect("another page");
        assert_eq!(page.sheet.attendance(pupil(1)), Attendance::Present);
    }
    let since = api.feed(Some(&before)).await.unwrap();
    assert_eq!(since.changes.len(), 2, "what the copy holds is as it was");
}

/// The trap of `server-notes.md` 2.2: a reader who follows while many write sees each change once
/// and in order.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_reader_misses_nothing_while_many_write() {
    const WRITERS: usize = 8;
    const BATCHES: usize = 12;
    let server = TestServer::start();
    let reader = server.signed_in("sokolova").await;
    let mut cursor = reader.feed(None).await.unwrap().cursor;
    let mut writers = Vec::new();
    for nth in 0..WRITERS {
        let mut api = server.signed_in("orlova").await;
        let pen = server.pen();
        writers.push(tokio::spawn(async move {
            let who = pupil(i64::try_from(nth).unwrap() + 1);
            let states = [Attendance::Present, Attendance::Absent];
            let mut sent: Vec<ChangeId> = Vec::new();
            for round in 0..BATCHES {
                let (old, new) = (states[round % 2], states[(round + 1) % 2]);
                let batch = vec![
                    pen.attendance(RUNNING, who, old, new),
                    pen.attendance(RUNNING, who, new, Attendance::Exempt),
                    pen.attendance(RUNNING, who, Attendance::Exempt, new),
                ];
                sent.extend(batch.iter().map(|change| change.id));
                api.push(batch).await.unwrap();
            }
            sent
        }));
    }
    let expected = WRITERS * BATCHES * 3;
    let mut events = reader.events().await.unwrap();
    let mut seen = Vec::new();
    while seen.len() < expected {
        poke(&mut events).await.expect("a stream that goes on");
        seen.extend(all_since(&reader, &mut cursor).await);
    }
    let mut sent = HashSet::new();
    for writer in writers {
        sent.extend(writer.await.unwrap());
    }
    let ids: HashSet<_> = seen.iter().map(|logged| logged.change.id).collect();
    assert_eq!(ids, sent);
    assert_eq!(seen.len(), expected, "each once");
    assert!(
        seen.is_sorted_by_key(|logged| logged.seq),
        "in the order of commits"
    );
    let log = reader.log(RUNNING).await.unwrap().changes;
    let logged: BTreeSet<_> = log.iter().map(|logged| logged.change.id).collect();
    assert_eq!(logged.len(), expected);
}

#[tokio::test]
async fn a_poke_comes_at_once_and_with_each_commit() {
    let server = TestServer::start();
    let mut orlova = server.signed_in("orlova").await;
    let sokolova = server.signed_in("sokolova").await;
    let mut events = sokolova.events().await.unwrap();
    assert_eq!(events.headers()["content-type"], "text/event-stream");
    let first = poke(&mut events).await.unwrap();
    orlova
        .push(vec![server.pen().absent(RUNNING, pupil(1))])
        .await
        .unwrap();
    let second = poke(&mut events).await.unwrap();
    assert!(second > first);
}

#[tokio::test]
async fn a_silent_stream_says_that_it_lives() {
    let server = TestServer::builder()
        .config(|config| config.heartbeat = Duration::from_millis(20))
        .start();
    let api = server.signed_in("orlova").await;
    let mut events = api.events().await.unwrap();
    poke(&mut events).await.unwrap();
    beat(&mut events).await;
}

#[tokio::test]
async fn a_stream_ends_with_its_session() {
    let server = TestServer::start();
    let (api, other) = (
        server.signed_in("orlova").await,
        server.signed_in("orlova").await,
    );
    let mut events = api.events().await.unwrap();
    poke(&mut events).await.unwrap();
    other.sign_out().await.unwrap();
    api.sign_out().await.unwrap();
    assert_eq!(poke(&mut events).await, None);
}

async fn beat(events: &mut reqwest::Response) {
    let beat = tokio::time::timeout(LIMIT, events.chunk()).await.unwrap();
    assert_eq!(&beat.unwrap().expect("a stream that goes on")[..], b":\n\n");
}

#[tokio::test]
async fn a_database_that_does_not_answer_cuts_no_line() {
    let server = TestServer::builder()
        .config(|config| config.heartbeat = Duration::from_millis(20))
        .start();
    let api = server.signed_in("orlova").await;
    let mut events = api.events().await.unwrap();
    poke(&mut events).await.unwrap();
    server.store().close().await;
    for _ in 0..3 {
        server.clock().advance(TimeDelta::seconds(2));
        beat(&mut events).await;
    }
    server.clock().advance(TimeDelta::days(30));
    assert_eq!(poke(&mut events).await, None, "but no longer than it may");
}

#[tokio::test]
async fn a_line_asks_for_its_session_once_a_second() {
    let server = TestServer::builder()
        .clock(Arc::new(TestClock::standing(fixture::now())))
        .config(|config| config.heartbeat = Duration::from_millis(20))
        .start();
    let api = server.signed_in("orlova").await;
    let mut events = api.events().await.unwrap();
    poke(&mut events).await.unwrap();
    // As another process would.
    let (store, school) = (server.store(), fixture::SCHOOL);
    let account = store.account(school, "orlova").await.unwrap().unwrap();
    let new = storage::NewPassword {
        person: fixture::ORLOVA,
        proved_hash: account.password_hash,
        hash: String::new(),
        keep_session: [0; 32],
        origin: storage::Origin {
            address: None,
            device: api.device,
        },
        at: fixture::now(),
    };
    assert!(store.set_password(school, new).await.unwrap());
    for _ in 0..3 {
        beat(&mut events).await;
    }
    server.clock().advance(TimeDelta::seconds(1));
    assert_eq!(poke(&mut events).await, None);
}

/// To be told of changes is no use of a session, and no sign of life of a device: the line may be
/// half open, and what the device makes meanwhile keeps its time.
#[tokio::test]
async fn a_stream_alone_does_not_keep_its_session() {
    let server = TestServer::builder()
        .config(|config| config.heartbeat = Duration::from_millis(20))
        .start();
    let api = server.signed_in("orlova").await;
    let mut events = api.events().await.unwrap();
    poke(&mut events).await.unwrap();
    for _ in 0..2 {
        server.clock().advance(TimeDelta::hours(35));
        beat(&mut events).await;
    }
    server.clock().advance(TimeDelta::hours(3));
    assert_eq!(poke(&mut events).await, None);
    assert_eq!(api.me().await.unwrap_err().code(), Code::SessionExpired);
}
