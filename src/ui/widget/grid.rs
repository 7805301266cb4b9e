//! The grid of a journal: people down, lessons across.
//!
//! Columns at the left (number, name) and at the right (average) stand still, those between
//! scroll. The grid owns no data: it asks a [`GridSource`] for the cells it is going to paint and
//! for no other. Only the active cell is highlighted, never its row and column: a crosshair costs
//! ten times the bytes at every move.

mod cell;
mod draw;
mod draw_cell;
mod layout;
pub mod moves;

use std::{borrow::Cow, ops::RangeInclusive};

use ratatui::{
    buffer::Buffer,
    layout::{Position, Rect},
};

pub use self::cell::{CellView, Entry, Typing};
use super::{
    Look,
    axis::{Axis, Step},
    text::Align,
};
use crate::theme::Role;

/// A column of the grid, by the part it is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GridColumn {
    /// Frozen at the left.
    Left(usize),
    /// Scrolls; the cursor moves among these.
    Main(usize),
    /// Frozen at the right.
    Right(usize),
}

/// What stands over a column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ColumnHead<'a> {
    /// What neighbouring columns have in common, such as the month; written once over them.
    pub group: Cow<'a, str>,
    /// First line.
    pub title: Cow<'a, str>,
    /// Second line, if [`GridSource::head_lines`] asks for two.
    pub subtitle: Cow<'a, str>,
    /// Where head and cells keep to.
    pub align: Align,
    /// Style of the head; [`Role::Head`] if `None`.
    pub role: Option<Role>,
}

impl<'a> ColumnHead<'a> {
    /// A head of one line.
    pub fn new(title: impl Into<Cow<'a, str>>) -> Self {
        Self {
            title: title.into(),
            ..Self::default()
        }
    }

    /// With a second line.
    #[must_use]
    pub fn subtitle(mut self, subtitle: impl Into<Cow<'a, str>>) -> Self {
        self.subtitle = subtitle.into();
        self
    }

    /// Under a common head.
    #[must_use]
    pub fn group(mut self, group: impl Into<Cow<'a, str>>) -> Self {
        self.group = group.into();
        self
    }

    /// Keeping to another side.
    #[must_use]
    pub fn align(mut self, align: Align) -> Self {
        self.align = align;
        self
    }

    /// In another style.
    #[must_use]
    pub fn role(mut self, role: Role) -> Self {
        self.role = Some(role);
        self
    }
}

/// Where the grid's content comes from. Everything is asked for while painting: answers must be
/// at hand, without a query.
pub trait GridSource {
    /// How many rows there are, seen or not.
    fn rows(&self) -> usize;

    /// Number of scrolling columns.
    fn columns(&self) -> usize;

    /// Number of columns frozen at the left.
    fn left(&self) -> usize {
        0
    }

    /// Number of columns frozen at the right.
    fn right(&self) -> usize {
        0
    }

    /// Width of a column's content in terminal columns.
    fn width(&self, column: GridColumn) -> u16;

    /// What stands over a column. Asked only for visible columns.
    fn head(&self, column: GridColumn) -> ColumnHead<'_>;

    /// Lines of a head, 0 to 2, without the common one.
    fn head_lines(&self) -> u16 {
        1
    }

    /// Whether there are common heads, such as months.
    fn has_groups(&self) -> bool {
        false
    }

    /// Free columns at both sides of every content; left out in a narrow window.
    fn padding(&self) -> u16 {
        0
    }

    /// Whether a frame is drawn where there is room for it.
    fn is_framed(&self) -> bool {
        true
    }

    /// Whether a line is drawn after a column. Between the parts and where the common head
    /// changes there is always one.
    fn rule_after(&self, _column: GridColumn) -> bool {
        false
    }

    /// The column of names: a sign in it points at the row of the cursor.
    fn names(&self) -> Option<GridColumn> {
        None
    }

    /// Whether a cell is selected that the state knows nothing of: a list shown in blocks.
    fn is_selected(&self, _row: usize, _column: GridColumn) -> bool {
        false
    }

    /// Style of a row's text, for pupils who left and the like.
    fn row_role(&self, _row: usize) -> Role {
        Role::Text
    }

    /// Fills `view`, which comes empty, with the content of a cell. Asked only for visible cells.
    fn cell<'a>(&'a self, row: usize, column: GridColumn, view: &mut CellView<'a>);
}

/// Cursor, selection and window of a grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GridState {
    /// Down.
    pub rows: Axis,
    /// Across, over the scrolling columns.
    pub cols: Axis,
}

impl GridState {
    /// A state for so many rows and scrolling columns, with the cursor in the first cell.
    pub fn new(rows: usize, columns: usize) -> Self {
        Self {
            rows: Axis::new(rows),
            cols: Axis::new(columns),
        }
    }

    /// Moves up or down. With `extend` the selection grows. Answers whether anything changed.
    pub fn go_row(&mut self, step: Step, extend: bool) -> bool {
        let selecting = self.rows.is_selecting();
        self.hold(extend);
        self.rows.go(step, extend) || (selecting && !extend)
    }

    /// Moves left or right. With `extend` the selection grows. Answers whether anything changed.
    pub fn go_col(&mut self, step: Step, extend: bool) -> bool {
        let selecting = self.cols.is_selecting();
        self.hold(extend);
        self.rows.step_back();
        self.cols.go(step, extend) || (selecting && !extend)
    }

    /// Goes on down, from the last row behind it: from there only a move leads back.
    pub fn advance(&mut self) {
        self.release();
        self.rows.advance();
    }

    /// Selects the whole column that the cursor is in; the cursor stays.
    pub fn select_column(&mut self) {
        self.hold(false);
        self.cols.anchor();
        self.rows.select_all();
    }

    fn hold(&mut self, extend: bool) {
        if extend {
            self.rows.anchor();
            self.cols.anchor();
        } else {
            self.release();
        }
    }

    /// Drops the selection.
    pub fn release(&mut self) {
        self.rows.release();
        self.cols.release();
    }

    /// Drops the selection and goes on down from its last row; from a whole column nowhere, so that
    /// what is in view stays.
    pub fn leave_selection(&mut self) {
        let last = *self.rows.selection().end();
        if !self.rows.is_whole() {
            self.rows.go(Step::To(last), false);
            self.rows.advance();
        }
        self.release();
    }

    /// Row and scrolling column of the active cell, if there is one.
    pub fn active(&self) -> Option<(usize, usize)> {
        Some((self.rows.current()?, self.cols.current()?))
    }

    /// Selected rows and scrolling columns, if a selection is open.
    pub fn selection(&self) -> Option<(RangeInclusive<usize>, RangeInclusive<usize>)> {
        let open = self.rows.is_selecting() || self.cols.is_selecting();
        (open && self.active().is_some()).then(|| (self.rows.selection(), self.cols.selection()))
    }

    /// Takes over the numbers of rows and columns and moves the window so that the cursor is in
    /// it. To be called in the update, after each action and each change of size; painting alone
    /// never changes the state.
    pub fn settle(&mut self, area: Rect, source: &dyn GridSource) {
        self.rows.set_len(source.rows());
        self.cols.set_len(source.columns());
        let layout = layout::Layout::new(area, source);
        self.rows.settle(layout.row_room, 0, |_| 1);
        self.cols.settle(layout.main_room, 1, |column| {
            layout.outer(source, GridColumn::Main(column))
        });
    }
}

/// What was painted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Painted {
    /// Where the terminal's real cursor belongs: at the content of the active cell.
    pub cursor: Option<Position>,
}

/// Paints the grid into the area; `empty` is said when there is no row.
pub fn paint(
    source: &dyn GridSource,
    state: &GridState,
    empty: &str,
    look: Look<'_>,
    area: Rect,
    buf: &mut Buffer,
) -> Painted {
    draw::paint(source, state, empty, look, area, buf)
}

#[cfg(test)]
mod tests;
