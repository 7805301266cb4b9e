//! The schema's numbered steps: forward only, each with the checksum of its text.

use crate::store::StoreError;
use sha2::{Digest, Sha256};

/// One step, in both dialects.
#[derive(Debug)]
pub struct Migration {
    /// Its number, from 1.
    pub version: u32,
    /// For SQLite.
    pub sqlite: &'static str,
    /// For PostgreSQL.
    pub postgres: &'static str,
}

/// Every step, in order.
pub static MIGRATIONS: [Migration; 6] = [
    Migration {
        version: 1,
        sqlite: include_str!("../migrations/0001_school.sqlite.sql"),
        postgres: include_str!("../migrations/0001_school.pg.sql"),
    },
    Migration {
        version: 2,
        sqlite: include_str!("../migrations/0002_device_time.sqlite.sql"),
        postgres: include_str!("../migrations/0002_device_time.pg.sql"),
    },
    Migration {
        version: 3,
        sqlite: include_str!("../migrations/0003_without_marks.sqlite.sql"),
        postgres: include_str!("../migrations/0003_without_marks.pg.sql"),
    },
    Migration {
        version: 4,
        sqlite: include_str!("../migrations/0004_sign_in.sqlite.sql"),
        postgres: include_str!("../migrations/0004_sign_in.pg.sql"),
    },
    Migration {
        version: 5,
        sqlite: include_str!("../migrations/0005_writers.sqlite.sql"),
        postgres: include_str!("../migrations/0005_writers.pg.sql"),
    },
    Migration {
        version: 6,
        sqlite: include_str!("../migrations/0006_bounds.sqlite.sql"),
        postgres: include_str!("../migrations/0006_bounds.pg.sql"),
    },
];

/// The checksum of a step's text.
pub fn checksum(text: &str) -> [u8; 32] {
    Sha256::digest(text).into()
}

/// The steps that are still to be done, given those that were.
pub fn remaining(
    done: &[(i64, Vec<u8>)],
    text: impl Fn(&Migration) -> &'static str,
) -> Result<&'static [Migration], StoreError> {
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
        if step.is_none_or(|step| checksum(text(step)).as_slice() != sum.as_slice()) {
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
            .map(|step| (i64::from(step.version), checksum(step.sqlite).to_vec()))
            .take_while(|(step, _)| *step <= version)
            .collect()
    }

    #[test]
    fn steps_go_forward_and_are_never_changed() {
        let sqlite = |step: &Migration| step.sqlite;
        assert_eq!(remaining(&[], sqlite).unwrap().len(), MIGRATIONS.len());
        assert!(remaining(&done(99), sqlite).unwrap().is_empty());
        let mut newer = done(99);
        newer.push((99, Vec::new()));
        let refused = remaining(&newer, sqlite);
        assert!(matches!(
            refused,
            Err(StoreError::NewerSchema {
                found: 99,
                known: 6
            })
        ));
        assert!(matches!(
            remaining(&[(1, vec![0])], sqlite),
            Err(StoreError::Failed(_))
        ));
    }
}
