//! One exchange with the server for each step of the plan.

use super::engine::Engine;
use super::event::{Connectivity, Event, StopReason};
use super::plan::Step;
use super::put_off::Chore;
use crate::error::{StoreError, StoreFault};
use crate::page::PageKey;
use crate::transport::{Failure, Fetched};
use journal::Timestamp;
use protocol::{API_VERSION, Code, MAX_BATCH, Numbered, Problem, Push, Pushed};
use secrecy::SecretString;
use std::collections::BTreeSet;
use std::time::Duration;

/// An offset that moved by less is not worth a write.
const CLOCK_GRAIN: i64 = 1_000_000;
/// A contact is noted at most so often.
const CONTACT_EVERY: i64 = 60_000_000;

/// A list that only the server composes is asked for again at most so often, however much changes:
/// that of a whole school moves with every letter that somebody enters.
const LIST_EVERY: Duration = Duration::from_secs(10);

/// Why an exchange ended otherwise than it should.
#[derive(Debug)]
pub(super) enum Trip {
    /// The way to the server or the server.
    Failure(Failure),
    /// The client's memory.
    Store(StoreError),
}

impl From<Failure> for Trip {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl From<StoreError> for Trip {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Engine {
    pub(super) async fn exchange(&mut self, step: Step) {
        let (mut sent, began) = (Vec::new(), self.progress.now());
        let result = match step {
            Step::Identify => self.identify().await,
            Step::Reconcile => self.reconcile().await,
            Step::Push(limit) => self.push(limit, &mut sent).await,
            Step::FetchRules => self.fetch_rules().await,
            Step::PullFeed => self.pull_feed().await,
            Step::Fetch(page) => self.fetch(page).await,
            Step::Listen => self.listen().await,
            _ => Ok(()),
        };
        match result {
            Ok(()) => self.progress.carried(sent.len(), began),
            Err(Trip::Store(error)) => {
                self.memory_failed(error);
            }
            Err(Trip::Failure(failure)) => {
                tracing::debug!(?step, %failure, "failed");
                let is_cut_off = failure.code() == Some(Code::OutcomeUnknown);
                self.progress.not_carried(sent.len(), began, is_cut_off);
                if let Err(error) = self.failed(step, failure, &sent) {
                    self.memory_failed(error);
                }
            }
        }
    }

    fn token(&self) -> Result<SecretString, Trip> {
        let expired = || Failure::Problem(Box::new(Problem::new(Code::SessionExpired)));
        Ok(self.store.token()?.ok_or_else(expired)?)
    }

    /// The server answered sensibly.
    pub(super) fn reached(&mut self) {
        self.progress.worked();
        let at = self.server_clock.corrected_now();
        self.stands(Connectivity::Online { at });
    }

    /// The answer says what time it is there.
    fn note_time(&mut self, server_now: Timestamp, sent_at: Duration) -> Result<(), StoreError> {
        self.server_clock.note_contact(server_now, sent_at);
        let offset = self.server_clock.offset();
        let is_kept = self.progress.clock_kept.is_some_and(|(kept, at)| {
            kept.saturating_sub(offset).abs() < CLOCK_GRAIN
                && server_now.0.saturating_sub(at.0) < CONTACT_EVERY
        });
        if !is_kept {
            self.progress.clock_kept = Some((offset, server_now));
            if let Some(kept) = self.server_clock.kept() {
                self.store.keep_clock(&kept)?;
            }
        }
        let off = self.server_clock.clock_off();
        let is_news = match (off, self.progress.clock_off) {
            (Some(now), Some(before)) => now.abs_diff(before) > 30,
            (now, before) => now.is_some() != before.is_some(),
        };
        if is_news {
            self.progress.clock_off = off;
            if let Some(seconds) = off {
                self.say(Event::ClockOff { seconds });
            }
        }
        Ok(())
    }

    async fn identify(&mut self) -> Result<(), Trip> {
        let sent_at = self.server_clock.monotonic();
        let info = self.transport.server_info().await?;
        if self
            .store
            .server()?
            .is_some_and(|known| known != info.server)
        {
            self.progress.stop = Some(StopReason::OtherServer);
            self.stands(Connectivity::OtherServer);
            return Ok(());
        }
        if info.api < API_VERSION {
            self.progress.stop = Some(StopReason::VersionMismatch);
            self.stands(Connectivity::VersionMismatch);
            return Ok(());
        }
        self.progress.identified = true;
        self.server_clock.note_demo(info.demo_clock);
        self.note_time(info.now, sent_at)?;
        // What comes next needs the session and says whether the server is really there.
        Ok(())
    }

    /// A server that was restored from a backup has forgotten what it had acknowledged. A batch
    /// without changes tells how far it remembers.
    async fn reconcile(&mut self) -> Result<(), Trip> {
        if self.store.has_settled()? {
            let (device, changes) = (self.store.device()?, Vec::new());
            let push = Push {
                device,
                sent_at: self.server_clock.corrected_now(),
                changes,
            };
            let answer = self.transport.push(self.token()?, push).await?;
            self.reached();
            let now = self.server_clock.corrected_now();
            let continuation = self.store.rewind(answer.last_n + 1, &mut self.ids, now)?;
            self.went_on(continuation)?;
        }
        self.progress.in_doubt = false;
        Ok(())
    }

    async fn push(&mut self, limit: usize, sent: &mut Vec<Numbered>) -> Result<(), Trip> {
        let (device, changes) = self.store.hand_over(limit.min(MAX_BATCH))?;
        sent.clone_from(&changes);
        let push = Push {
            device,
            sent_at: self.server_clock.corrected_now(),
            changes,
        };
        let sent_at = self.server_clock.monotonic();
        let answer = self.transport.push(self.token()?, push).await?;
        self.note_time(answer.now, sent_at)?;
        self.settle(sent, answer)?;
        Ok(())
    }

    fn settle(&mut self, sent: &[Numbered], answer: Pushed) -> Result<(), Trip> {
        let Pushed {
            outcomes, last_n, ..
        } = answer;
        if outcomes.len() != sent.len() {
            let what = format!("{} outcomes for {} changes", outcomes.len(), sent.len());
            return Err(Failure::NotUnderstood(what).into());
        }
        let at = self.server_clock.corrected_now();
        let settlement = self.store.settle(sent, &outcomes, at)?;
        let mut troubles = settlement.troubles + settlement.ids_reused.len();
        for (id, problem) in settlement.ids_reused {
            self.store.set_aside(id, *problem, last_n + 1, at)?;
        }
        self.reached();
        if settlement.count > 0 {
            self.progress.repairs = 0;
            self.progress.batch_limit = MAX_BATCH;
            self.progress.stuck = None;
            self.progress.succeeded_at(Chore::Push);
        }
        let pending = self.store.pending_count()?;
        let (count, late) = (settlement.count, settlement.late);
        self.say(Event::Settled {
            count,
            late,
            pending,
            at,
        });
        self.pages_changed(settlement.pages);
        if !settlement.kept.is_empty() {
            self.say(Event::Kept(settlement.kept));
        }
        if troubles > 0 {
            let open = self.store.trouble_count()?;
            troubles = troubles.min(open);
            self.say(Event::Trouble {
                new: troubles,
                open,
            });
        }
        // An open line tells of what we sent as well.
        if self.feed_events.is_none() || troubles > 0 {
            self.progress.feed_behind = true;
        }
        if settlement.number_reused {
            self.become_new_device()?;
        }
        Ok(())
    }

    async fn fetch_rules(&mut self) -> Result<(), Trip> {
        let etag = self.store.rules_etag()?;
        let fetched = self.transport.rules(self.token()?, etag).await?;
        if let Fetched::New { etag, body } = fetched
            && self.store.rules()?.as_ref() != Some(&body)
        {
            self.store.keep_rules(&body, etag.as_deref())?;
            self.say(Event::IdentityChanged);
        }
        self.progress.rules_wanted = false;
        self.progress.succeeded_at(Chore::Rules);
        self.reached();
        // Only now is it known where the school's day begins.
        self.want_today();
        Ok(())
    }

    async fn pull_feed(&mut self) -> Result<(), Trip> {
        let cursor = self.store.cursor()?;
        let begins_anew = cursor.is_none();
        let sent_at = self.server_clock.monotonic();
        let part = self.transport.feed(self.token()?, cursor).await?;
        self.note_time(part.now, sent_at)?;
        let lists_moved = self.store.keep_records(part.records)?;
        if self.store.keep_register(part.register)? {
            self.progress.register_moved();
        } else if lists_moved {
            self.progress.lists_moved();
        }
        let pages = self.store.follow(&part)?;
        self.reached();
        self.progress.feed_behind = part.more;
        self.progress.succeeded_at(Chore::Feed);
        // What the server has forgotten before this cursor, no later cursor will tell.
        self.progress.in_doubt |= begins_anew;
        self.pages_changed(pages);
        Ok(self.renew_watched()?)
    }

    /// What is on the screen is asked for again if something has made it old.
    pub(super) fn renew_watched(&mut self) -> Result<(), StoreError> {
        if let Some(watched) = self.progress.watched
            && self.store.page_state(watched)? == Some(true)
        {
            self.progress.want_later(watched);
        }
        Ok(())
    }

    async fn fetch(&mut self, page: PageKey) -> Result<(), Trip> {
        let etag = self.store.etag(page)?;
        let patched_from = self.store.newest_patch()?;
        let fetched = self.transport.page(self.token()?, page, etag).await?;
        self.reached();
        let now = self.server_clock.corrected_now();
        let before = self.store.shown(page)?;
        match fetched {
            Fetched::Unchanged => self.store.confirm_page(page, patched_from, now)?,
            Fetched::New { etag, body } => {
                match self
                    .store
                    .keep_page(page, etag.as_deref(), body, patched_from, now)
                {
                    Err(error) if error.fault == StoreFault::Damaged => {
                        return Err(Failure::NotUnderstood(error.detail).into());
                    }
                    kept => kept?,
                }
            }
        }
        if before.is_none() || self.store.shown(page)? != before {
            self.pages_changed(BTreeSet::from([page]));
        }
        let was_ahead = self.progress.is_ahead(page);
        self.progress.done_with(page);
        self.progress.fresh.insert(page);
        if let PageKey::List(_) | PageKey::Class(..) = page {
            let chore = Chore::Page(page);
            self.progress.wait_with(chore, LIST_EVERY);
        }
        if was_ahead {
            self.progress.rest();
            return Ok(self.look_for_next_day()?);
        }
        if let PageKey::Today(date) = page {
            for lesson in self.store.lessons_of(date)? {
                if !self.progress.fresh.contains(&PageKey::Lesson(lesson)) {
                    self.progress.want_later(PageKey::Lesson(lesson));
                }
            }
            if self.progress.day == Some(date) {
                self.look_ahead(date)?;
            }
        }
        Ok(())
    }

    async fn listen(&mut self) -> Result<(), Trip> {
        let feed_events = self.transport.events(self.token()?).await?;
        self.reached();
        self.feed_events = Some(feed_events);
        self.progress.listens();
        // What happened between the last look and the opening of the line.
        self.progress.feed_behind = true;
        Ok(())
    }
}
