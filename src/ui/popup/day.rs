//! Asking for a day, in whatever way people write one.

use crate::action::Action;
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::i18n::{Texts, dates};
use crate::input::day;
use crate::input::keymap::Context;
use crate::theme::Role;
use crate::ui::keys::form_action;
use crate::ui::layer::{Cx, Layer, Outcome, PopupResult};
use crate::ui::widget::field::{Field, FieldOutcome};
use crate::ui::widget::{Look, paint, text};
use chrono::NaiveDate;
use crossterm::event::KeyEvent;
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The line in which the day is typed; beside it stands how it was read.
#[derive(Debug, Default)]
pub struct AskDay {
    field: Field,
}

impl AskDay {
    fn day(&self, desk: &Desk) -> Option<NaiveDate> {
        day::day(self.field.value(), desk.local(desk.now()).date())
    }
}

impl Layer for AskDay {
    fn context(&self) -> Context {
        Context::Text
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Confirm => match self.day(cx.desk) {
                Some(day) => Outcome::TellAndClose(PopupResult::Day(day)),
                None => {
                    let words = cx.texts.get("day-not-read");
                    cx.desk.say(Notice::new(Tone::Warning, words));
                    Outcome::Consumed
                }
            },
            Action::Cancel => Outcome::Close,
            Action::Undo => {
                self.field.undo();
                Outcome::Consumed
            }
            _ => Outcome::Ignored,
        }
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
        if let Some(action) = form_action(key) {
            return self.act(action, cx);
        }
        match self.field.handle(key) {
            FieldOutcome::Changed | FieldOutcome::Moved | FieldOutcome::Full => Outcome::Consumed,
            FieldOutcome::Ignored => Outcome::Ignored,
        }
    }

    fn paste(&mut self, pasted: &str, _cx: &mut Cx<'_>) -> Outcome {
        self.field.paste(pasted);
        Outcome::Consumed
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        vec![Action::Confirm, Action::Cancel]
    }

    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let row = Rect { height: 1, ..area };
        paint::blank(buf, row, look.style(Role::Popup));
        let label = look.texts.get("ask-day-label");
        let title = look.style(Role::PopupTitle);
        let used = paint::put(buf, row.x + 1, row.y, row.width, &label, title);
        let room = row.width.saturating_sub(text::width(&label) + 3).min(24);
        let hint = look.texts.get("ask-day-hint");
        let at = (row.x + 2 + used, row.y, room);
        let cursor = self.field.paint(at, &hint, look, buf);
        if let Some(day) = self.day(desk) {
            let read = dates::full_date(look.texts.language(), day);
            let from = at.0 + room + 1;
            let left = row.width.saturating_sub(from - row.x);
            paint::put(buf, from, row.y, left, &read, look.style(Role::Popup));
        }
        Some(cursor)
    }

    fn words(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("ask-day-hint").into_owned()
    }
}
