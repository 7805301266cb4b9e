//! The school around the journals: year, bells, people, classes, groups, journals.

use crate::ids::{
    ClassId, GroupId, JournalId, PersonId, PlanItemId, PupilId, SchoolId, WorkKindId,
};
use crate::person::{PersonName, Roles};
use crate::register::{HolidaySort, YearId};
use crate::time::SchoolTime;
use chrono::{NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};

/// A school.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct School {
    /// Its id on this server.
    pub id: SchoolId,
    /// Its full name.
    pub title: String,
    /// Its local time.
    pub time: SchoolTime,
    /// The id of the regulation profile in force.
    pub regulation: String,
}

/// Days that are otherwise than their days of the week.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Holiday {
    /// «Осенние каникулы».
    pub title: String,
    /// Whom they are free for.
    #[serde(default)]
    pub sort: HolidaySort,
    /// First day.
    pub starts: NaiveDate,
    /// Last day.
    pub ends: NaiveDate,
}

/// One bell schedule: a shift, or a short day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BellSchedule {
    /// «1 смена».
    pub title: String,
    /// Lessons in order of their numbers.
    pub bells: Vec<Bell>,
}

/// The bells of one lesson number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bell {
    /// Number of the lesson in the day.
    pub number: u8,
    /// First bell.
    pub starts: NaiveTime,
    /// Last bell.
    pub ends: NaiveTime,
}

/// A taught subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subject {
    /// Its id within the school.
    pub id: i64,
    /// «Иностранный язык (английский)».
    pub title: String,
}

/// Anyone with an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// Id within the school.
    pub id: PersonId,
    /// The name.
    pub name: PersonName,
    /// Roles of the account.
    pub roles: Roles,
    /// Sign-in name, unique in the school; none for a person without an account.
    pub login: Option<String>,
    /// Argon2id hash of the password as a PHC string; none for a person without an account.
    pub password_hash: Option<String>,
    /// A start password must be changed at the first sign-in (SOLO2-3.2.2).
    pub must_change_password: bool,
}

/// A class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Class {
    /// Id within the school.
    pub id: ClassId,
    /// The school year: the next one has a 7Б of its own.
    pub year: YearId,
    /// 1 to 11 (12).
    pub grade: u8,
    /// «7Б».
    pub title: String,
    /// The class teacher: a relation, not a role.
    pub class_teacher: Option<PersonId>,
}

/// A pupil's place in a class.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Enrolment {
    /// The pupil.
    pub pupil: PupilId,
    /// The class.
    pub class: ClassId,
    /// First day in it; none: from the year's start.
    pub from: Option<NaiveDate>,
    /// Last day in it; none: to the year's end.
    pub until: Option<NaiveDate>,
}

/// Who is taught together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// Id within the school.
    pub id: GroupId,
    /// The school year, of its journals too.
    pub year: YearId,
    /// «7Б», «7Б · группа 1».
    pub title: String,
    /// The class it is or belongs to; none for a group of several classes.
    pub class: Option<ClassId>,
}

/// A pupil's place in a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// The group.
    pub group: GroupId,
    /// The pupil.
    pub pupil: PupilId,
    /// First day in it; none: from the year's start.
    pub from: Option<NaiveDate>,
    /// Last day in it; none: to the year's end.
    pub until: Option<NaiveDate>,
}

/// One subject taught to one group over a school year.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Journal {
    /// Id within the school.
    pub id: JournalId,
    /// What is taught: [`Subject::id`].
    pub subject: i64,
    /// To whom.
    pub group: GroupId,
    /// By whom; the first is the one named in lists.
    pub teachers: Vec<PersonId>,
    /// Whether the school gives no marks in it: first grades (SP 2.4.3648-20), and the courses
    /// that it says so of.
    pub without_marks: bool,
}

/// A row of a journal's calendar plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanRow {
    /// The journal.
    pub journal: JournalId,
    /// Id within the school.
    pub id: PlanItemId,
    /// Place in the plan, from 1.
    pub number: u16,
    /// Section.
    pub section: String,
    /// Topic.
    pub title: String,
    /// Homework the plan proposes.
    pub homework: Option<String>,
    /// A work planned for this lesson.
    pub work: Option<WorkKindId>,
}

/// A parent or another representative of a pupil.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guardian {
    /// The parent's account.
    pub parent: PersonId,
    /// The child.
    pub pupil: PupilId,
}
