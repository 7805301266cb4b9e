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
