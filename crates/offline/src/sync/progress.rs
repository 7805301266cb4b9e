//! What the engine knows between two steps.

use super::ahead::Ahead;
use super::backoff::backoff;
use super::event::{Connectivity, StopReason};
use super::plan::Snapshot;
use super::put_off::{Chore, PutOff};
use crate::page::PageKey;
use chrono::NaiveDate;
use journal::{ChangeId, SchoolTime, Timestamp};
use protocol::MAX_BATCH;
use rand_chacha::ChaCha12Rng;
use std::collections::{BTreeSet, VecDeque};
use std::time::Duration;
use tokio::time::Instant;

/// A batch that is answered sooner may be twice as large next time: a third of the time for an
/// answer.
const QUICK: Duration = Duration::from_secs(10);

/// What the engine knows between two steps.
#[expect(
    clippy::struct_excessive_bools,
    reason = "facts that do not exclude each other"
)]
#[derive(Debug)]
pub(super) struct Progress {
    began: Instant,
    rng: ChaCha12Rng,
    pub stop: Option<StopReason>,
    /// The server has refused the session, or a person has signed out.
    pub refused: bool,
    failures: u32,
    pub retry_at: Option<Duration>,
    /// What the server fails at, while the rest goes on.
    put_off: PutOff,
    /// The change that a person was told of as one the server fails at.
    pub stuck: Option<ChangeId>,
    pub identified: bool,
    pub in_doubt: bool,
    pub batch_limit: usize,
    /// Most changes that the line seems to carry in the time for an answer.
    line_limit: usize,
    /// Repairs of the numbering since the last answered batch.
    pub repairs: u32,
    pub rules_wanted: bool,
    /// Until the server refuses the feed to the roles of this account.
    pub follows: bool,
    pub feed_behind: bool,
    wanted: VecDeque<PageKey>,
    /// What may be wanted without a network.
    pub ahead: Ahead,
    /// The page on the screen: it is kept fresh.
    pub watched: Option<PageKey>,
    /// Pages fetched or confirmed since everything was true.
    pub fresh: BTreeSet<PageKey>,
    pub listen_at: Option<Duration>,
    listen_failures: u32,
    pub connectivity: Option<Connectivity>,
    pub clock_off: Option<i64>,
    pub clock_kept: Option<(i64, Timestamp)>,
    /// The school's time as far as it is known.
    pub time: SchoolTime,
    /// The school's day whose list was wanted last.
    pub day: Option<NaiveDate>,
    /// The school's day on which old things were let go of last.
    pub pruned_on: Option<NaiveDate>,
}

impl Progress {
    pub fn new(rng: ChaCha12Rng) -> Self {
        Self {
            began: Instant::now(),
            rng,
            stop: None,
            refused: false,
            failures: 0,
            retry_at: None,
            put_off: PutOff::default(),
            stuck: None,
            identified: false,
            in_doubt: true,
            batch_limit: MAX_BATCH,
            line_limit: MAX_BATCH,
            repairs: 0,
            rules_wanted: true,
            follows: true,
            feed_behind: true,
            wanted: VecDeque::new(),
            ahead: Ahead::default(),
            watched: None,
            fresh: BTreeSet::new(),
            listen_at: None,
            listen_failures: 0,
            connectivity: None,
            clock_off: None,
            clock_kept: None,
            time: SchoolTime::MOSCOW,
            day: None,
            pruned_on: None,
        }
    }

    pub fn now(&self) -> Duration {
        self.began.elapsed()
    }

    pub(super) fn rng(&mut self) -> &mut ChaCha12Rng {
        &mut self.rng
    }

    pub fn instant(&self, at: Duration) -> Instant {
        self.began + at
    }

    pub fn snapshot(&self, has_token: bool, pending: usize, listening: bool) -> Snapshot {
        let now = self.now();
        let waits = |chore| self.put_off.waits(chore, now);
        let mut wanted = self.wanted.iter().copied();
        Snapshot {
            now,
            stop: self.stop,
            signed_in: has_token && !self.refused,
            retry_at: self.retry_at,
            identified: self.identified,
            in_doubt: self.in_doubt,
            pending: if waits(Chore::Push) { 0 } else { pending },
            batch_limit: self.batch_limit.min(self.line_limit),
            rules_wanted: self.rules_wanted && !waits(Chore::Rules),
            follows: self.follows,
            feed_behind: self.feed_behind && !waits(Chore::Feed),
            wanted: wanted.find(|page| !waits(Chore::Page(*page))),
            listening,
            listen_at: self.listen_at,
            again_at: self.put_off.next(now),
            ahead: self.ahead.next(|page| !waits(Chore::Page(page))),
        }
    }

    /// Everything is to be asked for anew: another session, or a server that remembers less.
    pub fn begin_again(&mut self) {
        self.rules_wanted = true;
        self.feed_behind = true;
        self.fresh.clear();
        self.ahead = Ahead::default();
        self.put_off.forget_all();
    }

    /// The register was amended: the rules and the pages are to be asked for anew.
    pub fn register_moved(&mut self) {
        self.rules_wanted = true;
        self.fresh.clear();
        self.ahead = Ahead::default();
        if let Some(watched) = self.watched {
            self.want_later(watched);
        }
    }

    /// Only lists are to be asked for anew.
    pub fn lists_moved(&mut self) {
        self.fresh.retain(|page| !matches!(page, PageKey::List(_)));
        if let Some(watched @ PageKey::List(_)) = self.watched {
            self.want_later(watched);
        }
    }

    /// Whoever answers next may be another server, or one that was restored from a backup.
    pub fn lost_contact(&mut self) {
        self.identified = false;
        self.in_doubt = true;
        self.feed_behind = true;
    }

    /// A person waits for this page.
    pub fn want_first(&mut self, page: PageKey) {
        self.wanted.retain(|wanted| *wanted != page);
        self.wanted.push_front(page);
        self.ahead.remove(page);
        self.put_off.forget(Chore::Page(page));
    }

    /// This page may be wanted soon.
    pub fn want_later(&mut self, page: PageKey) {
        if !self.wanted.contains(&page) {
            self.wanted.push_back(page);
        }
    }

    pub fn done_with(&mut self, page: PageKey) {
        self.wanted.retain(|wanted| *wanted != page);
        self.ahead.remove(page);
        self.put_off.forget(Chore::Page(page));
    }

    /// Whether nobody waits for this page: it is fetched ahead.
    pub fn is_ahead(&self, page: PageKey) -> bool {
        self.ahead.contains(page) && !self.wanted.contains(&page)
    }

    /// The server fails at this: later. Answers for how long and whether it is the first time.
    pub fn put_off(&mut self, chore: Chore) -> (Duration, bool) {
        let now = self.now();
        self.put_off.put_off(chore, now, &mut self.rng)
    }

    /// So many changes, sent at that moment, are answered.
    pub fn carried(&mut self, sent: usize, began: Duration) {
        if sent >= self.line_limit && self.now().saturating_sub(began) < QUICK {
            self.line_limit = (sent * 2).min(MAX_BATCH);
        }
    }

    /// So many are not. If it took long, they may be too many for a slow line; a line that is down
    /// says so soon.
    pub fn not_carried(&mut self, sent: usize, began: Duration, is_cut_off: bool) {
        if sent > 1 && (is_cut_off || self.now().saturating_sub(began) >= QUICK) {
            self.line_limit = sent / 2;
        }
    }

    /// The server takes this again after so long.
    pub fn wait_with(&mut self, chore: Chore, wait: Duration) {
        let until = self.now() + wait;
        self.put_off.wait(chore, until);
    }

    /// The server does not fail at this any more.
    pub fn succeeded_at(&mut self, chore: Chore) {
        self.put_off.forget(chore);
    }

    /// A person does not want to wait.
    pub fn try_now(&mut self) {
        self.worked();
        self.put_off.forget_all();
    }

    /// The server has answered sensibly.
    pub fn worked(&mut self) {
        self.failures = 0;
        self.retry_at = None;
    }

    /// Waits longer with every failure in a row; answers how long.
    pub fn wait_after_failure(&mut self) -> Duration {
        self.failures = self.failures.saturating_add(1);
        let wait = backoff(self.failures, &mut self.rng);
        self.retry_at = Some(self.now() + wait);
        wait
    }

    /// The school's day turns for everyone at once, so everyone asks within a minute of it.
    pub fn spread(&mut self) -> Duration {
        backoff(u32::MAX, &mut self.rng)
    }

    /// The line of events could not be opened: later, and rarely.
    pub fn listen_later(&mut self) {
        self.listen_failures = self.listen_failures.saturating_add(1);
        // Never sooner than 5 s, about a minute in the end: the feed is asked as often.
        let wait = Duration::from_secs(5) + backoff(self.listen_failures + 5, &mut self.rng);
        self.listen_at = Some(self.now() + wait);
    }

    /// The line was cut: everyone's was, so not all at once.
    pub fn listen_soon(&mut self) {
        self.listen_at = Some(self.now() + backoff(2, &mut self.rng));
    }

    pub fn listens(&mut self) {
        self.listen_failures = 0;
        self.listen_at = None;
    }
}
