//! A text whole and only to be read: the topic or the homeworks of another's lesson, a row of a
//! list.

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

#[derive(Debug)]
enum What {
    Topic(LessonId),
    Homework(LessonId),
    Text { title: String, text: String },
}

/// A text in a window.
#[derive(Debug)]
pub struct Reading {
    what: What,
    lines: Scrolled<String>,
}

impl Reading {
    /// The topic of a lesson.
    pub fn topic(lesson: LessonId) -> Self {
        Self::of(What::Topic(lesson))
    }

    /// The homeworks of a lesson.
    pub fn homework(lesson: LessonId) -> Self {
        Self::of(What::Homework(lesson))
    }

    /// A text under a title.
    pub fn text(title: String, text: String) -> Self {
        Self::of(What::Text { title, text })
    }

    fn of(what: What) -> Self {
        Self {
            what,
            lines: Scrolled::default(),
        }
    }

    /// From the topic to the homeworks and back; the same key again closes what it has opened.
    fn turn_to(&mut self, action: Action) -> Outcome {
        let turned = match (&self.what, action) {
            (What::Topic(lesson), Action::EditHomework) => Self::homework(*lesson),
            (What::Homework(lesson), Action::EditTopic) => Self::topic(*lesson),
            (What::Text { .. }, _) => return Outcome::Ignored,
            _ => return Outcome::Close,
        };
        *self = turned;
        Outcome::Consumed
    }

    /// The lesson that it is of; none of another text.
    fn lesson(&self) -> Option<LessonId> {
        match self.what {
            What::Topic(lesson) | What::Homework(lesson) => Some(lesson),
            What::Text { .. } => None,
        }
    }

    fn whole(&self, desk: &Desk, texts: &Texts) -> String {
        let sheet = |lesson| desk.pages.sheet_of(lesson);
        let said = match &self.what {
            What::Topic(lesson) => sheet(*lesson).map(|sheet| of_topic(sheet, texts)),
            What::Homework(lesson) => sheet(*lesson).map(|sheet| of_homeworks(sheet, desk, texts)),
            What::Text { text, .. } => Some(text.clone()),
        };
        said.unwrap_or_else(|| texts.get("lesson-not-loaded").into_owned())
    }
}

fn of_topic(sheet: &Sheet, texts: &Texts) -> String {
    let none = || texts.get("reading-no-topic").into_owned();
    let topic = sheet.topic.as_ref();
    topic.map_or_else(none, |topic| topic.text.clone())
}

fn of_homeworks(sheet: &Sheet, desk: &Desk, texts: &Texts) -> String {
    let parts = sheet.homework.values();
    let parts: Vec<String> = parts.map(|one| of_homework(one, desk, texts)).collect();
    if parts.is_empty() {
        return texts.get("reading-no-homework").into_owned();
    }
    parts.join("\n \n")
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
        match action {
            Action::EditTopic | Action::EditHomework => self.turn_to(action),
            _ => self.lines.act(action, &[Action::Cancel, Action::Confirm]),
        }
    }

    fn knows(&self, action: Action, desk: &Desk) -> bool {
        let of_lesson = matches!(action, Action::EditTopic | Action::EditHomework);
        of_lesson && self.lesson().is_some() || self.hints(desk).contains(&action)
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        let scrolls = self.lines.scrolls();
        let scrolls = scrolls.then_some([Action::MoveDown, Action::PageDown]);
        let other = match self.what {
            What::Topic(_) => Some(Action::EditHomework),
            What::Homework(_) => Some(Action::EditTopic),
            What::Text { .. } => None,
        };
        let hints = scrolls.into_iter().flatten().chain(other);
        hints.chain([Action::Cancel]).collect()
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        scrolled::hint(action)
    }

    fn settle(&mut self, area: Rect, desk: &Desk, texts: &Texts) {
        let text = self.whole(desk, texts);
        let room = frame::inside((WIDTH, u16::MAX), area);
        self.lines.set(text::wrap(&text, room.width));
        self.lines.settle(room.height);
    }

    fn paint(&self, desk: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let of_lesson = |name: &str, lesson: LessonId| {
            let lesson = desk.lesson_title(lesson).unwrap_or_default();
            format!("{} · {lesson}", look.texts.get(name))
        };
        let title = match &self.what {
            What::Topic(lesson) => of_lesson("kind-topic", *lesson),
            What::Homework(lesson) => of_lesson("label-homework", *lesson),
            What::Text { title, .. } => title.clone(),
        };
        let room = frame::paint(&title, (WIDTH, self.lines.rows()), look, area, buf);
        self.lines.paint(room, |words, y| {
            frame::line(room, y, words, Role::Popup, look, buf);
        })
    }

    /// Why it is only read, and who writes it.
    fn words(&self, desk: &Desk, texts: &Texts) -> String {
        let refused = self.lesson().and_then(|lesson| {
            let verdict = desk.only_looks(lesson)?;
            Some(messages::refused(&verdict, lesson.into(), desk, texts))
        });
        refused.unwrap_or_else(|| texts.get("reading-words").into_owned())
    }
}
