//! What is entered in a form of several records, and what is wrong with it.

use super::ComposedForm;
use super::composition::{Given, HEAD, Part, Slot, TABLE, implied_by, word};
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::record_words::steps;
use crate::tr;
use crate::ui::form::{Entered, FieldId, Form};
use crate::ui::screen::register::fields;
use journal::register::{
    Field, FieldFault, FieldKind, Record, RecordId, RecordKind, RecordRef, Register, Value,
};
use std::collections::BTreeMap;

/// What is wrong with which field, which is of a record of this kind.
pub(super) type Wrong = (FieldId, RecordKind, FieldFault);

/// A record as it is entered.
pub(super) struct Said {
    pub(super) slot: Slot,
    pub(super) at: RecordRef,
    /// What stands there.
    pub(super) stands: Option<Record>,
    pub(super) record: Record,
}

/// What is entered, in the order of the form; what is wrong with fields that cannot be read.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) said: Vec<Said>,
    wrong: Vec<Wrong>,
}

impl ComposedForm {
    pub(super) fn entered(&self, form: &Form, desk: &Desk, texts: &Texts) -> Entry {
        let mut entry = Entry::default();
        let slots = self.slots(form, texts);
        let mut places = self.places(&slots, desk);
        let register = self.register(desk);
        for slot in slots {
            let part = self.of.part(slot);
            let mut stands = self.head.stood_in(slot);
            let given = |field: &Field| {
                let shown = part.shows(field.name);
                if shown && form.value(slot.id(field.name), texts) != Entered::Nothing {
                    return None;
                }
                match part.given(field.name) {
                    Some(Given::Of(part)) => {
                        let other = places.get(&self.of.beside(slot, part));
                        Some(other.map_or(Value::Empty, |at| Value::Reference(*at)))
                    }
                    Some(Given::As(part, of)) => Some(entry.says(self.of.beside(slot, part), of)),
                    Some(Given::AsFirst(part, of)) => {
                        Some(self.first_chosen((part, of), form, texts, &places))
                    }
                    Some(Given::Word(said)) => Some(word(field, said)),
                    Some(Given::ByOrder) => entry.by_order(),
                    None if shown => None,
                    None => {
                        let stands = stands.as_ref();
                        Some(stands.map_or(Value::Empty, |record| (field.get)(record)))
                    }
                }
            };
            let id = |name| slot.id(name);
            match fields::record_at(part.kind, form, texts, id, given) {
                Ok(mut record) => {
                    if let Some((at, found)) = found(part, &record, register.as_ref()) {
                        places.insert(slot, at);
                        record = found.clone();
                        stands = Some(found);
                    }
                    let at = places.get(&slot).copied();
                    let at = at.unwrap_or_else(|| self.head.at(desk));
                    entry.said.push(Said {
                        slot,
                        at,
                        stands,
                        record,
                    });
                }
                Err(faults) => {
                    let at = |fault: &FieldFault| self.of.told_at(slot, &fault.field);
                    let wrong = faults.into_iter().map(|it| (at(&it), part.kind, it));
                    entry.wrong.extend(wrong);
                }
            }
        }
        entry
    }

    /// The records of which something is entered, or that stand.
    fn slots(&self, form: &Form, texts: &Texts) -> Vec<Slot> {
        let stood = self.head.stood.borrow();
        let rows = form.rows(TABLE).filter(|row| {
            let stands = self.of.slots(*row).any(|slot| stood.contains_key(&slot));
            stands || form.is_row_changed(TABLE, *row)
        });
        let slots = std::iter::once(0).chain(rows);
        let slots = slots.flat_map(|row| self.of.slots(row));
        let is_said = |slot: &Slot| {
            let part = self.of.part(*slot);
            let is_typed = || self.typed_in(*slot, form, texts).is_some();
            !part.optional
                || stood.contains_key(slot)
                || (is_typed() && !self.is_chosen(*slot, form, texts))
        };
        slots.filter(is_said).collect()
    }

    /// The first cell of a record in which something is entered.
    fn typed_in(&self, slot: Slot, form: &Form, texts: &Texts) -> Option<FieldId> {
        let cells = self.of.part(slot).cells.iter();
        let mut cells = cells.map(|cell| slot.id(cell.name));
        cells.find(|id| form.value(*id, texts) != Entered::Nothing)
    }

    /// Whether somebody is chosen where this record would be made.
    fn is_chosen(&self, slot: Slot, form: &Form, texts: &Texts) -> bool {
        let unless = self.of.part(slot).unless;
        unless.is_some_and(|name| form.value(slot.id(name), texts) != Entered::Nothing)
    }

    /// What is entered of records although another is chosen in their place.
    pub(super) fn doubled(&self, form: &Form, texts: &Texts) -> Vec<(FieldId, String)> {
        let slots = form.rows(TABLE).flat_map(|row| self.of.slots(row));
        let doubled = slots.filter(|slot| self.is_chosen(*slot, form, texts));
        let doubled = doubled.filter_map(|slot| self.typed_in(slot, form, texts));
        let why = || texts.get("composed-chosen-already").into_owned();
        doubled.map(|id| (id, why())).collect()
    }

    /// Which records they are or will be: new ones of a kind one after another.
    fn places(&self, slots: &[Slot], desk: &Desk) -> BTreeMap<Slot, RecordRef> {
        let stood = self.head.stood.borrow();
        let mut new: BTreeMap<RecordKind, usize> = BTreeMap::new();
        let places = slots.iter().map(|slot| {
            let kind = self.of.part(*slot).kind;
            let at = match stood.get(slot) {
                Some((at, _)) => *at,
                None if *slot == HEAD => {
                    new.insert(kind, 1);
                    self.head.at(desk)
                }
                None => {
                    let before = new.entry(kind).or_default();
                    let id = self.head.new_ids.of(kind, *before, desk);
                    *before += 1;
                    kind.at(id)
                }
            };
            (*slot, at)
        });
        places.collect()
    }

    /// What a record that is read after says in a field that names another: whom somebody has chosen
    /// there, or the new one.
    fn chosen(
        &self,
        slot: Slot,
        name: &'static str,
        form: &Form,
        texts: &Texts,
        places: &BTreeMap<Slot, RecordRef>,
    ) -> Value {
        let part = self.of.part(slot);
        let field = part.kind.described().field(name);
        let Some(FieldKind::Reference(kind)) = field.map(|field| field.kind) else {
            return Value::Empty;
        };
        if let Entered::Choice(id) = form.value(slot.id(name), texts) {
            let id = id.parse().map(|id| kind.at(RecordId(id)));
            return id.map_or(Value::Empty, Value::Reference);
        }
        match part.given(name) {
            Some(Given::Of(part)) => {
                let other = places.get(&self.of.beside(slot, part));
                other.map_or(Value::Empty, |at| Value::Reference(*at))
            }
            _ => Value::Empty,
        }
    }

    /// The same of the first row in which somebody is entered.
    fn first_chosen(
        &self,
        (part, name): (usize, &'static str),
        form: &Form,
        texts: &Texts,
        places: &BTreeMap<Slot, RecordRef>,
    ) -> Value {
        let slots = form.rows(TABLE).map(|row| Slot { row, part });
        let mut said = slots.map(|slot| self.chosen(slot, name, form, texts, places));
        let said = said.find(|value| *value != Value::Empty);
        said.unwrap_or(Value::Empty)
    }

    /// Records that are not gone on with, because the one that stands and is called the same says
    /// something else where the form says it by itself.
    pub(super) fn standing_otherwise(
        &self,
        entry: &Entry,
        desk: &Desk,
        texts: &Texts,
    ) -> Vec<(FieldId, String)> {
        let Some(register) = self.register(desk) else {
            return Vec::new();
        };
        let new = entry.said.iter().filter(|one| one.stands.is_none());
        let otherwise = new.filter_map(|one| {
            let part = self.of.part(one.slot);
            let described = part.kind.described();
            let by = || part.found_by.iter().filter_map(|it| described.field(it));
            let entered = by().find(|field| part.shows(field.name))?;
            let says_same =
                |field: &Field, it: &Record| (field.get)(it) == (field.get)(&one.record);
            let mut standing = register.of(part.kind);
            let (_, stands) = standing.find(|(_, it)| {
                let mut shown = by().filter(|field| part.shows(field.name));
                shown.all(|field| says_same(field, it))
            })?;
            let field = by().find(|field| !says_same(field, stands))?;
            let says = (field.get)(stands);
            let says = steps::value(&register, described, field, &says, texts);
            let title = register.title_of(stands);
            let list = texts.get(&described.list_key());
            let field = texts.get(&described.field_key(field));
            let why = tr!(texts, "composed-stands-otherwise", title, field, says, list);
            Some((one.slot.id(entered.name), why.into_owned()))
        });
        otherwise.collect()
    }

    /// What is wrong, by the fields alone and by the register with all that is entered.
    pub(super) fn faults(&self, entry: &Entry, desk: &Desk) -> Vec<Wrong> {
        let mut faults = entry.wrong.clone();
        let Some(mut register) = self.register(desk).filter(|_| entry.head().is_some()) else {
            return faults;
        };
        // Whoever is named is there.
        for said in entry
            .said
            .iter()
            .filter(|one| one.at.kind.named().is_empty())
        {
            register.put(said.at, Some(said.record.clone()));
        }
        // Each is judged without those that come after it, they with it.
        for said in &entry.said {
            for fault in register.faults(said.at, &said.record) {
                let id = self.of.told_at(said.slot, &fault.field);
                faults.push((id, said.at.kind, fault));
            }
            register.put(said.at, Some(said.record.clone()));
        }
        faults
    }
}

impl Entry {
    /// The record that the form is of; none, if it cannot be read.
    pub(super) fn head(&self) -> Option<&Record> {
        let mut said = self.said.iter();
        said.find(|one| one.slot == HEAD).map(|one| &one.record)
    }

    /// What another record of the form says in a field.
    pub(super) fn says(&self, slot: Slot, name: &str) -> Value {
        let said = self.said.iter().find(|one| one.slot == slot);
        let value = said.and_then(|one| {
            let field = one.at.kind.described().field(name)?;
            Some((field.get)(&one.record))
        });
        value.unwrap_or(Value::Empty)
    }

    /// Whether some of it cannot be read.
    pub(super) fn is_unread(&self) -> bool {
        !self.wrong.is_empty()
    }

    /// What becomes of a pupil by the order that the form is of.
    fn by_order(&self) -> Option<Value> {
        match self.head() {
            Some(Record::Order(order)) => Some(implied_by(order.sort)),
            _ => None,
        }
    }
}

/// The record that stands and is the same by the fields by which such are found.
fn found(part: &Part, record: &Record, register: Option<&Register>) -> Option<(RecordRef, Record)> {
    let described = part.kind.described();
    if part.found_by.is_empty() {
        return None;
    }
    let are_same = |one: &Record| {
        let mut fields = part.found_by.iter();
        fields.all(|name| {
            let field = described.field(name);
            field.is_some_and(|field| (field.get)(one) == (field.get)(record))
        })
    };
    let mut standing = register?.of(part.kind);
    let found = standing.find(|(_, one)| are_same(one))?;
    Some((found.0, found.1.clone()))
}
