//! The domain of a class journal, pure: no input or output, no clock, no async.
//!
//! A journal moves only by [`Change`]s. The server applies them inside its transaction and the
//! client puts them on the screen before the network answers. Both call [`Sheet::check`], ask
//! [`Regulation::judge`] whether a change is allowed and in time, and end with [`Sheet::put`]; that
//! nobody has written there meanwhile the server alone asks, in [`Sheet::apply`].
//!
//! | room | what is in it |
//! | --- | --- |
//! | [`ids`], [`time`] | identifiers, instants, the school's local time, the [`Clock`] |
//! | [`attendance`], [`mark`], [`homework`], [`topic`], [`lesson`], [`period`] | the words of the journal |
//! | [`person`], [`login`], [`school`] | who is who and what they are to a journal; sign-in names |
//! | [`place`], [`sheet`], [`term_sheet`], [`grid`] | where a change is made: one lesson's page, a term's; a journal's pupils × lessons |
//! | [`change`], [`validity`], [`room`], [`apply`], [`claim`], [`outcome`] | how anything moves, and how it is undone; what becomes of it |
//! | [`invisible`] | characters that nobody sees, or that deceive |
//! | [`notation`], [`codes`] | what a teacher types and what a cell shows |
//! | [`reading`] | names, days, phones, classes as people write them in tables |
//! | [`average`] | averages and their formulas |
//! | [`missing`] | what a lesson still lacks |
//! | [`register`] | what a school is apart from its journals: records, and how they move |
//! | [`view`] | pages as the server composes them and the client keeps them |
//! | [`school_years`] | to which school year a day belongs, and whether that year is over |
//! | [`regulation`] | rights, deadlines, edit windows: data with the clause it comes from |

pub mod absence;
pub mod apply;
pub mod attendance;
pub mod average;
pub mod change;
pub mod claim;
pub mod codes;
pub mod excuse;
pub mod grid;
pub mod homework;
pub mod ids;
pub mod invisible;
pub mod lesson;
pub mod letter;
pub mod login;
pub mod mark;
pub mod member;
pub mod missing;
pub mod notation;
pub mod outcome;
pub mod period;
pub mod person;
pub mod place;
pub mod reading;
pub mod register;
pub mod regulation;
pub mod room;
pub mod school;
pub mod school_years;
pub mod sheet;
pub mod term_sheet;
mod text_form;
pub mod time;
pub mod topic;
pub mod validity;
pub mod view;

pub use absence::{ByReason, Missed, Presence};
pub use apply::{Refused, TakesChanges};
pub use attendance::{AbsenceReason, Attendance, Document, ReasonKind, Standing};
pub use average::{Average, Tally};
pub use change::{Cell, Change, Content, Edit, FromTo, Ground};
pub use claim::{Claim, Claims, GoesOn};
pub use codes::CodeTable;
pub use excuse::Excuse;
pub use grid::Grid;
pub use homework::{Audience, Homework, Nature};
pub use ids::*;
pub use lesson::{Lesson, LessonForm};
pub use letter::Letter;
pub use mark::{Grade, Mark, MarkValue, MarkWord, PeriodMark, PlacedMark, WorkKind, WorkRef};
pub use member::{Member, list_numbers};
pub use missing::Missing;
pub use outcome::{ChangeOutcome, ChangeRefusal};
pub use period::Period;
pub use person::{PersonName, Role, Roles, Sex};
pub use place::{Occasion, SheetId, SheetKind};
pub use regulation::{Actor, Clause, Context, Regulation, Relation, Verdict, WayOut};
pub use school_years::SchoolYears;
pub use sheet::{Entry, RollCall, Sheet};
pub use term_sheet::{FilledCell, TermCells, TermSheet};
pub use text_form::NotInVocabulary;
pub use time::{Clock, SchoolTime, Timestamp};
pub use topic::{PlanItem, Topic};
pub use validity::Invalid;
