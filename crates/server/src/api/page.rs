//! Pages with an `ETag`.

use crate::etag::{IfNoneMatch, etag, hashed};
use crate::failure::Failure;
use crate::pages::Sent;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use protocol::Code;
use serde::Serialize;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const REVALIDATE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Writes a page out.
pub(super) fn serialise(version: String, page: &impl Serialize) -> Result<Sent, Failure> {
    sent(version, json(page)?)
}

/// A page whose version nobody keeps: its bytes say whether the client has it already.
pub(super) fn by_its_bytes(
    page: &impl Serialize,
    known: &IfNoneMatch,
) -> Result<Response, Failure> {
    let body = json(page)?;
    let page = sent(hashed(&body), body)?;
    if known.has(&page.version) {
        return Ok(unchanged(Some(page.etag)));
    }
    Ok(whole(&page))
}

fn json(page: &impl Serialize) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(page).map_err(|error| {
        tracing::error!(%error, "a page cannot be written as JSON");
        Code::Internal.into()
    })
}

fn sent(version: String, body: Vec<u8>) -> Result<Sent, Failure> {
    let etag = etag(&version).ok_or(Code::Internal)?;
    Ok(Sent {
        version,
        etag,
        body: body.into(),
    })
}

/// The whole page.
pub(super) fn whole(page: &Sent) -> Response {
    let headers = [
        (header::CONTENT_TYPE, JSON),
        (header::ETAG, page.etag.clone()),
        (header::CACHE_CONTROL, REVALIDATE),
    ];
    (headers, page.body.clone()).into_response()
}

/// The client has it already.
pub(super) fn unchanged(etag: Option<HeaderValue>) -> Response {
    let mut response = StatusCode::NOT_MODIFIED.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, REVALIDATE);
    if let Some(etag) = etag {
        headers.insert(header::ETAG, etag);
    }
    response
}
