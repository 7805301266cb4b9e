//! Choosing the kind of work for a new column of marks.

use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::layer::{Cx, Outcome, PopupResult};
use crate::ui::list::{Column, ListScreen, ListSource, Width};
use journal::{LessonId, Sheet, WorkKind, WorkKindId, WorkRef};
use std::borrow::Cow;

/// The kinds of work that a lesson can have a column for.
#[derive(Debug)]
pub struct Works {
    lesson: LessonId,
}

impl Works {
    /// The window over a lesson.
    pub fn window(lesson: LessonId) -> ListScreen<Self> {
        ListScreen::new(Self { lesson })
    }

    /// A work of this kind that the lesson does not have yet.
    fn next_of(&self, kind: WorkKindId, desk: &Desk) -> WorkRef {
        let works = desk
            .pages
            .sheet_of(self.lesson)
            .map(Sheet::works)
            .unwrap_or_default();
        let taken = works.iter().filter(|work| work.kind == kind).count();
        WorkRef {
            kind,
            nth: u8::try_from(taken).unwrap_or(u8::MAX),
        }
    }
}

impl ListSource for Works {
    type Row = WorkKind;
    type Id = WorkKindId;

    fn columns(&self) -> Vec<Column<WorkKind>> {
        let title = Column::new("", Width::Rest(1), |kind: &WorkKind, _| {
            Cow::Borrowed(kind.title.as_str())
        });
        let weight = Column::new("", Width::Fit(10), |kind: &WorkKind, seen| {
            tr!(seen.texts, "work-weight", weight = kind.weight)
        });
        vec![title.searched(), weight.right()]
    }

    fn rows<'a>(&'a self, desk: &'a Desk) -> Vec<&'a WorkKind> {
        let rules = desk.rules.iter();
        rules.flat_map(|rules| &rules.work_kinds).collect()
    }

    fn id(&self, kind: &WorkKind) -> WorkKindId {
        kind.id
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        texts.get("works-title").into_owned()
    }

    fn window(&self) -> Option<u16> {
        Some(44)
    }

    fn is_counted(&self) -> bool {
        false
    }

    fn always(&self) -> &'static [Action] {
        &[Action::MoveDown, Action::Cancel]
    }

    fn hint(&self, action: Action, _kind: &WorkKind, _desk: &Desk) -> Option<&'static str> {
        match action {
            Action::Confirm => Some("hint-add"),
            Action::MoveDown => Some("hint-next-found"),
            Action::Cancel => Some("hint-leave"),
            _ => None,
        }
    }

    fn act(&mut self, action: Action, at: Option<&WorkKindId>, cx: &mut Cx<'_>) -> Outcome {
        match (action, at) {
            (Action::Confirm, Some(kind)) => {
                Outcome::TellAndClose(PopupResult::OpenWork(self.next_of(*kind, cx.desk)))
            }
            _ => Outcome::Ignored,
        }
    }

    fn words(&self, kind: &WorkKind, _desk: &Desk, texts: &Texts) -> Option<String> {
        Some(tr!(texts, "works-words", title = kind.title.as_str()).into_owned())
    }
}
