//! What a check asks of the journals, and the answers.
//!
//! A check is pure, so it says what it did not know ([`super::Consequences::unanswered`]): the
//! caller answers and counts again, until nothing is left unanswered.
//!
//! ```
//! # use journal::register::*;
//! # fn count(_: &Question) -> Found { Found::default() }
//! # fn dry_run(register: &Register, gesture: &[Amendment]) -> Plan {
//! let mut material = Material::default();
//! let mut plan = register.plan(gesture, &material);
//! while !plan.consequences.unanswered.is_empty() {
//!     for question in plan.consequences.unanswered.clone() {
//!         let found = count(&question);
//!         material.answer(question, found);
//!     }
//!     if !plan.count(&material) {
//!         plan = register.plan(gesture, &material);
//!     }
//! }
//! plan
//! # }
//! ```

use super::YearId;
use super::calendar::DaySpan;
use super::kinds::RuleValueRecord;
use crate::ids::{ClassId, GroupId, JournalId, LessonId, PeriodId, PersonId, PupilId, WorkKindId};
use crate::regulation::LessonTerms;
use crate::school::Bell;
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a check wants to know of the journals.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Question {
    /// Lessons on these days, and the marks given in them.
    Lessons {
        /// The days.
        days: DaySpan,
    },
    /// Lessons of a journal on these days, and the marks given in them.
    LessonsOf {
        /// The journal.
        journal: JournalId,
        /// The days.
        days: DaySpan,
    },
    /// Lessons by a bell or by none. Lessons that have been held are the caller's to leave out:
    /// they stay.
    Bell(BellLessons),
    /// Lessons from today on in the rooms called so: a lesson names its room by its title alone.
    Room {
        /// The title.
        title: String,
    },
    /// Lessons on the days of a school year, their marks, and the year's journals.
    Year {
        /// The year.
        year: YearId,
        /// The days.
        days: DaySpan,
    },
    /// Journals of a subject.
    Subject {
        /// Its number.
        subject: i64,
    },
    /// Marks for a kind of work, and journals in whose plans it is.
    Marks {
        /// The kind.
        kind: WorkKindId,
    },
    /// Accounts of a person, lessons that the person gives, marks that the person has.
    Person {
        /// The person.
        person: PersonId,
    },
    /// Lessons of a journal and its marks.
    Journal {
        /// The journal.
        journal: JournalId,
    },
    /// Lessons of a class's groups in which something is written of a pupil, and the marks.
    EntriesInClass {
        /// The pupil.
        pupil: PupilId,
        /// The class.
        class: ClassId,
        /// The days.
        days: DaySpan,
    },
    /// Lessons of a group in which something is written of a pupil, and the marks.
    EntriesInGroup {
        /// The pupil.
        pupil: PupilId,
        /// The group.
        group: GroupId,
        /// The days.
        days: DaySpan,
    },
    /// Marks for a period, and journals that have them.
    PeriodMarks {
        /// The period.
        period: PeriodId,
    },
    /// Lessons that were held whose terms become others with values of the school's own.
    Terms {
        /// The values that there are.
        was: Vec<RuleValueRecord>,
        /// Those that there will be.
        will_be: Vec<RuleValueRecord>,
        /// What becomes of the lessons.
        moved: TermsMove,
    },
    /// Accounts that open today, of people whose role has begun.
    CanSignIn {
        /// Who, and the first day of the role; none: from the beginning.
        people: BTreeSet<(PersonId, Option<NaiveDate>)>,
    },
}

/// What other terms do to a lesson that was held, the most dangerous first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum TermsMove {
    /// Nothing can be entered, or corrected, any more.
    Closes,
    /// What it lacks is late at once.
    BecomesLate,
    /// It can be entered or corrected again.
    Opens,
    /// What it lacks is late no more.
    IsInTime,
}

impl TermsMove {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Closes, Self::BecomesLate, Self::Opens, Self::IsInTime];

    /// Whether it is what becomes of a lesson.
    pub fn happens(self, was: LessonTerms, will_be: LessonTerms) -> bool {
        let closes = |was: LessonTerms, will_be: LessonTerms| {
            was.is_enterable && !will_be.is_enterable
                || was.is_correctable && !will_be.is_correctable
        };
        match self {
            Self::Closes => closes(was, will_be),
            Self::BecomesLate => !was.is_late && will_be.is_late,
            Self::Opens => closes(will_be, was),
            Self::IsInTime => was.is_late && !will_be.is_late,
        }
    }
}

/// Lessons by a bell or by none.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BellLessons {
    /// The days.
    pub days: DaySpan,
    /// Which of the days' lessons.
    pub at: LessonsAt,
    /// The groups, by their classes.
    pub groups: BTreeSet<TaughtTogether>,
}

/// The classes of the pupils of a group with their years of learning; none: the group is of no
/// class.
pub type TaughtTogether = BTreeSet<(ClassId, u8)>;

/// Lessons by their number and times.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LessonsAt {
    /// Those of this number and these times.
    Bell(Bell),
    /// Those of a number that are by none of its bells.
    NoBell {
        /// The number.
        number: u8,
        /// They start at this time or later.
        from: NaiveTime,
        /// They start before this time; none: at any.
        until: Option<NaiveTime>,
        /// The times of its bells, at which they are not.
        but: BTreeSet<(NaiveTime, NaiveTime)>,
    },
}

/// Most lessons that an answer names.
pub const SAMPLES: usize = 5;

/// How much was found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Found {
    /// Lessons.
    pub lessons: u32,
    /// Marks: in those lessons, of that kind of work, or for that period.
    pub marks: u32,
    /// Journals, where they were asked for.
    #[serde(default)]
    pub journals: u32,
    /// Accounts, where they were asked for.
    #[serde(default)]
    pub accounts: u32,
    /// The first of the lessons by day and number, at most [`SAMPLES`].
    #[serde(default)]
    pub samples: Vec<LessonSample>,
}

/// One of the lessons that were found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LessonSample {
    /// The lesson.
    pub lesson: LessonId,
    /// Its day.
    pub day: NaiveDate,
    /// Its number in the day.
    pub number: u8,
    /// What people call it: «7Б · Алгебра».
    pub title: String,
}

impl Found {
    /// Whether nothing was found.
    pub fn is_empty(&self) -> bool {
        [self.lessons, self.marks, self.journals, self.accounts] == [0; 4]
    }
}

/// What the caller knows of the journals.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Material {
    answers: BTreeMap<Question, Found>,
}

impl Material {
    /// Answers a question.
    pub fn answer(&mut self, question: Question, found: Found) {
        self.answers.insert(question, found);
    }

    pub(super) fn found(&self, question: &Question) -> Option<&Found> {
        self.answers.get(question)
    }
}

/// The questions of one check.
pub(super) struct Asking<'a> {
    material: &'a Material,
    unanswered: BTreeSet<Question>,
}

impl<'a> Asking<'a> {
    pub(super) fn new(material: &'a Material) -> Self {
        Self {
            material,
            unanswered: BTreeSet::new(),
        }
    }

    /// The answer; nothing, as long as it is not known.
    pub(super) fn ask(&mut self, question: Question) -> Found {
        let found = self.material.found(&question);
        if found.is_none() {
            self.unanswered.insert(question);
        }
        found.cloned().unwrap_or_default()
    }

    pub(super) fn unanswered(self) -> Vec<Question> {
        self.unanswered.into_iter().collect()
    }
}
