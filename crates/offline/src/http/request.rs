//! One request and what comes back.

use super::HttpTransport;
use crate::store::bearer;
use crate::transport::{Failure, Fetched};
use protocol::{API_HEADER, API_VERSION, Problem};
use reqwest::header::{ACCEPT, AUTHORIZATION, ETAG, HeaderValue, IF_NONE_MATCH};
use reqwest::{Method, RequestBuilder, Response, StatusCode, Url};
use secrecy::SecretString;
use serde::de::DeserializeOwned;

/// Longest answer that is read, in bytes: many times the largest journal.
const LONGEST_ANSWER: usize = 32 << 20;

impl HttpTransport {
    /// A request that has as much time as the settings give.
    pub(super) fn ask(
        &self,
        method: Method,
        path: &str,
        token: Option<&SecretString>,
    ) -> Result<RequestBuilder, Failure> {
        self.ask_at(method, self.url(path)?, token)
    }

    pub(super) fn ask_at(
        &self,
        method: Method,
        url: Url,
        token: Option<&SecretString>,
    ) -> Result<RequestBuilder, Failure> {
        Ok(self
            .begin(method, url, token)?
            .timeout(self.settings.timeout))
    }

    /// A request whose answer never ends.
    pub(super) fn line(&self, path: &str, token: &SecretString) -> Result<RequestBuilder, Failure> {
        let ask = self.begin(Method::GET, self.url(path)?, Some(token))?;
        Ok(ask.header(ACCEPT, "text/event-stream"))
    }

    fn begin(
        &self,
        method: Method,
        url: Url,
        token: Option<&SecretString>,
    ) -> Result<RequestBuilder, Failure> {
        let ask = self
            .client()?
            .request(method, url)
            .header(API_HEADER, API_VERSION);
        let Some(token) = token else { return Ok(ask) };
        let mut value = HeaderValue::try_from(bearer(token))
            .map_err(|error| Failure::NotUnderstood(error.to_string()))?;
        value.set_sensitive(true);
        Ok(ask.header(AUTHORIZATION, value))
    }
}

/// Sends it; a problem of the server is a failure.
pub(super) async fn answered(ask: RequestBuilder) -> Result<Response, Failure> {
    let response = ask.send().await.map_err(|error| lost(&error))?;
    let status = response.status();
    if status.is_success() || status == StatusCode::NOT_MODIFIED {
        return Ok(response);
    }
    let body = whole(response).await?;
    match serde_json::from_slice::<Problem>(&body) {
        Ok(problem) => Err(Failure::Problem(Box::new(problem))),
        Err(_) => Err(Failure::NotUnderstood(format!(
            "status {status} without a problem"
        ))),
    }
}

/// Sends it and reads the answer.
pub(super) async fn read<T: DeserializeOwned>(ask: RequestBuilder) -> Result<T, Failure> {
    understand(&whole(answered(ask).await?).await?)
}

/// The whole body, unless it is longer than any answer of ours.
async fn whole(mut response: Response) -> Result<Vec<u8>, Failure> {
    let too_long = || Failure::NotUnderstood(format!("more than {LONGEST_ANSWER} bytes"));
    let announced = response.content_length().unwrap_or(0);
    let announced = usize::try_from(announced).unwrap_or(usize::MAX);
    if announced > LONGEST_ANSWER {
        return Err(too_long());
    }
    let mut body = Vec::with_capacity(announced);
    while let Some(piece) = response.chunk().await.map_err(|error| lost(&error))? {
        if body.len() + piece.len() > LONGEST_ANSWER {
            return Err(too_long());
        }
        body.extend_from_slice(&piece);
    }
    Ok(body)
}

/// Asks for a page unless it is the one we have.
pub(super) async fn fetch(
    ask: RequestBuilder,
    etag: Option<String>,
) -> Result<Fetched<Vec<u8>>, Failure> {
    let ask = match etag {
        Some(etag) => ask.header(IF_NONE_MATCH, etag),
        None => ask,
    };
    let response = answered(ask).await?;
    if response.status() == StatusCode::NOT_MODIFIED {
        return Ok(Fetched::Unchanged);
    }
    let etag = response
        .headers()
        .get(ETAG)
        .and_then(|etag| etag.to_str().ok())
        .map(ToOwned::to_owned);
    let body = whole(response).await?;
    Ok(Fetched::New { etag, body })
}

pub(super) fn understand<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    serde_json::from_slice(body).map_err(|error| Failure::NotUnderstood(error.to_string()))
}

pub(super) fn lost(error: &reqwest::Error) -> Failure {
    Failure::Unreachable(whole_story(error))
}

/// An error with its causes, without the address (it may hold a cursor).
pub(super) fn whole_story(error: &reqwest::Error) -> String {
    let mut story = if error.is_timeout() {
        "timed out".to_owned()
    } else {
        String::new()
    };
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        if !story.is_empty() {
            story.push_str(": ");
        }
        story.push_str(&error.to_string());
        cause = error.source();
    }
    if story.is_empty() {
        "no connection".to_owned()
    } else {
        story
    }
}
