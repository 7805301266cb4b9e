//! The client: one queue of messages, one loop, drawing only when the queue is empty.
//!
//! ```text
//! TerminalEvent → key (layout folded) → Action → desk and effects → Message → desk → paint
//! ```
//!
//! Nothing is awaited between a key and its paint. A gesture is durable in the outbox before the
//! frame that shows it: what was painted survives a `kill -9`.

pub mod account;
pub mod bell;
mod breaches;
mod conflicts;
mod elsewhere;
#[cfg(feature = "server")]
mod exporting;
#[cfg(feature = "server")]
pub mod importing;
mod issuing;
mod keeping;
mod leaving;
pub mod message;
pub mod perform;
mod register;
pub mod run;
mod session_end;
mod signing_out;
mod sync;
mod undoing;

use crate::action::Action;
use crate::app::account::{Account, Accounts};
use crate::app::elsewhere::Elsewhere;
use crate::app::leaving::Leaving;
use crate::app::message::Message;
use crate::app::signing_out::Left;
use crate::desk::Desk;
use crate::desk::drafts::Drafts;
use crate::desk::notice::{About, Notice, Tone};
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::input::keymap::Keymap;
use crate::terminal::{GlyphSet, TerminalEvent};
use crate::theme::Theme;
use crate::tr;
use crate::ui::Keys;
use crate::ui::Ui;
use crate::ui::ahead::Typed;
use crate::ui::entry::machine::STAYS_OPEN;
use crate::ui::layer::Cx;
use crate::ui::messages;
use crate::ui::route::Route;
use crate::ui::screen::open;
use crate::ui::screen::sign_in::{Guest, SignInScreen};
use crate::ui::widget::Look;

use offline::{PageKey, ServerClock, StoreFault};
use ratatui::Frame;
use ratatui::layout::Rect;
use secrecy::SecretString;
use std::collections::BTreeSet;
use std::rc::Rc;
use std::time::Duration;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinHandle;

/// How the program looks and is operated.
#[derive(Debug)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Appearance {
    pub texts: Texts,
    pub theme: Theme,
    pub glyphs: GlyphSet,
    pub keymap: Keymap,
}

/// What the loop has to do besides painting.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct LoopRequests {
    pub quit: bool,
    /// Stop, as Ctrl+Z does.
    pub suspend: bool,
    pub repaint: bool,
}

/// The client between two messages: the desk, the layers over it, the account and its engine.
#[derive(Debug)]
pub struct App {
    /// What lies on the desk.
    pub desk: Desk,
    /// What is painted of it, and who takes the next key.
    pub ui: Ui,
    appearance: Appearance,
    accounts: Accounts,
    account: Option<Account>,
    messages: UnboundedSender<Message>,
    guests: Vec<Guest>,
    /// What is wrong with the configuration, until somebody has been greeted with it.
    note: Option<String>,
    /// What other windows of the account do.
    elsewhere: Elsewhere,
    requests: LoopRequests,
    /// The room of the last frame.
    area: Rect,
    /// Something came from outside since the layers were settled.
    unsettled: bool,
    /// The page on the screen.
    watched: Option<PageKey>,
    /// The queue is on the screen.
    sees_queue: bool,
    /// The pages that are open.
    asked: BTreeSet<PageKey>,
    /// The sign-in that is on its way, and its password: a start password is changed right after.
    signing_in: Option<(JoinHandle<()>, SecretString)>,
    /// Who has signed out here since the start, until somebody signs in.
    left: Option<Left>,
    /// Who wants to leave, and waits for the server to take what was entered.
    leaving: Option<Leaving>,
    /// Tells the server of those who signed out without it.
    delivery: Option<JoinHandle<()>>,
    /// Just signed in: the running lesson opens as soon as the day's list has come.
    awaits_first_lesson: bool,
    bells: bell::Bells,
}

impl App {
    /// A client that has opened nothing yet. Messages of its background tasks go to `messages`;
    /// `guests` can sign in with one key.
    pub fn new(
        appearance: Appearance,
        accounts: Accounts,
        guests: Vec<Guest>,
        messages: UnboundedSender<Message>,
    ) -> Self {
        let server_clock = Rc::new(ServerClock::new(accounts.clock()));
        let desk = Desk::new(server_clock, accounts.ids());
        Self {
            desk,
            ui: Ui::default(),
            appearance,
            accounts,
            account: None,
            messages,
            guests,
            note: None,
            elsewhere: Elsewhere::default(),
            requests: LoopRequests::default(),
            area: Rect::new(0, 0, 80, 24),
            unsettled: true,
            watched: None,
            sees_queue: false,
            asked: BTreeSet::new(),
            signing_in: None,
            left: None,
            leaving: None,
            delivery: None,
            awaits_first_lesson: false,
            bells: bell::Bells::default(),
        }
    }

    /// Opens the account that was signed in last, at the running lesson; else the sign-in. Only
    /// the disk is asked: the first frame waits for no network.
    pub fn start(&mut self, login: Option<&str>) {
        self.deliver_sign_outs();
        let opened = login.map(|login| self.open_account(login));
        if self.account.as_ref().is_some_and(Account::is_signed_in) {
            self.show_first_screen();
            if let Some(told) = self.damage() {
                self.say(Tone::Warning, &told);
            }
            return;
        }
        let login = login.unwrap_or_default();
        let screen = SignInScreen::new(self.accounts.server(), login, self.guests.clone());
        self.ui.reset(Box::new(screen));
        match opened {
            Some(Err(error)) if error.fault == StoreFault::DiskFull => {
                tracing::error!(%error, "the client's memory cannot be opened");
                let text = self.appearance.texts.get("start-disk-full").into_owned();
                self.say(Tone::Error, &text);
            }
            Some(Err(error)) => self.store_failed(&error),
            Some(Ok(())) | None => {}
        }
    }

    /// As [`App::start`], signing this person in if no session was kept: `demo --as`.
    pub fn start_as(&mut self, guest: &Guest) {
        self.start(Some(&guest.login));
        if !self.account.as_ref().is_some_and(Account::is_signed_in) {
            let screen = SignInScreen::entering(self.accounts.server(), &guest.login);
            self.ui.reset(Box::new(screen));
            let words = self.appearance.texts.get("signing-in").into_owned();
            self.say(Tone::Hint, &words);
            let password = guest.password.clone().into();
            self.perform(Effect::SignIn {
                login: guest.login.clone(),
                password,
            });
        }
    }

    fn open_account(&mut self, login: &str) -> Result<(), offline::StoreError> {
        if self
            .account
            .as_ref()
            .is_some_and(|account| account.login() == login)
        {
            return Ok(());
        }
        let account = self.accounts.open(login)?;
        let identity = account.store().identity()?;
        let drafts = account.store().drafts()?;
        let orders = account.store().orders()?;
        // Nothing of one person's desk is left for the next.
        self.desk.clear();
        self.asked.clear();
        self.watched = None;
        self.desk.take_time(account.server_clock());
        self.desk.drafts = Drafts::new(drafts);
        self.desk.orders = orders;
        self.desk.me = identity.me;
        if let Some(rules) = identity.rules {
            self.desk.take_rules(rules);
        }
        self.elsewhere = Elsewhere::of(&account);
        self.account = Some(account);
        self.read_today();
        self.read_counts();
        if self.account.as_ref().is_some_and(Account::is_signed_in) {
            self.start_engine();
        }
        Ok(())
    }

    /// Where the person begins, and over it the lesson of this moment if there is one.
    fn show_first_screen(&mut self) {
        self.go(&open::home(&self.desk));
        self.awaits_first_lesson = true;
        self.open_running_lesson();
    }

    fn open_running_lesson(&mut self) {
        if self.desk.pages.today.is_none() || self.desk.rules.is_none() {
            return;
        }
        self.awaits_first_lesson = false;
        if let Some(lesson) = self.desk.lesson_now() {
            self.go(&Route::Lesson(lesson));
        }
    }

    fn go(&mut self, route: &Route) {
        self.with_ui(|ui, cx| ui.go(route, cx));
    }

    fn with_ui(&mut self, act: impl FnOnce(&mut Ui, &mut Cx<'_>)) {
        let mut effects = Vec::new();
        let mut cx = Cx {
            desk: &mut self.desk,
            texts: &self.appearance.texts,
            effects: &mut effects,
        };
        act(&mut self.ui, &mut cx);
        effects.into_iter().for_each(|effect| self.perform(effect));
    }

    /// Takes a message; nothing is painted before what it entered is durable.
    pub fn handle(&mut self, message: Message) {
        match message {
            Message::Terminal(event) => {
                // A window over the screen may have kept what waited there from being entered.
                self.enter_ahead();
                self.desk.set_pressed_at(self.desk.monotonic());
                self.terminal(event);
                self.enter_ahead();
                // Somebody works on it.
                self.watched.take_if(|page| page.may_be_old_unsaid());
                return self.watch();
            }
            Message::Sync(event) => self.synced(event),
            Message::SignedIn(outcome) => self.signed_in(outcome),
            Message::PasswordChanged(outcome) => self.password_changed(outcome),
            #[cfg(feature = "server")]
            Message::Exported(done) => self.exported(done),
            #[cfg(feature = "server")]
            Message::TableChecked(checked) => self.table_checked(checked),
            #[cfg(feature = "server")]
            Message::TableWritten(done) => self.table_written(done),
            Message::PasswordIssued(name, issued) => self.password_issued(&name, issued),
            Message::Breach(asked, answer) => self.breach_answered(&asked, answer),
            Message::SessionEnded(session, ended) => self.session_end_answered(&session, ended),
            Message::Amended(answer) => self.amended(&answer),
            Message::SignOutsTold(told) => self.sign_outs_told(told),
        }
        self.unsettled = true;
        self.enter_ahead();
        self.watch();
    }

    /// Enters what was typed ahead, if its page has come and its screen is on top.
    fn enter_ahead(&mut self) {
        self.ui.forget_outlived(&mut self.desk);
        for typed in self.ui.take_ahead(&self.desk) {
            match typed {
                Typed::Key(key, pressed) => {
                    self.desk.set_pressed_at(pressed);
                    self.terminal(TerminalEvent::Key(key));
                }
                Typed::Paste(text) => self.terminal(TerminalEvent::Paste(text)),
            }
        }
    }

    /// A key finds its screen as a frame would show it, also in a burst without frames: with the
    /// rows and columns of the page that has just come.
    fn settle(&mut self) {
        if self.ui.take_changed() | std::mem::take(&mut self.unsettled) {
            self.ui
                .settle(self.area, &self.desk, &self.appearance.texts);
        }
    }

    fn terminal(&mut self, event: TerminalEvent) {
        let is_typed = matches!(event, TerminalEvent::Key(_) | TerminalEvent::Paste(_));
        if is_typed && self.leave_if_newly_signed_out() || self.is_leaving(&event) {
            return;
        }
        self.settle();
        // Any key closes the open entry but one that the grid takes for its growth.
        if is_typed {
            self.desk.close_entry();
        }
        let mut effects = Vec::new();
        {
            let Self {
                desk,
                ui,
                appearance,
                ..
            } = self;
            let keys = Keys {
                keymap: &appearance.keymap,
                glyphs: appearance.glyphs,
            };
            let mut cx = Cx {
                desk,
                texts: &appearance.texts,
                effects: &mut effects,
            };
            match event {
                TerminalEvent::Key(key) => {
                    self.awaits_first_lesson = false;
                    ui.key(key, keys, &mut cx);
                }
                TerminalEvent::Paste(text) => ui.paste(&text, keys, &mut cx),
                TerminalEvent::Resize => {}
                TerminalEvent::Hangup => self.requests.quit = true,
            }
        }
        let kept = effects.is_empty() || self.keep();
        for effect in effects {
            // A form whose text the disk refused stays open with it.
            if kept || !matches!(effect, Effect::CloseForm(_)) {
                self.perform(effect);
                self.unsettled = true;
            }
        }
    }

    /// In how long the open entry is closed, if there is one.
    pub fn closes_entry_in(&self) -> Option<Duration> {
        let open_for = self.desk.open_for()?;
        Some(STAYS_OPEN.saturating_sub(open_for))
    }

    /// The open entry has waited long enough for another key.
    pub fn close_entry(&mut self) {
        self.desk.close_entry();
        self.keep();
    }

    /// The key that does an action where the person is, as it is shown.
    fn key_for(&self, action: Action) -> Option<String> {
        let key = self.appearance.keymap.key_for(self.ui.context(), action)?;
        Some(key.label(self.appearance.glyphs))
    }

    /// Says what is wrong with the configuration, and once more with the greeting, which comes in
    /// its place.
    pub fn warn(&mut self, note: String) {
        messages::also(Tone::Warning, &note, &mut self.desk);
        self.note = Some(note);
    }

    /// That something of whoever is here may be missing on this computer.
    fn damage(&self) -> Option<String> {
        let copy = self.account.as_ref()?.store().damaged_log()?;
        let file = copy.display().to_string();
        Some(tr!(self.appearance.texts, "store-log-damaged", file).into_owned())
    }

    /// Somebody has come in.
    fn greet(&mut self, text: &str) {
        let notes: Vec<_> = self.note.take().into_iter().chain(self.damage()).collect();
        if notes.is_empty() {
            return self.say(Tone::Done, text);
        }
        self.say(Tone::Warning, &format!("{text} {}", notes.join(" ")));
    }

    fn say(&mut self, tone: Tone, text: &str) {
        self.desk.say(Notice::new(tone, text));
    }

    /// Says why somebody has to sign in, or has not been signed in.
    fn say_at_sign_in(&mut self, tone: Tone, text: &str) {
        let notice = Notice::new(tone, text);
        self.desk.say(notice.about(About::SigningIn));
    }

    /// What the loop has to do besides painting; asked once after each burst.
    pub fn requests(&mut self) -> LoopRequests {
        std::mem::take(&mut self.requests)
    }

    /// Paints a frame of the desk as it is; changes nothing that is entered.
    pub fn paint(&mut self, frame: &mut Frame<'_>) {
        let area = frame.area();
        self.area = area;
        self.unsettled = true;
        self.ui.seen();
        self.settle();
        let look = Look {
            theme: &self.appearance.theme,
            glyphs: self.appearance.glyphs.glyphs(),
            texts: &self.appearance.texts,
        };
        let keys = Keys {
            keymap: &self.appearance.keymap,
            glyphs: self.appearance.glyphs,
        };
        if let Some(cursor) = self
            .ui
            .paint(&self.desk, keys, look, area, frame.buffer_mut())
        {
            frame.set_cursor_position(cursor);
        }
    }

    /// Before leaving: everything that can be told to the server in a moment is durable anyway.
    pub fn close(&mut self) {
        self.desk.close_entry();
        self.keep();
        if let Some(account) = &self.account {
            account.stop();
        }
    }

    /// How many gestures of the person at the desk have not reached the server.
    pub fn unsent(&mut self) -> usize {
        self.read_counts();
        self.desk.link.pending
    }

    fn perform(&mut self, effect: Effect) {
        perform::perform(self, effect);
    }
}
