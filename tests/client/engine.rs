//! The engine against the real server over real HTTP.

use journal::{Attendance, Cell, Change, Clock, Content, Edit, LessonId, Mark, MarkValue, WorkRef};
use offline::seal::Plain;
use offline::sync::channels;
use offline::{
    Access, AccountFolder, Command, Connectivity, Engine, Event, HttpSettings, HttpTransport,
    IdSource, PageKey, Resolution, ServerClock, SignInError, SignOuts, Store, TroubleKind,
};
use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;
use tempfile::TempDir;
use testkit::fixture::{ALGEBRA, ANSWER, PASSWORD, QUARTER, RUNNING, pupil, today};
use testkit::{TestClock, TestServer};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};
use tokio::time::timeout;

struct Desk {
    store: Rc<Store>,
    server_clock: Rc<ServerClock>,
    access: Access,
    commands: UnboundedSender<Command>,
    events: tokio::sync::Mutex<UnboundedReceiver<Event>>,
    ids: RefCell<IdSource>,
    _dir: TempDir,
}

impl Desk {
    fn open(url: &str, clock: &Arc<TestClock>, seed: u8) -> Self {
        let dir = tempfile::tempdir().unwrap();
        let clock: Arc<dyn Clock> = clock.clone();
        let mut ids = IdSource::new([seed; 32]);
        let folder = AccountFolder::at(dir.path());
        let store = Store::open(&folder, Box::new(Plain), &mut ids, clock.now()).unwrap();
        let store = Rc::new(store);
        let server_clock = Rc::new(ServerClock::resume(&store, clock).unwrap());
        let transport =
            Rc::new(HttpTransport::new(HttpSettings::new(url, "zhurnal/test")).unwrap());
        let (commands, commands_in, events_out, events) = channels();
        let mint_of_access = IdSource::new([seed + 100; 32]);
        let access = Access::new(
            store.clone(),
            transport.clone(),
            server_clock.clone(),
            mint_of_access,
            SignOuts::at(dir.path()),
        );
        let engine = Engine::new(
            store.clone(),
            transport,
            server_clock.clone(),
            [seed + 200 - 100; 32],
        );
        tokio::task::spawn_local(engine.run(commands_in, events_out));
        let events = tokio::sync::Mutex::new(events);
        Self {
            store,
            server_clock,
            access,
            commands,
            events,
            ids: RefCell::new(ids),
            _dir: dir,
        }
    }

    async fn sign_in(&self, login: &str) {
        self.access.sign_in(login, PASSWORD.into()).await.unwrap();
        self.say(Command::SignedIn);
    }

    fn say(&self, command: Command) {
        self.commands.send(command).unwrap();
    }

    /// Waits for an event that makes this true.
    async fn until(&self, what: &str, is_so: impl Fn(&Event) -> bool) -> Event {
        let wait = async {
            loop {
                let event = self.events.lock().await.recv().await.unwrap();
                if is_so(&event) {
                    return event;
                }
            }
        };
        timeout(Duration::from_mins(1), wait)
            .await
            .unwrap_or_else(|_| panic!("no {what}"))
    }

    async fn until_page(&self, page: PageKey) {
        self.until("page", |event| match event {
            Event::PagesChanged(pages) => pages.contains(&page),
            _ => false,
        })
        .await;
    }

    async fn until_settled(&self) {
        self.until("answer", |event| {
            matches!(event, Event::Settled { pending: 0, .. })
        })
        .await;
    }

    fn write(&self, cells: &[(Cell, Content)]) {
        let moment = self.server_clock.moment();
        let sheet = self.store.lesson(RUNNING).unwrap().unwrap().page.sheet;
        let mut ids = self.ids.borrow_mut();
        let gesture = ids.gesture(moment.at);
        let changes: Vec<Change> = cells
            .iter()
            .map(|(cell, wanted)| Change {
                id: ids.change(moment.at),
                gesture,
                made_at: moment.at,
                sheet: RUNNING.into(),
                edit: Edit::between(*cell, sheet.content(*cell), wanted.clone()).unwrap(),
                ground: None,
                beside: None,
                after: None,
            })
            .collect();
        self.store.append(&changes, moment.suspect).unwrap();
        self.say(Command::Wake);
    }

    fn content(&self, cell: Cell) -> Content {
        self.store
            .lesson(RUNNING)
            .unwrap()
            .unwrap()
            .page
            .sheet
            .content(cell)
    }
}

const ABSENT: Content = Content::Attendance(Attendance::Absent);

fn attendance(nth: i64) -> Cell {
    Cell::Attendance { pupil: pupil(nth) }
}

fn mark(nth: i64, value: &str) -> (Cell, Content) {
    let mark = Mark::new(value.parse::<MarkValue>().unwrap(), 1);
    let work = WorkRef::first(ANSWER);
    (
        Cell::Mark {
            pupil: pupil(nth),
            work,
        },
        Content::Mark(Some(mark)),
    )
}

fn run<T>(test: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    tokio::task::LocalSet::new().block_on(&runtime, test)
}

#[test]
fn a_lesson_is_run_and_a_second_desk_sees_it_without_asking() {
    run(async {
        let server = TestServer::start();
        let one = Desk::open(&server.url(), server.clock(), 1);
        let two = Desk::open(&server.url(), server.clock(), 2);
        for desk in [&one, &two] {
            desk.sign_in("orlova").await;
            desk.say(Command::Fetch(PageKey::Lesson(RUNNING)));
            desk.until_page(PageKey::Lesson(RUNNING)).await;
        }
        assert!(one.store.rules().unwrap().is_some());
        let (cell, five) = mark(4, "5");
        one.write(&[(attendance(1), ABSENT), (attendance(2), ABSENT)]);
        one.write(&[
            (cell, five.clone()),
            (Cell::RollCall, Content::RollCall(true)),
        ]);
        one.until_settled().await;
        while two.content(Cell::RollCall) != Content::RollCall(true) {
            two.until_page(PageKey::Lesson(RUNNING)).await;
        }
        assert_eq!(two.content(attendance(2)), ABSENT);
        assert_eq!(two.content(cell), five);
        assert_eq!(one.access.sheet_log(RUNNING).await.unwrap().len(), 4);

        let journal = PageKey::Journal(ALGEBRA, Some(QUARTER));
        two.say(Command::Fetch(journal));
        two.until_page(journal).await;
        let page = two
            .store
            .journal(ALGEBRA, Some(QUARTER))
            .unwrap()
            .unwrap()
            .page;
        assert_eq!(page.grid.sheet(RUNNING).unwrap().content(cell), five);
        two.say(Command::Fetch(PageKey::Today(today())));
        let row = two.store.today(today()).unwrap().unwrap().page;
        let row = row
            .lessons
            .into_iter()
            .find(|row| row.lesson.id == RUNNING)
            .unwrap();
        assert_eq!((row.absent, row.roll_called), (2, true));
    });
}

#[test]
fn a_server_that_dies_in_between_gets_everything_once() {
    run(async {
        let mut server = TestServer::start();
        let desk = Desk::open(&server.url(), server.clock(), 3);
        desk.sign_in("orlova").await;
        desk.say(Command::Fetch(PageKey::Lesson(RUNNING)));
        desk.until_page(PageKey::Lesson(RUNNING)).await;
        for nth in 1..=5 {
            desk.write(&[(attendance(nth), ABSENT)]);
            // The others go while the line is broken.
            if nth == 2 {
                server.kill();
            }
            tokio::task::yield_now().await;
        }
        desk.until("loss", |event| {
            matches!(event, Event::Connectivity(Connectivity::Offline { .. }))
        })
        .await;
        server.restart();
        desk.say(Command::TryNow);
        desk.until_settled().await;
        let log = desk.access.sheet_log(RUNNING).await.unwrap();
        assert_eq!(log.len(), 5);
        assert_eq!(desk.store.pending_count().unwrap(), 0);
        assert_eq!(desk.store.trouble_count().unwrap(), 0);
    });
}

#[test]
fn a_conflict_names_who_was_first() {
    run(async {
        let server = TestServer::start();
        let one = Desk::open(&server.url(), server.clock(), 4);
        let two = Desk::open(&server.url(), server.clock(), 5);
        for desk in [&one, &two] {
            desk.sign_in("orlova").await;
            desk.say(Command::Fetch(PageKey::Lesson(RUNNING)));
            desk.until_page(PageKey::Lesson(RUNNING)).await;
        }
        two.say(Command::SignOut);
        let (cell, five) = mark(7, "5");
        let (_, double) = mark(7, "4/5");
        two.write(&[(cell, double.clone())]);
        one.write(&[(cell, five.clone())]);
        one.until_settled().await;
        assert_eq!(two.content(cell), double);
        two.say(Command::SignedIn);
        two.until("trouble", |event| {
            matches!(event, Event::Trouble { new: 1, open: 1 })
        })
        .await;
        let trouble = two.store.troubles().unwrap().remove(0);
        let TroubleKind::Conflict { now, by, .. } = trouble.kind else {
            panic!()
        };
        assert_eq!((now, by.unwrap().last.as_str()), (five, "Орлова"));
    });
}

/// A conflict of two desks over a mark: theirs is 5, ours 4/5. Answers both desks and the cell.
async fn in_conflict(server: &TestServer, seed: u8) -> (Desk, Desk, Cell) {
    let one = Desk::open(&server.url(), server.clock(), seed);
    let two = Desk::open(&server.url(), server.clock(), seed + 1);
    for desk in [&one, &two] {
        desk.sign_in("orlova").await;
        desk.say(Command::Fetch(PageKey::Lesson(RUNNING)));
        desk.until_page(PageKey::Lesson(RUNNING)).await;
    }
    two.say(Command::SignOut);
    let (cell, five) = mark(7, "5");
    two.write(&[mark(7, "4/5")]);
    one.write(&[(cell, five)]);
    one.until_settled().await;
    two.say(Command::SignedIn);
    two.until("trouble", |event| {
        matches!(event, Event::Trouble { new: 1, .. })
    })
    .await;
    (one, two, cell)
}

#[test]
fn a_conflict_is_decided_either_way() {
    run(async {
        for (seed, resolution, value) in
            [(10, Resolution::Mine, "4/5"), (20, Resolution::Theirs, "5")]
        {
            let server = TestServer::start();
            let (one, two, cell) = in_conflict(&server, seed).await;
            let shown = two.store.troubles().unwrap();
            let moment = two.server_clock.moment();
            let again = two
                .store
                .resolve(
                    &shown,
                    resolution,
                    &mut two.ids.borrow_mut(),
                    moment,
                    |_| true,
                )
                .unwrap()
                .again;
            two.say(Command::Wake);
            assert_eq!(again.len(), 1);
            two.until_settled().await;
            assert_eq!(two.store.trouble_count().unwrap(), 0);
            let wanted = mark(7, value).1;
            for desk in [&one, &two] {
                while desk.content(cell) != wanted {
                    desk.until_page(PageKey::Lesson(RUNNING)).await;
                }
            }
            let log = one.access.sheet_log(RUNNING).await.unwrap();
            assert_eq!(log.len(), 2, "theirs, and what was chosen: ours, or theirs");
        }
    });
}

#[test]
fn a_roll_call_is_shown_with_the_moment_that_the_server_has_stored() {
    run(async {
        let server = TestServer::start();
        let one = Desk::open(&server.url(), server.clock(), 8);
        let two = Desk::open(&server.url(), server.clock(), 9);
        for desk in [&one, &two] {
            desk.sign_in("orlova").await;
            desk.say(Command::Fetch(PageKey::Lesson(RUNNING)));
            desk.until_page(PageKey::Lesson(RUNNING)).await;
        }
        // Online all the while, so the server does not believe that it was made an hour ago.
        let mut ids = IdSource::new([77; 32]);
        let made_at = one
            .server_clock
            .moment()
            .at
            .plus(chrono::TimeDelta::hours(-1));
        let roll = Change {
            id: ids.change(made_at),
            gesture: ids.gesture(made_at),
            made_at,
            sheet: RUNNING.into(),
            edit: Edit::RollCall {
                step: journal::FromTo::new(false, true),
            },
            ground: None,
            beside: None,
            after: None,
        };
        one.store.append(&[roll], false).unwrap();
        one.say(Command::Wake);
        one.until_settled().await;
        let stored = Desk::open(&server.url(), server.clock(), 10);
        stored.sign_in("orlova").await;
        stored.say(Command::Fetch(PageKey::Lesson(RUNNING)));
        stored.until_page(PageKey::Lesson(RUNNING)).await;
        let signed = |desk: &Desk| {
            let page = desk.store.lesson(RUNNING).unwrap().unwrap().page;
            page.sheet.roll_call.map(|roll| roll.at)
        };
        let counted = signed(&stored).unwrap();
        assert!(counted > made_at, "counted when it came");
        for desk in [&one, &two] {
            while signed(desk) != Some(counted) {
                desk.until_page(PageKey::Lesson(RUNNING)).await;
            }
        }
    });
}

#[test]
fn what_the_door_says() {
    run(async {
        let server = TestServer::start();
        let desk = Desk::open(&server.url(), server.clock(), 6);
        let wrong = desk
            .access
            .sign_in("orlova", "guess".into())
            .await
            .unwrap_err();
        assert_eq!(wrong, SignInError::WrongPassword);
        let start = testkit::fixture::START_PASSWORD;
        let (me, _) = desk.access.sign_in("novikova", start.into()).await.unwrap();
        assert!(me.must_change_password);
        desk.access
            .change_password(start.into(), "Снег-лежит-22".into())
            .await
            .unwrap();
        desk.say(Command::SignedIn);
        desk.until("contact", |event| {
            matches!(event, Event::Connectivity(Connectivity::Online { .. }))
        })
        .await;
        desk.say(Command::Fetch(PageKey::Lesson(LessonId(9_999))));
        desk.until("refusal", |event| {
            matches!(event, Event::FetchFailed { .. })
        })
        .await;
        desk.access.sign_out().unwrap();
        desk.access.deliver_sign_outs().await.unwrap();
        assert!(desk.store.token().unwrap().is_none());
    });
}

#[test]
fn a_parent_sees_the_day_though_the_feed_is_not_for_parents() {
    run(async {
        let server = TestServer::start();
        let desk = Desk::open(&server.url(), server.clock(), 7);
        desk.sign_in(testkit::fixture::login_of(journal::Role::Parent))
            .await;
        desk.until_page(PageKey::Today(today())).await;
        assert!(desk.store.today(today()).unwrap().is_some());
    });
}
