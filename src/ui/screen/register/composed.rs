//! The form of a record together with others that name it or that it names, such as an order with its
//! lines: entered in one form, checked together, seen together before they are written, all of them
//! or none.

mod composition;
mod consents;
mod entry;

pub use composition::Composition;

use super::head::Head;
use super::{fields, send, words};
use crate::desk::Desk;
use crate::desk::notice::{Notice, Tone};
use crate::desk::register::Step;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::form::{Entered, FieldId, Form, FormField, FormScreen, FormSource, InputKind};
use crate::ui::layer::{Answered, Cx, Outcome, PopupResult};
use crate::ui::messages;
use crate::ui::popup::ask::Ask;
use crate::ui::route::Route;
use composition::{Cell, FROM, Given, HEAD, Slot, TABLE};
use journal::PupilId;
use journal::register::{
    Amendment, AmendmentOutcome, FieldFault, Record, RecordId, RecordKind, RecordRef, Refusal,
    Register,
};
use journal::regulation::Act;
use offline::{DraftKey, ListKey, PageKey};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A record of the form as it stands in the register.
type Stands = (RecordRef, Record);

/// The form of a record with others.
#[derive(Debug)]
pub struct ComposedForm {
    of: &'static Composition,
    head: Head,
    /// What stands there as far as the form knows.
    stood: RefCell<BTreeMap<Slot, Stands>>,
    /// Which record of the form each amendment is of that the server has been asked about.
    sent_slots: Vec<Slot>,
}

impl ComposedForm {
    /// The form of a record, or of a new one.
    pub fn of(
        of: &'static Composition,
        id: Option<RecordId>,
        desk: &Desk,
        texts: &Texts,
    ) -> FormScreen<Self> {
        let mut head = Head::of(of.head.kind, id, desk, texts);
        if id.is_none() && head.locked.is_none() {
            let mut kinds = of.kinds().into_iter();
            head.locked = kinds.find_map(|kind| words::not_made(kind, desk, texts));
        }
        FormScreen::new(Self {
            of,
            head,
            stood: RefCell::default(),
            sent_slots: Vec::new(),
        })
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

    /// What is entered that does not stand there; none, if it cannot be read.
    fn steps(&self, form: &Form, cx: &Cx<'_>) -> Option<Vec<(Slot, Step)>> {
        let entry = self.entered(form, cx.desk, cx.texts);
        entry.head()?;
        let said = entry.said.into_iter();
        let steps = said.map(|one| (one.slot, (one.at, one.stands, Some(one.record))));
        Some(steps.filter(|(_, (_, was, is))| was != is).collect())
    }

    fn ask(&mut self, form: &Form, cx: &mut Cx<'_>) -> Outcome {
        let Some(steps) = self.steps(form, cx) else {
            return Outcome::Consumed;
        };
        let (slots, steps) = steps.into_iter().unzip();
        self.sent_slots = slots;
        let gesture = cx.desk.amendments(steps);
        self.head.ask(gesture, cx)
    }

    fn tell(
        &self,
        sent: &[Amendment],
        place: usize,
        outcome: &AmendmentOutcome,
        form: &mut Form,
        cx: &mut Cx<'_>,
    ) -> Outcome {
        let Some((one, slot)) = sent.get(place).zip(self.sent_slots.get(place)) else {
            return Outcome::Consumed;
        };
        if let AmendmentOutcome::Refused {
            refusal: Refusal::Invalid { faults },
        } = outcome
        {
            let part = self.of.part(*slot);
            for fault in faults.iter().rev() {
                if let Some(why) = said(one.record.kind, fault, cx.desk, cx.texts) {
                    form.refuse(slot.id(part.told_at(&fault.field)), why);
                }
            }
            return Outcome::Consumed;
        }
        let why = words::outcome(outcome, one.record.kind, cx.desk, cx.texts);
        self.reload(cx);
        Outcome::Open(Box::new(Ask::tell("title-record-refused", why)))
    }

    fn reload(&self, cx: &mut Cx<'_>) {
        for kind in self.of.kinds() {
            send::reload(kind, cx);
        }
    }

    /// What was sent stands there now. Whether that is all that is entered.
    fn stands(&mut self, sent: &[Amendment], form: &Form, cx: &Cx<'_>) -> bool {
        let head = self.sent_slots.iter().position(|slot| *slot == HEAD);
        // New records name the first by the id that was sent.
        let head = head.and_then(|at| sent.get(at));
        self.head.id = head.map(|one| one.record.id).or(self.head.id);
        let entered = self.steps(form, cx).unwrap_or_default();
        let entered = entered.iter().map(|(slot, (_, _, wanted))| (slot, wanted));
        let written = sent.iter().map(|one| &one.wanted);
        let is_all = entered.eq(self.sent_slots.iter().zip(written));
        let mut stood = self.stood.borrow_mut();
        for (slot, one) in self.sent_slots.iter().zip(sent) {
            if let Some(record) = &one.wanted {
                stood.insert(*slot, (one.record, record.clone()));
            }
        }
        is_all
    }

    /// It is written: says what, and asks for the lists anew.
    fn done(
        &mut self,
        (sent, outcomes): (&[Amendment], &[AmendmentOutcome]),
        form: &Form,
        cx: &mut Cx<'_>,
    ) -> Outcome {
        let (draft, was_new) = (self.draft(), self.head.id.is_none());
        let is_all = self.stands(sent, form, cx);
        // What is typed on is kept as a draft of the record that stands now.
        if let Some(draft) = draft.filter(|_| is_all || was_new) {
            cx.desk.drafts.set(draft, None);
        }
        let first = sent.first();
        let title = first.and_then(|one| {
            let (_, register) = cx.desk.records(one.record.kind)?;
            one.wanted.as_ref().map(|record| register.title_of(record))
        });
        let (count, title) = (sent.len().saturating_sub(1), title.unwrap_or_default());
        let key = self
            .of
            .own
            .as_ref()
            .map_or("records-saved", |own| own.saved);
        let text = tr!(cx.texts, key, title, count).into_owned();
        cx.desk.say(Notice::new(Tone::Done, text));
        self.reload(cx);
        if send::keep(sent, outcomes, cx) && sent.len() > 1 {
            let words = cx.texts.get("records-can-be-undone");
            messages::also(Tone::Hint, &words, cx.desk);
        }
        // Whoever left the preview while it was being written has typed on.
        if !is_all {
            let words = cx.texts.get("record-saved-without");
            messages::also(Tone::Warning, &words, cx.desk);
            return Outcome::Consumed;
        }
        match first.filter(|one| one.record.kind == self.head.kind) {
            Some(one) => Outcome::TellAndClose(PopupResult::Record(one.record)),
            None => Outcome::Close,
        }
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

fn said(kind: RecordKind, fault: &FieldFault, desk: &Desk, texts: &Texts) -> Option<String> {
    let described = kind.described();
    let field = described.field(&fault.field)?;
    Some(words::fault(&fault.fault, described, field, desk, texts))
}

impl FormSource for ComposedForm {
    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        match &self.of.own {
            Some(own) => texts.get(own.title).into_owned(),
            None => self.head.title(desk, texts),
        }
    }

    fn intro(&self, desk: &Desk, texts: &Texts) -> Option<String> {
        let stands = self.stood.borrow().contains_key(&HEAD);
        let said = self
            .head
            .intro(self.locked(desk, texts), stands, desk, texts);
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
        }
        self.stood.replace(stood);
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

    /// Says in each row in which class the pupil is on the day before.
    fn follow(&self, form: &mut Form, desk: &Desk, texts: &Texts) {
        if !self.of.has(FROM) {
            return;
        }
        let Some(register) = self.register(desk) else {
            return;
        };
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
        let said =
            faults.filter_map(|(id, kind, fault)| Some((id, said(kind, &fault, desk, texts)?)));
        let unconsented = self.unconsented(&entry, desk, texts);
        let doubled = self.doubled(form, texts).into_iter();
        doubled.chain(unconsented).chain(said).collect()
    }

    fn save(&mut self, form: &mut Form, cx: &mut Cx<'_>) -> Outcome {
        self.ask(form, cx)
    }

    fn amended(&mut self, form: &mut Form, answer: &Answered, cx: &mut Cx<'_>) -> Outcome {
        let Some(sent) = self.head.take_sent() else {
            return Outcome::Ignored;
        };
        let Some((amended, _)) = send::answered(answer, cx) else {
            return Outcome::Consumed;
        };
        let untaken = amended
            .outcomes
            .iter()
            .position(AmendmentOutcome::is_untaken);
        if let Some((place, outcome)) = untaken.and_then(|at| Some((at, amended.outcomes.get(at)?)))
        {
            let asked = sent.get(place);
            if asked.is_some_and(|asked| self.head.new_ids.pass_by(asked, outcome)) {
                return self.ask(form, cx);
            }
            return self.tell(&sent, place, outcome, form, cx);
        }
        let waits = |outcome: &AmendmentOutcome| {
            matches!(
                outcome,
                AmendmentOutcome::Applied { seq: None } | AmendmentOutcome::NotAgreed
            )
        };
        if amended.outcomes.iter().any(waits) {
            self.head.seen(sent, amended, cx)
        } else {
            self.done((&sent, &amended.outcomes), form, cx)
        }
    }

    fn missing(&self, desk: &Desk) -> Option<PageKey> {
        let lacking = self.lacking(desk).or_else(|| self.head.awaited());
        lacking.map(PageKey::List)
    }

    fn here(&self) -> Option<Route> {
        let own = self.of.own.as_ref().map(|own| own.route.clone());
        Some(own.unwrap_or_else(|| self.head.here()))
    }

    fn draft(&self) -> Option<DraftKey> {
        let Some(own) = &self.of.own else {
            return self.head.draft();
        };
        let is_new = self.head.id.is_none() && self.head.locked.is_none();
        is_new.then(|| DraftKey::form(own.draft))
    }
}
