//! Gestures of thousands of amendments: the table of a whole school.

use crate::app::App;
use crate::body::{JsonBody, LongBody};
use crate::failure::Failure;
use crate::guard::Caller;
use crate::peer::Source;
use crate::rate::cost;
use crate::signin::to_the_end;
use axum::Json;
use axum::extract::{Path, Query, State};
use journal::GestureId;
use journal::register::{AmendmentOutcome, GestureOutcome, RecordKind, Untaken};
use protocol::{
    Code, MAX_AGREED_BYTES, MAX_AMENDMENT_BYTES, MAX_GESTURE, UndoGesture, WholeGesture,
};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::collections::BTreeMap;
use std::sync::Arc;
use storage::{Gesture, Taking, Undoing};

use super::register::{How, whose_roles};

/// Refusals of a kind that are brought to the access log.
const REFUSALS_OF_A_KIND: u32 = 10;

/// Thousands of amendments in one transaction, all of them or none. What cannot be taken is told in
/// full, the others are counted. Dangers must be agreed to as a dry run tells them, or nothing is
/// written. One of a school is taken or seen at a time.
#[utoipa::path(
    post,
    path = "/gestures",
    tag = "register",
    params(How),
    request_body = WholeGesture,
    responses(
        (status = 200, body = GestureOutcome),
        (status = 409, description = "Another is under way in the school: nothing was stored, send the same when it is done"),
        (status = 413, description = "More than 20,000 amendments, one of more than 64 KiB, or more than 16 MiB"),
        (status = 415, description = "The body is not said to be JSON"),
        (status = 429, description = "More than a person may send in an hour: nothing was stored, send the same after `Retry-After`"),
    )
)]
pub(crate) async fn amend_whole(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Query(How { dry_run }): Query<How>,
    body: LongBody,
) -> Result<Json<GestureOutcome>, Failure> {
    // Who hangs up is in the access log all the same.
    to_the_end(async move {
        let (bytes, session) = (body.len(), &caller.session);
        let _turn = app.gesture_turns.take(session.school).await?;
        let WholeGesture { amendments, agreed } = body.read(whole).await?;
        let first = amendments.first().ok_or(Code::InvalidRequest)?;
        if amendments.iter().any(|one| one.gesture != first.gesture) {
            return Err(Code::InvalidRequest.into());
        }
        charge(&app, &caller, cost(amendments.len(), bytes))?;
        let gesture = Gesture {
            school: session.school,
            person: session.person,
            roles: session.roles.clone(),
            device: session.device,
            received_at: app.clock.now(),
            amendments,
            agreed,
            taking: Taking::Whole,
        };
        let (school, people) = (gesture.school, whose_roles(&gesture.amendments));
        caller.still_stands(&app).await?;
        let done = app.store.amend_whole(gesture, dry_run).await;
        if !dry_run {
            app.sessions.forget_people(school, &people);
        }
        let done = done?;
        note_refused(&app, (&caller, source), &done.untaken, dry_run).await;
        Ok(Json(done))
    })
    .await
}

/// A gesture as it travels, its parts not yet read.
#[derive(Deserialize)]
struct Unread<'b> {
    #[serde(borrow)]
    amendments: Vec<&'b RawValue>,
    #[serde(borrow, default)]
    agreed: Vec<&'b RawValue>,
}

/// Reads a gesture, each amendment by itself: whatever is read takes a multiple of its length in
/// memory meanwhile, and a single record of many megabytes would take hundreds.
fn whole(body: &[u8]) -> Result<WholeGesture, Code> {
    let unread: Unread<'_> = serde_json::from_slice(body).map_err(|_| Code::InvalidRequest)?;
    let is_long = |one: &&RawValue| one.get().len() > MAX_AMENDMENT_BYTES;
    let agreed = unread.agreed.iter().map(|one| one.get().len());
    if unread.amendments.len() > MAX_GESTURE
        || unread.amendments.iter().any(is_long)
        || agreed.sum::<usize>() > MAX_AGREED_BYTES
    {
        return Err(Code::TooLarge);
    }
    Ok(WholeGesture {
        amendments: each(&unread.amendments)?,
        agreed: each(&unread.agreed)?,
    })
}

fn each<T: DeserializeOwned>(unread: &[&RawValue]) -> Result<Vec<T>, Code> {
    let read = unread.iter().map(|one| serde_json::from_str(one.get()));
    let read: Result<_, _> = read.collect();
    read.map_err(|_| Code::InvalidRequest)
}

/// Takes back a gesture of thousands that was taken: each record goes to where it was, but for those
/// that have moved on since or upon which something rests by now, which stay and are told in full. A
/// gesture of another person is taken back only if all of it is the caller's to amend.
#[utoipa::path(
    post,
    path = "/gestures/{id}/undo",
    tag = "register",
    params(("id" = GestureId, Path), How),
    request_body = UndoGesture,
    responses(
        (status = 200, body = GestureOutcome),
        (status = 404, description = "There is no such gesture that was taken as one"),
        (status = 409, description = "Another is under way in the school: nothing was stored, send the same when it is done"),
        (status = 413, description = "More than 256 KiB"),
        (status = 415, description = "The body is not said to be JSON"),
        (status = 429, description = "More than a person may send in an hour: nothing was stored, send the same after `Retry-After`"),
    )
)]
pub(crate) async fn undo(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Path(of): Path<GestureId>,
    Query(How { dry_run }): Query<How>,
    JsonBody(asked): JsonBody<UndoGesture>,
) -> Result<Json<GestureOutcome>, Failure> {
    to_the_end(async move {
        let session = &caller.session;
        let _turn = app.gesture_turns.take(session.school).await?;
        charge(&app, &caller, ASKED)?;
        let undoing = Undoing {
            school: session.school,
            person: session.person,
            roles: session.roles.clone(),
            device: session.device,
            received_at: app.clock.now(),
            made_at: asked.made_at,
            of,
            gesture: asked.gesture,
            agreed: asked.agreed,
        };
        caller.still_stands(&app).await?;
        let done = app.store.undo(undoing, dry_run).await;
        // Whose roles it gave back is told by nobody.
        if !dry_run {
            app.sessions.forget_school(session.school);
        }
        let done = done?.ok_or(Code::NotFound)?;
        let (who, now) = (caller.device().account, app.clock.monotonic());
        let rest = done.totals.all().saturating_sub(ASKED);
        app.whole_rate.count(who, rest, now);
        note_refused(&app, (&caller, source), &done.untaken, dry_run).await;
        Ok(Json(done.for_actor()))
    })
    .await
}

/// What an undo costs of the limit of an hour before anybody knows how much it takes back: that much
/// it costs then.
const ASKED: usize = 1;

fn charge(app: &App, caller: &Caller, cost: usize) -> Result<(), Failure> {
    let (who, now) = (caller.device().account, app.clock.monotonic());
    let taken = app.whole_rate.take(who, cost, now);
    taken.map_err(|wait| Failure::too_many_changes(app.clock.now(), wait))
}

/// What was not the caller's to write, and, also of what was only seen, what was not the caller's to
/// see.
async fn note_refused(app: &App, who: (&Caller, Source), untaken: &[Untaken], dry_run: bool) {
    let mut of_kind: BTreeMap<(RecordKind, bool), u32> = BTreeMap::new();
    let mut taken = Vec::new();
    for one in untaken {
        let clause = match &one.outcome {
            AmendmentOutcome::Forbidden { clause } if !dry_run => Some(clause),
            outcome if outcome.is_taken_id() => None,
            _ => continue,
        };
        let count = of_kind
            .entry((one.record.kind, clause.is_some()))
            .or_default();
        *count += 1;
        if *count > REFUSALS_OF_A_KIND {
            continue;
        }
        let Some(clause) = clause.cloned() else {
            taken.push(one.record);
            continue;
        };
        let refused = app.accesses.refused_amendment(app, who, one.record, clause);
        refused.await;
    }
    app.accesses.taken_ids(app, who, taken).await;
}
