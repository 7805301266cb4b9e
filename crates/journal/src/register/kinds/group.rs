//! Who is taught together.

use super::journal;
use crate::ids::ClassId;
use crate::register::field::{Gesture, InJournals, fields};
use crate::register::material::Asking;
use crate::register::value::choices;
use crate::register::{Fault, FieldFault, FieldKind, Kind, Record, RecordKind, RecordRef};
use crate::register::{Register, Title, YearId};
use serde::{Deserialize, Serialize};

choices! {
    /// Of whom a group is.
    pub enum GroupSort {
        /// A whole class: in it is whoever is in the class.
        #[default]
        Class = "class" ["класс", "весь класс"],
        /// A part of a class (SGO154-3.3.N3a).
        Part = "part" ["подгруппа"],
        /// Pupils of several classes (SGO154-2.3b, SGO154P-2.1.2l).
        Mixed = "mixed" ["из разных классов", "сборная"],
    }
}

/// Who is taught together in a school year.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GroupRecord {
    /// The school year, of its journals too.
    pub year: YearId,
    /// «7Б», «7Б · группа 1».
    pub title: String,
    /// Of whom it is.
    pub sort: GroupSort,
    /// The class it is or belongs to; none for a group of several classes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub class: Option<ClassId>,
}

fields! {
    Group;
    year: FieldKind::Reference(RecordKind::SchoolYear),
        .required().column(2, 10);
    title: FieldKind::Text { max: 60 },
        .required().unique_within(&[at::year]).column(1, 30);
    sort: FieldKind::Choice(GroupSort::CHOICES),
        .required().column(1, 18);
    class: FieldKind::Reference(RecordKind::Class),
        .column(1, 8);
}

/// Groups.
pub static KIND: Kind = Kind {
    kind: RecordKind::Group,
    fields: FIELDS,
    title: Title::Parts(&[at::title]),
    search: &[at::title, at::class, at::sort],
    order: &[at::year, at::title],
    check,
    journals: InJournals {
        confused,
        ..InJournals::SHOWN
    },
};

/// A group of one class names it, in the class's year; one of several names none. A whole class has
/// no list of its own.
fn check(register: &Register, at: RecordRef, record: &Record) -> Vec<FieldFault> {
    let Record::Group(group) = record else {
        return Vec::new();
    };
    let class = group.class.and_then(|class| register.get(class.into()));
    let has_members = || {
        let mut referring = register.referring_to(at);
        referring.any(|other| other.kind == RecordKind::Membership)
    };
    let fault = match (group.sort, class) {
        (GroupSort::Class | GroupSort::Part, None) => ("class", Fault::Required),
        (GroupSort::Mixed, Some(_)) => ("class", Fault::OfSeveralClasses),
        (_, Some(Record::Class(class))) if class.year != group.year => {
            ("class", Fault::OutsideYear)
        }
        (GroupSort::Class, _) if has_members() => ("sort", Fault::HasMembers),
        _ => match left_outside(register, at, group.year) {
            Some(record) => ("year", Fault::LeavesOutside { record }),
            None => return Vec::new(),
        },
    };
    vec![FieldFault::new(fault.0, fault.1)]
}

/// A place or an appointment whose days would not be of the group's year any more.
fn left_outside(register: &Register, at: RecordRef, year: YearId) -> Option<RecordRef> {
    let moves = matches!(register.get(at), Some(Record::Group(was)) if was.year != year);
    let year = register.days_of_year(year).filter(|_| moves)?;
    let of_journals = register.referring_to(at);
    let of_journals = of_journals.filter(|by| by.kind == RecordKind::Journal);
    let of_journals = of_journals.flat_map(|journal| register.referring_to(journal));
    let mut stays = register.referring_to(at).chain(of_journals);
    stays.find(|by| register.stay_leaves(*by, year))
}

/// Its journals would be of another year than what stands in them.
fn confused(
    gesture: &Gesture<'_>,
    at: RecordRef,
    wanted: &Record,
    asking: &mut Asking<'_>,
) -> Option<FieldFault> {
    let (Some(Record::Group(was)), Record::Group(is)) = (gesture.now.get(at), wanted) else {
        return None;
    };
    if was.year == is.year {
        return None;
    }
    let journals = gesture.now.referring_to(at);
    let journals = journals.filter(|by| by.kind == RecordKind::Journal);
    // All are asked before one is answered, so that the caller is asked once.
    let kept = journals.filter_map(|by| journal::keeps_year(by, asking));
    let kept: Vec<_> = kept.collect();
    let fault = kept.into_iter().next()?;
    Some(FieldFault::new("year", fault))
}
