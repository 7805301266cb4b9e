//! From a week to the dated lessons of a year, and the bells they follow.

use crate::row_id;
use crate::timetable::{DAYS, HOURS, first_hour};
use chrono::{Datelike, NaiveDate, NaiveTime};
use journal::school::{Bell, BellSchedule};
use journal::{JournalId, Lesson, LessonId, PersonId};

/// First bells of the day's hours, in minutes after midnight, and the length of a lesson by
/// shift. Hours six and seven belong to both shifts.
const STARTS: [u32; HOURS] = [
    510, 565, 625, 690, 745, 800, 855, 905, 955, 1005, 1055, 1100,
];
const MINUTES: [u32; 2] = [45, 40];
const TITLES: [&str; 2] = ["1 смена", "2 смена"];
const LESSONS_A_DAY: usize = 7;

/// The bells of lesson `number` of a shift.
pub(crate) fn bell(shift: usize, number: usize) -> Bell {
    let hour = first_hour(shift) + number.saturating_sub(1);
    let starts = STARTS.get(hour).copied().unwrap_or(0);
    let ends = starts + MINUTES.get(shift).copied().unwrap_or(45);
    Bell {
        number: u8::try_from(number).unwrap_or(u8::MAX),
        starts: time(starts),
        ends: time(ends),
    }
}

fn time(minutes: u32) -> NaiveTime {
    NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).unwrap_or_default()
}

/// The bell schedules of both shifts.
pub(crate) fn bell_schedules() -> Vec<BellSchedule> {
    TITLES
        .into_iter()
        .enumerate()
        .map(|(shift, title)| BellSchedule {
            title: title.to_owned(),
            bells: (1..=LESSONS_A_DAY)
                .map(|number| bell(shift, number))
                .collect(),
        })
        .collect()
}

/// A lesson of the week.
pub(crate) struct Weekly {
    /// 0 for Monday.
    pub(crate) day: usize,
    pub(crate) bell: Bell,
    /// The journal's place among the journals.
    pub(crate) journal: usize,
    /// Who gives it.
    pub(crate) teacher: PersonId,
    /// Where.
    pub(crate) room: String,
}

/// The lessons on `days`, in the order of time; lessons of one hour in the order of journals.
pub(crate) fn dated(weekly: &mut [Weekly], days: &[NaiveDate]) -> Vec<Lesson> {
    weekly.sort_by_key(|lesson| (lesson.day, lesson.bell.starts, lesson.journal));
    let by_day: Vec<&[Weekly]> = (0..DAYS)
        .map(|day| {
            let from = weekly.partition_point(|lesson| lesson.day < day);
            let to = weekly.partition_point(|lesson| lesson.day <= day);
            weekly.get(from..to).unwrap_or_default()
        })
        .collect();
    let mut lessons = Vec::with_capacity(weekly.len() * days.len().div_ceil(DAYS));
    for date in days {
        let weekday = usize::try_from(date.weekday().num_days_from_monday()).unwrap_or(DAYS);
        for lesson in by_day.get(weekday).copied().unwrap_or_default() {
            lessons.push(Lesson {
                id: LessonId(row_id(lessons.len())),
                journal: JournalId(row_id(lesson.journal)),
                date: *date,
                number: lesson.bell.number,
                starts: lesson.bell.starts,
                ends: lesson.bell.ends,
                room: Some(lesson.room.clone()),
                teacher: lesson.teacher,
            });
        }
    }
    lessons
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_of_both_shifts_overlap_only_with_themselves() {
        let all: Vec<(usize, Bell)> = [0, 1]
            .into_iter()
            .flat_map(|shift| {
                (1..=LESSONS_A_DAY).map(move |n| (first_hour(shift) + n - 1, bell(shift, n)))
            })
            .collect();
        for (hour, one) in &all {
            for (other, two) in &all {
                let overlap = one.starts < two.ends && two.starts < one.ends;
                assert_eq!(overlap, hour == other, "{one:?} {two:?}");
            }
        }
        assert_eq!(bell(0, 2).starts, time(9 * 60 + 25));
        assert_eq!(bell(0, 2).ends, time(10 * 60 + 10));
        assert!(bell(1, 7).ends <= time(19 * 60));
    }
}
