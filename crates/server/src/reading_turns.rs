//! Readings take their turn: what a person asks for at once goes through the database two at a
//! time, so whoever asks for one page waits for no other person's hundred; and of what waits there,
//! each of the person's devices has two at most, in the order in which they came, so neither does a
//! device wait for another's hundred. Nor does any device have more than some answers in the
//! server's memory: one that takes none of them is given no more.

use crate::app::App;
use crate::failure::Failure;
use crate::shares::Share;
use crate::signin::{AccountKey, DeviceKey};
use crate::turns::Semaphores;
use axum::response::Response;
use hyper::body::Body;
use protocol::Code;
use std::sync::Arc;
use tokio::sync::OwnedSemaphorePermit;

/// Readings of a person at once, and of a device that wait for that: a page and the list beside it.
const AT_ONCE: usize = 2;
/// Answers of a device that are on their way: pages on a slow line.
const ON_THEIR_WAY: usize = 8;

/// Whose turn it is.
#[derive(Debug)]
pub(crate) struct ReadingTurns {
    of_person: Semaphores<AccountKey>,
    of_device: Semaphores<DeviceKey>,
    /// Answers that are on their way.
    answers: Semaphores<DeviceKey>,
}

/// The turn of a reading; the next of the device, and of the person, has it when this is dropped.
#[derive(Debug)]
pub(crate) struct ReadingTurn {
    _of_device: OwnedSemaphorePermit,
    _of_person: OwnedSemaphorePermit,
}

/// An answer's place among those of its device and its person that are not taken yet; it goes with
/// the answer until the last byte of it is with the system.
#[derive(Debug, Clone)]
pub(crate) struct UntakenAnswer {
    _place: Arc<AnswerPlace>,
}

#[derive(Debug)]
struct AnswerPlace {
    _room: Option<OwnedSemaphorePermit>,
    _of_device: Share<DeviceKey>,
    _of_person: Share<AccountKey>,
}

impl Default for ReadingTurns {
    fn default() -> Self {
        Self {
            of_person: Semaphores::of(AT_ONCE),
            of_device: Semaphores::of(AT_ONCE),
            answers: Semaphores::of(ON_THEIR_WAY),
        }
    }
}

impl ReadingTurns {
    /// Waits for a device's turn.
    pub(crate) async fn take(&self, device: DeviceKey) -> Result<ReadingTurn, Failure> {
        Ok(ReadingTurn {
            _of_device: self.of_device.take(device).await?,
            _of_person: self.of_person.take(device.account).await?,
        })
    }
}

/// An answer to a device, read in its turn. It carries its [`UntakenAnswer`].
///
/// # Errors
/// There is no room for it among the answers that nobody has taken yet.
pub(crate) async fn in_turn(
    app: &App,
    device: DeviceKey,
    reading: impl Future<Output = Response>,
) -> Result<Response, Failure> {
    let room = app.reading_turns.answers.take(device).await?;
    let turn = app.reading_turns.take(device).await?;
    let response = reading.await;
    drop(turn);
    counted(app, device, Some(room), response)
}

/// An answer to a write, which waits for no turn: what was written is written, and whoever is told
/// that there is no room for the answer sends it again and is answered that it came before.
///
/// # Errors
/// As [`in_turn`].
pub(crate) fn of_a_write(
    app: &App,
    device: DeviceKey,
    response: Response,
) -> Result<Response, Failure> {
    counted(app, device, None, response)
}

fn counted(
    app: &App,
    device: DeviceKey,
    room: Option<OwnedSemaphorePermit>,
    mut response: Response,
) -> Result<Response, Failure> {
    let length = response.body().size_hint().lower();
    let length = usize::try_from(length).unwrap_or(usize::MAX);
    let mut of_device = app.device_answers.share(device);
    let mut of_person = app.answers.share(device.account);
    if !of_device.grow(length) || !of_person.grow(length) {
        return Err(Code::Busy.into());
    }
    let place = Arc::new(AnswerPlace {
        _room: room,
        _of_device: of_device,
        _of_person: of_person,
    });
    response
        .extensions_mut()
        .insert(UntakenAnswer { _place: place });
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;
    use journal::{DeviceId, PersonId, SchoolId};
    use uuid::Uuid;

    fn device(person: i64, device: u128) -> DeviceKey {
        DeviceKey {
            account: AccountKey {
                school: SchoolId(1),
                person: PersonId(person),
            },
            device: DeviceId(Uuid::from_u128(device)),
        }
    }

    #[tokio::test]
    async fn a_persons_readings_wait_for_that_persons_and_for_nobody_elses() {
        let turns = ReadingTurns::default();
        let now = |who| turns.take(device(who, 1)).now_or_never();
        let (first, second) = (now(1), now(1));
        assert!(first.is_some() && second.is_some());
        let mut third = Box::pin(turns.take(device(1, 1)));
        let mut fourth = Box::pin(turns.take(device(1, 1)));
        assert!(third.as_mut().now_or_never().is_none());
        assert!(fourth.as_mut().now_or_never().is_none());
        assert!(now(2).is_some(), "another person");
        drop(first);
        assert!(fourth.as_mut().now_or_never().is_none(), "in order");
        assert!(third.as_mut().now_or_never().is_some());
        drop((second, fourth));
        assert!(turns.of_person.is_unused(device(1, 1).account));
    }

    #[tokio::test]
    async fn a_device_waits_for_two_readings_of_another_and_not_for_its_hundred() {
        let turns = ReadingTurns::default();
        let now = |nth| turns.take(device(1, nth)).now_or_never();
        let (first, second) = (now(1), now(1));
        assert!(first.is_some() && second.is_some());
        let hundred = (0..100).map(|_| Box::pin(turns.take(device(1, 1))));
        let mut hundred: Vec<_> = hundred.collect();
        for waiting in &mut hundred {
            assert!(waiting.as_mut().now_or_never().is_none());
        }
        let mut other = Box::pin(turns.take(device(1, 2)));
        assert!(other.as_mut().now_or_never().is_none());
        drop(first);
        assert!(
            other.as_mut().now_or_never().is_some(),
            "none of them is before"
        );
        drop((second, hundred));
    }
}
