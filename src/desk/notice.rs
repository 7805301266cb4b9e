//! A sentence to the person, above the status line.

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
pub struct Notice {
    /// How loud.
    pub tone: Tone,
    /// The sentence, in the person's language.
    pub text: String,
}

impl Notice {
    /// A notice.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            tone,
            text: text.into(),
        }
    }

    /// How it looks.
    pub fn role(&self) -> Role {
        match self.tone {
            Tone::Done => Role::Ok,
            Tone::Hint => Role::Hint,
            Tone::Warning => Role::Warning,
            Tone::Error => Role::Error,
        }
    }
}
