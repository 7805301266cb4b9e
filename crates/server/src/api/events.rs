//! The poke: there is more in the feed. It carries nothing else, so nothing can leak by it.

use crate::app::App;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::signin::TRUST;
use crate::streams::StreamPlace;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::stream;
use protocol::Code;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;

const EVENT_STREAM: HeaderValue = HeaderValue::from_static("text/event-stream");
const NO_CACHE: HeaderValue = HeaderValue::from_static("no-cache");
const ALIVE: Bytes = Bytes::from_static(b":\n\n");

/// Server-sent events `{"seq": …}`: one at once and one whenever something was committed. A
/// comment every 20 s says that the line is alive. Ends when the session does, and when its person
/// has opened eight newer ones.
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
    let place = app.streams.open(caller.account()).ok_or(Code::Busy)?;
    let mut newest = app.store.newest(caller.session.school).await?;
    newest.mark_changed();
    let revocations = app.sessions.revocations(caller.session.school);
    let stopping = app.stopping.clone();
    let events = EventStream {
        app,
        caller,
        newest,
        revocations,
        stopping,
        place,
        sure_until: Duration::ZERO,
    };
    let body = stream::unfold(events, async |mut events| {
        let event = events.next().await?;
        Some((Ok::<_, Infallible>(event), events))
    });
    let headers = [
        (header::CONTENT_TYPE, EVENT_STREAM),
        (header::CACHE_CONTROL, NO_CACHE),
    ];
    Ok((headers, Body::from_stream(body)).into_response())
}

struct EventStream {
    app: Arc<App>,
    caller: Caller,
    newest: watch::Receiver<i64>,
    revocations: watch::Receiver<u64>,
    stopping: watch::Receiver<bool>,
    place: StreamPlace,
    /// The session is not asked about before.
    sure_until: Duration,
}

impl EventStream {
    /// What is sent next; none at the end.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            let event = tokio::select! {
                biased;
                _ = self.stopping.wait_for(|stopping| *stopping) => return None,
                _ = &mut self.place.taken => return None,
                changed = self.revocations.changed() => {
                    changed.ok()?;
                    self.sure_until = Duration::ZERO;
                    None
                }
                changed = self.newest.changed() => {
                    changed.ok()?;
                    let seq = *self.newest.borrow_and_update();
                    Some(format!("data: {{\"seq\":{seq}}}\n\n").into())
                }
                () = tokio::time::sleep(self.app.config.heartbeat) => Some(ALIVE),
            };
            if !self.session_lives().await {
                return None;
            }
            if event.is_some() {
                return event;
            }
        }
    }

    /// Asked at most once a second, however much is committed. A database that does not answer
    /// just now cuts no line: all listeners would come back at once, and a poke tells nothing.
    async fn session_lives(&mut self) -> bool {
        let app = &self.app;
        let (now, moment) = (app.clock.now(), app.clock.monotonic());
        if now >= self.caller.session.ends_at {
            return false;
        }
        if moment < self.sure_until {
            return true;
        }
        let lives = match app.sessions.roles_now(&self.caller).await {
            Ok(roles) => roles.is_some(),
            Err(error) => {
                tracing::warn!(%error, "a listener's session cannot be looked up");
                true
            }
        };
        self.sure_until = moment + TRUST;
        lives
    }
}
