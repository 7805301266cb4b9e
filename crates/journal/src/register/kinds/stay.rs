//! From when until when: what places, appointments and ties have in common.

use super::{
    ClassTeacherRecord, EmploymentRecord, GuardianshipRecord, MembershipRecord, OfficeRecord,
    TeachingRecord, in_order,
};
use crate::register::fault::{Fault, FieldFault};
use crate::register::{DaySpan, Record, RecordKind, RecordRef, Register};
use chrono::NaiveDate;

/// The days from `from` to `until`, both included; none: without end on that side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stay {
    from: Option<NaiveDate>,
    until: Option<NaiveDate>,
}

impl Stay {
    /// The days as a span.
    pub(super) fn days(self) -> DaySpan {
        DaySpan::between(self.from, self.until)
    }

    /// The days on which it was so and is so no more, from the first to the last; `moved`: all of
    /// them.
    pub(super) fn lost_in(self, is: Self, moved: bool) -> Option<DaySpan> {
        let kept = (!moved).then(|| is.days());
        let gone = self.days().without(kept);
        Some(DaySpan::new(gone.first()?.first, gone.last()?.last))
    }
}

/// What the kinds have in common whose records have a first and a last day. Each is named with the
/// fields in which two of its records are the same, of which a register holds one on a day.
macro_rules! stays {
    ($($kind:ident($record:ident): $of:ident $(with $and:ident)?;)+) => {
        $(impl $record {
            /// Its days.
            pub fn days(&self) -> DaySpan {
                self.stay().days()
            }

            /// Whether it is so on the day.
            pub fn holds(&self, day: NaiveDate) -> bool {
                self.days().has(day)
            }

            pub(super) fn stay(&self) -> Stay {
                Stay {
                    from: self.from,
                    until: self.until,
                }
            }
        })+

        /// The days of a record, and the record among whose referrers those are that are the same.
        fn stay_of(record: &Record) -> Option<(Stay, RecordRef)> {
            Some(match record {
                $(Record::$kind(it) => (it.stay(), it.$of.into()),)+
                _ => return None,
            })
        }

        fn are_same(one: &Record, other: &Record) -> bool {
            match (one, other) {
                $((Record::$kind(one), Record::$kind(other)) => {
                    one.$of == other.$of $(&& one.$and == other.$and)?
                })+
                _ => false,
            }
        }
    };
}

stays! {
    Membership(MembershipRecord): pupil with group;
    Office(OfficeRecord): person with role;
    Employment(EmploymentRecord): person with post;
    Guardianship(GuardianshipRecord): pupil with parent;
    ClassTeacher(ClassTeacherRecord): class;
    Teaching(TeachingRecord): journal with teacher;
}

/// What is wrong with the days: their order, that they leave the school year of the record, that
/// another record that is the same has one of them.
pub(super) fn stay_faults(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Some((stay, of)) = stay_of(record) else {
        return Vec::new();
    };
    if let (Some(first), Some(last)) = (stay.from, stay.until)
        && let Some(fault) = in_order_until(DaySpan::new(first, last))
    {
        return vec![fault];
    }
    let year = register.year_of_record(record).map(|(_, year)| year.days());
    let leaves = |day: Option<NaiveDate>| day.zip(year).is_some_and(|(day, year)| !year.has(day));
    if leaves(stay.from) {
        return vec![FieldFault::new("from", Fault::OutsideYear)];
    }
    if leaves(stay.until) {
        return vec![FieldFault::new("until", Fault::OutsideYear)];
    }
    let days = stay.days();
    let others = register.referring_to(of).filter(|other| *other != at);
    let mut others = others.filter_map(|with| {
        let other = register.get(with).filter(|it| are_same(record, it))?;
        Some((with, stay_of(other)?.0))
    });
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

impl Register {
    /// Whether a place in a group, or an appointment to a journal or a class, begins or ends on a day
    /// that is not of a year.
    pub(super) fn stay_leaves(&self, at: RecordRef, year: DaySpan) -> bool {
        let said = self.get(at).and_then(days_said);
        said.is_some_and(|said| !year.holds(said))
    }

    /// The first place or appointment of a school year that would begin or end outside these days.
    pub(super) fn stay_outside(
        &self,
        year: RecordRef,
        days: DaySpan,
    ) -> Option<(RecordRef, DaySpan)> {
        let places = self.of(RecordKind::Membership);
        let stays = places.chain(self.of(RecordKind::Teaching));
        let stays = stays.chain(self.of(RecordKind::ClassTeacher));
        let said = stays.filter_map(|(at, record)| Some((at, record, days_said(record)?)));
        let mut outside = said.filter(|(_, _, said)| !days.holds(*said));
        let (at, _, said) = outside.find(|(_, record, _)| {
            let of = self.year_of_record(record);
            of.is_some_and(|(of, _)| of == year)
        })?;
        Some((at, said))
    }
}

/// The first and the last of the days that a record names.
fn days_said(record: &Record) -> Option<DaySpan> {
    let (Stay { from, until }, _) = stay_of(record)?;
    Some(DaySpan::new(from.or(until)?, until.or(from)?))
}
