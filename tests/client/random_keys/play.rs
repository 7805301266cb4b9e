//! Lessons of random keys, on all cores at once: they know nothing of each other, and are most of the
//! time that all tests take.

use super::{EPISODE, Episode};
use std::sync::atomic::{AtomicU64, Ordering};

/// How many keys are typed: `ZHURNAL_KEYS`, else so many.
const KEYS: u64 = 1_500;

#[test]
fn a_key_changes_the_open_entry_or_the_one_under_the_cursor_and_no_other() {
    let asked = |name: &str| std::env::var(name).ok().and_then(|text| text.parse().ok());
    let keys: u64 = asked("ZHURNAL_KEYS").unwrap_or(KEYS);
    let first: u64 = asked("ZHURNAL_KEYS_SEED").unwrap_or(1);
    let (next, last) = (AtomicU64::new(first), first + keys.div_ceil(EPISODE));
    let seeds = || Some(next.fetch_add(1, Ordering::Relaxed)).filter(|seed| *seed < last);
    let play = || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        let runtime = runtime.unwrap();
        for seed in std::iter::from_fn(seeds) {
            tokio::task::LocalSet::new().block_on(&runtime, async {
                let mut episode = Episode::begin(seed).await;
                for _ in 0..EPISODE {
                    episode.step().await;
                }
                Box::pin(episode.end()).await;
            });
        }
    };
    let at_once = std::thread::available_parallelism().map_or(1, usize::from);
    std::thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(play);
        }
    });
}
