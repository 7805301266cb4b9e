//! Numbers as a person writes them: a decimal comma in Russian, a point in English.

use fluent_bundle::FluentValue;

use super::Language;

/// A number with so many decimals: 4,33.
pub fn decimal(language: Language, value: f64, decimals: usize) -> String {
    localised(language, format!("{value:.decimals$}"))
}

/// Whole hundredths as a number with two decimals: 433 is 4,33.
pub fn hundredths(language: Language, value: i64) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let value = value.unsigned_abs();
    localised(
        language,
        format!("{sign}{}.{:02}", value / 100, value % 100),
    )
}

fn localised(language: Language, text: String) -> String {
    match language {
        Language::Ru => text.replace('.', ","),
        Language::En => text,
    }
}

/// How a number inside a Russian Fluent text is written; nothing for other values.
pub(super) fn with_comma(value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) => {
            Some(localised(Language::Ru, number.as_string().into_owned()))
        }
        _ => None,
    }
}
