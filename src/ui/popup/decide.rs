//! One line of the queue whole: what was written, what the server said, and what can be done.

use crate::action::Action;
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::effect::Effect;
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::theme::Role;
use crate::tr;
use crate::ui::availability;
use crate::ui::describe;
use crate::ui::layer::{Cx, Layer, Outcome};
use crate::ui::messages;
use crate::ui::route::Route;
use crate::ui::widget::axis::{Axis, Step};
use crate::ui::widget::frame;
use crate::ui::widget::{Look, text};
use ::journal::{Change, ChangeId, Verdict};
use crossterm::event::{KeyCode, KeyEvent};
use offline::{Resolution, Trouble, TroubleKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

const WIDTH: u16 = 70;

/// What can be done with a line of the queue, with the keys of the sentences that say so.
type Choices = Vec<(Action, &'static str)>;

/// The window over the queue.
#[derive(Debug)]
pub struct Decide {
    change: ChangeId,
    axis: Axis,
    /// Lines of the text that are above the window.
    skipped: usize,
    /// Lines of the text, and lines of it that there is room for.
    lines: (usize, usize),
}

impl Decide {
    /// The window of a change.
    pub fn new(change: ChangeId) -> Self {
        Self {
            change,
            axis: Axis::default(),
            skipped: 0,
            lines: (0, 0),
        }
    }

    fn trouble<'a>(&self, desk: &'a Desk) -> Option<&'a Trouble> {
        let mut troubles = desk.queue.troubles.iter();
        troubles.find(|trouble| trouble.change.id == self.change)
    }

    fn refusal(&self, desk: &Desk) -> Option<Verdict> {
        availability::refusal_of_mine(self.trouble(desk)?, desk)
    }

    fn changed<'a>(&self, desk: &'a Desk) -> Option<&'a Change> {
        let pending = || desk.queue.pending.iter().find(|c| c.id == self.change);
        self.trouble(desk)
            .map(|trouble| &trouble.change)
            .or_else(pending)
    }

    fn choices(&self, desk: &Desk) -> Choices {
        let is_refused = self.refusal(desk).is_some();
        let choices: &[(Action, &str)] = match self.trouble(desk).map(|trouble| &trouble.kind) {
            Some(TroubleKind::Conflict { .. }) => &[
                (Action::KeepMine, "decide-write-mine"),
                (Action::KeepTheirs, "decide-leave-theirs"),
                (Action::OpenLesson, "decide-open-lesson"),
            ],
            Some(_) => &[
                (Action::KeepMine, "decide-send-again"),
                (Action::KeepTheirs, "decide-drop"),
                (Action::OpenLesson, "decide-open-lesson"),
            ],
            None => &[(Action::OpenLesson, "decide-open-lesson")],
        };
        let is_offered = |action: Action| !(is_refused && action == Action::KeepMine);
        let offered = choices.iter().filter(|(action, _)| is_offered(*action));
        offered.copied().collect()
    }

    /// A choice, with the value that it writes or leaves.
    fn choice(&self, words: &str, desk: &Desk, texts: &Texts) -> String {
        let mine = self.mine(desk, texts);
        let theirs = self
            .trouble(desk)
            .and_then(|it| describe::theirs(it, desk, texts));
        let mine = mine.map_or_else(String::new, |it| describe::in_a_line(&it));
        let theirs = theirs.map_or_else(String::new, |it| describe::in_a_line(&it));
        // A mark for a period stands in no lesson.
        let is_of_term = |change: &Change| change.sheet.lesson().is_none();
        let words = match words {
            "decide-open-lesson" if self.changed(desk).is_some_and(is_of_term) => {
                "decide-open-journal"
            }
            words => words,
        };
        tr!(texts, words, mine, theirs).into_owned()
    }

    /// What was to stand there.
    fn mine(&self, desk: &Desk, texts: &Texts) -> Option<String> {
        if let Some(trouble) = self.trouble(desk) {
            return Some(describe::ours(trouble, desk, texts));
        }
        let change = self.changed(desk)?;
        Some(describe::content(&change.edit.wanted(), desk, texts))
    }

    /// What there is to know, each with how it looks.
    fn text(&self, desk: &Desk, texts: &Texts) -> Vec<(String, Role)> {
        let Some(change) = self.changed(desk) else {
            // It was settled while the window was open.
            return vec![(texts.get("decide-settled").into_owned(), Role::Ok)];
        };
        let old = match self.trouble(desk) {
            Some(trouble) => describe::was(trouble, desk, texts),
            None => describe::found(&change.edit.expected(), change, desk, texts),
        };
        let mine = self.mine(desk, texts).unwrap_or_default();
        let at = messages::moment(change.made_at, desk);
        let mut lines = vec![
            (describe::subject(change, desk, texts), Role::PopupTitle),
            (
                tr!(texts, "decide-before", old = old).into_owned(),
                Role::Popup,
            ),
            (
                tr!(texts, "decide-mine", mine = mine, at = at).into_owned(),
                Role::Popup,
            ),
        ];
        match self.trouble(desk).map(|trouble| (&trouble.kind, trouble)) {
            Some((TroubleKind::Conflict { by, at, .. }, trouble)) => {
                let now = describe::theirs(trouble, desk, texts).unwrap_or_default();
                let theirs = match at {
                    None => tr!(texts, "decide-theirs-since", now),
                    Some(at) => {
                        let by = messages::writer(by.as_ref(), desk, texts);
                        let at = messages::moment(*at, desk);
                        tr!(texts, "decide-theirs", now, by, at)
                    }
                };
                lines.push((theirs.into_owned(), Role::Conflict));
            }
            Some((TroubleKind::Held, trouble)) => {
                lines.extend(now(trouble, desk, texts));
                lines.push((texts.get("queue-held").into_owned(), Role::Warning));
            }
            Some((TroubleKind::Refused { problem }, trouble)) => {
                lines.extend(now(trouble, desk, texts));
                let why = messages::refusal(problem, &trouble.change, desk, texts);
                lines.push((why, Role::Refused));
            }
            None => {
                let at = messages::moment(change.made_at, desk);
                lines.push((
                    tr!(texts, "queue-pending", at = at).into_owned(),
                    Role::Pending,
                ));
            }
        }
        lines
    }

    fn wrapped(&self, width: u16, desk: &Desk, texts: &Texts) -> Vec<(String, Role)> {
        let text = self.text(desk, texts).into_iter();
        text.flat_map(|(words, role)| {
            let lines = text::wrap(&words, width);
            lines.into_iter().map(move |line| (line, role))
        })
        .collect()
    }

    fn does(&self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        let resolution = match action {
            Action::KeepMine => Resolution::Mine,
            Action::KeepTheirs => Resolution::Theirs,
            Action::OpenLesson => return open_lesson(self.changed(cx.desk)),
            _ => return Outcome::Consumed,
        };
        let Some(trouble) = self.trouble(cx.desk) else {
            let words = cx.texts.get("why-no-conflict");
            cx.desk.say(Notice::new(Tone::Hint, words));
            return Outcome::Close;
        };
        if let Some(refusal) = self.refusal(cx.desk).filter(|_| action == Action::KeepMine) {
            let words = messages::refused_change(&refusal, &trouble.change, cx.desk, cx.texts);
            cx.desk.say(Notice::new(Tone::Hint, words));
            return Outcome::Consumed;
        }
        let shown = vec![trouble.clone()];
        cx.effects.push(Effect::Resolve { shown, resolution });
        Outcome::Close
    }

    fn scroll(&mut self, lines: isize) {
        let (all, room) = self.lines;
        let last = all.saturating_sub(room);
        self.skipped = self.skipped.saturating_add_signed(lines).min(last);
    }

    fn overflows(&self) -> bool {
        self.lines.0 > self.lines.1
    }
}

/// Opens the sheet of a change in place of the layer that asks.
fn open_lesson(change: Option<&Change>) -> Outcome {
    change.map_or(Outcome::Close, |change| {
        Outcome::GoInstead(Route::of(change))
    })
}

/// The room of the window for so many lines of text and choices.
fn rows(lines: usize, choices: usize) -> u16 {
    text::saturate(lines + 1 + choices)
}

/// Lines of text that have room beside the choices.
fn text_room(area: Rect, choices: usize) -> usize {
    usize::from(area.height.saturating_sub(2)).saturating_sub(choices + 1)
}

impl Layer for Decide {
    fn context(&self) -> Context {
        Context::Popup
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Cancel => return Outcome::Close,
            Action::Confirm => {
                let choices = self.choices(cx.desk);
                let chosen = self.axis.current().and_then(|at| choices.get(at));
                return match chosen {
                    Some((action, _)) => self.does(*action, cx),
                    None => Outcome::Close,
                };
            }
            Action::KeepMine | Action::KeepTheirs | Action::OpenLesson => {
                return self.does(action, cx);
            }
            _ => {}
        }
        match Step::of(action) {
            Some(Step::Page(pages)) => {
                let page = isize::try_from(self.lines.1).unwrap_or(1).max(1);
                self.scroll(pages * page);
            }
            Some(step) => _ = self.axis.go(step, false),
            None => return Outcome::Ignored,
        }
        Outcome::Consumed
    }

    /// The numbers that stand before the choices.
    fn key(&mut self, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
        match key.code {
            KeyCode::Char('1') => self.does(Action::KeepMine, cx),
            KeyCode::Char('2') => self.does(Action::KeepTheirs, cx),
            _ => Outcome::Ignored,
        }
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        let mut hints = vec![Action::Confirm, Action::MoveDown, Action::Cancel];
        if self.overflows() {
            hints.insert(2, Action::PageDown);
        }
        hints
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        match action {
            Action::Confirm => "hint-run",
            Action::MoveDown => "hint-next-found",
            Action::PageDown => "hint-scroll",
            Action::Cancel => "hint-decide-later",
            _ => action.spec().hint,
        }
    }

    fn settle(&mut self, area: Rect, desk: &Desk, texts: &Texts) {
        let choices = self.choices(desk).len();
        self.axis.set_len(choices);
        self.axis.settle(text::saturate(choices), 0, |_| 1);
        let width = WIDTH.min(area.width.saturating_sub(4));
        let room = text_room(area, choices);
        self.lines = (self.wrapped(width, desk, texts).len(), room);
        self.scroll(0);
    }

    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let texts = look.texts;
        let title = match self.trouble(desk).map(|trouble| &trouble.kind) {
            Some(TroubleKind::Conflict { .. }) => "decide-title-conflict",
            Some(TroubleKind::Held) => "decide-title-held",
            Some(TroubleKind::Refused { .. }) => "decide-title-refused",
            None => "decide-title-pending",
        };
        let choices = &self.choices(desk);
        let width = WIDTH.min(area.width.saturating_sub(4));
        let lines = self.wrapped(width, desk, texts);
        let size = (width, rows(lines.len(), choices.len()));
        let room = frame::paint(&texts.get(title), size, look, area, buf);
        let shown = text_room(area, choices.len()).min(lines.len());
        let text = lines.iter().skip(self.skipped).take(shown);
        for (y, (words, role)) in (room.y..room.bottom()).zip(text) {
            frame::line(room, y, words, *role, look, buf);
        }
        if self.skipped + shown < lines.len() {
            let y = room.y + text::saturate(shown);
            frame::line(room, y, look.glyphs.down, Role::Muted, look, buf);
        }
        let first = room.bottom().saturating_sub(text::saturate(choices.len()));
        let mut cursor = None;
        for ((y, (action, words)), at) in (first..room.bottom()).zip(choices).zip(0..) {
            let active = self.axis.current() == Some(at);
            let role = if active { Role::Cursor } else { Role::Popup };
            let number = match action {
                Action::KeepMine => "1 ",
                Action::KeepTheirs => "2 ",
                _ => "  ",
            };
            let words = format!("{number} {}", self.choice(words, desk, texts));
            frame::item(room, y, &words, role, look, buf);
            if active {
                cursor = Some(Position::new(room.x, y));
            }
        }
        cursor
    }

    fn words(&self, desk: &Desk, texts: &Texts) -> String {
        let choices = self.choices(desk);
        let chosen = self.axis.current().and_then(|at| choices.get(at));
        chosen.map_or_else(String::new, |(_, words)| self.choice(words, desk, texts))
    }
}

/// What has come there since ours was written, of what is no conflict.
fn now(trouble: &Trouble, desk: &Desk, texts: &Texts) -> Option<(String, Role)> {
    let now = describe::came_since(trouble, desk, texts)?;
    let words = tr!(texts, "decide-theirs-since", now);
    Some((words.into_owned(), Role::Conflict))
}
