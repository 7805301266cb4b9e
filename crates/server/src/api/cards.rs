//! «Карточки классов и сотрудников».

use super::page::by_its_bytes;
use super::register::shown;
use crate::app::App;
use crate::etag::IfNoneMatch;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::peer::Source;
use axum::extract::{Query, State};
use axum::response::Response;
use journal::register::RecordKind;
use journal::view::{CardsOf, CardsPage};
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Of {
    /// Whose cards are told one by one.
    of: Option<CardsOf>,
}

/// What the cards of pupils with their parents and of the staff lack, until when that is to be
/// entered, and when they were checked: of the classes whose cards I keep, of the staff if I keep it;
/// of all, if I read the checks of the whole school.
#[utoipa::path(
    get,
    path = "/cards",
    tag = "register",
    params(
        Of,
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = CardsPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
    )
)]
pub(crate) async fn cards(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Query(Of { of }): Query<Of>,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let page = app.store.cards(&caller.reader, of, app.clock.now());
    let kind = (RecordKind::CardCheck, None);
    let page = shown(page.await?, &app, (&caller, source), kind).await?;
    by_its_bytes(&page, &known)
}
