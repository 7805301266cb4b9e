//! What the status line says of the roll.

use crate::i18n::Texts;
use crate::tr;
use journal::view::LessonPage;
use journal::{Attendance, Sheet};

/// «нет 2 · опоздал 1 · перекличка НЕ подтверждена».
pub(super) fn roll_summary(page: &LessonPage, texts: &Texts) -> String {
    let (absent, late) = count(&page.sheet);
    let roll = if page.sheet.roll_call.is_some() {
        "roll-taken"
    } else {
        "roll-not-taken"
    };
    let mut parts = Vec::new();
    if absent > 0 {
        parts.push(tr!(texts, "absent-count", count = absent).into_owned());
    }
    if late > 0 {
        parts.push(tr!(texts, "late-count", count = late).into_owned());
    }
    parts.push(texts.get(roll).into_owned());
    parts.join(" · ")
}

fn count(sheet: &Sheet) -> (usize, usize) {
    let attendances = || sheet.entries.values().map(|entry| entry.attendance);
    (
        attendances().filter(|a| *a == Attendance::Absent).count(),
        attendances()
            .filter(|a| matches!(a, Attendance::Late { .. }))
            .count(),
    )
}
