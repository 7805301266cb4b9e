//! The cells of a workbook of LibreOffice, read by our own hand: the library would spell repeated
//! rows and cells out before anybody could count them, and a file of 700 bytes repeats 96 million.

use crate::limits::{Budget, MAX_CHARS, MAX_PARTS, Rows};
use crate::refused::Refused;
use crate::table::{Area, Cell, Row, Sheet, Source, Table};
use crate::xlsx::{hours, iso, number_cell};
use chrono::NaiveTime;
use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::collections::HashSet;
use std::io::{BufRead, BufReader, Cursor};
use zip::ZipArchive;

/// Merged areas of a sheet that are kept.
const MAX_MERGED: usize = 10 * MAX_PARTS;

/// Reads a workbook that [`inspect`](crate::package::inspect) has let through.
pub(crate) fn read(bytes: &[u8]) -> Result<Table, Refused> {
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| damaged(&error))?;
    let content = zip
        .by_name("content.xml")
        .map_err(|error| damaged(&error))?;
    let mut xml = Reader::from_reader(BufReader::new(content));
    xml.config_mut().expand_empty_elements = true;
    let mut workbook = Workbook {
        xml,
        hidden_styles: HashSet::new(),
        budget: Budget::new(),
        table: Table {
            sheets: Vec::new(),
            hidden: Vec::new(),
            source: Source::Ods,
        },
    };
    workbook.read()?;
    if workbook.table.sheets.is_empty() {
        return Err(Refused::NothingInside);
    }
    Ok(workbook.table)
}

fn damaged(error: &dyn std::error::Error) -> Refused {
    Refused::Damaged {
        at: None,
        why: error.to_string(),
    }
}

fn ended() -> Refused {
    Refused::Damaged {
        at: None,
        why: "the XML ends too early".to_owned(),
    }
}

/// The value of an attribute, by its name without the prefix.
fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, Refused> {
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| damaged(&error))?;
        if attribute.key.local_name().as_ref() == name {
            let value = unescape(&attribute.value).map_err(|error| damaged(&error))?;
            return Ok(Some(value.into_owned()));
        }
    }
    Ok(None)
}

/// How often something stands there; once where nothing is said.
fn times(element: &BytesStart<'_>, name: &str) -> Result<u32, Refused> {
    let said = attribute(element, name)?;
    Ok(said.map_or(1, |said| said.parse().unwrap_or(u32::MAX)))
}

struct Workbook<B> {
    xml: Reader<B>,
    /// Styles of sheets that are not shown.
    hidden_styles: HashSet<String>,
    budget: Budget,
    table: Table,
}

/// A cell, and the columns from the first to before the last that it stands in.
struct Repeated {
    columns: (u32, u32),
    cell: Cell,
}

impl<B: BufRead> Workbook<B> {
    fn read(&mut self) -> Result<(), Refused> {
        let mut buffer = Vec::new();
        let mut style = String::new();
        loop {
            buffer.clear();
            let event = self.xml.read_event_into(&mut buffer);
            match event.map_err(|error| damaged(&error))? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "style" => style = attribute(&element, "name")?.unwrap_or_default(),
                    "table-properties"
                        if attribute(&element, "display")?.as_deref() == Some("false") =>
                    {
                        self.hidden_styles.insert(style.clone());
                    }
                    // Old values, and copies of tables of other files.
                    "tracked-changes" | "dde-links" => {
                        let end = element.to_end().into_owned();
                        self.pass(&end)?;
                    }
                    "table" => {
                        let element = element.into_owned();
                        self.sheet(&element)?;
                    }
                    _ => {}
                },
                Event::Eof => return Ok(()),
                _ => {}
            }
        }
    }

    /// Goes to the end of an element that is not read.
    fn pass(&mut self, end: &quick_xml::events::BytesEnd<'_>) -> Result<(), Refused> {
        let mut buffer = Vec::new();
        let passed = self.xml.read_to_end_into(end.name(), &mut buffer);
        passed.map(|_| ()).map_err(|error| damaged(&error))
    }

    fn sheet(&mut self, element: &BytesStart<'_>) -> Result<(), Refused> {
        let name = attribute(element, "name")?.unwrap_or_default();
        let style = attribute(element, "style-name")?.unwrap_or_default();
        if self.hidden_styles.contains(&style) {
            self.table.hidden.push(name);
            return self.pass(&element.to_end().into_owned());
        }
        if self.table.sheets.len() == crate::limits::MAX_SHEETS {
            return Err(Refused::ManySheets);
        }
        // Taken out for the time of the sheet: the rows hold it while the reader goes on.
        let mut budget = std::mem::replace(&mut self.budget, Budget::new());
        let mut rows = Rows::new(&name, &mut budget);
        let merged = self.rows(&mut rows)?;
        let rows: Vec<Row> = rows.done();
        self.budget = budget;
        if !rows.is_empty() {
            self.table.sheets.push(Sheet { name, rows, merged });
        }
        Ok(())
    }

    fn rows(&mut self, rows: &mut Rows<'_>) -> Result<Vec<Area>, Refused> {
        let mut buffer = Vec::new();
        let mut merged = Vec::new();
        let (mut row, mut repeated, mut column) = (1_u32, 1_u32, 1_u32);
        let mut cells: Vec<Repeated> = Vec::new();
        loop {
            buffer.clear();
            let event = self.xml.read_event_into(&mut buffer);
            match event.map_err(|error| damaged(&error))? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "table-row" => {
                        repeated = times(&element, "number-rows-repeated")?;
                        column = 1;
                    }
                    "table-cell" | "covered-table-cell" => {
                        let wide = times(&element, "number-columns-repeated")?;
                        let span = (
                            times(&element, "number-rows-spanned")?,
                            times(&element, "number-columns-spanned")?,
                        );
                        if span != (1, 1) && merged.len() < MAX_MERGED {
                            merged.push(Area {
                                first: (row, column),
                                last: (
                                    row.saturating_add(span.0.saturating_sub(1)),
                                    column.saturating_add(span.1.saturating_sub(1)),
                                ),
                            });
                        }
                        let element = element.into_owned();
                        let cell = self.cell(&element)?;
                        let next = column.saturating_add(wide);
                        if !cell.is_empty() {
                            cells.push(Repeated {
                                columns: (column, next),
                                cell,
                            });
                        }
                        column = next;
                    }
                    // Pictures and forms on the sheet have tables of their own.
                    "shapes" | "forms" => {
                        let end = element.to_end().into_owned();
                        self.pass(&end)?;
                    }
                    _ => {}
                },
                Event::End(element) => match element.local_name().as_ref() {
                    "table-row" => {
                        let next = row.saturating_add(repeated);
                        if !cells.is_empty() {
                            for row in row..next {
                                spell(rows, row, &cells)?;
                            }
                        }
                        cells.clear();
                        row = next;
                    }
                    "table" => return Ok(merged),
                    _ => {}
                },
                Event::Eof => return Err(ended()),
                _ => {}
            }
        }
    }

    fn cell(&mut self, element: &BytesStart<'_>) -> Result<Cell, Refused> {
        let shown = self.text(element)?;
        let said = |name: &str| attribute(element, name);
        let is_formula = said("formula")?.is_some();
        let kind = value_type(element)?;
        let cell = match kind.as_deref() {
            Some("error") => Cell::Error(shown),
            Some("float" | "percentage" | "currency") => {
                let number = said("value")?.and_then(|value| value.parse().ok());
                number.map_or(Cell::Empty, number_cell)
            }
            Some("boolean") => Cell::Flag(said("boolean-value")?.as_deref() == Some("true")),
            Some("date") => {
                let value = said("date-value")?.unwrap_or_default();
                iso(&value).unwrap_or_else(|| text_cell(value))
            }
            Some("time") => {
                let value = said("time-value")?.unwrap_or_default();
                time(&value).unwrap_or_else(|| text_cell(value))
            }
            Some("string") => text_cell(said("string-value")?.unwrap_or(shown)),
            _ => text_cell(shown),
        };
        Ok(match cell {
            Cell::Empty if is_formula && kind.is_none() => Cell::Formula,
            cell => cell,
        })
    }

    /// The paragraphs of a cell, without the notes on it.
    fn text(&mut self, cell: &BytesStart<'_>) -> Result<String, Refused> {
        let end = cell.to_end();
        let (mut text, mut paragraphs, mut inside) = (String::new(), 0_usize, false);
        let mut buffer = Vec::new();
        loop {
            buffer.clear();
            let event = self.xml.read_event_into(&mut buffer);
            match event.map_err(|error| damaged(&error))? {
                Event::Start(element) => match element.local_name().as_ref() {
                    "annotation" => {
                        let end = element.to_end().into_owned();
                        self.pass(&end)?;
                    }
                    "p" => {
                        if paragraphs > 0 {
                            text.push('\n');
                        }
                        paragraphs += 1;
                        inside = true;
                    }
                    "s" => {
                        // One more than is kept is refused like a million more.
                        let blanks = times(&element, "c")? as usize;
                        text.extend(std::iter::repeat_n(' ', blanks.min(MAX_CHARS + 1)));
                    }
                    "tab" => text.push('\t'),
                    "line-break" => text.push('\n'),
                    _ => {}
                },
                // Between paragraphs is only what makes the XML legible.
                Event::Text(more) if inside => text.push_str(&more.xml10_content()),
                Event::CData(more) => text.push_str(&more.xml10_content()),
                Event::GeneralRef(name) => {
                    let name = format!("&{};", name.as_ref());
                    text.push_str(&unescape(&name).map_err(|error| damaged(&error))?);
                }
                Event::End(element) if element.name() == end.name() => return Ok(text),
                Event::End(element) if element.local_name().as_ref() == "p" => inside = false,
                Event::Eof => return Err(ended()),
                _ => {}
            }
        }
    }
}

/// The type that LibreOffice adds knows errors, the standard's does not.
fn value_type(element: &BytesStart<'_>) -> Result<Option<String>, Refused> {
    let mut found = None;
    for attribute in element.attributes().with_checks(false) {
        let attribute = attribute.map_err(|error| damaged(&error))?;
        if attribute.key.local_name().as_ref() == "value-type"
            && (found.is_none() || attribute.value == "error")
        {
            found = Some(attribute.value.into_owned());
        }
    }
    Ok(found)
}

fn text_cell(text: String) -> Cell {
    if text.trim().is_empty() {
        Cell::Empty
    } else {
        Cell::Text(text)
    }
}

/// `PT08H30M00S`
fn time(text: &str) -> Option<Cell> {
    let (hour, rest) = text.strip_prefix("PT")?.split_once('H')?;
    let (minute, rest) = rest.split_once('M')?;
    let second: f64 = rest.strip_suffix('S')?.parse().ok()?;
    let (hour, minute): (u32, u32) = (hour.parse().ok()?, minute.parse().ok()?);
    if hour >= 24 {
        let seconds = f64::from(hour) * 3600.0 + f64::from(minute) * 60.0 + second;
        return Some(Cell::Text(hours(seconds / 86_400.0)));
    }
    // Of a second that is not one nothing is made.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    NaiveTime::from_hms_opt(hour, minute, second.round() as u32).map(Cell::Time)
}

/// Puts the cells of one row where they stand.
fn spell(rows: &mut Rows<'_>, row: u32, cells: &[Repeated]) -> Result<(), Refused> {
    for Repeated { columns, cell } in cells {
        for column in columns.0..columns.1 {
            match cell {
                Cell::Text(text) => rows.put_text(row, column, text)?,
                cell => rows.put(row, column, cell.clone())?,
            }
        }
    }
    Ok(())
}
