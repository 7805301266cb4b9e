//! What is not settled, as it was read last from the store.

use journal::{Cell, Change, SheetId};
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
    /// Something that was to be sent may not have been read from the disk.
    pub may_lack: bool,
    /// Letters in conflict in which what stands on the server was entered; the loop takes them as it
    /// takes changes.
    agreed: BTreeSet<(SheetId, Cell)>,
}

impl Queue {
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
