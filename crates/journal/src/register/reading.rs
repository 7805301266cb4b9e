//! A text, typed or from a cell of a table, read as the value of a field.

use super::Register;
use super::faces::folded;
use super::fault::Fault;
use super::field::{Field, FieldKind};
use super::value::{Grades, Value};
use crate::school::Bell;
use chrono::{NaiveDate, NaiveTime};

/// Most records that an ambiguous text is said to mean.
const AMONG: usize = 5;

impl Field {
    /// Reads a text kindly: «1.9.26», «2026-09-01»; «830», «8.30»; the title of a record.
    ///
    /// # Errors
    /// [`Fault::Unreadable`], [`Fault::NoSuchRecord`], [`Fault::Ambiguous`], and what
    /// [`Field::check`] finds in the value.
    pub fn read(&self, text: &str, register: &Register) -> Result<Value, Fault> {
        let text = text.trim();
        let value = if text.is_empty() {
            Value::Empty
        } else {
            self.read_said(text, register)?
        };
        self.check(&value)?;
        Ok(value)
    }

    fn read_said(&self, text: &str, register: &Register) -> Result<Value, Fault> {
        let unreadable = Fault::Unreadable;
        match self.kind {
            FieldKind::Text { .. } => Ok(Value::Text(text.to_owned())),
            FieldKind::Number { .. } => {
                let number = text.parse().map_err(|_| unreadable)?;
                Ok(Value::Number(number))
            }
            FieldKind::Day => day(text).map(Value::Day).ok_or(unreadable),
            FieldKind::Choice(choices) => {
                let said = folded(text);
                let mut choices = choices.iter();
                let choice = choices.find(|choice| {
                    choice.word == said || choice.csv.iter().any(|word| folded(word) == said)
                });
                choice.copied().map(Value::Choice).ok_or(unreadable)
            }
            FieldKind::Reference(kind) => match *register.found(kind, text) {
                [] => Err(Fault::NoSuchRecord),
                [at] => Ok(Value::Reference(at)),
                ref several => Err(Fault::Ambiguous {
                    among: several.iter().take(AMONG).copied().collect(),
                }),
            },
            FieldKind::Class => {
                let said = folded(text).replace(' ', "");
                let mut classes = register.classes().iter();
                let class = classes.find(|(_, title)| folded(title).replace(' ', "") == said);
                class
                    .map(|(class, _)| Value::Class(*class))
                    .ok_or(Fault::NoSuchRecord)
            }
            FieldKind::Grades => grades(text).map(Value::Grades).ok_or(unreadable),
            FieldKind::Bells => bells(text).map(Value::Bells).ok_or(unreadable),
        }
    }
}

/// «01.09.2026», «1.9.26», «01/09/2026», «2026-09-01».
fn day(text: &str) -> Option<NaiveDate> {
    let parts: Vec<&str> = text.split(['.', '/', '-']).collect();
    let [first, month, last] = *parts else {
        return None;
    };
    let (year, day) = if first.len() == 4 {
        (first, last)
    } else {
        (last, first)
    };
    let year: i32 = match year.len() {
        2 => 2000 + year.parse::<i32>().ok()?,
        4 => year.parse().ok()?,
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month.parse().ok()?, day.parse().ok()?)
}

/// «08:30», «8.30», «830».
fn time(text: &str) -> Option<NaiveTime> {
    let (hours, minutes) = match text.split_once([':', '.']) {
        Some(parts) => parts,
        None => text.split_at_checked(text.len().checked_sub(2)?)?,
    };
    NaiveTime::from_hms_opt(hours.parse().ok()?, minutes.parse().ok()?, 0)
}

/// «1–4, 9».
fn grades(text: &str) -> Option<Grades> {
    let mut grades = Grades::default();
    for run in text.split(',') {
        let (first, last) = run.split_once(['-', '–']).unwrap_or((run, run));
        let first: u8 = first.trim().parse().ok()?;
        let last = last.trim().parse().ok()?;
        if first > last {
            return None;
        }
        grades.0.extend(first..=last);
    }
    Some(grades)
}

/// «1 08:30–09:15; 2 09:25–10:10»: a lesson a line, or parted by semicolons.
fn bells(text: &str) -> Option<Vec<Bell>> {
    let lessons = text.split([';', '\n']).map(str::trim);
    let lessons = lessons.filter(|lesson| !lesson.is_empty());
    let read = |lesson: &str| {
        let (number, times) = lesson.split_once(char::is_whitespace)?;
        let (starts, ends) = times.split_once(['-', '–'])?;
        Some(Bell {
            number: number.trim_end_matches('.').parse().ok()?,
            starts: time(starts.trim())?,
            ends: time(ends.trim())?,
        })
    };
    lessons.map(read).collect()
}
