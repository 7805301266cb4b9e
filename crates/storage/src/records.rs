//! How records of the register rest in both databases, and what journals show of them.

use crate::store::StoreError;
use journal::register::{Marking, Record, RecordKind, RecordRef, Register};
use journal::school::Subject;
use journal::{Period, WorkKind};

/// A record as its text.
pub fn to_text(record: &Record) -> Result<String, StoreError> {
    serde_json::to_string(record).map_err(|e| StoreError::Failed(e.to_string()))
}

/// The record of a text.
pub fn of_text(text: &str) -> Result<Record, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Damaged(format!("a record: {e}")))
}

/// The kind of a word.
pub fn kind(word: &str) -> Result<RecordKind, StoreError> {
    word.parse()
        .map_err(|e: journal::register::record::NoSuchKind| StoreError::Damaged(e.to_string()))
}

/// Every record with its text.
pub fn texts(register: &Register) -> Result<Vec<(RecordRef, String)>, StoreError> {
    let records = register.all();
    records
        .map(|(at, record)| Ok((at, to_text(record)?)))
        .collect()
}

/// The periods that journals are divided into, of all school years, by their days.
pub fn periods(register: &Register) -> Vec<Period> {
    let mut periods: Vec<_> = register.periods().collect();
    periods.sort_by_key(|(at, period)| (period.starts, period.length, *at));
    let periods = periods.into_iter();
    periods.map(|(at, period)| period.period(at.id)).collect()
}

/// The kinds of work, the first that was made first.
pub fn work_kinds(register: &Register) -> Vec<WorkKind> {
    let kinds = register.of(RecordKind::WorkKind);
    kinds
        .filter_map(|(at, record)| match record {
            Record::WorkKind(kind) => Some(kind.work_kind(at.id)),
            _ => None,
        })
        .collect()
}

pub fn subjects(register: &Register) -> Vec<Subject> {
    let subjects = register.of(RecordKind::Subject);
    subjects
        .filter_map(|(at, record)| match record {
            Record::Subject(subject) => Some(subject.subject(at.id)),
            _ => None,
        })
        .collect()
}

/// Whether a journal is kept without marks; none, if the record is of something else.
pub fn without_marks(record: &Record) -> Option<bool> {
    match record {
        Record::Journal(journal) => Some(journal.marking == Marking::Without),
        _ => None,
    }
}
