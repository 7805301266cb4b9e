//! The bounds of a file that is read. A school of 2,700 people with 60 columns takes a twelfth of
//! [`MAX_CELLS`].

use crate::refused::Refused;
use crate::table::{Cell, CellAt, Row};
use std::collections::BTreeMap;

/// Bytes of the file itself.
pub const MAX_FILE_BYTES: u64 = 10 * 1024 * 1024;
/// Bytes of all its parts when unpacked.
pub const MAX_UNPACKED_BYTES: u64 = 64 * 1024 * 1024;
/// Parts of a zip.
pub const MAX_PARTS: usize = 1000;
/// Sheets of a workbook.
pub const MAX_SHEETS: usize = 100;
/// The last row that may have something in it.
pub const MAX_ROWS: u32 = 100_000;
/// The last column that may have something in it.
pub const MAX_COLUMNS: u32 = 256;
/// Columns of a line of text, blank ones too: as many as a spreadsheet has.
pub const MAX_FIELDS: usize = 16_384;
/// Cells of all sheets, with the empty ones before the last of each row.
pub const MAX_CELLS: usize = 2_000_000;
/// Characters of one cell; Excel keeps no more either.
pub const MAX_CHARS: usize = 32_767;
/// Bytes of text in all cells: one long text may be named by many of them.
pub const MAX_TEXT_BYTES: usize = 64 * 1024 * 1024;

/// What is left of the bounds that all sheets share.
pub(crate) struct Budget {
    cells: usize,
    text: usize,
}

impl Budget {
    pub(crate) const fn new() -> Self {
        Self {
            cells: MAX_CELLS,
            text: MAX_TEXT_BYTES,
        }
    }
}

/// The rows of a sheet while they are read; its cells may come in any order.
pub(crate) struct Rows<'b> {
    sheet: String,
    kept: BTreeMap<u32, Vec<Cell>>,
    budget: &'b mut Budget,
}

impl<'b> Rows<'b> {
    pub(crate) fn new(sheet: &str, budget: &'b mut Budget) -> Self {
        Self {
            sheet: sheet.to_owned(),
            kept: BTreeMap::new(),
            budget,
        }
    }

    /// Where that is in this sheet; both numbers begin with 1.
    pub(crate) fn at(&self, row: u32, column: u32) -> CellAt {
        CellAt {
            sheet: self.sheet.clone(),
            row,
            column,
        }
    }

    /// Keeps a text, or nothing if it is blank. It is copied only when it is within bounds.
    pub(crate) fn put_text(&mut self, row: u32, column: u32, text: &str) -> Result<(), Refused> {
        if text.trim().is_empty() {
            return Ok(());
        }
        if text.len() > MAX_CHARS && text.chars().count() > MAX_CHARS {
            return Err(Refused::LongText(self.at(row, column)));
        }
        self.budget.text = self
            .budget
            .text
            .checked_sub(text.len())
            .ok_or_else(|| Refused::MuchText(self.at(row, column)))?;
        self.put(row, column, Cell::Text(text.to_owned()))
    }

    /// Keeps a cell that is not empty. What stood there goes: a file that names a place twice
    /// means the later.
    pub(crate) fn put(&mut self, row: u32, column: u32, cell: Cell) -> Result<(), Refused> {
        if row > MAX_ROWS || column > MAX_COLUMNS {
            return Err(Refused::FarCell(self.at(row, column)));
        }
        let index = column.saturating_sub(1) as usize;
        let cells = self.kept.entry(row).or_default();
        if let Some(there) = cells.get_mut(index) {
            *there = cell;
            return Ok(());
        }
        let more = index + 1 - cells.len();
        let Some(left) = self.budget.cells.checked_sub(more) else {
            return Err(Refused::ManyCells(self.at(row, column)));
        };
        self.budget.cells = left;
        cells.resize(index, Cell::Empty);
        cells.push(cell);
        Ok(())
    }

    /// The rows that have something in them, from the first.
    pub(crate) fn done(self) -> Vec<Row> {
        let rows = self.kept.into_iter();
        rows.map(|(number, cells)| Row { number, cells }).collect()
    }
}
