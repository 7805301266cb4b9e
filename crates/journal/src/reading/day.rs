//! Days as tables hold them.

use super::letters::cleaned;
use super::{Ask, Note, Read, Unread, is_nothing};
use crate::register::DaySpan;
use chrono::{Datelike, Days, Months, NaiveDate};

/// What is known of the days of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DayReading {
    /// The days that can be meant; by them the century of a year of two digits is found.
    pub likely: DaySpan,
    /// From which day the table counts its days.
    pub base: SerialBase,
}

/// The birthdays of those who are `youngest` to `oldest` years old.
pub fn born(today: NaiveDate, youngest: u8, oldest: u8) -> DaySpan {
    let years_ago = |years: u32| {
        let day = today.checked_sub_months(Months::new(years * 12));
        day.unwrap_or(NaiveDate::MIN)
    };
    let before = years_ago(u32::from(oldest) + 1).succ_opt();
    DaySpan::new(before.unwrap_or(NaiveDate::MIN), years_ago(youngest.into()))
}

/// From which day a table counts its days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SerialBase {
    /// 1 is 1 January 1900, and 60 the 29 February that the year did not have.
    #[default]
    Y1900,
    /// 0 is 1 January 1904: books made on an old Mac.
    Y1904,
}

impl SerialBase {
    /// The day that a table keeps as a number.
    pub fn day(self, number: u32) -> Option<NaiveDate> {
        let (before, days) = match (self, number) {
            (Self::Y1900, 0 | 60) => return None,
            (Self::Y1900, 1..60) => ((1899, 12, 31), number),
            (Self::Y1900, _) => ((1899, 12, 30), number),
            (Self::Y1904, _) => ((1904, 1, 1), number),
        };
        let (year, month, day) = before;
        NaiveDate::from_ymd_opt(year, month, day)?.checked_add_days(Days::new(days.into()))
    }
}

/// A day: «01.09.2014», «1.9.14», «2014-09-01», «1 сентября 2014 г.», the number of a spreadsheet,
/// with an hour behind it or without. The day always comes before the month, or the year, the month
/// and the day follow each other; nobody guesses another order.
///
/// # Errors
/// [`Unread::Nothing`], [`Unread::NotADay`], [`Unread::NoSuchDay`].
pub fn day(cell: &str, of: &DayReading) -> Result<Read<NaiveDate>, Unread> {
    if is_nothing(cell) {
        return Err(Unread::Nothing);
    }
    let text = cleaned(cell).to_lowercase();
    let text = without_hour(text.trim_start_matches('\''));
    let parts: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|part| !part.is_empty() && !matches!(*part, "г" | "год" | "года"))
        .collect();
    let mut read = match *parts.as_slice() {
        [number] => whole(number, of)?,
        // A spreadsheet's number, written with the hour that it has not.
        [number, hour] if number.len() == 5 && hour.trim_matches('0').is_empty() => {
            whole(number, of)?
        }
        [year, month, day] if year.len() == 4 && month.len() <= 2 && day.len() <= 2 => {
            Read::plain(of_year(number(year)?, number(month)?, number(day)?)?)
        }
        [day, month, year] if day.len() <= 2 => {
            let day = number(day)?;
            match month_named(month) {
                Some(month) => with_year(day, month, year, of, false)?,
                None if month.len() <= 2 => with_year(day, number(month)?, year, of, true)?,
                None => return Err(Unread::NotADay),
            }
        }
        _ => return Err(Unread::NotADay),
    };
    if !of.likely.has(read.value) {
        read.ask(Ask::UnlikelyDay);
    }
    Ok(read)
}

/// Whether a cell can only be a month, a day and a year: «10/14/2018». Then the other cells of its
/// column are written so too.
pub fn is_month_first(cell: &str) -> bool {
    slashed(cell).is_some_and(|(month, day)| month <= 12 && (13..=31).contains(&day))
}

/// Whether a cell would be another day with the month first: «05/06/2018».
pub fn may_be_month_first(cell: &str) -> bool {
    slashed(cell).is_some_and(|(one, other)| one <= 12 && other <= 12 && one != other)
}

/// The first two numbers of three between slashes.
fn slashed(cell: &str) -> Option<(u32, u32)> {
    let text = cleaned(cell);
    let mut parts = without_hour(&text).split('/');
    let mut next = || number(parts.next()?).ok();
    let (one, other, _year) = (next()?, next()?, next()?);
    Some((one, other))
}

/// A day without the hour that programs write behind it.
fn without_hour(text: &str) -> &str {
    let Some((before, _)) = text.split_once(':') else {
        return text;
    };
    match before.rsplit_once([' ', 't']) {
        Some((day, hour)) if hour.len() <= 2 => day,
        _ => text,
    }
}

fn number(part: &str) -> Result<u32, Unread> {
    let digits = part.bytes().all(|b| b.is_ascii_digit());
    let number = digits.then(|| part.parse().ok()).flatten();
    number.ok_or(Unread::NotADay)
}

/// A day in one go: as a spreadsheet counts it, «01092014», «20140901», «010914».
fn whole(digits: &str, of: &DayReading) -> Result<Read<NaiveDate>, Unread> {
    let whole = number(digits)?;
    match digits.len() {
        5 => {
            let mut read = Read::plain(of.base.day(whole).ok_or(Unread::NotADay)?);
            read.note(Note::TableNumber);
            Ok(read)
        }
        // No month is 19 or 20, so a day and a month never look like the beginning of a year.
        8 => {
            let by_day = of_year(whole % 10_000, whole / 10_000 % 100, whole / 1_000_000);
            let by_year = of_year(whole / 10_000, whole / 100 % 100, whole % 100);
            let likely = |day: &NaiveDate| (1900..2100).contains(&day.year());
            let found = by_day.ok().filter(likely).or(by_year.ok().filter(likely));
            found.map(Read::plain).ok_or(Unread::NoSuchDay)
        }
        6 => {
            let (first, year) = digits.split_at(4);
            let first = number(first)?;
            with_year(first / 100, first % 100, year, of, true)
        }
        _ => Err(Unread::NotADay),
    }
}

/// A day of a year of four digits, or of two, whose century is that of a likely day. `all_numbers`:
/// nothing but their places tells day, month and year apart.
fn with_year(
    day: u32,
    month: u32,
    year: &str,
    of: &DayReading,
    all_numbers: bool,
) -> Result<Read<NaiveDate>, Unread> {
    let short = match year.len() {
        4 => return Ok(Read::plain(of_year(number(year)?, month, day)?)),
        2 => number(year)?,
        _ => return Err(Unread::NotADay),
    };
    let centuries = [1900, 2000].map(|century| of_year(century + short, month, day).ok());
    let days: Vec<_> = centuries.into_iter().flatten().collect();
    let likely = days.iter().rfind(|day| of.likely.has(**day));
    let nearest = likely.or_else(|| days.iter().rfind(|day| **day <= of.likely.last));
    let found = nearest.or(days.first()).ok_or(Unread::NoSuchDay)?;
    let mut read = Read::plain(*found);
    read.note(Note::Century);
    if all_numbers && [day, month, short].iter().all(|part| *part <= 12) {
        read.ask(Ask::DayOrder);
    }
    Ok(read)
}

fn of_year(year: u32, month: u32, day: u32) -> Result<NaiveDate, Unread> {
    let year = i32::try_from(year).map_err(|_| Unread::NotADay)?;
    NaiveDate::from_ymd_opt(year, month, day).ok_or(Unread::NoSuchDay)
}

/// The month of a word, whole or cut short: «сентября», «сент», «сен».
fn month_named(word: &str) -> Option<u32> {
    const MONTHS: [&str; 12] = [
        "января",
        "февраля",
        "марта",
        "апреля",
        "мая",
        "июня",
        "июля",
        "августа",
        "сентября",
        "октября",
        "ноября",
        "декабря",
    ];
    let is = |name: &&str| {
        let cut = word.chars().count() >= 3 && name.starts_with(word);
        // «сентябрь», «май», as a list of months has them.
        let alone = match name.strip_suffix('я') {
            Some(stem) => word.strip_suffix(['ь', 'й']) == Some(stem),
            None => name.strip_suffix('а') == Some(word),
        };
        cut || alone
    };
    let place = MONTHS.iter().position(is)?;
    u32::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// A pupil's birthday, asked on 29 November 2026.
    fn birthday() -> DayReading {
        DayReading {
            likely: born(date("2026-11-29"), 5, 25),
            base: SerialBase::Y1900,
        }
    }

    #[test]
    fn those_of_an_age_were_born_between_two_birthdays() {
        let span = born(date("2026-11-29"), 5, 25);
        assert_eq!(span.first, date("2000-11-30"));
        assert_eq!(span.last, date("2021-11-29"));
    }

    #[rstest]
    #[case::dots("01.09.2014")]
    #[case::no_zeros("1.9.2014")]
    #[case::slashes("01/09/2014")]
    #[case::hyphens("01-09-2014")]
    #[case::iso("2014-09-01")]
    #[case::iso_with_hour("2014-09-01T00:00:00")]
    #[case::hour("01.09.2014 0:00:00")]
    #[case::blanks(" 01. 09. 2014 ")]
    #[case::year_sign("01.09.2014 г.")]
    #[case::text_of_a_spreadsheet("'01.09.2014")]
    #[case::words("1 сентября 2014 г.")]
    #[case::words_in_quotes("«01» сентября 2014 года")]
    #[case::words_cut_short("1 сент. 2014")]
    #[case::nominative("1 Сентябрь 2014")]
    #[case::in_one_go("01092014")]
    #[case::year_first_in_one_go("20140901")]
    fn a_day_is_read_however_it_is_written(#[case] cell: &str) {
        let expected = Read::plain(date("2014-09-01"));
        assert_eq!(day(cell, &birthday()), Ok(expected), "{cell}");
    }

    #[rstest]
    #[case("1 мая 2014", "2014-05-01")]
    #[case("1 май 2014", "2014-05-01")]
    #[case("1 март 2014", "2014-03-01")]
    #[case("1 мар 2014", "2014-03-01")]
    #[case("1 август 2014", "2014-08-01")]
    #[case("29.02.2016", "2016-02-29")]
    fn a_month_has_its_word(#[case] cell: &str, #[case] expected: &str) {
        assert_eq!(day(cell, &birthday()), Ok(Read::plain(date(expected))));
    }

    #[rstest]
    #[case::of_this_century("1.9.14", "2014-09-01", &[])]
    #[case::six_digits("010914", "2014-09-01", &[])]
    #[case::with_a_word("1 фев 03", "2003-02-01", &[])]
    #[case::any_order("01.02.03", "2003-02-01", &[Ask::DayOrder])]
    #[case::too_old_for_a_pupil("13.09.85", "1985-09-13", &[Ask::UnlikelyDay])]
    fn a_year_of_two_digits_is_of_a_likely_century(
        #[case] cell: &str,
        #[case] expected: &str,
        #[case] asks: &[Ask],
    ) {
        let read = day(cell, &birthday()).unwrap();
        assert_eq!(read.value, date(expected));
        assert_eq!(read.notes, [Note::Century]);
        assert_eq!(read.asks, asks);
    }

    #[test]
    fn a_parent_is_born_in_the_century_before() {
        let parent = DayReading {
            likely: born(date("2026-11-29"), 18, 90),
            ..birthday()
        };
        assert_eq!(day("13.09.85", &parent).unwrap().value, date("1985-09-13"));
        assert_eq!(day("13.09.85", &parent).unwrap().asks, []);
    }

    #[rstest]
    #[case::counted_from_1900("41883", SerialBase::Y1900)]
    #[case::with_an_empty_hour("41883.0", SerialBase::Y1900)]
    #[case::counted_from_1904("40421", SerialBase::Y1904)]
    fn a_number_of_a_spreadsheet_is_told(#[case] cell: &str, #[case] base: SerialBase) {
        let of = DayReading { base, ..birthday() };
        let read = day(cell, &of).unwrap();
        assert_eq!(read.value, date("2014-09-01"));
        assert_eq!((read.notes, read.asks), (vec![Note::TableNumber], vec![]));
    }

    #[rstest]
    #[case(1, Some("1900-01-01"))]
    #[case(59, Some("1900-02-28"))]
    #[case(60, None)]
    #[case(61, Some("1900-03-01"))]
    #[case(0, None)]
    fn a_spreadsheet_has_a_day_more_in_1900(#[case] number: u32, #[case] day: Option<&str>) {
        assert_eq!(SerialBase::Y1900.day(number), day.map(date));
        assert_eq!(SerialBase::Y1904.day(0), Some(date("1904-01-01")));
    }

    #[test]
    fn an_unlikely_day_is_asked() {
        let read = day("01.09.1985", &birthday()).unwrap();
        assert_eq!(read.asks, [Ask::UnlikelyDay]);
    }

    #[rstest]
    #[case::short_month("31.09.2014", Unread::NoSuchDay)]
    #[case::no_leap_year("29.02.2015", Unread::NoSuchDay)]
    #[case::month_and_day_swapped("09/13/2014", Unread::NoSuchDay)]
    #[case::zeros("00.00.2014", Unread::NoSuchDay)]
    #[case::eight_digits("99999999", Unread::NoSuchDay)]
    #[case::no_year("01.09", Unread::NotADay)]
    #[case::year_alone("2014", Unread::NotADay)]
    #[case::year_of_three_digits("01.09.214", Unread::NotADay)]
    #[case::no_month("1 брюмера 2014", Unread::NotADay)]
    #[case::word("скоро", Unread::NotADay)]
    #[case::formula("=ДАТА(2014;9;1)", Unread::NotADay)]
    #[case::nothing("", Unread::Nothing)]
    #[case::dash("-", Unread::Nothing)]
    fn what_is_no_day_is_refused(#[case] cell: &str, #[case] expected: Unread) {
        assert_eq!(day(cell, &birthday()), Err(expected), "{cell}");
    }

    proptest! {
        #[test]
        fn a_day_reads_back_in_each_notation(days in 0_u64..7_000) {
            let birthday = birthday();
            let written = birthday.likely.first + Days::new(days);
            prop_assume!(birthday.likely.has(written));
            let serial = (written - date("1899-12-30")).num_days().to_string();
            let notations = ["%d.%m.%Y", "%Y-%m-%d", "%d/%m/%y", "%d%m%Y", "%Y%m%d", "%-d.%-m.%y"];
            let texts = notations.map(|notation| written.format(notation).to_string());
            for text in texts.into_iter().chain([serial]) {
                let read = day(&text, &birthday);
                prop_assert_eq!(read.map(|read| read.value), Ok(written), "{}", text);
            }
        }
    }
}
