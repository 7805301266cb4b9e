//! The card of the fictional school.

use super::{Desk, new_records};
use chrono::NaiveDate;
use journal::Role;
use journal::register::{Record, SchoolCard};

/// Writes it before the year begins.
pub(super) fn write(desk: &mut Desk<'_>) {
    let office = desk.office;
    let head = office.first_of(Role::Director).map(|person| person.id);
    let card = SchoolCard {
        title: office.title.clone(),
        address: "г. Заречье, ул. Садовая, 5".to_owned(),
        // A number that no network gives out, and names that are nobody's.
        phone: "+76000000005".to_owned(),
        email: "school@example.org".to_owned(),
        site: "school.example.org".to_owned(),
        head,
        licence: "Л035-00000-00/00000000".to_owned(),
        licensed: NaiveDate::from_ymd_opt(2019, 3, 12),
        accreditation: "А007-00000-00/00000000".to_owned(),
        accredited: NaiveDate::from_ymd_opt(2020, 5, 20),
        accredited_until: None,
    };
    let steps = new_records([Record::SchoolCard(card)]);
    desk.write(Role::Admin, office.papers(), steps);
}
