//! Pages with an `ETag`, and parts of a log.

use crate::etag::{IfNoneMatch, etag, hashed};
use crate::failure::Failure;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use protocol::Code;
use serde::{Deserialize, Serialize};
use storage::Versioned;

const JSON: HeaderValue = HeaderValue::from_static("application/json");
const REVALIDATE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Rows of one part of a log, or of the feed.
pub(super) const ROWS: usize = 500;

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct After {
    /// The `seq` of the last row of the page before; none: from the beginning.
    #[serde(default)]
    #[param(minimum = 0)]
    after: i64,
}

impl After {
    /// The place that the part begins behind.
    pub(super) fn seq(&self) -> Result<i64, Failure> {
        (self.after >= 0)
            .then_some(self.after)
            .ok_or_else(|| Code::InvalidRequest.into())
    }
}

/// A page whose version the store knows; it was asked for with the first that the client has.
pub(super) fn versioned<T>(
    found: Versioned<T>,
    asked: Option<&str>,
    known: &IfNoneMatch,
) -> Result<Response, Failure> {
    match found {
        Versioned::Unchanged => Ok(unchanged(asked.and_then(etag))),
        Versioned::Page { version, page } => answer(&version, page.json, known),
    }
}

/// A page whose version nobody keeps: its bytes say whether the client has it already.
pub(super) fn by_its_bytes(
    page: &impl Serialize,
    known: &IfNoneMatch,
) -> Result<Response, Failure> {
    let json = json(page)?;
    answer(&hashed(&json), json, known)
}

/// A page with the version of what it is made from.
pub(super) fn by_version(
    page: &impl Serialize,
    version: &str,
    known: &IfNoneMatch,
) -> Result<Response, Failure> {
    answer(version, json(page)?, known)
}

fn json(page: &impl Serialize) -> Result<Bytes, Failure> {
    let json = serde_json::to_vec(page).map_err(|error| {
        tracing::error!(%error, "a page cannot be written as JSON");
        Code::Internal
    })?;
    Ok(json.into())
}

fn answer(version: &str, json: Bytes, known: &IfNoneMatch) -> Result<Response, Failure> {
    let etag = etag(version).ok_or(Code::Internal)?;
    if known.has(version) {
        return Ok(unchanged(Some(etag)));
    }
    let headers = [
        (header::CONTENT_TYPE, JSON),
        (header::ETAG, etag),
        (header::CACHE_CONTROL, REVALIDATE),
    ];
    Ok((headers, json).into_response())
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
