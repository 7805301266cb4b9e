//! Which rows answer to what was typed.

use crate::input::layout;
use crate::ui::keys::is_letter;
use crate::ui::widget::field::{Field, FieldOutcome};
use crossterm::event::{KeyCode, KeyEvent};

/// A word as it is compared: without capitals and without the difference of «ё» and «е».
pub fn fold(word: &str) -> String {
    word.to_lowercase().replace('ё', "е")
}

/// A typed word, folded, in every layout it may have been meant in, as typed first.
pub type Readings = [String; 3];

fn readings(word: &str) -> Readings {
    layout::readings(word).map(|reading| fold(&reading))
}

/// Words typed in a list; a row answers if it has all of them, in whichever layout.
#[derive(Debug, Default)]
pub struct Filter {
    line: Field,
    words: Vec<Readings>,
    /// The person has been elsewhere since: a letter begins another search.
    rests: bool,
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
        self.rests = false;
    }

    /// The person goes elsewhere and may come back: rows stay as they are shown, and the next
    /// letter begins anew. A space or Backspace goes on with what was typed.
    pub fn rest(&mut self) {
        self.rests = !self.is_empty();
    }

    /// Whether the next letter begins another search.
    pub fn rests(&self) -> bool {
        self.rests
    }

    /// Takes a key; [`FieldOutcome::Ignored`] if it types nothing here.
    pub fn key(&mut self, key: KeyEvent) -> FieldOutcome {
        let typed = match key.code {
            // The first word has no space before it.
            KeyCode::Char(' ') if self.line.is_empty() => return FieldOutcome::Ignored,
            KeyCode::Char(_) | KeyCode::Backspace => {
                let goes_on = matches!(key.code, KeyCode::Char(' ') | KeyCode::Backspace);
                if self.rests && is_letter(key) && !goes_on {
                    self.clear();
                }
                self.line.handle(key)
            }
            _ => return FieldOutcome::Ignored,
        };
        self.rests &= typed == FieldOutcome::Ignored;
        self.parse();
        typed
    }

    /// Takes a pasted text.
    pub fn paste(&mut self, text: &str) {
        if self.rests {
            self.clear();
        }
        self.line.paste(text);
        self.parse();
    }

    fn parse(&mut self) {
        let mut words: Vec<String> = Vec::new();
        for word in self.line.value().split_whitespace() {
            match words.last_mut() {
                // «7 б» is the class 7Б, and «7 алг» is not.
                Some(grade) if is_grade(grade) && word.chars().count() == 1 => grade.push_str(word),
                _ => words.push(word.to_owned()),
            }
        }
        self.words = words.iter().map(|word| readings(word)).collect();
    }

    /// The words that were typed.
    pub fn words(&self) -> &[Readings] {
        &self.words
    }

    /// Whether a row of this text answers: every word typed begins one of its own. What follows a
    /// dash, a dot or a bracket is a word too, and what follows letters if it is a number.
    pub fn takes(&self, text: &str) -> bool {
        let text = fold(text);
        let begins = |part: &str| {
            let mut found = text.match_indices(part);
            found.any(|(at, _)| {
                let before = text.get(..at).and_then(|before| before.chars().next_back());
                let is_number = part.starts_with(|c: char| c.is_ascii_digit());
                before.is_none_or(|before| {
                    !before.is_alphanumeric() || (is_number && !before.is_ascii_digit())
                })
            })
        };
        let has = |readings: &Readings| readings.iter().any(|part| begins(part));
        self.words.iter().all(has)
    }
}

/// Whether it is the number of a class, whose letter may follow.
fn is_grade(word: &str) -> bool {
    (1..=2).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::two_words_in_any_order("алг 7б", true)]
    #[case::the_other_layout("7, fku", true)]
    #[case::inside_a_word("гебр", false)]
    #[case::a_class_with_a_space("7 б алг", true)]
    #[case::another_class_with_a_space("7 а алг", false)]
    #[case::a_class_with_a_space_other_layout("7 , fku", true)]
    #[case::a_grade_and_a_subject("7 ал", true)]
    #[case::after_a_bracket("анг", true)]
    #[case::a_number_after_letters("12", true)]
    #[case::yo_is_ye("алёк", true)]
    #[case::a_letter_inside_a_class("б", false)]
    #[case::a_digit_begins_the_number("1а", false)]
    #[case::not_all_of_them("7б физ", false)]
    #[case::only_a_space("7б ", true)]
    fn rows_have_all_words(#[case] typed: &str, #[case] takes: bool) {
        let mut filter = Filter::default();
        filter.paste(typed);
        let row = "7Б 11А Алгебра (англ.) Алеков baranov12";
        assert_eq!(filter.takes(row), takes);
    }
}
