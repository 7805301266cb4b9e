//! What other windows of the account do: without a network no feed tells it.

use super::App;
use crate::app::account::Account;
use crate::app::message::Message;
use offline::{Event, PageKey};
use std::collections::BTreeSet;
use std::time::Duration;

/// How often it is looked whether another has written. What it wrote is painted before the next key,
/// so that nobody types over a cell that looks empty and is not.
const LOOKS: Duration = Duration::from_secs(1);

/// What is known of them.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    /// When this was looked for, by the monotonic clock.
    looked_at: Duration,
    /// How often they have written, by the last answer. A key that asks whether whoever sits here has
    /// signed out there takes that answer, which is not given twice: it is kept for the next look.
    wrote: Option<i64>,
    /// As far as it is shown.
    shown: Option<i64>,
    /// Some of it could not be read.
    is_unread: bool,
}

impl Elsewhere {
    /// Of an account that has just been opened.
    pub(super) fn of(account: &Account) -> Self {
        let wrote = account.store().others_wrote().ok();
        Self {
            wrote,
            shown: wrote,
            ..Self::default()
        }
    }

    /// The memory has failed: what was to be shown of it may not be.
    pub(super) fn missed(&mut self) {
        self.is_unread = true;
    }
}

impl App {
    /// Asks, if there may be something new; answers whether whoever sits here has signed out there.
    pub(super) fn ask_elsewhere(&mut self) -> bool {
        let at_work = self.account.as_ref().filter(|account| account.is_at_work());
        let Some(Ok(Some(answer))) = at_work.map(|account| account.store().other_windows()) else {
            return false;
        };
        self.elsewhere.wrote = Some(answer.wrote);
        answer.is_signed_out
    }

    /// In how long other windows are to be looked at again; none: nobody is at work here.
    pub fn looks_elsewhere_in(&self) -> Option<Duration> {
        self.account
            .as_ref()
            .filter(|account| account.is_at_work())?;
        let next = self.elsewhere.looked_at + LOOKS;
        Some(next.saturating_sub(self.desk.monotonic()))
    }

    /// Takes over what another window has written; answers whether there is anything to paint.
    pub fn look_elsewhere(&mut self) -> bool {
        self.elsewhere.looked_at = self.desk.monotonic();
        if self.ask_elsewhere() && self.leave_if_signed_out() {
            return true;
        }
        let wrote = self.elsewhere.wrote;
        if self.elsewhere.shown == wrote {
            return false;
        }
        self.elsewhere.is_unread = false;
        let today = PageKey::Today(self.desk.local(self.desk.now()).date());
        let asked = self.asked.iter().copied();
        let shown: BTreeSet<PageKey> = asked.chain([today]).collect();
        // As of pages from the feed: what was typed ahead for one of them is entered.
        self.handle(Message::Sync(Event::PagesChanged(shown)));
        // What could not be read is read at the next look.
        if !self.elsewhere.is_unread {
            self.elsewhere.shown = wrote;
        }
        true
    }
}
