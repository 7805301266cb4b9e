//! A column whose words go on below the line of their row.

use super::layout::GAP;
use super::{Column, Seen, WithoutRoom};
use crate::ui::widget::text;

/// Lines of a row that such a column takes at most: there is to be more than a row on a screen.
const MOST: usize = 8;

/// What such a column says of a row, line by line.
#[derive(Debug)]
pub struct GoingOn {
    /// Which column it is.
    pub column: usize,
    /// Columns of the room at its left.
    pub left: u16,
    /// How wide it is.
    pub wide: u16,
    /// Its lines, the row's own first; the last may be too long if there are more than it may have.
    pub lines: Vec<String>,
}

impl GoingOn {
    /// The lines of a row in columns of these widths; none if all of it has room in one.
    pub fn of<R>(columns: &[Column<R>], widths: &[u16], row: &R, seen: Seen<'_>) -> Option<Self> {
        let at = columns
            .iter()
            .position(|column| column.without_room == WithoutRoom::GoesOn)?;
        let (before, wide) = (widths.get(..at)?, *widths.get(at)?);
        let words = columns.get(at)?.says(row, seen);
        if wide == 0 || text::width(&words) <= wide {
            return None;
        }
        let before = before.iter().filter(|wide| **wide > 0);
        let mut lines = text::wrap(&words, wide);
        if lines.len() > MOST {
            let rest = lines.split_off(MOST - 1).join(" ");
            lines.push(rest);
        }
        Some(Self {
            column: at,
            left: before.map(|wide| wide + GAP).sum(),
            wide,
            lines,
        })
    }

    /// Lines below the row's own.
    pub fn below(&self) -> u16 {
        text::saturate(self.lines.len().saturating_sub(1))
    }
}
