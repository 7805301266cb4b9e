//! Who is absent on a day, class by class, and what one pupil has missed.

use crate::absence::Missed;
use crate::attendance::{AbsenceReason, Attendance};
use crate::ids::{ClassId, PupilId};
use crate::lesson::Lesson;
use crate::period::Period;
use crate::person::PersonName;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// «Отсутствующие»: those of all classes on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AbsentPage {
    /// The day.
    pub on: NaiveDate,
    /// By grade and title; those without lessons on the day too.
    pub classes: Vec<AbsentClass>,
}

/// A class on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AbsentClass {
    /// The class.
    pub class: ClassId,
    /// Its grade.
    pub grade: u8,
    /// «7Б».
    pub title: String,
    /// How many pupils it has on the day.
    pub pupils: u32,
    /// Lessons of the day in which its pupils are taught.
    pub lessons: u32,
    /// Of those, the ones whose roll was called.
    pub called: u32,
    /// Whoever missed a lesson, came late or is announced, in the order of the list.
    pub absent: Vec<AbsentPupil>,
}

/// A pupil who missed something on a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AbsentPupil {
    /// The pupil.
    pub pupil: PupilId,
    /// The name.
    pub name: PersonName,
    /// What was missed.
    pub missed: Missed,
}

impl AbsentClass {
    /// How many missed the whole day, as far as it is known.
    pub fn whole(&self) -> u32 {
        self.count(Missed::is_whole_day)
    }

    /// How many missed a part of it.
    pub fn part(&self) -> u32 {
        self.count(|missed| missed.lessons.total() > 0 && !missed.is_whole_day())
    }

    /// How many missed a lesson for which nobody has given a reason.
    pub fn unexplained(&self) -> u32 {
        self.count(|missed| missed.lessons.none > 0)
    }

    /// How many are announced for a lesson that nobody has kept yet.
    pub fn announced(&self) -> u32 {
        self.count(|missed| missed.announced > 0)
    }

    fn count(&self, is: impl Fn(Missed) -> bool) -> u32 {
        let counted = self.absent.iter().filter(|pupil| is(pupil.missed)).count();
        u32::try_from(counted).unwrap_or(u32::MAX)
    }
}

/// What a pupil has missed over a period.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AbsencesPage {
    /// The pupil.
    pub pupil: PupilId,
    /// The name.
    pub name: PersonName,
    /// Titles of the classes that the pupil is in within the period.
    pub classes: Vec<String>,
    /// The period.
    pub period: Period,
    /// Lessons missed, come late to or announced, the latest first.
    pub lines: Vec<AbsenceLine>,
    /// All of them together.
    pub total: Missed,
}

/// A lesson that a pupil missed, came late to or is announced for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AbsenceLine {
    /// The lesson.
    pub lesson: Lesson,
    /// «Алгебра».
    pub subject: String,
    /// What the teacher saw; present while nobody has kept the lesson.
    pub attendance: Attendance,
    /// Why, if anyone has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<AbsenceReason>,
    /// It belongs to a day that was missed as a whole.
    pub whole_day: bool,
}
