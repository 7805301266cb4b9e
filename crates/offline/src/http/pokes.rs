//! The open line of `GET /events`.

use super::request;
use crate::sse::EventLines;
use crate::transport::{Answer, Failure, Poke, Pokes};
use reqwest::{RequestBuilder, Response};
use std::collections::VecDeque;

struct Line {
    response: Response,
    lines: EventLines,
    ready: VecDeque<Poke>,
}

/// Opens the line.
pub(super) async fn open(ask: RequestBuilder) -> Result<Box<dyn Pokes>, Failure> {
    let response = request::answered(ask).await?;
    Ok(Box::new(Line {
        response,
        lines: EventLines::default(),
        ready: VecDeque::new(),
    }))
}

impl Pokes for Line {
    fn next(&mut self) -> Answer<'_, Poke> {
        Box::pin(async {
            loop {
                if let Some(poke) = self.ready.pop_front() {
                    return Ok(poke);
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
