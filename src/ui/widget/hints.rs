//! The line of keys at the foot of a screen, cut by whole hints. Keys and labels come from the
//! records of actions, never from here.

use std::borrow::Cow;

use ratatui::buffer::Buffer;

use super::{Look, paint::put, text};
use crate::theme::Role;

/// Free columns between two hints.
const GAP: u16 = 2;

/// A key and what it does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint<'a> {
    /// The key as it is written for people.
    pub key: Cow<'a, str>,
    /// What it does, in a word or two.
    pub label: Cow<'a, str>,
    /// Whether it stays whatever the width: the key of the help.
    pub always: bool,
}

impl<'a> Hint<'a> {
    /// A hint that goes when there is no room.
    pub fn new(key: impl Into<Cow<'a, str>>, label: impl Into<Cow<'a, str>>) -> Self {
        Self {
            key: key.into(),
            label: label.into(),
            always: false,
        }
    }

    /// A hint that stays.
    #[must_use]
    pub fn always(mut self) -> Self {
        self.always = true;
        self
    }

    fn width(&self) -> u16 {
        text::width(&self.key)
            .saturating_add(1)
            .saturating_add(text::width(&self.label))
    }
}

/// Paints hints into one line, the first ones first, as many as fit whole.
pub fn paint(hints: &[Hint<'_>], (x, y, cols): (u16, u16, u16), look: Look<'_>, buf: &mut Buffer) {
    let kept = hints.iter().filter(|hint| hint.always);
    let mut reserved: u16 = kept.fold(0, |sum, hint| sum.saturating_add(hint.width() + GAP));
    let mut at = 0_u16;
    for hint in hints {
        if hint.always {
            reserved = reserved.saturating_sub(hint.width() + GAP);
        }
        let gap = if at > 0 { GAP } else { 0 };
        let end = at.saturating_add(gap).saturating_add(hint.width());
        if end.saturating_add(reserved) > cols {
            continue;
        }
        let key = x + at + gap;
        let used = put(buf, key, y, cols, &hint.key, look.style(Role::HintKey));
        put(
            buf,
            key + used + 1,
            y,
            cols,
            &hint.label,
            look.style(Role::Hint),
        );
        at = end;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Language, Texts};
    use crate::terminal::{Depth, GlyphSet};
    use crate::theme::Theme;
    use crate::ui::testing::{painted, render_with_styles};

    fn line(cols: u16) -> String {
        let (theme, texts) = (
            Theme::embedded("default", Depth::Ansi16),
            Texts::new(Language::Ru),
        );
        let look = Look {
            theme: &theme,
            glyphs: GlyphSet::Unicode.glyphs(),
            texts: &texts,
        };
        let hints = [
            Hint::new("н", "нет"),
            Hint::new("о", "опоздал"),
            Hint::new("F4", "перекличка"),
            Hint::new("F1", "справка").always(),
        ];
        render_with_styles(&painted(cols, 1, |_, buf| {
            paint(&hints, (0, 0, cols), look, buf);
        }))
    }

    #[test]
    fn hints_are_cut_whole_and_help_stays() {
        assert_eq!(
            line(60),
            "н нет  о опоздал  F4 перекличка  F1 справка\n──\n\
             0: 0..1 bold, 7..8 bold, 18..20 bold, 33..35 bold\n"
        );
        assert!(line(43).starts_with("н нет  о опоздал  F4 перекличка  F1 справка\n"));
        assert!(line(42).starts_with("н нет  о опоздал  F1 справка\n"));
        assert!(line(20).starts_with("н нет  F1 справка\n"));
        assert!(line(10).starts_with("F1 справка\n"));
        assert_eq!(line(3), "\n──\n");
    }
}
