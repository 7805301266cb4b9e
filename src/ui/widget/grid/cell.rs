//! What one cell shows.

use std::{borrow::Cow, fmt::Write};

use crate::i18n::Texts;
use crate::theme::Role;
use crate::ui::widget::text;

/// One of the short texts in a cell: `н`, `5`, `4²`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Entry<'a> {
    pub text: Cow<'a, str>,
    pub role: Role,
}

/// What a person is typing into a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Typing<'a> {
    /// What was typed so far.
    pub text: &'a str,
    /// Columns before the insertion point.
    pub cursor: u16,
}

/// The content of a cell. One value is filled again for every cell of a frame.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "independent facts, each with a sign of its own"
)]
pub struct CellView<'a> {
    entries: Vec<Entry<'a>>,
    /// There is a comment.
    pub comment: bool,
    /// Not yet on the server.
    pub pending: bool,
    /// The server has another value.
    pub conflict: bool,
    /// The server refused it.
    pub refused: bool,
    /// What is being typed; shown instead of the entries.
    pub typing: Option<Typing<'a>>,
}

impl<'a> CellView<'a> {
    /// Adds a short text.
    pub fn push(&mut self, text: impl Into<Cow<'a, str>>, role: Role) {
        self.entries.push(Entry {
            text: text.into(),
            role,
        });
    }

    /// Takes the weight off what stands there.
    pub fn mute(&mut self) {
        for entry in &mut self.entries {
            entry.role = Role::Muted;
        }
    }

    /// The texts of the cell, in order.
    pub fn entries(&self) -> &[Entry<'a>] {
        &self.entries
    }

    /// Empties the cell, keeping its room in memory.
    pub fn clear(&mut self) {
        self.entries.clear();
        self.comment = false;
        self.pending = false;
        self.conflict = false;
        self.refused = false;
        self.typing = None;
    }

    /// The signs behind the entries: ASCII, for every font has them and a screen reader says them.
    pub fn flags(&self) -> impl Iterator<Item = (&'static str, Role)> + use<> {
        [
            (self.conflict, "!", Role::Conflict),
            (self.refused, "x", Role::Refused),
            (self.comment, "*", Role::Text),
            (self.pending, "~", Role::Pending),
        ]
        .into_iter()
        .filter(|(on, ..)| *on)
        .map(|(_, sign, role)| (sign, role))
    }

    /// Columns of the entries with a space between two.
    pub fn width(&self) -> u16 {
        let texts: u16 = self
            .entries
            .iter()
            .map(|e| text::width(&e.text))
            .fold(0, u16::saturating_add);
        texts.saturating_add(text::saturate(self.entries.len().saturating_sub(1)))
    }

    /// The cell in words, for the status line: its entries, then what its signs mean.
    pub fn words(&self, texts: &Texts) -> String {
        let mut words = String::new();
        for entry in &self.entries {
            let gap = if words.is_empty() { "" } else { " " };
            // Writing into a `String` cannot fail.
            let _ = write!(words, "{gap}{}", text::clean(&entry.text));
        }
        if words.is_empty() {
            words.push_str(&texts.get("cell-empty"));
        }
        for (on, key) in [
            (self.comment, "cell-comment"),
            (self.pending, "cell-pending"),
            (self.conflict, "cell-conflict"),
            (self.refused, "cell-refused"),
        ] {
            if on {
                let _ = write!(words, ", {}", texts.get(key));
            }
        }
        words
    }
}
