//! A term's sheet: what a journal holds of a whole period.

use crate::apply::{Refused, TakesChanges, unless_conflict};
use crate::change::{Cell, Change, Content, Edit};
use crate::ids::{JournalId, PersonId, PupilId};
use crate::period::Period;
use crate::place::{Occasion, SheetId};
use crate::sheet::RollCall;
use crate::validity::Invalid;
use serde::{Deserialize, Serialize};

/// A cell with what stands in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FilledCell {
    /// Its address.
    pub cell: Cell,
    /// What stands there.
    pub content: Content,
}

/// The cells of a term's sheet that hold anything, in order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(transparent)]
pub struct TermCells(Vec<FilledCell>);

impl TermCells {
    /// Whether nothing stands there.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The cells in order.
    pub fn iter(&self) -> impl Iterator<Item = &FilledCell> {
        self.0.iter()
    }

    /// What stands in a cell now.
    pub fn content(&self, cell: Cell) -> Content {
        let found = self.place(cell).ok().and_then(|at| self.0.get(at));
        found.map_or_else(|| cell.empty(), |filled| filled.content.clone())
    }

    /// Puts a content into a cell, whatever stands there.
    pub fn put(&mut self, cell: Cell, content: Content) {
        let place = self.place(cell);
        if content.is_empty() {
            if let Ok(at) = place {
                self.0.remove(at);
            }
            return;
        }
        let filled = FilledCell { cell, content };
        match place {
            Ok(at) => {
                if let Some(known) = self.0.get_mut(at) {
                    *known = filled;
                }
            }
            Err(at) => self.0.insert(at, filled),
        }
    }

    fn place(&self, cell: Cell) -> Result<usize, usize> {
        self.0.binary_search_by_key(&cell, |filled| filled.cell)
    }
}

/// The sheet of a journal's period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermSheet {
    /// The journal.
    pub journal: JournalId,
    /// The period.
    pub period: Period,
    /// Whether the school gives no marks in the journal.
    pub without_marks: bool,
    /// What stands in it.
    pub cells: TermCells,
}

impl TermSheet {
    /// Checks what does not depend on the present value of the cell. `is_member` says who is in the
    /// group on some day of the period.
    ///
    /// # Errors
    /// The first thing that makes the change impossible.
    pub fn check(
        &self,
        change: &Change,
        is_member: impl Fn(PupilId) -> bool,
    ) -> Result<(), Invalid> {
        change.check_place(self.id(), is_member)?;
        if self.without_marks && !change.edit.wanted().is_empty() {
            return Err(Invalid::WithoutMarks);
        }
        Ok(())
    }

    /// Puts the wanted value of an accepted change into its cell, whatever stands there.
    pub fn put(&mut self, edit: &Edit) {
        self.cells.put(edit.cell(), edit.wanted());
    }
}

impl TakesChanges for TermSheet {
    fn id(&self) -> SheetId {
        SheetId::Term {
            journal: self.journal,
            period: self.period.id,
        }
    }

    fn journal(&self) -> JournalId {
        self.journal
    }

    fn occasion(&self) -> Occasion<'_> {
        Occasion::Term(&self.period)
    }

    fn content(&self, cell: Cell) -> Content {
        self.cells.content(cell)
    }

    fn check(&self, change: &Change, is_member: &dyn Fn(PupilId) -> bool) -> Result<(), Invalid> {
        Self::check(self, change, is_member)
    }

    /// A term's sheet has a cell for each pupil, and texts in none of them.
    fn has_room(&self, _change: &Change, _members: &dyn Fn() -> usize) -> Result<(), Invalid> {
        Ok(())
    }

    fn apply(
        &mut self,
        change: &Change,
        _by: PersonId,
        is_member: &dyn Fn(PupilId) -> bool,
    ) -> Result<(), Refused> {
        Self::check(self, change, is_member)?;
        unless_conflict(|cell| TakesChanges::content(self, cell), change)?;
        Self::put(self, &change.edit);
        Ok(())
    }

    fn put(&mut self, edit: &Edit, _signature: RollCall) {
        Self::put(self, edit);
    }
}
