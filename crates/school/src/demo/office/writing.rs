//! The office's gestures, as the store takes them.

use super::{Office, Places};
use journal::register::{GestureFate, Record, RecordId, RecordKind};
use journal::{Role, Roles};
use storage::{Gesture, Reader, Store, StoreError};

impl Office {
    /// Writes all of it into a store that holds the school and nothing of this yet.
    ///
    /// # Errors
    /// If the store fails, or does not take something: the rules of the school refuse it.
    pub async fn write(&self, store: &dyn Store) -> Result<(), StoreError> {
        let reader = |role| {
            Some(Reader {
                school: self.school,
                person: self.first_of(role)?.id,
                roles: Roles(vec![role]),
                at: self.now,
            })
        };
        let (Some(registrar), Some(admin)) = (reader(Role::Registrar), reader(Role::Admin)) else {
            return Ok(());
        };
        let mut places = Places {
            offices: self.records(store, &admin, RecordKind::Office).await?,
            ..Places::default()
        };
        for (id, record) in self
            .records(store, &registrar, RecordKind::Movement)
            .await?
        {
            if let Record::Movement(line) = record {
                places.lines.push((id, line));
            }
        }
        for (id, record) in self
            .records(store, &registrar, RecordKind::Membership)
            .await?
        {
            if let Record::Membership(place) = record {
                places.memberships.push((id, place));
            }
        }
        places.lines.sort_by_key(|(id, line)| (line.day, *id));
        for gesture in self.gestures(&places) {
            take(store, gesture).await?;
        }
        Ok(())
    }

    async fn records(
        &self,
        store: &dyn Store,
        reader: &Reader,
        kind: RecordKind,
    ) -> Result<Vec<(RecordId, Record)>, StoreError> {
        let page = store.records(reader, kind, self.now).await?.page();
        let lines = page.into_iter().flat_map(|page| page.records);
        Ok(lines.map(|line| (line.id, line.record)).collect())
    }
}

/// Whole, with the dangers that it brings.
async fn take(store: &dyn Store, mut gesture: Gesture) -> Result<(), StoreError> {
    let seen = store.amend_whole(gesture.clone(), true).await?;
    gesture.agreed = seen.consequences.dangers().cloned().collect();
    let done = store.amend_whole(gesture, false).await?;
    match done.fate {
        GestureFate::Written { .. } => Ok(()),
        fate => {
            let first = done.untaken.first();
            Err(StoreError::Failed(format!(
                "the office's paper is not taken: {fate:?}, {first:?}"
            )))
        }
    }
}
