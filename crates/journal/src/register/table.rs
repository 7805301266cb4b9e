//! Tables in and out of the register, by one description of what a table is of.
//!
//! A [`TableShape`] names the records that one row speaks of: a kind's own table has one in a row, the
//! table of pupils has a person, what is known of the person, the enrolment and the parents. From
//! it and from the fields of the kinds come the [`TableColumn`]s; an export writes them, an import
//! knows them by their heads. [`plan()`] reads rows against a register and says of each what it
//! would do; the server judges what comes of it as it judges a form.
//!
//! What is not in a table has not left, an empty cell erases nothing, what a person has set by
//! hand is not overwritten unasked.
//!
//! | room | what is in it |
//! | --- | --- |
//! | [`shape`] | which records a row speaks of, its columns |
//! | [`heads`] | a column by what people call it |
//! | [`export`] | the rows of a table |
//! | `cell` | a cell read as the value of a field |
//! | `row` | what the cells of a row say of each of its records |
//! | `known`, `person`, `matching` | what is meant by a number, a title, a name |
//! | `stays` | rows that say only in which class a pupil is |
//! | `write` | the records of a row, made and checked |
//! | `consents` | the consents of all of whom tables bring data |
//! | [`findings`] | what is said of a row |
//! | [`mod@plan`] | rows against a register |

mod cell;
mod consents;
pub mod export;
pub mod findings;
pub mod heads;
mod known;
mod matching;
mod person;
pub mod plan;
mod row;
pub mod shape;
mod stays;
mod write;

pub use consents::Consents;
pub use export::{ExportCell, exported};
pub use findings::{CellFinding, Finding, RowPlan, Verdict, Weight};
pub use heads::{Heading, heading};
pub(super) use known::numbered;
pub use plan::{Change, SheetPlan, SheetToPlan, TablePlan, Terms, plan};
pub use shape::{ColumnOf, Part, TableColumn, TableShape, Tie};

use super::RecordKind;

/// A table with what is in its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadedSheet {
    /// What it is a table of.
    pub shape: TableShape,
    /// Its name in the file.
    pub name: String,
    /// Its heads.
    pub heading: Heading,
    /// Its rows, those above the heads and the heads too.
    pub rows: Vec<TableRow>,
}

impl HeadedSheet {
    /// The kinds whose records its rows may make or change.
    pub fn kinds(&self) -> impl Iterator<Item = RecordKind> {
        let parts = self.shape.numbered();
        let said = parts.filter(|(place, part)| {
            let mut columns = self.heading.columns.values();
            part.tie != Tie::ClassTeacher || columns.any(|column| column.part == *place)
        });
        said.map(|(_, part)| part.kind)
    }

    /// Whether a row follows the heads.
    pub fn has_rows(&self) -> bool {
        self.rows.iter().any(|row| row.number > self.heading.row)
    }

    /// As a plan takes it.
    pub fn to_plan(&self) -> SheetToPlan<'_> {
        SheetToPlan {
            shape: &self.shape,
            heading: &self.heading,
            rows: &self.rows,
            name: &self.name,
        }
    }
}

/// A row of a table that is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TableRow {
    /// As the program of the table counts it, from 1.
    pub number: u32,
    /// Its cells from the first column on.
    pub cells: Vec<TableCell>,
}

/// A cell of a table that is read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum TableCell {
    /// Nothing.
    #[default]
    Empty,
    /// As a person would type it.
    Text(String),
    /// A formula whose value its program has not kept.
    Formula,
    /// An error of a formula, as «#DIV/0!».
    Error(String),
    /// A text with characters that no text has.
    Unprintable(String),
}

impl TableRow {
    /// The cell of a column, counted from 1.
    pub fn cell(&self, column: u32) -> &TableCell {
        let index = (column as usize).checked_sub(1);
        let cell = index.and_then(|index| self.cells.get(index));
        cell.unwrap_or(&TableCell::Empty)
    }

    /// The text of a column, counted from 1; of what is no text, nothing.
    pub fn text(&self, column: u32) -> &str {
        match self.cell(column) {
            TableCell::Text(text) => text,
            _ => "",
        }
    }
}
