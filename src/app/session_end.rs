//! The end of a session somewhere else: asked of the server, and the list is read anew.

use super::App;
use super::account::Account;
use super::message::Message;
use crate::desk::notice::Tone;
use crate::tr;
use journal::view::SessionRow;
use offline::{Failure, ListKey, PageKey};

impl App {
    pub(super) fn end_session(&mut self, session: SessionRow) {
        let Some(access) = self.account.as_ref().map(Account::access) else {
            return;
        };
        let words = self.appearance.texts.get("end-session-asking").into_owned();
        self.say(Tone::Hint, &words);
        let messages = self.messages.clone();
        tokio::task::spawn_local(async move {
            let ended = access.end_session(session.clone()).await;
            let _ = messages.send(Message::SessionEnded(Box::new(session), ended));
        });
    }

    pub(super) fn session_end_answered(
        &mut self,
        session: &SessionRow,
        ended: Result<(), Failure>,
    ) {
        if self.desk.me.is_none() {
            return;
        }
        match ended {
            Ok(()) => {
                let (name, device) = (session.name.initialed(), session.device.as_str());
                let words =
                    tr!(self.appearance.texts, "end-session-done", name, device).into_owned();
                self.say(Tone::Done, &words);
                self.ask_for(PageKey::List(ListKey::Sessions));
            }
            Err(failure) => self.say_failed(failure),
        }
    }
}
