//! A server in memory with the semantics of the contract.

use crate::decision::{Device, State, writer};
use crate::pages::{NOW, ORLOVA, PETROV, PUPILS, compose, rules, sheets};
use journal::view::{Logged, Me, Rules};
use journal::{DeviceId, LessonId, PersonId, PupilId, Roles, ServerId, Timestamp};
use offline::{Failure, Fetched, PageKey};
use protocol::problem::Facts;
use protocol::{
    API_VERSION, Code, FeedPage, Numbered, Outcome, Problem, Push, Pushed, ServerInfo, SignIn,
    SignedIn,
};
use std::cell::{Cell as Slot, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use tokio::sync::watch;
use tokio::time::Instant;
use uuid::Uuid;

/// Marks of this pupil are refused by the regulation.
pub const LOCKED: PupilId = PUPILS[3];
/// Rows of the log in one part of the feed.
const PART: usize = 3;

pub struct Server {
    pub id: Slot<ServerId>,
    pub api: Slot<u32>,
    /// The server's clock runs ahead of this machine's by so many microseconds.
    pub ahead: Slot<i64>,
    pub must_change: Slot<bool>,
    /// A sign-out key that it fails at.
    pub refused_sign_out: RefCell<Option<String>>,
    pub roles: RefCell<Roles>,
    /// The roles of the account do not allow the feed and its line.
    pub feed_closed: Slot<bool>,
    /// Who sees the journals of others by a role alone.
    pub manager: Slot<Option<PersonId>>,
    /// Who has Orlova's sign-in name.
    pub orlova: Slot<PersonId>,
    /// The server fails at the line of events.
    pub bad_line: Slot<bool>,
    /// The server fails at this page.
    pub bad_page: Slot<Option<PageKey>>,
    /// How many times the register was amended in what pages show, and at all.
    pub register: Slot<i64>,
    pub records: Slot<i64>,
    /// The server takes no changes before: there were too many.
    pub full_until: Slot<Option<Timestamp>>,
    /// Before, it stores no batch of which anything would be set aside.
    pub no_room_until: Slot<Option<Timestamp>>,
    /// The server fails at changes of this lesson.
    pub bad_lesson: Slot<Option<LessonId>>,
    pub state: RefCell<State>,
    pub newest: watch::Sender<i64>,
    /// Feeds before this row are gone.
    began: Instant,
    tokens: Slot<u32>,
    epochs: Slot<u32>,
    /// How many requests have come.
    pub asked: Slot<u32>,
}

type Answer<T> = Result<T, Failure>;

fn problem<T>(code: Code) -> Answer<T> {
    Err(Failure::Problem(Box::new(Problem::new(code))))
}

/// Of the nth session.
pub fn sign_out_key(nth: u32) -> String {
    format!("1.{nth:0>42}A")
}

impl Server {
    pub fn start() -> Self {
        let state = State {
            epoch: 0,
            sheets: sheets(),
            log: Vec::new(),
            ids: BTreeMap::new(),
            devices: BTreeMap::new(),
            sessions: BTreeMap::new(),
            claims: BTreeMap::new(),
            senders: BTreeMap::new(),
        };
        Self {
            id: Slot::new(ServerId(Uuid::from_u128(1))),
            api: Slot::new(API_VERSION),
            ahead: Slot::new(0),
            must_change: Slot::new(false),
            refused_sign_out: RefCell::default(),
            roles: RefCell::default(),
            feed_closed: Slot::new(false),
            manager: Slot::new(None),
            orlova: Slot::new(ORLOVA),
            bad_line: Slot::new(false),
            bad_page: Slot::new(None),
            register: Slot::new(1),
            records: Slot::new(1),
            full_until: Slot::new(None),
            no_room_until: Slot::new(None),
            bad_lesson: Slot::new(None),
            state: RefCell::new(state),
            newest: watch::Sender::new(0),
            began: Instant::now(),
            tokens: Slot::new(0),
            epochs: Slot::new(0),
            asked: Slot::new(0),
        }
    }

    pub fn now(&self) -> Timestamp {
        let passed = i64::try_from(self.began.elapsed().as_micros()).unwrap();
        Timestamp(NOW.0 + passed + self.ahead.get())
    }

    pub fn backup(&self) -> State {
        self.state.borrow().clone()
    }

    /// Everything since the backup is forgotten.
    pub fn restore(&self, state: State) {
        self.epochs.set(self.epochs.get() + 1);
        *self.state.borrow_mut() = State {
            epoch: self.epochs.get(),
            ..state
        };
        self.newest.send_replace(self.seq());
    }

    pub fn end_sessions(&self) {
        self.state.borrow_mut().sessions.clear();
    }

    pub fn seq(&self) -> i64 {
        self.state
            .borrow()
            .log
            .last()
            .map_or(0, |logged| logged.seq)
    }

    pub fn info(&self) -> ServerInfo {
        self.asked.set(self.asked.get() + 1);
        ServerInfo {
            server: self.id.get(),
            school: "Школа".to_owned(),
            version: "0.1.0".to_owned(),
            api: self.api.get(),
            now: self.now(),
            demo_clock: false,
        }
    }

    pub fn sign_in(&self, request: &SignIn) -> Answer<SignedIn> {
        let person = match request.login.as_str() {
            "orlova" => self.orlova.get(),
            "petrov" => PETROV,
            "locked" => {
                let until = Facts::Until { at: NOW };
                let locked = Problem::new(Code::AccountLocked).with(until);
                return Err(Failure::Problem(Box::new(locked)));
            }
            _ => return problem(Code::WrongPassword),
        };
        if request.password != "secret" {
            return problem(Code::WrongPassword);
        }
        let mut state = self.state.borrow_mut();
        let device = state
            .devices
            .entry(request.device)
            .or_insert_with(|| Device {
                person,
                last_n: 0,
                numbers: BTreeMap::new(),
            });
        if device.person != person {
            return problem(Code::DeviceTaken);
        }
        let last_n = device.last_n;
        self.tokens.set(self.tokens.get() + 1);
        let token = format!("token-{}-secret", self.tokens.get());
        state
            .sessions
            .insert(token.clone(), (person, request.device));
        let me = Me {
            person,
            name: writer(person),
            roles: self.roles.borrow().clone(),
            school: "Школа".to_owned(),
            class_teacher_of: Vec::new(),
            leads: Vec::new(),
            must_change_password: self.must_change.get(),
        };
        Ok(SignedIn {
            sign_out: sign_out_key(self.tokens.get()),
            token,
            expires_at: self.now(),
            me,
            now: self.now(),
            last_n,
        })
    }

    pub fn sign_out(&self, key: &str) -> Answer<()> {
        if self.refused_sign_out.borrow().as_deref() == Some(key) {
            return problem(Code::Internal);
        }
        let is_it = |token: &String| {
            let nth = token.split('-').nth(1).and_then(|nth| nth.parse().ok());
            nth.is_some_and(|nth| sign_out_key(nth) == key)
        };
        let mut state = self.state.borrow_mut();
        state.sessions.retain(|token, _| !is_it(token));
        Ok(())
    }

    pub fn session(&self, token: &str) -> Answer<(PersonId, DeviceId)> {
        self.asked.set(self.asked.get() + 1);
        if self.api.get() != API_VERSION {
            return problem(Code::VersionMismatch);
        }
        let session = self.state.borrow().sessions.get(token).copied();
        let Some(session) = session else {
            return problem(Code::SessionExpired);
        };
        if self.must_change.get() {
            return problem(Code::MustChangePassword);
        }
        Ok(session)
    }

    pub fn rules(&self, token: &str) -> Answer<Fetched<Rules>> {
        self.session(token)?;
        Ok(Fetched::New {
            etag: None,
            body: rules(),
        })
    }

    pub fn page(&self, token: &str, key: PageKey, etag: Option<&str>) -> Answer<Fetched<Vec<u8>>> {
        self.session(token)?;
        if self.bad_page.get() == Some(key) {
            return problem(Code::Internal);
        }
        let Some(body) = compose(&self.state.borrow().sheets, key) else {
            return problem(Code::NotFound);
        };
        let version = match key {
            PageKey::Today(_) => None,
            _ => Some(format!(
                "\"{}\"",
                body.iter().fold(0u64, |hash, byte| {
                    (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
                })
            )),
        };
        if version.is_some() && version.as_deref() == etag {
            return Ok(Fetched::Unchanged);
        }
        Ok(Fetched::New {
            etag: version,
            body,
        })
    }

    /// A session that may follow the feed.
    pub fn follower(&self, token: &str) -> Answer<()> {
        self.session(token)?;
        if self.feed_closed.get() {
            return problem(Code::Forbidden);
        }
        Ok(())
    }

    /// Whether the line of events opens.
    pub fn line(&self, token: &str) -> Answer<()> {
        self.follower(token)?;
        if self.bad_line.get() {
            return problem(Code::Internal);
        }
        Ok(())
    }

    pub fn feed(&self, token: &str, cursor: Option<&str>) -> Answer<FeedPage> {
        self.follower(token)?;
        let (person, _) = self.session(token)?;
        let state = self.state.borrow();
        let from = match cursor {
            None => state.log.last().map_or(0, |logged| logged.seq),
            Some(cursor) => match cursor.split_once(':') {
                Some((epoch, seq)) if epoch == state.epoch.to_string() => seq.parse().unwrap(),
                _ => return problem(Code::CursorExpired),
            },
        };
        let rest = state.log.iter().filter(|logged| logged.seq > from);
        let mut changes: Vec<Logged> = rest.clone().take(PART).cloned().collect();
        let more = rest.count() > changes.len();
        let last = changes.last().map_or(from, |logged| logged.seq);
        let mut moved = BTreeSet::new();
        if self.manager.get() == Some(person) {
            let others = changes.extract_if(.., |logged| logged.by != person);
            moved.extend(others.map(|logged| logged.journal));
        }
        let cursor = format!("{}:{last}", state.epoch);
        Ok(FeedPage {
            changes,
            moved,
            cursor,
            more,
            register: self.register.get(),
            records: self.records.get(),
            now: self.now(),
        })
    }

    pub fn push(&self, token: &str, push: &Push) -> Answer<Pushed> {
        let (person, device) = self.session(token)?;
        if device != push.device {
            return problem(Code::DeviceTaken);
        }
        if let Some(at) = self.full_until.get().filter(|at| *at > self.now())
            && !push.changes.is_empty()
        {
            let full = Problem::new(Code::TooManyChanges).with(Facts::Until { at });
            return Err(Failure::Problem(Box::new(full)));
        }
        let bad = self.bad_lesson.get();
        let is_bad = |numbered: &Numbered| numbered.change.sheet.lesson() == bad;
        if push.changes.iter().any(is_bad) {
            return problem(Code::Internal);
        }
        // A change that no server can read.
        if push
            .changes
            .iter()
            .any(|numbered| numbered.change.sheet == LessonId(-1).into())
        {
            return problem(Code::InvalidRequest);
        }
        let mut state = self.state.borrow_mut();
        let Some(device) = state.devices.get(&push.device) else {
            return problem(Code::DeviceTaken);
        };
        let mut last = device.last_n;
        for numbered in &push.changes {
            if numbered.n > last + 1 {
                let gap = Problem::new(Code::DeviceGap).with(Facts::Expected { n: last + 1 });
                return Err(Failure::Problem(Box::new(gap)));
            }
            last = last.max(numbered.n);
        }
        let now = self.now();
        let sender = (push.device, person);
        let before = state.clone();
        let mut take = |numbered| state.take(numbered, sender, now);
        let outcomes: Vec<_> = push.changes.iter().map(&mut take).collect();
        if let Some(at) = self.no_room_until.get().filter(|at| *at > now)
            && !outcomes
                .iter()
                .all(|outcome| matches!(outcome, Outcome::Applied { .. }))
        {
            *state = before;
            let full = Problem::new(Code::TooManyChanges).with(Facts::Until { at });
            return Err(Failure::Problem(Box::new(full)));
        }
        let last_n = state.devices.get(&push.device).unwrap().last_n;
        drop(state);
        self.newest.send_replace(self.seq());
        Ok(Pushed {
            outcomes,
            last_n,
            now,
        })
    }
}
