//! Recording an entry, and what is said of it.

use super::{Place, Places};
use crate::desk::gesture::{Defaults, PupilCell, Target};
use crate::desk::notice::{Notice, Tone};
use crate::desk::{Desk, Recorded};
use crate::i18n::{Texts, dates};
use crate::tr;
use crate::ui::say;
use chrono::NaiveDate;
use journal::notation::{CellKind, ColumnKind, Typed};
use journal::{Attendance, Edit, GestureId, LessonId, MarkValue};
use std::collections::BTreeSet;

/// What an entry has written.
#[derive(Debug, Clone)]
pub(super) struct Written {
    /// Where it was meant to go.
    pub chosen: Vec<Place>,
    /// Where it went, or stood already.
    places: Vec<Place>,
    /// What was recorded, in order; nothing if it stood there already.
    pub edits: Vec<(LessonId, Edit)>,
    /// A mark, and not attendance.
    pub is_mark: bool,
    /// What stood in the place before, if there is one place and it held something.
    was: Option<String>,
}

/// Enters a value in every place as one gesture; none if it goes in nowhere, which is said. Of
/// several pupils the absent get no mark; a single one does, and it is said.
pub(super) fn enter(
    chosen: &[Place],
    value: Typed,
    gesture: GestureId,
    places: &dyn Places,
    desk: &mut Desk,
    texts: &Texts,
) -> Option<Written> {
    let (mut written, away) = match edits_of(chosen, value, places, desk)? {
        Ok(found) => found,
        Err(due) => {
            let due = dates::short_date(due);
            super::say(Tone::Error, tr!(texts, "point-is-past", due), desk);
            return None;
        }
    };
    if let ([only], false) = (written.places.as_slice(), written.edits.is_empty()) {
        written.was = stood(*only, written.is_mark, desk, texts);
    }
    let recorded = desk.record(gesture, written.edits.clone(), None);
    say::recorded(&recorded, desk, texts);
    let is_done = matches!(recorded, Recorded::Done { .. });
    if is_done && let Some(late) = desk.notice.take() {
        let whose = whose(&written, desk, texts);
        desk.say(Notice::new(late.tone, format!("{whose}. {}", late.text)));
    }
    let is_in = is_done || recorded == Recorded::Nothing;
    match chosen {
        [only] if away > 0 && is_done => {
            let (name, value) = (name(*only, desk), value_at(*only, true, desk, texts));
            say::also(Tone::Warning, &tr!(texts, "away-marked", name, value), desk);
        }
        [_, _, ..] if away > 0 && is_in => {
            let text = tr!(texts, "away-skipped", count = away);
            say::also(Tone::Warning, &text, desk);
        }
        _ => {}
    }
    (is_in && !written.places.is_empty()).then_some(written)
}

/// The edits of an entry, each cell once, and how many of the chosen are not there for a mark; or
/// the day, now past, on which a point would be due. None where the page is not there.
fn edits_of(
    chosen: &[Place],
    value: Typed,
    places: &dyn Places,
    desk: &Desk,
) -> Option<Result<(Written, usize), NaiveDate>> {
    let mut written = Written {
        chosen: chosen.to_vec(),
        places: Vec::new(),
        edits: Vec::new(),
        is_mark: false,
        was: None,
    };
    let mut away = 0;
    for place in chosen {
        let sheet = desk.pages.spot(place.lesson)?.sheet;
        let time = desk.rules.as_ref()?.time;
        let defaults = Defaults {
            minutes_late: sheet.lesson.minutes_late(desk.now(), time),
            point_due: places.point_due(place.lesson, desk),
        };
        let cell = PupilCell::of(sheet, place.pupil);
        let is_mark =
            matches!(value, Typed::Mark(_) | Typed::Point) && place.target != Target::Attendance;
        if is_mark && cell.is_absent() {
            away += 1;
            if chosen.len() > 1 {
                continue;
            }
        }
        // Nobody can hand in what was due before today.
        if value == Typed::Point && defaults.point_due < desk.local(desk.now()).date() {
            return Some(Err(defaults.point_due));
        }
        for edit in cell.enter(place.target, value, defaults) {
            let same = |(lesson, known): &(LessonId, Edit)| {
                (*lesson, known.cell()) == (place.lesson, edit.cell())
            };
            if !written.edits.iter().any(same) {
                written.edits.push((place.lesson, edit));
            }
        }
        written.places.push(*place);
        written.is_mark = is_mark;
    }
    Some(Ok((written, away)))
}

/// «Записано: Белова Анна — 5».
pub(super) fn made_words(written: &Written, desk: &Desk, texts: &Texts) -> String {
    let whose = whose(written, desk, texts);
    let key = if written.edits.is_empty() {
        "entry-stood"
    } else {
        "entry-made"
    };
    let words = tr!(texts, key, whose);
    match &written.was {
        Some(was) => tr!(texts, "entry-was", words, was = was.as_str()).into_owned(),
        None => words.into_owned(),
    }
}

/// «Белова Анна — 5», «5 учеников — н».
fn whose(written: &Written, desk: &Desk, texts: &Texts) -> String {
    let Some(first) = written.places.first() else {
        return String::new();
    };
    let value = value_at(*first, written.is_mark, desk, texts);
    let pupils: BTreeSet<_> = written.places.iter().map(|place| place.pupil).collect();
    let who = match pupils.len() {
        1 => name(*first, desk),
        count => tr!(texts, "pupils", count).into_owned(),
    };
    format!("{who} — {value}")
}

/// Says that this is no code, and which there are in such a cell; or what stays of a longer one.
pub(super) fn say_unknown(
    typed: &str,
    kept: Option<&Written>,
    kind: CellKind,
    here: Option<Place>,
    desk: &mut Desk,
    texts: &Texts,
) {
    let sheet = here.and_then(|place| Some(desk.pages.spot(place.lesson)?.sheet));
    let without_marks = sheet.is_some_and(|sheet| sheet.without_marks);
    let both = CellKind {
        column: ColumnKind::Both,
        ..kind
    };
    let elsewhere = desk.notation.read(typed, both);
    let is_mark = elsewhere.value.is_some() || elsewhere.grows;
    let text = match (kept, kind.column) {
        (Some(kept), _) => {
            let whose = whose(kept, desk, texts);
            tr!(texts, "typing-unknown-kept", typed, whose)
        }
        (None, ColumnKind::Attendance) if is_mark && without_marks => {
            texts.get("invalid-without-marks")
        }
        (None, ColumnKind::Attendance) if is_mark => texts.get("mark-in-attendance"),
        (None, ColumnKind::Attendance) => tr!(texts, "typing-unknown-roll", typed),
        (None, _) => tr!(texts, "typing-unknown", typed),
    };
    super::say(Tone::Error, text, desk);
}

/// The next code is not for the last pupil again.
pub(super) fn say_last(last: Option<Place>, desk: &mut Desk, texts: &Texts) {
    let value = last.map(|place| {
        let sheet = desk.pages.spot(place.lesson).map(|spot| spot.sheet);
        let mark = sheet.and_then(|sheet| PupilCell::of(sheet, place.pupil).mark(place.target));
        value_at(place, mark.is_some(), desk, texts)
    });
    let text = tr!(texts, "entry-last-row", value = value.unwrap_or_default());
    super::say(Tone::Warning, text, desk);
}

/// The mark that an entry has set, in the school's letters; none if that was attendance.
pub(super) fn mark(written: &Written, desk: &Desk, texts: &Texts) -> Option<String> {
    let first = written.places.first().filter(|_| written.is_mark)?;
    Some(value_at(*first, true, desk, texts))
}

pub(super) fn name(place: Place, desk: &Desk) -> String {
    desk.pupil_name(place.pupil).unwrap_or_default()
}

/// What stands in a place, if it is a mark or anything but presence.
pub(super) fn stood(place: Place, is_mark: bool, desk: &Desk, texts: &Texts) -> Option<String> {
    let spot = desk.pages.spot(place.lesson)?;
    let is_there = is_mark || spot.sheet.attendance(place.pupil) != Attendance::Present;
    let value = is_there.then(|| value_at(place, is_mark, desk, texts))?;
    (!value.is_empty()).then_some(value)
}

/// The mark or the attendance of a place, in the school's letters.
fn value_at(place: Place, is_mark: bool, desk: &Desk, texts: &Texts) -> String {
    let (Some(spot), Some(codes)) = (desk.pages.spot(place.lesson), desk.codes()) else {
        return String::new();
    };
    if is_mark {
        let mark = PupilCell::of(spot.sheet, place.pupil).mark(place.target);
        return match mark.map(|mark| mark.value) {
            // A full stop in a sentence is none to be seen.
            Some(MarkValue::Point { .. }) => texts.get("entry-a-point").into_owned(),
            Some(value) => codes.mark(value),
            None => String::new(),
        };
    }
    let attendance = spot.sheet.attendance(place.pupil);
    let entry = spot.sheet.entry(place.pupil);
    match attendance {
        Attendance::Present => texts.get("entry-present").into_owned(),
        _ => codes.attendance(attendance, entry.and_then(|entry| entry.reason.as_ref())),
    }
}
