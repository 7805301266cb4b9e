//! Connections that take a place and do nothing with it, and those that want one.

use journal::register::{
    Amendment, AmendmentOutcome, BuildingId, OfficeRecord, OfficeRole, Record, RecordId,
    RecordKind, Room,
};
use journal::{ChangeId, GestureId, Role};
use protocol::Code;
use reqwest::header::{ACCEPT_ENCODING, CONTENT_ENCODING, HeaderValue};
use reqwest::{Method, StatusCode};
use serde_json::json;
use server::ServerConfig;
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::time::Duration;
use testkit::fixture::{self, ORLOVA, PASSWORD, RUNNING, login_of, pupil};
use testkit::{Api, TestServer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use uuid::Uuid;

/// Nothing takes so long.
const LIMIT: Duration = Duration::from_secs(20);
/// A limit that a test waits for.
const SOON: Duration = Duration::from_millis(100);

fn with(config: impl FnOnce(&mut ServerConfig)) -> TestServer {
    TestServer::builder().config(config).start()
}

async fn connect(server: &TestServer) -> TcpStream {
    TcpStream::connect(server.address()).await.unwrap()
}

/// From another address of this machine.
async fn connect_from(server: &TestServer, last: u8) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    let here = SocketAddr::from((Ipv4Addr::new(127, 0, 0, last), 0));
    socket.bind(here).unwrap();
    socket.connect(server.address()).await.unwrap()
}

/// The server closes it.
async fn is_closed(line: &mut TcpStream) {
    let mut rest = Vec::new();
    let read = tokio::time::timeout(LIMIT, line.read_to_end(&mut rest)).await;
    // An answer that nobody took is broken off, which is an end too.
    let _ = read.expect("the server closes it");
}

/// Asks on a connection and reads the answer's head.
async fn ask(line: &mut TcpStream) -> String {
    line.write_all(b"GET /api/v1/health/live HTTP/1.1\r\nhost: x\r\n\r\n")
        .await
        .unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(b"\r\n\r\n") {
        let read = tokio::time::timeout(LIMIT, line.read_buf(&mut answer)).await;
        assert!(read.unwrap().unwrap() > 0, "an answer");
    }
    String::from_utf8(answer).unwrap()
}

fn post(path: &str, token: Option<&str>, length: usize) -> String {
    let token = token.map_or_else(String::new, |token| {
        format!("authorization: Bearer {token}\r\n")
    });
    format!(
        "POST /api/v1{path} HTTP/1.1\r\nhost: x\r\n{token}content-type: application/json\r\n\
         content-length: {length}\r\n\r\n"
    )
}

/// Sends a request but the last byte of its body, and waits until the server waits for that.
async fn all_but_the_end(server: &TestServer, head: &str, body: &[u8]) -> TcpStream {
    let mut line = connect(server).await;
    let head = head.replace("\r\n\r\n", "\r\nexpect: 100-continue\r\n\r\n");
    line.write_all(head.as_bytes()).await.unwrap();
    let go_on = b"HTTP/1.1 100 Continue\r\n\r\n";
    let mut said = vec![0; go_on.len()];
    let read = tokio::time::timeout(LIMIT, line.read_exact(&mut said)).await;
    read.expect("the session lives").unwrap();
    assert_eq!(said, go_on);
    line.write_all(&body[..body.len() - 1]).await.unwrap();
    line
}

/// Sends the last byte; the status of the answer.
async fn end(mut line: TcpStream, body: &[u8]) -> String {
    line.write_all(&body[body.len() - 1..]).await.unwrap();
    let mut status = [0; 12];
    let read = tokio::time::timeout(LIMIT, line.read_exact(&mut status)).await;
    read.expect("an answer").unwrap();
    String::from_utf8(status.to_vec()).unwrap()
}

/// Whoever has a role no more does nothing by it, however early the request began; who has another
/// still, asks again and is judged by that.
#[tokio::test]
async fn a_body_that_ends_after_its_role_does_nothing() {
    for (keeps, status) in [(true, "HTTP/1.1 503"), (false, "HTTP/1.1 401")] {
        let server = TestServer::start();
        let admin = server.signed_in(login_of(Role::Admin)).await;
        if keeps {
            let at = admin.records(RecordKind::Office).await.unwrap().free_id;
            let other = OfficeRecord {
                person: ORLOVA,
                role: OfficeRole::Scheduler,
                ..OfficeRecord::default()
            };
            let given = amendment(90, at, None, Some(Record::Office(other)));
            let done = admin.amend_agreed(vec![given]).await.unwrap();
            assert_eq!(done.totals.created, 1, "{done:?}");
        }
        let mut api = server.signed_in("orlova").await;
        let token = api.token.clone().unwrap();
        let push = api.numbered(vec![server.pen().absent(RUNNING, pupil(1))]);
        let body = serde_json::to_vec(&push).unwrap();
        let head = post("/changes", Some(&token), body.len());
        let changes = all_but_the_end(&server, &head, &body).await;
        let roles = admin.records(RecordKind::Office).await.unwrap().records;
        let is_hers = |record: &Record| {
            matches!(record, Record::Office(it)
                if it.person == ORLOVA && it.role == OfficeRole::Teacher)
        };
        let hers = roles.into_iter().find(|row| is_hers(&row.record)).unwrap();
        let removal = amendment(1, hers.id, Some(hers.record), None);
        let done = admin.amend_agreed(vec![removal]).await.unwrap();
        assert_eq!(done.totals.removed, 1, "{done:?}");
        assert_eq!(end(changes, &body).await, status);
        let deputy = server.signed_in(login_of(Role::Deputy)).await;
        let log = deputy.log(RUNNING).await.unwrap();
        assert!(log.changes.is_empty(), "{log:?}");
    }
}

fn amendment(n: u128, id: RecordId, was: Option<Record>, is: Option<Record>) -> Amendment {
    Amendment {
        id: ChangeId(Uuid::from_u128(n)),
        gesture: GestureId(Uuid::from_u128(n)),
        made_at: fixture::now(),
        record: RecordKind::Office.at(id),
        expected: was,
        wanted: is,
        ground: None,
    }
}

#[tokio::test]
async fn a_body_that_ends_after_its_session_does_nothing() {
    let server = TestServer::start();
    let mut api = server.signed_in("orlova").await;
    let token = api.token.clone().unwrap();
    let push = api.numbered(vec![server.pen().absent(RUNNING, pupil(1))]);
    let push = serde_json::to_vec(&push).unwrap();
    let password = json!({ "old": PASSWORD, "new": "семь раз отмерь" });
    let password = serde_json::to_vec(&password).unwrap();
    let post = |path, body: &[u8]| post(path, Some(&token), body.len());
    let changes = all_but_the_end(&server, &post("/changes", &push), &push).await;
    let change = all_but_the_end(&server, &post("/password", &password), &password).await;
    api.sign_out().await.unwrap();
    assert_eq!(end(changes, &push).await, "HTTP/1.1 401");
    assert_eq!(end(change, &password).await, "HTTP/1.1 401");
    let again = server.signed_in("orlova").await;
    assert!(again.log(RUNNING).await.unwrap().changes.is_empty());
}

#[tokio::test]
async fn a_connection_that_says_nothing_is_closed() {
    let server = with(|config| config.head_timeout = SOON);
    is_closed(&mut connect(&server).await).await;
}

#[tokio::test]
async fn a_connection_that_asks_for_nothing_more_is_closed() {
    let server = with(|config| config.idle_timeout = SOON);
    let mut line = connect(&server).await;
    assert!(ask(&mut line).await.starts_with("HTTP/1.1 204"));
    is_closed(&mut line).await;
}

#[tokio::test]
async fn half_a_later_head_is_cut_off_as_the_first_is() {
    let server = with(|config| config.head_timeout = SOON);
    let mut line = connect(&server).await;
    ask(&mut line).await;
    line.write_all(b"GET /api/v1/server").await.unwrap();
    is_closed(&mut line).await;
}

#[tokio::test]
async fn an_answer_that_is_not_read_is_broken_off() {
    let server = with(|config| config.stall_timeout = SOON);
    let mut line = connect(&server).await;
    let ask = b"GET /api/v1/openapi.json HTTP/1.1\r\nhost: x\r\n\r\n";
    let flood = async { while line.write_all(ask).await.is_ok() {} };
    let broken = tokio::time::timeout(LIMIT, flood).await;
    assert!(broken.is_ok(), "the server hangs up");
}

#[tokio::test]
async fn a_body_of_which_nothing_more_comes_is_cut_off() {
    let server = with(|config| config.stall_timeout = SOON);
    let mut line = connect(&server).await;
    let head = post("/sessions", None, 100);
    line.write_all(head.as_bytes()).await.unwrap();
    line.write_all(b"{").await.unwrap();
    is_closed(&mut line).await;
}

#[tokio::test]
async fn a_head_is_no_larger_than_16_kib() {
    let server = TestServer::start();
    let mut line = connect(&server).await;
    let head = format!(
        "GET /api/v1/server HTTP/1.1\r\nhost: x\r\nx-long: {}",
        "x".repeat(20_000)
    );
    // It may hang up before the whole of it was sent.
    let _ = line.write_all(head.as_bytes()).await;
    is_closed(&mut line).await;
}

#[tokio::test]
async fn a_new_connection_takes_the_place_of_the_one_that_waits_longest() {
    let server = with(|config| config.connections = 4);
    let mut first = connect_from(&server, 1).await;
    ask(&mut first).await;
    let mut idle: Vec<TcpStream> = Vec::new();
    for _ in 0..8 {
        idle.push(connect_from(&server, 2).await);
        let mut honest = connect_from(&server, 3).await;
        assert!(ask(&mut honest).await.starts_with("HTTP/1.1 204"));
    }
    is_closed(&mut idle[0]).await;
}

#[tokio::test]
async fn one_address_that_holds_many_keeps_no_other_out() {
    let server = with(|config| {
        config.connections = 8;
        config.connections_per_peer = 4;
    });
    let mut kept = connect_from(&server, 1).await;
    ask(&mut kept).await;
    for _ in 0..100 {
        // Never read, never written to: it is let go when its turn comes.
        std::mem::forget(connect_from(&server, 2).await.into_std().unwrap());
    }
    let mut new = connect_from(&server, 1).await;
    assert!(ask(&mut new).await.starts_with("HTTP/1.1 204"));
    assert!(
        ask(&mut kept).await.starts_with("HTTP/1.1 204"),
        "nor is it thrown out"
    );
}

#[tokio::test]
async fn a_person_has_their_share_of_streams_and_the_newest_count() {
    let server = with(|config| config.streams_per_person = 2);
    let sokolova = server.signed_in("sokolova").await;
    let mut others = sokolova.events().await.unwrap();
    others.chunk().await.unwrap().unwrap();
    let mut streams = Vec::new();
    for _ in 0..3 {
        let orlova = server.signed_in("orlova").await;
        let mut stream = orlova.events().await.unwrap();
        stream.chunk().await.unwrap().unwrap();
        streams.push(stream);
    }
    let end = tokio::time::timeout(LIMIT, streams[0].chunk()).await;
    assert!(matches!(end.unwrap(), Ok(None)), "the oldest ends");
    let mut writer = server.signed_in("orlova").await;
    let change = server.pen().absent(RUNNING, pupil(1));
    writer.push(vec![change]).await.unwrap();
    for stream in streams[1..].iter_mut().chain([&mut others]) {
        let poke = tokio::time::timeout(LIMIT, stream.chunk()).await;
        assert!(poke.unwrap().unwrap().is_some());
    }
}

#[tokio::test]
async fn before_anybody_is_known_a_body_is_small() {
    let server = TestServer::start();
    let api = server.api();
    let send = async |length: usize| {
        let body = json!({ "login": "x".repeat(length), "password": "", "device": api.device });
        let request = api.request(Method::POST, "/sessions").json(&body);
        request.send().await.unwrap().status()
    };
    assert_eq!(send(3000).await, StatusCode::UNAUTHORIZED);
    assert_eq!(send(5000).await, StatusCode::PAYLOAD_TOO_LARGE);
}

#[tokio::test]
async fn who_sends_large_bodies_in_many_sessions_leaves_room_for_the_others() {
    let server = with(|config| {
        config.body_limit = 4000;
        config.body_memory = 16_000;
    });
    let mut honest = server.signed_in("orlova").await;
    let mut answers = tokio::task::JoinSet::new();
    for _ in 0..3 {
        let greedy = server.signed_in("sokolova").await;
        let mut line = connect(&server).await;
        let head = post("/changes", greedy.token.as_deref(), 4000);
        line.write_all(head.as_bytes()).await.unwrap();
        line.write_all(&[b' '; 3000]).await.unwrap();
        answers.spawn(async move {
            let mut answer = [0; 12];
            line.read_exact(&mut answer).await.unwrap();
            answer
        });
    }
    for _ in 0..2 {
        let answer = tokio::time::timeout(LIMIT, answers.join_next()).await;
        let answer = answer.unwrap().unwrap().unwrap();
        assert!(
            answer.ends_with(b"503"),
            "one has all that a person may have"
        );
    }
    let change = server.pen().absent(RUNNING, pupil(1));
    assert!(honest.push(vec![change]).await.is_ok());
}

/// What somebody sends and does not end.
async fn quiet_upload(server: &TestServer, login: &str, path: &str) -> TcpStream {
    let (api, length) = (server.signed_in(login).await, 3900);
    let head = post(path, api.token.as_deref(), length);
    all_but_the_end(server, &head, &vec![b' '; length]).await
}

#[tokio::test]
async fn bodies_that_never_end_keep_nobodys_writes_out() {
    let server = with(|config| {
        config.body_limit = 4000;
        config.body_memory = 16_000;
    });
    let mut held = Vec::new();
    for login in ["sokolova", "orlova"] {
        held.push(quiet_upload(&server, login, "/changes").await);
    }
    for login in ["deputy", "admin"] {
        held.push(quiet_upload(&server, login, "/amendments").await);
    }
    // Another device of one of them.
    let mut honest = server.signed_in("orlova").await;
    for _ in 0..8 {
        let change = server.pen().roll_call(RUNNING);
        honest.push(vec![change]).await.unwrap();
    }
}

#[tokio::test]
async fn a_request_names_its_host_once() {
    let server = TestServer::start();
    for (head, status) in [
        ("GET /api/v1/health/live HTTP/1.1\r\n\r\n", "400"),
        (
            "GET /api/v1/health/live HTTP/1.1\r\nhost: x\r\nhost: y\r\n\r\n",
            "400",
        ),
        ("GET /api/v1/health/live HTTP/1.1\r\nhost: x\r\n\r\n", "204"),
        ("GET /api/v1/health/live HTTP/1.0\r\n\r\n", "204"),
    ] {
        let mut line = connect(&server).await;
        line.write_all(head.as_bytes()).await.unwrap();
        let mut answer = [0; 12];
        line.read_exact(&mut answer).await.unwrap();
        assert!(answer.ends_with(status.as_bytes()), "{head}");
    }
}

/// What the access log says of the newest sign-in.
fn logged(server: &TestServer) -> (String, Option<String>, Vec<u8>) {
    let database = rusqlite::Connection::open(server.dir().join("server.db")).unwrap();
    let newest =
        "SELECT event, address, device_id FROM access_log ORDER BY at DESC, n DESC LIMIT 1";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
    database.query_row(newest, [], read).unwrap()
}

#[tokio::test]
async fn the_access_log_tells_who_it_was() {
    let server = with(|config| {
        config.trusted_proxies = vec![IpAddr::from(Ipv4Addr::new(127, 0, 0, 9))];
    });
    let api: Api = server.api();
    let device = api.device.0.as_bytes().to_vec();
    let sign_in = async |from: u8, password: &str| {
        let body = json!({ "login": "orlova", "password": password, "device": api.device });
        let body = body.to_string();
        let head = post("/sessions", None, body.len());
        let head = head.replacen("host: x", "host: x\r\nx-forwarded-for: 192.0.2.7", 1);
        let mut line = connect_from(&server, from).await;
        line.write_all(head.as_bytes()).await.unwrap();
        line.write_all(body.as_bytes()).await.unwrap();
        line.read_u8().await.unwrap();
    };
    let row =
        |event: &str, address: &str| (event.to_owned(), Some(address.to_owned()), device.clone());
    sign_in(5, "неверный").await;
    assert_eq!(
        logged(&server),
        row("wrong-password", "127.0.0.5"),
        "whatever it says"
    );
    sign_in(9, PASSWORD).await;
    assert_eq!(
        logged(&server),
        row("signed-in", "192.0.2.7"),
        "the proxy is believed"
    );
    let error = server.api().sign_in("orlova", "").await.unwrap_err();
    assert_eq!(error.code(), Code::WrongPassword);
    assert_eq!(logged(&server).1.as_deref(), Some("127.0.0.1"));
}

/// Rooms enough for a list of many bytes.
async fn with_a_long_list(server: &TestServer) -> Api {
    let (admin, pen) = (server.signed_in("admin").await, server.pen());
    let before = admin.records(RecordKind::Room).await.unwrap();
    let building = BuildingId(before.referred[0].id.0);
    let rooms = (0..200).map(|nth| {
        let room = Room {
            building,
            title: format!("Кабинет иностранного языка № {nth}"),
            seats: None,
            floor: None,
        };
        let at = RecordKind::Room.at(RecordId(before.free_id.0 + nth));
        pen.amendment(at, None, Some(Record::Room(room)))
    });
    let amended = admin.amend(rooms.collect(), false).await.unwrap();
    let is_applied = |outcome: &_| matches!(outcome, AmendmentOutcome::Applied { .. });
    assert!(amended.outcomes.iter().all(is_applied), "{amended:?}");
    let now = admin.records(RecordKind::Room).await.unwrap();
    assert_eq!(now.records.len(), before.records.len() + 200);
    admin
}

async fn answer(of: reqwest::RequestBuilder) -> (Option<HeaderValue>, usize) {
    let answer = of.send().await.unwrap();
    assert_eq!(answer.status(), StatusCode::OK);
    let encoding = answer.headers().get(CONTENT_ENCODING).cloned();
    (encoding, answer.bytes().await.unwrap().len())
}

#[tokio::test]
async fn a_long_answer_is_compressed_for_whoever_takes_it() {
    let server = TestServer::start();
    let admin = with_a_long_list(&server).await;
    let ask = |path| admin.request(Method::GET, path);
    let gzip = |path| answer(ask(path).header(ACCEPT_ENCODING, "gzip"));
    let (encoding, short) = gzip("/register/room").await;
    assert_eq!(encoding.unwrap(), "gzip");
    let (encoding, long) = answer(ask("/register/room")).await;
    assert_eq!(encoding, None);
    assert!(short * 3 < long, "{short} of {long} bytes");
    // What everybody asks for at the bell costs no time for it.
    assert_eq!(gzip("/me").await.0, None);
}

/// It would cost eighty times the answer, and nobody is held to a limit for it.
#[tokio::test]
async fn nothing_is_compressed_for_nobody() {
    let server = TestServer::start();
    let ask = server.api().bare(Method::GET, "/openapi.json");
    let (encoding, length) = answer(ask.header(ACCEPT_ENCODING, "gzip")).await;
    assert_eq!(encoding, None);
    assert!(length > 100_000);
}
