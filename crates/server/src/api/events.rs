//! The poke: there is more in the feed. It carries nothing else, so nothing can leak by it.

use crate::app::App;
use crate::failure::Failure;
use crate::guard::Caller;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use std::convert::Infallible;
use std::sync::Arc;
use tokio::sync::watch;

const EVENT_STREAM: HeaderValue = HeaderValue::from_static("text/event-stream");
const NO_CACHE: HeaderValue = HeaderValue::from_static("no-cache");
const ALIVE: Bytes = Bytes::from_static(b":\n\n");

/// Server-sent events `{"seq": …}`: one at once and one whenever something was committed. A
/// comment every 20 s says that the line is alive. Ends when the session does.
#[utoipa::path(
    get,
    path = "/events",
    tag = "changes",
    responses((status = 200, description = "Pokes", content_type = "text/event-stream"))
)]
pub(crate) async fn events(
    State(app): State<Arc<App>>,
    caller: Caller,
) -> Result<Response, Failure> {
    let mut newest = app.store.newest(caller.session.school);
    newest.mark_changed();
    let revocations = app.sessions.revocations();
    let stopping = app.stopping.clone();
    let pokes = Pokes {
        app,
        caller,
        newest,
        revocations,
        stopping,
    };
    let body = stream::unfold(pokes, async |mut pokes| {
        let event = pokes.next().await?;
        Some((Ok::<_, Infallible>(event), pokes))
    });
    let headers = [
        (header::CONTENT_TYPE, EVENT_STREAM),
        (header::CACHE_CONTROL, NO_CACHE),
    ];
    Ok((headers, Body::from_stream(body)).into_response())
}

struct Pokes {
    app: Arc<App>,
    caller: Caller,
    newest: watch::Receiver<i64>,
    revocations: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
}

impl Pokes {
    /// What is sent next; none at the end.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            let event = tokio::select! {
                biased;
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
                changed = self.revocations.changed() => {
                    changed.ok()?;
                    None
                }
                changed = self.newest.changed() => {
                    changed.ok()?;
                    let seq = *self.newest.borrow_and_update();
                    Some(format!("data: {{\"seq\":{seq}}}\n\n").into())
                }
                () = tokio::time::sleep(self.app.config.heartbeat) => Some(ALIVE),
            };
            if !self
                .app
                .sessions
                .still_lives(&self.caller)
                .await
                .unwrap_or(false)
            {
                return None;
            }
            if event.is_some() {
                return event;
            }
        }
    }
}
