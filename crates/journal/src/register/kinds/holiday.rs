//! Days of a school year without lessons.

use super::{REGISTER_KEEPERS, STAFF, in_order, within_year};
use crate::register::Title;
use crate::register::field::{InJournals, fields};
use crate::register::{DaySpan, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef};
use crate::register::{Register, YearId};
use crate::school::Holiday;
use serde::{Deserialize, Serialize};

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
}

fields! {
    Holiday;
    year: FieldKind::Reference(RecordKind::SchoolYear),
        .required().column(2, 10);
    title in holiday: FieldKind::Text { max: 60 },
        .required().unique_within(&[at::year]).column(1, 40);
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
    read: STAFF,
    write: REGISTER_KEEPERS,
    check,
    journals: InJournals::NOTHING,
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
}
