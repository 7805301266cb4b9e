//! What stands on the server where ours was not taken: as it was answered, or as the pages have
//! told since.

use super::{Store, Trouble, TroubleKind};
use crate::error::StoreError;
use crate::store::cache::Told;
use journal::{Content, PersonName, Timestamp};

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
