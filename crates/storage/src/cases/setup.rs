//! «Чего не хватает школе».

use super::directory;
use crate::directory::Directories;
use crate::sql::{Snapshot, values};
use crate::store::StoreError;
use journal::register::BesideRegister;
use journal::view::SetupPage;
use journal::{JournalId, PersonId, SchoolId, Timestamp};

const ACCOUNTS: &str = "SELECT person_id FROM account WHERE school_id = $1 AND password_hash <> ''";
const TIMETABLED: &str = "SELECT j.journal_id FROM journal j WHERE j.school_id = $1 \
     AND EXISTS (SELECT 1 FROM lesson l WHERE l.school_id = j.school_id \
     AND l.journal_id = j.journal_id)";

/// How each part of the setup stands; none if there is no such school.
pub async fn page(
    s: &dyn Snapshot,
    known: &Directories,
    school: SchoolId,
    now: Timestamp,
) -> Result<Option<SetupPage>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, school).await? else {
        return Ok(None);
    };
    let accounts: Vec<PersonId> = s.rows(ACCOUNTS, values![school], |row| row.get(0)).await?;
    let timetabled: Vec<JournalId> = s
        .rows(TIMETABLED, values![school], |row| row.get(0))
        .await?;
    let beside = BesideRegister {
        accounts: accounts.into_iter().collect(),
        timetabled: timetabled.into_iter().collect(),
    };
    let today = directory.school.time.local(now).date();
    let lines = directory
        .records
        .setup(&directory.regulation, today, &beside);
    Ok(Some(SetupPage { lines }))
}
