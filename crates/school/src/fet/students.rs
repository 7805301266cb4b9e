//! Sets of students as sets of atoms: students who are never apart in this timetable. Two sets
//! overlap exactly if they share an atom, as FET itself understands it.

mod division;
mod seats;

use super::file::{FetFile, Group, Year};
use super::plan::{ClassLevel, Division};
use division::{Draft, Lessons, Part, Rule};
use seats::Seats;
use std::collections::{BTreeSet, HashMap};

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
    /// The number that its name, or the name of its group or year, begins with; 0 if none does.
    pub(super) grade: u8,
    /// Places of its atoms in [`Students::atoms`].
    pub(super) atoms: BTreeSet<usize>,
}

/// All sets of students.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Students {
    /// Classes in the order of the file.
    pub(super) classes: Vec<FoundClass>,
    pub(super) atoms: Vec<Atom>,
    /// The atoms of each named set.
    pub(super) sets: HashMap<String, BTreeSet<usize>>,
    /// What was taken as classes, year by year, and why.
    pub(super) divisions: Vec<Division>,
}

impl Students {
    /// Reads the sets of `file`. `asked` says which of them are classes; none: what the hours
    /// of its activities show.
    pub(super) fn read(file: &FetFile, asked: Option<ClassLevel>) -> Self {
        let mut sets = Sets::default();
        let years: Vec<Part<'_>> = file.years.iter().map(|year| sets.year(year)).collect();
        let lessons = Lessons::of(file, &sets.named);
        let rule = Rule::of(&years, &lessons, asked);
        let (mut divisions, mut classes) = (Vec::new(), Vec::new());
        let mut seats = Seats::of(&sets.sizes);
        for year in &years {
            let drafts = division::classes(year, &rule, &mut divisions);
            // A class of which every student sits in another class already is only a set.
            let mut drafts: Vec<(BTreeSet<usize>, Draft<'_>)> = drafts
                .into_iter()
                .map(|draft| (seats.claim(&draft.atoms), draft))
                .filter(|(own, _)| !own.is_empty())
                .collect();
            drafts.sort_by_key(|(own, _)| own.first().copied());
            for (own, draft) in drafts {
                seats.give(classes.len(), &own, &draft);
                classes.push(FoundClass {
                    title: draft.title.to_owned(),
                    grade: draft.names.iter().find_map(|name| grade(name)).unwrap_or(0),
                    atoms: own,
                });
            }
        }
        let named = sets.named.into_iter();
        Self {
            classes,
            atoms: seats.atoms(),
            sets: named
                .map(|(name, atoms)| (name.to_owned(), atoms))
                .collect(),
            divisions,
        }
    }
}

/// The named sets of a file, as they are read.
#[derive(Default)]
struct Sets<'a> {
    /// Students of each atom; 0 where the file does not say.
    sizes: Vec<u32>,
    by_name: HashMap<&'a str, usize>,
    named: HashMap<&'a str, BTreeSet<usize>>,
}

impl<'a> Sets<'a> {
    fn year(&mut self, year: &'a Year) -> Part<'a> {
        let parts = year.groups.iter().map(|group| self.group(group)).collect();
        self.part(ClassLevel::Years, &year.name, year.students, parts)
    }

    fn group(&mut self, group: &'a Group) -> Part<'a> {
        let subgroups = group.subgroups.iter();
        let parts = subgroups
            .map(|one| self.part(ClassLevel::Subgroups, &one.name, one.students, Vec::new()))
            .collect();
        self.part(ClassLevel::Groups, &group.name, group.students, parts)
    }

    /// A set of the same name in another year or group is the same students.
    fn part(
        &mut self,
        level: ClassLevel,
        name: &'a str,
        students: u32,
        parts: Vec<Part<'a>>,
    ) -> Part<'a> {
        let mut atoms: BTreeSet<usize> = parts
            .iter()
            .flat_map(|part| part.atoms.iter().copied())
            .collect();
        if atoms.is_empty() {
            let next = self.sizes.len();
            let atom = *self.by_name.entry(name).or_insert(next);
            if atom == next {
                self.sizes.push(students);
            }
            atoms.insert(atom);
        }
        self.named.entry(name).or_default().extend(&atoms);
        Part {
            level,
            name,
            students,
            atoms,
            parts,
        }
    }
}

fn grade(name: &str) -> Option<u8> {
    let digits: String = name.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok().filter(|grade| (1..=12).contains(grade))
}
