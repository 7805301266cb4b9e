//! What a look at something comes to, before it is put into words.

use crate::i18n::faults::Fault;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grade {
    /// As it should be.
    Good,
    /// Works, and not as well as it could.
    Doubtful,
    /// Does not work.
    Broken,
}

/// One thing that was looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its stable name: `terminal-size`, `server`.
    pub check: &'static str,
    /// How bad it is.
    pub grade: Grade,
    /// What was found, in words.
    pub words: FindingWords,
    /// What to do about it.
    pub advice: Option<FindingWords>,
}

/// A Fluent message with its values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingWords {
    /// The message; without one, the only value is the sentence.
    pub key: &'static str,
    /// Its values by name.
    pub values: Vec<(&'static str, FindingValue)>,
}

/// A value in a message; the foreign words of a fault follow the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FindingValue {
    Text(String),
    /// A number, by which languages choose their endings.
    Number(u64),
    /// Why, in somebody else's words.
    Fault(Fault),
    /// A time of so many seconds, at least a minute.
    Span(u64),
}

impl From<&str> for FindingValue {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&Fault> for FindingValue {
    fn from(fault: &Fault) -> Self {
        Self::Fault(fault.clone())
    }
}

impl From<u64> for FindingValue {
    fn from(number: u64) -> Self {
        Self::Number(number)
    }
}

/// A message without values.
pub fn words(key: &'static str) -> FindingWords {
    FindingWords {
        key,
        values: Vec::new(),
    }
}

impl FindingWords {
    /// With one more value.
    pub fn with(mut self, name: &'static str, value: impl Into<FindingValue>) -> Self {
        self.values.push((name, value.into()));
        self
    }
}
