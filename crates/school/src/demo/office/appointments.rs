//! The orders by which the staff of the fictional school was given its roles.

use super::{Desk, Step, workday_before};
use journal::Role;
use journal::register::{OfficeRecord, OfficeRole, Record};

/// Number of the first of them.
const FIRST: usize = 41;

/// One order a role, all of one day, before anybody of the office writes anything.
pub(super) fn write(desk: &mut Desk<'_>) {
    let day = workday_before(desk.office.papers());
    let steps: Vec<Step> = desk
        .places
        .offices
        .iter()
        .filter_map(|(id, record)| {
            let Record::Office(office) = record else {
                return None;
            };
            let number = OfficeRole::ALL
                .iter()
                .position(|role| *role == office.role)?;
            let given = OfficeRecord {
                order: format!("{}-к", FIRST + number),
                ordered: Some(day),
                ..office.clone()
            };
            let (was, is) = (Some(record.clone()), Some(Record::Office(given)));
            Some((record.kind(), *id, was, is))
        })
        .collect();
    desk.write(Role::Admin, day, steps);
}
