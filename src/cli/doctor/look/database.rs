//! Looks at the database of a server on this machine; writes nothing into it, and a server may be at
//! work with it.

use super::super::facts::{DatabaseFacts, DatabaseState};
use super::free;
use crate::cli::database::Database;
use crate::cli::serve;
use crate::cli::setup::Setup;
use crate::i18n::Texts;

/// The one that is configured, or the usual one if it was ever made. A PostgreSQL is asked by its
/// server alone: whether that writes is asked of the server.
pub fn look(setup: &Setup) -> Option<DatabaseFacts> {
    let (database, is_named) = match serve::named(None, setup) {
        Ok(Some(database)) => (database, true),
        Ok(None) => (serve::usual(setup), false),
        Err(why) => {
            return Some(DatabaseFacts {
                name: setup.config.serve.database.clone(),
                state: DatabaseState::Wrong(why.to_string()),
                free: None,
            });
        }
    };
    let Some(path) = database.file_path() else {
        return Some(DatabaseFacts {
            name: database.name(),
            state: DatabaseState::AskedByServer,
            free: None,
        });
    };
    if !is_named && !path.exists() && !database.was_served() && !database.is_dangling() {
        return None;
    }
    let state = state(&database, &setup.texts).unwrap_or_else(|why| {
        let sentence = why.to_string();
        DatabaseState::Wrong(sentence)
    });
    Some(DatabaseFacts {
        name: database.name(),
        state,
        free: free(path),
    })
}

fn state(database: &Database, texts: &Texts) -> anyhow::Result<DatabaseState> {
    database.is_not_lost(texts)?;
    if let Err(why) = database.can_be_made(texts) {
        let is_there = !database.is_blank_file();
        // Of a file that is there nobody knows here by whose account the server works; a disk that is
        // read only is so to everybody.
        return if is_there && database.is_anothers() {
            Ok(DatabaseState::NotOurs(why.to_string()))
        } else {
            Err(why)
        };
    }
    if database.is_blank_file() {
        return Ok(DatabaseState::ToBeMade);
    }
    database.examine(texts)?;
    Ok(DatabaseState::Sound)
}
