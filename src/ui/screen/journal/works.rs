//! Which work a mark of the journal is of: a cell shows the marks of all works of a lesson.

use crate::desk::Desk;
use crate::desk::gesture::Target;
use crate::ui::entry::CellPlace;
use journal::{LessonId, PupilId, Sheet, WorkRef};

/// What the column and the cell under the cursor are of. It stays while the cursor stays there,
/// whatever is removed or entered, here or elsewhere.
#[derive(Debug, Clone, Copy, Default)]
pub struct WorksHeld {
    column: Option<(LessonId, WorkRef)>,
    cell: Option<(LessonId, PupilId, WorkRef)>,
}

impl WorksHeld {
    /// That of the column if the pupil has such a mark or none, else that of the mark the cell
    /// shows; and where a mark was removed under the cursor, still that mark's.
    pub fn of_cell(&self, sheet: &Sheet, pupil: PupilId, desk: &Desk) -> Option<WorkRef> {
        let lesson = sheet.lesson.id;
        let marks = sheet.entry(pupil).map_or(&[][..], |entry| &entry.marks);
        let of_column = match self.column {
            Some((of, work)) if of == lesson => work,
            _ => of_column(sheet, desk)?,
        };
        if marks.iter().any(|placed| placed.work == of_column) {
            return Some(of_column);
        }
        let shown = marks.first().map(|placed| placed.work);
        let removed = self.cell.filter(|at| (at.0, at.1) == (lesson, pupil));
        Some(shown.or(removed.map(|at| at.2)).unwrap_or(of_column))
    }

    /// What is held when the cursor is on this sheet and cell.
    #[must_use]
    pub fn held(self, sheet: Option<&Sheet>, cell: Option<CellPlace>, desk: &Desk) -> Self {
        let lesson = sheet.map(|sheet| sheet.lesson.id);
        let stays = self.column.filter(|(of, _)| Some(*of) == lesson);
        let anew = || sheet.and_then(|sheet| Some((sheet.lesson.id, of_column(sheet, desk)?)));
        Self {
            column: stays.or_else(anew),
            cell: cell.and_then(|at| match at.target {
                Target::Work { work, .. } => Some((at.lesson, at.pupil, work)),
                Target::Attendance => None,
            }),
        }
    }
}

/// The only work the lesson has marks of, else the school's first kind.
fn of_column(sheet: &Sheet, desk: &Desk) -> Option<WorkRef> {
    match sheet.works().as_slice() {
        [only] => Some(*only),
        _ => Some(WorkRef::first(desk.rules.as_ref()?.work_kinds.first()?.id)),
    }
}
