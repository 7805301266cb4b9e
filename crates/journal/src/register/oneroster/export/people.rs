//! Users with what is known of them, their roles, whom they represent.

use super::super::words;
use super::{Package, iso};
use crate::ids::PersonId;
use crate::register::kinds::PersonDetails;
use crate::register::{DaySpan, Record, RecordKind, RecordRef, Register};
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet};

impl Package<'_> {
    /// Everybody who has a role in the year.
    pub(super) fn people(&mut self) {
        let register = self.what.register;
        let mut offices: BTreeMap<PersonId, Vec<(&'static str, DaySpan)>> = BTreeMap::new();
        for (_, record) in register.of(RecordKind::Office) {
            if let Record::Office(office) = record
                && office.days().meets(self.days)
                && self.is_named(office.person)
            {
                let held = (words::of_office(office.role), office.days());
                offices.entry(office.person).or_default().push(held);
            }
        }
        let (agents, kinships) = self.representatives();
        let mut people: BTreeSet<PersonId> = offices.keys().copied().collect();
        people.extend(self.roles.keys());
        people.extend(kinships.keys());
        for person in people {
            let mut held: Vec<(&str, Option<DaySpan>)> = Vec::new();
            let given = offices.remove(&person).unwrap_or_default();
            held.extend(given.into_iter().map(|(role, days)| (role, Some(days))));
            let own = self.roles.get(&person).into_iter().flatten().copied();
            let ties = kinships.get(&person).into_iter().flatten().copied();
            for role in own.chain(ties).collect::<BTreeSet<_>>() {
                if held.iter().all(|(other, _)| *other != role) {
                    held.push((role, None));
                }
            }
            // The first is the primary one: a word that everybody knows, if there is one.
            held.sort_by_key(|(role, days)| {
                (role.starts_with("ext:"), *role, days.map(|days| days.first))
            });
            self.user(person, agents.get(&person));
            self.roles_of(person, &held);
        }
    }

    /// Who represents each pupil of the package on the day, and what such people are.
    fn representatives(
        &mut self,
    ) -> (
        BTreeMap<PersonId, BTreeSet<PersonId>>,
        BTreeMap<PersonId, BTreeSet<&'static str>>,
    ) {
        let register = self.what.register;
        let mut agents: BTreeMap<PersonId, BTreeSet<PersonId>> = BTreeMap::new();
        let mut kinships: BTreeMap<PersonId, BTreeSet<&'static str>> = BTreeMap::new();
        for (_, record) in register.of(RecordKind::Guardianship) {
            let Record::Guardianship(tie) = record else {
                continue;
            };
            let pupil = PersonId::from(tie.pupil);
            let learns = self
                .roles
                .get(&pupil)
                .is_some_and(|it| it.contains("student"));
            if learns && tie.holds(self.what.day) && self.is_named(tie.parent) {
                agents.entry(pupil).or_default().insert(tie.parent);
                let words = kinships.entry(tie.parent).or_default();
                words.insert(words::of_kinship(tie.kinship));
            }
        }
        (agents, kinships)
    }

    fn user(&mut self, person: PersonId, agents: Option<&BTreeSet<PersonId>>) {
        let at = RecordRef::from(person);
        let Some(Record::Person(record)) = self.what.register.get(at) else {
            return;
        };
        let details = details_of(self.what.register, at);
        let id = self.ids.of(at);
        let login = (self.what.login)(person);
        let agents = agents.into_iter().flatten();
        let agents: Vec<_> = agents.map(|it| self.ids.of((*it).into())).collect();
        let grade = self.grades.get(&person);
        let grade = grade.map(|(_, grade)| words::of_grade(*grade));
        let said = [
            ("sourcedId", id.clone()),
            ("enabledUser", login.is_some().to_string()),
            // Every user has one; whoever never signs in is called as the record.
            ("username", login.unwrap_or_else(|| id.clone())),
            ("givenName", record.name.first.clone()),
            ("familyName", record.name.last.clone()),
            ("middleName", record.name.middle.clone()),
            (
                "identifier",
                details.map(|it| it.source.clone()).unwrap_or_default(),
            ),
            (
                "email",
                details.map(|it| it.email.clone()).unwrap_or_default(),
            ),
            (
                "phone",
                details.map(|it| it.phone.clone()).unwrap_or_default(),
            ),
            ("agentSourcedIds", agents.join(",")),
            ("grades", grade.unwrap_or_default()),
            ("primaryOrgSourcedId", self.ids.org()),
        ];
        self.row("users", &said);
        let Some(details) = details else { return };
        let sex = details.sex.map(|sex| sex.word().to_owned());
        if details.born.is_some() || sex.is_some() {
            let said = [
                ("sourcedId", id),
                ("birthDate", iso(details.born)),
                ("sex", sex.unwrap_or_default()),
            ];
            self.row("demographics", &said);
        }
    }

    fn roles_of(&mut self, person: PersonId, held: &[(&str, Option<DaySpan>)]) {
        let at = RecordRef::from(person);
        for (place, (role, days)) in held.iter().enumerate() {
            let kind = if place == 0 { "primary" } else { "secondary" };
            let same = held.iter().take(place).filter(|(other, _)| other == role);
            let name = format!("role:{}:{role}:{}", at.id, same.count() + 1);
            let first = days
                .map(|days| days.first)
                .filter(|day| *day > NaiveDate::MIN);
            let last = days
                .map(|days| days.last)
                .filter(|day| *day < NaiveDate::MAX);
            let said = [
                ("sourcedId", self.ids.named(&name)),
                ("userSourcedId", self.ids.of(at)),
                ("roleType", kind.to_owned()),
                ("role", (*role).to_owned()),
                ("beginDate", iso(first)),
                ("endDate", iso(last.and_then(|day| day.succ_opt()))),
                ("orgSourcedId", self.ids.org()),
            ];
            self.row("roles", &said);
        }
    }

    /// Whether somebody has the names without which nobody is in a package.
    pub(super) fn is_named(&mut self, person: PersonId) -> bool {
        let at = RecordRef::from(person);
        match self.what.register.get(at) {
            Some(Record::Person(it)) if !it.name.first.is_empty() => true,
            Some(_) => {
                self.unnamed.insert(at);
                false
            }
            None => false,
        }
    }
}

fn details_of(register: &Register, person: RecordRef) -> Option<&PersonDetails> {
    let mut naming = register.referring_to(person);
    naming.find_map(|by| match register.get(by)? {
        Record::PersonDetails(details) => Some(details),
        _ => None,
    })
}
