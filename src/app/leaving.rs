//! Leaving, by signing out or by ending the program: what was just entered goes to the server
//! first, if that answers at once.

use super::App;
use crate::action::Action;
use crate::desk::notice::Tone;
use crate::terminal::TerminalEvent;
use crate::tr;
use std::time::Duration;

/// So long the server is waited for.
const LONGEST: Duration = Duration::from_secs(2);

/// How a person leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    SignOut,
    Quit,
}

impl Way {
    fn action(self) -> Action {
        match self {
            Self::SignOut => Action::SignOut,
            Self::Quit => Action::Quit,
        }
    }

    fn of(action: Action) -> Option<Self> {
        let ways = [Self::SignOut, Self::Quit];
        ways.into_iter().find(|way| way.action() == action)
    }
}

/// A person who leaves as soon as everything is sent.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaving {
    way: Way,
    since: Duration,
}

impl App {
    /// Leaves at once if there is nothing to be sent or nobody to send it to, or if this is the
    /// second time of asking; else as soon as the server has answered for everything.
    pub(super) fn leave(&mut self, way: Way) {
        self.desk.close_entry();
        self.keep();
        let is_asked_again = self.leaving.is_some();
        let since = self.desk.monotonic();
        self.leaving = Some(Leaving { way, since });
        if is_asked_again {
            return self.leave_now();
        }
        if !self.leave_if_sent() {
            self.say_leaving(way);
        }
    }

    /// Answers whether whoever wanted to leave has left: nothing waits, or nobody will take it.
    pub(super) fn leave_if_sent(&mut self) -> bool {
        let link = &self.desk.link;
        let may_be_sent = link.pending > 0 && link.line.may_take();
        let leaves = self.leaving.is_some() && !may_be_sent;
        if leaves {
            self.leave_now();
        }
        leaves
    }

    /// In how long nobody waits for the server any more, if somebody does.
    pub fn leaves_in(&self) -> Option<Duration> {
        let since = self.leaving?.since;
        let waited = self.desk.monotonic().saturating_sub(since);
        Some(LONGEST.saturating_sub(waited))
    }

    /// Whoever waits for the server leaves without it.
    pub fn leave_now(&mut self) {
        let Some(leaving) = self.leaving.take() else {
            return;
        };
        match leaving.way {
            Way::SignOut => self.sign_out(),
            Way::Quit => self.requests.quit = true,
        }
    }

    /// What is typed while somebody leaves is entered nowhere: the second press leaves at once, Esc
    /// stays. Answers whether somebody leaves.
    pub(super) fn is_leaving(&mut self, event: &TerminalEvent) -> bool {
        let Some(Leaving { way, .. }) = self.leaving else {
            return false;
        };
        let action = match event {
            TerminalEvent::Key(key) => self.appearance.keymap.lookup(self.ui.context(), *key),
            TerminalEvent::Paste(_) => None,
            _ => return false,
        };
        if let Some(way) = action.and_then(Way::of) {
            self.leave(way);
        } else if action == Some(Action::Cancel) {
            self.leaving = None;
            self.desk.notice = None;
        } else {
            self.say_leaving(way);
            let texts = &self.appearance.texts;
            let text = format!("{} ", texts.get("leaving-ignores"));
            if let Some(notice) = &mut self.desk.notice {
                notice.text.insert_str(0, &text);
            }
        }
        true
    }

    fn say_leaving(&mut self, way: Way) {
        let key = self.key_for(way.action()).unwrap_or_default();
        let count = self.desk.link.pending;
        let text = tr!(self.appearance.texts, "leaving-sends", count, key).into_owned();
        self.say(Tone::Hint, &text);
    }
}
