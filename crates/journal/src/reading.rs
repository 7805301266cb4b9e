//! What people write in the cells of tables and fields of forms, understood: names, days, phones,
//! numbers of insurance accounts, classes, words for a sex and for yes.
//!
//! A reader gives the value as it is kept, and beside it what it made of the text ([`Note`]) and
//! what a person must decide before the value is taken ([`Ask`]). It guesses nothing in silence,
//! and what it cannot understand it refuses ([`Unread`]).

mod choice;
mod class_title;
mod day;
mod letters;
mod name;
mod phone;
mod snils;

pub use choice::{sex, yes};
pub use class_title::{ClassTitle, class_title};
pub use day::{DayReading, SerialBase, born, day, is_month_first, may_be_month_first};
pub use letters::match_key;
pub use name::{NamePart, WrittenName, name, name_part};
pub use phone::{Phone, phones};
pub use snils::snils;

/// What a cell says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Read<T> {
    /// As it is kept; where something is asked, what is proposed.
    pub value: T,
    /// What was made of the text, to be told beside the value.
    pub notes: Vec<Note>,
    /// What a person must decide; empty: it can be taken.
    pub asks: Vec<Ask>,
}

impl<T> Read<T> {
    /// A value that says no more than the text.
    pub(crate) fn plain(value: T) -> Self {
        Self {
            value,
            notes: Vec::new(),
            asks: Vec::new(),
        }
    }

    /// The same notes and questions about what is made of the value.
    pub(crate) fn map<U>(self, made: impl FnOnce(T) -> U) -> Read<U> {
        Read {
            value: made(self.value),
            notes: self.notes,
            asks: self.asks,
        }
    }

    fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    fn ask(&mut self, ask: Ask) {
        if !self.asks.contains(&ask) {
            self.asks.push(ask);
        }
    }
}

/// What was made of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Note {
    /// Latin letters among Cyrillic ones were taken for those that they look like.
    LatinLetters,
    /// The leading zeros that a spreadsheet drops were put back.
    ZerosPutBack,
    /// The century was found by the days that can be meant.
    Century,
    /// The number by which a spreadsheet keeps a day was taken for that day.
    TableNumber,
    /// A sex said by number: 1 is male, 2 female (ISO/IEC 5218).
    SexNumber,
}

/// What a person must decide before a value is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Ask {
    /// A name of one word: the surname is proposed.
    OneWord,
    /// A name, or a surname, of more words than it usually has.
    ManyWords,
    /// The surname seems to come last, or to be missing.
    WordOrder,
    /// Initials: good for finding a person, never for making one.
    Initials,
    /// Words in capitals, or without any: a name with the usual ones is proposed.
    Capitals,
    /// Letters of two alphabets, or a Latin letter where a Cyrillic one is meant, and nothing tells
    /// which.
    Letters,
    /// Something in brackets that is no former surname.
    Brackets,
    /// The numbers can be day, month and year in another order.
    DayOrder,
    /// The day is not among those that can be meant.
    UnlikelyDay,
}

/// Why a text is not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unread {
    /// Blank, or only dashes: it says nothing, and erases nothing.
    #[error("nothing is said")]
    Nothing,
    /// No name: it holds digits or signs.
    #[error("it is no name")]
    NotAName,
    /// Not written as a day.
    #[error("it is no day")]
    NotADay,
    /// Not written as a time of day.
    #[error("it is no time of day")]
    NotATime,
    /// There is no such day in the calendar.
    #[error("there is no such day")]
    NoSuchDay,
    /// A day of birth that is yet to come.
    #[error("that day is yet to come")]
    NotYetBorn,
    /// No phone number, or one without the code of its town.
    #[error("it is no phone number")]
    NotAPhone,
    /// No number of an insurance account: not eleven digits.
    #[error("it is no number of eleven digits")]
    NotSnils,
    /// The last two digits are not the sum of the others: a slip of the pen.
    #[error("the check digits are not those of the number")]
    CheckDigits,
    /// It does not begin with a year of learning, or names several classes.
    #[error("it is no class")]
    NotAClass,
    /// None of the words.
    #[error("it is none of the words")]
    NoSuchWord,
}

/// What is kept of a text that a person types in a form: what was read, where nothing is asked;
/// nothing of a dash. Else the text as it stands: whoever typed it sees it.
pub(crate) fn kept(text: &str, read: Result<Read<String>, Unread>) -> String {
    match read {
        Ok(read) if read.asks.is_empty() => read.value,
        Err(Unread::Nothing) => String::new(),
        _ => text.to_owned(),
    }
}

/// Dashes and hyphens, long and short.
const DASHES: [char; 8] = ['-', '‐', '‑', '‒', '–', '—', '―', '−'];

/// Whether a cell says nothing: it is blank, or holds only dashes.
pub fn is_nothing(cell: &str) -> bool {
    letters::cleaned(cell)
        .chars()
        .all(|c| c == ' ' || DASHES.contains(&c))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in any::<String>(), near in "[0-9A-Za-zА-яё .,/()+'«»\u{AD}\u{306}-]{0,30}") {
            let today = NaiveDate::from_ymd_opt(2026, 11, 29).unwrap();
            let birthday = DayReading {
                likely: born(today, 5, 25),
                base: SerialBase::default(),
            };
            for cell in [&text, &near] {
                let nothing = is_nothing(cell);
                let unread = [
                    name(cell).err(),
                    name_part(cell, NamePart::Last).err(),
                    day(cell, &birthday).err(),
                    phones(cell).err(),
                    snils(cell).err(),
                    class_title(cell).err(),
                    sex(cell).err(),
                ];
                let says_nothing = unread.map(|unread| unread == Some(Unread::Nothing));
                prop_assert_eq!(says_nothing, [nothing; 7], "{:?} {:?}", cell, unread);
            }
        }
    }
}
