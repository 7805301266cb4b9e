//! The access log is kept for so many days; what is older goes beside the requests and in small
//! steps, so that nobody waits behind it.

use crate::app::App;
use chrono::TimeDelta;
use journal::{SchoolId, Timestamp};
use std::sync::Arc;
use std::time::Duration;
use storage::{Store, StoreError};

/// Entries that are removed at once: a few milliseconds of the writer.
const STEP: u32 = 500;
/// Between two steps it is the turn of the others.
const PAUSE: Duration = Duration::from_millis(100);
/// How often somebody looks.
const ROUND: Duration = Duration::from_hours(1);

/// Removes what is too old, now and every hour, until the server is asked to stop.
pub(crate) async fn keep_short(app: Arc<App>) {
    let mut stopping = app.stopping.clone();
    let days = TimeDelta::days(app.config.access_log_days.into());
    let rounds = async {
        loop {
            let before = app.clock.now().plus(-days);
            match forget(&*app.store, before).await {
                Ok(0) => {}
                Ok(entries) => tracing::info!(entries, "the oldest of the access log is removed"),
                Err(error) => tracing::warn!(%error, "the access log stays as long as it is"),
            }
            tokio::time::sleep(ROUND).await;
        }
    };
    tokio::select! {
        // An error means that the server is gone.
        _ = stopping.wait_for(|stopping| *stopping) => {}
        () = rounds => {}
    }
}

/// Removes what is older from the logs of all schools; answers how many entries.
async fn forget(store: &dyn Store, before: Timestamp) -> Result<u64, StoreError> {
    let mut gone = 0;
    for school in store.schools().await? {
        gone += forget_of(store, school.id, before).await?;
    }
    Ok(gone)
}

async fn forget_of(
    store: &dyn Store,
    school: SchoolId,
    before: Timestamp,
) -> Result<u64, StoreError> {
    let mut gone = 0;
    loop {
        let step = store.forget_access(school, before, STEP).await?;
        gone += u64::from(step);
        if step < STEP {
            return Ok(gone);
        }
        tokio::time::sleep(PAUSE).await;
    }
}
