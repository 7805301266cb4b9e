//! A class of a school year.

use crate::reading::{self, Read, Unread};
use crate::register::field::{InJournals, fields};
use crate::register::{Fault, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef};
use crate::register::{Register, Title, YearId};
use serde::{Deserialize, Serialize};

/// A class of a school year (SP14-T2.8a, SGO154-3.1.11a): the next year has a 7Б of its own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClassRecord {
    /// The school year.
    pub year: YearId,
    /// The year of learning, 1 to 12.
    pub grade: u8,
    /// «7Б».
    pub title: String,
}

fields! {
    Class;
    year: FieldKind::Reference(RecordKind::SchoolYear),
        .required().column(2, 10);
    grade: FieldKind::Number { least: 1, most: 12 },
        .required().column(2, 9);
    title: FieldKind::Text { max: 20 },
        .required().unique_within(&[at::year]).read(title).column(1, 14);
}

/// A title as it is kept: «7Б», not «7 "б"»; with a profile it stays as it was typed.
fn title(text: &str) -> Result<Read<String>, Unread> {
    let read = reading::class_title(text)?;
    let profiled = !read.value.profile.is_empty();
    Ok(read.map(|title| {
        if profiled {
            text.to_owned()
        } else {
            title.to_string()
        }
    }))
}

/// Classes.
pub static KIND: Kind = Kind {
    kind: RecordKind::Class,
    fields: FIELDS,
    title: Title::Parts(&[at::title]),
    search: &[at::title],
    order: &[at::year, at::grade, at::title],
    check,
    journals: InJournals::SHOWN,
};

/// It stays in its year as long as it has groups there, or pupils came into it, or somebody is its
/// class teacher from or until a day of that year.
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let (Record::Class(class), Some(Record::Class(was))) = (record, register.get(at)) else {
        return Vec::new();
    };
    let days = register.days_of_year(class.year);
    let rests = |it: &RecordRef| {
        let is_of_year = matches!(it.kind, RecordKind::Group | RecordKind::Movement);
        is_of_year || days.is_some_and(|days| register.stay_leaves(*it, days))
    };
    let left = register.referring_to(at).find(rests);
    let left = left.filter(|_| class.year != was.year);
    let fault = left.map(|record| FieldFault::new("year", Fault::LeavesOutside { record }));
    fault.into_iter().collect()
}
