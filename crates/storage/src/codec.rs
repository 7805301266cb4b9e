//! How dates, times and small vocabularies rest in both databases.

use crate::store::StoreError;
use chrono::{Datelike, NaiveDate, NaiveTime, Timelike};
use journal::view::{AccessKind, NoSuchAccess};
use journal::{LessonForm, Nature, ReasonKind, Role, Roles, Standing};

/// A date as the integer `YYYYMMDD`: short, sortable, readable.
pub fn of_date(date: NaiveDate) -> i64 {
    i64::from(date.year()) * 10_000 + i64::from(date.month()) * 100 + i64::from(date.day())
}

/// The date of an integer `YYYYMMDD`.
pub fn date(number: i64) -> Result<NaiveDate, StoreError> {
    let part = |n: i64| u32::try_from(n).ok();
    i32::try_from(number / 10_000)
        .ok()
        .zip(part(number / 100 % 100).zip(part(number % 100)))
        .and_then(|(year, (month, day))| NaiveDate::from_ymd_opt(year, month, day))
        .ok_or_else(|| StoreError::Failed(format!("{number} is not a date")))
}

/// A first day: 0 is the year's start.
pub fn first_day(number: i64) -> Result<Option<NaiveDate>, StoreError> {
    if number == 0 {
        Ok(None)
    } else {
        date(number).map(Some)
    }
}

/// Greater than any time of day as [`of_time`] writes it.
pub const END_OF_DAY: i64 = 240_000;

/// A time of day as the integer `HHMMSS`.
pub fn of_time(time: NaiveTime) -> i64 {
    i64::from(time.hour()) * 10_000 + i64::from(time.minute()) * 100 + i64::from(time.second())
}

/// The time of an integer `HHMMSS`.
pub fn time(number: i64) -> Result<NaiveTime, StoreError> {
    let part = |n: i64| u32::try_from(n).ok();
    part(number / 10_000)
        .zip(part(number / 100 % 100).zip(part(number % 100)))
        .and_then(|(hour, (minute, second))| NaiveTime::from_hms_opt(hour, minute, second))
        .ok_or_else(|| StoreError::Failed(format!("{number} is not a time of day")))
}

/// A number of the database as a narrower one.
pub fn narrow<T: TryFrom<i64>>(number: i64) -> Result<T, StoreError> {
    T::try_from(number).map_err(|_| StoreError::Failed(format!("{number} is out of range")))
}

/// A count as the databases keep it.
pub fn wide(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Roles in the account's order, divided by spaces.
pub fn of_roles(roles: &Roles) -> String {
    roles
        .0
        .iter()
        .map(|role| role.name())
        .collect::<Vec<_>>()
        .join(" ")
}

/// The roles of such a text.
pub fn roles(text: &str) -> Result<Roles, StoreError> {
    text.split_ascii_whitespace()
        .map(|name| Role::from_name(name).ok_or_else(|| unknown(name)))
        .collect::<Result<_, _>>()
        .map(Roles)
}

/// Links one a line; none for no links.
pub fn of_links(links: &[String]) -> Option<String> {
    (!links.is_empty()).then(|| links.join("\n"))
}

/// The links of such a text.
pub fn links(text: Option<&str>) -> Vec<String> {
    text.map(|text| text.split('\n').map(str::to_owned).collect())
        .unwrap_or_default()
}

/// A lesson's form.
pub fn of_form(form: LessonForm) -> &'static str {
    match form {
        LessonForm::InPerson => "in-person",
        LessonForm::Distance => "distance",
        LessonForm::Electronic => "electronic",
    }
}

/// The form of that word.
pub fn form(word: &str) -> Result<LessonForm, StoreError> {
    match word {
        "in-person" => Ok(LessonForm::InPerson),
        "distance" => Ok(LessonForm::Distance),
        "electronic" => Ok(LessonForm::Electronic),
        _ => Err(unknown(word)),
    }
}

/// The class of a reason.
pub fn of_reason(kind: ReasonKind) -> &'static str {
    match kind {
        ReasonKind::Illness => "illness",
        ReasonKind::Valid => "valid",
        ReasonKind::Invalid => "invalid",
    }
}

/// The class of that word.
pub fn reason(word: &str) -> Result<ReasonKind, StoreError> {
    match word {
        "illness" => Ok(ReasonKind::Illness),
        "valid" => Ok(ReasonKind::Valid),
        "invalid" => Ok(ReasonKind::Invalid),
        _ => Err(unknown(word)),
    }
}

/// How much a reason is worth.
pub fn of_standing(standing: Standing) -> &'static str {
    match standing {
        Standing::Announced => "announced",
        Standing::Stated => "stated",
        Standing::Confirmed => "confirmed",
    }
}

/// What the access log tells of by that word.
pub fn access(word: &str) -> Result<AccessKind, StoreError> {
    word.parse()
        .map_err(|e: NoSuchAccess| StoreError::Damaged(e.to_string()))
}

/// The standing of that word.
pub fn standing(word: &str) -> Result<Standing, StoreError> {
    match word {
        "announced" => Ok(Standing::Announced),
        "stated" => Ok(Standing::Stated),
        "confirmed" => Ok(Standing::Confirmed),
        _ => Err(unknown(word)),
    }
}

/// How a homework is to be done.
pub fn of_nature(nature: Nature) -> &'static str {
    match nature {
        Nature::Written => "written",
        Nature::Oral => "oral",
        Nature::ByHeart => "by-heart",
        Nature::Practical => "practical",
        Nature::Creative => "creative",
    }
}

/// The nature of that word.
pub fn nature(word: &str) -> Result<Nature, StoreError> {
    match word {
        "written" => Ok(Nature::Written),
        "oral" => Ok(Nature::Oral),
        "by-heart" => Ok(Nature::ByHeart),
        "practical" => Ok(Nature::Practical),
        "creative" => Ok(Nature::Creative),
        _ => Err(unknown(word)),
    }
}

fn unknown(word: &str) -> StoreError {
    StoreError::Failed(format!("the database holds an unknown word {word:?}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_times_come_back() {
        let day = NaiveDate::from_ymd_opt(2026, 11, 16).unwrap();
        assert_eq!(of_date(day), 20_261_116);
        assert_eq!(date(20_261_116).unwrap(), day);
        assert!(date(20_261_199).is_err());
        let bell = NaiveTime::from_hms_opt(9, 25, 0).unwrap();
        assert_eq!(of_time(bell), 92_500);
        assert_eq!(time(92_500).unwrap(), bell);
        assert_eq!(first_day(0).unwrap(), None);
    }

    #[test]
    fn vocabularies_come_back() {
        let all = Roles(Role::ALL.to_vec());
        assert_eq!(roles(&of_roles(&all)).unwrap(), all);
        for word in ["in-person", "distance", "electronic"] {
            assert_eq!(of_form(form(word).unwrap()), word);
        }
        for word in ["illness", "valid", "invalid"] {
            assert_eq!(of_reason(reason(word).unwrap()), word);
        }
        for word in ["announced", "stated", "confirmed"] {
            assert_eq!(of_standing(standing(word).unwrap()), word);
        }
        for word in ["written", "oral", "by-heart", "practical", "creative"] {
            assert_eq!(of_nature(nature(word).unwrap()), word);
        }
    }
}
