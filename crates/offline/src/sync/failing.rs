//! What a failure means for the step that met it.

use super::engine::Engine;
use super::event::{Connectivity, Event, StopReason};
use super::plan::Step;
use super::put_off::Chore;
use crate::error::StoreError;
use crate::page::PageKey;
use crate::store::Continuation;
use crate::transport::Failure;
use chrono::TimeDelta;
use protocol::problem::Facts;
use protocol::{Code, Numbered, Problem};
use std::time::Duration;

/// The numbering is mended so often without an answered batch in between, then with pauses.
const REPAIRS: u32 = 3;

impl Engine {
    pub(super) fn failed(
        &mut self,
        step: Step,
        failure: Failure,
        sent: &[Numbered],
    ) -> Result<(), StoreError> {
        let problem = match failure {
            Failure::Problem(problem) => problem,
            Failure::Store(error) => return Err(error),
            Failure::NotUnderstood(_) => {
                if let Step::Fetch(page) = step {
                    self.fetch_failed(page, failure);
                    return Ok(());
                }
                if step == Step::Listen {
                    self.progress.listen_later();
                    return Ok(());
                }
                self.offline();
                return Ok(());
            }
            Failure::Unreachable(_) => {
                self.offline();
                return Ok(());
            }
        };
        match problem.code {
            Code::SessionExpired => self.session_ended(Event::SessionExpired),
            Code::MustChangePassword => self.session_ended(Event::MustChangePassword),
            Code::VersionMismatch => {
                self.progress.stop = Some(StopReason::VersionMismatch);
                self.stands(Connectivity::VersionMismatch);
            }
            // Not for these roles: pages are fetched all the same.
            Code::Forbidden if matches!(step, Step::PullFeed | Step::Listen) => {
                self.reached();
                self.progress.follows = false;
                self.progress.feed_behind = false;
                self.feed_events = None;
            }
            Code::OutcomeUnknown | Code::Busy | Code::CannotWrite => self.busy(&problem),
            // Nothing is wrong: the rest of the queue goes when the server says.
            Code::TooManyChanges => {
                self.reached();
                let wait = self.told_wait(&problem).unwrap_or(super::backoff::FIRST);
                let is_long = wait == super::backoff::CEILING;
                // There may be no more room for what is not taken: what is before it goes.
                if is_long && sent.len() > 1 {
                    self.progress.batch_limit = sent.len() / 2;
                    return Ok(());
                }
                self.progress.wait_with(Chore::Push, wait);
                if let Some(Facts::Until { at }) = problem.facts
                    && is_long
                {
                    self.say(Event::Waits { until: at });
                }
            }
            Code::Internal => self.server_failed(step, problem, sent),
            _ => match step {
                Step::Push(_) => return self.push_refused(problem, sent),
                Step::PullFeed => self.feed_refused(&problem)?,
                Step::Fetch(page) => {
                    self.reached();
                    self.fetch_failed(page, Failure::Problem(problem));
                }
                Step::Reconcile => {
                    self.reached();
                    self.progress.in_doubt = false;
                }
                Step::FetchRules => {
                    self.reached();
                    self.progress.rules_wanted = false;
                }
                Step::Listen => self.listen_later(),
                _ => self.busy(&problem),
            },
        }
        Ok(())
    }

    /// The page is not to be had. Of one that was fetched ahead nobody is told.
    fn fetch_failed(&mut self, page: PageKey, why: Failure) {
        let was_ahead = self.progress.is_ahead(page);
        self.progress.done_with(page);
        if was_ahead {
            self.progress.rest();
        } else {
            self.say(Event::FetchFailed { page, why });
        }
    }

    /// Without the line the feed is asked now and then.
    fn listen_later(&mut self) {
        self.progress.listen_later();
        self.progress.feed_behind = true;
    }

    /// The server fails. It may fail at this one thing only: that waits, the rest goes on.
    fn server_failed(&mut self, step: Step, problem: Box<Problem>, sent: &[Numbered]) {
        let chore = match step {
            Step::Push(_) => Chore::Push,
            Step::FetchRules => Chore::Rules,
            Step::PullFeed => Chore::Feed,
            Step::Fetch(page) if self.progress.is_ahead(page) => {
                return self.fetch_failed(page, Failure::Problem(problem));
            }
            Step::Fetch(page) => Chore::Page(page),
            Step::Listen => return self.listen_later(),
            _ => return self.busy(&problem),
        };
        if sent.len() > 1 {
            // Which of them it is, is found by halves, and without long waits.
            self.progress.batch_limit = sent.len() / 2;
            self.progress.succeeded_at(chore);
        }
        let (wait, is_first) = self.progress.put_off(chore);
        if !matches!(
            self.progress.connectivity,
            Some(Connectivity::Online { .. })
        ) {
            let retry_at = self.server_clock.corrected_now().plus(delta(wait));
            self.stands(Connectivity::Busy { retry_at });
        }
        match (step, sent) {
            (Step::Fetch(page), _) if is_first => {
                let why = Failure::Problem(problem);
                self.say(Event::FetchFailed { page, why });
            }
            (Step::Push(_), [one]) if self.progress.stuck != Some(one.change.id) => {
                self.progress.stuck = Some(one.change.id);
                let sheet = one.change.sheet;
                self.say(Event::Stuck { sheet });
            }
            _ => {}
        }
    }

    /// The server takes nothing of the batch.
    fn push_refused(&mut self, problem: Box<Problem>, sent: &[Numbered]) -> Result<(), StoreError> {
        let now = self.server_clock.corrected_now();
        self.progress.repairs += 1;
        if self.progress.repairs > REPAIRS {
            self.busy(&problem);
        }
        match (problem.code, &problem.facts) {
            (Code::DeviceGap, Some(Facts::Expected { n })) => {
                let continuation = self.store.rewind(*n, &mut self.ids, now)?;
                self.went_on(continuation)
            }
            (Code::DeviceNumberReused, _) => self.become_new_device(),
            (Code::DeviceTaken, _) => {
                self.store.renew_device(&mut self.ids, now)?;
                self.session_ended(Event::SessionExpired);
                Ok(())
            }
            (Code::Forbidden, _) => {
                self.session_ended(Event::SessionExpired);
                Ok(())
            }
            // Something in the batch cannot be read: find it by halves and set it aside.
            _ if sent.len() > 1 => {
                self.progress.batch_limit = sent.len() / 2;
                self.progress.repairs = 0;
                Ok(())
            }
            _ => match sent.first() {
                Some(one) => {
                    self.store.set_aside(one.change.id, *problem, one.n, now)?;
                    self.progress.repairs = 0;
                    let open = self.store.trouble_count()?;
                    self.say(Event::Trouble { new: 1, open });
                    Ok(())
                }
                None => Ok(()),
            },
        }
    }

    /// A session is bound to its device: a new device needs a new sign-in.
    pub(super) fn become_new_device(&mut self) -> Result<(), StoreError> {
        let now = self.server_clock.corrected_now();
        self.store.renew_device(&mut self.ids, now)?;
        self.went_on(Continuation::NewDevice)
    }

    pub(super) fn went_on(&mut self, continuation: Continuation) -> Result<(), StoreError> {
        if let Continuation::Rewound { lost } = continuation {
            self.progress.begin_again();
            self.want_today();
            if let Some(watched) = self.progress.watched {
                self.progress.want_later(watched);
            }
            if !lost.is_empty() {
                self.say(Event::LostByServer { sheets: lost });
            }
        }
        if self
            .store
            .session_device()?
            .is_some_and(|device| self.store.device().is_ok_and(|now| now != device))
        {
            self.session_ended(Event::SessionExpired);
        }
        Ok(())
    }

    fn feed_refused(&mut self, problem: &Problem) -> Result<(), StoreError> {
        if self.store.cursor()?.is_none() {
            self.busy(problem);
            return Ok(());
        }
        // Too old, or not this server's: what is here may miss anything.
        self.store.lose_cursor()?;
        self.progress.begin_again();
        self.want_today();
        if let Some(watched) = self.progress.watched {
            self.progress.want_first(watched);
        }
        Ok(())
    }

    fn session_ended(&mut self, event: Event) {
        self.progress.refused = true;
        self.feed_events = None;
        self.stands(Connectivity::Unauthorised);
        self.say(event);
    }

    pub(super) fn offline(&mut self) {
        self.feed_events = None;
        self.progress.lost_contact();
        let retry_at = self.retry_at();
        let since = match self.progress.connectivity {
            Some(Connectivity::Offline { since, .. }) => since,
            _ => self.server_clock.corrected_now(),
        };
        self.stands(Connectivity::Offline { since, retry_at });
    }

    fn busy(&mut self, problem: &Problem) {
        let mut retry_at = self.retry_at();
        if let Some(wait) = self.told_wait(problem) {
            let later = self.progress.now() + wait;
            if self.progress.retry_at.is_none_or(|at| at < later) {
                self.progress.retry_at = Some(later);
                retry_at = self.server_clock.corrected_now().plus(delta(wait));
            }
        }
        self.stands(match problem.code {
            Code::CannotWrite => Connectivity::CannotWrite { retry_at },
            _ => Connectivity::Busy { retry_at },
        });
    }

    /// How long the server wants not to be asked; no more than the longest wait of our own.
    fn told_wait(&self, problem: &Problem) -> Option<Duration> {
        let Some(Facts::Until { at }) = problem.facts else {
            return None;
        };
        let wait = at.since(self.server_clock.corrected_now()).to_std();
        Some(wait.unwrap_or_default().min(super::backoff::CEILING))
    }

    /// The client's memory failed: says so, and what to do meanwhile.
    pub(super) fn memory_failed(&mut self, error: StoreError) -> Step {
        tracing::error!(%error, "the client's memory failed");
        self.say(Event::StoreFailed(error));
        let wait = self.progress.wait_after_failure();
        Step::WaitUntil(self.progress.now() + wait)
    }

    fn retry_at(&mut self) -> journal::Timestamp {
        let wait = self.progress.wait_after_failure();
        self.server_clock.corrected_now().plus(delta(wait))
    }
}

fn delta(wait: Duration) -> TimeDelta {
    TimeDelta::from_std(wait).unwrap_or(TimeDelta::zero())
}
