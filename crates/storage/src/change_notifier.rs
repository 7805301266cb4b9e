//! The newest `seq` of each school that somebody watches.

use journal::SchoolId;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use tokio::sync::watch;

/// Watch channels by school.
#[derive(Debug, Default)]
pub struct ChangeNotifier {
    channels: Mutex<HashMap<SchoolId, watch::Sender<i64>>>,
}

impl ChangeNotifier {
    /// Watches a school; the value is the newest known so far, or else `initial`.
    pub fn watch(&self, school: SchoolId, initial: impl FnOnce() -> i64) -> watch::Receiver<i64> {
        let mut channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        channels
            .entry(school)
            .or_insert_with(|| watch::Sender::new(initial()))
            .subscribe()
    }

    /// Tells a school's watchers of a commit; never goes back.
    pub fn raise(&self, school: SchoolId, seq: i64) {
        let channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(channel) = channels.get(&school) {
            channel.send_if_modified(|newest| {
                let newer = seq > *newest;
                if newer {
                    *newest = seq;
                }
                newer
            });
        }
    }

    /// The schools that somebody watches.
    pub fn watched(&self) -> Vec<SchoolId> {
        let channels = self.channels.lock().unwrap_or_else(PoisonError::into_inner);
        let live = channels
            .iter()
            .filter(|(_, channel)| channel.receiver_count() > 0);
        live.map(|(school, _)| *school).collect()
    }
}
