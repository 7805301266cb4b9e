//! Names of people, whole in one cell or a part in each.

use super::letters::{self, Alphabet, cleaned, hyphened};
use super::{Ask, Note, Read, Unread};
use crate::person::PersonName;

/// A name as a table has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WrittenName {
    /// The name.
    pub name: PersonName,
    /// The surname that was borne before, in brackets in the cell; may be empty.
    pub former: String,
}

/// A part of a name in a column of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NamePart {
    /// Фамилия.
    Last,
    /// Имя.
    First,
    /// Отчество.
    Middle,
}

/// What ends a patronymic of the East: «Гасан оглы», «Ариф кызы».
const TAILS: [&str; 9] = [
    "оглы", "оглу", "углы", "угли", "улы", "уулу", "кызы", "кизи", "гызы",
];
/// Ends of Russian patronymics.
const PATRONYMICS: [&str; 6] = ["вич", "ьич", "мич", "кич", "вна", "чна"];
/// Longest word that may be without a capital: «де», «фон», «ибн».
const PARTICLE: usize = 3;

/// A name whole in one cell, the surname first: «Салтыков-Щедрин Михаил Евграфович»,
/// «Мамедов Али Гасан оглы», «Иванова (Петрова) Мария», «Иванов И. И.».
///
/// # Errors
/// [`Unread::Nothing`], [`Unread::NotAName`].
pub fn name(cell: &str) -> Result<Read<WrittenName>, Unread> {
    let text = cleaned(cell);
    let (text, bracketed) = without_brackets(&text)?;
    let mut read = Read::plain(WrittenName::default());
    let words = words(&text, &mut read)?;
    if words.is_empty() {
        let unread = bracketed.map_or(Unread::Nothing, |_| Unread::NotAName);
        return Err(unread);
    }
    if let Some(bracketed) = bracketed {
        match self::words(&bracketed, &mut read) {
            Ok(former) if former.len() == 1 && !former.iter().any(|it| is_initial(it)) => {
                read.value.former = former.concat();
            }
            _ => read.ask(Ask::Brackets),
        }
    }
    read.value.name = parts(words, &mut read)?;
    Ok(read)
}

/// A part of a name in a column of its own. A dash there is no name.
///
/// # Errors
/// [`Unread::Nothing`], [`Unread::NotAName`].
pub fn name_part(cell: &str, part: NamePart) -> Result<Read<String>, Unread> {
    let mut read = Read::plain(String::new());
    let words = with_tail(words(&cleaned(cell), &mut read)?);
    if words.is_empty() {
        return Err(Unread::Nothing);
    }
    if words.iter().any(|word| is_initial(word)) {
        read.ask(Ask::Initials);
    }
    let apart = words.iter().filter(|word| word.chars().count() > PARTICLE);
    if part == NamePart::Last && apart.count() > 1 {
        read.ask(Ask::ManyWords);
    }
    read.value = words.join(" ");
    Ok(read)
}

/// A text and what stands in brackets in it.
fn without_brackets(text: &str) -> Result<(String, Option<String>), Unread> {
    let Some((before, rest)) = text.split_once('(') else {
        return Ok((text.to_owned(), None));
    };
    let (inside, after) = rest.split_once(')').ok_or(Unread::NotAName)?;
    Ok((format!("{before} {after}"), Some(inside.to_owned())))
}

/// The words of a name, each of one alphabet and with the usual capitals.
fn words<T>(text: &str, read: &mut Read<T>) -> Result<Vec<String>, Unread> {
    let fits = |c: char| {
        c.is_alphabetic() || is_mark(c) || matches!(c, ' ' | '-' | '.' | '\'' | '’' | 'ʼ')
    };
    let text = hyphened(text);
    if !text.chars().all(fits) {
        return Err(Unread::NotAName);
    }
    let initials = text.replace('.', ". ");
    let words = initials.split(' ').map(|word| word.trim_matches('-'));
    let words = words.filter(|word| !word.is_empty());
    let words = words.map(|word| {
        if !word.contains(char::is_alphabetic) {
            return Err(Unread::NotAName);
        }
        let word = match letters::alphabet(word) {
            Alphabet::One => word.to_owned(),
            Alphabet::Twins(turned) => {
                read.note(Note::LatinLetters);
                turned
            }
            Alphabet::Two => {
                read.ask(Ask::Letters);
                word.to_owned()
            }
        };
        if !has_usual_capitals(&word) {
            read.ask(Ask::Capitals);
            return Ok(with_usual_capitals(&word));
        }
        Ok(word)
    });
    words.collect()
}

/// A sign over or under the letter before it.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// Which word is which, the words being in a Russian order.
fn parts(words: Vec<String>, read: &mut Read<WrittenName>) -> Result<PersonName, Unread> {
    let mut words = with_tail(words);
    if words.iter().any(|word| is_initial(word)) {
        read.ask(Ask::Initials);
        // «И. И. Иванов»: words before initials, both in their order.
        words.sort_by_key(|word| is_initial(word));
        if words.first().is_none_or(|word| is_initial(word)) {
            return Err(Unread::NotAName);
        }
    }
    let of = |last: String, first: &str, middle: &str| PersonName {
        last,
        first: first.to_owned(),
        middle: middle.to_owned(),
    };
    Ok(match words.as_slice() {
        [last] => {
            read.ask(Ask::OneWord);
            PersonName::whole(last)
        }
        [first, middle] if is_patronymic(middle) => {
            read.ask(Ask::WordOrder);
            PersonName::whole(format!("{first} {middle}"))
        }
        [last, first] => of(last.clone(), first, ""),
        [first, middle, last] if is_patronymic(middle) && !is_patronymic(last) => {
            read.ask(Ask::WordOrder);
            of(last.clone(), first, middle)
        }
        [last, first, middle] => of(last.clone(), first, middle),
        [last @ .., first, middle] if is_patronymic(middle) => {
            read.ask(Ask::ManyWords);
            of(last.join(" "), first, middle)
        }
        _ => {
            read.ask(Ask::ManyWords);
            PersonName::whole(words.join(" "))
        }
    })
}

/// The words, the tail of a patronymic one with the word before it.
fn with_tail(mut words: Vec<String>) -> Vec<String> {
    if words.len() > 1
        && let Some(tail) = words.pop_if(|word| is_tail(word))
        && let Some(last) = words.last_mut()
    {
        last.push(' ');
        last.push_str(&tail);
    }
    words
}

fn is_tail(word: &str) -> bool {
    TAILS.contains(&word.to_lowercase().as_str())
}

fn is_patronymic(word: &str) -> bool {
    let ends = |ends: &[&str]| ends.iter().any(|end| word.ends_with(end));
    ends(&PATRONYMICS)
        || word
            .rsplit_once([' ', '-'])
            .is_some_and(|(_, tail)| is_tail(tail))
}

/// A letter alone, or a word cut short with a full stop.
fn is_initial(word: &str) -> bool {
    word.ends_with('.') || word.chars().filter(|c| c.is_alphabetic()).count() == 1
}

fn has_usual_capitals(word: &str) -> bool {
    let letters = || word.chars().filter(|c| c.is_alphabetic());
    let count = letters().count();
    // Not every script has capitals.
    let capitals = count > 1 && letters().all(char::is_uppercase);
    let none = count > PARTICLE && letters().all(char::is_lowercase) && !is_tail(word);
    !capitals && !none
}

/// «Салтыков-Щедрин», «О'Нил», «оглы».
fn with_usual_capitals(word: &str) -> String {
    let small = word.to_lowercase();
    if is_tail(&small) {
        return small;
    }
    let mut letters = 0;
    let mut written = String::with_capacity(small.len());
    for c in small.chars() {
        // Behind an apostrophe only after one letter: «Лук'янов» has none.
        let begins = letters == 0 || (letters == 1 && written.ends_with(['\'', '’', 'ʼ']));
        if c == '-' {
            letters = 0;
        } else if c.is_alphabetic() {
            letters += 1;
        }
        if begins {
            written.extend(c.to_uppercase());
        } else {
            written.push(c);
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::three("Иванов Иван Иванович", ["Иванов", "Иван", "Иванович"])]
    #[case::two("Абрамов Илья", ["Абрамов", "Илья", ""])]
    #[case::dash_for_no_patronymic("Абрамов Илья -", ["Абрамов", "Илья", ""])]
    #[case::blanks("  Иванов\u{A0}Иван\tИванович ", ["Иванов", "Иван", "Иванович"])]
    #[case::soft_hyphen("Ива\u{AD}нов Иван", ["Иванов", "Иван", ""])]
    #[case::short_i_of_two_signs("Белыи\u{306} Андреи\u{306}", ["Белый", "Андрей", ""])]
    #[case::tail("Мамедов Али Гасан оглы", ["Мамедов", "Али", "Гасан оглы"])]
    #[case::her_tail("Алиева Лейла Ариф кызы", ["Алиева", "Лейла", "Ариф кызы"])]
    #[case::joined_tail("Мамедов Али Гасан-оглы", ["Мамедов", "Али", "Гасан-оглы"])]
    #[case::hyphen("Салтыков-Щедрин Михаил", ["Салтыков-Щедрин", "Михаил", ""])]
    #[case::spaced_hyphen("Салтыков - Щедрин Михаил", ["Салтыков-Щедрин", "Михаил", ""])]
    #[case::surname_like_a_patronymic("Абрамович Иван Иванович", ["Абрамович", "Иван", "Иванович"])]
    #[case::apostrophe("О'Нил Шон", ["О'Нил", "Шон", ""])]
    #[case::latin("Smith John", ["Smith", "John", ""])]
    #[case::signs_over_letters("Nguye\u{302}\u{303}n An", ["Nguye\u{302}\u{303}n", "An", ""])]
    #[case::io_is_kept("Семёнов Пётр", ["Семёнов", "Пётр", ""])]
    fn a_name_of_two_words_or_three_asks_nothing(#[case] cell: &str, #[case] parts: [&str; 3]) {
        let read = name(cell).unwrap();
        let found = [
            &read.value.name.last,
            &read.value.name.first,
            &read.value.name.middle,
        ];
        assert_eq!(found, parts, "{cell}");
        assert_eq!((read.notes, read.asks), (vec![], vec![]), "{cell}");
    }

    #[rstest]
    #[case::one_word("Мадонна", ["Мадонна", "", ""], Ask::OneWord)]
    #[case::four(
        "Салтыков Щедрин Михаил Евграфович",
        ["Салтыков Щедрин", "Михаил", "Евграфович"],
        Ask::ManyWords
    )]
    #[case::foreign_four("Nguyen Van An Binh", ["Nguyen Van An Binh", "", ""], Ask::ManyWords)]
    #[case::surname_last("Иван Иванович Сидоров", ["Сидоров", "Иван", "Иванович"], Ask::WordOrder)]
    #[case::no_surname("Мария Ивановна", ["Мария Ивановна", "", ""], Ask::WordOrder)]
    #[case::initials("Иванов И. И.", ["Иванов", "И.", "И."], Ask::Initials)]
    #[case::initials_together("Иванов И.И.", ["Иванов", "И.", "И."], Ask::Initials)]
    #[case::initials_first("И.И. Иванов", ["Иванов", "И.", "И."], Ask::Initials)]
    #[case::capitals("ИВАНОВ Иван", ["Иванов", "Иван", ""], Ask::Capitals)]
    #[case::all_capitals("САЛТЫКОВ-ЩЕДРИН ИВАН", ["Салтыков-Щедрин", "Иван", ""], Ask::Capitals)]
    #[case::capital_tail("МАМЕДОВ АЛИ ГАСАН ОГЛЫ", ["Мамедов", "Али", "Гасан оглы"], Ask::Capitals)]
    #[case::no_capitals("иванов иван", ["Иванов", "Иван", ""], Ask::Capitals)]
    #[case::capital_apostrophe("О'НИЛ Шон", ["О'Нил", "Шон", ""], Ask::Capitals)]
    #[case::two_alphabets("Иваноw Иван", ["Иваноw", "Иван", ""], Ask::Letters)]
    fn what_is_doubtful_is_asked_with_a_proposal(
        #[case] cell: &str,
        #[case] parts: [&str; 3],
        #[case] ask: Ask,
    ) {
        let read = name(cell).unwrap();
        let found = [
            &read.value.name.last,
            &read.value.name.first,
            &read.value.name.middle,
        ];
        assert_eq!(found, parts, "{cell}");
        assert_eq!(read.asks, [ask], "{cell}");
    }

    #[test]
    fn latin_letters_in_a_cyrillic_name_are_turned_and_told() {
        let read = name("Cеменoв Пётр").unwrap();
        assert_eq!(read.value.name.last, "Семенов");
        assert_eq!((read.notes, read.asks), (vec![Note::LatinLetters], vec![]));
    }

    #[rstest]
    #[case("Иванова (Петрова) Мария Ивановна", "Петрова", &[])]
    #[case("Иванова Мария Ивановна (Петрова)", "Петрова", &[])]
    #[case("Иванова Мария Ивановна (2 смена)", "", &[Ask::Brackets])]
    fn a_surname_in_brackets_is_the_former_one(
        #[case] cell: &str,
        #[case] former: &str,
        #[case] asks: &[Ask],
    ) {
        let read = name(cell).unwrap();
        assert_eq!(read.value.name.to_string(), "Иванова Мария Ивановна");
        assert_eq!(read.value.former, former);
        assert_eq!(read.asks, asks);
    }

    #[rstest]
    #[case::zero("0", Unread::NotAName)]
    #[case::number("1. Иванов Иван", Unread::NotAName)]
    #[case::initials_alone("И. И.", Unread::NotAName)]
    #[case::full_stop(".", Unread::NotAName)]
    #[case::formula("=HYPERLINK(A1)", Unread::NotAName)]
    #[case::bracket("Иванов (Петров", Unread::NotAName)]
    #[case::brackets_alone("(Петрова)", Unread::NotAName)]
    #[case::dash("-", Unread::Nothing)]
    #[case::long_dash("—", Unread::Nothing)]
    #[case::blank(" \u{A0}", Unread::Nothing)]
    fn what_is_no_name_is_refused(#[case] cell: &str, #[case] expected: Unread) {
        assert_eq!(name(cell), Err(expected), "{cell}");
    }

    #[rstest]
    #[case::surname(NamePart::Last, "Салтыков - Щедрин", "Салтыков-Щедрин", &[])]
    #[case::two_surnames(NamePart::Last, "Салтыков Щедрин", "Салтыков Щедрин", &[Ask::ManyWords])]
    #[case::particle(NamePart::Last, "де Голль", "де Голль", &[])]
    #[case::two_given(NamePart::First, "Анна Мария", "Анна Мария", &[])]
    #[case::tail(NamePart::Middle, "Гасан Оглы", "Гасан Оглы", &[])]
    #[case::initial(NamePart::First, "И.", "И.", &[Ask::Initials])]
    #[case::capitals(NamePart::Last, "ИВАНОВ", "Иванов", &[Ask::Capitals])]
    fn a_part_of_a_name_is_read_alone(
        #[case] part: NamePart,
        #[case] cell: &str,
        #[case] expected: &str,
        #[case] asks: &[Ask],
    ) {
        let read = name_part(cell, part).unwrap();
        assert_eq!(
            (read.value.as_str(), read.asks.as_slice()),
            (expected, asks)
        );
    }

    #[test]
    fn a_dash_is_no_patronymic() {
        assert_eq!(name_part("-", NamePart::Middle), Err(Unread::Nothing));
        assert_eq!(name_part("0", NamePart::Middle), Err(Unread::NotAName));
    }
}
