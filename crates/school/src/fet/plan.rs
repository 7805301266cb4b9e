//! The dry run: what will come, and what cannot be taken and why.

use super::Solution;
use chrono::NaiveDate;
use journal::LessonId;

/// What an import brings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FetPlan {
    /// What will come.
    pub will_come: Coming,
    /// What cannot be taken, with the reasons, in the order of the solution's rows; then
    /// activities that have no row.
    pub refused: Vec<Finding>,
    /// What became of each row of the solution.
    pub fates: Vec<Fate>,
    /// Names that held control characters, as they are without them.
    pub cleaned: Vec<String>,
}

/// What will come, counted and listed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Coming {
    /// The school.
    pub institution: String,
    /// Teachers as the file names them.
    pub teachers: Vec<String>,
    /// Classes.
    pub classes: Vec<ComingClass>,
    /// Which sets of the file were taken as classes, year by year.
    pub divisions: Vec<Division>,
    /// Groups that are not whole classes.
    pub groups: Vec<String>,
    /// Subjects.
    pub subjects: Vec<String>,
    /// Rooms.
    pub rooms: Vec<String>,
    /// First and last bell of each hour, «08:15–09:00».
    pub bells: Vec<String>,
    /// Invented pupils.
    pub pupils: usize,
    /// Invented parents.
    pub parents: usize,
    /// Sign-in names of accounts that nobody is behind yet, named after their roles.
    pub nameless: Vec<String>,
    /// Classes in which no marks are given.
    pub without_marks: Vec<String>,
    /// Journals.
    pub journals: usize,
    /// Rows of the solution that are taken: lessons of one week.
    pub weekly: usize,
    /// Dated lessons.
    pub lessons: usize,
    /// First and last day of the period.
    pub period: (NaiveDate, NaiveDate),
}

/// A class that will come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ComingClass {
    /// Its name.
    pub title: String,
    /// How many pupils are invented into it.
    pub pupils: usize,
}

/// Which sets of students of a file are classes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClassLevel {
    /// The years.
    Years,
    /// The groups of the years.
    Groups,
    /// The subgroups of the groups.
    Subgroups,
}

/// What was taken as classes of a year, or of a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Division {
    /// The year or the group.
    pub set: String,
    /// What the classes are: the year itself, its groups, or the group's subgroups.
    pub level: ClassLevel,
    /// How many there are.
    pub classes: usize,
    /// Why.
    pub why: Why,
}

/// Why a set was taken as a class or divided into several.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The person who imports said so.
    Asked,
    /// It has no parts.
    NoParts,
    /// Its parts share students, so they are no classes.
    Overlap,
    /// By the hours a week of one of its students, on the average.
    Hours {
        /// In one part alone.
        apart: u32,
        /// All together.
        whole: u32,
    },
}

/// Something that cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The line of the solution, from 1; none for an activity without a row.
    pub row: Option<u64>,
    /// The activity's number.
    pub activity: String,
    /// Why.
    pub reason: Reason,
}

/// Why something cannot be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// The file has no activity of that number.
    UnknownActivity,
    /// The activity is switched off in the file.
    Inactive,
    /// Nobody is taught: a meeting, not a lesson.
    NoStudents,
    /// Nobody teaches.
    NoTeacher,
    /// The solver found no place for it.
    NotPlaced,
    /// The activity is in the file, but the solution has no row of it.
    NoRow,
    /// The file has no such day.
    UnknownDay {
        /// As in the row.
        day: String,
    },
    /// The file has no such hour.
    UnknownHour {
        /// As in the row.
        hour: String,
    },
    /// The file has no such teacher.
    UnknownTeacher {
        /// As in the row or the activity.
        teacher: String,
    },
    /// The file has no such subject.
    UnknownSubject {
        /// As in the row or the activity.
        subject: String,
    },
    /// The file has no such set of students.
    UnknownStudents {
        /// As in the row or the activity.
        students: String,
    },
    /// The row names other people or another subject than the activity of its number.
    Differs {
        /// `teachers`, `students`, `subject`.
        what: &'static str,
        /// In the solution.
        solution: String,
        /// In the file.
        file: String,
    },
    /// The teacher has another activity at that time.
    TeacherBusy {
        /// The teacher.
        teacher: String,
        /// The other activity.
        other: String,
    },
    /// Some of the students have another activity at that time.
    StudentsBusy {
        /// The students.
        students: String,
        /// The other activity.
        other: String,
    },
    /// The period has no day of lessons on that day of the week.
    NoDate {
        /// The day of the file.
        day: String,
    },
}

impl Reason {
    /// A stable word for the reason: the key of its sentence.
    pub fn code(&self) -> &'static str {
        match self {
            Self::UnknownActivity => "unknown-activity",
            Self::Inactive => "inactive",
            Self::NoStudents => "no-students",
            Self::NoTeacher => "no-teacher",
            Self::NotPlaced => "not-placed",
            Self::NoRow => "no-row",
            Self::UnknownDay { .. } => "unknown-day",
            Self::UnknownHour { .. } => "unknown-hour",
            Self::UnknownTeacher { .. } => "unknown-teacher",
            Self::UnknownSubject { .. } => "unknown-subject",
            Self::UnknownStudents { .. } => "unknown-students",
            Self::Differs { .. } => "differs",
            Self::TeacherBusy { .. } => "teacher-busy",
            Self::StudentsBusy { .. } => "students-busy",
            Self::NoDate { .. } => "no-date",
        }
    }

    /// The values of the reason by name, for its sentence.
    pub fn fields(&self) -> Vec<(&'static str, &str)> {
        match self {
            Self::UnknownActivity
            | Self::Inactive
            | Self::NoStudents
            | Self::NoTeacher
            | Self::NotPlaced
            | Self::NoRow => Vec::new(),
            Self::UnknownDay { day } | Self::NoDate { day } => vec![("day", day)],
            Self::UnknownHour { hour } => vec![("hour", hour)],
            Self::UnknownTeacher { teacher } => vec![("teacher", teacher)],
            Self::UnknownSubject { subject } => vec![("subject", subject)],
            Self::UnknownStudents { students } => vec![("students", students)],
            Self::Differs {
                what,
                solution,
                file,
            } => {
                vec![("what", what), ("solution", solution), ("file", file)]
            }
            Self::TeacherBusy { teacher, other } => vec![("teacher", teacher), ("other", other)],
            Self::StudentsBusy { students, other } => {
                vec![("students", students), ("other", other)]
            }
        }
    }
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate {
    /// These lessons.
    Lessons(Vec<LessonId>),
    /// Nothing: the place of its finding in [`FetPlan::refused`].
    Refused(usize),
}

/// The account of a solution's rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// Rows of the solution.
    pub rows: usize,
    /// Rows that are lessons now.
    pub taken: usize,
    /// Rows that are refused with a reason.
    pub refused: usize,
    /// Lines of rows that are neither; none, if all is well.
    pub lost: Vec<u64>,
}

impl FetPlan {
    /// Accounts for every row of `solution`: it is a lesson, or it is refused with a reason.
    pub fn accounts_for(&self, solution: &Solution) -> Account {
        let mut account = Account {
            rows: solution.rows.len(),
            ..Account::default()
        };
        for (index, row) in solution.rows.iter().enumerate() {
            match self.fates.get(index) {
                Some(Fate::Lessons(lessons)) if !lessons.is_empty() => account.taken += 1,
                Some(Fate::Refused(finding)) if self.names(*finding, row.line) => {
                    account.refused += 1;
                }
                _ => account.lost.push(row.line),
            }
        }
        account
    }

    fn names(&self, finding: usize, line: u64) -> bool {
        self.refused
            .get(finding)
            .is_some_and(|finding| finding.row == Some(line))
    }
}
