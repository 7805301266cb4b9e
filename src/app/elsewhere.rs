//! What other windows of the account do: without a network no feed tells it.

use super::App;
use crate::app::account::Account;
use offline::Event;
use std::time::Duration;

/// How often it is looked whether another has written. What it wrote is painted before the next key,
/// so that nobody types over a cell that looks empty and is not.
const LOOKS: Duration = Duration::from_secs(1);

/// What is known of them.
#[derive(Debug, Default)]
pub(super) struct Elsewhere {
    /// When this was looked for, by the monotonic clock.
    looked_at: Duration,
    /// How often they have written: by the last answer, and as it is shown.
    wrote: Option<i64>,
    shown: Option<i64>,
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

    /// Shows what another window has written.
    pub fn look_elsewhere(&mut self) {
        self.elsewhere.looked_at = self.desk.monotonic();
        if self.ask_elsewhere() && self.leave_if_signed_out() {
            return;
        }
        let wrote = self.elsewhere.wrote;
        if self.elsewhere.shown != wrote {
            self.elsewhere.shown = wrote;
            let shown = self.asked.iter().copied().collect();
            self.synced(Event::PagesChanged(shown));
            self.read_today();
            self.unsettled = true;
        }
    }
}
