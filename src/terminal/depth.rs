//! How many colours the terminal shows.
//!
//! Decided once at the start from the environment alone: a query would cost a round trip, and
//! many terminals never answer. When in doubt the smaller depth wins, because a theme made of
//! named colours stays readable and a wrong true-colour code does not.

use std::fmt;

/// What the environment says about the terminal, taken as an argument so that it can be tested.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "its fields say what they are")]
pub struct TermEnv {
    pub term: Option<String>,
    pub colorterm: Option<String>,
    /// `NO_COLOR`; counts when it is not empty (no-color.org).
    pub no_color: Option<String>,
    pub lc_all: Option<String>,
    pub lc_ctype: Option<String>,
    pub lang: Option<String>,
}

impl TermEnv {
    /// The environment of this process.
    pub fn from_process() -> Self {
        let get = |name| std::env::var(name).ok();
        Self {
            term: get("TERM"),
            colorterm: get("COLORTERM"),
            no_color: get("NO_COLOR"),
            lc_all: get("LC_ALL"),
            lc_ctype: get("LC_CTYPE"),
            lang: get("LANG"),
        }
    }

    /// `TERM` in lower case, empty when unset.
    pub(crate) fn term_name(&self) -> String {
        self.term
            .as_deref()
            .unwrap_or_default()
            .to_ascii_lowercase()
    }
}

/// Colour depth, from none to 24 bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Depth {
    /// No colours; bold, underline and reverse remain.
    None,
    /// The eight colours 30–37.
    Ansi8,
    /// The sixteen colours 30–37 and 90–97.
    Ansi16,
    /// The xterm palette of 256.
    Palette256,
    /// 24-bit colours.
    TrueColor,
}

/// Names as they stand in the config file.
const NAMES: [(Depth, &str); 5] = [
    (Depth::None, "none"),
    (Depth::Ansi8, "8"),
    (Depth::Ansi16, "16"),
    (Depth::Palette256, "256"),
    (Depth::TrueColor, "true"),
];

/// Terminals that always have 256 colours, whatever their name says.
const RICH: [&str; 10] = [
    "kitty",
    "alacritty",
    "foot",
    "wezterm",
    "ghostty",
    "contour",
    "iterm2",
    "rio",
    "mintty",
    "konsole",
];
/// Families with sixteen colours unless the name says 256.
const SIXTEEN: [&str; 11] = [
    "xterm", "rxvt", "screen", "tmux", "putty", "gnome", "vte", "st", "cygwin", "eterm", "nsterm",
];
/// Plain ANSI with eight colours.
const EIGHT: [&str; 5] = ["ansi", "cons25", "cons25r", "pcansi", "hurd"];

impl Depth {
    /// The depth to use: the config's word if there is one, else what the environment allows.
    pub fn detect(env: &TermEnv, config: Option<Self>) -> Self {
        config.unwrap_or_else(|| Self::from_env(env))
    }

    /// The depth with this config name: `none`, `8`, `16`, `256`, `true`.
    pub fn from_name(name: &str) -> Option<Self> {
        let name = name.trim();
        NAMES
            .iter()
            .find(|(_, known)| known.eq_ignore_ascii_case(name))
            .map(|(depth, _)| *depth)
    }

    /// How the configuration writes it.
    pub fn name(self) -> &'static str {
        NAMES
            .iter()
            .find(|(depth, _)| *depth == self)
            .map_or("none", |(_, name)| name)
    }

    fn from_env(env: &TermEnv) -> Self {
        if env
            .no_color
            .as_deref()
            .is_some_and(|value| !value.is_empty())
        {
            return Self::None;
        }
        let by_name = Self::from_term(&env.term_name());
        let promised = env.colorterm.as_deref().is_some_and(|value| {
            value.eq_ignore_ascii_case("truecolor") || value.eq_ignore_ascii_case("24bit")
        });
        // COLORTERM is inherited by `sudo`, `screen` and the like: believe it only where the
        // name does not contradict it. GNU screen (plain `screen`) garbles 24-bit codes.
        if promised
            && by_name >= Self::Ansi16
            && !matches!(env.term_name().as_str(), "linux" | "screen")
        {
            return Self::TrueColor;
        }
        by_name
    }

    fn from_term(term: &str) -> Self {
        let has = |part: &str| term.contains(part);
        let mut parts = term.split(['-', '.', '+']);
        let family = parts.clone().next().unwrap_or_default();
        if term.is_empty() || term == "dumb" || has("mono") || term.ends_with("-m") {
            Self::None
        } else if term == "linux" || term.starts_with("linux-") {
            Self::Ansi16
        } else if term.ends_with("-direct") {
            Self::TrueColor
        } else if has("256color") || parts.any(|part| RICH.contains(&part)) {
            Self::Palette256
        } else if SIXTEEN.contains(&family) || has("16color") {
            Self::Ansi16
        } else if EIGHT.contains(&family) || has("color") {
            Self::Ansi8
        } else {
            Self::None
        }
    }
}

impl fmt::Display for Depth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::{Depth, TermEnv};

    fn env(term: &str, colorterm: &str, no_color: &str) -> TermEnv {
        let some = |value: &str| (value != "-").then(|| value.to_owned());
        TermEnv {
            term: some(term),
            colorterm: some(colorterm),
            no_color: some(no_color),
            ..TermEnv::default()
        }
    }

    #[rstest]
    #[case::xterm256("xterm-256color", "-", "-", Depth::Palette256)]
    #[case::xterm256_true("xterm-256color", "truecolor", "-", Depth::TrueColor)]
    #[case::bits24("xterm-256color", "24bit", "-", Depth::TrueColor)]
    #[case::other_colorterm("xterm-256color", "gnome-terminal", "-", Depth::Palette256)]
    #[case::xterm("xterm", "-", "-", Depth::Ansi16)]
    #[case::xterm_true("xterm", "truecolor", "-", Depth::TrueColor)]
    #[case::xterm_mono("xterm-mono", "truecolor", "-", Depth::None)]
    #[case::xterm_direct("xterm-direct", "-", "-", Depth::TrueColor)]
    #[case::linux("linux", "-", "-", Depth::Ansi16)]
    #[case::linux_inherits_colorterm("linux", "truecolor", "-", Depth::Ansi16)]
    #[case::screen("screen", "truecolor", "-", Depth::Ansi16)]
    #[case::screen256("screen-256color", "-", "-", Depth::Palette256)]
    #[case::screen_inside("screen.xterm-256color", "-", "-", Depth::Palette256)]
    #[case::tmux("tmux-256color", "truecolor", "-", Depth::TrueColor)]
    #[case::kitty("xterm-kitty", "-", "-", Depth::Palette256)]
    #[case::alacritty("alacritty", "truecolor", "-", Depth::TrueColor)]
    #[case::putty("putty", "-", "-", Depth::Ansi16)]
    #[case::putty256("putty-256color", "-", "-", Depth::Palette256)]
    #[case::st("st", "-", "-", Depth::Ansi16)]
    #[case::ansi("ansi", "-", "-", Depth::Ansi8)]
    #[case::ansi_mono("ansi-m", "-", "-", Depth::None)]
    #[case::vt100("vt100", "-", "-", Depth::None)]
    #[case::vt100_lies("vt100", "truecolor", "-", Depth::None)]
    #[case::vt220("vt220", "-", "-", Depth::None)]
    #[case::dumb("dumb", "truecolor", "-", Depth::None)]
    #[case::unknown("status-line", "-", "-", Depth::None)]
    #[case::unset("-", "-", "-", Depth::None)]
    #[case::empty("", "", "", Depth::None)]
    #[case::no_color("xterm-256color", "truecolor", "1", Depth::None)]
    #[case::empty_no_color("xterm-256color", "truecolor", "", Depth::TrueColor)]
    #[case::upper("XTERM-256COLOR", "TRUECOLOR", "-", Depth::TrueColor)]
    fn depth_from_environment(
        #[case] term: &str,
        #[case] colorterm: &str,
        #[case] no_color: &str,
        #[case] expected: Depth,
    ) {
        assert_eq!(
            Depth::detect(&env(term, colorterm, no_color), None),
            expected
        );
    }

    #[test]
    fn config_overrides_even_no_color() {
        let env = env("xterm-256color", "truecolor", "1");
        assert_eq!(Depth::detect(&env, Some(Depth::Ansi16)), Depth::Ansi16);
    }

    #[test]
    fn names_round_trip() {
        for depth in [
            Depth::None,
            Depth::Ansi8,
            Depth::Ansi16,
            Depth::Palette256,
            Depth::TrueColor,
        ] {
            assert_eq!(Depth::from_name(depth.name()), Some(depth));
        }
        assert_eq!(Depth::from_name("many"), None);
    }
}
