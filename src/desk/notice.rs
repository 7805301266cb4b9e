//! A sentence to the person, above the status line.

use super::pages::{CellContent, Pages};
use crate::theme::Role;
use offline::PageKey;

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

/// What a notice tells of, which ends it before or after the next key does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum About {
    /// What a key did or did not do.
    #[default]
    Key,
    /// What stands in these cells: gone as soon as something else stands in one of them.
    Cells(Vec<CellContent>),
    /// That this page has not come: gone when it has.
    Awaited(PageKey),
    /// Why one has to sign in, or has not been signed in: no key ends it where one signs in.
    SigningIn,
}

/// A sentence to the person; gone with the next key at the latest, but for [`About::SigningIn`].
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Notice {
    pub tone: Tone,
    /// The sentence, in the person's language.
    pub text: String,
    pub about: About,
}

impl Notice {
    /// A sentence in the language of the person, as long as it must be: it is wrapped.
    pub fn new(tone: Tone, text: impl Into<String>) -> Self {
        Self {
            tone,
            text: text.into(),
            about: About::default(),
        }
    }

    /// The same, with what it tells of.
    #[must_use]
    pub fn about(mut self, about: About) -> Self {
        self.about = about;
        self
    }

    /// Whether something else stands by now in one of its cells.
    pub fn is_outlived(&self, pages: &Pages) -> bool {
        match &self.about {
            About::Cells(cells) => cells.iter().any(|cell| pages.has_replaced(cell)),
            About::Key | About::Awaited(_) | About::SigningIn => false,
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
