//! The pieces that screens and windows are made of. They paint from what they are given and know
//! neither.

pub mod area;
pub mod axis;
pub mod field;
pub mod frame;
pub mod grid;
pub mod hints;
pub mod paint;
pub mod status;
pub mod text;

use ratatui::style::Style;

use crate::i18n::Texts;
use crate::terminal::Glyphs;
use crate::theme::{Role, Theme};

/// Whatever every widget needs to paint: styles, signs and words.
#[derive(Debug, Clone, Copy)]
pub struct Look<'a> {
    /// Styles by meaning.
    pub theme: &'a Theme,
    /// Signs that the terminal can show.
    pub glyphs: &'a Glyphs,
    /// Words in the person's language.
    pub texts: &'a Texts,
}

impl Look<'_> {
    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.theme.style(role)
    }
}
