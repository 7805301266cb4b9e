//! How keys become entries: `(state, key, moment) → (state, step)`, pure.
//!
//! At most one entry is open: for [`STAYS_OPEN`] after its last key, in its own cell, while the
//! cursor has gone on. Words: a *code* is text that the cell takes as it stands (`н`, `о12`); a
//! *beginning* is text that only a longer code begins with (`з` of `зч`, `4/` of `4/5`), and in
//! «Явка» a list number.
//!
//! | state | key | step | next state |
//! | --- | --- | --- | --- |
//! | at rest | makes a code | `Enter` at the cursor | open if a longer code begins so, else at rest |
//! | at rest | makes a beginning | `Wait`: shown, nothing entered | beginning |
//! | at rest | anything else | `Unknown`: nothing changes | at rest |
//! | beginning | makes a code with it | `Enter` at the cursor | as at rest |
//! | beginning | makes a longer beginning | `Wait` | beginning |
//! | a slash waits | a slash: the key has bounced | `Wait` | the same |
//! | open, in time | makes a code with it | `Replace` in its cell | as at rest, in that cell |
//! | open, in time | makes a beginning with it | `Wait` | open, with a beginning |
//! | open, in time | makes a lateness with it that has not passed | `NotPassed`: nothing changes | at rest |
//! | open, too late | any | as at rest | as at rest |
//! | beginning, open | any other | as at rest | as at rest |
//! | any | Backspace | the last letter that waits is taken back | without it |
//! | any | any other key | nothing | at rest; Space keeps a number |
//!
//! A beginning waits for ever: where it stands the cursor is shown, and at a number it is at that
//! pupil. So «о1» and «2н» of «Явка» part by a pause, Space or Enter; «о12», which cannot go on,
//! and «24б» part by themselves. «о4» and «5» in the first half of a lesson are neither: nobody can be
//! 45 minutes late yet, and whether 5 is a pupil nobody knows.

use crate::input::layout::to_data_char;
use journal::notation::{CellKind, ColumnKind, Notation, Typed};
use std::time::Duration;

/// So long after its last key an entry may become a longer code.
pub const STAYS_OPEN: Duration = Duration::from_millis(1500);

/// What a key asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeyStep {
    /// Nothing yet.
    Wait,
    /// Enter this in the cell under the cursor.
    Enter(Typed),
    /// Put this in the place of the entry that is open.
    Replace(Typed),
    /// A digit would make a lateness of so many minutes, which have not passed: nothing changes. It
    /// may be meant for a list number as well, so it begins none.
    NotPassed(u16),
    /// Nothing begins so; nothing changes. The letters from where they stopped making sense.
    Unknown(String),
}

/// The state between two keys; empty at rest.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EntryMachine {
    /// The code that is entered and open; empty if none is.
    entered: String,
    /// What waits: with what is entered it makes a beginning.
    more: String,
    /// The moment of the last key.
    since: Duration,
}

impl EntryMachine {
    /// Takes a typed letter, digit or sign at a moment of the monotonic clock: with what was typed
    /// before it, else by itself.
    pub fn key(
        &mut self,
        typed: char,
        since: Duration,
        notation: &Notation,
        cell: CellKind,
    ) -> KeyStep {
        let mut before = std::mem::take(self);
        if !before.goes_on(since) {
            before.close();
        }
        if before.more.ends_with('/') && data_letter(typed, true) == '/' {
            *self = Self { since, ..before };
            return KeyStep::Wait;
        }
        let alone = (String::new(), data_letter(typed, false).to_string());
        let together = format!("{}{}", before.more, data_letter(typed, true));
        let unknown = match before.more.as_str() {
            "" => alone.1.clone(),
            _ => format!("{}{together}", before.entered),
        };
        for (entered, more) in [(before.entered, together), alone] {
            let text = format!("{entered}{more}");
            let reading = notation.read(&text, cell);
            if let Some(value) = reading.value {
                if reading.grows {
                    *self = Self {
                        entered: text,
                        more: String::new(),
                        since,
                    };
                }
                return if entered.is_empty() {
                    KeyStep::Enter(value)
                } else {
                    KeyStep::Replace(value)
                };
            }
            if !entered.is_empty()
                && let Some(Typed::Late(Some(minutes))) =
                    notation.read(&text, cell.when_over()).value
            {
                return KeyStep::NotPassed(minutes);
            }
            if reading.grows || cell.column == ColumnKind::Attendance && is_number(&text) {
                *self = Self {
                    entered,
                    more,
                    since,
                };
                return KeyStep::Wait;
            }
        }
        KeyStep::Unknown(unknown)
    }

    /// Takes back the last letter of what waits; false if nothing does.
    pub fn backspace(&mut self) -> bool {
        self.more.pop().is_some()
    }

    /// Space: what was entered is closed, and a beginning is given up; a number stays.
    pub fn space(&mut self) {
        if self.number().is_none() {
            self.close();
        }
    }

    /// Another key: the next letter is read by itself.
    pub fn close(&mut self) {
        *self = Self::default();
    }

    /// Whether what is being typed has entered something.
    pub fn has_entered(&self) -> bool {
        !self.entered.is_empty()
    }

    /// Whether a key of this moment may still make the last entry longer.
    pub fn is_open(&self, now: Duration) -> bool {
        self.has_entered() && self.goes_on(now)
    }

    /// Whether a key of this moment is read with what was typed before it.
    fn goes_on(&self, now: Duration) -> bool {
        !self.more.is_empty() || now.saturating_sub(self.since) < STAYS_OPEN
    }

    /// What waits: a beginning, with what was entered of it.
    pub fn waiting(&self) -> Option<String> {
        let waits = !self.more.is_empty();
        waits.then(|| format!("{}{}", self.entered, self.more))
    }

    /// The digits of the list number that is being typed.
    pub fn number(&self) -> Option<&str> {
        (self.entered.is_empty() && is_number(&self.more)).then_some(&self.more)
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
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
