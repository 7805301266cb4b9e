//! Terms for what a school does beside its lessons, as data: «в течение 3-х рабочих дней».

use super::profile::Regulation;
use super::verdict::Clause;
use super::work_days::WorkDays;
use crate::text_form::{NotInVocabulary, serde_by_text, vocabulary};
use chrono::{Datelike, Days, Months, NaiveDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// Until when something must be done. Text form: `7 days`, `3 working days`, `by 07-01`,
/// `2 a year`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Term {
    /// So many calendar days after a day.
    Days(u16),
    /// So many working days after a day.
    WorkingDays(u16),
    /// By this day of each year, which is the last in time.
    By {
        /// 1 to 12.
        month: u32,
        /// Of the month; there is one in every year.
        day: u32,
    },
    /// At least so many times a year, 1 to 12.
    TimesAYear(u32),
}

impl Term {
    /// The last day in time. `from` is the day that the term runs from: of the document, of the
    /// entry, of the last time; of a day of each year, the first day that it can be meant for. None:
    /// beyond the calendar.
    pub fn last_day(self, from: NaiveDate, days: &WorkDays) -> Option<NaiveDate> {
        match self {
            Self::Days(count) => from.checked_add_days(Days::new(count.into())),
            Self::WorkingDays(count) => days.after(from, count),
            Self::By { month, day } => (from.year()..=from.year() + 1)
                .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
                .find(|last| from <= *last),
            Self::TimesAYear(times) => from.checked_add_months(Months::new(12 / times.max(1))),
        }
    }

    /// Whether it is the same day each year, and runs from nobody's document.
    pub fn is_of_the_year(self) -> bool {
        matches!(self, Self::By { .. })
    }

    /// By how many days something is late that was done, or is still missing, on `day`: in working
    /// days where the term is in them, else in calendar days. 0: it is in time.
    pub fn late_by(self, from: NaiveDate, day: NaiveDate, days: &WorkDays) -> usize {
        let Some(last) = self.last_day(from, days) else {
            return 0;
        };
        match self {
            Self::WorkingDays(_) => days.since(last, day),
            _ => usize::try_from((day - last).num_days()).unwrap_or(0),
        }
    }
}

impl fmt::Display for Term {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = |count: &u16| if *count == 1 { "" } else { "s" };
        match self {
            Self::Days(count) => write!(f, "{count} day{}", s(count)),
            Self::WorkingDays(count) => write!(f, "{count} working day{}", s(count)),
            Self::By { month, day } => write!(f, "by {month:02}-{day:02}"),
            Self::TimesAYear(times) => write!(f, "{times} a year"),
        }
    }
}

impl FromStr for Term {
    type Err = NotInVocabulary;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let read = || {
            if let Some(count) = text.strip_suffix("days").or(text.strip_suffix("day")) {
                return Some(match count.trim_end().strip_suffix(" working") {
                    Some(count) => Self::WorkingDays(count.parse().ok()?),
                    None => Self::Days(count.trim_end().parse().ok()?),
                });
            }
            if let Some(times) = text.strip_suffix(" a year") {
                let times = times.parse().ok().filter(|times| (1..=12).contains(times));
                return times.map(Self::TimesAYear);
            }
            let (month, day) = text.strip_prefix("by ")?.split_once('-')?;
            let (month, day) = (month.parse().ok()?, day.parse().ok()?);
            // 29 February is not a day of every year.
            NaiveDate::from_ymd_opt(2027, month, day)?;
            Some(Self::By { month, day })
        };
        read().ok_or_else(|| NotInVocabulary::new("terms", text))
    }
}

serde_by_text!(
    Term,
    r"^([0-9]{1,5} (working )?days?|by [0-9]{2}-[0-9]{2}|[0-9]{1,2} a year)$"
);

vocabulary! {
    /// What has a term.
    pub enum Obligation of "obligations" {
        /// Sign-in data are given out; from the day a person is entered.
        Credentials = "credentials",
        /// Cards of pupils who come, and of their parents; from the day of the order, or by a day.
        PupilCards = "pupil-cards",
        /// Cards of employees; from the day of the order.
        StaffCards = "staff-cards",
        /// Cards are held against the facts; from the last time.
        CardCheck = "card-check",
        /// An order on movement is entered; from its day.
        Orders = "orders",
        /// The order on promotion to the next year.
        Promotion = "promotion",
        /// The order on graduation.
        Graduation = "graduation",
        /// A debt that was cleared is marked so; from the day of the clearing.
        DebtCleared = "debt-cleared",
        /// Periods of the school year.
        Periods = "periods",
        /// Buildings, rooms, subjects, bells.
        Directories = "directories",
        /// Classes.
        Classes = "classes",
        /// Groups that classes are divided into.
        Groups = "groups",
        /// All that a year begins with.
        Setup = "setup",
    }
}

/// A term, with the clause that sets it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct TermClause {
    /// Of what.
    pub of: Obligation,
    /// Until when.
    pub term: Term,
    /// Where it is written.
    #[serde(flatten)]
    pub clause: Clause,
}

impl Regulation {
    /// The term that it sets for something.
    pub fn term(&self, of: Obligation) -> Option<&TermClause> {
        self.terms.iter().find(|set| set.of == of)
    }
}

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
    #[case::calendar_days("7 days", "2026-11-01", "2026-11-08")]
    #[case::working_days_over_a_holiday("3 working days", "2026-11-03", "2026-11-09")]
    #[case::working_day_over_a_weekend("1 working day", "2026-11-13", "2026-11-16")]
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
    #[case::in_time("3 working days", "2026-11-05", "2026-11-10", 0)]
    #[case::order_of_thursday_on_wednesday_next("3 working days", "2026-11-05", "2026-11-11", 1)]
    #[case::rest_makes_nothing_later("3 working days", "2026-11-10", "2026-11-15", 0)]
    #[case::calendar_days("7 days", "2026-11-01", "2026-11-10", 2)]
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

    #[rstest]
    #[case("sergiev-posad-14", Obligation::Credentials, "7 days", "SP14-T2.2d")]
    #[case("sgo-154", Obligation::Setup, "by 09-05", "SGO154-2.2b")]
    #[case(
        "solo-kommunar-2",
        Obligation::Orders,
        "3 working days",
        "SOLO2-10.1-1a"
    )]
    #[case(
        "solo-kommunar-2",
        Obligation::DebtCleared,
        "1 working day",
        "SOLO2-10.1-3d"
    )]
    fn a_profile_sets_its_terms(
        #[case] profile: &str,
        #[case] of: Obligation,
        #[case] term: &str,
        #[case] clause: &str,
    ) {
        let profile = Regulation::shipped(profile).unwrap();
        let set = profile.term(of).unwrap();
        assert_eq!(
            (set.term.to_string().as_str(), set.clause.id.as_str()),
            (term, clause)
        );
    }

    #[test]
    fn no_profile_sets_a_term_twice() {
        for id in Regulation::shipped_ids() {
            let profile = Regulation::shipped(id).unwrap();
            for set in &profile.terms {
                assert_eq!(profile.term(set.of), Some(set), "{id}");
            }
        }
    }

    #[test]
    fn a_school_whose_regulation_sets_no_terms_has_none() {
        let profile = Regulation::shipped("krasnozavodsk-1").unwrap();
        assert_eq!(profile.term(Obligation::Orders), None);
    }
}
