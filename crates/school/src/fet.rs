//! A real school's timetable: a file of FET, the free timetabling program, and the solution that
//! `fet-cl --exportcsv=true` writes beside it.
//!
//! [`load_tables`] says of what is read what a school that works already would take of it, as tables.
//! [`import`] reads both and makes a whole school of them. Its [`FetPlan`] is the dry run: what
//! will come, and for every row of the solution the lessons it became or the reason why not.

mod build;
mod file;
mod load;
mod plan;
mod solution;
mod students;
mod week;

pub use build::ImportSpec;
pub use file::{Activity, FetFile, Group, Room, Subgroup, Year};
pub use load::load_tables;
pub use plan::{
    Account, ClassLevel, Coming, ComingClass, Division, Fate, FetPlan, Finding, Reason, Why,
};
pub use solution::{Row, Solution};

use journal::invisible::is_unprintable;
use storage::Bundle;

/// Why a file cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FetError {
    /// The timetable file is empty.
    #[error("the file is empty")]
    Empty,
    /// The file is XML, but not FET's.
    #[error("the root element is <{root}>, not <fet>")]
    NotFet {
        /// The name of the root element; empty if there is none.
        root: String,
    },
    /// The XML is broken.
    #[error("the XML is broken at line {line}: {message}")]
    Xml {
        /// Line of the file, from 1.
        line: usize,
        /// What the reader says.
        message: String,
    },
    /// The XML ends before the file is whole.
    #[error("the file ends too early, at line {line}")]
    Cut {
        /// Line of the file, from 1.
        line: usize,
    },
    /// The file has no days, no hours or no activities.
    #[error("the file has no {what}")]
    Lacks {
        /// `days`, `hours`, `activities`.
        what: &'static str,
    },
    /// A kind of timetable whose days are not days of a week.
    #[error("timetables of the mode {mode} are not taken")]
    Mode {
        /// As in the file.
        mode: String,
    },
    /// The first line of the solution is not the header that FET writes.
    #[error("the solution begins with {found:?}, not with the header of a FET timetable")]
    Header {
        /// The columns found.
        found: Vec<String>,
    },
    /// The CSV is broken.
    #[error("the solution is broken at line {line}: {message}")]
    Csv {
        /// Line of the file, from 1.
        line: u64,
        /// What the reader says.
        message: String,
    },
    /// A row of the solution has too few columns.
    #[error("line {line} of the solution has {found} columns instead of {wanted}")]
    Columns {
        /// Line of the file, from 1.
        line: u64,
        /// Columns there.
        found: usize,
        /// Columns that FET writes.
        wanted: usize,
    },
    /// Most rows of the solution are not of this file's activities.
    #[error("of {rows} rows of the solution only {matching} are of this file")]
    OtherSolution {
        /// Rows of the solution.
        rows: usize,
        /// Those that agree with an activity of the file.
        matching: usize,
    },
}

impl FetError {
    /// A stable word for the error: the key of its sentence.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "fet-empty",
            Self::NotFet { .. } => "fet-not-fet",
            Self::Xml { .. } => "fet-xml",
            Self::Cut { .. } => "fet-cut",
            Self::Columns { .. } => "fet-columns",
            Self::Lacks { .. } => "fet-lacks",
            Self::Mode { .. } => "fet-mode",
            Self::Header { .. } => "fet-header",
            Self::Csv { .. } => "fet-csv",
            Self::OtherSolution { .. } => "fet-other-solution",
        }
    }
}

/// Makes a school of the texts of a `.fet` file and of its solution, and tells row by row what
/// became of the solution. Pupils are invented; nothing of them is in the files.
///
/// # Errors
/// [`FetError`] when a file cannot be read at all; what is wrong with single rows is in the plan.
pub fn import(fet: &str, solution: &str, spec: &ImportSpec) -> Result<(Bundle, FetPlan), FetError> {
    let file = FetFile::parse(fet)?;
    let solution = Solution::parse(solution)?;
    build::build(&file, &solution, spec)
}

/// Notes a name that is not taken as it is written, once.
fn note_cleaned(text: &str, noted: &mut Vec<String>) {
    if text.trim().contains(is_unprintable) {
        let name = clean(text);
        if !noted.contains(&name) {
            noted.push(name);
        }
    }
}

/// A name without characters that no stored text may hold (terminal escapes, overrides of the
/// writing direction) and without blanks around it.
fn clean(text: &str) -> String {
    let plain = text.trim();
    if !plain.contains(is_unprintable) {
        return plain.to_owned();
    }
    plain.replace(is_unprintable, " ").trim().to_owned()
}
