//! Who has a card on a day, and since when.

use super::Register;
use super::card_checks::AmendedAt;
use super::record::{Record, RecordKind};
use crate::ids::{ClassId, PersonId, PupilId};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Whose card it is: what of it the register is asked for.
pub(super) struct Holder {
    pub(super) person: PersonId,
    pub(super) class: Option<ClassId>,
    /// The first day; none: nobody knows.
    pub(super) from: Option<NaiveDate>,
    /// The day of the order by which they came.
    pub(super) ordered: Option<NaiveDate>,
    /// The day on which their first role or post was entered; none: it came with the school, or they are
    /// a pupil.
    pub(super) entered: Option<NaiveDate>,
}

impl Register {
    pub(super) fn pupil_holder(&self, pupil: PupilId, day: NaiveDate) -> Option<Holder> {
        let stints = self.stints(pupil);
        let mut stints = stints.iter().filter(|stint| self.counts_on(stint, day));
        let stint = stints.find(|stint| stint.days().has(day))?;
        let order = match self.get(stint.by) {
            Some(Record::Movement(line)) => line.order,
            _ => None,
        };
        let ordered = match order.and_then(|order| self.get(order.into())) {
            Some(Record::Order(order)) => Some(order.date),
            _ => None,
        };
        Some(Holder {
            person: pupil.into(),
            class: Some(stint.class),
            from: Some(stint.from),
            ordered,
            entered: None,
        })
    }

    /// Whoever has a role or a post on the day, once: by what is known to have begun first. Of whom
    /// nothing is known, the year of the day began first.
    pub(super) fn staff_holders(&self, day: NaiveDate, written: &AmendedAt) -> Vec<Holder> {
        let mut years = self.of(RecordKind::SchoolYear);
        let year = years.find_map(|(_, record)| match record {
            Record::SchoolYear(year) if year.days().has(day) => Some(year.starts),
            _ => None,
        });
        let began = |holder: &Holder| (holder.from.is_none(), holder.from, holder.ordered);
        let mut staff: BTreeMap<PersonId, Holder> = BTreeMap::new();
        for kind in [RecordKind::Employment, RecordKind::Office] {
            for (at, record) in self.of(kind) {
                let (person, from, ordered) = match record {
                    Record::Employment(it) if it.holds(day) => (it.person, it.from, it.ordered),
                    Record::Office(it) if it.holds(day) => (it.person, it.from, it.ordered),
                    _ => continue,
                };
                let holder = Holder {
                    person,
                    class: None,
                    from,
                    ordered,
                    entered: written.entered.get(&at).copied(),
                };
                let known = staff.get(&person);
                // A later post or role is of one who is here already.
                if known.is_none_or(|known| began(&holder) < began(known)) {
                    staff.insert(person, holder);
                }
            }
        }
        let dated = |holder: Holder| Holder {
            from: holder.from.or(year),
            ..holder
        };
        staff.into_values().map(dated).collect()
    }
}
