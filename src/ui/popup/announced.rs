//! Who came of those whose absence was announced: asked before the roll call is confirmed.

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::input::layout::to_data_char;
use crate::theme::Role;
use crate::tr;
use crate::ui::keys::is_letter;
use crate::ui::layer::{Cx, Layer, Outcome, PopupResult};
use crate::ui::widget::axis::{Axis, Step};
use crate::ui::widget::frame;
use crate::ui::widget::text::{self, saturate};
use crate::ui::widget::{Look, paint};
use crossterm::event::{KeyCode, KeyEvent};
use journal::{LessonId, Member, PupilId};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};
use std::collections::BTreeSet;

/// Columns of the list.
const WIDTH: u16 = 56;

/// The announced, a row each, with a tick before those who came after all.
#[derive(Debug)]
pub struct Announced {
    lesson: LessonId,
    members: Vec<Member>,
    came: BTreeSet<PupilId>,
    axis: Axis,
}

impl Announced {
    /// The list for a lesson; nobody came yet.
    pub fn new(lesson: LessonId, members: Vec<Member>) -> Self {
        let axis = Axis::new(members.len());
        Self {
            lesson,
            members,
            came: BTreeSet::new(),
            axis,
        }
    }

    /// Says of a row whether that pupil came; without a word, the other way round.
    fn answer(&mut self, row: usize, came: Option<bool>) {
        let Some(member) = self.members.get(row) else {
            return;
        };
        if came.unwrap_or(!self.came.contains(&member.pupil)) {
            self.came.insert(member.pupil);
        } else {
            self.came.remove(&member.pupil);
        }
    }

    fn confirm(&self, came: BTreeSet<PupilId>) -> Outcome {
        Outcome::TellAndClose(PopupResult::RollCall {
            lesson: self.lesson,
            asked: self.pupils().collect(),
            came,
        })
    }

    /// «2 [x] Остапчук Анна — пришёл».
    fn row(&self, at: usize, texts: &Texts) -> Option<String> {
        let member = self.members.get(at)?;
        let (tick, word) = if self.came.contains(&member.pupil) {
            ("[x]", "announced-came")
        } else {
            ("[ ]", "announced-absent")
        };
        let (number, name) = (at + 1, member.name.listed());
        Some(format!("{number} {tick} {name} — {}", texts.get(word)))
    }

    fn pupils(&self) -> impl Iterator<Item = PupilId> {
        self.members.iter().map(|member| member.pupil)
    }
}

impl Layer for Announced {
    fn context(&self) -> Context {
        Context::Popup
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Cancel => return Outcome::Close,
            Action::Confirm => return self.confirm(self.came.clone()),
            Action::Quit | Action::Suspend | Action::Redraw => return Outcome::Ignored,
            action => _ = Step::of(action).map(|step| self.axis.go(step, false)),
        }
        Outcome::Consumed
    }

    fn key(&mut self, key: KeyEvent, _cx: &mut Cx<'_>) -> Outcome {
        let KeyCode::Char(typed) = key.code else {
            return Outcome::Consumed;
        };
        let row = self.axis.cursor();
        match to_data_char(typed) {
            _ if !is_letter(key) => {}
            ' ' => self.answer(row, None),
            'п' | 'П' => return self.confirm(self.pupils().collect()),
            // The letters of the roll, and on as there.
            letter @ ('-' | 'н' | 'Н') => {
                self.answer(row, Some(letter == '-'));
                self.axis.go(Step::By(1), false);
            }
            digit => {
                let number = digit.to_digit(10).and_then(|digit| digit.checked_sub(1));
                if let Some(row) = number.and_then(|row| usize::try_from(row).ok()) {
                    self.answer(row, None);
                }
            }
        }
        Outcome::Consumed
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        vec![Action::Confirm, Action::Cancel]
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        match action {
            Action::Confirm if self.came.is_empty() => "hint-absent",
            Action::Confirm => "hint-record",
            Action::Cancel => "hint-back",
            _ => action.spec().hint,
        }
    }

    fn own_keys(&self, _desk: &Desk) -> Vec<(KeyCode, &'static str)> {
        vec![
            (KeyCode::Char(' '), "hint-tick"),
            (KeyCode::Char('п'), "hint-came"),
        ]
    }

    fn settle(&mut self, area: Rect, _desk: &Desk, texts: &Texts) {
        let above = saturate(question(texts).len());
        self.axis
            .settle(area.height.saturating_sub(2 + above), 0, |_| 1);
    }

    fn paint(
        &self,
        _desk: &Desk,
        look: Look<'_>,
        area: Rect,
        buf: &mut Buffer,
    ) -> Option<Position> {
        let texts = look.texts;
        let title = texts.get(Action::ConfirmRollCall.spec().label);
        let question = question(texts);
        let rows = saturate(self.members.len() + question.len());
        let room = frame::paint(&title, (WIDTH, rows), look, area, buf);
        for (line, words) in (room.y..room.bottom()).zip(&question) {
            let style = look.style(Role::Popup);
            paint::put(buf, room.x, line, room.width, words, style);
        }
        let first = room.y + saturate(question.len()).min(room.height);
        let window = self.axis.window(room.bottom() - first, 0, |_| 1);
        let mut cursor = None;
        for (y, at) in (first..room.bottom()).zip(window) {
            let Some(words) = self.row(at, texts) else {
                break;
            };
            let active = self.axis.current() == Some(at);
            let style = look.style(if active { Role::Cursor } else { Role::Popup });
            let row = Rect {
                y,
                height: 1,
                ..room
            };
            paint::tint(buf, row, style);
            let shown = text::fit_with(&words, room.width, look.glyphs.ellipsis);
            paint::put(buf, room.x, y, room.width, &shown, style);
            if active {
                cursor = Some(Position::new(room.x, y));
            }
        }
        cursor
    }

    fn words(&self, _desk: &Desk, texts: &Texts) -> String {
        let row = self.row(self.axis.cursor(), texts);
        row.map_or_else(String::new, |row| {
            tr!(texts, "announced-words", row).into_owned()
        })
    }

    fn short_words(&self, _desk: &Desk, texts: &Texts) -> String {
        self.row(self.axis.cursor(), texts).unwrap_or_default()
    }
}

fn question(texts: &Texts) -> Vec<String> {
    let mut lines = text::wrap(&texts.get("roll-call-announced"), WIDTH);
    lines.extend(text::wrap(&texts.get("roll-call-announced-keys"), WIDTH));
    lines.push(String::new());
    lines
}
