//! A whole school as rows, ready to be stored: what the builders and importers make.

#![expect(
    missing_docs,
    reason = "fields that say by name and type what they are"
)]

use journal::register::{DaySpan, YearId};
use journal::school::{
    BellSchedule, Class, Enrolment, Group, Guardian, Holiday, Journal, Membership, Person, PlanRow,
    School, Subject,
};
use journal::{Change, Lesson, Period, PersonId, Timestamp, WorkKind};

/// A whole school.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// The school itself.
    pub school: School,
    /// Its only school year.
    pub year: DaySpan,
    /// Reporting periods in order.
    pub periods: Vec<Period>,
    /// Days without lessons.
    pub holidays: Vec<Holiday>,
    pub bells: Vec<BellSchedule>,
    /// Kinds of work; the first is the one a plain mark gets.
    pub work_kinds: Vec<WorkKind>,
    /// Taught subjects.
    pub subjects: Vec<Subject>,
    /// Staff, pupils, parents.
    pub people: Vec<Person>,
    pub classes: Vec<Class>,
    /// Who is in which class.
    pub enrolments: Vec<Enrolment>,
    /// Groups; a whole class is a group too.
    pub groups: Vec<Group>,
    /// Who is in which group.
    pub memberships: Vec<Membership>,
    pub journals: Vec<Journal>,
    /// Calendar plans.
    pub plans: Vec<PlanRow>,
    /// Lessons of the year or of a period.
    pub lessons: Vec<Lesson>,
    /// Parents and their children.
    pub guardians: Vec<Guardian>,
    /// What has happened already: changes of one sheet stand together, oldest first.
    pub history: Vec<PastChange>,
}

impl Bundle {
    /// The one school year that its classes and groups are of.
    pub const YEAR: YearId = YearId(1);
}

/// A change of the past with its author.
#[derive(Debug, Clone)]
pub struct PastChange {
    pub change: Change,
    /// Who made it.
    pub by: PersonId,
    /// When the server received it.
    pub received_at: Timestamp,
}
