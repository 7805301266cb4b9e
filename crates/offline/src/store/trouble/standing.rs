//! What stands on the server where ours was not taken: as it was answered, or as the pages have
//! told since.

use super::{Letters, Store, Trouble, TroubleKind};
use crate::error::StoreError;
use crate::store::cache::Told;
use journal::{Cell, Change, Content, Letter, PersonName, Timestamp};

/// Places before and after a change among which the other half of its letter is: two for each
/// pupil of a class.
const OF_A_GESTURE: i64 = 80;

impl Store {
    /// The answer to a change that was not taken ages: others go on writing there.
    pub(super) fn bring_up_to_date(&self, trouble: &mut Trouble) -> Result<(), StoreError> {
        let TroubleKind::Conflict { now: answered, .. } = &trouble.kind else {
            return Ok(());
        };
        let own = trouble.change.edit.cell();
        let is_own = answered.kind() == own.kind();
        let Some(cell) = Some(own).filter(|_| is_own).or_else(|| own.beside()) else {
            return Ok(());
        };
        let sheet = trouble.change.sheet;
        let Some(told) = self.told_of(sheet, cell)? else {
            return Ok(());
        };
        let seen = if is_own {
            Some(&trouble.was)
        } else {
            trouble.change.beside.as_ref()
        };
        let is_newer = told.now != *answered
            && (seen != Some(&told.now)
                || told.fetched_at > trouble.answered_at
                || told
                    .since
                    .iter()
                    .any(|patch| patch.change.edit.wanted() == *answered));
        if is_newer {
            let (now, by, at) = self.written(told)?;
            trouble.kind = TroubleKind::Conflict { now, by, at };
        }
        Ok(())
    }

    /// Of an absence or its reason both letters; ours as it was written, and where only one half was,
    /// with the other as it was seen. A reason from outside of the lesson that we did not write is
    /// left as it is.
    pub(super) fn letters(&self, trouble: &Trouble) -> Result<Option<Letters>, StoreError> {
        let ours = &trouble.change;
        let own = ours.edit.cell();
        let (Some(pupil), Some(beside)) = (own.pupil(), own.beside()) else {
            return Ok(None);
        };
        let mut stands = [own.letter(), Cell::Reason { pupil }].map(|cell| (cell, cell.empty()));
        for (cell, content) in &mut stands {
            *content = match &trouble.kind {
                TroubleKind::Conflict { now, .. } if now.kind() == cell.kind() => now.clone(),
                _ => match self.told_of(ours.sheet, *cell)? {
                    Some(told) => told.now,
                    None => self.standing(ours, *cell)?,
                },
            };
        }
        let [fact, reason] = stands;
        let stands = |cell: Cell| {
            if cell == fact.0 {
                fact.1.clone()
            } else {
                reason.1.clone()
            }
        };
        let sibling = match &trouble.beside {
            Some(beside) => Some(beside.clone()),
            None => self.beside_in_gesture(ours)?,
        };
        let before = sibling.as_ref().map(|change| change.edit.expected());
        let before = before.or_else(|| ours.beside.clone());
        let written = sibling.map(|change| change.edit.wanted());
        let is_left = written.is_none() && stands(beside).is_from_outside();
        let other = written.or_else(|| ours.beside.clone().filter(|_| !is_left));
        let wanted = |cell: Cell| {
            if cell == own {
                ours.edit.wanted()
            } else {
                other.clone().unwrap_or_else(|| stands(cell))
            }
        };
        let was = |cell: Cell| {
            if cell == own {
                trouble.was.clone()
            } else {
                before.clone().unwrap_or_else(|| cell.empty())
            }
        };
        let letter = |content: &dyn Fn(Cell) -> Content| Letter::of(pupil, content);
        let letters = letter(&was).zip(letter(&wanted)).zip(letter(&stands));
        Ok(letters.map(|((was, ours), theirs)| Letters { was, ours, theirs }))
    }

    /// What the gesture of a change wrote into the cell beside, whatever has become of it. Changes of
    /// a gesture stand together.
    fn beside_in_gesture(&self, change: &Change) -> Result<Option<Change>, StoreError> {
        let Some((beside, row)) = change.edit.cell().beside().zip(self.row(change.id)?) else {
            return Ok(None);
        };
        let rows = self.rows(
            "WHERE place BETWEEN ?1 AND ?2 AND gesture = ?3 AND body IS NOT NULL ORDER BY place DESC",
            (
                row.place - OF_A_GESTURE,
                row.place + OF_A_GESTURE,
                change.gesture.0.as_bytes().as_slice(),
            ),
        )?;
        for row in rows {
            let one = self.change_of(&row)?;
            if one.sheet == change.sheet && one.edit.cell() == beside {
                return Ok(Some(one));
            }
        }
        Ok(None)
    }

    /// What stands there, who wrote it and when it came, as far as the page tells.
    fn written(
        &self,
        told: Told,
    ) -> Result<(Content, Option<PersonName>, Option<Timestamp>), StoreError> {
        let Some(last) = told.since.into_iter().next_back() else {
            return Ok((told.now, None, None));
        };
        let by = match last.name {
            None => self.me()?.map(|me| me.name),
            name => name,
        };
        Ok((told.now, by, Some(last.received_at)))
    }
}
