//! The roles that have a right in common, each set named once, and who reads journals.

use super::judge::Relation;
use crate::person::Role::{Admin, Deputy, Director, Parent, Psychologist, Pupil, Teacher};
use crate::person::{Role, Roles};

/// Who keeps lessons, in journals of their own.
pub(super) const LESSON_KEEPERS: &[Role] = &[Teacher, Psychologist];
/// Who reads and controls, and writes in no journal.
pub(super) const MANAGEMENT: &[Role] = &[Admin, Director, Deputy];
/// Who decides on requests, as the regulation says.
pub(super) const DECIDERS: &[Role] = &[Admin, Deputy];
/// Who controls teaching, and so reads every journal.
const CONTROLLERS: &[Role] = &[Director, Deputy];
/// Who reads what others did (SGO154-3.1.1: the administrator; KZ1-2.5: the director sees what the
/// administrator did).
pub(super) const LOG_READERS: &[Role] = &[Admin, Director];
/// Who is taught, and their parents.
pub(super) const FAMILIES: &[Role] = &[Parent, Pupil];

/// Whether every journal of the school may be read in these roles.
pub fn reads_all(roles: &Roles) -> bool {
    roles.any(CONTROLLERS)
}

/// Whether it is told in these roles who of the whole school is absent (EPOS1-1.2-2b): to those who
/// manage it.
pub fn reads_absences(roles: &Roles) -> bool {
    roles.any(MANAGEMENT)
}

/// Whether a reader may see what stands so to the reader: journals that are or were their own,
/// substituted lessons, all subjects of the own class; deputy and director see everything.
pub fn sees(roles: &Roles, relation: Relation) -> bool {
    let Relation {
        own_journal,
        substitute,
        taught,
        class_teacher,
        primary: _,
        opened: _,
    } = relation;
    reads_all(roles) || own_journal || substitute || taught || class_teacher
}
