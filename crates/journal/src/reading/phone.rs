//! Phone numbers.

use super::letters::cleaned;
use super::{DASHES, Read, Unread, is_nothing};
use std::fmt;

/// A phone number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phone {
    /// With the code of its country: «+79161234567».
    pub number: String,
    /// What is said beside it: «мама», «доб. 12»; may be empty.
    pub remark: String,
}

impl fmt::Display for Phone {
    /// «+79161234567 мама».
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.number)?;
        if self.remark.is_empty() {
            return Ok(());
        }
        write!(f, " {}", self.remark)
    }
}

/// Words before the number of an extension.
const EXTENSIONS: [&str; 3] = ["доб", "вн", "ext"];

/// The phone numbers of a cell, parted by commas, semicolons, slashes, lines or blanks.
///
/// # Errors
/// [`Unread::Nothing`]; [`Unread::NotAPhone`], if one of them cannot be read.
pub fn phones(cell: &str) -> Result<Read<Vec<Phone>>, Unread> {
    if is_nothing(cell) {
        return Err(Unread::Nothing);
    }
    let mut phones = Vec::new();
    for part in cell.split([',', ';', '/', '\n']) {
        let part = cleaned(part);
        if part.is_empty() {
            continue;
        }
        let found = one(&part).map(|phone| vec![phone]).or_else(|| two(&part));
        phones.extend(found.ok_or(Unread::NotAPhone)?);
    }
    if phones.is_empty() {
        return Err(Unread::NotAPhone);
    }
    Ok(Read::plain(phones))
}

/// Two numbers with only a blank between them.
fn two(part: &str) -> Option<Vec<Phone>> {
    let blanks = part.match_indices(' ');
    let mut pairs = blanks.map(|(at, _)| part.split_at(at));
    pairs.find_map(|(first, second)| Some(vec![one(first)?, one(second.trim())?]))
}

fn one(part: &str) -> Option<Phone> {
    let part = part.trim_start_matches('\'');
    let lower = part.to_lowercase();
    let extension = EXTENSIONS.iter().filter_map(|word| lower.find(word)).min();
    // The same place in both: small letters of these alphabets are as long as capitals.
    let (part, extension) = match extension {
        Some(at) => part.split_at_checked(at)?,
        None => (part, ""),
    };
    let (mut digits, mut remark) = (String::new(), Vec::new());
    for word in part.split(' ').filter(|word| !word.is_empty()) {
        if word.contains(char::is_alphabetic) {
            if word.contains(|c: char| c.is_ascii_digit()) {
                return None;
            }
            remark.push(word.trim_matches(['(', ')', ':']));
        } else {
            digits.push_str(word);
        }
    }
    if !extension.is_empty() {
        remark.push(extension.trim());
    }
    Some(Phone {
        number: number(&digits)?,
        remark: remark.join(" "),
    })
}

/// A number of Russia with its ten digits, the 8 or 7 before them or not; of another country with
/// its plus.
fn number(text: &str) -> Option<String> {
    let (text, abroad) = match text.strip_prefix('+') {
        Some(text) => (text, true),
        None => (text, false),
    };
    let part = |c: char| matches!(c, '(' | ')' | '.') || DASHES.contains(&c);
    let digits: String = text.chars().filter(|c| !part(*c)).collect();
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let ten = match (digits.len(), abroad) {
        (11, true) => digits.strip_prefix('7'),
        (11, false) => digits.strip_prefix(['7', '8']),
        (10, false) => Some(digits.as_str()),
        _ => None,
    };
    // Codes of towns and of mobile networks begin so; behind 79 and 89 a digit was left out.
    let ten = ten.filter(|ten| {
        let cut_short = ten.starts_with("79") || ten.starts_with("89");
        ten.starts_with(['3', '4', '6', '7', '8', '9']) && !cut_short
    });
    match ten {
        Some(ten) => Some(format!("+7{ten}")),
        None => (abroad && !digits.starts_with(['0', '7']) && (8..=15).contains(&digits.len()))
            .then(|| format!("+{digits}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::eight("8 916 123-45-67", &[("+79161234567", "")])]
    #[case::plus_seven("+7 (916) 123-45-67", &[("+79161234567", "")])]
    #[case::bare("89161234567", &[("+79161234567", "")])]
    #[case::ten_digits("9161234567", &[("+79161234567", "")])]
    #[case::town("8(496)541-23-45", &[("+74965412345", "")])]
    #[case::dots("8.916.123.45.67", &[("+79161234567", "")])]
    #[case::no_break_blanks("8\u{A0}916\u{A0}1234567", &[("+79161234567", "")])]
    #[case::text_of_a_spreadsheet("'+79161234567", &[("+79161234567", "")])]
    #[case::two("89161234567, 8-926-765-43-21", &[("+79161234567", ""), ("+79267654321", "")])]
    #[case::two_lines("89161234567\n89267654321", &[("+79161234567", ""), ("+79267654321", "")])]
    #[case::two_with_a_blank(
        "8 916 123 45 67 8 926 765 43 21",
        &[("+79161234567", ""), ("+79267654321", "")]
    )]
    #[case::whose("89161234567 (мама)", &[("+79161234567", "мама")])]
    #[case::whose_before("мама: 8 916 123 45 67", &[("+79161234567", "мама")])]
    #[case::extension("8 (496) 541-23-45 доб. 12", &[("+74965412345", "доб. 12")])]
    #[case::abroad("+375 29 123-45-67", &[("+375291234567", "")])]
    fn phones_are_read_as_people_write_them(#[case] cell: &str, #[case] expected: &[(&str, &str)]) {
        let read = phones(cell).unwrap();
        let found = read.value.iter();
        let found: Vec<_> = found
            .map(|phone| (phone.number.as_str(), phone.remark.as_str()))
            .collect();
        assert_eq!(found, expected, "{cell}");
    }

    #[rstest]
    #[case::no_town("541-23-45", Unread::NotAPhone)]
    #[case::short("8916123456", Unread::NotAPhone)]
    #[case::long("891612345678", Unread::NotAPhone)]
    #[case::plus_of_russia_cut_short("+7916123456", Unread::NotAPhone)]
    #[case::words("нет телефона", Unread::NotAPhone)]
    #[case::formula("=1+1", Unread::NotAPhone)]
    #[case::second_is_wrong("89161234567, 12-34", Unread::NotAPhone)]
    #[case::only_commas(",;", Unread::NotAPhone)]
    #[case::dash("—", Unread::Nothing)]
    fn what_is_no_phone_is_refused(#[case] cell: &str, #[case] expected: Unread) {
        assert_eq!(phones(cell), Err(expected), "{cell}");
    }
}
