//! Another server than the one the work is for, one of another version, one with another clock.

use crate::grid::column;
use crate::house::log;
use crate::seat::{LIMIT, SETTLED, Seat, to_cell};
use protocol::problem::MEDIA_TYPE;
use protocol::{Code, Problem};
use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpListener};
use testkit::pty::key;
use testkit::{Proxy, Pty, TestServer, fixture};

/// A server that answers everything with one problem, for as long as the test runs.
fn server_that_says(code: Code) -> SocketAddr {
    let problem = Problem {
        kind: format!("urn:zhurnal:problem:{}", code.word()),
        title: "Программа и сервер разных версий.".to_owned(),
        status: code.status(),
        code,
        instance: None,
        facts: None,
    };
    let body = serde_json::to_string(&problem).unwrap();
    let answer = format!(
        "HTTP/1.1 {} Answer\r\ncontent-type: {MEDIA_TYPE}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{body}",
        problem.status,
        body.len()
    );
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let head = BufReader::new(&stream).lines();
            let ends = |line: &Result<String, _>| line.as_ref().is_ok_and(|line| !line.is_empty());
            head.take_while(ends).for_each(drop);
            // A client that has gone needs no answer.
            let _ = stream.write_all(answer.as_bytes());
        }
    });
    address
}

/// A client in the running lesson, its line, and its server.
fn lesson() -> (Pty, Proxy, TestServer, Seat) {
    let server = TestServer::start();
    let proxy = Proxy::start(server.address());
    let seat = Seat::at(&proxy.url());
    (seat.sign_in("orlova"), proxy, server, seat)
}

#[test]
fn a_server_of_another_version_gets_nothing_and_the_work_goes_on() {
    let (mut pty, proxy, server, _seat) = lesson();
    proxy.redirect(server_that_says(Code::VersionMismatch));
    pty.wait_for("программу нужно обновить: сервер другой версии", LIMIT);
    pty.send(to_cell(1, 0) + "нн");
    let screen = pty.wait_for("нет 2", LIMIT);
    assert_eq!(column(&screen, "Явка")[..2], ["н", "н"]);
    proxy.redirect(server.address());
    pty.send(key::ctrl('r'));
    pty.wait_for(SETTLED, LIMIT);
    assert_eq!(log(&server, "orlova", fixture::RUNNING).len(), 2);
}

#[test]
fn another_server_at_the_same_address_gets_nothing_of_the_outbox() {
    let (mut pty, proxy, server, _seat) = lesson();
    let other = TestServer::start();
    proxy.cut();
    pty.wait_for("нет сети", LIMIT);
    pty.send(to_cell(1, 0) + "нн");
    pty.wait_for("нет сети, 2 в очереди", LIMIT);
    proxy.redirect(other.address());
    proxy.mend();
    pty.wait_for("здесь другой сервер: ничего не отправляется", LIMIT);
    assert!(log(&other, "orlova", fixture::RUNNING).is_empty());
    proxy.redirect(server.address());
    pty.send(key::ctrl('r'));
    pty.wait_for(SETTLED, LIMIT);
    assert_eq!(log(&server, "orlova", fixture::RUNNING).len(), 2);
}

#[test]
fn signing_in_on_something_that_is_no_server_of_ours_is_a_sentence() {
    let page = server_that_says(Code::Internal);
    let proxy = Proxy::start(page);
    let seat = Seat::at(&proxy.url());
    let mut pty = seat.start();
    pty.wait_for("Логин", LIMIT);
    proxy.cut();
    crate::seat::type_in(&mut pty, "orlova", fixture::PASSWORD);
    pty.wait_for("Сервер не отвечает", LIMIT);
}

#[test]
fn a_clock_that_is_an_hour_off_is_told_and_times_are_right_all_the_same() {
    let server = TestServer::start();
    let seat = Seat::at(&server.url()).clock("2026-11-16T10:26");
    // By the client's own clock the lesson is over; by the school's it runs.
    let mut pty = seat.sign_in("orlova");
    pty.wait_for("часы спешат на", LIMIT);
    pty.send(to_cell(1, 0) + "о");
    pty.wait_for("опоздал 1", LIMIT);
    let screen = pty.wait_for(SETTLED, LIMIT);
    let late = &column(&screen, "Явка")[0];
    assert!(["о1", "о2", "о3"].contains(&late.as_str()), "{late}");
    let log = log(&server, "orlova", fixture::RUNNING);
    let [logged] = &log[..] else {
        panic!("{log:?}")
    };
    let apart = logged.received_at.since(logged.change.made_at);
    assert!(apart.num_seconds().abs() < 30, "{apart}");
}
