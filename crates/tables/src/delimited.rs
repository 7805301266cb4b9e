//! CSV and its relatives: rows are lines, columns are parted by one character.

use crate::encoding::decode;
use crate::limits::{Budget, MAX_FIELDS, Rows};
use crate::refused::{Foreign, Refused};
use crate::safe_text::bare_text;
use crate::table::{Sheet, Source, Table};
use crate::{Hint, limits::MAX_COLUMNS};
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

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
const END: &str = "\u{1}";
/// Of so many characters one may be no text, by a slip of some program: its cell is told. A file
/// with more of them is a picture, an archive.
const SLIPS: usize = 50;

/// Reads one sheet.
pub(crate) fn read(bytes: &[u8], hint: Hint) -> Result<Table, Refused> {
    read_named(bytes, hint, "", &mut Budget::new())
}

/// Reads one sheet, which is called so where a cell of it is named, within what is left of bounds.
pub(crate) fn read_named(
    bytes: &[u8],
    hint: Hint,
    name: &str,
    budget: &mut Budget,
) -> Result<Table, Refused> {
    let (text, encoding) = decode(bytes, hint.encoding)?;
    let (mut all, mut slips) = (0_usize, 0_usize);
    for c in text.chars() {
        all += 1;
        slips += usize::from(c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}'));
    }
    if slips.saturating_mul(SLIPS) > all {
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
    let rows = rows(&format!("{body}{END}"), delimiter, Rows::new(name, budget))?;
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
        let mut lines = Lines::of(text, Some(delimiter));
        let widths = std::iter::from_fn(|| lines.read().ok()?.then_some(lines.width));
        let widths: Vec<usize> = widths.take(LOOKED_AT).collect();
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

/// The lines of a text, parted one at a time into no more than [`MAX_FIELDS`] texts: a line of
/// nothing but delimiters would take many times its length.
struct Lines<'t> {
    text: &'t str,
    reader: Reader,
    /// The texts of the line one after another, and where each ends.
    parts: Vec<u8>,
    ends: Vec<usize>,
    /// How many there are.
    width: usize,
    /// Where the line ends in the text.
    ended: usize,
}

/// A line has more texts than are read.
struct TooWide;

impl<'t> Lines<'t> {
    /// With no delimiter a line is one column, quotes and all that.
    fn of(text: &'t str, delimiter: Option<Delimiter>) -> Self {
        let mut builder = ReaderBuilder::new();
        builder.delimiter(delimiter.map_or(0, Delimiter::byte));
        Self {
            text,
            reader: builder.build(),
            // Parted a text is no longer than whole.
            parts: vec![0; text.len()],
            ends: vec![0; MAX_FIELDS],
            width: 0,
            ended: 0,
        }
    }

    /// Reads the next line that is not empty; false at the end of the text.
    fn read(&mut self) -> Result<bool, TooWide> {
        let mut length = 0;
        self.width = 0;
        loop {
            let rest = self.text.as_bytes().get(self.ended..).unwrap_or_default();
            let parts = self.parts.get_mut(length..).unwrap_or_default();
            let ends = self.ends.get_mut(self.width..).unwrap_or_default();
            let (done, read, wrote, ended) = self.reader.read_record(rest, parts, ends);
            self.ended += read;
            length += wrote;
            self.width += ended;
            match done {
                ReadRecordResult::Record => return Ok(true),
                ReadRecordResult::End => return Ok(false),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    return Err(TooWide);
                }
            }
        }
    }

    /// The texts of the line that was read last.
    fn texts(&self) -> impl Iterator<Item = &str> {
        let ends = self.ends.iter().take(self.width);
        ends.scan(0, |begins, end| {
            let part = self.parts.get(*begins..*end).unwrap_or_default();
            *begins = *end;
            // What parts a text is one byte each, so the parts are whole letters.
            Some(std::str::from_utf8(part).unwrap_or_default())
        })
    }
}

fn rows(
    text: &str,
    delimiter: Option<Delimiter>,
    mut rows: Rows<'_>,
) -> Result<Vec<crate::table::Row>, Refused> {
    let mut lines = Lines::of(text, delimiter);
    let mut row = 0_u32;
    loop {
        // The reader passes empty lines by, a spreadsheet counts them.
        let rest = text.as_bytes().get(lines.ended..).unwrap_or_default();
        let blank = rest.iter().take_while(|byte| **byte == b'\n').count();
        let next = row.saturating_add(u32::try_from(blank + 1).unwrap_or(u32::MAX));
        match lines.read() {
            Ok(true) => row = next,
            // The row after the last was not met: it is inside a quote.
            Ok(false) => return Err(Refused::UnclosedQuote(rows.at(row, 1))),
            Err(TooWide) => return Err(Refused::WideRow { row: next }),
        }
        let is_last = lines.ended >= text.len();
        if is_last && lines.texts().next() == Some(END) {
            return Ok(rows.done());
        }
        for (column, text) in (1_u32..).zip(lines.texts()) {
            let swallowed = text.bytes().filter(|byte| *byte == b'\n').count();
            if swallowed > MAX_LINES_OF_CELL || is_last && text.ends_with(END) {
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
