//! What a gesture would change, shown before it is written: totals first, dangers first, what
//! was and what will be. With dangers it is written by a key of its own alone, and the server
//! asks for the very dangers that stood here. Enter then only shows a row whole.

use super::{consequences, moves, send};
use crate::action::Action;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::record_words::effects;
use crate::record_words::steps;
use crate::theme::Role;
use crate::tr;
use crate::ui::hint::Reason;
use crate::ui::layer::{Answered, Cx, Outcome, PopupResult};
use crate::ui::list::{Column, ListScreen, ListSource, Seen, Width};
use crate::ui::screen::whole_row;
use journal::register::{
    Amended, Amendment, AmendmentOutcome, Consequences, Moves, RecordKind, Register,
};
use protocol::UndoGesture;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// What stands in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sort {
    Danger,
    Pupil,
    List,
    Effect,
    Step,
}

/// A consequence, a pupil who moves, or a field that changes.
#[derive(Debug)]
pub struct Line {
    /// Its place.
    at: usize,
    sort: Sort,
    text: String,
    /// The first of the lessons that it is about; the groups of a pupil who moves.
    detail: String,
    /// That is something to be seen to.
    warns: bool,
}

/// What a gesture would change.
#[derive(Debug)]
pub struct Preview {
    /// Its amendments; by the first it is called.
    gesture: Vec<Amendment>,
    consequences: Consequences,
    title: String,
    totals: String,
    lines: Vec<Line>,
    /// That a gesture is taken back by it; none: it is a new one.
    undoes: Option<Undoes>,
    /// It is being written.
    waiting: bool,
}

/// A gesture that is taken back.
#[derive(Debug, Clone)]
pub struct Undoes {
    /// As it was written.
    pub written: Vec<Amendment>,
    /// What the server is asked, of which nothing is agreed to yet.
    pub undo: UndoGesture,
}

impl Preview {
    /// What the server has said of a gesture.
    pub fn of(gesture: Vec<Amendment>, amended: Amended, cx: &Cx<'_>) -> ListScreen<Self> {
        Self::made(gesture, None, amended, cx)
    }

    /// What the server has said of taking a gesture back.
    pub fn undoing(undoes: Undoes, amended: Amended, cx: &Cx<'_>) -> ListScreen<Self> {
        let back = undoes.written.iter().map(|one| Amendment {
            expected: one.wanted.clone(),
            wanted: one.expected.clone(),
            ..one.clone()
        });
        Self::made(back.collect(), Some(undoes), amended, cx)
    }

    fn made(
        gesture: Vec<Amendment>,
        undoes: Option<Undoes>,
        amended: Amended,
        cx: &Cx<'_>,
    ) -> ListScreen<Self> {
        let mut preview = Self {
            undoes,
            gesture,
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
        self.totals = consequences::totals(&amended, texts);
        self.consequences = amended.consequences;
        let register = shown(&self.gesture, desk);
        let first = self.gesture.first();
        let title = first.and_then(|one| register.title(one.record));
        self.title = title.unwrap_or_default();
        let mut lines = Lines::default();
        let (dangers, effects): (Vec<_>, Vec<_>) = {
            let effects = self.consequences.effects.iter();
            effects.partition(|effect| effect.kind.is_danger())
        };
        for (sort, effects) in [(Sort::Danger, dangers), (Sort::Effect, effects)] {
            if sort == Sort::Effect {
                lines.moves(&self.consequences.moves, texts);
            }
            for effect in effects {
                let text = consequences::effect(effect, &register, desk, texts);
                lines.put(sort, text, effects::samples(effect, texts));
            }
        }
        for (nth, one) in self.gesture.iter().enumerate() {
            if nth > 0 {
                lines.put(Sort::Step, another(one, &register, texts), String::new());
                continue;
            }
            for step in one.steps() {
                let described = one.record.kind.described();
                let text = steps::step(&step, described, &register, texts);
                lines.put(Sort::Step, text, String::new());
            }
        }
        self.lines = lines.0;
    }

    fn is_dangerous(&self) -> bool {
        self.consequences.dangers().next().is_some()
    }

    fn write(&mut self, cx: &mut Cx<'_>) -> Outcome {
        if !self.waiting {
            let agreed = self.consequences.dangers().cloned().collect();
            self.waiting = match self.undoes.clone() {
                None => send::write(&self.gesture, agreed, cx),
                Some(Undoes { written, undo }) => {
                    send::undo(&written, UndoGesture { agreed, ..undo }, false, cx)
                }
            };
        }
        Outcome::Consumed
    }
}

impl ListSource for Preview {
    type Row = Line;
    type Id = usize;

    fn columns(&self) -> Vec<Column<Line>> {
        let text = Column::new("", Width::Rest(20), |row: &Line, _| {
            Cow::Borrowed(row.text.as_str())
        });
        let text = text.look(|row, _| match row.sort {
            Sort::Danger => Role::Error,
            Sort::Pupil | Sort::List | Sort::Effect | Sort::Step => Role::Text,
        });
        vec![text.searched()]
    }

    fn rows<'a>(&'a self, _desk: &'a Desk) -> Vec<&'a Line> {
        self.lines.iter().collect()
    }

    fn id(&self, row: &Line) -> usize {
        row.at
    }

    fn title(&self, _desk: &Desk, texts: &Texts) -> String {
        let key = match self.undoes {
            None => "title-preview",
            Some(_) => "title-preview-undo",
        };
        tr!(texts, key, title = self.title.as_str()).into_owned()
    }

    fn subtitle(&self, _desk: &Desk, _texts: &Texts) -> Option<String> {
        Some(self.totals.clone())
    }

    fn is_counted(&self) -> bool {
        false
    }

    fn group<'a>(&self, row: &'a Line, seen: Seen<'a>) -> Option<Cow<'a, str>> {
        Some(seen.texts.get(match row.sort {
            Sort::Danger => "preview-group-dangers",
            Sort::Pupil => "preview-group-pupils",
            Sort::List => "preview-group-lists",
            Sort::Effect => "preview-group-effects",
            Sort::Step => "preview-group-steps",
        }))
    }

    fn has_detail(&self, row: &Line, _desk: &Desk) -> bool {
        !row.detail.is_empty()
    }

    fn detail(&self, row: &Line, _seen: Seen<'_>) -> (String, Role) {
        let role = if row.warns {
            Role::Warning
        } else {
            Role::Muted
        };
        (row.detail.clone(), role)
    }

    fn actions(&self) -> &'static [Action] {
        &[Action::Save, Action::Agree]
    }

    fn always(&self) -> &'static [Action] {
        &[Action::Cancel, Action::Help]
    }

    fn availability(&self, action: Action, _row: &Line, _desk: &Desk) -> Result<(), Reason> {
        match action {
            Action::Save if self.is_dangerous() => Err(Reason("why-danger")),
            Action::Agree if !self.is_dangerous() => Err(Reason("why-no-danger")),
            _ => Ok(()),
        }
    }

    fn act(&mut self, action: Action, at: Option<&usize>, cx: &mut Cx<'_>) -> Outcome {
        match action {
            Action::Confirm if self.is_dangerous() => whole_row::read(self, at, cx),
            Action::Confirm | Action::Save | Action::Agree => self.write(cx),
            _ => Outcome::Ignored,
        }
    }

    fn hint(&self, action: Action, _row: &Line, _desk: &Desk) -> Option<&'static str> {
        let removes = self.gesture.iter().all(|one| one.wanted.is_none());
        match action {
            Action::Confirm if self.is_dangerous() => Some("hint-whole"),
            Action::Confirm | Action::Save if self.undoes.is_some() => Some("hint-take-back"),
            Action::Confirm | Action::Save if removes => Some("hint-remove"),
            Action::Confirm | Action::Save => Some("hint-record"),
            Action::Agree if self.undoes.is_some() => Some("hint-agree-take-back"),
            Action::Agree if removes => Some("hint-agree-remove"),
            _ => None,
        }
    }

    fn amended(&mut self, answer: &Answered, cx: &mut Cx<'_>) -> Outcome {
        if !std::mem::take(&mut self.waiting) {
            return Outcome::Ignored;
        }
        match answer {
            Ok(amended) if amended.outcomes.contains(&AmendmentOutcome::NotAgreed) => {
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

    /// The whole of what a row and its detail cut short.
    fn words(&self, row: &Line, _desk: &Desk, _texts: &Texts) -> Option<String> {
        let said = [row.text.as_str(), row.detail.as_str()];
        let said = said.into_iter().filter(|it| !it.is_empty());
        Some(said.collect::<Vec<_>>().join(": "))
    }

    fn short_words(&self, row: &Line, _desk: &Desk, _texts: &Texts) -> Option<String> {
        Some(row.text.clone())
    }
}

/// The lines of a preview, in order.
#[derive(Default)]
struct Lines(Vec<Line>);

impl Lines {
    fn put(&mut self, sort: Sort, text: String, detail: String) {
        let at = self.0.len();
        self.0.push(Line {
            at,
            sort,
            text,
            detail,
            warns: false,
        });
    }

    /// Who goes where, and the lists of journals that change by it.
    fn moves(&mut self, moved: &Moves, texts: &Texts) {
        for pupil in &moved.named {
            let text = moves::pupil(pupil, texts);
            self.put(Sort::Pupil, text, moves::detail(pupil, texts));
            if let Some(line) = self.0.last_mut() {
                line.warns = !pupil.ungrouped.is_empty();
            }
        }
        if let Some(more) = moves::more(moved, texts) {
            self.put(Sort::Pupil, more, String::new());
        }
        for list in &moved.lists {
            self.put(
                Sort::List,
                moves::list(list, texts),
                list.journals.join(", "),
            );
        }
    }
}

/// The register as far as its records are called by it, with all that is wanted there: records of
/// one gesture name each other.
fn shown(gesture: &[Amendment], desk: &Desk) -> Register {
    let mut register = Register::default();
    let kinds: BTreeSet<RecordKind> = gesture.iter().map(|one| one.record.kind).collect();
    let lists = || {
        let kinds = kinds.iter();
        kinds.filter_map(|kind| Some((*kind, desk.records(*kind)?.1)))
    };
    // What a list brings along gives way to the list of that kind.
    for (_, list) in lists() {
        for kind in RecordKind::ALL {
            if list.of(*kind).next().is_some() {
                register.share(list, *kind);
            }
        }
    }
    for (kind, list) in lists() {
        register.share(list, kind);
    }
    for one in gesture {
        let record = one.wanted.as_ref().or(one.expected.as_ref());
        register.put(one.record, record.cloned());
    }
    register
}

/// A record that moves together with the first, by its list and its title.
fn another(amendment: &Amendment, register: &Register, texts: &Texts) -> String {
    let at = amendment.record;
    let list = texts.get(&at.kind.described().list_key());
    let title = register.title(at).unwrap_or_default();
    tr!(texts, "preview-another", list, title).into_owned()
}
