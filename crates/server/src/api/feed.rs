//! Following what others change.

use crate::app::App;
use crate::failure::Failure;
use crate::guard::Caller;
use axum::Json;
use axum::extract::{Query, State};
use protocol::{Code, FeedPage};
use serde::Deserialize;
use std::sync::Arc;

/// Rows of the log looked at for one page.
const PAGE: usize = 500;

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct Since {
    /// The cursor of the last page; none: from now.
    cursor: Option<String>,
}

/// Accepted changes of what I may see, in the order of their commits.
#[utoipa::path(
    get,
    path = "/feed",
    tag = "changes",
    params(Since),
    responses(
        (status = 200, body = FeedPage),
        (status = 410, description = "The cursor is not ours, or is ahead of a restored database: load the pages anew"),
    )
)]
pub(crate) async fn feed(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(Since { cursor }): Query<Since>,
) -> Result<Json<FeedPage>, Failure> {
    let school = caller.session.school;
    let Some(cursor) = cursor else {
        let newest = app.store.newest_seq(school).await?;
        return Ok(Json(FeedPage {
            changes: Vec::new(),
            cursor: app.cursors.make(school, newest),
            more: false,
            now: app.clock.now(),
        }));
    };
    let seq = app
        .cursors
        .read(school, &cursor)
        .ok_or(Code::CursorExpired)?;
    let rows = app.store.feed_since(&caller.reader, seq, PAGE).await?;
    // Nothing after a place that the database has not come to: it was restored from a copy.
    if rows.up_to == seq && app.store.newest_seq(school).await? < seq {
        return Err(Code::CursorExpired.into());
    }
    Ok(Json(FeedPage {
        changes: rows.changes,
        cursor: app.cursors.make(school, rows.up_to),
        more: rows.more,
        now: app.clock.now(),
    }))
}
