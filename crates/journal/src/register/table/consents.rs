//! The consents of all of whom tables bring data, said once for a whole file.

use super::plan::{Change, TablePlan};
use crate::ids::PersonId;
use crate::reading::{DayReading, SerialBase, day};
use crate::register::DaySpan;
use crate::register::kinds::{ConsentRecord, ConsentScope};
use crate::register::{Record, RecordKind};
use crate::regulation::{ConsentClause, Unconsented};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// The papers of a whole file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consents {
    /// The day of the papers.
    pub given: NaiveDate,
    /// Where they lie.
    pub paper: String,
}

impl Consents {
    /// Their day and place as a person says them, «01.09.2026:папка 1»; none, if that is no day, or
    /// one after today.
    pub fn read(said: &str, today: NaiveDate) -> Option<Self> {
        let (given, paper) = said.split_once(':').unwrap_or((said, ""));
        let reading = DayReading {
            likely: DaySpan::new(today, today),
            base: SerialBase::Y1900,
        };
        let given = day(given, &reading).ok()?.value;
        let paper = paper.trim().to_owned();
        (given <= today).then_some(Self { given, paper })
    }
}

impl TablePlan {
    /// Of how many the rows say more than a rule lets them without a consent of the day; none: of
    /// nobody.
    pub fn lack_consents(&self, rule: &ConsentClause, day: NaiveDate) -> Option<usize> {
        let count = self.unconsented(day).len();
        (rule.without == Unconsented::Refused && count > 0).then_some(count)
    }

    /// Of whom the rows say more without a consent of the day, each with the first row that does.
    pub fn unconsented(&self, day: NaiveDate) -> BTreeMap<PersonId, (usize, u32)> {
        let mut rows = BTreeMap::new();
        for change in &self.changes {
            let people = self.after.unconsented(change.was.as_ref(), &change.is, day);
            for person in people {
                rows.entry(person).or_insert(change.by);
            }
        }
        rows
    }

    /// Brings with the rows the consent of each of whom they say more without one; of how many.
    pub fn consent(&mut self, to: &Consents, day: NaiveDate) -> usize {
        let people = self.unconsented(day);
        let count = people.len();
        for (person, by) in people {
            let is = Record::Consent(ConsentRecord {
                person,
                signed_by: None,
                scope: ConsentScope::All,
                given: to.given,
                withdrawn: None,
                paper: to.paper.clone(),
            });
            let at = RecordKind::Consent.at(self.after.free_id(RecordKind::Consent));
            self.after.put(at, Some(is.clone()));
            let was = None;
            self.changes.push(Change { at, was, is, by });
        }
        count
    }
}
