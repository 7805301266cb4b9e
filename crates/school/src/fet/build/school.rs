//! The rows of an imported school.

use super::ImportSpec;
use super::judge::Taken;
use super::people::Census;
use crate::curriculum::works;
use crate::fet::clean;
use crate::fet::file::FetFile;
use crate::fet::students::Students;
use crate::fet::week::schedule;
use crate::row_id;
use journal::register::DaySpan;
use journal::school::{Bell, Class, Enrolment, Group, Journal, Membership, School, Subject};
use journal::{ClassId, GroupId, JournalId, Lesson, PersonId, SchoolId};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use storage::Bundle;

/// Groups and journals that the taken rows need.
pub(super) struct Parts {
    /// Atoms and name of each group; whole classes first.
    groups: Vec<(BTreeSet<usize>, String)>,
    /// Subject, group and teachers, by their places in the file.
    journals: Vec<(usize, usize, Vec<usize>)>,
    /// The journal of each activity, with its first teacher.
    by_activity: HashMap<usize, (usize, usize)>,
}

impl Parts {
    pub(super) fn gather(file: &FetFile, students: &Students, taken: &[Taken]) -> Self {
        let place = |list: &[String], name: &str| list.iter().position(|other| other == name);
        let mut parts = Self {
            groups: Vec::new(),
            journals: Vec::new(),
            by_activity: HashMap::new(),
        };
        let mut groups = BTreeMap::new();
        for (index, class) in students.classes.iter().enumerate() {
            groups.insert(class.atoms.clone(), index);
            parts
                .groups
                .push((class.atoms.clone(), class.title.clone()));
        }
        let mut journals = HashMap::new();
        let mut wanted: Vec<usize> = taken.iter().map(|taken| taken.activity).collect();
        wanted.sort_unstable();
        wanted.dedup();
        for index in wanted {
            let Some(activity) = file.activities.get(index) else {
                continue;
            };
            let sets = activity
                .students
                .iter()
                .filter_map(|set| students.sets.get(set));
            let atoms: BTreeSet<usize> = sets.flatten().copied().collect();
            let group = *groups.entry(atoms.clone()).or_insert_with(|| {
                parts.groups.push((atoms, activity.students.join(" + ")));
                parts.groups.len() - 1
            });
            let teachers = activity
                .teachers
                .iter()
                .filter_map(|t| place(&file.teachers, t));
            let teachers: Vec<usize> = teachers.collect();
            let Some(subject) = place(&file.subjects, &activity.subject) else {
                continue;
            };
            let first = teachers.first().copied().unwrap_or(0);
            let key = (subject, group, teachers);
            let journal = *journals.entry(key.clone()).or_insert_with(|| {
                parts.journals.push(key);
                parts.journals.len() - 1
            });
            parts.by_activity.insert(index, (journal, first));
        }
        parts
    }

    /// The journal of an activity and the place of its first teacher.
    pub(super) fn journal_of(&self, activity: usize) -> Option<(usize, usize)> {
        self.by_activity.get(&activity).copied()
    }

    /// For each class the teacher with most rows in it who has no class yet: no timetable names
    /// class teachers, and absences need one.
    fn class_teachers(&self, students: &Students, taken: &[Taken]) -> Vec<Option<PersonId>> {
        let mut hours: Vec<BTreeMap<usize, usize>> = vec![BTreeMap::new(); students.classes.len()];
        for row in taken {
            let Some((journal, teacher)) = self.journal_of(row.activity) else {
                continue;
            };
            let group = self
                .journals
                .get(journal)
                .and_then(|(_, group, _)| self.groups.get(*group));
            let Some((atoms, _)) = group else { continue };
            let classes = atoms.iter().filter_map(|atom| students.atoms.get(*atom));
            let classes: BTreeSet<usize> = classes.map(|atom| atom.class).collect();
            for class in classes {
                if let Some(hours) = hours.get_mut(class) {
                    *hours.entry(teacher).or_default() += 1;
                }
            }
        }
        let mut free = BTreeSet::new();
        let choose = |hours: &BTreeMap<usize, usize>| {
            let open = hours.iter().filter(|(teacher, _)| !free.contains(*teacher));
            let best = open.max_by_key(|(teacher, hours)| (**hours, std::cmp::Reverse(**teacher)));
            let best = best.map(|(teacher, _)| *teacher);
            free.extend(best);
            best.map(|teacher| PersonId(row_id(teacher)))
        };
        hours.iter().map(choose).collect()
    }
}

pub(super) fn bundle(
    file: &FetFile,
    students: &Students,
    spec: &ImportSpec,
    parts: &Parts,
    lessons: Vec<Lesson>,
    taken: &[Taken],
    bells: &[Bell],
) -> Bundle {
    let census = Census::take(file, students, spec);
    let title = spec
        .title
        .as_deref()
        .map_or_else(|| file.institution.clone(), clean);
    let class_teachers = parts.class_teachers(students, taken);
    let classes = students.classes.iter().zip(class_teachers).enumerate();
    Bundle {
        school: School {
            id: SchoolId(1),
            title,
            time: spec.time,
            regulation: spec.regulation.clone(),
        },
        year: DaySpan::new(spec.year.starts, spec.year.ends),
        periods: spec.year.quarters.clone(),
        holidays: spec.year.holidays.clone(),
        bells: vec![schedule(bells)],
        work_kinds: works().into_iter().map(|(_, kind)| kind).collect(),
        subjects: file
            .subjects
            .iter()
            .enumerate()
            .map(|(index, title)| Subject {
                id: row_id(index),
                title: title.clone(),
            })
            .collect(),
        classes: classes
            .map(|(index, (class, class_teacher))| Class {
                id: ClassId(row_id(index)),
                year: Bundle::YEAR,
                grade: class.grade,
                title: class.title.clone(),
                class_teacher,
            })
            .collect(),
        enrolments: census
            .pupils
            .iter()
            .map(|pupil| Enrolment {
                pupil: pupil.id,
                class: ClassId(row_id(pupil.class)),
                from: None,
                until: None,
            })
            .collect(),
        memberships: memberships(parts, &census),
        journals: journals(parts, students, &spec.without_marks),
        groups: groups(parts, students),
        plans: Vec::new(),
        lessons,
        people: census.people,
        guardians: census.guardians,
        history: Vec::new(),
    }
}

fn memberships(parts: &Parts, census: &Census) -> Vec<Membership> {
    let mut rows = Vec::new();
    for (index, (atoms, _)) in parts.groups.iter().enumerate() {
        let members = census
            .pupils
            .iter()
            .filter(|pupil| atoms.contains(&pupil.atom));
        rows.extend(members.map(|pupil| Membership {
            group: GroupId(row_id(index)),
            pupil: pupil.id,
            from: None,
            until: None,
        }));
    }
    rows
}

/// A group of pupils of several classes belongs to none.
fn groups(parts: &Parts, students: &Students) -> Vec<Group> {
    let groups = parts.groups.iter().enumerate();
    groups
        .map(|(index, (atoms, title))| {
            let classes = atoms.iter().filter_map(|atom| students.atoms.get(*atom));
            let classes: BTreeSet<usize> = classes.map(|atom| atom.class).collect();
            let only = classes.first().copied().filter(|_| classes.len() == 1);
            Group {
                id: GroupId(row_id(index)),
                year: Bundle::YEAR,
                title: title.clone(),
                class: only.map(|class| ClassId(row_id(class))),
            }
        })
        .collect()
}

/// A journal is without marks if all its pupils are of grades without them.
fn journals(parts: &Parts, students: &Students, without_marks: &[u8]) -> Vec<Journal> {
    let bare = |atom: &usize| {
        let class = students.atoms.get(*atom).map(|atom| atom.class);
        let class = class.and_then(|class| students.classes.get(class));
        class.is_some_and(|class| without_marks.contains(&class.grade))
    };
    let journals = parts.journals.iter().enumerate();
    journals
        .map(|(index, (subject, group, teachers))| {
            let atoms = parts.groups.get(*group).map(|(atoms, _)| atoms);
            Journal {
                id: JournalId(row_id(index)),
                subject: row_id(*subject),
                group: GroupId(row_id(*group)),
                teachers: teachers
                    .iter()
                    .map(|teacher| PersonId(row_id(*teacher)))
                    .collect(),
                without_marks: atoms.is_some_and(|atoms| atoms.iter().all(bare)),
            }
        })
        .collect()
}
