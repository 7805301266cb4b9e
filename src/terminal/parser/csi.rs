//! Key sequences of xterm, VT220, the Linux console, rxvt, and what terminals with the kitty
//! protocol send although nobody asked.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// The key of `CSI parameters last`, if it is one.
pub fn key(parameters: &[u8], last: u8) -> Option<KeyEvent> {
    let fields = Fields::parse(parameters)?;
    let first = fields.number(0, 0);
    let (code, modifiers) = match last {
        b'~' if first == Some(27) => return character(fields.number(2, 0)?, fields.modifiers(1)?),
        b'~' => (numbered(first?)?, fields.modifiers(1)?),
        b'$' => (numbered(first?)?, KeyModifiers::SHIFT),
        b'^' => (numbered(first?)?, KeyModifiers::CONTROL),
        b'@' => (
            numbered(first?)?,
            KeyModifiers::CONTROL | KeyModifiers::SHIFT,
        ),
        b'u' => return kitty(&fields),
        b'Z' => (KeyCode::BackTab, KeyModifiers::SHIFT),
        b'a'..=b'd' => (lettered(last.to_ascii_uppercase())?, KeyModifiers::SHIFT),
        // `CSI row ; column R` is also the answer to a question nobody asked.
        b'R' if first.is_some_and(|row| row > 1) => return None,
        _ if first.is_some_and(|number| number > 1) && fields.len() == 1 => {
            (lettered(last)?, fields.modifiers(0)?)
        }
        _ => (lettered(last)?, fields.modifiers(1)?),
    };
    (!fields.is_release()).then(|| super::key(code, modifiers))
}

/// The key of `ESC O parameters last`: application cursor keys, F1–F4, and the keypad.
pub fn single_shift(parameters: &[u8], last: u8) -> Option<KeyEvent> {
    let fields = Fields::parse(parameters)?;
    let code = match last {
        b'a'..=b'd' => {
            return Some(super::key(
                lettered(last.to_ascii_uppercase())?,
                KeyModifiers::CONTROL,
            ));
        }
        b'M' => KeyCode::Enter,
        b'I' => KeyCode::Tab,
        b'X' => KeyCode::Char('='),
        b' ' => KeyCode::Char(' '),
        b'j'..=b'y' => KeyCode::Char(char::from(last - b'j' + b'*')),
        _ => lettered(last)?,
    };
    let modifiers = fields.modifiers(fields.len().saturating_sub(1))?;
    Some(super::key(code, modifiers))
}

/// The key of `ESC [ [ byte`: F1–F5 on the Linux console.
pub fn linux_console(byte: u8) -> Option<KeyCode> {
    byte.checked_sub(b'A')
        .filter(|number| *number < 5)
        .map(|number| KeyCode::F(number + 1))
}

fn lettered(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'E' => KeyCode::KeypadBegin,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(last - b'P' + 1),
        _ => return None,
    })
}

fn numbered(number: u32) -> Option<KeyCode> {
    Some(match number {
        1 | 7 => KeyCode::Home,
        2 => KeyCode::Insert,
        3 => KeyCode::Delete,
        4 | 8 => KeyCode::End,
        5 => KeyCode::PageUp,
        6 => KeyCode::PageDown,
        // The numbers leave gaps where the keys of the VT220 did.
        11..=15 => function(number - 10)?,
        17..=21 => function(number - 11)?,
        23..=26 => function(number - 12)?,
        28..=29 => function(number - 13)?,
        31..=34 => function(number - 14)?,
        _ => return None,
    })
}

fn function(number: u32) -> Option<KeyCode> {
    u8::try_from(number).ok().map(KeyCode::F)
}

fn kitty(fields: &Fields) -> Option<KeyEvent> {
    if fields.is_release() {
        return None;
    }
    let modifiers = fields.modifiers(1)?;
    let shifted = fields
        .number(0, 1)
        .filter(|_| modifiers.contains(KeyModifiers::SHIFT));
    character(shifted.or_else(|| fields.number(0, 0))?, modifiers)
}

/// A key named by its character, as kitty and xterm's «modifyOtherKeys» do.
fn character(number: u32, modifiers: KeyModifiers) -> Option<KeyEvent> {
    let shift = modifiers.contains(KeyModifiers::SHIFT);
    let code = match number {
        9 if shift => KeyCode::BackTab,
        9 => KeyCode::Tab,
        13 | 57414 => KeyCode::Enter,
        27 => KeyCode::Esc,
        8 | 127 => KeyCode::Backspace,
        57399..=57408 => KeyCode::Char(char::from_digit(number - 57399, 10)?),
        57409 => KeyCode::Char('.'),
        57410 => KeyCode::Char('/'),
        57411 => KeyCode::Char('*'),
        57412 => KeyCode::Char('-'),
        57413 => KeyCode::Char('+'),
        57415 => KeyCode::Char('='),
        57417 => KeyCode::Left,
        57418 => KeyCode::Right,
        57419 => KeyCode::Up,
        57420 => KeyCode::Down,
        57421 => KeyCode::PageUp,
        57422 => KeyCode::PageDown,
        57423 => KeyCode::Home,
        57424 => KeyCode::End,
        57425 => KeyCode::Insert,
        57426 => KeyCode::Delete,
        // The rest of the private area: media keys, modifiers pressed alone.
        57344..=63743 => return None,
        _ => {
            let c = char::from_u32(number).filter(|c| !c.is_control())?;
            let mut upper = c.to_uppercase();
            match (shift, upper.next(), upper.next()) {
                (true, Some(upper), None) => KeyCode::Char(upper),
                _ => KeyCode::Char(c),
            }
        }
    };
    Some(super::key(code, modifiers))
}

/// Numbers between semicolons, each with parts between colons.
struct Fields(Vec<Vec<Option<u32>>>);

impl Fields {
    /// `None` for private sequences and those with intermediate bytes: they are no keys.
    fn parse(parameters: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(parameters).ok()?;
        if !text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b';' || byte == b':')
        {
            return None;
        }
        let part = |part: &str| part.parse().ok();
        let fields = text
            .split(';')
            .map(|field| field.split(':').map(part).collect());
        Some(Self(fields.collect()))
    }

    fn len(&self) -> usize {
        self.0.len()
    }

    fn number(&self, field: usize, part: usize) -> Option<u32> {
        self.0.get(field)?.get(part).copied().flatten()
    }

    /// The modifiers in this field, none when it is missing; `None` when the number is no set of
    /// modifiers.
    fn modifiers(&self, field: usize) -> Option<KeyModifiers> {
        let bits = self
            .number(field, 0)
            .unwrap_or(1)
            .checked_sub(1)
            .filter(|bits| *bits < 256)?;
        let mut modifiers = KeyModifiers::NONE;
        for (bit, modifier) in [
            (1, KeyModifiers::SHIFT),
            (2, KeyModifiers::ALT),
            (4, KeyModifiers::CONTROL),
            (8, KeyModifiers::SUPER),
            (16, KeyModifiers::HYPER),
            (32, KeyModifiers::META),
        ] {
            modifiers.set(modifier, bits & bit != 0);
        }
        Some(modifiers)
    }

    /// Kitty reports the release of a key as the third kind of event.
    fn is_release(&self) -> bool {
        self.number(1, 1) == Some(3)
    }
}
