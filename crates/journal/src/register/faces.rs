//! The faces of a value: shown, sorted, exported.

use super::Register;
use super::field::Title;
use super::record::{Record, RecordRef};
use super::value::{Choice, Grades, Value};
use crate::invisible::is_invisible;
use crate::school::Bell;
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// What a value is sorted by: nothing said first, then by number, day, place, or by text as
/// people sort it («9А» before «10А», «ё» as «е»).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "a key of each kind of value")]
pub enum SortKey {
    Nothing,
    Number(i64),
    Day(NaiveDate),
    Grades(BTreeSet<u8>),
    Bells(Vec<Bell>),
    Text(Vec<Chunk>),
}

/// A part of a text that is sorted: a number, or what lies between numbers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "its doc says what they are")]
pub enum Chunk {
    Number(u64),
    Text(String),
}

/// A text as it is compared: lower case, «ё» as «е», blanks between words counted once, what nobody
/// sees not at all.
pub fn folded(text: &str) -> String {
    let text = text
        .to_lowercase()
        .replace('ё', "е")
        .replace(is_invisible, "");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text cut into what is compared by number and what by letter.
pub fn chunks(text: &str) -> Vec<Chunk> {
    let mut chunks = Vec::new();
    for c in folded(text).chars() {
        match (chunks.last_mut(), c.to_digit(10)) {
            (Some(Chunk::Number(number)), Some(digit)) => {
                *number = number.saturating_mul(10).saturating_add(digit.into());
            }
            (_, Some(digit)) => chunks.push(Chunk::Number(digit.into())),
            (Some(Chunk::Text(text)), None) => text.push(c),
            (_, None) => chunks.push(Chunk::Text(c.to_string())),
        }
    }
    chunks
}

impl Register {
    /// A value as people see it. `word` gives the word for a choice.
    pub fn shown(&self, value: &Value, word: &dyn Fn(Choice) -> String) -> String {
        match value {
            Value::Empty => String::new(),
            Value::Text(text) => text.clone(),
            Value::Number(number) => number.to_string(),
            Value::Day(day) => day.format("%d.%m.%Y").to_string(),
            Value::Choice(choice) => word(*choice),
            Value::Reference(at) => self.title(*at).unwrap_or_default(),
            Value::Grades(grades) => grades.to_string(),
            Value::Bells(bells) => {
                let bells = bells.iter().map(|bell| {
                    let (starts, ends) = (bell.starts.format("%H:%M"), bell.ends.format("%H:%M"));
                    format!("{} {starts}–{ends}", bell.number)
                });
                bells.collect::<Vec<_>>().join("; ")
            }
        }
    }

    /// A value as tables write it.
    pub fn exported(&self, value: &Value) -> String {
        self.shown(value, &|choice| choice.exported().to_owned())
    }

    /// What a value is sorted by.
    pub fn sort_key(&self, value: &Value) -> SortKey {
        match value {
            Value::Empty => SortKey::Nothing,
            Value::Number(number) => SortKey::Number(*number),
            Value::Day(day) => SortKey::Day(*day),
            Value::Choice(choice) => SortKey::Number(choice.place.into()),
            Value::Grades(grades) => SortKey::Grades(grades.0.clone()),
            Value::Bells(bells) => SortKey::Bells(bells.clone()),
            Value::Text(_) | Value::Reference(_) => SortKey::Text(chunks(&self.exported(value))),
        }
    }

    /// The title of a record that stands in the register.
    pub fn title(&self, at: RecordRef) -> Option<String> {
        self.get(at).map(|record| self.title_of(record))
    }

    /// The title of a record, whether it stands in the register or not.
    pub fn title_of(&self, record: &Record) -> String {
        let described = record.kind().described();
        let between = match described.title {
            Title::Parts(_) => " · ",
            Title::Words(_) => " ",
        };
        let parts = described.title.places().iter();
        let parts = parts.map(|place| self.exported(&described.value(*place, record)));
        let parts: Vec<_> = parts.filter(|part| !part.is_empty()).collect();
        parts.join(between)
    }
}

impl std::fmt::Display for Grades {
    /// «1–4, 9».
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut runs: Vec<(u8, u8)> = Vec::new();
        for grade in &self.0 {
            match runs.last_mut() {
                Some((_, last)) if last.checked_add(1) == Some(*grade) => *last = *grade,
                _ => runs.push((*grade, *grade)),
            }
        }
        for (place, (first, last)) in runs.into_iter().enumerate() {
            f.write_str(if place == 0 { "" } else { ", " })?;
            if first == last {
                write!(f, "{first}")?;
            } else {
                write!(f, "{first}–{last}")?;
            }
        }
        Ok(())
    }
}
