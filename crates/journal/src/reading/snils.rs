//! СНИЛС: the number of a person's insurance account.

use super::letters::cleaned;
use super::{DASHES, Note, Read, Unread, is_nothing};

/// Up to this number check digits were not given.
const LAST_UNCHECKED: u64 = 1_001_998;
/// Leading zeros that a spreadsheet can have dropped of a number with check digits.
const LOST: usize = 2;

/// A number as it is printed, «112-233-445 95», of eleven digits however they are parted.
///
/// # Errors
/// [`Unread::Nothing`], [`Unread::NotSnils`], [`Unread::CheckDigits`].
pub fn snils(cell: &str) -> Result<Read<String>, Unread> {
    if is_nothing(cell) {
        return Err(Unread::Nothing);
    }
    let text = cleaned(cell);
    // A spreadsheet marks a text that looks like a number so.
    let text = text.trim_start_matches('\'');
    let mut digits: String = text
        .chars()
        .filter(|c| *c != ' ' && !DASHES.contains(c))
        .collect();
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(Unread::NotSnils);
    }
    // Zeros are lost where the cell was a number, which has no hyphens.
    let lost = 11_usize.saturating_sub(digits.len());
    if digits.len() > 11 || lost > LOST || (lost > 0 && digits.len() != text.len()) {
        return Err(Unread::NotSnils);
    }
    digits.insert_str(0, &"0".repeat(lost));
    let (number, check) = digits.split_at(9);
    let value: u64 = number.parse().map_err(|_| Unread::NotSnils)?;
    if value == 0 {
        return Err(Unread::NotSnils);
    }
    if value > LAST_UNCHECKED && check.parse() != Ok(check_digits(number)) {
        return Err(Unread::CheckDigits);
    }
    let (first, rest) = number.split_at(3);
    let (second, third) = rest.split_at(3);
    let mut read = Read::plain(format!("{first}-{second}-{third} {check}"));
    if lost > 0 {
        read.note(Note::ZerosPutBack);
    }
    Ok(read)
}

/// The sum of the digits, the first of the nine counted nine times, modulo 101; 100 is «00».
fn check_digits(number: &str) -> u32 {
    let weights = (1..=9).rev();
    let digits = number.chars().filter_map(|c| c.to_digit(10));
    let sum: u32 = digits
        .zip(weights)
        .map(|(digit, weight)| digit * weight)
        .sum();
    sum % 101 % 100
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use rstest::rstest;

    #[rstest]
    #[case::as_printed("112-233-445 95", "112-233-445 95")]
    #[case::all_hyphens("112-233-445-95", "112-233-445 95")]
    #[case::bare("11223344595", "112-233-445 95")]
    #[case::blanks("112 233 445-95", "112-233-445 95")]
    #[case::dashes("112–233–445\u{A0}95", "112-233-445 95")]
    #[case::text_of_a_spreadsheet("'11223344595", "112-233-445 95")]
    #[case::sum_of_a_hundred("087-654-303 00", "087-654-303 00")]
    #[case::before_check_digits("001-001-998 77", "001-001-998 77")]
    fn a_number_is_read_however_it_is_parted(#[case] cell: &str, #[case] expected: &str) {
        assert_eq!(snils(cell), Ok(Read::plain(expected.to_owned())), "{cell}");
    }

    #[test]
    fn a_zero_that_a_spreadsheet_dropped_is_put_back_and_told() {
        let read = snils("8765430300").unwrap();
        assert_eq!(read.value, "087-654-303 00");
        assert_eq!(read.notes, [Note::ZerosPutBack]);
    }

    #[rstest]
    #[case::slip("112-233-445 96", Unread::CheckDigits)]
    #[case::two_swapped("121-233-445 95", Unread::CheckDigits)]
    #[case::short("112-233-445", Unread::NotSnils)]
    #[case::hyphens_and_ten_digits("87-654-303 00", Unread::NotSnils)]
    #[case::long("112-233-445 950", Unread::NotSnils)]
    #[case::letters("112-233-44O 95", Unread::NotSnils)]
    #[case::formula("=11223344595", Unread::NotSnils)]
    #[case::zeros("000-000-000 00", Unread::NotSnils)]
    #[case::nothing(" ", Unread::Nothing)]
    #[case::dash("-", Unread::Nothing)]
    fn what_is_no_number_is_refused(#[case] cell: &str, #[case] expected: Unread) {
        assert_eq!(snils(cell), Err(expected), "{cell}");
    }

    proptest! {
        #[test]
        fn what_is_printed_reads_as_itself(number in 1_001_999_u64..1_000_000_000) {
            let number = format!("{number:09}");
            let bare = format!("{number}{:02}", check_digits(&number));
            let read = snils(&bare).unwrap();
            prop_assert_eq!(read.value.len(), 14);
            prop_assert_eq!(snils(&read.value), Ok(read));
        }
    }
}
