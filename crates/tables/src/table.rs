//! What was read: sheets, rows with their numbers, cells.

use crate::dates::DateBase;
use crate::delimited::Delimiter;
use crate::encoding::TextEncoding;
use chrono::{NaiveDate, NaiveDateTime, NaiveTime};
use std::borrow::Cow;
use std::fmt::{self, Display};

/// A table that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its visible sheets that have something in them, in the order of the file; at least one.
    pub sheets: Vec<Sheet>,
    /// Names of the hidden sheets, which were left out.
    pub hidden: Vec<String>,
    /// What the file was taken for; shown with the preview, so that a wrong guess is seen.
    pub source: Source,
}

/// What a file was taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Text, a row a line.
    Delimited {
        /// In which letters.
        encoding: TextEncoding,
        /// What parts the columns; none: there is one column.
        delimiter: Option<Delimiter>,
    },
    /// A workbook of Excel.
    Xlsx {
        /// What its numbers mean where a date is expected.
        dates: DateBase,
    },
    /// A workbook of LibreOffice.
    Ods,
}

/// A sheet of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its name; empty in a text file.
    pub name: String,
    /// The rows that have something in them, by number.
    pub rows: Vec<Row>,
    /// Cells that are shown as one; the value is in the first, the others are empty.
    pub merged: Vec<Area>,
}

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// As the person's program counts it, from 1.
    pub number: u32,
    /// From column A to the last that is not empty.
    pub cells: Vec<Cell>,
}

impl Row {
    /// The cell of a column, counted from 1.
    pub fn cell(&self, column: u32) -> &Cell {
        let index = (column as usize).checked_sub(1);
        let cell = index.and_then(|index| self.cells.get(index));
        cell.unwrap_or(&Cell::Empty)
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Default)]
pub enum Cell {
    /// Nothing, or blanks.
    #[default]
    Empty,
    /// Text as it is: no blanks taken off, no letters composed. Everything of a text file.
    Text(String),
    /// A number; of a date that has lost its format too, see [`DateBase::day`].
    Number(f64),
    /// A day.
    Day(NaiveDate),
    /// A time of the day.
    Time(NaiveTime),
    /// A day with a time that is not midnight.
    Moment(NaiveDateTime),
    /// Yes or no.
    Flag(bool),
    /// A formula whose value its program has not kept: nobody knows what a person would see. One
    /// with a value is that value.
    Formula,
    /// An error of a formula, as «#DIV/0!».
    Error(String),
}

impl Cell {
    /// Whether nothing is there.
    pub fn is_empty(&self) -> bool {
        *self == Self::Empty
    }

    /// As a person would type it: `79120000000`, `4,5`, `01.09.2014`, `08:30`, «да». Nothing for
    /// a formula without value.
    pub fn typed(&self) -> Cow<'_, str> {
        match self {
            Self::Empty | Self::Formula => Cow::Borrowed(""),
            Self::Text(text) | Self::Error(text) => Cow::Borrowed(text),
            // Adding nothing makes of −0 what a person writes.
            Self::Number(number) => Cow::Owned((number + 0.0).to_string().replace('.', ",")),
            Self::Day(day) => Cow::Owned(day.format("%d.%m.%Y").to_string()),
            Self::Time(time) => Cow::Owned(time.format(clock(*time)).to_string()),
            Self::Moment(at) => {
                let day = at.format("%d.%m.%Y");
                Cow::Owned(format!("{day} {}", at.format(clock(at.time()))))
            }
            Self::Flag(true) => Cow::Borrowed("да"),
            Self::Flag(false) => Cow::Borrowed("нет"),
        }
    }
}

/// Seconds are shown only where there are some.
fn clock(time: NaiveTime) -> &'static str {
    if chrono::Timelike::second(&time) == 0 {
        "%H:%M"
    } else {
        "%H:%M:%S"
    }
}

/// Where a cell is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CellAt {
    /// The name of its sheet; empty in a text file.
    pub sheet: String,
    /// Counted from 1, as [`Row::number`].
    pub row: u32,
    /// Counted from 1.
    pub column: u32,
}

impl CellAt {
    /// The column as spreadsheets name it: A, Z, AA.
    pub fn letters(&self) -> String {
        let mut letters = Vec::new();
        let mut left = self.column;
        while left > 0 {
            left -= 1;
            letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
            left /= 26;
        }
        letters.into_iter().rev().collect()
    }
}

impl Display for CellAt {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.sheet.is_empty() {
            write!(out, "{}!", self.sheet)?;
        }
        write!(out, "{}{}", self.letters(), self.row)
    }
}

/// A rectangle of cells, both corners in it, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Area {
    /// Row and column of the first.
    pub first: (u32, u32),
    /// Row and column of the last.
    pub last: (u32, u32),
}
