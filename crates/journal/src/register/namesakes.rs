//! Whether people of the names of new ones are known already (SOLO2-6.3b).

use super::consequences::{Effect, EffectKind};
use super::record::{Record, RecordKind, RecordRef};
use super::{DaySpan, Register};
use crate::person::PersonName;
use chrono::NaiveDate;
use std::collections::{BTreeSet, HashMap};

impl Register {
    /// Of each new person another of the same name who is known, if there is one: in one walk over all
    /// names, for an import brings thousands. Two of one name who come together are two.
    pub(super) fn namesakes(&self, after: &Self, records: &BTreeSet<RecordRef>) -> Vec<Effect> {
        let is_new = |at: &&RecordRef| at.kind == RecordKind::Person && self.get(**at).is_none();
        let mut new = records.iter().filter(is_new).peekable();
        if new.peek().is_none() {
            return Vec::new();
        }
        let mut named: HashMap<String, Vec<RecordRef>> = HashMap::new();
        for (at, record) in self.of(RecordKind::Person) {
            if let Record::Person(person) = record {
                named.entry(folded(&person.name)).or_default().push(at);
            }
        }
        let told = new.filter_map(|at| {
            let Record::Person(person) = after.get(*at)? else {
                return None;
            };
            let mut others = named.get(&folded(&person.name))?.iter();
            let person = *others.find(|other| *other != at)?;
            Some(Effect {
                kind: EffectKind::NameKnown { person },
                days: DaySpan::new(NaiveDate::MIN, NaiveDate::MAX),
                found: None,
            })
        });
        told.collect()
    }
}

/// A name as it is compared: «ё» is often written as «е».
fn folded(name: &PersonName) -> String {
    let parts = [&name.last, &name.first, &name.middle];
    let letters = parts
        .into_iter()
        .flat_map(|part| part.chars().chain(['\n']));
    let letters = letters.flat_map(char::to_lowercase);
    let letters = letters.map(|letter| if letter == 'ё' { 'е' } else { letter });
    letters.collect()
}
