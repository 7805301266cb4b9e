//! Signing in and out.

use crate::app::App;
use crate::body::SmallJsonBody;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::peer::Source;
use crate::signin::{AccountKey, Lock, Ticket, admit, after_wrong_password, new_token, to_the_end};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::TimeDelta;
use journal::{PersonId, SchoolId, Timestamp};
use protocol::{Code, SignIn, SignedIn};
use secrecy::SecretString;
use std::sync::Arc;
use std::time::Duration;
use storage::{AccessEvent, AccessNote, Account, LockKey, LockState, NewSession, Opening, Origin};

/// Longest sign-in name and password, in bytes.
const LONGEST: usize = 512;
/// The answer to a wrong password comes at a multiple of this, so that its time does not tell
/// whether there was an account to write the failure to.
const STEP: Duration = Duration::from_millis(40);

/// Sign in: a session for one device.
#[utoipa::path(
    post,
    path = "/sessions",
    tag = "sessions",
    request_body = SignIn,
    responses(
        (status = 201, body = SignedIn),
        (status = 400, description = "Which school is meant is not clear; the schools are listed"),
        (status = 401, description = "Login or password is wrong"),
        (status = 403, description = "The device belongs to another account, or the person has no role any more"),
        (status = 413, description = "The body is too large"),
        (status = 415, description = "The body is not said to be JSON"),
        (status = 429, description = "The account is locked for a time"),
    )
)]
pub(crate) async fn sign_in(
    State(app): State<Arc<App>>,
    source: Source,
    SmallJsonBody(sign_in): SmallJsonBody<SignIn>,
) -> Result<(StatusCode, Json<SignedIn>), Failure> {
    let SignIn {
        login,
        password,
        device,
        school,
    } = sign_in;
    let login = login.trim();
    if login.len() > LONGEST || password.len() > LONGEST {
        return Err(Code::WrongPassword.into());
    }
    let school = app.schools.choose(school).await?.id;
    let attempt = Attempt::of(&app, school, login, source.origin(device)).await?;
    let account = prove(&app, attempt, source, login.to_owned(), password.into()).await?;
    let now = app.clock.now();
    let ends_at = now.plus(TimeDelta::hours(app.config.session_hours.into()));
    let new = new_token(school, &app.random);
    let person = account.person;
    let session = NewSession {
        token_hash: new.hash,
        person,
        proved_hash: account.password_hash,
        device,
        opened_at: now,
        ends_at,
        lock: attempt.lock.key,
        address: attempt.origin.address,
    };
    let me = app
        .store
        .me(school, person, now)
        .await?
        .ok_or(Code::WrongPassword)?;
    // Said only to whoever knows the password.
    if me.roles.0.is_empty() {
        return Err(Code::AccountClosed.into());
    }
    let last_n = match app.store.open_session(school, session).await? {
        Opening::Opened { last_n } => last_n,
        Opening::DeviceTaken => return Err(Code::DeviceTaken.into()),
        Opening::PasswordChanged => return Err(Code::WrongPassword.into()),
    };
    // The device's older session has ended: nobody here is to trust it any longer.
    app.sessions.forget_account(AccountKey { school, person });
    app.limiter.opened(attempt.lock);
    let expires_at = app.sessions.rests_until(now, ends_at);
    Ok((
        StatusCode::CREATED,
        Json(SignedIn {
            token: new.token,
            sign_out: new.sign_out,
            expires_at,
            me,
            now,
            last_n,
        }),
    ))
}

/// Where a try comes from and what it counts under.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Attempt {
    lock: Lock,
    /// Whose device it is, if it is known to the account.
    known: Option<AccountKey>,
    origin: Origin,
}

impl Attempt {
    /// A known one if its device has signed in to the account before, else a stranger's.
    async fn of(app: &App, school: SchoolId, login: &str, origin: Origin) -> Result<Self, Failure> {
        let account = app.store.account(school, login).await?;
        let owner = app.store.device_owner(school, origin.device).await?;
        if let Some(Account { person, .. }) = account
            && Some(person) == owner
        {
            return Ok(Self::known(AccountKey { school, person }, origin));
        }
        Ok(Self {
            lock: app.limiter.of_name(school, login),
            known: None,
            origin,
        })
    }

    /// One of a device that is known to the account.
    pub(crate) fn known(account: AccountKey, origin: Origin) -> Self {
        Self {
            lock: Lock {
                school: account.school,
                key: LockKey::Device(origin.device),
            },
            known: Some(account),
            origin,
        }
    }

    /// A place in its queue.
    pub(crate) fn enter(self, app: &App, source: Source) -> Result<Ticket, Failure> {
        match self.known {
            Some(account) => app.limiter.enter_known(account),
            None => app.limiter.enter_stranger(source.address.into()),
        }
    }

    pub(crate) fn lock(self) -> Lock {
        self.lock
    }

    /// How it ended, to be written down.
    pub(crate) fn note(
        self,
        person: Option<PersonId>,
        access: AccessEvent,
        at: Timestamp,
    ) -> AccessNote {
        AccessNote {
            person,
            access,
            lock: self.lock.key,
            origin: self.origin,
            at,
        }
    }
}

/// The account of a login, if the password is its own and its lock is open. From its turn on a
/// try goes to its end, and a client that has gone pays for it like one that waits.
async fn prove(
    app: &Arc<App>,
    attempt: Attempt,
    source: Source,
    login: String,
    password: SecretString,
) -> Result<Account, Failure> {
    let started = app.clock.monotonic();
    let ticket = attempt.enter(app, source)?;
    let turn = app.limiter.turn(attempt.lock).await;
    let app = Arc::clone(app);
    to_the_end(async move {
        // As it is now that nobody else tries.
        let account = app.store.account(attempt.lock.school, &login).await?;
        let proved = prove_account(&app, attempt, account.as_ref(), &password).await;
        drop((turn, ticket));
        match (proved?, account) {
            (true, Some(account)) => Ok(account),
            _ => {
                let took = app.clock.monotonic().saturating_sub(started);
                tokio::time::sleep(until_next_step(took)).await;
                Err(Code::WrongPassword.into())
            }
        }
    })
    .await
}

/// Whether the password is the account's own, with the soft lock; also for a change of password.
/// A name that nobody has takes the same time, has the same lock and is written down alike.
pub(crate) async fn prove_account(
    app: &App,
    attempt: Attempt,
    account: Option<&Account>,
    password: &SecretString,
) -> Result<bool, Failure> {
    let Lock { school, .. } = attempt.lock;
    let person = account.map(|account| account.person);
    let lock_state = app.limiter.lock_state(attempt.lock).await?;
    let now = app.clock.now();
    if let Err(until) = admit(lock_state, now) {
        // Once: anybody could fill the disk with the tries of a locked account.
        if !lock_state.refused {
            let refused = attempt.note(person, AccessEvent::RefusedLocked, now);
            let lock_state = LockState {
                refused: true,
                ..lock_state
            };
            app.limiter.note(school, refused, lock_state).await?;
        }
        return Err(Failure::locked(until, now));
    }
    let hash = account.map(|account| account.password_hash.as_str());
    // One that was voided is asked like that of nobody: the answer takes as long.
    let hash = hash.filter(|hash| !hash.is_empty());
    let queue = attempt.lock.queue();
    if app.hashing.verify(hash, password, queue).await? {
        return Ok(true);
    }
    let now = app.clock.now();
    let lock_state = after_wrong_password(lock_state, now);
    let wrong = AccessEvent::WrongPassword {
        failures: lock_state.failures,
        locked_until: lock_state.locked_until,
    };
    let wrong = attempt.note(person, wrong, now);
    app.limiter.note(school, wrong, lock_state).await?;
    Ok(false)
}

fn until_next_step(took: Duration) -> Duration {
    let over =
        Duration::from_nanos(u64::try_from(took.as_nanos() % STEP.as_nanos()).unwrap_or_default());
    STEP.saturating_sub(over)
}

/// Sign out: the session ends at once. Whoever has no network now uses the sign-out key later.
#[utoipa::path(delete, path = "/sessions/current", tag = "sessions", responses((status = 204)))]
pub(crate) async fn sign_out(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
) -> Result<StatusCode, Failure> {
    let now = app.clock.now();
    let (school, person) = (caller.session.school, caller.session.person);
    let closed = app.store.close_session(school, caller.token.hash).await;
    app.sessions.forget(caller.token);
    closed?;
    let attempt = Attempt::known(caller.account(), source.origin(caller.session.device));
    let signed_out = attempt.note(Some(person), AccessEvent::SignedOut, now);
    app.store.note_access(school, signed_out).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ServerConfig;
    use crate::signin::Queue;
    use bytes::Bytes;
    use futures_util::FutureExt;
    use journal::DeviceId;
    use protocol::MovedClock;
    use std::net::Ipv4Addr;
    use testkit::fixture;
    use tokio::sync::watch;
    use uuid::Uuid;

    /// A server that hashes one password at a time.
    async fn app() -> (Arc<App>, tempfile::TempDir) {
        let (store, folder) = fixture::store().await;
        let config = ServerConfig {
            hash_cost: crate::HashCost::CHEAPEST,
            hashes_at_once: 1,
            ..ServerConfig::default()
        };
        let clock = Arc::new(MovedClock::start(fixture::now()));
        let (_stop, stopping) = watch::channel(false);
        let app = App::new(config, store, clock, [1; 32], Bytes::new(), stopping);
        (Arc::new(app.await.unwrap()), folder)
    }

    const STRANGE: DeviceId = DeviceId(Uuid::from_u128(2));

    fn source() -> Source {
        Source {
            address: Ipv4Addr::LOCALHOST.into(),
            has_share: true,
        }
    }

    async fn try_in(
        app: &Arc<App>,
        login: &str,
        password: &str,
        device: DeviceId,
    ) -> Result<(StatusCode, Json<SignedIn>), Failure> {
        let body = SmallJsonBody(SignIn {
            login: login.to_owned(),
            password: password.to_owned(),
            device,
            school: None,
        });
        sign_in(State(Arc::clone(app)), source(), body).await
    }

    async fn guess(app: &Arc<App>, login: &str) -> Code {
        let wrong = try_in(app, login, "неверный", STRANGE).await;
        wrong.unwrap_err().code()
    }

    async fn failures(app: &App, login: &str) -> u32 {
        let school = app.schools.default_school().unwrap().id;
        let lock = app.limiter.of_name(school, login);
        app.limiter.lock_state(lock).await.unwrap().failures
    }

    /// The client goes while its password waits for its turn in the pool.
    async fn guess_and_go(app: &Arc<App>, login: &str) {
        let before = app.hashing.turn(Queue::Known).await.unwrap();
        let mut guessing = Box::pin(guess(app, login));
        assert!(guessing.as_mut().now_or_never().is_none());
        drop(guessing);
        drop(before);
        let school = app.schools.default_school().unwrap().id;
        app.limiter.turn(app.limiter.of_name(school, login)).await;
    }

    #[tokio::test]
    async fn a_guess_of_a_client_that_has_gone_is_counted() {
        let (app, _folder) = app().await;
        for nth in 1..=3 {
            for login in ["orlova", "nobody"] {
                guess_and_go(&app, login).await;
                assert_eq!(failures(&app, login).await, nth, "{login}");
            }
        }
        assert_eq!(guess(&app, "orlova").await, Code::AccountLocked);
    }

    /// The old one was right when it was proved, and the sign-in waited.
    #[tokio::test]
    async fn an_old_password_opens_nothing_after_the_new_one_is_set() {
        let (app, _folder) = app().await;
        let school = app.schools.default_school().unwrap().id;
        let old = app.store.account(school, "orlova").await.unwrap().unwrap();
        let busy = app.hashing.turn(Queue::Strangers).await.unwrap();
        let waiting = {
            let app = Arc::clone(&app);
            tokio::spawn(async move { try_in(&app, "orlova", fixture::PASSWORD, STRANGE).await })
        };
        // By then it has read the hash.
        while app.hashing.waiting() == 0 {
            tokio::task::yield_now().await;
        }
        let new = storage::NewPassword {
            person: old.person,
            proved_hash: old.password_hash,
            hash: "$new".to_owned(),
            keep_session: [0; 32],
            origin: source().origin(STRANGE),
            at: fixture::now(),
        };
        assert!(app.store.set_password(school, new).await.unwrap());
        drop(busy);
        let refused = waiting.await.unwrap().unwrap_err();
        assert_eq!(refused.code(), Code::WrongPassword);
        let owner = app.store.device_owner(school, STRANGE).await.unwrap();
        assert_eq!(owner, None);
    }

    /// Strangers' queue is full, and so is the pool; yet her device is known.
    #[tokio::test]
    async fn a_known_device_goes_past_a_flood_of_strangers() {
        let (app, _folder) = app().await;
        let device = DeviceId(Uuid::from_u128(3));
        let first = try_in(&app, "orlova", fixture::PASSWORD, device).await;
        assert!(first.is_ok());
        let busy = app.hashing.turn(Queue::Strangers).await.unwrap();
        let names: Vec<_> = (0..600).map(|nth| format!("nobody-{nth}")).collect();
        let mut flood: Vec<_> = names
            .iter()
            .map(|name| Box::pin(guess(&app, name)))
            .collect();
        let refused = flood
            .iter_mut()
            .filter_map(|guess| guess.as_mut().now_or_never());
        let refused: Vec<_> = refused.collect();
        assert!(refused.len() >= 300 && refused.iter().all(|code| *code == Code::Busy));
        let stranger = try_in(&app, "orlova", fixture::PASSWORD, STRANGE).await;
        assert_eq!(stranger.unwrap_err().code(), Code::Busy);
        let known = try_in(&app, "orlova", fixture::PASSWORD, device);
        let (known, ()) = tokio::join!(known, async { drop(busy) });
        assert!(known.is_ok());
    }
    /// Enough to fill the queue of known devices if each had a share of its own.
    #[tokio::test]
    async fn many_devices_of_one_person_keep_nobody_from_a_known_one() {
        let (app, _folder) = app().await;
        let places = app.config.hashes_at_once + app.config.hashes_waiting;
        let hers = DeviceId(Uuid::from_u128(3));
        let first = try_in(&app, "orlova", fixture::PASSWORD, hers).await;
        assert!(first.is_ok());
        let others: Vec<_> = (100..)
            .map(|nth| DeviceId(Uuid::from_u128(nth)))
            .take(places / 16 + 1)
            .collect();
        for device in &others {
            let known = try_in(&app, "sokolova", fixture::PASSWORD, *device).await;
            assert!(known.is_ok());
        }
        let busy = app.hashing.turn(Queue::Known).await.unwrap();
        let flood = others.iter().flat_map(|device| [*device; 16]);
        let mut flood: Vec<_> = flood
            .map(|device| Box::pin(try_in(&app, "sokolova", fixture::PASSWORD, device)))
            .collect();
        for attempt in &mut flood {
            drop(attempt.as_mut().now_or_never());
        }
        let known = try_in(&app, "orlova", fixture::PASSWORD, hers);
        let (known, ()) = tokio::join!(known, async { drop(busy) });
        assert!(known.is_ok());
    }
}
