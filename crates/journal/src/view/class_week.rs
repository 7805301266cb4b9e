//! «Класс»: a class through a week, in all the lessons that its pupils are taught in.

use crate::absence::{Missed, Presence};
use crate::ids::{ClassId, PupilId};
use crate::member::Member;
use crate::person::PersonName;
use crate::regulation::Relation;
use crate::sheet::Sheet;
use chrono::{Datelike, Days, NaiveDate, NaiveTime};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A class whose class teacher somebody is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LedClass {
    /// The class.
    pub class: ClassId,
    /// «7Б».
    pub title: String,
}

/// A week of a class, Monday to Sunday.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClassWeekPage {
    /// The class.
    pub class: ClassId,
    /// «7Б».
    pub title: String,
    /// Its Monday.
    pub monday: NaiveDate,
    /// Who is in the class on some day of the week, in the order of the list.
    pub members: Vec<Member>,
    /// The lessons in any journal that somebody of the class is taught in, in order of time.
    pub lessons: Vec<ClassLesson>,
}

/// A lesson in which pupils of a class are taught, with what was entered of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ClassLesson {
    /// The lesson; of pupils of other classes it says nothing.
    pub sheet: Sheet,
    /// «Алгебра».
    pub subject: String,
    /// Who is taught: «7Б», «7Б, 1 подгруппа».
    pub group: String,
    /// Who gives it.
    pub teacher: PersonName,
    /// Who of the class is taught in it; none: whoever is in the class that day.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pupils: Option<BTreeSet<PupilId>>,
    /// How the reader stands to it, as far as pupils of the class are concerned.
    pub relation: Relation,
}

impl ClassLesson {
    /// Whether a pupil of the class is taught in it.
    pub fn teaches(&self, member: &Member) -> bool {
        let named = self.pupils.as_ref();
        named.map_or_else(
            || member.belongs_on(self.sheet.lesson.date),
            |pupils| pupils.contains(&member.pupil),
        )
    }
}

/// The Monday of a day's week.
pub fn week_of(day: NaiveDate) -> NaiveDate {
    let since = Days::new(day.weekday().num_days_from_monday().into());
    day.checked_sub_days(since).unwrap_or(day)
}

impl ClassWeekPage {
    /// The days of the week on which there are lessons.
    pub fn days(&self) -> BTreeSet<NaiveDate> {
        let lessons = self.lessons.iter();
        lessons.map(|lesson| lesson.sheet.lesson.date).collect()
    }

    /// The lessons of a day, in order of time.
    pub fn on(&self, day: NaiveDate) -> impl Iterator<Item = &ClassLesson> + Clone {
        let lessons = self.lessons.iter();
        lessons.filter(move |lesson| lesson.sheet.lesson.date == day)
    }

    /// The times of a day at which lessons begin, each with the lesson's number.
    pub fn hours(&self, day: NaiveDate) -> BTreeSet<(u8, NaiveTime)> {
        let lessons = self.on(day).map(|lesson| &lesson.sheet.lesson);
        lessons
            .map(|lesson| (lesson.number, lesson.starts))
            .collect()
    }

    /// The lesson that a pupil is taught in at some time of a day.
    pub fn at(
        &self,
        member: &Member,
        (day, hour): (NaiveDate, (u8, NaiveTime)),
    ) -> Option<&ClassLesson> {
        self.on(day).find(|lesson| {
            let of = &lesson.sheet.lesson;
            (of.number, of.starts) == hour && lesson.teaches(member)
        })
    }

    /// What a pupil missed on a day.
    pub fn missed_on(&self, member: &Member, day: NaiveDate) -> Missed {
        let lessons = self.on(day).filter(|lesson| lesson.teaches(member));
        Missed::on_day(lessons.map(|lesson| Presence::of(&lesson.sheet, member.pupil)))
    }

    /// What a pupil missed in the week.
    pub fn missed(&self, member: &Member) -> Missed {
        let mut week = Missed::default();
        for day in self.days() {
            week += self.missed_on(member, day);
        }
        week
    }
}
