//! Who the server is.

use crate::app::App;
use axum::Json;
use axum::extract::State;
use protocol::{API_VERSION, ServerInfo};
use std::sync::Arc;

/// Who the server is and what time it has.
#[utoipa::path(get, path = "/server", tag = "server", responses((status = 200, body = ServerInfo)))]
pub(crate) async fn server(State(app): State<Arc<App>>) -> Json<ServerInfo> {
    Json(ServerInfo {
        server: app.server_id,
        school: app.schools.title(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        api: API_VERSION,
        now: app.clock.now(),
        demo_clock: app.clock.is_moved(),
    })
}
