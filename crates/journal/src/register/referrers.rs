//! Which records name a record, so that nobody walks a register to learn whether one is in use.

use super::record::{Record, RecordKind, RecordRef};
use super::value::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Records of a kind by what they refer to.
type OfKind = BTreeMap<RecordRef, Arc<BTreeSet<RecordRef>>>;

/// Records by what they refer to; by their kind, so that a copy shares what it does not amend.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Referrers {
    by: BTreeMap<RecordKind, Arc<OfKind>>,
}

impl Referrers {
    /// Puts a record that stands now.
    pub(super) fn put(&mut self, at: RecordRef, record: &Record) {
        for named in record.named() {
            let of_kind = Arc::make_mut(self.by.entry(at.kind).or_default());
            Arc::make_mut(of_kind.entry(named).or_default()).insert(at);
        }
    }

    /// Takes away a record as it stood.
    pub(super) fn take(&mut self, at: RecordRef, record: &Record) {
        for named in record.named() {
            let Some(of_kind) = self.by.get_mut(&at.kind).map(Arc::make_mut) else {
                continue;
            };
            if let Some(records) = of_kind.get_mut(&named).map(Arc::make_mut) {
                records.remove(&at);
                if records.is_empty() {
                    of_kind.remove(&named);
                }
            }
            if of_kind.is_empty() {
                self.by.remove(&at.kind);
            }
        }
    }

    /// Takes those of a kind from another.
    pub(super) fn share(&mut self, other: &Self, kind: RecordKind) {
        match other.by.get(&kind) {
            Some(of_kind) => self.by.insert(kind, Arc::clone(of_kind)),
            None => self.by.remove(&kind),
        };
    }

    /// The records that name one, by kind and id.
    pub(super) fn of(&self, at: RecordRef) -> impl Iterator<Item = RecordRef> {
        let naming = self.by.values().filter_map(move |of_kind| of_kind.get(&at));
        naming.flat_map(|records| records.iter().copied())
    }

    /// The records of a kind that name one, by id.
    pub(super) fn of_kind(
        &self,
        at: RecordRef,
        kind: RecordKind,
    ) -> impl Iterator<Item = RecordRef> {
        let naming = self.by.get(&kind).and_then(|of_kind| of_kind.get(&at));
        naming
            .into_iter()
            .flat_map(|records| records.iter().copied())
    }
}

impl Record {
    /// The records that its fields refer to.
    pub fn named(&self) -> impl Iterator<Item = RecordRef> {
        let fields = self.kind().described().fields.iter();
        fields.filter_map(|field| match (field.get)(self) {
            Value::Reference(at) => Some(at),
            _ => None,
        })
    }
}
