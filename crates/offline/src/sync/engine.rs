//! The driver: does what the plan says and tells the screen what came of it.

use super::event::{Command, Connectivity, Event, StopReason};
use super::plan::{Step, plan};
use super::progress::Progress;
use super::wait::Woken;
use crate::error::StoreError;
use crate::id_source::IdSource;
use crate::page::PageKey;
use crate::server_clock::ServerClock;
use crate::store::Store;
use crate::transport::{FeedEvents, Transport};
use chrono::{NaiveDate, TimeDelta};
use rand::SeedableRng;
use rand_chacha::ChaCha12Rng;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender};

/// The sync engine of one account.
pub struct Engine {
    pub(super) store: Rc<Store>,
    pub(super) transport: Rc<dyn Transport>,
    pub(super) server_clock: Rc<ServerClock>,
    pub(super) ids: IdSource,
    pub(super) progress: Progress,
    pub(super) feed_events: Option<Box<dyn FeedEvents>>,
    pub(super) events: Option<UnboundedSender<Event>>,
}

impl std::fmt::Debug for Engine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Engine")
            .field("progress", &self.progress)
            .finish_non_exhaustive()
    }
}

impl Engine {
    /// An engine that has not done anything yet; to be made inside the runtime. The seed must
    /// come from the system's randomness outside of tests.
    pub fn new(
        store: Rc<Store>,
        transport: Rc<dyn Transport>,
        server_clock: Rc<ServerClock>,
        seed: [u8; 32],
    ) -> Self {
        let mut rng = ChaCha12Rng::from_seed(seed);
        let ids = IdSource::new(rand::RngExt::random(&mut rng));
        let progress = Progress::new(rng);
        Self {
            store,
            transport,
            server_clock,
            ids,
            progress,
            feed_events: None,
            events: None,
        }
    }

    /// Runs until [`Command::Stop`] or until the screen drops its end. A local task: it shares
    /// the store with the screen. Dropping it at any moment loses nothing.
    pub async fn run(
        mut self,
        mut commands: UnboundedReceiver<Command>,
        events: UnboundedSender<Event>,
    ) {
        self.events = Some(events);
        self.want_today();
        loop {
            while let Ok(command) = commands.try_recv() {
                self.obey(command);
            }
            let step = match self.next_step() {
                Ok(step) => step,
                Err(error) => self.memory_failed(error),
            };
            tracing::trace!(?step, "next");
            let goes_on = match step {
                Step::Stop(StopReason::Asked) => false,
                Step::Stop(_) | Step::SignInNeeded => {
                    self.feed_events = None;
                    if matches!(step, Step::SignInNeeded) {
                        self.stands(Connectivity::Unauthorised);
                    }
                    match commands.recv().await {
                        Some(command) => {
                            self.obey(command);
                            true
                        }
                        None => false,
                    }
                }
                Step::WaitForPoke | Step::WaitUntil(_) => {
                    self.tidy(step);
                    let woken = self.wait(step, &mut commands).await;
                    self.woken(woken)
                }
                step => self.busy_with(step, &mut commands).await,
            };
            if !goes_on {
                return;
            }
        }
    }

    fn next_step(&self) -> Result<Step, StoreError> {
        let has_token = self.store.token()?.is_some();
        let pending = self.store.sendable_count()?;
        Ok(plan(&self.progress.snapshot(
            has_token,
            pending,
            self.feed_events.is_some(),
        )))
    }

    /// Does one step; what the screen says meanwhile is obeyed afterwards, but for an end.
    async fn busy_with(&mut self, step: Step, commands: &mut UnboundedReceiver<Command>) -> bool {
        let mut said = Vec::new();
        {
            let mut exchange = std::pin::pin!(self.exchange(step));
            loop {
                tokio::select! {
                    biased;
                    command = commands.recv() => match command {
                        None | Some(Command::Stop) => return false,
                        Some(command) => said.push(command),
                    },
                    () = &mut exchange => break,
                }
            }
        }
        for command in said {
            self.obey(command);
        }
        true
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Wake => self.progress.rest(),
            Command::Fetch(page) => {
                self.progress.watched = Some(page);
                self.progress.want_first(page);
            }
            Command::Watch(page) => {
                self.progress.watched = Some(page);
                if page.may_be_old_unsaid() {
                    self.progress.want_later(page);
                } else if let Err(error) = self.renew_watched() {
                    self.memory_failed(error);
                }
            }
            Command::SignedIn => {
                self.progress.refused = false;
                self.progress.stop = None;
                self.progress.worked();
                self.progress.begin_again();
                self.progress.follows = true;
                self.want_today();
            }
            Command::SignOut => {
                self.progress.refused = true;
                self.feed_events = None;
            }
            Command::Unreached => self.offline(),
            Command::TryNow => {
                self.progress.stop = None;
                self.progress.try_now();
            }
            Command::Stop => self.progress.stop = Some(StopReason::Asked),
        }
    }

    fn woken(&mut self, woken: Woken) -> bool {
        match woken {
            Woken::Command(command) => self.obey(command),
            Woken::FeedEvent => self.progress.feed_behind = true,
            Woken::LineCut => {
                self.feed_events = None;
                // Whether the server is there is found out by asking it.
                self.progress.lost_contact();
                self.progress.listen_soon();
                self.progress.retry_at = self.progress.listen_at;
                self.stands(Connectivity::Doubtful);
            }
            Woken::Time => {}
            Woken::ScreenGone => return false,
        }
        if self.progress.day != Some(self.today()) {
            self.want_today();
        }
        true
    }

    /// A moment when nobody types and nothing is asked.
    fn tidy(&mut self, step: Step) {
        if step != Step::WaitForPoke {
            return;
        }
        let today = Some(self.today());
        let pruned = if self.progress.pruned_on == today {
            Ok(())
        } else {
            self.progress.pruned_on = today;
            self.store.prune(self.server_clock.corrected_now())
        };
        if let Err(error) = pruned.and_then(|()| self.store.fold()) {
            tracing::warn!(%error, "the store could not be tidied");
        }
    }

    /// The day at the school.
    pub(super) fn today(&self) -> NaiveDate {
        let now = self.server_clock.corrected_now();
        self.progress.time.local(now).date()
    }

    /// Today's list and, through it, today's lessons. A screen that still shows the day before
    /// is told, whether the server is there or not.
    pub(super) fn want_today(&mut self) {
        if let Ok(Some(rules)) = self.store.rules() {
            self.progress.time = rules.time;
        }
        let today = self.today();
        let page = PageKey::Today(today);
        self.progress.want_later(page);
        let before = self.progress.day.replace(today);
        if before.is_some_and(|before| before != today) {
            self.pages_changed(BTreeSet::from([page]));
        }
    }

    /// How long until the school's day has turned.
    pub(super) fn until_tomorrow(&mut self) -> Duration {
        let ends = self.progress.time.end_of_day(self.today());
        let rest = ends.since(self.server_clock.corrected_now()).to_std();
        // Never at once again, also by a clock that stands.
        rest.unwrap_or_default() + Duration::from_secs(1) + self.progress.spread()
    }

    pub(super) fn say(&self, event: Event) {
        if let Some(events) = &self.events {
            // The screen may be gone; the next turn of the loop finds out.
            let _ = events.send(event);
        }
    }

    pub(super) fn pages_changed(&self, pages: BTreeSet<PageKey>) {
        if !pages.is_empty() {
            self.say(Event::PagesChanged(pages));
        }
    }

    /// Says how it stands if it stands otherwise than before, or has stood so for a minute more:
    /// the screen tells when the server was heard last.
    pub(super) fn stands(&mut self, now: Connectivity) {
        let is_news = match (self.progress.connectivity, now) {
            (Some(Connectivity::Online { at: told }), Connectivity::Online { at }) => {
                at.since(told) >= TimeDelta::minutes(1)
            }
            (known, now) => known != Some(now),
        };
        if is_news {
            self.progress.connectivity = Some(now);
            self.say(Event::Connectivity(now));
        }
    }
}
