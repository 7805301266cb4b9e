//! The grid of a journal: its pupils × its lessons.

use crate::average::Tally;
use crate::ids::{LessonId, PupilId};
use crate::member::Member;
use crate::sheet::{Entry, Sheet};
use serde::{Deserialize, Serialize};

/// A journal over a period: its pupils in the order of the list, its lessons in order of time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Grid {
    /// Rows.
    pub members: Vec<Member>,
    /// Columns.
    pub sheets: Vec<Sheet>,
}

impl Grid {
    /// The entry of a pupil at the lesson of a column.
    pub fn entry(&self, pupil: PupilId, column: usize) -> Option<&Entry> {
        self.sheets.get(column)?.entry(pupil)
    }

    /// The column of a lesson.
    pub fn column(&self, lesson: LessonId) -> Option<usize> {
        self.sheets
            .iter()
            .position(|sheet| sheet.lesson.id == lesson)
    }

    /// The page of a lesson.
    pub fn sheet(&self, lesson: LessonId) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.lesson.id == lesson)
    }

    /// The page of a lesson, to be written to.
    pub fn sheet_mut(&mut self, lesson: LessonId) -> Option<&mut Sheet> {
        self.sheets
            .iter_mut()
            .find(|sheet| sheet.lesson.id == lesson)
    }

    /// A pupil's grades of the days in the group, summed.
    pub fn tally(&self, member: &Member) -> Tally {
        let sheets = self.sheets.iter();
        let own = sheets.filter(|sheet| member.belongs_on(sheet.lesson.date));
        let entries = own.filter_map(|sheet| sheet.entry(member.pupil));
        Tally::of(entries.flat_map(|entry| entry.marks.iter().map(|placed| &placed.mark)))
    }
}
