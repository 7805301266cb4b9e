//! Serial days of spreadsheets.

use crate::table::Cell;
use chrono::{Days, NaiveDate, NaiveTime};

/// From which day a workbook counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DateBase {
    /// Day 1 is 1 January 1900, and day 60 is 29 February 1900, which never was.
    #[default]
    From1900,
    /// Day 0 is 1 January 1904, as old Excel for Mac had it.
    From1904,
}

/// One past 31 December 9999, the last day that Excel knows.
const BEYOND: f64 = 2_958_466.0;
const SECONDS_OF_DAY: f64 = 86_400.0;

impl DateBase {
    /// The day of a serial number without a time; none if it is not one.
    pub fn day(self, serial: f64) -> Option<NaiveDate> {
        if serial.fract() != 0.0 || !(0.0..BEYOND).contains(&serial) {
            return None;
        }
        // A whole number of seven digits.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let days = serial as u64;
        let (year, month, day) = match self {
            Self::From1904 => (1904, 1, 1),
            Self::From1900 if days == 0 || days == 60 => return None,
            Self::From1900 if days < 60 => (1899, 12, 31),
            Self::From1900 => (1899, 12, 30),
        };
        NaiveDate::from_ymd_opt(year, month, day)?.checked_add_days(Days::new(days))
    }

    /// What a cell in a format of dates or times shows; of a serial that is no date, the number.
    pub(crate) fn cell(self, serial: f64) -> Cell {
        let shown = || {
            if !(0.0..BEYOND).contains(&serial) {
                return None;
            }
            let seconds = (serial.fract() * SECONDS_OF_DAY).round();
            let (days, seconds) = if seconds >= SECONDS_OF_DAY {
                (serial.trunc() + 1.0, 0.0)
            } else {
                (serial.trunc(), seconds)
            };
            // Less than the seconds of a day.
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
            let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds as u32, 0)?;
            // Whoever types only a time gets day 0, and nobody is born on 1 January 1904.
            if days < 1.0 {
                return Some(Cell::Time(time));
            }
            let day = self.day(days)?;
            Some(if time == NaiveTime::MIN {
                Cell::Day(day)
            } else {
                Cell::Moment(day.and_time(time))
            })
        };
        shown().unwrap_or(Cell::Number(serial))
    }
}
