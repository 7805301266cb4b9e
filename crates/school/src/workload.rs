//! Who teaches what: courses of the classes, shared out among the teachers of the departments.

use crate::curriculum::{Split, Subject};
use crate::people::{BEFORE_SCENE, Form, LEAD_DEPARTMENT, SCENE, SMALL, Team};
use std::collections::HashMap;

/// Which pupils of a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Part {
    /// All of them.
    Whole,
    /// A group of a foreign language, 0 or 1.
    Language(usize),
    /// A group at the computers, 0 or 1.
    Computers(usize),
    /// Boys (0) or girls (1).
    Craft(usize),
}

impl Part {
    /// 0 or 1; 0 for the whole class.
    pub(crate) fn number(self) -> usize {
        match self {
            Self::Whole => 0,
            Self::Language(number) | Self::Computers(number) | Self::Craft(number) => number,
        }
    }
}

/// One journal to be.
#[derive(Debug, Clone)]
pub(crate) struct Share {
    /// Its pupils.
    pub(crate) part: Part,
    /// Its subject: German may stand beside English.
    pub(crate) subject: usize,
    /// Its teacher's place in the staff.
    pub(crate) teacher: usize,
}

/// A subject of a class; its groups meet at the same hours.
#[derive(Debug, Clone)]
pub(crate) struct Course {
    /// Place among the classes.
    pub(crate) class: usize,
    /// Hours a week.
    pub(crate) hours: u8,
    /// Given two hours at once.
    pub(crate) double: bool,
    /// One journal, or two of groups.
    pub(crate) shares: Vec<Share>,
}

/// The whole load of the school.
pub(crate) struct Workload {
    /// Courses in the order of classes and subjects.
    pub(crate) courses: Vec<Course>,
    /// The class teacher of each class.
    pub(crate) class_teachers: Vec<Option<usize>>,
}

/// Subjects the primary teacher gives to the own class.
const PRIMARY: [&str; 6] = ["russian", "reading", "math", "world", "orkse", "labour"];

/// What one teacher gives to one class: shared out as a whole.
struct Bundle {
    team: &'static str,
    class: usize,
    number: usize,
    hours: u8,
    shares: Vec<(usize, usize)>,
}

/// Shares the hours of `forms` out among the `teams`.
pub(crate) fn share_out(
    forms: &[Form],
    subjects: &[Subject],
    teams: &[Team],
    staff: usize,
) -> Workload {
    let mut courses = courses(forms, subjects);
    let mut bundles = bundles(&courses, forms, subjects);
    // The demonstration's teacher first, then the heaviest: so the loads come out even.
    bundles.sort_by_key(|b| {
        let lead = is_lead(b, forms);
        (!lead, std::cmp::Reverse(b.hours), b.class, b.number)
    });
    let mut loads = vec![0u32; staff];
    let mut partner: HashMap<(usize, &str), usize> = HashMap::new();
    for bundle in bundles {
        let team = teams.iter().find(|team| team.code == bundle.team);
        let team = team.map_or(&[][..], |team| team.teachers.as_slice());
        let teacher = if bundle.team == "primary" {
            team.get(bundle.class % team.len().max(1)).copied()
        } else if is_lead(&bundle, forms) {
            team.first().copied()
        } else {
            let other = partner.get(&(bundle.class, bundle.team)).copied();
            let free = team
                .iter()
                .copied()
                .filter(|teacher| Some(*teacher) != other);
            free.min_by_key(|teacher| loads.get(*teacher).copied().unwrap_or(u32::MAX))
        };
        let Some(teacher) = teacher else { continue };
        partner.insert((bundle.class, bundle.team), teacher);
        if let Some(load) = loads.get_mut(teacher) {
            *load += u32::from(bundle.hours);
        }
        for (course, share) in bundle.shares {
            if let Some(share) = courses
                .get_mut(course)
                .and_then(|c| c.shares.get_mut(share))
            {
                share.teacher = teacher;
            }
        }
    }
    let class_teachers = class_teachers(forms, &courses, teams);
    Workload {
        courses,
        class_teachers,
    }
}

fn is_lead(bundle: &Bundle, forms: &[Form]) -> bool {
    let hers = [SCENE, BEFORE_SCENE, SMALL[3]];
    bundle.team == LEAD_DEPARTMENT
        && forms
            .get(bundle.class)
            .is_some_and(|form| hers.contains(form))
}

fn courses(forms: &[Form], subjects: &[Subject]) -> Vec<Course> {
    let german = subjects.iter().position(|subject| subject.code == "german");
    let mut courses = Vec::new();
    for (class, form) in forms.iter().enumerate() {
        for (index, subject) in subjects.iter().enumerate() {
            let hours = subject.hours(form.grade);
            if hours == 0 {
                continue;
            }
            let share = |part, subject| Share {
                part,
                subject,
                teacher: usize::MAX,
            };
            let shares = match subject.split {
                Split::Language => {
                    let second = german.filter(|_| form.grade >= 5 && form.letter == 'В');
                    vec![
                        share(Part::Language(0), index),
                        share(Part::Language(1), second.unwrap_or(index)),
                    ]
                }
                Split::Computers => vec![
                    share(Part::Computers(0), index),
                    share(Part::Computers(1), index),
                ],
                Split::Craft if form.grade >= 5 => {
                    vec![share(Part::Craft(0), index), share(Part::Craft(1), index)]
                }
                Split::Craft | Split::Whole => vec![share(Part::Whole, index)],
            };
            let double = subject.split == Split::Craft && hours == 2;
            courses.push(Course {
                class,
                hours,
                double,
                shares,
            });
        }
    }
    courses
}

fn bundles(courses: &[Course], forms: &[Form], subjects: &[Subject]) -> Vec<Bundle> {
    let mut bundles: Vec<Bundle> = Vec::new();
    let mut by_key: HashMap<(usize, &str, usize), usize> = HashMap::new();
    for (course_index, course) in courses.iter().enumerate() {
        let primary = forms.get(course.class).is_some_and(|form| form.grade <= 4);
        for (share_index, share) in course.shares.iter().enumerate() {
            let Some(subject) = subjects.get(share.subject) else {
                continue;
            };
            let team = match (subject.code, share.part) {
                (code, _) if primary && PRIMARY.contains(&code) => "primary",
                (_, Part::Craft(0)) => "boys",
                (_, Part::Craft(_)) => "girls",
                _ => subject.department,
            };
            let key = (course.class, team, share.part.number());
            let at = *by_key.entry(key).or_insert_with(|| {
                bundles.push(Bundle {
                    team,
                    class: course.class,
                    number: share.part.number(),
                    hours: 0,
                    shares: Vec::new(),
                });
                bundles.len() - 1
            });
            if let Some(bundle) = bundles.get_mut(at) {
                bundle.hours += course.hours;
                bundle.shares.push((course_index, share_index));
            }
        }
    }
    bundles
}

/// Each class gets, of its teachers who have no class yet, the one with most hours in it.
fn class_teachers(forms: &[Form], courses: &[Course], teams: &[Team]) -> Vec<Option<usize>> {
    let lead = teams
        .iter()
        .find(|team| team.code == LEAD_DEPARTMENT)
        .and_then(|team| team.teachers.first().copied());
    let mut hours: Vec<HashMap<usize, u32>> = vec![HashMap::new(); forms.len()];
    for course in courses {
        for share in &course.shares {
            if let Some(hours) = hours.get_mut(course.class) {
                *hours.entry(share.teacher).or_default() += u32::from(course.hours);
            }
        }
    }
    let mut taken: Vec<usize> = lead.into_iter().collect();
    let choose = |(form, hours): (&Form, &HashMap<usize, u32>)| {
        if *form == SCENE {
            return lead;
        }
        let best = hours
            .iter()
            .filter(|(teacher, _)| !taken.contains(*teacher))
            .max_by_key(|(teacher, hours)| (**hours, std::cmp::Reverse(**teacher)))
            .map(|(teacher, _)| *teacher);
        taken.extend(best);
        best
    };
    forms.iter().zip(&hours).map(choose).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::curriculum::{departments, subjects};
    use crate::dice::Dice;
    use crate::names::Names;
    use crate::people::{forms, staff};

    #[test]
    fn loads_are_human_and_every_class_has_an_own_class_teacher() {
        let (forms, subjects) = (forms(), subjects());
        let (staff, teams) = staff(&departments(), &mut Names::read(), &mut Dice::new(1, 0));
        let load = share_out(&forms, &subjects, &teams, staff.len());
        let mut hours = vec![0u32; staff.len()];
        for course in &load.courses {
            for share in &course.shares {
                hours[share.teacher] += u32::from(course.hours);
            }
            if let [one, two] = course.shares.as_slice() {
                assert_ne!(one.teacher, two.teacher);
            }
        }
        for (teacher, hours) in staff.iter().zip(&hours) {
            assert!((10..=26).contains(hours), "{} has {hours}", teacher.name);
        }
        let mut heads: Vec<_> = load.class_teachers.iter().map(|t| t.unwrap()).collect();
        heads.sort_unstable();
        heads.dedup();
        assert_eq!(heads.len(), forms.len());
        let scene = forms.iter().position(|form| *form == SCENE).unwrap();
        assert_eq!(
            staff[load.class_teachers[scene].unwrap()].name.last,
            "Орлова"
        );
    }
}
