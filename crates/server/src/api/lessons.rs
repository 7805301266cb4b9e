//! «Урок» and its log.

use super::page::{After, ROWS, versioned};
use crate::app::App;
use crate::etag::IfNoneMatch;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::peer::Source;
use crate::reading_turns::ReadingTurn;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use journal::LessonId;
use journal::view::LessonPage;
use protocol::{Code, LessonLog};
use std::sync::Arc;
use storage::{LogRows, Opened};

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
    _turn: ReadingTurn,
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
    _turn: ReadingTurn,
    Path(lesson): Path<LessonId>,
    Query(after): Query<After>,
) -> Result<Json<LessonLog>, Failure> {
    let LogRows { changes, more } = app
        .store
        .lesson_log(&caller.reader, lesson, after.seq()?, ROWS)
        .await?
        .ok_or(Code::NotFound)?;
    let opened = Opened::Lesson(lesson);
    app.accesses
        .read(&app, (&caller, source), opened, true)
        .await?;
    Ok(Json(LessonLog { changes, more }))
}
