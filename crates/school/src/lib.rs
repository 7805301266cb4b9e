//! Builds schools: the fictional one of the demonstration, and schools from other programs' files.
//! Deterministic from a seed; no input or output, no clock. What the office of the fictional school
//! has written alone is handed to a store, which takes it as it takes any other.
//!
//! | room | what is in it |
//! | --- | --- |
//! | [`demo`] | the fictional school: people, timetable, plans, and what has happened so far |
//! | [`blank`] | a new school with its administrator alone |
//! | [`fet`] | a school from FET's timetable file and its solution |
//! | [`calendar`] | the school year: quarters, holidays, school days |
//! | [`accounts`] | sign-in names, and one account of each role to try |
//! | `curriculum`, `topics`, `program` | hours a week, lists of topics, calendar plans of exact length |
//! | `names`, `people`, `roster` | invented names, staff, pupils and their groups |
//! | `workload`, `timetable`, `lessons` | who teaches what, when in the week, on which dates |
//! | `history` | lessons held: topics, homework, roll calls, absences, marks |
//!
//! The lists (names, hours, topics, styles of plans) are text files in `data/`.

pub mod accounts;
pub mod blank;
pub mod calendar;
mod curriculum;
pub mod demo;
mod dice;
pub mod fet;
mod history;
mod lessons;
mod names;
mod people;
mod program;
mod roster;
mod timetable;
mod topics;
mod workload;

pub use accounts::{DemoLogin, demo_logins};
pub use demo::{DemoSpec, Size};

/// The id of the row at `index`: ids are dense and begin with 1.
fn row_id(index: usize) -> i64 {
    i64::try_from(index).unwrap_or(i64::MAX - 1) + 1
}
