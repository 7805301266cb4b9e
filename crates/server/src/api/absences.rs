//! Who is absent: a class through a week, all classes on a day, one pupil over a period.

use super::page::by_its_bytes;
use super::register::shown;
use crate::app::App;
use crate::etag::IfNoneMatch;
use crate::failure::Failure;
use crate::guard::Caller;
use crate::peer::Source;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use journal::register::RecordKind;
use journal::view::{AbsencesPage, AbsentPage, ClassWeekPage};
use journal::{ClassId, PeriodId, PupilId};
use protocol::Code;
use serde::Deserialize;
use std::sync::Arc;

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OfWeek {
    /// A day of the week, Monday to Sunday; none: today.
    day: Option<NaiveDate>,
}

/// A class through a week: its pupils, and every lesson of any journal that some of them are taught
/// in, with the attendance, the minutes late, the reason and its paper. Of a class whose class teacher I
/// am; of all, if I read every journal.
#[utoipa::path(
    get,
    path = "/classes/{id}/week",
    tag = "lessons",
    params(
        ("id" = ClassId, Path),
        OfWeek,
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = ClassWeekPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
        (status = 404, description = "There is none, or it is not yours to see"),
    )
)]
pub(crate) async fn week(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Path(class): Path<ClassId>,
    Query(OfWeek { day }): Query<OfWeek>,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let day = match day {
        Some(day) => day,
        None => super::today::local_date(&app, caller.session.school, app.clock.now()).await?,
    };
    let page = app.store.class_week(&caller.reader, class, day).await?;
    let of = (
        RecordKind::Class,
        Some(journal::register::RecordId(class.0)),
    );
    let page = shown(page, &app, (&caller, source), of).await?;
    by_its_bytes(&page, &known)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OnDay {
    /// The day; none: today.
    on: Option<NaiveDate>,
}

/// Who is absent on a day, class by class: who missed all lessons that were kept, who some, who came
/// late or is announced, how many have no reason. Of my own classes; of all, if I manage the school.
#[utoipa::path(
    get,
    path = "/absent",
    tag = "lessons",
    params(
        OnDay,
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = AbsentPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
    )
)]
pub(crate) async fn absent(
    State(app): State<Arc<App>>,
    caller: Caller,
    Query(OnDay { on }): Query<OnDay>,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let page = app.store.absent(&caller.reader, on, app.clock.now());
    by_its_bytes(&page.await?.ok_or(Code::NotFound)?, &known)
}

#[derive(Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub(crate) struct OverPeriod {
    /// The period; none: the one of now.
    period: Option<PeriodId>,
}

/// What a pupil has missed over a period, lesson by lesson, with whole days, lessons by reason and times
/// late together. Of a class whose class teacher I am; of all, if I read every journal.
#[utoipa::path(
    get,
    path = "/pupils/{id}/absences",
    tag = "lessons",
    params(
        ("id" = PupilId, Path),
        OverPeriod,
        ("If-None-Match" = Option<String>, Header, description = "The `ETag` of the last answer"),
    ),
    responses(
        (status = 200, body = AbsencesPage, headers(("ETag" = String))),
        (status = 304, description = "Unchanged"),
        (status = 404, description = "There is no such pupil, or it is not yours to see"),
    )
)]
pub(crate) async fn of_pupil(
    State(app): State<Arc<App>>,
    source: Source,
    caller: Caller,
    Path(pupil): Path<PupilId>,
    Query(OverPeriod { period }): Query<OverPeriod>,
    known: IfNoneMatch,
) -> Result<Response, Failure> {
    let page = app
        .store
        .absences(&caller.reader, (pupil, period), app.clock.now());
    let of = (
        RecordKind::Person,
        Some(journal::register::RecordId(pupil.0)),
    );
    let page = shown(page.await?, &app, (&caller, source), of).await?;
    by_its_bytes(&page, &known)
}
