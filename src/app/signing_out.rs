//! Signing out: here at once, at the server when it can be reached.

use super::App;
use super::account::Account;
use super::message::Message;
use crate::desk::link::Line;
use crate::desk::notice::Tone;
use crate::tr;
use crate::ui::screen::sign_in::SignInScreen;
use journal::ServerId;
use offline::Command;
use std::time::Duration;

/// After a try that failed the server is asked again; the wait doubles up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(5);
const LONGEST_WAIT: Duration = Duration::from_mins(5);

impl App {
    /// The session is forgotten and the desk is empty before anything else is done. The server
    /// hears of it when it can, also if the disk keeps the session.
    pub(super) fn sign_out(&mut self) {
        let Some(account) = &self.account else { return };
        // An answer that is still to come would open the session again.
        if let Some((signing_in, _)) = self.signing_in.take() {
            signing_in.abort();
        }
        account.tell(Command::SignOut);
        let signed_out = account.access().sign_out();
        if let Err(error) = &signed_out {
            tracing::error!(%error, "the session is still kept here");
        }
        self.clear_desk(signed_out.is_err());
        self.say_signed_out();
        self.deliver_sign_outs();
    }

    /// As [`Self::leave_if_signed_out`] at every key, for a fraction of the time: the database is asked
    /// only after something was written to it. What it says of pages is kept for the next look.
    pub(super) fn leave_if_newly_signed_out(&mut self) -> bool {
        self.ask_elsewhere() && self.leave_if_signed_out()
    }

    /// Whoever sits here has signed out in another window of the account: this one is cleared as
    /// that was. Answers whether it is so.
    pub(super) fn leave_if_signed_out(&mut self) -> bool {
        let is_left = |account: &Account| {
            account.is_at_work() && matches!(account.store().is_signed_out(), Ok(true))
        };
        let Some(account) = self.account.as_ref().filter(|account| is_left(account)) else {
            return false;
        };
        // What was entered before is sent in its turn.
        if let Err(error) = account.store().close_entry() {
            tracing::warn!(%error, "an entry waits for its number");
        }
        if let Some((signing_in, _)) = self.signing_in.take() {
            signing_in.abort();
        }
        self.clear_desk(false);
        self.left = None;
        let text = self.appearance.texts.get("store-signed-out").into_owned();
        self.say_at_sign_in(Tone::Warning, &text);
        self.ui.take_nothing_unseen();
        self.deliver_sign_outs();
        true
    }

    /// The next person finds an empty desk; what is not sent stays in this account's outbox.
    fn clear_desk(&mut self, session_kept: bool) {
        let server = self
            .account
            .as_ref()
            .map(|account| account.store().server());
        self.left = Some(Left {
            pending: self.desk.link.pending,
            troubles: self.desk.link.troubles,
            server: server.and_then(Result::ok).flatten(),
            told: self.desk.link.line == Line::Online,
            session_kept,
        });
        self.ui.forget_ahead(&mut self.desk, &self.appearance.texts);
        if let Some(account) = &self.account {
            account.stop();
        }
        self.account = None;
        self.leaving = None;
        self.accounts.forget_login();
        self.desk.clear();
        self.asked.clear();
        let screen = SignInScreen::new(self.accounts.server(), "", self.guests.clone());
        self.ui.reset(Box::new(screen));
    }

    /// Says whether the server knows, as far as it is known here.
    fn say_signed_out(&mut self) {
        let Some(left) = self.left else { return };
        let texts = &self.appearance.texts;
        if left.session_kept {
            let text = texts.get("not-signed-out").into_owned();
            return self.say(Tone::Error, &text);
        }
        let Left {
            pending,
            told,
            troubles,
            ..
        } = left;
        let text = match (pending, told) {
            (0, true) => texts.get("signed-out").into_owned(),
            (0, false) => texts.get("signed-out-here").into_owned(),
            (count, true) => tr!(texts, "sign-out-pending", count).into_owned(),
            (count, false) => {
                let pending = tr!(texts, "sign-out-pending", count);
                format!("{} {pending}", texts.get("signed-out-here"))
            }
        };
        let untaken = (troubles > 0).then(|| tr!(texts, "sign-out-untaken", count = troubles));
        let text = untaken.map_or(text.clone(), |untaken| format!("{text} {untaken}"));
        self.say(Tone::Done, &text);
    }

    /// Tells the server of everybody who has signed out here without it, now or when it answers.
    pub(super) fn deliver_sign_outs(&mut self) {
        let sign_outs = self.accounts.sign_outs();
        if let Some(earlier) = self.delivery.take() {
            earlier.abort();
        }
        if sign_outs.is_empty() {
            return;
        }
        let Ok(transport) = self.accounts.transport() else {
            return;
        };
        let messages = self.messages.clone();
        let left = self.left.and_then(|left| left.server);
        self.delivery = Some(tokio::task::spawn_local(async move {
            let mut wait = FIRST_WAIT;
            loop {
                let delivered = sign_outs.deliver(&transport).await;
                if let Err(failure) = &delivered {
                    tracing::info!(%failure, "the server does not know of a sign-out yet");
                }
                let told = delivered.as_ref().is_ok_and(|by| knows(left, *by));
                // Nobody is left to hear it only while the program ends.
                let _ = messages.send(Message::SignOutsTold(told));
                if delivered.is_ok() {
                    return;
                }
                tokio::time::sleep(wait).await;
                wait = LONGEST_WAIT.min(wait * 2);
            }
        }));
    }

    /// What was said of the sign-out is made true, unless somebody has come or typed since.
    pub(super) fn sign_outs_told(&mut self, told: bool) {
        let is_said = self.desk.notice.is_some() && self.account.is_none();
        if let Some(left) = self
            .left
            .as_mut()
            .filter(|left| is_said && left.told != told)
        {
            left.told = told;
            self.say_signed_out();
        }
    }
}

/// Whether the server that was left knows of it, after those that are owed at its address were
/// told: there may be another by now.
fn knows(left: Option<ServerId>, told: Option<ServerId>) -> bool {
    // With nothing owed to anybody another window has told it.
    left.is_none() || told.is_none() || left == told
}

/// What the last person has left behind.
#[derive(Debug, Clone, Copy)]
pub(super) struct Left {
    /// Changes that have not reached the server.
    pending: usize,
    /// Letters in which something was not taken, which nobody has decided.
    troubles: usize,
    /// The server that knows the session, if it is known here.
    server: Option<ServerId>,
    /// The server knows of the sign-out, or will in a moment.
    told: bool,
    /// The disk has kept the session: the next start opens the journal without a password.
    session_kept: bool,
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn another_server_at_the_address_knows_of_no_sign_out() {
        let [left, another] = [1, 2].map(|id| Some(ServerId(Uuid::from_u128(id))));
        assert!(!knows(left, another));
        assert!(knows(left, left));
        assert!(knows(left, None), "nothing is owed any more");
        assert!(knows(None, another), "whoever answers is told");
    }
}
