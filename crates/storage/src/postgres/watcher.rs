//! Follows the counters of watched schools: other processes commit too.

use super::changes::newest;
use crate::change_notifier::ChangeNotifier;
use crate::store::StoreError;
use deadpool_postgres::Pool;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Notify;
use tokio::task::JoinHandle;

/// How often the counters are read.
const EVERY: Duration = Duration::from_secs(1);

/// The task that reads them.
pub struct Watcher {
    wake: Arc<Notify>,
    task: JoinHandle<()>,
}

impl Watcher {
    pub fn start(pool: Pool, notifier: Arc<ChangeNotifier>) -> Self {
        let wake = Arc::new(Notify::new());
        let woken = Arc::clone(&wake);
        let task = tokio::spawn(async move {
            let mut ticks = tokio::time::interval(EVERY);
            ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
            loop {
                tokio::select! {
                    _ = ticks.tick() => {}
                    () = woken.notified() => {}
                }
                if let Err(error) = look(&pool, &notifier).await {
                    tracing::debug!(%error, "the counters could not be read");
                }
            }
        });
        Self { wake, task }
    }

    /// Looks at once: somebody new watches.
    pub fn look(&self) {
        self.wake.notify_one();
    }

    pub fn stop(&self) {
        self.task.abort();
    }
}

impl Drop for Watcher {
    fn drop(&mut self) {
        self.stop();
    }
}

async fn look(pool: &Pool, notifier: &ChangeNotifier) -> Result<(), StoreError> {
    let schools: Vec<i64> = notifier.watched().iter().map(|school| school.0).collect();
    if schools.is_empty() {
        return Ok(());
    }
    for (school, seq) in newest(&*pool.get().await?, &schools).await? {
        notifier.raise(school, seq);
    }
    Ok(())
}
