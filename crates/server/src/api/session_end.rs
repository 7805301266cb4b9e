//! The end of a session that the list of who is signed in shows.

use crate::app::App;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::peer::Source;
use crate::signin::{AccountKey, to_the_end};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use journal::regulation::{Permission, controls_sessions};
use journal::view::AccessTarget;
use journal::{PersonId, Timestamp};
use protocol::Code;
use serde::Deserialize;
use std::sync::Arc;
use storage::{Accessed, EndedSession};

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Opened {
    /// When it was opened, as the list says: one that its device has opened since goes on.
    opened_at: Timestamp,
}

/// End a session: one's own, an administrator anyone's. Whoever works in it hears of it at once and
/// signs in again; what was entered there is not lost. The access log tells who did it. A session that
/// has ended already is answered the same.
#[utoipa::path(
    delete,
    path = "/accounts/{id}/sessions/{device}",
    tag = "sessions",
    params(
        ("id" = PersonId, Path),
        (
            "device" = String,
            Path,
            description = "The device, by the word that the list shows",
            pattern = "^[0-9a-f]{12}$",
        ),
        Opened,
    ),
    responses(
        (status = 204, description = "There is no such session now"),
        (status = 404, description = "The sessions of that person are not the caller's to see"),
    )
)]
pub(crate) async fn end_session(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Path((person, device)): Path<(PersonId, String)>,
    Query(Opened { opened_at }): Query<Opened>,
) -> Result<StatusCode, Failure> {
    let account = caller.account();
    if !controls_sessions(&caller.session.roles, person == account.person) {
        let refused = Accessed::Refused {
            what: AccessTarget::Any(Permission::EndSessions),
            journal: None,
            record: None,
            for_person: Some(person),
            clause: None,
        };
        app.accesses.refused(&app, (&caller, source), refused).await;
        return Err(Code::NotFound.into());
    }
    // The list shows twelve digits; of anything else there is no session.
    let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
    if device.len() != 12 || !device.bytes().all(is_digit) {
        return Err(Code::NotFound.into());
    }
    // Whoever was signed out a moment ago ends nobody's session any more.
    caller.still_stands(&app).await?;
    let school = account.school;
    let ended = EndedSession {
        person,
        device,
        opened_at,
        by: account.person,
        origin: source.origin(caller.session.device),
        at: app.clock.now(),
    };
    to_the_end(async move {
        let ended = app.store.end_session(school, ended).await;
        app.sessions.forget_account(AccountKey { school, person });
        ended?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}
