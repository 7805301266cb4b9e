//! From when until when: what places, appointments and ties have in common.

use super::in_order;
use crate::register::fault::{Fault, FieldFault};
use crate::register::{DaySpan, Record, RecordRef, Register};
use chrono::NaiveDate;

/// The days from `from` to `until`, both included; none: without end on that side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stay {
    pub(super) from: Option<NaiveDate>,
    pub(super) until: Option<NaiveDate>,
}

impl Stay {
    /// The days as a span.
    pub(super) fn days(self) -> DaySpan {
        DaySpan::new(
            self.from.unwrap_or(NaiveDate::MIN),
            self.until.unwrap_or(NaiveDate::MAX),
        )
    }

    /// The days on which it was so and is so no more, from the first to the last; `moved`: all of
    /// them.
    pub(super) fn lost_in(self, is: Self, moved: bool) -> Option<DaySpan> {
        let kept = (!moved).then(|| is.days());
        let gone = self.days().without(kept);
        Some(DaySpan::new(gone.first()?.first, gone.last()?.last))
    }
}

/// What is wrong with the days: their order, that they leave the school year of the record, that
/// another such record has one of them.
pub(super) fn stay_faults(
    register: &Register,
    record: &Record,
    stay: Stay,
    mut others: impl Iterator<Item = (RecordRef, Stay)>,
) -> Vec<FieldFault> {
    if let (Some(first), Some(last)) = (stay.from, stay.until)
        && let Some(fault) = in_order_until(DaySpan::new(first, last))
    {
        return vec![fault];
    }
    let year = register.year_of_record(record).map(|(_, year)| year.days());
    let leaves = |day: Option<NaiveDate>| match (day, year) {
        (Some(day), Some(year)) => !year.has(day),
        _ => false,
    };
    if leaves(stay.from) {
        return vec![FieldFault::new("from", Fault::OutsideYear)];
    }
    if leaves(stay.until) {
        return vec![FieldFault::new("until", Fault::OutsideYear)];
    }
    let days = stay.days();
    let other = others.find(|(_, other)| other.days().meets(days));
    let fault = other.map(|(with, other)| {
        let field = if other.days().first <= days.first {
            "from"
        } else {
            "until"
        };
        FieldFault::new(field, Fault::Overlaps { with })
    });
    fault.into_iter().collect()
}

fn in_order_until(days: DaySpan) -> Option<FieldFault> {
    let fault = in_order(days)?;
    Some(FieldFault::new("until", fault.fault))
}
