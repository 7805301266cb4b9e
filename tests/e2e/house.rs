//! Servers for the tests, and what they know.

use crate::seat::PROGRAM;
use journal::view::Logged;
use journal::{Edit, LessonId};
use std::collections::HashSet;
use std::io::{BufRead, BufReader, Lines};
use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, ChildStdout, Command, Stdio};
use testkit::TestServer;

/// Does what takes a runtime.
pub fn ask<T>(question: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    runtime.block_on(question)
}

/// The log of a lesson, read by somebody else's eyes: a client of the API.
pub fn log(server: &TestServer, login: &str, lesson: LessonId) -> Vec<Logged> {
    let log = ask(async { server.signed_in(login).await.log(lesson).await });
    let changes = log.expect("the log of the lesson").changes;
    assert_each_once(&changes);
    changes
}

/// Nothing came twice.
pub fn assert_each_once(changes: &[Logged]) {
    let ids: HashSet<_> = changes.iter().map(|logged| logged.change.id).collect();
    assert_eq!(
        ids.len(),
        changes.len(),
        "a change that is in the log twice"
    );
    assert!(
        changes.is_sorted_by(|a, b| a.seq < b.seq),
        "an order of commits"
    );
}

/// What was done, in order.
pub fn edits(changes: &[Logged]) -> Vec<Edit> {
    let edits = changes.iter().map(|logged| logged.change.edit.clone());
    edits.collect()
}

/// What has come since a demonstration began: its school has a past, and absences that were
/// announced.
pub fn since_the_bell(changes: Vec<Logged>) -> Vec<Logged> {
    let new = changes.into_iter();
    new.filter(|logged| logged.received_at >= school::DemoSpec::NOW)
        .collect()
}

/// A port on which nobody listens now.
pub fn free_port() -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("an address").port()
}

/// `zhurnal demo --no-tui`, a process of its own. Dropped, it is killed.
pub struct DemoServer {
    child: Child,
    _output: Lines<BufReader<ChildStdout>>,
    /// Its address.
    pub url: String,
    /// Login and password of the teacher of the running lesson.
    pub teacher: (String, String),
}

impl DemoServer {
    /// Starts the small school in `dir`, or goes on with the one that is there. It answers when
    /// this returns.
    pub fn start(dir: &Path, args: &[&str]) -> Self {
        let mut child = Command::new(PROGRAM)
            .args(["demo", "--no-tui", "--dir"])
            .arg(dir)
            .args(args)
            .env_clear()
            .env("HOME", dir)
            .env("LANG", "ru_RU.UTF-8")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let output = child.stdout.take().expect("its output");
        let mut output = BufReader::new(output).lines();
        let mut line = || output.next().expect("a line").expect("text");
        let url = line();
        let teacher = line();
        let fields: Vec<&str> = teacher.split('\t').collect();
        let [role, login, password, _name] = fields[..] else {
            panic!("not a role, login, password, name: {teacher:?}")
        };
        assert_eq!(role, "teacher");
        let teacher = (login.to_owned(), password.to_owned());
        Self {
            child,
            _output: output,
            url,
            teacher,
        }
    }

    /// `kill -9`.
    pub fn kill(mut self) {
        self.child.kill().expect("a process that can be killed");
        self.child.wait().expect("its end");
    }
}

impl Drop for DemoServer {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
