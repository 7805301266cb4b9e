//! What cannot be taken, by its reason, with a few examples of each.

use crate::i18n::{Texts, Value};
use crate::tr;
use school::fet::{Finding, Reason};
use std::fmt::Write as _;

/// Examples of a reason.
const EXAMPLES: usize = 3;

/// The findings by reason, each reason with its count; `all` of them, or a few.
pub fn text(findings: &[Finding], all: bool, texts: &Texts) -> String {
    let mut kinds: Vec<(&str, Vec<&Finding>)> = Vec::new();
    for finding in findings {
        let code = finding.reason.code();
        match kinds.iter_mut().find(|(known, _)| *known == code) {
            Some((_, findings)) => findings.push(finding),
            None => kinds.push((code, vec![finding])),
        }
    }
    let mut out = String::new();
    let mut is_cut = false;
    for (code, findings) in kinds {
        let kind = texts.get(&format!("fet-kind-{code}"));
        let kind = kind.as_ref();
        let head = tr!(texts, "import-refused-kind", kind, count = findings.len());
        let _ = writeln!(out, "{head}");
        let shown = if all { findings.len() } else { EXAMPLES };
        for finding in findings.iter().take(shown) {
            let _ = writeln!(out, "  {}", refusal(finding, texts));
        }
        is_cut |= findings.len() > shown;
    }
    if is_cut {
        let _ = writeln!(out, "{}", texts.get("import-refused-more"));
    }
    out
}

fn refusal(finding: &Finding, texts: &Texts) -> String {
    let why = reason(&finding.reason, texts);
    let activity = finding.activity.as_str();
    match finding.row {
        Some(row) => tr!(texts, "import-refused-row", row, activity, why),
        None => tr!(texts, "import-refused", activity, why),
    }
    .into_owned()
}

fn reason(reason: &Reason, texts: &Texts) -> String {
    let values: Vec<(&str, Value<'_>)> = reason
        .fields()
        .into_iter()
        .map(|(name, value)| (name, Value::from(value)))
        .collect();
    texts
        .format(&format!("fet-reason-{}", reason.code()), &values)
        .into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    #[test]
    fn a_reason_is_counted_and_shown_by_a_few_examples() {
        let finding = |row| Finding {
            row: Some(row),
            activity: row.to_string(),
            reason: Reason::NoStudents,
        };
        let mut findings: Vec<Finding> = (1..=269).map(finding).collect();
        findings.insert(
            7,
            Finding {
                row: None,
                activity: "9".into(),
                reason: Reason::NoRow,
            },
        );
        let texts = Texts::new(Language::Ru);
        let some = text(&findings, false, &texts);
        assert!(
            some.starts_with("Некого учить: 269\n  строка 1, "),
            "{some}"
        );
        assert!(some.contains("\nНет в решении: 1\n  занятие 9: "), "{some}");
        assert!(some.trim_end().ends_with("--all."), "{some}");
        assert_eq!(some.lines().count(), 4 + 2 + 1, "{some}");
        let whole = text(&findings, true, &texts);
        assert_eq!(whole.lines().count(), 270 + 2);
        assert!(!whole.contains("--all"));
    }

    #[test]
    fn every_reason_has_a_sentence_with_its_values() {
        let word = || "Ж-7".to_owned();
        let reasons = [
            Reason::UnknownActivity,
            Reason::Inactive,
            Reason::NoStudents,
            Reason::NoTeacher,
            Reason::NotPlaced,
            Reason::NoRow,
            Reason::UnknownDay { day: word() },
            Reason::UnknownHour { hour: word() },
            Reason::UnknownTeacher { teacher: word() },
            Reason::UnknownSubject { subject: word() },
            Reason::UnknownStudents { students: word() },
            Reason::Differs {
                what: "students",
                solution: word(),
                file: word(),
            },
            Reason::TeacherBusy {
                teacher: word(),
                other: word(),
            },
            Reason::StudentsBusy {
                students: word(),
                other: word(),
            },
            Reason::NoDate { day: word() },
        ];
        for language in [Language::Ru, Language::En] {
            let texts = Texts::new(language);
            for case in &reasons {
                let text = reason(case, &texts);
                assert!(!text.contains("fet-") && !text.contains('{'), "{text}");
                let kind = texts.get(&format!("fet-kind-{}", case.code())).into_owned();
                assert!(!kind.contains("fet-"), "{kind}");
                assert_eq!(text.contains("Ж-7"), !case.fields().is_empty(), "{text}");
            }
        }
    }
}
