//! What a teacher types into a cell, and what it means.
//!
//! `5`, `4/5`, `н`, `б`, `п`, `о12` (late by 12 minutes; `о` alone: from the bell to now), `.`
//! (a point), `осв`, `зч`, `нз`, `н/а`, `-` (present), and the letters of the school's own
//! [`CodeTable`]. Upper case is accepted.

use crate::attendance::ReasonKind;
use crate::codes::CodeTable;
use crate::mark::{MarkValue, MarkWord, PeriodMark};

/// What typed text asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Typed {
    /// `-`: present after all.
    Present,
    /// `н`: absent, nothing said about the reason.
    Absent,
    /// `б`, `п`: absent, and why, as the teacher states it.
    AbsentFor(ReasonKind),
    /// `о`, `о12`: late; without minutes, from the bell to now.
    Late(Option<u16>),
    /// A mark, or «освобождён», which an attendance column takes as attendance.
    Mark(MarkValue),
    /// `.`: a point; when it is due is asked apart.
    Point,
}

/// What the column of a cell takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ColumnKind {
    /// «Явка»: attendance, and list numbers.
    Attendance,
    /// A work: marks, and the letters of attendance, but no minus, which reads like «5−».
    Marks,
    /// A lesson of a journal: both, for there is no other cell.
    Both,
    /// A period of a journal: one grade, or why there is none.
    Period,
}

impl ColumnKind {
    /// Whether it understands it at all, whatever its lesson is.
    pub fn takes(self, typed: Typed) -> bool {
        let is_of_period =
            || matches!(typed, Typed::Mark(value) if PeriodMark::new(value).is_some());
        self != Self::Period || is_of_period()
    }
}

/// The cell that is typed into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CellKind {
    /// Its column.
    pub column: ColumnKind,
    /// Whether the lesson is going on: only then a bell tells how late somebody is.
    pub is_running: bool,
    /// The length of the lesson in minutes: nobody is later than that.
    pub minutes: u16,
    /// As many as can have passed of it: nobody is later yet.
    pub passed: u16,
}

impl CellKind {
    /// The same when the lesson is over.
    #[must_use]
    pub fn when_over(self) -> Self {
        let passed = self.minutes;
        Self { passed, ..self }
    }

    fn takes(self, typed: Typed) -> bool {
        if self.column == ColumnKind::Period {
            return self.column.takes(typed);
        }
        match typed {
            Typed::Absent
            | Typed::AbsentFor(_)
            | Typed::Mark(MarkValue::Word(MarkWord::Exempt)) => true,
            Typed::Late(None) => self.is_running,
            Typed::Late(Some(minutes)) => (1..=self.minutes.min(self.passed)).contains(&minutes),
            Typed::Present => self.column != ColumnKind::Marks,
            Typed::Mark(_) | Typed::Point => self.column != ColumnKind::Attendance,
        }
    }
}

/// What text means in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reading {
    /// What it enters as it stands, if it is a code.
    pub value: Option<Typed>,
    /// Whether it begins a longer code.
    pub grows: bool,
}

/// The table whose letters every school understands, whatever its own says.
const COMMON: &str = "dnevnik";

/// The vocabulary of a school: the common letters and those of its table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notation(Vec<(String, Typed)>);

impl Notation {
    /// The letters that every school understands.
    pub fn common() -> Self {
        let mut notation = Self(vec![("-".to_owned(), Typed::Present)]);
        if let Some(table) = CodeTable::shipped(COMMON) {
            notation.learn(&table);
        }
        notation
    }

    /// The vocabulary of a school with this table; a common letter keeps its meaning.
    pub fn new(table: &CodeTable) -> Self {
        let mut notation = Self::common();
        notation.learn(table);
        notation
    }

    fn learn(&mut self, table: &CodeTable) {
        let words = [
            (&table.absent, Typed::Absent),
            (&table.illness, Typed::AbsentFor(ReasonKind::Illness)),
            (&table.valid, Typed::AbsentFor(ReasonKind::Valid)),
            (&table.invalid, Typed::AbsentFor(ReasonKind::Invalid)),
            (&table.late, Typed::Late(None)),
            (
                &table.exempt,
                Typed::Mark(MarkValue::Word(MarkWord::Exempt)),
            ),
            (&table.pass, Typed::Mark(MarkValue::Word(MarkWord::Pass))),
            (&table.fail, Typed::Mark(MarkValue::Word(MarkWord::Fail))),
            (
                &table.not_attested,
                Typed::Mark(MarkValue::Word(MarkWord::NotAttested)),
            ),
            (&table.point, Typed::Point),
        ];
        let words = words.map(|(word, typed)| (word.to_lowercase(), typed));
        self.0.extend(words);
    }

    /// Reads what was typed into a cell: the first word that it is, or begins with a late one and
    /// goes on with minutes; else grades.
    pub fn read(&self, text: &str, cell: CellKind) -> Reading {
        let text = text.to_lowercase();
        let first = grade(text.strip_suffix('/').unwrap_or(&text));
        let begins_double = matches!(first, Some(MarkValue::Grade(_)));
        let takes_two = matches!(cell.column, ColumnKind::Marks | ColumnKind::Both);
        let mut grows = begins_double && takes_two;
        let mut value = None;
        for (word, typed) in &self.0 {
            let is_late = *typed == Typed::Late(None) && cell.column != ColumnKind::Period;
            let begins = word.len() > text.len() && word.starts_with(&text);
            grows |= begins && (is_late || cell.takes(*typed));
            let Some(rest) = text.strip_prefix(word.as_str()) else {
                continue;
            };
            let is_minutes = is_late && rest.bytes().all(|byte| byte.is_ascii_digit());
            grows |= is_minutes && goes_on(rest, cell);
            value = value.or(match rest {
                "" => Some(*typed),
                _ if is_minutes => rest.parse().ok().map(|late| Typed::Late(Some(late))),
                _ => None,
            });
        }
        let value = value.or_else(|| grade(&text).map(Typed::Mark));
        Reading {
            value: value.filter(|typed| cell.takes(*typed)),
            grows,
        }
    }
}

/// Whether one more digit still says minutes of this lesson.
fn goes_on(digits: &str, cell: CellKind) -> bool {
    let tens = digits.parse::<u16>().map_or(0, |minutes| minutes * 10);
    digits.len() < 2 && tens <= cell.minutes
}

/// A grade, or two.
fn grade(text: &str) -> Option<MarkValue> {
    let value: MarkValue = text.parse().ok()?;
    value.grades().next().map(|_| value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    const CELL: CellKind = CellKind {
        column: ColumnKind::Both,
        is_running: true,
        minutes: 45,
        passed: 45,
    };

    fn read_in(table: &str, text: &str, cell: CellKind) -> Reading {
        Notation::new(&CodeTable::shipped(table).unwrap()).read(text, cell)
    }

    fn grade(text: &str) -> Typed {
        Typed::Mark(text.parse().unwrap())
    }

    #[rstest]
    #[case("н", Some(Typed::Absent), true)]
    #[case("Н", Some(Typed::Absent), true)]
    #[case("б", Some(Typed::AbsentFor(ReasonKind::Illness)), false)]
    #[case("п", Some(Typed::AbsentFor(ReasonKind::Valid)), false)]
    #[case("о", Some(Typed::Late(None)), true)]
    #[case("о1", Some(Typed::Late(Some(1))), true)]
    #[case("О5", Some(Typed::Late(Some(5))), false)]
    #[case("о12", Some(Typed::Late(Some(12))), false)]
    #[case("о0", None, true)]
    #[case("о46", None, false)]
    #[case("о99999", None, false)]
    #[case("-", Some(Typed::Present), false)]
    #[case(".", Some(Typed::Point), false)]
    #[case("5", Some(grade("5")), true)]
    #[case("4/", None, true)]
    #[case("4/5", Some(grade("4/5")), false)]
    #[case("4/6", None, false)]
    #[case("4/5/5", None, false)]
    #[case("осв", Some(grade("exempt")), false)]
    #[case("ос", None, true)]
    #[case("ЗЧ", Some(grade("pass")), false)]
    #[case("з", None, true)]
    #[case("нз", Some(grade("fail")), false)]
    #[case("н/", None, true)]
    #[case("н/а", Some(grade("not-attested")), false)]
    #[case("6", None, false)]
    #[case("0", None, false)]
    #[case("55", None, false)]
    #[case("щ", None, false)]
    fn typed_text(#[case] text: &str, #[case] value: Option<Typed>, #[case] grows: bool) {
        assert_eq!(read_in("dnevnik", text, CELL), Reading { value, grows });
    }

    #[rstest]
    #[case::no_marks(ColumnKind::Attendance, "5", None, false)]
    #[case::no_way_to_a_mark(ColumnKind::Attendance, "з", None, false)]
    #[case::absent_is_all_there_is(ColumnKind::Attendance, "н", Some(Typed::Absent), false)]
    #[case::exempt_from_the_lesson(ColumnKind::Attendance, "осв", Some(grade("exempt")), false)]
    #[case::no_point(ColumnKind::Attendance, ".", None, false)]
    #[case::present(ColumnKind::Attendance, "-", Some(Typed::Present), false)]
    #[case::no_minus(ColumnKind::Marks, "-", None, false)]
    #[case::absent_in_marks(ColumnKind::Marks, "н", Some(Typed::Absent), true)]
    #[case::one_grade(ColumnKind::Period, "5", Some(grade("5")), false)]
    #[case::not_two(ColumnKind::Period, "4/", None, false)]
    #[case::nobody_is_absent_a_quarter(ColumnKind::Period, "н", None, true)]
    #[case::not_attested(ColumnKind::Period, "н/а", Some(grade("not-attested")), false)]
    #[case::exempt_from_it(ColumnKind::Period, "осв", Some(grade("exempt")), false)]
    #[case::late_for_none(ColumnKind::Period, "о", None, true)]
    #[case::nor_by_minutes(ColumnKind::Period, "о1", None, false)]
    #[case::not_owed(ColumnKind::Period, ".", None, false)]
    #[case::not_present(ColumnKind::Period, "-", None, false)]
    #[case::not_ill(ColumnKind::Period, "б", None, false)]
    fn each_column_takes_its_own(
        #[case] column: ColumnKind,
        #[case] text: &str,
        #[case] value: Option<Typed>,
        #[case] grows: bool,
    ) {
        let cell = CellKind { column, ..CELL };
        assert_eq!(read_in("dnevnik", text, cell), Reading { value, grows });
    }

    #[test]
    fn without_a_bell_late_waits_for_its_minutes() {
        let cell = CellKind {
            is_running: false,
            ..CELL
        };
        let read = |text| read_in("dnevnik", text, cell);
        assert_eq!((read("о").value, read("о").grows), (None, true));
        assert_eq!(read("о7").value, Some(Typed::Late(Some(7))));
    }

    #[rstest]
    #[case("уп", Typed::AbsentFor(ReasonKind::Valid))]
    #[case("нп", Typed::AbsentFor(ReasonKind::Invalid))]
    #[case("от", Typed::Absent)]
    #[case("оп7", Typed::Late(Some(7)))]
    #[case("н", Typed::Absent)]
    fn the_schools_own_letters(#[case] text: &str, #[case] expected: Typed) {
        assert_eq!(read_in("sgo", text, CELL).value, Some(expected));
    }

    #[test]
    fn what_a_cell_shows_is_what_reads_it() {
        for name in ["dnevnik", "sgo"] {
            let table = CodeTable::shipped(name).unwrap();
            for value in ["5", "2/3", "exempt", "pass", "fail", "not-attested"] {
                let value: MarkValue = value.parse().unwrap();
                let read = read_in(name, &table.mark(value), CELL);
                assert_eq!(read.value, Some(Typed::Mark(value)));
            }
        }
    }
}
