//! `kill -9` of the server in the middle of a batch: afterwards every change is there, once.

use crate::house::{DemoServer, ask, assert_each_once, free_port, since_the_bell};
use crate::seat::{FIRST, LIMIT, NOW, SETTLED, Seat, type_in};
use journal::view::{LessonPage, Logged};
use journal::{Attendance, Change, ChangeId, Clock};
use protocol::{Code, MovedClock, Outcome, Pushed};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::Arc;
use testkit::{Api, ApiError, Pen, Proxy};
use tokio::sync::watch;

/// Changes of a batch.
const BATCH: usize = 30;
/// When the server is killed: bytes of a batch on the line, at its beginning, in the middle, whole
/// but not answered, answered in part; or when it has committed and its answer is lost.
#[derive(Debug, Clone, Copy)]
enum Moment {
    Carried(u64),
    AnswerLost,
}

const MOMENTS: [Moment; 8] = [
    Moment::Carried(1),
    Moment::Carried(3_000),
    Moment::AnswerLost,
    Moment::Carried(9_000),
    Moment::Carried(10_300),
    Moment::AnswerLost,
    Moment::Carried(10_800),
    Moment::Carried(13_000),
];

fn clock() -> Arc<dyn Clock> {
    Arc::new(MovedClock::start(school::DemoSpec::NOW))
}

/// A demo server on a port of its own that is killed and started again, behind a proxy.
struct Killed {
    port: u16,
    server: Option<DemoServer>,
    proxy: Proxy,
}

impl Killed {
    fn start(dir: &Path) -> Self {
        let port = free_port();
        let listen = format!("127.0.0.1:{port}");
        let args = ["--size", "small", "--now", NOW, "--listen", &listen];
        Self {
            port,
            server: Some(DemoServer::start(dir, &args)),
            proxy: Proxy::start(SocketAddr::from(([127, 0, 0, 1], port))),
        }
    }

    fn teacher(&self) -> (String, String) {
        self.server.as_ref().expect("a server").teacher.clone()
    }

    /// Kills the server at that moment, and starts it again.
    fn kill_at(&mut self, moment: Moment, dir: &Path) {
        let event = async {
            match moment {
                Moment::Carried(bytes) => {
                    let until = self.proxy.carried() + bytes;
                    let mut carrying = self.proxy.carrying();
                    let seen = carrying.wait_for(|carried| *carried >= until).await;
                    seen.map(drop)
                }
                Moment::AnswerLost => {
                    let mut dropped = self.proxy.dropped();
                    let before = *dropped.borrow();
                    self.proxy.drop_answer_to("POST /api/v1/changes");
                    let seen = dropped.wait_for(|count| *count > before).await;
                    seen.map(drop)
                }
            }
        };
        let seen = ask(async { tokio::time::timeout(LIMIT, event).await });
        seen.expect("the moment comes").expect("a proxy");
        self.server.take().expect("a server").kill();
        let listen = format!("127.0.0.1:{}", self.port);
        self.server = Some(DemoServer::start(dir, &["--listen", &listen]));
    }
}

async fn running_lesson(api: &Api) -> LessonPage {
    let today = api.today().await.unwrap();
    let second = today
        .lessons
        .iter()
        .find(|lesson| lesson.lesson.number == 2);
    let lesson = second.expect("the running lesson").lesson.id;
    api.lesson(lesson).await.unwrap()
}

/// Sends batch after batch, each until it is answered, for as long as it is wanted and one more.
async fn push_on(
    mut api: Api,
    page: LessonPage,
    starts: watch::Receiver<u64>,
    wanted: watch::Receiver<bool>,
) -> (Vec<ChangeId>, usize) {
    let pen = Pen::new(clock());
    let mut absent = BTreeMap::new();
    let (mut sent, mut again) = (Vec::new(), 0);
    loop {
        let last = !*wanted.borrow();
        let pupils = page.members.iter().map(|member| member.pupil).cycle();
        let changes: Vec<Change> = pupils
            .skip(sent.len() % page.members.len())
            .take(BATCH)
            .map(|pupil| {
                let now = absent.entry(pupil).or_insert(false);
                *now = !*now;
                let (absent, present) = (Attendance::Absent, Attendance::Present);
                let (old, new) = if *now {
                    (present, absent)
                } else {
                    (absent, present)
                };
                pen.attendance(page.sheet.lesson.id, pupil, old, new)
            })
            .collect();
        sent.extend(changes.iter().map(|change| change.id));
        for outcome in until_answered(&mut api, changes, starts.clone()).await {
            match outcome {
                Outcome::Applied { .. } => {}
                Outcome::AlreadyApplied { first } => {
                    assert!(matches!(*first, Outcome::Applied { .. }), "{first:?}");
                    again += 1;
                }
                other => panic!("not in the journal: {other:?}"),
            }
        }
        if last {
            return (sent, again);
        }
    }
}

/// The same batch again and again until the server says what became of it.
async fn until_answered(
    api: &mut Api,
    changes: Vec<Change>,
    mut starts: watch::Receiver<u64>,
) -> Vec<Outcome> {
    let push = api.numbered(changes);
    loop {
        let start = *starts.borrow_and_update();
        match api.post::<Pushed>("/changes", &push).await {
            Ok(pushed) => {
                assert_eq!(pushed.last_n, api.last_n);
                return pushed.outcomes;
            }
            Err(ApiError::Problem(problem)) => {
                let unknown = matches!(problem.code, Code::OutcomeUnknown | Code::Busy);
                assert!(unknown, "{problem:?}");
            }
            // Killed: the next try is when it has been started again.
            Err(_) => {
                let event = starts.wait_for(|now| *now > start);
                let again = tokio::time::timeout(LIMIT, event).await;
                again.expect("the server starts again").expect("a test");
            }
        }
    }
}

#[test]
fn every_change_of_a_batch_is_there_exactly_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut killed = Killed::start(dir.path());
    let (login, password) = killed.teacher();
    let mut api = Api::new(&killed.proxy.url(), clock());
    let page = ask(async {
        api.sign_in(&login, &password).await.unwrap();
        running_lesson(&api).await
    });
    let lesson = page.sheet.lesson.id;
    let (started, starts) = watch::channel(0);
    let (want, wanted) = watch::channel(true);
    let pusher = {
        let api = api.clone();
        std::thread::spawn(move || ask(push_on(api, page, starts, wanted)))
    };
    for moment in MOMENTS {
        killed.kill_at(moment, dir.path());
        started.send_modify(|start| *start += 1);
    }
    want.send_replace(false);
    let (sent, again) = pusher.join().expect("every batch is answered");
    assert!(
        again >= 2 * BATCH,
        "{again}: those whose answer was lost, at least"
    );
    let log = ask(api.log(lesson)).unwrap().changes;
    assert_each_once(&log);
    let log = since_the_bell(log);
    let logged: Vec<ChangeId> = log.iter().map(|logged| logged.change.id).collect();
    assert_eq!(
        logged, sent,
        "all that was sent, in its order, and nothing else"
    );
}

#[test]
fn a_class_typed_while_the_server_is_killed_arrives_once() {
    let dir = tempfile::tempdir().unwrap();
    let mut killed = Killed::start(dir.path());
    let (login, password) = killed.teacher();
    let seat = Seat::at(&killed.proxy.url());
    let mut pty = seat.start();
    pty.wait_for("Логин", LIMIT);
    type_in(&mut pty, &login, &password);
    pty.wait_for("НЕ подтверждена", LIMIT);
    pty.wait_for(SETTLED, LIMIT);
    pty.send(FIRST);
    for bytes in [200, 900, 1_500] {
        // Nine pupils, and the server is gone in the midst of what they cause on the line.
        for _ in 0..9 {
            pty.send("н");
        }
        killed.kill_at(Moment::Carried(bytes), dir.path());
    }
    pty.wait_for("нет 27", LIMIT);
    let screen = pty.wait_for(SETTLED, LIMIT);
    assert!(!screen.contains("конфликт"), "{screen}");
    let log = lesson_log(&killed.proxy.url(), &login, &password);
    assert_each_once(&log);
    assert_eq!(since_the_bell(log).len(), 27);
}

fn lesson_log(url: &str, login: &str, password: &str) -> Vec<Logged> {
    ask(async {
        let mut api = Api::new(url, clock());
        api.sign_in(login, password).await.unwrap();
        let lesson = running_lesson(&api).await.sheet.lesson.id;
        api.log(lesson).await.unwrap().changes
    })
}
