//! Who may teach a subject.

use super::twin;
use crate::ids::PersonId;
use crate::register::field::{InJournals, fields};
use crate::register::{FieldKind, Kind, Record, RecordKind, Register, SubjectId, Title};
use serde::{Deserialize, Serialize};

/// That somebody may teach a subject, in whatever class (SP14-T2.7a).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SubjectTeacher {
    /// The subject.
    pub subject: SubjectId,
    /// Who may teach it.
    pub teacher: PersonId,
}

fields! {
    SubjectTeacher;
    subject: FieldKind::Reference(RecordKind::Subject),
        .required().column(1, 30);
    teacher: FieldKind::Reference(RecordKind::Person),
        .required().works().column(1, 36);
}

/// Who may teach which subject.
pub static KIND: Kind = Kind {
    kind: RecordKind::SubjectTeacher,
    fields: FIELDS,
    title: Title::Parts(&[at::subject, at::teacher]),
    search: &[at::subject, at::teacher],
    order: &[at::subject, at::teacher],
    check: |register, at, record| {
        let twin = twin(register, at, record, &[at::teacher, at::subject]);
        twin.into_iter().collect()
    },
    journals: InJournals::UNSEEN,
};

impl Register {
    /// Whether somebody is among the teachers of a subject, or nobody has said who they are.
    pub fn may_teach(&self, teacher: PersonId, subject: SubjectId) -> bool {
        let naming = self
            .referrers
            .of_kind(subject.into(), RecordKind::SubjectTeacher);
        let mut teachers = naming.filter_map(|at| match self.get(at)? {
            Record::SubjectTeacher(link) => Some(link.teacher),
            _ => None,
        });
        let first = teachers.next();
        first.is_none_or(|first| first == teacher || teachers.any(|one| one == teacher))
    }
}
