//! What is written: tables that Excel and LibreOffice open without running any of it.
//!
//! The same rows give the same bytes. Text stays text: in XLSX by the type of its cell, in CSV by
//! [`safe_text`](crate::safe_text).

mod csv;
mod xlsx;

pub use self::csv::write_csv;
pub use self::xlsx::write_xlsx;

use crate::table::{Cell, CellAt};

/// What most cells of a column are; it says how an empty one is formatted for who types there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// Also numbers that nobody adds up: СНИЛС, telephone, class.
    Text,
    /// A number.
    Number,
    /// A day.
    Day,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands in its first row.
    pub title: String,
    /// What is in it.
    pub kind: ColumnKind,
    /// In characters.
    pub width: u16,
}

/// A sheet to write.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// The name of the sheet; what Excel does not take in one is replaced. CSV has none.
    pub name: String,
    /// The first row.
    pub columns: Vec<Column>,
    /// The others.
    pub rows: Vec<Vec<Cell>>,
}

impl Export {
    /// Where a cell is; the row counts without the titles, both from 0.
    fn at(&self, row: usize, column: usize) -> CellAt {
        let number = |index: usize| u32::try_from(index).unwrap_or(u32::MAX);
        CellAt {
            sheet: self.name.clone(),
            row: number(row.saturating_add(2)),
            column: number(column.saturating_add(1)),
        }
    }
}

/// Why a table was not written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unwritable {
    /// More than [`MAX_CHARS`](crate::limits::MAX_CHARS) in one cell, which Excel does not take.
    #[error("the text of {0} is too long for a cell")]
    LongText(CellAt),
    /// Infinite, or not a number at all.
    #[error("{0} is not a number")]
    NoNumber(CellAt),
    /// More rows or columns than a sheet has.
    #[error("more rows or columns than a sheet has: {0}")]
    NoRoom(CellAt),
    /// Anything else the writer says, in English.
    #[error("the table cannot be written: {0}")]
    Other(String),
}

/// Control characters and what is no character: no table takes them. And what turns the direction of
/// writing or hides a text within another, which show something else than is written: a row that was
/// refused for it stands in a file too.
pub(crate) fn is_unwritable(c: char) -> bool {
    (c.is_control() && !matches!(c, '\t' | '\n' | '\r'))
        || matches!(c,
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{fff9}'..='\u{fffb}'
            | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e007f}')
}
