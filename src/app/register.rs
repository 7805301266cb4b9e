//! Amendments of the register: only the server takes them, and whoever sends one waits for it.

use super::App;
use super::account::Account;
use super::message::Message;
use crate::ui::Keys;
use crate::ui::layer::{Answered, Cx};
use journal::GestureId;
use offline::{Event, Failure};
use protocol::{Amend, Code, UndoGesture};

impl App {
    pub(super) fn amend(&self, amend: Amend, dry_run: bool) {
        let Some(access) = self.account.as_ref().map(Account::access) else {
            return;
        };
        let messages = self.messages.clone();
        tokio::task::spawn_local(async move {
            // What is entered in one form is one: none of it stands without the rest. What is written
            // so, a single record too, can be taken back.
            let is_one = amend.amendments.len() == 1;
            let answer = if is_one && dry_run {
                access.amend(amend, dry_run).await
            } else {
                match access.amend_whole(amend.clone(), dry_run).await {
                    // A single record does not wait for another's table.
                    Err(failure) if is_one && failure.code() == Some(Code::GestureUnderWay) => {
                        access.amend(amend, dry_run).await
                    }
                    answer => answer,
                }
            };
            let _ = messages.send(Message::Amended(answer));
        });
    }

    pub(super) fn undo_amended(&self, of: GestureId, undo: UndoGesture, dry_run: bool) {
        let Some(access) = self.account.as_ref().map(Account::access) else {
            return;
        };
        let messages = self.messages.clone();
        tokio::task::spawn_local(async move {
            let answer = access.undo_whole(of, undo, dry_run).await;
            let _ = messages.send(Message::Amended(answer));
        });
    }

    /// Whoever has left the form meanwhile finds the record in its list.
    pub(super) fn amended(&mut self, answer: &Answered) {
        match answer {
            Err(Failure::Unreachable(_)) => self.unreached(),
            // The server says it here before the feed does: signing in is offered at once.
            Err(failure) => match failure.code() {
                Some(Code::SessionExpired) => self.session_ended(&Event::SessionExpired),
                Some(Code::MustChangePassword) => self.session_ended(&Event::MustChangePassword),
                _ => {}
            },
            Ok(_) => {}
        }
        let mut effects = Vec::new();
        let keys = Keys {
            keymap: &self.appearance.keymap,
            glyphs: self.appearance.glyphs,
        };
        let mut cx = Cx {
            desk: &mut self.desk,
            texts: &self.appearance.texts,
            effects: &mut effects,
        };
        self.ui.amended(answer, keys, &mut cx);
        effects.into_iter().for_each(|effect| self.perform(effect));
        self.keep();
    }
}
