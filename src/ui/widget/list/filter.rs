//! Which rows answer to what was typed.

use crate::input::layout;
use crate::ui::widget::field::{Field, FieldOutcome};
use crossterm::event::{KeyCode, KeyEvent};

/// A word as it is compared: without capitals and without the difference of «ё» and «е».
pub fn fold(word: &str) -> String {
    word.to_lowercase().replace('ё', "е")
}

/// A typed word in every layout it may have been meant in, as typed first.
pub fn readings(word: &str) -> [String; 3] {
    layout::readings(word).map(|reading| fold(&reading))
}

/// Words typed in a list; a row answers if it has all of them, in whichever layout.
#[derive(Debug, Default)]
pub struct Filter {
    line: Field,
    words: Vec<[String; 3]>,
}

impl Filter {
    /// What was typed.
    pub fn typed(&self) -> &str {
        self.line.value().trim()
    }

    /// Whether every row answers.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Forgets what was typed.
    pub fn clear(&mut self) {
        self.line.clear();
        self.words.clear();
    }

    /// Takes a key; [`FieldOutcome::Ignored`] if it types nothing here.
    pub fn key(&mut self, key: KeyEvent) -> FieldOutcome {
        let typed = match key.code {
            // The first word has no space before it.
            KeyCode::Char(' ') if self.line.is_empty() => return FieldOutcome::Ignored,
            KeyCode::Char(_) | KeyCode::Backspace => self.line.handle(key),
            _ => return FieldOutcome::Ignored,
        };
        self.parse();
        typed
    }

    /// Takes a pasted text.
    pub fn paste(&mut self, text: &str) {
        self.line.paste(text);
        self.parse();
    }

    fn parse(&mut self) {
        self.words = self.line.value().split_whitespace().map(readings).collect();
    }

    /// Whether some word of a row of this text begins with what was typed: the better answer.
    pub fn begins(&self, text: &str) -> bool {
        let text = fold(text);
        let has = |part: &str| text.split_whitespace().any(|word| word.starts_with(part));
        self.words
            .iter()
            .all(|readings| readings.iter().any(|part| has(part)))
    }

    /// Whether a row of this text answers.
    pub fn takes(&self, text: &str) -> bool {
        let text = fold(text);
        let has = |part: &str| {
            // «1а» is no part of «11А».
            let whole = part.starts_with(|c: char| c.is_ascii_digit());
            let mut found = text.match_indices(part);
            found.any(|(at, _)| {
                let before = text.get(..at).and_then(|before| before.chars().next_back());
                !whole || before.is_none_or(|before| !before.is_ascii_digit())
            })
        };
        self.words
            .iter()
            .all(|readings| readings.iter().any(|part| has(part)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::two_words_in_any_order("алг 7б", true)]
    #[case::the_other_layout("7, fku", true)]
    #[case::inside_a_word("гебр", true)]
    #[case::yo_is_ye("алёк", true)]
    #[case::a_digit_begins_the_number("1а", false)]
    #[case::not_all_of_them("7б физ", false)]
    #[case::only_a_space("7б ", true)]
    fn rows_have_all_words(#[case] typed: &str, #[case] takes: bool) {
        let mut filter = Filter::default();
        filter.paste(typed);
        assert_eq!(filter.takes("7Б 11А Алгебра Алеков"), takes);
    }
}
