//! What a lesson lacks, and whether it was to be there by now.

use super::profile::Regulation;
use crate::change::{Cell, Edit};
use crate::missing::Missing;
use crate::time::{SchoolTime, Timestamp};
use chrono::{NaiveDate, NaiveTime};

impl Regulation {
    /// Whether some part that a lesson of a day lacks was due before `at`. `last_bell`: when the
    /// class's last lesson of the day ends.
    pub fn is_overdue(
        &self,
        missing: Missing,
        (day, last_bell): (NaiveDate, NaiveTime),
        time: SchoolTime,
        at: Timestamp,
    ) -> bool {
        let mut terms = missing.cells().filter_map(|cell| self.term_of(cell));
        terms.any(|due| due.of_day(day, Some(last_bell), time) < at)
    }

    /// The days after a lesson of which something that it lacks may still be in time.
    pub fn days_to_fill(&self) -> u16 {
        let terms = Missing::ALL.cells().filter_map(|cell| self.term_of(cell));
        terms.map(super::Due::days).max().unwrap_or(0)
    }

    fn term_of(&self, cell: Cell) -> Option<super::Due> {
        let first = Edit::between(cell, cell.empty(), cell.empty())?;
        Some(self.deadline(&first)?.due)
    }
}
