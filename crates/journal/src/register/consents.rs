//! Whether what is said of people may be: by their consents of a day.

use super::amendment::FieldStep;
use super::record::{Record, RecordKind};
use super::value::Value;
use super::{Register, Veil};
use crate::ids::PersonId;
use chrono::NaiveDate;

impl Register {
    /// Whether somebody's data up to a veil may be kept by a consent of the day.
    pub fn has_consent(&self, person: PersonId, upto: Veil, day: NaiveDate) -> bool {
        self.naming(person, RecordKind::Consent).any(|record| {
            matches!(record, Record::Consent(it) if it.person == person && it.covers(upto, day))
        })
    }

    /// Those of whom a record says more than it did, without a consent that covers it on the day.
    /// What is emptied, and the name, need none.
    pub fn unconsented(
        &self,
        was: Option<&Record>,
        is: &Record,
        day: NaiveDate,
    ) -> impl Iterator<Item = PersonId> {
        let of_same = was.filter(|was| was.whose().eq(is.whose()));
        let said = FieldStep::between(is.kind(), of_same, Some(is)).into_iter();
        let said = said.filter(|step| step.now != Value::Empty);
        let upto = said.map(|step| step.field.veil).max().unwrap_or_default();
        let people = is.whose().filter(move |_| upto > Veil::Open);
        people.filter(move |person| !self.has_consent(*person, upto, day))
    }
}
