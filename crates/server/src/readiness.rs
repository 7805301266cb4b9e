//! Whether the server can work: asked by anybody, so the database is asked at most once in
//! five seconds.

use crate::app::App;
use protocol::Code;
use std::time::Duration;
use storage::StoreError;
use tokio::sync::Mutex;

/// How long an answer of the database counts.
const TRUST: Duration = Duration::from_secs(5);
/// How long the database may think whether it is there.
const PATIENCE: Duration = Duration::from_secs(3);

/// The database's last answer, and until when it counts. Who asks meanwhile waits for it.
#[derive(Debug, Default)]
pub(crate) struct Readiness(Mutex<Answer>);

#[derive(Debug)]
struct Answer {
    said: Result<(), Code>,
    until: Duration,
}

impl Default for Answer {
    fn default() -> Self {
        Self {
            said: Err(Code::Busy),
            until: Duration::ZERO,
        }
    }
}

impl Readiness {
    /// That the database reads, writes, and has room for a batch.
    pub(crate) async fn of(&self, app: &App) -> Result<(), Code> {
        let mut last = self.0.lock().await;
        if app.clock.monotonic() < last.until {
            return last.said;
        }
        let said = match tokio::time::timeout(PATIENCE, app.store.ping()).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => {
                tracing::warn!(%error, "not ready");
                Err(match error {
                    StoreError::CannotWrite(_) => Code::CannotWrite,
                    _ => Code::Busy,
                })
            }
            Err(_) => {
                tracing::warn!("not ready: the database does not answer in time");
                Err(Code::Busy)
            }
        };
        *last = Answer {
            said,
            until: app.clock.monotonic() + TRUST,
        };
        said
    }
}
