//! The rows of the register into a file.

use super::heads::{head, name};
use super::words;
use crate::i18n::Texts;
use chrono::NaiveDate;
use journal::register::table::{Card, ExportCell, TableColumn, exported};
use journal::register::{FieldKind, Register};
use tables::{Cell, Column, ColumnKind, Export, write_csv, write_xlsx};

/// In which form a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// Text that Russian Excel opens by a double click.
    Csv,
    /// A workbook.
    Xlsx,
}

/// Widths of columns, in characters.
const NARROWEST: usize = 9;
const WIDEST: usize = 40;
/// Rows by which a width is chosen.
const SAMPLE: usize = 200;

/// The rows of a card on a day, under the heads of a language.
pub fn sheet(card: &Card, register: &Register, day: NaiveDate, texts: &Texts) -> Export {
    let (columns, rows) = exported(card, register, day);
    let cell = |cell: ExportCell| match cell {
        ExportCell::Empty => Cell::Empty,
        ExportCell::Text(text) => Cell::Text(text),
        // Numbers of the register are below what a workbook rounds.
        #[expect(clippy::cast_precision_loss, reason = "they are far below 2^53")]
        ExportCell::Number(number) => Cell::Number(number as f64),
        ExportCell::Day(day) => Cell::Day(day),
    };
    let rows = rows.into_iter();
    let rows: Vec<Vec<Cell>> = rows
        .map(|row| row.into_iter().map(cell).collect())
        .collect();
    let columns = columns.iter().enumerate().map(|(place, column)| {
        let title = head(card, column, texts);
        let sample = rows.iter().take(SAMPLE).filter_map(|row| row.get(place));
        let longest = sample.map(|cell| cell.typed().chars().count()).max();
        let width = longest.unwrap_or(0).max(title.chars().count()) + 1;
        Column {
            title,
            kind: kind(card, column),
            width: u16::try_from(width.clamp(NARROWEST, WIDEST)).unwrap_or(u16::MAX),
        }
    });
    Export {
        name: name(card, texts),
        columns: columns.collect(),
        rows,
    }
}

fn kind(card: &Card, column: &TableColumn) -> ColumnKind {
    match card.field_kind(column) {
        Some(FieldKind::Day) => ColumnKind::Day,
        Some(FieldKind::Number { .. }) => ColumnKind::Number,
        _ => ColumnKind::Text,
    }
}

/// The bytes of a file of these sheets; of CSV there is one.
///
/// # Errors
/// A sentence.
pub fn written(sheets: &[Export], form: Written, texts: &Texts) -> anyhow::Result<Vec<u8>> {
    let bytes = match (form, sheets) {
        (Written::Csv, [sheet]) => write_csv(sheet),
        (Written::Csv, _) => {
            anyhow::bail!(texts.get("export-several-need-xlsx").into_owned())
        }
        (Written::Xlsx, sheets) => write_xlsx(sheets),
    };
    bytes.map_err(|why| anyhow::anyhow!(words::unwritable(&why, texts)))
}
