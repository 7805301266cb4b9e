//! Characters that nobody sees, or that make others see something else.

/// Whether a text shows nothing: it is empty, or holds only spaces and characters without a
/// picture (zero-width spaces, fillers, byte order marks).
pub fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Whether a character has no place in a stored text: controls, line and paragraph separators,
/// embeddings, overrides and isolates of the writing direction, which show a text otherwise than
/// it is written, and tags, which hide one within another.
pub fn is_unprintable(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{2028}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFF9}'..='\u{FFFB}'
            | '\u{E0000}'..='\u{E007F}')
}

/// Whether a character has no picture of its own: those of Unicode's `Default_Ignorable_Code_Point`, and the blank pattern of braille.
pub(crate) fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}'..='\u{1160}' | '\u{17B4}'..='\u{17B5}'
        | '\u{180B}'..='\u{180F}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}' | '\u{FE00}'..='\u{FE0F}'
        | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFF8}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_blank() {
        for text in [
            "",
            " \n\t",
            "\u{200B}",
            "\u{FEFF} \u{2060}",
            "\u{3164}",
            "\u{E0041}",
        ] {
            assert!(is_blank(text), "{text:?}");
        }
        for text in ["§ 12", "\u{200B}1", "—", "👩\u{200D}🏫"] {
            assert!(!is_blank(text), "{text:?}");
        }
    }

    #[test]
    fn words_of_any_script_are_printable_and_tricks_are_not() {
        let words =
            "Ё — «эл\u{AD}липс» e\u{301} שלום\u{200F} می\u{200C}خواهم 👩\u{200D}🏫 ❤\u{FE0F}";
        assert!(!words.contains(is_unprintable));
        for c in [
            '\0',
            '\u{1b}',
            '\u{85}',
            '\u{2028}',
            '\u{202E}',
            '\u{2066}',
            '\u{E0001}',
        ] {
            assert!(is_unprintable(c), "{c:?}");
        }
    }
}
