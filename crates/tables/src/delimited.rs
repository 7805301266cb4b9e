//! CSV and its relatives: rows are lines, columns are parted by one character.

use crate::encoding::decode;
use crate::limits::{Budget, Rows};
use crate::refused::{Foreign, Refused};
use crate::safe_text::bare_text;
use crate::table::{Sheet, Source, Table};
use crate::{Hint, limits::MAX_COLUMNS};
use csv::{Reader, ReaderBuilder, StringRecord};

/// What parts the columns of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delimiter {
    /// `;`, as Excel writes where the comma is in numbers.
    Semicolon,
    /// Text pasted from a spreadsheet, «Unicode text».
    Tab,
    /// `,`
    Comma,
    /// `|`
    Bar,
}

impl Delimiter {
    /// In the order of preference: of two that part the lines evenly the first is taken.
    const ALL: [Self; 4] = [Self::Semicolon, Self::Tab, Self::Comma, Self::Bar];

    /// The character itself.
    pub const fn byte(self) -> u8 {
        match self {
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Comma => b',',
            Self::Bar => b'|',
        }
    }
}

/// Rows that the delimiter is looked for in.
const LOOKED_AT: usize = 30;
/// Line ends in one text beyond which its quote is taken for a slip, not for an address.
const MAX_LINES_OF_CELL: usize = 20;
/// A row after the last: if it is read as it stands, no quote is open at the end of the file.
/// Control characters are no text, so no file has it.
const END: &str = "\u{1}";

/// Reads one sheet.
pub(crate) fn read(bytes: &[u8], hint: Hint) -> Result<Table, Refused> {
    let (text, encoding) = decode(bytes, hint.encoding)?;
    if text.contains(|c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}')) {
        return Err(Refused::NoTable);
    }
    if text.trim_start().starts_with('<') {
        return Err(Refused::SaveAsXlsx(Foreign::Markup));
    }
    // One line end for all, so that rows can be counted as a spreadsheet counts them.
    let mut text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.push('\n');
    let (said, body) = said_delimiter(&text);
    let delimiter = hint.delimiter.or(said).or_else(|| even_delimiter(body));
    let rows = rows(&format!("{body}{END}"), delimiter)?;
    if rows.is_empty() {
        return Err(Refused::NothingInside);
    }
    Ok(Table {
        sheets: vec![Sheet {
            name: String::new(),
            rows,
            merged: Vec::new(),
        }],
        hidden: Vec::new(),
        source: Source::Delimited {
            encoding,
            delimiter,
        },
    })
}

/// The line `sep=;`, which Excel obeys and does not show, and what is after it.
fn said_delimiter(text: &str) -> (Option<Delimiter>, &str) {
    let said = || {
        let (line, rest) = text.split_once('\n')?;
        let line = line.trim_matches('"').strip_prefix("sep=")?;
        let said = |delimiter: &Delimiter| line.as_bytes() == [delimiter.byte()];
        let delimiter = Delimiter::ALL.into_iter().find(said)?;
        Some((Some(delimiter), rest))
    };
    said().unwrap_or((None, text))
}

/// The delimiter that gives most of the first rows the same width; none: there is one column.
fn even_delimiter(text: &str) -> Option<Delimiter> {
    let mut best = (0, None);
    for delimiter in Delimiter::ALL {
        let records = reader(text, Some(delimiter)).into_records();
        let widths: Vec<usize> = records
            .take(LOOKED_AT)
            .map_while(Result::ok)
            .map(|record| record.len())
            .collect();
        let even = widths.iter().filter(|width| **width > 1).map(|width| {
            let same = widths.iter().filter(|other| *other == width);
            same.count()
        });
        let even = even.max().unwrap_or(0);
        if even > best.0 {
            best = (even, Some(delimiter));
        }
    }
    best.1
}

/// With no delimiter a line is one column, quotes and all that.
fn reader(text: &str, delimiter: Option<Delimiter>) -> Reader<&[u8]> {
    ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter.map_or(0, Delimiter::byte))
        .from_reader(text.as_bytes())
}

fn rows(text: &str, delimiter: Option<Delimiter>) -> Result<Vec<crate::table::Row>, Refused> {
    let mut budget = Budget::new();
    let mut rows = Rows::new("", &mut budget);
    let mut reader = reader(text, delimiter);
    let mut record = StringRecord::new();
    let (mut row, mut ended) = (0_u32, 0);
    loop {
        let read = reader.read_record(&mut record);
        match read {
            Ok(true) => {}
            // The row after the last was not met: it is inside a quote.
            Ok(false) => return Err(Refused::UnclosedQuote(rows.at(row, 1))),
            Err(error) => {
                return Err(Refused::Damaged {
                    at: None,
                    why: error.to_string(),
                });
            }
        }
        // The reader passes empty lines by, a spreadsheet counts them.
        let rest = text.as_bytes().get(ended..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| **byte == b'\n').count();
        row = row.saturating_add(u32::try_from(blank + 1).unwrap_or(u32::MAX));
        ended = usize::try_from(reader.position().byte()).unwrap_or(usize::MAX);
        if record.get(0) == Some(END) {
            return Ok(rows.done());
        }
        for (column, text) in (1_u32..).zip(&record) {
            let swallowed = text.bytes().filter(|byte| *byte == b'\n').count();
            if swallowed > MAX_LINES_OF_CELL || text.ends_with(END) {
                return Err(Refused::UnclosedQuote(rows.at(row, column)));
            }
            // A line of nothing but delimiters is as wide as it likes.
            if column > MAX_COLUMNS && text.trim().is_empty() {
                continue;
            }
            rows.put_text(row, column, bare_text(text))?;
        }
    }
}
