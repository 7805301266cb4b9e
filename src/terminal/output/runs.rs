//! The changed cells of a row as runs, each with what of it can be erased instead of written.

use super::sgr::number;
use super::surface::Slot;

/// Bytes of `CSI K`.
const TO_END: u16 = 3;
/// Fewer blanks are as short as `CSI n X`, which also leaves the cursor before them.
const FEWEST_ERASED: u16 = 6;

/// Changed cells of one row: `start..end` are written, what follows them is erased.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Run {
    pub y: u16,
    /// The first cell.
    pub start: u16,
    /// The first cell that is not written.
    pub end: u16,
    /// How the plain blanks from `end` on come.
    pub erase: Option<Erase>,
}

/// Erasing, which leaves the cursor where it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Erase {
    /// Up to the end of the row.
    ToEnd,
    /// So many cells.
    Cells(u16),
}

impl Erase {
    /// Writes the sequence; answers where the erased cells end.
    pub fn write(self, from: u16, width: u16, out: &mut Vec<u8>) -> u16 {
        out.extend_from_slice(b"\x1b[");
        match self {
            Self::ToEnd => {
                out.push(b'K');
                width
            }
            Self::Cells(count) => {
                number(count, out);
                out.push(b'X');
                from.saturating_add(count)
            }
        }
    }
}

/// Adds the runs that make `wanted` of what is `shown` in a row.
pub fn find(shown: &[Slot], wanted: &[Slot], y: u16, runs: &mut Vec<Run>) {
    let to_end = erased_to_end(shown, wanted);
    let width = u16::try_from(wanted.len()).unwrap_or(u16::MAX);
    let limit = to_end.unwrap_or(width);
    let cells = (0..limit).zip(shown.iter().zip(wanted));
    let mut changed = cells
        .filter(|(_, (shown, wanted))| shown != wanted)
        .peekable();
    while let Some((start, (_, first))) = changed.next() {
        let mut end = start.saturating_add(1);
        let mut blanks = u16::from(first.is_plain_blank());
        while let Some((x, (_, wanted))) = changed.next_if(|(x, _)| *x == end) {
            blanks = if wanted.is_plain_blank() {
                blanks + 1
            } else {
                0
            };
            end = x.saturating_add(1);
        }
        let erased = if blanks < FEWEST_ERASED { 0 } else { blanks };
        runs.push(Run {
            y,
            start,
            end: end - erased,
            erase: (erased > 0).then_some(Erase::Cells(erased)),
        });
    }
    let Some(at) = to_end else { return };
    match runs.last_mut() {
        Some(run) if run.y == y && run.end == at && run.erase.is_none() => {
            run.erase = Some(Erase::ToEnd);
        }
        _ => runs.push(Run {
            y,
            start: at,
            end: at,
            erase: Some(Erase::ToEnd),
        }),
    }
}

/// Where the row can be erased to its end more cheaply than by writing blanks.
fn erased_to_end(shown: &[Slot], wanted: &[Slot]) -> Option<u16> {
    let blanks = wanted.iter().rev().take_while(|slot| slot.is_plain_blank());
    let start = wanted.len() - blanks.count();
    let mut changed = (0..)
        .zip(wanted.iter().zip(shown))
        .skip(start)
        .filter(|(_, (wanted, shown))| wanted != shown)
        .map(|(x, _)| x);
    let first: u16 = changed.next()?;
    let last = changed.last()?;
    (last - first >= TO_END).then_some(first)
}
