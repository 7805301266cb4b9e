//! Finds a row that goes on as before, only further left or right, so that the terminal can move
//! the rest of it itself.
//!
//! The line that says where the cursor is begins with the pupil's name and goes on with the same
//! words for most of them: deleting or inserting a few characters is 4 bytes and works on every
//! terminal since the VT102.

use super::sgr::number;
use super::surface::{Slot, Symbol};

/// What stands from column `at` on moves right by `columns` (left when negative).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shift {
    /// The first column that moves; when it moves left, the first that goes.
    pub at: u16,
    /// Columns right; negative for left.
    pub columns: i32,
}

/// Rough cost in cells: the sequence and a move.
const COST: usize = 6;
/// Nothing is looked for further away.
const FARTHEST: i32 = 24;
/// Blanks at the end are erased, however many.
const ERASE: usize = 3;

/// The shift that brings `shown` closer to `wanted`, if it pays.
pub fn plan(shown: &[Slot], wanted: &[Slot]) -> Option<Shift> {
    let at = shown.iter().zip(wanted).position(|(a, b)| a != b)?;
    let end = length(shown).max(length(wanted));
    let (old, new) = (shown.get(at..end)?, wanted.get(at..end)?);
    let still = cost(old, new, 0, usize::MAX)?;
    // The width of some symbols is disputed, and no terminal says what half of one becomes.
    let is_narrow = |slot: &Slot| matches!(slot.symbol, Symbol::Char(_));
    let mut rest = shown.iter().skip(at).chain(wanted.iter().skip(at));
    let mut most = still.checked_sub(COST + 1)?;
    if !rest.all(is_narrow) {
        return None;
    }
    // What stays at its place behind all that changes would move, and have to be written again.
    let same = old
        .iter()
        .zip(new)
        .rev()
        .take_while(|(old, new)| old == new);
    let mut stays = same.filter(|(slot, _)| !slot.is_plain_blank());
    if stays.nth(most).is_some() {
        return None;
    }
    // Mostly the end of a row is what stays: what that costs rules most of the others out at once.
    let length = |row| i32::try_from(length(row)).unwrap_or_default();
    let likely = length(new) - length(old);
    if (1..=FARTHEST).contains(&likely.abs())
        && let Some(cost) = cost(old, new, likely, most)
    {
        most = cost;
    }
    let mut best = None;
    // Among equals the shortest way.
    for columns in (1..=FARTHEST).flat_map(|by| [by, -by]) {
        if let Some(cost) = cost(old, new, columns, most) {
            best = Some(columns);
            let Some(less) = cost.checked_sub(1) else {
                break;
            };
            most = less;
        }
    }
    let at = u16::try_from(at).ok()?;
    best.map(|columns| Shift { at, columns })
}

/// Cells to be written to make `new` of what is `old`, once that has been moved right; none when
/// they are more than `most`.
fn cost(old: &[Slot], new: &[Slot], columns: i32, most: usize) -> Option<usize> {
    let by = usize::try_from(columns.unsigned_abs()).unwrap_or_default();
    let (inserted, deleted) = if columns > 0 { (by, 0) } else { (0, by) };
    let blanks = std::iter::repeat(&Slot::BLANK);
    let moved = blanks.clone().take(inserted);
    let moved = moved.chain(old.iter().skip(deleted)).chain(blanks);
    let mut pushed_out = old.iter().rev().take(inserted);
    let is_left_over = pushed_out.any(|slot| !slot.is_plain_blank());
    let (mut written, mut erased) = (0, if is_left_over { ERASE } else { 0 });
    for (old, new) in moved.zip(new) {
        if old == new {
            continue;
        }
        if new.is_plain_blank() {
            erased = ERASE.min(erased + 1);
        } else {
            written += 1;
        }
        if written + erased > most {
            return None;
        }
    }
    Some(written + erased)
}

/// Up to the plain blanks at the end.
fn length(row: &[Slot]) -> usize {
    let blanks = row.iter().rev().take_while(|slot| slot.is_plain_blank());
    row.len() - blanks.count()
}

/// Writes the sequence; the cursor stands in column `at` and stays there.
pub fn write(shift: Shift, out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    let count = u16::try_from(shift.columns.unsigned_abs()).unwrap_or(u16::MAX);
    if count > 1 {
        number(count, out);
    }
    out.push(if shift.columns > 0 { b'@' } else { b'P' });
}
