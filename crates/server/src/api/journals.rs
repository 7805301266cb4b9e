//! «Журналы», and one of them.

use super::page::{by_its_bytes, versioned};
use super::today::local_date;
use crate::accesses::Accesses;
use crate::app::App;
use crate::etag::IfNoneMatch;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::peer::Source;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use journal::view::{JournalPage, JournalsPage};
use journal::{JournalId, PeriodId};
use protocol::Code;
use serde::Deserialize;
use std::sync::Arc;
use storage::Opened;

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Which {
    /// The reporting period; none: the one that today is in.
    period: Option<PeriodId>,
}

/// The journals that I may read, with how far they are filled in over a period.
#[utoipa::path(
    get,
    path = "/journals",
    tag = "journals",
    params(
        Which,
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = JournalsPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
        (status = 404, description = "There is no such period"),
    )
)]
pub(crate) async fn journals(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(Which { period }): Query<Which>,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let now = app.clock.now();
    let page = app.store.journals(&caller.reader, period, now).await?;
    by_its_bytes(&page.ok_or(Code::NotFound)?, &known)
}

/// A journal over a period: pupils × lessons.
#[utoipa::path(
    get,
    path = "/journals/{id}",
    tag = "journals",
    params(
        ("id" = JournalId, Path),
        Which,
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = JournalPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
        (status = 404, description = "There is none, or it is not yours to see"),
    )
)]
pub(crate) async fn journal(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Path(journal): Path<JournalId>,
    Query(Which { period }): Query<Which>,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let on = local_date(&app, caller.session.school, app.clock.now()).await?;
    let asked = known.versions().next();
    let found = app
        .store
        .open_journal(&caller.reader, journal, period, on, asked)
        .await?;
    let (who, opened) = ((&caller, source), Opened::Journal(journal));
    let Some(found) = found else {
        return Err(Accesses::hidden(&app, who, opened).await);
    };
    app.accesses.read(&app, who, opened, false).await?;
    versioned(found, asked, &known)
}
