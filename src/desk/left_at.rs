//! Where the cursor of a lesson was when the person left it.

use super::gesture::Target;
use journal::PupilId;

/// A cell of a lesson.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LeftAt {
    /// The pupil; none: the cursor has gone on from the last one.
    pub pupil: Option<PupilId>,
    /// The column.
    pub target: Target,
}
