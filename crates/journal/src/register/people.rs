//! What somebody is in the school on a day.

use super::Register;
use super::kinds::{OfficeRecord, OfficeRole};
use super::record::{Record, RecordKind};
use crate::ids::{PersonId, PupilId};
use crate::person::{Role, Roles};
use chrono::NaiveDate;

/// What an account of somebody opens, by which it is judged who may give its password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trust {
    /// What pupils and parents see.
    Families,
    /// What a role in the school gives.
    Staff,
    /// Everything.
    Administrator,
}

impl Register {
    /// What somebody's account opens on the day, or is to open by a role that begins later.
    pub fn trust_of(&self, person: PersonId, day: NaiveDate) -> Trust {
        let offices = self.naming(person, RecordKind::Office);
        let trust = offices.filter_map(|record| match record {
            Record::Office(it) if it.until.is_some_and(|last| last < day) => None,
            Record::Office(it) if it.role == OfficeRole::Admin => Some(Trust::Administrator),
            Record::Office(_) => Some(Trust::Staff),
            _ => None,
        });
        trust.max().unwrap_or(Trust::Families)
    }

    /// The roles of a person on a day: those that were given, pupil while in a class, parent while
    /// representing a child. On days of holidays of the summer a pupil is of the class of before.
    pub fn roles_on(&self, person: PersonId, day: NaiveDate) -> Roles {
        let has = |role: Role| {
            match role {
            Role::Pupil => {
                let stints = self.stints(PupilId(person.0));
                stints.iter().any(|stint| stint.days().has(day))
            }
            Role::Parent => self.naming(person, RecordKind::Guardianship).any(|record| {
                matches!(record, Record::Guardianship(it) if it.parent == person && it.holds(day))
            }),
            given => self.naming(person, RecordKind::Office).any(|record| {
                let is = |it: &OfficeRecord| it.role.role() == given && it.days().has(day);
                matches!(record, Record::Office(it) if is(it))
            }),
        }
        };
        Roles(
            Role::ALL
                .iter()
                .copied()
                .filter(|role| has(*role))
                .collect(),
        )
    }

    /// Whether somebody of the staff has left: the roles and posts that are known are all over, and
    /// there are some.
    pub fn has_left(&self, person: PersonId, day: NaiveDate) -> bool {
        let mut works = self.work_of(person);
        let is_over = |record: &Record| match record {
            Record::Office(it) => it.until.is_some_and(|last| last < day),
            Record::Employment(it) => it.until.is_some_and(|last| last < day),
            _ => false,
        };
        works.next().is_some_and(is_over) && works.all(is_over)
    }

    /// Whether somebody has, or will have, a role or a post that is not over on the day.
    pub fn is_of_staff(&self, person: PersonId, day: NaiveDate) -> bool {
        self.work_of(person).next().is_some() && !self.has_left(person, day)
    }

    /// Whether somebody is here as a pupil or a parent alone, and was never given a role or a post.
    pub fn is_of_families(&self, person: PersonId) -> bool {
        let names = |kind| self.naming(person, kind).next().is_some();
        let of_families = [RecordKind::Guardianship, RecordKind::Movement];
        self.work_of(person).next().is_none() && of_families.into_iter().any(names)
    }

    /// The roles and posts of somebody, whenever they were.
    fn work_of(&self, person: PersonId) -> impl Iterator<Item = &Record> {
        let kinds = [RecordKind::Office, RecordKind::Employment].into_iter();
        kinds.flat_map(move |kind| self.naming(person, kind))
    }

    pub(super) fn naming(
        &self,
        person: PersonId,
        kind: RecordKind,
    ) -> impl Iterator<Item = &Record> {
        let naming = self.referrers.of_kind(person.into(), kind);
        naming.filter_map(|at| self.get(at))
    }
}
