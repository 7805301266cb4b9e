//! Terms, as a regulation writes them: «не позднее 2 дней после проведения урока».

use super::work_days::WorkDays;
use crate::text_form::{NotInVocabulary, serde_by_text, vocabulary};
use crate::time::{SchoolTime, Timestamp};
use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime, TimeDelta};
use std::fmt;
use std::str::FromStr;

/// Until when something must be done, or can be. The text form of each stands beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// `in the lesson`: until its last bell.
    InLesson,
    /// `lesson day`: until the end of its day.
    LessonDay,
    /// `lesson day 16:00`: until this time of its day.
    LessonDayAt(NaiveTime),
    /// `lesson day 16:00 or lesson end`: until this time of its day, or its last bell, which is later
    /// in the second shift.
    LessonDayOrEnd(NaiveTime),
    /// `last lesson + 90 min`: so many minutes after the class's last lesson of that day.
    AfterLastLesson(u16),
    /// `2 days after lesson`: until the end of the day so many days after.
    After(Span, TermEvent),
    /// `1 day before lesson`: until the end of the day so many days before.
    Before(Span, TermEvent),
    /// `by 08-31`: by this day of each year, which is the last in time.
    By {
        /// 1 to 12.
        month: u32,
        /// Of the month; there is one in every year.
        day: u32,
    },
    /// `2 a year`: at least so many times a year, 1 to 12.
    TimesAYear(u32),
    /// `setting`: until when the school says; nothing is late before it does.
    Setting,
}

/// A length of time in whole days: `2 days`, `3 working days`, `1 month`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Calendar days.
    Days(u16),
    /// Working days of the school.
    WorkingDays(u16),
    /// Calendar months: to the same day of the month, or to its last one.
    Months(u16),
}

vocabulary! {
    /// What a term runs from, or to.
    pub enum TermEvent of "events of terms" {
        /// A lesson.
        Lesson = "lesson",
        /// A reporting period: after its last day, before its first one.
        Period = "period",
        /// A document was brought.
        Document = "document",
        /// An order.
        Order = "order",
        /// Something was entered.
        Entry = "entry",
        /// A debt was cleared.
        Clearing = "clearing",
        /// Somebody learned of something.
        Learning = "learning",
    }
}

/// What a term of something in a sheet depends on.
#[derive(Debug, Clone, Copy)]
pub struct TermContext<'a> {
    /// The lesson's day, or the period's first one.
    pub first: NaiveDate,
    /// The lesson's day, or the period's last one.
    pub last: NaiveDate,
    /// When the lesson ends, if it is one.
    pub lesson_end: Option<NaiveTime>,
    /// When the class's last lesson of that day ends, if known.
    pub last_bell: Option<NaiveTime>,
    /// The day on which the document was brought, if there is one.
    pub document: Option<NaiveDate>,
    /// The school's local time.
    pub time: SchoolTime,
    /// Its working days.
    pub work_days: &'a WorkDays,
}

impl Span {
    /// The day that is so long after a day; none: beyond the calendar.
    fn after(self, day: NaiveDate, days: &WorkDays) -> Option<NaiveDate> {
        match self {
            Self::Days(count) => day.checked_add_days(Days::new(count.into())),
            Self::WorkingDays(count) => days.after(day, count),
            Self::Months(count) => day.checked_add_months(Months::new(count.into())),
        }
    }

    fn before(self, day: NaiveDate, days: &WorkDays) -> Option<NaiveDate> {
        match self {
            Self::Days(count) => day.checked_sub_days(Days::new(count.into())),
            Self::WorkingDays(count) => days.before(day, count),
            Self::Months(count) => day.checked_sub_months(Months::new(count.into())),
        }
    }

    /// Calendar days at most, but for a rest of the school.
    fn days(self) -> u16 {
        match self {
            Self::Days(count) => count,
            // A week of five days, and one of rest.
            Self::WorkingDays(count) => count.saturating_mul(2).saturating_add(7),
            Self::Months(count) => count.saturating_mul(31),
        }
    }
}

impl Term {
    /// The last instant in time for something in a sheet. Of a period its last day counts for the
    /// lesson's. Without a bell the end of the day counts. None: there is no such instant, since
    /// nobody has brought a document or the school has set none.
    pub fn instant(self, cx: &TermContext<'_>) -> Option<Timestamp> {
        let day = cx.last;
        let end = |day: NaiveDate| cx.time.end_of_day(day);
        let at = |time: NaiveTime| cx.time.instant(day.and_time(time));
        let bell = cx.lesson_end.map(at);
        let event = |event: TermEvent, of_period: NaiveDate| match event {
            TermEvent::Document => cx.document,
            TermEvent::Period => Some(of_period),
            _ => Some(day),
        };
        Some(match self {
            Self::InLesson => bell.unwrap_or(end(day)),
            Self::LessonDay => end(day),
            Self::LessonDayAt(time) => at(time),
            Self::LessonDayOrEnd(time) => bell.map_or(at(time), |bell| bell.max(at(time))),
            Self::AfterLastLesson(minutes) => {
                let last = cx.last_bell.map(at).or(bell);
                let minutes = TimeDelta::minutes(minutes.into());
                last.map_or(end(day), |last| last.plus(minutes))
            }
            Self::After(span, of) => end(span.after(event(of, day)?, cx.work_days)?),
            Self::Before(span, of) => end(span.before(event(of, cx.first)?, cx.work_days)?),
            Self::By { .. } | Self::TimesAYear(_) => end(self.last_day(day, cx.work_days)?),
            Self::Setting => return None,
        })
    }

    /// The last day in time for what is done beside the lessons. `from` is the day that the term runs
    /// from or to: of the document, of the entry, of the last time; of a day of each year, the first
    /// day that it can be meant for. None: beyond the calendar, or the school has set none.
    pub fn last_day(self, from: NaiveDate, days: &WorkDays) -> Option<NaiveDate> {
        match self {
            Self::After(span, _) => span.after(from, days),
            Self::Before(span, _) => span.before(from, days),
            Self::By { month, day } => (from.year()..=from.year() + 1)
                .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
                .find(|last| from <= *last),
            Self::TimesAYear(times) => from.checked_add_months(Months::new(12 / times.max(1))),
            Self::Setting => None,
            _ => Some(from),
        }
    }

    /// Whether it is the same day each year, and runs from nobody's document.
    pub fn is_of_the_year(self) -> bool {
        matches!(self, Self::By { .. })
    }

    /// After so many days from the lesson, or the end of the period, it is past, whatever the lesson, but
    /// for a rest of the school; of what runs from a document only that is not counted.
    pub(super) fn days(self) -> u16 {
        match self {
            Self::After(_, TermEvent::Document) => 0,
            Self::After(span, _) => span.days(),
            Self::By { .. } | Self::TimesAYear(_) => 366,
            Self::AfterLastLesson(minutes) => minutes / (24 * 60) + 1,
            _ => 0,
        }
    }

    /// By how many days something is late that was done, or is still missing, on `day`: in working
    /// days where the term is in them, else in calendar days. 0: it is in time.
    pub fn late_by(self, from: NaiveDate, day: NaiveDate, days: &WorkDays) -> usize {
        let Some(last) = self.last_day(from, days) else {
            return 0;
        };
        match self {
            Self::After(Span::WorkingDays(_), _) => days.since(last, day),
            _ => usize::try_from((day - last).num_days()).unwrap_or(0),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (count, unit) = match self {
            Self::Days(count) => (count, "day"),
            Self::WorkingDays(count) => (count, "working day"),
            Self::Months(count) => (count, "month"),
        };
        let s = if *count == 1 { "" } else { "s" };
        write!(f, "{count} {unit}{s}")
    }
}

impl FromStr for Span {
    type Err = NotInVocabulary;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            let (count, unit) = text.split_once(' ')?;
            let count = count.parse().ok()?;
            Some(match unit {
                "day" | "days" => Self::Days(count),
                "working day" | "working days" => Self::WorkingDays(count),
                "month" | "months" => Self::Months(count),
                _ => return None,
            })
        };
        read().ok_or_else(|| NotInVocabulary::new("lengths of time", text))
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const HOUR: &str = "%H:%M";
        match self {
            Self::InLesson => f.write_str("in the lesson"),
            Self::LessonDay => f.write_str("lesson day"),
            Self::LessonDayAt(at) => write!(f, "lesson day {}", at.format(HOUR)),
            Self::LessonDayOrEnd(at) => write!(f, "lesson day {} or lesson end", at.format(HOUR)),
            Self::AfterLastLesson(minutes) => write!(f, "last lesson + {minutes} min"),
            Self::After(span, event) => write!(f, "{span} after {}", event.word()),
            Self::Before(span, event) => write!(f, "{span} before {}", event.word()),
            Self::By { month, day } => write!(f, "by {month:02}-{day:02}"),
            Self::TimesAYear(times) => write!(f, "{times} a year"),
            Self::Setting => f.write_str("setting"),
        }
    }
}

impl FromStr for Term {
    type Err = NotInVocabulary;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        read(text).ok_or_else(|| NotInVocabulary::new("terms", text))
    }
}

fn read(text: &str) -> Option<Term> {
    match text {
        "in the lesson" => return Some(Term::InLesson),
        "lesson day" => return Some(Term::LessonDay),
        "setting" => return Some(Term::Setting),
        _ => {}
    }
    if let Some(rest) = text.strip_prefix("lesson day ") {
        let (at, or_end) = match rest.strip_suffix(" or lesson end") {
            Some(at) => (at, true),
            None => (rest, false),
        };
        let at = NaiveTime::parse_from_str(at, "%H:%M").ok()?;
        return Some(if or_end {
            Term::LessonDayOrEnd(at)
        } else {
            Term::LessonDayAt(at)
        });
    }
    if let Some(rest) = text.strip_prefix("last lesson + ") {
        let minutes = rest.strip_suffix(" min")?.parse().ok()?;
        return Some(Term::AfterLastLesson(minutes));
    }
    if let Some(times) = text.strip_suffix(" a year") {
        let times = times.parse().ok().filter(|times| (1..=12).contains(times));
        return times.map(Term::TimesAYear);
    }
    if let Some(day) = text.strip_prefix("by ") {
        let (month, day) = day.split_once('-')?;
        let (month, day) = (month.parse().ok()?, day.parse().ok()?);
        // 29 February is not a day of every year.
        NaiveDate::from_ymd_opt(2027, month, day)?;
        return Some(Term::By { month, day });
    }
    if let Some((span, event)) = text.split_once(" after ") {
        return Some(Term::After(span.parse().ok()?, event.parse().ok()?));
    }
    let (span, event) = text.split_once(" before ")?;
    Some(Term::Before(span.parse().ok()?, event.parse().ok()?))
}

serde_by_text!(
    Term,
    r"^(in the lesson|lesson day( [0-9]{2}:[0-9]{2}( or lesson end)?)?|last lesson \+ [0-9]{1,5} min|[0-9]{1,5} (working day|day|month)s? (after|before) [a-z]+|by [0-9]{2}-[0-9]{2}|[0-9]{1,2} a year|setting)$"
);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::register::DaySpan;
    use rstest::rstest;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn days() -> WorkDays {
        let day = date("2026-11-04");
        WorkDays::new([DaySpan::new(day, day)], [])
    }

    #[rstest]
    #[case::calendar_days("7 days after entry", "2026-11-01", "2026-11-08")]
    #[case::working_days_over_a_holiday("3 working days after order", "2026-11-03", "2026-11-09")]
    #[case::working_day_over_a_weekend("1 working day after clearing", "2026-11-13", "2026-11-16")]
    #[case::this_year("by 07-01", "2027-05-26", "2027-07-01")]
    #[case::that_day("by 07-01", "2027-07-01", "2027-07-01")]
    #[case::next_year("by 07-01", "2026-09-01", "2027-07-01")]
    #[case::twice_a_year("2 a year", "2026-09-10", "2027-03-10")]
    #[case::twice_a_year_of_a_long_month("2 a year", "2026-08-31", "2027-02-28")]
    fn a_term_has_a_last_day(#[case] term: Term, #[case] from: &str, #[case] last: &str) {
        assert_eq!(term.last_day(date(from), &days()), Some(date(last)));
        assert_eq!(term.to_string().parse(), Ok(term));
    }

    #[rstest]
    #[case::in_time("3 working days after order", "2026-11-05", "2026-11-10", 0)]
    #[case::order_of_thursday_on_wednesday_next(
        "3 working days after order",
        "2026-11-05",
        "2026-11-11",
        1
    )]
    #[case::rest_makes_nothing_later("3 working days after order", "2026-11-10", "2026-11-15", 0)]
    #[case::calendar_days("7 days after entry", "2026-11-01", "2026-11-10", 2)]
    #[case::day_of_the_year("by 07-01", "2026-09-01", "2027-07-02", 1)]
    fn lateness_is_counted_as_the_term_is(
        #[case] term: Term,
        #[case] from: &str,
        #[case] done: &str,
        #[case] late: usize,
    ) {
        assert_eq!(term.late_by(date(from), date(done), &days()), late);
    }

    #[rstest]
    #[case("by 02-29")]
    #[case("by 13-01")]
    #[case("by july")]
    #[case("0 a year")]
    #[case("13 a year")]
    #[case("three days")]
    #[case("")]
    fn what_is_no_term_is_refused(#[case] text: &str) {
        assert!(text.parse::<Term>().is_err(), "{text}");
    }
}
