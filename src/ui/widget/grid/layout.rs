//! Which columns and rows of a grid fit into an area, and where.
//!
//! The smaller the area, the more is given up, the least needed first: padding, then the columns
//! at the right, then the width of names, then frames and heads; the frame also where it would keep
//! rows out of sight. The active cell is never given up.

use std::{mem::discriminant, ops::Range};

use ratatui::layout::Rect;

use super::{GridColumn, GridSource};
use crate::ui::widget::text::saturate;

/// Narrower than this, padding costs more than it gives.
const PADDING_FROM: u16 = 60;
/// Narrower or lower than this, a frame costs more than it gives.
const FRAME_FROM: (u16, u16) = (16, 6);
/// Columns to which a name may be cut before it goes altogether.
const SHORTEST_NAME: u16 = 5;

/// A column with its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Placed {
    pub column: GridColumn,
    /// First column of the box, padding included.
    pub x: u16,
    /// Width of the box, padding included.
    pub cols: u16,
    /// Where a line follows the box, if one does.
    pub rule: Option<u16>,
    /// Whether that line crosses the common heads too.
    pub tall: bool,
}

/// What of a grid fits into an area.
#[derive(Debug, Clone, Default)]
pub(super) struct Layout {
    pub padding: u16,
    pub framed: bool,
    pub group_line: bool,
    pub title_lines: u16,
    pub head_rule: bool,
    /// Lines for rows.
    pub row_room: u16,
    /// Columns for the scrolling part.
    pub main_room: u16,
    /// How many left columns are left out, and the boxes of the others.
    left_from: usize,
    left_boxes: Vec<u16>,
    right_boxes: Vec<u16>,
}

impl Layout {
    pub fn new(area: Rect, source: &dyn GridSource) -> Self {
        let mut layout = Self {
            padding: if area.width >= PADDING_FROM {
                source.padding()
            } else {
                0
            },
            framed: source.is_framed() && area.width >= FRAME_FROM.0 && area.height >= FRAME_FROM.1,
            ..Self::default()
        };
        layout.fit_height(area.height, source);
        if layout.framed && usize::from(layout.row_room) < source.rows() {
            // Rows are worth more than lines around them.
            layout.framed = false;
            layout.fit_height(area.height, source);
        }
        layout.fit_width(area.width, source);
        layout
    }

    /// Width of a column's box.
    pub fn outer(&self, source: &dyn GridSource, column: GridColumn) -> u16 {
        source
            .width(column)
            .saturating_add(self.padding.saturating_mul(2))
            .max(1)
    }

    fn fit_height(&mut self, height: u16, source: &dyn GridSource) {
        let wanted = saturate(source.rows()).clamp(1, 3);
        let mut free = height.saturating_sub(if self.framed { 2 } else { 0 });
        let mut take = |lines: u16| {
            let granted = lines.min(free.saturating_sub(wanted));
            free -= granted;
            granted
        };
        self.title_lines = take(source.head_lines().min(2));
        self.group_line = source.has_groups() && take(1) == 1;
        self.head_rule = self.framed && self.title_lines > 0 && take(1) == 1;
        self.row_room = free.max(1);
    }

    fn fit_width(&mut self, width: u16, source: &dyn GridSource) {
        let inner = width.saturating_sub(if self.framed { 2 } else { 0 }).max(1);
        // The widest column, and not the current one: the parts must not jump when the cursor moves.
        let widest = (0..source.columns())
            .map(|at| self.outer(source, GridColumn::Main(at)))
            .max();
        let needed = widest.unwrap_or(0).min(inner / 2);
        self.left_boxes = (0..source.left())
            .map(|at| self.outer(source, GridColumn::Left(at)))
            .collect();
        self.right_boxes = (0..source.right())
            .map(|at| self.outer(source, GridColumn::Right(at)))
            .collect();
        let over = |layout: &Self| layout.frozen().saturating_add(needed).saturating_sub(inner);
        while over(self) > 0 && self.right_boxes.pop().is_some() {}
        let excess = over(self);
        if let Some(name) = self.left_boxes.iter_mut().max() {
            *name = name.saturating_sub(excess).max(SHORTEST_NAME.min(*name));
        }
        while over(self) > 0 && !self.left_boxes.is_empty() {
            self.left_boxes.remove(0);
            self.left_from += 1;
        }
        self.main_room = inner.saturating_sub(self.frozen()).max(1);
    }

    /// Width of the frozen parts with the lines between them and the scrolling part.
    fn frozen(&self) -> u16 {
        let boxes = self.left_boxes.iter().chain(&self.right_boxes);
        boxes.fold(0, |sum: u16, cols| {
            sum.saturating_add(*cols).saturating_add(1)
        })
    }

    /// The columns that are painted, from the left, beginning at `x`, and where they end.
    pub fn place(&self, x: u16, source: &dyn GridSource, main: Range<usize>) -> (Vec<Placed>, u16) {
        let all_shown = main.len() == source.columns();
        let lefts = self.left_boxes.iter().zip(self.left_from..);
        let lefts = lefts.map(|(cols, at)| (GridColumn::Left(at), *cols));
        let mains = main.map(|at| {
            (
                GridColumn::Main(at),
                self.outer(source, GridColumn::Main(at)).min(self.main_room),
            )
        });
        let rights = self.right_boxes.iter().zip(0..);
        let rights = rights.map(|(cols, at)| (GridColumn::Right(at), *cols));
        let count = self.left_boxes.len() + mains.len() + self.right_boxes.len();
        let mut placed: Vec<Placed> = Vec::with_capacity(count);
        let left_part = self
            .left_boxes
            .iter()
            .fold(x, |x, cols| x.saturating_add(cols + 1));
        // Where the scrolling part ends if not all of it is shown: the right part stands still.
        let stop = left_part.saturating_add(self.main_room).saturating_add(1);
        let mut x = x;
        for (column, cols) in lefts.chain(mains).chain(rights) {
            if let Some(before) = placed.last_mut() {
                let border = discriminant(&before.column) != discriminant(&column);
                if border && matches!(before.column, GridColumn::Main(_)) && !all_shown {
                    x = stop;
                }
                before.rule = (border || source.rule_after(before.column)).then(|| x - 1);
                before.tall = border;
            }
            placed.push(Placed {
                column,
                x,
                cols,
                rule: None,
                tall: false,
            });
            x = x.saturating_add(cols).saturating_add(1);
        }
        let ends_scrolling = matches!(placed.last().map(|p| p.column), Some(GridColumn::Main(_)));
        let end = if ends_scrolling && !all_shown {
            stop
        } else {
            x
        };
        (placed, end.saturating_sub(1))
    }
}
