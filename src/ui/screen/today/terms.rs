//! What the own lessons lack: how many of them, until when, and which is the next
//! (SGO154-6.2.1, SGO154P-1.5.14).

use super::{Today, is_closed};
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::theme::Role;
use crate::tr;
use crate::ui::list::{ListSource, Seen};
use crate::ui::messages::FirstDue;
use ::journal::LessonId;
use ::journal::regulation::LessonPart;
use ::journal::view::TodayLesson;

/// What the line under a lesson says, if anything it lacks has a term.
pub(super) fn first_due<'a>(row: &TodayLesson, desk: &'a Desk) -> Option<FirstDue<'a>> {
    FirstDue::of(&desk.lacking(row), desk.now())
}

/// The line under a lesson: what is late, else what is due next.
pub(super) fn detail(row: &TodayLesson, seen: Seen<'_>) -> (String, Role) {
    let Some(first) = first_due(row, seen.desk) else {
        return (String::new(), Role::Muted);
    };
    let role = if first.is_late {
        Role::Warning
    } else {
        Role::Muted
    };
    (first.words(seen.desk, seen.texts), role)
}

/// Whether a lesson that is over lacks something: the running one is still being filled in.
pub(super) fn is_unfilled(row: &TodayLesson, desk: &Desk) -> bool {
    desk.is_over(&row.lesson) && !desk.lacking(row).is_empty()
}

/// How many of the lessons on the page lack something, and how many of them are late with it; none:
/// none lacks anything.
pub(super) fn count(today: &Today, desk: &Desk, texts: &Texts) -> Option<String> {
    let rows = today.rows(desk);
    let over = rows.iter().filter(|row| desk.is_over(&row.lesson));
    let (mut unfilled, mut overdue) = (0, 0);
    for row in over {
        let lacking = desk.lacking(row);
        unfilled += usize::from(!lacking.is_empty());
        let now = desk.now();
        overdue += usize::from(lacking.iter().any(|part| part.is_late(now)));
    }
    (unfilled > 0).then(|| tr!(texts, "today-lacking", unfilled, overdue).into_owned())
}

/// The next lesson that lacks something, beginning anew after the last.
pub(super) fn next(today: &Today, at: Option<&LessonId>, desk: &Desk) -> Option<LessonId> {
    let rows = today.rows(desk);
    let here = rows.iter().position(|row| Some(&row.lesson.id) == at);
    let behind = here.map_or(0, |here| here + 1);
    let (before, after) = rows.split_at_checked(behind)?;
    let mut around = after.iter().chain(before);
    let next = around.find(|row| is_unfilled(row, desk))?;
    Some(next.lesson.id)
}

/// The marks that a lesson lacks, as the parts that it lacks are said: «отметок за Контр.».
pub(super) fn marks_lacking(row: &TodayLesson, desk: &Desk, texts: &Texts) -> Vec<String> {
    if is_closed(row, desk) {
        return Vec::new();
    }
    let lacking = desk.lacking(row).into_iter();
    let words = lacking.filter_map(|lacks| match lacks.part {
        LessonPart::Of(_) => None,
        LessonPart::Point => Some(texts.get("missing-point").into_owned()),
        LessonPart::Work(kind) => {
            let work = desk.work_kind(kind).map_or("", |kind| kind.short.as_str());
            Some(tr!(texts, "missing-work", work).into_owned())
        }
    });
    words.collect()
}
