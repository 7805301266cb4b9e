//! Marks and the works they are given for.

use crate::ids::WorkKindId;
use crate::text_form::{NotInVocabulary, serde_by_text, vocabulary};
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A grade of the five-point scale, 1 to 5.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grade(u8);

impl Grade {
    /// The grade, if it is one of 1 to 5.
    pub fn new(value: u8) -> Option<Self> {
        (1..=5).contains(&value).then_some(Self(value))
    }

    /// 1 to 5.
    pub fn value(self) -> u8 {
        self.0
    }

    /// The grade written as one digit.
    pub fn from_digit(digit: char) -> Option<Self> {
        digit
            .to_digit(10)
            .and_then(|d| u8::try_from(d).ok())
            .and_then(Self::new)
    }
}

vocabulary! {
    /// A mark that is a word; in no average.
    pub enum MarkWord of "marks" {
        /// ОСВ, excused.
        Exempt = "exempt",
        /// ЗЧ, passed.
        Pass = "pass",
        /// НЗ, not passed.
        Fail = "fail",
        /// н/а, not attested.
        NotAttested = "not-attested",
    }
}

/// The value of a mark. Text form: `5`, `4/5`, the word of a [`MarkWord`],
/// `point:2026-11-20`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MarkValue {
    /// One grade.
    Grade(Grade),
    /// Two marks of one work, «4/5»: counts as two independent marks.
    Double(Grade, Grade),
    /// No grade, but a word.
    Word(MarkWord),
    /// «Точка»: a work is owed by this day; in no average until replaced.
    Point {
        /// The last day to hand it in.
        due: NaiveDate,
    },
}

impl MarkValue {
    /// The grades that count in an average: none, one, or two.
    pub fn grades(self) -> impl Iterator<Item = Grade> {
        let (first, second) = match self {
            Self::Grade(grade) => (Some(grade), None),
            Self::Double(first, second) => (Some(first), Some(second)),
            _ => (None, None),
        };
        first.into_iter().chain(second)
    }

    /// Whether it grades the pupil or, as a point, promises to: what first grades go without.
    pub fn is_graded(self) -> bool {
        matches!(self, Self::Point { .. }) || self.grades().next().is_some()
    }
}

impl fmt::Display for MarkValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Grade(grade) => write!(f, "{}", grade.0),
            Self::Double(first, second) => write!(f, "{}/{}", first.0, second.0),
            Self::Word(word) => f.write_str(word.word()),
            Self::Point { due } => write!(f, "point:{due}"),
        }
    }
}

impl FromStr for MarkValue {
    type Err = NotInVocabulary;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let refused = || NotInVocabulary::new("marks", text);
        if let Ok(word) = text.parse() {
            return Ok(Self::Word(word));
        }
        if let Some(due) = text.strip_prefix("point:") {
            return due
                .parse()
                .map(|due| Self::Point { due })
                .map_err(|_| refused());
        }
        let mut chars = text.chars();
        let mut grade = || chars.next().and_then(Grade::from_digit).ok_or_else(refused);
        match text.len() {
            1 => Ok(Self::Grade(grade()?)),
            3 => {
                let first = grade()?;
                if chars.next() != Some('/') {
                    return Err(refused());
                }
                let second = chars
                    .next()
                    .and_then(Grade::from_digit)
                    .ok_or_else(refused)?;
                Ok(Self::Double(first, second))
            }
            _ => Err(refused()),
        }
    }
}

/// The words of marks, as a choice in a pattern.
#[cfg(feature = "openapi")]
fn words() -> String {
    let words = MarkWord::ALL.iter().map(|word| word.word());
    words.collect::<Vec<_>>().join("|")
}

serde_by_text!(
    MarkValue,
    [
        "^([1-5](/[1-5])?|",
        &words(),
        "|point:[0-9]{4}-(02-(0[1-9]|[12][0-9])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|",
        "(0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])))$",
    ]
    .concat()
);

/// A mark for a period: one grade, or why there is none. Text form as of a [`MarkValue`], or
/// `none`: not marked yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct PeriodMark(Option<MarkValue>);

impl PeriodMark {
    /// That mark; none if a period cannot have it: a work can have two grades, or be owed.
    pub fn new(value: MarkValue) -> Option<Self> {
        let is_of_a_work = matches!(value, MarkValue::Double(..) | MarkValue::Point { .. });
        (!is_of_a_work).then_some(Self(Some(value)))
    }

    /// What it says, if anything.
    pub fn value(self) -> Option<MarkValue> {
        self.0
    }
}

impl fmt::Display for PeriodMark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            Some(value) => value.fmt(f),
            None => f.write_str("none"),
        }
    }
}

impl FromStr for PeriodMark {
    type Err = NotInVocabulary;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "none" {
            return Ok(Self(None));
        }
        Self::new(text.parse()?).ok_or_else(|| NotInVocabulary::new("period marks", text))
    }
}

serde_by_text!(PeriodMark, format!("^(none|[1-5]|{})$", words()));

/// Which work of a lesson a mark is for: its kind, and which of that kind (a lesson may hold
/// two oral answers of one pupil).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkRef {
    /// The kind of work.
    pub kind: WorkKindId,
    /// 0 for the first work of this kind in the lesson.
    #[serde(default, skip_serializing_if = "is_zero")]
    #[cfg_attr(feature = "openapi", schema(maximum = 49))]
    pub nth: u8,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(n: &u8) -> bool {
    *n == 0
}

impl fmt::Display for WorkRef {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.kind, self.nth)
    }
}

impl WorkRef {
    /// The first work of this kind.
    pub fn first(kind: WorkKindId) -> Self {
        Self { kind, nth: 0 }
    }
}

/// A kind of work with its weight and days of its own to mark it (SP14-8f).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct WorkKind {
    /// Its id within the school.
    pub id: WorkKindId,
    /// «Контрольная работа».
    pub title: String,
    /// As a column head: «Контр.».
    pub short: String,
    /// Weight of a new mark of this kind, 1 to 10.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10))]
    pub weight: u8,
    /// Days after the lesson to check and mark it, where the school allows more than the rule.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marking_days: Option<u16>,
}

/// A mark as it stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Mark {
    /// What it says.
    pub value: MarkValue,
    /// Its weight in the weighted average, 1 to 10.
    #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 10))]
    pub weight: u8,
    /// A word of the teacher to it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub comment: Option<String>,
}

impl Mark {
    /// A mark without a comment.
    pub fn new(value: MarkValue, weight: u8) -> Self {
        Self {
            value,
            weight,
            comment: None,
        }
    }
}

/// A mark and the work it is for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PlacedMark {
    /// The work.
    pub work: WorkRef,
    /// The mark.
    #[serde(flatten)]
    pub mark: Mark,
}
