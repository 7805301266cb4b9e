//! The vocabularies of OneRoster beside those of the register. A word with `ext:` is an extension,
//! which the binding has room for where its own words do not tell apart what the register does.

use crate::register::{Kinship, OfficeRole, PeriodLength};

const OFFICES: &[(OfficeRole, &str)] = &[
    (OfficeRole::Admin, "siteAdministrator"),
    (OfficeRole::Director, "principal"),
    (OfficeRole::Deputy, "ext:deputy"),
    (OfficeRole::Teacher, "teacher"),
    (OfficeRole::Psychologist, "counselor"),
    (OfficeRole::Registrar, "ext:registrar"),
    (OfficeRole::Hr, "ext:hr"),
    (OfficeRole::Scheduler, "ext:scheduler"),
    (OfficeRole::District, "districtAdministrator"),
];
/// Roles by which nobody is given an office: they follow from classes and ties.
const STUDENT: &str = "student";
const LENGTHS: &[(PeriodLength, &str)] = &[
    (PeriodLength::Quarter, "gradingPeriod"),
    (PeriodLength::Trimester, "term"),
    (PeriodLength::HalfYear, "semester"),
    (PeriodLength::Year, "ext:year"),
];

/// The role of an office.
pub(super) fn of_office(role: OfficeRole) -> &'static str {
    let found = OFFICES.iter().find(|(of, _)| *of == role);
    found.map_or("teacher", |(_, word)| word)
}

/// The office of a role.
pub(super) fn office(word: &str) -> Option<OfficeRole> {
    let found = OFFICES.iter().find(|(_, of)| *of == word);
    found.map(|(role, _)| *role)
}

/// The role of somebody who represents a pupil.
pub(super) fn of_kinship(kinship: Kinship) -> &'static str {
    match kinship {
        Kinship::Parent | Kinship::Mother | Kinship::Father => "parent",
        Kinship::Guardian => "guardian",
        Kinship::Other => "relative",
    }
}

/// What a role says of the tie of its holder to a pupil.
pub(super) fn kinship(word: &str) -> Option<Kinship> {
    match word {
        "parent" => Some(Kinship::Parent),
        "guardian" => Some(Kinship::Guardian),
        "relative" => Some(Kinship::Other),
        _ => None,
    }
}

/// Whether a role follows from classes and ties, and gives no office.
pub(super) fn is_no_office(word: &str) -> bool {
    word == STUDENT || kinship(word).is_some()
}

/// The type of the session of a period.
pub(super) fn of_length(length: PeriodLength) -> &'static str {
    let found = LENGTHS.iter().find(|(of, _)| *of == length);
    found.map_or("gradingPeriod", |(_, word)| word)
}

/// The length of a period by the type of its session.
pub(super) fn length(word: &str) -> Option<PeriodLength> {
    let found = LENGTHS.iter().find(|(_, of)| *of == word);
    found.map(|(length, _)| *length)
}

/// A grade as the vocabulary of the Common Education Data Standards writes it.
pub(super) fn of_grade(grade: u8) -> String {
    format!("{grade:02}")
}

/// The grade of the first of them.
pub(super) fn grade(words: &str) -> Option<u8> {
    let first = words.split(',').next()?.trim();
    first.parse().ok().filter(|grade| (1..=12).contains(grade))
}
