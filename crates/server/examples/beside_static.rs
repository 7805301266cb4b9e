//! A lesson read beside a static handler that sends the same bytes: how much of it the session,
//! the permission and the database leave. `wrk` measures both in turn, several times.
//!
//! `cargo run --release -p server --example beside_static -- [seconds] [connections] [rounds]`
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a tool for people who measure"
)]

use axum::Router;
use axum::http::header;
use axum::routing::get;
use bytes::Bytes;
use reqwest::Method;
use std::process::Command;
use testkit::{TestServer, fixture};

fn main() {
    let mut args = std::env::args().skip(1);
    let mut number = |default: u32| {
        args.next()
            .and_then(|arg| arg.parse().ok())
            .unwrap_or(default)
    };
    let (seconds, connections, rounds) = (number(5), number(64), number(3));
    let server = TestServer::start();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .expect("a runtime");
    let path = format!("/lessons/{}", fixture::RUNNING);
    let (token, body, fixed) = runtime.block_on(async {
        let api = server.signed_in("orlova").await;
        let answer = api.request(Method::GET, &path).send().await.unwrap();
        let body = answer.bytes().await.unwrap();
        (
            api.token.clone().unwrap(),
            body.clone(),
            serve_static(body).await,
        )
    });
    let lesson = format!("{}/api/v1{path}", server.url());
    println!(
        "{} bytes, {connections} connections, {seconds} s a turn",
        body.len()
    );
    for _ in 0..rounds {
        let fixed = wrk(&fixed, &token, seconds, connections);
        let read = wrk(&lesson, &token, seconds, connections);
        println!(
            "static {fixed:>9.0} req/s   lesson {read:>9.0} req/s   {:.2}",
            read / fixed
        );
    }
}

async fn serve_static(body: Bytes) -> String {
    let answer = move || {
        let body = body.clone();
        async move { ([(header::CONTENT_TYPE, "application/json")], body) }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let router = Router::new().route("/", get(answer));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

/// Requests in a second.
fn wrk(url: &str, token: &str, seconds: u32, connections: u32) -> f64 {
    let output = Command::new("wrk")
        .args(["-t2", &format!("-c{connections}"), &format!("-d{seconds}s")])
        .args(["-H", &format!("Authorization: Bearer {token}"), url])
        .output()
        .expect("wrk is installed");
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(!text.contains("Non-2xx"), "{text}");
    let line = text
        .lines()
        .find_map(|line| line.trim().strip_prefix("Requests/sec:"));
    line.and_then(|figure| figure.trim().parse().ok())
        .expect("what wrk says")
}
