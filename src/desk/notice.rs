//! A sentence to the person, above the status line.

use super::pages::CellContent;
use crate::theme::Role;

/// How loud a notice is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Something was done.
    Done,
    /// Something to know.
    Hint,
    /// Something to heed: a late entry.
    Warning,
    /// Something was not done.
    Error,
}

/// A sentence to the person; gone with the next key.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Notice {
    pub tone: Tone,
    /// The sentence, in the person's language.
    pub text: String,
    /// The cells it tells of; it is gone as soon as something else stands in one of them.
    pub about: Vec<CellContent>,
}

impl Notice {
    /// A sentence in the language of the person, as long as it must be: it is wrapped.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            tone,
            text: text.into(),
            about: Vec::new(),
        }
    }

    /// The style of its tone.
    pub fn role(&self) -> Role {
        match self.tone {
            Tone::Done => Role::Ok,
            Tone::Hint => Role::Hint,
            Tone::Warning => Role::Warning,
            Tone::Error => Role::Error,
        }
    }
}
