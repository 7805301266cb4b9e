//! How keys become entries: `(state, key, moment) → (state, step)`, pure.
//!
//! At most one entry is open: for [`STAYS_OPEN`] after its last key, in its own cell, while the
//! cursor has gone on. Words: a *code* is text that the cell takes as it stands (`н`, `о12`); a
//! *beginning* is text that only a longer code begins with (`з` of `зч`, `4/` of `4/5`).
//!
//! | state | key | step | next state |
//! | --- | --- | --- | --- |
//! | at rest | makes a code | `Enter` at the cursor | open if a longer code begins so, else at rest |
//! | at rest | makes a beginning | `Wait`: shown, nothing entered | beginning |
//! | at rest | a digit in «Явка» | `Number`: the cursor goes to that pupil | number |
//! | at rest | anything else | `Unknown`: nothing changes | at rest |
//! | number | a digit | `Number`, or `NoPupil` if there is none | number |
//! | number | any other | as at rest, at that pupil; `NoPupil` if there is none | as at rest |
//! | beginning | makes a code with it | `Enter` at the cursor | as at rest |
//! | beginning | makes a longer beginning | `Wait` | beginning |
//! | open, in time | makes a code with it | `Replace` in its cell | as at rest, in that cell |
//! | open, in time | makes a beginning with it | `Wait` | open, with a beginning |
//! | open, too late | any | as at rest | as at rest |
//! | beginning, open | any other | as at rest | as at rest |
//! | any | Backspace | the last letter that waits is taken back | without it |
//! | any | any other key | nothing | at rest; Space keeps a number |
//!
//! A beginning waits for ever: where it stands the cursor is shown. So «о1» and «2н» of «Явка» part
//! by a pause, Space or Enter; «о12», which cannot go on, and «24б» part by themselves.

use crate::input::layout::to_data_char;
use journal::notation::{CellKind, ColumnKind, Notation, Reading, Typed};
use std::time::Duration;

/// So long after its last key an entry may become a longer code.
pub const STAYS_OPEN: Duration = Duration::from_millis(1500);

/// Longer than any list: further digits are not kept.
const LONGEST_NUMBER: usize = 4;

/// The cell that keys are read in.
#[derive(Debug, Clone, Copy)]
pub struct TypedCell<'a> {
    /// The school's letters.
    pub notation: &'a Notation,
    /// What the cell takes.
    pub kind: CellKind,
    /// How many pupils the list has.
    pub pupils: usize,
}

/// What a key asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyStep {
    /// Nothing yet.
    Wait,
    /// The cursor goes to the pupil with this list number, from 1.
    Number(usize),
    /// There is no pupil with this list number; nothing is entered.
    NoPupil(usize),
    /// Enter this in the cell under the cursor.
    Enter(Typed),
    /// Put this in the place of the entry that is open.
    Replace(Typed),
    /// Nothing begins so; nothing changes. The letters from where they stopped making sense.
    Unknown(String),
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum State {
    #[default]
    Rest,
    Number(String),
    Typing {
        /// The code that was entered; empty if nothing was.
        entered: String,
        /// Letters after it: with it they make a beginning.
        more: String,
        /// The moment of the last key.
        since: Duration,
    },
}

/// The state between two keys.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EntryMachine(State);

impl EntryMachine {
    /// Takes a typed letter, digit or sign at a moment of the monotonic clock.
    pub fn key(&mut self, typed: char, now: Duration, cell: TypedCell<'_>) -> KeyStep {
        let goes_on = self.goes_on(now);
        match std::mem::take(&mut self.0) {
            State::Number(digits) if typed.is_ascii_digit() => {
                let digits = if digits.len() < LONGEST_NUMBER {
                    format!("{digits}{typed}")
                } else {
                    digits
                };
                self.number(digits, cell)
            }
            State::Number(digits) => match pupil(&digits, cell) {
                Ok(_) => self.alone("", typed, now, cell),
                Err(number) => KeyStep::NoPupil(number),
            },
            State::Typing { entered, more, .. } if goes_on => {
                self.together(entered, &more, typed, now, cell)
            }
            State::Rest | State::Typing { .. } => self.alone("", typed, now, cell),
        }
    }

    /// A key read with what was typed before it.
    fn together(
        &mut self,
        entered: String,
        more: &str,
        typed: char,
        now: Duration,
        cell: TypedCell<'_>,
    ) -> KeyStep {
        let more_now = format!("{more}{}", data_letter(typed, true));
        let longer = format!("{entered}{more_now}");
        let reading = cell.notation.read(&longer, cell.kind);
        match reading.value {
            Some(value) => {
                self.entered(longer, reading, now);
                if entered.is_empty() {
                    KeyStep::Enter(value)
                } else {
                    KeyStep::Replace(value)
                }
            }
            None if reading.grows => {
                self.0 = State::Typing {
                    entered,
                    more: more_now,
                    since: now,
                };
                KeyStep::Wait
            }
            None if more.is_empty() => self.alone("", typed, now, cell),
            None => self.alone(&format!("{entered}{more}"), typed, now, cell),
        }
    }

    /// A key read by itself; `before` is a beginning that it did not go on with.
    fn alone(&mut self, before: &str, typed: char, now: Duration, cell: TypedCell<'_>) -> KeyStep {
        if cell.kind.column == ColumnKind::Attendance && typed.is_ascii_digit() {
            return self.number(typed.to_string(), cell);
        }
        let letter = data_letter(typed, false).to_string();
        let reading = cell.notation.read(&letter, cell.kind);
        match reading.value {
            Some(value) => {
                self.entered(letter, reading, now);
                KeyStep::Enter(value)
            }
            None if reading.grows => {
                self.0 = State::Typing {
                    entered: String::new(),
                    more: letter,
                    since: now,
                };
                KeyStep::Wait
            }
            None => KeyStep::Unknown(format!(
                "{before}{}",
                data_letter(typed, !before.is_empty())
            )),
        }
    }

    fn number(&mut self, digits: String, cell: TypedCell<'_>) -> KeyStep {
        let step = pupil(&digits, cell).map_or_else(KeyStep::NoPupil, KeyStep::Number);
        self.0 = State::Number(digits);
        step
    }

    fn entered(&mut self, entered: String, reading: Reading, since: Duration) {
        if reading.grows {
            self.0 = State::Typing {
                entered,
                more: String::new(),
                since,
            };
        }
    }

    /// Takes back the last letter of what waits; false if nothing does.
    pub fn backspace(&mut self) -> bool {
        let waits = match &mut self.0 {
            State::Rest => return false,
            State::Number(digits) => digits,
            State::Typing { more, .. } => more,
        };
        let taken = waits.pop().is_some();
        if waits.is_empty() && !self.has_entered() {
            self.close();
        }
        taken
    }

    /// Space: what was entered is closed, and a beginning is given up; a number stays.
    pub fn space(&mut self) {
        if !matches!(self.0, State::Number(_)) {
            self.close();
        }
    }

    /// Another key: the next letter is read by itself.
    pub fn close(&mut self) {
        self.0 = State::Rest;
    }

    /// Whether what is being typed has entered something.
    pub fn has_entered(&self) -> bool {
        matches!(&self.0, State::Typing { entered, .. } if !entered.is_empty())
    }

    /// Whether a key of this moment may still make the last entry longer.
    pub fn is_open(&self, now: Duration) -> bool {
        self.has_entered() && self.goes_on(now)
    }

    /// Whether a key of this moment is read with what was typed before it.
    fn goes_on(&self, now: Duration) -> bool {
        match &self.0 {
            State::Typing { more, since, .. } => {
                !more.is_empty() || now.saturating_sub(*since) < STAYS_OPEN
            }
            State::Rest | State::Number(_) => false,
        }
    }

    /// What waits: a list number, or a beginning with what was entered of it.
    pub fn waiting(&self) -> Option<String> {
        match &self.0 {
            State::Number(digits) => Some(digits.clone()),
            State::Typing { entered, more, .. } if !more.is_empty() => {
                Some(format!("{entered}{more}"))
            }
            State::Rest | State::Typing { .. } => None,
        }
    }

    /// Whether a list number is being typed.
    pub fn is_number(&self) -> bool {
        matches!(self.0, State::Number(_))
    }

    /// The list number that is being typed, if there is such a pupil in a list of so many.
    pub fn number_typed(&self, pupils: usize) -> Option<usize> {
        let State::Number(digits) = &self.0 else {
            return None;
        };
        let number = digits.parse().ok()?;
        (1..=pupils).contains(&number).then_some(number)
    }
}

fn pupil(digits: &str, cell: TypedCell<'_>) -> Result<usize, usize> {
    let number = digits.parse().unwrap_or(usize::MAX);
    if (1..=cell.pupils).contains(&number) {
        Ok(number)
    } else {
        Err(number)
    }
}

/// The letter as data, whichever layout is on. Slash and full stop share a key in the two layouts:
/// a slash that goes on with nothing is a point.
fn data_letter(typed: char, goes_on: bool) -> char {
    match to_data_char(typed) {
        'ю' | 'Ю' => '.',
        '/' if !goes_on => '.',
        letter => letter,
    }
}
