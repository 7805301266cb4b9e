//! Waiting: for the screen, for the server, for the time. No timer but the next attempt, the
//! silence of the line and the turn of the day.

use super::engine::Engine;
use super::event::Command;
use super::plan::Step;
use crate::transport::{Failure, FeedEvent, FeedEvents};
use std::time::Duration;
use tokio::sync::mpsc::UnboundedReceiver;
use tokio::time::{Instant, sleep_until};

/// The server's heartbeat comes every 20 s; after two that did not come the line is dead.
const SILENCE: Duration = Duration::from_secs(45);

/// What ended a wait.
#[derive(Debug, Clone, Copy)]
pub(super) enum Woken {
    /// The screen said something.
    Command(Command),
    /// The screen is gone.
    ScreenGone,
    /// There is more in the feed.
    FeedEvent,
    /// The line of events is dead.
    LineCut,
    /// The time has come.
    Time,
}

impl Engine {
    pub(super) async fn wait(
        &mut self,
        step: Step,
        commands: &mut UnboundedReceiver<Command>,
    ) -> Woken {
        let until = match step {
            Step::WaitUntil(at) => self.progress.instant(at),
            _ => Instant::now() + self.until_tomorrow(),
        };
        tokio::select! {
            biased;
            command = commands.recv() => command.map_or(Woken::ScreenGone, Woken::Command),
            event = next_event(self.feed_events.as_mut()) => match event {
                Ok(()) => Woken::FeedEvent,
                Err(failure) => {
                    tracing::debug!(%failure, "the line of events is cut");
                    Woken::LineCut
                }
            },
            () = sleep_until(until) => Woken::Time,
        }
    }
}

/// The next event that says something; heartbeats wake nobody.
async fn next_event(feed_events: Option<&mut Box<dyn FeedEvents>>) -> Result<(), Failure> {
    let Some(feed_events) = feed_events else {
        return std::future::pending().await;
    };
    loop {
        let silent_at = Instant::now() + SILENCE;
        tokio::select! {
            biased;
            event = feed_events.next() => match event? {
                FeedEvent::Heartbeat => {}
                FeedEvent::More => return Ok(()),
            },
            () = sleep_until(silent_at) => {
                return Err(Failure::Unreachable("no heartbeat".to_owned()));
            }
        }
    }
}
