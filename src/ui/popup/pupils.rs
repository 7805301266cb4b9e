//! Choosing pupils: for whom a homework is.

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::theme::Role;
use crate::tr;
use crate::ui::keys::is_letter;
use crate::ui::layer::{Cx, Layer, Outcome, PopupResult};
use crate::ui::popup::{find, frame};
use crate::ui::widget::Look;
use crate::ui::widget::axis::{Axis, Step};
use crossterm::event::{KeyCode, KeyEvent};
use journal::{Member, PupilId};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::collections::BTreeSet;

/// The list of a group with a tick before each chosen name.
#[derive(Debug)]
pub struct Pupils {
    members: Vec<Member>,
    chosen: BTreeSet<PupilId>,
    axis: Axis,
    /// The part of a name that is being typed.
    typed: String,
}

impl Pupils {
    /// The list of these pupils with some chosen already.
    pub fn new(members: Vec<Member>, chosen: BTreeSet<PupilId>) -> Self {
        let axis = Axis::new(members.len());
        Self {
            members,
            chosen,
            axis,
            typed: String::new(),
        }
    }

    /// Goes to the pupil whose name has what was typed. A letter that nobody has is not taken: the
    /// tick must not go to somebody else.
    fn seek(&mut self, letter: char, cx: &mut Cx<'_>) {
        let longer = format!("{}{letter}", self.typed);
        let names = self.members.iter().map(|member| member.name.listed());
        match find::search(names, &longer, self.axis.cursor(), false) {
            Some(at) => {
                self.typed = longer;
                self.axis.go(Step::To(at), false);
            }
            None => find::say_nobody(&longer, cx),
        }
    }

    fn toggle(&mut self) {
        let Some(member) = self.axis.current().and_then(|at| self.members.get(at)) else {
            return;
        };
        if !self.chosen.remove(&member.pupil) {
            self.chosen.insert(member.pupil);
        }
    }
}

impl Layer for Pupils {
    fn context(&self) -> Context {
        Context::Popup
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _cx: &mut Cx<'_>) -> Outcome {
        if let Some(step) = Step::of(action) {
            self.typed.clear();
            self.axis.go(step, false);
            return Outcome::Consumed;
        }
        match action {
            Action::Cancel => Outcome::Close,
            Action::Confirm => {
                Outcome::TellAndClose(PopupResult::Pupils(std::mem::take(&mut self.chosen)))
            }
            _ => Outcome::Ignored,
        }
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
        match key.code {
            KeyCode::Char(' ') => {
                self.typed.clear();
                self.toggle();
            }
            KeyCode::Char(letter) if is_letter(key) => {
                self.seek(letter, cx);
            }
            KeyCode::Backspace => self.typed.clear(),
            _ => return Outcome::Ignored,
        }
        Outcome::Consumed
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        vec![Action::Confirm, Action::Cancel]
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        match action {
            Action::Confirm => "hint-done",
            Action::Cancel => "hint-leave",
            _ => action.spec().hint,
        }
    }

    fn own_keys(&self, _desk: &Desk) -> Vec<(KeyCode, &'static str)> {
        vec![(KeyCode::Char(' '), "hint-tick")]
    }

    fn settle(&mut self, area: Rect, _desk: &Desk, _texts: &Texts) {
        self.axis.settle(area.height.saturating_sub(2), 0, |_| 1);
    }

    fn paint(
        &self,
        _desk: &Desk,
        look: Look<'_>,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let rows = u16::try_from(self.members.len()).unwrap_or(u16::MAX);
        let room = frame::paint(&look.texts.get("pupils-title"), (36, rows), look, area, buf);
        let mut cursor = None;
        let window = self.axis.window(room.height, 0, |_| 1);
        for (line, at) in (room.y..room.bottom()).zip(window) {
            let Some(member) = self.members.get(at) else {
                break;
            };
            let active = self.axis.current() == Some(at);
            let role = if active { Role::Cursor } else { Role::Popup };
            let tick = if self.chosen.contains(&member.pupil) {
                "[x]"
            } else {
                "[ ]"
            };
            let words = format!("{tick} {}", member.name.listed());
            frame::item(room, line, &words, role, look, buf);
            if active {
                cursor = Some(Position::new(room.x + 1, line));
            }
        }
        cursor
    }

    fn words(&self, _desk: &Desk, texts: &Texts) -> String {
        if self.typed.is_empty() {
            return texts.get("pupils-words").into_owned();
        }
        tr!(texts, "pupils-found", part = self.typed.as_str()).into_owned()
    }

    fn short_words(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("pupils-words").into_owned()
    }
}
