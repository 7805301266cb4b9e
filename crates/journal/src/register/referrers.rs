//! Which records name a record, so that nobody walks a register to learn whether one is in use.

use super::record::{Record, RecordRef};
use super::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Records by what they refer to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Referrers {
    records: BTreeMap<RecordRef, BTreeSet<RecordRef>>,
}

impl Referrers {
    /// Puts a record that stands now.
    pub(super) fn put(&mut self, at: RecordRef, record: &Record) {
        for named in named_by(record) {
            self.records.entry(named).or_default().insert(at);
        }
    }

    /// Takes away a record as it stood.
    pub(super) fn take(&mut self, at: RecordRef, record: &Record) {
        for named in named_by(record) {
            if let Some(records) = self.records.get_mut(&named) {
                records.remove(&at);
                if records.is_empty() {
                    self.records.remove(&named);
                }
            }
        }
    }

    /// The records that name one.
    pub(super) fn of(&self, at: RecordRef) -> impl Iterator<Item = RecordRef> {
        self.records.get(&at).into_iter().flatten().copied()
    }
}

fn named_by(record: &Record) -> impl Iterator<Item = RecordRef> {
    let fields = record.kind().described().fields.iter();
    fields.filter_map(|field| match (field.get)(record) {
        Value::Reference(at) => Some(at),
        _ => None,
    })
}
