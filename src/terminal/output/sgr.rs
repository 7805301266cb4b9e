//! From one pen to another in the fewest bytes: a single `CSI … m`.

use ratatui::style::Modifier;

use super::pen::{Ink, Pen};

/// Each attribute with its code for on and its code for off.
const ATTRIBUTES: [(Modifier, u8, u8); 9] = [
    (Modifier::BOLD, 1, 22),
    (Modifier::DIM, 2, 22),
    (Modifier::ITALIC, 3, 23),
    (Modifier::UNDERLINED, 4, 24),
    (Modifier::SLOW_BLINK, 5, 25),
    (Modifier::RAPID_BLINK, 6, 25),
    (Modifier::REVERSED, 7, 27),
    (Modifier::HIDDEN, 8, 28),
    (Modifier::CROSSED_OUT, 9, 29),
];

/// Writes what brings the terminal from `from` to `to`; `None` when its state is unknown.
pub fn change(from: Option<Pen>, to: Pen, out: &mut Vec<u8>) {
    let by_steps = match from {
        Some(from) if from == to => return,
        Some(from) => Some(steps(from, to)),
        None => None,
    };
    let from_reset = reset(to);
    match by_steps {
        Some(codes) if codes.len() <= from_reset.len() => send(&codes, out),
        _ => send(&from_reset, out),
    }
}

fn send(codes: &[u8], out: &mut Vec<u8>) {
    out.extend_from_slice(b"\x1b[");
    out.extend_from_slice(codes);
    out.push(b'm');
}

fn reset(to: Pen) -> Vec<u8> {
    if to == Pen::default() {
        return Vec::new();
    }
    let mut codes = Codes(b"0".to_vec());
    codes.attributes(to.modifier);
    codes.colours(Pen::default(), to);
    codes.0
}

fn steps(from: Pen, to: Pen) -> Vec<u8> {
    let mut codes = Codes(Vec::new());
    let gone = from.modifier - to.modifier;
    let mut lost = Modifier::empty();
    for (attribute, _, off) in ATTRIBUTES {
        // 22 and 25 end two attributes each: send them once, and put the other one back.
        if gone.contains(attribute) && !lost.contains(attribute) {
            codes.push(off);
            lost |= ATTRIBUTES
                .iter()
                .filter(|(_, _, same)| *same == off)
                .fold(Modifier::empty(), |all, (one, ..)| all | *one);
        }
    }
    codes.attributes(to.modifier - (from.modifier - lost));
    codes.colours(from, to);
    codes.0
}

struct Codes(Vec<u8>);

impl Codes {
    fn push(&mut self, code: u8) {
        if !self.0.is_empty() {
            self.0.push(b';');
        }
        number(u16::from(code), &mut self.0);
    }

    fn attributes(&mut self, on: Modifier) {
        for (attribute, code, _) in ATTRIBUTES {
            if on.contains(attribute) {
                self.push(code);
            }
        }
    }

    fn colours(&mut self, from: Pen, to: Pen) {
        if from.fg != to.fg {
            self.colour(to.fg, 30, 90);
        }
        if from.bg != to.bg {
            self.colour(to.bg, 40, 100);
        }
    }

    fn colour(&mut self, ink: Ink, base: u8, bright: u8) {
        match ink {
            Ink::Default => self.push(base + 9),
            Ink::Basic(index) if index < 8 => self.push(base + index),
            Ink::Basic(index) => self.push(bright + index % 8),
            Ink::Palette(index) => {
                for code in [base + 8, 5, index] {
                    self.push(code);
                }
            }
            Ink::Rgb(r, g, b) => {
                for code in [base + 8, 2, r, g, b] {
                    self.push(code);
                }
            }
        }
    }
}

/// Writes a decimal number. Every move of a cursor has some: formatting takes ten times as long.
pub fn number(value: u16, out: &mut Vec<u8>) {
    if value > 9 {
        number(value / 10, out);
    }
    let digit = u8::try_from(value % 10).unwrap_or_default();
    out.push(b'0' + digit);
}

#[cfg(test)]
mod tests {
    use ratatui::style::{Color, Modifier};
    use rstest::rstest;

    use super::change;
    use crate::terminal::depth::Depth;
    use crate::terminal::output::pen::Pen;

    fn pen(fg: Color, bg: Color, modifier: Modifier) -> Pen {
        Pen::new(fg, bg, modifier, Depth::TrueColor)
    }

    fn plain() -> Pen {
        Pen::default()
    }

    #[rstest]
    #[case::nothing(Some(plain()), plain(), "")]
    #[case::unknown(None, plain(), "[m")]
    #[case::reverse(
        Some(plain()),
        pen(Color::Reset, Color::Reset, Modifier::REVERSED),
        "[7m"
    )]
    #[case::back(
        Some(pen(Color::Reset, Color::Reset, Modifier::REVERSED)),
        plain(),
        "[m"
    )]
    #[case::short_colours(
        Some(plain()),
        pen(Color::Red, Color::White, Modifier::empty()),
        "[31;107m"
    )]
    #[case::colour_off(
        Some(pen(Color::Red, Color::Blue, Modifier::empty())),
        pen(Color::Reset, Color::Blue, Modifier::empty()),
        "[39m"
    )]
    #[case::bold_off_dim_stays(
        Some(pen(Color::Red, Color::Blue, Modifier::BOLD | Modifier::DIM)),
        pen(Color::Red, Color::Blue, Modifier::DIM),
        "[22;2m"
    )]
    #[case::bold_to_dim(
        Some(pen(Color::Red, Color::Rgb(9, 9, 9), Modifier::BOLD)),
        pen(Color::Red, Color::Rgb(9, 9, 9), Modifier::DIM),
        "[22;2m"
    )]
    #[case::palette(
        Some(plain()),
        pen(Color::Indexed(200), Color::Reset, Modifier::empty()),
        "[38;5;200m"
    )]
    #[case::rgb(
        Some(plain()),
        pen(Color::Reset, Color::Rgb(1, 2, 3), Modifier::empty()),
        "[48;2;1;2;3m"
    )]
    #[case::reset_is_shorter(
        Some(pen(Color::Red, Color::Blue, Modifier::BOLD | Modifier::UNDERLINED)),
        pen(Color::Red, Color::Reset, Modifier::empty()),
        "[0;31m"
    )]
    fn shortest(#[case] from: Option<Pen>, #[case] to: Pen, #[case] expected: &str) {
        let mut out = Vec::new();
        change(from, to, &mut out);
        assert_eq!(
            String::from_utf8(out).unwrap().replace('\x1b', ""),
            expected
        );
    }
}
