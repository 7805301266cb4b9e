//! Whether everything that a bundle's rows refer to is there: one plain sentence instead of a
//! foreign key's.

use crate::bundle::Bundle;
use journal::{Regulation, Role};
use std::collections::HashSet;
use std::fmt::Display;
use std::hash::Hash;

/// How many pupils a bundle has.
pub fn pupils(bundle: &Bundle) -> usize {
    bundle
        .people
        .iter()
        .filter(|person| person.roles.has(Role::Pupil))
        .count()
}

/// Checks every reference of a bundle.
pub fn references(bundle: &Bundle) -> Result<(), String> {
    if Regulation::shipped(&bundle.school.regulation).is_none() {
        return Err(format!("unknown regulation {:?}", bundle.school.regulation));
    }
    if bundle.periods.is_empty() || bundle.work_kinds.is_empty() {
        return Err("a school needs a period and a kind of work".to_owned());
    }
    unique("period", bundle.periods.iter().map(|row| row.id))?;
    let works = unique("kind of work", bundle.work_kinds.iter().map(|row| row.id))?;
    let subjects = unique("subject", bundle.subjects.iter().map(|row| row.id))?;
    let people = unique("person", bundle.people.iter().map(|row| row.id))?;
    let logins = bundle.people.iter().filter_map(|row| row.login.as_deref());
    unique("sign-in name", logins.map(str::to_lowercase))?;
    let classes = unique("class", bundle.classes.iter().map(|row| row.id))?;
    let groups = unique("group", bundle.groups.iter().map(|row| row.id))?;
    let journals = unique("journal", bundle.journals.iter().map(|row| row.id))?;
    unique("lesson", bundle.lessons.iter().map(|row| row.id))?;
    unique("plan row", bundle.plans.iter().map(|row| row.id))?;
    let places = bundle
        .plans
        .iter()
        .map(|row| format!("{} in journal {}", row.number, row.journal));
    unique("plan place", places)?;

    for class in &bundle.classes {
        class
            .class_teacher
            .map_or(Ok(()), |person| known("person", &people, person))?;
    }
    for place in &bundle.enrolments {
        known("person", &people, place.pupil.into())?;
        known("class", &classes, place.class)?;
    }
    for group in &bundle.groups {
        group
            .class
            .map_or(Ok(()), |class| known("class", &classes, class))?;
    }
    for place in &bundle.memberships {
        known("person", &people, place.pupil.into())?;
        known("group", &groups, place.group)?;
    }
    for journal in &bundle.journals {
        known("subject", &subjects, journal.subject)?;
        known("group", &groups, journal.group)?;
        journal
            .teachers
            .iter()
            .try_for_each(|person| known("person", &people, *person))?;
    }
    for row in &bundle.plans {
        known("journal", &journals, row.journal)?;
        row.work
            .map_or(Ok(()), |work| known("kind of work", &works, work))?;
    }
    for lesson in &bundle.lessons {
        known("journal", &journals, lesson.journal)?;
        known("person", &people, lesson.teacher)?;
    }
    for guardian in &bundle.guardians {
        known("person", &people, guardian.parent)?;
        known("person", &people, guardian.pupil.into())?;
    }
    let authors: HashSet<_> = bundle.history.iter().map(|past| past.by).collect();
    authors
        .into_iter()
        .try_for_each(|author| known("person", &people, author))
}

fn unique<T: Hash + Eq + Display>(
    what: &str,
    ids: impl Iterator<Item = T>,
) -> Result<HashSet<T>, String> {
    let mut seen = HashSet::with_capacity(ids.size_hint().0);
    for id in ids {
        if seen.contains(&id) {
            return Err(format!("{what} {id} comes twice"));
        }
        seen.insert(id);
    }
    Ok(seen)
}

fn known<T: Hash + Eq + Copy + Display>(what: &str, ids: &HashSet<T>, id: T) -> Result<(), String> {
    if ids.contains(&id) {
        Ok(())
    } else {
        Err(format!("no {what} {id}"))
    }
}
