//! Recording an entry, and what is said of it.

use super::{Made, Place, Places};
use crate::desk::gesture::{Cell, Defaults, Target};
use crate::desk::notice::{Notice, Tone};
use crate::desk::{Desk, Recorded};
use crate::i18n::{Texts, dates};
use crate::tr;
use crate::ui::say;
use journal::notation::{CellKind, Column, Typed};
use journal::{Edit, GestureId, LessonId};

/// Enters a value in every place as one gesture; answers the edits if it went in. Of several
/// pupils the absent get no mark; a single one does, and it is said.
pub(super) fn enter(
    chosen: &[Place],
    value: Typed,
    gesture: GestureId,
    places: &dyn Places,
    desk: &mut Desk,
    texts: &Texts,
) -> Option<Vec<(LessonId, Edit)>> {
    let is_mark = matches!(value, Typed::Mark(_) | Typed::Point);
    let mut edits: Vec<(LessonId, Edit)> = Vec::new();
    let mut away = 0_usize;
    for place in chosen {
        let sheet = desk.pages.spot(place.lesson)?.sheet;
        let defaults = Defaults {
            minutes_late: sheet
                .lesson
                .minutes_late(desk.now(), desk.rules.as_ref()?.time),
            point_due: places.point_due(place.lesson, desk),
        };
        let cell = Cell::of(sheet, place.pupil);
        if is_mark && place.target != Target::Attendance && cell.is_absent() {
            away += 1;
            if chosen.len() > 1 {
                continue;
            }
        }
        // Nobody can hand in what was due before today.
        if value == Typed::Point && defaults.point_due < desk.local(desk.now()).date() {
            let due = dates::short_date(defaults.point_due);
            super::say(Tone::Error, tr!(texts, "point-is-past", due), desk);
            return None;
        }
        let entered = cell.enter(place.target, value, defaults).into_iter();
        edits.extend(entered.map(|edit| (place.lesson, edit)));
    }
    let recorded = desk.record(gesture, edits.clone(), None);
    say::recorded(&recorded, desk, texts);
    let is_done = matches!(recorded, Recorded::Done { .. });
    let is_in = is_done || recorded == Recorded::Nothing;
    if is_done
        && let Some(first) = chosen.first()
        && let Some(late) = desk.notice.take()
    {
        let whose = whose(chosen, *first, desk, texts);
        desk.say(Notice::new(late.tone, format!("{whose}. {}", late.text)));
    }
    match chosen {
        [only] if away > 0 && is_done => {
            let (name, value) = (name(*only, desk), code_at(*only, desk));
            say::also(Tone::Warning, &tr!(texts, "away-marked", name, value), desk);
        }
        [_, _, ..] if away > 0 && is_in => {
            say::also(
                Tone::Warning,
                &tr!(texts, "away-skipped", count = away),
                desk,
            );
        }
        _ => {}
    }
    is_in.then_some(edits)
}

/// «Записано: Белова Анна — 5».
pub(super) fn made_words(made: &Made, desk: &Desk, texts: &Texts) -> String {
    let Some(first) = made.places.first() else {
        return String::new();
    };
    let whose = whose(&made.places, *first, desk, texts);
    let key = if made.edits.is_empty() {
        "entry-stood"
    } else {
        "entry-made"
    };
    tr!(texts, key, whose).into_owned()
}

/// «Белова Анна — 5», «5 учеников — н».
fn whose(places: &[Place], first: Place, desk: &Desk, texts: &Texts) -> String {
    let value = code_at(first, desk);
    let who = match places {
        [_, _, ..] => tr!(texts, "pupils", count = places.len()).into_owned(),
        _ => name(first, desk),
    };
    format!("{who} — {value}")
}

/// Says that this is no code, and which there are in such a cell; or what stays of a longer one.
pub(super) fn say_unknown(
    typed: &str,
    kept: Option<&Made>,
    kind: CellKind,
    here: Option<Place>,
    desk: &mut Desk,
    texts: &Texts,
) {
    let sheet = here.and_then(|place| Some(desk.pages.spot(place.lesson)?.sheet));
    let without_marks = sheet.is_some_and(|sheet| sheet.without_marks);
    let both = CellKind {
        column: Column::Both,
        ..kind
    };
    let elsewhere = desk.notation.read(typed, both);
    let is_mark = elsewhere.value.is_some() || elsewhere.grows;
    let text = match (
        kept.and_then(|made| Some((made, *made.places.first()?))),
        kind.column,
    ) {
        (Some((made, first)), _) => {
            let whose = whose(&made.places, first, desk, texts);
            tr!(texts, "typing-unknown-kept", typed, whose)
        }
        (None, Column::Attendance) if is_mark && without_marks => {
            texts.get("invalid-without-marks")
        }
        (None, Column::Attendance) if is_mark => texts.get("mark-in-attendance"),
        (None, Column::Attendance) => tr!(texts, "typing-unknown-roll", typed),
        (None, _) => tr!(texts, "typing-unknown", typed),
    };
    super::say(Tone::Error, text, desk);
}

/// The next code is not for the last pupil again.
pub(super) fn say_last(last: Option<Place>, desk: &mut Desk, texts: &Texts) {
    let value = last.map(|place| code_at(place, desk)).unwrap_or_default();
    super::say(Tone::Warning, tr!(texts, "entry-last-row", value), desk);
}

impl Made {
    /// The mark that it has set, in the school's letters; none if that was attendance.
    pub(super) fn mark(&self, desk: &Desk) -> Option<String> {
        let first = self.places.first()?;
        let is_mark = matches!(self.edits.last(), Some((_, Edit::Mark { .. })) | None);
        let sheet = desk.pages.spot(first.lesson)?.sheet;
        let mark = Cell::of(sheet, first.pupil).mark(first.target)?;
        is_mark.then(|| desk.codes().map(|codes| codes.mark(mark.value)))?
    }
}

fn name(place: Place, desk: &Desk) -> String {
    desk.pupil_name(place.pupil).unwrap_or_default()
}

/// What stands in a cell, in the school's letters; a mark before attendance.
fn code_at(place: Place, desk: &Desk) -> String {
    let spot = desk.pages.spot(place.lesson);
    let sheet = spot.as_ref().map(|spot| spot.sheet);
    let entry = sheet.and_then(|sheet| sheet.entry(place.pupil));
    let mark = sheet.and_then(|sheet| Cell::of(sheet, place.pupil).mark(place.target));
    match (desk.codes(), entry, mark) {
        (Some(codes), _, Some(mark)) => codes.mark(mark.value),
        (Some(codes), Some(entry), None) => {
            codes.attendance(entry.attendance, entry.reason.as_ref())
        }
        _ => String::new(),
    }
}
