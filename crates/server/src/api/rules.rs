//! The school's rules.

use crate::app::App;
use crate::failure::Failure;
use crate::guard::Caller;
use axum::Json;
use axum::extract::State;
use journal::view::Rules;
use protocol::Code;
use std::sync::Arc;

/// The regulation in force, the school's letters, kinds of work and periods.
#[utoipa::path(get, path = "/rules", tag = "school", responses((status = 200, body = Rules)))]
pub(crate) async fn rules(
    State(app): State<Arc<App>>,
    caller: Caller,
) -> Result<Json<Rules>, Failure> {
    let rules = app.store.rules(caller.session.school).await?;
    Ok(Json(rules.ok_or(Code::NotFound)?))
}
