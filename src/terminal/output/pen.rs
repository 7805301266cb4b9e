//! Colours and attributes as the terminal will hold them, already reduced to its depth.
//!
//! The reduction happens when a cell comes in and not when it goes out, so that two colours the
//! terminal cannot tell apart are no change and cost nothing.

use ratatui::style::{Color, Modifier};

use crate::terminal::depth::Depth;

/// One colour as it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ink {
    /// The terminal's own default.
    #[default]
    Default,
    /// One of the sixteen (0–15), sent with the short codes.
    Basic(u8),
    /// One of the palette (16–255).
    Palette(u8),
    /// 24 bits.
    Rgb(u8, u8, u8),
}

/// Colours and attributes of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct Pen {
    pub fg: Ink,
    pub bg: Ink,
    pub modifier: Modifier,
}

/// Attributes that can be seen on a blank cell; the others say nothing there.
const ON_BLANK: Modifier = Modifier::REVERSED
    .union(Modifier::UNDERLINED)
    .union(Modifier::SLOW_BLINK)
    .union(Modifier::RAPID_BLINK)
    .union(Modifier::CROSSED_OUT);

impl Pen {
    /// The pen for a cell of these colours at this depth.
    pub fn new(fg: Color, bg: Color, modifier: Modifier, depth: Depth) -> Self {
        let (text, ground) = (Ink::from_color(fg), Ink::from_color(bg));
        let mut pen = Self {
            fg: text.reduced(depth),
            bg: ground.reduced(depth),
            modifier,
        };
        // Two colours that fall together would hide the text.
        if pen.fg == pen.bg && text != ground && pen.fg != Ink::Default {
            let light = luminance(pen.bg.rgb()) > 127;
            pen.fg = match (light, depth) {
                (true, _) => Ink::Basic(0),
                (false, Depth::Ansi8) => Ink::Basic(7),
                (false, _) => Ink::Basic(15),
            };
        }
        pen
    }

    /// This pen without what cannot be seen on a blank cell.
    #[must_use]
    pub fn on_blank(self) -> Self {
        let modifier = self.modifier & ON_BLANK;
        let fg = if modifier.is_empty() {
            Ink::Default
        } else {
            self.fg
        };
        Self {
            fg,
            bg: self.bg,
            modifier,
        }
    }

    /// Whether erasing with this pen leaves a plain blank on every terminal, with or without
    /// «background colour erase».
    pub fn erases_plainly(self) -> bool {
        self.bg == Ink::Default && !self.modifier.intersects(ON_BLANK)
    }
}

impl Ink {
    fn from_color(color: Color) -> Self {
        match color {
            Color::Reset => Self::Default,
            Color::Black => Self::Basic(0),
            Color::Red => Self::Basic(1),
            Color::Green => Self::Basic(2),
            Color::Yellow => Self::Basic(3),
            Color::Blue => Self::Basic(4),
            Color::Magenta => Self::Basic(5),
            Color::Cyan => Self::Basic(6),
            Color::Gray => Self::Basic(7),
            Color::DarkGray => Self::Basic(8),
            Color::LightRed => Self::Basic(9),
            Color::LightGreen => Self::Basic(10),
            Color::LightYellow => Self::Basic(11),
            Color::LightBlue => Self::Basic(12),
            Color::LightMagenta => Self::Basic(13),
            Color::LightCyan => Self::Basic(14),
            Color::White => Self::Basic(15),
            Color::Indexed(index) if index < 16 => Self::Basic(index),
            Color::Indexed(index) => Self::Palette(index),
            Color::Rgb(r, g, b) => Self::Rgb(r, g, b),
        }
    }

    fn reduced(self, depth: Depth) -> Self {
        match (depth, self) {
            (Depth::None, _) | (_, Self::Default) => Self::Default,
            // Bright black is grey; plain black would vanish on a black screen.
            (Depth::Ansi8, Self::Basic(8)) => Self::Basic(7),
            (Depth::Ansi8, Self::Basic(index)) => Self::Basic(index % 8),
            (Depth::Ansi8, _) => Self::Basic(nearest(self.rgb(), 0..8)),
            (_, Self::Basic(_)) => self,
            (Depth::Ansi16, _) => Self::Basic(nearest(self.rgb(), 0..16)),
            (Depth::Palette256, Self::Rgb(..)) => Self::Palette(nearest(self.rgb(), 16..=255)),
            (Depth::Palette256 | Depth::TrueColor, _) => self,
        }
    }

    fn rgb(self) -> (u8, u8, u8) {
        match self {
            Self::Default => (0, 0, 0),
            Self::Basic(index) | Self::Palette(index) => palette(index),
            Self::Rgb(r, g, b) => (r, g, b),
        }
    }
}

/// xterm's palette.
fn palette(index: u8) -> (u8, u8, u8) {
    const SIXTEEN: [(u8, u8, u8); 16] = [
        (0, 0, 0),
        (205, 0, 0),
        (0, 205, 0),
        (205, 205, 0),
        (0, 0, 238),
        (205, 0, 205),
        (0, 205, 205),
        (229, 229, 229),
        (127, 127, 127),
        (255, 0, 0),
        (0, 255, 0),
        (255, 255, 0),
        (92, 92, 255),
        (255, 0, 255),
        (0, 255, 255),
        (255, 255, 255),
    ];
    let level = |step: u8| if step == 0 { 0 } else { 55 + 40 * step };
    match index {
        0..16 => SIXTEEN.get(usize::from(index)).copied().unwrap_or_default(),
        16..232 => {
            let cube = index - 16;
            (level(cube / 36), level(cube / 6 % 6), level(cube % 6))
        }
        232.. => {
            let grey = 8 + 10 * (index - 232);
            (grey, grey, grey)
        }
    }
}

fn nearest(wanted: (u8, u8, u8), among: impl Iterator<Item = u8>) -> u8 {
    among
        .min_by_key(|index| distance(wanted, palette(*index)))
        .unwrap_or_default()
}

fn distance(a: (u8, u8, u8), b: (u8, u8, u8)) -> u32 {
    let square = |x: u8, y: u8| u32::from(x.abs_diff(y)).pow(2);
    // The eye sees green best and blue worst.
    3 * square(a.0, b.0) + 4 * square(a.1, b.1) + 2 * square(a.2, b.2)
}

fn luminance((r, g, b): (u8, u8, u8)) -> u32 {
    (299 * u32::from(r) + 587 * u32::from(g) + 114 * u32::from(b)) / 1000
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Modifier};
    use rstest::rstest;

    use super::{Ink, Pen};
    use crate::terminal::depth::Depth;

    #[rstest]
    #[case::none(Color::Red, Depth::None, Ink::Default)]
    #[case::none_rgb(Color::Rgb(1, 2, 3), Depth::None, Ink::Default)]
    #[case::eight(Color::LightRed, Depth::Ansi8, Ink::Basic(1))]
    #[case::eight_grey(Color::DarkGray, Depth::Ansi8, Ink::Basic(7))]
    #[case::eight_rgb(Color::Rgb(0, 200, 10), Depth::Ansi8, Ink::Basic(2))]
    #[case::sixteen(Color::LightRed, Depth::Ansi16, Ink::Basic(9))]
    #[case::sixteen_indexed(Color::Indexed(9), Depth::Ansi16, Ink::Basic(9))]
    #[case::sixteen_from_palette(Color::Indexed(196), Depth::Ansi16, Ink::Basic(9))]
    #[case::sixteen_from_rgb(Color::Rgb(250, 250, 250), Depth::Ansi16, Ink::Basic(15))]
    #[case::palette_keeps(Color::Indexed(200), Depth::Palette256, Ink::Palette(200))]
    #[case::palette_from_rgb(Color::Rgb(255, 0, 0), Depth::Palette256, Ink::Palette(196))]
    #[case::palette_grey(Color::Rgb(8, 8, 8), Depth::Palette256, Ink::Palette(232))]
    #[case::true_keeps(Color::Rgb(1, 2, 3), Depth::TrueColor, Ink::Rgb(1, 2, 3))]
    #[case::reset(Color::Reset, Depth::TrueColor, Ink::Default)]
    fn reduction(#[case] color: Color, #[case] depth: Depth, #[case] expected: Ink) {
        assert_eq!(
            Pen::new(color, Color::Reset, Modifier::empty(), depth).fg,
            expected
        );
    }

    #[test]
    fn text_never_vanishes_by_reduction() {
        let dark = Color::Rgb(10, 10, 10);
        let darker = Color::Rgb(0, 0, 0);
        let pen = Pen::new(dark, darker, Modifier::empty(), Depth::Ansi16);
        assert_eq!((pen.fg, pen.bg), (Ink::Basic(15), Ink::Basic(0)));
        let wanted = Pen::new(darker, darker, Modifier::empty(), Depth::Ansi16);
        assert_eq!(wanted.fg, wanted.bg, "hidden on purpose stays hidden");
    }
}
