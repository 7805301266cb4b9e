//! One's own account.

use super::page::by_its_bytes;
use super::sessions::{Attempt, prove_account};
use crate::app::App;
use crate::body::SmallJsonBody;
use crate::etag::IfNoneMatch;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::peer::Source;
use crate::signin::{AccountKey, is_like_start, is_weak, to_the_end};
use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use journal::view::{Me, SessionsPage};
use protocol::{ChangePassword, Code};
use std::sync::Arc;
use storage::NewPassword;

/// Longest new password, in characters.
const LONGEST: usize = 128;

/// Who is signed in.
#[utoipa::path(get, path = "/me", tag = "account", responses((status = 200, body = Me)))]
pub(crate) async fn me(State(app): State<Arc<App>>, caller: Caller) -> Result<Json<Me>, Failure> {
    let me = app
        .store
        .me(
            caller.session.school,
            caller.session.person,
            app.clock.now(),
        )
        .await?;
    Ok(Json(me.ok_or(Code::NotFound)?))
}

/// Who is signed in where: an administrator sees everybody's sessions, everybody else the own ones.
#[utoipa::path(
    get,
    path = "/sessions",
    tag = "sessions",
    params(
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = SessionsPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
    )
)]
pub(crate) async fn sessions(
    State(app): State<Arc<App>>,
    caller: Caller,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let (here, now) = (caller.session.device, app.clock.now());
    let rested = app.sessions.rested_since(now);
    let sessions = app
        .store
        .sessions(&caller.reader, here, rested, now)
        .await?;
    by_its_bytes(&SessionsPage { sessions }, &known)
}

/// Change the password. Every other session of the account ends.
#[utoipa::path(
    post,
    path = "/password",
    tag = "account",
    request_body = ChangePassword,
    responses(
        (status = 204),
        (status = 401, description = "No session, or the old password is wrong"),
        (status = 413, description = "The body is too large"),
        (status = 415, description = "The body is not said to be JSON"),
        (status = 422, description = "The new password is too weak or the old one"),
        (status = 429, description = "The account is locked for a time"),
    )
)]
pub(crate) async fn change_password(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    SmallJsonBody(ChangePassword { old, new }): SmallJsonBody<ChangePassword>,
) -> Result<StatusCode, Failure> {
    caller.still_stands(&app).await?;
    let key @ AccountKey { school, person } = caller.account();
    let account = app.store.account_of(school, person).await?;
    let (login, _) = account.ok_or(Code::WrongPassword)?;
    // The session is of a device that is known to the account.
    let origin = source.origin(caller.session.device);
    let attempt = Attempt::known(key, origin);
    let ticket = attempt.enter(&app, source)?;
    let turn = app.limiter.turn(attempt.lock()).await;
    to_the_end(async move {
        let _turn = (turn, ticket);
        let account = app.store.account(school, &login).await?;
        let proved = prove_account(&app, attempt, account.as_ref(), &old.clone().into()).await?;
        let (true, Some(account)) = (proved, account) else {
            return Err(Code::WrongPassword.into());
        };
        let like_start = caller.session.must_change_password && is_like_start(&new, &old);
        if new.chars().count() > LONGEST || like_start || is_weak(&new, &old, &login) {
            return Err(Code::WeakPassword.into());
        }
        let hash = app.hashing.hash(&new.into(), app.random.bytes()).await?;
        // It may have ended while the passwords waited for their turn.
        caller.still_stands(&app).await?;
        let new = NewPassword {
            person,
            proved_hash: account.password_hash,
            hash,
            keep_session: caller.token.hash,
            origin,
            at: app.clock.now(),
        };
        let set = app.store.set_password(school, new).await;
        app.sessions.forget_account(key);
        if !set? {
            return Err(Code::WrongPassword.into());
        }
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
