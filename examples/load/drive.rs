//! Many clients at once: how often, and how long each time.

use anyhow::Context;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// However slow, a run ends.
const LONGEST: Duration = Duration::from_mins(5);

/// What somebody does over and over.
pub trait Client: Send + 'static {
    /// Does it once and checks that it was done.
    fn once(&mut self) -> impl Future<Output = anyhow::Result<()>> + Send;
}

/// When a run ends.
#[derive(Debug, Clone, Copy)]
pub enum Until {
    /// After so many times in all.
    Count(usize),
    /// After so long.
    Time(Duration),
}

/// What a run came to.
pub struct Run {
    took: Duration,
    /// In order of length.
    each: Vec<Duration>,
}

impl Run {
    /// How many.
    pub fn count(&self) -> usize {
        self.each.len()
    }

    /// How many a second.
    pub fn rate(&self) -> f64 {
        count(self.each.len()) / self.took.as_secs_f64().max(1e-9)
    }

    /// The length that `percent` of a hundred stay below, in milliseconds.
    pub fn percentile(&self, percent: usize) -> f64 {
        let last = self.each.len().saturating_sub(1);
        let at = self.each.get(last * percent / 100);
        at.map_or(0.0, |length| length.as_secs_f64() * 1e3)
    }
}

/// A count to calculate with.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
pub fn count(n: usize) -> f64 {
    n as f64
}

/// Lets the clients work side by side.
pub async fn drive<C: Client>(clients: Vec<C>, until: Until) -> anyhow::Result<(Vec<C>, Run)> {
    let (left, time) = match until {
        Until::Count(count) => (count, LONGEST),
        Until::Time(time) => (usize::MAX, time),
    };
    let left = Arc::new(AtomicUsize::new(left));
    let started = Instant::now();
    let mut tasks = Vec::with_capacity(clients.len());
    for mut client in clients {
        let left = Arc::clone(&left);
        tasks.push(tokio::spawn(async move {
            let mut each = Vec::new();
            while take(&left) && started.elapsed() < time {
                let begun = Instant::now();
                client.once().await?;
                each.push(begun.elapsed());
            }
            anyhow::Ok((client, each))
        }));
    }
    let (mut clients, mut each) = (Vec::with_capacity(tasks.len()), Vec::new());
    for task in tasks {
        let (client, mut lengths) = task.await.context("a client broke")??;
        clients.push(client);
        each.append(&mut lengths);
    }
    let took = started.elapsed();
    each.sort_unstable();
    Ok((clients, Run { took, each }))
}

fn take(left: &AtomicUsize) -> bool {
    left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| {
        left.checked_sub(1)
    })
    .is_ok()
}
