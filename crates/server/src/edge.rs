//! The outermost layer: the host, the version of the contract, the time limit, panics, problems,
//! the log.

use crate::app::{App, RequestId};
use crate::failure::Failure;
use crate::peer::Source;
use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, Version, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use futures_util::FutureExt;
use protocol::{API_HEADER, API_VERSION, Code};
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
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
    let answer = AssertUnwindSafe(next.run(request)).catch_unwind();
    match tokio::time::timeout(app.config.request_timeout, answer).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            tracing::error!("a handler panicked");
            Failure::from(Code::Internal).into_response()
        }
        Err(_) => {
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
    use axum::body::Body;
    use axum::middleware::from_fn_with_state;
    use bytes::Bytes;
    use journal::Timestamp;
    use protocol::{MovedClock, Problem};
    use std::time::Duration;
    use tokio::sync::watch;
    use tower::ServiceExt;

    /// The problem that a handler's misbehaviour becomes.
    async fn problem_of<F>(method: Method, handler: fn() -> F) -> Problem
    where
        F: Future<Output = ()> + Send + 'static,
    {
        let (store, _folder) = testkit::fixture::store().await;
        let config = ServerConfig {
            request_timeout: Duration::from_millis(10),
            hash_cost: crate::HashCost::CHEAPEST,
            ..ServerConfig::default()
        };
        let clock = Arc::new(MovedClock::start(Timestamp(0)));
        let (_stop, stopping) = watch::channel(false);
        let app = App::new(config, store, clock, [1; 32], Bytes::new(), stopping);
        let app = Arc::new(app.await.unwrap());
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
}
