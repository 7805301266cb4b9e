//! «Учётные записи»: who may sign in, as far as a reader may see it.

use super::directory;
use crate::directory::{Directories, Directory};
use crate::sql::{Row, Snapshot, values};
use crate::store::{Reader, StoreError};
use chrono::NaiveDate;
use journal::regulation::sees_account;
use journal::view::AccountRow;
use journal::{PersonId, PupilId, Role, Timestamp};
use std::collections::HashSet;

macro_rules! accounts {
    ($which:literal) => {
        concat!(
            "SELECT a.person_id, p.last_name, p.first_name, p.middle_name, p.roles, \
             a.login, a.must_change, \
             (SELECT l.at FROM access_log l WHERE l.school_id = a.school_id \
             AND l.person_id = a.person_id AND l.event = 'signed-in' ORDER BY l.n DESC LIMIT 1), \
             (SELECT max(d.seen_at) FROM device d WHERE d.school_id = a.school_id \
             AND d.person_id = a.person_id) FROM account a \
             JOIN person p ON p.school_id = a.school_id AND p.person_id = a.person_id \
             WHERE a.school_id = $1",
            $which,
            " ORDER BY a.person_id"
        )
    };
}

const ALL: &str = accounts!("");
const OF_THESE: &str = accounts!(" AND a.person_id = ANY($2)");

/// The accounts that the reader may see, by name.
pub async fn list(
    s: &dyn Snapshot,
    known: &Directories,
    reader: &Reader,
    whose: Option<PersonId>,
    now: Timestamp,
) -> Result<Vec<AccountRow>, StoreError> {
    let Some((directory, _)) = directory::now(s, known, reader.school).await? else {
        return Ok(Vec::new());
    };
    let today = directory.school.time.local(now).date();
    let school = reader.school;
    let children = directory.children_of(today);
    let whose = match whose {
        Some(person) => Some(vec![person.0]),
        None if sees_account(&reader.roles, false) => None,
        None => {
            let pupils = directory.pupils_led_by(reader.person, today);
            let led: HashSet<i64> = pupils.iter().copied().collect();
            let parents = children.iter().filter_map(|(parent, children)| {
                let mut children = children.iter();
                let is_of_class = children.any(|child| led.contains(&child.0));
                is_of_class.then_some(parent.0)
            });
            Some(parents.chain(pupils.iter().copied()).collect())
        }
    };
    let mut accounts = match &whose {
        Some(these) => {
            let of = values![school, &these[..]];
            s.rows(OF_THESE, of, account).await?
        }
        None => s.rows(ALL, values![school], account).await?,
    };
    for account in &mut accounts {
        let pupil = account.roles.has(Role::Pupil);
        let own = pupil.then_some(PupilId(account.person.0));
        let children = children.get(&account.person).into_iter().flatten();
        for pupil in own.into_iter().chain(children.copied()) {
            place(account, pupil, reader, &directory, today);
        }
    }
    accounts.retain(|account| sees_account(&reader.roles, account.own_class));
    accounts.sort_by_cached_key(|account| (account.name.sort_key(), account.person));
    Ok(accounts)
}

fn account(row: Row<'_>) -> Result<AccountRow, StoreError> {
    Ok(AccountRow {
        person: row.get(0)?,
        name: directory::name(row, 1)?,
        roles: row.get(4)?,
        classes: Vec::new(),
        own_class: false,
        login: row.get(5)?,
        must_change_password: row.get(6)?,
        signed_in_at: row.get(7)?,
        used_at: row.get(8)?,
    })
}

/// Adds where a pupil learns today.
fn place(
    account: &mut AccountRow,
    pupil: PupilId,
    reader: &Reader,
    directory: &Directory,
    today: NaiveDate,
) {
    for class in directory.classes_of(pupil, today) {
        account.own_class |= class.class_teacher == Some(reader.person);
        if !account.classes.contains(&class.title) {
            account.classes.push(class.title.clone());
        }
    }
}
