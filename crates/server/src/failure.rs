//! A request that fails: a problem and, where it helps, when to come again.

use crate::recurring::Recurring;
use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use chrono::TimeDelta;
use journal::Timestamp;
use protocol::problem::{Facts, MEDIA_TYPE};
use protocol::{Code, Problem};
use std::time::{Duration, Instant};
use storage::StoreError;

/// What every request meets while the database is away.
static BUSY: Recurring = Recurring::new();
static UNWRITTEN: Recurring = Recurring::new();
static UNKNOWN: Recurring = Recurring::new();

/// Seconds after which a busy server may be asked again.
const BREATHER: u32 = 2;

/// Why a request fails. It travels through the layers inside the response and is written out by
/// the outermost one, which knows the request's id.
#[derive(Debug, Clone)]
pub(crate) struct Failure {
    problem: Box<Problem>,
    retry_after: Option<u32>,
}

impl Failure {
    /// The failure of an account locked until `at`.
    pub(crate) fn locked(at: Timestamp, now: Timestamp) -> Self {
        let seconds = (at.since(now).num_milliseconds().max(0) + 999) / 1000;
        Self {
            problem: Box::new(Problem::new(Code::AccountLocked).with(Facts::Until { at })),
            retry_after: Some(u32::try_from(seconds).unwrap_or(u32::MAX).max(1)),
        }
    }

    /// The failure of somebody who sends more than the limit of a minute: to be sent again after
    /// `wait`.
    pub(crate) fn too_many_changes(now: Timestamp, wait: Duration) -> Self {
        let seconds = u32::try_from(wait.as_millis().div_ceil(1000)).unwrap_or(u32::MAX);
        let at = now.plus(TimeDelta::seconds(seconds.into()));
        Self {
            problem: Box::new(Problem::new(Code::TooManyChanges).with(Facts::Until { at })),
            retry_after: Some(seconds.max(1)),
        }
    }

    /// The problem of an answer that no handler of ours made: an unknown path, a method that is
    /// not there, a request that the framework could not read.
    pub(crate) fn of_status(status: StatusCode) -> Self {
        let code = match status {
            StatusCode::NOT_FOUND => Code::NotFound,
            StatusCode::PAYLOAD_TOO_LARGE => Code::TooLarge,
            status if status.is_client_error() => Code::InvalidRequest,
            _ => Code::Internal,
        };
        let mut failure = Self::from(code);
        let kept = [
            StatusCode::METHOD_NOT_ALLOWED,
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
        ];
        if kept.contains(&status) {
            failure.problem.status = status.as_u16();
        }
        failure
    }

    /// The code of its problem.
    #[cfg(test)]
    pub(crate) fn code(&self) -> Code {
        self.problem.code
    }

    /// The answer as it is sent, naming the request.
    pub(crate) fn render(mut self, instance: String) -> Response {
        self.problem.instance = Some(instance);
        let status = self.status();
        let mut response = (status, Json(&self.problem)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE));
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }

    fn status(&self) -> StatusCode {
        StatusCode::from_u16(self.problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }
}

impl From<Problem> for Failure {
    fn from(problem: Problem) -> Self {
        let passes = matches!(
            problem.code,
            Code::Busy | Code::OutcomeUnknown | Code::CannotWrite
        );
        let retry_after = passes.then_some(BREATHER);
        Self {
            problem: Box::new(problem),
            retry_after,
        }
    }
}

impl From<Code> for Failure {
    fn from(code: Code) -> Self {
        Problem::new(code).into()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        let code = match error {
            StoreError::OutcomeUnknown(_) => Code::OutcomeUnknown,
            StoreError::Busy(_) => Code::Busy,
            StoreError::CannotWrite(_) => Code::CannotWrite,
            StoreError::SchoolExists(_)
            | StoreError::NewerSchema { .. }
            | StoreError::Foreign { .. }
            | StoreError::Damaged(_)
            | StoreError::TlsSetting(_)
            | StoreError::Failed(_) => Code::Internal,
        };
        let recurring = match code {
            Code::Busy => Some(&BUSY),
            Code::CannotWrite => Some(&UNWRITTEN),
            Code::OutcomeUnknown => Some(&UNKNOWN),
            _ => None,
        };
        match recurring.map(|cause| cause.met(Instant::now())) {
            None => tracing::error!(%error, "the store failed"),
            Some(Some(left_out)) => {
                tracing::warn!(%error, left_out, "the store cannot do it now");
            }
            Some(None) => {}
        }
        code.into()
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
