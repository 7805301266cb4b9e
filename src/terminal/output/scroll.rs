//! Finds rows that only moved up or down, so that the terminal can move them itself.
//!
//! A journal scrolled by one pupil repaints every row in a plain cell diff (some 2 kB); deleting
//! a line inside a scroll region is about 20 bytes and works on every terminal since the VT102,
//! the Linux console included (which has no `CSI S`).

use super::sgr::number;
use super::surface::{Slot, Surface, Symbol};

/// Rows `top..=bottom` move up by `lines` (down when negative).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Scroll {
    /// First row of the region.
    pub top: u16,
    /// Last row of the region.
    pub bottom: u16,
    /// Rows up; negative for down.
    pub lines: i32,
}

/// Fewer changed rows than this are cheaper to repaint.
const FEWEST_ROWS: usize = 5;
/// Rough cost of a scroll in cells: two margins, a move and the deletion.
const COST: usize = 24;

/// The scroll that brings `shown` closer to `wanted`, if it pays.
pub fn plan(shown: &Surface, wanted: &Surface) -> Option<Scroll> {
    let before: Vec<u64> = (0..shown.height())
        .map(|y| fingerprint(shown.row(y)))
        .collect();
    let after: Vec<u64> = (0..wanted.height())
        .map(|y| fingerprint(wanted.row(y)))
        .collect();
    let blank = fingerprint(&vec![Slot::BLANK; usize::from(wanted.width())]);
    let changed = || {
        (0..)
            .zip(before.iter().zip(&after))
            .filter(|(_, (old, new))| old != new && **new != blank)
            .map(|(row, (_, new))| (row, *new))
    };
    if changed().count() < FEWEST_ROWS {
        return None;
    }
    let moves: Vec<(i32, i32)> = changed()
        .flat_map(|(row, new)| {
            (0..)
                .zip(&before)
                .filter(move |(_, old)| **old == new)
                .map(move |(y, _)| (row, y - row))
        })
        .collect();
    let lines = commonest(moves.iter().map(|(_, by)| *by))?;
    let rows = || {
        moves
            .iter()
            .filter(|(_, by)| *by == lines)
            .map(|(row, _)| *row)
    };
    let (first, last) = (rows().min()?, rows().max()?);
    let top = u16::try_from(first.min(first + lines)).ok()?;
    let bottom = u16::try_from(last.max(last + lines)).ok()?;
    let scroll = Scroll { top, bottom, lines };
    let (still, scrolled) = costs(shown, wanted, scroll);
    (scrolled + COST < still).then_some(scroll)
}

/// Writes the sequence; the cursor's place afterwards is not worth keeping.
pub fn write(scroll: Scroll, height: u16, out: &mut Vec<u8>) {
    // Without margins the region reaches to the last row by itself.
    let margins = scroll.bottom.saturating_add(1) < height;
    if margins {
        out.extend_from_slice(b"\x1b[");
        number(scroll.top.saturating_add(1), out);
        out.push(b';');
        number(scroll.bottom.saturating_add(1), out);
        out.push(b'r');
    }
    out.extend_from_slice(b"\x1b[");
    if scroll.top > 0 {
        number(scroll.top.saturating_add(1), out);
    }
    out.extend_from_slice(b"H\x1b[");
    let count = u16::try_from(scroll.lines.unsigned_abs()).unwrap_or(u16::MAX);
    if count > 1 {
        number(count, out);
    }
    out.push(if scroll.lines > 0 { b'M' } else { b'L' });
    if margins {
        out.extend_from_slice(b"\x1b[r");
    }
}

/// A quick fingerprint of the text of a row. Style is left out: the row under the cursor looks
/// different and is still the same row.
fn fingerprint(row: &[Slot]) -> u64 {
    row.iter().fold(0, |mix, slot| {
        let value = match &slot.symbol {
            Symbol::Char(c) => u64::from(*c),
            Symbol::Cluster(text, _) => text.chars().map(u64::from).sum(),
            Symbol::Tail => 1,
            Symbol::Unknown => 2,
        };
        (u64::rotate_left(mix, 5) ^ value).wrapping_mul(0x517c_c1b7_2722_0a95)
    })
}

fn commonest(moves: impl Iterator<Item = i32>) -> Option<i32> {
    let mut votes: Vec<(i32, usize)> = Vec::new();
    for by in moves {
        match votes.iter_mut().find(|(known, _)| *known == by) {
            Some((_, count)) => *count += 1,
            None => votes.push((by, 1)),
        }
    }
    // Among equals the shortest way.
    votes
        .into_iter()
        .max_by_key(|(by, count)| (*count, -by.abs()))
        .map(|(by, _)| by)
}

/// Cells to repaint in the region without the scroll and with it.
fn costs(shown: &Surface, wanted: &Surface, scroll: Scroll) -> (usize, usize) {
    let (mut still, mut scrolled) = (0, 0);
    for y in scroll.top..=scroll.bottom {
        let target = wanted.row(y);
        still += different(shown.row(y), target);
        let source = u16::try_from(i32::from(y) + scroll.lines)
            .ok()
            .filter(|source| (scroll.top..=scroll.bottom).contains(source));
        scrolled += match source {
            Some(source) => different(shown.row(source), target),
            None => target.iter().filter(|slot| !slot.is_plain_blank()).count(),
        };
    }
    (still, scrolled)
}

fn different(a: &[Slot], b: &[Slot]) -> usize {
    a.iter().zip(b).filter(|(a, b)| a != b).count()
}
