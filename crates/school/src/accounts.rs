//! One account of each role to try.

pub(crate) use journal::login::Logins;
use journal::{PersonId, Role, Timestamp};
use std::collections::HashSet;
use storage::Bundle;

/// An account to try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DemoLogin {
    /// The value of `--as`: `teacher`, `class-teacher`, `deputy` …; `first-sign-in` for the
    /// account that must change its start password.
    pub role_flag: &'static str,
    /// The sign-in name.
    pub login: String,
    /// The person.
    pub person: PersonId,
    /// Who it is: «Орлова Татьяна Андреевна · Алгебра, Геометрия · 7Б».
    pub title: String,
}

/// Roles that one account is found for by the role alone, in the order they are listed.
const BY_ROLE: [(&str, Role); 10] = [
    ("deputy", Role::Deputy),
    ("director", Role::Director),
    ("admin", Role::Admin),
    ("parent", Role::Parent),
    ("pupil", Role::Pupil),
    ("psychologist", Role::Psychologist),
    ("registrar", Role::Registrar),
    ("hr", Role::Hr),
    ("scheduler", Role::Scheduler),
    ("district", Role::District),
];

/// One account of each role that the school has. The teacher and the class teacher have a lesson
/// running at `now` if anyone has; they are two people if the school has two.
pub fn demo_logins(bundle: &Bundle, now: Timestamp) -> Vec<DemoLogin> {
    let teacher = teacher(bundle, now);
    let class_teacher = class_teacher(bundle, now, teacher);
    let ready = |role: Role| {
        bundle
            .people
            .iter()
            .find(|person| {
                person.roles.has(role) && person.login.is_some() && !person.must_change_password
            })
            .map(|person| person.id)
    };
    let parent = bundle.guardians.first().map(|guardian| guardian.parent);
    let pupil = bundle
        .guardians
        .first()
        .map(|guardian| PersonId::from(guardian.pupil));
    let fresh = bundle
        .people
        .iter()
        .find(|person| person.must_change_password);
    let mut found = vec![("teacher", teacher), ("class-teacher", class_teacher)];
    found.extend(BY_ROLE.into_iter().map(|(flag, role)| {
        let near = match role {
            Role::Parent => parent,
            Role::Pupil => pupil,
            _ => None,
        };
        (flag, near.or_else(|| ready(role)))
    }));
    found.push(("first-sign-in", fresh.map(|person| person.id)));
    found
        .into_iter()
        .filter_map(|(flag, person)| describe(bundle, flag, person?))
        .collect()
}

fn describe(bundle: &Bundle, role_flag: &'static str, id: PersonId) -> Option<DemoLogin> {
    let person = bundle.people.iter().find(|person| person.id == id)?;
    let login = person.login.clone()?;
    let mut title = person.name.to_string();
    let mut add = |parts: Vec<&str>| {
        if !parts.is_empty() {
            title.push_str(" · ");
            title.push_str(&parts.join(", "));
        }
    };
    add(taught(bundle, id));
    add(bundle
        .classes
        .iter()
        .filter(|class| class.class_teacher == Some(id))
        .map(|class| class.title.as_str())
        .collect());
    let child = bundle
        .guardians
        .iter()
        .find(|guardian| guardian.parent == id);
    let pupil = child.map_or(id, |guardian| guardian.pupil.into());
    let enrolment = bundle
        .enrolments
        .iter()
        .find(|enrolment| PersonId::from(enrolment.pupil) == pupil);
    let class = enrolment.and_then(|e| bundle.classes.iter().find(|class| class.id == e.class));
    add(class
        .map(|class| class.title.as_str())
        .into_iter()
        .collect());
    Some(DemoLogin {
        role_flag,
        login,
        person: id,
        title,
    })
}

fn taught(bundle: &Bundle, teacher: PersonId) -> Vec<&str> {
    let mut titles = Vec::new();
    for journal in bundle
        .journals
        .iter()
        .filter(|journal| journal.teachers.contains(&teacher))
    {
        let subject = bundle
            .subjects
            .iter()
            .find(|subject| subject.id == journal.subject);
        if let Some(title) = subject.map(|subject| subject.title.as_str())
            && !titles.contains(&title)
        {
            titles.push(title);
        }
    }
    titles
}

/// Teachers with a lesson running at `now`.
fn running(bundle: &Bundle, now: Timestamp) -> HashSet<PersonId> {
    let local = bundle.school.time.local(now);
    bundle
        .lessons
        .iter()
        .filter(|lesson| lesson.date == local.date())
        .filter(|lesson| lesson.starts <= local.time() && local.time() < lesson.ends)
        .map(|lesson| lesson.teacher)
        .collect()
}

/// The class teacher of the first class with a parent, if teaching now: the demonstration's
/// scene; else the first who is teaching now, else the first who teaches at all.
fn teacher(bundle: &Bundle, now: Timestamp) -> Option<PersonId> {
    let running = running(bundle, now);
    let pupil = bundle.guardians.first().map(|guardian| guardian.pupil);
    let class = bundle
        .enrolments
        .iter()
        .find(|e| Some(e.pupil) == pupil)
        .map(|e| e.class);
    let lead = bundle
        .classes
        .iter()
        .find(|c| Some(c.id) == class)
        .and_then(|class| class.class_teacher);
    lead.filter(|lead| running.contains(lead))
        .or_else(|| running.iter().min().copied())
        .or(lead)
        .or_else(|| bundle.lessons.first().map(|lesson| lesson.teacher))
}

fn class_teacher(bundle: &Bundle, now: Timestamp, not: Option<PersonId>) -> Option<PersonId> {
    let running = running(bundle, now);
    let all = || {
        bundle
            .classes
            .iter()
            .filter_map(|class| class.class_teacher)
    };
    let others = || all().filter(|teacher| Some(*teacher) != not);
    let id = others()
        .find(|teacher| running.contains(teacher))
        .or_else(|| others().next());
    id.or_else(|| all().next())
}
