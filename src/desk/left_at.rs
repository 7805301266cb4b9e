//! Where the cursor of a lesson was when the person left it.

use super::gesture::Target;
use journal::{Cell, PupilId};

/// A cell of a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftAt {
    /// The pupil; none: the cursor has gone on from the last one.
    pub pupil: Option<PupilId>,
    /// The column.
    pub target: Target,
}

impl LeftAt {
    /// Where a cell of a pupil stands; none of what is not in the rows of a lesson.
    pub fn of(cell: Cell) -> Option<Self> {
        let (pupil, target) = match cell {
            Cell::Attendance { pupil } | Cell::Reason { pupil } => (pupil, Target::Attendance),
            // No mark is written by coming there.
            Cell::Mark { pupil, work } => (pupil, Target::Work { work, weight: 1 }),
            _ => return None,
        };
        let pupil = Some(pupil);
        Some(Self { pupil, target })
    }
}
