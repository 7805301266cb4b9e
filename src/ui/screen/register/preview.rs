//! What an amendment would change, shown before it is written: totals first, dangers first, what
//! was and what will be. With dangers it is written by a key of its own alone, and the server
//! asks for the very dangers that stood here. Enter then only shows a row whole.

use super::{consequences, send};
use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::tr;
use crate::ui::hint::Reason;
use crate::ui::layer::{Answered, Cx, Outcome, PopupResult};
use crate::ui::list::{Column, ListScreen, ListSource, Seen, Width};
use crate::ui::screen::whole_row;
use journal::register::{Amended, Amendment, AmendmentOutcome, Consequences, Effect, Register};
use std::borrow::Cow;

/// What stands in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Danger,
    Effect,
    Step,
}

/// A consequence, or a field that changes.
#[derive(Debug)]
pub struct Line {
    sort: Sort,
    text: String,
    /// The first of the lessons that it is about.
    samples: String,
}

/// What an amendment would change.
#[derive(Debug)]
pub struct Preview {
    amendment: Amendment,
    consequences: Consequences,
    title: String,
    totals: String,
    lines: Vec<Line>,
    /// It is being written.
    waiting: bool,
}

impl Preview {
    /// What the server has said of an amendment.
    pub fn of(amendment: Amendment, amended: Amended, cx: &Cx<'_>) -> ListScreen<Self> {
        let mut preview = Self {
            amendment,
            consequences: Consequences::default(),
            title: String::new(),
            totals: String::new(),
            lines: Vec::new(),
            waiting: false,
        };
        preview.take(amended, cx);
        ListScreen::new(preview)
    }

    fn take(&mut self, amended: Amended, cx: &Cx<'_>) {
        let (desk, texts) = (&*cx.desk, cx.texts);
        let at = self.amendment.record;
        let mut register: Register = desk
            .records(at.kind)
            .map(|(_, register)| register.clone())
            .unwrap_or_default();
        let record = [&self.amendment.wanted, &self.amendment.expected];
        let record = record.into_iter().flatten().next().cloned();
        register.put(at, record);
        self.title = register.title(at).unwrap_or_default();
        self.totals = consequences::totals(&amended, texts);
        self.consequences = amended.consequences;
        let effect = |effect: &Effect| Line {
            sort: if effect.kind.is_danger() {
                Sort::Danger
            } else {
                Sort::Effect
            },
            text: consequences::effect(effect, &register, desk, texts),
            samples: consequences::samples(effect, texts),
        };
        self.lines = self.consequences.effects.iter().map(effect).collect();
        let steps = self.amendment.steps();
        self.lines.extend(steps.iter().map(|step| Line {
            sort: Sort::Step,
            text: consequences::step(step, at.kind.described(), &register, texts),
            samples: String::new(),
        }));
    }

    fn is_dangerous(&self) -> bool {
        self.consequences.dangers().next().is_some()
    }

    fn write(&mut self, cx: &mut Cx<'_>) -> Outcome {
        if !self.waiting {
            let agreed = self.consequences.dangers().cloned().collect();
            self.waiting = send::write(&self.amendment, agreed, cx);
        }
        Outcome::Consumed
    }
}

impl ListSource for Preview {
    type Row = Line;
    type Id = String;

    fn columns(&self) -> Vec<Column<Line>> {
        let text = Column::new("", Width::Rest(20), |row: &Line, _| {
            Cow::Borrowed(row.text.as_str())
        });
        let text = text.look(|row, _| match row.sort {
            Sort::Danger => Role::Error,
            Sort::Effect | Sort::Step => Role::Text,
        });
        vec![text.searched()]
    }

    fn rows<'a>(&'a self, _desk: &'a Desk) -> Vec<&'a Line> {
        self.lines.iter().collect()
    }

    fn id(&self, row: &Line) -> String {
        row.text.clone()
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        tr!(texts, "title-preview", title = self.title.as_str()).into_owned()
    }

    fn subtitle(&self, _desk: &Desk) -> Option<String> {
        Some(self.totals.clone())
    }

    fn is_counted(&self) -> bool {
        false
    }

    fn group<'a>(&self, row: &'a Line, seen: Seen<'a>) -> Option<Cow<'a, str>> {
        Some(seen.texts.get(match row.sort {
            Sort::Danger => "preview-group-dangers",
            Sort::Effect => "preview-group-effects",
            Sort::Step => "preview-group-steps",
        }))
    }

    fn has_detail(&self, row: &Line, _desk: &Desk) -> bool {
        !row.samples.is_empty()
    }

    fn detail(&self, row: &Line, _seen: Seen<'_>) -> (String, Role) {
        (row.samples.clone(), Role::Muted)
    }

    fn actions(&self) -> &'static [Action] {
        &[Action::Save, Action::Agree]
    }

    fn always(&self) -> &'static [Action] {
        &[Action::Cancel, Action::Help]
    }

    fn availability(&self, action: Action, _row: &Line, _desk: &Desk) -> Result<(), Reason> {
        match action {
            Action::Save if self.is_dangerous() => Err(Reason("why-consent")),
            Action::Agree if !self.is_dangerous() => Err(Reason("why-no-consent")),
            _ => Ok(()),
        }
    }

    fn act(&mut self, action: Action, at: Option<&String>, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Confirm if self.is_dangerous() => whole_row::read(self, at, cx),
            Action::Confirm | Action::Save | Action::Agree => self.write(cx),
            _ => Outcome::Ignored,
        }
    }

    fn hint(&self, action: Action, _row: &Line, _desk: &Desk) -> Option<&'static str> {
        let removes = self.amendment.wanted.is_none();
        match action {
            Action::Confirm if self.is_dangerous() => Some("hint-whole"),
            Action::Confirm | Action::Save if removes => Some("hint-remove"),
            Action::Confirm | Action::Save => Some("hint-record"),
            Action::Agree if removes => Some("hint-agree-remove"),
            _ => None,
        }
    }

    fn amended(&mut self, answer: &Answered, cx: &mut Cx<'_>) -> Outcome {
        if !std::mem::take(&mut self.waiting) {
            return Outcome::Ignored;
        }
        match answer {
            Ok(amended) if amended.outcomes.first() == Some(&AmendmentOutcome::NotAgreed) => {
                self.take(amended.clone(), cx);
                send::say(cx.texts.get("preview-changed").into_owned(), cx);
                Outcome::Consumed
            }
            // It can be sent again from here.
            Err(_) => {
                send::answered(answer, cx);
                Outcome::Consumed
            }
            Ok(_) => Outcome::TellAndClose(PopupResult::Amended(answer.clone())),
        }
    }

    fn words(&self, row: &Line, _desk: &Desk, _texts: &Texts) -> Option<String> {
        Some(row.text.clone())
    }
}
