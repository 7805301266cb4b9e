//! A cell of a grid of pupils, wherever the grid shows it.

use super::GridScreen;
use crate::desk::Desk;
use crate::desk::gesture::{PupilCell, Target};
use journal::notation::CellKind;
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
            by: desk.entered_by(self.sheet),
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

/// What the cell takes that the next letter goes into.
pub(super) fn kind(screen: &dyn GridScreen, desk: &Desk) -> Option<CellKind> {
    let entering = screen.entering();
    let is_open = entering.machine.is_open(desk.pressed_at());
    let open = entering.just_made().filter(|_| is_open);
    let place = match open.and_then(|made| made.written.chosen.first()) {
        Some(place) => *place,
        None => *screen.chosen(desk).first()?,
    };
    let column = place.target.column(screen.holds_attendance());
    let time = desk.rules.as_ref()?.time;
    let lesson = place.cell(desk)?.sheet.occasion().lesson();
    let now = desk.now();
    Some(CellKind {
        column,
        is_running: lesson.is_some_and(|lesson| {
            let (starts, ends) = lesson.bells(time);
            (starts..ends).contains(&now)
        }),
        minutes: lesson.map_or(0, journal::Lesson::minutes),
        passed: lesson.map_or(0, |lesson| lesson.latest(now, time)),
    })
}
