//! For load balancers and service managers.

use crate::app::App;
use crate::failure::Failure;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::Code;
use std::sync::Arc;

/// The process answers.
#[utoipa::path(get, path = "/health/live", tag = "server", responses((status = 204)))]
pub(crate) async fn live() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The database reads and writes, and the server is not stopping.
#[utoipa::path(get, path = "/health/ready", tag = "server", responses((status = 204)))]
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Result<StatusCode, Failure> {
    if *app.stopping.borrow() {
        return Err(Code::Busy.into());
    }
    app.readiness.of(&app).await?;
    Ok(StatusCode::NO_CONTENT)
}
