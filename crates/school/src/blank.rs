//! A school with nobody in it but its administrator: what a new server begins with.

use crate::calendar::SchoolYear;
use crate::curriculum::works;
use crate::lessons::bell_schedules;
use chrono::NaiveDate;
use journal::register::DaySpan;
use journal::school::{Person, School};
use journal::{PersonId, PersonName, Role, Roles, SchoolId, SchoolTime};
use storage::Bundle;

/// What is known of a new school.
#[derive(Debug, Clone)]
pub struct BlankSpec {
    /// Its name.
    pub title: String,
    /// The id of the regulation profile.
    pub regulation: String,
    /// A day of its first school year.
    pub today: NaiveDate,
    /// The administrator's name.
    pub admin: PersonName,
    /// The administrator's sign-in name.
    pub login: String,
    /// Argon2id PHC string of the start password, to be changed at the first sign-in.
    pub password_hash: String,
}

/// Builds it: the year with its quarters, bells and kinds of work, and the administrator.
pub fn build(spec: BlankSpec) -> Bundle {
    let year = SchoolYear::around(spec.today);
    let admin = Person {
        id: PersonId(1),
        name: spec.admin,
        roles: Roles(vec![Role::Admin]),
        login: Some(spec.login),
        password_hash: Some(spec.password_hash),
        must_change_password: true,
    };
    Bundle {
        school: School {
            id: SchoolId(1),
            title: spec.title,
            time: SchoolTime::MOSCOW,
            regulation: spec.regulation,
        },
        year: DaySpan::new(year.starts, year.ends),
        periods: year.quarters,
        holidays: year.holidays,
        bells: bell_schedules(),
        work_kinds: works().into_iter().map(|(_, kind)| kind).collect(),
        subjects: Vec::new(),
        people: vec![admin],
        classes: Vec::new(),
        enrolments: Vec::new(),
        groups: Vec::new(),
        memberships: Vec::new(),
        journals: Vec::new(),
        plans: Vec::new(),
        lessons: Vec::new(),
        guardians: Vec::new(),
        history: Vec::new(),
    }
}
