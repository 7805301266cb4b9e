//! What is entered in a form of several records, and what is wrong with it.

use super::composition::{IMPLIED, implied_by};
use super::{ComposedForm, TABLE};
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::ui::form::{Entered, FieldId, Form};
use crate::ui::screen::register::fields;
use journal::register::{Field, FieldFault, Record, RecordKind, Value};

/// What is entered: the first record and, with their rows, the others; what is wrong in which field.
#[derive(Default)]
pub(super) struct Entry {
    pub(super) head: Option<Record>,
    pub(super) rows: Vec<(u16, Record)>,
    faults: Vec<(FieldId, RecordKind, FieldFault)>,
}

impl ComposedForm {
    pub(super) fn entered(&self, form: &Form, desk: &Desk, texts: &Texts) -> Entry {
        let mut entry = Entry::default();
        let head = self.head.at(desk);
        match fields::record(self.of.head, form, texts) {
            Ok(record) => entry.head = Some(record),
            Err(faults) => entry.wrong(self.of.head, faults, Into::into),
        }
        for row in form.rows(TABLE).filter(|row| self.is_row(form, *row)) {
            let id = |name| FieldId::cell(TABLE, row, name);
            let stood = self.stood.borrow();
            let stands = stood.1.get(&row);
            let given = |field: &Field| {
                if field.name == self.of.link {
                    return Some(Value::Reference(head));
                }
                let is_shown = self.of.columns.iter().any(|(name, _)| *name == field.name);
                let stands = || stands.map_or(Value::Empty, |(_, record)| (field.get)(record));
                if is_shown {
                    entry.implied(field, &form.value(id(field.name), texts))
                } else {
                    Some(stands())
                }
            };
            match fields::record_at(self.of.rows, form, texts, id, given) {
                Ok(record) => entry.rows.push((row, record)),
                Err(faults) => entry.wrong(self.of.rows, faults, id),
            }
        }
        entry
    }

    /// What is wrong, by the fields alone and by the register with all that is entered.
    pub(super) fn faults(
        &self,
        entry: &Entry,
        desk: &Desk,
    ) -> Vec<(FieldId, RecordKind, FieldFault)> {
        let mut faults = entry.faults.clone();
        let (Some(known), Some(head)) = (self.register(desk), &entry.head) else {
            return faults;
        };
        let at = self.head.at(desk);
        // The first is judged without the lines that come, they with it.
        let of_head = known.faults(at, head).into_iter();
        faults.extend(of_head.map(|fault| (id_of(&fault, self.of.head), self.of.head, fault)));
        let mut register = known;
        register.put(at, Some(head.clone()));
        for (row, record) in &entry.rows {
            let of_row = self.row_at(*row, desk);
            for fault in register.faults(of_row, record) {
                let name = self.shown(&fault);
                faults.push((FieldId::cell(TABLE, *row, name), self.of.rows, fault));
            }
            register.put(of_row, Some(record.clone()));
        }
        faults
    }

    /// The cell at which a fault is told: of a field that is in none, the first one.
    pub(super) fn shown(&self, fault: &FieldFault) -> &'static str {
        let mut columns = self.of.columns.iter().map(|(name, _)| *name);
        let first = self.of.columns.first().map_or("", |(name, _)| *name);
        columns.find(|name| *name == fault.field).unwrap_or(first)
    }
}

impl Entry {
    fn wrong(
        &mut self,
        kind: RecordKind,
        faults: Vec<FieldFault>,
        id: impl Fn(&'static str) -> FieldId,
    ) {
        let described = kind.described();
        for fault in faults {
            if let Some(field) = described.field(&fault.field) {
                self.faults.push((id(field.name), kind, fault));
            }
        }
    }

    /// What an empty cell says: what becomes of a pupil, the sort of the order.
    fn implied(&self, field: &Field, entered: &Entered) -> Option<Value> {
        let order = match &self.head {
            Some(Record::Order(order)) if field.name == IMPLIED => order.sort,
            _ => return None,
        };
        (*entered == Entered::Nothing).then(|| implied_by(order))
    }
}

pub(super) fn id_of(fault: &FieldFault, kind: RecordKind) -> FieldId {
    let field = kind.described().field(&fault.field);
    field.map_or("", |field| field.name).into()
}
