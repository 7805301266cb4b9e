//! What the server fails at: each put off by itself with its own back-off, so that one page or one
//! lesson it chokes on does not hold up the rest.

use super::backoff::backoff;
use crate::page::PageKey;
use rand_chacha::ChaCha12Rng;
use std::collections::BTreeMap;
use std::time::Duration;

/// What is put off.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Chore {
    /// Sending changes.
    Push,
    /// The school's rules.
    Rules,
    /// The feed.
    Feed,
    /// A page.
    Page(PageKey),
}

/// What is put off, and until when.
#[derive(Debug, Default)]
pub(super) struct PutOff(BTreeMap<Chore, Again>);

#[derive(Debug, Clone, Copy, Default)]
struct Again {
    failures: u32,
    at: Duration,
}

impl PutOff {
    /// Puts it off, longer with every failure in a row; answers for how long and whether it is
    /// the first of them.
    pub fn put_off(
        &mut self,
        chore: Chore,
        now: Duration,
        rng: &mut ChaCha12Rng,
    ) -> (Duration, bool) {
        let again = self.0.entry(chore).or_default();
        let is_first = again.failures == 0;
        again.failures = again.failures.saturating_add(1);
        let wait = backoff(again.failures, rng);
        again.at = now + wait;
        (wait, is_first)
    }

    /// Puts it off for as long as the server said: not because of a failure.
    pub fn wait(&mut self, chore: Chore, until: Duration) {
        self.0.entry(chore).or_default().at = until;
    }

    /// It was done, or a person does not want to wait.
    pub fn forget(&mut self, chore: Chore) {
        self.0.remove(&chore);
    }

    /// A person does not want to wait for anything.
    pub fn forget_all(&mut self) {
        self.0.clear();
    }

    /// Whether it is not to be tried yet.
    pub fn waits(&self, chore: Chore, now: Duration) -> bool {
        self.0.get(&chore).is_some_and(|again| again.at > now)
    }

    /// When the first of them may be tried again.
    pub fn next(&self, now: Duration) -> Option<Duration> {
        let times = self.0.values().map(|again| again.at);
        times.filter(|at| *at > now).min()
    }
}
