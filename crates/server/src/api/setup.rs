//! «Чего не хватает школе».

use super::page::by_its_bytes;
use crate::app::App;
use crate::etag::IfNoneMatch;
use crate::failure::Failure;
use crate::guard::Caller;
use axum::extract::State;
use axum::response::Response;
use journal::view::SetupPage;
use protocol::Code;
use std::sync::Arc;

/// What the school begins with, part by part: how many there are, how many are missing, until when
/// they must be there and by which clause.
#[utoipa::path(
    get,
    path = "/setup",
    tag = "register",
    params(
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = SetupPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
    )
)]
pub(crate) async fn setup(
    State(app): State<Arc<App>>,
    caller: Caller,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let now = app.clock.now();
    let page = app.store.setup(caller.session.school, now).await?;
    by_its_bytes(&page.ok_or(Code::NotFound)?, &known)
}
