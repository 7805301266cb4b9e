//! A cell read as the value of a field. References are found by [`super::known`].

use super::findings::Finding;
use crate::reading::{
    self, Ask, DayReading, Read, SerialBase, Unread, born, is_nothing, match_key,
};
use crate::register::{DaySpan, Fault, Field, FieldKind, Value};
use chrono::{Months, NaiveDate};

/// What a cell says of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Said {
    /// Nothing: what stands is left.
    Nothing,
    /// This; [`Value::Empty`] where the cell says that what stands is to be erased.
    Value(Value),
}

/// What a cell says, and what is said of it.
#[derive(Debug)]
pub(super) struct CellReading {
    pub(super) said: Said,
    pub(super) findings: Vec<Finding>,
}

/// Words by which a cell erases what stands.
const ERASE: [&str; 2] = ["удалить", "delete"];
/// Years before and after today that a day of two digits may mean, birth aside.
const PAST: u32 = 60;
const COMING: u32 = 39;
/// Ages that a day of birth may mean.
const YOUNGEST: u8 = 2;
const OLDEST: u8 = 97;
/// Those of a pupil (`school-admin`, «Dates»).
const PUPIL: (u8, u8) = (5, 25);

impl CellReading {
    pub(super) fn nothing() -> Self {
        Self {
            said: Said::Nothing,
            findings: Vec::new(),
        }
    }

    pub(super) fn of(value: Value) -> Self {
        Self {
            said: Said::Value(value),
            findings: Vec::new(),
        }
    }

    pub(super) fn wrong(finding: Finding) -> Self {
        Self {
            said: Said::Nothing,
            findings: vec![finding],
        }
    }
}

/// Whether a cell says that what stands is to be erased.
pub(super) fn erases(text: &str) -> bool {
    let word = text.trim().to_lowercase();
    ERASE.contains(&word.as_str())
}

/// Reads the text of a cell; a reference never comes here.
pub(super) fn read(
    field: &Field,
    text: &str,
    today: NaiveDate,
    base: SerialBase,
    pupil: bool,
) -> CellReading {
    if is_nothing(text) {
        return CellReading::nothing();
    }
    if erases(text) {
        return checked(field, Value::Empty);
    }
    match field.kind {
        FieldKind::Choice(choices) => {
            let word = match field.read.map(|read| read(text)) {
                Some(Ok(read)) => read,
                Some(Err(why)) => return unread(why),
                None => plain(text.to_owned()),
            };
            let said = match_key(&word.value);
            let found = choices.iter().find(|choice| {
                choice.word == word.value || choice.csv.iter().any(|it| match_key(it) == said)
            });
            match found {
                Some(choice) => taken(field, word, |_| Value::Choice(*choice)),
                None => unread(Unread::NoSuchWord),
            }
        }
        FieldKind::Day => {
            let likely = match (field.birth, pupil) {
                (true, true) => born(today, PUPIL.0, PUPIL.1),
                (true, false) => born(today, YOUNGEST, OLDEST),
                (false, _) => DaySpan::new(
                    today
                        .checked_sub_months(Months::new(PAST * 12))
                        .unwrap_or(today),
                    today
                        .checked_add_months(Months::new(COMING * 12))
                        .unwrap_or(today),
                ),
            };
            match reading::day(text, &DayReading { likely, base }) {
                Ok(read) if field.birth && read.value > today => unread(Unread::NotYetBorn),
                Ok(read) => taken(field, read, Value::Day),
                Err(why) => unread(why),
            }
        }
        FieldKind::Text { .. } => match field.read.map(|read| read(text)) {
            Some(Ok(read)) => taken(field, read, Value::Text),
            Some(Err(why)) => unread(why),
            None => checked(field, Value::Text(text.trim().to_owned())),
        },
        FieldKind::Number { .. } => {
            let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            match digits.parse() {
                Ok(number) => checked(field, Value::Number(number)),
                Err(_) => CellReading::wrong(Finding::Fault(Fault::Unreadable)),
            }
        }
        FieldKind::Grades => match crate::register::reading::grades(text) {
            Ok(grades) => checked(field, Value::Grades(grades)),
            Err(fault) => CellReading::wrong(Finding::Fault(fault)),
        },
        FieldKind::Bells => match crate::register::reading::bells(text) {
            Ok(bells) => checked(field, Value::Bells(bells)),
            Err(fault) => CellReading::wrong(Finding::Fault(fault)),
        },
        FieldKind::Reference(_) => CellReading::nothing(),
    }
}

fn plain(text: String) -> Read<String> {
    Read {
        value: text,
        notes: Vec::new(),
        asks: Vec::new(),
    }
}

fn unread(why: Unread) -> CellReading {
    match why {
        Unread::Nothing => CellReading::nothing(),
        why => CellReading::wrong(Finding::Unread(why)),
    }
}

fn taken<T>(field: &Field, read: Read<T>, value: impl FnOnce(T) -> Value) -> CellReading {
    let findings = said_of(&read);
    let mut reading = checked(field, value(read.value));
    reading.findings.splice(..0, findings);
    reading
}

/// What a reader says, beside the value.
pub(super) fn said_of<T>(read: &Read<T>) -> Vec<Finding> {
    // A number that a spreadsheet keeps a day by is what every day of its own format is.
    let notes = read
        .notes
        .iter()
        .filter(|note| **note != reading::Note::TableNumber);
    let notes = notes.map(|note| Finding::Read(*note));
    let asks = read.asks.iter().map(|ask| match ask {
        Ask::Initials => Finding::InitialsOnly,
        ask => Finding::Asks(*ask),
    });
    notes.chain(asks).collect()
}

fn checked(field: &Field, value: Value) -> CellReading {
    match field.check(&value) {
        Ok(()) => CellReading::of(value),
        Err(fault) => CellReading::wrong(Finding::Fault(fault)),
    }
}
