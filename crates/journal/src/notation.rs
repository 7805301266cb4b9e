//! What a teacher types into a cell, and what it means.
//!
//! `5`, `4/5`, `н`, `б`, `п`, `о12` (late by 12 minutes; `о` alone: from the bell to now), `.`
//! (a point), `осв`, `зч`, `нз`, `н/а`, `-` (present), and the letters of the school's own
//! [`CodeTable`]. Upper case is accepted.

use crate::attendance::ReasonKind;
use crate::codes::CodeTable;
use crate::mark::{Grade, MarkValue};

/// What typed text asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// `-`: present after all.
    Present,
    /// `н`: absent, nothing said about the reason.
    Absent,
    /// `б`, `п`: absent, and why, as the teacher states it.
    AbsentFor(ReasonKind),
    /// `о`, `о12`: late.
    Late(Option<u16>),
    /// A mark, or «освобождён», which an attendance column takes as attendance.
    Mark(MarkValue),
    /// `.`: a point; when it is due is asked apart.
    Point,
}

/// Why typed text is not understood.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotUnderstood {
    /// It may yet become something: `4/`, `ос`.
    #[error("not complete yet")]
    Incomplete,
    /// Nothing in the vocabulary begins so.
    #[error("not in the vocabulary")]
    Unknown,
}

/// The letters every school understands, whatever its own table says.
const COMMON: [(&str, Typed); 9] = [
    ("н", Typed::Absent),
    ("б", Typed::AbsentFor(ReasonKind::Illness)),
    ("п", Typed::AbsentFor(ReasonKind::Valid)),
    ("-", Typed::Present),
    (".", Typed::Point),
    ("осв", Typed::Mark(MarkValue::Exempt)),
    ("зч", Typed::Mark(MarkValue::Pass)),
    ("нз", Typed::Mark(MarkValue::Fail)),
    ("н/а", Typed::Mark(MarkValue::NotAttested)),
];

/// The vocabulary of a school: the common letters and those of its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notation {
    words: Vec<(String, Typed)>,
    late: Vec<String>,
}

impl Notation {
    /// The letters that every school understands.
    pub fn common() -> Self {
        Self {
            words: COMMON
                .iter()
                .map(|(word, typed)| ((*word).to_owned(), *typed))
                .collect(),
            late: vec!["о".to_owned()],
        }
    }

    /// The vocabulary of a school with this table.
    pub fn new(table: &CodeTable) -> Self {
        let mut notation = Self::common();
        let own = [
            (&table.absent, Typed::Absent),
            (&table.illness, Typed::AbsentFor(ReasonKind::Illness)),
            (&table.valid, Typed::AbsentFor(ReasonKind::Valid)),
            (&table.invalid, Typed::AbsentFor(ReasonKind::Invalid)),
            (&table.exempt, Typed::Mark(MarkValue::Exempt)),
            (&table.pass, Typed::Mark(MarkValue::Pass)),
            (&table.fail, Typed::Mark(MarkValue::Fail)),
            (&table.not_attested, Typed::Mark(MarkValue::NotAttested)),
            (&table.point, Typed::Point),
        ];
        for (word, typed) in own {
            if !notation.words.iter().any(|(known, _)| known == word) {
                notation.words.push((word.to_lowercase(), typed));
            }
        }
        if !notation.late.contains(&table.late) {
            notation.late.push(table.late.to_lowercase());
        }
        notation
    }

    /// Reads typed text.
    ///
    /// # Errors
    /// [`NotUnderstood::Incomplete`] while more typing may complete it, else `Unknown`.
    pub fn read(&self, text: &str) -> Result<Typed, NotUnderstood> {
        let text = text.trim().to_lowercase();
        if text.is_empty() {
            return Err(NotUnderstood::Incomplete);
        }
        if let Some((_, typed)) = self.words.iter().find(|(word, _)| *word == text) {
            return Ok(*typed);
        }
        if let Some(minutes) = self.late_digits(&text) {
            return match minutes {
                "" => Ok(Typed::Late(None)),
                _ => match minutes.parse() {
                    Ok(minutes) => Ok(Typed::Late(Some(minutes))),
                    Err(_) => Err(NotUnderstood::Unknown),
                },
            };
        }
        if self.begins_a_word(&text) {
            return Err(NotUnderstood::Incomplete);
        }
        read_grades(&text)
    }

    /// Whether more typing could still make another thing of `text`: `5` may become `5/4`, `н`
    /// may become `нз`, `о` may get minutes; `б` cannot grow.
    pub fn may_grow(&self, text: &str) -> bool {
        let text = text.trim().to_lowercase();
        if self.begins_a_word(&text) {
            return true;
        }
        if let Some(minutes) = self.late_digits(&text) {
            return minutes.len() < 2;
        }
        matches!(
            read_grades(&text),
            Ok(Typed::Mark(MarkValue::Grade(_))) | Err(NotUnderstood::Incomplete)
        )
    }

    fn begins_a_word(&self, text: &str) -> bool {
        let words = self.words.iter().map(|(word, _)| word).chain(&self.late);
        words
            .into_iter()
            .any(|word| word != text && word.starts_with(text))
    }

    fn late_digits<'a>(&self, text: &'a str) -> Option<&'a str> {
        self.late
            .iter()
            .filter_map(|late| text.strip_prefix(late.as_str()))
            .find(|rest| rest.chars().all(|c| c.is_ascii_digit()))
    }
}

fn read_grades(text: &str) -> Result<Typed, NotUnderstood> {
    let mut chars = text.chars();
    let first = chars
        .next()
        .and_then(Grade::from_digit)
        .ok_or(NotUnderstood::Unknown)?;
    match (chars.next(), chars.next(), chars.next()) {
        (None, ..) => Ok(Typed::Mark(MarkValue::Grade(first))),
        (Some('/'), None, _) => Err(NotUnderstood::Incomplete),
        (Some('/'), Some(second), None) => Grade::from_digit(second)
            .map(|second| Typed::Mark(MarkValue::Double(first, second)))
            .ok_or(NotUnderstood::Unknown),
        _ => Err(NotUnderstood::Unknown),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn read(table: &str, text: &str) -> Result<Typed, NotUnderstood> {
        Notation::new(&CodeTable::shipped(table).unwrap()).read(text)
    }

    fn grade(text: &str) -> Typed {
        Typed::Mark(text.parse().unwrap())
    }

    #[rstest]
    #[case("н", Ok(Typed::Absent))]
    #[case("Н", Ok(Typed::Absent))]
    #[case("б", Ok(Typed::AbsentFor(ReasonKind::Illness)))]
    #[case("п", Ok(Typed::AbsentFor(ReasonKind::Valid)))]
    #[case("о", Ok(Typed::Late(None)))]
    #[case("о12", Ok(Typed::Late(Some(12))))]
    #[case("О5", Ok(Typed::Late(Some(5))))]
    #[case("-", Ok(Typed::Present))]
    #[case(".", Ok(Typed::Point))]
    #[case("5", Ok(grade("5")))]
    #[case("1", Ok(grade("1")))]
    #[case("4/5", Ok(grade("4/5")))]
    #[case("осв", Ok(grade("exempt")))]
    #[case("ЗЧ", Ok(grade("pass")))]
    #[case("нз", Ok(grade("fail")))]
    #[case("н/а", Ok(grade("not-attested")))]
    #[case("4/", Err(NotUnderstood::Incomplete))]
    #[case("ос", Err(NotUnderstood::Incomplete))]
    #[case("з", Err(NotUnderstood::Incomplete))]
    #[case("", Err(NotUnderstood::Incomplete))]
    #[case("6", Err(NotUnderstood::Unknown))]
    #[case("0", Err(NotUnderstood::Unknown))]
    #[case("55", Err(NotUnderstood::Unknown))]
    #[case("4/6", Err(NotUnderstood::Unknown))]
    #[case("4/5/5", Err(NotUnderstood::Unknown))]
    #[case("щ", Err(NotUnderstood::Unknown))]
    #[case("о99999", Err(NotUnderstood::Unknown))]
    fn typed_text(#[case] text: &str, #[case] expected: Result<Typed, NotUnderstood>) {
        assert_eq!(read("dnevnik", text), expected);
    }

    #[rstest]
    #[case("уп", Typed::AbsentFor(ReasonKind::Valid))]
    #[case("нп", Typed::AbsentFor(ReasonKind::Invalid))]
    #[case("от", Typed::Absent)]
    #[case("оп7", Typed::Late(Some(7)))]
    #[case("н", Typed::Absent)]
    fn the_schools_own_letters(#[case] text: &str, #[case] expected: Typed) {
        assert_eq!(read("sgo", text), Ok(expected));
    }

    #[rstest]
    #[case("н", true)]
    #[case("б", false)]
    #[case("п", false)]
    #[case("о", true)]
    #[case("о1", true)]
    #[case("о12", false)]
    #[case("5", true)]
    #[case("4/5", false)]
    #[case(".", false)]
    #[case("зч", false)]
    fn what_may_grow(#[case] text: &str, #[case] grows: bool) {
        let notation = Notation::new(&CodeTable::shipped("dnevnik").unwrap());
        assert_eq!(notation.may_grow(text), grows);
    }

    #[test]
    fn what_a_cell_shows_is_what_reads_it() {
        for table in ["dnevnik", "sgo"] {
            let table = CodeTable::shipped(table).unwrap();
            let notation = Notation::new(&table);
            for value in ["5", "2/3", "exempt", "pass", "fail", "not-attested"] {
                let value: MarkValue = value.parse().unwrap();
                assert_eq!(notation.read(&table.mark(value)), Ok(Typed::Mark(value)));
            }
        }
    }
}
