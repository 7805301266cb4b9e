//! Days as people type them.

use crate::i18n::{Language, dates};
use crate::input::layout::readings;
use chrono::{Datelike, Days, NaiveDate};

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
    let alone = typed.trim_end_matches(|c: char| !c.is_ascii_digit());
    match alone.parse() {
        Ok(day) if alone.len() <= 2 => today.with_day(day),
        _ => date(&typed, |day, month| nearest(day, month, today)),
    }
}

/// A day typed with its month: «5.9», «0509», «050926», «05.09.2026», «2026-09-05»; what follows
/// without a digit is let be. `yearless` finds the year of a day and a month alone.
pub fn date(
    typed: &str,
    yearless: impl FnOnce(u32, u32) -> Option<NaiveDate>,
) -> Option<NaiveDate> {
    let parts: Vec<&str> = typed
        .split(|c: char| !c.is_ascii_digit())
        .filter(|part| !part.is_empty())
        .collect();
    let number = |part: &str| part.parse::<u32>().ok();
    match *parts.as_slice() {
        [whole] if matches!(whole.len(), 4 | 6 | 8) => {
            let (day, rest) = whole.split_at_checked(2)?;
            let (month, year) = rest.split_at_checked(2)?;
            if year.is_empty() {
                yearless(number(day)?, number(month)?)
            } else {
                of_year(number(day)?, number(month)?, year)
            }
        }
        [day, month] => yearless(number(day)?, number(month)?),
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

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::of_this_month("5", Some("2026-11-05"))]
    #[case::of_this_month_with_its_weekday("5. чт", Some("2026-11-05"))]
    #[case::of_the_nearer_year("5.9", Some("2026-09-05"))]
    #[case::of_next_year("15,1", Some("2027-01-15"))]
    #[case::in_one_go("050926", Some("2026-09-05"))]
    #[case::four_digits("0509", Some("2026-09-05"))]
    #[case::whole("05.09.2026", Some("2026-09-05"))]
    #[case::as_it_is_echoed("16.11.2026 пн", Some("2026-11-16"))]
    #[case::short_year("5/9/26", Some("2026-09-05"))]
    #[case::in_one_go_with_its_year("05092026", Some("2026-09-05"))]
    #[case::slashes("05/09/2026", Some("2026-09-05"))]
    #[case::blanks(" 5.09.2026 ", Some("2026-09-05"))]
    #[case::blanks_between("5 9 2026", Some("2026-09-05"))]
    #[case::dot_at_the_end("5.9.", Some("2026-09-05"))]
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
    #[case::no_such_day_of_its_year("31.09.2026", None)]
    #[case::three_digits("509", None)]
    #[case::year_of_three_digits("5.9.126", None)]
    #[case::no_such_day_of_this_month("31", None)]
    #[case::nonsense("скоро", None)]
    #[case::nothing("", None)]
    fn days(#[case] typed: &str, #[case] expected: Option<&str>) {
        let monday = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
        let expected = expected.map(|day| day.parse().unwrap());
        assert_eq!(day(typed, monday), expected, "{typed}");
    }
}
