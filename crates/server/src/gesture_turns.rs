//! Whose turn it is to have a gesture of thousands taken or seen: one of a school at a time, so that
//! nobody plans what another is about to change, and some at once in all schools.

use crate::failure::Failure;
use journal::SchoolId;
use protocol::Code;
use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// In all schools together: each takes a core for a second, and some tens of megabytes.
const AT_ONCE: usize = 2;

/// The schools that have one under way.
#[derive(Debug)]
pub(crate) struct GestureTurns {
    schools: Arc<Mutex<HashSet<SchoolId>>>,
    at_once: Arc<Semaphore>,
}

/// A school's turn, given back when dropped.
#[derive(Debug)]
pub(crate) struct GestureTurn {
    _of_school: OfSchool,
    _permit: OwnedSemaphorePermit,
}

#[derive(Debug)]
struct OfSchool {
    school: SchoolId,
    schools: Arc<Mutex<HashSet<SchoolId>>>,
}

impl Default for GestureTurns {
    fn default() -> Self {
        Self {
            schools: Arc::default(),
            at_once: Arc::new(Semaphore::new(AT_ONCE)),
        }
    }
}

impl GestureTurns {
    /// The turn of a school, when there is room.
    ///
    /// # Errors
    /// [`Code::GestureUnderWay`] at once, if the school has one under way.
    pub(crate) async fn take(&self, school: SchoolId) -> Result<GestureTurn, Failure> {
        let of_school = self.of_school(school)?;
        let permit = Arc::clone(&self.at_once).acquire_owned().await;
        Ok(GestureTurn {
            _of_school: of_school,
            // Nobody closes it.
            _permit: permit.map_err(|_| Code::Busy)?,
        })
    }

    fn of_school(&self, school: SchoolId) -> Result<OfSchool, Failure> {
        let schools = Arc::clone(&self.schools);
        let mut under_way = schools.lock().unwrap_or_else(PoisonError::into_inner);
        if !under_way.insert(school) {
            return Err(Code::GestureUnderWay.into());
        }
        drop(under_way);
        Ok(OfSchool { school, schools })
    }
}

impl Drop for OfSchool {
    fn drop(&mut self) {
        let mut schools = self.schools.lock().unwrap_or_else(PoisonError::into_inner);
        schools.remove(&self.school);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    const ONE: SchoolId = SchoolId(1);
    const OTHER: SchoolId = SchoolId(2);

    #[tokio::test]
    async fn a_school_has_one_turn_at_a_time_and_gets_it_back() {
        let turns = GestureTurns::default();
        let first = turns.take(ONE).await.unwrap();
        let second = turns.take(ONE).await.unwrap_err();
        assert_eq!(second.code(), Code::GestureUnderWay);
        let other = turns.take(OTHER).await.unwrap();
        drop(first);
        let again = turns.take(ONE).await.unwrap();
        drop((other, again));
    }

    #[tokio::test]
    async fn a_school_waits_while_as_many_others_are_under_way_as_may_be() {
        let turns = GestureTurns::default();
        let first = turns.take(ONE).await.unwrap();
        let _other = turns.take(OTHER).await.unwrap();
        let mut third = Box::pin(turns.take(SchoolId(3)));
        assert!(third.as_mut().now_or_never().is_none());
        drop(first);
        third.await.unwrap();
        // Who hangs up while waiting leaves no turn taken behind.
        let _first = turns.take(ONE).await.unwrap();
        let waiting = turns.take(SchoolId(3)).now_or_never();
        assert!(waiting.is_none());
        let once_more = turns.take(SchoolId(3)).now_or_never();
        assert!(once_more.is_none(), "it waits and is not refused");
    }
}
