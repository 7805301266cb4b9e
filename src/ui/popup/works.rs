//! Choosing the kind of work for a new column of marks.

use crate::action::Action;
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::theme::Role;
use crate::tr;
use crate::ui::keys::is_letter;
use crate::ui::layer::{Cx, Layer, Outcome, Told};
use crate::ui::popup::{find, frame};
use crate::ui::widget::axis::{Axis, Step};
use crate::ui::widget::text::Align;
use crate::ui::widget::{Look, paint};
use crossterm::event::{KeyCode, KeyEvent};
use journal::{LessonId, WorkKind, WorkRef};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The list of kinds of work.
#[derive(Debug)]
pub struct Works {
    lesson: LessonId,
    axis: Axis,
    /// Letters typed to find a kind by its name.
    typed: String,
}

impl Works {
    /// The list for a lesson.
    pub fn new(lesson: LessonId) -> Self {
        Self {
            lesson,
            axis: Axis::default(),
            typed: String::new(),
        }
    }

    /// Goes to the kind whose name has what was typed. A letter that leads nowhere begins anew,
    /// from the next kind on: the same letter again goes around.
    fn seek(&mut self, letter: char, desk: &Desk) -> bool {
        let titles = || Self::kinds(desk).iter().map(|kind| kind.title.clone());
        let from = self.axis.cursor();
        let longer = format!("{}{letter}", self.typed);
        let alone = letter.to_string();
        let (found, kept) = match find::search(titles(), &longer, from, false) {
            Some(at) if !self.typed.is_empty() => (Some(at), longer),
            _ => (
                find::search(titles(), &alone, from, !self.typed.is_empty()),
                alone,
            ),
        };
        let Some(at) = found else { return false };
        self.typed = kept;
        self.axis.go(Step::To(at), false);
        true
    }

    fn kinds(desk: &Desk) -> &[WorkKind] {
        desk.rules.as_ref().map_or(&[], |rules| &rules.work_kinds)
    }

    /// A work of this kind that the lesson does not have yet.
    fn next_of(&self, kind: &WorkKind, desk: &Desk) -> WorkRef {
        let works = desk
            .pages
            .spot(self.lesson)
            .map(|spot| spot.sheet.works())
            .unwrap_or_default();
        let taken = works.iter().filter(|work| work.kind == kind.id).count();
        WorkRef {
            kind: kind.id,
            nth: u8::try_from(taken).unwrap_or(u8::MAX),
        }
    }
}

impl Layer for Works {
    fn context(&self) -> Context {
        Context::Popup
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Cancel => Outcome::Close,
            Action::Confirm => {
                match self
                    .axis
                    .current()
                    .and_then(|at| Self::kinds(cx.desk).get(at))
                {
                    Some(kind) => {
                        Outcome::TellAndClose(Told::OpenWork(self.next_of(kind, cx.desk)))
                    }
                    None => Outcome::Close,
                }
            }
            action => {
                let moved = match action {
                    Action::MoveUp => Step::By(-1),
                    Action::MoveDown => Step::By(1),
                    Action::PageUp => Step::Page(-1),
                    Action::PageDown => Step::Page(1),
                    Action::First | Action::RowStart => Step::First,
                    Action::Last | Action::RowEnd => Step::Last,
                    _ => return Outcome::Ignored,
                };
                self.typed.clear();
                self.axis.go(moved, false);
                Outcome::Consumed
            }
        }
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
        match key.code {
            KeyCode::Char(letter) if is_letter(key) => {
                if !self.seek(letter, cx.desk) {
                    let text = tr!(cx.texts, "works-none", typed = letter.to_string());
                    cx.desk.say(Notice::new(Tone::Hint, text));
                }
            }
            KeyCode::Backspace => self.typed.clear(),
            _ => return Outcome::Ignored,
        }
        Outcome::Consumed
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        vec![Action::Confirm, Action::MoveDown, Action::Cancel]
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        match action {
            Action::Confirm => "hint-add",
            Action::MoveDown => "hint-next-found",
            Action::Cancel => "hint-leave",
            _ => action.spec().hint,
        }
    }

    fn settle(&mut self, area: Rect, desk: &Desk, _texts: &Texts) {
        self.axis.set_len(Self::kinds(desk).len());
        self.axis.settle(area.height.saturating_sub(2), 0, |_| 1);
    }

    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let kinds = Self::kinds(desk);
        let rows = u16::try_from(kinds.len()).unwrap_or(u16::MAX);
        let room = frame::paint(&look.texts.get("works-title"), (44, rows), look, area, buf);
        let mut cursor = None;
        let window = self.axis.window(room.height, 0, |_| 1);
        for (line, at) in (room.y..room.bottom()).zip(window) {
            let Some(kind) = kinds.get(at) else { break };
            let active = self.axis.current() == Some(at);
            let role = if active { Role::Cursor } else { Role::Popup };
            frame::item(room, line, &kind.title, role, look, buf);
            let weight = tr!(look.texts, "work-weight", weight = kind.weight);
            let at = (room.x, line, room.width);
            paint::put_fit(
                buf,
                at,
                &weight,
                Align::Right,
                look.style(role),
                look.glyphs.ellipsis,
            );
            if active {
                cursor = Some(Position::new(room.x, line));
            }
        }
        cursor
    }

    fn words(&self, desk: &Desk, texts: &Texts) -> String {
        let kind = self.axis.current().and_then(|at| Self::kinds(desk).get(at));
        let title = kind.map_or_else(String::new, |kind| kind.title.clone());
        tr!(texts, "works-words", title = title).into_owned()
    }
}
