//! What the disk has made of what was entered.

use journal::{Change, GestureId};
use std::collections::BTreeSet;

/// Which gestures it refused.
#[derive(Debug, Default)]
pub struct Disk {
    /// Those of which it kept nothing: they stand nowhere.
    lost: BTreeSet<GestureId>,
    /// The one that it kept last, of which more may come.
    kept: Option<GestureId>,
}

impl Disk {
    /// It has kept these.
    pub fn keep(&mut self, changes: &[Change]) {
        self.lost.clear();
        self.kept = changes.last().map(|change| change.gesture);
    }

    /// It has kept none of these.
    pub fn lose(&mut self, changes: &[Change]) {
        let gestures = changes.iter().map(|change| change.gesture);
        let lost = gestures.filter(|gesture| self.kept != Some(*gesture));
        self.lost.extend(lost);
    }

    /// Whether it kept nothing of a gesture.
    pub fn has_lost(&self, gesture: GestureId) -> bool {
        self.lost.contains(&gesture)
    }
}
