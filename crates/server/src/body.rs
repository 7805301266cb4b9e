//! JSON bodies: bounded, and a problem when they cannot be read.

use crate::app::App;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::uploads::Upload;
use axum::body::{Body, BodyDataStream};
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
        let mut upload = app.bodies.begin(caller.device());
        let limit = app.config.body_limit;
        let read = json(&parts.headers, body, limit, Some(&mut upload)).await?;
        caller.still_stands(app).await?;
        Ok(Self(read))
    }
}

/// The JSON of a request that may be long, not yet read: whoever has it has a turn to wait for.
pub(crate) struct LongBody {
    bytes: Bytes,
    _share: Upload,
}

impl FromRequest<Arc<App>> for LongBody {
    type Rejection = Failure;

    async fn from_request(request: Request, app: &Arc<App>) -> Result<Self, Failure> {
        let (mut parts, body) = request.into_parts();
        let caller = Caller::from_request_parts(&mut parts, app).await?;
        if !says_json(&parts.headers) {
            return Err(Failure::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        let mut upload = app.long_bodies.begin(caller.device());
        let bytes = read(body, app.config.long_body_limit, Some(&mut upload)).await?;
        caller.still_stands(app).await?;
        Ok(Self {
            bytes,
            _share: upload,
        })
    }
}

impl LongBody {
    /// Its length in bytes.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }

    /// Reads it, on a thread that nobody waits for.
    pub(crate) async fn read<T: Send + 'static>(
        self,
        read: impl FnOnce(&[u8]) -> Result<T, Code> + Send + 'static,
    ) -> Result<T, Failure> {
        let read = tokio::task::spawn_blocking(move || read(&self.bytes));
        let read = read.await.map_err(|_| Failure::from(Code::Internal))?;
        Ok(read?)
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
    upload: Option<&mut Upload>,
) -> Result<T, Failure> {
    if !says_json(headers) {
        return Err(Failure::of_status(StatusCode::UNSUPPORTED_MEDIA_TYPE));
    }
    let bytes = read(body, limit, upload).await?;
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

/// The next part of a body, unless it has to give way meanwhile.
async fn next(
    chunks: &mut BodyDataStream,
    upload: Option<&mut Upload>,
) -> Result<Option<Result<Bytes, axum::Error>>, Failure> {
    match upload {
        None => Ok(chunks.next().await),
        Some(upload) => tokio::select! {
            biased;
            _ = &mut upload.given_way => Err(Code::Busy.into()),
            chunk = chunks.next() => Ok(chunk),
        },
    }
}

async fn read(body: Body, limit: usize, mut upload: Option<&mut Upload>) -> Result<Bytes, Failure> {
    let mut chunks = body.into_data_stream();
    let (mut bytes, mut total) = (BytesMut::new(), 0_usize);
    loop {
        let Some(chunk) = next(&mut chunks, upload.as_deref_mut()).await? else {
            break;
        };
        let chunk = chunk.map_err(|_| Failure::from(Code::InvalidRequest))?;
        total = total.saturating_add(chunk.len());
        if total <= limit {
            let room = upload
                .as_mut()
                .is_none_or(|upload| upload.grow(chunk.len()));
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
