//! Tables as schools have them: reads CSV, XLSX and ODS within bounds, writes CSV and XLSX.
//!
//! A file comes from anywhere, so nothing in it is believed: each bound is kept before the step
//! that would break it, because the libraries below answer a hostile file by running out of memory,
//! and that ends the process, not the call.
//!
//! | module | what is in it |
//! | --- | --- |
//! | [`table`] | what was read: sheets, rows with their numbers, cells |
//! | [`refused`] | why a file was not read, with sheet, row and column |
//! | [`limits`] | the bounds of a file that is read |
//! | [`dates`] | serial days of spreadsheets, from 1900 and from 1904 |
//! | [`encoding`] | letters of text files: UTF-8, UTF-16, CP1251, CP866, KOI8-R |
//! | [`delimited`] | CSV: what parts the columns, quotes that are never closed |
//! | `package` | zip parts unpacked into nothing, and the promises of their XML looked through |
//! | `xlsx`, `ods` | the cells of a workbook |
//! | [`written`] | what is written: columns, rows; [`write_csv`], [`write_xlsx`] |
//! | `csv_zip` | CSV files in one zip: [`read_csv_zip`], [`write_csv_zip`] |
//! | [`safe_text`] | text that no spreadsheet takes for a formula |
//!
//! Not read: XLS and XLSB (nothing bounds their readers), HTML under the name of a table, files with
//! a password. Each is refused by its name, see [`Foreign`].

mod csv_zip;
pub mod dates;
pub mod delimited;
pub mod encoding;
pub mod limits;
mod ods;
mod package;
pub mod refused;
pub mod safe_text;
pub mod table;
pub mod written;
mod xlsx;

pub use csv_zip::{read_csv_zip, write_csv_zip};
pub use dates::DateBase;
pub use delimited::Delimiter;
pub use encoding::TextEncoding;
pub use refused::{Foreign, Refused};
pub use table::{Area, Cell, CellAt, Row, Sheet, Source, Table};
pub use written::{Column, ColumnKind, Export, Unwritable, write_csv, write_xlsx};

use limits::MAX_FILE_BYTES;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// What a person said of a text file when the guess was wrong; workbooks need none of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Hint {
    /// In which letters it is written.
    pub encoding: Option<TextEncoding>,
    /// What parts its columns.
    pub delimiter: Option<Delimiter>,
}

/// Reads a file of at most [`MAX_FILE_BYTES`]: a larger one is not taken into memory, and what is
/// no regular file (a pipe, a device) is not even opened.
pub fn read_file(path: &Path, hint: Hint) -> Result<Table, Refused> {
    read(&bytes_of(path)?, hint)
}

/// The bytes of a file, one more than are taken of one that is too large.
fn bytes_of(path: &Path) -> Result<Vec<u8>, Refused> {
    let unreadable = |error: std::io::Error| Refused::Unreadable(error.kind());
    if !std::fs::metadata(path).map_err(unreadable)?.is_file() {
        return Err(Refused::NoRegularFile);
    }
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(MAX_FILE_BYTES + 1).read_to_end(&mut bytes))
        .map_err(unreadable)?;
    Ok(bytes)
}

/// Reads the visible sheets of a table. What the file is, its first bytes say, never its name.
pub fn read(bytes: &[u8], hint: Hint) -> Result<Table, Refused> {
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(Refused::LargeFile);
    }
    if bytes.starts_with(b"PK") {
        return match package::inspect(bytes)? {
            package::Kind::Xlsx => xlsx::read(bytes),
            package::Kind::Ods => ods::read(bytes),
        };
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(if package::has_password(bytes) {
            Refused::Password
        } else {
            Refused::SaveAsXlsx(Foreign::OldExcel)
        });
    }
    if bytes.starts_with(b"%PDF") {
        return Err(Refused::NoTable);
    }
    delimited::read(bytes, hint)
}
