//! The book of movement, how many pupils there are on a day, who is in no part of a class, and what is
//! to be put right.

use super::page::by_its_bytes;
use crate::app::App;
use crate::etag::IfNoneMatch;
use crate::failure::Failure;
use crate::guard::Caller;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use journal::view::{GapsPage, MovementPage, PopulationPage, UngroupedPage};
use protocol::Code;
use serde::Deserialize;
use std::sync::Arc;

/// The book of movement, the latest day first: of each line its three dates, its order, the term of
/// the regulation, and by how many days it was entered late.
#[utoipa::path(
    get,
    path = "/movement",
    tag = "register",
    params(
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = MovementPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
    )
)]
pub(crate) async fn book(
    State(app): State<Arc<App>>,
    caller: Caller,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let page = app.store.movement(caller.session.school).await?;
    by_its_bytes(&page.ok_or(Code::NotFound)?, &known)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct On {
    /// The day; none: today.
    on: Option<NaiveDate>,
}

/// How many pupils there are in each class on a day: in its list on the first day of the year, come
/// and gone since then, in its list that day, attached apart.
#[utoipa::path(
    get,
    path = "/population",
    tag = "register",
    params(
        On,
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = PopulationPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
    )
)]
pub(crate) async fn population(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(On { on }): Query<On>,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let now = app.clock.now();
    let page = app.store.population(caller.session.school, on, now);
    by_its_bytes(&page.await?.ok_or(Code::NotFound)?, &known)
}

/// Who is today in a class that is parted and in none of the parts: of the classes whose groups I
/// keep; of all, if I read the groups of the whole school.
#[utoipa::path(
    get,
    path = "/ungrouped",
    tag = "register",
    params(
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = UngroupedPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
    )
)]
pub(crate) async fn ungrouped(
    State(app): State<Arc<App>>,
    caller: Caller,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let page = app.store.ungrouped(&caller.reader, app.clock.now());
    by_its_bytes(&page.await?.ok_or(Code::NotFound)?, &known)
}

/// What is to be put right, gap by gap, each with the record that it is about, until when, by
/// which clause, and a record of which kind puts it right: of what I keep; of all, if I manage the
/// school.
#[utoipa::path(
    get,
    path = "/gaps",
    tag = "register",
    params(
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = GapsPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
    )
)]
pub(crate) async fn gaps(
    State(app): State<Arc<App>>,
    caller: Caller,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let page = app.store.gaps(&caller.reader, app.clock.now());
    by_its_bytes(&page.await?.ok_or(Code::NotFound)?, &known)
}
