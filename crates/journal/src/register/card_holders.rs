//! Who has a card on a day, and since when.

use super::Register;
use super::card_checks::AmendedAt;
use super::record::{Record, RecordKind, RecordRef};
use crate::ids::{ClassId, PersonId, PupilId};
use chrono::NaiveDate;
use std::collections::BTreeMap;

/// Whose card it is: what of it the register is asked for.
pub(super) struct Holder {
    pub(super) person: PersonId,
    pub(super) class: Option<ClassId>,
    /// The first day; none: nobody knows.
    pub(super) from: Option<NaiveDate>,
    /// The day of the order by which they came, of a pupil without one the day itself; none: nobody
    /// knows, or the pupil was here before this school year.
    pub(super) ordered: Option<NaiveDate>,
    /// The day on which their first role or post was entered; none: it came with the school, or they are
    /// a pupil.
    pub(super) entered: Option<NaiveDate>,
}

impl Register {
    pub(super) fn pupil_holder(&self, pupil: PupilId, day: NaiveDate) -> Option<Holder> {
        let stints = self.stints(pupil);
        let place = stints.iter().position(|it| self.counts_on(it, day))?;
        let (stint, before) = (stints.get(place)?, stints.get(..place)?);
        // Whoever passes from a class to another has been here all along.
        let came = before.iter().rev().fold(stint, |came, earlier| {
            let goes_on = earlier.until.and_then(|last| last.succ_opt()) == Some(came.from);
            if goes_on { earlier } else { came }
        });
        let year = self.year_at(day).map(|(_, year)| year.starts);
        let is_new = year.is_none_or(|starts| starts <= came.from);
        Some(Holder {
            person: pupil.into(),
            class: Some(stint.class),
            from: Some(stint.from),
            ordered: is_new.then(|| self.order_day(came.by).unwrap_or(came.from)),
            entered: None,
        })
    }

    /// The day of the order of a line.
    fn order_day(&self, line: RecordRef) -> Option<NaiveDate> {
        let order = match self.get(line)? {
            Record::Movement(line) => line.order?,
            _ => return None,
        };
        match self.get(order.into())? {
            Record::Order(order) => Some(order.date),
            _ => None,
        }
    }

    /// Whoever has a role or a post on the day, once: by what is known to have begun first. Of whom
    /// nothing is known, the year of the day began first.
    pub(super) fn staff_holders(&self, day: NaiveDate, written: &AmendedAt) -> Vec<Holder> {
        let year = self.year_at(day).map(|(_, year)| year.starts);
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
