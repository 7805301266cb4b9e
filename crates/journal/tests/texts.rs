//! Cases that were written from the five regulations' texts alone, before anybody looked at a profile
//! (`texts/cases.tsv`): what the profiles say to them. Where they differ the text is open, and the
//! choice is named here; or what the case asks for is still to come, and is named too.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test may panic; its helpers too"
)]

#[path = "texts/case.rs"]
mod case;

use case::cases;
use journal::{Clause, Verdict};
use std::collections::BTreeMap;

/// Where the text can be read in another way, and the profile does: the case, what is said, why.
const CHOSEN: &[(&str, &str, &str)] = &[
    ("krasnozavodsk-1 4", "on-time", MENDED),
    ("sergiev-posad-14 29", "on-time", MADE),
    ("sgo-154 2", "on-time", "«до 16.00» with the minute itself"),
    ("sgo-154 8", "on-time", EXCUSED),
    ("sgo-154 9", "on-time", EXCUSED),
    (
        "sgo-154 10",
        "locked",
        "after seven days nothing of it is taken",
    ),
    (
        "sgo-154 12",
        "locked",
        "its term is over, and the seven days are",
    ),
    ("sgo-154 17", "on-time", MADE),
    ("sgo-154 28", "on-time", TWO_DAYS),
    ("sgo-154 30", "on-time", TWO_DAYS),
    ("epos-ohansk-1 4", "on-time", MADE),
    ("solo-kommunar-2 3", "on-time", EXCUSED),
    ("solo-kommunar-2 4", "on-time", EXCUSED),
    ("solo-kommunar-2 6", "on-time", EXCUSED),
    ("solo-kommunar-2 11", "on-time", MADE),
];
const MENDED: &str = "after the roll call it is a mistake that is mended";
const MADE: &str = "what was made without a network counts from when it was made";
const EXCUSED: &str = "«допускается» with a reason: it is in time then";
const TWO_DAYS: &str = "3.3 gives two days after the last one of 2.8";

/// Where a text says neither way, and the profile says something to who keeps the sheet.
const SILENT: &[(&str, &str, &str)] = &[
    (
        "krasnozavodsk-1 9",
        "late",
        "written work has no term of its own there",
    ),
    (
        "sgo-154 25",
        "locked",
        "«в течение последней недели» is taken for when it opens",
    ),
];

/// Where the profile comes to the same by another clause than the case names: one of the same document,
/// whose words are of the role and not of the deed, none where the text has none of it, or the school's own
/// order where the text leaves the term to the school.
const CITES_ANOTHER: &[&str] = &[
    "krasnozavodsk-1 15",
    "krasnozavodsk-1 18",
    "sgo-154 7",
    "sgo-154 33",
    "sgo-154 34",
    "sgo-154 39",
    "epos-ohansk-1 12",
    "epos-ohansk-1 14",
    "solo-kommunar-2 21",
    "solo-kommunar-2 23",
    "solo-kommunar-2 28",
];

/// What a case asks for, which is not there yet.
const TO_COME: &[(&str, &str)] = &[
    (
        "sgo-154 22",
        "a class teacher stands in for an ill colleague without a substitution",
    ),
    (
        "sgo-154 31",
        "a mark for a period is corrected by the deputy on a request",
    ),
    (
        "sgo-154 32",
        "a mark for a period is corrected by the deputy on a request",
    ),
    ("sgo-154 36", "the day on which a mistake was found"),
    ("sgo-154 37", "the reason of a correction"),
    ("epos-ohansk-1 6", "a parent announces an absence"),
    ("epos-ohansk-1 17", "a mark for the year has its own term"),
    ("epos-ohansk-1 20", "no unsatisfactory mark for the year"),
];

fn name(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::OnTime => "on-time",
        Verdict::Late { .. } => "late",
        Verdict::Locked { .. } => "locked",
        Verdict::Forbidden { .. } => "forbidden",
    }
}

#[test]
fn the_profiles_say_to_each_case_what_its_text_says() {
    let chosen: BTreeMap<_, _> = CHOSEN.iter().map(|(case, is, _)| (*case, *is)).collect();
    let to_come: BTreeMap<_, _> = TO_COME.iter().copied().collect();
    let mut differ = Vec::new();
    let mut decided = 0;
    for case in cases() {
        assert!(case.at <= case.received, "{}", case.name);
        let wanted = match case.expected {
            // The text decides neither way: nobody is refused for that whose sheet it is, and nobody else
            // gets a right.
            "silent" => {
                let verdict = case.verdict();
                let keeps = case.role.contains("teacher");
                let is_as_said = match SILENT.iter().find(|(case_is, _, _)| *case_is == case.name) {
                    Some((_, is, _)) => name(&verdict) == *is,
                    None if keeps => verdict == Verdict::OnTime,
                    None => matches!(verdict, Verdict::Forbidden { .. }),
                };
                if !is_as_said {
                    differ.push(format!("{}: silent, and {verdict:?}", case.name));
                }
                continue;
            }
            "on time" => "on-time",
            "late without a written reason" => "late",
            other => other,
        };
        decided += 1;
        let verdict = case.verdict();
        let is = name(&verdict);
        let name = case.name.as_str();
        let as_said = match (chosen.get(name), to_come.get(name)) {
            (Some(chosen), _) => is == *chosen && is != wanted,
            (None, Some(_)) => is != wanted,
            (None, None) => is == wanted,
        };
        let cites = |clause: &Clause| case.clauses.split("; ").any(|id| id == clause.id);
        let is_cited = is == "on-time" || verdict.clause().is_some_and(cites);
        if is == wanted && is_cited == CITES_ANOTHER.contains(&name) {
            differ.push(format!("{name}: {} — cites {verdict:?}", case.clauses));
        }
        if !as_said {
            differ.push(format!(
                "{name}: {} — {wanted}, and {verdict:?}",
                case.action
            ));
        }
    }
    assert!(decided > 100, "{decided}");
    assert!(differ.is_empty(), "{}", differ.join("\n"));
}
