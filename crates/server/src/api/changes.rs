//! The only way anything in a journal moves.

use crate::app::App;
use crate::body::{JsonBody, length};
use crate::failure::Failure;
use crate::guard::Caller;
use crate::peer::Source;
use crate::rate::cost;
use crate::signin::to_the_end;
use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use protocol::problem::Facts;
use protocol::{Code, MAX_BATCH, Numbered, Problem, Push, Pushed};
use std::sync::Arc;
use storage::{Batch, BatchOutcome, Submitted};

/// Send changes of one device, in the order of its counter. The answer comes after they are
/// committed and synced, an outcome for each, in order; one bad change never sinks the others.
#[utoipa::path(
    post,
    path = "/changes",
    tag = "changes",
    request_body = Push,
    responses(
        (status = 200, body = Pushed),
        (status = 403, description = "Not allowed, or the device belongs to another account"),
        (status = 409, description = "Numbers of the device are missing"),
        (status = 413, description = "More than 200 changes, or more than 256 KiB"),
        (status = 415, description = "The body is not said to be JSON"),
        (status = 429, description = "More changes than a person may send in a minute or a day, or more conflicts and refusals than a day keeps: nothing was stored, send the same after `Retry-After`"),
    )
)]
pub(crate) async fn push(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    headers: HeaderMap,
    JsonBody(Push {
        device,
        sent_at: _,
        changes,
    }): JsonBody<Push>,
) -> Result<Json<Pushed>, Failure> {
    if changes.len() > MAX_BATCH {
        return Err(Code::TooLarge.into());
    }
    if device != caller.session.device {
        return Err(Code::DeviceTaken.into());
    }
    let bytes = length(&headers, &app);
    let too_many = |wait| Failure::too_many_changes(app.clock.now(), wait);
    let (who, cost) = (caller.device().account, cost(changes.len(), bytes));
    let taken = app.change_rate.take(who, cost, app.clock.monotonic());
    taken.map_err(too_many)?;
    let turn = app.set_aside.turn(caller.device()).await?;
    let moment = app.clock.monotonic();
    if let Some(wait) = app.set_aside.wait_of_all(who, moment) {
        return Err(too_many(wait));
    }
    // What is applied as it stands is taken all the same.
    let wait = app.set_aside.wait(caller.device(), moment);
    let batch = Batch {
        school: caller.session.school,
        person: caller.session.person,
        roles: caller.session.roles.clone(),
        device,
        received_at: app.clock.now(),
        may_set_aside: wait.is_none(),
        changes: changes.into_iter().map(submitted).collect(),
    };
    // Who hangs up is in the access log all the same.
    to_the_end(async move {
        let _turn = turn;
        caller.still_stands(&app).await?;
        match app.store.apply_changes(batch).await? {
            BatchOutcome::Stored {
                outcomes,
                last_n,
                denied,
            } => {
                let moment = app.clock.monotonic();
                if app
                    .set_aside
                    .count(caller.device(), &outcomes, bytes, moment)
                {
                    let (school, person) = (caller.session.school.0, caller.session.person.0);
                    tracing::warn!(
                        school,
                        person,
                        "a device has had as many conflicts and refusals as are kept in a day: it waits"
                    );
                }
                let who = (&caller, source);
                app.accesses.refused_changes(&app, who, denied).await;
                let outcomes = outcomes.into_iter();
                Ok(Json(Pushed {
                    outcomes: outcomes
                        .map(|outcome| outcome.map_refusal(Problem::from))
                        .collect(),
                    last_n,
                    now: app.clock.now(),
                }))
            }
            BatchOutcome::Gap { expected } => Err(Problem::new(Code::DeviceGap)
                .with(Facts::Expected { n: expected })
                .into()),
            BatchOutcome::DeviceTaken => Err(Code::DeviceTaken.into()),
            BatchOutcome::NoRoomAside => Err(Failure::too_many_changes(
                app.clock.now(),
                wait.unwrap_or_default(),
            )),
        }
    })
    .await
}

fn submitted(
    Numbered {
        n,
        clock_suspect,
        change,
    }: Numbered,
) -> Submitted {
    Submitted {
        n,
        change,
        clock_suspect,
    }
}
