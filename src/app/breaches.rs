//! Sign-in data that got known: reported, and what was written under them decided; asked of the server.

use super::App;
use super::account::Account;
use super::message::Message;
use crate::desk::notice::Tone;
use crate::tr;
use crate::ui::popup::ask::Ask;
use journal::view::VoidTotals;
use offline::{BreachAnswer, BreachAsk, Failure, ListKey, PageKey};

impl App {
    pub(super) fn ask_of_breach(&mut self, ask: BreachAsk) {
        let Some(access) = self.account.as_ref().map(Account::access) else {
            return;
        };
        let words = self.appearance.texts.get("breach-asking").into_owned();
        self.say(Tone::Hint, &words);
        let messages = self.messages.clone();
        tokio::task::spawn_local(async move {
            let answer = access.breach(ask.clone()).await;
            let _ = messages.send(Message::Breach(Box::new(ask), answer));
        });
    }

    pub(super) fn breach_answered(
        &mut self,
        asked: &BreachAsk,
        answer: Result<BreachAnswer, Failure>,
    ) {
        if self.desk.me.is_none() {
            return;
        }
        let texts = &self.appearance.texts;
        match (asked, answer) {
            (_, Err(failure)) => self.say_failed(failure),
            // The session is gone, and with it the way to any page.
            (BreachAsk::Report(report), Ok(_)) if report.person.is_none() => {
                let words = texts.get("breach-reported-own").into_owned();
                self.desk.notice = None;
                self.ui
                    .open(Box::new(Ask::tell("title-report-breach", words)));
            }
            (BreachAsk::Since(..), Ok(_)) => self.ask_for(PageKey::List(ListKey::Breaches)),
            (BreachAsk::Report(_), Ok(_)) => {
                let words = texts.get("breach-reported").into_owned();
                self.say(Tone::Done, &words);
                self.ask_for(PageKey::List(ListKey::Accounts));
                self.ask_for(PageKey::List(ListKey::Breaches));
            }
            (BreachAsk::Confirm(breach, _), Ok(_)) => {
                let words = texts.get("breach-confirmed").into_owned();
                self.say(Tone::Done, &words);
                self.ask_for(PageKey::List(ListKey::Breach(*breach)));
            }
            (BreachAsk::Void(breach, _), Ok(answer)) => {
                let totals = match answer {
                    BreachAnswer::Voided(totals) => totals,
                    _ => VoidTotals::default(),
                };
                let VoidTotals {
                    voided,
                    restored,
                    overwritten,
                    stay,
                } = totals;
                let words = tr!(texts, "breach-voided", voided, restored, overwritten, stay);
                let words = words.into_owned();
                self.say(Tone::Done, &words);
                self.ask_for(PageKey::List(ListKey::Breach(*breach)));
            }
        }
    }
}
