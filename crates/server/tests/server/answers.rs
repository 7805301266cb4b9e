//! Answers that are asked for and not taken.

use crate::contract::Operation;
use crate::permissions::permission;
use journal::regulation::Permission;
use journal::{Edit, FromTo, Homework, Role, Roles};
use reqwest::Method;
use std::time::Duration;
use testkit::fixture::RUNNING;
use testkit::{Api, TestServer};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

/// Nothing takes so long.
const LIMIT: Duration = Duration::from_secs(20);

/// A connection on which somebody asks for a path and reads nothing of the answer.
async fn ask(server: &TestServer, api: &Api, path: &str, times: usize) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(2048).unwrap();
    let mut line = socket.connect(server.address()).await.unwrap();
    let token = api.token.as_deref().unwrap();
    let head =
        format!("GET /api/v1{path} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\r\n");
    line.write_all(head.repeat(times).as_bytes()).await.unwrap();
    line
}

/// A connection on which somebody sends changes and reads nothing of the answer.
async fn send(server: &TestServer, api: &Api, body: &str) -> TcpStream {
    let socket = TcpSocket::new_v4().unwrap();
    socket.set_recv_buffer_size(2048).unwrap();
    let mut line = socket.connect(server.address()).await.unwrap();
    let (token, length) = (api.token.as_deref().unwrap(), body.len());
    let head = format!(
        "POST /api/v1/changes HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}"
    );
    line.write_all(head.as_bytes()).await.unwrap();
    line
}

/// Waits for the first byte of an answer.
async fn begins(line: &mut TcpStream) {
    let begun = tokio::time::timeout(LIMIT, line.read_u8()).await;
    assert_eq!(begun.expect("an answer").unwrap(), b'H');
}

/// A log of which a part is longer than what the system keeps for a peer.
async fn with_a_long_log(server: &TestServer) -> Api {
    let mut api = server.signed_in("orlova").await;
    let text = |nth: usize| Homework {
        text: "я".repeat(3900 + nth % 2),
        ..Homework::default()
    };
    let change = |nth: usize| {
        let old = (nth > 0).then(|| text(nth - 1));
        let step = FromTo::new(old, Some(text(nth)));
        server
            .pen()
            .change(RUNNING, Edit::Homework { slot: 0, step })
    };
    api.push((0..12).map(change).collect()).await.unwrap();
    api
}

#[tokio::test]
async fn who_takes_no_answer_is_given_no_more_and_nobody_else_waits() {
    let server = TestServer::start();
    let greedy = with_a_long_log(&server).await;
    let log = format!("/lessons/{RUNNING}/log");
    let mut held = Vec::new();
    for _ in 0..8 {
        let mut line = ask(&server, &greedy, &log, 8).await;
        begins(&mut line).await;
        held.push(line);
    }
    let teacher = Roles(vec![Role::Teacher]);
    let takes_a_turn = |operation: &Operation| {
        let permission = permission(operation);
        operation.method == Method::GET
            && permission != Permission::Anyone
            && permission.granted_to(&teacher)
            && !operation.path.ends_with("/events")
    };
    let readings: Vec<_> = Operation::all().into_iter().filter(takes_a_turn).collect();
    assert!(readings.len() > 8, "{}", readings.len());
    let other = server.signed_in("sokolova").await;
    let mut waiting = Vec::new();
    for operation in &readings {
        let path = operation.concrete();
        let line = ask(&server, &greedy, &path, 1).await;
        begins(&mut ask(&server, &other, &path, 1).await).await;
        waiting.push((path, line));
    }
    for (path, line) in &mut waiting {
        let read = line.try_read(&mut [0]);
        assert!(read.is_err(), "{path} answers all the same");
    }
    drop(held);
    for (_, line) in &mut waiting {
        begins(line).await;
    }
}

#[tokio::test]
async fn a_device_that_takes_no_answer_keeps_no_other_of_its_person_from_reading() {
    let server = TestServer::start();
    let greedy = with_a_long_log(&server).await;
    let log = format!("/lessons/{RUNNING}/log");
    let mut held = Vec::new();
    for _ in 0..8 {
        let mut line = ask(&server, &greedy, &log, 8).await;
        begins(&mut line).await;
        held.push(line);
    }
    let mut more = ask(&server, &greedy, &log, 1).await;
    let elsewhere = server.signed_in("orlova").await;
    for path in ["/me", "/journals", &log] {
        begins(&mut ask(&server, &elsewhere, path, 1).await).await;
    }
    assert!(more.try_read(&mut [0]).is_err(), "the first one waits");
    drop(held);
    begins(&mut more).await;
}

/// A hundred conflicts about a long homework are answered with a hundred long homeworks.
#[tokio::test]
async fn who_takes_no_answer_to_a_write_is_told_to_come_again() {
    let server = TestServer::builder().config(|config| config.answer_memory = 4 << 20);
    let server = server.start();
    let mut api = with_a_long_log(&server).await;
    let other = Homework {
        text: "другое".to_owned(),
        ..Homework::default()
    };
    let step = || FromTo::new(Some(other.clone()), None);
    let conflict = |_| {
        let step = step();
        server
            .pen()
            .change(RUNNING, Edit::Homework { slot: 0, step })
    };
    let push = api.numbered((0..100).map(conflict).collect());
    let body = serde_json::to_string(&push).unwrap();
    let mut held = Vec::new();
    let told = loop {
        let mut line = send(&server, &api, &body).await;
        let mut status = [0; 12];
        let read = tokio::time::timeout(LIMIT, line.read_exact(&mut status)).await;
        read.expect("an answer").unwrap();
        if status.ends_with(b"200") && held.len() < 16 {
            held.push(line);
        } else {
            break status;
        }
    };
    assert!(told.ends_with(b"503"), "after {} answers", held.len());
    assert!(!held.is_empty());
    drop(held);
    let other = server.signed_in("sokolova").await;
    assert!(other.me().await.is_ok());
}
