//! The cells of a workbook of Excel, one by one: a range of all of them would be as large as its
//! corners say.

use crate::dates::DateBase;
use crate::limits::{Budget, MAX_COLUMNS, MAX_ROWS, Rows};
use crate::refused::Refused;
use crate::table::{Area, Cell, CellAt, Sheet, Source, Table};
use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use chrono::{NaiveDate, NaiveDateTime};
use std::io::Cursor;

/// Reads a workbook that [`inspect`](crate::package::inspect) has let through.
pub(crate) fn read(bytes: &[u8]) -> Result<Table, Refused> {
    let mut book = Xlsx::new(Cursor::new(bytes)).map_err(|error| damaged(None, &error))?;
    let dates = if book.has_1904_epoch() {
        DateBase::From1904
    } else {
        DateBase::From1900
    };
    let mut budget = Budget::new();
    let mut table = Table {
        sheets: Vec::new(),
        hidden: Vec::new(),
        source: Source::Xlsx { dates },
    };
    for sheet in book.sheets_metadata().to_vec() {
        if sheet.typ != SheetType::WorkSheet {
            continue;
        }
        if sheet.visible != SheetVisible::Visible {
            table.hidden.push(sheet.name);
            continue;
        }
        let merged = book
            .merge_cells_by_sheet_name(&sheet.name)
            .map_err(|error| damaged(None, &error))?;
        let mut rows = Rows::new(&sheet.name, &mut budget);
        fill(&mut book, &sheet.name, dates, &mut rows)?;
        let rows = rows.done();
        if !rows.is_empty() {
            let merged = merged.iter().map(|area| Area {
                first: (area.start.0 + 1, area.start.1 + 1),
                last: (area.end.0 + 1, area.end.1 + 1),
            });
            let near = |area: &Area| area.first.0 <= MAX_ROWS && area.first.1 <= MAX_COLUMNS;
            table.sheets.push(Sheet {
                name: sheet.name,
                rows,
                merged: merged.filter(near).collect(),
            });
        }
    }
    if table.sheets.is_empty() {
        return Err(Refused::NothingInside);
    }
    Ok(table)
}

fn fill(
    book: &mut Xlsx<Cursor<&[u8]>>,
    sheet: &str,
    dates: DateBase,
    rows: &mut Rows<'_>,
) -> Result<(), Refused> {
    let mut last = None;
    let mut cells = book
        .worksheet_cells_reader(sheet)
        .map_err(|error| damaged(None, &error))?;
    loop {
        // The reader that spells shared formulas out gives itself memory by a number of the file.
        let record = match cells.next_cell_with_formula_metadata() {
            Ok(Some(record)) => record,
            Ok(None) => return Ok(()),
            Err(error) => {
                return Err(damaged(
                    last.map(|(row, column)| rows.at(row, column)),
                    &error,
                ));
            }
        };
        let (row, column) = (record.pos.0 + 1, record.pos.1 + 1);
        last = Some((row, column));
        let cell = match record.value {
            DataRef::Empty if record.formula.is_some() => Cell::Formula,
            DataRef::Empty => continue,
            DataRef::SharedString(text) => {
                rows.put_text(row, column, text)?;
                continue;
            }
            DataRef::String(text) => {
                rows.put_text(row, column, &text)?;
                continue;
            }
            #[allow(clippy::cast_precision_loss)]
            DataRef::Int(number) => Cell::Number(number as f64),
            DataRef::Float(number) => number_cell(number),
            DataRef::Bool(flag) => Cell::Flag(flag),
            DataRef::DateTime(time)
                if time.is_datetime() || (0.0..1.0).contains(&time.as_f64()) =>
            {
                dates.cell(time.as_f64())
            }
            DataRef::DateTime(time) => Cell::Text(hours(time.as_f64())),
            DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => match iso(&text) {
                Some(cell) => cell,
                None => {
                    rows.put_text(row, column, &text)?;
                    continue;
                }
            },
            DataRef::Error(error) => Cell::Error(error.to_string()),
        };
        rows.put(row, column, cell)?;
    }
}

/// A number, if it is one.
pub(crate) fn number_cell(number: f64) -> Cell {
    if number.is_finite() {
        Cell::Number(number)
    } else {
        Cell::Error(number.to_string())
    }
}

/// `2014-09-01`, with a time or without.
pub(crate) fn iso(text: &str) -> Option<Cell> {
    if let Ok(day) = NaiveDate::parse_from_str(text, "%Y-%m-%d") {
        return Some(Cell::Day(day));
    }
    let text = text.trim_end_matches('Z');
    let at = NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").ok()?;
    Some(if at.time() == chrono::NaiveTime::MIN {
        Cell::Day(at.date())
    } else {
        Cell::Moment(at)
    })
}

/// More than a day of hours, as `30:00:00`.
pub(crate) fn hours(days: f64) -> String {
    let seconds = (days.abs() * 86_400.0).round();
    let sign = if days < 0.0 { "-" } else { "" };
    let (hours, rest) = ((seconds / 3600.0).floor(), seconds % 3600.0);
    format!(
        "{sign}{hours}:{:02}:{:02}",
        (rest / 60.0).floor(),
        rest % 60.0
    )
}

fn damaged(at: Option<CellAt>, error: &XlsxError) -> Refused {
    match error {
        XlsxError::Password => Refused::Password,
        other => Refused::Damaged {
            at,
            why: other.to_string(),
        },
    }
}
