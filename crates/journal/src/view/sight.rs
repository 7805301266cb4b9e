//! Pages of the register as somebody may see them.

use super::{LoggedAmendment, RecordLine, RecordLog, RecordsPage, RegisterPage};
use crate::register::{Record, RecordKind, RecordRef, Register, Value, Veil};
use crate::regulation::RegisterRights;
use std::collections::BTreeSet;

impl RegisterPage {
    /// The kinds of which somebody may see records, each with the count of those.
    #[must_use]
    pub fn seen_by(mut self, register: &Register, rights: &RegisterRights<'_>) -> Self {
        self.kinds.retain(|line| rights.reads_some(line.kind));
        for line in &mut self.kinds {
            let seen = register
                .of(line.kind)
                .filter(|(at, record)| rights.reads(*at, record).is_some());
            line.count = u32::try_from(seen.count()).unwrap_or(u32::MAX);
        }
        self
    }
}

impl RecordsPage {
    /// The records that somebody may see, as far as they may; of others the names, where one of
    /// these says them.
    #[must_use]
    pub fn seen_by(mut self, rights: &RegisterRights<'_>) -> Self {
        let keeps = rights.keeps_some(self.kind);
        self.awaits_order = rights.awaits_order(self.kind).cloned();
        self.records.retain_mut(|line| {
            let at = at(line);
            let is_locked = keeps && rights.judge_change(at, &line.record).is_err();
            line.locked = is_locked;
            is_seen(line, rights.reads(at, &line.record))
        });
        let mut named: BTreeSet<RecordRef> = self.records.iter().flat_map(names).collect();
        // A title names others in its turn.
        loop {
            let is_named = |line: &&RecordLine| named.contains(&at(line));
            let referred = self.referred.iter().filter(is_named);
            let more: Vec<_> = referred.flat_map(names_in_title).collect();
            let before = named.len();
            named.extend(more);
            if named.len() == before {
                break;
            }
        }
        self.referred.retain_mut(|line| {
            let at = at(line);
            let upto = rights.reads(at, &line.record);
            let is_named = named.contains(&at);
            is_seen(line, upto.or_else(|| is_named.then_some(Veil::Open)))
        });
        self
    }
}

impl RecordsPage {
    /// The kinds of its records that tell of people beyond their names, of whom some are not the
    /// reader's own. To be asked of a page as the reader sees it.
    pub fn others_cards(&self, rights: &RegisterRights<'_>) -> BTreeSet<RecordKind> {
        let lines = self.records.iter().chain(&self.referred);
        others_cards(lines.map(|line| (at(line), &line.record)), rights)
    }
}

impl RecordLog {
    /// As [`RecordsPage::others_cards`].
    pub fn others_cards(&self, rights: &RegisterRights<'_>) -> BTreeSet<RecordKind> {
        let amendments = self.amendments.iter();
        let said = amendments.flat_map(|one| {
            let said = one.was.iter().chain(&one.is);
            said.map(|record| (one.record, record))
        });
        others_cards(said, rights)
    }
}

fn others_cards<'r>(
    records: impl Iterator<Item = (RecordRef, &'r Record)>,
    rights: &RegisterRights<'_>,
) -> BTreeSet<RecordKind> {
    let mut kinds = BTreeSet::new();
    for (at, record) in records {
        let tells = || record.beyond(Veil::Open).next().is_some();
        if !kinds.contains(&at.kind) && tells() && !rights.is_own(at, record) {
            kinds.insert(at.kind);
        }
    }
    kinds
}

impl LoggedAmendment {
    /// The amendment, as far as somebody may see what it says; none, if they may not see a record
    /// that says so.
    pub fn seen_by(mut self, rights: &RegisterRights<'_>) -> Option<Self> {
        let at = self.record;
        let said = [&self.was, &self.is].into_iter().flatten();
        let upto: Option<Vec<_>> = said.map(|record| rights.reads(at, record)).collect();
        let upto = upto?.into_iter().min().unwrap_or_default();
        let mut veiled = BTreeSet::new();
        for record in [&mut self.was, &mut self.is].into_iter().flatten() {
            veiled.extend(record.beyond(upto).map(|field| field.name.to_owned()));
            *record = record.veiled(upto);
        }
        self.veiled = veiled.into_iter().collect();
        Some(self)
    }
}

fn at(line: &RecordLine) -> RecordRef {
    line.record.kind().at(line.id)
}

/// Whether a line is seen; then only as far as it may be.
fn is_seen(line: &mut RecordLine, upto: Option<Veil>) -> bool {
    let Some(upto) = upto else {
        return false;
    };
    let hidden = line.record.beyond(upto);
    line.veiled = hidden.map(|field| field.name.to_owned()).collect();
    if !line.veiled.is_empty() {
        line.record = line.record.veiled(upto);
    }
    true
}

fn names(line: &RecordLine) -> Vec<RecordRef> {
    let places = 0..line.record.kind().described().fields.len();
    referred(&line.record, places)
}

fn names_in_title(line: &RecordLine) -> Vec<RecordRef> {
    let title = line.record.kind().described().title.places();
    referred(&line.record, title.iter().copied())
}

fn referred(record: &Record, places: impl Iterator<Item = usize>) -> Vec<RecordRef> {
    let described = record.kind().described();
    let named = places.filter_map(|place| match described.value(place, record) {
        Value::Reference(at) => Some(at),
        _ => None,
    });
    named.collect()
}
