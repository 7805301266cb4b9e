//! Which work a mark of the journal is of: a cell shows the marks of all works of a lesson.

use crate::desk::Desk;
use crate::desk::gesture::Target;
use crate::ui::entry::CellPlace;
use journal::{LessonId, PupilId, Sheet, SheetId, WorkRef};
use std::collections::BTreeMap;

/// What the column under the cursor is of: it stays while the cursor stays there, whatever is
/// entered, here or elsewhere. And what the marks were of that were removed here.
#[derive(Debug, Default)]
pub struct WorksHeld {
    column: Option<(LessonId, WorkRef)>,
    removed: BTreeMap<(SheetId, PupilId), WorkRef>,
}

impl WorksHeld {
    /// That of the column if the pupil has such a mark or none, else that of the mark the cell
    /// shows; and where a mark was removed, still that mark's.
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
        let removed = || self.removed.get(&(lesson.into(), pupil)).copied();
        Some(shown.or_else(removed).unwrap_or(of_column))
    }

    /// What the column is of when the cursor is on this sheet.
    pub fn column_at(&self, sheet: Option<&Sheet>, desk: &Desk) -> Option<(LessonId, WorkRef)> {
        let lesson = sheet?.lesson.id;
        let stays = self.column.filter(|(of, _)| *of == lesson);
        stays.or_else(|| Some((lesson, of_column(sheet?, desk)?)))
    }

    /// Holds that.
    pub fn hold(&mut self, column: Option<(LessonId, WorkRef)>) {
        self.column = column;
    }

    /// What was emptied here: what is entered there again is of the same work.
    pub fn remember(&mut self, places: &[CellPlace]) {
        for place in places {
            if let Target::Work { work, .. } = place.target {
                self.removed.insert((place.sheet, place.pupil), work);
            }
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
