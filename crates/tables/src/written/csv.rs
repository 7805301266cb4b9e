//! CSV as Russian Excel opens it by a double click.

use super::{Export, Unwritable};
use crate::delimited::Delimiter;
use crate::safe_text::safe_text;
use crate::table::Cell;
use csv::{Terminator, WriterBuilder};
use std::borrow::Cow;

/// Writes UTF-8 with its mark, `;` between columns, CRLF after rows, all of them as wide as the
/// widest: who looks for what parts the columns finds the same in each.
pub fn write_csv(export: &Export) -> Result<Vec<u8>, Unwritable> {
    let mut writer = WriterBuilder::new()
        .delimiter(Delimiter::Semicolon.byte())
        .terminator(Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let other = |error: csv::Error| Unwritable::Other(error.to_string());
    let widths = export.rows.iter().map(Vec::len);
    let width = widths.fold(export.columns.len(), usize::max);
    let titles = export.columns.iter().map(|column| clean(&column.title));
    let mut titles: Vec<String> = titles.collect();
    titles.resize(width, String::new());
    writer.write_record(titles).map_err(other)?;
    for (row, cells) in export.rows.iter().enumerate() {
        let mut record = Vec::with_capacity(width);
        for (column, cell) in cells.iter().enumerate() {
            record.push(match cell {
                Cell::Text(text) | Cell::Error(text) => Cow::Owned(clean(text)),
                Cell::Number(number) if !number.is_finite() => {
                    return Err(Unwritable::NoNumber(export.at(row, column)));
                }
                cell => cell.typed(),
            });
        }
        record.resize(width, Cow::Borrowed(""));
        let record = record.iter().map(|cell| cell.as_bytes());
        writer.write_record(record).map_err(other)?;
    }
    let written = writer.into_inner();
    written.map_err(|error| Unwritable::Other(error.error().to_string()))
}

/// Text that is text in a spreadsheet, without what none has: a file with control characters is
/// not read as a table.
fn clean(text: &str) -> String {
    let text: Cow<'_, str> = if text.contains(super::is_unwritable) {
        Cow::Owned(text.replace(super::is_unwritable, ""))
    } else {
        Cow::Borrowed(text)
    };
    safe_text(&text).into_owned()
}
