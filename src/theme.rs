//! How meaning looks: a style for every [`Role`].
//!
//! A theme is a TOML file that gives roles a style. A role without one looks like the role it is a
//! kind of ([`Role::kind_of`]), so a theme of five lines is complete. Widgets ask for a role and
//! never for a colour. Meaning is never carried by colour alone: without colours
//! ([`Depth::None`]) a theme of bold, underline and reverse takes over, and signs say the rest.

mod file;
mod role;

use std::path::Path;

use ratatui::style::{Modifier, Style};

pub use self::role::Role;
use crate::config::Problem;
use crate::terminal::Depth;

/// The themes inside the program: name and text.
const EMBEDDED: [(&str, &str); 2] = [
    ("default", include_str!("../themes/default.toml")),
    ("mono", include_str!("../themes/mono.toml")),
];

/// A style for every role. The output reduces its colours to what the terminal shows; only a terminal
/// without any is the theme's own concern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    styles: [Style; Role::ALL.len()],
}

impl Theme {
    /// The embedded theme of this name at this depth, «default» if there is none of that name.
    pub fn embedded(name: &str, depth: Depth) -> Self {
        Self::load(name, None, depth).0
    }

    /// The theme of this name: `NAME.toml` in the user's folder if it is there, else the embedded
    /// one. What was wrong with a file comes along; what could not be read looks as in `default`.
    pub fn load(name: &str, folder: Option<&Path>, depth: Depth) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut sheet = file::load(name, folder, &mut problems);
        if depth == Depth::None && sheet.has_colour() {
            sheet = file::load("mono", None, &mut Vec::new());
        }
        (Self::from_sheet(&sheet), problems)
    }

    fn from_sheet(sheet: &file::Sheet) -> Self {
        let mut styles = Role::ALL.map(|role| {
            role.lineage()
                .find_map(|role| sheet.get(role))
                .unwrap_or_default()
        });
        // The active cell must be seen whatever a theme's author forgot.
        let text = styles.get(Role::Text as usize).copied().unwrap_or_default();
        if let Some(cursor) = styles.get_mut(Role::Cursor as usize)
            && *cursor == text
        {
            *cursor = cursor.add_modifier(Modifier::REVERSED);
        }
        Self { styles }
    }

    /// The style of a role.
    pub fn style(&self, role: Role) -> Style {
        self.styles.get(role as usize).copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests;
