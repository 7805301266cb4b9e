//! For load balancers and service managers.

use crate::app::App;
use crate::failure::Failure;
use axum::extract::State;
use axum::http::StatusCode;
use protocol::Code;
use std::sync::Arc;
use std::time::Duration;

/// How long the database may think whether it is there.
const PATIENCE: Duration = Duration::from_secs(3);

/// The process answers.
#[utoipa::path(get, path = "/health/live", tag = "server", responses((status = 204)))]
pub(crate) async fn live() -> StatusCode {
    StatusCode::NO_CONTENT
}

/// The database answers and the server is not stopping.
#[utoipa::path(get, path = "/health/ready", tag = "server", responses((status = 204)))]
pub(crate) async fn ready(State(app): State<Arc<App>>) -> Result<StatusCode, Failure> {
    if *app.stopping.borrow() {
        return Err(Code::Busy.into());
    }
    match tokio::time::timeout(PATIENCE, app.store.ping()).await {
        Ok(Ok(())) => Ok(StatusCode::NO_CONTENT),
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            Err(Code::Busy.into())
        }
        Err(_) => {
            tracing::warn!("not ready: the database does not answer in time");
            Err(Code::Busy.into())
        }
    }
}
