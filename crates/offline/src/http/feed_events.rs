//! The open line of `GET /events`.

use super::request;
use crate::sse::EventLines;
use crate::transport::{Answer, Failure, FeedEvent, FeedEvents};
use reqwest::{RequestBuilder, Response};
use std::collections::VecDeque;

struct Line {
    response: Response,
    lines: EventLines,
    ready: VecDeque<FeedEvent>,
}

/// Opens the line.
pub(super) async fn open(ask: RequestBuilder) -> Result<Box<dyn FeedEvents>, Failure> {
    let response = request::answered(ask).await?;
    Ok(Box::new(Line {
        response,
        lines: EventLines::default(),
        ready: VecDeque::new(),
    }))
}

impl FeedEvents for Line {
    fn next(&mut self) -> Answer<'_, FeedEvent> {
        Box::pin(async {
            loop {
                if let Some(event) = self.ready.pop_front() {
                    return Ok(event);
                }
                match self
                    .response
                    .chunk()
                    .await
                    .map_err(|error| request::lost(&error))?
                {
                    Some(bytes) => self.ready.extend(self.lines.take(&bytes)),
                    None => return Err(Failure::Unreachable("the line was closed".to_owned())),
                }
            }
        })
    }
}
