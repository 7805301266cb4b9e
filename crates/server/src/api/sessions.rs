//! Signing in and out.

use crate::app::App;
use crate::body::JsonBody;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::signin::{Standing, admit, after_wrong_password, new_token};
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
    let account = prove(&app, school, login, &password.into()).await?;
    let now = app.clock.now();
    let ends_at = now.plus(TimeDelta::hours(app.config.session_hours.into()));
    let (token, token_hash) = new_token(school, &app.random);
    let person = account.person;
    let session = NewSession {
        token_hash,
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
            token,
            expires_at,
            me,
            now,
            last_n,
        }),
    ))
}

/// The account of a login, if the password is its own and it is not locked.
async fn prove(
    app: &App,
    school: SchoolId,
    login: &str,
    password: &SecretString,
) -> Result<Account, Failure> {
    let started = app.clock.monotonic();
    let _turn = app.lockbook.turn(school, login).await;
    let account = app.store.account(school, login).await?;
    let proved = match &account {
        Some(account) => prove_account(app, school, account, password).await,
        None => prove_nobody(app, school, login, password).await,
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

/// Sign out: the session ends at once.
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
