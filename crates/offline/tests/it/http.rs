//! The real transport against a few bytes on a socket.

use crate::pages::NOW;
use journal::{DeviceId, LessonId, SchoolId, ServerId};
use offline::{
    Failure, FeedEvent, Fetched, HttpSettings, HttpTransport, ListKey, PageKey, Transport,
};
use protocol::{API_VERSION, Code, Problem, ServerInfo, SignIn};
use rstest::rstest;
use std::cell::RefCell;
use std::rc::Rc;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use uuid::Uuid;

/// Serves these answers, one a connection; keeps what was asked.
async fn serve(answers: Vec<Vec<String>>) -> (String, Rc<RefCell<Vec<String>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let asked = Rc::new(RefCell::new(Vec::new()));
    let heard = asked.clone();
    tokio::task::spawn_local(async move {
        for pieces in answers {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut bytes = [0; 8192];
            let read = socket.read(&mut bytes).await.unwrap();
            heard
                .borrow_mut()
                .push(String::from_utf8_lossy(&bytes[..read]).into_owned());
            for piece in pieces {
                socket.write_all(piece.as_bytes()).await.unwrap();
                socket.flush().await.unwrap();
                tokio::task::yield_now().await;
            }
        }
    });
    (url, asked)
}

fn answer(status: &str, headers: &str, body: &str) -> Vec<String> {
    let length = body.len();
    vec![format!(
        "HTTP/1.1 {status}\r\nconnection: close\r\n{headers}content-length: {length}\r\n\r\n{body}"
    )]
}

fn transport(url: &str) -> HttpTransport {
    HttpTransport::new(HttpSettings::new(url, "zhurnal/test")).unwrap()
}

fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, test)
}

#[test]
fn answers_problems_and_pages_are_understood() {
    run(async {
        let info = ServerInfo {
            server: ServerId(Uuid::from_u128(1)),
            school: "Школа № 1".to_owned(),
            version: "0.1.0".to_owned(),
            api: API_VERSION,
            now: NOW,
            demo_clock: false,
        };
        let problem = serde_json::to_string(&Problem::new(Code::Busy)).unwrap();
        let (url, asked) = serve(vec![
            answer("200 OK", "", &serde_json::to_string(&info).unwrap()),
            answer("503 Service Unavailable", "", &problem),
            answer("502 Bad Gateway", "", "<html>"),
            answer("200 OK", "etag: \"7\"\r\n", "{}"),
            answer("304 Not Modified", "", ""),
            answer("302 Found", "location: http://portal/\r\n", ""),
        ])
        .await;
        let transport = transport(&format!("{url}/"));
        assert_eq!(transport.server_info().await, Ok(info));
        let token = || "secret".to_owned().into();
        let feed = transport
            .feed(token(), Some("a b".to_owned()))
            .await
            .unwrap_err();
        assert_eq!(feed.code(), Some(Code::Busy));
        let feed = transport.feed(token(), None).await.unwrap_err();
        assert!(matches!(feed, Failure::NotUnderstood(_)));
        let key = PageKey::Lesson(LessonId(5));
        let page = transport.page(token(), key, None).await.unwrap();
        assert_eq!(
            page,
            Fetched::New {
                etag: Some("\"7\"".to_owned()),
                body: b"{}".to_vec()
            }
        );
        let page = transport
            .page(token(), key, Some("\"7\"".to_owned()))
            .await
            .unwrap();
        assert_eq!(page, Fetched::Unchanged);
        let portal = transport.server_info().await.unwrap_err();
        assert!(
            matches!(portal, Failure::NotUnderstood(_)),
            "a portal is not our server"
        );

        let asked = asked.borrow();
        assert!(
            asked[0].starts_with("GET /api/v1/server HTTP/1.1\r\n"),
            "{}",
            asked[0]
        );
        assert!(asked[0].contains(&format!("zhurnal-api: {API_VERSION}\r\n")));
        assert!(asked[1].starts_with("GET /api/v1/feed?cursor=a+b HTTP/1.1\r\n"));
        assert!(asked[1].contains("authorization: Bearer secret\r\n"));
        assert!(asked[4].contains("if-none-match: \"7\"\r\n"));
    });
}

#[test]
fn pokes_are_read_as_they_come() {
    run(async {
        let head = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\n\r\n";
        let pieces = [head, ":\n\nda", "ta: {\"seq\":1}\n", "\n:\n\n"].map(ToOwned::to_owned);
        let (url, _) = serve(vec![pieces.to_vec()]).await;
        let mut events = transport(&url).events("t".to_owned().into()).await.unwrap();
        assert_eq!(events.next().await, Ok(FeedEvent::Heartbeat));
        assert_eq!(events.next().await, Ok(FeedEvent::More));
        assert_eq!(events.next().await, Ok(FeedEvent::Heartbeat));
        assert!(matches!(events.next().await, Err(Failure::Unreachable(_))));
    });
}

#[test]
fn nobody_there_is_said_so() {
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        drop(listener);
        let Err(Failure::Unreachable(why)) = transport(&url).server_info().await else {
            panic!()
        };
        assert!(why.to_lowercase().contains("refused"), "{why}");
    });
}

#[test]
fn the_settings_say_which_school_and_how_long_to_wait() {
    run(async {
        let (url, asked) = serve(vec![answer("200 OK", "", "{}")]).await;
        let settings = HttpSettings {
            school: Some(SchoolId(2)),
            timeout: std::time::Duration::from_millis(200),
            ..HttpSettings::new(url, "t")
        };
        let transport = HttpTransport::new(settings).unwrap();
        let request = SignIn {
            login: "orlova".to_owned(),
            password: "x".to_owned(),
            device: DeviceId(Uuid::from_u128(1)),
            school: None,
        };
        assert!(
            transport.sign_in(request).await.is_err(),
            "{{}} is no session"
        );
        assert!(asked.borrow()[0].contains("\"school\":2"), "{asked:?}");
        // This one is taken and never answered.
        let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", silent.local_addr().unwrap());
        let transport = HttpTransport::new(HttpSettings {
            timeout: std::time::Duration::from_millis(50),
            ..HttpSettings::new(url, "t")
        });
        let Err(Failure::Unreachable(why)) = transport.unwrap().server_info().await else {
            panic!()
        };
        assert!(why.starts_with("timed out"), "{why}");
    });
}

#[rstest]
#[case("")]
#[case("127.0.0.1:8080")]
#[case("ftp://school")]
#[case("http://")]
#[case("file:///etc/passwd")]
fn what_is_no_address_is_refused(#[case] url: &str) {
    let settings = HttpSettings::new(url, "");
    assert!(HttpTransport::new(settings).is_err());
}

#[test]
fn a_missing_authority_file_is_named() {
    run(async {
        let transport = HttpTransport::new(HttpSettings {
            ca_file: Some("/nowhere/ca.pem".into()),
            ..HttpSettings::new("https://127.0.0.1:1", "t")
        });
        let Err(Failure::Unreachable(why)) = transport.unwrap().server_info().await else {
            panic!()
        };
        assert!(why.contains("/nowhere/ca.pem"), "{why}");
    });
}

/// A server that never stops, or says that it will not, is let go at 32 MiB.
#[rstest]
#[case::announced("content-length: 4294967296\r\n\r\n", 1)]
#[case::endless("\r\n", 34)]
#[case::a_problem_without_end("", 34)]
fn an_answer_without_bound_is_not_read(#[case] head: &str, #[case] megabytes: usize) {
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let (status, head) = match head {
            "" => ("500 Internal Server Error", "\r\n"),
            head => ("200 OK", head),
        };
        let head = format!("HTTP/1.1 {status}\r\n{head}");
        let sent = Rc::new(RefCell::new(0));
        let so_far = sent.clone();
        tokio::task::spawn_local(async move {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut asked = [0; 8192];
            let _ = socket.read(&mut asked).await.unwrap();
            socket.write_all(head.as_bytes()).await.unwrap();
            let piece = vec![b' '; 1 << 20];
            while *so_far.borrow() < 256 && socket.write_all(&piece).await.is_ok() {
                *so_far.borrow_mut() += 1;
            }
        });
        let answer = transport(&url).server_info().await.unwrap_err();
        assert!(matches!(answer, Failure::NotUnderstood(_)), "{answer:?}");
        let sent = *sent.borrow();
        assert!(sent <= megabytes + 8, "{sent} MiB were taken");
    });
}

#[test]
fn a_long_list_may_come_compressed() {
    // {"journals":[]}, by gzip.
    const BODY: [u8; 35] = [
        31, 139, 8, 0, 0, 0, 0, 0, 2, 3, 171, 86, 202, 202, 47, 45, 202, 75, 204, 41, 86, 178, 138,
        142, 173, 5, 0, 80, 15, 77, 28, 15, 0, 0, 0,
    ];
    run(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let transport = transport(&url);
        let page = PageKey::List(ListKey::Journals(None));
        let fetched = transport.page("secret".to_owned().into(), page, None);
        let serve = async {
            let (mut socket, _) = listener.accept().await.unwrap();
            let mut bytes = [0; 8192];
            let read = socket.read(&mut bytes).await.unwrap();
            let length = BODY.len();
            let head = format!(
                "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-encoding: gzip\r\n\
                 content-length: {length}\r\n\r\n"
            );
            socket.write_all(head.as_bytes()).await.unwrap();
            socket.write_all(&BODY).await.unwrap();
            String::from_utf8_lossy(&bytes[..read]).into_owned()
        };
        let (fetched, asked) = tokio::join!(fetched, serve);
        assert!(asked.contains("accept-encoding: gzip"), "{asked}");
        let Ok(Fetched::New { body, .. }) = fetched else {
            panic!("{fetched:?}")
        };
        assert_eq!(String::from_utf8(body).unwrap(), r#"{"journals":[]}"#);
    });
}
