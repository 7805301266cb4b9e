//! A line of parts at the left, in the middle and at the right, fitted to the width: what matters
//! least is shortened first, then left out.

use std::borrow::Cow;
use std::collections::VecDeque;

use ratatui::buffer::Buffer;

use super::{
    Look,
    paint::{put, put_fit},
    text::{self, Align, saturate},
};
use crate::theme::Role;

/// Free columns between two parts.
const GAP: u16 = 2;

/// One part of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part<'a> {
    text: Cow<'a, str>,
    /// Columns that the text takes.
    wide: u16,
    /// With ever fewer words.
    shorter: VecDeque<Cow<'a, str>>,
    role: Role,
    priority: u8,
    side: Align,
}

impl<'a> Part<'a> {
    /// A part at the left of the line, in a style, with a priority: the higher, the longer it
    /// stays when the line is too narrow.
    pub fn left(text: impl Into<Cow<'a, str>>, role: Role, priority: u8) -> Self {
        let text = text.into();
        Self {
            wide: text::width(&text),
            text,
            shorter: VecDeque::new(),
            role,
            priority,
            side: Align::Left,
        }
    }

    /// A part in the middle.
    pub fn middle(text: impl Into<Cow<'a, str>>, role: Role, priority: u8) -> Self {
        Self {
            side: Align::Centre,
            ..Self::left(text, role, priority)
        }
    }

    /// A part at the right.
    pub fn right(text: impl Into<Cow<'a, str>>, role: Role, priority: u8) -> Self {
        Self {
            side: Align::Right,
            ..Self::left(text, role, priority)
        }
    }

    /// With another priority.
    #[must_use]
    pub fn priority(mut self, priority: u8) -> Self {
        self.priority = priority;
        self
    }

    /// With fewer words for a narrow line; once more, with still fewer for a narrower one.
    #[must_use]
    pub fn short(mut self, short: impl Into<Cow<'a, str>>) -> Self {
        self.shorter.push_back(short.into());
        self
    }

    /// Takes fewer words; false if there are none.
    fn shorten(&mut self) -> bool {
        let short = self.shorter.pop_front();
        let shortens = short.is_some();
        if let Some(text) = short {
            self.wide = text::width(&text);
            self.text = text;
        }
        shortens
    }
}

/// Paints the parts into one line.
pub fn paint(
    parts: Vec<Part<'_>>,
    (x, y, cols): (u16, u16, u16),
    look: Look<'_>,
    buf: &mut Buffer,
) {
    let parts = fit(parts, cols);
    let of = |side: Align| parts.iter().filter(move |part| part.side == side);
    let wide = |side: Align| total(of(side));
    let middle = offset_of_middle(
        cols,
        wide(Align::Left),
        wide(Align::Centre),
        wide(Align::Right),
    );
    let starts = [
        (Align::Left, 0),
        (Align::Centre, middle),
        (Align::Right, cols.saturating_sub(wide(Align::Right))),
    ];
    for (side, start) in starts {
        let mut at = start;
        for part in of(side) {
            let style = look.style(part.role);
            let room = cols.saturating_sub(at);
            if part.wide <= room {
                at += put(buf, x + at, y, room, &part.text, style);
            } else {
                let place = (x + at, y, room);
                at += put_fit(
                    buf,
                    place,
                    &part.text,
                    Align::Left,
                    style,
                    look.glyphs.ellipsis,
                )
                .1;
            }
            at = at.saturating_add(GAP);
        }
    }
}

/// In the middle of the line if it can be, else in the middle of what is free.
fn offset_of_middle(cols: u16, left: u16, middle: u16, right: u16) -> u16 {
    let from = if left > 0 {
        left.saturating_add(GAP)
    } else {
        0
    };
    let to = cols.saturating_sub(right.saturating_add(if right > 0 { GAP } else { 0 }));
    let centred = cols.saturating_sub(middle) / 2;
    centred.min(to.saturating_sub(middle)).max(from)
}

fn total<'p, 'a: 'p>(parts: impl Iterator<Item = &'p Part<'a>>) -> u16 {
    let (count, wide) = parts.fold((0_usize, 0_u16), |(count, wide), part| {
        (count + 1, wide.saturating_add(part.wide))
    });
    wide.saturating_add(GAP.saturating_mul(saturate(count.saturating_sub(1))))
}

/// Shortens, then drops, the parts that matter least, until all fit or one is left.
fn fit(mut parts: Vec<Part<'_>>, cols: u16) -> Vec<Part<'_>> {
    parts.retain(|part| !part.text.is_empty());
    while parts.len() > 1 && total(parts.iter()) > cols {
        // Of equal parts the last one yields first.
        let order = |(at, part): &(usize, &Part<'_>)| (part.priority, usize::MAX - at);
        let shortest = parts
            .iter()
            .enumerate()
            .filter(|(_, part)| !part.shorter.is_empty());
        if let Some(at) = shortest.min_by_key(order).map(|(at, _)| at) {
            parts.get_mut(at).map(Part::shorten);
        } else if let Some(at) = parts.iter().enumerate().min_by_key(order).map(|(at, _)| at) {
            parts.remove(at);
        }
        parts.retain(|part| !part.text.is_empty());
    }
    if let [part] = &mut *parts {
        while part.wide > cols && part.shorten() {}
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::{Language, Texts};
    use crate::terminal::{Depth, GlyphSet};
    use crate::theme::Theme;
    use crate::ui::testing::{painted, render, render_with_styles};

    fn parts() -> Vec<Part<'static>> {
        vec![
            Part::left("● на сервере 09:27", Role::StatusOnline, 9).short("● 09:27"),
            Part::middle("28 учеников · нет 2", Role::Text, 5).short("нет 2"),
            Part::right("перекличка НЕ подтверждена — F4", Role::Warning, 7).short("F4 перекличка"),
        ]
    }

    fn line(parts: Vec<Part<'_>>, cols: u16) -> String {
        let (theme, texts) = (
            Theme::embedded("default", Depth::Ansi16),
            Texts::new(Language::Ru),
        );
        let look = Look {
            theme: &theme,
            glyphs: GlyphSet::Unicode.glyphs(),
            texts: &texts,
        };
        let buffer = painted(cols, 1, |_, buf| paint(parts, (0, 0, cols), look, buf));
        render(&buffer).trim_end().to_owned()
    }

    #[test]
    fn a_wide_line_shows_everything_in_its_place() {
        assert_eq!(
            line(parts(), 90),
            "● на сервере 09:27                 28 учеников · нет 2     перекличка НЕ подтверждена — F4"
        );
        assert_eq!(line(vec![Part::middle("ё", Role::Text, 1)], 9), "    ё");
    }

    #[test]
    fn a_narrow_line_gives_up_what_matters_least() {
        assert_eq!(
            line(parts(), 60),
            "● на сервере 09:27    нет 2  перекличка НЕ подтверждена — F4"
        );
        assert_eq!(
            line(parts(), 40),
            "● на сервере 09:27  нет 2  F4 перекличка"
        );
        assert_eq!(line(parts(), 30), "● 09:27   нет 2  F4 перекличка");
        assert_eq!(line(parts(), 24), "● 09:27    F4 перекличка");
        assert_eq!(line(parts(), 9), "● 09:27");
        assert_eq!(line(parts(), 4), "● 0…");
        assert_eq!(line(parts(), 0), "");
        assert_eq!(line(Vec::new(), 5), "");
    }

    #[test]
    fn parts_keep_their_styles() {
        let (theme, texts) = (
            Theme::embedded("default", Depth::Ansi16),
            Texts::new(Language::Ru),
        );
        let look = Look {
            theme: &theme,
            glyphs: GlyphSet::Unicode.glyphs(),
            texts: &texts,
        };
        let buffer = painted(30, 1, |_, buf| paint(parts(), (0, 0, 30), look, buf));
        assert_eq!(
            render_with_styles(&buffer),
            "● 09:27   нет 2  F4 перекличка\n──\n0: 0..7 green, 17..30 magenta\n"
        );
    }
}
