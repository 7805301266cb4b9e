//! How wide the columns are in a room.

use super::{Column, Seen, Width};
use crate::ui::widget::text;

/// Free columns after a column.
pub const GAP: u16 = 1;

/// The widths of the columns in so many terminal columns; 0 of those that have no room.
pub fn widths<R>(columns: &[Column<R>], rows: &[&R], room: u16, seen: Seen<'_>) -> Vec<u16> {
    let head = |column: &Column<R>| match &*column.head {
        "" => 0,
        head => text::width(&seen.texts.get(head)),
    };
    let widest = |column: &Column<R>| {
        let of_rows = rows.iter().map(|row| text::width(&column.says(row, seen)));
        of_rows.max().unwrap_or(0).max(head(column))
    };
    // What each must have, and what it would like.
    let sizes: Vec<(u16, u16)> = columns
        .iter()
        .map(|column| match column.width {
            // A head is never cut.
            Width::Fixed(wide) => (wide.max(head(column)), wide),
            Width::Fit(most) => {
                let wide = widest(column).min(most).max(head(column));
                (wide, wide)
            }
            Width::Flex(least) => (least, widest(column).max(least)),
            Width::Rest(least) => (if column.priority == 0 { least } else { 0 }, 0),
        })
        .collect();
    let mut kept = vec![true; columns.len()];
    let used = |kept: &[bool]| {
        let wide = sizes.iter().zip(kept).filter(|(_, kept)| **kept);
        let (count, sum) = wide.fold((0_u16, 0_u16), |(count, sum), ((least, _), _)| {
            (count + u16::from(*least > 0), sum.saturating_add(*least))
        });
        sum.saturating_add(count.saturating_sub(1) * GAP)
    };
    while used(&kept) > room {
        let shown = columns.iter().zip(&kept).enumerate();
        let least = shown
            .filter(|(_, (column, kept))| **kept && column.priority > 0)
            .max_by_key(|(_, (column, _))| column.priority)
            .map(|(at, _)| at);
        match least.and_then(|at| kept.get_mut(at)) {
            Some(kept) => *kept = false,
            None => break,
        }
    }
    let mut free = room.saturating_sub(used(&kept));
    let mut widths: Vec<u16> = sizes
        .iter()
        .zip(&kept)
        .map(|((least, wished), kept)| {
            if !kept {
                return 0;
            }
            let more = wished.saturating_sub(*least).min(free);
            free -= more;
            least + more
        })
        .collect();
    for ((column, wide), kept) in columns.iter().zip(&mut widths).zip(&kept) {
        if let (Width::Rest(least), true) = (column.width, *kept) {
            let more = free.saturating_sub(if *wide == 0 { GAP } else { 0 });
            if *wide + more >= least {
                *wide += more;
                free = 0;
            }
        }
    }
    widths
}
