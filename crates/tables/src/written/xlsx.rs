//! XLSX: cells say what they are.

use super::{ColumnKind, Export, Unwritable, is_unwritable};
use crate::limits::MAX_CHARS;
use crate::table::{Cell, CellAt};
use chrono::{Datelike, NaiveDate, NaiveDateTime, NaiveTime, Timelike};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError,
};
use std::collections::HashSet;

/// Writes a workbook, a sheet for each, the titles frozen above the rows.
pub fn write_xlsx(exports: &[Export]) -> Result<Vec<u8>, Unwritable> {
    let mut book = Workbook::new();
    // A day of its own would make other bytes of the same rows tomorrow.
    let created = ExcelDateTime::from_ymd(2000, 1, 1).map_err(|error| other(&error))?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let formats = Formats::new();
    let mut names = HashSet::new();
    for export in exports {
        let sheet = book.add_worksheet();
        let name = sheet_name(&export.name, &mut names);
        sheet.set_name(name).map_err(|error| other(&error))?;
        fill(sheet, export, &formats)?;
    }
    book.save_to_buffer().map_err(|error| other(&error))
}

fn other(error: &XlsxError) -> Unwritable {
    Unwritable::Other(error.to_string())
}

/// Format codes are written as in English; Excel shows them as the country has them.
struct Formats {
    title: Format,
    text: Format,
    number: Format,
    day: Format,
    time: Format,
    moment: Format,
}

impl Formats {
    fn new() -> Self {
        let coded = |code: &str| Format::new().set_num_format(code);
        Self {
            title: coded("@")
                .set_bold()
                .set_align(FormatAlign::Top)
                .set_text_wrap(),
            // Without it a click into the cell makes a formula of «=…».
            text: coded("@"),
            // A format of its own, or the cell takes that of its column, which may be of days.
            number: Format::new().set_align(FormatAlign::Right),
            day: coded("dd.mm.yyyy"),
            time: coded("hh:mm"),
            moment: coded("dd.mm.yyyy hh:mm"),
        }
    }
}

fn fill(sheet: &mut Worksheet, export: &Export, formats: &Formats) -> Result<(), Unwritable> {
    for (index, column) in export.columns.iter().enumerate() {
        let format = match column.kind {
            ColumnKind::Text => &formats.text,
            ColumnKind::Number => &formats.number,
            ColumnKind::Day => &formats.day,
        };
        let titles_at = CellAt {
            row: 1,
            ..export.at(0, index)
        };
        let index = u16::try_from(index).map_err(|_| Unwritable::NoRoom(titles_at.clone()))?;
        let title = text(&column.title, || titles_at.clone())?;
        sheet
            .set_column_width(index, f64::from(column.width))
            .and_then(|sheet| sheet.set_column_format(index, format))
            .and_then(|sheet| sheet.write_string_with_format(0, index, title, &formats.title))
            .map_err(|error| said(&error, || titles_at))?;
    }
    sheet
        .set_freeze_panes(1, 0)
        .map_err(|error| other(&error))?;
    for (row, cells) in export.rows.iter().enumerate() {
        for (column, cell) in cells.iter().enumerate() {
            let at = || export.at(row, column);
            let (Ok(row), Ok(column)) = (u32::try_from(row + 1), u16::try_from(column)) else {
                return Err(Unwritable::NoRoom(at()));
            };
            let written = match cell {
                Cell::Empty | Cell::Formula => continue,
                Cell::Text(it) | Cell::Error(it) => {
                    sheet.write_string_with_format(row, column, text(it, at)?, &formats.text)
                }
                Cell::Number(number) if !number.is_finite() => {
                    return Err(Unwritable::NoNumber(at()));
                }
                Cell::Number(number) => {
                    sheet.write_number_with_format(row, column, *number, &formats.number)
                }
                Cell::Flag(flag) => sheet.write_boolean(row, column, *flag),
                Cell::Day(_) | Cell::Time(_) | Cell::Moment(_) => match serial(cell) {
                    Some((serial, format)) => {
                        let format = format(formats);
                        sheet.write_datetime_with_format(row, column, serial, format)
                    }
                    // Before 1900 Excel has no days.
                    None => {
                        let typed = cell.typed().into_owned();
                        sheet.write_string_with_format(row, column, typed, &formats.text)
                    }
                },
            };
            written.map_err(|error| said(&error, at))?;
        }
    }
    Ok(())
}

fn said(error: &XlsxError, at: impl FnOnce() -> CellAt) -> Unwritable {
    match error {
        XlsxError::RowColumnLimitError => Unwritable::NoRoom(at()),
        error => other(error),
    }
}

/// The text without what a workbook does not take.
fn text(text: &str, at: impl Fn() -> CellAt) -> Result<String, Unwritable> {
    let text = text.replace(is_unwritable, "");
    if text.len() > MAX_CHARS && text.chars().count() > MAX_CHARS {
        return Err(Unwritable::LongText(at()));
    }
    Ok(text)
}

/// The serial of a day or a time, and the format to show it in.
fn serial(cell: &Cell) -> Option<(ExcelDateTime, fn(&Formats) -> &Format)> {
    match cell {
        Cell::Day(day) => Some((of_day(*day)?, |formats| &formats.day)),
        Cell::Time(time) => Some((of_time(*time)?, |formats| &formats.time)),
        Cell::Moment(at) => Some((of_moment(*at)?, |formats| &formats.moment)),
        _ => None,
    }
}

fn of_day(day: NaiveDate) -> Option<ExcelDateTime> {
    let year = u16::try_from(day.year())
        .ok()
        .filter(|year| *year >= 1900)?;
    let (month, day) = (
        u8::try_from(day.month()).ok()?,
        u8::try_from(day.day()).ok()?,
    );
    ExcelDateTime::from_ymd(year, month, day).ok()
}

fn of_time(time: NaiveTime) -> Option<ExcelDateTime> {
    let (hour, minute) = (
        u16::try_from(time.hour()).ok()?,
        u8::try_from(time.minute()).ok()?,
    );
    ExcelDateTime::from_hms(hour, minute, time.second()).ok()
}

fn of_moment(at: NaiveDateTime) -> Option<ExcelDateTime> {
    let (hour, minute) = (
        u16::try_from(at.hour()).ok()?,
        u8::try_from(at.minute()).ok()?,
    );
    of_day(at.date())?.and_hms(hour, minute, at.second()).ok()
}

/// A name that Excel takes: 31 characters, none of `[]:*?/\`, no apostrophe at an end, no twin.
fn sheet_name(said: &str, taken: &mut HashSet<String>) -> String {
    let said: String = said
        .chars()
        .filter(|c| !is_unwritable(*c) && !matches!(c, '\t' | '\n' | '\r'))
        .map(|c| if "[]:*?/\\".contains(c) { '-' } else { c })
        .collect();
    let said = said.trim_matches(['\'', ' ']);
    let said = if said.is_empty() { "1" } else { said };
    let mut number = 1;
    loop {
        let tail = if number == 1 {
            String::new()
        } else {
            format!(" ({number})")
        };
        let mut name = said.to_owned();
        // Excel counts as UTF-16 does.
        while name.encode_utf16().count() + tail.len() > 31 {
            name.pop();
        }
        let name = name.trim_end_matches(['\'', ' ']).to_owned() + &tail;
        if taken.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}
