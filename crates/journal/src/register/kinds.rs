//! The record kinds, a file each: the type, the description, the check.
//!
//! A new kind is a file here, its three lines below, and its words for people.

pub mod bells;
pub mod building;
pub mod holiday;
pub mod period;
pub mod post;
pub mod room;
pub mod subject;
pub mod work_kind;
pub mod year;

pub use bells::BellScheduleRecord;
pub use building::Building;
pub use holiday::HolidayRecord;
pub use period::{PeriodLength, PeriodRecord};
pub use post::{Post, PostGroup};
pub use room::Room;
pub use subject::SubjectRecord;
pub use work_kind::WorkKindRecord;
pub use year::{SchoolYear, YearState};

use super::fault::{Fault, FieldFault};
use super::record::{RecordRef, records};
use super::{DaySpan, Register, YearId};
use crate::regulation::{REGISTER_KEEPERS, STAFF};
use serde::{Deserialize, Serialize};

records! {
    SchoolYear(SchoolYear) = "school-year": year::KIND;
    Period(PeriodRecord) = "period": period::KIND;
    Holiday(HolidayRecord) = "holiday": holiday::KIND;
    BellSchedule(BellScheduleRecord) = "bell-schedule": bells::KIND;
    Building(Building) = "building": building::KIND;
    Room(Room) = "room": room::KIND;
    Subject(SubjectRecord) = "subject": subject::KIND;
    WorkKind(WorkKindRecord) = "work-kind": work_kind::KIND;
    Post(Post) = "post": post::KIND;
}

/// For a kind whose records agree with each other whatever they say.
fn agrees(_: &Register, _: RecordRef, _: &Record) -> Vec<FieldFault> {
    Vec::new()
}

/// That the last day, the field `ends`, is not before the first.
fn in_order(days: DaySpan) -> Option<FieldFault> {
    (days.last < days.first).then(|| FieldFault::new("ends", Fault::EndsBeforeStart))
}

/// That days lie within their school year; the fault is at the field that oversteps.
fn within_year(register: &Register, year: YearId, days: DaySpan) -> Option<FieldFault> {
    let Some(Record::SchoolYear(year)) = register.get(year.into()) else {
        return None;
    };
    let field = if days.first < year.starts {
        "starts"
    } else if days.last > year.ends {
        "ends"
    } else {
        return None;
    };
    Some(FieldFault::new(field, Fault::OutsideYear))
}
