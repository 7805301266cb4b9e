//! A lesson: one dated meeting of a journal.

use crate::ids::{JournalId, LessonId, PersonId};
use crate::text_form::vocabulary;
use crate::time::{SchoolTime, Timestamp};
use chrono::{NaiveDate, NaiveTime, TimeDelta};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// How a lesson is held (EPOS1-1.2).
    #[derive(Default)]
    pub enum LessonForm of "forms of a lesson" {
        /// In the room.
        #[default]
        InPerson = "in-person",
        /// At a distance, live.
        Distance = "distance",
        /// By electronic materials.
        Electronic = "electronic",
    }
}

/// So much may a clock or a bell be wrong before a lateness is believed to be impossible.
const SLACK: TimeDelta = TimeDelta::minutes(15);

/// A lesson as the timetable knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Lesson {
    /// Its id within the school.
    pub id: LessonId,
    /// The journal it belongs to.
    pub journal: JournalId,
    /// The day.
    pub date: NaiveDate,
    /// Which lesson of the day, from 1 (0 is a «нулевой» lesson).
    pub number: u8,
    /// First bell, local time.
    pub starts: NaiveTime,
    /// Last bell, local time.
    pub ends: NaiveTime,
    /// Where.
    pub room: Option<String>,
    /// Who gives it.
    pub teacher: PersonId,
}

impl Lesson {
    /// Its length in whole minutes; a pupil cannot be later than that.
    pub fn minutes(&self) -> u16 {
        u16::try_from((self.ends - self.starts).num_minutes().max(0)).unwrap_or(u16::MAX)
    }

    /// The instants of the two bells.
    pub fn bells(&self, time: SchoolTime) -> (Timestamp, Timestamp) {
        (
            time.instant(self.date.and_time(self.starts)),
            time.instant(self.date.and_time(self.ends)),
        )
    }

    /// Minutes from the first bell to `at`, within 1 and the lesson's length: what «о» without
    /// a number means.
    pub fn minutes_late(&self, at: Timestamp, time: SchoolTime) -> u16 {
        let passed = at.since(self.bells(time).0).num_minutes();
        u16::try_from(passed.max(1))
            .unwrap_or(u16::MAX)
            .min(self.minutes().max(1))
    }

    /// The most minutes by which somebody can be late, as far as is known at `at`: those that have
    /// passed, and a quarter of an hour for a clock or a bell that is wrong; at most its length.
    pub fn latest(&self, at: Timestamp, time: SchoolTime) -> u16 {
        let passed = at.since(self.bells(time).0) + SLACK;
        u16::try_from(passed.num_minutes().max(SLACK.num_minutes()))
            .unwrap_or(u16::MAX)
            .min(self.minutes())
    }
}
