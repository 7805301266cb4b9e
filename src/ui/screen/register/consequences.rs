//! What an amendment would change, in words: totals, consequences, fields.

use super::moves;
use super::words::{self, title};
use crate::desk::Desk;
use crate::i18n::{Texts, dates};
use crate::tr;
use chrono::NaiveDate;
use journal::register::{
    Amended, DaySpan, Effect, EffectKind, FieldStep, Found, Kind, RecordRef, Register, Value,
};
use journal::school::Bell;

/// «266 уроков, 1204 отметки».
pub fn found(found: &Found, texts: &Texts) -> impl Iterator<Item = String> {
    let counted = [
        ("found-lessons", found.lessons),
        ("found-marks", found.marks),
        ("found-journals", found.journals),
        ("found-accounts", found.accounts),
    ];
    let said = counted.into_iter().filter(|(_, count)| *count > 0);
    let said = said.map(|(key, count)| tr!(texts, key, count).into_owned());
    said.collect::<Vec<_>>().into_iter()
}

fn found_in(effect: &Effect, texts: &Texts) -> String {
    let found = effect.found.iter().flat_map(|it| self::found(it, texts));
    found.collect::<Vec<_>>().join(", ")
}

/// How many records move, and how dangerous it is.
pub fn totals(amended: &Amended, texts: &Texts) -> String {
    let totals = &amended.totals;
    let records = [
        ("totals-created", totals.created),
        ("totals-changed", totals.changed),
        ("totals-removed", totals.removed),
    ];
    let records = records.into_iter().filter(|(_, count)| *count > 0);
    let records = records.map(|(key, count)| tr!(texts, key, count).into_owned());
    let dangers: Vec<&Effect> = amended.consequences.dangers().collect();
    let danger = match *dangers {
        [] if amended.consequences.effects.is_empty() && amended.consequences.moves.is_empty() => {
            texts.get("totals-no-lessons").into_owned()
        }
        [] => texts.get("totals-no-dangers").into_owned(),
        // One lesson may lie in two of them, so they are not summed.
        [first, ..] => {
            let what = found_in(first, texts);
            let key = if what.is_empty() {
                "totals-dangers-uncounted"
            } else {
                "totals-dangers"
            };
            tr!(texts, key, count = dangers.len(), what).into_owned()
        }
    };
    let moves = moves::totals(&amended.consequences.moves, texts);
    let mut parts: Vec<String> = moves.into_iter().chain(records).collect();
    // What is read first must not be cut.
    let first = if dangers.is_empty() { parts.len() } else { 0 };
    parts.insert(first, danger);
    parts.join(" · ")
}

/// A consequence in one line.
pub fn effect(effect: &Effect, register: &Register, desk: &Desk, texts: &Texts) -> String {
    let title = |at: &RecordRef| title(*at, register, desk, texts);
    effect_among(effect, &title, moved(effect, desk), texts)
}

/// The same where `title` says what records are called, on these days.
pub fn effect_among(
    effect: &Effect,
    title: &dyn Fn(&RecordRef) -> String,
    moved: DaySpan,
    texts: &Texts,
) -> String {
    let (what, days) = (found_in(effect, texts), days(moved, texts));
    match &effect.kind {
        EffectKind::BecomesAdministrator { person } => {
            let title = title(person);
            tr!(texts, "effect-becomes-administrator", title, days)
        }
        EffectKind::LeavesYears { year } => {
            tr!(
                texts,
                "effect-leaves-years",
                title = title(year),
                what,
                days
            )
        }
        EffectKind::ClosesYear { year } => {
            tr!(texts, "effect-closes-year", title = title(year), what)
        }
        EffectKind::BecomesHoliday { holiday } => {
            tr!(
                texts,
                "effect-becomes-holiday",
                title = title(holiday),
                what,
                days
            )
        }
        EffectKind::LeavesPeriods { .. } => tr!(texts, "effect-leaves-periods", what, days),
        EffectKind::MovesPeriodMarks { period } => {
            tr!(
                texts,
                "effect-moves-period-marks",
                title = title(period),
                what
            )
        }
        EffectKind::Renames { .. } => tr!(texts, "effect-renames", what),
        EffectKind::EntriesOutside { list } => {
            tr!(
                texts,
                "effect-entries-outside",
                title = title(list),
                what,
                days
            )
        }
        EffectKind::KeepsWeight { .. } => tr!(texts, "effect-keeps-weight", what),
        EffectKind::LosesBell { was, .. } => {
            let number = was.number;
            tr!(
                texts,
                "effect-loses-bell",
                number,
                was = bell(*was),
                what,
                days
            )
        }
        EffectKind::MovesBell { was, now, .. } => {
            let (number, was, now) = (was.number, bell(*was), bell(*now));
            tr!(texts, "effect-moves-bell", number, was, now, what, days)
        }
        EffectKind::GainsBell { now, .. } => {
            let (number, now) = (now.number, bell(*now));
            tr!(texts, "effect-gains-bell", number, now, what, days)
        }
        EffectKind::ChangesPeriod { from, to } => {
            let (from, to) = (title(from), title(to));
            tr!(texts, "effect-changes-period", from, to, what, days)
        }
        EffectKind::EntersPeriod { period } => {
            tr!(
                texts,
                "effect-enters-period",
                title = title(period),
                what,
                days
            )
        }
        EffectKind::LeavesHoliday { holiday } => {
            tr!(
                texts,
                "effect-leaves-holiday",
                title = title(holiday),
                what,
                days
            )
        }
    }
    .into_owned()
}

/// The first lessons of a consequence.
pub fn samples(effect: &Effect, texts: &Texts) -> String {
    let Some(found) = &effect.found else {
        return String::new();
    };
    let lessons = found.samples.iter().map(|sample| {
        let day = dates::short_date(sample.day);
        let (title, number) = (sample.title.as_str(), sample.number);
        tr!(texts, "effect-sample", title, day, number).into_owned()
    });
    lessons.collect::<Vec<_>>().join("; ")
}

/// A field, what it said and what it will say.
pub fn step(step: &FieldStep, described: &Kind, register: &Register, texts: &Texts) -> String {
    said(step, "step-was-now", described, register, texts)
}

/// The same of what has been done.
pub fn past_step(step: &FieldStep, described: &Kind, register: &Register, texts: &Texts) -> String {
    said(step, "step-became", described, register, texts)
}

fn said(
    step: &FieldStep,
    both: &str,
    described: &Kind,
    register: &Register,
    texts: &Texts,
) -> String {
    let words = |value: &Value| words::value(register, described, step.field, value, texts);
    let (was, now) = (words(&step.was), words(&step.now));
    let field = texts.get(&described.field_key(step.field)).into_owned();
    match (was.is_empty(), now.is_empty()) {
        (true, _) => tr!(texts, "step-now", field, now),
        (_, true) => tr!(texts, "step-was", field, was),
        _ => tr!(texts, both, field, was, now),
    }
    .into_owned()
}

/// The days on which something moves: a bell moves no lesson of a day that has begun.
fn moved(effect: &Effect, desk: &Desk) -> DaySpan {
    let DaySpan { first, last } = effect.days;
    match effect.kind {
        EffectKind::LosesBell { .. }
        | EffectKind::MovesBell { .. }
        | EffectKind::GainsBell { .. } => {
            let tomorrow = desk.local(desk.now()).date().succ_opt();
            DaySpan::new(tomorrow.unwrap_or(first).max(first).min(last), last)
        }
        _ => effect.days,
    }
}

/// «с 12.10.2026», «12.10–18.10.2026».
pub fn days(days: DaySpan, texts: &Texts) -> String {
    let whole = |day: NaiveDate| day.format("%d.%m.%Y").to_string();
    let DaySpan { first, last } = days;
    match (first == NaiveDate::MIN, last == NaiveDate::MAX) {
        (true, true) => texts.get("days-all").into_owned(),
        (true, false) => tr!(texts, "days-until", day = whole(last)).into_owned(),
        (false, true) => tr!(texts, "days-from", day = whole(first)).into_owned(),
        _ if first == last => whole(first),
        _ => format!("{}–{}", first.format("%d.%m"), whole(last)),
    }
}

fn bell(bell: Bell) -> String {
    format!("{}–{}", dates::time(bell.starts), dates::time(bell.ends))
}
