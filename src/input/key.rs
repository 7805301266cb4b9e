//! One key as it stands in a keymap, in a config and on the screen.

use std::fmt;
use std::str::FromStr;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::layout;
use crate::terminal::GlyphSet;

/// A key with its modifiers, in one normal form: a plain character says its own Shift (`A`, `?`),
/// a letter with Ctrl or Alt is lower case, Shift+Tab is Tab with Shift.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Names in configs; the first of several is the one we print.
const NAMES: [(&str, KeyCode); 24] = [
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("pgup", KeyCode::PageUp),
    ("pageup", KeyCode::PageUp),
    ("pgdn", KeyCode::PageDown),
    ("pgdown", KeyCode::PageDown),
    ("pagedown", KeyCode::PageDown),
    ("insert", KeyCode::Insert),
    ("ins", KeyCode::Insert),
    ("delete", KeyCode::Delete),
    ("del", KeyCode::Delete),
    ("backspace", KeyCode::Backspace),
    ("enter", KeyCode::Enter),
    ("return", KeyCode::Enter),
    ("tab", KeyCode::Tab),
    ("esc", KeyCode::Esc),
    ("escape", KeyCode::Esc),
    ("space", KeyCode::Char(' ')),
    ("minus", KeyCode::Char('-')),
    ("plus", KeyCode::Char('+')),
];

/// Modifiers in the order in which they are printed.
const MODIFIERS: [(&str, &str, KeyModifiers); 3] = [
    ("ctrl", "Ctrl", KeyModifiers::CONTROL),
    ("alt", "Alt", KeyModifiers::ALT),
    ("shift", "Shift", KeyModifiers::SHIFT),
];

impl Key {
    /// The key in its normal form.
    pub fn new(code: KeyCode, modifiers: KeyModifiers) -> Self {
        let mut modifiers =
            modifiers & (KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT);
        let code = match code {
            KeyCode::BackTab => {
                modifiers |= KeyModifiers::SHIFT;
                KeyCode::Tab
            }
            KeyCode::Char(c) if is_plain(modifiers) => {
                modifiers = KeyModifiers::NONE;
                KeyCode::Char(c)
            }
            KeyCode::Char(c) => {
                let lower = lower(c);
                modifiers.set(KeyModifiers::SHIFT, is_shifted_letter(c, lower, modifiers));
                KeyCode::Char(lower)
            }
            other => other,
        };
        Self { code, modifiers }
    }

    /// The key without what is held down with it.
    pub fn code(self) -> KeyCode {
        self.code
    }

    /// What is held down with it.
    pub fn modifiers(self) -> KeyModifiers {
        self.modifiers
    }

    /// The character this key types by itself, without Ctrl or Alt.
    pub fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if is_plain(self.modifiers) => Some(c),
            _ => None,
        }
    }

    /// The same physical key of the English layout, if this one types a Russian letter.
    pub fn folded(self) -> Option<Self> {
        match self.code {
            KeyCode::Char(c) => {
                let folded = layout::to_command(c)?;
                Some(Self::new(KeyCode::Char(folded), self.modifiers))
            }
            _ => None,
        }
    }

    /// The same letter without Shift or Caps Lock, if it had one.
    pub fn lowered(self) -> Option<Self> {
        let KeyCode::Char(c) = self.code else {
            return None;
        };
        let lowered = Self {
            code: KeyCode::Char(lower(c)),
            modifiers: self.modifiers - KeyModifiers::SHIFT,
        };
        (lowered != self).then_some(lowered)
    }

    /// The name for people: «F4», «Ctrl+Z», «Shift+→» (where there are arrows, else Shift+Right).
    pub fn label(self, glyphs: GlyphSet) -> String {
        let mut label = String::new();
        for (_, name, modifier) in MODIFIERS {
            if self.modifiers.contains(modifier) {
                label.push_str(name);
                label.push('+');
            }
        }
        let arrows = (glyphs != GlyphSet::Ascii).then(|| glyphs.glyphs());
        let name = match (self.code, arrows) {
            (KeyCode::Left, Some(signs)) => signs.left.to_owned(),
            (KeyCode::Right, Some(signs)) => signs.right.to_owned(),
            (KeyCode::Up, Some(signs)) => signs.up.to_owned(),
            (KeyCode::Down, Some(signs)) => signs.down.to_owned(),
            (KeyCode::Char(' '), _) => "Space".to_owned(),
            (KeyCode::Char(c), _) if is_plain(self.modifiers) => c.to_string(),
            (KeyCode::Char(c), _) => c.to_uppercase().to_string(),
            (KeyCode::PageUp, _) => "PgUp".to_owned(),
            (KeyCode::PageDown, _) => "PgDn".to_owned(),
            (code, _) => capitalized(&name_of(code)),
        };
        label.push_str(&name);
        label
    }
}

fn is_plain(modifiers: KeyModifiers) -> bool {
    !modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
}

/// A letter reported in upper case or with Shift; of other characters the Shift is in the
/// character itself.
fn is_shifted_letter(c: char, lower: char, modifiers: KeyModifiers) -> bool {
    c != lower || (c.is_alphabetic() && modifiers.contains(KeyModifiers::SHIFT))
}

fn lower(c: char) -> char {
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(only), None) => only,
        _ => c,
    }
}

fn name_of(code: KeyCode) -> String {
    match code {
        KeyCode::F(number) => format!("f{number}"),
        _ => match NAMES.iter().find(|(_, known)| *known == code) {
            Some((name, _)) => (*name).to_owned(),
            None => match code {
                KeyCode::Char(c) => c.to_string(),
                other => other.to_string(),
            },
        },
    }
}

fn capitalized(name: &str) -> String {
    let mut chars = name.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        Self::new(event.code, event.modifiers)
    }
}

impl From<Key> for KeyEvent {
    fn from(key: Key) -> Self {
        Self::new(key.code, key.modifiers)
    }
}

/// As in configs: `ctrl-p`, `shift-right`, `f4`.
impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (name, _, modifier) in MODIFIERS {
            if self.modifiers.contains(modifier) {
                write!(f, "{name}-")?;
            }
        }
        f.write_str(&name_of(self.code))
    }
}

/// This is not the name of a key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a key")]
pub struct KeyParseError(pub String);

impl FromStr for Key {
    type Err = KeyParseError;

    /// Names are parted by `-` or `+` and read in any case, save a single character, whose case
    /// counts: `A` is Shift and `a`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let error = || KeyParseError(text.to_owned());
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text.trim();
        while let Some((first, after)) = rest.split_once(['-', '+']) {
            let known = MODIFIERS
                .iter()
                .find(|(name, ..)| first.eq_ignore_ascii_case(name));
            match known {
                Some((.., modifier)) if !after.is_empty() => {
                    modifiers |= *modifier;
                    rest = after;
                }
                _ => break,
            }
        }
        let mut chars = rest.chars();
        let code = match (chars.next(), chars.next()) {
            (Some(only), None) if !only.is_control() => KeyCode::Char(only),
            _ => named(&rest.to_lowercase()).ok_or_else(error)?,
        };
        Ok(match code {
            KeyCode::Char(c) if is_plain(modifiers) && modifiers.contains(KeyModifiers::SHIFT) => {
                let mut upper = c.to_uppercase();
                let shifted = upper.next().filter(|upper| *upper != c).ok_or_else(error)?;
                Self::new(KeyCode::Char(shifted), KeyModifiers::NONE)
            }
            // «Ctrl+Z» in a config is the key Z and not the capital letter.
            KeyCode::Char(c) if !is_plain(modifiers) => {
                Self::new(KeyCode::Char(lower(c)), modifiers)
            }
            code => Self::new(code, modifiers),
        })
    }
}

fn named(name: &str) -> Option<KeyCode> {
    if name == "backtab" {
        return Some(KeyCode::BackTab);
    }
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    let number: u8 = name.strip_prefix('f')?.parse().ok()?;
    (1..=24).contains(&number).then_some(KeyCode::F(number))
}

#[cfg(test)]
mod tests {
    use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
    use rstest::rstest;

    use super::Key;
    use crate::terminal::GlyphSet;

    #[rstest]
    #[case::function("f4", "f4", "F4", "F4")]
    #[case::control("ctrl-p", "ctrl-p", "Ctrl+P", "Ctrl+P")]
    #[case::plus("Ctrl+Z", "ctrl-z", "Ctrl+Z", "Ctrl+Z")]
    #[case::arrow("shift-right", "shift-right", "Shift+→", "Shift+Right")]
    #[case::arrow_up("UP", "up", "↑", "Up")]
    #[case::two(
        "ctrl-alt-del",
        "ctrl-alt-delete",
        "Ctrl+Alt+Delete",
        "Ctrl+Alt+Delete"
    )]
    #[case::page("ctrl-pagedown", "ctrl-pgdn", "Ctrl+PgDn", "Ctrl+PgDn")]
    #[case::back_tab("backtab", "shift-tab", "Shift+Tab", "Shift+Tab")]
    #[case::letter("u", "u", "u", "u")]
    #[case::upper("A", "A", "A", "A")]
    #[case::shifted("shift-a", "A", "A", "A")]
    #[case::cyrillic("н", "н", "н", "н")]
    #[case::cyrillic_ctrl("ctrl-я", "ctrl-я", "Ctrl+Я", "Ctrl+Я")]
    #[case::alt_shift("alt-shift-f", "alt-shift-f", "Alt+Shift+F", "Alt+Shift+F")]
    #[case::alt_upper("Alt-F", "alt-f", "Alt+F", "Alt+F")]
    #[case::dash("-", "minus", "-", "-")]
    #[case::ctrl_dash("ctrl--", "ctrl-minus", "Ctrl+-", "Ctrl+-")]
    #[case::ctrl_plus("ctrl++", "ctrl-plus", "Ctrl++", "Ctrl++")]
    #[case::slash("/", "/", "/", "/")]
    #[case::space("space", "space", "Space", "Space")]
    #[case::question("?", "?", "?", "?")]
    #[case::escape("escape", "esc", "Esc", "Esc")]
    fn names(#[case] text: &str, #[case] config: &str, #[case] label: &str, #[case] ascii: &str) {
        let key: Key = text.parse().unwrap();
        assert_eq!(key.to_string(), config);
        assert_eq!(config.parse::<Key>().unwrap(), key);
        assert_eq!(key.label(GlyphSet::Unicode), label);
        assert_eq!(key.label(GlyphSet::Linux), label);
        assert_eq!(key.label(GlyphSet::Ascii), ascii);
    }

    #[rstest]
    #[case::nothing("")]
    #[case::modifier_alone("ctrl")]
    #[case::modifier_open("ctrl-")]
    #[case::unknown("hyper-x")]
    #[case::f0("f0")]
    #[case::f99("f99")]
    #[case::two_letters("ab")]
    #[case::shifted_digit("shift-1")]
    fn not_names(#[case] text: &str) {
        assert!(text.parse::<Key>().is_err());
    }

    #[rstest]
    #[case::upper_with_shift(KeyCode::Char('A'), KeyModifiers::SHIFT, "A")]
    #[case::upper_without(KeyCode::Char('A'), KeyModifiers::NONE, "A")]
    #[case::question(KeyCode::Char('?'), KeyModifiers::SHIFT, "?")]
    #[case::ctrl_upper(KeyCode::Char('P'), KeyModifiers::CONTROL, "ctrl-shift-p")]
    #[case::alt_sign(KeyCode::Char('?'), KeyModifiers::ALT.union(KeyModifiers::SHIFT), "alt-?")]
    #[case::back_tab(KeyCode::BackTab, KeyModifiers::NONE, "shift-tab")]
    #[case::super_is_dropped(KeyCode::Up, KeyModifiers::SUPER, "up")]
    fn events(#[case] code: KeyCode, #[case] modifiers: KeyModifiers, #[case] name: &str) {
        let key = Key::from(KeyEvent::new(code, modifiers));
        assert_eq!(key.to_string(), name);
        assert_eq!(key, name.parse().unwrap());
        assert_eq!(Key::from(KeyEvent::from(key)), key);
    }

    #[rstest]
    #[case::letter("н", Some("y"))]
    #[case::upper("Г", Some("U"))]
    #[case::ctrl("ctrl-я", Some("ctrl-z"))]
    #[case::alt("alt-а", Some("alt-f"))]
    #[case::ctrl_shift("ctrl-shift-з", Some("ctrl-shift-p"))]
    #[case::bracket("х", Some("["))]
    #[case::shifted_bracket("Х", Some("{"))]
    #[case::ascii("/", None)]
    #[case::function("f1", None)]
    fn folding(#[case] key: &str, #[case] folded: Option<&str>) {
        let key: Key = key.parse().unwrap();
        assert_eq!(key.folded(), folded.map(|folded| folded.parse().unwrap()));
    }
}
