//! What an amendment would change, in words: totals, consequences, fields.

use super::moves;
use super::words::title;
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::record_words::effects;
use crate::tr;
use journal::register::{Amended, DaySpan, Effect, EffectKind, RecordRef, Register};

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
            let what = effects::found_in(first, texts);
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
    effects::effect(effect, &title, moved(effect, desk), texts)
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
