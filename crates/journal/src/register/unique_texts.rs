//! The texts of which no two records say the same, by what they are compared by: so that a gesture
//! of many amendments does not walk a whole directory for each.

use super::faces::folded;
use super::record::{Record, RecordKind, RecordRef};
use super::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Records by the folded texts of their unique fields.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct UniqueTexts {
    records: BTreeMap<(RecordKind, usize, String), BTreeSet<RecordRef>>,
}

impl UniqueTexts {
    /// Puts a record that stands now.
    pub(super) fn put(&mut self, at: RecordRef, record: &Record) {
        for key in keys(record) {
            self.records.entry(key).or_default().insert(at);
        }
    }

    /// Takes away a record as it stood.
    pub(super) fn take(&mut self, at: RecordRef, record: &Record) {
        for key in keys(record) {
            if let Some(records) = self.records.get_mut(&key) {
                records.remove(&at);
                if records.is_empty() {
                    self.records.remove(&key);
                }
            }
        }
    }

    /// The records that say this text in the field at a place, by id.
    pub(super) fn saying(
        &self,
        kind: RecordKind,
        place: usize,
        text: &str,
    ) -> impl Iterator<Item = RecordRef> {
        let records = self.records.get(&(kind, place, folded(text)));
        records.into_iter().flatten().copied()
    }
}

fn keys(record: &Record) -> impl Iterator<Item = (RecordKind, usize, String)> {
    let kind = record.kind();
    let fields = kind.described().fields.iter().enumerate();
    let unique = fields.filter(|(_, field)| field.unique_within.is_some());
    unique.filter_map(move |(place, field)| match (field.get)(record) {
        Value::Text(text) => Some((kind, place, folded(&text))),
        _ => None,
    })
}
