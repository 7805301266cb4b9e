//! Hours as bells, days as dates.

use crate::calendar::SchoolYear;
use chrono::{Datelike, NaiveDate, NaiveTime, TimeDelta};
use journal::school::{Bell, BellSchedule};

/// Minutes of a lesson.
const LESSON: i64 = 45;
/// Minutes from bell to bell where hours have no times.
const STEP: i64 = 55;
/// The first bell where hours have no times, and the last moment of a school day.
const DAY: (i64, i64) = (8 * 60 + 30, 23 * 60 + 55);

/// The bells of the file's hours: their names read as times, else the usual ones.
pub(super) fn bells(hours: &[String]) -> Vec<Bell> {
    let times: Option<Vec<_>> = hours.iter().map(|name| span(name)).collect();
    times
        .filter(|times| times.is_sorted_by(|a, b| a.0 < b.0))
        .map_or_else(
            || usual(hours.len()),
            |times| {
                let next = times
                    .iter()
                    .skip(1)
                    .map(|(starts, _)| Some(*starts))
                    .chain([None]);
                (1..)
                    .zip(times.iter().zip(next))
                    .map(|(n, (span, next))| timed(n, *span, next))
                    .collect()
            },
        )
}

/// The one bell schedule of an imported school.
pub(super) fn schedule(bells: &[Bell]) -> BellSchedule {
    let title = bells
        .first()
        .zip(bells.last())
        .map_or_else(String::new, |(first, last)| {
            format!(
                "{}–{}",
                first.starts.format("%H:%M"),
                last.ends.format("%H:%M")
            )
        });
    BellSchedule {
        title,
        bells: bells.to_vec(),
    }
}

fn timed(number: u8, span: (NaiveTime, Option<NaiveTime>), next: Option<NaiveTime>) -> Bell {
    let (starts, ends) = span;
    let longest = starts
        .overflowing_add_signed(TimeDelta::minutes(LESSON))
        .0
        .max(starts);
    let ends = ends.filter(|ends| *ends > starts).unwrap_or(longest);
    Bell {
        number,
        starts,
        ends: next.map_or(ends, |next| ends.min(next)),
    }
}

fn usual(count: usize) -> Vec<Bell> {
    let count = i64::try_from(count).unwrap_or(1).max(1);
    let step = STEP.min((DAY.1 - DAY.0) / count);
    let time = |minutes: i64| {
        let seconds = u32::try_from(minutes * 60).unwrap_or(0);
        NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap_or_default()
    };
    (1..)
        .zip(0..count)
        .map(|(number, nth)| {
            let starts = DAY.0 + nth * step;
            Bell {
                number,
                starts: time(starts),
                ends: time(starts + step.min(LESSON)),
            }
        })
        .collect()
}

/// Reads «08:15», «8.15», «8:15-9:00», «08:15 – 09:00».
fn span(name: &str) -> Option<(NaiveTime, Option<NaiveTime>)> {
    let (starts, ends) = name
        .split_once(['-', '–', '—'])
        .map_or((name, None), |(starts, ends)| (starts, Some(ends)));
    Some((time(starts)?, ends.and_then(time)))
}

fn time(text: &str) -> Option<NaiveTime> {
    let (hours, minutes) = text.trim().split_once([':', '.'])?;
    let minutes = minutes.trim_end_matches(":00");
    if minutes.len() != 2 {
        return None;
    }
    NaiveTime::from_hms_opt(hours.trim().parse().ok()?, minutes.parse().ok()?, 0)
}

/// How the days of a file lie in the calendar.
pub(super) struct Cycle {
    days_a_week: usize,
    weeks: usize,
}

impl Cycle {
    /// Up to seven days are a week from Monday on; more are several weeks of five, six or
    /// seven days that follow each other.
    pub(super) fn of(days: usize) -> Self {
        if days <= 7 {
            return Self {
                days_a_week: days,
                weeks: 1,
            };
        }
        let days_a_week = [6, 5, 7]
            .into_iter()
            .find(|week| days.is_multiple_of(*week))
            .unwrap_or(7);
        Self {
            days_a_week,
            weeks: days.div_ceil(days_a_week),
        }
    }

    /// The file's day on `date`, counting weeks from the year's first.
    pub(super) fn day(&self, year: &SchoolYear, date: NaiveDate) -> Option<usize> {
        let weekday = usize::try_from(date.weekday().num_days_from_monday()).ok()?;
        if weekday >= self.days_a_week || !year.is_term_day(date) {
            return None;
        }
        let monday = |date: NaiveDate| date.week(chrono::Weekday::Mon).first_day();
        let weeks = (monday(date) - monday(year.starts)).num_weeks();
        let week = usize::try_from(weeks).ok()? % self.weeks;
        Some(week * self.days_a_week + weekday)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(hours: &[&str]) -> Vec<String> {
        let hours: Vec<String> = hours.iter().map(|hour| (*hour).to_owned()).collect();
        bells(&hours)
            .iter()
            .map(|b| {
                format!(
                    "{} {}–{}",
                    b.number,
                    b.starts.format("%H:%M"),
                    b.ends.format("%H:%M")
                )
            })
            .collect()
    }

    #[test]
    fn hours_are_read_as_bells() {
        assert_eq!(
            shown(&["07:30", "08:15", "09:05", "10:05"]),
            [
                "1 07:30–08:15",
                "2 08:15–09:00",
                "3 09:05–09:50",
                "4 10:05–10:50"
            ]
        );
        assert_eq!(
            shown(&["8:00-8:40", "8.50 – 9.30"]),
            ["1 08:00–08:40", "2 08:50–09:30"]
        );
        assert_eq!(shown(&["8:00", "8:30"]), ["1 08:00–08:30", "2 08:30–09:15"]);
        assert_eq!(shown(&["1", "2"]), ["1 08:30–09:15", "2 09:25–10:10"]);
        assert_eq!(
            shown(&["10:00", "09:00"]),
            ["1 08:30–09:15", "2 09:25–10:10"]
        );
        let many: Vec<String> = (1..=60).map(|n| n.to_string()).collect();
        let many = bells(&many);
        assert!(many.len() == 60 && many.is_sorted_by(|a, b| a.ends <= b.starts));
    }

    #[test]
    fn two_weeks_of_six_days_follow_each_other() {
        let year = SchoolYear::beginning(2026);
        let cycle = Cycle::of(12);
        let day = |text: &str| cycle.day(&year, text.parse().unwrap());
        assert_eq!(day("2026-09-01"), Some(1));
        assert_eq!(day("2026-09-05"), Some(5));
        assert_eq!(day("2026-09-06"), None);
        assert_eq!(day("2026-09-07"), Some(6));
        assert_eq!(day("2026-09-14"), Some(0));
        assert_eq!(day("2026-10-28"), None);
        assert_eq!(
            Cycle::of(5).day(&year, "2026-11-16".parse().unwrap()),
            Some(0)
        );
        assert_eq!(Cycle::of(5).day(&year, "2026-11-14".parse().unwrap()), None);
    }
}
