//! A question that is answered with one key.

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::input::layout::to_data_char;
use crate::theme::Role;
use crate::ui::layer::{Cx, Layer, Outcome, PopupResult};
use crate::ui::widget::frame;
use crate::ui::widget::{Look, text};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// An answer: the screen beneath is told it, and the question is gone.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The Fluent key of what it does, for the foot of the screen.
    pub hint: &'static str,
    /// What the screen beneath hears.
    pub told: PopupResult,
}

/// A question: Enter and one more key answer it, Esc goes back.
#[derive(Debug)]
pub struct Ask {
    /// The Fluent key of the title.
    title: &'static str,
    question: String,
    /// The Fluent key of the line that says what the keys do.
    keys: &'static str,
    enter: Option<Answer>,
    other: Option<(KeyCode, Answer)>,
    only_escape: bool,
}

impl Ask {
    /// Something to be read before going on: letters are not taken for entries meanwhile.
    pub fn tell(title: &'static str, words: impl Into<String>) -> Self {
        Self {
            title,
            question: words.into(),
            keys: "ask-read",
            enter: None,
            other: None,
            only_escape: false,
        }
    }

    /// Closed by Escape only, and not by the Enter of whoever pressed it twice.
    #[must_use]
    pub fn closed_by_escape(mut self, keys: &'static str) -> Self {
        self.keys = keys;
        self.only_escape = true;
        self
    }

    /// A question that Enter answers; `title` and `keys` are the Fluent keys of its title and of
    /// the line about its keys.
    pub fn new(
        title: &'static str,
        question: impl Into<String>,
        keys: &'static str,
        enter: Answer,
    ) -> Self {
        Self {
            keys,
            enter: Some(enter),
            ..Self::tell(title, question)
        }
    }

    /// With another answer.
    #[must_use]
    pub fn or(mut self, key: KeyCode, answer: Answer) -> Self {
        self.other = Some((key, answer));
        self
    }

    /// Whether to keep what was typed, before a form is left.
    pub fn unsaved(question: impl Into<String>) -> Self {
        let keep = Answer {
            hint: "hint-record",
            told: PopupResult::Do(Action::Save),
        };
        let discard = Answer {
            hint: "hint-discard",
            told: PopupResult::Discard,
        };
        Self::new("confirm-title", question, "confirm-keys", keep).or(KeyCode::Delete, discard)
    }
}

impl Layer for Ask {
    fn context(&self) -> Context {
        Context::Popup
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _cx: &mut Cx<'_>) -> Outcome {
        match (action, &self.enter) {
            (Action::Confirm, Some(answer)) => Outcome::TellAndClose(answer.told.clone()),
            // The key that has brought the question up means the same here.
            (Action::Save, Some(answer)) if answer.told == PopupResult::Do(Action::Save) => {
                Outcome::TellAndClose(answer.told.clone())
            }
            (Action::Confirm, None) if self.only_escape => Outcome::Consumed,
            (Action::Confirm | Action::Cancel, _) => Outcome::Close,
            (Action::Quit | Action::Suspend | Action::Redraw, _) => Outcome::Ignored,
            _ => Outcome::Consumed,
        }
    }

    fn key(&mut self, key: KeyEvent, _cx: &mut Cx<'_>) -> Outcome {
        let folded = match key.code {
            KeyCode::Char(typed) => KeyCode::Char(to_data_char(typed)),
            code => code,
        };
        match &self.other {
            Some((code, answer)) if *code == folded => Outcome::TellAndClose(answer.told.clone()),
            _ => Outcome::Consumed,
        }
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        if self.only_escape {
            return vec![Action::Cancel];
        }
        vec![Action::Confirm, Action::Cancel]
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        match (action, &self.enter) {
            (Action::Confirm, Some(answer)) => answer.hint,
            (Action::Confirm | Action::Cancel, _) => "hint-back",
            _ => action.spec().hint,
        }
    }

    fn own_keys(&self, _desk: &Desk) -> Vec<(KeyCode, &'static str)> {
        let other = self.other.iter();
        other.map(|(code, answer)| (*code, answer.hint)).collect()
    }

    fn paint(
        &self,
        _desk: &Desk,
        look: Look<'_>,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let width = 56.min(area.width.saturating_sub(4)).max(1);
        let mut lines = text::wrap(&self.question, width);
        lines.push(String::new());
        lines.extend(text::wrap(&look.texts.get(self.keys), width));
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let title = look.texts.get(self.title);
        let room = frame::paint(&title, (width, rows), look, area, buf);
        for (y, words) in (room.y..room.bottom()).zip(&lines) {
            frame::line(room, y, words, Role::Popup, look, buf);
        }
        Some(Position::new(room.x, room.y))
    }

    fn words(&self, _desk: &Desk, _texts: &Texts) -> String {
        self.question.clone()
    }
}
