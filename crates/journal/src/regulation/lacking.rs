//! What a lesson still lacks, until when it is to be entered and by which clause: what a teacher sees
//! of the own lessons (SGO154-6.2.1, SGO154P-1.5.14).

use super::deadline::Steps;
use super::profile::Regulation;
use super::term::TermContext;
use super::verdict::Clause;
use crate::change::{Cell, Edit};
use crate::ids::WorkKindId;
use crate::mark::WorkKind;
use crate::missing::Missing;
use crate::time::Timestamp;
use chrono::NaiveDate;

/// A part of a lesson that is to be filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LessonPart {
    /// A cell of the lesson itself: the roll call, the topic, the homework.
    Of(Cell),
    /// Marks for a written work that some of those who were there have not got.
    Work(WorkKindId),
    /// A mark in the place of a point.
    Point,
}

/// What a lesson lacks beside [`Missing`]: marks.
#[derive(Debug, Clone, Copy, Default)]
pub struct MarksOwed<'a> {
    /// Works of which somebody who was there has neither mark nor point.
    pub works: &'a [WorkKindId],
    /// The day on which the first of its points is due.
    pub point_due: Option<NaiveDate>,
}

/// An instant with the clause that says it; none: the teacher said it.
pub type Until<'a> = (Timestamp, Option<&'a Clause>);

/// A part that a lesson lacks, and its term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PartDue<'a> {
    /// The part.
    pub part: LessonPart,
    /// Until when it is in time; none: the regulation sets no term.
    pub due: Option<Until<'a>>,
    /// The second step of the term, until when it is not late.
    pub latest: Option<Until<'a>>,
    /// Until when a reason that nobody has written yet would make it in time.
    pub with_reason: Option<Until<'a>>,
}

impl<'a> PartDue<'a> {
    /// The last instant at which it is not late; none: it is never late.
    pub fn late_after(&self) -> Option<Until<'a>> {
        self.latest.or(self.due)
    }

    /// Whether it is late at a moment: its last instant is past.
    pub fn is_late(&self, at: Timestamp) -> bool {
        self.late_after().is_some_and(|(last, _)| last < at)
    }

    /// The step that counts at a moment: the first that is not past, else the last one.
    pub fn step(&self, at: Timestamp) -> Option<Until<'a>> {
        self.due.filter(|(due, _)| at <= *due).or(self.late_after())
    }
}

impl Regulation {
    /// The parts that a lesson lacks, with the term of each, in the order of a lesson; marks last.
    /// `excused`: somebody has written why it is kept only after its term.
    pub fn lacking<'a>(
        &'a self,
        missing: Missing,
        marks: MarksOwed<'_>,
        (of, work_kinds): (&TermContext<'_>, &[WorkKind]),
        excused: bool,
    ) -> Vec<PartDue<'a>> {
        let cells = missing.cells().filter_map(|cell| {
            let edit = Edit::between(cell, cell.empty(), cell.empty())?;
            let steps = self.deadline(&edit);
            let steps = steps.and_then(|deadline| Steps::of(deadline, of, None));
            Some(part_due(LessonPart::Of(cell), steps, excused))
        });
        let works = marks.works.iter().filter_map(|kind| {
            let kind = work_kinds.iter().find(|one| one.id == *kind)?;
            // Not everybody answers at the blackboard: only written works are marked of all.
            kind.marking_days?;
            let own = self.own_days(kind, of.last, of.time);
            let deadline = self.deadlines.marks.as_ref();
            let steps = deadline.and_then(|deadline| Steps::of(deadline, of, own));
            Some(part_due(LessonPart::Work(kind.id), steps, excused))
        });
        let point = marks.point_due.map(|day| PartDue {
            part: LessonPart::Point,
            due: Some((of.time.end_of_day(day), None)),
            latest: None,
            with_reason: None,
        });
        cells.chain(works).chain(point).collect()
    }
}

fn part_due(part: LessonPart, steps: Option<Steps<'_>>, excused: bool) -> PartDue<'_> {
    let due = steps.map(|steps| steps.due);
    let second = steps.and_then(|steps| steps.latest);
    let asks_reason = second.is_some_and(|(_, step)| step.reason && !excused);
    let second = second.map(|(at, step)| (at, Some(&step.clause)));
    PartDue {
        part,
        due: due.map(|(at, clause)| (at, Some(clause))),
        latest: second.filter(|_| !asks_reason),
        with_reason: second.filter(|_| asks_reason),
    }
}
