//! What is not settled, as it was read last from the store.

use journal::{Cell, Change, GestureId, SheetId};
use offline::store::Unsettled;
use offline::{Trouble, TroubleKind};
use std::collections::BTreeSet;

/// What is not settled.
#[derive(Debug, Default)]
pub struct Queue {
    /// Cells in which ours was not taken.
    pub troubles: Vec<Trouble>,
    /// Changes on their way, in order; read only for the screen of the queue.
    pub pending: Vec<Change>,
    /// Letters in conflict in which what stands on the server was entered; the loop takes them as it
    /// takes changes.
    agreed: BTreeSet<(SheetId, Cell)>,
    /// The gestures of which the disk kept nothing: they stand nowhere.
    not_kept: BTreeSet<GestureId>,
    /// The gesture that it kept last, of which more may come.
    kept: Option<GestureId>,
}

impl Queue {
    /// The disk has kept these.
    pub fn keep(&mut self, changes: &[Change]) {
        self.not_kept.clear();
        self.kept = changes.last().map(|change| change.gesture);
    }

    /// The disk has kept none of these.
    pub fn lose(&mut self, changes: &[Change]) {
        let gestures = changes.iter().map(|change| change.gesture);
        let lost = gestures.filter(|gesture| self.kept != Some(*gesture));
        self.not_kept.extend(lost);
    }

    /// Whether the disk kept nothing of a gesture.
    pub fn has_lost(&self, gesture: GestureId) -> bool {
        self.not_kept.contains(&gesture)
    }

    /// Whether ours was not taken in a cell: whoever writes there anew has seen what stands.
    pub fn is_troubled(&self, sheet: impl Into<SheetId>, cell: Cell) -> bool {
        let trouble = self.at(sheet, cell);
        matches!(trouble, Some(Unsettled::Conflict | Unsettled::Refused))
    }

    /// What stands in a cell was entered there once more: that ends a conflict about it. Answers
    /// whether there was one.
    pub fn agree(&mut self, sheet: impl Into<SheetId>, cell: Cell) -> bool {
        let sheet = sheet.into();
        let is_troubled = self.is_troubled(sheet, cell);
        if is_troubled {
            self.agreed.insert((sheet, cell.letter()));
        }
        is_troubled
    }

    /// The letters that were agreed upon since this was asked last.
    pub fn take_agreed(&mut self) -> BTreeSet<(SheetId, Cell)> {
        std::mem::take(&mut self.agreed)
    }

    /// Puts back those that could not be kept.
    pub fn put_back(&mut self, agreed: BTreeSet<(SheetId, Cell)>) {
        self.agreed.extend(agreed);
    }

    /// What is wrong in a cell, if anything is.
    pub fn at(&self, sheet: impl Into<SheetId>, cell: Cell) -> Option<Unsettled> {
        let sheet = sheet.into();
        let trouble = self.troubles.iter().find(|trouble| {
            trouble.change.sheet == sheet && trouble.change.edit.cell().letter() == cell.letter()
        })?;
        Some(match trouble.kind {
            TroubleKind::Conflict { .. } => Unsettled::Conflict,
            TroubleKind::Held => Unsettled::Held,
            TroubleKind::Refused { .. } => Unsettled::Refused,
        })
    }
}
