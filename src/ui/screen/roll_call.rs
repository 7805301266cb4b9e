//! F4: the roll call of a lesson is confirmed.

use crate::action::Action;
use crate::desk::gesture::PupilCell;
use crate::desk::notice::{Notice, Tone};
use crate::desk::{Desk, Recorded};
use crate::tr;
use crate::ui::layer::{Cx, Outcome, Told};
use crate::ui::popup::ask::{Answer, Ask};
use crate::ui::say;
use crossterm::event::KeyCode;
use journal::{Attendance, Edit, LessonId, PupilId, Standing, Step, Verdict};

/// Confirms it, if the rules allow it to the person and now. Whoever was announced as absent and
/// not seen yet is asked for first: «Предупредили: … — нет их или пришли?»
pub fn confirm(lesson: LessonId, cx: &mut Cx<'_>) -> Outcome {
    let announced = announced(lesson, cx.desk);
    let verdict = cx.desk.judge(lesson, &confirmed());
    let is_allowed = matches!(verdict, Some(Verdict::OnTime | Verdict::Late { .. }));
    if announced.is_empty() || !is_allowed {
        record(lesson, &[], false, cx);
        return Outcome::Consumed;
    }
    let names = announced
        .iter()
        .filter_map(|pupil| cx.desk.pupil_name(*pupil));
    let names = names.collect::<Vec<_>>().join(", ");
    let answer = |hint, came| Answer {
        hint,
        told: Told::RollCall {
            lesson,
            asked: announced.clone(),
            came,
        },
    };
    let question = tr!(cx.texts, "roll-call-announced", names);
    let ask = Ask::new(
        Action::ConfirmRollCall.spec().label,
        question,
        "roll-call-announced-keys",
        answer("hint-absent", false),
    );
    Outcome::Open(Box::new(
        ask.or(KeyCode::Char('п'), answer("hint-came", true)),
    ))
}

fn confirmed() -> Edit {
    let step = Step::new(false, true);
    Edit::RollCall { step }
}

/// Pupils of whom somebody has said beforehand that they will be absent, and whom nobody has
/// marked.
fn announced(lesson: LessonId, desk: &Desk) -> Vec<PupilId> {
    let Some(spot) = desk
        .pages
        .spot(lesson)
        .filter(|spot| spot.sheet.roll_call.is_none())
    else {
        return Vec::new();
    };
    let members = spot.members.iter().map(|member| member.pupil);
    let is_open = |pupil: &PupilId| {
        let entry = spot.sheet.entry(*pupil);
        entry.is_some_and(|entry| {
            let reason = entry.reason.as_ref();
            entry.attendance == Attendance::Present
                && reason.is_some_and(|reason| reason.standing == Standing::Announced)
        })
    };
    members.filter(is_open).collect()
}

/// Confirms it together with what was answered of those asked for: they came, or they did not.
/// Whoever was marked meanwhile, or announced, is not spoken of.
pub fn record(lesson: LessonId, asked: &[PupilId], came: bool, cx: &mut Cx<'_>) {
    let still_open = announced(lesson, cx.desk);
    let Some(spot) = cx.desk.pages.spot(lesson) else {
        return;
    };
    if let Some(roll) = spot.sheet.roll_call {
        let at = say::moment(roll.at, cx.desk);
        let text = tr!(cx.texts, "roll-call-again", at = at);
        return cx.desk.say(Notice::new(Tone::Hint, text));
    }
    let asked = asked.iter().filter(|pupil| still_open.contains(pupil));
    let answered = asked.flat_map(|pupil| {
        let cell = PupilCell::of(spot.sheet, *pupil);
        if came {
            cell.mark_present()
        } else {
            cell.mark_absent()
        }
    });
    let edits = answered.chain([confirmed()]);
    let edits = edits.map(|edit| (lesson, edit)).collect();
    let gesture = cx.desk.gesture();
    let recorded = cx.desk.record(gesture, edits, None);
    say::recorded(&recorded, cx.desk, cx.texts);
    if matches!(recorded, Recorded::Done { late: None }) {
        let of = cx.desk.lesson_title(lesson).unwrap_or_default();
        let text = tr!(cx.texts, "roll-call-confirmed", lesson = of);
        cx.desk.say(Notice::new(Tone::Done, text));
    }
}
