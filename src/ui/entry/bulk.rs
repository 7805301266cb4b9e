//! Emptying cells, and repeating an entry in other cells of a column.

use super::{CellPlace, GridScreen, codes, deed, say, write};
use crate::desk::Recorded;
use crate::desk::gesture::{PupilCell, Target};
use crate::desk::notice::Tone;
use crate::tr;
use crate::ui::layer::Cx;
use crate::ui::messages;
use journal::{AbsenceReason, Attendance, Edit, Standing};

/// Empties the chosen cells, each column only of its own, and says what went. A cell that shows
/// both gives up the mark first; a selection, marks only: nobody means to take back the absences
/// in between.
pub fn clear(screen: &mut dyn GridScreen, cx: &mut Cx<'_>) {
    let chosen = screen.chosen(cx.desk);
    let only = chosen.first().copied().filter(|_| chosen.len() == 1);
    let whose = only.and_then(|only| {
        let mark = write::mark_of_work(only, screen, cx.desk, cx.texts);
        let value = mark.or_else(|| write::stood(only, false, cx.desk, cx.texts));
        Some(format!("{} — {}", only.name(cx.desk), value?))
    });
    let is_alone = only.is_some();
    let attendance = is_alone && screen.holds_attendance();
    let had = only.and_then(|only| Some(only.cell(cx.desk)?.reason()?.clone()));
    let gesture = cx.desk.gesture();
    let deed = deed::record(chosen, gesture, cx, |cell, _| {
        Some(cell.clear(attendance, is_alone))
    });
    let of_mark =
        |(_, edit): &&(_, Edit)| !matches!(edit, Edit::Attendance { .. } | Edit::Reason { .. });
    let marks = deed.edits.iter().filter(of_mark).count();
    let attendances = deed.changed.len() - marks;
    let counts = [
        ("cleared-marks", marks),
        ("cleared-attendance", attendances),
    ];
    let counts = counts.into_iter().filter(|(_, count)| *count > 0);
    let counts = counts.map(|(key, count)| tr!(cx.texts, key, count).into_owned());
    let what = whose.unwrap_or_else(|| counts.collect::<Vec<_>>().join(", "));
    let mut done = tr!(cx.texts, "cleared", what).into_owned();
    let is_attendance = |(_, edit): &(_, Edit)| matches!(edit, Edit::Attendance { .. });
    let moves_attendance = deed.edits.iter().any(is_attendance);
    if let Some((only, reason)) = only
        .zip(had)
        .filter(|_| attendances > 0 && !moves_attendance)
    {
        let paper = reason.document.as_ref().map(|paper| paper.title.clone());
        let (name, reason) = (only.name(cx.desk), messages::reason(&reason, cx.texts));
        done = match paper {
            Some(paper) => tr!(cx.texts, "cleared-reason-paper", name, reason, paper),
            None => tr!(cx.texts, "cleared-reason", name, reason),
        }
        .into_owned();
    }
    // Of whoever came late no announcement stands any more.
    let was_late = |(_, edit): &(_, Edit)| match edit {
        Edit::Attendance { step, .. } => matches!(step.old, Attendance::Late { .. }),
        _ => false,
    };
    let cell = only.and_then(|only| only.cell(cx.desk));
    let now = match cell.filter(|_| attendances > 0) {
        Some(_) if !moves_attendance => None,
        Some(cell) if cell.is_roll_called() => Some("entry-present"),
        Some(_) if deed.edits.iter().any(was_late) => Some("entry-not-called"),
        _ => None,
    };
    if let Some(now) = now.map(|key| cx.texts.get(key)) {
        done = tr!(cx.texts, "cleared-now", done, now).into_owned();
    }
    let nothing = match only {
        Some(only) => nothing_here(only, screen, cx),
        None => nothing_of_several(&screen.chosen(cx.desk), cx),
    };
    deed.say(done, &nothing, cx);
    // A cell that shows both is seen empty of both.
    let of_marks = deed.agree(Target::is_of_marks, cx);
    let of_roll = attendance.then(|| deed.agree(|_| false, cx)).flatten();
    let of_roll = of_roll.filter(|of_roll| of_marks.as_ref() != Some(of_roll));
    for settled in of_marks.iter().chain(&of_roll) {
        messages::also(Tone::Done, settled, cx.desk);
    }
    screen.emptied(&deed.changed);
    let grid = &mut screen.entering_mut().grid;
    grid.release();
    // What was cleared may be written again.
    grid.rows.step_back();
}

/// Says that nothing was just entered, and how to empty the cells if they hold anything.
pub(super) fn say_no_entry(screen: &dyn GridScreen, cx: &mut Cx<'_>) {
    let chosen = screen.chosen(cx.desk);
    let attendance = screen.holds_attendance();
    let holds = |place: &CellPlace| {
        let cell = place.cell(cx.desk);
        cell.is_some_and(|cell| !cell.clear(attendance, true).is_empty())
    };
    let text = match chosen.as_slice() {
        [only] if !holds(only) => nothing_here(*only, screen, cx),
        _ => cx.texts.get("backspace-nothing").into_owned(),
    };
    say(Tone::Hint, text, cx.desk);
}

/// Why there is nothing to be emptied. An announcement is nobody's entry: the pupil is marked.
fn nothing_here(place: CellPlace, screen: &dyn GridScreen, cx: &Cx<'_>) -> String {
    let shows = write::shows_attendance(place.target, screen);
    let cell = place
        .cell(cx.desk)
        .filter(|cell| shows && cell.is_announced());
    let Some((cell, letters)) = cell.zip(cx.desk.codes()) else {
        return match write::stood(place, false, cx.desk, cx.texts).filter(|_| !shows) {
            Some(code) => tr!(cx.texts, "clear-attendance-elsewhere", code).into_owned(),
            None => cx.texts.get("clear-empty").into_owned(),
        };
    };
    let code = letters.attendance(Attendance::Absent, cell.reason());
    let key = if codes::takes_answer(place, cx.desk) {
        "clear-announced"
    } else {
        "clear-announced-only"
    };
    tr!(cx.texts, key, code).into_owned()
}

/// Why there is nothing to be emptied in several cells. In «Явка» nobody is sent to that column, and
/// what came from outside of the lesson is nobody's entry in it.
fn nothing_of_several(chosen: &[CellPlace], cx: &Cx<'_>) -> String {
    let of_roll = |place: &&CellPlace| place.target == Target::Attendance;
    let of_roll: Vec<_> = chosen.iter().filter(of_roll).collect();
    let cells = of_roll.iter().filter_map(|place| place.cell(cx.desk));
    let reasons = cells.filter_map(PupilCell::reason);
    let outside: Vec<_> = reasons.filter(|reason| reason.is_from_outside()).collect();
    let is_announced = |reason: &&AbsenceReason| reason.standing == Standing::Announced;
    let key = if of_roll.is_empty() {
        "clear-nothing"
    } else if outside.is_empty() {
        "clear-empty"
    } else if outside.iter().all(is_announced) {
        "clear-nothing-announced"
    } else {
        "clear-nothing-outside"
    };
    cx.texts.get(key).into_owned()
}

/// Fills the selection with the value of its first cell; without a selection, the empty cells
/// below with the value under the cursor, or, where the cursor has just gone down from what was
/// entered, with the value above it. Who was not there gets no mark so.
pub fn fill(screen: &mut dyn GridScreen, cx: &mut Cx<'_>) {
    screen.entering_mut().stop();
    let grid = &screen.entering().grid;
    let Some((row, column)) = grid.active() else {
        return;
    };
    let at = |row| screen.place(row, column, cx.desk);
    let holds = |row: usize| {
        let cell = at(row)?.cell(cx.desk)?;
        (!cell.is_empty()).then_some(row)
    };
    let selected = grid.selection().map(|(rows, _)| rows);
    let (source, until, nothing, full) = match &selected {
        Some(rows) => (
            holds(*rows.start()),
            rows.end() + 1,
            "fill-from-empty",
            "fill-same",
        ),
        None => (
            holds(row).or_else(|| holds(row.checked_sub(1)?)),
            screen.members(cx.desk).len(),
            "fill-nothing",
            "fill-no-empty",
        ),
    };
    let Some((source, from)) = source.and_then(|row| Some((row, at(row)?))) else {
        return say(Tone::Hint, cx.texts.get(nothing), cx.desk);
    };
    // Whoever was announced is asked for when the roll is confirmed; a selection says who is meant.
    let is_announced = |place: &CellPlace| {
        let cell = place.cell(cx.desk);
        selected.is_none() && cell.is_some_and(PupilCell::is_announced)
    };
    let is_empty = |place: &CellPlace| {
        let cell = place.cell(cx.desk);
        selected.is_some() || cell.is_some_and(PupilCell::is_empty)
    };
    // An empty cell takes the work that is repeated.
    let of_source = |place: CellPlace| {
        let is_empty = place.cell(cx.desk).is_some_and(PupilCell::is_empty);
        let target = if is_empty { from.target } else { place.target };
        CellPlace { target, ..place }
    };
    let below = (source + 1..until).filter_map(at).filter(is_empty);
    let below = below.filter(|place| place.is_listed(cx.desk));
    let (announced, meant): (Vec<_>, Vec<_>) = below.partition(is_announced);
    let places: Vec<CellPlace> = meant.into_iter().map(of_source).collect();
    let gesture = cx.desk.gesture();
    let mut deed = deed::record(places, gesture, cx, |cell, desk| {
        let is_away = cell.target != Target::Attendance && cell.is_absent();
        let from = from.cell(desk)?;
        (!is_away).then(|| cell.copy(from))
    });
    // What was selected is named by the gesture, its first cell too; what stands there is said.
    if matches!(deed.recorded, Recorded::Done { .. } | Recorded::Nothing) {
        deed.same.extend(selected.is_some().then_some(from));
        deed.say_again(Target::is_of_marks, gesture, cx.desk);
    }
    let value = if from.target == Target::Attendance {
        write::stood(from, false, cx.desk, cx.texts)
    } else {
        write::mark_of_work(from, screen, cx.desk, cx.texts)
    };
    let value = value.unwrap_or_default();
    let done = tr!(cx.texts, "filled", value, count = deed.changed.len());
    deed.say(done, &cx.texts.get(full), cx);
    if let Some(settled) = deed.agree(Target::is_of_marks, cx) {
        messages::also(Tone::Done, &settled, cx.desk);
    }
    if !announced.is_empty() {
        let text = tr!(cx.texts, "announced-skipped", count = announced.len());
        messages::also(Tone::Warning, &text, cx.desk);
    }
    screen.entering_mut().grid.release();
}
