//! Writing and the change of roles, one after the other: what somebody writes is judged by the roles
//! of the moment in which it is written, and not of an earlier one.

use crate::app::App;
use crate::failure::Failure;
use crate::guard::Caller;
use journal::{PersonId, SchoolId};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedRwLockReadGuard, OwnedRwLockWriteGuard, RwLock};

/// The gates of the schools in which somebody has written.
#[derive(Debug, Default)]
pub(crate) struct RoleGates {
    schools: Mutex<HashMap<SchoolId, Arc<RwLock<()>>>>,
}

/// What somebody is about to write.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Writing<'a> {
    /// Nothing: it is only to be seen what would become of it.
    DryRun,
    /// What changes nobody's roles.
    Entries,
    /// Records of the register, by which the roles of these people change.
    Records(&'a BTreeSet<PersonId>),
    /// Records of which nobody knows before whose roles they change.
    AnyRecords,
}

impl<'a> Writing<'a> {
    pub(crate) fn records(whose_roles: &'a BTreeSet<PersonId>, dry_run: bool) -> Self {
        if dry_run {
            Self::DryRun
        } else {
            Self::Records(whose_roles)
        }
    }
}

/// Until this is dropped nobody's roles change in the school, or only by whom this lets through.
#[derive(Debug)]
pub(crate) enum Passage {
    /// Nobody waits.
    Nothing,
    /// With others who write.
    Writes(#[expect(dead_code, reason = "held until it is dropped")] OwnedRwLockReadGuard<()>),
    /// Alone.
    ChangesRoles(
        #[expect(dead_code, reason = "held until it is dropped")] OwnedRwLockWriteGuard<()>,
    ),
}

impl RoleGates {
    /// Lets somebody write who has still the roles that the request began with; whoever changes roles
    /// of these people waits for those who write, and they for him.
    ///
    /// Whatever has turns to wait for has them before: nobody waits for a turn in here.
    ///
    /// # Errors
    /// As [`Caller::still_stands`].
    pub(crate) async fn pass(
        &self,
        app: &App,
        caller: &Caller,
        writing: Writing<'_>,
    ) -> Result<Passage, Failure> {
        let school = caller.session.school;
        let passage = match writing {
            Writing::DryRun => Passage::Nothing,
            Writing::Entries => self.take(school, false).await,
            Writing::Records(whose_roles) => self.take(school, !whose_roles.is_empty()).await,
            Writing::AnyRecords => self.take(school, true).await,
        };
        caller.still_stands(app).await?;
        Ok(passage)
    }

    async fn take(&self, school: SchoolId, alone: bool) -> Passage {
        let gate = {
            let mut schools = self.schools.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(schools.entry(school).or_default())
        };
        if alone {
            Passage::ChangesRoles(gate.write_owned().await)
        } else {
            Passage::Writes(gate.read_owned().await)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use std::pin::pin;

    #[tokio::test]
    async fn a_change_of_roles_waits_for_those_who_write_and_they_for_it() {
        let gates = RoleGates::default();
        let school = SchoolId(1);
        let together = (
            gates.take(school, false).await,
            gates.take(school, false).await,
        );
        let mut change = pin!(gates.take(school, true));
        assert!(change.as_mut().now_or_never().is_none());
        // Nobody writes on and on before it.
        let mut later = pin!(gates.take(school, false));
        assert!(later.as_mut().now_or_never().is_none());
        let elsewhere = gates.take(SchoolId(2), true).now_or_never();
        assert!(elsewhere.is_some());
        drop(together);
        let change = change.await;
        assert!(later.as_mut().now_or_never().is_none());
        drop(change);
        assert!(matches!(later.await, Passage::Writes(_)));
    }
}
