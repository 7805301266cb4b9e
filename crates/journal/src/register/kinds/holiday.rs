//! Days of a school year that are otherwise than their days of the week: without lessons, without
//! work, or with work on a weekend.

use super::{in_order, within_year};
use crate::register::Title;
use crate::register::field::{InJournals, fields};
use crate::register::value::choices;
use crate::register::{DaySpan, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef};
use crate::register::{Register, YearId};
use crate::regulation::WorkDays;
use crate::school::Holiday;
use serde::{Deserialize, Serialize};

choices! {
    /// Whom days are free for.
    pub enum HolidaySort {
        /// For pupils: the staff works (ТК ст. 112), and terms in working days run on.
        #[default]
        Break = "break" ["каникулы"],
        /// For everybody: a public holiday, a day that rest was moved to.
        Rest = "rest" ["праздник", "выходной"],
        /// For nobody: a Saturday that work was moved to.
        Working = "working" ["рабочий день", "рабочая суббота"],
    }
}

/// Holidays of a school year. One may lie within another: a day off within a break.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HolidayRecord {
    /// The school year.
    pub year: YearId,
    /// What it is called and its days.
    #[serde(flatten)]
    pub holiday: Holiday,
}

impl HolidayRecord {
    /// Its days.
    pub fn days(&self) -> DaySpan {
        DaySpan::new(self.holiday.starts, self.holiday.ends)
    }

    /// Whether there are no lessons on them.
    pub fn is_free(&self) -> bool {
        self.holiday.sort != HolidaySort::Working
    }
}

fields! {
    Holiday;
    year: FieldKind::Reference(RecordKind::SchoolYear),
        .required().column(2, 10);
    title in holiday: FieldKind::Text { max: 60 },
        .required().unique_within(&[at::year]).column(1, 40);
    sort in holiday: FieldKind::Choice(HolidaySort::CHOICES),
        .required().column(2, 12);
    starts in holiday: FieldKind::Day,
        .required().column(1, 10);
    ends in holiday: FieldKind::Day,
        .required().column(1, 10);
}

/// Holidays.
pub static KIND: Kind = Kind {
    kind: RecordKind::Holiday,
    fields: FIELDS,
    title: Title::Parts(&[at::title]),
    search: &[at::title, at::starts, at::ends],
    order: &[at::starts, at::ends],
    check,
    journals: InJournals::SHOWN,
};

fn check(register: &Register, _: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::Holiday(holiday) = record else {
        return Vec::new();
    };
    let days = holiday.days();
    let faults = [in_order(days), within_year(register, holiday.year, days)];
    faults.into_iter().flatten().collect()
}

impl Register {
    /// The holidays of all school years, by id.
    pub fn holidays(&self) -> impl Iterator<Item = (RecordRef, &HolidayRecord)> {
        self.of(RecordKind::Holiday)
            .filter_map(|(at, record)| match record {
                Record::Holiday(holiday) => Some((at, holiday)),
                _ => None,
            })
    }

    /// The days on which the school works: terms of orders and papers are counted by them.
    pub fn work_days(&self) -> WorkDays {
        let of = |sort: HolidaySort| {
            let holidays = self.holidays().map(|(_, holiday)| holiday);
            let holidays = holidays.filter(move |it| it.holiday.sort == sort);
            holidays.map(HolidayRecord::days)
        };
        let moved_to = of(HolidaySort::Working);
        let moved_to = moved_to.flat_map(|days| {
            let all = days.first.iter_days();
            all.take_while(move |day| *day <= days.last)
        });
        WorkDays::new(of(HolidaySort::Rest), moved_to)
    }
}
