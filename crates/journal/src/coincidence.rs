//! Changes of one batch that said what another had written already: they write nothing, and what
//! is built on them is about what stands there by that other's hand.

use crate::apply::{Refused, Written};
use crate::change::{Cell, Change, Content, Edit};
use crate::ids::{GestureId, PersonId, PupilId};
use crate::place::SheetId;
use std::collections::{BTreeMap, BTreeSet};

/// What the changes of one batch have found said and what they have written, so far.
#[derive(Debug, Default)]
pub struct Coincidences {
    found: BTreeSet<(SheetId, Cell)>,
    written: BTreeSet<(SheetId, Cell)>,
    /// Absences that a gesture left to another, with what its writer thinks stood there.
    left: BTreeMap<(GestureId, SheetId, Cell), Content>,
}

impl Coincidences {
    /// Applies the next change of the batch. `named` is what the log tells of the change that this
    /// one takes back, if it takes one back.
    ///
    /// - What goes on from a value that another had written first is in conflict with that other,
    ///   as it would be alone: its writer had not seen that.
    /// - The absence and the reason of a gesture go together. If the absence is left to another,
    ///   the reason is judged beside the one from which the gesture went on: a reason of one's own
    ///   goes from an absence that stays, and none comes back beside an attendance that another
    ///   has written.
    ///
    /// # Errors
    /// As [`Written::apply`].
    pub fn apply(
        &mut self,
        sheet: &mut dyn Written,
        change: &Change,
        by: PersonId,
        is_member: &dyn Fn(PupilId) -> bool,
        named: Option<&Edit>,
    ) -> Result<(), Refused> {
        let cell = change.edit.cell();
        let address = (change.sheet, cell);
        let gesture = (change.gesture, change.sheet, cell.letter());
        let now = sheet.content(cell);
        let (expected, wanted) = change.edit.clone().into_contents();
        let is_same = now == wanted;
        let wrote_nothing = |named: &Edit| named.expected() == named.wanted();
        let is_anothers = self.found.contains(&address) || named.is_some_and(wrote_nothing);
        if is_anothers && !is_same && now == expected {
            self.left.insert(gesture, expected);
            let now = Box::new(now);
            return Err(Refused::Conflict { cell, now });
        }
        let left = self
            .left
            .get(&gesture)
            .filter(|_| cell.letter() != cell && !is_same);
        let beside_what_was_left = left.map(|left| Change {
            beside: Some(left.clone()),
            ..change.clone()
        });
        sheet.apply(
            beside_what_was_left.as_ref().unwrap_or(change),
            by,
            is_member,
        )?;
        if !is_same {
            self.written.insert(address);
        } else if now != expected && !self.written.contains(&address) {
            self.found.insert(address);
            if named.is_some() {
                self.left.insert(gesture, expected);
            }
        }
        Ok(())
    }
}
