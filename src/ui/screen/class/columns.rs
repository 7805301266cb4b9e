//! What the columns of «Класс» stand for.

use chrono::{NaiveDate, NaiveTime};
use journal::Member;
use journal::view::{ClassLesson, ClassWeekPage};

/// How much of the week is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// The lessons of a day.
    Day,
    /// The days of a week.
    Week,
}

impl Span {
    /// The other of the two.
    pub fn other(self) -> Self {
        match self {
            Self::Day => Self::Week,
            Self::Week => Self::Day,
        }
    }
}

/// A column that the cursor goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClassColumn {
    /// A whole day: what is typed there goes to every lesson of it.
    Day(NaiveDate),
    /// The lessons that begin at a time, in whichever groups.
    Hour(NaiveDate, (u8, NaiveTime)),
}

impl ClassColumn {
    /// Its day.
    pub fn day(self) -> NaiveDate {
        match self {
            Self::Day(day) | Self::Hour(day, _) => day,
        }
    }

    /// The lessons of it that a pupil is taught in.
    pub fn lessons<'a>(self, page: &'a ClassWeekPage, member: &Member) -> Vec<&'a ClassLesson> {
        match self {
            Self::Day(day) => {
                let lessons = page.on(day).filter(|lesson| lesson.teaches(member));
                lessons.collect()
            }
            Self::Hour(day, hour) => page.at(member, (day, hour)).into_iter().collect(),
        }
    }
}

/// The columns of a day, the whole of it first; or the days of the week on which there are lessons.
pub fn of(page: &ClassWeekPage, span: Span, day: NaiveDate) -> Vec<ClassColumn> {
    match span {
        Span::Day => {
            let hours = page.hours(day).into_iter();
            let hours = hours.map(|hour| ClassColumn::Hour(day, hour));
            std::iter::once(ClassColumn::Day(day))
                .chain(hours)
                .collect()
        }
        Span::Week => page.days().into_iter().map(ClassColumn::Day).collect(),
    }
}
