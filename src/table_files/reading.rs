//! A file into the rows of its sheets.

use super::words;
use crate::i18n::Texts;
use journal::reading::SerialBase;
use journal::register::table::{TableCell, TableRow};
use std::path::Path;
use tables::{Cell, DateBase, Hint, Source, Table};

/// A sheet that was read.
#[derive(Debug, Clone)]
pub struct ReadSheet {
    /// Its name; of a text file that of the file.
    pub name: String,
    /// Its rows.
    pub rows: Vec<TableRow>,
    /// From which day its book counts the days.
    pub base: SerialBase,
}

/// Reads a file. It may take a second: not where keys are waited for.
///
/// # Errors
/// A sentence with the sheet, the row and the column.
pub fn read(path: &Path, texts: &Texts) -> anyhow::Result<Vec<ReadSheet>> {
    let table = tables::read_file(path, Hint::default());
    let table = table.map_err(|why| anyhow::anyhow!(words::refused(&why, path, texts)))?;
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    Ok(sheets(table, &stem))
}

fn sheets(table: Table, stem: &str) -> Vec<ReadSheet> {
    let base = match table.source {
        Source::Xlsx {
            dates: DateBase::From1904,
        } => SerialBase::Y1904,
        _ => SerialBase::Y1900,
    };
    let sheets = table.sheets.into_iter();
    let read = sheets.map(|sheet| ReadSheet {
        name: if sheet.name.is_empty() {
            stem.to_owned()
        } else {
            sheet.name
        },
        rows: sheet.rows.into_iter().map(row).collect(),
        base,
    });
    read.collect()
}

/// A row as the register takes it.
pub fn row(row: tables::Row) -> TableRow {
    let cells = row.cells.into_iter().map(|cell| match cell {
        Cell::Empty => TableCell::Empty,
        Cell::Formula => TableCell::Formula,
        Cell::Error(text) => TableCell::Error(text),
        Cell::Text(text) if text.contains(is_unprintable) => TableCell::Unprintable(text),
        cell => TableCell::Text(cell.typed().into_owned()),
    });
    TableRow {
        number: row.number,
        cells: cells.collect(),
    }
}

/// Whether it is a character that no text of a cell has.
fn is_unprintable(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}')
}
