//! People, classes and groups as the rows of a bundle.

use super::{DemoSpec, Draft};
use crate::accounts::Logins;
use crate::curriculum::Subject;
use crate::dice::Dice;
use crate::names::{Names, Sex};
use crate::people::{Form, SCENE, SMALL};
use crate::roster::{Pupil, Roster};
use crate::row_id;
use journal::school::{
    Class, Enrolment, Group, Guardian, Membership, Person, Subject as SubjectRow,
};
use journal::{ClassId, GroupId, PersonId, PersonName, PupilId, Role, Roles};
use storage::Bundle;

/// Everybody with an account.
pub(super) struct Census {
    pub(super) people: Vec<Person>,
    /// The first pupil's place among the people.
    pub(super) first_pupil: usize,
    /// By class.
    pub(super) class_teachers: Vec<Option<PersonId>>,
    pub(super) guardians: Vec<Guardian>,
}

/// Staff beside the teachers: the sign-in name says the post, so that it is easily remembered.
const OFFICE: [(&str, Role, Sex); 10] = [
    ("admin", Role::Admin, Sex::Male),
    ("director", Role::Director, Sex::Female),
    ("zavuch", Role::Deputy, Sex::Female),
    ("zavuch", Role::Deputy, Sex::Male),
    ("zavuch", Role::Deputy, Sex::Female),
    ("psychologist", Role::Psychologist, Sex::Female),
    ("secretary", Role::Registrar, Sex::Female),
    ("kadry", Role::Hr, Sex::Female),
    ("dispatcher", Role::Scheduler, Sex::Female),
    ("district", Role::District, Sex::Male),
];

/// The newly hired teacher who has not signed in yet.
const NEWCOMER: &str = "new-teacher";

struct Desk<'a> {
    people: Vec<Person>,
    logins: Logins,
    hash: &'a str,
}

impl Desk<'_> {
    fn open(&mut self, name: PersonName, role: Role, wish: &str) -> PersonId {
        let id = PersonId(row_id(self.people.len()));
        self.people.push(Person {
            id,
            name,
            roles: Roles(vec![role]),
            login: Some(self.logins.give(wish)),
            password_hash: Some(self.hash.to_owned()),
            must_change_password: wish == NEWCOMER,
        });
        id
    }
}

impl Census {
    pub(super) fn take(
        spec: &DemoSpec,
        draft: &Draft,
        roster: &Roster,
        names: &mut Names,
        dice: &mut Dice,
    ) -> Self {
        let mut desk = Desk {
            people: Vec::new(),
            logins: Logins::default(),
            hash: &spec.password_hash,
        };
        for teacher in &draft.teachers {
            desk.open(teacher.name.clone(), Role::Teacher, &teacher.name.last);
        }
        for (wish, role, sex) in OFFICE {
            desk.open(names.adult(dice, sex).name, role, wish);
        }
        desk.open(names.adult(dice, Sex::Female).name, Role::Teacher, NEWCOMER);
        let first_pupil = desk.people.len();
        let titles: Vec<String> = draft.forms.iter().map(|form| form.title()).collect();
        for pupil in &roster.pupils {
            let class = titles.get(pupil.class).map_or("", String::as_str);
            let name = pupil.named.name.clone();
            let wish = format!("{}{class}", name.last);
            desk.open(name, Role::Pupil, &wish);
        }
        let guardians = families(&mut desk, draft, roster, first_pupil, names, dice);
        let class_teachers = draft
            .class_teachers
            .iter()
            .map(|t| t.map(|t| PersonId(row_id(t))))
            .collect();
        Self {
            people: desk.people,
            first_pupil,
            class_teachers,
            guardians,
        }
    }
}

/// A parent of each pupil, the scene's class first, then the other classes that a small school has;
/// of the pupils of the others often both.
fn families(
    desk: &mut Desk<'_>,
    draft: &Draft,
    roster: &Roster,
    first_pupil: usize,
    names: &Names,
    dice: &mut Dice,
) -> Vec<Guardian> {
    let mut guardians = Vec::new();
    let others = SMALL.into_iter().filter(|form| *form != SCENE);
    let first = std::iter::once(SCENE).chain(others);
    let first: Vec<_> = first.filter_map(|form| draft.class(form)).collect();
    let rest = (0..draft.forms.len()).filter(|class| !first.contains(class));
    for class in first.iter().copied().chain(rest) {
        for (index, pupil) in roster
            .pupils
            .iter()
            .enumerate()
            .filter(|(_, p)| p.class == class)
        {
            let sex = if dice.chance(750) {
                Sex::Female
            } else {
                Sex::Male
            };
            let other = match sex {
                Sex::Female => Sex::Male,
                Sex::Male => Sex::Female,
            };
            let both = !first.contains(&class) && dice.chance(500);
            for sex in std::iter::once(sex).chain(both.then_some(other)) {
                let name = names.parent(dice, &pupil.named, sex).name;
                let child = desk
                    .people
                    .get(first_pupil + index)
                    .and_then(|child| child.login.clone());
                let wish = format!("p.{}", child.unwrap_or_default());
                let parent = desk.open(name, Role::Parent, &wish);
                guardians.push(Guardian {
                    parent,
                    pupil: pupil_id(first_pupil, index),
                });
            }
        }
    }
    guardians
}

fn pupil_id(first_pupil: usize, index: usize) -> PupilId {
    PupilId(row_id(first_pupil + index))
}

pub(super) fn subjects(subjects: &[Subject]) -> Vec<SubjectRow> {
    let titles = subjects
        .iter()
        .map(|subject| subject.title.to_owned())
        .enumerate();
    titles
        .map(|(index, title)| SubjectRow {
            id: row_id(index),
            title,
        })
        .collect()
}

pub(super) fn classes(forms: &[Form], class_teachers: &[Option<PersonId>]) -> Vec<Class> {
    let forms = forms.iter().zip(class_teachers).enumerate();
    forms
        .map(|(index, (form, class_teacher))| Class {
            id: ClassId(row_id(index)),
            year: Bundle::YEAR,
            grade: form.grade,
            title: form.title(),
            class_teacher: *class_teacher,
        })
        .collect()
}

pub(super) fn enrolments(roster: &Roster, first_pupil: usize) -> Vec<Enrolment> {
    let row = |(index, pupil): (usize, &Pupil)| Enrolment {
        pupil: pupil_id(first_pupil, index),
        class: ClassId(row_id(pupil.class)),
        from: pupil.from,
        until: pupil.until,
    };
    roster.pupils.iter().enumerate().map(row).collect()
}

pub(super) fn groups(roster: &Roster, forms: &[Form]) -> Vec<Group> {
    let titles: Vec<String> = forms.iter().map(|form| form.title()).collect();
    let groups = roster.groups.iter().enumerate();
    groups
        .map(|(index, group)| Group {
            id: GroupId(row_id(index)),
            year: Bundle::YEAR,
            title: group.title(titles.get(group.class).map_or("", String::as_str)),
            class: Some(ClassId(row_id(group.class))),
        })
        .collect()
}

pub(super) fn memberships(roster: &Roster, first_pupil: usize) -> Vec<Membership> {
    let mut rows = Vec::with_capacity(roster.pupils.len() * 7);
    for (index, group) in roster.groups.iter().enumerate() {
        rows.extend(group.members.iter().filter_map(|member| {
            let pupil = roster.pupils.get(*member)?;
            Some(Membership {
                group: GroupId(row_id(index)),
                pupil: pupil_id(first_pupil, *member),
                from: pupil.from,
                until: pupil.until,
            })
        }));
    }
    rows
}
