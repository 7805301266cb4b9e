//! The texts of which no two records say the same, by what they are compared by: so that a gesture
//! of many amendments does not walk a whole directory for each.

use super::record::{Record, RecordKind, RecordRef};
use super::value::Value;
use crate::reading::match_key;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

#[cfg(test)]
thread_local! {
    /// How often a text was made comparable: the work of a comparison.
    pub(super) static COMPARED: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

/// Records by what the texts of their unique fields are matched by: «8А» is taken by an «8A» with
/// a Latin letter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct UniqueTexts {
    records: BTreeMap<RecordKind, Arc<Saying>>,
}

/// Records of a kind by the place of a field and its text.
type Saying = BTreeMap<(usize, String), BTreeSet<RecordRef>>;

impl UniqueTexts {
    /// Puts a record that stands now.
    pub(super) fn put(&mut self, at: RecordRef, record: &Record) {
        for key in keys(record) {
            let saying = Arc::make_mut(self.records.entry(at.kind).or_default());
            saying.entry(key).or_default().insert(at);
        }
    }

    /// Takes away a record as it stood.
    pub(super) fn take(&mut self, at: RecordRef, record: &Record) {
        for key in keys(record) {
            let Some(saying) = self.records.get_mut(&at.kind).map(Arc::make_mut) else {
                continue;
            };
            if let Some(records) = saying.get_mut(&key) {
                records.remove(&at);
                if records.is_empty() {
                    saying.remove(&key);
                }
            }
            if saying.is_empty() {
                self.records.remove(&at.kind);
            }
        }
    }

    /// Takes those of a kind from another.
    pub(super) fn share(&mut self, other: &Self, kind: RecordKind) {
        match other.records.get(&kind) {
            Some(saying) => self.records.insert(kind, Arc::clone(saying)),
            None => self.records.remove(&kind),
        };
    }

    /// The records that say this text in the field at a place, by id.
    pub(super) fn saying(
        &self,
        kind: RecordKind,
        place: usize,
        text: &str,
    ) -> impl Iterator<Item = RecordRef> {
        let saying = self.records.get(&kind);
        let records = saying.and_then(|saying| saying.get(&(place, compared(text))));
        records.into_iter().flatten().copied()
    }
}

fn keys(record: &Record) -> impl Iterator<Item = (usize, String)> {
    let fields = record.kind().described().fields.iter().enumerate();
    let unique = fields.filter(|(_, field)| field.unique_within.is_some());
    unique.filter_map(move |(place, field)| match (field.get)(record) {
        Value::Text(text) => Some((place, compared(&text))),
        _ => None,
    })
}

fn compared(text: &str) -> String {
    #[cfg(test)]
    COMPARED.with(|count| count.set(count.get() + 1));
    match_key(text)
}
