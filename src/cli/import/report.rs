//! What will come and what cannot be taken, in words.

use crate::i18n::{Texts, Value, dates};
use crate::tr;
use school::fet::{Coming, FetPlan, Finding, Reason, Solution};
use std::fmt::Write as _;
use storage::Bundle;

/// The report of an import.
pub fn text(bundle: &Bundle, plan: &FetPlan, solution: &Solution, texts: &Texts) -> String {
    let mut out = coming(&plan.will_come, texts);
    let calendar = tr!(
        texts,
        "import-calendar",
        periods = bundle.periods.len(),
        holidays = bundle.holidays.len()
    );
    let _ = writeln!(out, "{calendar}\n");
    let account = plan.accounts_for(solution);
    let rows = tr!(
        texts,
        "import-rows",
        rows = account.rows,
        taken = account.taken,
        refused = account.refused
    );
    let _ = writeln!(out, "{rows}");
    for finding in &plan.refused {
        let _ = writeln!(out, "  {}", refusal(finding, texts));
    }
    if !plan.cleaned.is_empty() {
        let (count, names) = (plan.cleaned.len(), plan.cleaned.join(", "));
        let _ = writeln!(out, "{}", tr!(texts, "import-cleaned", count, names));
    }
    out
}

fn coming(coming: &Coming, texts: &Texts) -> String {
    let classes: Vec<String> = coming
        .classes
        .iter()
        .map(|class| format!("{} ({})", class.title, class.pupils))
        .collect();
    let (from, until) = coming.period;
    let language = texts.language();
    let head = tr!(
        texts,
        "import-coming",
        school = coming.institution.as_str(),
        from = dates::full_date(language, from),
        until = dates::full_date(language, until)
    );
    let mut out = format!("{head}\n");
    let lists: [(&str, usize, &[String]); 6] = [
        ("import-classes", coming.classes.len(), &classes),
        ("import-groups", coming.groups.len(), &coming.groups),
        ("import-teachers", coming.teachers.len(), &coming.teachers),
        ("import-subjects", coming.subjects.len(), &coming.subjects),
        ("import-rooms", coming.rooms.len(), &coming.rooms),
        ("import-bells", coming.bells.len(), &coming.bells),
    ];
    for (key, count, names) in lists {
        let head = tr!(texts, key, count);
        let colon = if names.is_empty() { "" } else { ": " };
        let _ = writeln!(out, "  {head}{colon}{}", names.join(", "));
    }
    let counts = [
        ("import-pupils", coming.pupils),
        ("import-journals", coming.journals),
        ("import-weekly", coming.weekly),
        ("import-lessons", coming.lessons),
    ];
    for (key, count) in counts {
        let _ = writeln!(out, "  {}", tr!(texts, key, count));
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
                assert_eq!(text.contains("Ж-7"), !case.fields().is_empty(), "{text}");
            }
        }
    }
}
