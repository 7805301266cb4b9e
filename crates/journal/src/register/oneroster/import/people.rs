//! Users, their roles, whom they represent.

use super::super::words;
use super::Unfit;
use super::package::Package;
use super::sessions::last_day;
use super::sheet::Growing;
use crate::register::table::{HeadedSheet, TableShape};
use crate::register::{Kinship, RecordKind};
use std::collections::{BTreeMap, BTreeSet};

/// Representatives of all users together: ten times those of a large district.
const MOST_AGENTS: usize = 100_000;
/// Letters of what another program knows a person by.
const LONGEST_SOURCE: usize = 60;

impl Package<'_> {
    pub(super) fn people(&self) -> Vec<HeadedSheet> {
        let name = "users";
        let mut sheet = Growing::new(name, TableShape::people());
        let id = sheet.id(self.column(name, "sourcedId"));
        let last = sheet.field(self.column(name, "familyName"), "last");
        let first = sheet.field(self.column(name, "givenName"), "first");
        let middle = sheet.field(self.column(name, "middleName"), "middle");
        let email = sheet.beside(self.column(name, "email"), "email");
        let phone = sheet.beside(self.column(name, "phone"), "phone");
        let source = sheet.beside(self.column(name, "identifier"), "source");
        let source = sheet.only_fills(source);
        let born = sheet.beside(None, "born");
        let sex = sheet.beside(None, "sex");
        let mut of: BTreeMap<&str, (&str, &str)> = BTreeMap::new();
        for (file, row) in self.rows("demographics") {
            let said = (file.text(row, "birthDate"), file.text(row, "sex"));
            of.insert(file.text(row, "sourcedId"), said);
        }
        for (file, row) in self.rows(name) {
            let user = file.text(row, "sourcedId");
            let (day, of_sex) = of.get(user).copied().unwrap_or_default();
            // Another program's user is found again by its name there.
            let known_by = if self.is_own() {
                file.text(row, "identifier")
            } else {
                user
            };
            let fits = known_by.chars().count() <= LONGEST_SOURCE;
            let known_by = if fits { known_by } else { "" };
            let called = [file.text(row, "phone"), file.text(row, "sms")];
            let called = called.into_iter().find(|it| !it.is_empty());
            let of_sex = match of_sex {
                "male" => "м",
                "female" => "ж",
                _ => "",
            };
            sheet.row(
                row.number,
                [
                    (id, self.number_of(RecordKind::Person, user)),
                    (last, file.text(row, "familyName").to_owned()),
                    (first, file.text(row, "givenName").to_owned()),
                    (middle, file.text(row, "middleName").to_owned()),
                    (email, file.text(row, "email").to_owned()),
                    (phone, called.unwrap_or_default().to_owned()),
                    (source, known_by.to_owned()),
                    (born, day.to_owned()),
                    (sex, of_sex.to_owned()),
                ],
            );
        }
        vec![sheet.done()]
    }

    /// Roles that are given; of version 1.1 they stand with the users.
    pub(super) fn offices(&self) -> Vec<HeadedSheet> {
        let (name, of) = match self.file("roles") {
            Some(_) => ("roles", "userSourcedId"),
            None => ("users", "sourcedId"),
        };
        let mut sheet = Growing::of(name, RecordKind::Office);
        let person = sheet.field(self.column(name, of), "person");
        let role = sheet.field(self.column(name, "role"), "role");
        let from = sheet.field(self.column(name, "beginDate"), "from");
        let until = sheet.field(self.column(name, "endDate"), "until");
        for (file, row) in self.rows(name) {
            let word = file.text(row, "role");
            if word.is_empty() || words::is_no_office(word) {
                continue;
            }
            // One that is not known is told as it stands.
            let office = words::office(word).map_or(word, |office| office.word());
            let held_by = self.reference(RecordKind::Person, file.text(row, of));
            sheet.row(
                row.number,
                [
                    (person, held_by),
                    (role, office.to_owned()),
                    (from, file.text(row, "beginDate").to_owned()),
                    (until, last_day(file.text(row, "endDate"))),
                ],
            );
        }
        vec![sheet.done()]
    }

    /// Who represents whom: the users beside a pupil. A row names several: each next one stands in
    /// a table of its own.
    ///
    /// # Errors
    /// If they are too many: a short row can name very many, and each takes a row of a table.
    pub(super) fn ties(&self) -> Result<Vec<HeadedSheet>, Unfit> {
        let kinships = self.kinships();
        let students = self.students();
        let name = "users";
        let (mut seen, mut made) = (BTreeSet::new(), 0);
        let mut sheets: Vec<(Growing, [u32; 3])> = Vec::new();
        for (file, row) in self.rows(name) {
            let user = file.text(row, "sourcedId");
            let agents = file.text(row, "agentSourcedIds").split(',').map(str::trim);
            let agents = agents.filter(|agent| !agent.is_empty());
            let ties = agents.filter_map(|agent| {
                match (students.contains(user), students.contains(agent)) {
                    (true, _) => Some((user, agent)),
                    (false, true) => Some((agent, user)),
                    (false, false) => None,
                }
            });
            for (nth, tie) in ties.filter(|tie| seen.insert(*tie)).enumerate() {
                made += 1;
                if made > MOST_AGENTS {
                    return Err(Unfit::ManyAgents { most: MOST_AGENTS });
                }
                if sheets.len() <= nth {
                    let mut sheet = Growing::of(name, RecordKind::Guardianship);
                    let pupil = sheet.field(self.column(name, "sourcedId"), "pupil");
                    let parent = sheet.field(self.column(name, "agentSourcedIds"), "parent");
                    let kinship = sheet.field(None, "kinship");
                    let kinship = sheet.only_fills(kinship);
                    sheets.push((sheet, [pupil, parent, kinship]));
                }
                let Some((sheet, [pupil, parent, kinship])) = sheets.get_mut(nth) else {
                    continue;
                };
                let is = kinships.get(tie.1).copied().unwrap_or_default();
                sheet.row(
                    row.number,
                    [
                        (*pupil, self.reference(RecordKind::Person, tie.0)),
                        (*parent, self.reference(RecordKind::Person, tie.1)),
                        (*kinship, is.word().to_owned()),
                    ],
                );
            }
        }
        Ok(sheets.into_iter().map(|(sheet, _)| sheet.done()).collect())
    }

    fn kinships(&self) -> BTreeMap<&str, Kinship> {
        let mut kinships = BTreeMap::new();
        for (file, head) in [("roles", "userSourcedId"), ("users", "sourcedId")] {
            for (file, row) in self.rows(file) {
                if let Some(kinship) = words::kinship(file.text(row, "role")) {
                    kinships.entry(file.text(row, head)).or_insert(kinship);
                }
            }
        }
        kinships
    }

    fn students(&self) -> BTreeSet<&str> {
        let of = ["roles", "users", "enrollments"];
        let rows = of.into_iter().flat_map(|name| self.rows(name));
        let students = rows.filter(|(file, row)| file.text(row, "role") == "student");
        let students = students.map(|(file, row)| match file.column("userSourcedId") {
            Some(_) => file.text(row, "userSourcedId"),
            None => file.text(row, "sourcedId"),
        });
        students.collect()
    }
}
