//! Who teaches a journal from when until when, and what that means for one of its sheets.

use crate::ids::PersonId;
use crate::person::PersonName;
use crate::register::DaySpan;
use crate::regulation::Relation;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// An appointment to a journal, as its pages tell it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Appointment {
    /// The teacher.
    pub teacher: PersonId,
    /// The teacher's name.
    pub name: PersonName,
    /// First day; none: from the year's start.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<NaiveDate>,
    /// Last day; none: to the year's end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
}

impl Appointment {
    /// Its days.
    pub fn days(&self) -> DaySpan {
        DaySpan::between(self.from, self.until)
    }
}

/// How a person's own appointments to a journal stand to one of its sheets, or to the whole of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Appointed {
    /// It is the person's to keep.
    pub keeps: bool,
    /// It is not, but the person teaches the journal on other days, or has taught it.
    pub taught: bool,
    /// The person had been appointed by then.
    pub begun: bool,
}

impl Appointed {
    /// Of the sheet of a day (none: of the journal as a whole), on the day `on`. An appointment gives
    /// the sheets of its days, to come and past, until the last of the person's has ended.
    pub fn of(own: impl Iterator<Item = DaySpan>, sheet: Option<NaiveDate>, on: NaiveDate) -> Self {
        let (mut holds, mut lasts, mut any, mut begun) = (false, false, false, false);
        for days in own {
            any = true;
            holds |= sheet.is_none_or(|day| days.has(day));
            lasts |= days.last >= on;
            begun |= days.first <= sheet.unwrap_or(on);
        }
        let keeps = holds && lasts;
        Self {
            keeps,
            taught: any && !keeps,
            begun,
        }
    }

    /// The relation with what follows from the appointments. Whoever stands in the timetable's row
    /// (`gives`) gives the lesson in another's place, unless the row is of an appointment that had
    /// begun by then.
    pub fn told_in(self, relation: Relation, gives: bool) -> Relation {
        Relation {
            own_journal: self.keeps,
            taught: self.taught,
            substitute: gives && !self.keeps && !self.begun,
            ..relation
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(first: &str, last: &str) -> DaySpan {
        DaySpan::new(day(first), day(last))
    }

    /// Taught until the 15th of November, or from the 16th, or both with weeks between.
    #[rstest]
    #[case::in_its_days(&["09-01 11-15"], Some("11-10"), "11-12", "keeps")]
    #[case::on_its_last_day(&["09-01 11-15"], Some("11-15"), "11-15", "keeps")]
    #[case::of_its_days_when_over(&["09-01 11-15"], Some("11-10"), "11-16", "reads")]
    #[case::after_its_days(&["09-01 11-15"], Some("11-16"), "11-16", "reads")]
    #[case::after_its_days_before_the_end(&["09-01 11-15"], Some("11-16"), "11-10", "reads")]
    #[case::whole_when_over(&["09-01 11-15"], None, "11-16", "reads")]
    #[case::whole_before_it_begins(&["11-16 12-31"], None, "11-10", "keeps")]
    #[case::prepares_what_is_to_come(&["11-16 12-31"], Some("11-18"), "11-10", "keeps")]
    #[case::gave_it_for_another(&["11-16 12-31"], Some("11-10"), "11-18", "substitute")]
    #[case::between_two(&["09-01 10-31", "12-01 12-31"], Some("11-15"), "12-02", "reads")]
    #[case::before_the_second(&["09-01 10-31", "12-01 12-31"], Some("10-15"), "12-02", "keeps")]
    #[case::never_appointed(&[], Some("11-15"), "11-16", "substitute")]
    fn a_row_of_the_timetable_stands_behind_the_appointment(
        #[case] own: &[&str],
        #[case] sheet: Option<&str>,
        #[case] on: &str,
        #[case] expected: &str,
    ) {
        let dated = |short: &str| format!("2026-{short}");
        let own = own.iter().map(|days| {
            let (first, last) = days.split_once(' ').unwrap();
            span(&dated(first), &dated(last))
        });
        let sheet = sheet.map(|short| day(&dated(short)));
        let appointed = Appointed::of(own, sheet, day(&dated(on)));
        let relation = appointed.told_in(Relation::default(), sheet.is_some());
        let told = match relation {
            Relation {
                own_journal: true,
                taught: false,
                substitute: false,
                ..
            } => "keeps",
            Relation {
                own_journal: false,
                substitute: true,
                ..
            } => "substitute",
            Relation {
                own_journal: false,
                taught: true,
                substitute: false,
                ..
            } => "reads",
            other => panic!("{other:?}"),
        };
        assert_eq!(told, expected);
    }
}
