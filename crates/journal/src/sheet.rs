//! One lesson's page: what stands in its cells.

use crate::attendance::{AbsenceReason, Attendance};
use crate::change::{Cell, Content};
use crate::excuse::Excuse;
use crate::homework::Homework;
use crate::ids::{PersonId, PupilId};
use crate::lesson::{Lesson, LessonForm};
use crate::mark::{Mark, PlacedMark, WorkRef};
use crate::time::Timestamp;
use crate::topic::Topic;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What stands in the cell of one pupil and one lesson.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Entry {
    /// What the teacher saw.
    #[serde(default)]
    pub attendance: Attendance,
    /// Why the pupil was absent, if anyone has said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<AbsenceReason>,
    /// Marks in the order of their works.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub marks: Vec<PlacedMark>,
}

impl Entry {
    /// The mark for a work.
    pub fn mark(&self, work: WorkRef) -> Option<&Mark> {
        self.marks
            .iter()
            .find(|placed| placed.work == work)
            .map(|placed| &placed.mark)
    }

    /// Whether there is nothing to show.
    pub fn is_empty(&self) -> bool {
        self.attendance == Attendance::Present && self.reason.is_none() && self.marks.is_empty()
    }

    pub(crate) fn put_mark(&mut self, work: WorkRef, mark: Option<Mark>) {
        match (
            self.marks.binary_search_by_key(&work, |placed| placed.work),
            mark,
        ) {
            (Ok(at), Some(mark)) => {
                if let Some(placed) = self.marks.get_mut(at) {
                    placed.mark = mark;
                }
            }
            (Ok(at), None) => {
                self.marks.remove(at);
            }
            (Err(at), Some(mark)) => self.marks.insert(at, PlacedMark { work, mark }),
            (Err(_), None) => {}
        }
    }
}

/// The fact that attendance was taken: «никого нет в списке отсутствующих» is not «не отмечено».
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RollCall {
    /// Who confirmed it.
    pub by: PersonId,
    /// When it was made.
    pub at: Timestamp,
}

/// One lesson's page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Sheet {
    /// The lesson as the timetable knows it.
    pub lesson: Lesson,
    /// Whether the school gives no marks in its journal, as in first grades.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub without_marks: bool,
    /// How it is held.
    #[serde(default)]
    pub form: LessonForm,
    /// Why it is kept only after its term.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub excuse: Option<Excuse>,
    /// Whether and by whom the roll was taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roll_call: Option<RollCall>,
    /// What was taught.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<Topic>,
    /// Homeworks by slot; 0 is the one for all.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub homework: BTreeMap<u8, Homework>,
    /// Entries that hold anything.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub entries: BTreeMap<PupilId, Entry>,
}

impl Sheet {
    /// The empty page of a lesson in a journal with marks.
    pub fn new(lesson: Lesson) -> Self {
        Self {
            lesson,
            without_marks: false,
            form: LessonForm::default(),
            excuse: None,
            roll_call: None,
            topic: None,
            homework: BTreeMap::new(),
            entries: BTreeMap::new(),
        }
    }

    /// A pupil's entry, if it holds anything.
    pub fn entry(&self, pupil: PupilId) -> Option<&Entry> {
        self.entries.get(&pupil)
    }

    /// A pupil's attendance.
    pub fn attendance(&self, pupil: PupilId) -> Attendance {
        self.entry(pupil)
            .map_or(Attendance::Present, |entry| entry.attendance)
    }

    /// What stands in a cell now.
    pub fn content(&self, cell: Cell) -> Content {
        let entry = cell.pupil().and_then(|pupil| self.entry(pupil));
        match cell {
            Cell::Attendance { .. } => {
                Content::Attendance(entry.map_or(Attendance::Present, |entry| entry.attendance))
            }
            Cell::Reason { .. } => Content::Reason(entry.and_then(|entry| entry.reason.clone())),
            Cell::Mark { work, .. } => {
                Content::Mark(entry.and_then(|entry| entry.mark(work).cloned()))
            }
            Cell::RollCall => Content::RollCall(self.roll_call.is_some()),
            Cell::Topic => Content::Topic(self.topic.clone()),
            Cell::Homework { slot } => Content::Homework(self.homework.get(&slot).cloned()),
            Cell::Form => Content::Form(self.form),
            Cell::Excuse => Content::Excuse(self.excuse.clone()),
            Cell::PeriodMark { .. } => cell.empty(),
        }
    }

    /// The works that have marks in this lesson, in order.
    pub fn works(&self) -> Vec<WorkRef> {
        let mut works: Vec<WorkRef> = self
            .entries
            .values()
            .flat_map(|e| e.marks.iter().map(|placed| placed.work))
            .collect();
        works.sort_unstable();
        works.dedup();
        works
    }
}
