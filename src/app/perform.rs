//! Effects: what a key asks of the world outside.

use super::App;
use super::account::Account;
use super::leaving::Way;
use super::message::Message;
use crate::desk::notice::Tone;
use crate::effect::Effect;
use crate::tr;
use crate::ui::Ui;
use crate::ui::messages;
use crate::ui::route::Route;
use crate::ui::screen::password::Password;
use crate::ui::screen::sign_in::SignInScreen;
use offline::{Command, PageKey, PasswordError, SignInError};
use protocol::Code;
use secrecy::SecretString;

pub(super) fn perform(app: &mut App, effect: Effect) {
    match effect {
        Effect::CloseForm(draft) => {
            if let Some(draft) = draft {
                app.desk.drafts.set(draft, None);
            }
            app.with_ui(Ui::close_top);
        }
        Effect::Open(page) => {
            app.show_page(page);
            app.ask_for(page);
        }
        Effect::Undo(which) => app.undo(&which),
        Effect::Resolve { shown, resolution } => app.resolve(&shown, resolution),
        Effect::OpenSignIn => app.open_sign_in(),
        Effect::SignIn { login, password } => app.sign_in(&login, password),
        Effect::ChangePassword { old, new } => app.change_password(old, new),
        Effect::IssuePassword(person) => app.issue_password(person),
        Effect::EndSession(session) => app.end_session(*session),
        Effect::Breach(ask) => app.ask_of_breach(*ask),
        Effect::Amend { amend, dry_run } => app.amend(amend, dry_run),
        Effect::UndoAmended { of, undo, dry_run } => app.undo_amended(of, undo, dry_run),
        #[cfg(feature = "server")]
        Effect::ExportTable { kind, path } => app.export_table(kind, &path),
        #[cfg(feature = "server")]
        Effect::ImportTable(file) => app.import_table(&file),
        #[cfg(feature = "server")]
        Effect::WriteTable { wish, agreed } => app.write_table(*wish, agreed),
        #[cfg(feature = "server")]
        Effect::UndoTable => app.undo_table(),
        #[cfg(not(feature = "server"))]
        Effect::ExportTable { .. }
        | Effect::ImportTable(_)
        | Effect::WriteTable { .. }
        | Effect::UndoTable => {}
        Effect::SignOut => app.leave(Way::SignOut),
        Effect::Refresh => app.refresh(),
        Effect::KeepOrders => app.keep_orders(),
        Effect::Redraw => app.requests.repaint = true,
        Effect::Suspend => app.requests.suspend = true,
        Effect::Quit => app.leave(Way::Quit),
    }
}

impl App {
    pub(super) fn start_engine(&mut self) {
        let messages = self.messages.clone();
        if let Some(account) = &mut self.account {
            account.start_engine(&messages);
        }
    }

    /// Asks the server for a page; what is kept is on the screen meanwhile. The engine follows what
    /// was asked last, until [`App::watch`] says what is seen.
    pub(super) fn ask_for(&mut self, page: PageKey) {
        if let Some(account) = &self.account {
            account.tell(Command::Fetch(page));
            self.watched = Some(page);
        }
    }

    fn refresh(&mut self) {
        // The day may have changed since the list was asked for.
        let today = PageKey::Today(self.desk.local(self.desk.now()).date());
        self.read_page(today);
        self.desk.pages.failed.clear();
        let Some(account) = &self.account else { return };
        account.tell(Command::TryNow);
        self.asked
            .iter()
            .chain([&today])
            .for_each(|page| account.tell(Command::Fetch(*page)));
        self.watched = Some(today);
    }

    /// The form goes over the screen: what is beneath, and the queue, stay as they are.
    fn open_sign_in(&mut self) {
        if self.ui.sign_in().is_some() {
            return;
        }
        let login = self.account.as_ref().map_or("", Account::login);
        let server = self.accounts.server();
        let me = self.desk.me.as_ref();
        if me.is_some_and(|me| me.must_change_password) {
            return self.ui.open(Box::new(Password::demanded_later(None)));
        }
        self.ui.open(Box::new(SignInScreen::over(server, login)));
    }

    fn sign_in(&mut self, login: &str, password: SecretString) {
        self.left = None;
        if let Err(error) = self.open_account(&login.to_lowercase()) {
            self.store_failed(&error);
            self.sign_in_refused();
            return;
        }
        let Some(access) = self.account.as_ref().map(Account::access) else {
            return;
        };
        let typed = password.clone();
        let (login, messages) = (login.to_owned(), self.messages.clone());
        let task = tokio::task::spawn_local(async move {
            let outcome = access.sign_in(&login, password).await.map(|(me, _)| me);
            // Nobody is left to hear it only while the program ends.
            let _ = messages.send(Message::SignedIn(outcome));
        });
        self.signing_in = Some((task, typed));
    }

    pub(super) fn signed_in(&mut self, outcome: Result<journal::view::Me, SignInError>) {
        let typed = self.signing_in.take().map(|(_, typed)| typed);
        if self.account.is_none() {
            // They have signed out meanwhile.
            return;
        }
        let me = match outcome {
            Ok(me) => me,
            Err(error) => {
                let text = self.sign_in_words(&error);
                self.sign_in_refused();
                self.forget_stranger();
                return self.say_at_sign_in(Tone::Error, &text);
            }
        };
        let name = me.name.spoken();
        let must_change = me.must_change_password;
        self.desk.me = Some(me);
        self.start_engine();
        if must_change {
            self.desk.notice = None;
            if self.ui.close_sign_in() {
                return self.ui.open(Box::new(Password::demanded_later(typed)));
            }
            return self.ui.reset(Box::new(Password::demanded(typed)));
        }
        if let Some(account) = &self.account {
            account.tell(Command::SignedIn);
        }
        self.remember_login();
        let went_on = self.ui.close_sign_in();
        self.read_today();
        self.show_first_screen_unless(went_on);
        let text = tr!(self.appearance.texts, "welcome", name).into_owned();
        self.greet(&text);
    }

    /// Whoever has gone somewhere stays there; whoever has not comes to the running lesson.
    fn show_first_screen_unless(&mut self, went_on: bool) {
        if !went_on || self.ui.is_at_the_bottom() {
            self.show_first_screen();
        }
    }

    /// A login that nobody has signed in with leaves nothing behind: it may be a slip.
    fn forget_stranger(&mut self) {
        if let Some(account) = self.account.take_if(|account| account.is_stranger()) {
            let login = account.login().to_owned();
            drop(account);
            self.accounts.forget(&login);
        }
    }

    fn sign_in_refused(&mut self) {
        if let Some(screen) = self.ui.sign_in() {
            screen.refused();
        }
    }

    fn sign_in_words(&self, error: &SignInError) -> String {
        let texts = &self.appearance.texts;
        let key = match error {
            SignInError::WrongPassword => "server-wrong-password",
            SignInError::Locked { until: Some(until) } => {
                /// From here on a time of day tells more than a count of seconds.
                const SOON: i64 = 120;
                let left = until.since(self.desk.now()).num_seconds() + 1;
                if let Ok(left @ 1..) = u64::try_from(left.min(SOON))
                    && left < SOON.unsigned_abs()
                {
                    let span = crate::i18n::spans::span(texts, left);
                    return tr!(texts, "server-account-locked-for", span).into_owned();
                }
                if left < 1 {
                    // One of the two clocks is wrong: the time would be a riddle.
                    return texts.get("server-account-locked").into_owned();
                }
                let at = crate::ui::messages::moment(*until, &self.desk);
                return tr!(texts, "server-account-locked-until", at = at).into_owned();
            }
            SignInError::Locked { until: None } => "server-account-locked",
            SignInError::Offline(_) if self.desk.link.pending > 0 => "server-unreachable",
            SignInError::Offline(_) => "server-no-answer",
            SignInError::OtherServer { .. } => "server-other",
            SignInError::WhichSchool { schools } => {
                let known: Vec<String> = schools
                    .iter()
                    .map(|known| {
                        tr!(
                            texts,
                            "server-school",
                            number = known.school.0.to_string(),
                            title = known.title.as_str()
                        )
                        .into_owned()
                    })
                    .collect();
                return tr!(texts, "server-which-school", known = known.join(", ")).into_owned();
            }
            SignInError::OtherPerson { .. } => "server-other-person",
            SignInError::Version => "server-version-mismatch",
            SignInError::Busy => "server-busy",
            SignInError::NotUnderstood(_) => "server-not-ours",
            SignInError::Refused(code) => return self.code_words(*code),
            SignInError::Store(error) => messages::fault_key(error.fault),
        };
        tracing::info!(%error, "nobody was signed in");
        texts.get(key).into_owned()
    }

    fn code_words(&self, code: Code) -> String {
        self.appearance
            .texts
            .get(&format!("server-{}", code.word()))
            .into_owned()
    }

    fn change_password(&mut self, old: SecretString, new: SecretString) {
        let Some(access) = self.account.as_ref().map(Account::access) else {
            return;
        };
        let messages = self.messages.clone();
        tokio::task::spawn_local(async move {
            let outcome = access.change_password(old, new).await;
            let _ = messages.send(Message::PasswordChanged(outcome));
        });
    }

    pub(super) fn password_changed(&mut self, outcome: Result<(), PasswordError>) {
        match outcome {
            Ok(()) => {
                if let Some(me) = &mut self.desk.me {
                    me.must_change_password = false;
                }
                if let Some(account) = &self.account {
                    account.tell(Command::SignedIn);
                }
                self.remember_login();
                if self.ui.sign_in().is_some() {
                    let went_on = self.ui.close_sign_in();
                    self.show_first_screen_unless(went_on);
                } else {
                    self.ui.leave(&Route::Password);
                }
                let text = self.appearance.texts.get("password-changed").into_owned();
                self.greet(&text);
            }
            Err(error) => {
                if let PasswordError::Other(SignInError::Offline(_)) = error {
                    self.unreached();
                }
                let text = match &error {
                    PasswordError::WrongPassword => {
                        self.appearance.texts.get("wrong-old-password").into_owned()
                    }
                    PasswordError::Weak => self.code_words(Code::WeakPassword),
                    PasswordError::SessionExpired => self.code_words(Code::SessionExpired),
                    PasswordError::Other(error) => self.sign_in_words(error),
                };
                if let Some(screen) = self.ui.at(&Route::Password) {
                    screen.refused();
                }
                let wrong = matches!(error, PasswordError::WrongPassword);
                if wrong && self.ui.sign_in().is_some() {
                    self.ask_for_start_password();
                }
                self.say(Tone::Error, &text);
            }
        }
    }

    /// The password that was known is no longer right: somebody has reset it.
    fn ask_for_start_password(&mut self) {
        let screen = if self.ui.close_sign_in() {
            Password::demanded_later(None)
        } else {
            Password::demanded(None)
        };
        self.ui.open(Box::new(screen));
    }

    fn remember_login(&self) {
        if let Some(account) = &self.account {
            self.accounts.remember_login(account.login());
        }
    }
}
