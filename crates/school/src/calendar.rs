//! The school year: quarters, holidays, school days.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use journal::register::HolidaySort::{self, Break, Rest};
use journal::school::Holiday;
use journal::{Period, PeriodId};

/// A school year with its quarters and free days.
#[derive(Debug, Clone)]
pub struct SchoolYear {
    /// First day.
    pub starts: NaiveDate,
    /// Last day of lessons.
    pub ends: NaiveDate,
    /// Four quarters.
    pub quarters: Vec<Period>,
    /// Holidays between quarters and public holidays on weekdays, in order.
    pub holidays: Vec<Holiday>,
}

impl SchoolYear {
    /// The school year that holds `date`; from July on, the coming one.
    pub fn around(date: NaiveDate) -> Self {
        Self::beginning(if date.month() >= 7 {
            date.year()
        } else {
            date.year() - 1
        })
    }

    /// The school year that begins in September of `year`, after the usual federal calendar:
    /// nine days of holidays in autumn and in spring, from 31 December to the first working
    /// Monday in winter.
    pub fn beginning(year: i32) -> Self {
        let starts = working_day_from(day(year, 9, 1));
        let autumn = next(day(year, 10, 23), Weekday::Sat);
        let winter = working_day_until(day(year, 12, 30))
            .succ_opt()
            .unwrap_or_default();
        let third = next(day(year + 1, 1, 9), Weekday::Mon);
        let spring = next(day(year + 1, 3, 22), Weekday::Sat);
        let ends = working_day_until(day(year + 1, 5, 26));
        let spans = [
            (starts, before(autumn)),
            (plus(autumn, 9), before(winter)),
            (third, before(spring)),
            (plus(spring, 9), ends),
        ];
        let quarters = (1..)
            .zip(spans)
            .map(|(number, (starts, ends))| Period {
                id: PeriodId(number),
                title: format!("{number} четверть"),
                starts,
                ends: working_day_until(ends),
            })
            .collect();
        let mut holidays = vec![
            days(Break, "Осенние каникулы", autumn, plus(autumn, 8)),
            days(Break, "Зимние каникулы", winter, before(third)),
            days(Break, "Весенние каникулы", spring, plus(spring, 8)),
        ];
        holidays.extend(public(year));
        holidays.sort_by_key(|holiday| holiday.starts);
        Self {
            starts,
            ends,
            quarters,
            holidays,
        }
    }

    /// Whether lessons are held on `date` in a week of five days.
    pub fn is_school_day(&self, date: NaiveDate) -> bool {
        is_weekday(date) && self.is_term_day(date)
    }

    /// Whether `date` lies in a quarter and outside holidays, whatever the day of the week.
    pub fn is_term_day(&self, date: NaiveDate) -> bool {
        self.quarters.iter().any(|quarter| quarter.holds(date))
            && !self
                .holidays
                .iter()
                .any(|free| free.starts <= date && date <= free.ends)
    }

    /// Days of lessons from the first day of the year to `until`.
    pub fn school_days(&self, until: NaiveDate) -> Vec<NaiveDate> {
        self.starts
            .iter_days()
            .take_while(|date| *date <= until.min(self.ends))
            .filter(|date| self.is_school_day(*date))
            .collect()
    }

    /// The last day of the quarter that follows the quarter of `date`: so far ahead lessons are
    /// made, so that there always is a next one.
    pub fn end_of_next_quarter(&self, date: NaiveDate) -> NaiveDate {
        self.quarters
            .iter()
            .skip_while(|quarter| quarter.ends < date)
            .nth(1)
            .map_or(self.ends, |quarter| quarter.ends)
    }

    /// The quarter of `date`, or the next one if it lies in holidays.
    pub fn quarter_at(&self, date: NaiveDate) -> Option<&Period> {
        self.quarters.iter().find(|quarter| date <= quarter.ends)
    }
}

/// Public holidays of a school year; one that falls on a weekend moves to the
/// next working day, as the Labour Code says (art. 112).
fn public(year: i32) -> Vec<Holiday> {
    let unity = day(year, 11, 4);
    let list = [
        ("День народного единства", unity),
        ("День защитника Отечества", day(year + 1, 2, 23)),
        ("Международный женский день", day(year + 1, 3, 8)),
        ("Праздник Весны и Труда", day(year + 1, 5, 1)),
        ("День Победы", day(year + 1, 5, 9)),
    ];
    let january = (day(year + 1, 1, 1), day(year + 1, 1, 8));
    let new_year = days(Rest, "Новогодние праздники", january.0, january.1);
    let days_off = list.into_iter().map(|(title, date)| {
        let date = working_day_from(date);
        days(Rest, title, date, date)
    });
    days_off.chain([new_year]).collect()
}

fn days(sort: HolidaySort, title: &str, starts: NaiveDate, ends: NaiveDate) -> Holiday {
    Holiday {
        title: title.to_owned(),
        sort,
        starts,
        ends,
    }
}

fn day(year: i32, month: u32, day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(year, month, day).unwrap_or_default()
}

fn plus(date: NaiveDate, days: u64) -> NaiveDate {
    date.checked_add_days(Days::new(days)).unwrap_or(date)
}

fn before(date: NaiveDate) -> NaiveDate {
    date.pred_opt().unwrap_or(date)
}

fn is_weekday(date: NaiveDate) -> bool {
    !matches!(date.weekday(), Weekday::Sat | Weekday::Sun)
}

fn next(from: NaiveDate, weekday: Weekday) -> NaiveDate {
    from.iter_days()
        .find(|date| date.weekday() == weekday)
        .unwrap_or(from)
}

fn working_day_from(date: NaiveDate) -> NaiveDate {
    date.iter_days()
        .find(|date| is_weekday(*date))
        .unwrap_or(date)
}

fn working_day_until(date: NaiveDate) -> NaiveDate {
    let mut date = date;
    while !is_weekday(date) {
        date = before(date);
    }
    date
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_year_2026_27_has_the_federal_dates() {
        let year = SchoolYear::beginning(2026);
        let quarters: Vec<_> = year
            .quarters
            .iter()
            .map(|q| (q.starts.to_string(), q.ends.to_string()))
            .collect();
        let expected = [
            ("2026-09-01", "2026-10-23"),
            ("2026-11-02", "2026-12-30"),
            ("2027-01-11", "2027-03-26"),
            ("2027-04-05", "2027-05-26"),
        ]
        .map(|(a, b)| (a.to_owned(), b.to_owned()));
        assert_eq!(quarters, expected);
        for free in [
            "2026-10-24",
            "2026-11-01",
            "2026-11-04",
            "2026-12-31",
            "2027-01-10",
            "2027-02-23",
            "2027-03-08",
            "2027-04-04",
            "2027-05-03",
            "2027-05-10",
            "2026-11-14",
        ] {
            assert!(!year.is_school_day(free.parse().unwrap()), "{free}");
        }
        assert!(year.is_school_day("2026-11-16".parse().unwrap()));
        assert_eq!(
            year.end_of_next_quarter(day(2026, 11, 16)),
            day(2027, 3, 26)
        );
        assert_eq!(
            year.end_of_next_quarter(day(2026, 10, 28)),
            day(2027, 3, 26)
        );
        assert_eq!(year.end_of_next_quarter(day(2027, 5, 1)), day(2027, 5, 26));
    }

    #[test]
    fn every_year_is_sound() {
        for year in 2000..2060 {
            let year = SchoolYear::beginning(year);
            assert_eq!(year.quarters.len(), 4);
            let mut last = None;
            for quarter in &year.quarters {
                assert!(quarter.starts < quarter.ends);
                assert!(last.is_none_or(|last| last < quarter.starts));
                assert!(is_weekday(quarter.starts) && is_weekday(quarter.ends));
                last = Some(quarter.ends);
            }
            let days = year.school_days(year.ends).len();
            assert!(
                (160..=175).contains(&days),
                "{} has {days} days",
                year.starts
            );
        }
    }
}
