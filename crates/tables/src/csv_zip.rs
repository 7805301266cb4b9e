//! CSV files in one zip, as other programs take them: UTF-8, columns parted by commas. A text is
//! written on one line, without characters that no table takes. No spreadsheet is meant to open
//! them, so no text is guarded from it.

use crate::limits::{Budget, MAX_FILE_BYTES, MAX_PARTS, MAX_UNPACKED_BYTES};
use crate::refused::Refused;
use crate::table::Row;
use crate::written::Unwritable;
use crate::{Delimiter, Hint, delimited};
use csv::{Terminator, WriterBuilder};
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The end of the names of such files.
const END: &str = ".csv";

/// Reads those CSV files of a zip that are wanted, by their names without `.csv`, in whatever folder
/// they are, within the bounds of one workbook. Others are passed over: macOS puts a hidden one beside
/// each file that it packs. Of a file within them that is refused, the cells name it as their sheet.
///
/// # Errors
/// If it is no zip, or is out of bounds, or a file in it is no table, or two have one name.
pub fn read_csv_zip(
    path: &Path,
    is_wanted: impl Fn(&str) -> bool,
) -> Result<BTreeMap<String, Vec<Row>>, Refused> {
    let bytes = crate::bytes_of(path)?;
    if bytes.len() as u64 > MAX_FILE_BYTES {
        return Err(Refused::LargeFile);
    }
    let damaged = |error: &dyn std::error::Error| Refused::Damaged {
        at: None,
        why: error.to_string(),
    };
    if !bytes.starts_with(b"PK") {
        return Err(Refused::NoTable);
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    if zip.len() > MAX_PARTS {
        return Err(Refused::Unpacks);
    }
    let mut left = MAX_UNPACKED_BYTES;
    let mut budget = Budget::new();
    let mut files = BTreeMap::new();
    for index in 0..zip.len() {
        let part = zip.by_index(index).map_err(|error| damaged(&error))?;
        let name = part.name().map_err(|error| damaged(&error))?;
        let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
        let Some(name) = name.strip_suffix(END).map(str::to_owned) else {
            continue;
        };
        if !is_wanted(&name) {
            continue;
        }
        let mut text = Vec::new();
        let mut part = part.take(left + 1);
        part.read_to_end(&mut text)
            .map_err(|error| damaged(&error))?;
        left = left
            .checked_sub(text.len() as u64)
            .ok_or(Refused::Unpacks)?;
        let rows = rows(&text, &name, &mut budget)?;
        if files.contains_key(&name) {
            return Err(Refused::TwoOfAName(name + END));
        }
        files.insert(name, rows);
    }
    if files.is_empty() {
        return Err(Refused::NoTable);
    }
    Ok(files)
}

fn rows(text: &[u8], name: &str, budget: &mut Budget) -> Result<Vec<Row>, Refused> {
    let hint = Hint {
        encoding: None,
        delimiter: Some(Delimiter::Comma),
    };
    match delimited::read_named(text, hint, &format!("{name}{END}"), budget) {
        Ok(table) => Ok(table
            .sheets
            .into_iter()
            .flat_map(|sheet| sheet.rows)
            .collect()),
        Err(Refused::NothingInside) => Ok(Vec::new()),
        Err(why) => Err(why),
    }
}

/// Writes rows as CSV files of those names into one zip. The same rows give the same bytes.
///
/// # Errors
/// If the zip cannot be made.
pub fn write_csv_zip<'a>(
    files: impl IntoIterator<Item = (&'a str, &'a [Vec<String>])>,
) -> Result<Vec<u8>, Unwritable> {
    let other = |error: &dyn std::error::Error| Unwritable::Other(error.to_string());
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, rows) in files {
        let mut csv = WriterBuilder::new()
            .terminator(Terminator::CRLF)
            .from_writer(Vec::new());
        for row in rows {
            csv.write_record(row.iter().map(|cell| one_line(cell)))
                .map_err(|error| other(&error))?;
        }
        let text = csv.into_inner().map_err(|error| other(error.error()))?;
        zip.start_file(format!("{name}{END}"), options)
            .map_err(|error| other(&error))?;
        zip.write_all(&text).map_err(|error| other(&error))?;
    }
    let done = zip.finish().map_err(|error| other(&error))?;
    Ok(done.into_inner())
}

/// Such files have no line ends within a cell.
fn one_line(cell: &str) -> String {
    let cell = cell.replace(['\r', '\n'], " ");
    cell.replace(crate::written::is_unwritable, "")
}
