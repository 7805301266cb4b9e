//! Where a change is made: the sheet whose cell it changes.

use crate::ids::{JournalId, LessonId, PeriodId};
use crate::lesson::Lesson;
use crate::period::Period;
use crate::text_form::NotInVocabulary;
use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// What sheets are kept of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetKind {
    /// A lesson.
    Lesson,
    /// A period of a journal.
    Term,
}

/// What a sheet is kept of, and when that is.
#[derive(Debug, Clone, Copy)]
pub enum Occasion<'a> {
    /// A lesson.
    Lesson(&'a Lesson),
    /// A period.
    Term(&'a Period),
}

impl<'a> Occasion<'a> {
    /// The first and the last day. Who is in the group on some day of them belongs to it.
    pub fn days(self) -> (NaiveDate, NaiveDate) {
        match self {
            Self::Lesson(lesson) => (lesson.date, lesson.date),
            Self::Term(period) => (period.starts, period.ends),
        }
    }

    /// The lesson, if it is one.
    pub fn lesson(self) -> Option<&'a Lesson> {
        match self {
            Self::Lesson(lesson) => Some(lesson),
            Self::Term(_) => None,
        }
    }
}

/// A sheet of a school.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SheetId {
    /// The sheet of a lesson.
    Lesson(LessonId),
    /// The sheet of a term: what a journal holds of a whole period.
    Term {
        /// The journal.
        journal: JournalId,
        /// The period.
        period: PeriodId,
    },
}

impl SheetId {
    /// What it is kept of.
    pub fn kind(self) -> SheetKind {
        match self {
            Self::Lesson(_) => SheetKind::Lesson,
            Self::Term { .. } => SheetKind::Term,
        }
    }

    /// The lesson, if it is a lesson's.
    pub fn lesson(self) -> Option<LessonId> {
        match self {
            Self::Lesson(lesson) => Some(lesson),
            Self::Term { .. } => None,
        }
    }

    /// The period, if it is a term's.
    pub fn period(self) -> Option<PeriodId> {
        match self {
            Self::Lesson(_) => None,
            Self::Term { period, .. } => Some(period),
        }
    }
}

impl From<LessonId> for SheetId {
    fn from(lesson: LessonId) -> Self {
        Self::Lesson(lesson)
    }
}

/// How it rests in a file and in words for a log: `lesson/5`, `term/3/2`.
impl fmt::Display for SheetId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Lesson(lesson) => write!(f, "lesson/{lesson}"),
            Self::Term { journal, period } => write!(f, "term/{journal}/{period}"),
        }
    }
}

impl FromStr for SheetId {
    type Err = NotInVocabulary;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut words = text.split('/');
        let kind = words.next();
        let mut number = || words.next()?.parse().ok();
        let sheet = match kind {
            Some("lesson") => number().map(|id| Self::Lesson(LessonId(id))),
            Some("term") => number().zip(number()).map(|(journal, period)| Self::Term {
                journal: JournalId(journal),
                period: PeriodId(period),
            }),
            _ => None,
        };
        sheet
            .filter(|_| words.next().is_none())
            .ok_or_else(|| NotInVocabulary::new("sheets", text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_comes_back_from_its_text_and_its_json() {
        let term = SheetId::Term {
            journal: JournalId(3),
            period: PeriodId(-2),
        };
        let lesson = SheetId::Lesson(LessonId(5));
        for (sheet, text, json) in [
            (lesson, "lesson/5", r#"{"lesson":5}"#),
            (term, "term/3/-2", r#"{"term":{"journal":3,"period":-2}}"#),
        ] {
            assert_eq!(sheet.to_string(), text);
            assert_eq!(text.parse(), Ok(sheet));
            assert_eq!(serde_json::to_string(&sheet).unwrap(), json);
            assert_eq!(serde_json::from_str::<SheetId>(json).unwrap(), sheet);
        }
        for broken in [
            "",
            "5",
            "lesson",
            "lesson/x",
            "lesson/5/1",
            "term/3",
            "term/3/2/1",
        ] {
            assert!(broken.parse::<SheetId>().is_err(), "{broken}");
        }
    }
}
