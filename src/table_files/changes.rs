//! What a row changes in the register, in words: what stands there and what will.

use crate::i18n::Texts;
use crate::record_words::steps;
use crate::tr;
use journal::register::table::{Change, RowPlan};
use journal::register::{FieldStep, Register};

/// All that a row does: the fields of its record, then of those that go with it.
pub fn words(row: &RowPlan, after: &Register, texts: &Texts) -> String {
    let said = row.changes.iter().map(|one| change(one, row, after, texts));
    said.collect::<Vec<_>>().join("; ")
}

fn change(change: &Change, row: &RowPlan, after: &Register, texts: &Texts) -> String {
    let described = change.at.kind.described();
    let is_head = row.head == Some(change.at);
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
