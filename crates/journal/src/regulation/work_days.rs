//! Working days of a school: by them terms of orders are counted.

use crate::register::DaySpan;
use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Which days are working days: Monday to Friday, less the days off, and the days that work was
/// moved to. School breaks are no days off: pupils rest, the staff works (ТК ст. 112).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkDays {
    /// Days off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    off: Vec<DaySpan>,
    /// Working days that would be days off.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    moved_to: BTreeSet<NaiveDate>,
}

/// No run of days off is so long; whoever looks for a working day beyond it looks no further.
const LONGEST_REST: usize = 366;

impl WorkDays {
    /// With these days off, public holidays and days that rest was moved to; and these working
    /// days that would be days off: «рабочая суббота 20.02».
    pub fn new(
        off: impl IntoIterator<Item = DaySpan>,
        moved_to: impl IntoIterator<Item = NaiveDate>,
    ) -> Self {
        Self {
            off: off.into_iter().collect(),
            moved_to: moved_to.into_iter().collect(),
        }
    }

    /// Whether the day is a working day.
    pub fn has(&self, day: NaiveDate) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Sat | Weekday::Sun);
        let off = weekend || self.off.iter().any(|days| days.has(day));
        self.moved_to.contains(&day) || !off
    }

    /// The working day that is so many working days after a day, whatever that day is; 0 is the day
    /// itself. None: there is none within a year of rest.
    pub fn after(&self, day: NaiveDate, working: u16) -> Option<NaiveDate> {
        let mut day = day;
        for _ in 0..working {
            let mut next = day.iter_days().skip(1).take(LONGEST_REST);
            day = next.find(|day| self.has(*day))?;
        }
        Some(day)
    }

    /// The working day that is so many working days before a day, whatever that day is.
    pub fn before(&self, day: NaiveDate, working: u16) -> Option<NaiveDate> {
        let mut day = day;
        for _ in 0..working {
            let earlier = std::iter::successors(day.pred_opt(), NaiveDate::pred_opt);
            day = earlier.take(LONGEST_REST).find(|day| self.has(*day))?;
        }
        Some(day)
    }

    /// How many working days lie after `last`, up to and with `day`.
    pub fn since(&self, last: NaiveDate, day: NaiveDate) -> usize {
        let days = last.iter_days().skip(1).take_while(|it| *it <= day);
        days.filter(|it| self.has(*it)).count()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    /// Days off of 2026/27: 4 November stands alone, rest of 4 January was moved to 31 December,
    /// that of 22 February for a working Saturday.
    fn days() -> WorkDays {
        let off = [
            ("2026-11-04", "2026-11-04"),
            ("2026-12-31", "2027-01-08"),
            ("2027-02-22", "2027-02-23"),
        ];
        let off = off.map(|(first, last)| DaySpan::new(date(first), date(last)));
        WorkDays::new(off, [date("2027-02-20")])
    }

    #[rstest]
    #[case::within_a_week("2026-11-09", 3, "2026-11-12")]
    #[case::over_a_weekend("2026-11-12", 3, "2026-11-17")]
    #[case::friday("2026-11-13", 1, "2026-11-16")]
    #[case::from_a_sunday("2026-11-15", 1, "2026-11-16")]
    #[case::over_a_holiday("2026-11-02", 3, "2026-11-06")]
    #[case::over_a_holiday_and_a_weekend("2026-11-03", 3, "2026-11-09")]
    #[case::over_the_new_year("2026-12-30", 1, "2027-01-11")]
    #[case::a_working_saturday("2027-02-19", 1, "2027-02-20")]
    #[case::over_a_working_saturday("2027-02-19", 2, "2027-02-24")]
    #[case::none("2026-11-14", 0, "2026-11-14")]
    fn working_days_are_counted_over_rest(
        #[case] from: &str,
        #[case] working: u16,
        #[case] last: &str,
    ) {
        assert_eq!(days().after(date(from), working), Some(date(last)));
    }

    #[test]
    fn a_rest_without_end_has_no_working_day() {
        let ever = DaySpan::new(date("2026-01-01"), date("2199-12-31"));
        let days = WorkDays::new([ever], []);
        assert_eq!(days.after(date("2026-11-09"), 1), None);
    }

    proptest! {
        #[test]
        fn as_many_working_days_lie_between_as_were_counted(from in 0_u64..300, working in 0_u16..30) {
            let from = date("2026-09-01") + chrono::Days::new(from);
            let last = days().after(from, working).unwrap();
            prop_assert_eq!(days().since(from, last), usize::from(working));
            prop_assert!(working == 0 || days().has(last));
        }
    }
}
