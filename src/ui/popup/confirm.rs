//! A question before something typed would be given up.

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::theme::Role;
use crate::ui::layer::{Cx, Layer, Outcome, Told};
use crate::ui::popup::frame;
use crate::ui::widget::{Look, paint, text};
use crossterm::event::{KeyCode, KeyEvent};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// «Сохранить?»: Enter keeps, Delete gives up, Esc goes back.
#[derive(Debug)]
pub struct Confirm {
    question: &'static str,
}

impl Confirm {
    /// Asks the question of this Fluent key.
    pub fn new(question: &'static str) -> Self {
        Self { question }
    }
}

impl Layer for Confirm {
    fn context(&self) -> Context {
        Context::Popup
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Confirm => Outcome::TellAndClose(Told::Do(Action::Save)),
            Action::Cancel => Outcome::Close,
            _ => Outcome::Consumed,
        }
    }

    fn key(&mut self, key: KeyEvent, _cx: &mut Cx<'_>) -> Outcome {
        match key.code {
            KeyCode::Delete => Outcome::TellAndClose(Told::Discard),
            _ => Outcome::Consumed,
        }
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        vec![Action::Confirm, Action::Cancel]
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        match action {
            Action::Confirm => "hint-record",
            Action::Cancel => "hint-back",
            _ => action.spec().hint,
        }
    }

    fn own_keys(&self, _desk: &Desk) -> Vec<(KeyCode, &'static str)> {
        vec![(KeyCode::Delete, "hint-discard")]
    }

    fn paint(
        &self,
        _desk: &Desk,
        look: Look<'_>,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let width = 56.min(area.width.saturating_sub(4)).max(1);
        let mut lines = text::wrap(&look.texts.get(self.question), width);
        lines.push(String::new());
        lines.extend(text::wrap(&look.texts.get("confirm-keys"), width));
        let rows = u16::try_from(lines.len()).unwrap_or(u16::MAX);
        let room = frame::paint(
            &look.texts.get("confirm-title"),
            (width, rows),
            look,
            area,
            buf,
        );
        for (line, words) in (room.y..room.bottom()).zip(&lines) {
            paint::put(
                buf,
                room.x,
                line,
                room.width,
                words,
                look.style(Role::Popup),
            );
        }
        Some(Position::new(room.x, room.y))
    }

    fn words(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get(self.question).into_owned()
    }
}
