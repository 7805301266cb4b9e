//! «Очередь и конфликты»: what has not reached the server, what was not taken, and why.

use crate::action::Action;
use crate::app::effect::Effect;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::theme::Role;
use crate::tr;
use crate::ui::hint::Reason;
use crate::ui::layer::{Cx, Layer, Outcome};
use crate::ui::popup::decide::Decide;
use crate::ui::screen::lesson::LessonScreen;
use crate::ui::widget::axis::{Axis, Step};
use crate::ui::widget::{Look, paint, text};
use crate::ui::{contents, say};
use ::journal::{Change, ChangeId};
use offline::{PageKey, Resolution, Trouble, TroubleKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::collections::BTreeSet;

/// The list of what is not settled.
#[derive(Debug, Default)]
pub struct QueueScreen {
    axis: Axis,
    /// The change under the cursor: the list may grow or shrink above it at any moment, and a
    /// decision must not slip to another line.
    active: Option<ChangeId>,
}

/// A row of the list.
enum Row<'a> {
    Trouble(&'a Trouble),
    Pending(&'a Change),
}

impl<'a> Row<'a> {
    fn change(&self) -> &'a Change {
        match self {
            Self::Trouble(trouble) => &trouble.change,
            Self::Pending(change) => change,
        }
    }
}

impl QueueScreen {
    fn rows(desk: &Desk) -> impl Iterator<Item = Row<'_>> {
        let troubles = desk.queue.troubles.iter().map(Row::Trouble);
        troubles.chain(desk.queue.pending.iter().map(Row::Pending))
    }

    fn change<'a>(&self, desk: &'a Desk) -> Option<&'a Change> {
        let row = Self::rows(desk).nth(self.axis.current()?)?;
        Some(row.change())
    }

    fn trouble<'a>(&self, desk: &'a Desk) -> Option<&'a Trouble> {
        desk.queue.troubles.get(self.axis.current()?)
    }

    fn resolve(&self, resolution: Resolution, cx: &mut Cx<'_>) {
        if let Some(change) = self.trouble(cx.desk).map(|trouble| trouble.change.id) {
            cx.effects.push(Effect::Resolve { change, resolution });
        }
    }
}

impl Layer for QueueScreen {
    fn context(&self) -> Context {
        Context::List
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        let step = match action {
            Action::Cancel => return Outcome::Close,
            Action::KeepMine => {
                self.resolve(Resolution::Mine, cx);
                return Outcome::Consumed;
            }
            Action::KeepTheirs => {
                self.resolve(Resolution::Theirs, cx);
                return Outcome::Consumed;
            }
            Action::Confirm => {
                return match self.change(cx.desk) {
                    Some(change) => Outcome::Open(Box::new(Decide::new(change.id))),
                    None => Outcome::Consumed,
                };
            }
            Action::OpenLesson => {
                let Some(change) = self.change(cx.desk) else {
                    return Outcome::Consumed;
                };
                let lesson = change.lesson;
                cx.effects.push(Effect::Open(PageKey::Lesson(lesson)));
                return Outcome::Open(Box::new(LessonScreen::new(lesson)));
            }
            Action::MoveUp => Step::By(-1),
            Action::MoveDown => Step::By(1),
            Action::PageUp => Step::Page(-1),
            Action::PageDown => Step::Page(1),
            Action::First => Step::First,
            Action::Last => Step::Last,
            _ => return Outcome::Ignored,
        };
        self.axis.go(step, false);
        self.active = self.change(cx.desk).map(|change| change.id);
        Outcome::Consumed
    }

    fn availability(&self, action: Action, desk: &Desk) -> Result<(), Reason> {
        match action {
            Action::KeepMine | Action::KeepTheirs if self.trouble(desk).is_none() => {
                Err(Reason("why-no-conflict"))
            }
            Action::Confirm | Action::OpenLesson if self.change(desk).is_none() => {
                Err(Reason("why-nothing-queued"))
            }
            _ => Ok(()),
        }
    }

    fn hints(&self, desk: &Desk) -> Vec<Action> {
        let mut hints = vec![Action::Refresh, Action::Cancel, Action::Help];
        if self.trouble(desk).is_some() {
            hints.splice(0..0, [Action::KeepMine, Action::KeepTheirs]);
        }
        if self.change(desk).is_some() {
            hints.insert(0, Action::Confirm);
        }
        hints
    }

    fn hint(&self, action: Action, desk: &Desk) -> &'static str {
        let conflict = matches!(
            self.trouble(desk).map(|trouble| &trouble.kind),
            Some(TroubleKind::Conflict { .. })
        );
        match action {
            Action::Confirm => "hint-whole",
            Action::KeepMine if !conflict => "hint-send-again",
            Action::KeepTheirs if !conflict => "hint-drop",
            _ => action.spec().hint,
        }
    }

    fn knows(&self, action: Action, _desk: &Desk) -> bool {
        matches!(
            action,
            Action::KeepMine
                | Action::KeepTheirs
                | Action::Confirm
                | Action::OpenLesson
                | Action::MoveUp
                | Action::MoveDown
                | Action::PageUp
                | Action::PageDown
                | Action::First
                | Action::Last
        )
    }

    fn settle(&mut self, area: Rect, desk: &Desk, _texts: &Texts) {
        self.axis.set_len(Self::rows(desk).count());
        let place = self
            .active
            .and_then(|id| Self::rows(desk).position(|row| row.change().id == id));
        if let Some(at) = place {
            self.axis.go(Step::To(at), false);
        }
        self.active = self.change(desk).map(|change| change.id);
        self.axis
            .settle(list_room(area).height, 0, |at| height(at, desk));
    }

    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let texts = look.texts;
        let width = area.width.saturating_sub(2);
        let x = area.x + 1;
        paint::put(
            buf,
            x,
            area.y,
            width,
            &texts.get("title-queue"),
            look.style(Role::Title),
        );
        let room = list_room(area);
        if self.axis.is_empty() {
            for (line, words) in
                (room.y..room.bottom()).zip(text::wrap(&texts.get("queue-empty"), width))
            {
                paint::put(buf, x, line, width, &words, look.style(Role::Text));
            }
            return None;
        }
        let rows: Vec<Row<'_>> = Self::rows(desk).collect();
        let mut cursor = None;
        let window = self.axis.window(room.height, 0, |at| height(at, desk));
        let mut next = room.y;
        for at in window {
            let Some(row) = rows.get(at) else { break };
            let line = next;
            next = next.saturating_add(height(at, desk));
            let (first, second, role) = lines(row, desk, texts);
            let active = self.axis.current() == Some(at);
            let style = look.style(if active { Role::Cursor } else { Role::Text });
            if active {
                paint::tint(
                    buf,
                    Rect {
                        y: line,
                        height: 1,
                        ..area
                    },
                    style,
                );
                cursor = Some(Position::new(x, line));
            }
            let ellipsis = look.glyphs.ellipsis;
            paint::put(
                buf,
                x,
                line,
                width,
                &text::fit_with(&first, width, ellipsis),
                style,
            );
            let second = text::fit_with(&second, width.saturating_sub(3), ellipsis);
            if height(at, desk) > 1 && line + 1 < room.bottom() {
                paint::put(
                    buf,
                    x + 3,
                    line + 1,
                    width.saturating_sub(3),
                    &second,
                    look.style(role),
                );
            }
        }
        cursor
    }

    fn words(&self, desk: &Desk, texts: &Texts) -> String {
        let Some(row) = self.axis.current().and_then(|at| Self::rows(desk).nth(at)) else {
            return String::new();
        };
        lines(&row, desk, texts).1
    }

    fn summary(&self, desk: &Desk, texts: &Texts) -> String {
        let queue = &desk.queue;
        let gestures: BTreeSet<_> = queue.pending.iter().map(|change| change.gesture).collect();
        tr!(
            texts,
            "queue-summary",
            pending = gestures.len(),
            troubles = queue.troubles.len()
        )
        .into_owned()
    }
}

/// Lines of a row: what only waits needs no second one.
fn height(at: usize, desk: &Desk) -> u16 {
    if at < desk.queue.troubles.len() { 2 } else { 1 }
}

fn list_room(area: Rect) -> Rect {
    let above = area.height.min(2);
    Rect {
        y: area.y + above,
        height: area.height - above,
        ..area
    }
}

/// What it is about, and what became of it.
fn lines(row: &Row<'_>, desk: &Desk, texts: &Texts) -> (String, String, Role) {
    match row {
        Row::Pending(change) => (
            contents::change(change, desk, texts),
            tr!(
                texts,
                "queue-pending",
                at = say::moment(change.made_at, desk)
            )
            .into_owned(),
            Role::Pending,
        ),
        Row::Trouble(trouble) => {
            let (words, role) = match &trouble.kind {
                TroubleKind::Conflict { now, by, at } => {
                    let by = say::writer(by.as_ref(), desk, texts);
                    let at = at.map(|at| say::moment(at, desk)).unwrap_or_default();
                    let now = contents::content(now, desk, texts);
                    let words = tr!(texts, "queue-conflict", now = now, by = by, at = at);
                    (words.into_owned(), Role::Conflict)
                }
                TroubleKind::Held => (texts.get("queue-held").into_owned(), Role::Warning),
                TroubleKind::Refused { problem } => {
                    let why = say::refusal(problem, &trouble.change, desk, texts);
                    (why, Role::Refused)
                }
            };
            (contents::change(&trouble.change, desk, texts), words, role)
        }
    }
}
