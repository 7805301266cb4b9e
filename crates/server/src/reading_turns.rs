//! Readings take their turn person by person: what one asks for at once goes through the database
//! two at a time, in the order in which it came, however many lines and devices it comes by; so
//! whoever asks for one page waits for no other person's hundred.

use crate::app::App;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::signin::AccountKey;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use protocol::Code;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Readings of a person at once: a page and the list beside it.
const AT_ONCE: usize = 2;
/// People remembered before those who ask for nothing are forgotten.
const MANY: usize = 1024;

/// Whose turn it is.
#[derive(Debug, Default)]
pub(crate) struct ReadingTurns(Mutex<HashMap<AccountKey, Weak<Semaphore>>>);

/// The turn of a reading; the next of the person has it when this is dropped.
#[derive(Debug)]
pub(crate) struct ReadingTurn {
    _permit: OwnedSemaphorePermit,
}

impl ReadingTurns {
    /// Waits for a person's turn.
    pub(crate) async fn take(&self, person: AccountKey) -> Result<ReadingTurn, Failure> {
        let turns = {
            let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if all.len() >= MANY {
                all.retain(|_, turns| turns.strong_count() > 0);
            }
            let running = all.get(&person).and_then(Weak::upgrade);
            running.unwrap_or_else(|| {
                let turns = Arc::new(Semaphore::new(AT_ONCE));
                all.insert(person, Arc::downgrade(&turns));
                turns
            })
        };
        // Nobody closes it.
        let permit = turns.acquire_owned().await.map_err(|_| Code::Busy)?;
        Ok(ReadingTurn { _permit: permit })
    }
}

impl FromRequestParts<Arc<App>> for ReadingTurn {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Self, Failure> {
        let caller = Caller::from_request_parts(parts, app).await?;
        app.reading_turns.take(caller.account()).await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use journal::{PersonId, SchoolId};

    fn person(id: i64) -> AccountKey {
        AccountKey {
            school: SchoolId(1),
            person: PersonId(id),
        }
    }

    #[tokio::test]
    async fn a_persons_readings_wait_for_that_persons_and_for_nobody_elses() {
        let turns = ReadingTurns::default();
        let now = |who| turns.take(person(who)).now_or_never();
        let (first, second) = (now(1), now(1));
        assert!(first.is_some() && second.is_some());
        let mut third = Box::pin(turns.take(person(1)));
        let mut fourth = Box::pin(turns.take(person(1)));
        assert!(third.as_mut().now_or_never().is_none());
        assert!(fourth.as_mut().now_or_never().is_none());
        assert!(now(2).is_some(), "another person");
        drop(first);
        assert!(fourth.as_mut().now_or_never().is_none(), "in order");
        assert!(third.as_mut().now_or_never().is_some());
        drop((second, fourth));
        let forgotten = turns.0.lock().unwrap();
        assert!(forgotten[&person(1)].upgrade().is_none());
    }
}
