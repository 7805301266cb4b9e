//! The screen: a stack of layers over the lines that are always there.

pub mod ahead;
mod anywhere;
pub mod availability;
pub mod cells;
pub mod chrome;
pub mod describe;
pub mod entry;
pub mod form;
pub mod hint;
pub mod keys;
pub mod layer;
pub mod list;
pub mod messages;
mod places;
pub mod popup;
pub mod recording;
pub mod route;
pub mod screen;
pub mod testing;
pub mod waiting;
pub mod widget;

pub use chrome::{MIN_HEIGHT, MIN_WIDTH};
pub use keys::Keys;

use crate::action::{Action, ActionGroup};
use crate::desk::Desk;
use crate::desk::notice::{About, Notice, Tone};
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::tr;
use crate::ui::ahead::{TypeAhead, Typed};
use crate::ui::availability::{offered, works_anywhere};
use crate::ui::layer::{Answered, Cx, Layer, Outcome, PopupResult};
use crate::ui::popup::ask::Ask;
use crate::ui::screen::journal::JournalScreen;
use crate::ui::screen::open;
use crate::ui::widget::Look;
use crossterm::event::KeyEvent;
use offline::PageKey;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The layers, the lowest first.
#[derive(Default)]
pub struct Ui {
    layers: Vec<Box<dyn Layer>>,
    ahead: TypeAhead,
    /// Layers came, went or were told something since the last time they were settled.
    changed: bool,
    /// The screen has been taken away under the person's hands, and what took its place is not
    /// painted yet: what is typed was meant for what is still seen.
    unseen: bool,
    /// The terminal is too small to show what a key would do.
    small: bool,
    /// The key that was pressed last.
    pressed: Option<KeyEvent>,
}

impl std::fmt::Debug for Ui {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Ui")
            .field("layers", &self.layers.len())
            .field("ahead", &self.ahead.len())
            .finish_non_exhaustive()
    }
}

impl Ui {
    /// A stack of one layer.
    pub fn new(bottom: Box<dyn Layer>) -> Self {
        Self {
            layers: vec![bottom],
            ahead: TypeAhead::default(),
            changed: true,
            unseen: false,
            small: false,
            pressed: None,
        }
    }

    /// Which bindings apply: those of the top layer.
    pub fn context(&self) -> Context {
        self.layers
            .last()
            .map_or(Context::Global, |layer| layer.context())
    }

    /// Takes a key: what it is bound to, else what the top layer makes of it; kept while the
    /// page that it is for is on its way.
    pub fn key(&mut self, key: KeyEvent, keys: Keys<'_>, cx: &mut Cx<'_>) {
        if self.unseen {
            return;
        }
        self.forget_said(cx.desk);
        self.pressed = Some(key);
        let Some(top) = self.layers.last_mut() else {
            return;
        };
        let action = if top.wants(key, cx.desk) {
            None
        } else {
            keys.keymap.lookup(top.context(), key)
        };
        if self.small && !action.is_some_and(is_seen_when_small) {
            return say_unseen(cx);
        }
        // What waits is for this page, and a key that leaves it comes after that.
        let leaves = |action| self.ahead.is_empty() && top.leaves_page(action);
        let is_for_page = !action.is_some_and(|action| needs_no_page(action) || leaves(action));
        if top.awaits(cx.desk).is_some() && is_for_page {
            return self.keep_typed(Typed::Key(key, cx.desk.pressed_at()), cx);
        }
        match action {
            Some(action) => self.act(action, keys, cx),
            None => {
                let outcome = top.key(key, cx);
                // Asked of a key that means nothing here alone: a letter is entered without it.
                let is_ignored = matches!(outcome, Outcome::Ignored);
                let elsewhere = is_ignored.then(|| keys.elsewhere(key, top.context()));
                match elsewhere.flatten() {
                    Some(action) if top.knows(action, cx.desk) => self.act(action, keys, cx),
                    Some(action) => self.say_elsewhere(action, keys, cx),
                    None => self.settle_outcome(outcome, keys, cx),
                }
            }
        }
        self.forget_left(cx.desk, cx.texts);
    }

    /// A key has come, and what was said before has been read; not why one has to sign in, as long
    /// as one does.
    fn forget_said(&self, desk: &mut Desk) {
        let signs_in = self.top().is_some_and(Layer::is_sign_in);
        let stays = |said: &Notice| signs_in && said.about == About::SigningIn;
        desk.notice.take_if(|said| !stays(said));
    }

    /// Keeps what was typed until the page has come, if it is to be hoped for.
    fn keep_typed(&mut self, typed: Typed, cx: &mut Cx<'_>) {
        let Some(page) = self.awaited(cx.desk) else {
            return;
        };
        if cx.desk.pages.failed.contains(&page) || !cx.desk.link.line.may_answer() {
            let notice = Notice::new(Tone::Warning, cx.texts.get("typed-nowhere"));
            return cx.desk.say(notice.about(About::Awaited(page)));
        }
        let notice = if self.ahead.keep(typed, self.layers.len()) {
            let text = tr!(cx.texts, "typed-ahead", count = self.ahead.len());
            Notice::new(Tone::Hint, text)
        } else {
            let text = tr!(cx.texts, "typed-too-much", count = ahead::LIMIT);
            Notice::new(Tone::Error, text)
        };
        cx.desk.say(notice);
    }

    /// The page that the top layer waits for.
    pub fn awaited(&self, desk: &Desk) -> Option<PageKey> {
        self.top()?.awaits(desk)
    }

    /// What was typed ahead, as soon as the layer it was typed on has its page.
    pub fn take_ahead(&mut self, desk: &Desk) -> Vec<Typed> {
        if self.ahead.depth() == self.layers.len() && self.awaited(desk).is_none() {
            self.ahead.take()
        } else {
            Vec::new()
        }
    }

    /// That a page has not come is no longer said when it has.
    pub fn forget_outlived(&self, desk: &mut Desk) {
        if let Some(About::Awaited(page)) = desk.notice.as_ref().map(|said| &said.about)
            && self.awaited(desk) != Some(*page)
        {
            desk.notice = None;
        }
    }

    /// The page does not come: says what was not entered, and forgets it.
    pub fn forget_ahead(&mut self, desk: &mut Desk, texts: &Texts) {
        let count = self.ahead.take().len();
        if count > 0 {
            let text = tr!(texts, "typed-lost", count = count);
            desk.say(Notice::new(Tone::Error, text));
        }
    }

    /// The screen on which something was typed ahead is gone.
    fn forget_left(&mut self, desk: &mut Desk, texts: &Texts) {
        if self.ahead.depth() > self.layers.len() {
            self.forget_ahead(desk, texts);
        }
    }

    /// Takes nothing that is typed before the next frame.
    pub fn take_nothing_unseen(&mut self) {
        self.unseen = true;
    }

    /// A frame has been painted.
    pub fn seen(&mut self) {
        self.unseen = false;
    }

    /// Whether the layers must be settled before they take another key; asked once.
    pub fn take_changed(&mut self) -> bool {
        std::mem::take(&mut self.changed)
    }

    /// Takes a pasted text.
    pub fn paste(&mut self, text: &str, keys: Keys<'_>, cx: &mut Cx<'_>) {
        if self.unseen {
            return;
        }
        self.forget_said(cx.desk);
        if self.small {
            return say_unseen(cx);
        }
        if self.awaited(cx.desk).is_some() {
            return self.keep_typed(Typed::Paste(text.to_owned()), cx);
        }
        if let Some(outcome) = self.layers.last_mut().map(|top| top.paste(text, cx)) {
            if matches!(outcome, Outcome::Ignored) {
                cx.desk
                    .say(Notice::new(Tone::Hint, cx.texts.get("paste-nowhere")));
            }
            self.settle_outcome(outcome, keys, cx);
        }
    }

    /// Does an action: the top layer first, then what works anywhere.
    pub fn act(&mut self, action: Action, keys: Keys<'_>, cx: &mut Cx<'_>) {
        let Some(top) = self.layers.last_mut() else {
            return;
        };
        if let Err(reason) = offered(&**top, action, cx.desk) {
            let words = availability::why(&**top, reason, cx.desk, cx.texts);
            top.interrupted();
            if is_typed_into(action) {
                return self.open(Box::new(Ask::tell(action.spec().label, words)));
            }
            cx.desk.say(Notice::new(Tone::Hint, words));
            return;
        }
        let outcome = top.act(action, cx);
        if matches!(outcome, Outcome::Ignored) {
            self.act_anywhere(action, keys, cx);
        } else {
            self.settle_outcome(outcome, keys, cx);
        }
    }

    fn settle_outcome(&mut self, outcome: Outcome, keys: Keys<'_>, cx: &mut Cx<'_>) {
        self.changed |= !matches!(outcome, Outcome::Consumed | Outcome::Ignored);
        match outcome {
            Outcome::Consumed | Outcome::Ignored => {}
            Outcome::Open(layer) => self.layers.push(layer),
            Outcome::Go(route) => self.go(&route, cx),
            Outcome::GoInstead(route) => {
                self.layers.pop();
                self.layers.push(open::open(&route, cx));
                if self.ahead.depth() == self.layers.len() {
                    self.ahead.orphan();
                }
            }
            Outcome::Close => self.close_top(cx),
            Outcome::CloseWhenKept => {
                let draft = self.top().and_then(Layer::draft_key);
                cx.effects.push(Effect::CloseForm(draft));
            }
            Outcome::Tell(told) => self.tell_beneath(told, keys, cx),
            Outcome::TellAndClose(told) => {
                self.layers.pop();
                self.tell(told, keys, cx);
            }
        }
    }

    /// Gives the server's answer to the layer that has asked, whatever lies over it by now; false
    /// if that has gone.
    pub fn amended(&mut self, answer: &Answered, keys: Keys<'_>, cx: &mut Cx<'_>) -> bool {
        for place in (0..self.layers.len()).rev() {
            let Some(layer) = self.layers.get_mut(place) else {
                break;
            };
            match layer.amended(answer, cx) {
                Outcome::Ignored => {}
                outcome => {
                    let over = self.layers.split_off(place + 1);
                    self.settle_outcome(outcome, keys, cx);
                    self.layers.extend(over);
                    self.forget_left(cx.desk, cx.texts);
                    return true;
                }
            }
        }
        false
    }

    fn tell_beneath(&mut self, told: PopupResult, keys: Keys<'_>, cx: &mut Cx<'_>) {
        let Some(teller) = self.layers.pop() else {
            return;
        };
        self.tell(told, keys, cx);
        self.layers.push(teller);
    }

    fn tell(&mut self, told: PopupResult, keys: Keys<'_>, cx: &mut Cx<'_>) {
        let Some(top) = self.layers.last_mut() else {
            return;
        };
        let action = match &told {
            PopupResult::Do(action) => Some(*action),
            PopupResult::Go(route) => return self.go(route, cx),
            _ => None,
        };
        let outcome = top.told(told, cx);
        match (outcome, action) {
            (Outcome::Ignored, Some(action)) => self.act(action, keys, cx),
            (outcome, _) => self.settle_outcome(outcome, keys, cx),
        }
    }

    /// What is on top: the window that is open, else the screen.
    pub fn top(&self) -> Option<&dyn Layer> {
        self.layers.last().map(|layer| &**layer)
    }

    /// Lets every visible layer take over what has changed.
    pub fn settle(&mut self, area: Rect, desk: &Desk, texts: &Texts) {
        self.small = chrome::is_too_small(area);
        let room = chrome::body(area, desk);
        let first = self.first_visible();
        for layer in self.layers.iter_mut().skip(first) {
            layer.settle(room, desk, texts);
        }
    }

    fn first_visible(&self) -> usize {
        self.layers
            .iter()
            .rposition(|layer| !layer.is_popup())
            .unwrap_or(0)
    }

    /// Paints everything; answers where the real cursor belongs.
    pub fn paint(
        &self,
        desk: &Desk,
        keys: Keys<'_>,
        look: Look<'_>,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        if chrome::is_too_small(area) {
            return chrome::too_small(self.top(), desk, look, area, buf);
        }
        let room = chrome::body(area, desk);
        let mut cursor = None;
        for layer in self.layers.iter().skip(self.first_visible()) {
            cursor = layer.paint(desk, look, room, buf);
        }
        if let Some(top) = self.top() {
            chrome::paint(top, desk, keys, look, area, buf);
        }
        cursor
    }
}

/// What works on a screen whose page is still on its way: leaving it, and what is about the program.
fn needs_no_page(action: Action) -> bool {
    works_anywhere(action, false)
}

/// What opens a field of text: whoever asks for it goes on typing, and that is nothing for the cells
/// beneath where there is no such field.
fn is_typed_into(action: Action) -> bool {
    matches!(
        action,
        Action::MarkComment | Action::EditTopic | Action::EditHomework
    )
}

/// What works on a terminal too small for a screen: moving, as it is said there whose cell it is,
/// and what enters nothing.
fn is_seen_when_small(action: Action) -> bool {
    action.spec().group == ActionGroup::Move || needs_no_page(action)
}

fn say_unseen(cx: &mut Cx<'_>) {
    let words = cx.texts.get("too-small-to-enter");
    cx.desk.say(Notice::new(Tone::Warning, words));
}

/// The journal and nothing else, for a bench of painting.
pub fn journal_only(journal: journal::JournalId) -> Ui {
    Ui::new(Box::new(JournalScreen::new(journal, None)))
}
