//! A new start password for somebody who forgot theirs: asked of the server, shown once.

use super::App;
use super::account::Account;
use super::message::Message;
use crate::desk::notice::Tone;
use crate::tr;
use crate::ui::messages;
use crate::ui::popup::ask::Ask;
use journal::PersonId;
use offline::{Failure, ListKey, ListPage, PageKey};
use protocol::IssuedPassword;

impl App {
    pub(super) fn issue_password(&mut self, person: PersonId) {
        let Some(access) = self.account.as_ref().map(Account::access) else {
            return;
        };
        let name = self.name_of_account(person);
        let words = self.appearance.texts.get("issue-asking").into_owned();
        self.say(Tone::Hint, &words);
        let messages = self.messages.clone();
        tokio::task::spawn_local(async move {
            let issued = access.issue_password(person).await;
            let _ = messages.send(Message::PasswordIssued(name, issued));
        });
    }

    fn name_of_account(&self, person: PersonId) -> String {
        let list = self.desk.pages.lists.get(&ListKey::Accounts);
        let Some(ListPage::Accounts(page)) = list else {
            return String::new();
        };
        let row = page.accounts.iter().find(|row| row.person == person);
        row.map(|row| row.name.to_string()).unwrap_or_default()
    }

    /// The window is the only place where the password is: it waits to be dictated, and nothing
    /// but its own keys takes it away.
    pub(super) fn password_issued(&mut self, name: &str, issued: Result<IssuedPassword, Failure>) {
        if self.desk.me.is_none() {
            return;
        }
        let texts = &self.appearance.texts;
        match issued {
            Ok(IssuedPassword {
                login, password, ..
            }) => {
                let words = tr!(texts, "issued", name, login, password).into_owned();
                self.desk.notice = None;
                self.ui.open(Box::new(
                    Ask::tell("title-issued", words).closed_by_escape("issued-keys"),
                ));
                self.ask_for(PageKey::List(ListKey::Accounts));
            }
            Err(failure) => self.say_failed(failure),
        }
    }

    /// Why something that was asked of the server was not done.
    pub(super) fn say_failed(&mut self, failure: Failure) {
        let texts = &self.appearance.texts;
        let words = match failure {
            Failure::Problem(problem) => messages::problem(&problem, &self.desk, texts),
            Failure::Unreachable(_) => {
                self.unreached();
                texts.get("server-no-answer").into_owned()
            }
            Failure::NotUnderstood(_) => texts.get("server-not-ours").into_owned(),
            Failure::Store(error) => return self.store_failed(&error),
        };
        self.say(Tone::Error, &words);
    }
}
