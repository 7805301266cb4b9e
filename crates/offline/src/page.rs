//! The pages that are kept.

#![expect(
    missing_docs,
    reason = "fields that say by name and type what they are"
)]

mod list;

pub use list::{ListKey, ListPage};

use chrono::NaiveDate;
use journal::{Cell, ClassId, JournalId, LessonId, PeriodId, PersonName, SheetId, Timestamp};
use std::collections::BTreeMap;
use std::fmt;

/// Which page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PageKey {
    /// «Сегодня» of a day.
    Today(NaiveDate),
    /// «Урок».
    Lesson(LessonId),
    /// «Журнал» over a period; none: the period the server takes for now.
    Journal(JournalId, Option<PeriodId>),
    /// «Класс» through the week of a Monday.
    Class(ClassId, NaiveDate),
    /// A page that only the server composes.
    List(ListKey),
}

impl fmt::Display for PageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Today(date) => write!(f, "today/{date}"),
            Self::Lesson(lesson) => write!(f, "lesson/{lesson}"),
            Self::Journal(journal, Some(period)) => write!(f, "journal/{journal}/{period}"),
            Self::Journal(journal, None) => write!(f, "journal/{journal}"),
            Self::Class(class, monday) => write!(f, "class/{class}/{monday}"),
            Self::List(page) => write!(f, "list/{}", page.path()),
        }
    }
}

impl PageKey {
    /// Where the server has it.
    pub(crate) fn path(self) -> String {
        match self {
            Self::Today(date) => format!("today?date={date}"),
            Self::Lesson(lesson) => format!("lessons/{lesson}"),
            Self::Journal(journal, None) => format!("journals/{journal}"),
            Self::Journal(journal, Some(period)) => format!("journals/{journal}?period={period}"),
            Self::Class(class, monday) => format!("classes/{class}/week?day={monday}"),
            Self::List(page) => page.path(),
        }
    }

    /// Whether nothing tells that the page has changed: it is asked for anew when one comes to it
    /// and while one works on it.
    pub fn may_be_old_unsaid(self) -> bool {
        matches!(self, Self::List(key) if key.may_be_old_unsaid())
    }

    /// The key that [`fmt::Display`] wrote. Of pages that only the server composes nobody asks: they
    /// are fetched anew whenever one is opened.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let (kind, rest) = text.split_once('/')?;
        match kind {
            "today" => rest.parse().ok().map(Self::Today),
            "lesson" => rest.parse().ok().map(|id| Self::Lesson(LessonId(id))),
            "class" => {
                let (class, monday) = rest.split_once('/')?;
                let class = ClassId(class.parse().ok()?);
                Some(Self::Class(class, monday.parse().ok()?))
            }
            "journal" => match rest.split_once('/') {
                None => rest
                    .parse()
                    .ok()
                    .map(|id| Self::Journal(JournalId(id), None)),
                Some((id, period)) => Some(Self::Journal(
                    JournalId(id.parse().ok()?),
                    Some(PeriodId(period.parse().ok()?)),
                )),
            },
            _ => None,
        }
    }
}

/// A page with our unsettled changes on top, as it belongs on the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cached<T> {
    pub page: T,
    /// When the server gave it, by the server's clock.
    pub fetched_at: Timestamp,
    /// Something it shows has changed in a way only the server can compose.
    pub stale: bool,
    /// Who else has written what stands in a cell, where the feed has told it since then.
    pub writers: Writers,
}

/// Others by the cells in which they have written last.
pub type Writers = BTreeMap<(SheetId, Cell), PersonName>;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_come_back_from_their_text() {
        let date = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
        for key in [
            PageKey::Today(date),
            PageKey::Lesson(LessonId(99_120)),
            PageKey::Class(ClassId(5), date),
            PageKey::Journal(JournalId(7), None),
            PageKey::Journal(JournalId(7), Some(PeriodId(2))),
        ] {
            assert_eq!(PageKey::parse(&key.to_string()), Some(key));
        }
        assert_eq!(PageKey::parse("lesson/x"), None);
        assert_eq!(PageKey::parse("elsewhere"), None);
    }
}
