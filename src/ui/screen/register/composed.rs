//! The form of a record together with others that name it or that it names, such as an order with its
//! lines: entered in one form, checked together, seen together before they are written, all of them
//! or none.

mod composition;
mod consents;
mod entry;
mod whole_class;

pub use composition::{Composition, HEAD, Slot, TABLE};

use super::answered::Heard;
use super::head::{Head, Stands};
use super::{fields, send, words};
use crate::desk::Desk;
use crate::desk::register::Step;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::form::{Entered, FieldId, Form, FormField, FormScreen, FormSource, InputKind};
use crate::ui::layer::{Answered, Cx, Outcome};
use crate::ui::route::Route;
use composition::{Cell, FROM, Given};
use journal::PupilId;
use journal::register::{Record, RecordId, RecordKind, Register};
use journal::regulation::Act;
use offline::{DraftKey, ListKey, PageKey};
use std::collections::BTreeMap;

/// The form of a record with others.
#[derive(Debug)]
pub struct ComposedForm {
    of: &'static Composition,
    head: Head,
}

impl ComposedForm {
    /// The form of a record, or of a new one.
    pub fn of(
        of: &'static Composition,
        id: Option<RecordId>,
        desk: &Desk,
        texts: &Texts,
    ) -> FormScreen<Self> {
        let head = Head::of(of, id, desk, texts);
        FormScreen::new(Self { of, head })
    }

    /// The list that is not here yet, of those that the form is made of.
    fn lacking(&self, desk: &Desk) -> Option<ListKey> {
        let kinds = self.of.kinds().into_iter();
        let mut lacking = kinds.filter(|kind| desk.records(*kind).is_none());
        let lacking = lacking.next().map(ListKey::Records);
        lacking.or_else(|| desk.choices(self.of.choices).err())
    }

    /// All that the form needs of the register: what is chosen among, and the records of its kinds
    /// as their own lists have them.
    fn register(&self, desk: &Desk) -> Option<Register> {
        let mut register = desk.choices(self.of.choices).ok()?.clone();
        let kinds = self.of.kinds().into_iter();
        for kind in kinds.filter(|kind| *kind != self.of.choices) {
            let (_, own) = desk.records(kind)?;
            register.share(own, kind);
            // What only that list brings along.
            for named in kind.named() {
                if register.of(named).next().is_none() {
                    register.share(own, named);
                }
            }
        }
        Some(register)
    }

    /// Why whoever sits here only looks; who waits for an order is known once the lists are here.
    fn locked(&self, desk: &Desk, texts: &Texts) -> Option<String> {
        let locked = self.head.locked.clone();
        locked.or_else(|| {
            let mut kinds = self.of.kinds().into_iter();
            kinds.find_map(|kind| words::awaits_order(kind, desk, texts))
        })
    }

    /// What is entered that does not stand there; none, if some of it cannot be read.
    fn steps(&self, form: &Form, cx: &Cx<'_>) -> Option<Vec<(Slot, Step)>> {
        let entry = self.entered(form, cx.desk, cx.texts);
        if entry.head().is_none() || entry.is_unread() {
            return None;
        }
        let said = entry.said.into_iter();
        let steps = said.map(|one| (one.slot, (one.at, one.stands, Some(one.record))));
        Some(steps.filter(|(_, (_, was, is))| was != is).collect())
    }

    fn ask(&mut self, form: &Form, cx: &mut Cx<'_>) -> Option<Outcome> {
        let steps = self.steps(form, cx)?;
        if steps.is_empty() {
            // All of it stands there already.
            if let Some(draft) = self.head.draft() {
                cx.desk.drafts.set(draft, None);
            }
            return Some(Outcome::Close);
        }
        Some(self.head.ask(steps, form, cx))
    }

    /// The fields of a record of the form.
    fn cells(
        &self,
        slot: Slot,
        stands: Option<&Record>,
        register: &Register,
        desk: &Desk,
        texts: &Texts,
    ) -> Vec<FormField> {
        let today = desk.local(desk.now()).date();
        let part = self.of.part(slot);
        let made = fields::of(part.kind, stands, register, today, texts);
        if part.cells.is_empty() {
            return made;
        }
        let cells = part.cells.iter().filter_map(|cell| {
            let id = slot.id(cell.name);
            let mut made = match made.iter().find(|it| it.id.name == cell.name) {
                Some(made) => FormField { id, ..made.clone() },
                None => shown_only(id, cell)?,
            };
            if matches!(part.given(cell.name), Some(Given::ByOrder)) {
                made.hint = "hint-implied".into();
            }
            if let Some(label) = cell.label {
                made.label = label.into();
            }
            made.required = (made.required && slot.row == 0 && !part.optional) || cell.asked;
            // An empty row asks for nothing.
            if slot.row > 0 {
                made.column = Some(cell.width);
                made.required = false;
                if stands.is_none() {
                    made.value = Entered::Nothing;
                }
            }
            made.carried = false;
            Some(made)
        });
        cells.collect()
    }
}

/// A cell that is no field of its record: it says what follows.
fn shown_only(id: FieldId, cell: &Cell) -> Option<FormField> {
    let line = InputKind::Line(usize::from(cell.width));
    let shown = FormField::new(id, "column-from-class", "column-from-class", line);
    (cell.name == FROM).then(|| shown.locked(""))
}

impl FormSource for ComposedForm {
    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        match &self.of.own {
            Some(own) => texts.get(own.title).into_owned(),
            None => self.head.title(desk, texts),
        }
    }

    fn intro(&self, desk: &Desk, texts: &Texts) -> Option<String> {
        let locked = self.locked(desk, texts);
        let said = self.head.intro(locked, desk, texts);
        let asks = self.of.kinds().contains(&RecordKind::Consent);
        said.or_else(|| {
            let rule = consents::rule(desk).filter(|_| asks)?;
            let clause = rule.clause.cite.as_str();
            Some(tr!(texts, "composed-consents-first", clause).into_owned())
        })
    }

    fn fields(&self, desk: &Desk, texts: &Texts) -> Option<Vec<FormField>> {
        if self.lacking(desk).is_some() {
            return None;
        }
        let register = self.register(desk)?;
        let at = self.head.id.map(|id| self.head.kind.at(id));
        let head = at.and_then(|at| Some((at, register.get(at)?.clone())));
        if at.is_some() && head.is_none() {
            return Some(Vec::new());
        }
        let first = self.of.slots(1).next();
        let naming = at.into_iter().flat_map(|at| register.referring_to(at));
        let rows = naming.filter_map(|by| {
            let is_row = first.is_some_and(|slot| self.of.part(slot).kind == by.kind);
            is_row.then_some((by, register.get(by)?.clone()))
        });
        let rows = (1..).zip(rows).filter_map(|(row, stands)| {
            let part = first?.part;
            Some((Slot { row, part }, stands))
        });
        let mut stood: BTreeMap<Slot, Stands> = rows.collect();
        let last = stood.keys().map(|slot| slot.row).max().unwrap_or(0);
        stood.extend(head.map(|head| (HEAD, head)));
        let mut fields = Vec::new();
        for row in 0..=last {
            for slot in self.of.shown(row) {
                let stands = stood.get(&slot).map(|(_, record)| record);
                fields.extend(self.cells(slot, stands, &register, desk, texts));
            }
            if row == 0 && self.head.locked.is_none() {
                fields.extend(self.whole_class(&register));
            }
        }
        self.head.stood.replace(stood);
        if self.locked(desk, texts).is_some() {
            for field in &mut fields {
                field.locked = Some(String::new());
            }
        } else {
            fields.extend(self.row(TABLE, last + 1, desk, texts)?);
        }
        Some(fields)
    }

    fn row(&self, table: u8, row: u16, desk: &Desk, texts: &Texts) -> Option<Vec<FormField>> {
        let mut kinds = self.of.slots(row).map(|slot| self.of.part(slot).kind);
        let makes = kinds.all(|kind| desk.may_somewhere(Act::Create, kind).is_some());
        if table != TABLE || !makes || self.locked(desk, texts).is_some() {
            return None;
        }
        let register = self.register(desk)?;
        let slots = self.of.shown(row);
        let cells = slots.flat_map(|slot| self.cells(slot, None, &register, desk, texts));
        Some(cells.collect())
    }

    /// Fills the rows for a class that has been chosen, and says in each in which class the pupil is on
    /// the day before.
    fn follow(&self, form: &mut Form, desk: &Desk, texts: &Texts) {
        if !self.of.has(FROM) {
            return;
        }
        let Some(register) = self.register(desk) else {
            return;
        };
        self.fill(form, &register, desk, texts);
        let today = desk.local(desk.now()).date();
        let rows: Vec<u16> = form.rows(TABLE).collect();
        for row in rows {
            let cell = |name| FieldId::cell(TABLE, row, name);
            let pupil = match form.value(cell("pupil"), texts) {
                Entered::Choice(id) => id.parse().ok().map(PupilId),
                _ => None,
            };
            let day = match form.value(cell("day"), texts) {
                Entered::Day(day) => day.pred_opt().unwrap_or(day),
                _ => today,
            };
            let stints = pupil
                .map(|pupil| register.stints(pupil))
                .unwrap_or_default();
            let here = stints.iter().find(|stint| register.counts_on(stint, day));
            let class = here.and_then(|stint| register.title(stint.class.into()));
            let shown = class.map_or(Entered::Nothing, Entered::Text);
            form.restate(cell(FROM), shown);
        }
    }

    fn check(&self, form: &Form, desk: &Desk, texts: &Texts) -> Vec<(FieldId, String)> {
        let entry = self.entered(form, desk, texts);
        let faults = self.faults(&entry, desk).into_iter();
        let said = faults.filter_map(|(id, kind, fault)| {
            let why = words::field_fault(kind, &fault, desk, texts)?;
            Some((id, why))
        });
        let unconsented = self.unconsented(&entry, desk, texts);
        let otherwise = self.standing_otherwise(&entry, desk, texts);
        let doubled = self.doubled(form, texts).into_iter();
        let own = doubled.chain(unconsented).chain(otherwise);
        own.chain(said).collect()
    }

    fn save(&mut self, form: &mut Form, cx: &mut Cx<'_>) -> Outcome {
        self.ask(form, cx).unwrap_or(Outcome::Consumed)
    }

    fn amended(&mut self, form: &mut Form, answer: &Answered, cx: &mut Cx<'_>) -> Outcome {
        match self.head.hear(form, answer, cx) {
            Heard::Does(outcome) => outcome,
            Heard::AsksAgain => {
                let asks = self.ask(form, cx);
                asks.unwrap_or_else(|| send::not_taken(cx))
            }
        }
    }

    fn missing(&self, desk: &Desk) -> Option<PageKey> {
        let lacking = self.lacking(desk).or_else(|| self.head.awaited());
        lacking.map(PageKey::List)
    }

    fn here(&self) -> Option<Route> {
        Some(self.head.here())
    }

    fn draft(&self) -> Option<DraftKey> {
        self.head.draft()
    }
}
