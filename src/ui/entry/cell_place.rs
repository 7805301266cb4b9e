//! A cell of a grid of pupils, wherever the grid shows it.

use crate::desk::Desk;
use crate::desk::gesture::{PupilCell, Target};
use journal::{PupilId, SheetId};

/// A place in the grid that can be written to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellPlace {
    /// The sheet.
    pub sheet: SheetId,
    /// The pupil.
    pub pupil: PupilId,
    /// What the column is about.
    pub target: Target,
}

impl CellPlace {
    /// What stands there; none if its page is not on the desk.
    pub fn cell(self, desk: &Desk) -> Option<PupilCell<'_>> {
        Some(PupilCell {
            sheet: desk.pages.spot(self.sheet)?.sheet,
            pupil: self.pupil,
            target: self.target,
        })
    }

    /// Whether the pupil is in the list then: else nothing is entered there, only taken away.
    pub(super) fn is_listed(&self, desk: &Desk) -> bool {
        let spot = desk.pages.spot(self.sheet);
        spot.is_some_and(|spot| spot.has(self.pupil))
    }

    pub(super) fn name(self, desk: &Desk) -> String {
        desk.pupil_name(self.pupil).unwrap_or_default()
    }
}
