//! Which posts the staff of the fictional school has, and since when.

use super::{Desk, new_records};
use chrono::{Datelike, NaiveDate};
use journal::Role;
use journal::register::{EmploymentRecord, OfficeRole, Post, PostGroup, PostId, Record};
use std::collections::BTreeSet;

/// The posts, and whom a role makes one of.
const POSTS: [(OfficeRole, &str, PostGroup); 8] = [
    (OfficeRole::Director, "Директор", PostGroup::Leading),
    (
        OfficeRole::Deputy,
        "Заместитель директора",
        PostGroup::Leading,
    ),
    (OfficeRole::Teacher, "Учитель", PostGroup::Teaching),
    (
        OfficeRole::Psychologist,
        "Педагог-психолог",
        PostGroup::Teaching,
    ),
    (OfficeRole::Registrar, "Секретарь", PostGroup::Support),
    (OfficeRole::Hr, "Специалист по кадрам", PostGroup::Support),
    (
        OfficeRole::Scheduler,
        "Диспетчер расписания",
        PostGroup::Support,
    ),
    (
        OfficeRole::Admin,
        "Системный администратор",
        PostGroup::Support,
    ),
];
/// Everybody has come in one of so many years.
const YEARS: u32 = 20;

/// Writes the posts, then who has them: the first of several roles counts.
pub(super) fn write(desk: &mut Desk<'_>) {
    let day = desk.office.papers();
    let posts = POSTS.iter().map(|(_, title, group)| {
        Record::Post(Post {
            title: (*title).to_owned(),
            group: *group,
        })
    });
    let posts = new_records(posts);
    let ids: Vec<PostId> = posts.iter().map(|(_, id, ..)| PostId(id.0)).collect();
    let mut known = BTreeSet::new();
    let mut employed = Vec::new();
    for (id, (role, ..)) in ids.into_iter().zip(POSTS) {
        for (_, record) in &desk.places.offices {
            let person = match record {
                Record::Office(office) if office.role == role => office.person,
                _ => continue,
            };
            if !known.insert(person) {
                continue;
            }
            let years = desk.dice.within(1, YEARS);
            let year = day.year() - i32::try_from(years).unwrap_or_default();
            let ordered = NaiveDate::from_ymd_opt(year, 8, desk.dice.within(17, 28));
            let order = format!("{}-к", desk.dice.within(1, 60));
            employed.push(Record::Employment(EmploymentRecord {
                person,
                post: id,
                from: NaiveDate::from_ymd_opt(year, 9, 1),
                order,
                ordered,
                ..EmploymentRecord::default()
            }));
        }
    }
    desk.write(Role::Admin, day, posts);
    desk.write(Role::Hr, day, new_records(employed));
}
