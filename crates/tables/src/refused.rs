//! Why a file was not read.

use crate::limits::{MAX_COLUMNS, MAX_ROWS};
use crate::table::CellAt;
use std::io::ErrorKind;

/// A table in a form that is not read: «save it as .xlsx».
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Foreign {
    /// The binary Excel of before 2007 (.xls).
    OldExcel,
    /// The binary Excel of today (.xlsb).
    BinaryExcel,
    /// A page of the web, or other mark-up, often named .xls by the program that wrote it.
    Markup,
}

/// Why a file was not read. Nothing of it is kept then: a table is whole or is not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// The system does not give it.
    #[error("the file cannot be read: {0}")]
    Unreadable(ErrorKind),
    /// A folder, a pipe, a device.
    #[error("this is no regular file")]
    NoRegularFile,
    /// Larger than [`MAX_FILE_BYTES`](crate::limits::MAX_FILE_BYTES).
    #[error("the file is too large")]
    LargeFile,
    /// No cell of it has anything in it.
    #[error("the table is empty")]
    NothingInside,
    /// A picture, an archive, a document.
    #[error("this is no table")]
    NoTable,
    /// A table, but of a kind that is not read.
    #[error("a table of a kind that is not read ({0:?}): save it as .xlsx")]
    SaveAsXlsx(Foreign),
    /// Only who knows its password can open it.
    #[error("the file is protected by a password")]
    Password,
    /// The file contradicts its own form.
    #[error("the file is damaged{}: {why}", after(at.as_ref()))]
    Damaged {
        /// The last cell that could be read.
        at: Option<CellAt>,
        /// What the reader said, in English.
        why: String,
    },
    /// Its parts unpack to more than
    /// [`MAX_UNPACKED_BYTES`](crate::limits::MAX_UNPACKED_BYTES), or are more than
    /// [`MAX_PARTS`](crate::limits::MAX_PARTS).
    #[error("the file unpacks to more than is read")]
    Unpacks,
    /// Two files of a zip have this name, in different folders: which is meant is not known.
    #[error("two files in it are called {0}")]
    TwoOfAName(String),
    /// A part promises more than a workbook can have, to be given memory for it.
    #[error("the file promises more than a workbook can have: {0}")]
    Promises(&'static str),
    /// More than [`MAX_SHEETS`](crate::limits::MAX_SHEETS).
    #[error("the workbook has too many sheets")]
    ManySheets,
    /// Something stands beyond the last row or column that is read.
    #[error("{0} is not empty, and only {MAX_ROWS} rows of {MAX_COLUMNS} columns are read")]
    FarCell(CellAt),
    /// A line of text is parted into more than [`MAX_FIELDS`](crate::limits::MAX_FIELDS).
    #[error("row {row} has more columns than any spreadsheet")]
    WideRow {
        /// Its number, from 1.
        row: u32,
    },
    /// More than [`MAX_CELLS`](crate::limits::MAX_CELLS); here is the first beyond.
    #[error("too many cells, {0} is beyond what is read")]
    ManyCells(CellAt),
    /// More than [`MAX_CHARS`](crate::limits::MAX_CHARS) in one cell.
    #[error("the text of {0} is too long")]
    LongText(CellAt),
    /// More than [`MAX_TEXT_BYTES`](crate::limits::MAX_TEXT_BYTES); here is the first beyond.
    #[error("too much text, {0} is beyond what is read")]
    MuchText(CellAt),
    /// A text begins with a quote that nothing closes, so that the following rows are inside it.
    #[error("the quote in {0} is never closed")]
    UnclosedQuote(CellAt),
    /// A text file in UTF-8, but for this line.
    #[error("line {line} is not in UTF-8, the others are")]
    MixedEncoding {
        /// Counted from 1, as an editor shows it.
        line: usize,
    },
}

fn after(at: Option<&CellAt>) -> String {
    at.map_or_else(String::new, |at| format!(" after {at}"))
}
