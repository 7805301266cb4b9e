//! What a row changes in the register, in words: what stands there and what will.

use crate::i18n::Texts;
use crate::record_words::steps;
use crate::tr;
use journal::register::table::Change;
use journal::register::{FieldStep, RecordKind, Register};
use std::collections::BTreeMap;

/// The records that rows of one sheet make and change, by the number of the row.
pub struct RowChanges<'a> {
    of_row: BTreeMap<u32, Vec<&'a Change>>,
    head: RecordKind,
}

impl<'a> RowChanges<'a> {
    /// Those of the sheet with this place, whose rows are of such records first of all.
    pub fn of(changes: &'a [Change], sheet: usize, head: RecordKind) -> Self {
        let mut of_row: BTreeMap<u32, Vec<&Change>> = BTreeMap::new();
        for change in changes {
            let (place, row) = change.by;
            if place == sheet {
                of_row.entry(row).or_default().push(change);
            }
        }
        Self { of_row, head }
    }

    /// All that a row does: the fields of its record, then of those that go with it.
    pub fn words(&self, row: u32, after: &Register, texts: &Texts) -> String {
        let changes = self.of_row.get(&row).into_iter().flatten();
        let said = changes.map(|change| self.change(change, after, texts));
        said.collect::<Vec<_>>().join("; ")
    }

    fn change(&self, change: &Change, after: &Register, texts: &Texts) -> String {
        let described = change.at.kind.described();
        let is_head = change.at.kind == self.head;
        let named = || {
            let kind = texts.get(&described.key()).into_owned();
            let title = after.title(change.at).unwrap_or_default();
            (kind, title)
        };
        if change.was.is_none() && !is_head {
            let (kind, title) = named();
            return tr!(texts, "table-row-brings", kind, title).into_owned();
        }
        let steps = FieldStep::between(change.at.kind, change.was.as_ref(), Some(&change.is));
        let steps = steps.iter();
        let steps = steps.map(|step| steps::step(step, described, after, texts));
        let steps = steps.collect::<Vec<_>>().join("; ");
        if is_head {
            return steps;
        }
        let (kind, title) = named();
        tr!(texts, "table-row-of", kind, title, steps).into_owned()
    }
}
