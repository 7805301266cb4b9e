//! Sets of students as sets of atoms: students who are never apart in this timetable. Two sets
//! overlap exactly if they share an atom, as FET itself understands it.

use super::file::{FetFile, Group, Year};
use std::collections::{BTreeSet, HashMap};

/// Pupils of a class whose size the file does not say.
const USUAL_CLASS: u32 = 25;
/// More pupils are not invented into one atom.
const LARGEST_ATOM: u32 = 60;
/// A year of more students is a grade of several classes.
const LARGEST_CLASS: u32 = 40;

/// Students who are never apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Atom {
    /// The class they sit in.
    pub(super) class: usize,
    /// How many are invented.
    pub(super) students: u32,
}

/// A class found in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundClass {
    /// Its name in the file.
    pub(super) title: String,
    /// The number the name of the class or of its year begins with; 0 if it begins with none.
    pub(super) grade: u8,
    /// Its atoms.
    pub(super) atoms: BTreeSet<usize>,
}

/// All sets of students.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Students {
    /// Classes in the order of the file.
    pub(super) classes: Vec<FoundClass>,
    /// Atoms.
    pub(super) atoms: Vec<Atom>,
    /// The atoms of each named set.
    pub(super) sets: HashMap<String, BTreeSet<usize>>,
}

impl Students {
    /// Reads the sets of `file`. A year is one class, unless it looks like a grade of several.
    pub(super) fn read(file: &FetFile) -> Self {
        let load = Load::of(file);
        let mut students = Self::default();
        let mut by_name = HashMap::new();
        for year in &file.years {
            if load.is_grade(year) {
                for group in &year.groups {
                    students.class(
                        &group.name,
                        &year.name,
                        group.students,
                        [group],
                        &mut by_name,
                    );
                }
            } else {
                students.class(
                    &year.name,
                    &year.name,
                    year.students,
                    &year.groups,
                    &mut by_name,
                );
            }
            let mut atoms = BTreeSet::new();
            for group in &year.groups {
                atoms.extend(
                    students
                        .sets
                        .get(&group.name)
                        .into_iter()
                        .flatten()
                        .copied(),
                );
            }
            if !atoms.is_empty() {
                students
                    .sets
                    .entry(year.name.clone())
                    .or_default()
                    .extend(atoms);
            }
        }
        students
    }

    fn class<'a>(
        &mut self,
        title: &'a str,
        year: &'a str,
        size: u32,
        groups: impl IntoIterator<Item = &'a Group>,
        by_name: &mut HashMap<String, usize>,
    ) {
        let class = self.classes.len();
        let first = self.atoms.len();
        let mut mine = BTreeSet::new();
        for group in groups {
            let mut atoms = BTreeSet::new();
            for subgroup in &group.subgroups {
                let atom = self.atom(&subgroup.name, subgroup.students, class, by_name);
                self.sets
                    .entry(subgroup.name.clone())
                    .or_default()
                    .insert(atom);
                atoms.insert(atom);
            }
            if atoms.is_empty() {
                atoms.insert(self.atom(&group.name, group.students, class, by_name));
            }
            self.sets
                .entry(group.name.clone())
                .or_default()
                .extend(&atoms);
            mine.extend(atoms);
        }
        if mine.is_empty() {
            mine.insert(self.atom(title, size, class, by_name));
        }
        self.sets.entry(title.to_owned()).or_default().extend(&mine);
        // A class of which every student sits in another class already is only a set.
        if self.atoms.len() > first {
            self.spread(first, size);
            let own = mine.into_iter().filter(|atom| *atom >= first).collect();
            let grade = grade(title).or_else(|| grade(year)).unwrap_or(0);
            self.classes.push(FoundClass {
                title: title.to_owned(),
                grade,
                atoms: own,
            });
        }
    }

    fn atom(
        &mut self,
        name: &str,
        size: u32,
        class: usize,
        by_name: &mut HashMap<String, usize>,
    ) -> usize {
        *by_name.entry(name.to_owned()).or_insert_with(|| {
            self.atoms.push(Atom {
                class,
                students: size.min(LARGEST_ATOM),
            });
            self.atoms.len() - 1
        })
    }

    /// Gives the atoms from `first` on, which the file does not count, even shares of their class.
    fn spread(&mut self, first: usize, size: u32) {
        let Some(atoms) = self.atoms.get_mut(first..) else {
            return;
        };
        let counted: u32 = atoms.iter().map(|atom| atom.students).sum();
        let total = if size == 0 {
            USUAL_CLASS
        } else {
            size.min(LARGEST_ATOM)
        };
        let mut open = atoms.iter().filter(|atom| atom.students == 0).count();
        let mut left = total.saturating_sub(counted);
        for atom in atoms.iter_mut().filter(|atom| atom.students == 0) {
            let share = left / u32::try_from(open.max(1)).unwrap_or(1);
            atom.students = share.max(1);
            left = left.saturating_sub(share);
            open -= 1;
        }
    }
}

/// Hours of activities by the set they are for.
struct Load<'a>(HashMap<&'a str, u32>);

impl<'a> Load<'a> {
    fn of(file: &'a FetFile) -> Self {
        let mut hours = HashMap::new();
        for activity in file.activities.iter().filter(|activity| activity.active) {
            for students in &activity.students {
                *hours.entry(students.as_str()).or_default() += activity.duration;
            }
        }
        Self(hours)
    }

    fn hours(&self, set: &str) -> u32 {
        self.0.get(set).copied().unwrap_or(0)
    }

    /// Whether a year is a grade of several classes: its groups share nobody, and either it is
    /// too large for one class, or it does not say its size and its groups are taught more
    /// hours apart than together.
    fn is_grade(&self, year: &Year) -> bool {
        if year.groups.len() < 2 || share_somebody(&year.groups) {
            return false;
        }
        if year.students > 0 {
            return year.students > LARGEST_CLASS;
        }
        let apart: u32 = year
            .groups
            .iter()
            .map(|group| self.hours(&group.name))
            .sum();
        let groups = u32::try_from(year.groups.len()).unwrap_or(u32::MAX);
        apart > self.hours(&year.name).saturating_mul(groups)
    }
}

fn share_somebody(groups: &[Group]) -> bool {
    let mut seen = BTreeSet::new();
    let names = groups.iter().flat_map(|group| {
        let alone = group.subgroups.is_empty().then_some(group.name.as_str());
        group
            .subgroups
            .iter()
            .map(|subgroup| subgroup.name.as_str())
            .chain(alone)
    });
    names.into_iter().any(|name| !seen.insert(name))
}

fn grade(name: &str) -> Option<u8> {
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|grade| (1..=12).contains(grade))
}
