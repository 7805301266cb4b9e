//! Which sets of students are classes: the years of the file, or the groups that part them.
//!
//! A class is who spends the week together. So a year is a class, unless its groups part it and
//! each is taught by itself: then it is a grade, and its groups are the classes. What decides is
//! the hours a week of a student, in one group alone and with the whole year; where they are
//! nearly the same, the year is what the other years of the file are, and where no activity is
//! for the year as such, it is a grade. The same is asked of a group and its subgroups, but there
//! the hours must be nearly all apart, or most of them where no activity is for the group as such:
//! subgroups of languages are no classes.

use crate::fet::file::FetFile;
use crate::fet::plan::{ClassLevel, Division, Why};
use std::cmp::{Ordering, Reverse};
use std::collections::{BTreeSet, HashMap, HashSet};

/// So many times more hours apart than together are most hours.
const MOST: u32 = 2;

/// So many times more hours apart than together are nearly all hours.
const NEARLY_ALL: u32 = 9;

/// Hours that differ by less than this share of them, in tenths, are nearly the same.
const NEARLY_SAME: u32 = 15;

/// A set of students with the sets that it is made of.
pub(super) struct Part<'a> {
    pub(super) level: ClassLevel,
    pub(super) name: &'a str,
    /// How many; 0 where the file does not say.
    pub(super) students: u32,
    pub(super) atoms: BTreeSet<usize>,
    pub(super) parts: Vec<Part<'a>>,
}

/// A class before its pupils are invented.
pub(super) struct Draft<'a> {
    pub(super) title: &'a str,
    /// Its name, then its group's and its year's.
    pub(super) names: Vec<&'a str>,
    /// How many; 0 where the file does not say.
    pub(super) students: u32,
    pub(super) atoms: BTreeSet<usize>,
}

/// Activities as sets of atoms with their hours.
pub(super) struct Lessons<'a> {
    held: Vec<(BTreeSet<usize>, u32)>,
    /// Names of sets that activities are for.
    mentioned: HashSet<&'a str>,
}

/// Hours a week of all students of a set, summed.
#[derive(Default)]
struct Hours {
    /// In one part alone.
    apart: u32,
    /// All together.
    whole: u32,
}

/// What is known of the year or group that is being divided.
pub(super) struct Rule<'l, 'a> {
    lessons: &'l Lessons<'a>,
    /// What the person who imports says.
    asked: Option<ClassLevel>,
    /// Whether most years of the file are grades without a doubt.
    grades: Option<bool>,
}

impl<'a> Lessons<'a> {
    pub(super) fn of(file: &'a FetFile, named: &HashMap<&str, BTreeSet<usize>>) -> Self {
        let active = || file.activities.iter().filter(|activity| activity.active);
        let held = active().map(|activity| {
            let sets = activity.students.iter();
            let atoms = sets.filter_map(|set| named.get(set.as_str())).flatten();
            (atoms.copied().collect(), activity.duration)
        });
        Self {
            held: held.collect(),
            mentioned: active()
                .flat_map(|activity| &activity.students)
                .map(String::as_str)
                .collect(),
        }
    }

    /// Hours in which exactly the students of `part` are taught, as far as they are of `set`.
    fn own(&self, part: &Part<'_>, set: &Part<'_>) -> u32 {
        let held = self.held.iter().filter(|(atoms, _)| {
            atoms
                .iter()
                .filter(|atom| set.atoms.contains(atom))
                .eq(&part.atoms)
        });
        held.map(|(_, hours)| hours).sum()
    }

    fn hours(&self, set: &Part<'_>, parts: &[&Part<'_>]) -> Hours {
        let mut hours = Hours::default();
        for (atoms, duration) in &self.held {
            let here: BTreeSet<usize> = atoms.intersection(&set.atoms).copied().collect();
            let students = u32::try_from(here.len()).unwrap_or(u32::MAX);
            let sum = if here.len() == set.atoms.len() {
                &mut hours.whole
            } else if parts.iter().any(|part| here.is_subset(&part.atoms)) {
                &mut hours.apart
            } else {
                continue;
            };
            *sum = sum.saturating_add(students.saturating_mul(*duration));
        }
        hours
    }
}

impl<'l, 'a> Rule<'l, 'a> {
    /// The rule for the years of a file.
    pub(super) fn of(
        years: &[Part<'_>],
        lessons: &'l Lessons<'a>,
        asked: Option<ClassLevel>,
    ) -> Self {
        let mut rule = Self {
            lessons,
            asked,
            grades: None,
        };
        let certain = years.iter().filter_map(|year| {
            let (parts, _) = rule.parting(year).ok()?;
            let hours = lessons.hours(year, &parts);
            rule.is_grade(year, &parts, &hours)
        });
        let (grades, classes): (Vec<bool>, Vec<bool>) = certain.partition(|grade| *grade);
        rule.grades = match grades.len().cmp(&classes.len()) {
            Ordering::Greater => Some(true),
            Ordering::Less => Some(false),
            Ordering::Equal => None,
        };
        rule
    }

    /// The parts that share nobody and have everybody, and those that are left over; or those
    /// that share nobody and all others, if there are none that have everybody.
    fn parting<'s, 'b>(&self, set: &'s Part<'b>) -> Result<Parts<'s, 'b>, Parts<'s, 'b>> {
        // The sets that most hours are held for come first: a class before its language groups.
        let mut order: Vec<&Part<'_>> = set.parts.iter().collect();
        order.sort_by_cached_key(|part| Reverse(self.lessons.own(part, set)));
        let mut left = set.atoms.clone();
        let parts = order.into_iter().partition(|part| {
            let free = part.atoms.is_subset(&left);
            if free {
                left.retain(|atom| !part.atoms.contains(atom));
            }
            free
        });
        if left.is_empty() {
            Ok(parts)
        } else {
            Err(parts)
        }
    }

    /// Whether a year that `parts` part is a grade, or a group several classes; none: in doubt.
    fn is_grade(&self, set: &Part<'_>, parts: &[&Part<'_>], hours: &Hours) -> Option<bool> {
        let named = self.lessons.mentioned.contains(set.name);
        let Hours { apart, whole } = *hours;
        match (set.level, parts) {
            // A year of one class that is named after the grade.
            (ClassLevel::Years, [only]) => {
                Some(!named && self.lessons.mentioned.contains(only.name))
            }
            (ClassLevel::Years, _) if !named => Some(apart > 0),
            (ClassLevel::Years, _) => {
                let more = |one: u32, other: u32| {
                    one.saturating_mul(10) >= other.saturating_mul(NEARLY_SAME)
                };
                (more(apart, whole) || more(whole, apart)).then_some(apart > whole)
            }
            (_, [_]) => Some(false),
            _ if !named => Some(apart > whole.saturating_mul(MOST)),
            _ => Some(apart > whole.saturating_mul(NEARLY_ALL)),
        }
    }
}

/// The classes of a year; why they are what they are goes to `divisions`.
pub(super) fn classes<'a>(
    set: &Part<'a>,
    rule: &Rule<'_, '_>,
    divisions: &mut Vec<Division>,
) -> Vec<Draft<'a>> {
    let place = divisions.len();
    let (parts, why) = divide(set, rule);
    let division = |level, classes| Division {
        set: set.name.to_owned(),
        level,
        classes,
        why,
    };
    let Some(level) = parts.first().map(|part| part.level) else {
        if set.level == ClassLevel::Years {
            divisions.push(division(set.level, 1));
        }
        return vec![Draft {
            title: set.name,
            names: vec![set.name],
            students: set.students,
            atoms: set.atoms.clone(),
        }];
    };
    let mut drafts = Vec::new();
    let mut whole = 0;
    for part in parts {
        let mut of_part = classes(part, rule, divisions);
        whole += usize::from(of_part.iter().all(|draft| draft.names.len() == 1));
        drafts.append(&mut of_part);
    }
    if whole > 0 {
        divisions.insert(place, division(level, whole));
    }
    let mut in_order: Vec<&mut Draft<'_>> = drafts.iter_mut().collect();
    in_order.sort_by_key(|draft| draft.atoms.first().copied());
    share(set.students, &mut in_order);
    for draft in &mut drafts {
        draft.names.push(set.name);
    }
    drafts
}

/// Classes whose size the file does not say get even shares of what their year or group has left.
fn share(students: u32, drafts: &mut [&mut Draft<'_>]) {
    let counted: u32 = drafts.iter().map(|draft| draft.students).sum();
    let open = || drafts.iter().filter(|draft| draft.students == 0).count();
    let open = u32::try_from(open()).unwrap_or(u32::MAX);
    let left = students.saturating_sub(counted);
    if open == 0 || left < open {
        return;
    }
    let unsized_ones = drafts.iter_mut().filter(|draft| draft.students == 0);
    for (nth, draft) in (0..open).zip(unsized_ones) {
        draft.students = left / open + u32::from(nth < left % open);
    }
}

/// The parts that are classes, or hold them; none if the set itself is one.
fn divide<'s, 'a>(set: &'s Part<'a>, rule: &Rule<'_, '_>) -> (Vec<&'s Part<'a>>, Why) {
    let parting = rule.parting(set);
    if set.parts.is_empty() {
        return (Vec::new(), Why::NoParts);
    }
    if let Some(level) = rule.asked {
        let parts = match parting {
            _ if set.level >= level => Vec::new(),
            Ok((chosen, _)) => chosen,
            Err((chosen, rest)) => [chosen, rest].concat(),
        };
        return (parts, Why::Asked);
    }
    let Ok((chosen, _)) = parting else {
        return (Vec::new(), Why::Overlap);
    };
    let hours = rule.lessons.hours(set, &chosen);
    let is_grade = rule.is_grade(set, &chosen, &hours).or(rule.grades);
    let is_grade = is_grade.unwrap_or(hours.apart > hours.whole);
    let students = u32::try_from(set.atoms.len()).unwrap_or(u32::MAX).max(1);
    let mean = |sum: u32| (sum + students / 2) / students;
    let why = Why::Hours {
        apart: mean(hours.apart),
        whole: mean(hours.whole),
    };
    (if is_grade { chosen } else { Vec::new() }, why)
}

/// Parts that share nobody, and the others.
type Parts<'s, 'a> = (Vec<&'s Part<'a>>, Vec<&'s Part<'a>>);
