//! Fetching ahead: the journals of today's lessons, and the lessons of the next day that has any.
//! They are asked for when nothing else is to be done, one after the other with rests, so that a
//! teacher has them on a morning without a network though nobody has opened them. What was fetched
//! on this day and is kept true by the feed is not asked for again: a client that is opened once
//! more is silent soon.

use super::backoff::backoff;
use super::engine::Engine;
use super::progress::Progress;
use crate::error::StoreError;
use crate::page::PageKey;
use chrono::NaiveDate;
use journal::Role;
use std::collections::VecDeque;
use std::time::Duration;

/// So many days of a reporting period are looked at for the next one with lessons.
const DAYS: usize = 7;
/// The shortest rest before a page, also after something was entered.
const REST: Duration = Duration::from_secs(1);

/// What is to be fetched ahead.
#[derive(Debug, Default)]
pub(super) struct Ahead {
    pages: VecDeque<PageKey>,
    /// No page is asked for before.
    rests_until: Duration,
}

impl Ahead {
    /// The first page that `may_be_asked` for, and when.
    pub fn next(&self, may_be_asked: impl Fn(PageKey) -> bool) -> Option<(PageKey, Duration)> {
        let mut pages = self.pages.iter().copied();
        Some((pages.find(|page| may_be_asked(*page))?, self.rests_until))
    }

    /// Whether it is fetched ahead.
    pub fn contains(&self, page: PageKey) -> bool {
        self.pages.contains(&page)
    }

    /// It need not be fetched ahead any more.
    pub fn remove(&mut self, page: PageKey) {
        self.pages.retain(|other| *other != page);
    }
}

impl Progress {
    /// Asks for nothing ahead for a moment.
    pub fn rest(&mut self) {
        self.ahead.rests_until = self.now() + REST + backoff(2, self.rng());
    }

    fn want_ahead(&mut self, page: PageKey) {
        if !self.fresh.contains(&page) && !self.ahead.contains(page) {
            self.ahead.pages.push_back(page);
        }
    }
}

impl Engine {
    /// Today's list has come.
    pub(super) fn look_ahead(&mut self, today: NaiveDate) -> Result<(), StoreError> {
        let teaches = |me: &journal::view::Me| me.roles.has(Role::Teacher);
        if !self.store.me()?.as_ref().is_some_and(teaches) {
            return Ok(());
        }
        self.progress.rest();
        for journal in self.store.journals_of(today)? {
            self.want_ahead(PageKey::Journal(journal, None))?;
        }
        self.look_for_next_day()
    }

    /// The list of a day ahead has come: its lessons, or the day after it.
    pub(super) fn look_for_next_day(&mut self) -> Result<(), StoreError> {
        for day in self.days_ahead()? {
            let list = PageKey::Today(day);
            if !self.progress.fresh.contains(&list) {
                self.progress.want_ahead(list);
                return Ok(());
            }
            let lessons = self.store.lessons_of(day)?;
            if !lessons.is_empty() {
                for lesson in lessons {
                    self.want_ahead(PageKey::Lesson(lesson))?;
                }
                return Ok(());
            }
        }
        Ok(())
    }

    /// Wants a page that the feed keeps true, if it was not fetched today.
    fn want_ahead(&mut self, page: PageKey) -> Result<(), StoreError> {
        let fetched = self.store.true_since(page)?;
        let fetched = fetched.map(|at| self.progress.time.local(at).date());
        if fetched != Some(self.today()) {
            self.progress.want_ahead(page);
        }
        Ok(())
    }

    /// The next days on which there may be lessons: those of reporting periods.
    fn days_ahead(&self) -> Result<Vec<NaiveDate>, StoreError> {
        let Some(rules) = self.store.rules()? else {
            return Ok(Vec::new());
        };
        let in_period = |day: &NaiveDate| {
            let mut periods = rules.periods.iter();
            periods.any(|period| (period.starts..=period.ends).contains(day))
        };
        let last = rules.periods.iter().map(|period| period.ends).max();
        let days = self.today().iter_days().skip(1);
        let days = days.take_while(|day| last.is_some_and(|last| *day <= last));
        Ok(days.filter(in_period).take(DAYS).collect())
    }
}
