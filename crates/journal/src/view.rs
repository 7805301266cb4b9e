//! The pages people read: the model composed for one screen. What the server sends is what the
//! client keeps.

mod absences;
mod access_log;
mod account_list;
mod appointment;
mod breach;
mod cards;
mod class_week;
mod journal_list;
mod movement;
mod record_log;
mod records;
mod session_list;
mod setup;
mod sight;

pub use absences::{AbsenceLine, AbsencesPage, AbsentClass, AbsentPage, AbsentPupil};
pub use access_log::{
    AccessEntry, AccessKind, AccessLogPage, AccessPlace, AccessTarget, NamedJournal, NamedRecord,
    NoSuchPlace, ReadRecords, RefusedWrite,
};
pub use account_list::{AccountRow, AccountsPage};
pub use appointment::{Appointed, Appointment};
pub use breach::{
    BreachFate, BreachPage, BreachPlace, BreachReport, BreachWrite, BreachesPage, VoidTotals,
};
pub use cards::{CardsOf, CardsPage};
pub use class_week::{ClassLesson, ClassWeekPage, LedClass, week_of};
pub use journal_list::{JournalRow, JournalsPage};
pub use movement::{GapsPage, MovementPage, PopulationPage, UngroupedPage};
pub use record_log::{LoggedAmendment, RecordLog};
pub use records::{KindLine, LastAmended, RecordLine, RecordsPage, RegisterPage};
pub use session_list::{SessionRow, SessionsPage};
pub use setup::SetupPage;

use crate::attendance::Attendance;
use crate::average::Tally;
use crate::codes::CodeTable;
use crate::grid::Grid;
use crate::homework::Homework;
use crate::ids::{JournalId, LessonId, PeriodId, PersonId, PupilId, WorkKindId};
use crate::lesson::Lesson;
use crate::mark::{Mark, MarkValue, WorkKind, WorkRef};
use crate::member::Member;
use crate::period::Period;
use crate::person::{PersonName, Roles};
use crate::place::SheetId;
use crate::regulation::{Clause, MarksOwed, Regulation, Relation, WorkDays};
use crate::school_years::SchoolYears;
use crate::sheet::{Entry, Sheet};
use crate::term_sheet::{TermCells, TermSheet};
use crate::time::{SchoolTime, Timestamp};
use crate::topic::{PlanItem, Topic};
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Who is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The person.
    pub person: PersonId,
    /// The name.
    pub name: PersonName,
    /// The account's roles.
    pub roles: Roles,
    /// The school's name.
    pub school: String,
    /// Titles of the classes whose class teacher this person is.
    #[serde(default)]
    pub class_teacher_of: Vec<String>,
    /// The same classes, by which their pages are asked for.
    #[serde(default)]
    pub leads: Vec<LedClass>,
    /// The start password must be changed before anything else (SOLO2-3.2.2).
    pub must_change_password: bool,
}

/// The school's rules and vocabularies, which the client needs to judge and to draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Rules {
    /// The regulation in force.
    pub regulation: Regulation,
    /// The school's letters.
    pub codes: CodeTable,
    /// Kinds of work; the first is the one a plain mark gets.
    pub work_kinds: Vec<WorkKind>,
    /// Reporting periods of all school years, in order.
    pub periods: Vec<Period>,
    /// The school's local time.
    pub time: SchoolTime,
    /// The school years, to one of which every lesson and period belongs.
    pub years: SchoolYears,
    /// The working days, by which some terms are counted.
    #[serde(default)]
    pub work_days: WorkDays,
}

impl Rules {
    /// A kind of work by its id.
    pub fn work_kind(&self, id: WorkKindId) -> Option<&WorkKind> {
        self.work_kinds.iter().find(|kind| kind.id == id)
    }

    /// The periods of the school year of one of them, in order.
    pub fn periods_beside(&self, period: PeriodId) -> impl Iterator<Item = &Period> {
        let shown = self.periods.iter().find(|one| one.id == period);
        let of = shown.and_then(|one| self.years.of(one.starts));
        let periods = self.periods.iter();
        periods.filter(move |one| of.is_some() && self.years.of(one.starts) == of)
    }
}

/// «Сегодня»: a person's lessons of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TodayPage {
    /// The day.
    pub date: NaiveDate,
    /// Lessons in order of time.
    pub lessons: Vec<TodayLesson>,
    /// Earlier lessons of the last two weeks in which something is missing, newest first.
    pub unfilled: Vec<TodayLesson>,
}

/// A lesson in the list of a day, with what has been filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TodayLesson {
    /// The lesson.
    pub lesson: Lesson,
    /// «Алгебра».
    pub subject: String,
    /// «7Б».
    pub group: String,
    /// The grade of the group; none for a group of several.
    pub grade: Option<u8>,
    /// The topic, if it is entered.
    pub topic: Option<String>,
    /// Whether the roll call is confirmed.
    pub roll_called: bool,
    /// Whether homework is entered («не задано» counts).
    pub homework: bool,
    /// How many marks there are.
    pub marks: u32,
    /// How many pupils the group has on that day.
    pub pupils: u32,
    /// How many are absent.
    pub absent: u32,
    /// Works of the lesson that somebody who was there has neither a mark nor a point for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unmarked: Vec<WorkKindId>,
    /// The day on which the first of its points is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub point_due: Option<NaiveDate>,
    /// Somebody has written why it is kept only after its term.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub excused: bool,
    /// When the class's last lesson of the day ends.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_bell: Option<NaiveTime>,
}

/// «Урок»: one lesson with all that its teacher needs beside it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LessonPage {
    /// The page itself.
    pub sheet: Sheet,
    /// «Алгебра».
    pub subject: String,
    /// «7Б».
    pub group: String,
    /// Who gives the lesson.
    pub teacher: PersonName,
    /// Who teaches the journal on which days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teachings: Vec<Appointment>,
    /// The group's pupils on the lesson's day, in the order of the list.
    pub members: Vec<Member>,
    /// Grades of the lesson's period outside this lesson, summed.
    pub standing: BTreeMap<PupilId, Tally>,
    /// The journal's last lessons before this one, oldest first; at most 8.
    pub recent: Vec<Sheet>,
    /// The calendar plan around this lesson.
    pub plan: PlanWindow,
    /// Days of the journal's next lessons; the first is what homework is due to. At most 5.
    pub next_dates: Vec<NaiveDate>,
    /// The same subject in the parallel classes, newest lessons with homework; at most 4.
    pub parallels: Vec<Parallel>,
    /// How the reader stands to the lesson.
    pub relation: Relation,
    /// When the class's last lesson of the day ends.
    pub last_bell: Option<NaiveTime>,
}

/// The part of a plan that is near a lesson.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlanWindow {
    /// Rows in the whole plan.
    pub total: u16,
    /// The number of the first row that no lesson before this one has taught.
    pub next: Option<u16>,
    /// Rows around it, in order; at most 15.
    pub items: Vec<PlanItem>,
}

/// What a parallel class was given.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Parallel {
    /// «7А».
    pub group: String,
    /// The day.
    pub date: NaiveDate,
    /// Its topic.
    pub topic: Option<Topic>,
    /// Its homework for all.
    pub homework: Homework,
}

/// «Журнал»: the grid of a journal over a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct JournalPage {
    /// The journal.
    pub journal: JournalId,
    /// «Алгебра».
    pub subject: String,
    /// «7Б».
    pub group: String,
    /// The grade of the group; none for a group of several.
    pub grade: Option<u8>,
    /// Its teachers.
    pub teachers: Vec<PersonName>,
    /// Who teaches it on which days.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub teachings: Vec<Appointment>,
    /// The period shown.
    pub period: Period,
    /// Pupils × lessons.
    pub grid: Grid,
    /// What stands in the sheet of the period.
    #[serde(default, skip_serializing_if = "TermCells::is_empty")]
    pub term: TermCells,
    /// What pupils who came within the period have brought along from their former journals.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub carried: CarriedMarks,
    /// Pupils who go on in another journal before the period ends, with its group: there they get
    /// their marks for it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub moved: BTreeMap<PupilId, String>,
    /// The lessons in which something came after its term.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub late: BTreeSet<LessonId>,
    /// How the reader stands to it.
    pub relation: Relation,
}

/// A mark that a pupil has in the journal of another group: it counts where the pupil is now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Carried {
    /// The other group: «7А».
    pub group: String,
    /// The day of its lesson.
    pub date: NaiveDate,
    /// The mark, without its comment.
    pub mark: Mark,
}

/// The marks that pupils have brought along, in order of their days.
pub type CarriedMarks = BTreeMap<PupilId, Vec<Carried>>;

/// A change as the log keeps it: the audit and the feed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Logged {
    /// Its place in the school's order of commits.
    pub seq: i64,
    /// The change.
    pub change: crate::change::Change,
    /// Who made it.
    pub by: PersonId,
    /// The name of who made it.
    pub by_name: PersonName,
    /// The journal of its sheet.
    pub journal: JournalId,
    /// When the server received it.
    pub received_at: Timestamp,
    /// It is on time, or in time at all, only if the device's clock is believed: by the time the
    /// server received it, it would have been late or locked.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_time_by_device: bool,
    /// It came after it was due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub late: Option<Late>,
    /// It is void, since its account's sign-in data had got known (SGO154-5.4): when that was
    /// reported.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub void: Option<Timestamp>,
}

/// A deadline that was missed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Late {
    /// When the change was due.
    pub due: Timestamp,
    /// What says so.
    pub clause: Clause,
}

impl LessonPage {
    /// Brings the lesson's row in the list of the day up to this page.
    pub fn count(&self, row: &mut TodayLesson) {
        let listed = |pupil| self.members.iter().any(|member| member.pupil == pupil);
        row.recount(&self.sheet, listed);
    }
}

impl JournalPage {
    /// Where the sheet of the period shown is kept.
    pub fn term_id(&self) -> SheetId {
        SheetId::Term {
            journal: self.journal,
            period: self.period.id,
        }
    }

    /// A pupil's grades of the period, the ones brought along among them, summed.
    pub fn tally(&self, member: &Member) -> Tally {
        let carried = self.carried(member.pupil).iter();
        let carried = Tally::of(carried.map(|carried| &carried.mark));
        self.grid.tally(member).plus(carried)
    }

    /// What a pupil has brought along.
    pub fn carried(&self, pupil: PupilId) -> &[Carried] {
        self.carried.get(&pupil).map_or(&[], Vec::as_slice)
    }

    /// Whether a pupil gets the mark for the period in this journal.
    pub fn gives_term_mark(&self, member: &Member) -> bool {
        member.belongs_within((self.period.starts, self.period.ends))
            && !self.moved.contains_key(&member.pupil)
    }

    /// Whether the school gives no marks in the journal, as far as its lessons tell.
    pub fn is_without_marks(&self) -> bool {
        self.grid.sheets.iter().any(|sheet| sheet.without_marks)
    }

    /// The sheet of the period shown.
    pub fn term_sheet(&self) -> TermSheet {
        TermSheet {
            journal: self.journal,
            period: self.period.clone(),
            without_marks: self.is_without_marks(),
            cells: self.term.clone(),
        }
    }
}

impl TodayLesson {
    /// Brings what has been filled in up to the lesson's page. `is_member` says who is in the group
    /// on its day: nobody else counts.
    pub fn recount(&mut self, sheet: &Sheet, is_member: impl Fn(PupilId) -> bool) {
        self.topic = sheet.topic.as_ref().map(|topic| topic.text.clone());
        self.roll_called = sheet.roll_call.is_some();
        self.homework = !sheet.homework.is_empty();
        self.excused = sheet.excuse.is_some();
        let entries = sheet.entries.iter();
        let entries = entries.filter(|(pupil, _)| is_member(**pupil));
        let entries = entries.map(|(_, entry)| entry);
        self.recount_marks(entries.clone());
        self.marks = count(entries.clone().map(|entry| entry.marks.len()).sum());
        self.absent = count(
            entries
                .filter(|e| e.attendance == Attendance::Absent)
                .count(),
        );
    }

    /// Which works are not marked of everybody who was there, and when the first point is due.
    fn recount_marks<'a>(&mut self, entries: impl Iterator<Item = &'a Entry> + Clone) {
        let is_away = |entry: &&Entry| {
            let attendance = entry.attendance;
            matches!(attendance, Attendance::Absent | Attendance::Exempt)
        };
        let there = self
            .pupils
            .saturating_sub(count(entries.clone().filter(is_away).count()));
        let mut marked: BTreeMap<WorkRef, u32> = BTreeMap::new();
        for entry in entries.clone().filter(|entry| !is_away(entry)) {
            for placed in &entry.marks {
                *marked.entry(placed.work).or_default() += 1;
            }
        }
        let unmarked = marked.into_iter().filter(|(_, marked)| *marked < there);
        self.unmarked = unmarked.map(|(work, _)| work.kind).collect();
        self.unmarked.dedup();
        let placed = entries.flat_map(|entry| &entry.marks);
        let due = placed.filter_map(|placed| match placed.mark.value {
            MarkValue::Point { due } => Some(due),
            _ => None,
        });
        self.point_due = due.min();
    }

    /// What marks it lacks.
    pub fn marks_owed(&self) -> MarksOwed<'_> {
        MarksOwed {
            works: &self.unmarked,
            point_due: self.point_due,
        }
    }

    /// Whether it lacks anything: a part of the lesson, marks of a written work, a mark in the place
    /// of a point.
    pub fn lacks(&self, work_kinds: &[WorkKind]) -> bool {
        let is_written = |kind: &WorkKindId| {
            let mut kinds = work_kinds.iter();
            kinds.any(|one| one.id == *kind && one.marking_days.is_some())
        };
        self.missing().any() || self.point_due.is_some() || self.unmarked.iter().any(is_written)
    }
}

fn count(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
