//! Following what others change.

use super::page::ROWS;
use crate::app::App;
use crate::failure::Failure;
use crate::guard::Caller;
use axum::Json;
use axum::extract::{Query, State};
use journal::SchoolId;
use protocol::{Code, FeedPage};
use serde::Deserialize;
use std::sync::Arc;
use storage::FeedRows;

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct Since {
    /// The cursor of the last page; none: from now.
    cursor: Option<String>,
}

/// Accepted changes of what is mine to follow, in the order of their commits; of other journals that
/// I may see, which of them have changed.
#[utoipa::path(
    get,
    path = "/feed",
    tag = "changes",
    params(Since),
    responses(
        (status = 200, body = FeedPage),
        (status = 410, description = "The cursor is not ours, or is of a database before it was restored: load the pages anew"),
    )
)]
pub(crate) async fn feed(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(Since { cursor }): Query<Since>,
) -> Result<Json<FeedPage>, Failure> {
    let school = caller.session.school;
    let Some(cursor) = cursor else {
        let end = app.store.end_of_log(school).await?;
        let rows = app.store.feed_since(&caller.reader, end.seq, ROWS);
        return Ok(Json(page(&app, school, rows.await?)));
    };
    let cursor = app
        .cursors
        .read(school, &cursor)
        .ok_or(Code::CursorExpired)?;
    let seq = cursor.seq;
    let rows = app.store.feed_since(&caller.reader, seq, ROWS).await?;
    // Another change stands there, or none yet: the database was restored from a copy.
    if !cursor.is_at(rows.since) {
        return Err(Code::CursorExpired.into());
    }
    Ok(Json(page(&app, school, rows)))
}

fn page(app: &App, school: SchoolId, rows: FeedRows) -> FeedPage {
    FeedPage {
        changes: rows.changes,
        moved: rows.moved,
        cursor: app.cursors.make(school, rows.up_to),
        more: rows.more,
        register: rows.register,
        records: rows.records,
        now: app.clock.now(),
    }
}
