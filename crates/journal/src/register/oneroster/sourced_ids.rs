//! What records are called in a package: the same whenever it is written, and another in each
//! school.

use crate::register::{RecordId, RecordKind, RecordRef};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Schools by their names.
const SCHOOLS: Uuid = Uuid::from_u128(0x6f1c_8a3e_52d7_4b09_9c4e_7a10_d3b5_26f8);
/// How far the numbers of a package of this program are looked for.
const MOST: i64 = 100_000;

/// The ids of one school: UUID of version 5 of the school, the kind and the number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SourcedIds {
    school: Uuid,
}

impl SourcedIds {
    /// Those of the school of that name: a school that is called otherwise is another.
    pub fn of_school(name: &str) -> Self {
        Self {
            school: Uuid::new_v5(&SCHOOLS, name.trim().as_bytes()),
        }
    }

    /// Those of the school that a package of this program calls so.
    pub fn of_org(sourced_id: &str) -> Option<Self> {
        let school = Uuid::try_parse(sourced_id).ok()?;
        (school.get_version_num() == 5).then_some(Self { school })
    }

    /// The school itself.
    pub fn org(&self) -> String {
        self.school.to_string()
    }

    /// A record.
    pub fn of(&self, at: RecordRef) -> String {
        self.named(&format!("{}:{}", at.kind.word(), at.id))
    }

    /// What is no record: a place of somebody in a class, a role.
    pub(super) fn named(&self, name: &str) -> String {
        Uuid::new_v5(&self.school, name.as_bytes()).to_string()
    }

    /// The numbers of records of a kind by what they are called, as far as they are found.
    pub(super) fn numbers<'a>(
        &self,
        kind: RecordKind,
        called: impl Iterator<Item = &'a str>,
    ) -> BTreeMap<String, RecordId> {
        let mut sought: std::collections::BTreeSet<&str> = called.collect();
        let mut found = BTreeMap::new();
        for id in 1..=MOST {
            if sought.is_empty() {
                break;
            }
            let id = RecordId(id);
            let name = self.of(kind.at(id));
            if sought.remove(name.as_str()) {
                found.insert(name, id);
            }
        }
        found
    }
}
