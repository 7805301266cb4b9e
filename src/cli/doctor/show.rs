//! Findings for people and for programs.

use super::finding::{Finding, FindingValue, FindingWords, Grade};
use crate::i18n::{self, Texts, spans};
use serde::Serialize;
use std::fmt::Write as _;

/// A line for each finding, and under it what to do.
pub fn text(findings: &[Finding], texts: &Texts) -> String {
    let mut out = String::new();
    for finding in findings {
        let mark = texts.get(match finding.grade {
            Grade::Good => "doctor-good",
            Grade::Doubtful => "doctor-doubtful",
            Grade::Broken => "doctor-broken",
        });
        // A configuration's sentence brings the line it is about along.
        let words = words(&finding.words, texts).replace('\n', "\n   ");
        let _ = writeln!(out, "{mark} {words}");
        if let Some(advice) = &finding.advice {
            let _ = writeln!(out, "     → {}", self::words(advice, texts));
        }
    }
    let worst = findings
        .iter()
        .any(|finding| finding.grade == Grade::Broken);
    let all_good = findings.iter().all(|finding| finding.grade == Grade::Good);
    let key = match (worst, all_good) {
        (true, _) => "doctor-sum-broken",
        (false, true) => "doctor-sum-good",
        (false, false) => "doctor-sum-doubtful",
    };
    let _ = writeln!(out, "\n{}", texts.get(key));
    out
}

#[derive(Serialize)]
struct Report<'a> {
    ok: bool,
    checks: Vec<Check<'a>>,
}

#[derive(Serialize)]
struct Check<'a> {
    #[serde(rename = "check")]
    name: &'a str,
    state: &'a str,
    text: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    advice: Option<String>,
}

/// The same in JSON: `{"ok", "checks": [{"check", "state": "ok|warn|fail", "text", "advice"}]}`.
pub fn json(findings: &[Finding], texts: &Texts) -> serde_json::Result<String> {
    let check = |finding: &'_ Finding| Check {
        name: finding.check,
        state: match finding.grade {
            Grade::Good => "ok",
            Grade::Doubtful => "warn",
            Grade::Broken => "fail",
        },
        text: words(&finding.words, texts),
        advice: finding.advice.as_ref().map(|advice| words(advice, texts)),
    };
    let report = Report {
        ok: findings
            .iter()
            .all(|finding| finding.grade != Grade::Broken),
        checks: findings.iter().map(check).collect(),
    };
    Ok(serde_json::to_string_pretty(&report)? + "\n")
}

fn words(words: &FindingWords, texts: &Texts) -> String {
    if let ("", [(_, FindingValue::Text(sentence))]) = (words.key, words.values.as_slice()) {
        return sentence.clone();
    }
    let value = |value: &FindingValue| match value {
        FindingValue::Text(text) => i18n::Value::from(text.clone()),
        FindingValue::Number(number) => i18n::Value::from(*number),
        FindingValue::Fault(fault) => i18n::Value::from(fault.why(texts)),
        FindingValue::Span(seconds) => i18n::Value::from(spans::span(texts, *seconds)),
    };
    let values: Vec<_> = words
        .values
        .iter()
        .map(|(name, of)| (*name, value(of)))
        .collect();
    let sentence = texts.format(words.key, &values).into_owned();
    let fault = words.values.iter().find_map(|(_, value)| match value {
        FindingValue::Fault(fault) => Some(fault),
        _ => None,
    });
    match fault {
        Some(fault) => fault.after(&sentence, texts),
        None => sentence,
    }
}

#[cfg(test)]
mod tests {
    use super::super::judge::judge;
    use super::super::samples::{all_states, healthy};
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn everything_that_can_be_found_has_its_words() {
        for language in [Language::Ru, Language::En] {
            let texts = Texts::new(language);
            for facts in all_states() {
                let text = text(&judge(&facts), &texts);
                assert!(!text.contains("doctor-") && !text.contains('{'), "{text}");
            }
        }
    }

    #[test]
    fn json_for_programs() {
        let texts = Texts::new(Language::Ru);
        let json: serde_json::Value =
            serde_json::from_str(&json(&judge(&healthy()), &texts).unwrap()).unwrap();
        assert_eq!(json["ok"], true);
        assert_eq!(json["checks"][0]["state"], "ok");
        assert!(json["checks"][0].get("advice").is_none());
    }
}
