//! Readings take their turn person by person: what one asks for at once goes through the database
//! two at a time, in the order in which it came, however many lines and devices it comes by; so
//! whoever asks for one page waits for no other person's hundred. Nor does anybody have more than
//! some answers in the server's memory: who takes none of them is given no more.

use crate::app::App;
use crate::failure::Failure;
use crate::shares::Share;
use crate::signin::AccountKey;
use axum::response::Response;
use hyper::body::Body;
use protocol::Code;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// Readings of a person at once: a page and the list beside it.
const AT_ONCE: usize = 2;
/// Answers of a person that are on their way: the pages of some devices on slow lines.
const ON_THEIR_WAY: usize = 8;
/// People remembered before those who ask for nothing are forgotten.
const MANY: usize = 1024;

/// Whose turn it is.
#[derive(Debug, Default)]
pub(crate) struct ReadingTurns(Mutex<HashMap<AccountKey, Weak<OfPerson>>>);

#[derive(Debug)]
struct OfPerson {
    readings: Arc<Semaphore>,
    answers: Arc<Semaphore>,
}

/// The turn of a reading; the next of the person has it when this is dropped.
#[derive(Debug)]
pub(crate) struct ReadingTurn {
    _permit: OwnedSemaphorePermit,
    _of: Arc<OfPerson>,
}

/// An answer's place among those of its person that are not taken yet; it goes with the answer
/// until the last byte of it is with the system.
#[derive(Debug, Clone)]
pub(crate) struct UntakenAnswer {
    _room: Arc<(Option<ReadingTurn>, Share<AccountKey>)>,
}

impl ReadingTurns {
    /// Waits for a person's turn.
    pub(crate) async fn take(&self, person: AccountKey) -> Result<ReadingTurn, Failure> {
        let of = self.of(person);
        permit(Arc::clone(&of.readings), of).await
    }

    /// Waits until a person has taken answers enough for one more.
    async fn room(&self, person: AccountKey) -> Result<ReadingTurn, Failure> {
        let of = self.of(person);
        permit(Arc::clone(&of.answers), of).await
    }

    fn of(&self, person: AccountKey) -> Arc<OfPerson> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MANY {
            all.retain(|_, of| of.strong_count() > 0);
        }
        let running = all.get(&person).and_then(Weak::upgrade);
        running.unwrap_or_else(|| {
            let of = Arc::new(OfPerson {
                readings: Arc::new(Semaphore::new(AT_ONCE)),
                answers: Arc::new(Semaphore::new(ON_THEIR_WAY)),
            });
            all.insert(person, Arc::downgrade(&of));
            of
        })
    }
}

async fn permit(of_these: Arc<Semaphore>, of: Arc<OfPerson>) -> Result<ReadingTurn, Failure> {
    // Nobody closes it.
    let permit = of_these.acquire_owned().await.map_err(|_| Code::Busy)?;
    Ok(ReadingTurn {
        _permit: permit,
        _of: of,
    })
}

/// An answer to a person, read in its turn. It carries its [`UntakenAnswer`].
///
/// # Errors
/// There is no room for it among the answers that nobody has taken yet.
pub(crate) async fn in_turn(
    app: &App,
    person: AccountKey,
    reading: impl Future<Output = Response>,
) -> Result<Response, Failure> {
    let room = app.reading_turns.room(person).await?;
    let turn = app.reading_turns.take(person).await?;
    let response = reading.await;
    drop(turn);
    counted(app, person, Some(room), response)
}

/// An answer to a write, which waits for no turn: what was written is written, and whoever is told
/// that there is no room for the answer sends it again and is answered that it came before.
///
/// # Errors
/// As [`in_turn`].
pub(crate) fn of_a_write(
    app: &App,
    person: AccountKey,
    response: Response,
) -> Result<Response, Failure> {
    counted(app, person, None, response)
}

fn counted(
    app: &App,
    person: AccountKey,
    room: Option<ReadingTurn>,
    mut response: Response,
) -> Result<Response, Failure> {
    let length = response.body().size_hint().lower();
    let mut share = app.answers.share(person);
    if !share.grow(usize::try_from(length).unwrap_or(usize::MAX)) {
        return Err(Code::Busy.into());
    }
    let room = Arc::new((room, share));
    response
        .extensions_mut()
        .insert(UntakenAnswer { _room: room });
    Ok(response)
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
