//! What every request shares.

use crate::accesses::Accesses;
use crate::config::ServerConfig;
use crate::cursor::Cursors;
use crate::gesture_turns::GestureTurns;
use crate::random::Random;
use crate::rate::{HOUR, MINUTE, RateLimit};
use crate::readiness::Readiness;
use crate::reading_turns::ReadingTurns;
use crate::schools::Schools;
use crate::set_aside::SetAsideAllowance;
use crate::shares::Shares;
use crate::signin::{AccountKey, DeviceKey, HashError, Hashing, Sessions, SignInLimiter};
use crate::streams::Streams;
use crate::uploads::Uploads;
use bytes::Bytes;
use chrono::TimeDelta;
use journal::{Clock, ServerId};
use secrecy::ExposeSecret;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use storage::{Store, StoreError};
use tokio::sync::watch;

pub(crate) struct App {
    pub(crate) config: ServerConfig,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) clock: Arc<dyn Clock>,
    pub(crate) server_id: ServerId,
    pub(crate) schools: Schools,
    pub(crate) random: Random,
    pub(crate) hashing: Hashing,
    pub(crate) limiter: SignInLimiter,
    pub(crate) sessions: Sessions,
    pub(crate) change_rate: RateLimit<AccountKey>,
    /// Of gestures of thousands.
    pub(crate) whole_rate: RateLimit<AccountKey>,
    pub(crate) gesture_turns: GestureTurns,
    /// What is written of changes that do not go into a journal.
    pub(crate) set_aside: SetAsideAllowance,
    /// Start passwords that a person gives: each is hashed, as those that sign in are.
    pub(crate) password_rate: RateLimit<AccountKey>,
    pub(crate) reading_turns: ReadingTurns,
    pub(crate) readiness: Readiness,
    pub(crate) cursors: Cursors,
    pub(crate) accesses: Accesses,
    pub(crate) streams: Arc<Streams>,
    /// Bytes of the answers that people have asked for and not taken.
    pub(crate) answers: Arc<Shares<AccountKey>>,
    /// The same, of each of their devices.
    pub(crate) device_answers: Arc<Shares<DeviceKey>>,
    /// Bytes of the bodies that people are sending in their sessions.
    pub(crate) bodies: Arc<Uploads>,
    /// The same of long bodies.
    pub(crate) long_bodies: Arc<Uploads>,
    /// The OpenAPI document as it is sent.
    pub(crate) document: Bytes,
    /// True once the server is stopping.
    pub(crate) stopping: watch::Receiver<bool>,
    requests: RequestIds,
}

/// Why a server cannot start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken, or is none of this machine.
    #[error("the address cannot be listened on: {0}")]
    Listen(#[from] std::io::Error),
    /// The database does not answer.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The configured cost of hashing is impossible.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The database holds no school, or not the configured one.
    #[error("there is no school to serve in the database")]
    NoSchool,
}

impl App {
    pub(crate) async fn new(
        config: ServerConfig,
        store: Arc<dyn Store>,
        clock: Arc<dyn Clock>,
        seed: [u8; 32],
        document: Bytes,
        stopping: watch::Receiver<bool>,
    ) -> Result<Self, StartError> {
        let random = Random::new(seed);
        let server_id = store.server_id().await?;
        let kept_secret = store.secret().await?;
        let schools = Schools::load(Arc::clone(&store), config.school).await?;
        let configured_is_missing = config.school.is_some() && schools.default_school().is_none();
        if schools.is_empty() || configured_is_missing {
            return Err(StartError::NoSchool);
        }
        let secret = config
            .cursor_secret
            .as_ref()
            .map_or("", ExposeSecret::expose_secret);
        Ok(Self {
            server_id,
            schools,
            hashing: Hashing::new(config.hash_cost, config.hashes_at_once, random.bytes())?,
            limiter: SignInLimiter::new(
                Arc::clone(&store),
                &kept_secret,
                config.hashes_at_once.saturating_add(config.hashes_waiting),
            ),
            sessions: Sessions::new(
                Arc::clone(&store),
                Arc::clone(&clock),
                TimeDelta::hours(config.idle_hours.into()),
            ),
            change_rate: RateLimit::new(config.changes_per_minute, MINUTE),
            whole_rate: RateLimit::new(config.whole_amendments_per_hour, HOUR),
            gesture_turns: GestureTurns::default(),
            set_aside: SetAsideAllowance::new(
                config.set_aside_bytes_per_day,
                config.changes_per_day,
            ),
            password_rate: RateLimit::new(config.start_passwords_per_minute, MINUTE),
            reading_turns: ReadingTurns::default(),
            readiness: Readiness::default(),
            cursors: Cursors::new(server_id, kept_secret, secret.as_bytes()),
            accesses: Accesses::start(Arc::clone(&store)),
            streams: Streams::new(config.connections / 2, config.streams_per_person),
            answers: Shares::new(config.answer_memory, config.answer_memory / 2),
            device_answers: Shares::new(config.answer_memory, config.answer_memory / 4),
            bodies: Uploads::new(
                config.body_memory,
                (config.body_memory / 8).max(config.body_limit),
            ),
            long_bodies: Uploads::new(config.long_body_limit * 2, config.long_body_limit),
            requests: RequestIds::new(random.bytes()),
            random,
            document,
            stopping,
            config,
            store,
            clock,
        })
    }

    /// The id of the next request.
    pub(crate) fn request_id(&self) -> RequestId {
        self.requests.next()
    }
}

/// Names requests: which start of the server, and which request since.
#[derive(Debug)]
struct RequestIds {
    start: u32,
    count: AtomicU64,
}

/// The name of a request, in the server's log and in the `instance` of a problem.
#[derive(Debug, Clone, Copy)]
pub(crate) struct RequestId {
    start: u32,
    nth: u64,
}

impl RequestIds {
    fn new(start: [u8; 4]) -> Self {
        Self {
            start: u32::from_be_bytes(start),
            count: AtomicU64::new(0),
        }
    }

    fn next(&self) -> RequestId {
        RequestId {
            start: self.start,
            nth: self.count.fetch_add(1, Ordering::Relaxed),
        }
    }
}

impl std::fmt::Display for RequestId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:08x}-{}", self.start, self.nth)
    }
}
