//! Signing in and out.

use crate::app::App;
use crate::body::JsonBody;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::signin::{Standing, admit, after_wrong_password, new_token, to_the_end};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use chrono::TimeDelta;
use journal::{SchoolId, Timestamp};
use protocol::{Code, SignIn, SignedIn};
use secrecy::SecretString;
use std::sync::Arc;
use std::time::Duration;
use storage::{Access, Account, NewSession};

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
        (status = 403, description = "The device belongs to another account"),
        (status = 413, description = "The body is too large"),
        (status = 415, description = "The body is not said to be JSON"),
        (status = 429, description = "The account is locked for a time"),
    )
)]
pub(crate) async fn sign_in(
    State(app): State<Arc<App>>,
    JsonBody(sign_in): JsonBody<SignIn>,
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
    let account = prove(&app, school, login.to_owned(), password.into()).await?;
    let now = app.clock.now();
    let ends_at = now.plus(TimeDelta::hours(app.config.session_hours.into()));
    let new = new_token(school, &app.random);
    let person = account.person;
    let session = NewSession {
        token_hash: new.hash,
        person,
        device,
        opened_at: now,
        ends_at,
    };
    let me = app
        .store
        .me(school, person)
        .await?
        .ok_or(Code::WrongPassword)?;
    let last_n = app
        .store
        .open_session(school, session)
        .await?
        .ok_or(Code::DeviceTaken)?;
    app.store
        .note_access(school, person, Access::SignedIn, now)
        .await?;
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

/// The account of a login, if the password is its own and it is not locked. From its turn on a
/// try goes to its end, and a client that has gone pays for it like one that waits.
async fn prove(
    app: &Arc<App>,
    school: SchoolId,
    login: String,
    password: SecretString,
) -> Result<Account, Failure> {
    let started = app.clock.monotonic();
    let turn = app.lockbook.turn(school, &login).await;
    let app = Arc::clone(app);
    to_the_end(async move {
        let _turn = turn;
        let account = app.store.account(school, &login).await?;
        let proved = match &account {
            Some(account) => prove_account(&app, school, account, &password).await,
            None => prove_nobody(&app, school, &login, &password).await,
        };
        match (proved, account) {
            (Ok(true), Some(account)) => Ok(account),
            (Ok(_), _) => {
                let took = app.clock.monotonic().saturating_sub(started);
                tokio::time::sleep(until_next_step(took)).await;
                Err(Code::WrongPassword.into())
            }
            (Err(failure), _) => Err(failure),
        }
    })
    .await
}

/// Whether the password is the account's own, with the soft lock; also for a change of password.
pub(crate) async fn prove_account(
    app: &App,
    school: SchoolId,
    account: &Account,
    password: &SecretString,
) -> Result<bool, Failure> {
    let standing = Standing {
        failures: account.failures,
        locked_until: account.locked_until,
    };
    let now = app.clock.now();
    if let Err(until) = admit(standing, now) {
        if app
            .lockbook
            .first_refusal(school, account.person, until, now)
        {
            app.store
                .note_access(school, account.person, Access::RefusedLocked, now)
                .await?;
        }
        return Err(Failure::locked(until, now));
    }
    if app
        .hashing
        .verify(Some(&account.password_hash), password)
        .await?
    {
        return Ok(true);
    }
    let now = app.clock.now();
    let Standing {
        failures,
        locked_until,
    } = after_wrong_password(standing, now);
    let wrong = Access::WrongPassword {
        failures,
        locked_until,
    };
    app.store
        .note_access(school, account.person, wrong, now)
        .await?;
    Ok(false)
}

/// The same for a name that nobody has: the same time, the same lock, the same answer.
async fn prove_nobody(
    app: &App,
    school: SchoolId,
    login: &str,
    password: &SecretString,
) -> Result<bool, Failure> {
    let now = app.clock.now();
    let standing = app.lockbook.unknown(school, login);
    admit(standing, now).map_err(|until| Failure::locked(until, now))?;
    app.hashing.verify(None, password).await?;
    let now: Timestamp = app.clock.now();
    app.lockbook
        .note_unknown(school, login, after_wrong_password(standing, now), now);
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
    caller: Caller,
) -> Result<StatusCode, Failure> {
    let now = app.clock.now();
    let (school, person) = (caller.session.school, caller.session.person);
    let closed = app
        .store
        .close_session(school, caller.token.hash, now)
        .await;
    app.sessions.forget(caller.token);
    closed?;
    app.store
        .note_access(school, person, Access::SignedOut, now)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ServerConfig;
    use bytes::Bytes;
    use futures_util::FutureExt;
    use journal::{DeviceId, ServerId};
    use protocol::MovedClock;
    use storage::{MemoryStore, Store};
    use testkit::fixture;
    use tokio::sync::watch;
    use uuid::Uuid;

    /// A server that hashes one password at a time.
    async fn app() -> Arc<App> {
        let store = MemoryStore::new(ServerId(Uuid::from_u128(1)));
        store.import(fixture::bundle()).await.unwrap();
        let config = ServerConfig {
            hash_cost: crate::HashCost::CHEAPEST,
            hashes_at_once: 1,
            ..ServerConfig::default()
        };
        let clock = Arc::new(MovedClock::start(fixture::now()));
        let (_stop, stopping) = watch::channel(false);
        let (store, document) = (Arc::new(store), Bytes::new());
        let app = App::new(config, store, clock, [1; 32], document, stopping);
        Arc::new(app.await.unwrap())
    }

    fn guess(login: &str) -> JsonBody<SignIn> {
        JsonBody(SignIn {
            login: login.to_owned(),
            password: "неверный".to_owned(),
            device: DeviceId(Uuid::from_u128(2)),
            school: None,
        })
    }

    /// The client goes while its password waits for its turn in the pool.
    async fn guess_and_go(app: &Arc<App>, login: &str) {
        let before = app.hashing.turn().await.unwrap();
        let mut guessing = Box::pin(sign_in(State(Arc::clone(app)), guess(login)));
        assert!(guessing.as_mut().now_or_never().is_none());
        drop(guessing);
        drop(before);
        let school = app.schools.default_school().unwrap().id;
        app.lockbook.turn(school, login).await;
    }

    #[tokio::test]
    async fn a_guess_of_a_client_that_has_gone_is_counted() {
        let app = app().await;
        let school = app.schools.default_school().unwrap().id;
        for failures in 1..=3 {
            guess_and_go(&app, "orlova").await;
            let account = app.store.account(school, "orlova").await.unwrap();
            assert_eq!(account.unwrap().failures, failures);
            guess_and_go(&app, "nobody").await;
            assert_eq!(app.lockbook.unknown(school, "nobody").failures, failures);
        }
        let locked = sign_in(State(Arc::clone(&app)), guess("orlova")).await;
        assert_eq!(locked.unwrap_err().code(), Code::AccountLocked);
    }
}
