//! JSON bodies: bounded, and a problem when they cannot be read.

use crate::app::App;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::shares::Share;
use crate::signin::AccountKey;
use axum::body::Body;
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::{HeaderMap, StatusCode, header};
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt;
use protocol::Code;
use serde::de::DeserializeOwned;
use std::sync::Arc;

/// Bytes above the limit that are still read, so that the client comes to reading the answer.
const PATIENCE: usize = 1024 * 1024;

/// The JSON of a request in a session.
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned + Send> FromRequest<Arc<App>> for JsonBody<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, app).await?;
        let mut share = app.bodies.share(caller.account());
        let limit = app.config.body_limit;
        let read = json(&parts.headers, body, limit, Some(&mut share)).await?;
        caller.still_lives(app).await?;
        Ok(Self(read))
    }
}

/// The JSON of a request that carries a password, in a session or without one. It takes of no
/// share: there is one for each connection, and these are bounded already.
pub(crate) struct SmallJsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<Arc<App>> for SmallJsonBody<T> {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Failure> {
        let (parts, body) = request.into_parts();
        let limit = app.config.body_limit.min(app.config.small_body_limit);
        json(&parts.headers, body, limit, None).await.map(Self)
    }
}

async fn json<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
    limit: usize,
    share: Option<&mut Share<AccountKey>>,
) -> Result<T, Failure> {
    if !says_json(headers) {
        return Err(Failure::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let bytes = read(body, limit, share).await?;
    serde_json::from_slice(&bytes).map_err(|_| Code::InvalidRequest.into())
}

/// The length of a body that says it; one that does not counts as the longest.
pub(crate) fn length(headers: &HeaderMap, app: &App) -> usize {
    let value = headers.get(header::CONTENT_LENGTH);
    let said = value.and_then(|value| value.to_str().ok()?.parse().ok());
    said.unwrap_or(app.config.body_limit)
}

fn says_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|media| media.trim().eq_ignore_ascii_case("application/json"))
}

async fn read(
    body: Body,
    limit: usize,
    mut share: Option<&mut Share<AccountKey>>,
) -> Result<Bytes, Failure> {
    let mut chunks = body.into_data_stream();
    let (mut bytes, mut total) = (BytesMut::new(), 0_usize);
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Failure::from(Code::InvalidRequest))?;
        total = total.saturating_add(chunk.len());
        if total <= limit {
            let room = share.as_mut().is_none_or(|share| share.grow(chunk.len()));
            if !room {
                return Err(Code::Busy.into());
            }
            bytes.extend_from_slice(&chunk);
        } else {
            bytes.clear();
            if total > limit.saturating_add(PATIENCE) {
                break;
            }
        }
    }
    if total > limit {
        Err(Code::TooLarge.into())
    } else {
        Ok(bytes.freeze())
    }
}
