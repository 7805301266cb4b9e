//! «Урок» and its log.

use super::page::versioned;
use crate::app::App;
use crate::etag::IfNoneMatch;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::peer::Source;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use journal::LessonId;
use journal::view::LessonPage;
use protocol::{Code, LessonLog};
use serde::Deserialize;
use std::sync::Arc;
use storage::{LogRows, Opened};

/// Rows of one page of the log.
const PAGE: usize = 500;

/// A lesson with all that its teacher needs beside it.
#[utoipa::path(
    get,
    path = "/lessons/{id}",
    tag = "lessons",
    params(
        ("id" = LessonId, Path),
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = LessonPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
        (status = 404, description = "There is none, or it is not yours to see"),
    )
)]
pub(crate) async fn lesson(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Path(lesson): Path<LessonId>,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let asked = known.versions().next();
    let found = app
        .store
        .open_lesson(&caller.reader, lesson, asked)
        .await?
        .ok_or(Code::NotFound)?;
    let opened = Opened::Lesson(lesson);
    app.accesses
        .read(&app, (&caller, source), opened, false)
        .await?;
    versioned(found, asked, &known)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub(crate) struct After {
    /// The `seq` of the last row of the page before; none: from the beginning.
    #[serde(default)]
    #[param(minimum = 0)]
    after: i64,
}

/// The log of a lesson: the changes that went into it, oldest first, a page at a time.
#[utoipa::path(
    get,
    path = "/lessons/{id}/log",
    tag = "lessons",
    params(("id" = LessonId, Path), After),
    responses(
        (status = 200, body = LessonLog),
        (status = 404, description = "There is no such lesson, or it is not yours to see"),
    )
)]
pub(crate) async fn lesson_log(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Path(lesson): Path<LessonId>,
    Query(After { after }): Query<After>,
) -> Result<Json<LessonLog>, Failure> {
    if after < 0 {
        return Err(Code::InvalidRequest.into());
    }
    let LogRows { changes, more } = app
        .store
        .lesson_log(&caller.reader, lesson, after, PAGE)
        .await?
        .ok_or(Code::NotFound)?;
    let opened = Opened::Lesson(lesson);
    app.accesses
        .read(&app, (&caller, source), opened, true)
        .await?;
    Ok(Json(LessonLog { changes, more }))
}
