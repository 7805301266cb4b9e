//! Recording an entry, and what is said of it.

use super::{CellPlace, GridScreen, deed, say};
use crate::desk::gesture::{PupilCell, Target};
use crate::desk::notice::{About, Tone};
use crate::desk::pages::CellContent;
use crate::desk::{Desk, Recorded};
use crate::i18n::{Texts, dates};
use crate::tr;
use crate::ui::layer::Cx;
use crate::ui::messages;
use crate::ui::recording;
use chrono::NaiveDate;
use journal::notation::{ColumnKind, Typed};
use journal::regulation::Access;
use journal::{Attendance, Edit, GestureId, MarkValue, Occasion, PupilId, SheetId};
use std::collections::BTreeSet;

/// What an entry has written.
#[derive(Debug, Clone)]
pub(super) struct Written {
    /// Where it was meant to go.
    pub chosen: Vec<CellPlace>,
    /// What was recorded, in order; nothing if it stood there already.
    pub edits: Vec<(SheetId, Edit)>,
    /// What stands there after it, written by it or before.
    pub stands: Vec<CellContent>,
    /// A mark, and not attendance.
    pub is_mark: bool,
    /// What stands there now, in the school's letters.
    pub value: String,
    /// Whose it is: «Белова Анна», «5 учеников».
    pub who: String,
    /// What was done, as a sentence: «Записано: Белова Анна — 5 (было: 4)».
    pub words: String,
    /// That it ended a conflict, as a sentence.
    pub settled: Option<String>,
}

impl Written {
    /// What stands there, without the work or the period that it is of.
    pub fn code(&self) -> &str {
        self.value.split(' ').next().unwrap_or_default()
    }

    /// Whose it is, with the value: «Белова Анна — 5».
    pub fn whose(&self) -> String {
        format!("{} — {}", self.who, self.value)
    }
}

/// The places that take a value; of several, only where the pupil is in the list.
fn that_take(value: Typed, chosen: &[CellPlace], desk: &Desk) -> Vec<CellPlace> {
    let is_one = chosen.len() == 1;
    let takes = |place: &&CellPlace| place.target.takes(value) && (is_one || place.is_listed(desk));
    chosen.iter().filter(takes).copied().collect()
}

/// Of places that get a reason alone, keeps those where it means something; if there is none, that is
/// said.
fn keep_missed(gives_reasons: bool, mut chosen: Vec<CellPlace>, cx: &mut Cx<'_>) -> Vec<CellPlace> {
    if gives_reasons {
        chosen.retain(|place| place.cell(cx.desk).is_some_and(PupilCell::takes_reason));
        if chosen.is_empty() {
            say(Tone::Hint, cx.texts.get("class-nothing-missed"), cx.desk);
        }
    }
    chosen
}

/// Enters a value in every place as one gesture; none if it goes in nowhere, which is said. Of
/// several pupils the absent get no mark; a single one does, and it is said.
pub(super) fn enter(
    chosen: &[CellPlace],
    value: Typed,
    gesture: GestureId,
    screen: &dyn GridScreen,
    cx: &mut Cx<'_>,
) -> Option<Written> {
    let is_mark =
        |target: Target| matches!(value, Typed::Mark(_) | Typed::Point) && target.is_of_marks();
    let due = |sheet: SheetId, desk: &Desk| {
        let lesson = sheet.lesson();
        lesson.map_or(NaiveDate::default(), |one| screen.point_due(one, desk))
    };
    let gives_reasons = screen.announces() && matches!(value, Typed::AbsentFor(_));
    let chosen = keep_missed(gives_reasons, that_take(value, chosen, cx.desk), cx);
    let first = chosen.first()?;
    if value == Typed::Point && is_past(due(first.sheet, cx.desk), cx) {
        return None;
    }
    let only = chosen.first().filter(|_| chosen.len() == 1);
    let was = only.and_then(|place| stood(*place, is_mark(place.target), cx.desk, cx.texts));
    let filled = deed::filled(&chosen, is_mark, cx.desk);
    let announced = only.and_then(|place| announced(*place, cx.desk));
    let typed = value;
    let is_commented = only.is_some_and(|place| is_mark(place.target) && is_commented(*place, cx));
    let time = cx.desk.rules.as_ref()?.time;
    let mut deed = deed::record(chosen.iter().copied(), gesture, cx, |cell, desk| {
        let lesson = cell.sheet.lesson().map(|sheet| &sheet.lesson);
        let skipped = only.is_none() && is_mark(cell.target) && cell.is_absent();
        let late = lesson.map_or(0, |lesson| lesson.minutes_late(desk.now(), time));
        let due = lesson.map(|lesson| due(lesson.id.into(), desk));
        let cell = (!skipped).then(|| cell.announcing(gives_reasons));
        cell.map(|cell| cell.enter(value, late, due.unwrap_or_default()))
    });
    if !matches!(deed.recorded, Recorded::Done { .. } | Recorded::Nothing) {
        return None;
    }
    let changed = pupils(&deed.changed);
    deed.same.retain(|place| !changed.contains(&place.pupil));
    let agreed = deed.agree(is_mark, cx);
    deed.say_again(is_mark, gesture, cx.desk);
    let (of, key) = match deed.changed.as_slice() {
        [] => (&deed.same, "entry-stood"),
        _ => (&deed.changed, "entry-made"),
    };
    let Some(shown) = of.first() else {
        deed.say_away(cx);
        return None;
    };
    let value = values_of(of, is_mark, screen, cx);
    let who_of = |places: &[CellPlace]| who(places, cx.desk, cx.texts);
    let who = who_of(of);
    let whose = format!("{who} — {value}");
    let mut words = tr!(cx.texts, key, whose = whose.as_str()).into_owned();
    let gone = only
        .filter(|only| !has_reason(**only, cx.desk))
        .and(announced);
    let count = deed.replaced(&filled);
    let mut counted = whose.clone();
    if count > 0 && only.is_none() {
        words = tr!(cx.texts, "entry-were", words, count).into_owned();
        counted = tr!(cx.texts, "entry-were", words = counted, count).into_owned();
    }
    let replaces = was.filter(|_| !deed.edits.is_empty());
    let gone = gone.filter(|_| !deed.edits.is_empty());
    if let Some(was) = replaces.clone().or(gone) {
        words = tr!(cx.texts, "entry-was", words, was).into_owned();
        if is_commented {
            words = tr!(cx.texts, "entry-keeps-comment", words).into_owned();
        }
    }
    if !deed.changed.is_empty() && !deed.same.is_empty() {
        let others = tr!(cx.texts, "entry-stood", whose = who_of(&deed.same));
        words = format!("{words}. {others}");
    }
    say_late_or_away(&deed, (&counted, &words), cx);
    let edits = deed.edits.iter().map(|(sheet, edit)| (*sheet, edit));
    let settled = recording::settled(edits, cx.desk, cx.texts);
    let settled: Vec<_> = settled.into_iter().chain(agreed).collect();
    let settled = (!settled.is_empty()).then(|| settled.join(" "));
    if let Some(settled) = &settled {
        say_settled(&words, settled, cx);
    }
    if let Some(only) = only {
        let of_mark = is_mark(only.target).then_some(value.as_str());
        if !deed.edits.is_empty() {
            say_beneath(*only, of_mark, (&words, replaces.as_deref()), cx);
        }
        let wrote = !deed.edits.is_empty();
        say_reason_stays((*only, wrote), typed, &words, cx);
    }
    deed.say_away(cx);
    let stands = deed.stands(is_mark, cx.desk);
    if let Some(notice) = &mut cx.desk.notice {
        notice.about = About::Cells(stands.clone());
    }
    Some(Written {
        stands,
        chosen,
        is_mark: is_mark(shown.target),
        edits: deed.edits,
        value,
        who,
        words,
        settled,
    })
}

/// Says what was done with what the rules say of it, or before those who were left out.
fn say_late_or_away(deed: &deed::Deed, (whose, words): (&str, &str), cx: &mut Cx<'_>) {
    if let Some(late) = cx.desk.notice.take() {
        say(late.tone, format!("{whose}. {}", late.text), cx.desk);
    } else if deed.away > 0 {
        say(Tone::Warning, format!("{words}."), cx.desk);
    }
}

/// Whether nobody can hand in any more what was due on the day, which is said.
fn is_past(due: NaiveDate, cx: &mut Cx<'_>) -> bool {
    let is_past = due < cx.desk.local(cx.desk.now()).date();
    if is_past {
        let due = dates::short_date(due);
        say(Tone::Error, tr!(cx.texts, "point-is-past", due), cx.desk);
    }
    is_past
}

/// What stands in these places: «5», «б, о12».
fn values_of(
    places: &[CellPlace],
    is_mark: impl Fn(Target) -> bool,
    screen: &dyn GridScreen,
    cx: &Cx<'_>,
) -> String {
    let values = places.iter().map(|place| {
        let stands = if is_mark(place.target) {
            mark_of_work(*place, screen, cx.desk, cx.texts)
        } else {
            let stands = stood(*place, false, cx.desk, cx.texts);
            stands.or_else(|| announced(*place, cx.desk))
        };
        stands.unwrap_or_else(|| cx.texts.get("entry-present").into_owned())
    });
    let values: BTreeSet<String> = values.collect();
    Vec::from_iter(values).join(", ")
}

/// Says after what was done that a conflict there is over.
pub(super) fn say_settled(words: &str, settled: &str, cx: &mut Cx<'_>) {
    say_too(words, Tone::Done, settled, cx);
}

/// Says that who got a mark is absent or exempt, and what it stands in the place of.
fn say_marked_though_away(place: CellPlace, (value, was): (&str, Option<&str>), cx: &mut Cx<'_>) {
    let why = match place.cell(cx.desk).map(PupilCell::attendance) {
        Some(Attendance::Absent) => "away-marked",
        Some(Attendance::Exempt) => "exempt-marked",
        _ => return,
    };
    let name = place.name(cx.desk);
    let was = was.unwrap_or("none");
    messages::also(
        Tone::Warning,
        &tr!(cx.texts, why, name, value, was),
        cx.desk,
    );
}

/// Says that the cursor has gone on from the last pupil, and what stands in that cell.
pub(super) fn say_last(chosen: &[CellPlace], screen: &dyn GridScreen, cx: &mut Cx<'_>) {
    let last = chosen.first();
    let value = last.and_then(|last| {
        let shows = shows_attendance(last.target, screen);
        let attendance = || stood(*last, false, cx.desk, cx.texts).filter(|_| shows);
        stood(*last, true, cx.desk, cx.texts).or_else(attendance)
    });
    let text = match &value {
        Some(value) => tr!(cx.texts, "entry-last-row", value = value.as_str()),
        None => cx.texts.get("entry-last-row-empty"),
    };
    say(Tone::Warning, text, cx.desk);
}

/// Whether the cells of a column show who is there.
pub(super) fn shows_attendance(target: Target, screen: &dyn GridScreen) -> bool {
    let column = target.column(screen.holds_attendance());
    matches!(column, ColumnKind::Attendance | ColumnKind::Both)
}

/// The pupil, or how many there are.
pub(super) fn who(places: &[CellPlace], desk: &Desk, texts: &Texts) -> String {
    match (pupils(places).len(), places.first()) {
        (1, Some(only)) => only.name(desk),
        (count, _) => tr!(texts, "pupils", count).into_owned(),
    }
}

fn pupils(places: &[CellPlace]) -> BTreeSet<PupilId> {
    places.iter().map(|place| place.pupil).collect()
}

/// What stands in a place, in the school's letters, if it is a mark or anything but presence.
pub(super) fn stood(place: CellPlace, is_mark: bool, desk: &Desk, texts: &Texts) -> Option<String> {
    let (cell, codes) = (place.cell(desk)?, desk.codes()?);
    if is_mark {
        return Some(match cell.value()? {
            // A full stop in a sentence is none to be seen.
            MarkValue::Point { .. } => texts.get("entry-a-point").into_owned(),
            value => codes.mark(value),
        });
    }
    let attendance = cell.attendance();
    (attendance != Attendance::Present).then(|| codes.attendance(attendance, cell.reason()))
}

/// Says something after what was done, which needs no sentence of its own.
fn say_too(words: &str, tone: Tone, text: &str, cx: &mut Cx<'_>) {
    if cx.desk.notice.is_none() {
        say(Tone::Done, format!("{words}."), cx.desk);
    }
    messages::also(tone, text, cx.desk);
}

/// Says which marks of the lesson stay with a pupil who was just marked absent.
fn say_marks_of_absent(place: CellPlace, words: &str, cx: &mut Cx<'_>) {
    let Some(value) = marks_of_absent(place, cx) else {
        return;
    };
    let text = tr!(cx.texts, "marked-away", value);
    say_too(words, Tone::Warning, &text, cx);
}

/// Says that a reason from outside of the lesson is not replaced by the one that was typed: it is
/// the class teacher's to change. A «п» may also have been meant for «present». Where it is replaced,
/// its paper is left with the new one.
fn say_reason_stays((place, wrote): (CellPlace, bool), typed: Typed, words: &str, cx: &mut Cx<'_>) {
    let reason = place.cell(cx.desk).and_then(PupilCell::reason);
    let (Typed::AbsentFor(kind), Some(reason)) = (typed, reason) else {
        return;
    };
    if reason.kind == kind {
        let paper = reason.document.as_ref().map(|paper| paper.title.as_str());
        if let Some(paper) = paper.filter(|_| wrote) {
            let text = tr!(cx.texts, "entry-paper-stays", paper).into_owned();
            say_too(words, Tone::Hint, &text, cx);
        }
        return;
    }
    let reason = messages::reason(reason, cx.texts);
    let text = tr!(cx.texts, "entry-reason-stays", reason);
    let marks_attendance = matches!(
        cx.desk.access(place.sheet),
        Some(Access::Keeps | Access::Attendance)
    );
    let came = marks_attendance.then(|| cx.texts.get("entry-pupil-came"));
    let text = came.map_or(text.to_string(), |came| format!("{text} {came}"));
    say_too(words, Tone::Hint, &text, cx);
}

/// Says what there is beneath: a mark of whoever is absent, an absence of whoever got a mark.
fn say_beneath(
    place: CellPlace,
    mark: Option<&str>,
    (words, was): (&str, Option<&str>),
    cx: &mut Cx<'_>,
) {
    match mark {
        Some(value) => say_marked_though_away(place, (value, was), cx),
        None => say_marks_of_absent(place, words, cx),
    }
}

/// Whether a reason stands there: it goes with whoever came after all.
fn has_reason(place: CellPlace, desk: &Desk) -> bool {
    place.cell(desk).is_some_and(|cell| cell.reason().is_some())
}

/// What was announced of a pupil whom nobody has marked: «(б)».
fn announced(place: CellPlace, desk: &Desk) -> Option<String> {
    let (cell, codes) = (place.cell(desk)?, desk.codes()?);
    let announced = codes.attendance(Attendance::Absent, cell.reason());
    cell.is_announced().then(|| format!("({announced})"))
}

/// Whether the mark that stands in a place has a comment.
fn is_commented(place: CellPlace, cx: &Cx<'_>) -> bool {
    let mark = place.cell(cx.desk).and_then(PupilCell::mark);
    mark.is_some_and(|mark| mark.comment.is_some())
}

/// The marks in the lesson, whatever works they are of, of a pupil who is marked absent; none if
/// there are none.
fn marks_of_absent(place: CellPlace, cx: &Cx<'_>) -> Option<String> {
    let (cell, codes) = (place.cell(cx.desk)?, cx.desk.codes()?);
    let cell = Some(cell).filter(|cell| cell.is_absent())?;
    let marks = cell.entry()?.marks.iter();
    let marks = marks.map(|placed| match placed.mark.value {
        MarkValue::Point { .. } => cx.texts.get("entry-a-point").into_owned(),
        value => codes.mark(value),
    });
    let marks: Vec<String> = marks.collect();
    (!marks.is_empty()).then(|| marks.join(", "))
}

/// The mark that stands in a place; one for a period with its period. Where a cell shows the marks
/// of all works, with its work, if that is not the usual one or not the only one there.
pub(super) fn mark_of_work(
    place: CellPlace,
    screen: &dyn GridScreen,
    desk: &Desk,
    texts: &Texts,
) -> Option<String> {
    let value = stood(place, true, desk, texts)?;
    if let Occasion::Term(period) = place.cell(desk)?.sheet.occasion() {
        let period = period.title.as_str();
        return Some(tr!(texts, "entry-of-period", value, period).into_owned());
    }
    let Target::Work { work, .. } = place.target else {
        return Some(value);
    };
    let kinds = desk.rules.iter().flat_map(|rules| &rules.work_kinds);
    let mut kinds = kinds.enumerate();
    let (at, kind) = kinds.find(|(_, kind)| kind.id == work.kind)?;
    let is_only = place
        .cell(desk)?
        .entry()
        .is_some_and(|entry| entry.marks.len() == 1);
    if !screen.holds_attendance() || at == 0 && is_only {
        return Some(value);
    }
    let work = kind.short.as_str();
    Some(tr!(texts, "entry-of-work", value, work).into_owned())
}

/// A plus or a minus as people put it after a mark: every teacher knows «5−», no journal does, and
/// a minus means «present».
pub(super) fn is_sign(typed: char) -> bool {
    matches!(typed, '-' | '+' | '−' | '–')
}
