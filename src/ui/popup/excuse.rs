//! Why a lesson is kept only after its term: one line, which the second step of a term asks for.

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::input::keymap::Context;
use crate::ui::keys::form_action;
use crate::ui::layer::{Cx, Layer, Outcome};
use crate::ui::messages;
use crate::ui::recording;
use crate::ui::widget::field::{Field, FieldOutcome};
use crate::ui::widget::frame;
use crate::ui::widget::{Look, text};
use crossterm::event::KeyEvent;
use journal::{Cell, Content, Edit, Excuse, LessonId, validity};
use offline::{Draft, DraftKey, DraftKind};
use ratatui::buffer::Buffer;
use ratatui::layout::{Position, Rect};

/// Columns inside the frame.
const WIDTH: u16 = 58;
/// The field's name in a draft.
const WORDS: &str = "words";
/// The name of what stood there when the draft was begun; none: nothing did.
const BASE: &str = "base";

/// The window of a lesson's excuse.
#[derive(Debug)]
pub struct ExcuseForm {
    lesson: LessonId,
    /// What stood there when the words were begun.
    base: Option<Excuse>,
    field: Field,
}

impl ExcuseForm {
    /// The window of a lesson, with what was typed into it some other time, or else what stands there.
    pub fn new(lesson: LessonId, desk: &Desk) -> Self {
        let field = Field::new().limit(validity::COMMENT_LIMIT);
        let stands = standing(lesson, desk);
        let (base, typed) = match desk.drafts.get(&key(lesson)) {
            Some(Draft::Form(typed)) => {
                let base = typed.get(BASE).cloned().map(|words| Excuse { words });
                (base, typed.get(WORDS).cloned())
            }
            _ => (stands.clone(), None),
        };
        let shown = typed.or(stands.map(|stands| stands.words));
        Self {
            lesson,
            base,
            field: field.with(&shown.unwrap_or_default()),
        }
    }

    fn wanted(&self) -> Option<Excuse> {
        let words = self.field.value().trim();
        (!words.is_empty()).then(|| Excuse {
            words: words.to_owned(),
        })
    }

    /// What is typed and not entered is to outlive the window.
    fn keep(&self, desk: &mut Desk) {
        let base = self
            .base
            .iter()
            .map(|base| (BASE.to_owned(), base.words.clone()));
        let typed = base.chain([(WORDS.to_owned(), self.field.value().to_owned())]);
        let differs = self.wanted() != self.base;
        let draft = differs.then_some(Draft::Form(typed.collect()));
        desk.drafts.set(key(self.lesson), draft);
    }

    fn save(&self, cx: &mut Cx<'_>) -> Outcome {
        // What somebody else has entered since then is a conflict to be seen.
        let old = Content::Excuse(self.base.clone());
        let edit = Edit::between(Cell::Excuse, old, Content::Excuse(self.wanted()));
        let edits = edit.into_iter().map(|edit| (self.lesson, edit));
        recording::record_form(edits.collect(), cx)
    }
}

fn standing(lesson: LessonId, desk: &Desk) -> Option<Excuse> {
    let spot = desk.pages.spot(lesson)?;
    spot.sheet.lesson()?.excuse.clone()
}

fn key(lesson: LessonId) -> DraftKey {
    DraftKey {
        sheet: Some(lesson.into()),
        kind: DraftKind::Form("excuse".to_owned()),
    }
}

impl Layer for ExcuseForm {
    fn context(&self) -> Context {
        Context::Text
    }

    fn is_popup(&self) -> bool {
        true
    }

    fn draft_key(&self) -> Option<DraftKey> {
        Some(key(self.lesson))
    }

    fn act(&mut self, action: Action, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Cancel => return Outcome::Close,
            Action::Confirm | Action::Save => return self.save(cx),
            Action::Undo => {
                messages::typing_undone(self.field.undo(), cx);
                self.keep(cx.desk);
            }
            _ => return Outcome::Ignored,
        }
        Outcome::Consumed
    }

    fn key(&mut self, key: KeyEvent, cx: &mut Cx<'_>) -> Outcome {
        if let Some(action) = form_action(key) {
            return self.act(action, cx);
        }
        match self.field.handle(key) {
            FieldOutcome::Ignored => return Outcome::Ignored,
            FieldOutcome::Changed => self.keep(cx.desk),
            _ => {}
        }
        Outcome::Consumed
    }

    fn paste(&mut self, text: &str, cx: &mut Cx<'_>) -> Outcome {
        self.field.paste(text);
        self.keep(cx.desk);
        Outcome::Consumed
    }

    fn hints(&self, _desk: &Desk) -> Vec<Action> {
        vec![Action::Confirm, Action::Cancel]
    }

    fn hint(&self, action: Action, _desk: &Desk) -> &'static str {
        match action {
            Action::Confirm => "hint-record",
            _ => "hint-leave",
        }
    }

    fn paint(&self, _: &Desk, look: Look<'_>, area: Rect, buf: &mut Buffer) -> Option<Position> {
        let width = WIDTH.min(area.width.saturating_sub(4));
        let title = look.texts.get("excuse-title");
        let title = text::fit_with(&title, width.saturating_sub(2), look.glyphs.ellipsis);
        let room = frame::paint(&title, (width, 1), look, area, buf);
        Some(
            self.field
                .paint((room.x, room.y, room.width), "", look, buf),
        )
    }

    fn words(&self, _: &Desk, texts: &Texts) -> String {
        texts.get("excuse-title").into_owned()
    }
}
