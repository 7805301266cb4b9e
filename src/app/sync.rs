//! What the engine says, taken over to the desk.

use super::App;
use crate::action::Action;
use crate::desk::link::Line;
use crate::desk::notice::{Notice, Tone};
use crate::i18n::dates;
use crate::tr;
use crate::ui::availability;
use crate::ui::layer::Layer;
use crate::ui::messages;
use crate::ui::recording;
use crate::ui::route::Route;
use journal::{Member, PeriodId, SheetId};
use offline::{Command, Connectivity, Event, Failure, ListKey, PageKey, Store};
use protocol::Code;
use std::collections::BTreeSet;

impl App {
    pub(super) fn synced(&mut self, event: Event) {
        // A page read again must hold what was entered a moment ago.
        self.keep();
        match event {
            Event::Connectivity(connectivity) => self.connectivity(connectivity),
            Event::PagesChanged(pages) => {
                // Another window of this account may have sent what waited here. What was not taken is
                // no word that another has replaced.
                if self.sees_queue {
                    self.read_queue();
                } else {
                    self.read_counts();
                }
                pages.into_iter().for_each(|page| self.refresh_page(page));
                self.say_undoable_again();
            }
            Event::IdentityChanged => self.read_identity(),
            Event::Settled {
                late, pending, at, ..
            } => {
                self.desk.link.pending = pending;
                self.desk.link.settled_at = Some(at);
                self.desk.link.waits_until = None;
                if self.sees_queue {
                    self.read_queue();
                }
                // A warning that stands has said it of the entry just made.
                let is_told = |notice: &Notice| notice.tone == Tone::Warning;
                if late > 0 && !self.desk.notice.as_ref().is_some_and(is_told) {
                    let text = tr!(self.appearance.texts, "settled-late", count = late);
                    messages::also(Tone::Warning, &text, &mut self.desk);
                }
            }
            Event::Trouble { new, open } => {
                self.desk.link.troubles = open;
                self.read_queue();
                if new > 0 {
                    let newest = self.desk.queue.troubles.last();
                    let words =
                        |newest| messages::trouble(newest, &self.desk, &self.appearance.texts);
                    let text = newest.map(words).unwrap_or_default();
                    self.say(Tone::Error, &text);
                }
            }
            Event::Waits { until } => {
                let is_told = self.desk.link.waits_until.replace(until).is_some();
                if !is_told {
                    let until = dates::time(self.desk.local(until).time());
                    let text = tr!(self.appearance.texts, "push-waits", until);
                    let text = text.into_owned();
                    self.say(Tone::Warning, &text);
                }
            }
            Event::Kept(kept) => self.say_kept(&kept),
            Event::SessionExpired | Event::MustChangePassword => self.session_ended(&event),
            Event::ClockOff { seconds } => {
                self.desk.link.clock_off = (seconds != 0).then_some(seconds);
            }
            Event::LostByServer { .. } => {
                let text = self.appearance.texts.get("lost-by-server").into_owned();
                self.say(Tone::Error, &text);
            }
            Event::Stuck { sheet } => self.stuck(sheet),
            Event::FetchFailed { page, why } => self.fetch_failed(page, &why),
            Event::StoreFailed(error) => self.store_failed(&error),
        }
        self.leave_if_sent();
    }

    fn connectivity(&mut self, connectivity: Connectivity) {
        self.desk.link.line = match connectivity {
            Connectivity::Online { at } => {
                if self.desk.link.pending == 0 {
                    self.desk.link.settled_at = Some(at);
                }
                Line::Online
            }
            Connectivity::Busy { .. } => Line::Busy,
            Connectivity::CannotWrite { .. } => Line::CannotWrite,
            Connectivity::Doubtful => Line::Connecting,
            Connectivity::Offline { .. } => Line::Offline,
            Connectivity::Unauthorised if self.leave_if_signed_out() => return,
            Connectivity::Unauthorised => Line::SignedOut,
            Connectivity::OtherServer => Line::OtherServer,
            Connectivity::VersionMismatch => Line::OtherVersion,
        };
        self.forget_hopeless();
    }

    /// Says so, and nothing else: whoever types into cells at this moment goes on typing into
    /// cells. The form of signing in opens by its key.
    pub(super) fn session_ended(&mut self, event: &Event) {
        self.desk.link.line = Line::SignedOut;
        let must_change = *event == Event::MustChangePassword;
        if let Some(me) = &mut self.desk.me {
            me.must_change_password = must_change;
        }
        if self.ui.sign_in().is_some() {
            return;
        }
        let words = if must_change {
            "session-must-change"
        } else {
            "session-ended"
        };
        let key = self.key_for(Action::SignIn);
        let key = key.unwrap_or_else(|| "none".to_owned());
        let text = tr!(self.appearance.texts, words, key = key).into_owned();
        self.say(Tone::Warning, &text);
        self.forget_hopeless();
    }

    /// What was typed ahead is not entered some other time, when nobody thinks of it any more.
    fn forget_hopeless(&mut self) {
        if !self.desk.link.line.may_answer() {
            self.ui.forget_ahead(&mut self.desk, &self.appearance.texts);
        }
    }

    /// The server fails at what was written in a sheet.
    fn stuck(&mut self, sheet: SheetId) {
        let store = self.account.as_ref().map(super::Account::store);
        let texts = &self.appearance.texts;
        let text = match store.and_then(|store| subject_of(store, sheet)) {
            Some((subject, group)) => tr!(texts, "push-stuck", subject, group),
            None => texts.get("push-stuck-somewhere"),
        };
        let text = text.into_owned();
        self.say(Tone::Warning, &text);
    }

    fn fetch_failed(&mut self, page: PageKey, why: &Failure) {
        self.desk.pages.failed.insert(page);
        if let (PageKey::List(list), Failure::Problem(problem)) = (page, why)
            && problem.code == Code::Forbidden
        {
            self.forget_list(list);
        }
        let texts = &self.appearance.texts;
        let text = match why {
            // The status line says that there is no network.
            Failure::Unreachable(_) => return,
            Failure::Problem(problem) if problem.code == Code::Forbidden => {
                let withheld = availability::withheld_page(page, &self.desk, texts);
                withheld.unwrap_or_else(|| messages::problem(problem, &self.desk, texts))
            }
            Failure::Problem(problem) => messages::problem(problem, &self.desk, texts),
            Failure::NotUnderstood(_) => texts.get("server-not-ours").into_owned(),
            Failure::Store(error) => texts.get(messages::fault_key(error.fault)).into_owned(),
        };
        let text = tr!(texts, "fetch-failed", why = text).into_owned();
        self.say(Tone::Warning, &text);
        if self.ui.awaited(&self.desk) == Some(page) {
            self.ui.forget_ahead(&mut self.desk, &self.appearance.texts);
        }
    }

    /// A list that a role gave which is no more: what is known of it is nobody's to see here.
    fn forget_list(&mut self, list: ListKey) {
        self.desk.pages.lists.remove(&list);
        let store = self.account.as_ref().map(super::Account::store);
        let forgotten = store.map(|store| store.forget_page(PageKey::List(list)));
        if let Some(Err(error)) = forgotten {
            self.store_failed(&error);
        }
    }

    /// A page has changed in the store: read again if it was asked for.
    fn refresh_page(&mut self, page: PageKey) {
        // Of the days only this one: the next is fetched ahead for a morning without a network.
        let today = page == PageKey::Today(self.desk.local(self.desk.now()).date());
        if today || self.asked.contains(&page) {
            self.read_and_tell(page);
        }
        // The page of the period of now is also that of a period by its name.
        if let PageKey::Journal(journal, None) = page {
            let asked = self.asked.iter().copied();
            let by_name: Vec<PageKey> = asked
                .filter(|asked| matches!(asked, PageKey::Journal(of, Some(_)) if *of == journal))
                .collect();
            by_name
                .into_iter()
                .for_each(|page| self.read_and_tell(page));
        }
        if today && self.awaits_first_lesson {
            self.open_running_lesson();
        }
    }

    fn read_and_tell(&mut self, page: PageKey) {
        let before = self.desk.pages.listed(page);
        self.read_page(page);
        self.tell_of_list(page, before);
    }

    /// Says who has come into the list on the screen, and who is in it no more: the numbers in it
    /// are others now. The list of another period is another one.
    fn tell_of_list(&mut self, page: PageKey, (period, before): (Option<PeriodId>, Vec<Member>)) {
        let (now, after) = self.desk.pages.listed(page);
        let is_another = period != now || before.is_empty() || after.is_empty();
        if self.watched != Some(page) || is_another {
            return;
        }
        if let Some(text) = messages::list_changed(&before, &after, &self.appearance.texts) {
            messages::also(Tone::Warning, &text, &mut self.desk);
        }
    }

    /// What is on the screen is fresh, also what one has come back to: the queue is read, the
    /// engine keeps the rest.
    pub(super) fn watch(&mut self) {
        let sees_queue = self.ui.is_seen(&Route::Queue);
        if sees_queue && !self.sees_queue {
            self.read_queue();
            self.unsettled = true;
        }
        self.sees_queue = sees_queue;
        let Some(page) = self.ui.top().and_then(Layer::page) else {
            return;
        };
        if self.watched.replace(page) != Some(page)
            && let Some(account) = &self.account
        {
            account.tell(Command::Watch(page));
        }
    }

    /// What was asked beside the engine did not reach the server: the status says so at once.
    pub(super) fn unreached(&self) {
        if let Some(account) = &self.account {
            account.tell(Command::Unreached);
        }
    }

    /// A person opens a page: what is kept of it is shown, and what comes of it later too. Of a
    /// journal one period is shown at a time.
    pub(super) fn show_page(&mut self, page: PageKey) {
        if let PageKey::Journal(journal, _) = page {
            self.asked
                .retain(|other| !matches!(other, PageKey::Journal(id, _) if *id == journal));
        }
        self.desk.pages.failed.remove(&page);
        self.keep_fresh(page);
    }

    /// What is kept of a page is shown, and what comes of it later too.
    pub(super) fn keep_fresh(&mut self, page: PageKey) {
        self.asked.insert(page);
        self.read_page(page);
    }

    /// Reads a page from the store to the desk, with our own changes on top.
    pub(super) fn read_page(&mut self, page: PageKey) {
        let Some(account) = &self.account else { return };
        let store = account.store();
        let pages = &mut self.desk.pages;
        let read = match page {
            PageKey::Today(date) => store.today(date).map(|cached| {
                if let Some(cached) = cached {
                    pages.today = Some(cached.page);
                }
            }),
            PageKey::Lesson(lesson) => store.lesson(lesson).map(|cached| {
                if let Some(cached) = cached {
                    pages.show_lesson(lesson, cached);
                }
            }),
            PageKey::Journal(journal, period) => store.journal(journal, period).map(|cached| {
                if let Some(cached) = cached {
                    pages.show_journal(journal, cached);
                }
            }),
            PageKey::Class(class, monday) => store.class_week(class, monday).map(|cached| {
                if let Some(cached) = cached {
                    pages.show_class((class, monday), cached);
                }
            }),
            PageKey::List(key) => store.list(key).map(|page| {
                if let Some(page) = page {
                    pages.show_list(key, page);
                }
            }),
        };
        if let Err(error) = read {
            self.store_failed(&error);
        }
        self.desk.drop_outlived_notice();
        recording::replaced_of_form(&mut self.desk, &self.appearance.texts);
    }

    pub(super) fn read_today(&mut self) {
        let today = self.desk.local(self.desk.now()).date();
        self.read_page(PageKey::Today(today));
    }

    fn read_identity(&mut self) {
        let Some(account) = &self.account else { return };
        match account.store().identity() {
            Ok(identity) => {
                self.desk.me = identity.me.or(self.desk.me.take());
                if let Some(rules) = identity.rules {
                    self.desk.take_rules(rules);
                }
            }
            Err(error) => self.store_failed(&error),
        }
        if self.awaits_first_lesson {
            self.open_running_lesson();
        }
    }

    /// Reads how many changes are on their way and which are in trouble.
    pub(super) fn read_counts(&mut self) {
        let Some(account) = &self.account else { return };
        let store = account.store();
        match store
            .pending_count()
            .and_then(|pending| Ok((pending, store.troubles()?)))
        {
            Ok((pending, troubles)) => {
                self.desk.link.pending = pending;
                self.desk.link.troubles = troubles.len();
                self.desk.queue.troubles = troubles;
                self.desk.queue.may_lack = store.damaged_log().is_some();
            }
            Err(error) => self.store_failed(&error),
        }
    }

    /// Reads what is not settled, for the screen of it.
    pub(super) fn read_queue(&mut self) {
        self.read_counts();
        let Some(account) = &self.account else { return };
        match account.store().queue() {
            Ok(queue) => {
                self.desk.queue.pending = queue.into_iter().map(|queued| queued.change).collect();
            }
            Err(error) => self.store_failed(&error),
        }
        self.read_pages_of_queue();
    }

    /// The pages that say whose the cells of the queue are: whoever has just signed in has opened
    /// none of them. They are kept fresh as others are, for entry goes by them. A journal that is open,
    /// or was asked for, stays at its period.
    fn read_pages_of_queue(&mut self) {
        let queue = &self.desk.queue;
        let troubled = queue.troubles.iter().map(|trouble| trouble.change.sheet);
        let pending = queue.pending.iter().map(|change| change.sheet);
        let sheets: BTreeSet<SheetId> = troubled.chain(pending).collect();
        for sheet in sheets {
            let (page, is_here) = match sheet {
                SheetId::Lesson(lesson) => (
                    PageKey::Lesson(lesson),
                    self.desk.pages.lessons.contains_key(&lesson),
                ),
                SheetId::Term { journal, period } => {
                    let is_of =
                        |page: &PageKey| matches!(page, PageKey::Journal(of, _) if *of == journal);
                    let page = PageKey::Journal(journal, Some(period));
                    (page, self.asked.iter().any(is_of))
                }
            };
            if !is_here {
                self.keep_fresh(page);
            }
        }
    }
}

/// The subject and the group of a sheet, from the pages that are kept.
fn subject_of(store: &Store, sheet: SheetId) -> Option<(String, String)> {
    if let SheetId::Term { journal, period } = sheet {
        let page = store.journal(journal, Some(period)).ok()??.page;
        return Some((page.subject, page.group));
    }
    let page = store.lesson(sheet.lesson()?).ok()??.page;
    Some((page.subject, page.group))
}
