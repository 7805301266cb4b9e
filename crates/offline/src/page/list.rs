//! Pages that only the server composes: lists and logs. Nothing that a person types changes one
//! before the server has answered. What a kind of page is asked and kept
//! by is described here.

use journal::register::{RecordKind, Register};
use journal::view::{AccessLogPage, AccountsPage, JournalsPage, RecordsPage, RegisterPage};
use journal::{LessonId, PeriodId};
use protocol::LessonLog;

/// Which of these pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ListKey {
    /// «Журналы» over a period; none: the period the server takes for now.
    Journals(Option<PeriodId>),
    /// What went into a lesson, oldest first.
    LessonLog(LessonId),
    /// «Учётные записи».
    Accounts,
    /// «Журнал доступа», its newest entries.
    AccessLog,
    /// «Справочники»: the kinds of records that one may read.
    Register,
    /// The records of a kind.
    Records(RecordKind),
}

/// One of these pages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ListPage {
    /// The journals that one may read.
    Journals(JournalsPage),
    /// The log of a lesson, as much as the server gives at once.
    LessonLog(LessonLog),
    /// The accounts that one may see.
    Accounts(AccountsPage),
    /// The newest entries of the access log.
    AccessLog(AccessLogPage),
    /// The kinds of records that one may read.
    Register(RegisterPage),
    /// The records of a kind, and the register as far as they show it.
    Records(RecordsPage, Register),
}

impl ListKey {
    /// Where the server has it.
    pub(crate) fn path(self) -> String {
        match self {
            Self::Journals(None) => "journals".to_owned(),
            Self::Journals(Some(period)) => format!("journals?period={period}"),
            Self::LessonLog(lesson) => format!("lessons/{lesson}/log"),
            Self::Accounts => "accounts".to_owned(),
            Self::AccessLog => "access-log".to_owned(),
            Self::Register => "register".to_owned(),
            Self::Records(kind) => format!("register/{kind}"),
        }
    }

    /// What is the same of it for every period and every lesson.
    pub fn kind(self) -> String {
        match self {
            Self::Journals(_) => "journals".to_owned(),
            Self::LessonLog(_) => "lesson-log".to_owned(),
            Self::Accounts | Self::AccessLog | Self::Register | Self::Records(_) => self.path(),
        }
    }

    /// Where the pages are that a change in some lesson may make old: patterns of their paths.
    pub(crate) const AGED_BY_ANY_LESSON: [&str; 2] = ["journals", "lessons/*/log"];

    /// Where the pages are that a change in this lesson makes old: beginnings of their paths.
    pub(crate) fn aged_by(lesson: LessonId) -> [String; 2] {
        ["journals".to_owned(), Self::LessonLog(lesson).path()]
    }

    /// Whether neither a change of a journal nor an amendment says that it is old.
    pub(crate) fn is_told_by_nobody(self) -> bool {
        matches!(self, Self::Accounts | Self::AccessLog)
    }

    /// The page in what the server sent.
    pub(crate) fn read(self, body: &[u8]) -> Result<ListPage, serde_json::Error> {
        Ok(match self {
            Self::Journals(_) => ListPage::Journals(serde_json::from_slice(body)?),
            Self::LessonLog(_) => ListPage::LessonLog(serde_json::from_slice(body)?),
            Self::Accounts => ListPage::Accounts(serde_json::from_slice(body)?),
            Self::AccessLog => ListPage::AccessLog(serde_json::from_slice(body)?),
            Self::Register => ListPage::Register(serde_json::from_slice(body)?),
            Self::Records(_) => {
                let page: RecordsPage = serde_json::from_slice(body)?;
                let register = page.register();
                ListPage::Records(page, register)
            }
        })
    }
}
