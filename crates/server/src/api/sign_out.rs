//! Signing out later: whoever signed out without a network has the sign-out key and no token.

use super::sessions::Attempt;
use crate::app::App;
use crate::failure::Failure;
use crate::peer::Source;
use crate::signin::{AccountKey, TokenKey};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use protocol::Code;
use std::sync::Arc;
use storage::AccessEvent;

/// Sign out by the sign-out key of a session (`sign_out` of `POST /sessions`): it ends, however
/// long ago its token was forgotten. No token is asked for, because the key does nothing else. A
/// session that has ended already, or that never was, is answered the same.
#[utoipa::path(
    delete,
    path = "/sessions/{key}",
    tag = "sessions",
    params((
        "key" = String,
        Path,
        description = "The sign-out key: the school and 32 bytes in Base64",
        pattern = "^[0-9]{1,18}\\.[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]$",
    )),
    responses(
        (status = 204, description = "There is no such session now"),
        (status = 400, description = "That cannot be a sign-out key"),
    )
)]
pub(crate) async fn by_key(
    State(app): State<Arc<App>>,
    source: Source,
    Path(key): Path<String>,
) -> Result<StatusCode, Failure> {
    let session = TokenKey::of_sign_out(&key).ok_or(Code::InvalidRequest)?;
    let (school, hash, now) = (session.school, session.hash, app.clock.now());
    // A stranger's guess is a read and no write. And it is no use of the session: its device has
    // not been heard, whoever has sent the key.
    if let Some(found) = app.store.find_session(school, hash, now).await? {
        let closed = app.store.close_session(school, hash).await;
        app.sessions.forget(session);
        closed?;
        let account = AccountKey {
            school,
            person: found.person,
        };
        let attempt = Attempt::known(account, source.origin(found.device));
        let signed_out = attempt.note(Some(found.person), AccessEvent::SignedOut, now);
        app.store.note_access(school, signed_out).await?;
    }
    Ok(StatusCode::NO_CONTENT)
}
