//! Letters that look alike, and what texts are matched by.

use super::DASHES;
use crate::invisible::{is_invisible, is_unprintable};

/// Latin letters with the Cyrillic ones that look like them.
const TWINS: [(char, char); 22] = [
    ('A', 'А'),
    ('B', 'В'),
    ('C', 'С'),
    ('E', 'Е'),
    ('H', 'Н'),
    ('K', 'К'),
    ('M', 'М'),
    ('O', 'О'),
    ('P', 'Р'),
    ('T', 'Т'),
    ('X', 'Х'),
    ('Y', 'У'),
    ('Ë', 'Ё'),
    ('a', 'а'),
    ('c', 'с'),
    ('e', 'е'),
    ('k', 'к'),
    ('o', 'о'),
    ('p', 'р'),
    ('x', 'х'),
    ('y', 'у'),
    ('ë', 'ё'),
];

/// The Cyrillic letter that a Latin one looks like.
pub(super) fn twin(letter: char) -> Option<char> {
    let found = TWINS.iter().find(|(latin, _)| *latin == letter);
    found.map(|(_, cyrillic)| *cyrillic)
}

pub(super) fn is_cyrillic(letter: char) -> bool {
    matches!(letter, '\u{400}'..='\u{52F}')
}

pub(super) fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic() || matches!(letter, 'Ë' | 'ë')
}

/// The alphabets of a word.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Alphabet {
    /// One.
    One,
    /// Cyrillic with Latin look-alikes; here all Cyrillic.
    Twins(String),
    /// Cyrillic, with Latin letters that look like none.
    Two,
}

pub(super) fn alphabet(word: &str) -> Alphabet {
    if !(word.contains(is_cyrillic) && word.contains(is_latin)) {
        return Alphabet::One;
    }
    let turned: String = word.chars().map(|c| twin(c).unwrap_or(c)).collect();
    if turned.contains(is_latin) {
        Alphabet::Two
    } else {
        Alphabet::Twins(turned)
    }
}

/// A text with one blank between words and none at its ends, without what nobody sees; «й» and «ё»
/// are one sign each, however the program that wrote them composed them.
pub(super) fn cleaned(text: &str) -> String {
    let mut cleaned = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_whitespace() {
            if !cleaned.is_empty() && !cleaned.ends_with(' ') {
                cleaned.push(' ');
            }
            continue;
        }
        if is_invisible(c) || is_unprintable(c) {
            continue;
        }
        match cleaned
            .chars()
            .next_back()
            .and_then(|base| composed(base, c))
        {
            Some(one) => {
                cleaned.pop();
                cleaned.push(one);
            }
            None => cleaned.push(c),
        }
    }
    cleaned.truncate(cleaned.trim_end().len());
    cleaned
}

/// A letter with the sign over it that follows.
fn composed(base: char, sign: char) -> Option<char> {
    Some(match (base, sign) {
        ('и', '\u{306}') => 'й',
        ('И', '\u{306}') => 'Й',
        ('е' | 'e' | 'ё' | 'ë', '\u{308}') => 'ё',
        ('Е' | 'E' | 'Ё' | 'Ë', '\u{308}') => 'Ё',
        _ => return None,
    })
}

/// A text with one hyphen, without blanks, wherever dashes join two words.
pub(super) fn hyphened(text: &str) -> String {
    let parts: Vec<_> = text.split(DASHES).map(str::trim).collect();
    parts.join("-")
}

/// What names and titles are matched by, never what is kept: Latin look-alikes as Cyrillic letters,
/// «ё» as «е», small letters, one blank between words, one hyphen without blanks.
pub fn match_key(text: &str) -> String {
    let text = cleaned(text);
    // A patronymic that somebody said there is none of.
    let text = match text.rsplit_once(' ') {
        Some((before, last)) if last.chars().all(|c| DASHES.contains(&c)) => before,
        _ => &text,
    };
    let text = hyphened(text);
    let letters = text.chars();
    // A capital has a twin more often than its small letter, and both must come to the same.
    let letters = letters.flat_map(char::to_uppercase);
    let letters = letters.map(|c| twin(c).unwrap_or(c));
    let letters = letters.flat_map(char::to_lowercase);
    letters.map(|c| if c == 'ё' { 'е' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::io("Семёнов", "Семенов")]
    #[case::io_of_two_signs("Семе\u{308}нов", "Семёнов")]
    #[case::short_i_of_two_signs("Андреи\u{306}", "Андрей")]
    #[case::latin_twins("Cеменoв", "Семенов")]
    #[case::latin_class("8A", "8А")]
    #[case::latin_class_in_small_letters("8a", "8А")]
    #[case::blanks(" Иванов\u{A0}\u{A0}Иван ", "Иванов Иван")]
    #[case::soft_hyphen("Ива\u{AD}нов", "Иванов")]
    #[case::capitals("ИВАНОВ", "Иванов")]
    #[case::spaced_hyphen("Салтыков - Щедрин", "Салтыков-Щедрин")]
    #[case::dash("Салтыков–Щедрин", "Салтыков-Щедрин")]
    #[case::no_patronymic("Иванов Иван -", "Иванов Иван")]
    fn what_is_the_same_to_people_has_one_key(#[case] one: &str, #[case] other: &str) {
        assert_eq!(match_key(one), match_key(other));
    }

    #[rstest]
    #[case("Андрей", "Андреи")]
    #[case("Салтыков Щедрин", "Салтыков-Щедрин")]
    #[case("8Б", "8В")]
    #[case("Иванов", "Иваново")]
    #[case::a_cellar("-1", "1")]
    fn what_is_not_the_same_has_two(#[case] one: &str, #[case] other: &str) {
        assert_ne!(match_key(one), match_key(other));
    }

    proptest! {
        #[test]
        fn a_key_is_its_own_key(text in "[А-Яа-яЁёA-Za-z\\-– \u{306}\u{308}\u{AD}\u{A0}0-9]{0,24}") {
            let key = match_key(&text);
            prop_assert_eq!(match_key(&key), key);
        }
    }
}
