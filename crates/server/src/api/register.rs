//! The register: what a school is apart from its journals.

use super::page::{After, ROWS, by_its_bytes, by_version, unchanged};
use super::today::local_date;
use crate::app::App;
use crate::body::{JsonBody, length};
use crate::etag::{IfNoneMatch, etag};
use crate::failure::Failure;
use crate::guard::Caller;
use crate::peer::Source;
use crate::rate::cost;
use crate::signin::to_the_end;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::HeaderMap;
use axum::response::Response;
use journal::PersonId;
use journal::register::{Amended, Amendment, AmendmentOutcome, Record, RecordId, RecordKind};
use journal::view::{AccessTarget, RecordLog, RecordsPage, RegisterPage};
use protocol::{Amend, Code, MAX_BATCH};
use serde::Deserialize;
use std::collections::BTreeSet;
use std::sync::Arc;
use storage::{Accessed, Gesture, Shown, Taking};

/// The kinds of records that I may read, with how many there are and who amended one last.
#[utoipa::path(
    get,
    path = "/register",
    tag = "register",
    params(
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = RegisterPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
    )
)]
pub(crate) async fn kinds(
    State(app): State<Arc<App>>,
    caller: Caller,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let page = app.store.kinds(&caller.reader, app.clock.now()).await?;
    by_its_bytes(&page.ok_or(Code::NotFound)?, &known)
}

/// The records of a kind, with all that a list or a form of them shows and chooses from, as far as
/// I may see it.
#[utoipa::path(
    get,
    path = "/register/{kind}",
    tag = "register",
    params(
        ("kind" = RecordKind, Path),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = RecordsPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
        (status = 404, description = "There is no such kind"),
    )
)]
pub(crate) async fn records(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Path(kind): Path<String>,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let kind: RecordKind = kind.parse().map_err(|_| Code::NotFound)?;
    let (school, now) = (caller.session.school, app.clock.now());
    // Before the page: one that is newer than its version is asked for once more.
    let version = app.store.records_version(school).await?;
    let version = version.ok_or(Code::NotFound)?;
    // What one may see is one's own, and of the day.
    let day = local_date(&app, school, now).await?;
    let version = format!("{version}.{}.{day}", caller.session.person);
    if known.has(&version) {
        return Ok(unchanged(etag(&version)));
    }
    let page = app.store.records(&caller.reader, kind, now).await?;
    let page = shown(page, &app, (&caller, source), (kind, None)).await?;
    by_version(&page, &version, &known)
}

/// What became of a record: who made, changed or removed it, when, what it said and what it says
/// since; oldest first, a page at a time. What was refused is in no log.
#[utoipa::path(
    get,
    path = "/register/{kind}/{id}/log",
    tag = "register",
    params(("kind" = RecordKind, Path), ("id" = RecordId, Path), After),
    responses(
        (status = 200, body = RecordLog),
        (status = 404, description = "There is no such kind, or the record is not yours to see"),
    )
)]
pub(crate) async fn record_log(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Path((kind, id)): Path<(String, RecordId)>,
    Query(after): Query<After>,
) -> Result<Json<RecordLog>, Failure> {
    let kind: RecordKind = kind.parse().map_err(|_| Code::NotFound)?;
    let (place, now) = ((after.seq()?, ROWS), app.clock.now());
    let log = app
        .store
        .record_log(&caller.reader, kind.at(id), place, now);
    let log = shown(log.await?, &app, (&caller, source), (kind, Some(id))).await?;
    Ok(Json(log))
}

/// What was asked for, of records of a kind or of one; that it tells of others, or is not the
/// caller's to see, is in the access log, also of who hangs up.
pub(super) async fn shown<T: Send + 'static>(
    asked: Shown<T>,
    app: &Arc<App>,
    (caller, source): (&Caller, Source),
    (kind, id): (RecordKind, Option<RecordId>),
) -> Result<T, Failure> {
    let (app, caller) = (Arc::clone(app), caller.clone());
    to_the_end(async move {
        let who = (&caller, source);
        let refused = |record| Accessed::RecordsRefused {
            what: AccessTarget::Records(kind),
            record,
        };
        match asked {
            Shown::Page { page, cards } => {
                app.accesses.cards(&app, who, cards).await?;
                Ok(page)
            }
            Shown::Forbidden => {
                app.accesses.refused(&app, who, refused(None)).await;
                Err(Code::Forbidden.into())
            }
            Shown::Hidden => {
                let record = id.map(|id| kind.at(id));
                app.accesses.refused(&app, who, refused(record)).await;
                Err(Code::NotFound.into())
            }
            Shown::Missing => Err(Code::NotFound.into()),
        }
    })
    .await
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct How {
    /// Only say what would become of it: nothing is written.
    #[serde(default)]
    pub(super) dry_run: bool,
}

/// The only way anything in the register moves: a gesture of amendments, in one transaction. An
/// outcome for each, in order: one that cannot be taken never sinks the others, and is not kept.
/// Dangers must be agreed to as a dry run tells them, or nothing is written.
#[utoipa::path(
    post,
    path = "/amendments",
    tag = "register",
    params(How),
    request_body = Amend,
    responses(
        (status = 200, body = Amended),
        (status = 413, description = "More than 200 amendments, or more than 256 KiB"),
        (status = 415, description = "The body is not said to be JSON"),
        (status = 429, description = "More than a person may send in a minute: nothing was stored, send the same after `Retry-After`"),
    )
)]
pub(crate) async fn amend(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Query(How { dry_run }): Query<How>,
    headers: HeaderMap,
    JsonBody(Amend { amendments, agreed }): JsonBody<Amend>,
) -> Result<Json<Amended>, Failure> {
    if amendments.len() > MAX_BATCH {
        return Err(Code::TooLarge.into());
    }
    let session = &caller.session;
    let cost = cost(amendments.len(), length(&headers, &app));
    let (who, now) = (caller.device().account, app.clock.now());
    if let Err(wait) = app.change_rate.take(who, cost, app.clock.monotonic()) {
        return Err(Failure::too_many_changes(now, wait));
    }
    let records: Vec<_> = amendments.iter().map(|one| one.record).collect();
    let (school, people) = (session.school, whose_roles(&amendments));
    // Who hangs up is in the access log all the same.
    to_the_end(async move {
        // Not while the body came, which may take long.
        let _turn = app.reading_turns.take(caller.device()).await?;
        caller.still_stands(&app).await?;
        let gesture = Gesture {
            school: caller.session.school,
            person: caller.session.person,
            roles: caller.session.roles.clone(),
            device: caller.session.device,
            received_at: app.clock.now(),
            amendments,
            agreed,
            taking: Taking::Each,
        };
        let amended = app.store.amend(gesture, dry_run).await;
        if !dry_run {
            app.sessions.forget_people(school, &people);
        }
        let amended = amended?;
        let (who, accesses) = ((&caller, source), &app.accesses);
        let mut taken = Vec::new();
        for (record, outcome) in records.into_iter().zip(&amended.outcomes) {
            if let (AmendmentOutcome::Forbidden { clause }, false) = (outcome, dry_run) {
                let clause = clause.clone();
                accesses.refused_amendment(&app, who, record, clause).await;
            }
            taken.extend(outcome.is_taken_id().then_some(record));
        }
        accesses.taken_ids(&app, who, taken).await;
        Ok(Json(amended))
    })
    .await
}

/// Whose roles amendments give or take.
pub(super) fn whose_roles(amendments: &[Amendment]) -> BTreeSet<PersonId> {
    let records = amendments.iter();
    let records = records.flat_map(|one| [&one.expected, &one.wanted]);
    let offices = records.filter_map(|record| match record {
        Some(Record::Office(office)) => Some(office.person),
        _ => None,
    });
    offices.collect()
}
