//! What is said of a row of a table, with the column.

use super::plan::Change;
use crate::reading::{Ask, Note, Unread};
use crate::register::{Fault, RecordKind, RecordRef};
use chrono::NaiveDate;

/// What a row would do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// The base says it already.
    Same,
    /// It changes a record.
    Changed,
    /// Its head is not in the base.
    New,
    /// A person must decide; nothing of it is taken otherwise.
    Disputed,
    /// It cannot be taken.
    Refused,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// It is told.
    Told,
    /// The row is disputed; a person may say that what is proposed is meant.
    Asked,
    /// The row is disputed, and only another row, or a form, decides.
    Open,
    /// The row is refused.
    Refused,
}

/// What is found in a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// What was made of the text.
    Read(Note),
    /// A person must say whether that is meant.
    Asks(Ask),
    /// The text is not understood.
    Unread(Unread),
    /// What the register says to the value.
    Fault(Fault),
    /// Of a new record nothing says this field, which must be said: the file has no column of it.
    NoColumn(RecordKind, &'static str),
    /// A formula whose value is not in the file.
    Formula,
    /// An error of a formula.
    CellError(String),
    /// Not a number of a record.
    BadId,
    /// No record of the kind is called so.
    NoSuch(RecordKind, String),
    /// Several records of the kind are called so.
    Several(RecordKind, String, usize),
    /// Another row of the table is of the same record.
    Twin(u32),
    /// The same name stands in the base, and nothing beside the name tells whether it is the same
    /// person.
    ByName(RecordRef),
    /// So many persons in the base may be meant.
    Namesakes(usize),
    /// A person of that name is in another class: the same, who has moved, or a namesake.
    InOtherClass(String),
    /// A person of that name with another day of birth is where the row puts a new one: a namesake,
    /// or the day is mistyped.
    BornOtherwise(NaiveDate),
    /// In the base the pupil is in another class; classes are changed by an order.
    OtherClass(String),
    /// In the base another is class teacher today; from when somebody is, the class does not say.
    OtherTeacher(String),
    /// In the base it is otherwise, and only an order changes it.
    ByOrder(String),
    /// The number is that of somebody with another name.
    OtherName(String),
    /// Two numbers of the row are those of two persons.
    TwoPersons,
    /// A person has set the field by hand, to this.
    SetByHand(String),
    /// A parent of that name with the same phone, address or birth is one person.
    SameParent(RecordRef),
    /// It says nothing of a name where one is needed.
    NoName,
    /// The pupil is in no class, and the row names none.
    NoClass,
    /// Initials find a person and never make one.
    InitialsOnly,
    /// The day was not said: this one is taken.
    FromDay(NaiveDate),
}

impl Finding {
    /// How much it weighs.
    pub fn weight(&self) -> Weight {
        match self {
            Self::Read(_) | Self::ByOrder(_) | Self::SameParent(_) | Self::FromDay(_) => {
                Weight::Told
            }
            Self::Asks(_)
            | Self::ByName(_)
            | Self::BornOtherwise(_)
            | Self::OtherName(_)
            | Self::SetByHand(_) => Weight::Asked,
            Self::Namesakes(_)
            | Self::InOtherClass(_)
            | Self::OtherClass(_)
            | Self::OtherTeacher(_)
            | Self::Several(..) => Weight::Open,
            Self::Unread(_)
            | Self::Fault(_)
            | Self::NoColumn(..)
            | Self::Formula
            | Self::CellError(_)
            | Self::BadId
            | Self::NoSuch(..)
            | Self::Twin(_)
            | Self::TwoPersons
            | Self::NoName
            | Self::NoClass
            | Self::InitialsOnly => Weight::Refused,
        }
    }

    /// Whether other rows of the table may be what it lacks.
    pub(super) fn may_pass(&self) -> bool {
        matches!(
            self,
            Self::NoSuch(..) | Self::Fault(_) | Self::NoColumn(..) | Self::NoClass
        )
    }
}

/// A finding and the column that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellFinding {
    /// Counted from 1; none: about the row.
    pub column: Option<u32>,
    /// What is found.
    pub finding: Finding,
}

/// What becomes of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowPlan {
    /// Its number.
    pub row: u32,
    /// What its head is called.
    pub title: String,
    /// What it would do.
    pub verdict: Verdict,
    /// What is said of it.
    pub findings: Vec<CellFinding>,
    /// The record that it is first of all about.
    pub head: Option<RecordRef>,
    /// What it makes and changes, after the rows before it; of a row that is not taken, nothing.
    pub changes: Vec<Change>,
}
