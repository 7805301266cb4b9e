//! What an undo took back, and what it left.

use super::{LONGEST_IN_A_LINE, content, found, kind, place, steps};
use crate::desk::Desk;
use crate::i18n::Texts;
use crate::tr;
use crate::ui::messages;
use journal::{Attendance, Cell, Change, Content};
use offline::{Kept, Undone};
use std::collections::{BTreeMap, BTreeSet};

/// What was taken back: the one entry in words, «Отменено: Белова Анна · 7Б Алгебра 16.11 ·
/// отметка: 4, снова 5», or how many there were. An absence and its reason are one entry. Where it
/// was in conflict, that theirs stands. Of what stood nowhere any more (`is_already`) only the own word
/// was withdrawn, and the log tells so: what stands was written over it.
pub fn undone(undone: &Undone, is_already: bool, desk: &Desk, texts: &Texts) -> String {
    let is_gone = |change: &&Change| {
        [&undone.closed, &undone.withdrawn]
            .iter()
            .any(|ids| ids.contains(&change.id))
    };
    let gone = undone.gesture.changes.iter().filter(is_gone);
    // What was only said once more is no entry.
    let moves = |change: &&Change| change.edit.expected() != change.edit.wanted();
    let back = undone.changes.iter().chain(gone).filter(moves);
    let letter = |change: &Change| (change.sheet, change.edit.cell().letter());
    let conceded = undone.conceded.iter().copied();
    let entries: BTreeSet<_> = back.map(letter).chain(conceded).collect();
    let conceded = undone.conceded.len();
    if entries.len() != 1 {
        let calls_roll = entries.iter().any(|(_, cell)| *cell == Cell::RollCall);
        let words = if is_already {
            tr!(texts, "undone-already-several", count = entries.len())
        } else if calls_roll {
            tr!(texts, "undone-roll-call", count = entries.len() - 1)
        } else {
            tr!(texts, "undone", count = entries.len())
        };
        if conceded == 0 {
            return words.into_owned();
        }
        return format!(
            "{words} {}",
            tr!(texts, "undone-conflicts", count = conceded)
        );
    }
    let Some(first) = undone.gesture.changes.first() else {
        return String::new();
    };
    let mut parts = place(first, desk, texts);
    // Of a cell that was written twice, what was written last and what stands there now: where the
    // server had not taken it, what another has written.
    let spot = desk.pages.spot(first.sheet);
    let mut cells: BTreeMap<Cell, (Content, Content)> = BTreeMap::new();
    for change in undone.gesture.changes.iter().filter(moves) {
        let cell = change.edit.cell();
        let now = spot.map(|spot| spot.sheet.content(cell));
        let (now, new) = (now.unwrap_or(change.edit.expected()), change.edit.wanted());
        cells.insert(cell, (now, new));
    }
    let (step, whole) = match conceded {
        0 if is_already => ("change-withdrawn", "undone-already"),
        0 => ("change-undone", "undone-one"),
        _ => ("change-conceded", "undone-conflict"),
    };
    if conceded > 0 {
        cells.retain(|_, (now, new)| now != new);
    }
    let lesson = spot.and_then(|spot| spot.sheet.lesson());
    let not_called = lesson.is_some_and(|sheet| sheet.roll_call.is_none());
    // Nobody has said yet that the pupil is there.
    let is_unsaid =
        |content: &Content| not_called && *content == Content::Attendance(Attendance::Present);
    let said = |it: &Content| {
        let key = is_unsaid(it).then_some("attendance-not-called");
        key.map_or_else(
            || content(it, desk, texts),
            |key| texts.get(key).into_owned(),
        )
    };
    for (old, new) in cells.values() {
        if is_unsaid(old) || is_unsaid(new) {
            let (kind, old, new) = (texts.get(&kind(new)), said(old), said(new));
            parts.push(tr!(texts, step, kind, old, new).into_owned());
        } else {
            let longest = LONGEST_IN_A_LINE;
            parts.extend(steps(step, old, new, longest, desk, texts));
        }
    }
    tr!(texts, whole, what = parts.join(" · ")).into_owned()
}

/// Whether what is to be taken back stood nowhere any more, before the undo is shown.
pub fn is_undone_already(undone: &Undone, desk: &Desk) -> bool {
    let is_back = |change: &Change| {
        let spot = desk.pages.spot(change.sheet);
        spot.is_some_and(|spot| spot.sheet.content(change.edit.cell()) == change.edit.wanted())
    };
    let is_other = undone.withdrawn.is_empty() && undone.closed.is_empty();
    let mut moving = undone.changes.iter();
    let moves = moving.any(|change| change.edit.expected() != change.edit.wanted());
    is_other && moves && undone.changes.iter().all(is_back)
}

/// What was not taken back, since another says so too: «Осталось: Белова Анна · 7Б Алгебра 16.11 ·
/// отметка: 5. Так записано и с другого компьютера.» Or has written something else over it. And what
/// else of it was taken back.
pub fn kept(kept: &[Kept], desk: &Desk, texts: &Texts) -> String {
    let mut by_whom: Vec<Vec<&Kept>> = Vec::new();
    let why = |one: &Kept| (one.is_written_over(), one.by.clone());
    for one in kept {
        let same = |of: &&mut Vec<&Kept>| of.first().is_some_and(|first| why(first) == why(one));
        match by_whom.iter_mut().find(same) {
            Some(of) => of.push(one),
            None => by_whom.push(vec![one]),
        }
    }
    let said = by_whom.iter().map(|kept| kept_for(kept, desk, texts));
    let said = said.collect::<Vec<_>>().join(" ");
    match kept.iter().map(|one| one.others_taken).max() {
        None | Some(0) => said,
        Some(count) => format!("{said} {}", tr!(texts, "undone-rest", count)),
    }
}

/// What stays for one reason and one person.
fn kept_for(kept: &[&Kept], desk: &Desk, texts: &Texts) -> String {
    let letter = |one: &&Kept| (one.change.sheet, one.change.edit.cell().letter());
    let letters: BTreeSet<_> = kept.iter().map(letter).collect();
    let what = match kept.first().filter(|_| letters.len() == 1) {
        Some(first) => {
            let mut parts = place(&first.change, desk, texts);
            parts.extend(kept_in_letter(kept, desk, texts));
            parts.join(" · ")
        }
        None => tr!(texts, "undone-kept", count = letters.len()).into_owned(),
    };
    let by = kept.iter().find_map(|one| one.by.as_ref());
    let is_written_over = kept.iter().any(|one| one.is_written_over());
    if by.is_some_and(|by| !messages::is_own_name(Some(by), desk)) {
        let by = messages::writer(by, desk, texts);
        // Initials end with a full stop of their own.
        let by = by.trim_end_matches('.');
        if is_written_over {
            tr!(texts, "undone-over-other", what, by)
        } else {
            tr!(texts, "undone-kept-other", what, by)
        }
    } else if is_written_over {
        tr!(texts, "undone-over-own", what)
    } else {
        tr!(texts, "undone-kept-own", what)
    }
    .into_owned()
}

/// What an undo left of one letter, as the cell is read: no reason is said of who is there.
fn kept_in_letter(kept: &[&Kept], desk: &Desk, texts: &Texts) -> Vec<String> {
    let is_told = |one: &&&Kept| kept.len() == 1 || one.stands != Content::Reason(None);
    let words = kept.iter().filter(is_told).map(|one| {
        let words = found(&one.stands, &one.change, desk, texts);
        format!("{}: {words}", texts.get(&kind(&one.stands)))
    });
    let mut words: Vec<String> = words.collect();
    words.dedup();
    words
}
