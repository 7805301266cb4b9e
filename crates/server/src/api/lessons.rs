//! «Урок», and what went into a sheet.

use super::page::{After, ROWS, versioned};
use crate::accesses::Accesses;
use crate::app::App;
use crate::etag::IfNoneMatch;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::peer::Source;
use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use journal::view::LessonPage;
use journal::{JournalId, LessonId, PeriodId, SheetId};
use protocol::SheetLog;
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
    Path(lesson): Path<LessonId>,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let asked = known.versions().next();
    let found = app.store.open_lesson(&caller.reader, lesson, asked).await?;
    let (who, opened) = ((&caller, source), Opened::Lesson(lesson));
    let Some(found) = found else {
        return Err(Accesses::hidden(&app, who, opened).await);
    };
    app.accesses.read(&app, who, opened, false).await?;
    versioned(found, asked, &known)
}

/// The log of a lesson: the changes that went into it, oldest first, a page at a time.
#[utoipa::path(
    get,
    path = "/lessons/{id}/log",
    tag = "lessons",
    params(("id" = LessonId, Path), After),
    responses(
        (status = 200, body = SheetLog),
        (status = 404, description = "There is no such lesson, or it is not yours to see"),
    )
)]
pub(crate) async fn lesson_log(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Path(lesson): Path<LessonId>,
    Query(after): Query<After>,
) -> Result<Json<SheetLog>, Failure> {
    let opened = Opened::Lesson(lesson);
    log_of(&app, (&caller, source), (lesson.into(), opened), after).await
}

/// The log of a term: the changes that went into its sheet, oldest first, a page at a time.
#[utoipa::path(
    get,
    path = "/journals/{id}/periods/{period}/log",
    tag = "journals",
    params(("id" = JournalId, Path), ("period" = PeriodId, Path), After),
    responses(
        (status = 200, body = SheetLog),
        (status = 404, description = "There is no such term, or it is not yours to see"),
    )
)]
pub(crate) async fn term_log(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Path((journal, period)): Path<(JournalId, PeriodId)>,
    Query(after): Query<After>,
) -> Result<Json<SheetLog>, Failure> {
    let sheet = SheetId::Term { journal, period };
    let opened = Opened::Journal(journal);
    log_of(&app, (&caller, source), (sheet, opened), after).await
}

async fn log_of(
    app: &Arc<App>,
    who: (&Caller, Source),
    (sheet, opened): (SheetId, Opened),
    after: After,
) -> Result<Json<SheetLog>, Failure> {
    let reader = &who.0.reader;
    let found = app.store.sheet_log(reader, sheet, after.seq()?, ROWS);
    let Some(LogRows { changes, more }) = found.await? else {
        return Err(Accesses::hidden(app, who, opened).await);
    };
    app.accesses.read(app, who, opened, true).await?;
    Ok(Json(SheetLog { changes, more }))
}
