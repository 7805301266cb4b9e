//! To which school year a day belongs, and whether that year can still be written in.

use crate::register::SchoolYear;
use crate::time::{SchoolTime, Timestamp};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

/// The school years that a school has ever kept, by their first day.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct SchoolYears(Vec<SchoolYear>);

impl SchoolYears {
    /// These years, in whichever order.
    pub fn new(years: impl IntoIterator<Item = SchoolYear>) -> Self {
        let mut years: Vec<_> = years.into_iter().collect();
        years.sort_by_key(|year| year.starts);
        Self(years)
    }

    /// The years, by their first day.
    pub fn iter(&self) -> impl Iterator<Item = &SchoolYear> {
        self.0.iter()
    }

    /// The year that a day belongs to. A day of summer is of the year before it.
    pub fn of(&self, day: NaiveDate) -> Option<&SchoolYear> {
        let begun = self.0.iter().rfind(|year| year.starts <= day);
        begun.or_else(|| self.0.first())
    }

    /// The end of a day's year in which nothing is written any more at `at`: it has passed, or the
    /// year was closed before it. None: the year can be written in.
    pub fn closed(&self, day: NaiveDate, at: Timestamp, time: SchoolTime) -> Option<Timestamp> {
        let year = self.of(day)?;
        let ends = time.end_of_day(year.ends);
        (at > ends || !year.moves()).then_some(ends)
    }
}
