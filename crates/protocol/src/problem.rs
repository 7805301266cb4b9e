//! Problems after RFC 9457 (`application/problem+json`) with a stable code.

use journal::{Invalid, SchoolId, Timestamp, Verdict, vocabulary};
use serde::{Deserialize, Serialize};

/// The media type of a [`Problem`].
pub const MEDIA_TYPE: &str = "application/problem+json";

vocabulary! {
    /// What went wrong, for programs. The client words it for people by this code: the word is in
    /// JSON and in Fluent keys.
    pub enum Code of "codes of problems" {
        /// Login or password is wrong.
        WrongPassword = "wrong-password",
        /// Too many wrong passwords; the account is locked until `until`.
        AccountLocked = "account-locked",
        /// The password is right, but the person has no role in the school now.
        AccountClosed = "account-closed",
        /// No session, or it has ended: sign in again.
        SessionExpired = "session-expired",
        /// It is not clear which school is meant: several are here and none was named, or the one
        /// that was named is not here.
        UnknownSchool = "unknown-school",
        /// The start password must be changed first.
        MustChangePassword = "must-change-password",
        /// The new password is too weak or the old one.
        WeakPassword = "weak-password",
        /// The roles of the account do not allow it.
        Forbidden = "forbidden",
        /// There is no such thing, or it is not yours to see.
        NotFound = "not-found",
        /// The request cannot be read.
        InvalidRequest = "invalid-request",
        /// The request is too large.
        TooLarge = "too-large",
        /// A change could never be applied.
        InvalidChange = "invalid-change",
        /// The regulation refuses a change.
        RefusedByRegulation = "refused-by-regulation",
        /// A change id came before with another payload.
        ChangeIdReused = "change-id-reused",
        /// A number of the device is missing: `expected` is the first.
        DeviceGap = "device-gap",
        /// A number of the device was used by another change.
        DeviceNumberReused = "device-number-reused",
        /// The device belongs to another account.
        DeviceTaken = "device-taken",
        /// The cursor is too old or not ours: take a snapshot.
        CursorExpired = "cursor-expired",
        /// Nobody knows whether it was stored: send the same again.
        OutcomeUnknown = "outcome-unknown",
        /// More changes than one person is given, in a minute or of those that are set aside in a
        /// day: the same again at `until`. Nothing was stored, nothing is wrong.
        TooManyChanges = "too-many-changes",
        /// Another gesture of thousands is being taken of this school, or seen: come again.
        GestureUnderWay = "gesture-under-way",
        /// The server has too much to do: come again.
        Busy = "busy",
        /// The server has no room to write, or its database is not where it was: come again, once
        /// somebody has mended that.
        CannotWrite = "cannot-write",
        /// Client and server speak different versions of the contract.
        VersionMismatch = "version-mismatch",
        /// A fault of the server.
        Internal = "internal",
    }
}

impl Code {
    /// The HTTP status that goes with it.
    pub fn status(self) -> u16 {
        match self {
            Self::InvalidRequest | Self::UnknownSchool => 400,
            Self::WrongPassword | Self::SessionExpired => 401,
            Self::AccountClosed
            | Self::MustChangePassword
            | Self::Forbidden
            | Self::DeviceTaken => 403,
            Self::NotFound => 404,
            Self::DeviceGap | Self::DeviceNumberReused | Self::GestureUnderWay => 409,
            Self::CursorExpired => 410,
            Self::TooLarge => 413,
            Self::WeakPassword
            | Self::InvalidChange
            | Self::RefusedByRegulation
            | Self::ChangeIdReused => 422,
            Self::VersionMismatch => 426,
            Self::AccountLocked | Self::TooManyChanges => 429,
            Self::Internal => 500,
            Self::OutcomeUnknown | Self::Busy | Self::CannotWrite => 503,
        }
    }
}

/// An RFC 9457 problem.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// A stable address of the code.
    #[serde(rename = "type")]
    pub kind: String,
    /// A Russian sentence for people who have no client.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// The code.
    pub code: Code,
    /// The request it answers, for the server's log.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<String>,
    /// What the code speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facts: Option<Facts>,
}

/// What a problem's code speaks of. Never personal data.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "kebab-case", tag = "kind")]
pub enum Facts {
    /// When to come again.
    Until {
        /// That moment.
        at: Timestamp,
    },
    /// The number a device has to go on with.
    Expected {
        /// That number.
        n: u64,
    },
    /// The verdict of the regulation.
    Verdict {
        /// That verdict.
        verdict: Verdict,
    },
    /// The schools that are here.
    Schools {
        /// Their numbers and names.
        schools: Vec<SchoolName>,
    },
    /// What makes a change impossible.
    Invalid {
        /// In the words of the log.
        reason: String,
    },
}

/// A school as a server with several names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SchoolName {
    /// Its number, which a sign-in names.
    pub school: SchoolId,
    /// Its name.
    pub title: String,
}

impl Problem {
    /// The problem of a code.
    pub fn new(code: Code) -> Self {
        Self {
            kind: format!("urn:zhurnal:problem:{}", code.word()),
            title: title(code).to_owned(),
            status: code.status(),
            code,
            instance: None,
            facts: None,
        }
    }

    /// With what the code speaks of.
    #[must_use]
    pub fn with(mut self, facts: Facts) -> Self {
        self.facts = Some(facts);
        self
    }

    /// The refusal of a change that could never be applied.
    pub fn invalid_change(reason: &Invalid) -> Self {
        Self::new(Code::InvalidChange).with(Facts::Invalid {
            reason: reason.to_string(),
        })
    }

    /// The refusal of a change by the regulation.
    pub fn refused(verdict: Verdict) -> Self {
        Self::new(Code::RefusedByRegulation).with(Facts::Verdict {
            verdict: verdict.in_short(),
        })
    }
}

/// The sentences of the server itself, for `curl` and logs; the client has its own by code.
fn title(code: Code) -> &'static str {
    match code {
        Code::WrongPassword => "Неверный логин или пароль.",
        Code::AccountLocked => "Слишком много неверных паролей: вход временно закрыт.",
        Code::AccountClosed => "Учётная запись закрыта: роли в школе сейчас нет.",
        Code::SessionExpired => "Сеанс закончился: войдите снова.",
        Code::UnknownSchool => "Назовите номер школы (school): здесь их несколько или такой нет.",
        Code::MustChangePassword => "Сначала смените стартовый пароль.",
        Code::WeakPassword => "Пароль слишком простой: нужно не меньше 8 знаков и не прежний.",
        Code::Forbidden => "Вашей роли это не разрешено.",
        Code::NotFound => "Такой записи нет или она вам не видна.",
        Code::InvalidRequest => "Запрос не удалось прочитать.",
        Code::TooLarge => "Запрос слишком большой.",
        Code::InvalidChange => "Такое изменение невозможно.",
        Code::RefusedByRegulation => "Регламент не разрешает это изменение.",
        Code::ChangeIdReused => "Номер изменения уже занят другим изменением.",
        Code::DeviceGap => "В нумерации изменений пропуск: отправьте недостающие.",
        Code::DeviceNumberReused => "Порядковый номер устройства уже занят другим изменением.",
        Code::DeviceTaken => "Устройство записано за другой учётной записью.",
        Code::CursorExpired => "Закладка ленты устарела: загрузите страницы заново.",
        Code::OutcomeUnknown => "Неизвестно, записано ли: отправьте то же самое ещё раз.",
        Code::TooManyChanges => "Записей больше, чем принимает сервер: остальные чуть позже.",
        Code::GestureUnderWay => {
            "Другая загрузка данных этой школы ещё идёт: повторите, когда она закончится."
        }
        Code::Busy => "Сервер занят: повторите через несколько секунд.",
        Code::CannotWrite => "Сервер не может записывать: скажите тому, кто за него отвечает.",
        Code::VersionMismatch => {
            "Версии программы и сервера не подходят друг другу: обновите программу."
        }
        Code::Internal => "Ошибка на сервере: она записана в его журнал.",
    }
}
