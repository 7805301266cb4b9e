//! The topic or the homeworks of another's lesson, whole and only to be read.

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::{Texts, dates};
use crate::input::keymap::Context;
use crate::theme::Role;
use crate::ui::describe::nature_key;
use crate::ui::layer::{Cx, Layer, Outcome};
use crate::ui::messages;
use crate::ui::popup::scrolled;
use crate::ui::popup::scrolled::Scrolled;
use crate::ui::widget::frame;
use crate::ui::widget::{Look, text};
use journal::{Audience, Homework, LessonId, Sheet};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Columns of the text.
const WIDTH: u16 = 70;

/// A text in a window.
#[derive(Debug)]
pub struct Reading {
    lesson: LessonId,
    /// The homeworks; else the topic.
    homework: bool,
    lines: Scrolled<String>,
}

impl Reading {
    /// The topic of a lesson.
    pub fn topic(lesson: LessonId) -> Self {
        Self {
            lesson,
            homework: false,
            lines: Scrolled::default(),
        }
    }

    /// The homeworks of a lesson.
    pub fn homework(lesson: LessonId) -> Self {
        Self {
            homework: true,
            ..Self::topic(lesson)
        }
    }

    fn text(&self, sheet: &Sheet, desk: &Desk, texts: &Texts) -> String {
        if !self.homework {
            let topic = sheet.topic.as_ref();
            return topic.map_or_else(
                || texts.get("reading-no-topic").into_owned(),
                |topic| topic.text.clone(),
            );
        }
        let parts = sheet.homework.values();
        let parts: Vec<String> = parts.map(|one| of_homework(one, desk, texts)).collect();
        if parts.is_empty() {
            return texts.get("reading-no-homework").into_owned();
        }
        parts.join("\n \n")
    }
}

/// A homework with all that is said of it.
fn of_homework(homework: &Homework, desk: &Desk, texts: &Texts) -> String {
    let whom = match &homework.audience {
        Audience::All => texts.get("homework-for-all").into_owned(),
        Audience::Pupils(pupils) => {
            let names = pupils.iter().filter_map(|pupil| desk.pupil_name(*pupil));
            names.collect::<Vec<_>>().join(", ")
        }
    };
    let text = if homework.is_none_set() {
        texts.get("homework-none").into_owned()
    } else {
        homework.text.clone()
    };
    let due = homework.due;
    let due = due.map(|due| dates::due_date(texts.language(), due));
    let nature = homework.nature;
    let nature = nature.map(|nature| texts.get(nature_key(Some(nature))).into_owned());
    let said = |label: &str, words: &str| format!("{}: {words}", texts.get(label));
    let mut lines = vec![said("homework-whom", &whom), text];
    lines.extend(due.map(|due| said("homework-due", &due)));
    lines.extend(nature.map(|nature| said("homework-nature", &nature)));
    lines.extend(homework.links.iter().cloned());
    lines.join("\n")
}

impl Layer for Reading {
    fn context(&self) -> Context {
        Context::Popup
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, _cx: &mut Cx<'_>) -> Outcome {
        if self.lines.go(action) {
            return Outcome::Consumed;
        }
        match action {
            Action::Cancel | Action::Confirm | Action::EditTopic | Action::EditHomework => {
                Outcome::Close
            }
            _ => Outcome::Ignored,
        }
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        scrolled::hints()
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        scrolled::hint(action)
    }

    fn settle(&mut self, area: Rect, desk: &Desk, texts: &Texts) {
        let text = match desk.pages.sheet_of(self.lesson) {
            Some(sheet) => self.text(sheet, desk, texts),
            None => texts.get("lesson-not-loaded").into_owned(),
        };
        let room = frame::inside((WIDTH, u16::MAX), area);
        self.lines.set(text::wrap(&text, room.width));
        self.lines.settle(room.height);
    }

    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let name = if self.homework {
            "kind-homework"
        } else {
            "kind-topic"
        };
        let lesson = desk.lesson_title(self.lesson).unwrap_or_default();
        let title = format!("{} · {lesson}", look.texts.get(name));
        let room = frame::paint(&title, (WIDTH, self.lines.rows()), look, area, buf);
        self.lines.paint(room, |words, y| {
            frame::line(room, y, words, Role::Popup, look, buf);
        })
    }

    /// Why it is only read, and who writes it.
    fn words(&self, desk: &Desk, texts: &Texts) -> String {
        let verdict = desk.only_looks(self.lesson);
        verdict.map_or_else(
            || texts.get("reading-words").into_owned(),
            |verdict| messages::refused(&verdict, self.lesson.into(), desk, texts),
        )
    }
}
