//! A form: fields described by values, one a row, checked as one goes on and when it is saved.
//!
//! A field is a label, a hint, a kind and what stands in it. A form is its fields, a check over
//! them and what saving does; keys, drafts, «было», errors and the list under a reference are
//! [`FormScreen`]'s. Fields can be made while the program runs, from a description of a record.
//! Further records stand under the first as rows of a table, a field a cell; there is always an
//! empty row to begin the next.

mod draw;
mod input;
mod restated;
mod screen;
mod source;
mod steps;

pub use input::{Form, Input};
pub use screen::FormScreen;
pub use source::FormSource;

use chrono::NaiveDate;
use std::borrow::Cow;

/// One of the things that a field chooses among.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is entered when it is chosen.
    pub id: String,
    /// What it is called.
    pub label: String,
}

/// What is entered in a field, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum InputKind {
    /// A line of at most so many letters.
    Line(usize),
    /// A password: nothing of it is shown or kept.
    Secret,
    /// Several lines of at most so many letters; the rows that the field takes.
    Text(usize, u16),
    /// A whole number between these.
    Number(i64, i64),
    /// A day, typed as people say it: «5», «5.9», «пт», «завтра», «+3».
    Day,
    /// One of these, found as one types.
    Reference(Vec<Choice>),
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "its variants say what they are")]
pub enum Entered {
    Nothing,
    Text(String),
    Number(i64),
    Day(NaiveDate),
    /// The id of a choice.
    Choice(String),
}

impl Entered {
    /// As it stands in the line of its field, where it can be read again.
    pub fn written(&self) -> String {
        match self {
            Self::Nothing => String::new(),
            Self::Text(text) | Self::Choice(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Day(day) => day.format("%d.%m.%Y").to_string(),
        }
    }
}

/// Which field of a form: one of its first record, or a cell of a row of further ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldId {
    /// In which of the tables, from 1; 0: in none.
    pub table: u8,
    /// In which row of it, from 1; 0: in none.
    pub row: u16,
    /// What it is called in its record.
    pub name: &'static str,
}

impl FieldId {
    /// A cell of a table.
    pub fn cell(table: u8, row: u16, name: &'static str) -> Self {
        Self { table, row, name }
    }

    /// Whether both are cells of one row.
    pub fn is_beside(self, other: Self) -> bool {
        self.row > 0 && (self.table, self.row) == (other.table, other.row)
    }
}

impl From<&'static str> for FieldId {
    fn from(name: &'static str) -> Self {
        Self::cell(0, 0, name)
    }
}

/// As a draft keeps it: `number`, `1.3.pupil`.
impl std::fmt::Display for FieldId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.row > 0 {
            write!(f, "{}.{}.", self.table, self.row)?;
        }
        f.write_str(self.name)
    }
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct FormField {
    /// What it is called in the form's check and in its draft.
    pub id: FieldId,
    /// The columns that it takes in its row, if it is a cell of a table.
    pub column: Option<u16>,
    /// The Fluent key of its name.
    pub label: Cow<'static, str>,
    /// The Fluent key of the line that explains it.
    pub hint: Cow<'static, str>,
    pub kind: InputKind,
    pub value: Entered,
    /// It must hold something.
    pub required: bool,
    /// Why it cannot be changed; empty where the form says it.
    pub locked: Option<String>,
    /// The next record begins with what was entered here.
    pub carried: bool,
}

impl FormField {
    /// An empty field that may stay empty.
    pub fn new(
        id: impl Into<FieldId>,
        label: impl Into<Cow<'static, str>>,
        hint: impl Into<Cow<'static, str>>,
        kind: InputKind,
    ) -> Self {
        Self {
            id: id.into(),
            column: None,
            label: label.into(),
            hint: hint.into(),
            kind,
            value: Entered::Nothing,
            required: false,
            locked: None,
            carried: false,
        }
    }

    /// It must hold something.
    #[must_use]
    pub fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// With what stands there.
    #[must_use]
    pub fn with(mut self, value: Entered) -> Self {
        self.value = value;
        self
    }

    /// It cannot be changed, and this is why.
    #[must_use]
    pub fn locked(mut self, why: impl Into<String>) -> Self {
        self.locked = Some(why.into());
        self
    }

    /// The next record begins with what was entered here.
    #[must_use]
    pub fn carried(mut self) -> Self {
        self.carried = true;
        self
    }
}
