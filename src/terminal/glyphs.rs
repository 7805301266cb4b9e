//! Which symbols the terminal can draw.
//!
//! The Linux console has a font of 256 or 512 glyphs: box drawing and arrows are there, circles,
//! braille and keyboard symbols are not. A locale that is not UTF-8 gets ASCII only. Widgets take
//! their signs from here and never write an exotic one themselves.

use ratatui::symbols::border;

use super::depth::TermEnv;

/// The sets of symbols we know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GlyphSet {
    /// Any Unicode terminal.
    Unicode,
    /// The Linux console: box drawing and arrows only.
    Linux,
    /// Nothing beyond ASCII.
    Ascii,
}

/// The signs of one set. Every one is a single column wide.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glyphs {
    /// Borders of boxes and of the grid.
    pub border: border::Set<'static>,
    /// Crossing of two grid lines.
    pub cross: &'static str,
    /// T-joint opening to the right (`├`).
    pub tee_right: &'static str,
    /// T-joint opening to the left (`┤`).
    pub tee_left: &'static str,
    /// T-joint opening downwards (`┬`).
    pub tee_down: &'static str,
    /// T-joint opening upwards (`┴`).
    pub tee_up: &'static str,
    /// Everything is on the server.
    pub synced: &'static str,
    /// Something waits in the queue.
    pub queued: &'static str,
    /// No network.
    pub offline: &'static str,
    /// A conflict or a refusal.
    pub conflict: &'static str,
    /// Done, checked.
    pub check: &'static str,
    /// Text was cut here.
    pub ellipsis: &'static str,
    /// More to the left.
    pub left: &'static str,
    /// More to the right.
    pub right: &'static str,
    /// More above.
    pub up: &'static str,
    /// More below.
    pub down: &'static str,
    /// Points at the row of the cursor.
    pub here: &'static str,
    /// Separator between two hints, and the sign of an empty lesson.
    pub dot: &'static str,
}

const ASCII_BORDER: border::Set<'static> = border::Set {
    top_left: "+",
    top_right: "+",
    bottom_left: "+",
    bottom_right: "+",
    vertical_left: "|",
    vertical_right: "|",
    horizontal_top: "-",
    horizontal_bottom: "-",
};

static UNICODE: Glyphs = Glyphs {
    border: border::PLAIN,
    cross: "┼",
    tee_right: "├",
    tee_left: "┤",
    tee_down: "┬",
    tee_up: "┴",
    synced: "●",
    queued: "◐",
    offline: "○",
    conflict: "✗",
    check: "✓",
    ellipsis: "…",
    left: "←",
    right: "→",
    up: "↑",
    down: "↓",
    here: "▸",
    dot: "·",
};

static LINUX: Glyphs = Glyphs {
    border: border::PLAIN,
    cross: "┼",
    tee_right: "├",
    tee_left: "┤",
    tee_down: "┬",
    tee_up: "┴",
    synced: "*",
    queued: "~",
    offline: "o",
    conflict: "x",
    check: "+",
    ellipsis: ">",
    left: "←",
    right: "→",
    up: "↑",
    down: "↓",
    here: ">",
    dot: "·",
};

static ASCII: Glyphs = Glyphs {
    border: ASCII_BORDER,
    cross: "+",
    tee_right: "+",
    tee_left: "+",
    tee_down: "+",
    tee_up: "+",
    synced: "*",
    queued: "~",
    offline: "o",
    conflict: "x",
    check: "+",
    ellipsis: ">",
    left: "<",
    right: ">",
    up: "^",
    down: "v",
    here: ">",
    dot: ".",
};

impl GlyphSet {
    /// The set to use: the config's word if there is one, else what terminal and locale allow.
    pub fn detect(env: &TermEnv, config: Option<Self>) -> Self {
        config.unwrap_or_else(|| {
            if !is_utf8(env) {
                Self::Ascii
            } else if env.term_name().split('-').next() == Some("linux") {
                Self::Linux
            } else {
                Self::Unicode
            }
        })
    }

    /// The set with this config name: `unicode`, `linux`, `ascii`.
    pub fn from_name(name: &str) -> Option<Self> {
        match name.trim().to_ascii_lowercase().as_str() {
            "unicode" => Some(Self::Unicode),
            "linux" => Some(Self::Linux),
            "ascii" => Some(Self::Ascii),
            _ => None,
        }
    }

    /// How the configuration writes it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unicode => "unicode",
            Self::Linux => "linux",
            Self::Ascii => "ascii",
        }
    }

    /// What a terminal of this set shows in the place of a sign of the texts: dashes, quotes,
    /// arrows and the like, one column for one. Everything painted goes through here on its way
    /// out, so texts and names may have any sign. Letters, and what a teacher has written with
    /// them, stay.
    pub fn stand_in(self, sign: char) -> char {
        let beyond_the_console = match sign {
            '…' => '.',
            '‐'..='―' | '−' => '-',
            '“' | '”' | '„' | '‟' | '″' => '"',
            '‘' | '’' | '‚' | '‛' | '′' => '\'',
            '‹' | '⟨' => '<',
            '›' | '⟩' => '>',
            '•' | '●' => '*',
            '◐' => '~',
            '○' => 'o',
            '✗' | '✘' => 'x',
            '✓' | '✔' => '+',
            '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' => ' ',
            _ => sign,
        };
        match (self, beyond_the_console) {
            (Self::Unicode, _) => sign,
            (Self::Linux, known) => known,
            (Self::Ascii, known) => match known {
                '«' | '»' => '"',
                '№' => 'N',
                '×' => 'x',
                '·' => '.',
                '←' => '<',
                '→' => '>',
                '↑' => '^',
                '↓' => 'v',
                '\u{a0}' => ' ',
                _ => known,
            },
        }
    }

    /// The signs of this set.
    pub fn glyphs(self) -> &'static Glyphs {
        match self {
            Self::Unicode => &UNICODE,
            Self::Linux => &LINUX,
            Self::Ascii => &ASCII,
        }
    }
}

/// The first variable that is set and not empty decides, as in POSIX.
fn is_utf8(env: &TermEnv) -> bool {
    [&env.lc_all, &env.lc_ctype, &env.lang]
        .into_iter()
        .filter_map(Option::as_deref)
        .find(|value| !value.is_empty())
        .is_some_and(|value| {
            let value = value.to_ascii_lowercase();
            value.contains("utf-8") || value.contains("utf8")
        })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use unicode_width::UnicodeWidthStr;

    use super::{GlyphSet, Glyphs};
    use crate::terminal::depth::TermEnv;

    #[rstest]
    #[case::plain("xterm", "-", "-", "ru_RU.UTF-8", GlyphSet::Unicode)]
    #[case::spelled("xterm", "-", "-", "ru_RU.utf8", GlyphSet::Unicode)]
    #[case::c_utf8("dumb", "-", "-", "C.UTF-8", GlyphSet::Unicode)]
    #[case::linux("linux", "-", "-", "ru_RU.UTF-8", GlyphSet::Linux)]
    #[case::linux_16("linux-16color", "-", "-", "ru_RU.UTF-8", GlyphSet::Linux)]
    #[case::koi8("xterm", "-", "-", "ru_RU.KOI8-R", GlyphSet::Ascii)]
    #[case::linux_koi8("linux", "-", "-", "ru_RU.KOI8-R", GlyphSet::Ascii)]
    #[case::unset("xterm", "-", "-", "-", GlyphSet::Ascii)]
    #[case::posix("xterm", "-", "-", "C", GlyphSet::Ascii)]
    #[case::lc_all_wins("xterm", "C", "ru_RU.UTF-8", "ru_RU.UTF-8", GlyphSet::Ascii)]
    #[case::empty_lc_all("xterm", "", "-", "ru_RU.UTF-8", GlyphSet::Unicode)]
    #[case::lc_ctype_beats_lang("xterm", "-", "ru_RU.UTF-8", "C", GlyphSet::Unicode)]
    fn set_from_environment(
        #[case] term: &str,
        #[case] lc_all: &str,
        #[case] lc_ctype: &str,
        #[case] lang: &str,
        #[case] expected: GlyphSet,
    ) {
        let some = |value: &str| (value != "-").then(|| value.to_owned());
        let env = TermEnv {
            term: some(term),
            lc_all: some(lc_all),
            lc_ctype: some(lc_ctype),
            lang: some(lang),
            ..TermEnv::default()
        };
        assert_eq!(GlyphSet::detect(&env, None), expected);
        assert_eq!(
            GlyphSet::detect(&env, Some(GlyphSet::Ascii)),
            GlyphSet::Ascii
        );
    }

    fn all(glyphs: &Glyphs) -> Vec<&'static str> {
        let b = &glyphs.border;
        vec![
            b.top_left,
            b.top_right,
            b.bottom_left,
            b.bottom_right,
            b.vertical_left,
            b.vertical_right,
            b.horizontal_top,
            b.horizontal_bottom,
            glyphs.cross,
            glyphs.tee_right,
            glyphs.tee_left,
            glyphs.tee_down,
            glyphs.tee_up,
            glyphs.synced,
            glyphs.queued,
            glyphs.offline,
            glyphs.conflict,
            glyphs.check,
            glyphs.ellipsis,
            glyphs.left,
            glyphs.right,
            glyphs.up,
            glyphs.down,
            glyphs.here,
            glyphs.dot,
        ]
    }

    #[test]
    fn every_sign_is_one_column_and_ascii_is_ascii() {
        for set in [GlyphSet::Unicode, GlyphSet::Linux, GlyphSet::Ascii] {
            for sign in all(set.glyphs()) {
                assert_eq!(sign.width(), 1, "{sign:?}");
                assert!(set != GlyphSet::Ascii || sign.is_ascii(), "{sign:?}");
            }
            assert_eq!(GlyphSet::from_name(set.name()), Some(set));
        }
    }

    #[test]
    fn every_sign_of_the_texts_has_a_stand_in_of_one_column() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/i18n/parts");
        let mut signs = std::collections::BTreeSet::new();
        for file in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let text = std::fs::read_to_string(file.path()).unwrap();
            signs.extend(text.chars().filter(|c| !c.is_ascii() && !c.is_alphabetic()));
        }
        assert!(signs.contains(&'…') && signs.contains(&'«'), "{signs:?}");
        for sign in signs {
            assert_eq!(GlyphSet::Unicode.stand_in(sign), sign);
            let ascii = GlyphSet::Ascii.stand_in(sign);
            assert!(ascii.is_ascii_graphic() || ascii == ' ', "{sign:?}");
            let linux = GlyphSet::Linux.stand_in(sign);
            let latin =
                matches!(linux, ' '..='~' | '\u{a0}'..='\u{ff}' | '№' | '\u{2190}'..='\u{2193}');
            assert!(latin, "{sign:?} {linux:?}");
        }
        assert_eq!(
            GlyphSet::Ascii.stand_in('ё'),
            'ё',
            "a letter is no ornament"
        );
        for set in [GlyphSet::Linux, GlyphSet::Ascii] {
            for sign in all(set.glyphs()) {
                let sign = sign.chars().next().unwrap();
                assert_eq!(set.stand_in(sign), sign, "its own signs stay");
            }
        }
    }

    #[test]
    fn linux_has_only_box_drawing_arrows_and_latin() {
        for sign in all(GlyphSet::Linux.glyphs()) {
            let known = sign.chars().all(|c| {
                matches!(c, ' '..='~' | '·' | '\u{2190}'..='\u{2193}' | '\u{2500}'..='\u{257f}')
            });
            assert!(known, "{sign:?}");
        }
    }
}
