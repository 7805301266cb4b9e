//! What will come and what cannot be taken, in words.

mod classes;
mod refusals;

use crate::i18n::{Texts, dates};
use crate::tr;
use school::fet::{Coming, FetPlan, Solution};
use std::fmt::Write as _;
use storage::Bundle;

/// The report of an import: lists first, totals last, so that they stand on the screen. `all`
/// names everything that cannot be taken.
pub fn text(
    bundle: &Bundle,
    plan: &FetPlan,
    solution: &Solution,
    all: bool,
    texts: &Texts,
) -> String {
    let mut out = lists(&plan.will_come, texts);
    out += &classes::divisions(&plan.will_come.divisions, texts);
    out += &refusals::text(&plan.refused, all, texts);
    if !plan.cleaned.is_empty() {
        let (count, names) = (plan.cleaned.len(), plan.cleaned.join(", "));
        let _ = writeln!(out, "{}", tr!(texts, "import-cleaned", count, names));
    }
    out.push('\n');
    out += &classes::odd_sizes(&plan.will_come.classes, texts);
    out += &totals(bundle, &plan.will_come, texts);
    let account = plan.accounts_for(solution);
    let rows = tr!(
        texts,
        "import-rows",
        rows = account.rows,
        taken = account.taken,
        refused = account.refused
    );
    let _ = writeln!(out, "{rows}");
    out
}

/// Who and what comes, counted.
fn totals(bundle: &Bundle, coming: &Coming, texts: &Texts) -> String {
    let mut lines = vec![tr!(texts, "import-pupils", count = coming.pupils)];
    if coming.parents > 0 {
        lines.push(tr!(texts, "import-parents", count = coming.parents));
    }
    let logins = coming.nameless.join(", ");
    lines.push(tr!(texts, "import-nameless", logins));
    if !coming.without_marks.is_empty() {
        let classes = coming.without_marks.join(", ");
        lines.push(tr!(texts, "import-without-marks", classes));
    } else if bundle.classes.iter().any(|class| class.grade == 1) {
        lines.push(texts.get("import-with-marks"));
    }
    let (from, until) = coming.period;
    let language = texts.language();
    lines.extend([
        tr!(texts, "import-journals", count = coming.journals),
        tr!(texts, "import-weekly", count = coming.weekly),
        tr!(
            texts,
            "import-lessons",
            count = coming.lessons,
            from = dates::full_date(language, from),
            until = dates::full_date(language, until)
        ),
        tr!(
            texts,
            "import-calendar",
            periods = bundle.periods.len(),
            holidays = bundle.holidays.len()
        ),
    ]);
    lines.join("\n") + "\n"
}

fn lists(coming: &Coming, texts: &Texts) -> String {
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
    out
}
