//! «Учётные записи»: who may sign in, as far as a reader may see it.

use super::directory;
use crate::directory::{Directories, Directory};
use crate::sql::{Row, Snapshot, values};
use crate::store::{Reader, StoreError};
use chrono::NaiveDate;
use journal::register::Trust;
use journal::regulation::sees_account;
use journal::view::AccountRow;
use journal::{PersonId, PersonName, PupilId, Role, Roles, Timestamp};
use std::collections::{HashMap, HashSet};

macro_rules! accounts {
    ($which:literal) => {
        concat!(
            "SELECT a.person_id, a.login, a.must_change, \
             (SELECT max(l.at) FROM access_log l WHERE l.school_id = a.school_id \
             AND l.person_id = a.person_id AND l.event = 'signed-in'), \
             (SELECT max(d.seen_at) FROM device d WHERE d.school_id = a.school_id \
             AND d.person_id = a.person_id), \
             (SELECT max(l.at) FROM access_log l WHERE l.school_id = a.school_id \
             AND l.person_id = a.person_id AND l.event = 'password-issued'), \
             CAST(CASE WHEN a.password_hash = '' THEN 1 ELSE 0 END AS BIGINT), a.admin_own \
             FROM account a WHERE a.school_id = $1",
            $which
        )
    };
}

const ALL: &str = accounts!("");
const OF_THESE: &str = accounts!(" AND a.person_id = ANY($2)");

/// An account, apart from who it is of.
#[derive(Default)]
struct Account {
    login: Option<String>,
    must_change_password: bool,
    signed_in_at: Option<Timestamp>,
    used_at: Option<Timestamp>,
    password_given_at: Option<Timestamp>,
    voided: bool,
    admin_own: bool,
}

/// Whoever has an account or may have one, as far as the reader may see it, by name.
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
    let whose: Option<HashSet<i64>> = match whose {
        Some(person) => Some([person.0].into()),
        None if sees_account(&reader.roles, false) => None,
        None => {
            let pupils = directory.pupils_led_by(reader.person, today);
            let mut theirs: HashSet<i64> = pupils.into_iter().collect();
            let parents = children.iter().filter_map(|(parent, children)| {
                let mut children = children.iter();
                let is_of_class = children.any(|child| theirs.contains(&child.0));
                is_of_class.then_some(parent.0)
            });
            let parents: Vec<i64> = parents.collect();
            theirs.extend(parents);
            Some(theirs)
        }
    };
    let found = match &whose {
        Some(these) => {
            let these: Vec<i64> = these.iter().copied().collect();
            let of = values![school, &these[..]];
            s.rows(OF_THESE, of, account).await?
        }
        None => s.rows(ALL, values![school], account).await?,
    };
    let mut found: HashMap<PersonId, Account> = found.into_iter().collect();
    let mut accounts = Vec::new();
    for (person, name) in directory.people() {
        if whose
            .as_ref()
            .is_some_and(|whose| !whose.contains(&person.0))
        {
            continue;
        }
        let roles = directory.records.roles_on(person, today);
        let account = found.remove(&person);
        if account.is_none() && roles.0.is_empty() {
            continue;
        }
        let trust = directory.records.trust_of(person, today);
        let mut row = row((person, name), (roles, trust), account);
        let own = row.roles.has(Role::Pupil).then_some(PupilId(person.0));
        let children = children.get(&person).into_iter().flatten();
        for pupil in own.into_iter().chain(children.copied()) {
            place(&mut row, pupil, reader, &directory, today);
        }
        accounts.push(row);
    }
    // Whoever is to have a role is not given a password by whom the role will not allow it.
    for account in accounts
        .iter_mut()
        .filter(|it| it.roles.only(&[Role::Pupil, Role::Parent]))
    {
        let trust = directory.records.trust_of(account.person, today);
        account.own_class &= trust == Trust::Families;
    }
    accounts.retain(|account| sees_account(&reader.roles, account.own_class));
    accounts.sort_by_cached_key(|account| (account.name.sort_key(), account.person));
    Ok(accounts)
}

fn account(row: Row<'_>) -> Result<(PersonId, Account), StoreError> {
    let account = Account {
        login: Some(row.get(1)?),
        must_change_password: row.get(2)?,
        signed_in_at: row.get(3)?,
        used_at: row.get(4)?,
        password_given_at: row.get(5)?,
        voided: row.get::<i64>(6)? != 0,
        admin_own: row.get::<i64>(7)? != 0,
    };
    Ok((row.get(0)?, account))
}

fn row(
    (person, name): (PersonId, &PersonName),
    (roles, trust): (Roles, Trust),
    account: Option<Account>,
) -> AccountRow {
    let account = account.unwrap_or_default();
    AccountRow {
        administrators_own: trust == Trust::Administrator && account.admin_own,
        person,
        name: name.clone(),
        roles,
        classes: Vec::new(),
        own_class: false,
        login: account.login,
        must_change_password: account.must_change_password,
        password_given_at: account.password_given_at,
        voided: account.voided,
        signed_in_at: account.signed_in_at,
        used_at: account.used_at,
    }
}

/// Adds where a pupil learns today.
fn place(
    account: &mut AccountRow,
    pupil: PupilId,
    reader: &Reader,
    directory: &Directory,
    today: NaiveDate,
) {
    for (id, class) in directory.classes_of(pupil, today) {
        account.own_class |= directory.is_class_teacher(reader.person, id, today);
        if !account.classes.contains(&class.title) {
            account.classes.push(class.title.clone());
        }
    }
}
