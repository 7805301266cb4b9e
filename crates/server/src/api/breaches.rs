//! Sign-in data that got known (SGO154-5.3), and what was written under them (SGO154-5.4).

use super::page::by_its_bytes;
use crate::app::App;
use crate::body::JsonBody;
use crate::etag::IfNoneMatch;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::peer::Source;
use crate::signin::{AccountKey, to_the_end};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::TimeDelta;
use journal::register::amendment::NOTE_LIMIT;
use journal::register::check::is_line;
use journal::regulation::{Permission, controls_sessions};
use journal::view::{AccessTarget, BreachPage, BreachesPage, VoidTotals};
use journal::{BreachId, Timestamp};
use protocol::{
    BreachReported, BreachSince, Code, ConfirmBreach, MAX_CONFIRMED, ReportBreach, VoidBreach,
};
use std::sync::Arc;
use storage::{Accessed, BreachFound, Confirmed, MovedSince, NewBreach, VoidAsked};

/// So far ahead of the server's clock a client's may be.
const AHEAD: TimeDelta = TimeDelta::minutes(5);

/// Report that sign-in data got known: one's own, an administrator anyone's. At once every session of
/// the account ends and its password holds no more, until it is given a new start password; the
/// access log tells of it, and the head and the administrators see it.
#[utoipa::path(
    post,
    path = "/breaches",
    tag = "breaches",
    request_body = ReportBreach,
    responses(
        (status = 200, body = BreachReported),
        (status = 403, description = "It is another's, or says since when: an administrator alone does so"),
        (status = 404, description = "There is no such account"),
        (status = 413, description = "The body is too large"),
        (status = 415, description = "The body is not said to be JSON"),
    )
)]
pub(crate) async fn report(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    JsonBody(report): JsonBody<ReportBreach>,
) -> Result<Json<BreachReported>, Failure> {
    let (own, now) = (caller.account(), app.clock.now());
    let person = report.person.unwrap_or(own.person);
    let is_theirs = controls_sessions(&caller.session.roles, person == own.person);
    let may_say_since = Permission::SettleBreaches.granted_to(&caller.session.roles);
    if !is_theirs || report.since.is_some() && !may_say_since {
        let refused = Accessed::Refused {
            what: AccessTarget::Any(Permission::ReportBreach),
            journal: None,
            record: None,
            for_person: Some(person),
            clause: None,
        };
        app.accesses.refused(&app, (&caller, source), refused).await;
        return Err(Code::Forbidden.into());
    }
    let since = report.since.map(|moved| since(moved, now)).transpose()?;
    let learned_at = past(report.learned_at, now)?;
    if !report.note.is_empty() && !is_line(&report.note, NOTE_LIMIT) {
        return Err(Code::InvalidRequest.into());
    }
    let school = own.school;
    let new = NewBreach {
        person,
        learned_at,
        note: report.note,
        since,
        by: own.person,
        origin: source.origin(caller.session.device),
        at: now,
    };
    to_the_end(async move {
        let reported = app.store.report_breach(school, new).await;
        app.sessions.forget_account(AccountKey { school, person });
        let breach = reported?.ok_or(Code::NotFound)?;
        Ok(Json(BreachReported {
            breach,
            received_at: now,
        }))
    })
    .await
}

/// A moment that has been.
fn past(at: Timestamp, now: Timestamp) -> Result<Timestamp, Failure> {
    if at.since(now) > AHEAD {
        return Err(Code::InvalidRequest.into());
    }
    Ok(at.min(now).shown())
}

fn since(moved: BreachSince, now: Timestamp) -> Result<(Timestamp, String), Failure> {
    if !is_line(&moved.ground, NOTE_LIMIT) {
        return Err(Code::InvalidRequest.into());
    }
    Ok((past(moved.since, now)?, moved.ground))
}

/// The reports of sign-in data that got known, the newest first.
#[utoipa::path(
    get,
    path = "/breaches",
    tag = "breaches",
    params(
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = BreachesPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
    )
)]
pub(crate) async fn breaches(
    State(app): State<Arc<App>>,
    caller: Caller,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let page = app.store.breaches(caller.session.school).await?;
    by_its_bytes(&page, &known)
}

/// What was written under an account since the moment that its report names, in the order in which the
/// server received it: changes of the journals and amendments of the register.
#[utoipa::path(
    get,
    path = "/breaches/{id}",
    tag = "breaches",
    params(
        ("id" = BreachId, Path),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = BreachPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
        (status = 404, description = "There is no such report"),
    )
)]
pub(crate) async fn breach(
    State(app): State<Arc<App>>,
    caller: Caller,
    Path(id): Path<BreachId>,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let found = app.store.breach(caller.session.school, id).await?;
    by_its_bytes(&found.ok_or(Code::NotFound)?, &known)
}

/// Set since when what was written under an account is void, and say how that is known.
#[utoipa::path(
    post,
    path = "/breaches/{id}/since",
    tag = "breaches",
    params(("id" = BreachId, Path)),
    request_body = BreachSince,
    responses(
        (status = 204),
        (status = 400, description = "It is later than the report was received, or without a ground"),
        (status = 404, description = "There is no such report"),
        (status = 413, description = "The body is too large"),
        (status = 415, description = "The body is not said to be JSON"),
    )
)]
pub(crate) async fn move_since(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Path(breach): Path<BreachId>,
    JsonBody(moved): JsonBody<BreachSince>,
) -> Result<StatusCode, Failure> {
    let (school, now) = (caller.session.school, app.clock.now());
    let (since, ground) = since(moved, now)?;
    let moved = MovedSince {
        breach,
        since,
        ground,
        by: (caller.session.person, source.origin(caller.session.device)),
        at: now,
    };
    to_the_end(async move {
        match app.store.move_breach(school, moved).await? {
            BreachFound::Done => Ok(StatusCode::NO_CONTENT),
            BreachFound::Unfit => Err(Code::InvalidRequest.into()),
            BreachFound::None => Err(Code::NotFound.into()),
        }
    })
    .await
}

/// Confirm that changes stand which were written under the account. Those that were decided of before,
/// or are none of its, are passed over.
#[utoipa::path(
    post,
    path = "/breaches/{id}/confirm",
    tag = "breaches",
    params(("id" = BreachId, Path)),
    request_body = ConfirmBreach,
    responses(
        (status = 204),
        (status = 404, description = "There is no such report"),
        (status = 413, description = "The body is too large, or names more than 1000"),
        (status = 415, description = "The body is not said to be JSON"),
    )
)]
pub(crate) async fn confirm(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Path(breach): Path<BreachId>,
    JsonBody(ConfirmBreach { seqs }): JsonBody<ConfirmBreach>,
) -> Result<StatusCode, Failure> {
    if seqs.len() > MAX_CONFIRMED {
        return Err(Code::TooLarge.into());
    }
    let confirmed = Confirmed {
        school: caller.session.school,
        breach,
        seqs,
        by: (caller.session.person, source.origin(caller.session.device)),
        at: app.clock.now(),
    };
    to_the_end(async move {
        let done = app.store.confirm_breach(confirmed).await?;
        done.ok_or(Code::NotFound)?;
        Ok(StatusCode::NO_CONTENT)
    })
    .await
}

/// Void what was written under the account and nobody has confirmed: what stood before it stands
/// again, wherever nobody else has written since. Nothing is erased; whatever goes back is written as
/// new rows of the log, by the caller. The same again does nothing more.
#[utoipa::path(
    post,
    path = "/breaches/{id}/void",
    tag = "breaches",
    params(("id" = BreachId, Path)),
    request_body = VoidBreach,
    responses(
        (status = 200, body = VoidTotals),
        (status = 404, description = "There is no such report"),
        (status = 413, description = "The body is too large"),
        (status = 415, description = "The body is not said to be JSON"),
    )
)]
pub(crate) async fn void(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Path(breach): Path<BreachId>,
    JsonBody(VoidBreach { up_to }): JsonBody<VoidBreach>,
) -> Result<Json<VoidTotals>, Failure> {
    let asked = VoidAsked {
        school: caller.session.school,
        breach,
        up_to,
        by: (caller.session.person, source.origin(caller.session.device)),
        roles: caller.session.roles.clone(),
        at: app.clock.now(),
    };
    to_the_end(async move {
        let done = app.store.void_breach(asked).await?;
        Ok(Json(done.ok_or(Code::NotFound)?))
    })
    .await
}
