//! The schema's numbered steps: forward only, each with the checksum of its text.

use crate::store::StoreError;
use sha2::{Digest, Sha256};

#[derive(Debug)]
pub struct Migration {
    /// Its number, from 1.
    pub version: u32,
    /// As PostgreSQL takes it.
    pub text: &'static str,
}

impl Migration {
    /// As SQLite takes it: its few types, and tables that are their own index.
    pub fn for_sqlite(&self) -> String {
        let types = [("BIGINT", "INTEGER"), ("BYTEA", "BLOB"), ("UUID", "BLOB")];
        let tables = self.text.replace("\n);", "\n) STRICT, WITHOUT ROWID;");
        let with = |text: String, (name, ours): (&str, &str)| text.replace(name, ours);
        types.into_iter().fold(tables, with)
    }
}

/// Every step, in order.
pub static MIGRATIONS: [Migration; 1] = [Migration {
    version: 1,
    text: include_str!("../migrations/0001_school.sql"),
}];

/// The checksum of a step's text.
pub fn checksum(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// The steps that are still to be done, given those that were.
pub fn remaining(done: &[(i64, Vec<u8>)]) -> Result<&'static [Migration], StoreError> {
    let known = MIGRATIONS.last().map_or(0, |step| step.version);
    let found = done.iter().map(|(version, _)| *version).max().unwrap_or(0);
    if found > i64::from(known) {
        let found = u32::try_from(found).unwrap_or(u32::MAX);
        return Err(StoreError::NewerSchema { found, known });
    }
    for (version, sum) in done {
        let step = MIGRATIONS
            .iter()
            .find(|step| i64::from(step.version) == *version);
        if step.is_none_or(|step| checksum(step.text).as_slice() != sum.as_slice()) {
            let why = format!("migration {version} is not the one this program knows");
            return Err(StoreError::Failed(why));
        }
    }
    Ok(MIGRATIONS.get(done.len()..).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn done(version: i64) -> Vec<(i64, Vec<u8>)> {
        MIGRATIONS
            .iter()
            .map(|step| (i64::from(step.version), checksum(step.text).to_vec()))
            .take_while(|(step, _)| *step <= version)
            .collect()
    }

    #[test]
    fn steps_go_forward_and_are_never_changed() {
        assert_eq!(remaining(&[]).unwrap().len(), MIGRATIONS.len());
        assert!(remaining(&done(99)).unwrap().is_empty());
        let mut newer = done(99);
        newer.push((99, Vec::new()));
        let refused = remaining(&newer);
        assert!(matches!(
            refused,
            Err(StoreError::NewerSchema {
                found: 99,
                known: 1
            })
        ));
        assert!(matches!(
            remaining(&[(1, vec![0])]),
            Err(StoreError::Failed(_))
        ));
    }
}
