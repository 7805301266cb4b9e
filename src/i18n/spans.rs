//! Spans of time in words.

use super::Texts;
use crate::tr;

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// «2 дня 3 часа», «1 час 5 минут», «40 секунд»: the two largest units, of which the second may be
/// nought and is left out then.
pub fn span(texts: &Texts, seconds: u64) -> String {
    let (days, hours, minutes) = (
        tr!(texts, "span-days", count = seconds / DAY),
        tr!(texts, "span-hours", count = seconds % DAY / HOUR),
        tr!(texts, "span-minutes", count = seconds % HOUR / MINUTE),
    );
    let (first, second) = match seconds {
        DAY.. => (days, Some(hours).filter(|_| seconds % DAY >= HOUR)),
        HOUR..DAY => (hours, Some(minutes).filter(|_| seconds % HOUR >= MINUTE)),
        MINUTE..HOUR => (minutes, None),
        _ => (tr!(texts, "span-seconds", count = seconds), None),
    };
    match second {
        Some(second) => format!("{first} {second}"),
        None => first.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;
    use rstest::rstest;

    #[rstest]
    #[case(40, "40 секунд", "40 seconds")]
    #[case(60, "1 минуту", "1 minute")]
    #[case(3 * 60 + 59, "3 минуты", "3 minutes")]
    #[case(3600, "1 час", "1 hour")]
    #[case(3600 + 11 * 60, "1 час 11 минут", "1 hour 11 minutes")]
    #[case(86_400 + 30 * 60, "1 день", "1 day")]
    #[case(5 * 86_400 + 2 * 3600, "5 дней 2 часа", "5 days 2 hours")]
    #[case(21 * 86_400 + 21 * 3600, "21 день 21 час", "21 days 21 hours")]
    fn spans(#[case] seconds: u64, #[case] ru: &str, #[case] en: &str) {
        assert_eq!(span(&Texts::new(Language::Ru), seconds), ru);
        assert_eq!(span(&Texts::new(Language::En), seconds), en);
    }
}
