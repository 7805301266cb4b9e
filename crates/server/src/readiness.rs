//! Whether the server can work: asked by anybody, so the database is asked at most once in
//! five seconds.

use crate::app::App;
use std::time::Duration;
use tokio::sync::Mutex;

/// How long an answer of the database counts.
const TRUST: Duration = Duration::from_secs(5);
/// How long the database may think whether it is there.
const PATIENCE: Duration = Duration::from_secs(3);

/// The database's last answer, and until when it counts. Who asks meanwhile waits for it.
#[derive(Debug, Default)]
pub(crate) struct Readiness(Mutex<(bool, Duration)>);

impl Readiness {
    /// Whether the database reads, writes, and has room for a batch.
    pub(crate) async fn of(&self, app: &App) -> bool {
        let mut last = self.0.lock().await;
        let (ready, until) = *last;
        if app.clock.monotonic() < until {
            return ready;
        }
        let ready = match tokio::time::timeout(PATIENCE, app.store.ping()).await {
            Ok(Ok(())) => true,
            Ok(Err(error)) => {
                tracing::warn!(%error, "not ready");
                false
            }
            Err(_) => {
                tracing::warn!("not ready: the database does not answer in time");
                false
            }
        };
        *last = (ready, app.clock.monotonic() + TRUST);
        ready
    }
}
