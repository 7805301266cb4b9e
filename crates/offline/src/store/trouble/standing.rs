//! What stands on the server where ours was not taken: as it was answered, or as the pages have
//! told since.

use super::{Letters, Store, Trouble, TroubleKind};
use crate::error::StoreError;
use crate::store::cache::Told;
use journal::{Cell, Change, Content, Letter, PersonName, Timestamp};

/// Places before a change among which the other half of its letter is: two for each
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
        let words = self.words_beside(trouble)?;
        let before = words.first().map(|change| change.edit.expected());
        let before = before.or_else(|| ours.beside.clone());
        let written = words.last().map(|change| change.edit.wanted());
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

    /// What was written here into the cell beside by the gesture of the oldest change of a trouble
    /// and since, whatever has become of it: the last word is meant, although it came to nothing.
    /// Changes of a gesture stand together.
    fn words_beside(&self, trouble: &Trouble) -> Result<Vec<Change>, StoreError> {
        let ours = &trouble.change;
        let Some(beside) = ours.edit.cell().beside() else {
            return Ok(Vec::new());
        };
        let rows = trouble.all().map(|id| self.row(id));
        let rows = rows.collect::<Result<Vec<_>, StoreError>>()?;
        let Some(oldest) = rows.iter().flatten().min_by_key(|row| row.place) else {
            return Ok(Vec::new());
        };
        let gesture = self.change_of(oldest)?.gesture;
        let rows = self.rows(
            "WHERE place > ?1 AND sheet = ?2 AND (place >= ?3 OR gesture = ?4)
             AND body IS NOT NULL ORDER BY place",
            (
                oldest.place - OF_A_GESTURE,
                ours.sheet.to_string(),
                oldest.place,
                gesture.0.as_bytes().as_slice(),
            ),
        )?;
        let changes = rows.iter().map(|row| self.change_of(row));
        let mut changes = changes.collect::<Result<Vec<_>, StoreError>>()?;
        changes.retain(|change| change.edit.cell() == beside);
        Ok(changes)
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
