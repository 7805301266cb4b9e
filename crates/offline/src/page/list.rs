//! Pages that only the server composes: lists and logs. Nothing that a person types changes one
//! before the server has answered. What a kind of page is asked and kept
//! by is described here.

use chrono::NaiveDate;
use journal::register::{RecordKind, RecordRef, Register};
use journal::view::{
    AbsencesPage, AbsentPage, AccessLogPage, AccountsPage, BreachPage, BreachesPage, CardsOf,
    CardsPage, GapsPage, JournalsPage, MovementPage, PopulationPage, RecordLog, RecordsPage,
    RegisterPage, SessionsPage, SetupPage, UngroupedPage,
};
use journal::{BreachId, PeriodId, PupilId, SheetId};
use protocol::SheetLog;

macro_rules! lists {
    ($($(#[$doc:meta])+ $name:ident $(($($key:ty),+))? of $page:ty $(, $more:ty = $of:path)?;)+) => {
        /// Which of these pages.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum ListKey {
            $($(#[$doc])+ $name $(($($key),+))?,)+
        }

        /// One of these pages.
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub enum ListPage {
            $($(#[$doc])+ $name($page $(, $more)?),)+
        }

        impl ListKey {
            /// The page in what the server sent.
            pub(crate) fn read(self, body: &[u8]) -> Result<ListPage, serde_json::Error> {
                Ok(match self {
                    $(Self::$name { .. } => lists!(@read body $name $page $(, $of)?),)+
                })
            }
        }
    };
    (@read $body:ident $name:ident $page:ty) => {
        ListPage::$name(serde_json::from_slice::<$page>($body)?)
    };
    (@read $body:ident $name:ident $page:ty, $of:path) => {{
        let page: $page = serde_json::from_slice($body)?;
        let more = $of(&page);
        ListPage::$name(page, more)
    }};
}

lists! {
    /// «Журналы»: those that one may read, over a period; none: the one the server takes for now.
    Journals(Option<PeriodId>) of JournalsPage;
    /// What went into a sheet, oldest first, as much as the server gives at once.
    SheetLog(SheetId) of SheetLog;
    /// «Учётные записи» that one may see.
    Accounts of AccountsPage;
    /// «Журнал доступа», its newest entries.
    AccessLog of AccessLogPage;
    /// «Кто вошёл»: the sessions that one may see.
    Sessions of SessionsPage;
    /// «Утечки паролей»: the reports of sign-in data that got known.
    Breaches of BreachesPage;
    /// What was written under one of them.
    Breach(BreachId) of BreachPage;
    /// «Справочники»: the kinds of records that one may read.
    Register of RegisterPage;
    /// The records of a kind, and the register as far as they show it.
    Records(RecordKind) of RecordsPage, Register = RecordsPage::register;
    /// What became of a record, oldest first, as much as the server gives at once.
    RecordLog(RecordRef) of RecordLog;
    /// «Чего не хватает школе», part by part.
    Setup of SetupPage;
    /// «Отсутствующие» on a day; none: today.
    Absent(Option<NaiveDate>) of AbsentPage;
    /// What a pupil has missed over a period; none: the one the server takes for now.
    Absences(PupilId, Option<PeriodId>) of AbsencesPage;
    /// «Книга движения».
    Movement of MovementPage;
    /// «Сколько учеников» on a day; none: today.
    Population(Option<NaiveDate>) of PopulationPage;
    /// «Карточки классов и сотрудников»; of one class or of the staff each.
    Cards(Option<CardsOf>) of CardsPage;
    /// «Без подгруппы»: who is in no part of a class.
    Ungrouped of UngroupedPage;
    /// «Что исправить»: gaps and contradictions of the records.
    Gaps of GapsPage;
}

impl ListKey {
    /// Where the server has it.
    pub(crate) fn path(self) -> String {
        match self {
            Self::Journals(None) => "journals".to_owned(),
            Self::Journals(Some(period)) => format!("journals?period={period}"),
            Self::SheetLog(SheetId::Lesson(lesson)) => format!("lessons/{lesson}/log"),
            Self::SheetLog(SheetId::Term { journal, period }) => {
                format!("journals/{journal}/periods/{period}/log")
            }
            Self::Accounts => "accounts".to_owned(),
            Self::AccessLog => "access-log".to_owned(),
            Self::Sessions => "sessions".to_owned(),
            Self::Breaches => "breaches".to_owned(),
            Self::Breach(id) => format!("breaches/{id}"),
            Self::Register => "register".to_owned(),
            Self::Setup => "setup".to_owned(),
            Self::Movement => "movement".to_owned(),
            Self::Ungrouped => "ungrouped".to_owned(),
            Self::Gaps => "gaps".to_owned(),
            Self::Cards(None) => "cards".to_owned(),
            Self::Cards(Some(of)) => format!("cards?of={of}"),
            Self::Absent(None) => "absent".to_owned(),
            Self::Absent(Some(day)) => format!("absent?on={day}"),
            Self::Absences(pupil, None) => format!("pupils/{pupil}/absences"),
            Self::Absences(pupil, Some(period)) => {
                format!("pupils/{pupil}/absences?period={period}")
            }
            Self::Population(None) => "population".to_owned(),
            Self::Population(Some(day)) => format!("population?on={day}"),
            Self::Records(kind) => format!("register/{kind}"),
            Self::RecordLog(at) => format!("register/{}/{}/log", at.kind, at.id),
        }
    }

    /// What is the same of it for every period and every sheet.
    pub fn kind(self) -> String {
        match self {
            Self::Journals(_) => "journals".to_owned(),
            Self::SheetLog(_) => "sheet-log".to_owned(),
            Self::RecordLog(_) => "record-log".to_owned(),
            Self::Population(_) => "population".to_owned(),
            Self::Breach(_) => "breach".to_owned(),
            Self::Absent(_) => "absent".to_owned(),
            Self::Absences(..) => "absences".to_owned(),
            Self::Cards(_) => "cards".to_owned(),
            _ => self.path(),
        }
    }

    /// Where the pages are that a change in some sheet may make old: patterns of their paths.
    pub(crate) const AGED_BY_ANY_SHEET: [&str; 4] =
        ["journals", "lessons/*/log", "absent", "pupils/"];

    /// Where the pages are that a change in this sheet makes old: beginnings of their paths.
    pub(crate) fn aged_by(sheet: SheetId) -> [String; 4] {
        [
            "journals".to_owned(),
            "absent".to_owned(),
            "pupils/".to_owned(),
            Self::SheetLog(sheet).path(),
        ]
    }

    /// Where the pages are that name a whole school's accounts or tell what people did: patterns of
    /// their paths. Nobody needs them without a network, so they go with the session.
    pub(crate) const OF_PERSONS: [&str; 9] = [
        "accounts",
        "access-log",
        "sessions",
        "breaches*",
        "register/*/*/log",
        "movement",
        "ungrouped",
        "gaps",
        "cards*",
    ];

    /// Whether it may be old though no change of a journal and no amendment has said so: it tells of
    /// accounts, sessions or lessons too.
    pub(crate) fn may_be_old_unsaid(self) -> bool {
        matches!(
            self,
            Self::Accounts
                | Self::AccessLog
                | Self::Sessions
                | Self::Breaches
                | Self::Breach(_)
                | Self::Setup
                | Self::Absent(_)
        )
    }
}
