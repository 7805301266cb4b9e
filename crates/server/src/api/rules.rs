//! The school's rules.

use super::page::by_its_bytes;
use crate::app::App;
use crate::etag::IfNoneMatch;
use crate::failure::Failure;
use crate::guard::Caller;
use axum::extract::State;
use axum::response::Response;
use journal::view::Rules;
use protocol::Code;
use std::sync::Arc;

/// The regulation in force, the school's letters, kinds of work and periods.
#[utoipa::path(
    get,
    path = "/rules",
    tag = "school",
    params(
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = Rules, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
    )
)]
pub(crate) async fn rules(
    State(app): State<Arc<App>>,
    caller: Caller,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let rules = app.store.rules(caller.session.school).await?;
    by_its_bytes(&rules.ok_or(Code::NotFound)?, &known)
}
