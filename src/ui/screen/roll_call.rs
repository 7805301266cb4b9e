//! F4: the roll call of a lesson is confirmed.

use crate::desk::gesture::{PupilCell, Target};
use crate::desk::notice::{Notice, Tone};
use crate::desk::pages::{SheetRef, Spot};
use crate::desk::{Desk, Recorded};
use crate::tr;
use crate::ui::layer::{Cx, Outcome};
use crate::ui::messages;
use crate::ui::popup::announced::Announced;
use crate::ui::recording;
use journal::regulation::EnteredBy;
use journal::{Attendance, Cell, Edit, FromTo, LessonId, Member, PupilId, RollCall};
use std::collections::BTreeSet;

/// Confirms it, if the rules allow it to the person and now. Whoever was announced as absent and
/// not seen yet is asked for first.
pub fn confirm(lesson: LessonId, cx: &mut Cx<'_>) -> Outcome {
    let announced = announced(lesson, cx.desk);
    let verdict = cx.desk.judge(lesson, &confirmed());
    if let Some(verdict) = verdict.filter(|verdict| !verdict.accepts()) {
        let sheet = lesson.into();
        messages::recorded(&Recorded::Refused { verdict, sheet }, cx.desk, cx.texts);
        return Outcome::Consumed;
    }
    if announced.is_empty() {
        record(lesson, &[], &BTreeSet::new(), cx);
        return Outcome::Consumed;
    }
    Outcome::Open(Box::new(Announced::new(lesson, announced)))
}

fn confirmed() -> Edit {
    let step = FromTo::new(false, true);
    Edit::RollCall { step }
}

/// Pupils of whom somebody has said beforehand that they will be absent, and whom nobody has
/// marked; also where the roll is confirmed: an answer may have been taken back since.
fn announced(lesson: LessonId, desk: &Desk) -> Vec<Member> {
    let Some(spot) = desk.pages.spot(lesson) else {
        return Vec::new();
    };
    let by = EnteredBy::READER;
    let cell = |pupil| attendance_of(spot.sheet, by, pupil);
    let members = spot.members.iter();
    members
        .filter(|member| cell(member.pupil).is_announced())
        .cloned()
        .collect()
}

/// By whom and when the roll was called.
fn signed(sheet: SheetRef<'_>) -> Option<RollCall> {
    sheet.lesson()?.roll_call
}

fn attendance_of(sheet: SheetRef<'_>, by: EnteredBy, pupil: PupilId) -> PupilCell<'_> {
    PupilCell {
        sheet,
        pupil,
        target: Target::Attendance,
        by,
    }
}

/// Confirms it together with what was answered of those asked for: some came, the others did not.
/// Whoever was marked meanwhile keeps that, and is named. Who was announced and is marked absent, or
/// is as was answered, is said once more, and so is what another has confirmed: it stands although
/// the other takes the own word back.
pub fn record(lesson: LessonId, asked: &[PupilId], came: &BTreeSet<PupilId>, cx: &mut Cx<'_>) {
    let Some(spot) = cx.desk.pages.spot(lesson) else {
        return;
    };
    let by = cx.desk.entered_by(lesson);
    let is_open = |pupil: &&PupilId| attendance_of(spot.sheet, by, **pupil).is_announced();
    let roll = signed(spot.sheet);
    if let Some(roll) = roll.filter(|_| !asked.iter().any(|pupil| is_open(&pupil))) {
        let at = messages::moment(roll.at, cx.desk);
        let text = tr!(cx.texts, "roll-call-again", at = at);
        let cells = resolved((spot, by), asked, came).into_iter();
        let meanwhile = meanwhile((spot, by), asked, came, cx);
        recording::say_again(lesson, cells.chain([Cell::RollCall]), cx);
        cx.desk.say(Notice::new(Tone::Hint, text));
        return say_meanwhile(&meanwhile, cx);
    }
    let meanwhile = meanwhile((spot, by), asked, came, cx);
    let answered = asked.iter().flat_map(|pupil| {
        let cell = attendance_of(spot.sheet, by, *pupil);
        let answered = cell.is_announced().then(|| answer(cell, came));
        answered.unwrap_or_default()
    });
    let edits = answered.chain(roll.is_none().then(confirmed));
    let edits = edits.map(|edit| (lesson, edit)).collect();
    let resolved = resolved((spot, by), asked, came);
    let gesture = cx.desk.gesture();
    let recorded = cx.desk.record(gesture, edits, None);
    if matches!(recorded, Recorded::Done { .. }) {
        for cell in resolved {
            cx.desk.say_again(gesture, lesson.into(), cell);
        }
    }
    messages::recorded(&recorded, cx.desk, cx.texts);
    if matches!(recorded, Recorded::Done { late: None }) {
        let of = cx.desk.lesson_title(lesson).unwrap_or_default();
        let text = match roll {
            None => tr!(cx.texts, "roll-call-confirmed", lesson = of),
            Some(_) => tr!(cx.texts, "roll-call-answered", lesson = of),
        };
        cx.desk.say(Notice::new(Tone::Done, text));
    }
    say_meanwhile(&meanwhile, cx);
}

/// Who of those asked for was marked meanwhile: as was answered, and otherwise.
fn meanwhile(
    (spot, by): (Spot<'_>, EnteredBy),
    asked: &[PupilId],
    came: &BTreeSet<PupilId>,
    cx: &Cx<'_>,
) -> [Vec<String>; 2] {
    let cell = |pupil| attendance_of(spot.sheet, by, pupil);
    let marked = asked.iter().filter(|pupil| !cell(**pupil).is_announced());
    let (alike, otherwise): (Vec<_>, Vec<_>) =
        marked.partition(|pupil| answer(cell(**pupil), came).is_empty());
    let names = |pupils: Vec<&PupilId>| {
        let names = pupils.into_iter();
        names
            .filter_map(|pupil| cx.desk.pupil_name(*pupil))
            .collect()
    };
    [names(alike), names(otherwise)]
}

fn say_meanwhile(meanwhile: &[Vec<String>; 2], cx: &mut Cx<'_>) {
    let keys = ["roll-call-marked-meanwhile", "roll-call-marked-otherwise"];
    for (key, names) in keys.into_iter().zip(meanwhile) {
        if !names.is_empty() {
            let text = tr!(cx.texts, key, names = names.join(", "));
            messages::also(Tone::Warning, &text, cx.desk);
        }
    }
}

/// What is to be written of a pupil who was asked for.
fn answer(cell: PupilCell<'_>, came: &BTreeSet<PupilId>) -> Vec<Edit> {
    let attendance = if came.contains(&cell.pupil) {
        Attendance::Present
    } else {
        Attendance::Absent
    };
    cell.attend(attendance, None)
}

/// Of whom confirming the roll writes nothing, for what it would have written stands there.
fn resolved(
    (spot, by): (Spot<'_>, EnteredBy),
    asked: &[PupilId],
    came: &BTreeSet<PupilId>,
) -> Vec<Cell> {
    let is_resolved = |pupil: PupilId| {
        let cell = attendance_of(spot.sheet, by, pupil);
        let was_announced = cell.is_absent() && cell.has_announcement();
        was_announced && !came.contains(&pupil)
            || asked.contains(&pupil) && answer(cell, came).is_empty()
    };
    let pupils = spot.members.iter().map(|member| member.pupil);
    let cells = pupils.filter(|pupil| is_resolved(*pupil));
    cells.map(|pupil| Cell::Attendance { pupil }).collect()
}
