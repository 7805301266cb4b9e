//! Who is class teacher of a class.

use super::stay_faults;
use crate::ids::{ClassId, PersonId};
use crate::register::field::{InJournals, fields};
use crate::register::{FieldKind, Kind, Record, RecordKind, RecordRef, Register, Title};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// From when until when somebody is class teacher of a class (SGO154-3.1.11b, SOLO2-4.6d): a relation,
/// not a role.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClassTeacherRecord {
    /// The class.
    pub class: ClassId,
    /// Its class teacher.
    pub teacher: PersonId,
    /// First day; none: from the year's start, and before it, when the class is made ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day; none: to the year's end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

fields! {
    ClassTeacher;
    class: FieldKind::Reference(RecordKind::Class),
        .required().column(1, 14);
    teacher: FieldKind::Reference(RecordKind::Person),
        .required().works().column(1, 36);
    from: FieldKind::Day,
        .column(1, 10);
    until: FieldKind::Day,
        .column(1, 10);
}

/// Class teachers.
pub static KIND: Kind = Kind {
    kind: RecordKind::ClassTeacher,
    fields: FIELDS,
    title: Title::Parts(&[at::class, at::teacher]),
    search: &[at::class, at::teacher],
    order: &[at::class, at::from],
    // Within the year of the class, and a class has one at a time.
    check: stay_faults,
    journals: InJournals::SHOWN,
};

impl Register {
    /// Who is, was and will be class teacher of a class.
    pub fn class_teachers(
        &self,
        class: ClassId,
    ) -> impl Iterator<Item = (RecordRef, &ClassTeacherRecord)> {
        let naming = self
            .referrers
            .of_kind(class.into(), RecordKind::ClassTeacher);
        naming.filter_map(|at| match self.get(at)? {
            Record::ClassTeacher(one) => Some((at, one)),
            _ => None,
        })
    }

    /// Who is class teacher of a class on a day.
    pub fn class_teacher_on(
        &self,
        class: ClassId,
        day: NaiveDate,
    ) -> Option<(RecordRef, &ClassTeacherRecord)> {
        self.class_teachers(class).find(|(_, one)| one.holds(day))
    }
}
