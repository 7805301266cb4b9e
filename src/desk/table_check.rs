//! What a table would do to the register, before it is written: told row by row. Read and checked
//! by the full build alone; a small one never has one.

use journal::GestureId;
use journal::register::table::Consents;
use journal::register::{Effect, RecordKind};
use protocol::{UndoGesture, WholeGesture};

/// A file to be read, as a form says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableFile {
    /// The list from which it was asked for.
    pub kind: RecordKind,
    /// The word of what it is a table of, unless the name of its sheet tells.
    pub into: String,
    /// The words of what it may be a table of by that name.
    pub may_be: Vec<String>,
    /// As it was typed: `~` is the person's own folder.
    pub path: String,
    /// Whether what is proposed in disputed rows is meant.
    pub take_disputed: bool,
    /// The consents of all of whom it brings data, where they were said.
    pub consents: Option<Consents>,
}

/// What is to be done once a person has agreed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TableWish {
    /// Nothing: the base says it all already.
    Nothing,
    /// Nothing: the server refuses some of it.
    Refused,
    /// Write the rows.
    Write {
        /// The number of the gesture.
        id: GestureId,
        /// The rows.
        gesture: WholeGesture,
        /// The name of the file.
        file: String,
    },
    /// Take an import back.
    Undo {
        /// The gesture that is taken back.
        of: GestureId,
        /// How.
        undo: UndoGesture,
    },
}

/// What a line is about; in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum CheckSort {
    /// How many rows come to what.
    Counts,
    /// What follows in the journals and must be agreed to.
    Danger,
    /// What follows in the journals.
    Effect,
    /// A row that the server does not take.
    Untaken,
    /// A row that cannot be taken.
    Refused,
    /// A row about which a person must decide.
    Disputed,
    /// A row that changes what stands.
    Changed,
    /// What is said of the file.
    Note,
    /// A row that brings a new record.
    New,
    /// What is in the base and not in the file; what an undo leaves.
    Stays,
}

/// A line of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckLine {
    /// Its place.
    pub place: usize,
    /// What it is about.
    pub sort: CheckSort,
    /// In words.
    pub text: String,
}

/// What a table would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableCheck {
    /// The list in which the form stands that asked for it.
    pub asked_in: Option<RecordKind>,
    /// What it is called.
    pub title: String,
    /// What is told of it.
    pub lines: Vec<CheckLine>,
    /// What is to be agreed to.
    pub dangers: Vec<Effect>,
    /// What is done then.
    pub wish: TableWish,
}

/// A table that was written from here, which can be taken back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenTable {
    /// Its gesture.
    pub gesture: GestureId,
    /// The name of the file.
    pub file: String,
}
