//! The outermost layer: the host, the version of the contract, the time limit, panics, problems,
//! the log.

use crate::app::{App, RequestId};
use crate::config::SLOWEST_LINE;
use crate::failure::Failure;
use crate::peer::Source;
use axum::body::Body;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::{FutureExt, TryStreamExt};
use protocol::{API_HEADER, API_VERSION, Code};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::time::{Instant, sleep_until};
use tracing::Instrument;

const VERSION_HEADER: HeaderName = HeaderName::from_static(API_HEADER);
const NO_SNIFF: HeaderValue = HeaderValue::from_static("nosniff");
const NO_STORE: HeaderValue = HeaderValue::from_static("no-store");

/// Answers a request, whatever happens.
pub(crate) async fn edge(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let started = app.clock.monotonic();
    let id = app.request_id();
    let method = request.method().clone();
    let span = {
        let route = request
            .extensions()
            .get::<MatchedPath>()
            .map_or("-", MatchedPath::as_str);
        tracing::info_span!("request", %id, %method, route)
    };
    let response = match acceptable(&request) {
        Ok(()) => {
            answer(&app, method, request, next)
                .instrument(span.clone())
                .await
        }
        Err(code) => Failure::from(code).into_response(),
    };
    let response = finish(response, id);
    let ms = app.clock.monotonic().saturating_sub(started).as_millis();
    // At the usual level a line for each would let anybody fill the disk.
    tracing::debug!(parent: &span, status = response.status().as_u16(), ms, "answered");
    response
}

fn acceptable(request: &Request) -> Result<(), Code> {
    let source = request.extensions().get::<Source>();
    if source.is_some_and(|source| !source.has_share) {
        Err(Code::Busy)
    } else if !names_host(request) {
        Err(Code::InvalidRequest)
    } else if !speaks_our_version(request) {
        Err(Code::VersionMismatch)
    } else {
        Ok(())
    }
}

/// Once, as RFC 9112, 3.2 wants it; clients before HTTP/1.1 need not.
fn names_host(request: &Request) -> bool {
    let hosts = request.headers().get_all(header::HOST).iter().count();
    hosts == 1 || hosts == 0 && request.version() < Version::HTTP_11
}

/// A client that says nothing of its version is any HTTP tool.
fn speaks_our_version(request: &Request) -> bool {
    request.headers().get(VERSION_HEADER).is_none_or(|value| {
        value
            .to_str()
            .ok()
            .and_then(|text| text.trim().parse().ok())
            == Some(API_VERSION)
    })
}

async fn answer(app: &App, method: Method, request: Request, next: Next) -> Response {
    let came = Arc::new(AtomicUsize::new(0));
    let request = counted(request, Arc::clone(&came));
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
    tokio::select! {
        biased;
        answer = answer => answer.unwrap_or_else(|_| {
            tracing::error!("a handler panicked");
            Failure::from(Code::Internal).into_response()
        }),
        () = too_long(app, &came) => {
            let reads = matches!(method, Method::GET | Method::HEAD);
            let code = if reads {
                Code::Busy
            } else {
                Code::OutcomeUnknown
            };
            Failure::from(code).into_response()
        }
    }
}

/// A request whose bytes are counted as they come.
fn counted(request: Request, came: Arc<AtomicUsize>) -> Request {
    request.map(|body| {
        let count = move |part: &Bytes| {
            came.fetch_add(part.len(), Ordering::Relaxed);
        };
        Body::from_stream(body.into_data_stream().inspect_ok(count))
    })
}

/// Until the answer has taken too long. A body that comes as fast as [`SLOWEST_LINE`] takes nothing
/// of the time: the answer has all of it when the last of the body has come.
async fn too_long(app: &App, came: &AtomicUsize) {
    let began = Instant::now();
    loop {
        let came = came.load(Ordering::Relaxed).min(app.config.body_limit);
        let came = u64::try_from(came).unwrap_or(u64::MAX);
        let body = Duration::from_millis(came.saturating_mul(1000) / SLOWEST_LINE);
        let ends = began + app.config.request_timeout + body;
        if ends <= Instant::now() {
            return;
        }
        sleep_until(ends).await;
    }
}

fn finish(mut response: Response, id: RequestId) -> Response {
    let status = response.status();
    if status.is_client_error() || status.is_server_error() {
        let failure = response.extensions_mut().remove::<Failure>();
        let allow = response.headers_mut().remove(header::ALLOW);
        response = failure
            .unwrap_or_else(|| Failure::of_status(status))
            .render(id.to_string());
        if let Some(allow) = allow {
            response.headers_mut().insert(header::ALLOW, allow);
        }
    }
    let headers = response.headers_mut();
    headers.insert(VERSION_HEADER, HeaderValue::from(API_VERSION));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, NO_SNIFF);
    headers.entry(header::CACHE_CONTROL).or_insert(NO_STORE);
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::ServerConfig;
    use axum::Router;
    use axum::middleware::from_fn_with_state;
    use futures_util::StreamExt;
    use journal::Timestamp;
    use protocol::{MovedClock, Problem};
    use tokio::sync::watch;
    use tower::ServiceExt;

    /// What has a limit of so long for its answers.
    async fn app(request_timeout: Duration) -> (Arc<App>, impl Sized) {
        let (store, folder) = testkit::fixture::store().await;
        let config = ServerConfig {
            request_timeout,
            hash_cost: crate::HashCost::CHEAPEST,
            ..ServerConfig::default()
        };
        let clock = Arc::new(MovedClock::start(Timestamp(0)));
        let (_stop, stopping) = watch::channel(false);
        let app = App::new(config, store, clock, [1; 32], Bytes::new(), stopping);
        (Arc::new(app.await.unwrap()), folder)
    }

    /// The problem that a handler's misbehaviour becomes.
    async fn problem_of<F>(method: Method, handler: fn() -> F) -> Problem
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (app, _folder) = app(Duration::from_millis(10)).await;
        let router: Router = Router::new()
            .fallback(handler)
            .layer(from_fn_with_state(app, edge));
        let request = Request::builder()
            .method(method)
            .header(header::HOST, "x")
            .body(Body::empty())
            .unwrap();
        let response = router.oneshot(request).await.unwrap();
        let body = axum::body::to_bytes(response.into_body(), 10_000)
            .await
            .unwrap();
        serde_json::from_slice(&body).unwrap()
    }

    #[tokio::test]
    async fn a_panic_is_a_fault_of_the_server() {
        let problem = problem_of(Method::GET, || async { panic!("a test panics here") }).await;
        assert_eq!((problem.status, problem.code), (500, Code::Internal));
        assert!(problem.instance.is_some());
    }

    #[tokio::test]
    async fn an_answer_that_does_not_come_in_time() {
        let reading = problem_of(Method::GET, std::future::pending).await;
        assert_eq!(reading.code, Code::Busy);
        let writing = problem_of(Method::POST, std::future::pending).await;
        assert_eq!((writing.status, writing.code), (503, Code::OutcomeUnknown));
    }

    /// The status of the answer to a body of so many parts of 8 KiB, each of which comes so long
    /// after the one before; the answer itself takes so long.
    async fn status_of(parts: u32, every: Duration, answer: Duration) -> u16 {
        let (app, _folder) = app(Duration::from_secs(30)).await;
        tokio::time::pause();
        let handler = move |body: Body| async move {
            axum::body::to_bytes(body, usize::MAX).await.unwrap();
            tokio::time::sleep(answer).await;
        };
        let router: Router = Router::new()
            .fallback(handler)
            .layer(from_fn_with_state(app, edge));
        let body = futures_util::stream::iter(0..parts).then(move |_| async move {
            tokio::time::sleep(every).await;
            Ok::<_, std::io::Error>(Bytes::from_static(&[b' '; 8 * 1024]))
        });
        let request = Request::builder()
            .method(Method::POST)
            .header(header::HOST, "x")
            .body(Body::from_stream(body))
            .unwrap();
        router.oneshot(request).await.unwrap().status().as_u16()
    }

    const SECOND: Duration = Duration::from_secs(1);

    #[tokio::test]
    async fn the_longest_body_on_a_slow_line_leaves_all_the_time_for_its_answer() {
        assert_eq!(status_of(32, 4 * SECOND, 29 * SECOND).await, 200);
    }

    #[tokio::test]
    async fn after_a_body_an_answer_has_no_longer_than_without_one() {
        assert_eq!(status_of(32, 4 * SECOND, 31 * SECOND).await, 503);
    }

    #[tokio::test]
    async fn a_body_that_trickles_is_cut_off() {
        assert_eq!(status_of(32, 14 * SECOND, SECOND).await, 503);
    }
}
