//! The whole class in blocks of columns, while its roll is called: nobody has to be scrolled to.
//! Down leads from block to block; right leads to the marks, as where the class stands in one.

use super::source::{LessonColumn, LessonGrid};
use crate::theme::Role;
use crate::ui::widget::axis::Step;
use crate::ui::widget::grid::{self, CellView, ColumnHead, GridColumn, GridSource, GridState};
use crate::ui::widget::text::Align;
use journal::regulation::Access;
use ratatui::layout::Rect;

/// Columns of a block: number, name, attendance.
const COLUMNS: usize = 3;
const NUMBER: u16 = 2;
const NAME: (u16, u16) = (12, 24);
const ATTENDANCE: u16 = 6;
/// The lines between the columns of a block, and before the next.
const GAPS: u16 = 3;
/// The line of heads.
const HEAD: u16 = 1;

/// How the class is parted into blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blocks {
    /// Pupils of a block, one below the other.
    pub pupils: usize,
    count: usize,
    name: u16,
}

impl Blocks {
    /// Blocks for a class that does not fit in one; none if it does, or in no number of them.
    pub fn fitting(class: usize, area: Rect) -> Option<Self> {
        let rows = usize::from(area.height.saturating_sub(HEAD));
        if rows == 0 || class <= rows {
            return None;
        }
        let count = class.div_ceil(rows);
        let width = area.width / u16::try_from(count).ok()?;
        let name = width.saturating_sub(NUMBER + ATTENDANCE + GAPS);
        (name >= NAME.0).then(|| Self {
            pupils: class.div_ceil(count),
            count,
            name: name.min(NAME.1),
        })
    }
}

/// What the blocks are painted from.
pub struct Roll<'a> {
    /// The same lesson, a row a pupil.
    pub source: LessonGrid<'a>,
    pub blocks: Blocks,
    /// Cursor and selection, a row a pupil.
    pub state: &'a GridState,
}

impl Roll<'_> {
    /// Cursor of the blocks.
    pub fn cursor(&self) -> GridState {
        let row = self.state.rows.cursor();
        let mut cursor = GridState::new(self.rows(), self.columns());
        cursor.go_row(Step::To(row % self.blocks.pupils), false);
        let block = row / self.blocks.pupils;
        cursor.go_col(Step::To(block * COLUMNS + 2), false);
        cursor
    }

    fn pupil(&self, row: usize, column: usize) -> Option<usize> {
        let pupil = column / COLUMNS * self.blocks.pupils + row;
        (pupil < self.source.rows()).then_some(pupil)
    }
}

impl GridSource for Roll<'_> {
    fn rows(&self) -> usize {
        self.blocks.pupils
    }

    fn columns(&self) -> usize {
        self.blocks.count * COLUMNS
    }

    fn width(&self, column: GridColumn) -> u16 {
        match column {
            GridColumn::Main(column) => match column % COLUMNS {
                0 => NUMBER,
                1 => self.blocks.name,
                _ => ATTENDANCE,
            },
            GridColumn::Left(_) | GridColumn::Right(_) => 0,
        }
    }

    fn head(&self, column: GridColumn) -> ColumnHead<'_> {
        match column {
            GridColumn::Main(column) => match column % COLUMNS {
                0 => self.source.head(GridColumn::Left(0)),
                1 => self.source.head(GridColumn::Left(1)),
                _ => self.source.head(GridColumn::Main(0)),
            },
            GridColumn::Left(_) | GridColumn::Right(_) => ColumnHead::default().align(Align::Left),
        }
    }

    /// Lines of pupils are worth more, and the roll keeps its place under a long sentence.
    fn is_framed(&self) -> bool {
        false
    }

    fn rule_after(&self, column: GridColumn) -> bool {
        matches!(column, GridColumn::Main(column) if column % COLUMNS == 2 && column + 1 < self.columns())
    }

    fn names(&self) -> Option<GridColumn> {
        let block = self.state.rows.cursor() / self.blocks.pupils;
        Some(GridColumn::Main(block * COLUMNS + 1))
    }

    fn is_selected(&self, row: usize, column: GridColumn) -> bool {
        let GridColumn::Main(column) = column else {
            return false;
        };
        let selection = self.state.selection();
        let pupil = self.pupil(row, column).filter(|_| column % COLUMNS == 2);
        pupil
            .zip(selection)
            .is_some_and(|(pupil, (rows, _))| rows.contains(&pupil))
    }

    fn row_role(&self, _row: usize) -> Role {
        Role::Text
    }

    fn cell<'a>(&'a self, row: usize, column: GridColumn, view: &mut CellView<'a>) {
        let GridColumn::Main(column) = column else {
            return;
        };
        let Some(pupil) = self.pupil(row, column) else {
            return;
        };
        let of_lesson = match column % COLUMNS {
            0 => GridColumn::Left(0),
            1 => GridColumn::Left(1),
            _ => GridColumn::Main(0),
        };
        self.source.cell(pupil, of_lesson, view);
    }
}

/// Whether the cursor is where the roll is called, by whoever calls it: to whoever only reads the
/// marks are shown beside it.
pub fn is_called(source: &LessonGrid<'_>, state: &grid::GridState) -> bool {
    let column = source.columns.get(state.cols.cursor());
    let access = source.desk.access(source.page.sheet.lesson.id);
    let reads = matches!(access, Some(Access::Reads | Access::Reasons));
    !reads && source.page.sheet.roll_call.is_none() && column == Some(&LessonColumn::Attendance)
}
