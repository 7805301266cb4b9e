//! What of a file was taken as classes and why, and classes of odd sizes.

use crate::i18n::Texts;
use crate::tr;
use school::fet::{ClassLevel, ComingClass, Division, Why};
use std::fmt::Write as _;

/// Years and groups that are named; of the others only the number.
const NAMED: usize = 8;
/// More pupils are hardly one class.
const LARGE: usize = 60;

/// What was taken as classes, in lines by what they are and why.
pub fn divisions(divisions: &[Division], texts: &Texts) -> String {
    let mut kinds: Vec<(&'static str, Vec<&Division>)> = Vec::new();
    for division in divisions {
        let key = key(division);
        match kinds.iter_mut().find(|(known, _)| *known == key) {
            Some((_, divisions)) => divisions.push(division),
            None => kinds.push((key, vec![division])),
        }
    }
    let mut out = format!("{}\n", texts.get("import-divisions"));
    for (key, divisions) in kinds {
        let classes: usize = divisions.iter().map(|division| division.classes).sum();
        let sets = named(
            divisions.iter().map(|division| division.set.as_str()),
            texts,
        );
        let hours = |of: fn(Why) -> u32| {
            let sum: u32 = divisions.iter().map(|division| of(division.why)).sum();
            sum / u32::try_from(divisions.len()).unwrap_or(1).max(1)
        };
        let (apart, whole) = (hours(apart), hours(whole));
        let line = tr!(texts, key, classes, sets, apart, whole);
        let _ = writeln!(out, "  {line}");
    }
    let _ = writeln!(out, "  {}", texts.get("import-divisions-other"));
    out
}

fn key(division: &Division) -> &'static str {
    match (division.level, division.why) {
        (ClassLevel::Years, Why::Asked) => "import-division-years-asked",
        (ClassLevel::Years, Why::NoParts) => "import-division-years-no-parts",
        (ClassLevel::Years, Why::Overlap) => "import-division-years-overlap",
        (ClassLevel::Years, Why::Hours { .. }) => "import-division-years-hours",
        (ClassLevel::Groups, Why::Hours { .. }) => "import-division-groups-hours",
        (ClassLevel::Groups, _) => "import-division-groups-asked",
        (ClassLevel::Subgroups, Why::Hours { .. }) => "import-division-subgroups-hours",
        (ClassLevel::Subgroups, _) => "import-division-subgroups-asked",
    }
}

fn apart(why: Why) -> u32 {
    match why {
        Why::Hours { apart, .. } => apart,
        _ => 0,
    }
}

fn whole(why: Why) -> u32 {
    match why {
        Why::Hours { whole, .. } => whole,
        _ => 0,
    }
}

/// Classes too large to be one, and those of one pupil: the file says so.
pub fn odd_sizes(classes: &[ComingClass], texts: &Texts) -> String {
    let mut out = String::new();
    let large: Vec<String> = classes
        .iter()
        .filter(|class| class.pupils > LARGE)
        .map(|class| format!("{} ({})", class.title, class.pupils))
        .collect();
    if !large.is_empty() {
        let names = named(large.iter().map(String::as_str), texts);
        let count = large.len();
        let _ = writeln!(
            out,
            "{}",
            tr!(texts, "import-large", count, limit = LARGE, names)
        );
    }
    let single = || classes.iter().filter(|class| class.pupils == 1);
    let count = single().count();
    if count > 0 {
        let names = named(single().map(|class| class.title.as_str()), texts);
        let _ = writeln!(out, "{}", tr!(texts, "import-single", count, names));
    }
    out
}

/// The first names of a list, and how many more there are.
fn named<'a>(names: impl Iterator<Item = &'a str>, texts: &Texts) -> String {
    let names: Vec<&str> = names.collect();
    let shown = names.iter().take(NAMED).copied().collect::<Vec<_>>();
    let shown = shown.join(", ");
    match names.len().saturating_sub(NAMED) {
        0 => shown,
        count => tr!(texts, "import-and-more", names = shown, count).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Language;

    fn division(set: &str, level: ClassLevel, why: Why) -> Division {
        Division {
            set: set.to_owned(),
            level,
            classes: 2,
            why,
        }
    }

    #[test]
    fn every_reason_of_a_division_has_its_words() {
        let hours = Why::Hours {
            apart: 31,
            whole: 2,
        };
        let known = [
            (ClassLevel::Years, Why::Asked),
            (ClassLevel::Years, Why::NoParts),
            (ClassLevel::Years, Why::Overlap),
            (ClassLevel::Years, hours),
            (ClassLevel::Groups, Why::Asked),
            (ClassLevel::Groups, hours),
            (ClassLevel::Subgroups, Why::Asked),
            (ClassLevel::Subgroups, hours),
        ];
        for language in [Language::Ru, Language::En] {
            let texts = Texts::new(language);
            for (level, why) in known {
                let text = divisions(&[division("Ж-7", level, why)], &texts);
                assert!(!text.contains("import-") && !text.contains('{'), "{text}");
                assert!(text.contains("Ж-7") && text.contains("--classes"), "{text}");
                assert_eq!(text.contains("31"), why == hours, "{text}");
            }
        }
    }

    #[test]
    fn many_years_are_counted_and_odd_sizes_are_told() {
        let texts = Texts::new(Language::Ru);
        let years: Vec<Division> = (1..=20)
            .map(|year| division(&year.to_string(), ClassLevel::Years, Why::NoParts))
            .collect();
        let text = divisions(&years, &texts);
        assert!(
            text.contains("(40): 1, 2, 3, 4, 5, 6, 7, 8 и ещё 12"),
            "{text}"
        );
        let class = |title: &str, pupils| ComingClass {
            title: title.to_owned(),
            pupils,
        };
        let odd = odd_sizes(
            &[class("А", 60), class("Б", 1000), class("Эрик", 1)],
            &texts,
        );
        assert!(
            odd.contains("Б (1000)") && odd.contains("Эрик") && !odd.contains("А ("),
            "{odd}"
        );
        assert_eq!(odd_sizes(&[class("А", 60)], &texts), "");
    }
}
