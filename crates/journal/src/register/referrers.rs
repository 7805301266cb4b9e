//! Which records name a record, so that nobody walks a register to learn whether one is in use.

use super::record::{Record, RecordId, RecordKind, RecordRef};
use super::value::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Records of a kind by what they refer to: each pair of the two, in order.
type OfKind = BTreeSet<(RecordRef, RecordId)>;

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
            of_kind.insert((named, at.id));
        }
    }

    /// Takes away a record as it stood.
    pub(super) fn take(&mut self, at: RecordRef, record: &Record) {
        for named in record.named() {
            let Some(of_kind) = self.by.get_mut(&at.kind).map(Arc::make_mut) else {
                continue;
            };
            of_kind.remove(&(named, at.id));
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
        let kinds = self.by.keys();
        kinds.flat_map(move |kind| self.of_kind(at, *kind))
    }

    /// The records of a kind that name one, by id.
    pub(super) fn of_kind(
        &self,
        at: RecordRef,
        kind: RecordKind,
    ) -> impl Iterator<Item = RecordRef> {
        let ids = (at, RecordId(i64::MIN))..=(at, RecordId(i64::MAX));
        let naming = self.by.get(&kind).map(|of_kind| of_kind.range(ids));
        let naming = naming.into_iter().flatten();
        naming.map(move |(_, id)| kind.at(*id))
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
