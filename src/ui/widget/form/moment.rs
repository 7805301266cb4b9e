//! Days and times as people type them.

use crate::i18n::{Language, dates};
use crate::input::layout::readings;
use chrono::{Datelike, Days, NaiveDate, NaiveTime};

/// Words for days, by how far they are.
const WORDS: [(&str, i64); 7] = [
    ("сегодня", 0),
    ("завтра", 1),
    ("послезавтра", 2),
    ("вчера", -1),
    ("today", 0),
    ("tomorrow", 1),
    ("yesterday", -1),
];

/// The day that was typed: «5» of this month, «5.9» of the year that is nearer, «050926»,
/// «05.09.2026», «пт» that comes next, «завтра», «+3» and «-3» days; a weekday after a date is let
/// be. Words are read in either layout.
pub fn day(typed: &str, today: NaiveDate) -> Option<NaiveDate> {
    let typed = typed.trim().to_lowercase();
    if let Some(days) = typed.strip_prefix('+') {
        return today.checked_add_days(Days::new(days.parse().ok()?));
    }
    if let Some(days) = typed.strip_prefix('-') {
        return today.checked_sub_days(Days::new(days.parse().ok()?));
    }
    if !typed.starts_with(|c: char| c.is_ascii_digit()) {
        return readings(&typed).iter().find_map(|word| named(word, today));
    }
    let parts: Vec<&str> = typed
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let number = |part: &str| part.parse::<u32>().ok();
    match *parts.as_slice() {
        [whole] => match whole.len() {
            1 | 2 => today.with_day(number(whole)?),
            4 => nearest(number(whole.get(..2)?)?, number(whole.get(2..)?)?, today),
            6 | 8 => of_year(
                number(whole.get(..2)?)?,
                number(whole.get(2..4)?)?,
                whole.get(4..)?,
            ),
            _ => None,
        },
        [day, month] => nearest(number(day)?, number(month)?, today),
        [year, month, day] if year.len() == 4 => of_year(number(day)?, number(month)?, year),
        [day, month, year] => of_year(number(day)?, number(month)?, year),
        _ => None,
    }
}

/// A day of the year that brings it nearest to today.
fn nearest(day: u32, month: u32, today: NaiveDate) -> Option<NaiveDate> {
    (today.year() - 1..=today.year() + 1)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .min_by_key(|date| date.signed_duration_since(today).num_days().abs())
}

fn of_year(day: u32, month: u32, year: &str) -> Option<NaiveDate> {
    let number: i32 = year.parse().ok()?;
    let year = match year.len() {
        2 => 2000 + number,
        4 => number,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month, day)
}

fn named(word: &str, today: NaiveDate) -> Option<NaiveDate> {
    if let Some((_, far)) = WORDS.iter().find(|(name, _)| *name == word) {
        return today.checked_add_signed(chrono::TimeDelta::days(*far));
    }
    today.iter_days().take(7).find(|day| {
        [Language::Ru, Language::En].iter().any(|language| {
            let full = dates::weekday(*language, *day).to_lowercase();
            let short = dates::weekday_short(*language, *day).to_lowercase();
            word == short || (word.chars().count() > 2 && full.starts_with(word))
        })
    })
}

/// The time of day that was typed: «9», «925», «0925», «9:25», «9.25», «9 25».
pub fn time(typed: &str) -> Option<NaiveTime> {
    let parts: Vec<&str> = typed
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let (hour, minute) = match *parts.as_slice() {
        [hour] if hour.len() <= 2 => (hour, "0"),
        [whole] if whole.len() <= 4 => whole.split_at_checked(whole.len() - 2)?,
        [hour, minute] => (hour, minute),
        _ => return None,
    };
    NaiveTime::from_hms_opt(hour.parse().ok()?, minute.parse().ok()?, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::of_this_month("5", Some("2026-11-05"))]
    #[case::of_the_nearer_year("5.9", Some("2026-09-05"))]
    #[case::of_next_year("15,1", Some("2027-01-15"))]
    #[case::in_one_go("050926", Some("2026-09-05"))]
    #[case::four_digits("0509", Some("2026-09-05"))]
    #[case::whole("05.09.2026", Some("2026-09-05"))]
    #[case::as_it_is_echoed("16.11.2026 пн", Some("2026-11-16"))]
    #[case::short_year("5/9/26", Some("2026-09-05"))]
    #[case::as_computers_write("2026-09-05", Some("2026-09-05"))]
    #[case::weekday("пт", Some("2026-11-20"))]
    #[case::weekday_on_the_other_layout("gn", Some("2026-11-20"))]
    #[case::weekday_in_full("Среда", Some("2026-11-18"))]
    #[case::today_is_monday("пн", Some("2026-11-16"))]
    #[case::english("fri", Some("2026-11-20"))]
    #[case::tomorrow("завтра", Some("2026-11-17"))]
    #[case::back("-3", Some("2026-11-13"))]
    #[case::forth("+10", Some("2026-11-26"))]
    #[case::no_such_day("31.02", None)]
    #[case::no_such_day_of_this_month("31", None)]
    #[case::nonsense("скоро", None)]
    #[case::nothing("", None)]
    fn days(#[case] typed: &str, #[case] expected: Option<&str>) {
        let monday = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
        let expected = expected.map(|day| day.parse().unwrap());
        assert_eq!(day(typed, monday), expected, "{typed}");
    }

    #[rstest]
    #[case("9", Some("09:00"))]
    #[case("925", Some("09:25"))]
    #[case("0925", Some("09:25"))]
    #[case("9:25", Some("09:25"))]
    #[case("9.5", Some("09:05"))]
    #[case("25", None)]
    #[case("9:61", None)]
    #[case("", None)]
    fn times(#[case] typed: &str, #[case] expected: Option<&str>) {
        assert_eq!(time(typed).map(dates::time).as_deref(), expected, "{typed}");
    }
}
