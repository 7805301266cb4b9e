//! Choosing the kind of work for a new column of marks.

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::theme::Role;
use crate::tr;
use crate::ui::layer::{Cx, Layer, Outcome, Told};
use crate::ui::popup::frame;
use crate::ui::widget::axis::{Axis, Step};
use crate::ui::widget::text::Align;
use crate::ui::widget::{Look, paint};
use journal::{LessonId, WorkKind, WorkRef};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// The list of kinds of work.
#[derive(Debug)]
pub struct Works {
    lesson: LessonId,
    axis: Axis,
}

impl Works {
    /// The list for a lesson.
    pub fn new(lesson: LessonId) -> Self {
        Self {
            lesson,
            axis: Axis::default(),
        }
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
                self.axis.go(moved, false);
                Outcome::Consumed
            }
        }
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
            let style = look.style(if active { Role::Cursor } else { Role::Popup });
            paint::tint(
                buf,
                Rect {
                    y: line,
                    height: 1,
                    ..room
                },
                style,
            );
            paint::put(buf, room.x, line, room.width, &kind.title, style);
            let weight = tr!(look.texts, "work-weight", weight = kind.weight);
            let at = (room.x, line, room.width);
            paint::put_fit(buf, at, &weight, Align::Right, style, look.glyphs.ellipsis);
            if active {
                cursor = Some(Position::new(room.x, line));
            }
        }
        cursor
    }

    fn words(&self, desk: &Desk, _texts: &Texts) -> String {
        let kind = self.axis.current().and_then(|at| Self::kinds(desk).get(at));
        kind.map_or_else(String::new, |kind| kind.title.clone())
    }
}
