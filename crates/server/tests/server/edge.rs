//! What every request meets: the version, problems, limits.

use protocol::{Code, Problem};
use reqwest::header::{ALLOW, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use reqwest::{Method, Response, StatusCode};
use rstest::rstest;
use std::time::Duration;
use testkit::TestServer;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

async fn problem(response: Response) -> Problem {
    assert_eq!(response.headers()[CONTENT_TYPE], "application/problem+json");
    assert_eq!(response.headers()["zhurnal-api"], "1");
    let status = response.status();
    let problem: Problem = response.json().await.unwrap();
    assert_eq!(problem.status, status.as_u16());
    assert!(problem.instance.is_some());
    assert!(problem.kind.starts_with("urn:zhurnal:problem:"));
    problem
}

#[rstest]
#[case("0")]
#[case("2")]
#[case("")]
#[case("latest")]
#[tokio::test]
async fn another_version_is_told(#[case] version: &str) {
    let server = TestServer::start();
    let request = server.api().bare(Method::GET, "/server");
    let response = request.header("zhurnal-api", version).send().await.unwrap();
    let problem = problem(response).await;
    assert_eq!((problem.status, problem.code), (426, Code::VersionMismatch));
}

#[tokio::test]
async fn any_tool_may_ask_and_hears_the_version() {
    let server = TestServer::start();
    let mut line = TcpStream::connect(server.address()).await.unwrap();
    line.write_all(b"GET /api/v1/server HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut answer = String::new();
    line.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 200 OK"), "{answer}");
    assert!(answer.contains("zhurnal-api: 1"), "{answer}");
    assert!(
        answer.contains("x-content-type-options: nosniff"),
        "{answer}"
    );
    assert!(answer.contains("cache-control: no-store"), "{answer}");
}

#[tokio::test]
async fn an_unknown_path_and_an_unknown_method() {
    let server = TestServer::start();
    let api = server.signed_in("orlova").await;
    for path in [
        "/nothing",
        "/lessons",
        "/lessons/1/2/3",
        "/../../etc/passwd",
        "/%2e%2e/x",
        "/",
    ] {
        let response = api.request(Method::GET, path).send().await.unwrap();
        assert_eq!(problem(response).await.code, Code::NotFound, "{path}");
    }
    let response = api.request(Method::PUT, "/today").send().await.unwrap();
    assert_eq!(response.headers()[ALLOW], "GET,HEAD");
    let problem = problem(response).await;
    assert_eq!((problem.status, problem.code), (405, Code::InvalidRequest));
}

#[rstest]
#[case("application/json", "{", 400)]
#[case("application/json", "", 400)]
#[case("application/json; charset=utf-8", "nul", 400)]
#[case("application/json", "\u{feff}{}", 400)]
#[case("text/plain", "{}", 415)]
#[case("application/x-www-form-urlencoded", "login=orlova", 415)]
#[tokio::test]
async fn a_body_that_cannot_be_read(
    #[case] media: &str,
    #[case] body: &'static str,
    #[case] status: u16,
) {
    let server = TestServer::start();
    let request = server.api().request(Method::POST, "/sessions");
    let response = request
        .header(CONTENT_TYPE, media)
        .body(body)
        .send()
        .await
        .unwrap();
    let problem = problem(response).await;
    assert_eq!(
        (problem.status, problem.code),
        (status, Code::InvalidRequest)
    );
}

#[tokio::test]
async fn a_deep_body_is_no_way_to_the_stack() {
    let server = TestServer::start();
    let api = server.signed_in("orlova").await;
    let request = api.request(Method::POST, "/changes");
    let body = "[".repeat(200_000);
    let response = request
        .header(CONTENT_TYPE, "application/json")
        .body(body)
        .send()
        .await;
    assert_eq!(problem(response.unwrap()).await.code, Code::InvalidRequest);
}

#[tokio::test]
async fn without_a_session_the_way_in_is_named() {
    let server = TestServer::start();
    let response = server
        .api()
        .request(Method::GET, "/today")
        .send()
        .await
        .unwrap();
    assert_eq!(response.headers()[WWW_AUTHENTICATE], "Bearer");
    assert_eq!(problem(response).await.code, Code::SessionExpired);
}

#[tokio::test]
async fn requests_have_names_of_their_own() {
    let server = TestServer::start();
    let name = async || {
        let response = server
            .api()
            .request(Method::GET, "/nothing")
            .send()
            .await
            .unwrap();
        problem(response).await.instance.unwrap()
    };
    assert_ne!(name().await, name().await);
}

/// The client sends half of its changes and falls silent: nobody knows, send the same again.
#[tokio::test]
async fn half_a_request_ends_in_outcome_unknown() {
    let server = TestServer::builder()
        .config(|config| config.request_timeout = Duration::from_millis(100))
        .start();
    let api = server.signed_in("orlova").await;
    let token = api.token.clone().unwrap();
    let mut line = TcpStream::connect(server.address()).await.unwrap();
    let head = format!(
        "POST /api/v1/changes HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: 1000\r\n\r\n{{\"device\":"
    );
    line.write_all(head.as_bytes()).await.unwrap();
    let mut answer = vec![0; 4096];
    let length = line.read(&mut answer).await.unwrap();
    let answer = String::from_utf8_lossy(&answer[..length]);
    assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
    assert!(answer.contains("retry-after: 2"), "{answer}");
    assert!(answer.contains("\"outcome-unknown\""), "{answer}");
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_off() {
    let server = TestServer::builder()
        .config(|config| config.head_timeout = Duration::from_millis(100))
        .start();
    let mut line = TcpStream::connect(server.address()).await.unwrap();
    line.write_all(b"GET /api/v1/server HTTP/1.1\r\nx-slow: ")
        .await
        .unwrap();
    let mut rest = Vec::new();
    let ended = tokio::time::timeout(Duration::from_secs(20), line.read_to_end(&mut rest)).await;
    assert!(ended.is_ok(), "the server closes it");
}

#[tokio::test]
async fn what_is_not_http_at_all() {
    let server = TestServer::start();
    for rubbish in [
        &b"\x16\x03\x01\x02\x00\x01\x00"[..],
        b"\x00\x00\x00\x00\r\n\r\n",
        b"HELO\r\n\r\n",
    ] {
        let mut line = TcpStream::connect(server.address()).await.unwrap();
        line.write_all(rubbish).await.unwrap();
        line.shutdown().await.unwrap();
        let mut answer = Vec::new();
        let _ = line.read_to_end(&mut answer).await;
    }
    assert!(server.api().server().await.is_ok(), "and it goes on");
}

#[tokio::test]
async fn health() {
    let server = TestServer::start();
    for path in ["/health/live", "/health/ready"] {
        let response = server
            .api()
            .request(Method::GET, path)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::NO_CONTENT, "{path}");
        assert!(response.headers().get(RETRY_AFTER).is_none());
    }
}

#[tokio::test]
async fn a_server_whose_database_is_gone_is_alive_and_not_ready() {
    let server = TestServer::start();
    server.store().close().await;
    for (path, status) in [
        ("/health/live", StatusCode::NO_CONTENT),
        ("/health/ready", StatusCode::SERVICE_UNAVAILABLE),
    ] {
        let request = server.api().request(Method::GET, path);
        assert_eq!(request.send().await.unwrap().status(), status, "{path}");
    }
}
