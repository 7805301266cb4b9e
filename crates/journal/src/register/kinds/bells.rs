//! A bell schedule of a school year.

use crate::ids::ClassId;
use crate::register::Title;
use crate::register::field::{InJournals, fields};
use crate::register::{Fault, FieldFault, FieldKind, Grades, Kind, Record, RecordKind};
use crate::register::{RecordRef, Register, YearId};
use crate::school::{Bell, BellSchedule};
use chrono::{NaiveTime, Timelike};
use serde::{Deserialize, Serialize};

/// Bells of a school year: of a shift, and for all, for some years of learning or for one class
/// (SP14-T2.5).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BellScheduleRecord {
    /// The school year.
    pub year: YearId,
    /// The shift, from 1.
    pub shift: u8,
    /// For which years of learning; none: for all that are not named otherwise.
    #[serde(default)]
    pub grades: Grades,
    /// For this class alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<ClassId>,
    /// What it is called, and its bells.
    #[serde(flatten)]
    pub schedule: BellSchedule,
}

fields! {
    BellSchedule;
    year: FieldKind::Reference(RecordKind::SchoolYear),
        .required().column(2, 10);
    title in schedule: FieldKind::Text { max: 40 },
        .required().unique_within(&[at::year]).column(1, 24);
    shift: FieldKind::Number { least: 1, most: 3 },
        .required().column(1, 5);
    grades: FieldKind::Grades,
        .column(1, 10);
    class: FieldKind::Reference(RecordKind::Class),
        .column(1, 8);
    bells in schedule: FieldKind::Bells,
        .required().column(3, 40);
}

/// Bell schedules.
pub static KIND: Kind = Kind {
    kind: RecordKind::BellSchedule,
    fields: FIELDS,
    title: Title::Parts(&[at::title]),
    search: &[at::title, at::grades, at::class],
    order: &[at::year, at::shift, at::title],
    check,
    journals: InJournals::SHOWN,
};

fn check(_: &Register, _: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::BellSchedule(bells) = record else {
        return Vec::new();
    };
    let mut faults = Vec::new();
    if bells.class.is_some() && !bells.grades.0.is_empty() {
        faults.push(FieldFault::new("class", Fault::GradesAndClass));
    }
    let wrong = check_bells(&bells.schedule.bells);
    faults.extend(wrong.map(|fault| FieldFault::new("bells", fault)));
    faults
}

/// The first thing wrong with the bells of a day.
fn check_bells(bells: &[Bell]) -> Option<Fault> {
    let mut before: Option<&Bell> = None;
    for bell in bells {
        let number = bell.number;
        let at_minutes = |time: NaiveTime| time.second() == 0 && time.nanosecond() == 0;
        if !at_minutes(bell.starts) || !at_minutes(bell.ends) {
            return Some(Fault::BellSeconds { number });
        }
        if bell.ends <= bell.starts {
            return Some(Fault::BellEndsBeforeStart { number });
        }
        if let Some(before) = before {
            if number <= before.number {
                return Some(Fault::BellOrder { number });
            }
            if bell.starts < before.ends {
                return Some(Fault::BellsCross { number });
            }
        }
        before = Some(bell);
    }
    None
}
