//! What stands on the server where ours was not taken: as it was answered, or as the pages have
//! told since.

use super::{Store, Trouble, TroubleKind};
use crate::error::StoreError;
use crate::store::cache::Told;
use journal::{Content, PersonId, PersonName};

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
                || told.since.iter().any(|(_, c)| c.edit.wanted() == *answered));
        if is_newer {
            let (now, by, at) = self.written(told)?;
            trouble.kind = TroubleKind::Conflict { now, by, at };
        }
        Ok(())
    }

    /// What stands there, who wrote it and when, as far as the page tells.
    fn written(
        &self,
        told: Told,
    ) -> Result<(Content, Option<PersonName>, Option<journal::Timestamp>), StoreError> {
        let last = told.since.last();
        let by = match last {
            Some((writer, _)) => self.name_of(*writer)?,
            None => None,
        };
        Ok((told.now, by, last.map(|(_, change)| change.made_at)))
    }

    /// One's own name; others are not known by their numbers here.
    fn name_of(&self, person: PersonId) -> Result<Option<PersonName>, StoreError> {
        let me = self.me()?.filter(|me| me.person == person);
        Ok(me.map(|me| me.name))
    }
}
