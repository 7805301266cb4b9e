//! A reporting period of a school year.

use super::{in_order, within_year};
use crate::ids::PeriodId;
use crate::period::Period;
use crate::register::Title;
use crate::register::field::{Gesture, InJournals, fields};
use crate::register::material::{Asking, Found, Question};
use crate::register::value::choices;
use crate::register::{DaySpan, EffectKind, Fault, FieldFault, FieldKind, Kind, Record, RecordId};
use crate::register::{RecordKind, RecordRef, Register, YearId};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

choices! {
    /// Into what a school year is divided. Younger classes may have quarters while older ones
    /// have half-years, so periods of different lengths lie over each other.
    pub enum PeriodLength {
        /// A quarter of the year.
        #[default]
        Quarter = "quarter" ["четверть", "четв."],
        /// A third of the year.
        Trimester = "trimester" ["триместр"],
        /// Half of the year.
        HalfYear = "half-year" ["полугодие"],
        /// The whole of it.
        Year = "year" ["год"],
    }
}

/// What the register says of a period (SP14-T2.4a); [`Period`] is the line of it that the
/// journals show.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PeriodRecord {
    /// The school year.
    pub year: YearId,
    /// «2 четверть».
    pub title: String,
    /// Which part of the year it is.
    pub length: PeriodLength,
    /// First day.
    pub starts: NaiveDate,
    /// Last day.
    pub ends: NaiveDate,
}

impl PeriodRecord {
    /// Its days.
    pub fn days(&self) -> DaySpan {
        DaySpan::new(self.starts, self.ends)
    }

    /// The period as the journals show it.
    pub fn period(&self, id: RecordId) -> Period {
        Period {
            id: PeriodId(id.0),
            title: self.title.clone(),
            starts: self.starts,
            ends: self.ends,
        }
    }
}

fields! {
    Period;
    year: FieldKind::Reference(RecordKind::SchoolYear),
        .required().column(2, 10);
    title: FieldKind::Text { max: 40 },
        .required().unique_within(&[at::year]).column(1, 30);
    length: FieldKind::Choice(PeriodLength::CHOICES),
        .required().column(1, 12);
    starts: FieldKind::Day,
        .required().column(1, 10);
    ends: FieldKind::Day,
        .required().column(1, 10);
}

/// Periods.
pub static KIND: Kind = Kind {
    kind: RecordKind::Period,
    fields: FIELDS,
    title: Title::Parts(&[at::title]),
    search: &[at::title, at::starts, at::ends],
    order: &[at::year, at::length, at::starts],
    check,
    journals: InJournals {
        uses,
        last,
        means,
        ..InJournals::SHOWN
    },
};

fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::Period(period) = record else {
        return Vec::new();
    };
    let days = period.days();
    let faults = [
        in_order(days),
        within_year(register, period.year, days),
        overlap(register, at, period),
    ];
    faults.into_iter().flatten().collect()
}

fn overlap(register: &Register, at: RecordRef, period: &PeriodRecord) -> Option<FieldFault> {
    let days = period.days();
    let (with, other) = register.periods().find(|(other_at, other)| {
        *other_at != at
            && other.year == period.year
            && other.length == period.length
            && other.days().meets(days)
    })?;
    let field = if other.starts <= days.first {
        "starts"
    } else {
        "ends"
    };
    Some(FieldFault::new(field, Fault::Overlaps { with }))
}

fn uses(_: &Gesture<'_>, at: RecordRef, asking: &mut Asking<'_>) -> Found {
    let period = PeriodId(at.id.0);
    asking.ask(Question::PeriodMarks { period })
}

/// A window of corrections that was over may be open again, or the other way round.
fn means(at: RecordRef, was: &Record, is: &Record) -> Option<(EffectKind, Question)> {
    let (Record::Period(was), Record::Period(is)) = (was, is) else {
        return None;
    };
    let period = PeriodId(at.id.0);
    (was.days() != is.days()).then_some((
        EffectKind::MovesPeriodMarks { period: at },
        Question::PeriodMarks { period },
    ))
}

/// A school year that has lessons in a period is not left without any.
fn last(gesture: &Gesture<'_>, at: RecordRef, asking: &mut Asking<'_>) -> Option<Found> {
    let Some(Record::Period(period)) = gesture.now.get(at) else {
        return None;
    };
    let mut others = gesture.now.periods().filter(|(other, _)| *other != at);
    if others.any(|(_, other)| other.year == period.year) {
        return None;
    }
    let days = period.days();
    let found = asking.ask(Question::Lessons { days });
    (!found.is_empty()).then_some(found)
}

impl Register {
    /// The periods of all school years, by id.
    pub fn periods(&self) -> impl Iterator<Item = (RecordRef, &PeriodRecord)> {
        self.of(RecordKind::Period)
            .filter_map(|(at, record)| match record {
                Record::Period(period) => Some((at, period)),
                _ => None,
            })
    }

    /// Which a period is among those of its year and length, from 1, by its first day.
    pub fn position(&self, period: &PeriodRecord) -> usize {
        let before = self.periods().filter(|(_, other)| {
            other.year == period.year
                && other.length == period.length
                && other.starts < period.starts
        });
        before.count() + 1
    }
}
