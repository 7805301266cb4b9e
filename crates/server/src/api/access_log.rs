//! The access log.

use super::page::ROWS;
use crate::app::App;
use crate::failure::Failure;
use crate::guard::Caller;
use axum::Json;
use axum::extract::{Query, State};
use journal::view::{AccessLogPage, AccessPlace};
use protocol::Code;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Before {
    /// The `older` of the page before; none: from the newest on.
    #[param(pattern = r"^-?[0-9]{1,18}\.-?[0-9]{1,18}\.-?[0-9]{1,18}$")]
    before: Option<String>,
}

/// Who signed in or tried to, who read another's journal, and who was refused a write that was not
/// theirs to make: the newest first, a page at a time.
#[utoipa::path(
    get,
    path = "/access-log",
    tag = "accounts",
    params(Before),
    responses((status = 200, body = AccessLogPage))
)]
pub(crate) async fn access_log(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(Before { before }): Query<Before>,
) -> Result<Json<AccessLogPage>, Failure> {
    let before: Option<AccessPlace> = before
        .map(|place| place.parse().map_err(|_| Code::InvalidRequest))
        .transpose()?;
    // What was read just now is in it.
    app.accesses.flush().await;
    let school = caller.session.school;
    Ok(Json(app.store.access_log(school, before, ROWS).await?))
}
