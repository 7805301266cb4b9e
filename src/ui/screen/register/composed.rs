//! The form of a record together with others that name it, such as an order with its lines: entered
//! in one form, checked together, seen together before they are written, all of them or none.

mod composition;
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
use composition::{FROM, IMPLIED};
use entry::id_of;
use journal::PupilId;
use journal::register::{
    Amendment, AmendmentOutcome, FieldFault, Record, RecordId, RecordKind, RecordRef, Refusal,
    Register,
};
use journal::regulation::Act;
use offline::{DraftKey, ListKey, PageKey};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The only table of such a form.
const TABLE: u8 = 1;

/// A record of the form as it stands in the register.
type Stands = (RecordRef, Record);

/// The form of a record with others.
#[derive(Debug)]
pub struct ComposedForm {
    of: &'static Composition,
    head: Head,
    /// What stands there as far as the form knows: the first, then those of the rows.
    stood: RefCell<(Option<Record>, BTreeMap<u16, Stands>)>,
    /// The row that each amendment is of that the server has been asked about; none: the first
    /// record.
    sent_rows: Vec<Option<u16>>,
}

impl ComposedForm {
    /// The form of a record, or of a new one.
    pub fn of(
        of: &'static Composition,
        id: Option<RecordId>,
        desk: &Desk,
        texts: &Texts,
    ) -> FormScreen<Self> {
        FormScreen::new(Self {
            of,
            head: Head::of(of.head, id, desk, texts),
            stood: RefCell::default(),
            sent_rows: Vec::new(),
        })
    }

    /// The list that is not here yet, of those that the form is made of.
    fn lacking(&self, desk: &Desk) -> Option<ListKey> {
        let head = desk.records(self.of.head);
        let head = head.is_none().then_some(ListKey::Records(self.of.head));
        head.or_else(|| desk.choices(self.of.rows).err())
    }

    /// All that the form needs of the register: the rows with what they name, and the first records
    /// as their own list has them.
    fn register(&self, desk: &Desk) -> Option<Register> {
        let mut register = desk.choices(self.of.rows).ok()?.clone();
        let (_, heads) = desk.records(self.of.head)?;
        register.share(heads, self.of.head);
        Some(register)
    }

    /// The record of a row: one that stands, or a new one after those of the rows above.
    fn row_at(&self, row: u16, desk: &Desk) -> RecordRef {
        let stood = self.stood.borrow();
        if let Some((at, _)) = stood.1.get(&row) {
            return *at;
        }
        let above = usize::from(row.saturating_sub(1));
        let above = above.saturating_sub(stood.1.range(..row).count());
        self.of
            .rows
            .at(self.head.new_ids.of(self.of.rows, above, desk))
    }

    /// The rows in which something is entered that does not stand there; and those that stand.
    fn is_row(&self, form: &Form, row: u16) -> bool {
        self.stood.borrow().1.contains_key(&row) || form.is_row_changed(TABLE, row)
    }

    /// What is entered that does not stand there, with the row, if it is of one; none, if it cannot
    /// be read.
    fn steps(&self, form: &Form, cx: &Cx<'_>) -> Option<Vec<(Option<u16>, Step)>> {
        let entry = self.entered(form, cx.desk, cx.texts);
        let stood = self.stood.borrow();
        let head = (self.head.at(cx.desk), stood.0.clone(), Some(entry.head?));
        let mut steps = vec![(None, head)];
        for (row, record) in entry.rows {
            let stands = stood.1.get(&row).map(|(_, record)| record.clone());
            let step = (self.row_at(row, cx.desk), stands, Some(record));
            steps.push((Some(row), step));
        }
        steps.retain(|(_, (_, was, is))| was != is);
        Some(steps)
    }

    fn ask(&mut self, form: &Form, cx: &mut Cx<'_>) -> Outcome {
        let Some(steps) = self.steps(form, cx) else {
            return Outcome::Consumed;
        };
        let (rows, steps) = steps.into_iter().unzip();
        self.sent_rows = rows;
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
        let Some(one) = sent.get(place) else {
            return Outcome::Consumed;
        };
        if let AmendmentOutcome::Refused {
            refusal: Refusal::Invalid { faults },
        } = outcome
        {
            let rows: Vec<u16> = form.rows(TABLE).collect();
            let row = rows
                .into_iter()
                .find(|row| self.row_at(*row, cx.desk) == one.record);
            for fault in faults.iter().rev() {
                let id = match row {
                    Some(row) => FieldId::cell(TABLE, row, self.shown(fault)),
                    None => id_of(fault, self.of.head),
                };
                if let Some(why) = said(one.record.kind, fault, cx.desk, cx.texts) {
                    form.refuse(id, why);
                }
            }
            return Outcome::Consumed;
        }
        let why = words::outcome(outcome, one.record.kind, cx.desk, cx.texts);
        self.reload(cx);
        Outcome::Open(Box::new(Ask::tell("title-record-refused", why)))
    }

    fn reload(&self, cx: &mut Cx<'_>) {
        for kind in [self.of.head, self.of.rows] {
            send::reload(kind, cx);
        }
    }

    /// What was sent stands there now. Whether that is all that is entered.
    fn stands(&mut self, sent: &[Amendment], form: &Form, cx: &Cx<'_>) -> bool {
        let head = sent.iter().find(|one| one.record.kind == self.of.head);
        // New rows name the first record by the id that was sent.
        self.head.id = head.map(|one| one.record.id).or(self.head.id);
        let entered = self.steps(form, cx).unwrap_or_default();
        let entered = entered.iter().map(|(row, (_, _, wanted))| (row, wanted));
        let written = sent.iter().map(|one| &one.wanted);
        let is_all = entered.eq(self.sent_rows.iter().zip(written));
        let mut stood = self.stood.borrow_mut();
        for (row, one) in self.sent_rows.iter().zip(sent) {
            match (row, &one.wanted) {
                (Some(row), Some(record)) => {
                    stood.1.insert(*row, (one.record, record.clone()));
                }
                (_, wanted) => stood.0.clone_from(wanted),
            }
        }
        is_all
    }

    /// It is written: says what, and asks for the lists anew.
    fn done(&mut self, sent: &[Amendment], form: &Form, cx: &mut Cx<'_>) -> Outcome {
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
        let text = tr!(cx.texts, "records-saved", title, count).into_owned();
        cx.desk.say(Notice::new(Tone::Done, text));
        self.reload(cx);
        if sent.len() > 1 {
            let words = cx.texts.get("records-can-be-undone");
            messages::also(Tone::Hint, &words, cx.desk);
        }
        cx.desk.written = Some(sent.to_vec());
        // Whoever left the preview while it was being written has typed on.
        if !is_all {
            let words = cx.texts.get("record-saved-without");
            messages::also(Tone::Warning, &words, cx.desk);
            return Outcome::Consumed;
        }
        match first.filter(|one| one.record.kind == self.of.head) {
            Some(one) => Outcome::TellAndClose(PopupResult::Record(one.record)),
            None => Outcome::Close,
        }
    }

    fn cells(
        &self,
        row: u16,
        stands: Option<&Record>,
        register: &Register,
        desk: &Desk,
        texts: &Texts,
    ) -> Vec<FormField> {
        let today = desk.local(desk.now()).date();
        let made = fields::of(self.of.rows, stands, register, today, texts);
        let cells = self.of.columns.iter().filter_map(|(name, width)| {
            let id = FieldId::cell(TABLE, row, name);
            let mut cell = if *name == FROM {
                let line = InputKind::Line(usize::from(*width));
                FormField::new(id, "column-from-class", "column-from-class", line).locked("")
            } else {
                let cell = made.iter().find(|it| it.id.name == *name)?;
                FormField { id, ..cell.clone() }
            };
            if *name == IMPLIED {
                cell.hint = "hint-implied".into();
            }
            cell.column = Some(*width);
            cell.carried = false;
            // An empty row asks for nothing.
            cell.required = false;
            if stands.is_none() {
                cell.value = Entered::Nothing;
            }
            if self.head.locked.is_some() {
                cell.locked = Some(String::new());
            }
            Some(cell)
        });
        cells.collect()
    }
}

fn said(kind: RecordKind, fault: &FieldFault, desk: &Desk, texts: &Texts) -> Option<String> {
    let described = kind.described();
    let field = described.field(&fault.field)?;
    Some(words::fault(&fault.fault, described, field, desk, texts))
}

impl FormSource for ComposedForm {
    fn title(&self, desk: &Desk, texts: &Texts) -> String {
        self.head.title(desk, texts)
    }

    fn intro(&self, desk: &Desk, texts: &Texts) -> Option<String> {
        let stands = self.stood.borrow().0.is_some();
        self.head
            .intro(self.head.locked.clone(), stands, desk, texts)
    }

    fn fields(&self, desk: &Desk, texts: &Texts) -> Option<Vec<FormField>> {
        if self.lacking(desk).is_some() {
            return None;
        }
        let (_, heads) = desk.records(self.of.head)?;
        let register = self.register(desk)?;
        let at = self.head.id.map(|id| self.of.head.at(id));
        let head = at.and_then(|at| heads.get(at));
        if at.is_some() && head.is_none() {
            return Some(Vec::new());
        }
        let naming = at.into_iter().flat_map(|at| register.referring_to(at));
        let rows = naming.filter(|by| by.kind == self.of.rows);
        let rows = rows.filter_map(|by| Some((by, register.get(by)?.clone())));
        let rows: BTreeMap<u16, Stands> = (1..).zip(rows).collect();
        let today = desk.local(desk.now()).date();
        let mut fields = fields::of(self.of.head, head, heads, today, texts);
        for field in fields.iter_mut().filter(|_| self.head.locked.is_some()) {
            field.locked = Some(String::new());
        }
        for (row, (_, record)) in &rows {
            fields.extend(self.cells(*row, Some(record), &register, desk, texts));
        }
        self.stood.replace((head.cloned(), rows));
        if self.head.locked.is_none() {
            let last = u16::try_from(self.stood.borrow().1.len()).ok()?;
            fields.extend(self.row(TABLE, last + 1, desk, texts)?);
        }
        Some(fields)
    }

    fn row(&self, table: u8, row: u16, desk: &Desk, texts: &Texts) -> Option<Vec<FormField>> {
        let makes = desk.may_somewhere(Act::Create, self.of.rows).is_some();
        if table != TABLE || !makes || self.head.locked.is_some() {
            return None;
        }
        let register = self.register(desk)?;
        Some(self.cells(row, None, &register, desk, texts))
    }

    /// Says in each row in which class the pupil is on the day before.
    fn follow(&self, form: &mut Form, desk: &Desk, texts: &Texts) {
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
        said.collect()
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
            self.done(&sent, form, cx)
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
