//! The list of pupils is another: cursor and entry stay with their pupils, not with their rows.

use super::refused::Refused;
use super::{Entering, GridScreen};
use crate::desk::Desk;
use crate::ui::widget::axis::Step;
use journal::{Member, PupilId, list_numbers};

impl Entering {
    /// Takes over the list of pupils. A list number that is being typed was meant by the former one:
    /// it is given up, with what is typed after it.
    pub fn relist(&mut self, members: &[Member]) {
        let pupils = members.iter().map(|member| member.pupil);
        let is_same = self.listed.iter().copied().eq(pupils.clone());
        if members.is_empty() || is_same && self.numbers.iter().copied().eq(list_numbers(members)) {
            return;
        }
        self.numbers = list_numbers(members).collect();
        let known = std::mem::replace(&mut self.listed, pupils.collect());
        if known.is_empty() {
            return;
        }
        if self.machine.number().is_some() {
            self.machine.close();
            self.grid = self.home.unwrap_or(self.grid);
            self.refused = Some(Refused::Renumbered(None));
        }
        self.home = None;
        let row_of = |pupil: &PupilId| self.listed.iter().position(|listed| listed == pupil);
        let same = |row: usize| known.get(row).and_then(row_of);
        if let Some(made) = &mut self.made {
            made.row = made.row.and_then(same);
            made.from = made.from.and_then(same);
        }
        // Of whoever is gone, the next one who is not.
        let rest = known.get(self.grid.rows.cursor()..).unwrap_or_default();
        let here = rest.iter().find_map(row_of);
        let is_behind = self.grid.rows.is_behind_last();
        self.grid.release();
        self.grid.rows.set_len(members.len());
        self.grid.rows.go(here.map_or(Step::Last, Step::To), false);
        if is_behind {
            self.grid.rows.go(Step::Last, false);
            self.grid.rows.advance();
        }
    }
}

/// The same for a screen, before a key that may meet another page than was painted.
pub fn relist(screen: &mut dyn GridScreen, desk: &Desk) {
    let members = screen.members(desk);
    screen.entering_mut().relist(members);
}
