//! What a lesson lacks, and whether it was to be there by now.

use super::deadline::Deadline;
use super::lacking::MarksOwed;
use super::profile::Regulation;
use super::term::{Term, TermContext, TermEvent};
use crate::change::{Cell, Edit};
use crate::mark::WorkKind;
use crate::missing::Missing;
use crate::time::Timestamp;

impl Regulation {
    /// Whether some part that a lesson lacks would be late at `at`.
    pub fn is_overdue(&self, missing: Missing, of: &TermContext<'_>, at: Timestamp) -> bool {
        let lacking = self.lacking(missing, MarksOwed::default(), (of, &[]), false);
        lacking.iter().any(|part| part.is_late(at))
    }

    /// The days after a lesson of which something that it lacks may still be in time.
    pub fn days_to_fill(&self) -> u16 {
        let cells = Missing::ALL.cells();
        let deadlines = cells.filter_map(|cell| self.deadline_of(cell));
        let days = deadlines.map(|deadline| deadline.late_after().days());
        days.max().unwrap_or(0)
    }

    /// The days after a lesson or a period on which anything of it can still be entered or corrected in
    /// time; none: without end, since a term runs from a document that may come on any day.
    pub(super) fn days_to_write(&self, work_kinds: &[WorkKind]) -> Option<u16> {
        let of = &self.deadlines;
        let last = of.of_lessons().chain(&of.period_marks).map(Deadline::last);
        let windows = self.windows.iter().map(|window| window.closes);
        let terms = last.chain(windows);
        if terms
            .clone()
            .any(|term| matches!(term, Term::After(_, TermEvent::Document)))
        {
            return None;
        }
        let works = work_kinds.iter().filter(|_| of.works.is_some());
        let works = works.filter_map(|kind| kind.marking_days);
        terms.map(Term::days).chain(works).max().or(Some(0))
    }

    fn deadline_of(&self, cell: Cell) -> Option<&Deadline> {
        let first = Edit::between(cell, cell.empty(), cell.empty())?;
        self.deadline(&first)
    }
}
