//! A network that loses, repeats and delays.

use crate::server::Server;
use futures_util::future::LocalBoxFuture;
use journal::register::{Amended, GestureOutcome};
use journal::view::{Logged, Rules, SessionRow};
use journal::{GestureId, PersonId, SheetId};
use offline::{
    BreachAnswer, BreachAsk, Failure, FeedEvent, FeedEvents, Fetched, PageKey, Transport,
};
use protocol::{
    Amend, ChangePassword, Code, FeedPage, IssuedPassword, Problem, Push, Pushed, ServerInfo,
    SignIn, SignedIn, UndoGesture, WholeGesture,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha12Rng;
use secrecy::{ExposeSecret, SecretString};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::time::{Instant, sleep, timeout_at};

type Answer<'a, T> = LocalBoxFuture<'a, Result<T, Failure>>;

/// What happens to one request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    Arrives,
    RequestLost,
    AnswerLost,
    Repeated,
    Busy,
    OutcomeUnknown,
}

/// The line of one device to the server.
pub struct Link {
    server: Rc<Server>,
    up: watch::Sender<bool>,
    /// Of a hundred requests, so many meet something else than [`Fate::Arrives`].
    pub trouble: Cell<u32>,
    /// What happens to the next requests, before chance.
    pub next: RefCell<Vec<Fate>>,
    rng: RefCell<ChaCha12Rng>,
    /// An old request that the network still holds.
    held: RefCell<Option<(String, Push)>>,
    /// Every request, as a word.
    pub seen: RefCell<Vec<String>>,
    /// No event ever comes over this line, not even a heartbeat.
    pub deaf: Cell<bool>,
    /// A batch of more changes takes longer than anybody waits.
    pub carries: Cell<usize>,
    /// How far the feed has told the log.
    pub told: Cell<i64>,
}

impl Link {
    pub fn new(server: Rc<Server>, seed: u64) -> Self {
        Self {
            server,
            up: watch::Sender::new(true),
            trouble: Cell::new(0),
            next: RefCell::default(),
            rng: RefCell::new(ChaCha12Rng::seed_from_u64(seed)),
            held: RefCell::default(),
            seen: RefCell::default(),
            deaf: Cell::new(false),
            carries: Cell::new(usize::MAX),
            told: Cell::new(0),
        }
    }

    pub fn set_up(&self, up: bool) {
        self.up.send_replace(up);
    }

    pub fn is_up(&self) -> bool {
        *self.up.borrow()
    }

    pub fn count(&self, word: &str) -> usize {
        self.seen
            .borrow()
            .iter()
            .filter(|seen| seen.starts_with(word))
            .count()
    }

    fn fate(&self) -> Fate {
        if !self.next.borrow().is_empty() {
            return self.next.borrow_mut().remove(0);
        }
        let mut rng = self.rng.borrow_mut();
        if rng.random_range(0..100) >= self.trouble.get() {
            return Fate::Arrives;
        }
        [
            Fate::RequestLost,
            Fate::AnswerLost,
            Fate::Repeated,
            Fate::Busy,
            Fate::OutcomeUnknown,
        ][rng.random_range(0..5)]
    }

    async fn carry<T>(
        &self,
        word: String,
        act: impl Fn() -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.seen.borrow_mut().push(word);
        let wait = self.rng.borrow_mut().random_range(1..80);
        sleep(Duration::from_millis(wait)).await;
        let lost = |why: &str| Err(Failure::Unreachable(why.to_owned()));
        if !self.is_up() {
            sleep(Duration::from_secs(1)).await;
            return lost("down");
        }
        let problem = |code| Err(Failure::Problem(Box::new(Problem::new(code))));
        let fate = self.fate();
        let answer = match fate {
            Fate::Arrives => act(),
            Fate::Repeated => {
                let _ = act();
                act()
            }
            Fate::RequestLost => return lost("request lost"),
            Fate::AnswerLost => {
                let _ = act();
                sleep(Duration::from_secs(30)).await;
                return lost("answer lost");
            }
            Fate::Busy => return problem(Code::Busy),
            Fate::OutcomeUnknown => {
                let _ = act();
                return problem(Code::OutcomeUnknown);
            }
        };
        sleep(Duration::from_millis(wait)).await;
        answer
    }
}

impl Transport for Link {
    fn server_info(&self) -> Answer<'_, ServerInfo> {
        Box::pin(self.carry("server".to_owned(), || Ok(self.server.info())))
    }

    fn sign_in(&self, request: SignIn) -> Answer<'_, SignedIn> {
        Box::pin(self.carry("sign-in".to_owned(), move || self.server.sign_in(&request)))
    }

    fn sign_out(&self, key: String) -> Answer<'_, ()> {
        Box::pin(self.carry("sign-out".to_owned(), move || self.server.sign_out(&key)))
    }

    fn change_password(&self, _token: SecretString, request: ChangePassword) -> Answer<'_, ()> {
        Box::pin(self.carry("password".to_owned(), move || {
            if request.old != "secret" {
                return Err(Failure::Problem(Box::new(Problem::new(
                    Code::WrongPassword,
                ))));
            }
            self.server.must_change.set(false);
            Ok(())
        }))
    }

    fn issue_password(
        &self,
        _token: SecretString,
        _person: PersonId,
    ) -> Answer<'_, IssuedPassword> {
        Box::pin(self.carry("issue".to_owned(), || {
            Err(Failure::Problem(Box::new(Problem::new(Code::Forbidden))))
        }))
    }

    fn end_session(&self, _token: SecretString, _session: SessionRow) -> Answer<'_, ()> {
        Box::pin(self.carry("end session".to_owned(), || {
            Err(Failure::Problem(Box::new(Problem::new(Code::Forbidden))))
        }))
    }

    fn breach(&self, _token: SecretString, _ask: BreachAsk) -> Answer<'_, BreachAnswer> {
        Box::pin(self.carry("breach".to_owned(), || {
            Err(Failure::Problem(Box::new(Problem::new(Code::Forbidden))))
        }))
    }

    fn amend(&self, _token: SecretString, amend: Amend, dry_run: bool) -> Answer<'_, Amended> {
        let unknown = || Err(Failure::Unreachable("no register here".to_owned()));
        Box::pin(self.carry(format!("amend {dry_run} {amend:?}"), unknown))
    }

    fn amend_whole(
        &self,
        _token: SecretString,
        gesture: WholeGesture,
        dry_run: bool,
    ) -> Answer<'_, GestureOutcome> {
        let unknown = || Err(Failure::Unreachable("no register here".to_owned()));
        Box::pin(self.carry(format!("amend whole {dry_run} {gesture:?}"), unknown))
    }

    fn undo_whole(
        &self,
        _token: SecretString,
        of: GestureId,
        _undo: UndoGesture,
        dry_run: bool,
    ) -> Answer<'_, GestureOutcome> {
        let unknown = || Err(Failure::Unreachable("no register here".to_owned()));
        Box::pin(self.carry(format!("undo {dry_run} {of:?}"), unknown))
    }

    fn rules(&self, token: SecretString, _etag: Option<String>) -> Answer<'_, Fetched<Rules>> {
        let ask = move || self.server.rules(token.expose_secret());
        Box::pin(self.carry("rules".to_owned(), ask))
    }

    fn page(
        &self,
        token: SecretString,
        page: PageKey,
        etag: Option<String>,
    ) -> Answer<'_, Fetched<Vec<u8>>> {
        let ask = move || {
            self.server
                .page(token.expose_secret(), page, etag.as_deref())
        };
        Box::pin(self.carry(format!("page {page}"), ask))
    }

    fn push(&self, token: SecretString, push: Push) -> Answer<'_, Pushed> {
        let token = token.expose_secret().to_owned();
        if self.is_up() && self.trouble.get() > 0 {
            // A request of long ago arrives now, after later ones.
            if let Some((token, push)) = self.held.borrow_mut().take() {
                let _ = self.server.push(&token, &push);
            }
            if self.rng.borrow_mut().random_range(0..3) == 0 {
                *self.held.borrow_mut() = Some((token.clone(), push.clone()));
            }
        }
        let count = push.changes.len();
        let word = format!("push {count}");
        Box::pin(async move {
            if count > self.carries.get() {
                self.seen.borrow_mut().push(word);
                sleep(Duration::from_secs(30)).await;
                return Err(Failure::Unreachable("timed out".to_owned()));
            }
            let act = move || self.server.push(&token, &push);
            self.carry(word, act).await
        })
    }

    fn feed(&self, token: SecretString, cursor: Option<String>) -> Answer<'_, FeedPage> {
        let ask = move || self.server.feed(token.expose_secret(), cursor.as_deref());
        Box::pin(async move {
            let part = self.carry("feed".to_owned(), ask).await?;
            let told = part.cursor.split_once(':').map(|(_, seq)| seq);
            self.told.set(told.unwrap().parse().unwrap());
            Ok(part)
        })
    }

    fn sheet_log(&self, token: SecretString, sheet: SheetId) -> Answer<'_, Vec<Logged>> {
        Box::pin(self.carry("log".to_owned(), move || {
            self.server.session(token.expose_secret())?;
            let state = self.server.state.borrow();
            Ok(state
                .log
                .iter()
                .filter(|l| l.change.sheet == sheet)
                .cloned()
                .collect())
        }))
    }

    fn events(&self, token: SecretString) -> Answer<'_, Box<dyn FeedEvents>> {
        let ask = move || {
            self.server.line(token.expose_secret())?;
            let mut newest = self.server.newest.subscribe();
            newest.mark_changed();
            let line = Line {
                newest,
                up: self.up.subscribe(),
                deaf: self.deaf.get(),
            };
            Ok(Box::new(line) as Box<dyn FeedEvents>)
        };
        Box::pin(self.carry("events".to_owned(), ask))
    }
}

struct Line {
    newest: watch::Receiver<i64>,
    up: watch::Receiver<bool>,
    deaf: bool,
}

impl FeedEvents for Line {
    fn next(&mut self) -> Answer<'_, FeedEvent> {
        Box::pin(async {
            if self.deaf {
                return std::future::pending().await;
            }
            let heartbeat = Instant::now() + Duration::from_secs(20);
            tokio::select! {
                biased;
                _ = self.up.wait_for(|up| !up) => Err(Failure::Unreachable("cut".to_owned())),
                event = timeout_at(heartbeat, self.newest.changed()) => match event {
                    Ok(Ok(())) => Ok(FeedEvent::More),
                    Ok(Err(_)) => Err(Failure::Unreachable("gone".to_owned())),
                    Err(_) => Ok(FeedEvent::Heartbeat),
                },
            }
        })
    }
}
