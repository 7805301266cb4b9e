//! How typed words find a name.

use crate::ui::list::{Readings, fold};

/// The shortest stem that a search goes by, in letters.
const SHORTEST_STEM: usize = 3;

/// Endings that a word may have in the name and not in what was typed, the longer ones first.
const ENDINGS: [&str; 31] = [
    "ами", "ями", "ого", "его", "ому", "ему", "ов", "ев", "ей", "ом", "ем", "ой", "ам", "ям", "ах",
    "ях", "ый", "ий", "ая", "ое", "ые", "а", "я", "о", "е", "и", "ы", "у", "ю", "ь", "s",
];

/// The words that an action is found by.
#[derive(Debug)]
pub struct Words {
    name: Vec<String>,
    /// The name and what else people call it.
    all: Vec<String>,
}

impl Words {
    /// A name, and other words for it.
    pub fn new(name: &str, also: &str) -> Self {
        let name: Vec<String> = name.split_whitespace().map(fold).collect();
        let also = also.split_whitespace().map(fold);
        let all = name.iter().cloned().chain(also).collect();
        Self { name, all }
    }

    /// How well they answer to all typed words, 0 the best; none if they do not. The name itself
    /// is better than the other words.
    pub fn rank(&self, typed: &[Readings]) -> Option<u8> {
        let other = || Some(6 + rank(&self.all, typed)?);
        rank(&self.name, typed).or_else(other)
    }
}

/// How well a name of these folded words answers to all typed words, 0 the best; none if it does
/// not. A word that is begun is better than one that holds the letters, and that better than
/// another form of it: «тема» finds «тему».
fn rank(words: &[String], typed: &[Readings]) -> Option<u8> {
    typed.iter().try_fold(0, |worst, readings| {
        let begins = |part: &str| words.iter().any(|word| word.starts_with(part));
        let holds = |part: &str| words.iter().any(|word| word.contains(part));
        let rank = readings
            .iter()
            .zip([0, 1, 1])
            .filter_map(|(reading, other)| {
                if begins(reading) {
                    Some(other)
                } else if holds(reading) {
                    Some(2 + other)
                } else {
                    stem(reading).filter(|stem| begins(stem)).map(|_| 4 + other)
                }
            })
            .min()?;
        Some(rank.max(worst))
    })
}

/// A word without its ending, if enough of it is left.
fn stem(word: &str) -> Option<&str> {
    let stems = ENDINGS
        .iter()
        .filter_map(|ending| word.strip_suffix(ending));
    stems
        .filter(|stem| stem.chars().count() >= SHORTEST_STEM)
        .min_by_key(|stem| stem.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stem_is_what_all_forms_begin_with() {
        for (word, expected) in [
            ("тема", Some("тем")),
            ("темами", Some("тем")),
            ("оценок", None),
            ("дз", None),
            ("дом", None),
            ("marks", Some("mark")),
        ] {
            assert_eq!(stem(word), expected, "{word}");
        }
    }

    #[test]
    fn the_better_the_lower() {
        let words: Vec<String> = ["записать", "тему", "урока"].map(String::from).into();
        let of = |typed: &str| rank(&words, &[crate::input::layout::readings(typed)]);
        assert_eq!(of("тему"), Some(0));
        assert_eq!(of("ntve"), Some(1));
        assert_eq!(of("писать"), Some(2));
        assert_eq!(of("тема"), Some(4));
        assert_eq!(of("ntvf"), Some(5));
        assert_eq!(of("оценка"), None);
    }
}
