//! Deadlines such as «в день урока до 16:00», as data.

use crate::place::Occasion;
use crate::text_form::{NotInVocabulary, serde_by_text};
use crate::time::{SchoolTime, Timestamp};
use chrono::{Days, NaiveDate, NaiveTime, TimeDelta};
use std::fmt;
use std::str::FromStr;

/// When something about a lesson is due. Text form: `lesson day`, `lesson day 16:00`,
/// `2 days`, `last lesson + 90 min`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Due {
    /// Until the end of the lesson's day.
    LessonDay,
    /// On the lesson's day until this time.
    LessonDayAt(NaiveTime),
    /// Until the end of the day so many calendar days after the lesson.
    DaysAfter(u16),
    /// So many minutes after the class's last lesson of that day.
    AfterLastLesson(u16),
}

impl Due {
    /// The last instant in time; of a period, its last day counts for the lesson's. `last_bell` is
    /// when the class's last lesson of the day ends; unknown, this lesson's own end counts.
    pub fn instant(
        self,
        of: Occasion<'_>,
        last_bell: Option<NaiveTime>,
        time: SchoolTime,
    ) -> Timestamp {
        let (_, day) = of.days();
        let bell = last_bell.or(of.lesson().map(|lesson| lesson.ends));
        self.of_day(day, bell, time)
    }

    /// The last instant in time, of a lesson of a day; without a bell the end of the day counts.
    pub(super) fn of_day(
        self,
        day: NaiveDate,
        last_bell: Option<NaiveTime>,
        time: SchoolTime,
    ) -> Timestamp {
        match self {
            Self::LessonDay => time.end_of_day(day),
            Self::LessonDayAt(at) => time.instant(day.and_time(at)),
            Self::DaysAfter(days) => {
                let date = day.checked_add_days(Days::new(days.into()));
                time.end_of_day(date.unwrap_or(day))
            }
            Self::AfterLastLesson(minutes) => last_bell.map_or(time.end_of_day(day), |bell| {
                let last = time.instant(day.and_time(bell));
                last.plus(TimeDelta::minutes(minutes.into()))
            }),
        }
    }

    /// After so many days it is past, whatever the lesson.
    pub(super) fn days(self) -> u16 {
        match self {
            Self::LessonDay | Self::LessonDayAt(_) => 0,
            Self::DaysAfter(days) => days,
            Self::AfterLastLesson(minutes) => minutes / (24 * 60) + 1,
        }
    }
}

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::LessonDay => f.write_str("lesson day"),
            Self::LessonDayAt(at) => write!(f, "lesson day {}", at.format("%H:%M")),
            Self::DaysAfter(days) => write!(f, "{days} days"),
            Self::AfterLastLesson(minutes) => write!(f, "last lesson + {minutes} min"),
        }
    }
}

impl FromStr for Due {
    type Err = NotInVocabulary;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || NotInVocabulary::new("deadlines", text);
        if text == "lesson day" {
            return Ok(Self::LessonDay);
        }
        if let Some(at) = text.strip_prefix("lesson day ") {
            let at = NaiveTime::parse_from_str(at, "%H:%M").map_err(|_| refused())?;
            return Ok(Self::LessonDayAt(at));
        }
        if let Some(days) = text.strip_suffix(" days") {
            return days.parse().map(Self::DaysAfter).map_err(|_| refused());
        }
        text.strip_prefix("last lesson + ")
            .and_then(|rest| rest.strip_suffix(" min"))
            .and_then(|minutes| minutes.parse().ok())
            .map(Self::AfterLastLesson)
            .ok_or_else(refused)
    }
}

serde_by_text!(
    Due,
    r"^(lesson day( [0-9]{2}:[0-9]{2})?|[0-9]{1,5} days|last lesson \+ [0-9]{1,5} min)$"
);
