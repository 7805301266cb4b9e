//! The rows of the register into a file.

use super::heads::{head, name};
use super::words;
use crate::i18n::Texts;
use crate::i18n::faults::Fault;
use crate::tr;
use chrono::NaiveDate;
use journal::register::table::{ExportCell, TableColumn, TableShape, exported};
use journal::register::{FieldKind, Register};
use std::fs::{File, OpenOptions, Permissions};
use std::io::{self, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use tables::{Cell, Column, ColumnKind, Export, write_csv, write_xlsx};

/// In which form a table is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileForm {
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

/// The rows of a table on a day, under the heads of a language.
pub fn sheet(shape: &TableShape, register: &Register, day: NaiveDate, texts: &Texts) -> Export {
    let (columns, rows) = exported(shape, register, day);
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
        let title = head(shape, column, texts);
        let sample = rows.iter().take(SAMPLE).filter_map(|row| row.get(place));
        let longest = sample.map(|cell| cell.typed().chars().count()).max();
        let width = longest.unwrap_or(0).max(title.chars().count()) + 1;
        Column {
            title,
            kind: kind(shape, column),
            width: u16::try_from(width.clamp(NARROWEST, WIDEST)).unwrap_or(u16::MAX),
        }
    });
    Export {
        name: name(shape, texts),
        columns: columns.collect(),
        rows,
    }
}

fn kind(shape: &TableShape, column: &TableColumn) -> ColumnKind {
    match shape.field_kind(column) {
        Some(FieldKind::Day) => ColumnKind::Day,
        Some(FieldKind::Number { .. }) => ColumnKind::Number,
        _ => ColumnKind::Text,
    }
}

/// The bytes of a file of these sheets; of CSV there is one.
///
/// # Errors
/// A sentence.
pub fn written(sheets: &[Export], form: FileForm, texts: &Texts) -> anyhow::Result<Vec<u8>> {
    let bytes = match (form, sheets) {
        (FileForm::Csv, [sheet]) => write_csv(sheet),
        (FileForm::Csv, _) => {
            anyhow::bail!(texts.get("export-several-need-xlsx").into_owned())
        }
        (FileForm::Xlsx, sheets) => write_xlsx(sheets),
    };
    bytes.map_err(|why| anyhow::anyhow!(words::unwritable(&why, texts)))
}

/// By the end of the name; none: a folder.
pub fn form(path: &Path) -> Option<FileForm> {
    let end = path.extension()?.to_string_lossy().to_lowercase();
    match end.as_str() {
        "csv" => Some(FileForm::Csv),
        "xlsx" => Some(FileForm::Xlsx),
        _ => None,
    }
}

/// Writes a file for its owner's eyes; none that is there is overwritten.
///
/// # Errors
/// A sentence.
pub fn put(path: &Path, bytes: &[u8], texts: &Texts) -> anyhow::Result<()> {
    let mut file = take(path, texts)?;
    file.write_all(bytes)
        .map_err(|error| unwritable(path, &error, texts))
}

/// Takes a file, for the owner's eyes only. One in which there is something is not overwritten: it
/// may be the list of another import.
///
/// # Errors
/// A sentence.
pub fn take(path: &Path, texts: &Texts) -> anyhow::Result<File> {
    let taken = OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(false)
        .mode(0o600)
        .open(path)
        .and_then(|file| {
            if file.metadata()?.len() > 0 {
                return Err(io::ErrorKind::AlreadyExists.into());
            }
            file.set_permissions(Permissions::from_mode(0o600))?;
            Ok(file)
        });
    taken.map_err(|error| unwritable(path, &error, texts))
}

/// Why a file cannot be written.
pub fn unwritable(path: &Path, error: &io::Error, texts: &Texts) -> anyhow::Error {
    let file = path.display().to_string();
    anyhow::anyhow!(match error.kind() {
        io::ErrorKind::AlreadyExists => tr!(texts, "import-logins-there", file).into_owned(),
        _ => Fault::io(error).sentence(texts, "file-unwritable", &[("file", file.into())]),
    })
}
