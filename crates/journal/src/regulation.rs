//! The rules of a school as data: rights, deadlines, edit windows, each with its clause.

mod by_request;
mod cards;
mod consents;
mod credentials;
mod deadline;
mod entering;
mod judge;
mod keeper;
mod kind_rights;
mod lacking;
mod lesson_terms;
mod matrix;
mod obligation;
mod overdue;
mod own_values;
mod permission;
mod profile;
mod profile_file;
mod reasons;
mod role_sets;
mod term;
mod values;
mod verdict;
mod window;
mod work_days;

pub use by_request::ByRequest;
pub use cards::{CardClause, CardOf};
pub use consents::{ConsentClause, Unconsented};
pub use credentials::{AccountToOpen, CredentialsClauses, controls_sessions, sees_account};
pub use deadline::{Choice, Deadline, Deadlines, Latest};
pub use entering::Entering;
pub use judge::{Access, Actor, Context, PRIMARY_GRADES, Relation};
pub use keeper::{ByOrderClause, Forbidden, GestureOf, Judged, KeeperClause, RegisterRights};
pub use kind_rights::KindRight;
pub use lacking::{LessonPart, MarksOwed, PartDue, Until};
pub use lesson_terms::LessonTerms;
pub use matrix::{Act, Grant, GrantClause, Who};
pub use obligation::{Obligation, TermClause};
pub use own_values::OF_SCHOOL;
pub use permission::Permission;
pub use profile::{GradesOf, PeriodMarksOpen, ProfileError, Regulation, Rights};
pub use profile_file::{PROFILE_FILE_LIMIT, ProfileFault, ProfileFileError};
pub use reasons::EnteredBy;
pub use role_sets::{reads_absences, reads_all, sees};
pub use term::{Span, Term, TermContext, TermEvent};
pub use values::ProfileValue;
pub use verdict::{Clause, Verdict, WayOut};
pub use window::{CellKind, EditWindow, Opener, WindowChoice};
pub use work_days::WorkDays;

#[cfg(test)]
mod tests;
