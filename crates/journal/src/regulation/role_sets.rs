//! The roles that have a right in common, each set named once, and who reads journals.

use super::judge::Relation;
use crate::person::Role::{
    Admin, Deputy, Director, Hr, Parent, Psychologist, Pupil, Registrar, Scheduler, Teacher,
};
use crate::person::{Role, Roles};

/// Who works in the school, and reads its directories (conflicts, «directories, bells, rooms»).
pub(crate) const STAFF: &[Role] = &[
    Admin,
    Director,
    Deputy,
    Teacher,
    Psychologist,
    Registrar,
    Hr,
    Scheduler,
];
/// Who keeps lessons, in journals of their own.
pub(super) const LESSON_KEEPERS: &[Role] = &[Teacher, Psychologist];
/// Who keeps the register; of some kinds, fewer.
pub(crate) const REGISTER_KEEPERS: &[Role] = &[Admin, Deputy];
/// Who keeps classes and groups (conflicts, «classes, groups»).
pub(crate) const CLASS_KEEPERS: &[Role] = &[Admin, Deputy, Registrar];
/// Who enters people: the registrar pupils and parents, the personnel officer the staff.
pub(crate) const PEOPLE_KEEPERS: &[Role] = &[Admin, Registrar, Hr];
/// Who reads births, contacts and numbers of documents of everybody.
pub(crate) const PRIVATE_READERS: &[Role] = &[Admin, Director, Deputy, Registrar, Hr];
/// Who keeps the book of movement (SOLO2-10.1b).
pub(crate) const MOVEMENT_KEEPERS: &[Role] = &[Admin, Deputy, Registrar];
/// Who reads it.
pub(crate) const MOVEMENT_READERS: &[Role] = &[Admin, Director, Deputy, Registrar];
/// Who says who teaches whom what (SOLO2-4.6e).
pub(crate) const ASSIGNERS: &[Role] = &[Admin, Deputy];
/// Who reads and controls, and writes in no journal.
pub(super) const MANAGEMENT: &[Role] = &[Admin, Director, Deputy];
/// Who controls teaching, and so reads every journal.
const CONTROLLERS: &[Role] = &[Director, Deputy];
/// Who reads what others did (SGO154-3.1.1: the administrator; KZ1-2.5: the director sees what the
/// administrator did).
pub(crate) const LOG_READERS: &[Role] = &[Admin, Director];
/// Who is taught, and their parents.
pub(super) const FAMILIES: &[Role] = &[Parent, Pupil];

/// Whether every journal of the school may be read in these roles.
pub fn reads_all(roles: &Roles) -> bool {
    roles.any(CONTROLLERS)
}

/// Whether a reader may see what stands so to the reader: own journals, substituted lessons, all
/// subjects of the own class; deputy and director see everything.
pub fn sees(roles: &Roles, relation: Relation) -> bool {
    reads_all(roles) || relation.own_journal || relation.substitute || relation.class_teacher
}
