//! One of two, by the words that tables use.

use super::letters::cleaned;
use super::{Note, Read, Unread, is_nothing};
use crate::person::Sex;

/// A sex: «м», «муж.», «женский», 1 and 2.
///
/// # Errors
/// [`Unread::Nothing`], [`Unread::NoSuchWord`].
pub fn sex(cell: &str) -> Result<Read<Sex>, Unread> {
    if is_nothing(cell) {
        return Err(Unread::Nothing);
    }
    let word = cleaned(cell).to_lowercase();
    let sex = match word.trim_end_matches('.') {
        "м" | "муж" | "мужской" | "мужчина" | "мальчик" | "m" | "male" | "1" => {
            Sex::Male
        }
        "ж" | "жен" | "женский" | "женщина" | "девочка" | "f" | "female" | "2" => {
            Sex::Female
        }
        _ => return Err(Unread::NoSuchWord),
    };
    let mut read = Read::plain(sex);
    if word.starts_with(|c: char| c.is_ascii_digit()) {
        read.note(Note::SexNumber);
    }
    Ok(read)
}

/// Whether it is so: «+», «да», 1; «нет», 0, and a dash that stands alone.
///
/// # Errors
/// [`Unread::Nothing`] of a blank cell, [`Unread::NoSuchWord`].
pub fn yes(cell: &str) -> Result<Read<bool>, Unread> {
    let word = cleaned(cell).to_lowercase();
    let yes = match word.as_str() {
        "" => return Err(Unread::Nothing),
        "+" | "да" | "1" | "есть" | "истина" | "yes" | "y" | "true" | "v" | "✓" | "✔" | "☑" => {
            true
        }
        "нет" | "0" | "ложь" | "no" | "n" | "false" | "☐" => false,
        _ if is_nothing(cell) => false,
        _ => return Err(Unread::NoSuchWord),
    };
    Ok(Read::plain(yes))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("м", Ok(Sex::Male))]
    #[case("Муж.", Ok(Sex::Male))]
    #[case(" мужской ", Ok(Sex::Male))]
    #[case("Ж", Ok(Sex::Female))]
    #[case("жен", Ok(Sex::Female))]
    #[case("ЖЕНСКИЙ", Ok(Sex::Female))]
    #[case("", Err(Unread::Nothing))]
    #[case("-", Err(Unread::Nothing))]
    #[case("3", Err(Unread::NoSuchWord))]
    #[case("х", Err(Unread::NoSuchWord))]
    fn a_sex_is_read_by_its_words(#[case] cell: &str, #[case] expected: Result<Sex, Unread>) {
        assert_eq!(sex(cell), expected.map(Read::plain), "{cell:?}");
    }

    #[rstest]
    #[case("1", Sex::Male)]
    #[case("2", Sex::Female)]
    fn a_sex_said_by_number_is_noted(#[case] cell: &str, #[case] expected: Sex) {
        let read = sex(cell).unwrap();
        assert_eq!((read.value, read.notes), (expected, vec![Note::SexNumber]));
    }

    #[rstest]
    #[case("+", Ok(true))]
    #[case("Да", Ok(true))]
    #[case("1", Ok(true))]
    #[case("нет", Ok(false))]
    #[case("0", Ok(false))]
    #[case("–", Ok(false))]
    #[case("  ", Err(Unread::Nothing))]
    #[case("возможно", Err(Unread::NoSuchWord))]
    fn yes_is_read_by_its_words(#[case] cell: &str, #[case] expected: Result<bool, Unread>) {
        assert_eq!(yes(cell), expected.map(Read::plain), "{cell:?}");
    }
}
