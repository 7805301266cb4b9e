//! «Сегодня».

use super::page::by_its_bytes;
use crate::app::App;
use crate::etag::IfNoneMatch;
use crate::failure::Failure;
use crate::guard::Caller;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use journal::view::TodayPage;
use journal::{SchoolId, Timestamp};
use protocol::Code;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Day {
    /// The day; none: today at the school.
    date: Option<NaiveDate>,
}

/// My lessons of a day, and earlier ones in which something is missing.
#[utoipa::path(
    get,
    path = "/today",
    tag = "lessons",
    params(
        Day,
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = TodayPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
    )
)]
pub(crate) async fn today(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(Day { date }): Query<Day>,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let now = app.clock.now();
    let date = match date {
        Some(date) => date,
        None => local_date(&app, caller.session.school, now).await?,
    };
    by_its_bytes(&app.store.today(&caller.reader, date, now).await?, &known)
}

/// The day it is at a school.
pub(crate) async fn local_date(
    app: &App,
    school: SchoolId,
    now: Timestamp,
) -> Result<NaiveDate, Failure> {
    let school = app.schools.find(school).await?.ok_or(Code::NotFound)?;
    Ok(school.time.local(now).date())
}
