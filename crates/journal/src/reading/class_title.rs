//! Titles of classes.

use super::letters::{self, Alphabet, cleaned, is_latin, twin};
use super::{Ask, DASHES, Note, Read, Unread, is_nothing};
use std::fmt;

/// A class as it is told from others, whatever notation its title has.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClassTitle {
    /// The year of learning, 1 to 12.
    pub grade: u8,
    /// «Б», «ОВЗ», «2», «технологический»; empty for the only class of its year.
    pub letter: String,
    /// What stands in brackets, or behind a letter: «хим»; it tells no class from another.
    pub profile: String,
}

/// Longest letter that is written in capitals.
const CAPITALS: usize = 3;
/// Longest letter at all: the state's system has no longer ones.
const LONGEST: usize = 40;
const LAST_GRADE: u8 = 12;

/// A class: «7Б», «7 "б"», «10-Б», «9 в кл.», «8A» with a Latin letter, «11 А (хим)», «5 ОВЗ»,
/// «7/2», «5».
///
/// # Errors
/// [`Unread::Nothing`], [`Unread::NotAClass`].
pub fn class_title(cell: &str) -> Result<Read<ClassTitle>, Unread> {
    if is_nothing(cell) {
        return Err(Unread::Nothing);
    }
    let text = cleaned(cell).replace(
        [
            '\'', '"', '«', '»', '„', '“', '”', '‘', '’', '`', '\u{2033}',
        ],
        " ",
    );
    let end = text.find(|c: char| c != ' ' && !c.is_ascii_digit());
    let (grade, rest) = text.split_at(end.unwrap_or(text.len()));
    // The grade and a letter that is a number are parted by a sign.
    let grade = grade.trim().parse().map_err(|_| Unread::NotAClass)?;
    if !(1..=LAST_GRADE).contains(&grade) {
        return Err(Unread::NotAClass);
    }
    let (rest, bracketed) = match rest.split_once('(') {
        Some((rest, inside)) => {
            let inside = inside.trim_end().strip_suffix(')');
            (rest, inside.ok_or(Unread::NotAClass)?.trim())
        }
        None => (rest, ""),
    };
    let sign = |c: char| c == ' ' || c == '.' || c == '/' || DASHES.contains(&c);
    let words = rest.trim_start_matches(sign).split(' ');
    let words = words.filter(|word| {
        let word = word.trim_end_matches('.').to_lowercase();
        !word.is_empty() && !matches!(word.as_str(), "кл" | "класс")
    });
    let words: Vec<&str> = words.collect();
    let (letter, behind) = match words.split_first() {
        Some((letter, behind)) if letter.trim_end_matches(sign).chars().count() == 1 => {
            ((*letter).to_owned(), behind.join(" "))
        }
        _ => (words.join(" "), String::new()),
    };
    let letter = letter.trim_end_matches(sign);
    let fits = |c: char| c.is_alphanumeric() || c == ' ' || DASHES.contains(&c);
    if !letter.chars().all(fits) || letter.chars().count() > LONGEST {
        return Err(Unread::NotAClass);
    }
    let profile = [behind.as_str(), bracketed];
    let profile: Vec<&str> = profile.into_iter().filter(|it| !it.is_empty()).collect();
    Ok(letter_of(letter).map(|letter| ClassTitle {
        grade,
        letter,
        profile: profile.join(" "),
    }))
}

fn letter_of(letter: &str) -> Read<String> {
    if letter.chars().count() > CAPITALS {
        let mut read = Read::plain(letter.to_lowercase());
        match letters::alphabet(letter) {
            Alphabet::One => {}
            Alphabet::Twins(turned) => {
                read.value = turned.to_lowercase();
                read.note(Note::LatinLetters);
            }
            Alphabet::Two => read.ask(Ask::Letters),
        }
        return read;
    }
    let mut read = Read::plain(String::new());
    for c in letter.chars() {
        match twin(c) {
            Some(cyrillic) => {
                read.value.extend(cyrillic.to_uppercase());
                read.note(Note::LatinLetters);
            }
            None => {
                // «b» may be «Б» or «В»: it looks like neither.
                if is_latin(c) {
                    read.ask(Ask::Letters);
                }
                read.value.extend(c.to_uppercase());
            }
        }
    }
    read
}

impl fmt::Display for ClassTitle {
    /// «7Б», «7/2», «5 ОВЗ», «5».
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let between = match self.letter.chars().next() {
            Some(digit) if digit.is_ascii_digit() => "/",
            Some(_) if self.letter.chars().nth(1).is_some() => " ",
            _ => "",
        };
        write!(f, "{}{between}{}", self.grade, self.letter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::blank("1 А", "1А")]
    #[case::together("1А", "1А")]
    #[case::hyphen("1-А", "1А")]
    #[case::quotes("1 \"А\"", "1А")]
    #[case::guillemets("1«А»", "1А")]
    #[case::tenth("10-Б", "10Б")]
    #[case::small("9в", "9В")]
    #[case::word_class("9 в кл.", "9В")]
    #[case::word_class_in_full("9 «в» класс", "9В")]
    #[case::no_break_blank("9\u{A0}в", "9В")]
    #[case::needs("5 ОВЗ", "5 ОВЗ")]
    #[case::profile_as_letter("10 СЭ", "10 СЭ")]
    #[case::number("1.1", "1/1")]
    #[case::number_with_slash("7/2", "7/2")]
    #[case::number_with_hyphen("7-2", "7/2")]
    #[case::full_stop("7б.", "7Б")]
    #[case::alone("5", "5")]
    #[case::alone_with_its_word("5 класс", "5")]
    #[case::io("5 Ё", "5Ё")]
    #[case::short_i("5 и\u{306}", "5Й")]
    #[case::y("5ы", "5Ы")]
    #[case::long("10 Технологический", "10 технологический")]
    #[case::letter_and_number("10 А1", "10 А1")]
    fn a_class_is_read_however_it_is_written(#[case] cell: &str, #[case] shown: &str) {
        let read = class_title(cell).unwrap();
        assert_eq!(read.value.to_string(), shown, "{cell}");
        assert_eq!((read.notes, read.asks), (vec![], vec![]), "{cell}");
        let again = class_title(shown).unwrap();
        assert_eq!(again.value, read.value, "{shown} reads as itself");
    }

    #[rstest]
    #[case("11 А (хим)", "11А", "хим")]
    #[case("11а хим.-био.", "11А", "хим.-био.")]
    fn a_profile_tells_no_class_from_another(
        #[case] cell: &str,
        #[case] shown: &str,
        #[case] profile: &str,
    ) {
        let read = class_title(cell).unwrap();
        assert_eq!(read.value.to_string(), shown);
        assert_eq!(read.value.profile, profile);
    }

    #[rstest]
    #[case::capital("8A", "8А", &[Note::LatinLetters], &[])]
    #[case::every_twin("8B", "8В", &[Note::LatinLetters], &[])]
    #[case::small("8a", "8А", &[Note::LatinLetters], &[])]
    #[case::two_letters("10 CЭ", "10 СЭ", &[Note::LatinLetters], &[])]
    #[case::no_twin("1 S", "1S", &[], &[Ask::Letters])]
    #[case::no_twin_of_a_small_letter("8b", "8B", &[], &[Ask::Letters])]
    fn a_latin_letter_is_turned_and_told(
        #[case] cell: &str,
        #[case] shown: &str,
        #[case] notes: &[Note],
        #[case] asks: &[Ask],
    ) {
        let read = class_title(cell).unwrap();
        assert_eq!(read.value.to_string(), shown);
        assert_eq!((read.notes.as_slice(), read.asks.as_slice()), (notes, asks));
    }

    #[test]
    fn classes_are_sorted_by_year_and_letter() {
        let cells = ["10 А", "5 Б", "5", "5 А", "11 А"];
        let mut titles = cells.map(|cell| class_title(cell).unwrap().value);
        titles.sort();
        let shown = titles.map(|title| title.to_string());
        assert_eq!(shown, ["5", "5А", "5Б", "10А", "11А"]);
    }

    #[rstest]
    #[case::no_year("А", Unread::NotAClass)]
    #[case::zero("0А", Unread::NotAClass)]
    #[case::thirteenth("13А", Unread::NotAClass)]
    #[case::two_classes("7А, 7Б", Unread::NotAClass)]
    #[case::roman("VII Б", Unread::NotAClass)]
    #[case::day_of_a_spreadsheet("01.09.2014", Unread::NotAClass)]
    #[case::bracket("11 А (хим", Unread::NotAClass)]
    #[case::formula("=7", Unread::NotAClass)]
    #[case::dash("-", Unread::Nothing)]
    fn what_is_no_class_is_refused(#[case] cell: &str, #[case] expected: Unread) {
        assert_eq!(class_title(cell), Err(expected), "{cell}");
    }
}
